//! What stands beside a database, each for its owner alone: daily backups, copies from before migrations, what was set aside.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rusqlite::Connection;

use crate::files::{close_to_others, is_open_to_others, private_file};
use crate::store::error::StoreError;

/// The folder of the daily backups, beside the database.
const FOLDER: &str = "backups";
/// Their names are this, the day, and `.db`.
const PREFIX: &str = "byline-";
/// A copy from before a migration has the database's name with this and a version as its ending.
const BEFORE: &str = "before-";
/// What was set aside has the database's name with this, a number and `.db` as its ending.
pub(crate) const ASIDE: &str = "aside-";

/// The folder of a database's daily backups.
pub fn backup_folder(database: &Path) -> PathBuf {
    database.with_file_name(FOLDER)
}

/// The daily backups of a database, newest first.
pub fn backups(database: &Path) -> Vec<PathBuf> {
    by_day(database).into_iter().map(|(_, path)| path).collect()
}

pub(crate) fn by_day(database: &Path) -> Vec<(Date, PathBuf)> {
    let entries = fs::read_dir(backup_folder(database)).into_iter().flatten();
    let daily = |path: PathBuf| {
        let name = path.file_name()?.to_str()?;
        let day = name.strip_prefix(PREFIX)?.strip_suffix(".db")?.parse().ok()?;
        Some((day, path))
    };
    let mut found: Vec<_> = entries.flatten().filter_map(|entry| daily(entry.path())).collect();
    found.sort_unstable_by(|one, other| other.cmp(one));
    found
}

pub(crate) fn name_of(day: Date) -> String {
    format!("{PREFIX}{day}.db")
}

/// The files of a database that are there: with its log, its daily backups, its copies from before migrations and what was set
/// aside.
pub fn files_of(database: &Path) -> Vec<PathBuf> {
    let is_ours = |path: &PathBuf| {
        let after = name_after(path, database);
        after.starts_with("db") || after.starts_with(BEFORE) || after.starts_with(ASIDE)
    };
    let mut files: Vec<_> = neighbours(database).filter(is_ours).collect();
    files.extend(backups(database));
    files
}

/// Sees to it that a database is for its owner alone, before SQLite opens it, whose logs take its mode.
pub(crate) fn keep_private(database: &Path) {
    if database.exists() {
        close(database);
    } else {
        // SQLite says why, if it cannot make it either.
        drop(make(database));
    }
}

/// Closes what an earlier version left open to others.
pub(crate) fn close(database: &Path) {
    if is_open_to_others(database) {
        // The database last: it tells that the others are closed.
        files_of(database).iter().for_each(|file| close_to_others(file));
        close_to_others(database);
    }
}

/// Copies a database before it is migrated to a version. Where the disk has no room for that there is no copy: a migration is
/// done whole or not at all, and nobody should be kept from reading for want of it.
pub(crate) fn copy_before(conn: &Connection, database: &Path, version: i64) -> Result<(), StoreError> {
    let to = database.with_extension(format!("{BEFORE}{version}"));
    match copy_to(conn, &to) {
        Err(StoreError::Full) => clear(&to),
        copied => copied,
    }
}

pub(crate) fn clear_before(database: &Path) -> Result<(), StoreError> {
    let is_before = |path: &PathBuf| name_after(path, database).starts_with(BEFORE);
    neighbours(database).filter(is_before).try_for_each(|path| clear(&path))
}

/// Copies a database to a file for its owner alone: passwords may stand in the addresses of feeds.
pub(crate) fn copy_to(conn: &Connection, to: &Path) -> Result<(), StoreError> {
    make(to)?;
    Ok(conn.backup("main", to, None::<fn(rusqlite::backup::Progress)>)?)
}

pub(crate) fn make(file: &Path) -> Result<(), StoreError> {
    let made = private_file().write(true).create(true).truncate(false).open(file);
    made.map(drop).map_err(|error| unwritable(file, &error))
}

fn neighbours(database: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = database.parent().and_then(|folder| fs::read_dir(folder).ok());
    entries.into_iter().flatten().flatten().map(|entry| entry.path())
}

/// What stands in a file's name after the database's own and a dot.
fn name_after<'p>(path: &'p Path, database: &Path) -> &'p str {
    let stem = database.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let name = path.file_name().and_then(|name| name.to_str());
    let after = name.and_then(|name| name.strip_prefix(stem)?.strip_prefix('.'));
    after.unwrap_or_default()
}

pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

pub(crate) fn clear(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unwritable(path, &error)),
        _ => Ok(()),
    }
}

pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|error| unwritable(to, &error))
}

pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::ReadOnly(format!("{}: {error}", path.display())),
    }
}
