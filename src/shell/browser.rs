//! Starts the browser: argv only, never a shell; http and https only; nothing of ours shared with it.

use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use url::Url;

/// Whatever runs for so long works.
const SOON: Duration = Duration::from_secs(3);

/// Opens an address; an error when that fails at once. `own` is the reader's own command, split into its words; empty: the
/// system's.
pub(crate) async fn browse(url: &Url, own: &[String]) -> io::Result<()> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(io::Error::other("only http and https addresses are opened"));
    }
    let candidates = match own {
        [] => open::commands(url.as_str()),
        own => vec![command(own, url.as_str())],
    };
    let mut last = io::Error::other("no browser was found");
    for candidate in candidates {
        match run(candidate, None).await {
            Ok(()) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Hands text to a program of the reader's on its standard input, and nowhere else; an error when that fails at once.
pub(crate) async fn feed(words: &[String], text: String) -> io::Result<()> {
    let (program, arguments) = words
        .split_first()
        .ok_or_else(|| io::Error::other("no program is named"))?;
    let mut command = Command::new(program);
    command.args(arguments);
    run(command, Some(text)).await
}

/// Runs a program, in a group of its own: keys for byline never reach it, nor its death us. Its words stay off our screen.
async fn run(mut command: Command, input: Option<String>) -> io::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let wrong = |why: &str| io::Error::other(format!("{program} {why}; `[programs]` in the settings names another"));
    command
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    let (ended, end) = tokio::sync::oneshot::channel();
    // Somebody has to wait for it however long it runs, or it stays a zombie.
    let work = move || {
        let status = command.spawn().and_then(|mut child| {
            if let (Some(text), Some(mut pipe)) = (input, child.stdin.take()) {
                drop(pipe.write_all(text.as_bytes()));
            }
            child.wait()
        });
        drop(ended.send(status));
    };
    std::thread::Builder::new().name("program".into()).spawn(work)?;
    match tokio::time::timeout(SOON, end).await {
        Ok(Ok(Ok(status))) if !status.success() => Err(wrong(&match status.code() {
            Some(code) => format!("failed with status {code}"),
            None => "was ended by a signal".to_owned(),
        })),
        Ok(Ok(Err(error))) => Err(wrong(&format!("cannot be started ({error})"))),
        _ => Ok(()),
    }
}

/// The reader's command: `{url}` or `%s` in it is the address, which goes last where neither is.
fn command(own: &[String], url: &str) -> Command {
    let mut words: Vec<String> = own
        .iter()
        .map(|word| word.replace("{url}", url).replace("%s", url))
        .collect();
    if words == own {
        words.push(url.to_owned());
    }
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]);
    command
}

#[cfg(test)]
mod tests {
    use super::{browse, command, feed};
    use url::Url;

    fn argv(own: &[&str], url: &str) -> Vec<String> {
        let own: Vec<String> = own.iter().map(|word| (*word).to_owned()).collect();
        let command = command(&own, url);
        let arguments = command.get_args().map(|word| word.to_string_lossy().into_owned());
        std::iter::once(command.get_program().to_string_lossy().into_owned())
            .chain(arguments)
            .collect()
    }

    #[test]
    fn the_address_is_one_word_whatever_is_in_it() {
        let url = Url::parse("https://a.test/$(id);`id` &x='y'").unwrap();
        assert_eq!(argv(&["surf"], url.as_str()), ["surf", url.as_str()]);
        assert_eq!(
            argv(&["surf", "--new={url}", "-q"], url.as_str()),
            ["surf", &format!("--new={url}"), "-q"]
        );
    }

    #[tokio::test]
    async fn nothing_but_web_addresses() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "smb://a.test/"] {
            let opened = browse(&Url::parse(url).unwrap(), &["true".into()]).await;
            assert!(opened.is_err(), "{url}");
        }
    }

    #[tokio::test]
    async fn a_program_that_fails_is_no_success() {
        let url = Url::parse("https://a.test/").unwrap();
        for (program, says) in [
            ("true", ""),
            ("false", "status 1"),
            ("/no/such/program", "cannot be started"),
        ] {
            let words = [program.to_owned()];
            for ended in [browse(&url, &words).await, feed(&words, "text".to_owned()).await] {
                let said = ended.err().map(|error| error.to_string()).unwrap_or_default();
                assert!(
                    said.contains(says) && said.is_empty() == says.is_empty(),
                    "{program}: {said}"
                );
            }
        }
    }

    #[tokio::test]
    async fn a_program_is_fed_what_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("copied");
        let words = ["tee".to_owned(), file.display().to_string()];
        feed(&words, "a line".to_owned()).await.unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), "a line");
    }
}
