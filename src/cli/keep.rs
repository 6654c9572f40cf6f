//! `byline export --as markdown|html|json`: bookmarks with their texts, for keeping elsewhere.

use std::process::ExitCode;

use crate::cli::args::Form;
use crate::cli::articles::{row_json, written};
use crate::cli::print::{line, object};
use crate::document::{Context, Document, from_html, from_page, plain};
use crate::model::{Article, ArticleId};
use crate::query::Query;
use crate::store::{Slice, Store};

/// Bookmarks that one export holds at most.
const MAX_BOOKMARKS: u32 = 100_000;

/// Prints every bookmark, newest first.
pub(crate) async fn export(form: Form, store: &Store) -> anyhow::Result<ExitCode> {
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
            Form::Markdown => line(&markdown(&article))?,
            Form::Html => line(&page(&article))?,
            Form::Json | Form::Opml => {
                let mut value = row_json(&article.row);
                value["note"] = article.note.as_deref().into();
                value["text"] = plain(&document_of(&article)).text.into();
                object(&value)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The article's document: of its whole page where that was fetched, else of the feed's own text.
pub(crate) fn document_of(article: &Article) -> Document {
    if let Some((page, address)) = &article.page {
        return from_page(page, url::Url::parse(address).ok().as_ref()).document;
    }
    let base = article.base.as_deref().and_then(|base| url::Url::parse(base).ok());
    from_html(
        &article.html,
        &Context {
            base: base.as_ref(),
            title: &article.row.title,
            language: article.language,
        },
    )
}

/// "A. Writer · Harbour Dispatch · 2022-10-30"
fn origin(article: &Article) -> String {
    let mut parts: Vec<_> = article.row.byline.iter().map(ToString::to_string).collect();
    parts.push(article.row.outlet_name.to_string());
    parts.extend(article.row.published.map(|at| written(at).chars().take(10).collect()));
    parts.extend(article.row.tags.iter().map(|tag| format!("#{tag}")));
    parts.join(" · ")
}

fn markdown(article: &Article) -> String {
    let text = plain(&document_of(article)).text;
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

fn page(article: &Article) -> String {
    let text = plain(&document_of(article)).text;
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
