//! `byline quotes [FILTER]`: who said what, in the reader's own articles.

use std::process::ExitCode;

use serde_json::json;

use crate::cli::args::{QuoteForm, Quotes};
use crate::cli::articles::{query, written};
use crate::cli::csl;
use crate::cli::print::{line, object};
use crate::cli::read::rounded;
use crate::document::escape_markdown;
use crate::model::QuoteRow;
use crate::store::Store;

/// Lists the quotes of the articles that fit, newest first.
pub(crate) async fn list(args: Quotes, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let query = query(&args.filter.join(" "), store).await?;
    let now = crate::cli::setup::now();
    let quotes = store.read(move |db| db.quotes(&query, args.limit, now)).await?;
    match args.form {
        Some(QuoteForm::Markdown) => return markdown(&quotes),
        Some(QuoteForm::Csl) => return items(&quotes, store).await,
        None => {}
    }
    for quote in &quotes {
        if as_json {
            object(&quote_json(quote))?;
        } else {
            line(&sentence(quote))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn quote_json(quote: &QuoteRow) -> serde_json::Value {
    json!({
        "article": quote.article.0, "text": quote.text, "kind": quote.kind, "speaker_name": quote.speaker, "role": quote.role,
        "cue": quote.cue, "confidence": rounded(quote.confidence), "title": quote.title, "outlet": quote.outlet, "url": quote.url,
        "published": quote.published.map(written),
    })
}

/// Block quotes, each with its attribution below it.
fn markdown(quotes: &[QuoteRow]) -> anyhow::Result<ExitCode> {
    for quote in quotes {
        let words: Vec<_> = words(quote).split('\n').map(escape_markdown).collect();
        let part = |part: &String| match quote.url.as_ref() == Some(part) {
            true => format!("<{part}>"),
            false => escape_markdown(part),
        };
        let origin: Vec<_> = origin(quote).iter().map(part).collect();
        line(&format!("> {}\n>\n> — {}\n", words.join("\n>\n> "), origin.join(", ")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// An item for each article, its quotes in the note.
async fn items(quotes: &[QuoteRow], store: &Store) -> anyhow::Result<ExitCode> {
    let mut items = Vec::new();
    for quotes in quotes.chunk_by(|one, other| one.article == other.article) {
        let id = quotes[0].article;
        let Some(article) = store.read(move |db| db.article(id)).await? else {
            continue;
        };
        let said = quotes.iter().map(|quote| {
            let mut parts = vec![format!("“{}”", words(quote).replace('\n', " "))];
            parts.extend(speaker(quote));
            parts.join(", ")
        });
        items.push(csl::item(&article, Some(&said.collect::<Vec<_>>().join("\n"))));
    }
    line(&csl::list(&items))?;
    Ok(ExitCode::SUCCESS)
}

/// `"…", Name, role, Outlet, date, URL`
fn sentence(quote: &QuoteRow) -> String {
    let words = format!("“{}”", words(quote).replace('\n', " "));
    std::iter::once(words)
        .chain(origin(quote))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What was said, without the comma that stands before who said it.
fn words(quote: &QuoteRow) -> &str {
    quote.text.trim_end_matches([',', '،', '，', '、'])
}

/// Name and role, as far as they are known.
fn speaker(quote: &QuoteRow) -> Vec<String> {
    let role = quote.role.iter().filter(|role| Some(*role) != quote.speaker.as_ref());
    quote.speaker.iter().chain(role).map(ToString::to_string).collect()
}

/// Name, role, outlet, date, address.
fn origin(quote: &QuoteRow) -> Vec<String> {
    let day = quote
        .published
        .map(|at| written(at).chars().take(10).collect::<String>());
    let mut parts = speaker(quote);
    parts.push(quote.outlet.to_string());
    parts.extend(day);
    parts.extend(quote.url.clone());
    parts
}
