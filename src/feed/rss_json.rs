//! RSS written as JSON (`{"rss": {"channel": {"item": […]}}}`) → a JSON Feed, which is read from there on.

use serde_json::{Map, Value};

/// What a JSON Feed says of itself.
const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// The feed as a JSON Feed; `None` where it is no RSS.
pub(in crate::feed) fn translated(value: &Value) -> Option<Value> {
    let channel = value.pointer("/rss/channel").filter(|channel| channel.is_object())?;
    let items = list(&channel["item"]).iter().map(item).collect();
    Some(object([
        ("version", VERSION.into()),
        ("title", text(&channel["title"])),
        ("home_page_url", text(&channel["link"])),
        ("description", text(&channel["description"])),
        ("language", text(&channel["language"])),
        ("items", Value::Array(items)),
    ]))
}

fn item(item: &Value) -> Value {
    let authors = list(&item["author"]).iter().map(|name| object([("name", text(name))]));
    let files = list(&item["enclosure"]).iter().map(|file| {
        let length = &file["length"];
        let length = length.as_u64().or_else(|| length.as_str()?.parse().ok());
        object([
            ("url", text(&file["url"])),
            ("mime_type", file["type"].as_str().unwrap_or_default().into()),
            ("size_in_bytes", length.into()),
        ])
    });
    object([
        ("id", text(&item["guid"])),
        ("url", text(&item["link"])),
        ("title", text(&item["title"])),
        ("content_html", text(&item["description"])),
        ("date_published", text(&item["pubDate"])),
        ("authors", authors.collect()),
        ("tags", list(&item["category"]).iter().map(text).collect()),
        ("attachments", files.collect()),
    ])
}

/// What may be there once or several times.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(several) => several,
        one => std::slice::from_ref(one),
    }
}

/// An element's text, which stands beside its attributes where it has any.
fn text(value: &Value) -> Value {
    value.get("#value").unwrap_or(value).clone()
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let said = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(
        said.map(|(name, value)| (name.to_owned(), value))
            .collect::<Map<_, _>>(),
    )
}
