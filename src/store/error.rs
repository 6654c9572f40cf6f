//! Why the store could not do something.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program holds it for longer than anyone should wait.
    #[error("the database is in use by another program; close it and try again")]
    Locked,
    /// A newer byline made it.
    #[error(
        "the database was made by a newer byline (version {found}; this one knows {known}); update byline to read it"
    )]
    Newer {
        /// Its version.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// It is damaged; nothing was changed.
    #[error(
        "the database is damaged ({0}); nothing was changed: `byline doctor --restore` sets it aside and puts a backup in its place; or move the file and the folder of its backups away to start anew"
    )]
    Corrupt(String),
    /// What should be restored is not whole; nothing was changed.
    #[error("{} is no backup to restore ({why}); nothing was changed", file.display())]
    BadBackup {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The disk is full; nothing was lost that was there before.
    #[error("the disk is full: nothing was saved; free some space and try again")]
    Full,
    /// It cannot be opened or written.
    #[error("the database cannot be written ({0}); look at the folder's permissions, or name another with --data-dir")]
    ReadOnly(String),
    /// What was asked for went meanwhile; nothing has changed.
    #[error("it is not there any more")]
    Gone,
    /// Anything else.
    #[error("the database: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let said = error.to_string();
        // The index of the log cannot be made: the first thing that lacks room, and SQLite does not call it so.
        let extended = error.sqlite_error().map(|error| error.extended_code);
        if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) {
            return Self::Full;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(said),
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly(said),
            _ if matches!(error, rusqlite::Error::QueryReturnedNoRows) => Self::Gone,
            _ => Self::Sqlite(error),
        }
    }
}
