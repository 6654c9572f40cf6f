//! Outlets, their feeds and how these fare.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row as SqlRow, Transaction, params};

use crate::model::{Clean, Feed, FeedId, FeedState, Language, Outlet, OutletId, Validators};
use crate::query::Known;
use crate::store::db::Db;
use crate::store::draft::Health;
use crate::store::error::StoreError;
use crate::store::follow;
use crate::store::slug::free_slug;
use crate::store::touched::touch_all;

/// Seconds of the four weeks over which articles a week are counted.
const FOUR_WEEKS_SECS: i64 = 28 * 86_400;

const FEED: &str =
    "SELECT f.id, f.outlet_id, f.url, f.title, f.kind, f.state, f.why, f.last_success_at, f.next_poll_at,
    f.failures, f.etag, f.last_modified, f.body_hash, f.schedule, f.per_week FROM feed f";

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// All outlets that are followed with their feeds, by folder and name.
    pub fn outlets(&self) -> Result<Vec<Outlet>, StoreError> {
        let mut feeds: HashMap<OutletId, Vec<Feed>> = HashMap::new();
        let mut statement = self.conn.prepare_cached(&format!("{FEED} ORDER BY f.id"))?;
        for feed in statement.query_map([], feed)? {
            let feed = feed?;
            feeds.entry(feed.outlet).or_default().push(feed);
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT id, name, slug, folder, site, language FROM outlet WHERE followed
             ORDER BY folder IS NULL, folder COLLATE names, name COLLATE names, id",
        )?;
        let outlets = statement.query_map([], |row| {
            let id = OutletId(row.get(0)?);
            Ok(Outlet {
                id,
                name: clean(row, 1)?,
                slug: row.get(2)?,
                folder: row.get::<_, Option<String>>(3)?.map(|name| Clean::line(&name)),
                site: row.get(4)?,
                language: Language::of(&row.get::<_, String>(5)?),
                feeds: feeds.remove(&id).unwrap_or_default(),
            })
        })?;
        Ok(outlets.collect::<Result<_, _>>()?)
    }

    /// What the outlets that have articles or may get some are called, and their folders.
    pub fn known(&self) -> Result<Known, StoreError> {
        let mut known = Known::default();
        let mut statement = self
            .conn
            .prepare_cached("SELECT slug, name, folder FROM outlet WHERE followed OR articles > 0 ORDER BY slug")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            known.outlets.push((row.get(0)?, clean(row, 1)?.into_string()));
            known.folders.extend(row.get::<_, Option<String>>(2)?);
        }
        known.folders.sort_unstable();
        known.folders.dedup();
        Ok(known)
    }

    /// Renames an outlet and puts it into a folder, or out of any.
    pub fn edit_outlet(&mut self, outlet: OutletId, name: &str, folder: Option<&str>) -> Result<(), StoreError> {
        let name = Clean::title(name, 200);
        let folder = follow::folder(folder);
        let tx = self.begin()?;
        tx.execute(
            "UPDATE outlet SET name = ?2, folder = ?3 WHERE id = ?1 AND ?2 <> ''",
            params![outlet.0, &*name, folder.as_deref()],
        )?;
        touch_all(&tx)?;
        Ok(tx.commit()?)
    }

    /// Unsubscribes: its articles go, but for the bookmarked ones, which keep their outlet's name.
    pub fn remove_outlet(&mut self, outlet: OutletId) -> Result<(), StoreError> {
        let tx = self.begin()?;
        tx.execute(
            "DELETE FROM article WHERE outlet_id = ?1 AND bookmarked_at IS NULL",
            [outlet.0],
        )?;
        // Followed again, it brings everything anew; a later outlet may get this row's number.
        tx.execute(
            "UPDATE mark SET dropped_from = NULL WHERE dropped_from = ?1",
            [outlet.0],
        )?;
        tx.execute("DELETE FROM outlet WHERE id = ?1 AND articles = 0", [outlet.0])?;
        // With bookmarks left it stays out of sight, its feeds asleep, and wakes when it is followed again.
        tx.execute("UPDATE outlet SET followed = 0 WHERE id = ?1", [outlet.0])?;
        tx.execute("UPDATE feed SET state = 'gone' WHERE outlet_id = ?1", [outlet.0])?;
        touch_all(&tx)?;
        tx.commit()?;
        // Stories are found anew by what is left.
        self.recent = None;
        Ok(())
    }

    /// Pauses a feed, or wakes it: then it fares as it did. When it is due stays as it was: its server may have asked to wait.
    pub fn pause_feed(&mut self, feed: FeedId, paused: bool) -> Result<(), StoreError> {
        self.conn.execute(
            "UPDATE feed SET state = CASE WHEN ?2 THEN 'paused' WHEN failures > 0 THEN 'failing' WHEN kind IS NULL THEN 'new'
                ELSE 'ok' END WHERE id = ?1",
            params![feed.0, paused],
        )?;
        Ok(())
    }

    /// Lets a feed be due at a moment, unless it is due sooner.
    pub fn hasten(&mut self, feed: FeedId, at: Timestamp) -> Result<(), StoreError> {
        let sooner = "UPDATE feed SET next_poll_at = ?2 WHERE id = ?1 AND next_poll_at > ?2";
        self.conn.execute(sooner, params![feed.0, at.as_second()])?;
        Ok(())
    }

    /// Lets feeds be due now that are to wait beyond `furthest`, or were last read or, where they fail, asked after `latest`: the clock
    /// was ahead then.
    pub fn set_right(&mut self, now: Timestamp, furthest: Timestamp, latest: Timestamp) -> Result<(), StoreError> {
        self.conn.execute(
            "UPDATE feed SET next_poll_at = min(next_poll_at, ?1), last_success_at = min(last_success_at, ?1)
             WHERE next_poll_at > ?2 OR last_success_at > ?3
                OR state <> 'ok' AND next_poll_at > ?1 AND json_valid(schedule) AND unixepoch(schedule ->> 'asked_at') > ?3",
            params![now.as_second(), furthest.as_second(), latest.as_second()],
        )?;
        Ok(())
    }

    /// Feeds that are due, longest due first; paused and gone ones never are.
    pub fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<Feed>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{FEED} WHERE f.state NOT IN ('gone', 'paused') AND f.next_poll_at <= ?1 ORDER BY f.next_poll_at LIMIT ?2"
        ))?;
        Ok(statement
            .query_map(params![now.as_second(), limit], feed)?
            .collect::<Result<_, _>>()?)
    }

    /// When the next feed is due.
    pub fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT min(next_poll_at) FROM feed WHERE state NOT IN ('gone', 'paused')")?;
        Ok(statement.query_row([], |row| moment(row, 0))?)
    }

    /// One feed.
    pub fn feed(&self, id: FeedId) -> Result<Option<Feed>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!("{FEED} WHERE f.id = ?1"))?;
        Ok(statement.query_row([id.0], feed).optional()?)
    }

    /// The first feed of an outlet.
    pub fn feed_of(&self, outlet: OutletId) -> Result<Option<Feed>, StoreError> {
        let sql = format!("{FEED} WHERE f.outlet_id = ?1 ORDER BY f.id LIMIT 1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_row([outlet.0], feed).optional()?)
    }

    /// How many articles of an outlet there are.
    pub fn articles_of(&self, outlet: OutletId) -> Result<u32, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT articles FROM outlet WHERE id = ?1")?;
        Ok(statement
            .query_row([outlet.0], |row| row.get(0))
            .optional()?
            .unwrap_or_default())
    }

    /// Saves a feed's health alone: unchanged, failed, moved.
    pub fn record(&mut self, feed: FeedId, health: &Health) -> Result<(), StoreError> {
        let tx = self.begin()?;
        write_health(&tx, feed, health)?;
        tx.commit()?;
        Ok(())
    }

    /// The same for many feeds, all or none: waiting for the disk is what costs.
    pub fn record_all(&mut self, healths: &[(FeedId, Health)]) -> Result<(), StoreError> {
        let tx = self.begin()?;
        for (feed, health) in healths {
            write_health(&tx, *feed, health)?;
        }
        tx.commit()?;
        Ok(())
    }
}

/// Writes how a feed fares. The reader's word outlives a refresh that was under way: a paused feed stays paused, and nothing is
/// written, which it tells, where the feed is followed no longer, or is not the one that was asked.
pub(crate) fn write_health(tx: &Transaction<'_>, feed: FeedId, health: &Health) -> Result<bool, StoreError> {
    let worked = matches!(health.state, FeedState::Ok).then_some(health.asked_at.as_second());
    let asked = health.asked.as_ref();
    let written =
        tx.prepare_cached(
            "UPDATE feed SET state = CASE state WHEN 'paused' THEN state ELSE ?2 END, why = ?3, failures = ?4,
            last_success_at = coalesce(?5, last_success_at), next_poll_at = ?6, etag = ?7, last_modified = ?8,
            body_hash = ?9, schedule = ?10
         WHERE id = ?1 AND (?11 IS NULL OR url = ?11 AND body_hash IS ?12)
            AND EXISTS (SELECT 1 FROM outlet o WHERE o.id = feed.outlet_id AND o.followed)",
        )?
        .execute(params![
            feed.0,
            health.state.word(),
            health.why.as_deref(),
            health.failures,
            worked,
            health.next_poll_at.as_second(),
            health.validators.etag,
            health.validators.last_modified,
            health.body_hash,
            health.schedule,
            asked.map(|asked| &asked.url),
            asked.and_then(|asked| asked.body_hash),
        ])? > 0;
    if let Some(url) = health.moved_to.as_ref().filter(|_| written) {
        // When that address is followed already, the old one just stays: dropping either could lose articles.
        let free = "WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM feed WHERE url = ?2)";
        let former = format!("INSERT OR REPLACE INTO former_address SELECT url, id FROM feed {free}");
        tx.execute(&former, params![feed.0, url])?;
        tx.execute(&format!("UPDATE feed SET url = ?2 {free}"), params![feed.0, url])?;
    }
    Ok(written)
}

/// Articles a week over the last four weeks, for one feed.
pub(crate) fn count_week(tx: &Transaction<'_>, feed: FeedId, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE feed SET per_week = (SELECT count(*) FROM article a WHERE a.outlet_id = feed.outlet_id
            AND a.sorted_at > ?2 AND a.feed_id = feed.id) / 4.0 WHERE id = ?1",
    )?
    .execute(params![feed.0, now.as_second() - FOUR_WEEKS_SECS])?;
    Ok(())
}

/// The same for all of them.
pub(crate) fn count_weeks(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE feed SET per_week = coalesce(counted.articles, 0) / 4.0 FROM feed f LEFT JOIN
            (SELECT feed_id, count(*) AS articles FROM article WHERE sorted_at > ?1 GROUP BY feed_id) AS counted
            ON counted.feed_id = f.id WHERE feed.id = f.id",
        [now.as_second() - FOUR_WEEKS_SECS],
    )?;
    Ok(())
}

/// Gives an outlet that was added by its address alone the name that its feed carries.
pub(crate) fn name_outlet(
    tx: &Transaction<'_>,
    feed: FeedId,
    title: &Clean,
    site: Option<&str>,
) -> Result<(), StoreError> {
    let outlet: Option<(i64, String)> = tx
        .prepare_cached("SELECT o.id, o.name FROM outlet o JOIN feed f ON f.outlet_id = o.id WHERE f.id = ?1")?
        .query_row([feed.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, name)) = outlet else { return Ok(()) };
    tx.prepare_cached("UPDATE outlet SET site = coalesce(site, ?2) WHERE id = ?1")?
        .execute(params![id, site])?;
    if !title.is_empty() && (name.is_empty() || name.contains("://")) {
        let slug = free_slug(tx, title, id)?;
        tx.execute(
            "UPDATE outlet SET name = ?2, slug = ?3 WHERE id = ?1",
            params![id, &**title, slug],
        )?;
    }
    Ok(())
}

fn feed(row: &SqlRow<'_>) -> rusqlite::Result<Feed> {
    Ok(Feed {
        id: FeedId(row.get(0)?),
        outlet: OutletId(row.get(1)?),
        url: row.get(2)?,
        title: clean(row, 3)?,
        kind: row.get(4)?,
        state: match row.get_ref(5)?.as_str()? {
            "new" => FeedState::New,
            "failing" => FeedState::Failing,
            "gone" => FeedState::Gone,
            "paused" => FeedState::Paused,
            _ => FeedState::Ok,
        },
        why: row.get::<_, Option<String>>(6)?.map(|why| Clean::line(&why)),
        last_success_at: moment(row, 7)?,
        next_poll_at: moment(row, 8)?.unwrap_or_default(),
        failures: row.get(9)?,
        per_week: row.get(14)?,
        validators: Validators {
            etag: row.get(10)?,
            last_modified: row.get(11)?,
        },
        schedule: row.get(13)?,
        body_hash: row.get(12)?,
    })
}

/// Text of a column; cleaned again, since a database file, too, may come from somebody else.
pub(crate) fn clean(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Clean> {
    Ok(Clean::line(row.get_ref(column)?.as_str()?))
}

/// A moment in whole seconds.
pub(crate) fn moment(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row
        .get::<_, Option<i64>>(column)?
        .and_then(|second| Timestamp::from_second(second).ok()))
}
