//! What the reader does to articles. A mark stands in the article's row; when the article goes, a trigger keeps it.

use jiff::Timestamp;
use rusqlite::{params, params_from_iter};

use crate::model::{ArticleId, Mark, Place};
use crate::query::Query;
use crate::store::db::{Db, StoreError};
use crate::store::search::compile;
use crate::store::tallies::touch;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Puts a mark on articles; returns those it was not on before (for undo).
    pub fn mark(&mut self, articles: &[ArticleId], mark: Mark, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let (column, lacking, at) = state(mark, now);
        let tx = self.begin()?;
        let mut changed = Vec::new();
        {
            let sql = format!("UPDATE article SET {column} = ?2 WHERE id = ?1 AND {lacking}");
            let mut update = tx.prepare_cached(&sql)?;
            for article in articles {
                if update.execute(params![article.0, at])? > 0 {
                    changed.push(*article);
                }
            }
        }
        touch(&tx, changed.iter().map(|article| article.0))?;
        tx.commit()?;
        Ok(changed)
    }

    /// The same for every article that fits.
    pub fn mark_all(&mut self, query: &Query, mark: Mark, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let (column, lacking, at) = state(mark, now);
        let compiled = compile(query, now, &self.zone);
        let tx = self.begin()?;
        let changed = {
            let sql = format!(
                "SELECT a.id FROM {} WHERE {} AND a.{lacking}",
                compiled.from, compiled.condition
            );
            let mut select = tx.prepare_cached(&sql)?;
            let fitting = select.query_map(params_from_iter(&compiled.values), |row| row.get(0).map(ArticleId))?;
            let mut fitting = fitting.collect::<Result<Vec<_>, _>>()?;
            fitting.sort_unstable();
            let mut update = tx.prepare_cached(&format!("UPDATE article SET {column} = ?2 WHERE id = ?1"))?;
            for article in &fitting {
                update.execute(params![article.0, at])?;
            }
            fitting
        };
        touch(&tx, changed.iter().map(|article| article.0))?;
        tx.commit()?;
        Ok(changed)
    }

    /// Remembers where the reader stopped.
    pub fn keep_place(&mut self, article: ArticleId, place: Place) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE article SET place_leaf = ?2, place_offset = ?3 WHERE id = ?1")?
            .execute(params![article.0, place.leaf, place.offset])?;
        Ok(())
    }
}

/// The column of a mark, the condition that it is not there yet, and what is written.
fn state(mark: Mark, now: Timestamp) -> (&'static str, &'static str, Option<i64>) {
    let now = now.as_second();
    match mark {
        Mark::Read => ("read_at", "read_at IS NULL", Some(now)),
        Mark::Unread => ("read_at", "read_at IS NOT NULL", None),
        Mark::Bookmarked => ("bookmarked_at", "bookmarked_at IS NULL", Some(now)),
        Mark::Unbookmarked => ("bookmarked_at", "bookmarked_at IS NOT NULL", None),
    }
}
