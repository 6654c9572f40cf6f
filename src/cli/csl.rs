//! CSL-JSON: what citation managers read; its variables are those of the Citation Style Language, version 1.0.2.

use serde_json::{Value, json};

use crate::model::{Article, Published};

/// An article as a citation manager knows it, with a note.
pub(crate) fn item(article: &Article, note: Option<&str>) -> Value {
    let row = &article.row;
    let authors: Vec<Value> = row.byline.iter().map(|name| json!({"literal": name})).collect();
    let mut item = json!({
        "id": row.url.clone().unwrap_or_else(|| format!("byline-{}", row.id.0)),
        "type": "article-newspaper",
        "title": row.title,
        "container-title": row.outlet_name,
        "accessed": date(Published { at: row.fetched_at, offset_minutes: 0 }),
    });
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item[name] = value;
        }
    };
    add("author", (!authors.is_empty()).then(|| authors.into()));
    add("issued", row.published.map(date));
    add("URL", row.url.as_ref().map(|url| json!(url)));
    add("language", article.language.known().map(|code| json!(code)));
    add("abstract", (!row.excerpt.is_empty()).then(|| json!(row.excerpt)));
    add("note", note.map(|note| json!(note)));
    let tags: Vec<&str> = row.tags.iter().map(|tag| &**tag).collect();
    add("keyword", (!tags.is_empty()).then(|| json!(tags.join(", "))));
    item
}

/// The day where it was published.
fn date(published: Published) -> Value {
    let day = published.offset().to_datetime(published.at).date();
    json!({"date-parts": [[day.year(), day.month(), day.day()]]})
}

/// The list that citation managers read, an item a line.
pub(crate) fn list(items: &[Value]) -> String {
    let items: Vec<String> = items.iter().map(Value::to_string).collect();
    format!("[{}]", items.join(",\n"))
}
