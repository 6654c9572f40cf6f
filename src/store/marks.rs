//! What the reader does to articles. A mark is kept by the article's address, so that it outlives the article.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::{ArticleId, Mark, Place};
use crate::query::Query;
use crate::store::db::{Db, StoreError};
use crate::store::search::compile;

/// What a mark is kept under, as SQL over `article`: the address, else feed and key.
pub(crate) const KEY: &str = "coalesce(url, feed_url || char(10) || key)";

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Puts a mark on articles; returns those it was not on before (for undo).
    pub fn mark(&mut self, articles: &[ArticleId], mark: Mark, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let tx = self.begin()?;
        let mut changed = Vec::new();
        for article in articles {
            if put(&tx, *article, mark, now)? {
                changed.push(*article);
            }
        }
        tx.commit()?;
        Ok(changed)
    }

    /// The same for every article that fits.
    pub fn mark_all(&mut self, query: &Query, mark: Mark, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let compiled = compile(query, now, &self.zone);
        let (column, value) = state(mark);
        let tx = self.begin()?;
        let ids = {
            let sql = format!(
                "SELECT a.id FROM {} WHERE {} AND a.{column} <> {value}",
                compiled.from, compiled.condition
            );
            let mut statement = tx.prepare(&sql)?;
            let ids = statement.query_map(rusqlite::params_from_iter(&compiled.values), |row| {
                row.get(0).map(ArticleId)
            })?;
            ids.collect::<Result<Vec<_>, _>>()?
        };
        for id in &ids {
            put(&tx, *id, mark, now)?;
        }
        tx.commit()?;
        Ok(ids)
    }

    /// Remembers where the reader stopped.
    pub fn keep_place(&mut self, article: ArticleId, place: Place) -> Result<(), StoreError> {
        self.conn.execute(
            &format!(
                "INSERT INTO mark (key, first_seen_at, place_leaf, place_offset)
                 SELECT {KEY}, fetched_at, ?2, ?3 FROM article WHERE id = ?1
                 ON CONFLICT (key) DO UPDATE SET place_leaf = ?2, place_offset = ?3"
            ),
            params![article.0, place.leaf, place.offset],
        )?;
        Ok(())
    }

    /// Where the reader stopped.
    pub(crate) fn place(&self, article: ArticleId) -> Result<Option<Place>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT place_leaf, place_offset FROM mark
             WHERE key = (SELECT {KEY} FROM article WHERE id = ?1) AND place_leaf IS NOT NULL"
        ))?;
        Ok(statement
            .query_row([article.0], |row| {
                Ok(Place {
                    leaf: row.get(0)?,
                    offset: row.get(1)?,
                })
            })
            .optional()?)
    }
}

fn state(mark: Mark) -> (&'static str, i64) {
    match mark {
        Mark::Read => ("read", 1),
        Mark::Unread => ("read", 0),
        Mark::Bookmarked => ("bookmarked", 1),
        Mark::Unbookmarked => ("bookmarked", 0),
    }
}

/// Whether this changed anything.
fn put(tx: &Transaction<'_>, article: ArticleId, mark: Mark, now: Timestamp) -> Result<bool, StoreError> {
    let (column, value) = state(mark);
    let changed = tx
        .prepare_cached(&format!(
            "UPDATE article SET {column} = {value} WHERE id = ?1 AND {column} <> {value}"
        ))?
        .execute([article.0])?;
    if changed == 0 {
        return Ok(false);
    }
    let at = (value == 1).then_some(now.as_second());
    tx.prepare_cached(&format!(
        "INSERT INTO mark (key, first_seen_at, {column}_at) SELECT {KEY}, fetched_at, ?2 FROM article WHERE id = ?1
         ON CONFLICT (key) DO UPDATE SET {column}_at = ?2"
    ))?
    .execute(params![article.0, at])?;
    Ok(true)
}
