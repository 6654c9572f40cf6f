//! Articles come in: one transaction a feed. Nothing that the reader did is ever lost by it.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::FeedId;
use crate::store::body::{fingerprint, hash, pack, unpack};
use crate::store::db::Db;
use crate::store::draft::{Delivery, Draft, Saved, lines};
use crate::store::error::StoreError;
use crate::store::found;
use crate::store::known::{Home, Known, Standing, follow, standing};
use crate::store::outlets::{count_week, name_outlet, write_health};
use crate::store::recent;
use crate::store::rules;
use crate::store::touched::touch;

/// Former texts kept of an article that changes again and again.
const MAX_REVISIONS: u32 = 20;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Saves what a feed delivered, with its health, in one transaction.
    pub fn save(&mut self, feed: FeedId, delivery: &Delivery, now: Timestamp) -> Result<Saved, StoreError> {
        let saved = self.save_each([(feed, delivery)].into_iter(), now)?;
        Ok(saved.into_iter().next().unwrap_or_default())
    }

    /// The same for a few feeds at once, all or none: waiting for the disk is what costs.
    pub fn save_all(&mut self, deliveries: &[(FeedId, Delivery)], now: Timestamp) -> Result<Vec<Saved>, StoreError> {
        self.save_each(deliveries.iter().map(|(feed, delivery)| (*feed, delivery)), now)
    }

    fn save_each<'d>(
        &mut self,
        deliveries: impl Iterator<Item = (FeedId, &'d Delivery)>,
        now: Timestamp,
    ) -> Result<Vec<Saved>, StoreError> {
        let (mut recent, grouping) = (self.recent.take(), Arc::clone(&self.grouping));
        let (rules, zone) = (Arc::clone(&self.rules), self.zone.clone());
        let tx = self.begin()?;
        let before = recent::newest(&tx)?;
        let mut taken = Taken::default();
        // The newest article once each delivery was taken in.
        let mut ends = Vec::new();
        let mut saved: Vec<Saved> = deliveries
            .map(|(feed, delivery)| {
                let saved = take_in(&tx, feed, delivery, now, &mut taken)?;
                ends.push(recent::newest(&tx)?);
                Ok(saved)
            })
            .collect::<Result<_, StoreError>>()?;
        recent::group(&tx, &mut recent, &grouping, (before, &taken.fresh), now)?;
        found::index(&tx, &taken.fresh)?;
        found::index_anew(&tx, &taken.headed)?;
        let applied = rules::apply(&tx, &rules, before, now, &zone)?;
        let of = |article: i64| ends.partition_point(|end| *end < article);
        for article in applied.hidden {
            if let Some(saved) = saved.get_mut(of(article))
                && !taken.remembered.contains(&article)
            {
                saved.new = saved.new.saturating_sub(1);
            }
        }
        for (article, title) in applied.told {
            if let Some(saved) = saved.get_mut(of(article)) {
                saved.told.push(title);
            }
        }
        let fresh = taken.fresh.iter().map(|(id, _)| *id);
        touch(&tx, fresh.chain(taken.headed))?;
        tx.commit()?;
        self.recent = recent;
        Ok(saved)
    }
}

/// Articles that a transaction took in.
#[derive(Default)]
struct Taken<'d> {
    /// New ones, and those with another text: their words are still to be put into the index.
    fresh: Vec<(i64, &'d Draft)>,
    /// New ones that had been here before: they do not count as new.
    remembered: HashSet<i64>,
    /// Those of which only the headline or the author may be another: their words are in the index as they were.
    headed: Vec<i64>,
}

fn take_in<'d>(
    tx: &Transaction<'_>,
    feed: FeedId,
    delivery: &'d Delivery,
    now: Timestamp,
    taken: &mut Taken<'d>,
) -> Result<Saved, StoreError> {
    let mut saved = Saved::default();
    let home: Option<(i64, String, bool)> = tx
        .prepare_cached("SELECT outlet_id, url, kind IS NOT NULL FROM feed WHERE id = ?1")?
        .query_row([feed.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    // Unsubscribed while it was being fetched: there is nowhere to put it.
    let Some((outlet, feed_url, read_before)) = home else {
        return Ok(saved);
    };
    if !write_health(tx, feed, &delivery.health)? {
        return Ok(saved);
    }
    let home = Home::of((outlet, feed), &feed_url, read_before, delivery);
    let mut seen = HashSet::new();
    for draft in &delivery.drafts {
        let known = match standing(tx, &home, draft, &seen)? {
            Standing::New(ident) => {
                if let Some((id, new)) = insert(tx, &home, ident, draft, now)? {
                    seen.insert(id);
                    taken.fresh.push((id, draft));
                    if new {
                        saved.new += 1;
                    } else {
                        taken.remembered.insert(id);
                    }
                }
                continue;
            }
            Standing::Known(known) => known,
        };
        // The first of several that are one stands for all.
        if !seen.insert(known.id) {
            continue;
        }
        follow(tx, &home, &known, draft)?;
        match refresh(tx, &home, &known, draft, now)? {
            Refreshed::Same => {}
            Refreshed::Text => {
                saved.changed += 1;
                taken.fresh.push((known.id, draft));
            }
            Refreshed::Author => taken.headed.push(known.id),
            Refreshed::BehindPage => {
                saved.changed += 1;
                taken.headed.push(known.id);
            }
        }
    }
    tx.prepare_cached("UPDATE feed SET title = ?2, kind = ?3 WHERE id = ?1")?
        .execute(params![feed.0, &*delivery.title, delivery.kind])?;
    if saved.new > 0 {
        count_week(tx, feed, now)?;
    }
    name_outlet(tx, feed, &delivery.title, delivery.site.as_deref())?;
    Ok(saved)
}

/// What is remembered of an article that was here before.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) first_seen_at: Option<i64>,
    pub(crate) read_at: Option<i64>,
    pub(crate) bookmarked_at: Option<i64>,
    leaf: Option<u32>,
    offset: Option<u32>,
    dropped_from: Option<i64>,
    key_hash: Option<i64>,
}

impl Memory {
    /// Whether it is of another article that had the same address: one with another guid, that was seen before this one was
    /// published.
    fn is_of_another(&self, draft: &Draft) -> bool {
        let had_other_guid = draft.named && self.key_hash.is_some_and(|key| key != hash(&[&draft.key]));
        had_other_guid && draft.published.map(|at| at.at.as_second()) > self.first_seen_at
    }
}

pub(crate) fn remembered(tx: &Transaction<'_>, ident: i64) -> Result<Option<Memory>, StoreError> {
    Ok(tx
        .prepare_cached(
            "SELECT first_seen_at, read_at, bookmarked_at, place_leaf, place_offset, dropped_from,
                key_hash FROM mark WHERE ident = ?1",
        )?
        .query_row([ident], |row| {
            Ok(Memory {
                first_seen_at: row.get(0)?,
                read_at: row.get(1)?,
                bookmarked_at: row.get(2)?,
                leaf: row.get(3)?,
                offset: row.get(4)?,
                dropped_from: row.get(5)?,
                key_hash: row.get(6)?,
            })
        })
        .optional()?)
}

/// Inserts an article; tells its row and whether it was never seen before. `None`: retention dropped it, so it stays away.
fn insert(
    tx: &Transaction<'_>,
    home: &Home<'_>,
    mut ident: i64,
    draft: &Draft,
    now: Timestamp,
) -> Result<Option<(i64, bool)>, StoreError> {
    let mut memory = remembered(tx, ident)?;
    if memory.as_ref().is_some_and(|memory| memory.is_of_another(draft)) {
        ident = home.ident_by_key(draft);
        memory = remembered(tx, ident)?;
    }
    if memory
        .as_ref()
        .is_some_and(|memory| memory.dropped_from == Some(home.outlet))
    {
        return Ok(None);
    }
    let new = memory.is_none();
    let id = put(
        tx,
        (home.outlet, Some(home.feed)),
        ident,
        draft,
        &memory.unwrap_or_default(),
        now,
    )?;
    Ok(Some((id, new)))
}

/// Puts an article that is not there in its place, by its outlet and feed, with what is remembered of it. Its words are
/// still to be put into the index.
pub(crate) fn put(
    tx: &Transaction<'_>,
    (outlet, feed): (i64, Option<FeedId>),
    ident: i64,
    draft: &Draft,
    memory: &Memory,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let key = Some(&draft.key).filter(|key| Some(*key) != draft.url.as_ref());
    tx.prepare_cached(
        "INSERT INTO article (outlet_id, feed_id, key, key_hash, ident, url, title, byline, published_at,
            published_offset, modified_at, modified_offset, sorted_at, fetched_at, language, image_url, image_alt, categories,
            quotes, words, excerpt, fingerprint, read_at, bookmarked_at, place_leaf, place_offset)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
            ?24, ?25, ?26)",
    )?
    .execute(params![
        outlet,
        feed.map(|feed| feed.0),
        key,
        hash(&[&draft.key]),
        ident,
        draft.url,
        &*draft.title,
        lines(&draft.byline),
        draft.published.map(|at| at.at.as_second()),
        draft.published.map_or(0, |at| at.offset_minutes),
        draft.modified.map(|at| at.at.as_second()),
        draft.modified.map_or(0, |at| at.offset_minutes),
        sorted_at(draft, memory.first_seen_at.unwrap_or(now.as_second())),
        memory.first_seen_at.unwrap_or(now.as_second()),
        draft.language.code(),
        draft.image.as_ref().map(|image| &image.url),
        draft.image.as_ref().map_or("", |image| &image.alt),
        lines(&draft.categories),
        found::quotes(draft),
        draft.words,
        &*draft.excerpt,
        fingerprint(&draft.title, &draft.html),
        memory.read_at,
        memory.bookmarked_at,
        memory.leaf,
        memory.offset,
    ])?;
    let id = tx.last_insert_rowid();
    tx.prepare_cached("UPDATE outlet SET articles = articles + 1, unread = unread + ?2 WHERE id = ?1")?
        .execute(params![outlet, memory.read_at.is_none()])?;
    tx.prepare_cached("INSERT INTO body (article_id, html, base) VALUES (?1, ?2, ?3)")?
        .execute(params![id, pack(&draft.html, &draft.text), draft.base])?;
    found::keep(tx, id, draft)?;
    if memory.first_seen_at.is_some() {
        tx.prepare_cached("DELETE FROM mark WHERE ident = ?1")?
            .execute([ident])?;
    }
    Ok(id)
}

/// What became of a known article.
enum Refreshed {
    /// Nothing that a reader would see.
    Same,
    /// Nothing but who wrote it.
    Author,
    /// Its title or text changed: what was found in it is forgotten and kept anew, its words are not in the index.
    Text,
    /// The same, but its whole page is kept, and what was found in that says more than what the feed brings.
    BehindPage,
}

/// What a known article said.
struct Former {
    title: String,
    byline: String,
    html: Vec<u8>,
    /// Whether its whole page is kept.
    paged: bool,
}

fn former(tx: &Transaction<'_>, id: i64) -> Result<Option<Former>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT a.title, a.byline, b.html, b.page IS NOT NULL FROM article a JOIN body b ON b.article_id = a.id
         WHERE a.id = ?1",
    )?;
    let former = statement.query_row([id], |row| {
        Ok(Former {
            title: row.get(0)?,
            byline: row.get(1)?,
            html: row.get(2)?,
            paged: row.get(3)?,
        })
    });
    Ok(former.optional()?)
}

/// Brings a known article up to date.
fn refresh(
    tx: &Transaction<'_>,
    home: &Home<'_>,
    known: &Known,
    draft: &Draft,
    now: Timestamp,
) -> Result<Refreshed, StoreError> {
    // In several feeds of an outlet the fullest text stands; else two feeds would take turns for ever.
    if known.fingerprint == fingerprint(&draft.title, &draft.html) || (!known.own && draft.words <= known.words) {
        return Ok(Refreshed::Same);
    }
    let Some(former) = former(tx, known.id)? else {
        return Ok(Refreshed::Same);
    };
    // What a feed leaves open its page has said.
    let paged = former.paged;
    let untitled = draft.url.as_deref() == Some(&*draft.title);
    let title = if paged && untitled {
        &former.title
    } else {
        &*draft.title
    };
    let byline = match lines(&draft.byline) {
        none if paged && none.is_empty() => former.byline.clone(),
        byline => byline,
    };
    let same_text = unpack(&former.html).is_some_and(|(_, text)| text == draft.text);
    let changed = former.title != title || !same_text;
    if changed {
        keep_revision(tx, known.id, &former, now)?;
    }
    tx.prepare_cached(
        "UPDATE article SET feed_id = ?2, key = nullif(?3, url), key_hash = ?4, title = ?5, byline = ?6, modified_at = ?7,
            modified_offset = ?8, fingerprint = ?9, quotes = CASE WHEN ?10 THEN quotes ELSE ?11 END,
            words = CASE WHEN ?10 THEN words ELSE ?12 END, excerpt = iif(?10 AND ?13 = '', excerpt, ?13) WHERE id = ?1",
    )?
    .execute(params![
        known.id,
        home.feed.0,
        draft.key,
        hash(&[&draft.key]),
        title,
        byline,
        draft.modified.map(|at| at.at.as_second()),
        draft.modified.map_or(0, |at| at.offset_minutes),
        fingerprint(&draft.title, &draft.html),
        paged,
        found::quotes(draft),
        draft.words,
        &*draft.excerpt,
    ])?;
    tx.prepare_cached(
        "UPDATE body SET html = ?2, base = ?3, page_url = iif(page IS NULL, NULL, page_url) WHERE article_id = ?1",
    )?
    .execute(params![known.id, pack(&draft.html, &draft.text), draft.base])?;
    Ok(match (changed, paged) {
        (false, _) if former.byline == byline => Refreshed::Same,
        (false, _) => Refreshed::Author,
        (true, true) => Refreshed::BehindPage,
        (true, false) => {
            found::forget(tx, known.id)?;
            found::keep(tx, known.id, draft)?;
            Refreshed::Text
        }
    })
}

fn keep_revision(tx: &Transaction<'_>, id: i64, former: &Former, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO revision (article_id, until, title, html) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id, now.as_second(), former.title, former.html])?;
    tx.prepare_cached(
        "DELETE FROM revision WHERE article_id = ?1 AND id NOT IN
            (SELECT id FROM revision WHERE article_id = ?1 ORDER BY id DESC LIMIT ?2)",
    )?
    .execute(params![id, MAX_REVISIONS])?;
    Ok(())
}

/// There was no web before it.
pub(crate) const FIRST_YEAR: i64 = 631_152_000; // 1990-01-01

/// When the outlet says it was published, but never later than it was first seen, and never before there was a web.
fn sorted_at(draft: &Draft, first_seen_at: i64) -> i64 {
    draft
        .published
        .map_or(first_seen_at, |at| at.at.as_second())
        .clamp(FIRST_YEAR.min(first_seen_at), first_seen_at)
}
