//! What is wrong with a feed, in plain words, and what to do about it.

use url::Url;

use crate::document::decode_page;
use crate::feed::{ParseError, discover};
use crate::model::{Clean, Complete, Failure, Wall, told_address};
use crate::net::{Answer, Distrust, FetchError, is_inside};

/// Why nothing could be fetched, and what to do.
pub(crate) fn of_fetch(error: &FetchError) -> Clean {
    Clean::line(&format!("{error}; {}", to_do(error)))
}

/// Why what is not followed yet could not be fetched, and what to do: nobody asks again for it.
pub(crate) fn of_first_fetch(error: &FetchError, tried: Clean) -> Failure {
    let todo = match error {
        FetchError::Offline { .. } | FetchError::Timeout(_) => "look at the address, or try again later",
        FetchError::Busy { .. } | FetchError::Broken(_) => "try again later",
        FetchError::Gone => "look for its new address on the outlet's site",
        FetchError::Status(500..=599) => "its server is in trouble; try again later",
        FetchError::Status(status) if !matches!(status, 401..=404 | 407 | 451 | 511) => {
            "look at the address, or try again later"
        }
        FetchError::Insecure { cause, .. } => match cause {
            Distrust::Stale => "only the outlet can renew it; try again later",
            Distrust::Broken => "nothing was read from it; try again later",
            cause => of_certificate(*cause),
        },
        error => to_do(error),
    };
    Failure {
        tried,
        happened: Clean::line(&error.to_string()),
        hint: Some(Clean::line(todo)),
    }
}

fn to_do(error: &FetchError) -> &'static str {
    match error {
        FetchError::Unasked => "start it without --offline",
        FetchError::Offline { .. } | FetchError::Timeout(_) => "byline tries again by itself",
        FetchError::Busy { .. } => "byline waits as long as it wishes",
        FetchError::Gone => "stop following it, or look for its new address on the outlet's site",
        FetchError::Walled { .. } => {
            "its articles can be read in a browser only; ask the outlet for a feed that readers may fetch"
        }
        FetchError::Status(401) => {
            "it wants a login, or another one: give it `user` and a password under [[outlet]] in the settings"
        }
        FetchError::Status(407) => {
            "the proxy wants a login: put it into the proxy's address, as in http://name:password@…"
        }
        FetchError::Status(511) => "this network wants you to log in: open any page in a browser, then ask again",
        FetchError::Status(402 | 403 | 451) => "it does not let byline in; look for another feed of the outlet",
        FetchError::Status(404) => "there is nothing at this address; look for the feed's new one on the outlet's site",
        FetchError::Status(500..=599) => "its server is in trouble; byline tries again by itself",
        FetchError::Status(_) => "byline tries again, more and more rarely",
        FetchError::File(_) | FetchError::TooLarge(_) => "that is no list of news; look for another feed of the outlet",
        FetchError::Refused(why) if why.ends_with("private network") => {
            "look for the feed's right address on the outlet's site; when every feed says so, this network wants you to log in: \
             open any page in a browser, then ask again"
        }
        FetchError::Refused(_) => "look for the feed's right address on the outlet's site",
        FetchError::Insecure { cause, .. } => of_certificate(*cause),
        FetchError::NoPassword { .. } => "mend its [[outlet]] in the settings",
        FetchError::NoProxy { .. } => "start the proxy, or mend `proxy` under its [[outlet]] in the settings",
        FetchError::Broken(_) => "byline tries again, more and more rarely",
    }
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
        FetchError::File(_) | FetchError::Walled { .. } | FetchError::Status(401..=403) => "open it in the browser (o)",
        FetchError::Gone | FetchError::Status(404) => "the outlet has taken the page away",
        _ => "try again later, or open it in the browser (o)",
    };
    Clean::line(&format!("{error}; {todo}"))
}

/// What a page that its server keeps shut comes to; `None` where it may well be open the next time.
pub(crate) fn of_shut_page(error: &FetchError) -> Option<Complete> {
    match error {
        FetchError::File(kind) => Some(Complete::File(*kind)),
        FetchError::Status(402) => Some(Complete::Paywall),
        FetchError::Walled { .. } | FetchError::Status(401 | 403 | 451) => Some(Complete::Botwall),
        FetchError::Gone | FetchError::TooLarge(_) | FetchError::Refused(_) | FetchError::Status(400..=499) => {
            Some(Complete::Empty)
        }
        _ => None,
    }
}

/// Why an answer could not be read; `asked` is the address that should have given a feed.
pub(crate) fn of_parse(error: &ParseError, answer: &Answer, asked: &str) -> Clean {
    unread(error, answer, asked, "byline tries again by itself, or look")
}

/// The same of what is not followed yet: nobody asks again for it.
pub(crate) fn of_first_parse(error: &ParseError, answer: &Answer, asked: &str) -> Clean {
    unread(error, answer, asked, "look")
}

/// What stands where feeds were looked for, unless it is a page as any other that happens to offer none.
pub(crate) fn of_first_page(error: &ParseError, answer: &Answer, asked: &str) -> Option<Clean> {
    if !is_page(error) {
        return Some(of_first_parse(error, answer, asked));
    }
    let html = decode_page(&answer.body, answer.content_type.as_deref());
    let base = Url::parse(&answer.url).ok();
    let host = base.as_ref().and_then(Url::host_str).unwrap_or_default();
    in_the_way(&html, host, asked, "look").map(|said| Clean::line(&said))
}

fn is_page(error: &ParseError) -> bool {
    matches!(error, ParseError::NotAFeed { looks_like } if looks_like.contains("web page"))
}

fn unread(error: &ParseError, answer: &Answer, asked: &str, look: &str) -> Clean {
    let moved = match &answer.moved_to {
        Some(to) => format!("it has moved for good to {}; ", told_address(to)),
        None => String::new(),
    };
    let said = if is_page(error) {
        of_web_page(error, answer, asked, look)
    } else if matches!(error, ParseError::NotAFeed { looks_like } if looks_like.contains("OPML")) {
        format!("{error}; save it as a file, then follow what is on it with `byline import`")
    } else {
        format!("{error}; {look} for another feed of the outlet")
    };
    Clean::line(&format!("{moved}{said}"))
}

/// Where a feed was that is not read: a web page of some kind stands there.
fn of_web_page(error: &ParseError, answer: &Answer, asked: &str, look: &str) -> String {
    let html = decode_page(&answer.body, answer.content_type.as_deref());
    let base = Url::parse(&answer.url).ok();
    let host = base.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned();
    let elsewhere = Url::parse(asked).is_ok_and(|asked| asked.host_str() != Some(&host));
    // Whatever else a page asks for: one that offers feeds stands in nobody's place.
    let offered = base.as_ref().map(|base| discover(&html, base)).unwrap_or_default();
    // What stands after `?` may be a key: such an address is for who asks for it.
    let (keyed, plain): (Vec<_>, Vec<_>) = offered.into_iter().partition(|url| *told_address(url) != **url);
    match &plain[..] {
        [] if keyed.is_empty() => {}
        [] => {
            let page = told_address(&answer.url);
            return format!(
                "{error}, with feeds on it; `byline discover {page}` names them, then follow one with `byline add`"
            );
        }
        [one] => return format!("{error}; this feed is on it: {one}; follow that one with `byline add`"),
        several => {
            let several: Vec<_> = several.iter().take(NAMED).map(String::as_str).collect();
            return format!(
                "{error}; these feeds are on it: {}; follow one with `byline add`",
                several.join(", ")
            );
        }
    }
    if let Some(said) = in_the_way(&html, &host, asked, look) {
        return said;
    }
    let head: String = html.chars().take(LOOKED_THROUGH).flat_map(char::to_lowercase).collect();
    match (FORM.iter().any(|sign| head.contains(sign)), elsewhere) {
        (true, true) => of_portal(&host),
        (true, false) => format!(
            "{error}, where one logs in; look for a feed that needs no form, or whose address has a key of yours"
        ),
        (false, true) => {
            format!("{error}, at {host} where it leads now; look for the feed's address on the outlet's site")
        }
        (false, false) => format!("{error}; look for the feed's address on the outlet's site"),
    }
}

/// What a page of `host` that stands in the way of another one wants.
fn in_the_way(html: &str, host: &str, asked: &str, look: &str) -> Option<String> {
    match Wall::of(html) {
        Some(Wall::BotCheck) => Some(format!(
            "the site answers with a bot check; {look} for another feed of the outlet"
        )),
        Some(Wall::Portal) => Some(of_portal(host)),
        wall if wall == Some(Wall::Consent) || host.starts_with("consent.") => Some(format!(
            "the site answers with a consent page ({host}) in place of the feed; agree to it nowhere: look for another feed of \
             the outlet"
        )),
        _ => sends_inside(html, asked).then(|| of_portal(host)),
    }
}

fn of_portal(host: &str) -> String {
    format!("{host} answers in its place: this network wants you to log in; open any page in a browser, then ask again")
}

/// Whether a page sends its reader on into a private network, other than where `asked` leads.
fn sends_inside(html: &str, asked: &str) -> bool {
    let asked = Url::parse(asked).ok();
    let head: String = html.chars().take(LOOKED_THROUGH).flat_map(char::to_lowercase).collect();
    let refreshes = head
        .split('<')
        .filter(|tag| tag.starts_with("meta") && tag.contains("refresh"));
    let mut targets = refreshes.filter_map(|tag| {
        let (_, to) = tag.split_once("url=")?;
        let to = to
            .trim_start_matches(['"', '\'', ' '])
            .split(['"', '\'', ' ', '>'])
            .next()?;
        Url::parse(to).ok()
    });
    targets.any(|to| is_inside(&to) && asked.as_ref().is_some_and(|asked| asked.host() != to.host()))
}

/// Why a feed that has moved for good is still asked where it was.
pub(crate) fn of_move(to: &str, strange: bool) -> Clean {
    let why = if strange {
        "that is another feed; look whether it is what you want, and follow it with `byline add`"
    } else {
        "its login is for the old address; change that in the settings, and follow the new one with `byline add`"
    };
    Clean::line(&format!("it has moved for good to {}; {why}", told_address(to)))
}

/// Characters of a page in which its kind is told.
const LOOKED_THROUGH: usize = 65_536;
/// Feeds of a page that are named.
const NAMED: usize = 3;
/// A form that wants a password.
const FORM: &[&str] = &["type=\"password\"", "type=password", "type='password'"];

#[cfg(test)]
mod tests {
    use super::{of_fetch, of_parse};
    use crate::feed::ParseError;
    use crate::net::{Answer, FetchError};

    #[test]
    fn says_what_to_do() {
        let said = of_fetch(&FetchError::Status(404));
        assert!(said.contains("404") && said.contains("new one"), "{said}");
        for portal in [
            FetchError::Status(511),
            FetchError::Refused("10.0.0.1 is an address of a private network".to_owned()),
        ] {
            assert!(of_fetch(&portal).contains("this network wants you to log in"));
        }
    }

    fn said(url: &str, body: &str) -> String {
        let error = ParseError::NotAFeed {
            looks_like: "a web page",
        };
        let answer = Answer {
            url: url.to_owned(),
            body: format!("<!DOCTYPE html><html>{body}</html>").into_bytes(),
            ..Answer::default()
        };
        of_parse(&error, &answer, "https://news.example/feed").into_string()
    }

    #[test]
    fn names_what_stands_in_a_feeds_place() {
        const HERE: &str = "https://news.example/feed";
        let link = |href| format!("<link rel=alternate type=application/rss+xml href={href}>");
        for (url, body, words) in [
            (HERE, "<title>Just a moment...</title>", "bot check"),
            (
                "https://consent.news.example/?continue=1",
                "<p>Cookies</p>",
                "consent page (consent.news.example)",
            ),
            (HERE, "<title>Before you continue</title>", "consent page"),
            (
                HERE,
                &(link("/rss") + "<h1>Just a moment...</h1><div>We value your privacy</div>"),
                "this feed is on it: https://news.example/rss",
            ),
            (
                HERE,
                "<title>Hotel Brask</title><p>Guest Wi-Fi. Your room number: <input>",
                "this network wants you to log in",
            ),
            (
                HERE,
                "<meta http-equiv=refresh content=\"0; url='http://192.168.0.1/login'\">",
                "this network wants you to log in",
            ),
            (
                HERE,
                "<meta http-equiv=refresh content='0;URL=https://news.example/home'>",
                "looks like a web page; look",
            ),
            (
                HERE,
                &(link("/a") + &link("/b")),
                "these feeds are on it: https://news.example/a, https://news.example/b",
            ),
            (
                "http://10.0.0.1/portal",
                "<form><input type=password></form>",
                "10.0.0.1 answers in its place: this network",
            ),
            (
                HERE,
                "<title>Grand Hotel Hotspot</title>",
                "this network wants you to log in",
            ),
            (HERE, "<form><input type=password></form>", "where one logs in"),
            (
                "https://park.example/",
                "<p>For sale</p>",
                "at park.example where it leads now",
            ),
            (
                HERE,
                "<p>Nothing here</p>",
                "looks like a web page; look for the feed's address",
            ),
        ] {
            let said = said(url, body);
            assert!(said.contains(words), "{words}: {said}");
        }
    }

    #[test]
    fn tells_a_move_without_the_key_in_its_address() {
        let answer = Answer {
            moved_to: Some("https://new.example/?token=hush".to_owned()),
            ..Answer::default()
        };
        let said = of_parse(&ParseError::Empty, &answer, "https://news.example/feed");
        assert!(
            said.starts_with("it has moved for good to https://new.example/; the answer was empty"),
            "{said}"
        );
    }
}
