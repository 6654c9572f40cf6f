//! Starts the browser: argv only, never a shell; http and https only; nothing of ours shared with it.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use url::Url;

/// Opens an address. `own` is the reader's own command, split into its words; empty: the system's.
pub(crate) fn browse(url: &Url, own: &[String]) -> std::io::Result<()> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(std::io::Error::other("only http and https addresses are opened"));
    }
    let candidates = match own {
        [] => open::commands(url.as_str()),
        own => vec![command(own, url.as_str())],
    };
    let mut last = std::io::Error::other("no browser was found");
    for mut candidate in candidates {
        // A group of its own: keys for byline never reach it, nor its death us. Its words stay off our screen.
        candidate
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        match candidate.spawn() {
            Ok(mut child) => {
                // Somebody has to wait for it, or it stays a zombie.
                drop(
                    std::thread::Builder::new()
                        .name("browser".into())
                        .spawn(move || child.wait()),
                );
                return Ok(());
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Hands text to a program of the reader's on its standard input, and nowhere else.
pub(crate) fn feed(words: &[String], text: String) {
    let Some((program, arguments)) = words.split_first() else {
        return;
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    let Ok(mut child) = command.spawn() else { return };
    let work = move || {
        if let Some(mut input) = child.stdin.take() {
            drop(input.write_all(text.as_bytes()));
        }
        child.wait()
    };
    drop(std::thread::Builder::new().name("clipboard".into()).spawn(work));
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
    use super::{browse, command};
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

    #[test]
    fn nothing_but_web_addresses() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "smb://a.test/"] {
            assert!(browse(&Url::parse(url).unwrap(), &["true".into()]).is_err(), "{url}");
        }
    }
}
