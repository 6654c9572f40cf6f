//! Which article an entry is: one that is here already, or another. Nothing that an outlet changes alone makes another one of
//! it: not its guid, its title, its text, its date or its address.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::model::FeedId;
use crate::store::body::{fingerprint, hash, unpack};
use crate::store::draft::{Delivery, Draft};
use crate::store::error::StoreError;

/// What is looked at in an article that an entry may be.
macro_rules! known {
    ($which:literal) => {
        concat!(
            "SELECT id, feed_id, key_hash, fingerprint, words, title, published_at, url FROM article WHERE ",
            $which
        )
    };
}

/// What the reader wrote on articles, by their ident, with the columns beside that.
const WRITTEN: [(&str, &str); 4] = [
    ("tag", "folded, name"),
    ("note", "text"),
    ("highlight", "made_at, text, before, after, note"),
    ("attribution", "words, speaker"),
];

/// Where articles of a feed belong.
pub(crate) struct Home<'a> {
    pub(crate) outlet: i64,
    pub(crate) feed: FeedId,
    feed_url: &'a str,
    /// Whether the feed was read before: else nothing of it is here under another name.
    read_before: bool,
    /// Addresses that stand for one entry of this answer only: those tell articles apart.
    telling: HashSet<&'a str>,
    /// Keys of the answer's entries, and whether several bear it.
    keys: HashMap<i64, bool>,
}

/// An article that is here.
pub(crate) struct Known {
    pub(crate) id: i64,
    /// Whether it came by this very feed.
    pub(crate) own: bool,
    pub(crate) fingerprint: i64,
    pub(crate) words: u32,
    /// Whether it came by a feed at all.
    fed: bool,
    key_hash: i64,
    same_title: bool,
    /// `None` where one of the two has no date.
    same_date: Option<bool>,
    same_url: bool,
}

/// What an entry is.
pub(crate) enum Standing {
    Known(Known),
    /// One that is not here, and what its marks are kept by.
    New(i64),
}

impl<'a> Home<'a> {
    pub(crate) fn of(
        (outlet, feed): (i64, FeedId),
        feed_url: &'a str,
        read_before: bool,
        delivery: &'a Delivery,
    ) -> Self {
        let drafts = delivery.drafts.iter().map(|draft| (&draft.key, &draft.url));
        let entries = || {
            drafts
                .clone()
                .chain(delivery.unchanged.iter().map(|(key, url)| (key, url)))
        };
        let mut keys = HashMap::with_capacity(delivery.drafts.len());
        for (key, _) in entries() {
            keys.entry(hash(&[key]))
                .and_modify(|shared| *shared = true)
                .or_insert(false);
        }
        Self {
            outlet,
            feed,
            feed_url,
            read_before,
            telling: telling(entries().filter_map(|(_, url)| url.as_deref())),
            keys,
        }
    }

    fn telling<'d>(&self, draft: &'d Draft) -> Option<&'d str> {
        draft.url.as_deref().filter(|url| self.telling.contains(url))
    }

    fn is_shared(&self, draft: &Draft) -> bool {
        self.keys.get(&hash(&[&draft.key])).is_some_and(|shared| *shared)
    }

    /// What an article's marks are kept by: the address where it tells anything, else feed and key; with what tells it from
    /// others where they may have that key, too.
    fn ident(&self, draft: &Draft) -> i64 {
        if let Some(url) = self.telling(draft) {
            return hash(&[url]);
        }
        self.ident_by_key(draft)
    }

    /// The same where another article has the address.
    pub(crate) fn ident_by_key(&self, draft: &Draft) -> i64 {
        if draft.named && !self.is_shared(draft) {
            return hash(&[self.feed_url, &draft.key]);
        }
        let date = draft.published.map(|at| at.at.as_second().to_string());
        hash(&[
            self.feed_url,
            &draft.key,
            &draft.title,
            date.as_deref().unwrap_or(&draft.text),
        ])
    }
}

/// Some feeds give every article the address of the front page: such an address tells nothing.
fn telling<'a>(urls: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for url in urls {
        *counts.entry(url).or_default() += 1;
    }
    counts
        .into_iter()
        .filter(|(url, count)| *count == 1 && is_page(url))
        .map(|(url, _)| url)
        .collect()
}

/// Whether an address names more than a site.
pub(crate) fn is_page(url: &str) -> bool {
    let path = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest)
        .trim_end_matches('/');
    path.contains(['/', '?'])
}

impl Known {
    fn read(row: &Row<'_>, home: &Home<'_>, draft: &Draft) -> rusqlite::Result<Self> {
        let feed: Option<i64> = row.get(1)?;
        let published: Option<i64> = row.get(6)?;
        let dates = published.zip(draft.published);
        Ok(Self {
            id: row.get(0)?,
            own: feed == Some(home.feed.0),
            fed: feed.is_some(),
            key_hash: row.get(2)?,
            fingerprint: row.get(3)?,
            words: row.get(4)?,
            same_title: row.get_ref(5)?.as_str()? == &*draft.title,
            same_date: dates.map(|(known, new)| known == new.at.as_second()),
            same_url: row.get_ref(7)?.as_str_or_null()? == draft.url.as_deref(),
        })
    }

    /// Whether an entry that alone has its address is the article that had it: not when its title and its date are others; where
    /// there is none, title and text.
    fn is_heir(&self, tx: &Transaction<'_>, draft: &Draft) -> Result<bool, StoreError> {
        if self.same_title || self.key_hash == hash(&[&draft.key]) && (draft.named || self.same_date.is_none()) {
            return Ok(true);
        }
        match self.same_date {
            Some(same) => Ok(same),
            // Other feeds of an outlet give the same article other titles and teasers.
            None => Ok(!self.own || self.is_akin(tx, draft)?),
        }
    }

    /// Whether most words of the two texts are in both.
    fn is_akin(&self, tx: &Transaction<'_>, draft: &Draft) -> Result<bool, StoreError> {
        let blob: Option<Vec<u8>> = tx
            .prepare_cached("SELECT html FROM body WHERE article_id = ?1")?
            .query_row([self.id], |row| row.get(0))
            .optional()?;
        let (_, former) = blob.and_then(|blob| unpack(&blob)).unwrap_or_default();
        let [former, text] = [&former, &draft.text].map(|text| text.split_whitespace().collect::<HashSet<_>>());
        Ok(3 * former.intersection(&text).count() > former.len() + text.len())
    }
}

/// What an entry is. `seen` are the articles that earlier entries of the answer are.
pub(crate) fn standing(
    tx: &Transaction<'_>,
    home: &Home<'_>,
    draft: &Draft,
    seen: &HashSet<i64>,
) -> Result<Standing, StoreError> {
    if let Some(known) = by_key(tx, home, draft, &draft.key, seen)? {
        return Ok(Standing::Known(known));
    }
    let address = home.telling(draft);
    let (found, is_taken) = match address {
        Some(url) => by_address(tx, home, draft, url)?,
        None => (None, false),
    };
    let found = match found {
        None if home.read_before => by_other_scheme(tx, home, draft, seen)?,
        found => found,
    };
    let found = match found {
        None if home.read_before && !is_taken => by_words(tx, home, draft, seen)?,
        found => found,
    };
    Ok(match found {
        Some(known) => Standing::Known(known),
        None if is_taken => Standing::New(home.ident_by_key(draft)),
        None => Standing::New(home.ident(draft)),
    })
}

/// The article that the feed knows by this key.
fn by_key(
    tx: &Transaction<'_>,
    home: &Home<'_>,
    draft: &Draft,
    key: &str,
    seen: &HashSet<i64>,
) -> Result<Option<Known>, StoreError> {
    let mut statement = tx.prepare_cached(known!("feed_id = ?1 AND key_hash = ?2"))?;
    let mut rows = statement.query(params![home.feed.0, hash(&[key])])?;
    let has_page = draft.url.as_deref().is_some_and(is_page);
    let mut bearers = Vec::new();
    while let Some(row) = rows.next()? {
        let known = Known::read(row, home, draft)?;
        // A guid with its page is the name of one thing.
        if draft.named && has_page {
            return Ok(Some(known));
        }
        bearers.push(known);
    }
    if bearers.is_empty() {
        return Ok(None);
    }
    let now = fingerprint(&draft.title, &draft.html);
    let exactly = |known: &Known| known.fingerprint == now;
    let by_date = |known: &Known| known.same_title && known.same_date == Some(true);
    let mut found = bearers
        .iter()
        .position(exactly)
        .or_else(|| bearers.iter().position(by_date));
    for (at, known) in bearers.iter().enumerate() {
        let is_free = found.is_none() && !seen.contains(&known.id);
        let alone = || bearers.len() == 1 && !home.is_shared(draft);
        if is_free
            && (known.same_title && known.same_date.is_none() && known.is_akin(tx, draft)?
                || alone() && (draft.named || has_page && known.is_heir(tx, draft)?))
        {
            found = Some(at);
        }
    }
    Ok(found.map(|at| bearers.swap_remove(at)))
}

/// The article that has this address in any feed of the outlet; and whether any has it, be it another.
fn by_address(
    tx: &Transaction<'_>,
    home: &Home<'_>,
    draft: &Draft,
    url: &str,
) -> Result<(Option<Known>, bool), StoreError> {
    let mut statement = tx.prepare_cached(known!("ident = ?1 AND outlet_id = ?2"))?;
    let mut rows = statement.query(params![hash(&[url]), home.outlet])?;
    let mut is_taken = false;
    while let Some(row) = rows.next()? {
        is_taken = true;
        let known = Known::read(row, home, draft)?;
        // Another entry of this answer may go by that article's key.
        let is_another = known.own && home.keys.contains_key(&known.key_hash);
        if !is_another && (!known.fed || known.is_heir(tx, draft)?) {
            return Ok((Some(known), true));
        }
    }
    Ok((None, is_taken))
}

/// The article of this feed that says the same under the same title since the same second, and is in the answer no more: some feeds
/// make up addresses for every visitor.
fn by_words(
    tx: &Transaction<'_>,
    home: &Home<'_>,
    draft: &Draft,
    seen: &HashSet<i64>,
) -> Result<Option<Known>, StoreError> {
    let Some(published) = draft.published else {
        return Ok(None);
    };
    let mut statement = tx.prepare_cached(known!(
        "outlet_id = ?1 AND sorted_at = ?2 AND feed_id = ?3 AND title = ?4"
    ))?;
    let at = published.at.as_second();
    let now = fingerprint(&draft.title, &draft.html);
    let mut rows = statement.query(params![home.outlet, at, home.feed.0, &*draft.title])?;
    while let Some(row) = rows.next()? {
        let known = Known::read(row, home, draft)?;
        let is_gone = !seen.contains(&known.id) && !home.keys.contains_key(&known.key_hash);
        if is_gone && known.same_date == Some(true) && (known.fingerprint == now || known.is_akin(tx, draft)?) {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// The article as it was before its outlet went from http to https, or back.
fn by_other_scheme(
    tx: &Transaction<'_>,
    home: &Home<'_>,
    draft: &Draft,
    seen: &HashSet<i64>,
) -> Result<Option<Known>, StoreError> {
    let key = other_scheme(&draft.key).filter(|key| !home.keys.contains_key(&hash(&[key])));
    if let Some(key) = key
        && let Some(known) = by_key(tx, home, draft, &key, seen)?
        && known.is_heir(tx, draft)?
    {
        return Ok(Some(known));
    }
    match home.telling(draft).and_then(other_scheme) {
        Some(url) => Ok(by_address(tx, home, draft, &url)?.0),
        None => Ok(None),
    }
}

/// The same address by https instead of http, or the other way round.
pub(crate) fn other_scheme(address: &str) -> Option<String> {
    match address.strip_prefix("http") {
        Some(rest) if rest.starts_with("://") => Some(format!("https{rest}")),
        Some(rest) if rest.starts_with("s://") => Some(format!("http{}", rest.strip_prefix('s')?)),
        _ => None,
    }
}

/// Lets an article go by the key and the address that its own feed gives it now; what the reader did to it goes with it.
pub(crate) fn follow(tx: &Transaction<'_>, home: &Home<'_>, known: &Known, draft: &Draft) -> Result<(), StoreError> {
    let key_hash = hash(&[&draft.key]);
    if !known.own || known.same_url && known.key_hash == key_hash {
        return Ok(());
    }
    let (ident, former): (i64, Option<String>) = tx
        .prepare_cached("SELECT ident, url FROM article WHERE id = ?1")?
        .query_row([known.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let former = former.as_deref();
    // A feed that gives its front page instead takes nothing away.
    let url = draft.url.as_deref();
    let url = url
        .filter(|url| is_page(url) || !former.is_some_and(is_page))
        .or(former);
    tx.prepare_cached("UPDATE article SET key = nullif(?2, ?4), key_hash = ?3, url = ?4 WHERE id = ?1")?
        .execute(params![known.id, draft.key, key_hash, url])?;
    if url == former {
        return Ok(());
    }
    let [there, before] = [url, former].map(|url| url.and_then(|url| url.split(['?', '#']).next()));
    // A page that was asked at the former address in vain may be at this one; not so where only a parameter is another.
    tx.prepare_cached(
        "UPDATE body SET base = ?2, page_url = iif(page IS NULL AND ?3, NULL, page_url) WHERE article_id = ?1",
    )?
    .execute(params![known.id, draft.base, there != before])?;
    move_marks(tx, known.id, ident, home.ident(draft))
}

/// Lets an article's marks be kept by another ident, unless that is another article's.
fn move_marks(tx: &Transaction<'_>, id: i64, from: i64, to: i64) -> Result<(), StoreError> {
    let is_taken = tx
        .prepare_cached("SELECT 1 FROM article WHERE ident = ?1 UNION ALL SELECT 1 FROM mark WHERE ident = ?1")?
        .exists([to])?;
    if is_taken {
        return Ok(());
    }
    tx.prepare_cached("UPDATE article SET ident = ?2 WHERE id = ?1")?
        .execute([id, to])?;
    for (table, columns) in WRITTEN {
        tx.prepare_cached(&format!(
            "INSERT INTO {table} (ident, {columns}) SELECT ?2, {columns} FROM {table} WHERE ident = ?1"
        ))?
        .execute([from, to])?;
        // Another outlet's article may still go by it.
        tx.prepare_cached(&format!(
            "DELETE FROM {table} WHERE ident = ?1 AND NOT EXISTS (SELECT 1 FROM article WHERE ident = ?1)"
        ))?
        .execute([from])?;
    }
    Ok(())
}
