//! Lists of feeds (OPML 1.0 and 2.0): forgiving in, exact out. Nothing of a list is kept but names and http(s) addresses:
//! lists come from strangers, and other readers ran the commands in them.

use std::collections::HashMap;

use crate::feed::capture::same;
use crate::feed::entity::{Entities, decoded, escaped};
use crate::feed::token::{Attributes, Token, Tokens};
use crate::model::{shown_address, web_address};

/// Feeds that one list may have.
pub(super) const MAX_OUTLINES: usize = 100_000;
/// Folders within folders that are kept.
const MAX_FOLDERS: usize = 8;
/// Bytes of a name or an address.
const MAX_LINE_BYTES: usize = 8 << 10;

/// A feed in a list of feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// What it is called.
    pub title: String,
    /// Its address: http or https.
    pub feed_url: String,
    /// The outlet's home page.
    pub site: Option<String>,
    /// The folders it stands in, outermost first.
    pub folders: Vec<String>,
}

pub(super) fn too_many(kind: &str) -> String {
    format!("there are more than {MAX_OUTLINES} feeds in this list ({kind}); split it and import its parts")
}

/// The feeds of a list, and how many entries were left out because they are no http(s) address; nothing where the text is no list.
///
/// # Errors
/// A sentence, when it is a list that cannot be taken whole.
pub fn read(text: &str) -> Result<Option<(Vec<Outline>, usize)>, String> {
    let mut tokens = Tokens::new(text);
    let (mut outlines, mut left_out) = (Vec::new(), 0);
    let mut folders: Vec<Option<String>> = Vec::new();
    let mut found = false;
    // Some lists have no root.
    let mut closed = text.trim_end().ends_with('>');
    while let Some(token) = tokens.next() {
        match token {
            Token::Start {
                name,
                attributes,
                empty,
            } if same(name, "outline") => {
                found = true;
                let get = |name: &str| attribute(attributes, name, &tokens.entities);
                let title = get("title").or_else(|| get("text"));
                // `url` is what some writers call a feed's address; others give it to plain links.
                let plain = get("url")
                    .filter(|_| get("type").is_some_and(|kind| !same(&kind, "link") && !same(&kind, "include")));
                let feed_url = get("xmlurl").or(plain);
                let folder = if feed_url.is_none() { title.clone() } else { None };
                if let Some(said) = feed_url {
                    match web_address(&said) {
                        Some(feed_url) => outlines.push(Outline {
                            title: title.unwrap_or_else(|| shown_address(&feed_url).into_string()),
                            site: get("htmlurl").as_deref().and_then(web_address),
                            folders: around(&folders, get("category")),
                            feed_url,
                        }),
                        None => left_out += 1,
                    }
                }
                if !empty {
                    folders.push(folder);
                }
            }
            Token::Start { name, empty, .. } if same(name, "opml") => {
                found = true;
                closed = empty;
            }
            Token::End { name } if same(name, "outline") => drop(folders.pop()),
            Token::End { name } => closed |= same(name, "opml"),
            _ => {}
        }
        if outlines.len() > MAX_OUTLINES {
            return Err(too_many("OPML"));
        }
    }
    if found && !closed {
        return Err("this list (OPML) breaks off before its end; export your feeds again and import that".to_owned());
    }
    Ok(found.then_some((outlines, left_out)))
}

/// The list as OPML 2.0.
pub fn write(title: &str, outlines: &[Outline]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>");
    escape(title, &mut text);
    text.push_str("</title></head>\n<body>\n");
    let mut open: &[String] = &[];
    let mut first = HashMap::new();
    for (at, outline) in outlines.iter().enumerate() {
        first.entry(&outline.folders).or_insert(at);
    }
    let mut sorted: Vec<&Outline> = outlines.iter().collect();
    // Each folder is written once, in the order of its first feed.
    sorted.sort_by_key(|outline| first.get(&outline.folders));
    for outline in sorted {
        let shared = open
            .iter()
            .zip(&outline.folders)
            .take_while(|(one, other)| one == other)
            .count();
        close(open.len() - shared, &mut text);
        for folder in outline.folders.iter().skip(shared) {
            text.push_str("<outline text=\"");
            escape(folder, &mut text);
            text.push_str("\">\n");
        }
        open = &outline.folders;
        text.push_str("<outline type=\"rss\" text=\"");
        escape(&outline.title, &mut text);
        text.push_str("\" xmlUrl=\"");
        escape(&outline.feed_url, &mut text);
        if let Some(site) = &outline.site {
            text.push_str("\" htmlUrl=\"");
            escape(site, &mut text);
        }
        text.push_str("\"/>\n");
    }
    close(open.len(), &mut text);
    text.push_str("</body>\n</opml>\n");
    text
}

fn close(folders: usize, text: &mut String) {
    (0..folders).for_each(|_| text.push_str("</outline>\n"));
}

/// Escapes what XML has a place for, and drops what it has none for (XML 1.0 §2.2).
fn escape(raw: &str, into: &mut String) {
    let allowed: String = raw
        .chars()
        .filter(|sign| !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}'))
        .collect();
    escaped(&allowed, into);
}

fn attribute(attributes: Attributes<'_>, name: &str, own: &Entities<'_>) -> Option<String> {
    let value = decoded(attributes.get(name)?, own);
    let value = value.trim();
    (!value.is_empty()).then(|| {
        value
            .get(..value.floor_char_boundary(MAX_LINE_BYTES))
            .unwrap_or_default()
            .to_owned()
    })
}

/// The folders around an outline: the outlines it stands in, else its `category` path.
fn around(folders: &[Option<String>], category: Option<String>) -> Vec<String> {
    let nested: Vec<String> = folders.iter().flatten().take(MAX_FOLDERS).cloned().collect();
    match category.filter(|_| nested.is_empty()) {
        Some(path) => {
            let first = path.split(',').next().unwrap_or_default();
            let parts = first.split('/').map(str::trim).filter(|part| !part.is_empty());
            parts.take(MAX_FOLDERS).map(str::to_owned).collect()
        }
        None => nested,
    }
}

#[cfg(test)]
mod tests {
    use super::{Outline, read, write};

    #[track_caller]
    fn check(body: &str, expected: &[&str], left_out: usize) {
        let (outlines, skipped) = read(body).unwrap().unwrap();
        let shown: Vec<String> = outlines
            .iter()
            .map(|one| format!("{}|{}|{}", one.folders.join("/"), one.title, one.feed_url))
            .collect();
        assert_eq!(
            (shown.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), skipped),
            (expected, left_out),
            "{body}"
        );
    }

    #[test]
    fn reads_what_others_write() {
        check(
            "<opml><body><outline text='A' xmlUrl='http://a.test/f'/></body></opml>",
            &["|A|http://a.test/f"],
            0,
        );
        check(
            "<OPML><BODY><OUTLINE TEXT=\"News\"><OUTLINE TITLE=\"A &amp; B\" XMLURL=\"https://a.test/?x=1&y=2\"></OUTLINE></OUTLINE><outline title=c xmlurl=http://c.test/></BODY></OPML>",
            &["News|A & B|https://a.test/?x=1&y=2", "|c|http://c.test/"],
            0,
        );
        check(
            "<opml><outline text='x' type='rss' url='http://a.test/'/><outline text='l' type='link' url='http://b.test/'/></opml>",
            &["|x|http://a.test/"],
            0,
        );
        check(
            "<opml><outline text='A & B < C' xmlUrl='feed://a.test/f' category='/Trade/Ports,x'/></opml>",
            &["Trade/Ports|A & B < C|http://a.test/f"],
            0,
        );
        check(
            "<opml><outline xmlUrl='HTTPS://ann:hush@a.test/x&#x202e;y&#10;all is well'/></opml>",
            &["|https://a.test/x%E2%80%AEyall%20is%20well|https://ann:hush@a.test/x%E2%80%AEyall%20is%20well"],
            0,
        );
        check("<opml/>", &[], 0);
    }

    #[test]
    fn leaves_out_what_is_no_web_address() {
        let body = "<opml><outline xmlUrl='|touch x'/><outline xmlUrl='exec:ls'/><outline xmlUrl='file:///etc/passwd'/>\
                    <outline xmlUrl='filter:cat:http://a.test/'/><outline xmlUrl='javascript:1'/><outline xmlUrl='http://ok.test/'/></opml>";
        check(body, &["|http://ok.test/|http://ok.test/"], 5);
        assert_eq!(read("<html><body>no</body></html>"), Ok(None));
        assert_eq!(read(""), Ok(None));
    }

    #[test]
    fn a_list_that_breaks_off_is_none() {
        let whole = "<opml><body><outline text='A' xmlUrl='http://a.test/f'/><outline xmlUrl='http://b.test/feeds/world'/></body></opml>";
        check(
            whole,
            &[
                "|A|http://a.test/f",
                "|http://b.test/feeds/world|http://b.test/feeds/world",
            ],
            0,
        );
        for end in (20..whole.len() - "</opml>".len()).chain([whole.len() - 2]) {
            let cut = whole.get(..end).unwrap();
            assert!(read(cut).is_err(), "{cut}");
        }
        assert!(read("<outline xmlUrl='http://b.test/fee").is_err());
        check(
            "<outline text='A' xmlUrl='http://a.test/f'/>\n",
            &["|A|http://a.test/f"],
            0,
        );
    }

    #[test]
    fn a_list_of_too_many_is_none() {
        let list = |feeds: usize| format!("<opml>{}</opml>", "<outline xmlUrl='http://a.test/'/>".repeat(feeds));
        assert_eq!(read(&list(100_000)).unwrap().unwrap().0.len(), 100_000);
        let said = read(&list(100_001)).unwrap_err();
        assert!(
            said.contains("more than 100000 feeds") && said.contains("split it"),
            "{said}"
        );
    }

    #[test]
    fn bounds_depth() {
        let deep = format!(
            "<opml>{}<outline xmlUrl='http://a.test/' text='x'/></opml>",
            "<outline text='f'>".repeat(100_000)
        );
        assert_eq!(read(&deep).unwrap().unwrap().0[0].folders.len(), 8);
    }

    #[test]
    fn writes_what_it_reads() {
        let one = |title: &str, folders: &[&str]| Outline {
            title: title.to_owned(),
            feed_url: "https://a.test/?a=1&b=2".to_owned(),
            site: Some("https://a.test/".to_owned()),
            folders: folders.iter().map(|&folder| folder.to_owned()).collect(),
        };
        let outlines = vec![
            one("A <\"> & 'ü'", &[]),
            one("B", &["News", "Här"]),
            one("C", &["News"]),
            one("D", &["News", "Här"]),
        ];
        let text = write("My \u{1b}[31m & feeds", &outlines);
        assert!(
            !text.contains('\u{1b}') && text.matches("text=\"Här\"").count() == 1,
            "{text}"
        );
        let (mut read, left_out) = read(&text).unwrap().unwrap();
        read.sort_by(|one, other| one.title.cmp(&other.title));
        assert_eq!((read, left_out), (outlines, 0));
    }
}
