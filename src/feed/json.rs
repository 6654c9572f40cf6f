//! JSON Feed 1 and 1.1 (jsonfeed.org), read by feed-rs. What that drops (the offset of dates, pictures) is taken from the JSON
//! itself; what it refuses (a missing title, a number for an id) is put right before it sees it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use feed_rs::model;
use feed_rs::parser::Builder;
use serde_json::Value;
use url::Url;

use crate::feed::entry::{
    Category, Content, Enclosure, Entry, Hints, LinkTo, ParsedFeed, Person, TextKind, Titled, Warning,
};
use crate::feed::links::resolve;
use crate::feed::{loose, rss_json};
use crate::model::read_date;

/// Items that are read of one feed.
const MAX_ITEMS: usize = 2_000;

/// Reads a JSON Feed; `None` when the text is JSON of another kind, or none.
pub(in crate::feed) fn read(text: &str, hints: &Hints<'_>) -> Option<ParsedFeed> {
    let (mut value, broken) = match serde_json::from_str::<Value>(text) {
        Ok(value) => (value, false),
        Err(_) => (loose::read(text), true),
    };
    let rss = rss_json::translated(&value);
    let is_rss = rss.is_some();
    value = rss.unwrap_or(value);
    let items = value.get("items")?.as_array()?.len();
    let format = match value["version"].as_str() {
        _ if is_rss => "rss20",
        Some(version) if version.ends_with("1.1") => "json11",
        _ => "json1",
    };
    let mended = mend(&mut value) || broken;
    let text = value.to_string();
    let parser = Builder::new().id_generator(|_, _, _| String::new()).build();
    let found = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes())))
        .ok()?
        .ok()?;
    let list = value["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let entries = found
        .entries
        .into_iter()
        .zip(list)
        .map(|(entry, value)| item(entry, value, hints.base));
    let mut feed = ParsedFeed {
        format,
        title: found.title.map(plain).filter(|title| !title.value.is_empty()),
        subtitle: found.description.map(plain),
        link: string(&value["home_page_url"]).map(|link| resolve(&link, hints.base)),
        links: found.links.into_iter().map(|link| link_to(link, hints.base)).collect(),
        language: found.language,
        authors: found.authors.into_iter().map(person).collect(),
        icon: found.icon.map(|icon| icon.uri),
        image: found.logo.map(|logo| (logo.uri, None)),
        entries: entries.collect(),
        ..ParsedFeed::default()
    };
    if mended {
        feed.warnings.push(Warning(
            "it is no valid JSON Feed; everything that could be read was".to_owned(),
        ));
    }
    if items > MAX_ITEMS {
        feed.warnings
            .push(Warning(format!("{} of its items were left out", items - MAX_ITEMS)));
    }
    Some(feed)
}

/// Puts right what feed-rs refuses a whole feed for; whether anything had to be.
fn mend(value: &mut Value) -> bool {
    let mut mended = false;
    for (name, default) in [("version", "https://jsonfeed.org/version/1"), ("title", "")] {
        let sound = value[name]
            .as_str()
            .is_some_and(|text| name != "version" || text.starts_with(default));
        if !sound {
            value[name] = default.into();
            mended = true;
        }
    }
    for name in [
        "home_page_url",
        "feed_url",
        "language",
        "description",
        "icon",
        "favicon",
    ] {
        mended |= want(value, name, Value::is_string);
    }
    mended |= people(value);
    if let Some(items) = value["items"].as_array_mut() {
        let before = items.len();
        items.retain(Value::is_object);
        mended |= items.len() != before;
        items.truncate(MAX_ITEMS);
        for item in items {
            mended |= mend_item(item);
        }
    }
    mended
}

fn mend_item(item: &mut Value) -> bool {
    let mut mended = false;
    if let Some(number) = item["id"].as_number().map(ToString::to_string) {
        item["id"] = number.into();
        mended = true;
    }
    for name in [
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "date_published",
        "date_modified",
    ] {
        mended |= want(item, name, Value::is_string);
    }
    mended |= people(item);
    if let Some(words) = item["tags"]
        .as_str()
        .map(|tags| tags.split(',').map(str::trim).collect::<Vec<_>>())
    {
        item["tags"] = words.into();
        mended = true;
    }
    mended |= mend_files(item);
    mended |= want(item, "tags", |tags| {
        tags.as_array().is_some_and(|tags| tags.iter().all(Value::is_string))
    });
    mended
}

/// Keeps the attached files that have an address.
fn mend_files(item: &mut Value) -> bool {
    let mut mended = want(item, "attachments", Value::is_array);
    let Some(files) = item.get_mut("attachments").and_then(Value::as_array_mut) else {
        return mended;
    };
    let before = files.len();
    files.retain(|file| file["url"].is_string());
    mended |= files.len() != before;
    for file in files {
        mended |= want(file, "title", Value::is_string);
        if !file["mime_type"].is_string() {
            file["mime_type"] = "".into();
            mended = true;
        }
        let size = &file["size_in_bytes"];
        if !size.is_null() && !size.is_u64() {
            file["size_in_bytes"] = size.as_str().and_then(|size| size.parse::<u64>().ok()).into();
            mended = true;
        }
    }
    mended
}

fn people(value: &mut Value) -> bool {
    let sound = |person: &Value| {
        person.is_object()
            && ["name", "url"]
                .iter()
                .all(|name| person[*name].is_string() || person[*name].is_null())
    };
    let author = want(value, "author", sound);
    author
        | want(value, "authors", |people| {
            people.as_array().is_some_and(|people| people.iter().all(sound))
        })
}

/// Drops a member that is not as it should be.
fn want(value: &mut Value, name: &str, sound: impl Fn(&Value) -> bool) -> bool {
    let Some(object) = value.as_object_mut() else {
        return false;
    };
    let odd = object
        .get(name)
        .is_some_and(|member| !member.is_null() && !sound(member));
    if odd {
        object.remove(name);
    }
    odd
}

fn item(entry: model::Entry, value: &Value, base: Option<&Url>) -> Entry {
    let files = value["attachments"].as_array().map_or(0, Vec::len);
    let (pages, attached) = entry.links.split_at(entry.links.len().saturating_sub(files));
    let links: Vec<_> = pages.iter().cloned().map(|link| link_to(link, base)).collect();
    let date = |name: &str| value[name].as_str().and_then(read_date);
    let images = ["image", "banner_image"]
        .iter()
        .filter_map(|name| string(&value[*name]));
    Entry {
        id: Some(entry.id).filter(|id| !id.is_empty()),
        title: entry.title.map(plain),
        link: links.first().map(|link| link.href.clone()),
        links,
        summary: entry.summary.map(plain),
        content: entry.content.into_iter().map(content).collect(),
        authors: entry.authors.into_iter().map(person).collect(),
        published: date("date_published"),
        updated: date("date_modified"),
        categories: entry
            .categories
            .into_iter()
            .map(|category| Category {
                term: category.term,
                ..Category::default()
            })
            .collect(),
        enclosures: attached.iter().map(|file| enclosure(file, base)).collect(),
        images: images.map(|url| (resolve(&url, base), None)).collect(),
        language: string(&value["language"]),
        ..Entry::default()
    }
}

fn content(content: model::Content) -> Content {
    let kind = if content.content_type.subty() == "html" {
        TextKind::Html
    } else {
        TextKind::Text
    };
    Content {
        value: content.body.unwrap_or_default(),
        kind,
        ..Content::default()
    }
}

fn enclosure(file: &model::Link, base: Option<&Url>) -> Enclosure {
    Enclosure {
        url: resolve(&file.href, base),
        media_type: file.media_type.clone().filter(|kind| !kind.is_empty()),
        length: file.length.map(|length| length.to_string()),
    }
}

fn link_to(link: model::Link, base: Option<&Url>) -> LinkTo {
    LinkTo {
        href: resolve(&link.href, base),
        rel: link.rel,
        ..LinkTo::default()
    }
}

fn person(person: model::Person) -> Person {
    Person {
        name: person.name,
        email: person.email,
        uri: person.uri,
    }
}

fn plain(text: model::Text) -> Titled {
    Titled {
        value: text.content,
        ..Titled::default()
    }
}

fn string(value: &Value) -> Option<String> {
    value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use crate::feed::{Hints, parse};

    #[test]
    fn reads_what_is_sound() {
        let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Parity Bit","home_page_url":"https://p.example/","items":[
            {"id":"a","url":"/a","title":"One","content_html":"<p>x</p>","date_published":"2022-10-30T10:49:00+02:00","tags":["t"],
             "image":"/i.png","attachments":[{"url":"/f.mp3","mime_type":"audio/mpeg","size_in_bytes":7}]}]}"#;
        let base = url::Url::parse("https://p.example/feed.json").unwrap();
        let feed = parse(
            text.as_bytes(),
            &Hints {
                content_type: None,
                base: Some(&base),
            },
        )
        .unwrap();
        let entry = &feed.entries[0];
        assert_eq!(
            (feed.format, entry.link.as_deref()),
            ("json11", Some("https://p.example/a"))
        );
        assert_eq!(entry.published.map(|date| date.offset_minutes), Some(120));
        assert_eq!(
            (entry.images[0].0.as_str(), entry.enclosures[0].length.as_deref()),
            ("https://p.example/i.png", Some("7"))
        );
        assert!(feed.warnings.is_empty());
    }

    #[test]
    fn reads_rss_that_is_written_so() {
        let text = r##"{"rss":{"version":"2.0","channel":{"title":"Quay","link":"https://q.example/","item":[
            {"title":"One","link":"https://q.example/1","guid":{"isPermaLink":"false","#value":"a"},"description":"<p>x</p>",
             "pubDate":"Sun, 30 Oct 2022 10:49:00 +0200","category":"t","author":"Ada Moss",
             "enclosure":{"url":"https://q.example/f.mp3","type":"audio/mpeg","length":"7"}},
            {"description":"No title.","guid":"b"}]}}}"##;
        let feed = parse(text.as_bytes(), &Hints::default()).unwrap();
        let [first, second] = &feed.entries[..] else {
            panic!("{feed:?}")
        };
        assert_eq!(
            (feed.format, feed.link.as_deref()),
            ("rss20", Some("https://q.example/"))
        );
        assert_eq!((first.key.as_str(), second.key.as_str()), ("a", "b"));
        assert_eq!(first.published.map(|date| date.offset_minutes), Some(120));
        assert_eq!((first.authors.len(), first.categories.len()), (1, 1));
        assert_eq!(first.enclosures[0].length.as_deref(), Some("7"));
        assert!(feed.warnings.is_empty(), "{:?}", feed.warnings);
    }

    #[test]
    fn puts_right_what_is_not() {
        let text =
            r#"{"items":[{"id":5,"title":7,"content_text":"x","author":"me"},"odd",{"id":"b","content_text":"y"}]}"#;
        let feed = parse(text.as_bytes(), &Hints::default()).unwrap();
        assert_eq!(
            feed.entries.iter().map(|entry| entry.id.as_deref()).collect::<Vec<_>>(),
            [Some("5"), Some("b")]
        );
        assert_eq!(feed.warnings.len(), 1);
        assert!(parse(br#"{"some":"json"}"#, &Hints::default()).is_err());
        for text in [
            r#"{"items":[{"id":"a","content_text":"x",},],}"#,
            "{\"items\":[{\"id\":\"a\",\"content_text\":\"x\ny\"}]}",
            r#"{"items":[{"id":"a","content_text":"x, cut o"#,
            r#"{"items":[{"id":"a","content_text":"#,
            r#"{"items":[{"id":"a","attachments":[{"url":"/a","size_in_bytes":"7","title":7},{"title":"no address"}]}]}"#,
        ] {
            let feed = parse(text.as_bytes(), &Hints::default()).unwrap();
            assert_eq!((feed.entries[0].key.as_str(), feed.warnings.len()), ("a", 1), "{text}");
        }
    }
}
