//! An article as Markdown.

use crate::document::{escape_markdown, markdown_with};
use crate::export::kept::{Kept, day};
use crate::model::Highlight;

/// Characters of a title in a file's name.
const MAX_NAME: usize = 40;

/// The folder of pictures beside the files of articles.
pub const PICTURES: &str = "pictures";

/// Its title, where it comes from, its address, the reader's note and its text; with its kept pictures in [`PICTURES`].
pub fn markdown(kept: &Kept<'_>) -> String {
    let place = |url: &str| Some(format!("{PICTURES}/{}", kept.picture(url)?.file_name()));
    let title = escape_markdown(&kept.article.row.title);
    let mut parts = vec![format!("# {title}"), escape_markdown(&kept.origin())];
    parts.extend(kept.article.row.url.as_ref().map(|url| format!("<{url}>")));
    let note = kept.article.note.as_ref();
    parts.extend(note.map(|note| format!("> {}", escape_markdown(note))));
    let highlights = kept.highlights();
    if !highlights.is_empty() {
        parts.push("## Highlights".to_owned());
        parts.extend(highlights.into_iter().map(item));
        parts.push("---".to_owned());
    }
    let lead = kept.lead().and_then(|lead| Some((lead, place(&lead.url)?)));
    parts.extend(lead.map(|(lead, place)| format!("![{}]({place})", escape_markdown(&lead.alt))));
    parts.push(markdown_with(kept.document, &place));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn item(highlight: &Highlight) -> String {
    let note = highlight.note.as_ref();
    let note = note.map_or_else(String::new, |note| format!("\n\n{}", escape_markdown(note)));
    format!("> {}{note}", escape_markdown(&highlight.passage.text))
}

/// The name of its file: the day, words of the title, and its number, so that no two are alike and the next export
/// writes the same files.
pub fn file_name(kept: &Kept<'_>) -> String {
    let row = &kept.article.row;
    let title: String = row.title.to_lowercase().chars().take(MAX_NAME).collect();
    let words: Vec<&str> = title
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut parts: Vec<String> = row.published.map(day).into_iter().collect();
    parts.extend((!words.is_empty()).then(|| words.join("-")));
    parts.push(row.id.0.to_string());
    parts.join("-") + ".md"
}
