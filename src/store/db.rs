//! A connection: opening, pragmas, migrations, transactions.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::query::Rule;
use crate::store::beside;
use crate::store::draft::Grouping;
use crate::store::error::StoreError;
use crate::store::functions::add_functions;
use crate::store::recent::Recent;
use crate::store::schema::{KNOWN, MIGRATIONS, open_immutable, refuse_strangers, said_by};
use crate::store::tallies::Tallies;

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection with its pragmas; every query is a method. One `&mut` method is one transaction.
#[derive(Debug)]
pub struct Db {
    pub(crate) conn: Connection,
    pub(crate) zone: jiff::tz::TimeZone,
    pub(crate) grouping: Arc<Grouping>,
    /// What stories are found by; read when the first article needs it, and anew after a transaction that failed.
    pub(crate) recent: Option<Recent>,
    pub(crate) tallies: Arc<Mutex<Tallies>>,
    pub(crate) rules: Arc<Vec<Rule>>,
    /// Opened for reading only because the disk was full.
    pub(crate) lacks_room: bool,
    /// SQLite's number of what others had written when this was last looked at.
    pub(crate) version_seen: i64,
}

impl Db {
    /// Opens or creates the database in a file and migrates it. What it cannot read it leaves as it is; what it may not
    /// write, or has no room to, it opens for reading, and every write then fails as [`StoreError::ReadOnly`].
    ///
    /// # Errors
    /// As [`StoreError`] says; then nothing has changed.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        beside::keep_private(path);
        let opened = Connection::open(path).map_err(StoreError::from);
        match opened.and_then(|conn| Self::prepare(conn, Some(path))) {
            Err(why @ (StoreError::ReadOnly(_) | StoreError::Full)) if path.exists() => Self::open_after_all(path, why),
            opened => opened,
        }
    }

    /// Opens it in a place where nothing may be written, not even the files beside it that sharing it takes.
    pub(crate) fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let conn = open_immutable(path)?;
        let db = Self::on(conn)?;
        match db.version()? {
            KNOWN => Ok(db),
            found if found > KNOWN => Err(StoreError::Newer { found, known: KNOWN }),
            _ => Err(StoreError::ReadOnly("it has to be brought up to date first".to_owned())),
        }
    }

    /// Opens for reading what could not be opened otherwise.
    fn open_after_all(path: &Path, why: StoreError) -> Result<Self, StoreError> {
        let lacks_room = matches!(why, StoreError::Full);
        let db = Self::open_read_only(path).or(Err(why))?;
        Ok(Self { lacks_room, ..db })
    }

    /// Opens it for reading only.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn open_reader(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, flags).map_err(StoreError::from);
        let db = match opened.and_then(Self::settle) {
            Err(why @ (StoreError::ReadOnly(_) | StoreError::Full)) => return Self::open_after_all(path, why),
            opened => opened?,
        };
        db.conn
            .execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -2048;")?;
        Ok(db)
    }

    /// A database that is gone when dropped.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, None)
    }

    /// Sets the time zone by which days are counted; UTC until then.
    pub fn set_zone(&mut self, zone: jiff::tz::TimeZone) {
        self.zone = zone;
    }

    fn prepare(conn: Connection, path: Option<&Path>) -> Result<Self, StoreError> {
        let mut db = Self::settle(conn)?;
        db.migrate(path)?;
        db.changed_outside()?;
        Ok(db)
    }

    fn settle(conn: Connection) -> Result<Self, StoreError> {
        conn.busy_timeout(PATIENCE)?;
        // The first statement that reads the file: a damaged one fails here, before anything is written.
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        refuse_strangers(&conn)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        let mode: String = conn.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
        if mode != "wal" && mode != "memory" {
            // Only a new file takes it: bodies of some 2 kB leave half of each of SQLite's usual pages empty.
            conn.pragma_update(None, "page_size", 8192)?;
            turn_to_wal(&conn)?;
        }
        // FULL: in simulated power cuts NORMAL lost acknowledged bookmarks, FULL none.
        conn.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;
             PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 16777216;",
        )?;
        conn.set_prepared_statement_cache_capacity(64);
        Self::on(conn)
    }

    fn on(conn: Connection) -> Result<Self, StoreError> {
        add_functions(&conn)?;
        Ok(Self {
            conn,
            zone: jiff::tz::TimeZone::UTC,
            grouping: Arc::default(),
            recent: None,
            tallies: Arc::default(),
            rules: Arc::default(),
            lacks_room: false,
            version_seen: 0,
        })
    }

    fn migrate(&mut self, path: Option<&Path>) -> Result<(), StoreError> {
        let found = self.version()?;
        if found >= KNOWN {
            return Ok(());
        }
        if let (Some(path), true) = (path, found > 0) {
            beside::copy_before(&self.conn, path, KNOWN)?;
        }
        let tx = self.begin()?;
        // Another program may have migrated it while this one waited for the lock.
        let found: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        for migration in MIGRATIONS.iter().skip(found.try_into().unwrap_or(usize::MAX)) {
            tx.execute_batch(migration)?;
        }
        tx.pragma_update(None, "user_version", KNOWN)?;
        tx.commit()?;
        Ok(())
    }

    /// Whether anybody else has written since this was last asked; of the connection that writes, another program has.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn changed_outside(&mut self) -> Result<bool, StoreError> {
        let version = self.conn.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(std::mem::replace(&mut self.version_seen, version) != version)
    }

    /// Whether its file, or the folder that it is in, may not be written to.
    pub(crate) fn is_read_only(&self) -> Result<bool, StoreError> {
        Ok(!self.lacks_room && self.conn.is_readonly("main")?)
    }

    fn version(&self) -> Result<i64, StoreError> {
        Ok(self.conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
    }

    /// A transaction that holds the write lock from its start, so that it never fails half way for want of it.
    pub(crate) fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }

    /// What is wrong with the file, in sentences; empty when all is well.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        said_by(&self.conn, "PRAGMA quick_check(20)")
    }

    /// Copies the whole database to a new file.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        beside::copy_to(&self.conn, to)
    }

    /// Bytes of the database file.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn size_bytes(&self) -> Result<u64, StoreError> {
        let pages: i64 = self.conn.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let page: i64 = self.conn.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        Ok((pages * page).unsigned_abs())
    }

    /// Bytes of it that hold nothing: what went leaves room for what comes.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn unused_bytes(&self) -> Result<u64, StoreError> {
        let pages: i64 = self.conn.query_row("PRAGMA freelist_count", [], |row| row.get(0))?;
        let page: i64 = self.conn.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        Ok((pages * page).unsigned_abs())
    }

    /// Gives that room back to the system, by writing the whole database anew.
    ///
    /// # Errors
    /// As [`StoreError`] says; then nothing has changed.
    pub fn compact(&mut self) -> Result<(), StoreError> {
        // The copy is as large as the database: too large for the memory.
        self.conn.execute_batch("PRAGMA temp_store = FILE; VACUUM;")?;
        Ok(self
            .conn
            .execute_batch("PRAGMA temp_store = MEMORY; PRAGMA wal_checkpoint(TRUNCATE);")?)
    }

    /// Moves what the log holds into the database, and lets SQLite learn from what was asked.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn settle_down(&self) -> Result<(), StoreError> {
        Ok(self
            .conn
            .execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")?)
    }

    /// A small value that the program keeps for itself between runs.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        use rusqlite::OptionalExtension;
        let mut statement = self.conn.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Keeps one.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn keep_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.conn.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            [name, value],
        )?;
        Ok(())
    }
}

/// Turns write-ahead logging on. Here alone SQLite does not wait for another program that does the same at this moment.
fn turn_to_wal(conn: &Connection) -> Result<(), StoreError> {
    const PAUSE: Duration = Duration::from_millis(10);
    for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
        match conn
            .pragma_update(None, "journal_mode", "wal")
            .map_err(StoreError::from)
        {
            Err(StoreError::Locked) => std::thread::sleep(PAUSE),
            turned => return turned,
        }
    }
    Err(StoreError::Locked)
}
