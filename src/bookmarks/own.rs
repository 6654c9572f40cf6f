//! byline's own export (`byline export --as json`): an object a line.

use jiff::Timestamp;
use serde::Deserialize;

use crate::bookmarks::wallabag::json_fault;
use crate::model::{Bookmark, Came};

#[derive(Deserialize)]
struct Entry {
    url: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    feed: Option<String>,
    #[serde(default)]
    byline: Vec<String>,
    published: Option<String>,
    fetched: Option<String>,
    #[serde(default)]
    read: bool,
    #[serde(rename = "bookmarked")]
    _bookmarked: bool,
    #[serde(default)]
    tags: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    highlights: Vec<Highlight>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Highlight {
    text: String,
    note: Option<String>,
}

pub(super) fn read(text: &str) -> Result<Vec<Bookmark>, String> {
    let entries = serde_json::Deserializer::from_str(text).into_iter::<Entry>();
    let bookmarks = entries.map(|entry| entry.map(bookmark));
    bookmarks.collect::<Result<_, _>>().map_err(|error| {
        json_fault(
            &error,
            "neither byline's own export of bookmarks nor a list as Wallabag exports it",
        )
    })
}

fn bookmark(entry: Entry) -> Bookmark {
    let moment = |said: Option<String>| said?.parse::<Timestamp>().ok();
    let highlights = entry.highlights.into_iter();
    Bookmark {
        url: entry.url.unwrap_or_default(),
        title: entry.title.unwrap_or_default(),
        added: moment(entry.fetched),
        read: entry.read,
        tags: entry.tags,
        notes: entry.note.into_iter().collect(),
        highlights: highlights
            .map(|highlight| (highlight.text, highlight.note.unwrap_or_default()))
            .collect(),
        authors: entry.byline,
        published: moment(entry.published),
        html: markup(&entry.text.unwrap_or_default()),
        came: entry.outlet.map(|title| Came {
            feed_url: entry.feed.unwrap_or_default(),
            title,
            site: None,
        }),
        ..Bookmark::default()
    }
}

/// Plain text as markup: what blank lines part are paragraphs.
fn markup(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let paragraphs = text.split("\n\n").filter(|words| !words.trim().is_empty());
    paragraphs
        .map(|words| format!("<p>{}</p>", words.replace('\n', "<br>")))
        .collect()
}
