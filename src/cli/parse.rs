//! `byline parse`: what a feed says, field by field, as feedjson/1.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use url::Url;

use crate::cli::batch::{answer_lines, named_file};
use crate::cli::files::{ONE, contents};
use crate::cli::print;
use crate::document::{Context as Around, from_html, plain};
use crate::feed::{self, Category, Hints, LinkTo, ParsedFeed, Person, TextKind, Titled};
use crate::model::{Clean, Published};

/// Characters of a lead that stands for a title.
const MAX_LEAD: usize = 100;

/// Reads one file (`-`: standard input) and prints what it says.
///
/// # Errors
/// When the file cannot be read or nobody reads the output.
pub(crate) fn run(file: &Path, base_url: Option<&str>, content_type: Option<&str>) -> anyhow::Result<ExitCode> {
    let bytes = contents(file, ONE)?;
    let (object, read) = answer(&bytes, base_url, content_type);
    print::object(&object)?;
    Ok(if read { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads lines `PATH<TAB>BASE-URL<TAB>CONTENT-TYPE` and prints an object a line, as they come.
///
/// # Errors
/// When nobody reads the output.
pub(crate) fn batch() -> anyhow::Result<ExitCode> {
    answer_lines(|line| {
        let mut parts = line.split('\t');
        let path = parts.next().unwrap_or_default();
        let mut said = || parts.next().filter(|part| !part.trim().is_empty());
        let (base_url, content_type) = (said(), said());
        let (mut object, read) = match named_file(path) {
            Ok(bytes) => answer(&bytes, base_url, content_type),
            Err(error) => (json!({"ok": false, "error": text(&format!("{error:#}"))}), false),
        };
        object["file"] = text(path);
        if read { Ok(object) } else { Err(object) }
    })
}

fn answer(bytes: &[u8], base_url: Option<&str>, content_type: Option<&str>) -> (Value, bool) {
    let base = base_url.and_then(|base| Url::parse(base).ok());
    match feed::parse(
        bytes,
        &Hints {
            content_type,
            base: base.as_ref(),
        },
    ) {
        Ok(feed) => (whole(&feed), true),
        Err(error) => (json!({"ok": false, "error": error.to_string()}), false),
    }
}

fn whole(feed: &ParsedFeed) -> Value {
    let by_address = || {
        Some(Titled {
            value: feed.link.clone()?,
            ..Titled::default()
        })
    };
    let title = feed.title.clone().or_else(by_address);
    let warnings: Vec<Value> = feed.warnings.iter().map(|warning| text(&warning.0)).collect();
    json!({
        "ok": true, "error": null, "damaged": !warnings.is_empty(), "warnings": warnings,
        "format": feed.format, "encoding": feed.encoding,
        "feed": object([
            pair("id", feed.id.as_deref()), titled("title", title.as_ref()), pair("link", feed.link.as_deref()),
            vec![("links", list(&feed.links, link))], titled("subtitle", feed.subtitle.as_ref()),
            pair("language", feed.language.as_deref()), vec![("authors", list(&feed.authors, person))],
            vec![("contributors", list(&feed.contributors, person))], titled("rights", feed.rights.as_ref()),
            pair("generator", feed.generator.as_deref()),
            vec![("updated", date(feed.updated)), ("published", date(feed.published))], pair("ttl", feed.ttl.as_deref()),
            vec![("image", feed.image.as_ref().map_or(Value::Null, picture))], pair("icon", feed.icon.as_deref()),
            vec![("categories", list(&feed.categories, category))],
        ]),
        "entries": list(&feed.entries, entry),
    })
}

/// What stands for a title that is missing, as in the reader's own lists: the first line, else the address.
fn lead(entry: &feed::Entry) -> Option<Titled> {
    let readable = |content: &&feed::Content| {
        content
            .media_type
            .as_deref()
            .is_none_or(|kind| kind.starts_with("text/"))
    };
    let body = entry
        .content
        .iter()
        .find(readable)
        .map(|content| (&content.value, content.kind));
    let body = body.or_else(|| entry.summary.as_ref().map(|summary| (&summary.value, summary.kind)));
    let text = body.map(|(value, kind)| match kind {
        TextKind::Text => value.clone(),
        TextKind::Html | TextKind::Xhtml => plain(&from_html(value, &Around::default())).text,
    });
    let first = text
        .as_deref()
        .unwrap_or_default()
        .lines()
        .find(|line| !line.trim().is_empty());
    let value = first.map_or_else(
        || entry.link.clone(),
        |line| Some(Clean::title(line, MAX_LEAD).into_string()),
    )?;
    Some(Titled {
        value,
        ..Titled::default()
    })
}

fn entry(entry: &feed::Entry) -> Value {
    let title = entry.title.clone().or_else(|| lead(entry));
    let contents = list(&entry.content, |content| {
        let kind = content
            .media_type
            .as_deref()
            .map_or_else(|| json!(kind_word(content.kind)), text);
        object([
            pair("value", Some(&content.value)),
            vec![("type", kind)],
            pair("src", content.src.as_deref()),
            pair("language", content.language.as_deref()),
            pair("base", content.base.as_deref()),
        ])
    });
    let files = list(&entry.enclosures, |file| {
        object([
            pair("url", Some(&file.url)),
            pair("type", file.media_type.as_deref()),
            pair("length", file.length.as_deref()),
        ])
    });
    object([
        pair("key", Some(&entry.key)),
        pair("id", entry.id.as_deref()),
        vec![("id_is_permalink", json!(entry.id_is_permalink))],
        titled("title", title.as_ref()),
        pair("link", entry.link.as_deref()),
        vec![("links", list(&entry.links, link))],
        titled("summary", entry.summary.as_ref()),
        vec![("content", contents)],
        vec![
            ("authors", list(&entry.authors, person)),
            ("contributors", list(&entry.contributors, person)),
        ],
        vec![("published", date(entry.published)), ("updated", date(entry.updated))],
        vec![("categories", list(&entry.categories, category)), ("enclosures", files)],
        vec![("image", entry.images.first().map_or(Value::Null, picture))],
        titled("rights", entry.rights.as_ref()),
        pair("language", entry.language.as_deref()),
        pair("comments", entry.comments.as_deref()),
        vec![(
            "source",
            entry
                .source_title
                .as_ref()
                .map_or(Value::Null, |title| json!({"title": text(title)})),
        )],
    ])
}

fn object<const N: usize>(parts: [Vec<(&'static str, Value)>; N]) -> Value {
    let members = parts
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.to_owned(), value));
    Value::Object(members.collect::<Map<_, _>>())
}

fn pair(name: &'static str, value: Option<&str>) -> Vec<(&'static str, Value)> {
    vec![(name, value.map_or(Value::Null, text))]
}

fn titled(name: &'static str, value: Option<&Titled>) -> Vec<(&'static str, Value)> {
    let kind = match name {
        "title" => "title_type",
        "subtitle" => "subtitle_type",
        "summary" => "summary_type",
        _ => "rights_type",
    };
    let word = value.map_or(Value::Null, |value| json!(kind_word(value.kind)));
    vec![
        (name, value.map_or(Value::Null, |value| text(&value.value))),
        (kind, word),
    ]
}

fn list<T>(values: &[T], shown: impl Fn(&T) -> Value) -> Value {
    Value::Array(values.iter().map(shown).collect())
}

fn link(link: &LinkTo) -> Value {
    object([
        pair("href", Some(&link.href)),
        pair("rel", link.rel.as_deref()),
        pair("type", link.media_type.as_deref()),
        pair("hreflang", link.hreflang.as_deref()),
        pair("title", link.title.as_deref()),
        pair("length", link.length.as_deref()),
    ])
}

fn person(person: &Person) -> Value {
    object([
        pair("name", person.name.as_deref()),
        pair("email", person.email.as_deref()),
        pair("uri", person.uri.as_deref()),
    ])
}

fn category(category: &Category) -> Value {
    object([
        pair("term", Some(&category.term)),
        pair("scheme", category.scheme.as_deref()),
        pair("label", category.label.as_deref()),
    ])
}

fn picture((url, title): &(String, Option<String>)) -> Value {
    object([pair("url", Some(url)), pair("title", title.as_deref())])
}

fn date(date: Option<Published>) -> Value {
    date.map_or(Value::Null, |date| {
        json!(date.at.display_with_offset(date.offset()).to_string())
    })
}

fn kind_word(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Text => "text",
        TextKind::Html => "html",
        TextKind::Xhtml => "xhtml",
    }
}

/// Text from a feed, without what a terminal would obey.
fn text(raw: &str) -> Value {
    Value::String(Clean::text(raw).into_string())
}
