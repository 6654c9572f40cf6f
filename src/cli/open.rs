//! `byline read ID|URL`: an article that is kept, or one on the web.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use url::Url;

use crate::cli::args::Read;
use crate::cli::articles::{find, no_article};
use crate::cli::discover;
use crate::cli::keep::highlights;
use crate::cli::print::{fail, line, object};
use crate::cli::read::{Facts, article_json, article_text, listened, page_json};
use crate::cli::setup::clips_in;
use crate::document::{clips_for, document_of, from_page_by};
use crate::model::{Article, ClipBook, told_address};
use crate::net::{Request, Wanted};
use crate::services::Services;
use crate::speech::Corrections;

/// Prints an article by its id or its address; one that is not kept is fetched, unless `offline`.
pub(crate) async fn run(args: &Read, services: &Services, offline: bool, as_json: bool) -> anyhow::Result<ExitCode> {
    let what = args.what.as_deref().unwrap_or(Path::new("")).to_string_lossy();
    let what = &*what;
    if let Some(file) = &args.clips {
        services.clips.replace(clips_in(file, false)?);
    }
    if let Some(id) = find(&services.store, what).await? {
        let (article, corrections) = services
            .store
            .read(move |db| Ok((db.article(id)?, db.corrections(id)?)))
            .await?;
        let article = article.context("it is gone by now")?;
        return kept(&article, &corrections, &services.clips, args.width, as_json);
    }
    anyhow::ensure!(what.contains("://"), no_article(what));
    anyhow::ensure!(
        !offline,
        "{} is not kept here, and --offline forbids to fetch it; leave that out",
        told_address(what)
    );
    fetched(what, args.width, services, as_json).await
}

fn kept(
    article: &Article,
    corrections: &Corrections,
    clips: &ClipBook,
    width: u16,
    as_json: bool,
) -> anyhow::Result<ExitCode> {
    let clips = clips_for(article, clips);
    let (document, complete) = document_of(article, false, clips.as_ref());
    if as_json {
        let facts = Facts {
            url: article.row.url.clone(),
            title: article.row.title.clone(),
            standfirst: article.standfirst.clone(),
            section: article.section.clone(),
            byline: article.row.byline.clone(),
            outlet: Some(article.row.outlet_name.clone()),
            published: article.row.published,
            modified: article.modified,
            language: article.language,
            image: article.image.clone(),
            complete: Some(complete),
        };
        let speech = listened(&document, article.language).corrected(corrections);
        let mut value = article_json(&facts, &document, &speech);
        value["highlights"] = highlights(article, &document);
        object(&value)?;
    } else {
        line(&article_text(&article.row.title, &article.row.byline, &document, width))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// For a page that the reader named on the command line: a private address may answer.
fn request(address: &str) -> Request {
    Request {
        url: address.to_owned(),
        private_ok: true,
        wanted: Wanted::Page,
        ..Request::default()
    }
}

async fn fetched(address: &str, width: u16, services: &Services, as_json: bool) -> anyhow::Result<ExitCode> {
    let asked = services.poller.get_pages(&request(address)).await;
    let (answer, markup) = asked.with_context(|| format!("cannot read {}", told_address(address)))?;
    let url = Url::parse(&answer.url).ok();
    let clips = services.clips.of(&[Some(address), Some(&answer.url)]);
    let read = move || from_page_by(&markup, url.as_ref(), clips.as_ref());
    let page = tokio::task::spawn_blocking(read).await?;
    if as_json {
        object(&page_json(page, Some(&answer.url)))?;
    } else {
        line(&article_text(&page.title, &page.byline, &page.document, width))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `byline discover URL`: the feeds that are at an address, or that its page leads to.
pub(crate) async fn discover(address: &str, services: &Services, as_json: bool) -> anyhow::Result<ExitCode> {
    match services.poller.feeds_at(address).await {
        Ok(feeds) => discover::found(&feeds, as_json),
        Err(failure) => {
            fail(&failure, as_json);
            discover::found(&[], as_json)
        }
    }
}
