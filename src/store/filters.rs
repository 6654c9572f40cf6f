//! Saved filters.

use crate::model::{Clean, FilterId, SavedFilter};
use crate::query::Query;
use crate::store::db::{Db, StoreError};
use crate::store::outlets::clean;

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

    /// Saves a filter under a name; the same name replaces it.
    pub fn save_filter(&mut self, name: &str, query: &Query) -> Result<FilterId, StoreError> {
        let id = self.conn.query_row(
            "INSERT INTO saved_filter (name, query) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET query = excluded.query RETURNING id",
            [Clean::title(name, 200).into_string(), query.to_string()],
            |row| row.get(0),
        )?;
        Ok(FilterId(id))
    }

    /// Removes a saved filter.
    pub fn remove_filter(&mut self, filter: FilterId) -> Result<(), StoreError> {
        self.conn
            .execute("DELETE FROM saved_filter WHERE id = ?1", [filter.0])?;
        Ok(())
    }
}
