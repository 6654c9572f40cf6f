//! `byline export --as markdown|html|json`: bookmarks with their texts, for keeping elsewhere.

use std::process::ExitCode;

use crate::cli::args::Form;
use crate::cli::articles::{row_json, written};
use crate::cli::print::{line, object};
use crate::document::{Document, plain};
use crate::model::{Article, ArticleId, ClipBook};
use crate::query::Query;
use crate::services::Services;
use crate::shell;
use crate::store::Slice;

/// Bookmarks that one export holds at most.
const MAX_BOOKMARKS: u32 = 100_000;

/// Prints every bookmark, newest first.
pub(crate) async fn export(form: Form, services: &Services) -> anyhow::Result<ExitCode> {
    let (store, clips) = (&services.store, &services.clips);
    let now = crate::cli::setup::now();
    let query = Query::parse("is:bookmarked")?;
    let slice = Slice {
        after: None,
        limit: MAX_BOOKMARKS,
    };
    let ids: Vec<ArticleId> = store
        .read(move |db| Ok(db.rows(&query, &slice, now)?.iter().map(|row| row.id).collect()))
        .await?;
    if form == Form::Html {
        line("<!doctype html><meta charset=\"utf-8\"><title>Bookmarks</title>")?;
    }
    for id in ids {
        let Some(article) = store.read(move |db| db.article(id)).await? else {
            continue;
        };
        match form {
            Form::Markdown => line(&markdown(&article, clips))?,
            Form::Html => line(&page(&article, clips))?,
            Form::Json | Form::Opml => {
                let mut value = row_json(&article.row);
                value["note"] = article.note.as_deref().into();
                value["text"] = plain(&document_of(&article, clips)).text.into();
                object(&value)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The article's document, by the reader's own clips.
fn document_of(article: &Article, clips: &ClipBook) -> Document {
    shell::document_of(article, false, shell::clips_for(article, clips).as_ref()).0
}

/// "A. Writer · Harbour Dispatch · 2022-10-30"
fn origin(article: &Article) -> String {
    let mut parts: Vec<_> = article.row.byline.iter().map(ToString::to_string).collect();
    parts.push(article.row.outlet_name.to_string());
    parts.extend(article.row.published.map(|at| written(at).chars().take(10).collect()));
    parts.extend(article.row.tags.iter().map(|tag| format!("#{tag}")));
    parts.join(" · ")
}

fn markdown(article: &Article, clips: &ClipBook) -> String {
    let text = plain(&document_of(article, clips)).text;
    let address = article.row.url.as_deref().unwrap_or_default();
    let note = article
        .note
        .as_ref()
        .map(|note| format!("> {note}\n\n"))
        .unwrap_or_default();
    format!(
        "# {}\n\n{}\n\n<{address}>\n\n{note}{text}\n",
        article.row.title,
        origin(article)
    )
}

fn page(article: &Article, clips: &ClipBook) -> String {
    let text = plain(&document_of(article, clips)).text;
    let paragraphs: String = text
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>\n", escape(paragraph)))
        .collect();
    let address = escape(article.row.url.as_deref().unwrap_or_default());
    let note = article.note.as_ref();
    let note = note
        .map(|note| format!("<blockquote>{}</blockquote>\n", escape(note)))
        .unwrap_or_default();
    format!(
        "<article><h1><a href=\"{address}\">{}</a></h1>\n<p>{}</p>\n{note}{paragraphs}</article>",
        escape(&article.row.title),
        escape(&origin(article))
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn escapes_what_html_reads() {
        assert_eq!(escape("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
    }
}
