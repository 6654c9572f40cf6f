//! All of it in one page.

use crate::export::kept::Kept;
use crate::export::xhtml::{body, escape, language};
use crate::model::Highlight;

/// The beginning of the page.
pub const HEAD: &str = "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>Bookmarks</title>\n<style>\
    body{max-width:40em;margin:2em auto;padding:0 1em;font-family:serif;line-height:1.5}\
    article{border-bottom:1px solid;padding-bottom:2em}.origin{opacity:.7}.note{border-left:3px solid;padding-left:1em}\
    </style></head><body>";

/// The end of it.
pub const TAIL: &str = "</body></html>";

/// An article of the page.
pub fn section(kept: &Kept<'_>) -> String {
    format!(
        "<article{}>\n{}</article>",
        language(kept.article.language),
        inside(kept)
    )
}

/// Title, where it comes from, the reader's note and the text.
pub(super) fn inside(kept: &Kept<'_>) -> String {
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
    format!(
        "<h1>{title}</h1>\n<p class=\"origin\">{}</p>\n{note}{highlights}{}",
        escape(&kept.origin()),
        body(kept.document)
    )
}

fn item(highlight: &Highlight) -> String {
    let note = highlight.note.as_ref();
    let note = note.map_or_else(String::new, |note| format!("<br/>{}", escape(note)));
    format!("<li><mark>{}</mark>{note}</li>\n", escape(&highlight.passage.text))
}
