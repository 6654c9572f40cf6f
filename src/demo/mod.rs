//! The bundled edition: invented outlets, served from loopback so that they go the whole way of a real feed.
//!
//! Door: [`serve`]. What is written lives in `assets/demo`, one file an outlet, and is embedded: it works from any directory.
//! Ages of articles are relative to the given start, so the edition is always fresh. No clock, no disk; the only sockets are
//! listeners on 127.0.0.1, one an outlet, so that limits per host are as far apart as they are out there.

mod feeds;
mod markup;
mod page;
mod server;
mod written;

use std::collections::HashMap;
use std::io;

use jiff::Timestamp;

use crate::demo::server::{Listener, Reply, Shelf};
use crate::demo::written::{Format, Outlet};
use crate::model::Language;

/// The edition while it is served. Dropping it closes the listeners.
#[derive(Debug)]
pub struct Edition {
    /// In the order they should be subscribed to.
    pub outlets: Vec<Offer>,
    _listeners: Vec<Listener>,
}

/// An outlet of the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub name: String,
    /// The folder it belongs in.
    pub folder: String,
    /// Its feed's address on loopback.
    pub feed_url: String,
    /// Its home page's address on loopback.
    pub site: String,
    /// The language it writes in.
    pub language: Language,
}

/// Opens a listener for each outlet and serves feeds, pages and pictures, dated back from `now`.
///
/// # Errors
/// When loopback gives no port or no thread can be started.
pub fn serve(now: Timestamp) -> io::Result<Edition> {
    let mut outlets = Vec::new();
    let mut listeners = Vec::new();
    for outlet in written::outlets() {
        let listener = Listener::bind()?;
        let site = format!("http://127.0.0.1:{}/", listener.port());
        let feed = outlet.format.file();
        outlets.push(Offer {
            name: outlet.name.clone(),
            folder: outlet.folder.clone(),
            feed_url: format!("{site}{feed}"),
            site: site.clone(),
            language: outlet.language,
        });
        listeners.push(listener.serve(shelf(&outlet, &site, now))?);
    }
    Ok(Edition {
        outlets,
        _listeners: listeners,
    })
}

/// Everything that an outlet's server has, by path.
fn shelf(outlet: &Outlet, site: &str, now: Timestamp) -> Shelf {
    let mut shelf = HashMap::new();
    let html = outlet.charset.html();
    let encode = |text: String| outlet.charset.encode(text);
    let (kind, text) = match outlet.format {
        Format::Rss20 => ("application/rss+xml", feeds::rss20(outlet, site, now)),
        Format::Rss10 => ("application/rdf+xml", feeds::rss10(outlet, site, now)),
        Format::Atom => ("application/atom+xml", feeds::atom(outlet, site, now)),
        Format::Json => ("application/feed+json", feeds::json(outlet, site, now)),
    };
    let kind = if outlet.format == Format::Json {
        kind.into()
    } else {
        outlet.charset.of(kind)
    };
    shelf.insert(
        format!("/{}", outlet.format.file()),
        Reply::new(&kind, encode(text), now),
    );
    shelf.insert("/".into(), Reply::new(&html, encode(page::front(outlet, site)), now));
    for piece in &outlet.pieces {
        let page = page::whole(outlet, piece, site, now);
        shelf.insert(format!("/{}", piece.slug), Reply::new(&html, encode(page), now));
    }
    for (name, bytes) in written::PICTURES {
        shelf.insert(
            format!("/pictures/{name}"),
            Reply::new("image/png", bytes.to_vec(), now),
        );
    }
    shelf
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use jiff::Timestamp;

    use super::{Edition, serve, written};
    use crate::document::passages;
    use crate::feed::{self, Hints, ParsedFeed};
    use crate::speech::{Speech, listen};
    use crate::story::{Account, Index, Report, Said, compare};

    fn now() -> Timestamp {
        "2026-02-03T09:30:00Z".parse().unwrap()
    }

    /// The head and body of an answer.
    fn ask(url: &str, more: &str) -> (String, Vec<u8>) {
        let url = url::Url::parse(url).unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", url.port().unwrap())).unwrap();
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n{more}\r\n",
            url.path()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let body = bytes.split_off(end);
        (String::from_utf8(bytes).unwrap(), body)
    }

    fn header<'a>(head: &'a str, name: &str) -> &'a str {
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .unwrap()
    }

    fn parsed(edition: &Edition) -> Vec<ParsedFeed> {
        edition
            .outlets
            .iter()
            .map(|offer| {
                let (head, body) = ask(&offer.feed_url, "");
                let base = url::Url::parse(&offer.feed_url).unwrap();
                let hints = Hints {
                    content_type: Some(header(&head, "Content-Type")),
                    base: Some(&base),
                };
                feed::parse(&body, &hints).unwrap_or_else(|error| panic!("{}: {error}", offer.name))
            })
            .collect()
    }

    #[test]
    fn every_feed_is_read_without_a_warning() {
        let edition = serve(now()).unwrap();
        let mut formats = HashSet::new();
        for ((offer, parsed), outlet) in edition.outlets.iter().zip(parsed(&edition)).zip(written::outlets()) {
            assert_eq!(parsed.warnings, [], "{}", offer.name);
            assert_eq!(parsed.title.as_ref().unwrap().value, offer.name);
            assert_eq!(
                parsed.language.as_deref(),
                Some(offer.language.code()),
                "{}",
                offer.name
            );
            assert_eq!(parsed.entries.len(), outlet.pieces.len(), "{}", offer.name);
            for (entry, piece) in parsed.entries.iter().zip(&outlet.pieces) {
                assert_eq!(entry.published.unwrap().at, now() - piece.age, "{}", piece.slug);
                assert!(entry.link.as_ref().unwrap().starts_with(&offer.site));
            }
            formats.insert(parsed.format);
        }
        assert_eq!(formats, HashSet::from(["rss20", "rss10", "atom10", "json11"]));
    }

    #[test]
    fn every_page_and_picture_answers() {
        let edition = serve(now()).unwrap();
        for (offer, outlet) in edition.outlets.iter().zip(written::outlets()) {
            let slugs = outlet.pieces.iter().map(|piece| piece.slug.as_str()).chain([""]);
            for path in slugs
                .map(str::to_owned)
                .chain(written::PICTURES.iter().map(|(name, _)| format!("pictures/{name}")))
            {
                let (head, body) = ask(&format!("{}{path}", offer.site), "");
                assert!(
                    head.starts_with("HTTP/1.1 200") && body.len() > 500,
                    "{}{path}",
                    offer.site
                );
            }
            assert!(ask(&format!("{}nothing", offer.site), "").0.starts_with("HTTP/1.1 404"));
        }
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let edition = serve(now()).unwrap();
        let url = &edition.outlets[0].feed_url;
        let (head, _) = ask(url, "");
        for known in [
            format!("If-None-Match: {}\r\n", header(&head, "ETag")),
            format!("If-Modified-Since: {}\r\n", header(&head, "Last-Modified")),
        ] {
            let (head, body) = ask(url, &known);
            assert!(head.starts_with("HTTP/1.1 304") && body.is_empty(), "{head}");
        }
        assert!(ask(url, "If-None-Match: \"other\"\r\n").0.starts_with("HTTP/1.1 200"));
    }

    #[test]
    fn closes_its_ports_when_dropped() {
        let edition = serve(now()).unwrap();
        let ports: Vec<u16> = edition
            .outlets
            .iter()
            .map(|offer| url::Url::parse(&offer.site).unwrap().port().unwrap())
            .collect();
        drop(edition);
        assert!(
            ports
                .iter()
                .all(|port| TcpStream::connect(("127.0.0.1", *port)).is_err())
        );
    }

    #[test]
    fn is_an_edition_worth_reading() {
        let outlets = written::outlets();
        let mut languages: HashMap<&str, usize> = HashMap::new();
        let mut events: HashMap<String, HashSet<&str>> = HashMap::new();
        let mut slugs = HashSet::new();
        for outlet in &outlets {
            for piece in &outlet.pieces {
                assert!(slugs.insert(&piece.slug), "twice: {}", piece.slug);
                assert!(
                    !piece.title.is_empty() && !piece.age.is_zero() && !piece.author.is_empty(),
                    "{}",
                    piece.slug
                );
                let words = words(&piece.body);
                assert!((150..=900).contains(&words), "{}: {words} words", piece.slug);
                *languages.entry(outlet.language.code()).or_default() += 1;
                if let Some(event) = &piece.event {
                    events.entry(event.clone()).or_default().insert(&outlet.name);
                }
            }
        }
        assert!(outlets.len() >= 8, "{}", outlets.len());
        assert!(slugs.len() >= 80, "{}", slugs.len());
        assert!(
            events.values().filter(|outlets| outlets.len() >= 2).count() >= 6,
            "{events:?}"
        );
        for language in ["en", "uk", "de", "fr", "ar", "ja"] {
            assert!(
                languages.get(language).is_some_and(|count| *count >= 3),
                "{languages:?}"
            );
        }
    }

    /// The edition as its articles come in, oldest first: by story, where several outlets report it.
    fn stories(outlets: &[written::Outlet]) -> Vec<Vec<(usize, &written::Piece)>> {
        let mut pieces: Vec<(usize, &written::Piece)> = Vec::new();
        for (number, outlet) in outlets.iter().enumerate() {
            pieces.extend(outlet.pieces.iter().map(|piece| (number, piece)));
        }
        pieces.sort_by_key(|(_, piece)| std::cmp::Reverse(piece.age));
        let mut index = Index::default();
        let mut stories: Vec<Vec<(usize, &written::Piece)>> = vec![Vec::new(); pieces.len()];
        for (number, (outlet, piece)) in pieces.iter().enumerate() {
            let report = Report {
                outlet: i64::try_from(*outlet).unwrap(),
                language: outlets[*outlet].language,
                at: (now() - piece.age).as_second(),
                title: &piece.title,
                text: &super::markup::text(&piece.body),
            };
            let story = index.place(i64::try_from(number).unwrap(), &report);
            stories[usize::try_from(story).unwrap()].push((*outlet, *piece));
        }
        stories.retain(|story| story.iter().any(|(outlet, _)| *outlet != story[0].0));
        stories
    }

    #[test]
    fn has_stories_whose_outlets_leave_things_out_and_contradict_each_other() {
        let outlets = written::outlets();
        let stories = stories(&outlets);
        let told: Vec<Vec<&str>> = (stories.iter())
            .map(|story| story.iter().map(|(_, piece)| piece.slug.as_str()).collect())
            .collect();
        assert!(stories.len() >= 6, "{told:#?}");
        let (mut partly, mut contradicted) = (0, 0);
        for story in &stories {
            let events: HashSet<_> = story.iter().filter_map(|(_, piece)| piece.event.as_ref()).collect();
            assert!(events.len() <= 1, "one story of two events: {events:?}");
            let language = outlets[story[0].0].language;
            let texts: Vec<String> = story
                .iter()
                .map(|(_, piece)| super::markup::text(&piece.body))
                .collect();
            let hear = |text: &String| listen(&passages(text, language).0, language);
            let heard: Vec<Speech> = texts.iter().map(hear).collect();
            let said = |speech: &'_ Speech| {
                speech
                    .quotes
                    .iter()
                    .map(|quote| quote.text.to_string())
                    .collect::<Vec<_>>()
            };
            let quotes: Vec<Vec<String>> = heard.iter().map(said).collect();
            let accounts: Vec<Account<'_>> = (texts.iter().zip(&quotes))
                .map(|(text, quotes)| Account {
                    title: "",
                    text,
                    quotes: (quotes.iter())
                        .map(|words| Said {
                            words,
                            ..Said::default()
                        })
                        .collect(),
                })
                .collect();
            let comparison = compare(&accounts);
            partly += usize::from(comparison.quotes.iter().any(|quote| quote.carried.contains(&None)));
            contradicted += usize::from(!comparison.contradictions.is_empty());
        }
        assert!(partly >= 6 && contradicted >= 1, "{partly} {contradicted} {told:#?}");
    }

    /// Words parted by blanks; two signs of a script without blanks count as one.
    fn words(body: &str) -> usize {
        let text = super::markup::text(body);
        let dense = text
            .chars()
            .filter(|sign| ('\u{3040}'..='\u{9fff}').contains(sign))
            .count();
        if dense > text.len() / 6 {
            dense / 2
        } else {
            text.split_whitespace().count()
        }
    }
}
