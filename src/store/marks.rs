//! What the reader does to articles. A mark stands in the article's row; when the article goes, a trigger keeps it.

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use crate::model::{ArticleId, Mark, Place, Seen};
use crate::query::{Expr, Is, Query};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::search::every;
use crate::store::touched::touch;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Puts a mark on articles; returns those it was not on before (for undo).
    pub fn mark(&mut self, articles: &[ArticleId], mark: Mark, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let tx = self.begin()?;
        let changed = put(
            &tx,
            &articles.iter().map(|article| article.0).collect::<Vec<_>>(),
            mark,
            Seen::ALL,
            now,
        )?;
        tx.commit()?;
        Ok(changed)
    }

    /// The same for every article that fits, as far as the list of them was read.
    pub fn mark_all(
        &mut self,
        query: &Query,
        mark: Mark,
        seen: Seen,
        now: Timestamp,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let lacking = match mark {
            Mark::Read => Expr::Is(Is::Unread),
            Mark::Unread => Expr::Is(Is::Read),
            Mark::Bookmarked => Expr::Not(Box::new(Expr::Is(Is::Bookmarked))),
            Mark::Unbookmarked => Expr::Is(Is::Bookmarked),
        };
        let zone = self.zone.clone();
        let tx = self.begin()?;
        let fitting = every(&tx, &query.clone().with(lacking), now, &zone)?;
        let changed = put(&tx, &fitting, mark, seen, now)?;
        tx.commit()?;
        Ok(changed)
    }

    /// Those of these articles that are not there any more.
    pub fn gone(&self, articles: &[ArticleId]) -> Result<Vec<ArticleId>, StoreError> {
        let ids = serde_json::json!(articles.iter().map(|article| article.0).collect::<Vec<_>>()).to_string();
        let mut statement = self.conn.prepare_cached(
            "SELECT value FROM json_each(?1) WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = value)",
        )?;
        let gone = statement.query_map([ids], |row| row.get(0).map(ArticleId))?;
        Ok(gone.collect::<Result<_, _>>()?)
    }

    /// Remembers where the reader stopped.
    pub fn keep_place(&mut self, article: ArticleId, place: Place) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE article SET place_leaf = ?2, place_offset = ?3 WHERE id = ?1")?
            .execute(params![article.0, place.leaf, place.offset])?;
        Ok(())
    }
}

/// In one statement: a statement for each article would copy the pages that its trigger changes as often.
pub(crate) fn put(
    tx: &Transaction<'_>,
    articles: &[i64],
    mark: Mark,
    seen: Seen,
    now: Timestamp,
) -> Result<Vec<ArticleId>, StoreError> {
    let now = now.as_second();
    let (column, lacking, at) = match mark {
        Mark::Read => ("read_at", "read_at IS NULL", Some(now)),
        Mark::Unread => ("read_at", "read_at IS NOT NULL", None),
        Mark::Bookmarked => ("bookmarked_at", "bookmarked_at IS NULL", Some(now)),
        Mark::Unbookmarked => ("bookmarked_at", "bookmarked_at IS NOT NULL", None),
    };
    let ids = serde_json::json!(articles).to_string();
    let mut update = tx.prepare_cached(&format!(
        "UPDATE article SET {column} = ?2 WHERE id IN (SELECT value FROM json_each(?1)) AND {lacking}
         AND (id <= ?3 OR (sorted_at, id) < (?4, ?5)) RETURNING id"
    ))?;
    let (last_at, last) = seen.last.map(|(at, id)| (at.as_second(), id.0)).unzip();
    let values = params![ids, at, seen.newest.0, last_at, last];
    let changed = update.query_map(values, |row| row.get(0).map(ArticleId))?;
    let changed = changed.collect::<Result<Vec<_>, _>>()?;
    touch(tx, changed.iter().map(|article| article.0))?;
    Ok(changed)
}
