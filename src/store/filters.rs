//! Saved filters.

use std::sync::PoisonError;

use jiff::Timestamp;
use rusqlite::params;

use crate::model::{Clean, FilterId, SavedFilter};
use crate::query::Query;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::outlets::clean;
use crate::store::tallies::Reading;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Saved filters, in the order they were saved.
    pub fn filters(&self) -> Result<Vec<SavedFilter>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, name, query FROM saved_filter ORDER BY id")?;
        let filters = statement.query_map([], |row| {
            Ok(SavedFilter {
                id: FilterId(row.get(0)?),
                name: clean(row, 1)?,
                query: row.get(2)?,
            })
        })?;
        Ok(filters.collect::<Result<_, _>>()?)
    }

    /// Saves a filter under a name; the same name replaces it. Tells which filter it is, and what it was before.
    pub fn save_filter(&mut self, name: &str, query: &Query) -> Result<(FilterId, Option<SavedFilter>), StoreError> {
        let name = Clean::title(name, 200);
        let before = self.filters()?.into_iter().find(|filter| filter.name == name);
        let id = self.conn.query_row(
            "INSERT INTO saved_filter (name, query) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET query = excluded.query RETURNING id",
            [name.into_string(), query.to_string()],
            |row| row.get(0),
        )?;
        Ok((FilterId(id), before))
    }

    /// Makes a saved filter this one, or takes it away; tells what it was before.
    pub fn put_filter(
        &mut self,
        id: FilterId,
        filter: Option<&SavedFilter>,
    ) -> Result<Option<SavedFilter>, StoreError> {
        let before = self.filters()?.into_iter().find(|known| known.id == id);
        match filter {
            Some(SavedFilter { name, query, .. }) => self.conn.execute(
                "INSERT OR REPLACE INTO saved_filter (id, name, query) VALUES (?1, ?2, ?3)",
                params![id.0, &**name, query],
            )?,
            None => self.conn.execute("DELETE FROM saved_filter WHERE id = ?1", [id.0])?,
        };
        Ok(before)
    }

    /// Unread articles of each saved filter. The first time it takes as long as counting does; from then on, as long as
    /// looking at the articles that were touched since.
    pub fn tallies(&self, now: Timestamp) -> Result<Vec<(FilterId, u64)>, StoreError> {
        let mut known = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        // One moment for all of it: what is written meanwhile counts the next time.
        let _moment = self.conn.unchecked_transaction()?;
        let (conn, zone, filters) = (&self.conn, &self.zone, self.filters()?);
        let counts = known.count(&filters, &Reading { conn, zone, now })?;
        Ok(filters.iter().map(|filter| filter.id).zip(counts).collect())
    }
}
