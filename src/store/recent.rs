//! Each new article finds its story among those of the last days, in the transaction that saves it.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, Transaction, params};

use crate::model::{Language, Published};
use crate::store::draft::{Draft, Grouping};
use crate::store::error::StoreError;
use crate::story::{Index, Report};

/// Articles older than this, in seconds, find no story any more.
const WINDOW: i64 = 72 * 3600;

/// The articles of the last days, ready to compare a new one with.
#[derive(Debug, Default)]
pub struct Recent {
    index: Index,
    /// The newest article that is in it.
    last: i64,
}

/// The newest article there is: those above it are new. What changed since it came keeps the story that it has.
pub(crate) fn newest(tx: &Transaction<'_>) -> Result<i64, StoreError> {
    Ok(tx
        .prepare_cached("SELECT coalesce(max(id), 0) FROM article")?
        .query_row([], |row| row.get(0))?)
}

/// Gives the articles that this transaction brought, those after `before`, their stories.
pub(crate) fn group(
    tx: &Transaction<'_>,
    recent: &mut Option<Recent>,
    grouping: &Grouping,
    (before, fresh): (i64, &[(i64, &Draft)]),
    now: Timestamp,
) -> Result<(), StoreError> {
    if grouping.off || fresh.iter().all(|(id, _)| *id <= before) {
        return Ok(());
    }
    let since = now.as_second().saturating_sub(WINDOW);
    let recent = recent.get_or_insert_default();
    recent.catch_up(tx, since, before + 1)?;
    recent.index.forget(now.as_second());
    let apart = apart(tx, grouping)?;
    let mut reports = Vec::new();
    for (id, draft) in fresh.iter().filter(|(id, _)| *id > before) {
        recent.last = recent.last.max(*id);
        // Most of a first refresh is older: not worth a question.
        let old = |published: Published| published.at.as_second() < since;
        if draft.published.is_some_and(old) {
            continue;
        }
        let (outlet, at): (i64, i64) = tx
            .prepare_cached("SELECT outlet_id, sorted_at FROM article WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if at >= since && !apart.contains(&outlet) {
            reports.push((at, *id, outlet, *draft));
        }
    }
    // Feeds list the newest first; a story begins with whoever reported it first.
    reports.sort_unstable_by_key(|(at, id, _, _)| (*at, *id));
    for (at, id, outlet, draft) in reports {
        let report = Report {
            outlet,
            language: draft.language,
            at,
            title: &draft.title,
            text: &draft.text,
        };
        let story = recent.index.place(id, &report);
        if story != id {
            join(tx, id, story, now)?;
        }
    }
    Ok(())
}

/// Outlets whose articles stand alone.
fn apart(conn: &Connection, grouping: &Grouping) -> Result<HashSet<i64>, StoreError> {
    let mut apart = HashSet::new();
    for slug in &grouping.apart {
        let mut statement = conn.prepare_cached("SELECT id FROM outlet WHERE slug = ?1")?;
        apart.extend(statement.query_row([slug], |row| row.get::<_, i64>(0)).optional()?);
    }
    Ok(apart)
}

/// Puts an article into a story; in one that is muted it is read already.
fn join(tx: &Transaction<'_>, article: i64, story: i64, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE article SET story_id = ?1 WHERE id = ?1 AND story_id IS NULL")?
        .execute([story])?;
    tx.prepare_cached("UPDATE article SET story_id = ?2 WHERE id = ?1")?
        .execute([article, story])?;
    tx.prepare_cached(
        "UPDATE article SET read_at = ?3 WHERE id = ?1 AND read_at IS NULL
            AND EXISTS (SELECT 1 FROM story WHERE id = ?2 AND muted_at IS NOT NULL)",
    )?
    .execute(params![article, story, now.as_second()])?;
    Ok(())
}

impl Recent {
    /// Reads them all.
    pub(crate) fn read(conn: &Connection, now: Timestamp) -> Result<Self, StoreError> {
        let mut recent = Self::default();
        recent.catch_up(conn, now.as_second().saturating_sub(WINDOW), i64::MAX)?;
        Ok(recent)
    }

    /// Whether it has articles that another has not yet.
    pub(crate) fn is_ahead_of(&self, other: &Self) -> bool {
        self.last > other.last
    }

    /// An article is in this story now.
    pub(crate) fn regroup(&mut self, article: i64, story: i64) {
        self.index.regroup(article, story);
    }

    /// Takes in what was saved before `until` and is not here yet: at first all, later what other processes saved.
    fn catch_up(&mut self, conn: &Connection, since: i64, until: i64) -> Result<(), StoreError> {
        // The planner takes the condition without a plus by its index.
        let by = if self.last == 0 {
            "sorted_at >= ?1 AND +id > ?2 AND +id < ?3"
        } else {
            "+sorted_at >= ?1 AND id > ?2 AND id < ?3"
        };
        let sql = format!(
            "SELECT id, outlet_id, language, sorted_at, title, excerpt, story_id FROM article WHERE {by} ORDER BY id"
        );
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query([since, self.last, until])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            let report = Report {
                outlet: row.get(1)?,
                language: Language::of(text(row, 2)?),
                at: row.get(3)?,
                title: text(row, 4)?,
                text: text(row, 5)?,
            };
            let story: Option<i64> = row.get(6)?;
            self.index.recall(id, &report, story.unwrap_or(id));
            self.last = id;
        }
        Ok(())
    }
}

fn text<'r>(row: &'r SqlRow<'_>, column: usize) -> rusqlite::Result<&'r str> {
    Ok(row.get_ref(column)?.as_str()?)
}
