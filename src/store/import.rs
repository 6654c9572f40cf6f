//! Bookmarks and read marks of other programs come in: all or none, and the same ones again add nothing.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use url::Url;

use crate::model::{Bookmark, Clean, Passage};
use crate::store::body::hash;
use crate::store::db::Db;
use crate::store::draft::{Draft, NewOutlet};
use crate::store::error::StoreError;
use crate::store::follow::{insert_outlet, outlet_of_feed};
use crate::store::found;
use crate::store::highlights;
use crate::store::keeping::{MAX_NOTE, add_tags};
use crate::store::known::is_page;
use crate::store::save::{Memory, put, remembered};
use crate::store::touched::touch_all;

/// Characters of a passage that another program highlighted.
const MAX_PASSAGE: usize = 20_000;

/// A bookmark of another program, and the article that it is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// As the other program kept it.
    pub bookmark: Bookmark,
    /// With an address.
    pub draft: Draft,
}

/// An article that was read in another program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its address; may be empty.
    pub url: String,
    /// The feed it came by.
    pub feed_url: String,
    /// What that feed knows it by.
    pub key: String,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// Whether its address stands for this one article of the feed only.
    pub alone: bool,
}

/// What an import brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Bookmarks that were none before.
    pub new: u64,
    /// Bookmarks that were there already.
    pub known: u64,
    /// Articles that were not known as read before; those of them that are not here come in as read.
    pub read: u64,
}

impl Db {
    /// Keeps what another program kept: an article that is here is bookmarked; any other becomes one of its outlet, of
    /// which nothing else is shown unless it is followed. What the reader wrote here stands.
    ///
    /// # Errors
    /// As [`StoreError`] says; then nothing has changed.
    pub fn import(&mut self, kept: &[Kept], seen: &[Seen], now: Timestamp) -> Result<Imported, StoreError> {
        let tx = self.begin()?;
        let mut imported = Imported::default();
        let mut homes = homes(&tx)?;
        let mut fresh = Vec::new();
        for one in kept {
            let Some(url) = &one.draft.url else { continue };
            let added = one.bookmark.added.unwrap_or(now).min(now).as_second();
            let ident = hash(&[url]);
            let known: Option<(i64, bool)> = tx
                .prepare_cached(
                    "SELECT id, bookmarked_at IS NOT NULL FROM article WHERE ident = ?1
                     ORDER BY bookmarked_at IS NULL, id DESC LIMIT 1",
                )?
                .query_row([ident], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            if let Some((_, true)) = known {
                imported.known += 1;
            } else {
                imported.new += 1;
            }
            let id = match known {
                Some((id, _)) => {
                    let read_at = one.bookmark.read.then_some(added);
                    tx.prepare_cached(
                        "UPDATE article SET bookmarked_at = coalesce(bookmarked_at, ?2), read_at = coalesce(read_at, ?3)
                         WHERE id = ?1",
                    )?
                    .execute(params![id, added, read_at])?;
                    id
                }
                None => {
                    let outlet = home(&tx, &mut homes, &one.bookmark, url)?;
                    let memory = memory(&tx, ident, one, added)?;
                    let id = put(&tx, (outlet, None), ident, &one.draft, &memory, now)?;
                    fresh.push((id, &one.draft));
                    id
                }
            };
            write_on(&tx, id, one, added)?;
        }
        found::index(&tx, &fresh)?;
        for one in seen {
            imported.read += u64::from(mark_read(&tx, one, now)?);
        }
        touch_all(&tx)?;
        tx.commit()?;
        Ok(imported)
    }
}

fn memory(tx: &Transaction<'_>, ident: i64, one: &Kept, added: i64) -> Result<Memory, StoreError> {
    let mut memory = remembered(tx, ident)?.unwrap_or_default();
    memory.first_seen_at = memory.first_seen_at.or(Some(added));
    memory.read_at = memory.read_at.or(one.bookmark.read.then_some(added));
    memory.bookmarked_at = memory.bookmarked_at.or(Some(added));
    Ok(memory)
}

/// Tags are added to those that are there; notes and highlights that are there stand.
fn write_on(tx: &Transaction<'_>, id: i64, kept: &Kept, added: i64) -> Result<(), StoreError> {
    let bookmark = &kept.bookmark;
    let made_at = Timestamp::from_second(added).unwrap_or_default();
    for (text, note) in &bookmark.highlights {
        let text = Clean::title(text, MAX_PASSAGE);
        let passage = Passage {
            text,
            ..Passage::default()
        };
        let known = tx
            .prepare_cached(
                "SELECT 1 FROM highlight WHERE ident = (SELECT ident FROM article WHERE id = ?1) AND text = ?2",
            )?
            .exists(params![id, &*passage.text])?;
        if !passage.text.is_empty() && !known {
            highlights::put(tx, id, &passage, note, made_at)?;
        }
    }
    add_tags(tx, id, &bookmark.tags)?;
    let notes: Vec<&str> = bookmark.notes.iter().map(String::as_str).collect();
    let note = Clean::title(&notes.join(" · "), MAX_NOTE);
    if !note.is_empty() {
        tx.prepare_cached("INSERT OR IGNORE INTO note (ident, text) SELECT ident, ?2 FROM article WHERE id = ?1")?
            .execute(params![id, &*note])?;
    }
    Ok(())
}

/// Marks an article read, be it here or not; tells whether that is news.
fn mark_read(tx: &Transaction<'_>, seen: &Seen, now: Timestamp) -> Result<bool, StoreError> {
    // As articles of a feed are named: by the address where it tells anything, else by feed and key.
    let ident = if seen.alone && is_page(&seen.url) {
        hash(&[&seen.url])
    } else {
        hash(&[&seen.feed_url, &seen.key])
    };
    let at = now.as_second();
    let here = tx
        .prepare_cached("SELECT 1 FROM article WHERE ident = ?1")?
        .exists([ident])?;
    let changed = if here {
        tx.prepare_cached("UPDATE article SET read_at = ?2 WHERE ident = ?1 AND read_at IS NULL")?
            .execute(params![ident, at])?
    } else {
        let first_seen_at = seen.published.map_or(at, |published| published.as_second().min(at));
        tx.prepare_cached(
            "INSERT INTO mark (ident, first_seen_at, read_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (ident) DO UPDATE SET read_at = excluded.read_at WHERE read_at IS NULL",
        )?
        .execute(params![ident, first_seen_at, at])?
    };
    Ok(changed > 0)
}

/// Sites of outlets, without `www.` and the last slash, and whose they are.
type Homes = Vec<(String, i64)>;

fn homes(tx: &Transaction<'_>) -> Result<Homes, StoreError> {
    let mut statement = tx.prepare("SELECT site, id FROM outlet WHERE site IS NOT NULL ORDER BY followed DESC, id")?;
    let sites = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let mut homes = Vec::new();
    for site in sites {
        let (site, id) = site?;
        homes.extend(place(&site).map(|place| (place, id)));
    }
    Ok(homes)
}

/// Host and path of an address.
fn place(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    let path = url.path().trim_end_matches('/');
    Some(format!("{}{port}{path}", host.trim_start_matches("www.")))
}

/// The outlet of a bookmark: that of the feed it came by, else the one on whose site it stands, else a new one.
fn home(tx: &Transaction<'_>, homes: &mut Homes, bookmark: &Bookmark, url: &str) -> Result<i64, StoreError> {
    if let Some(came) = &bookmark.came
        && let Some(outlet) = outlet_of_feed(tx, &came.feed_url)?
    {
        return Ok(outlet);
    }
    let page = place(url).unwrap_or_default();
    let on_site = |site: &str| {
        page.strip_prefix(site)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let nearest = homes
        .iter()
        .filter(|(site, _)| on_site(site))
        .max_by_key(|(site, _)| site.len());
    if let Some((_, outlet)) = nearest {
        return Ok(*outlet);
    }
    let host = page.split('/').next().unwrap_or_default().to_owned();
    let came = bookmark.came.as_ref();
    let site = came.and_then(|came| came.site.clone());
    let outlet = NewOutlet {
        name: came
            .map(|came| came.title.clone())
            .filter(|title| !title.trim().is_empty())
            .unwrap_or_else(|| host.clone()),
        site: site
            .filter(|site| place(site).is_some_and(|site| on_site(&site)))
            .or_else(|| Some(Url::parse(url).ok()?.join("/").ok()?.into())),
        ..NewOutlet::default()
    };
    let id = insert_outlet(tx, &outlet, None)?;
    tx.execute("UPDATE outlet SET followed = 0 WHERE id = ?1", [id])?;
    homes.extend(outlet.site.as_deref().and_then(place).map(|place| (place, id)));
    Ok(id)
}
