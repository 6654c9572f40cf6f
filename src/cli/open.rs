//! `byline read ID|URL`: an article that is kept, or one on the web.

use std::process::ExitCode;

use anyhow::Context;
use url::Url;

use crate::cli::args::Read;
use crate::cli::articles::find;
use crate::cli::discover;
use crate::cli::keep::document_of;
use crate::cli::print::{line, object};
use crate::cli::read::{Facts, article_json, article_text, listened, page_json};
use crate::document::{decode_page, from_page};
use crate::model::{Article, Complete};
use crate::net::{Answer, Request, Wanted};
use crate::services::Services;

/// Prints an article by its id or its address; one that is not kept is fetched, unless `offline`.
pub(crate) async fn run(args: &Read, services: &Services, offline: bool, as_json: bool) -> anyhow::Result<ExitCode> {
    let what = args.what.as_deref().unwrap_or_default();
    if let Some(id) = find(&services.store, what).await? {
        let article = services
            .store
            .read(move |db| db.article(id))
            .await?
            .context("it is gone by now")?;
        return kept(&article, args.width, as_json);
    }
    anyhow::ensure!(
        what.contains("://"),
        "there is no article {what}; `byline list` shows their ids"
    );
    anyhow::ensure!(!offline, "{what} is not kept here, and --offline forbids to fetch it");
    fetched(what, args.width, services, as_json).await
}

fn kept(article: &Article, width: u16, as_json: bool) -> anyhow::Result<ExitCode> {
    let document = document_of(article);
    if as_json {
        let facts = Facts {
            url: article.row.url.clone(),
            title: article.row.title.clone(),
            byline: article.row.byline.clone(),
            outlet: Some(article.row.outlet_name.clone()),
            published: article.row.published,
            modified: article.modified,
            language: article.language,
            image: article.image.clone(),
            complete: Some(if article.row.words == 0 {
                Complete::Empty
            } else {
                Complete::Whole
            }),
        };
        object(&article_json(&facts, &document, &listened(&document, article.language)))?;
    } else {
        line(&article_text(&article.row.title, &article.row.byline, &document, width))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks for a page that the reader named on the command line: a private address may answer.
async fn ask(address: &str, services: &Services) -> anyhow::Result<Answer> {
    let request = Request {
        url: address.to_owned(),
        private_ok: true,
        wanted: Wanted::Page,
        ..Request::default()
    };
    let answer = services.client.get(&request).await;
    answer.with_context(|| format!("cannot read {address}"))
}

async fn fetched(address: &str, width: u16, services: &Services, as_json: bool) -> anyhow::Result<ExitCode> {
    let answer = ask(address, services).await?;
    let url = Url::parse(&answer.url).ok();
    let markup = decode_page(&answer.body, answer.content_type.as_deref());
    let page = tokio::task::spawn_blocking(move || from_page(&markup, url.as_ref())).await?;
    if as_json {
        object(&page_json(page, Some(&answer.url)))?;
    } else {
        line(&article_text(&page.title, &page.byline, &page.document, width))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `byline discover URL`: the feeds that a page on the web offers.
pub(crate) async fn discover(address: &str, services: &Services, as_json: bool) -> anyhow::Result<ExitCode> {
    let answer = ask(address, services).await?;
    let base = Url::parse(&answer.url)?;
    discover::page(
        &decode_page(&answer.body, answer.content_type.as_deref()),
        &base,
        as_json,
    )
}
