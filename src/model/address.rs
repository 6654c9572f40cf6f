//! Web addresses: how they are kept, shown, and told where others may read it.

use url::Url;

use crate::model::clean::Clean;

/// Bytes of an address at most.
const MAX_BYTES: usize = 8 << 10;

/// An http(s) address as it is kept, which is how it would be asked: percent-encoded. `feed:` before it says nothing.
pub fn web_address(said: &str) -> Option<String> {
    let said = said.trim();
    let url = match said.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("feed:") => {
            let rest = said.get(5..)?;
            if rest.starts_with("//") {
                Url::parse(&format!("http:{rest}"))
            } else {
                Url::parse(rest)
            }
        }
        _ => Url::parse(said),
    };
    let url = url.ok()?;
    (matches!(url.scheme(), "http" | "https") && url.as_str().len() <= MAX_BYTES).then(|| url.into())
}

/// An address as the reader may see it: without a login. What is no address stays as it is, but for a login.
pub fn shown_address(address: &str) -> Clean {
    match Url::parse(address) {
        Ok(mut url) if url.has_host() => {
            // Both fail only for addresses without a host.
            let (_, _) = (url.set_username(""), url.set_password(None));
            Clean::line(url.as_str())
        }
        _ => Clean::line(&without_login(address)),
    }
}

/// An address as it may stand in a log or an error: also without what stands after `?`, which may be a key.
pub fn told_address(address: &str) -> Clean {
    let shown = shown_address(address);
    match shown.split_once('?') {
        Some((place, _)) if shown.contains("://") => Clean::line(place),
        _ => shown,
    }
}

/// What looks like an address, without `user:password@`.
fn without_login(text: &str) -> String {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), text),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let bare = authority.contains(':') && !authority.contains(char::is_whitespace);
    let looks_like_login = !scheme.is_empty() || bare;
    match authority.rfind('@').filter(|_| looks_like_login) {
        Some(at) => scheme + rest.get(at + 1..).unwrap_or_default(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{shown_address, told_address, web_address};

    #[test]
    fn addresses_are_kept_as_they_are_asked() {
        for (said, kept) in [
            ("HTTPS://News.example", Some("https://news.example/")),
            (
                "http://a.test/x\u{202e}y\nall is well\tz",
                Some("http://a.test/x%E2%80%AEyall%20is%20wellz"),
            ),
            ("Feed://a.test/f", Some("http://a.test/f")),
            ("feed:https://a.test/f", Some("https://a.test/f")),
            (
                "https://ann:hush@a.test/f?key=7",
                Some("https://ann:hush@a.test/f?key=7"),
            ),
            ("|touch x", None),
            ("file:///etc/passwd", None),
            ("feed:", None),
            ("http://", None),
        ] {
            assert_eq!(web_address(said).as_deref(), kept, "{said}");
        }
    }

    #[test]
    fn logins_are_shown_to_nobody_and_keys_told_to_nobody() {
        for (address, shown, told) in [
            (
                "https://ann:hush@a.test/f?key=7#top",
                "https://a.test/f?key=7#top",
                "https://a.test/f",
            ),
            (
                "http://a.test/\u{202e}",
                "http://a.test/%E2%80%AE",
                "http://a.test/%E2%80%AE",
            ),
            ("http://ann:hush@/f", "http:///f", "http:///f"),
            ("http://ann:hu@sh@a test/", "http://a test/", "http://a test/"),
            ("ann:hush@a.test/f", "a.test/f", "a.test/f"),
            ("Letters @ Dawn?", "Letters @ Dawn?", "Letters @ Dawn?"),
            ("a\u{1b}b", "ab", "ab"),
        ] {
            assert_eq!(
                (&*shown_address(address), &*told_address(address)),
                (shown, told),
                "{address}"
            );
        }
    }
}
