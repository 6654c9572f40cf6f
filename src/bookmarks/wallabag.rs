//! Wallabag's JSON export: a list of entries with their texts and annotations.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::model::Bookmark;

#[derive(Deserialize)]
struct Entry {
    url: Option<String>,
    given_url: Option<String>,
    title: Option<String>,
    content: Option<String>,
    created_at: Option<Value>,
    published_at: Option<Value>,
    published_by: Option<Vec<Option<String>>>,
    language: Option<String>,
    preview_picture: Option<String>,
    // A number in some versions, a truth value in others.
    is_archived: Option<Value>,
    is_starred: Option<Value>,
    tags: Option<Vec<Value>>,
    annotations: Option<Vec<Annotation>>,
}

#[derive(Deserialize)]
struct Annotation {
    quote: Option<String>,
    text: Option<String>,
}

pub(super) fn read(text: &str) -> Result<Vec<Bookmark>, String> {
    let entries: Vec<Entry> =
        serde_json::from_str(text).map_err(|error| json_fault(&error, "no list of entries as Wallabag exports it"))?;
    if entries
        .iter()
        .all(|entry| entry.url.is_none() && entry.given_url.is_none())
        && !entries.is_empty()
    {
        return Err("it is JSON, but none of its entries has a url as Wallabag exports it".to_owned());
    }
    Ok(entries.into_iter().map(bookmark).collect())
}

/// What is wrong with JSON: it is damaged, or it is something else than was looked for.
pub(super) fn json_fault(error: &serde_json::Error, but: &str) -> String {
    match error.classify() {
        serde_json::error::Category::Data => format!("it is JSON, but {but} ({error})"),
        _ => format!("it is damaged JSON ({error})"),
    }
}

fn bookmark(entry: Entry) -> Bookmark {
    let mut tags: Vec<String> = entry.tags.iter().flatten().filter_map(tag).collect();
    if is_set(entry.is_starred.as_ref()) {
        tags.push("starred".to_owned());
    }
    let annotations = entry.annotations.into_iter().flatten().map(|annotation| {
        let part = |text: Option<String>| text.unwrap_or_default().trim().to_owned();
        (part(annotation.quote), part(annotation.text))
    });
    let (highlights, notes): (Vec<_>, Vec<_>) = annotations.partition(|(quote, _)| !quote.is_empty());
    let notes = notes
        .into_iter()
        .map(|(_, text)| text)
        .filter(|text| !text.is_empty())
        .collect();
    Bookmark {
        url: entry.url.or(entry.given_url).unwrap_or_default(),
        title: entry.title.unwrap_or_default(),
        added: entry.created_at.as_ref().and_then(moment),
        read: is_set(entry.is_archived.as_ref()),
        tags,
        notes,
        highlights,
        authors: entry
            .published_by
            .into_iter()
            .flatten()
            .flatten()
            .filter(|name| !name.trim().is_empty())
            .collect(),
        published: entry.published_at.as_ref().and_then(moment),
        language: entry.language,
        html: entry.content.unwrap_or_default(),
        image: entry.preview_picture,
        ..Bookmark::default()
    }
}

/// A name, or an entry of Wallabag's interface for programs.
fn tag(tag: &Value) -> Option<String> {
    tag.as_str().or_else(|| tag.get("label")?.as_str()).map(str::to_owned)
}

fn is_set(value: Option<&Value>) -> bool {
    value.is_some_and(|value| value.as_bool() == Some(true) || value.as_i64().is_some_and(|number| number != 0))
}

/// `2022-10-30T10:49:00+0200`, or seconds.
fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => text.parse().ok(),
        _ => Timestamp::from_second(value.as_i64()?).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_entries_whatever_is_missing() {
        let text = r#"[{"is_archived":1,"is_starred":true,"tags":["sea",{"label":"trade"}],"id":7,"title":"Ferry",
            "url":"https://dispatch.example/ferry","content":"<p>The ferries sail.</p>","created_at":"2022-10-30T10:49:00+0200",
            "published_at":null,"published_by":["A. Writer",""],"language":"en","domain_name":"dispatch.example",
            "annotations":[{"quote":"ferries sail","text":"at last","ranges":[]},{"quote":"","text":"why?"}]},
            {"url":"https://dispatch.example/2"}]"#;
        let read = read(text).unwrap();
        assert_eq!(read[0].tags, ["sea", "trade", "starred"]);
        assert_eq!(read[0].added.unwrap().to_string(), "2022-10-30T08:49:00Z");
        assert_eq!(read[0].highlights, [("ferries sail".to_owned(), "at last".to_owned())]);
        assert_eq!(read[0].notes, ["why?"]);
        assert_eq!((read[0].read, read[1].read), (true, false));
        assert_eq!(read[0].authors, ["A. Writer"]);
        assert!(super::read("[]").unwrap().is_empty());
    }
}
