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
    let entries: Vec<Entry> = serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => {
            format!("it is JSON, but no list of entries as Wallabag exports it ({error})")
        }
        _ => format!("it is damaged JSON ({error})"),
    })?;
    if entries
        .iter()
        .all(|entry| entry.url.is_none() && entry.given_url.is_none())
        && !entries.is_empty()
    {
        return Err("it is JSON, but none of its entries has a url as Wallabag exports it".to_owned());
    }
    Ok(entries.into_iter().map(bookmark).collect())
}

fn bookmark(entry: Entry) -> Bookmark {
    let mut tags: Vec<String> = entry.tags.iter().flatten().filter_map(tag).collect();
    if is_set(entry.is_starred.as_ref()) {
        tags.push("starred".to_owned());
    }
    Bookmark {
        url: entry.url.or(entry.given_url).unwrap_or_default(),
        title: entry.title.unwrap_or_default(),
        added: entry.created_at.as_ref().and_then(moment),
        read: is_set(entry.is_archived.as_ref()),
        tags,
        notes: entry.annotations.into_iter().flatten().filter_map(note).collect(),
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

fn note(annotation: Annotation) -> Option<String> {
    let part = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match (part(annotation.quote), part(annotation.text)) {
        (Some(quote), Some(text)) => Some(format!("{quote} – {text}")),
        (quote, text) => quote.or(text),
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
        assert_eq!(read[0].notes, ["ferries sail – at last", "why?"]);
        assert_eq!((read[0].read, read[1].read), (true, false));
        assert_eq!(read[0].authors, ["A. Writer"]);
        assert!(super::read("[]").unwrap().is_empty());
    }
}
