//! Articles come in: one transaction a feed. Nothing that the reader did is ever lost by it.

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::{ArticleId, FeedId};
use crate::store::body::deflate;
use crate::store::db::{Db, StoreError};
use crate::store::draft::{Delivery, Draft, Retention, Saved};
use crate::store::marks::KEY;
use crate::store::outlets::{name_outlet, write_health};
use crate::store::search::{fold, spaced};

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Saves what a feed delivered, with its health, in one transaction.
    pub fn save(&mut self, feed: FeedId, delivery: &Delivery, now: Timestamp) -> Result<Saved, StoreError> {
        let tx = self.begin()?;
        let saved = take_in(&tx, feed, delivery, now)?;
        tx.commit()?;
        Ok(saved)
    }

    /// The same for a few feeds at once, all or none: waiting for the disk is what costs.
    pub fn save_all(&mut self, deliveries: &[(FeedId, Delivery)], now: Timestamp) -> Result<Vec<Saved>, StoreError> {
        let tx = self.begin()?;
        let saved = deliveries
            .iter()
            .map(|(feed, delivery)| take_in(&tx, *feed, delivery, now));
        let saved = saved.collect::<Result<_, _>>()?;
        tx.commit()?;
        Ok(saved)
    }

    /// Keeps an outlet's whole page, and what was found in it: `draft` replaces what was found in the feed's body.
    pub fn keep_page(&mut self, article: ArticleId, html: &str, url: &str, draft: &Draft) -> Result<(), StoreError> {
        let tx = self.begin()?;
        tx.execute(
            "UPDATE body SET page = ?2, page_url = ?3 WHERE article_id = ?1",
            params![article.0, deflate(html), url],
        )?;
        tx.execute(
            "UPDATE article SET quotes = ?2, words = ?3, image_url = coalesce(image_url, ?4),
                byline = CASE byline WHEN '' THEN ?5 ELSE byline END WHERE id = ?1",
            params![
                article.0,
                quotes(draft),
                draft.words,
                draft.image.as_ref().map(|image| &image.url),
                byline(draft)
            ],
        )?;
        index(&tx, article.0, draft)?;
        tx.commit()?;
        Ok(())
    }

    /// Drops what retention allows: never what is bookmarked. Returns how many articles went.
    pub fn tidy(&mut self, retention: &Retention, now: Timestamp) -> Result<u64, StoreError> {
        let unread = if retention.keep_unread { "AND read = 1" } else { "" };
        let tx = self.begin()?;
        let mut gone = 0;
        if retention.days > 0 {
            let before = now.as_second() - i64::from(retention.days) * 86_400;
            gone += drop_articles(&tx, &format!("bookmarked = 0 {unread} AND sorted_at < {before}"))?;
        }
        if retention.per_feed > 0 {
            gone += drop_articles(
                &tx,
                &format!(
                    "bookmarked = 0 {unread} AND id IN (SELECT id FROM (SELECT id, row_number() OVER
                     (PARTITION BY feed_id ORDER BY sorted_at DESC, id DESC) AS place FROM article) WHERE place > {})",
                    retention.per_feed
                ),
            )?;
        }
        tx.commit()?;
        Ok(gone)
    }
}

fn take_in(tx: &Transaction<'_>, feed: FeedId, delivery: &Delivery, now: Timestamp) -> Result<Saved, StoreError> {
    let mut saved = Saved::default();
    let home: Option<(i64, String)> = tx
        .prepare_cached("SELECT outlet_id, url FROM feed WHERE id = ?1")?
        .query_row([feed.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    // Unsubscribed while it was being fetched: there is nowhere to put it.
    let Some((outlet, feed_url)) = home else {
        return Ok(saved);
    };
    let home = Home {
        outlet,
        feed,
        feed_url: &feed_url,
    };
    for draft in &delivery.drafts {
        match known(tx, &home, draft)? {
            None => {
                insert(tx, &home, draft, now)?;
                saved.new += 1;
            }
            Some(known) if known.feed == Some(feed.0) && known.fingerprint != fingerprint(draft) => {
                update(tx, known.id, draft, now)?;
                saved.changed += 1;
            }
            Some(_) => {}
        }
    }
    tx.prepare_cached("UPDATE feed SET title = ?2, kind = ?3 WHERE id = ?1")?
        .execute(params![feed.0, &*delivery.title, delivery.kind])?;
    name_outlet(tx, feed, &delivery.title, delivery.site.as_deref())?;
    write_health(tx, feed, &delivery.health)?;
    Ok(saved)
}

/// Where articles of a feed belong.
struct Home<'a> {
    outlet: i64,
    feed: FeedId,
    feed_url: &'a str,
}

struct Known {
    id: i64,
    feed: Option<i64>,
    fingerprint: i64,
}

/// The article, if it is there already: by the feed's key for it, else by its address in any feed of the outlet.
fn known(tx: &Transaction<'_>, home: &Home<'_>, draft: &Draft) -> Result<Option<Known>, StoreError> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Known {
            id: row.get(0)?,
            feed: row.get(1)?,
            fingerprint: row.get(2)?,
        })
    };
    let by_key = tx
        .prepare_cached("SELECT id, feed_id, fingerprint FROM article WHERE feed_id = ?1 AND key = ?2")?
        .query_row(params![home.feed.0, draft.key], read)
        .optional()?;
    let (None, Some(url)) = (&by_key, &draft.url) else {
        return Ok(by_key);
    };
    Ok(tx
        .prepare_cached("SELECT id, feed_id, fingerprint FROM article WHERE url = ?2 AND outlet_id = ?1")?
        .query_row(params![home.outlet, url], read)
        .optional()?)
}

fn insert(tx: &Transaction<'_>, home: &Home<'_>, draft: &Draft, now: Timestamp) -> Result<(), StoreError> {
    let key = draft
        .url
        .clone()
        .unwrap_or_else(|| format!("{}\n{}", home.feed_url, draft.key));
    let mark: Option<(i64, bool, bool)> = tx
        .prepare_cached(
            "SELECT first_seen_at, read_at IS NOT NULL, bookmarked_at IS NOT NULL FROM mark WHERE key = ?1",
        )?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (fetched_at, read, bookmarked) = mark.unwrap_or((now.as_second(), false, false));
    tx.prepare_cached(
        "INSERT INTO article (outlet_id, feed_id, feed_url, key, url, title, byline, published_at, published_offset,
            modified_at, modified_offset, sorted_at, fetched_at, language, image_url, image_alt, categories, quotes, words,
            excerpt, fingerprint, read, bookmarked)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
    )?
    .execute(params![
        home.outlet,
        home.feed.0,
        home.feed_url,
        draft.key,
        draft.url,
        &*draft.title,
        byline(draft),
        draft.published.map(|at| at.at.as_second()),
        draft.published.map_or(0, |at| at.offset_minutes),
        draft.modified.map(|at| at.at.as_second()),
        draft.modified.map_or(0, |at| at.offset_minutes),
        sorted_at(draft, now),
        fetched_at,
        draft.language.code(),
        draft.image.as_ref().map(|image| &image.url),
        draft.image.as_ref().map_or("", |image| &image.alt),
        draft.categories.iter().map(|word| &**word).collect::<Vec<_>>().join("\n"),
        quotes(draft),
        draft.words,
        &*draft.excerpt,
        fingerprint(draft),
        read,
        bookmarked,
    ])?;
    let id = tx.last_insert_rowid();
    tx.prepare_cached("INSERT INTO body (article_id, html, base) VALUES (?1, ?2, ?3)")?
        .execute(params![id, draft.html, draft.base])?;
    index_new(tx, id, draft)
}

fn update(tx: &Transaction<'_>, id: i64, draft: &Draft, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO revision (article_id, until, title, html)
         SELECT a.id, ?2, a.title, b.html FROM article a JOIN body b ON b.article_id = a.id WHERE a.id = ?1",
        params![id, now.as_second()],
    )?;
    tx.execute(
        "UPDATE article SET title = ?2, byline = ?3, modified_at = ?4, modified_offset = ?5, quotes = ?6, words = ?7,
            excerpt = ?8, fingerprint = ?9 WHERE id = ?1",
        params![
            id,
            &*draft.title,
            byline(draft),
            draft.modified.map_or(now, |at| at.at).as_second(),
            draft.modified.map_or(0, |at| at.offset_minutes),
            quotes(draft),
            draft.words,
            &*draft.excerpt,
            fingerprint(draft),
        ],
    )?;
    tx.execute(
        "UPDATE body SET html = ?2, base = ?3 WHERE article_id = ?1",
        params![id, draft.html, draft.base],
    )?;
    index(tx, id, draft)
}

/// Replaces what was found in an article.
fn index(tx: &Transaction<'_>, id: i64, draft: &Draft) -> Result<(), StoreError> {
    tx.execute("DELETE FROM article_search WHERE rowid = ?1", [id])?;
    tx.execute("DELETE FROM quote WHERE article_id = ?1", [id])?;
    tx.execute("DELETE FROM speaker WHERE article_id = ?1", [id])?;
    tx.execute("DELETE FROM source WHERE article_id = ?1", [id])?;
    index_new(tx, id, draft)
}

fn index_new(tx: &Transaction<'_>, id: i64, draft: &Draft) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO article_search (rowid, title, body) VALUES (?1, ?2, ?3)")?
        .execute(params![id, spaced(&draft.title), spaced(&draft.text)])?;
    let mut speakers = Vec::new();
    for speaker in &draft.speech.speakers {
        let role = speaker.role.as_deref();
        let folded = fold(&format!("{} {}", speaker.name, role.unwrap_or_default()));
        tx.prepare_cached("INSERT INTO speaker (article_id, name, role, folded) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, &*speaker.name, role, folded])?;
        speakers.push(tx.last_insert_rowid());
    }
    for quote in &draft.speech.quotes {
        tx.prepare_cached(
            "INSERT INTO quote (article_id, speaker_id, kind, text, cue, confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            id,
            quote.speaker.and_then(|speaker| speakers.get(speaker)),
            quote.kind.word(),
            &*quote.text,
            quote.cue_text.as_deref(),
            f64::from(quote.confidence),
        ])?;
    }
    for source in &draft.speech.sources {
        let described = source.described.as_deref();
        let folded = fold(&format!("{} {}", source.name, described.unwrap_or_default()));
        tx.prepare_cached(
            "INSERT INTO source (article_id, name, described, kind, folded) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![id, &*source.name, described, source.kind.word(), folded])?;
    }
    Ok(())
}

/// Drops articles by a condition made of our own numbers only. Their marks stay, so that none comes back as new.
fn drop_articles(tx: &Transaction<'_>, condition: &str) -> Result<u64, StoreError> {
    tx.execute(
        &format!("INSERT INTO mark (key, first_seen_at) SELECT {KEY}, fetched_at FROM article WHERE {condition} ON CONFLICT (key) DO NOTHING"),
        [],
    )?;
    tx.execute(
        &format!("DELETE FROM article_search WHERE rowid IN (SELECT id FROM article WHERE {condition})"),
        [],
    )?;
    Ok(tx.execute(&format!("DELETE FROM article WHERE {condition}"), [])? as u64)
}

/// When the outlet says it was published, but never later than now, and never before there was a web.
fn sorted_at(draft: &Draft, now: Timestamp) -> i64 {
    const FIRST_YEAR: i64 = 631_152_000; // 1990-01-01
    let now = now.as_second();
    draft
        .published
        .map_or(now, |at| at.at.as_second())
        .clamp(FIRST_YEAR.min(now), now)
}

/// Tells whether title or body changed. Stable within one version of Rust's library only: at worst a change is seen where none is.
fn fingerprint(draft: &Draft) -> i64 {
    let mut hasher = DefaultHasher::new();
    (&*draft.title, &draft.html).hash(&mut hasher);
    hasher.finish().cast_signed()
}

fn quotes(draft: &Draft) -> i64 {
    let spoken = |quote: &&crate::speech::Quote| quote.kind != crate::speech::QuoteKind::Indirect;
    draft.speech.quotes.iter().filter(spoken).count() as i64
}

fn byline(draft: &Draft) -> String {
    draft.byline.iter().map(|name| &**name).collect::<Vec<_>>().join("\n")
}
