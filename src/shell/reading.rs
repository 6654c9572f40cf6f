//! An article from the store, made ready to read: cleaned and listened to. Pure, off the screen's thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use crate::app::{Opened, moment};
use crate::document::{Context, Document, Version, changes, detect, from_html, from_page, plain};
use crate::model::{Article, Clean, Complete, Language, Revision};
use crate::speech::listen;

/// A feed's body with fewer words is taken for a summary when there is a page behind it.
const SUMMARY_WORDS: u32 = 90;

/// Cleans an article and listens to it. With `feed_text` the feed's own body is taken although the page is kept.
pub(crate) fn open(mut article: Article, feed_text: bool) -> Opened {
    let (document, complete, from_page) = match article.page.as_ref().filter(|_| !feed_text) {
        Some((html, url)) => {
            let page = contained(|| from_page(html, Url::parse(url).ok().as_ref()));
            match page {
                Some(page) => (page.document, page.complete, true),
                None => (Document::default(), Complete::Empty, true),
            }
        }
        None => {
            let document = contained(|| body(&article)).unwrap_or_default();
            let complete = judge(&document, article.row.url.is_some());
            (document, complete, false)
        }
    };
    if article.language == Language::UNKNOWN {
        article.language = detect(&plain(&document).text);
    }
    let speech = contained(|| listen(&document.leaves(), article.language)).unwrap_or_default();
    article.row.words = document.words();
    // What was read is not kept twice in memory: the page's markup has done its work.
    article.html = String::new();
    if let Some((html, _)) = &mut article.page {
        html.clear();
    }
    Opened {
        article: Arc::new(article),
        document: Arc::new(document),
        speech: Arc::new(speech),
        complete,
        from_page,
        changes: false,
    }
}

/// What an outlet changed in an article, from its former texts, the newest first, and its present one.
pub(crate) fn compare(
    article: Article,
    revisions: Vec<Revision>,
    text: String,
    now: Timestamp,
    zone: &TimeZone,
) -> Opened {
    let present = Version {
        heading: Clean::default(),
        title: article.row.title.clone(),
        text,
    };
    let former = revisions.into_iter().map(|revision| Version {
        heading: Clean::line(&format!("Until {}", moment(revision.until, now, zone))),
        title: revision.title,
        text: revision.text,
    });
    let versions: Vec<_> = std::iter::once(present).chain(former).collect();
    Opened {
        article: Arc::new(article),
        document: Arc::new(contained(|| changes(&versions)).unwrap_or_default()),
        speech: Arc::default(),
        complete: Complete::Whole,
        from_page: false,
        changes: true,
    }
}

fn body(article: &Article) -> Document {
    let base = article.base.as_deref().or(article.row.url.as_deref());
    let base = base.and_then(|base| Url::parse(base).ok());
    from_html(
        &article.html,
        &Context {
            base: base.as_ref(),
            title: &article.row.title,
            language: article.language,
        },
    )
}

/// How much a feed's body holds, by its own look.
fn judge(document: &Document, has_page: bool) -> Complete {
    let words = document.words();
    let text = plain(document).text;
    let cut = text.trim_end().ends_with(['…', ']']) || text.trim_end().ends_with("...");
    match words {
        0 => Complete::Empty,
        _ if has_page && (words < SUMMARY_WORDS || cut) => Complete::Summary,
        _ => Complete::Whole,
    }
}

/// What stumbles over an article gives nothing, and harms nothing.
fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
