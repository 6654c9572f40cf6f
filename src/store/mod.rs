//! The only place that knows SQL. Door: [`Store`], a cloneable handle with two verbs, over [`Db`], which is plain and blocking.

mod draft;

use jiff::Timestamp;

use crate::model::{
    Article, ArticleId, Counts, Feed, FeedId, FilterId, Mark, Outlet, OutletId, Place, QuoteRow, Row, SavedFilter,
};
use crate::query::Query;

pub use draft::{Delivery, Draft, Health, NewOutlet, Retention, Saved};

/// A connection with its pragmas; every query is a method. One `&mut` method is one transaction.
#[derive(Debug)]
pub struct Db {
    conn: rusqlite::Connection,
}

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program holds it for longer than anyone should wait.
    #[error("the database is in use by another program")]
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
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The disk is full; nothing was lost that was there before.
    #[error("the disk is full: nothing was saved")]
    Full,
    /// It may be read, not written.
    #[error("the database cannot be written: {0}")]
    ReadOnly(String),
    /// Anything else.
    #[error("the database: {0}")]
    Sqlite(rusqlite::Error),
}

/// A page of a list: at most `limit` rows after `after` (by the list's order), or from the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// Start after this row: its `sorted_at` and id. Ignored for ranked lists, which come whole up to `limit`.
    pub after: Option<(Timestamp, ArticleId)>,
    /// At most so many.
    pub limit: u32,
}

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
#[expect(unused_variables, reason = "signatures first")]
impl Db {
    /// Opens or creates the database in a file, migrates it, and never overwrites what it cannot read.
    pub fn open(path: &std::path::Path) -> Result<Self, StoreError> {
        todo!()
    }
    /// A database that is gone when dropped.
    pub fn in_memory() -> Result<Self, StoreError> {
        todo!()
    }

    /// All outlets with their feeds, by folder and name.
    pub fn outlets(&self) -> Result<Vec<Outlet>, StoreError> {
        todo!()
    }
    /// Adds an outlet, or adds feeds to the one that has one of them (or the same site) already.
    pub fn add_outlet(&mut self, outlet: &NewOutlet, now: Timestamp) -> Result<OutletId, StoreError> {
        todo!()
    }
    /// Renames an outlet and puts it into a folder, or out of any.
    pub fn edit_outlet(&mut self, outlet: OutletId, name: &str, folder: Option<&str>) -> Result<(), StoreError> {
        todo!()
    }
    /// Unsubscribes: its articles go, but for the bookmarked ones.
    pub fn remove_outlet(&mut self, outlet: OutletId) -> Result<(), StoreError> {
        todo!()
    }
    /// Pauses a feed, or wakes it: then it is due at `now`.
    pub fn pause_feed(&mut self, feed: FeedId, paused: bool, now: Timestamp) -> Result<(), StoreError> {
        todo!()
    }

    /// Feeds that are due, longest due first; paused and gone ones never are.
    pub fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<Feed>, StoreError> {
        todo!()
    }
    /// When the next feed is due.
    pub fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        todo!()
    }
    /// One feed.
    pub fn feed(&self, feed: FeedId) -> Result<Option<Feed>, StoreError> {
        todo!()
    }
    /// Saves what a feed delivered, with its health, in one transaction.
    pub fn save(&mut self, feed: FeedId, delivery: &Delivery, now: Timestamp) -> Result<Saved, StoreError> {
        todo!()
    }
    /// Saves a feed's health alone: unchanged, failed, moved.
    pub fn record(&mut self, feed: FeedId, health: &Health) -> Result<(), StoreError> {
        todo!()
    }

    /// Rows of a list.
    pub fn rows(&self, query: &Query, slice: &Slice, now: Timestamp) -> Result<Vec<Row>, StoreError> {
        todo!()
    }
    /// How many articles fit.
    pub fn count(&self, query: &Query, now: Timestamp) -> Result<u64, StoreError> {
        todo!()
    }
    /// Numbers for the sidebar.
    pub fn counts(&self, now: Timestamp) -> Result<Counts, StoreError> {
        todo!()
    }
    /// One article, whole.
    pub fn article(&self, article: ArticleId) -> Result<Option<Article>, StoreError> {
        todo!()
    }
    /// The article with this address.
    pub fn article_at(&self, url: &str) -> Result<Option<ArticleId>, StoreError> {
        todo!()
    }
    /// Quotes in the articles that fit, newest first. With `speaker:` in the query only that speaker's.
    pub fn quotes(&self, query: &Query, limit: u32, now: Timestamp) -> Result<Vec<QuoteRow>, StoreError> {
        todo!()
    }

    /// Puts a mark on articles; returns those it was not on before (for undo).
    pub fn mark(&mut self, articles: &[ArticleId], mark: Mark, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        todo!()
    }
    /// The same for every article that fits.
    pub fn mark_all(&mut self, query: &Query, mark: Mark, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        todo!()
    }
    /// Remembers where the reader stopped.
    pub fn keep_place(&mut self, article: ArticleId, place: Place) -> Result<(), StoreError> {
        todo!()
    }
    /// Keeps an outlet's whole page, and what was found in it: `draft` replaces what was found in the feed's body.
    pub fn keep_page(&mut self, article: ArticleId, html: &str, url: &str, draft: &Draft) -> Result<(), StoreError> {
        todo!()
    }

    /// Saved filters, in the reader's order.
    pub fn filters(&self) -> Result<Vec<SavedFilter>, StoreError> {
        todo!()
    }
    /// Saves a filter under a name; the same name replaces it.
    pub fn save_filter(&mut self, name: &str, query: &Query) -> Result<FilterId, StoreError> {
        todo!()
    }
    /// Removes a saved filter.
    pub fn remove_filter(&mut self, filter: FilterId) -> Result<(), StoreError> {
        todo!()
    }

    /// A small value that the program keeps for itself between runs.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        todo!()
    }
    /// Keeps one.
    pub fn keep_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        todo!()
    }

    /// Drops what retention allows: never what is bookmarked. Returns how many articles went.
    pub fn tidy(&mut self, retention: &Retention, now: Timestamp) -> Result<u64, StoreError> {
        todo!()
    }
    /// What is wrong with the file, in sentences; empty when all is well.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        todo!()
    }
    /// Copies the whole database to a new file.
    pub fn backup(&self, to: &std::path::Path) -> Result<(), StoreError> {
        todo!()
    }
}

/// The async handle: cheap to clone, one writer, a few readers.
#[derive(Clone, Debug)]
pub struct Store {}

#[expect(clippy::missing_errors_doc, reason = "both fail as the work does")]
#[expect(unused_variables, clippy::unused_async, reason = "signatures first")]
impl Store {
    /// Opens the database in a file, as [`Db::open`].
    pub fn open(path: &std::path::Path) -> Result<Self, StoreError> {
        todo!()
    }
    /// Reads, on a blocking thread; readers never wait for the writer.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Db) -> Result<T, StoreError> + Send + 'static,
    {
        todo!()
    }
    /// Writes, on a blocking thread; one at a time, each acknowledged only when it is on the disk.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
    {
        todo!()
    }
    /// Checkpoint and optimise before the program ends.
    pub async fn close(&self) -> Result<(), StoreError> {
        todo!()
    }
}
