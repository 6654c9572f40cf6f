//! The only place that knows SQL. Door: [`Store`], a cloneable handle with two verbs, over [`Db`], which is plain and blocking.
//! Absent by design: a clock (now is a parameter), an ORM, a trait with one implementation.

mod ahead;
mod articles;
mod backups;
mod beside;
mod body;
mod corrections;
mod db;
mod draft;
mod error;
mod filters;
mod follow;
mod found;
mod functions;
mod highlights;
mod import;
mod keeping;
mod known;
mod marks;
mod named;
mod newsboat;
mod outlets;
mod pages;
mod pictures;
mod quotes;
mod recent;
mod revisions;
mod room;
mod rules;
mod save;
mod schema;
mod search;
mod slug;
mod snippet;
mod stories;
mod tallies;
mod tidy;
mod touched;
mod written;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::query::Rule;
pub use ahead::Brought;
pub use articles::Slice;
pub use backups::{newest_good, recover, restore};
pub use beside::{backup_folder, backups, files_of};
pub use db::Db;
pub use draft::{Asked, Delivery, Draft, Grouping, Health, NewOutlet, Retention, Saved};
pub use error::StoreError;
pub use follow::Added;
pub use import::{Imported, Kept, Seen};
pub(crate) use known::other_scheme;
pub use newsboat::{Cache, is_database, read_cache};
pub use recent::Recent;
pub use room::Room;
pub use rules::Trial;
use tallies::Tallies;

/// Readers kept open for the next question.
const READERS: usize = 3;

/// The async handle: cheap to clone, one writer, a few readers. Work runs on blocking threads.
#[derive(Clone, Debug)]
pub struct Store {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    zone: jiff::tz::TimeZone,
    tallies: Arc<Mutex<Tallies>>,
    read_only: bool,
    writer: Mutex<Db>,
    readers: Mutex<Vec<Db>>,
}

impl Store {
    /// Opens the database in a file, as [`Db::open`]; days are counted in `zone`.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open(path: &Path, zone: jiff::tz::TimeZone) -> Result<Self, StoreError> {
        let mut writer = Db::open(path)?;
        writer.set_zone(zone.clone());
        let shared = Shared {
            path: path.to_owned(),
            zone,
            tallies: Arc::clone(&writer.tallies),
            read_only: writer.is_read_only()?,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Whether anything can be kept: what is fetched is of no use otherwise.
    ///
    /// # Errors
    /// When the database may only be read. A full disk is no such reason: it may have room the next time.
    pub fn writable(&self) -> Result<(), StoreError> {
        if self.shared.read_only {
            return Err(StoreError::ReadOnly("it is read-only".to_owned()));
        }
        Ok(())
    }

    /// Says which articles are to find stories.
    pub fn set_grouping(&self, grouping: Grouping) {
        let mut writer = self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.set_grouping(grouping);
    }

    /// Says what is done with articles as they arrive.
    pub fn set_rules(&self, rules: Vec<Rule>) {
        let mut writer = self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.set_rules(rules);
    }

    /// Reads; readers never wait for the writer.
    ///
    /// # Errors
    /// As the work does.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Db) -> Result<T, StoreError> + Send + 'static,
    {
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            let idle = shared.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let db = match idle {
                Some(db) => db,
                None => shared.reader()?,
            };
            let answer = work(&db);
            let mut readers = shared.readers.lock().unwrap_or_else(PoisonError::into_inner);
            // One for want of room is opened anew the next time: there may be some then.
            if readers.len() < READERS && !db.lacks_room {
                readers.push(db);
            }
            answer
        })
        .await
    }

    /// Writes; one at a time, acknowledged only when it is on the disk.
    ///
    /// # Errors
    /// As the work does.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
    {
        let shared = Arc::clone(&self.shared);
        // A panic in a write rolled its transaction back: the connection is sound.
        blocking(move || {
            let mut writer = shared.writer.lock().unwrap_or_else(PoisonError::into_inner);
            if writer.lacks_room {
                shared.look_for_room(&mut writer)?;
            }
            work(&mut writer)
        })
        .await
    }

    /// Moves what the log holds into the database before the program ends.
    ///
    /// # Errors
    /// As [`Db::settle_down`].
    pub async fn close(&self) -> Result<(), StoreError> {
        self.write(|db| db.settle_down()).await
    }
}

impl Shared {
    /// Opens for writing what could only be read for want of room.
    fn look_for_room(&self, writer: &mut Db) -> Result<(), StoreError> {
        let db = Db::open(&self.path)?;
        if db.lacks_room {
            return Err(StoreError::Full);
        }
        *writer = Db {
            zone: self.zone.clone(),
            grouping: Arc::clone(&writer.grouping),
            tallies: Arc::clone(&self.tallies),
            rules: Arc::clone(&writer.rules),
            ..db
        };
        Ok(())
    }

    fn reader(&self) -> Result<Db, StoreError> {
        let mut db = Db::open_reader(&self.path)?;
        db.set_zone(self.zone.clone());
        db.tallies = Arc::clone(&self.tallies);
        Ok(db)
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is shutting down; nobody waits for an answer any more.
            Err(_) => std::future::pending().await,
        },
    }
}

#[cfg(test)]
pub(crate) mod tests;
