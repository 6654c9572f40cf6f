//! Every `tests/fixtures/feeds/NAME.xml` (or `.json`) is read as `NAME.txt` says, whose first line tells the fault.
//! Adding a case is adding two files; `UPDATE=1 cargo test feeds` writes what is read behind the first line.

use std::fmt::Write as _;
use std::path::Path;

use byline::feed::{Entry, Hints, ParsedFeed, parse};
use byline::model::Published;
use proptest::prelude::*;
use url::Url;

/// Feeds of any size are read within this: what takes longer than its length grows past it.
const LONG_INPUT_BYTES: usize = 1 << 20;

fn shown(feed: &ParsedFeed) -> String {
    let or = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let mut text = format!(
        "{} {} | {} | {}{}\n",
        feed.format,
        feed.encoding,
        or(feed.title.as_ref().map(|title| title.value.as_str())),
        or(feed.link.as_deref()),
        feed.language
            .as_ref()
            .map_or_else(String::new, |tag| format!(" | {tag}")),
    );
    if feed.ttl.is_some() || feed.update_period_secs.is_some() {
        let _ = writeln!(
            text,
            "ttl {:?} period {:?} hours {:?} days {:?}",
            feed.ttl, feed.update_period_secs, feed.skip_hours, feed.skip_days
        );
    }
    for warning in &feed.warnings {
        let _ = writeln!(text, "! {}", warning.0);
    }
    feed.entries.iter().for_each(|entry| text.push_str(&entry_shown(entry)));
    text
}

fn entry_shown(entry: &Entry) -> String {
    let or = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let title = entry
        .title
        .as_ref()
        .map(|title| format!("{} ({:?})", title.value, title.kind));
    let mut text = format!(
        "- {} | {} | {}\n",
        or(title.as_deref()),
        or(entry.link.as_deref()),
        entry.key
    );
    let date = |date: Published| format!("{} {:+}", date.at, date.offset_minutes);
    for (name, value) in [
        ("published", entry.published.map(date)),
        ("updated", entry.updated.map(date)),
    ] {
        let _ = value.map(|value| writeln!(text, "  {name} {value}"));
    }
    if let Some(summary) = &entry.summary {
        let _ = writeln!(text, "  summary {:?} {:?}", summary.kind, summary.value);
    }
    for content in &entry.content {
        let _ = writeln!(text, "  content {:?} {:?}", content.kind, content.value);
    }
    for person in &entry.authors {
        let _ = writeln!(text, "  author {}", or(person.name.as_deref()));
    }
    for file in &entry.enclosures {
        let _ = writeln!(
            text,
            "  file {} {} {}",
            file.url,
            or(file.media_type.as_deref()),
            or(file.length.as_deref())
        );
    }
    for (url, words) in &entry.images {
        let _ = writeln!(text, "  picture {url} {}", or(words.as_deref()));
    }
    text
}

#[test]
fn reads_every_fault_as_its_fixture_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feeds");
    let base = Url::parse("https://lantern.example/feed").unwrap();
    let hints = Hints {
        content_type: None,
        base: Some(&base),
    };
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending == "txt") {
            continue;
        }
        count += 1;
        let found =
            parse(&std::fs::read(&path).unwrap(), &hints).map_or_else(|error| error.to_string(), |feed| shown(&feed));
        let told = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        let (why, expected) = told.split_once('\n').unwrap();
        assert!(
            why.starts_with("# "),
            "{}: the first line tells the fault",
            path.display()
        );
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path.with_extension("txt"), format!("{why}\n{found}")).unwrap();
        } else if found.trim() != expected.trim() {
            wrong.push(format!(
                "== {}\n-- found\n{found}\n-- expected\n{expected}",
                path.display()
            ));
        }
    }
    assert!(count >= 40, "{count} fixtures");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Repeated a million bytes long, each of these once took time or memory by the square of its length in some reader.
#[test]
fn long_repetitions_cost_no_more_than_their_length() {
    for (before, piece, after) in [
        ("<rss><channel><item><title><![CDATA[", "<b ", "]]></title></item>"),
        ("<rss><channel>", "<?", ""),
        ("<rss><channel>", "<!-- > ", ""),
        ("<rss><channel><item><title>", "<", ""),
        ("<rss><channel><item><title>", "&#x", ""),
        ("<rss><channel><item>", "<a b=\"x>", ""),
        ("<rss><channel><item>", "<foo>", ""),
        ("<rss><channel><item>", "</foo>", ""),
        ("<rss><channel>", "<item>", ""),
        ("<rss><channel><item><title>", "<![CDATA[a</t>", "]]>"),
        ("<feed>", "<items xml:base=\"http://a.example/b/\">", ""),
        ("", "<w xmlns:a=\"b\" xml:lang=\"en\">", "<rss><channel><item/>"),
        (
            "<!DOCTYPE a [",
            "<!ENTITY a 'b'>",
            "]><rss><channel><item><title>&a;</title></item>",
        ),
        ("<rss ", "a=\"b\" ", "><channel><item><title>x</title></item>"),
        ("<rss><channel><item><author>", "@", "</author></item>"),
        ("<rss><channel><item><pubDate>", "1-", "</pubDate></item>"),
        ("<rss><channel><item>", "<author><b/>", ""),
        ("<rss><channel><item>", "<image><b>", ""),
        ("<rss><channel><item><title>", "&lt;![CDATA[", "</title></item>"),
        ("<rss><channel><item><title>", "Ã©", "é</title></item>"),
        ("<rss><channel><item><title>", "&#xD83D;", "</title></item>"),
        ("{\"items\":[", "[", ""),
        ("{\"items\":", "{\"a\":", ""),
    ] {
        let text = format!("{before}{}{after}", piece.repeat(LONG_INPUT_BYTES / piece.len()));
        let _read = parse(text.as_bytes(), &Hints::default());
    }
}

/// Pieces that broken and hostile feeds are made of.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,20}",
        any::<char>().prop_map(String::from),
        prop::sample::select(vec![
            "<rss>",
            "<channel>",
            "<item>",
            "</item>",
            "<title>",
            "</title>",
            "<link>",
            "</link>",
            "<feed>",
            "<entry>",
            "</entry>",
            "<description>",
            "</description>",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?xml",
            "?>",
            "<!DOCTYPE x [",
            "<!ENTITY a 'b'>",
            "]>",
            "&amp;",
            "&#27;",
            "&#x9b;",
            "&",
            "<",
            ">",
            "<a href='",
            "\"",
            "xmlns:x='y' ",
            "xml:base='/b' ",
            "<media:group>",
            "</media:group>",
            "<author>",
            "<name>",
            "<pubDate>",
            "Tue, 31 Feb 2026 25:61 +9999",
            "<guid>",
            "<content type='xhtml'>",
            "<div/>",
            "</",
            "/>",
            "{\"items\":[",
            "{\"id\":1}",
            "é",
            "\u{1b}",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _read = parse(&bytes, &Hints { content_type: Some("text/xml; charset=utf-16"), base: None });
    }

    #[test]
    fn any_pieces_give_entries_with_keys(text in pieces()) {
        let base = Url::parse("https://lantern.example/").unwrap();
        if let Ok(feed) = parse(text.as_bytes(), &Hints { content_type: None, base: Some(&base) }) {
            for entry in &feed.entries {
                prop_assert!(!entry.key.is_empty() && entry.key.len() <= 1000);
            }
            prop_assert_eq!(parse(text.as_bytes(), &Hints { content_type: None, base: Some(&base) }), Ok(feed));
        }
        let _feeds = byline::feed::discover(&text, &base);
        let _list = byline::feed::opml::read(&text);
    }

    #[test]
    fn a_fault_between_entries_costs_none_of_them(fault in "[^<>\u{0}-\u{8}]{0,40}") {
        let text = format!(
            "<rss><channel><item><guid>a</guid><title>{fault}</title></item>{fault}<item><guid>b</guid></item></channel></rss>"
        );
        let feed = parse(text.as_bytes(), &Hints::default()).unwrap();
        let keys: Vec<&str> = feed.entries.iter().map(|entry| entry.key.as_str()).collect();
        prop_assert_eq!(keys, ["a", "b"]);
    }
}

#[test]
fn what_is_no_feed_is_told_apart() {
    let list = "<?xml version='1.0'?><opml version='2.0'><head><title>x</title></head><body/></opml>";
    for (text, said) in [
        (list, "a list of feeds (OPML)"),
        (
            "<?xml version='1.0'?><response><status>busy</status></response>",
            "XML of another kind",
        ),
        ("<?xml version='1.0'?><html><body>x</body></html>", "a web page"),
        ("[{\"id\": 1}]", "JSON of another kind"),
        ("Back soon", "plain text"),
    ] {
        let error = parse(text.as_bytes(), &Hints::default()).unwrap_err().to_string();
        assert!(error.ends_with(said), "{text}: {error}");
    }
}
