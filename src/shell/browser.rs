//! Starts the browser: argv only, never a shell; http and https only; nothing of ours shared with it.

use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use url::Url;

/// Whatever runs for so long works.
const SOON: Duration = Duration::from_secs(3);

/// What is said where there is nothing to start.
const NO_BROWSER: &str =
    "no browser was found; name yours as `browser` under [programs] in the settings, or in $BROWSER";

/// Opens an address; an error when that fails at once. `own` is the reader's own command, split into its words; empty: one of
/// those that `$BROWSER` names, or the system's.
pub(crate) async fn browse(url: &Url, own: &[String], named: Option<&str>) -> io::Result<()> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(io::Error::other("only http and https addresses are opened"));
    }
    let candidates: Vec<Command> = match own {
        [] => commands_in(named.unwrap_or_default(), url.as_str())
            .chain(open::commands(url.as_str()))
            .collect(),
        own => return run(command(own, url.as_str()), None).await,
    };
    start_one(candidates).await
}

/// The commands that `$BROWSER` names, parted by colons; their words by blanks.
fn commands_in(named: &str, url: &str) -> impl Iterator<Item = Command> {
    let commands = named
        .split(':')
        .map(|command| command.split_whitespace().map(str::to_owned));
    let commands = commands
        .map(Iterator::collect::<Vec<_>>)
        .filter(|words| !words.is_empty());
    commands.map(move |words| command(&words, url))
}

/// Starts the first that works. What was there and failed says more than what is not there.
async fn start_one(candidates: Vec<Command>) -> io::Result<()> {
    let mut told = None;
    for candidate in candidates {
        match run(candidate, None).await {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                told.get_or_insert(error);
            }
        }
    }
    Err(told.unwrap_or_else(|| io::Error::other(NO_BROWSER)))
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
    let wrong = |kind, why: &str| {
        io::Error::new(
            kind,
            format!("{program} {why}; `[programs]` in the settings names another"),
        )
    };
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
        Ok(Ok(Ok(status))) if !status.success() => {
            let why = match status.code() {
                Some(code) => format!("failed with status {code}"),
                None => "was ended by a signal".to_owned(),
            };
            Err(wrong(io::ErrorKind::Other, &why))
        }
        Ok(Ok(Err(error))) => Err(wrong(error.kind(), &format!("cannot be started ({error})"))),
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
    use super::{browse, command, commands_in, feed, start_one};
    use std::process::Command;
    use url::Url;

    fn argv(own: &[&str], url: &str) -> Vec<String> {
        let own: Vec<String> = own.iter().map(|word| (*word).to_owned()).collect();
        words(&command(&own, url))
    }

    fn words(command: &Command) -> Vec<String> {
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

    #[test]
    fn what_browser_names_is_split_once() {
        let url = "https://a.test/?q=a:b%20c;$(id)";
        for (named, commands) in [
            ("", vec![]),
            (" : ", vec![]),
            ("surf", vec![vec!["surf", url]]),
            ("surf -p %s -q", vec![vec!["surf", "-p", url, "-q"]]),
            (
                "a --x=%s:b  -n",
                vec![vec!["a", &format!("--x={url}")], vec!["b", "-n", url]],
            ),
            ("sh -c '%s'", vec![vec!["sh", "-c", &format!("'{url}'")]]),
        ] {
            assert_eq!(
                commands_in(named, url)
                    .map(|command| words(&command))
                    .collect::<Vec<_>>(),
                commands
            );
        }
    }

    #[tokio::test]
    async fn the_first_browser_that_works_is_the_one() {
        let url = Url::parse("https://a.test/").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let opened = folder.path().join("opened");
        let named = format!("/no/such/program:false:mkdir -p {}/%s", opened.display());
        browse(&url, &[], Some(&named)).await.unwrap();
        assert!(opened.join("https:/a.test").is_dir());
        for (named, says) in [
            ("/no/such/program:false", "false failed with status 1"),
            ("/no/such", "in $BROWSER"),
        ] {
            let ended = start_one(commands_in(named, url.as_str()).collect()).await;
            assert!(ended.unwrap_err().to_string().contains(says), "{named}");
        }
    }

    #[tokio::test]
    async fn nothing_but_web_addresses() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "smb://a.test/"] {
            let opened = browse(&Url::parse(url).unwrap(), &["true".into()], None).await;
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
            for ended in [browse(&url, &words, None).await, feed(&words, "text".to_owned()).await] {
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
