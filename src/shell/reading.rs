//! An article from the store, made ready to read: cleaned and listened to. Pure, off the screen's thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::{Opened, Quoted, Reported, Side, moment};
use crate::document::{Version, changes, clips_for, detect, document_of, plain};
use crate::model::{Article, ArticleId, Clean, ClipBook, Clips, Complete, Language, Revision};
use crate::speech::{Corrections, QuoteKind, listen};
use crate::store::{Db, StoreError};
use crate::story::{self, Account, Said};

/// Articles of a story that are compared.
const MAX_REPORTS: usize = 24;

/// Cleans an article and listens to it, as far as the reader has not put it right. With `feed_text` the feed's own body is taken
/// although the page is kept.
pub(crate) fn open(mut article: Article, corrections: &Corrections, feed_text: bool, clips: Option<&Clips>) -> Opened {
    let from_page = article.page.is_some() && !feed_text;
    let (document, complete) = document_of(&article, feed_text, clips);
    if article.language == Language::UNKNOWN {
        article.language = detect(&plain(&document).text);
    }
    let speech = contained(|| listen(&document.leaves(), article.language).corrected(corrections)).unwrap_or_default();
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

/// An article of the store, ready to read.
///
/// # Errors
/// As [`StoreError`] says.
pub(crate) fn read(
    db: &Db,
    article: ArticleId,
    feed_text: bool,
    book: &ClipBook,
) -> Result<Option<Opened>, StoreError> {
    let corrections = db.corrections(article)?;
    Ok(db.article(article)?.map(|article| {
        let clips = clips_for(&article, book);
        open(article, &corrections, feed_text, clips.as_ref())
    }))
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

/// Reads the articles of an article's story and compares them; one that stands alone is there by itself.
///
/// # Errors
/// As [`StoreError`] says.
pub fn story(db: &Db, article: ArticleId, book: &ClipBook) -> Result<Side, StoreError> {
    let mut reports = Vec::new();
    for row in db.story(article)?.into_iter().take(MAX_REPORTS) {
        reports.extend(read(db, row.id, false, book)?.map(|opened| report(&opened)));
    }
    let accounts: Vec<Account<'_>> = reports.iter().map(account).collect();
    let comparison = contained(|| story::compare(&accounts)).unwrap_or_default();
    Ok(Side { reports, comparison })
}

fn report(opened: &Opened) -> Reported {
    let speech = &opened.speech;
    let spoken = speech.quotes.iter().filter(|quote| quote.kind != QuoteKind::Indirect);
    let quotes = spoken.map(|quote| {
        let speaker = quote.speaker.and_then(|at| speech.speakers.get(at));
        Quoted {
            words: quote.text.clone(),
            kind: quote.kind.word(),
            speaker: speaker.map(|speaker| speaker.name.clone()),
            role: speaker.and_then(|speaker| speaker.role.clone()),
        }
    });
    let mut sources: Vec<Clean> = Vec::new();
    // An outlet that names itself cites nobody.
    let own = &opened.article.row.outlet_name;
    for source in speech.sources.iter().filter(|source| source.name != *own) {
        let named = match source.described.as_ref() {
            Some(described) => Clean::line(&format!("{} ({described})", source.name)),
            None => source.name.clone(),
        };
        if !sources.contains(&named) {
            sources.push(named);
        }
    }
    Reported {
        text: Clean::text(&plain(&opened.document).text),
        quotes: quotes.collect(),
        sources,
        row: opened.article.row.clone(),
    }
}

fn account(report: &Reported) -> Account<'_> {
    Account {
        title: &report.row.title,
        text: &report.text,
        quotes: report
            .quotes
            .iter()
            .map(|quote| Said {
                words: &quote.words,
                speaker: quote.speaker.as_deref(),
                role: quote.role.as_deref(),
            })
            .collect(),
    }
}

/// What stumbles over an article gives nothing, and harms nothing.
fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
