//! Backups: one a day beside the database, the newest few kept; and a good one back into the database's place.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::files::private_folder;
use crate::store::beside::{
    ASIDE, backup_folder, backups, beside, by_day, clear, clear_before, close, copy_to, make, name_of, rename,
    unwritable,
};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::schema::{open_immutable, refuse_strangers, said_of_tables};

/// Pages that are copied between two looks whether to stop: about 4 MB.
const PAGES: i32 = 1000;

/// Gives the backups that are there days before that of one that is being made. Where the clock was ahead once, or is set back
/// now, their own days are later; their order is right, and so it stays.
fn put_before(database: &Path, day: Date) -> Result<(), StoreError> {
    let mut next = day;
    let mut renamed = Vec::new();
    for (said, path) in by_day(database) {
        next = next.yesterday().unwrap_or(Date::MIN);
        if said <= next {
            break;
        }
        let to = path.with_file_name(name_of(next));
        renamed.push((path, to));
    }
    // The oldest first: it makes room for the next.
    renamed.iter().rev().try_for_each(|(from, to)| rename(from, to))
}

/// The newest daily backup that is whole.
pub fn newest_good(database: &Path) -> Option<PathBuf> {
    backups(database).into_iter().find(|path| examine(path).is_ok())
}

/// Puts a backup into the database's place. What stood there is set aside under a name of its own, with the log beside it;
/// tells that name.
///
/// # Errors
/// When the backup is not whole, or another program has the database open: then nothing has changed. When files cannot be
/// written.
pub fn restore(backup: &Path, database: &Path) -> Result<Option<PathBuf>, StoreError> {
    let _turn = Turn::wait(&backup_folder(database));
    put_in_place(backup, database)
}

/// Puts the newest good daily backup into the place of a database that is empty or gone, and tells which. One that never was has
/// no backups, and stays so.
///
/// # Errors
/// As [`restore`].
pub fn recover(database: &Path) -> Result<Option<PathBuf>, StoreError> {
    if !is_lost(database) || backups(database).is_empty() {
        return Ok(None);
    }
    let _turn = Turn::wait(&backup_folder(database));
    // Another program may have done it meanwhile.
    let backup = is_lost(database).then(|| newest_good(database)).flatten();
    if let Some(backup) = &backup {
        put_in_place(backup, database)?;
    }
    Ok(backup)
}

/// Whether there is no database, or a file of nothing in its place. What a link leads to may be on a disk that is away.
fn is_lost(database: &Path) -> bool {
    match fs::symlink_metadata(database) {
        Ok(found) => found.is_file() && found.len() == 0,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

fn put_in_place(backup: &Path, database: &Path) -> Result<Option<PathBuf>, StoreError> {
    let source = examine(backup)?;
    close(database);
    refuse_while_open(database)?;
    let copy = beside(database, ".restoring");
    clear(&copy)?;
    copy_to(&source, &copy)?;
    let aside = set_aside(database)?;
    rename(&copy, database)?;
    if let Some(folder) = database.parent().and_then(|folder| fs::File::open(folder).ok()) {
        // Not every system can; there the names are written when it likes.
        drop(folder.sync_all());
    }
    Ok(aside)
}

/// Held by the program that makes a backup or restores one, until it is dropped or the program ends. Where folders cannot be
/// locked, everybody may.
struct Turn {
    _folder: Option<fs::File>,
}

impl Turn {
    /// `None` where another program has it.
    fn take(folder: &Path) -> Option<Self> {
        let folder = fs::File::open(folder).ok();
        let taken = folder.as_ref().map(fs::File::try_lock);
        (!matches!(taken, Some(Err(fs::TryLockError::WouldBlock)))).then_some(Self { _folder: folder })
    }

    fn wait(folder: &Path) -> Self {
        let folder = fs::File::open(folder).ok();
        let locked = folder.filter(|folder| folder.lock().is_ok());
        Self { _folder: locked }
    }
}

impl Db {
    /// Makes the backup of a day, unless it is there, another program is about to make it or there is nothing to lose yet, and drops
    /// all but the newest `keep`, and with them the copy from before a migration. Tells whether it made one; `stop` is asked every
    /// few milliseconds. A database that is not whole replaces no backup.
    ///
    /// # Errors
    /// As [`StoreError`] says; backups that are there stay.
    pub fn back_up_daily(
        &self,
        database: &Path,
        day: Date,
        keep: usize,
        stop: &dyn Fn() -> bool,
    ) -> Result<bool, StoreError> {
        let folder = backup_folder(database);
        let to = folder.join(name_of(day));
        if keep == 0 {
            clear_before(database)?;
        }
        if keep == 0 || to.exists() || !self.has_articles()? {
            return Ok(false);
        }
        let made = private_folder().recursive(true).create(&folder);
        made.map_err(|error| unwritable(&folder, &error))?;
        let Some(_turn) = Turn::take(&folder).filter(|_| !to.exists()) else {
            return Ok(false);
        };
        let part = beside(&to, ".part");
        clear(&part)?;
        let made = self.copy_until(&part, stop).and_then(|whole| {
            if whole {
                examine(&part)?;
            }
            Ok(whole)
        });
        if !matches!(made, Ok(true)) {
            clear(&part)?;
            return made;
        }
        put_before(database, day)?;
        rename(&part, &to)?;
        for old in backups(database).into_iter().skip(keep) {
            fs::remove_file(&old).map_err(|error| unwritable(&old, &error))?;
        }
        clear_before(database)?;
        Ok(true)
    }

    fn has_articles(&self) -> Result<bool, StoreError> {
        Ok(self
            .conn
            .query_row("SELECT EXISTS (SELECT 1 FROM article)", [], |row| row.get(0))?)
    }

    /// Copies the database as it is at this moment; `false` when it was stopped half way.
    fn copy_until(&self, to: &Path, stop: &dyn Fn() -> bool) -> Result<bool, StoreError> {
        // Within one reading transaction, so that what others write meanwhile does not begin it anew.
        let _moment = self.conn.unchecked_transaction()?;
        self.conn.query_row("PRAGMA user_version", [], |_| Ok(()))?;
        make(to)?;
        let mut copy = Connection::open(to)?;
        let backup = Backup::new(&self.conn, &mut copy)?;
        while !stop() {
            match backup.step(PAGES)? {
                StepResult::Done => return Ok(true),
                StepResult::More => {}
                _ => return Err(StoreError::Locked),
            }
        }
        Ok(false)
    }
}

/// Opens a backup for reading, if it is a whole database of a byline not newer than this.
fn examine(backup: &Path) -> Result<Connection, StoreError> {
    let bad = |why: &dyn std::fmt::Display| StoreError::BadBackup {
        file: backup.to_owned(),
        why: why.to_string(),
    };
    if !backup.is_file() {
        return Err(bad(&"there is no such file"));
    }
    let opened = open_immutable(backup).and_then(|conn| {
        refuse_strangers(&conn)?;
        let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables == 0 {
            return Err(bad(&"it is empty"));
        }
        match said_of_tables(&conn)?.first() {
            Some(fault) => Err(bad(fault)),
            None => Ok(conn),
        }
    });
    opened.map_err(|error| match error {
        StoreError::Corrupt(why) => bad(&why),
        StoreError::Sqlite(error) => bad(&error),
        other => other,
    })
}

/// A database that another program has open would be written to after it was set aside.
fn refuse_while_open(database: &Path) -> Result<(), StoreError> {
    if !database.exists() {
        return Ok(());
    }
    let alone = || -> Result<(), StoreError> {
        let conn = Connection::open(database)?;
        conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        conn.busy_timeout(std::time::Duration::ZERO)?;
        Ok(conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK;")?)
    };
    match alone() {
        Err(StoreError::Locked) => Err(StoreError::Locked),
        // Whatever else is wrong with it is why it is to be replaced.
        _ => Ok(()),
    }
}

/// Moves a database away with its log. The log first: one that stays behind would be read into whatever takes its place.
fn set_aside(database: &Path) -> Result<Option<PathBuf>, StoreError> {
    let name = |number: u32| database.with_extension(format!("{ASIDE}{number}.db"));
    let Some(aside) = (1..=u32::MAX).map(name).find(|path| !path.exists()) else {
        return Ok(None);
    };
    for log in ["-wal", "-shm"] {
        let from = beside(database, log);
        if from.exists() {
            rename(&from, &beside(&aside, log))?;
        }
    }
    if !database.exists() {
        return Ok(None);
    }
    rename(database, &aside)?;
    Ok(Some(aside))
}
