//! What room the disk has for the database.

use std::path::Path;

use crate::store::beside::backups;

/// Bytes that a day's news may take with the database's log.
const DAY: u64 = 32 << 20;

/// Room on the file system where a database lies. All in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What may still be written there.
    pub free: u64,
    /// What a day's news and, where backups are kept, one more copy of the database take.
    pub wanted: u64,
    /// What the daily backups take already.
    pub backups: u64,
}

impl Room {
    /// Looks at the file system of a database that takes so many bytes; `None` where it does not say.
    pub fn of(database: &Path, bytes: u64, keeps_backups: bool) -> Option<Self> {
        let free = fs4::available_space(database.parent()?).ok()?;
        let sizes = backups(database).into_iter().filter_map(|file| file.metadata().ok());
        Some(Self {
            free,
            wanted: DAY + if keeps_backups { bytes } else { 0 },
            backups: sizes.map(|found| found.len()).sum(),
        })
    }

    /// Whether byline is about to fail for want of it.
    pub fn is_short(&self) -> bool {
        self.free < self.wanted
    }
}
