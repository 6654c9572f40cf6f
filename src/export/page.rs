//! All of it in one page.

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::export::kept::Kept;
use crate::export::xhtml::{Pictures, body, escape, figure, language};
use crate::model::{Highlight, Picture};

/// The beginning of the page.
pub const HEAD: &str = "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>Bookmarks</title>\n<style>\
    body{max-width:40em;margin:2em auto;padding:0 1em;font-family:serif;line-height:1.5}\
    article{border-bottom:1px solid;padding-bottom:2em}.origin{opacity:.7}.note{border-left:3px solid;padding-left:1em}\
    img{max-width:100%;height:auto}figure{margin:1em 0}figcaption{font-size:.85em;opacity:.7}\
    </style></head><body>";

/// The end of it.
pub const TAIL: &str = "</body></html>";

/// An article of the page, its kept pictures within: what stands in `img` never runs.
pub fn section(kept: &Kept<'_>) -> String {
    let within = |url: &str| kept.picture(url).map(data);
    format!(
        "<article{}>\n{}</article>",
        language(kept.article.language),
        inside(kept, &within)
    )
}

/// A picture as its own address (RFC 2397).
fn data(picture: &Picture) -> String {
    let coded = BASE64_STANDARD.encode(&picture.bytes);
    format!("data:{};base64,{coded}", picture.kind.media_type())
}

/// Title, where it comes from, the reader's note and the text with the pictures that there are.
pub(super) fn inside(kept: &Kept<'_>, pictures: Pictures<'_>) -> String {
    let title = escape(&kept.article.row.title);
    let title = match kept.address() {
        "" => title,
        address => format!("<a href=\"{}\">{title}</a>", escape(address)),
    };
    let note = kept.article.note.as_ref();
    let note = note.map_or_else(String::new, |note| format!("<p class=\"note\">{}</p>\n", escape(note)));
    let highlights: String = kept.highlights().into_iter().map(item).collect();
    let highlights = match highlights.as_str() {
        "" => highlights,
        items => format!("<ul class=\"highlights\">\n{items}</ul>\n<hr/>\n"),
    };
    let lead = kept.lead().and_then(|lead| Some((lead, pictures(&lead.url)?)));
    let lead = lead.map_or_else(String::new, |(lead, place)| figure(&place, &escape(&lead.alt)) + "\n");
    format!(
        "<h1>{title}</h1>\n<p class=\"origin\">{}</p>\n{note}{highlights}{lead}{}",
        escape(&kept.origin()),
        body(kept.document, pictures)
    )
}

fn item(highlight: &Highlight) -> String {
    let note = highlight.note.as_ref();
    let note = note.map_or_else(String::new, |note| format!("<br/>{}", escape(note)));
    format!("<li><mark>{}</mark>{note}</li>\n", escape(&highlight.passage.text))
}
