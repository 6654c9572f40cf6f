//! What is wrong with a feed, in plain words, and what to do about it.

use crate::feed::ParseError;
use crate::model::Clean;
use crate::net::{Distrust, FetchError};

/// Why nothing could be fetched, and what to do.
pub(crate) fn of_fetch(error: &FetchError) -> Clean {
    let todo = match error {
        FetchError::Offline { .. } | FetchError::Timeout(_) => "byline tries again by itself",
        FetchError::Busy { .. } => "byline waits as long as it wishes",
        FetchError::Gone => "stop following it, or look for its new address on the outlet's site",
        FetchError::Walled(_) => {
            "its articles can be read in a browser only; ask the outlet for a feed that readers may fetch"
        }
        FetchError::Status(401) => {
            "it wants a login, or another one: give it `user` and a password under [[outlet]] in the settings"
        }
        FetchError::Status(407) => {
            "the proxy wants a login: put it into the proxy's address, as in http://name:password@…"
        }
        FetchError::Status(402 | 403 | 451) => "it does not let byline in; look for another feed of the outlet",
        FetchError::Status(404) => "there is nothing at this address; look for the feed's new one on the outlet's site",
        FetchError::Status(500..=599) => "its server is in trouble; byline tries again by itself",
        FetchError::Status(_) => "byline tries again, more and more rarely",
        FetchError::TooLarge(_) => "that is no list of news; look for another feed of the outlet",
        FetchError::Refused(_) => "look for the feed's right address on the outlet's site",
        FetchError::Insecure { cause, .. } => of_certificate(*cause),
        FetchError::NoPassword { .. } => "mend its [[outlet]] in the settings",
        FetchError::NoProxy { .. } => "start the proxy, or mend `proxy` under its [[outlet]] in the settings",
        FetchError::Broken(_) => "byline tries again, more and more rarely",
    };
    Clean::line(&format!("{error}; {todo}"))
}

fn of_certificate(cause: Distrust) -> &'static str {
    match cause {
        Distrust::Stale => "only the outlet can renew it; byline tries again by itself",
        Distrust::Early => "set this computer's clock right, or wait until the outlet has mended it",
        Distrust::WrongName => {
            "look for the feed's right address on the outlet's site; when every feed says so, the network stands in between"
        }
        Distrust::Unknown => {
            "if it is your own server, add its certificate to those that this computer trusts; when every feed says so, the \
             network stands in between"
        }
        Distrust::Broken => "nothing was read from it; byline tries again by itself",
    }
}

/// Why an article's page could not be fetched.
pub(crate) fn of_page(error: &FetchError) -> Clean {
    let todo = match error {
        FetchError::Walled(_) | FetchError::Status(401..=403) => "open it in the browser (o)",
        FetchError::Gone | FetchError::Status(404) => "the outlet has taken the page away",
        _ => "try again later, or open it in the browser (o)",
    };
    Clean::line(&format!("{error}; {todo}"))
}

/// Why an answer could not be read; `offered` are the feeds that the page in its place offers.
pub(crate) fn of_parse(error: &ParseError, body: &[u8], offered: &[String]) -> Clean {
    if let Some(first) = offered.first() {
        return Clean::line(&format!("{error}; this feed is on it: {first}"));
    }
    let todo = match error {
        ParseError::Empty => "byline tries again, more and more rarely",
        ParseError::NotAFeed { .. } if asks_for_a_person(body) => {
            "the site wants to see a person's browser first (a bot check)"
        }
        ParseError::NotAFeed { .. } => {
            "look for the feed's address on the outlet's site; when every feed says so, the network wants a login"
        }
    };
    Clean::line(&format!("{error}; {todo}"))
}

/// Words of the pages that bot checks put in place of an answer.
fn asks_for_a_person(body: &[u8]) -> bool {
    let head = String::from_utf8_lossy(body.get(..8192.min(body.len())).unwrap_or_default());
    [
        "Just a moment...",
        "cf-browser-verification",
        "challenge-platform",
        "Attention Required!",
        "DDoS protection",
        "captcha",
    ]
    .iter()
    .any(|sign| head.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::{of_fetch, of_parse};
    use crate::feed::ParseError;
    use crate::net::FetchError;

    #[test]
    fn says_what_to_do() {
        let said = of_fetch(&FetchError::Status(404));
        assert!(said.contains("404") && said.contains("new one"), "{said}");
        let page = ParseError::NotAFeed {
            looks_like: "a web page",
        };
        let offered = ["https://news.example/rss".to_owned()];
        assert!(of_parse(&page, b"", &offered).ends_with("https://news.example/rss"));
        assert!(of_parse(&page, b"<title>Just a moment...</title>", &[]).contains("bot check"));
    }
}
