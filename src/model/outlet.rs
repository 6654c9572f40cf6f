//! Outlets, their feeds, and the filters a reader saved.

use jiff::Timestamp;

use crate::model::clean::Clean;
use crate::model::ids::{FeedId, FilterId, OutletId};
use crate::model::language::Language;

/// Who publishes: a newspaper, an agency, a blog.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    /// Its row.
    pub id: OutletId,
    /// Its name as shown.
    pub name: Clean,
    /// The word that names it in filters and on the command line: letters, digits and hyphens, unique.
    pub slug: String,
    /// The reader's own grouping.
    pub folder: Option<Clean>,
    /// Its home page.
    pub site: Option<String>,
    /// The language it mostly writes in.
    pub language: Language,
    /// Its feeds, oldest subscription first; never empty.
    pub feeds: Vec<Feed>,
}

/// One address that is polled.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// Its row.
    pub id: FeedId,
    /// Whose it is.
    pub outlet: OutletId,
    /// The address as subscribed to, or as moved for good.
    pub url: String,
    /// What the feed calls itself.
    pub title: Clean,
    /// `rss20`, `atom10` and so on, once it was read.
    pub kind: Option<String>,
    /// How it fares.
    pub state: FeedState,
    /// What is wrong and what to do, in a sentence; `None` while all is well.
    pub why: Option<Clean>,
    /// When it last gave an answer that could be used.
    pub last_success_at: Option<Timestamp>,
    /// When it is due again.
    pub next_poll_at: Timestamp,
    /// Failures in a row.
    pub failures: u32,
    /// Articles a week over the last four weeks.
    pub per_week: f64,
    /// What to ask its server with.
    pub validators: Validators,
    /// What the schedule remembers between answers (`poll` alone reads it).
    pub schedule: String,
    /// Hash of the last body, to stop before parsing when nothing changed.
    pub body_hash: Option<i64>,
}

/// How a feed fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedState {
    /// Never asked yet.
    New,
    /// The last answer could be used.
    Ok,
    /// The last answer could not be used; asked again, more and more rarely.
    Failing,
    /// The server said that it is gone for good (410).
    Gone,
    /// The reader paused it.
    Paused,
}

impl FeedState {
    /// The word in the store and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ok => "ok",
            Self::Failing => "failing",
            Self::Gone => "gone",
            Self::Paused => "paused",
        }
    }
}

/// What a server gave to recognise a version of a body by, byte for byte (RFC 9110 §8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, with its quotes and `W/`.
    pub etag: Option<String>,
    /// `Last-Modified`, never re-formatted.
    pub last_modified: Option<String>,
}

/// A query with a name, standing in the sidebar like an outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    /// Its row.
    pub id: FilterId,
    /// Its name as shown.
    pub name: Clean,
    /// The query as text, in the filter language.
    pub query: String,
}
