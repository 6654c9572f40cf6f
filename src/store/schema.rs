//! What a database of ours is: its migrations, whose it is, whether it is whole.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::store::error::StoreError;

/// Migrations in order; the database's `user_version` counts those that were run. Never edited after a release.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
    include_str!("migrations/0008.sql"),
    include_str!("migrations/0009.sql"),
    include_str!("migrations/0010.sql"),
    include_str!("migrations/0011.sql"),
    include_str!("migrations/0012.sql"),
];

/// The newest version this program knows.
#[expect(clippy::cast_possible_wrap, reason = "there will not be so many")]
pub(crate) const KNOWN: i64 = MIGRATIONS.len() as i64;

/// What is wrong with a database's tables, in sentences. Whether the index of words says what it should is not looked at:
/// that takes eight times as long as all the rest.
pub(crate) fn said_of_tables(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement =
        conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %'")?;
    let tables = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut said = Vec::new();
    for table in tables {
        said.extend(said_by(conn, &format!("PRAGMA quick_check(\"{table}\")"))?);
    }
    Ok(said)
}

pub(crate) fn said_by(conn: &Connection, check: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = conn.prepare(check)?;
    let said = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(said.into_iter().filter(|line| line != "ok").collect())
}

/// Opens a file that nobody writes, for reading: nothing is made beside it.
pub(crate) fn open_immutable(path: &Path) -> Result<Connection, StoreError> {
    let cannot = |said: &dyn std::fmt::Display| StoreError::ReadOnly(said.to_string());
    let path = std::path::absolute(path).map_err(|error| cannot(&error))?;
    let mut url = url::Url::from_file_path(&path).map_err(|()| cannot(&path.display()))?;
    url.set_query(Some("immutable=1"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let conn = Connection::open_with_flags(url.as_str(), flags)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

/// Refuses what a newer byline or another program made, before anything is written.
pub(crate) fn refuse_strangers(conn: &Connection) -> Result<(), StoreError> {
    // One moment for both questions: another program may be making the database between them.
    let _moment = conn.unchecked_transaction()?;
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > KNOWN {
        return Err(StoreError::Newer { found, known: KNOWN });
    }
    let sql = "SELECT count(*), count(*) FILTER (WHERE name = 'article') FROM sqlite_schema WHERE type = 'table'";
    let (tables, ours): (i64, i64) = conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if tables > 0 && (ours == 0 || found == 0) {
        return Err(StoreError::Corrupt("it is another program's database".to_owned()));
    }
    Ok(())
}
