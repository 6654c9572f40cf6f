//! `byline quotes [FILTER]`: who said what, in the reader's own articles.

use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;

use crate::cli::args::Quotes;
use crate::cli::articles::written;
use crate::cli::print::{line, object};
use crate::model::QuoteRow;
use crate::query::Query;
use crate::store::Store;

/// Lists the quotes of the articles that fit, newest first.
pub(crate) async fn list(args: Quotes, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let query = Query::parse(&args.filter.join(" ")).context("the filter cannot be read")?;
    let now = crate::cli::setup::now();
    let quotes = store.read(move |db| db.quotes(&query, args.limit, now)).await?;
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
        "cue": quote.cue, "confidence": quote.confidence, "title": quote.title, "outlet": quote.outlet, "url": quote.url,
        "published": quote.published.map(written),
    })
}

/// `"…", Name, role, Outlet, date, URL`
fn sentence(quote: &QuoteRow) -> String {
    let day = quote
        .published
        .map(|at| written(at).chars().take(10).collect::<String>());
    let mut parts = vec![format!("“{}”", quote.text.replace('\n', " "))];
    parts.extend(quote.speaker.iter().map(ToString::to_string));
    parts.extend(
        quote
            .role
            .iter()
            .filter(|role| Some(*role) != quote.speaker.as_ref())
            .map(ToString::to_string),
    );
    parts.push(quote.outlet.to_string());
    parts.extend(day);
    parts.extend(quote.url.clone());
    parts.join(", ")
}
