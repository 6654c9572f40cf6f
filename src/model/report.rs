//! What the engine tells the screen.

use jiff::Timestamp;

use crate::model::clean::Clean;
use crate::model::ids::{FeedId, OutletId};

/// Numbers beside the names in the sidebar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All articles.
    pub all: u64,
    /// Unread ones.
    pub unread: u64,
    /// Bookmarked ones.
    pub bookmarks: u64,
    /// Unread ones of today, in the reader's time zone.
    pub today: u64,
    /// Unread ones of each outlet that has any.
    pub outlets: Vec<(OutletId, u64)>,
}

/// One feed was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Refreshed {
    /// Which.
    pub feed: FeedId,
    /// Its address.
    pub url: String,
    /// How it went.
    pub outcome: Outcome,
    /// Articles never seen before, but for those that are hidden.
    pub new: u32,
    /// Articles whose text or title changed.
    pub changed: u32,
    /// Titles of new articles that a rule tells of.
    pub told: Vec<Clean>,
    /// The HTTP status, where there was one.
    pub status: Option<u16>,
    /// What is wrong and what to do; `None` when all is well.
    pub why: Option<Clean>,
    /// When it is due again; `None` where it is asked no more.
    pub next: Option<Timestamp>,
}

/// How a refresh went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// There were new or changed articles.
    New,
    /// Nothing new.
    Unchanged,
    /// It could not be read.
    Failed,
    /// Its server does not wish to be asked yet.
    Skipped,
    /// It came, but the disk is full: nothing of it was saved, and no other feed is asked for now.
    Unsaved,
}

impl Outcome {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Failed | Self::Unsaved => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// Something went wrong, told for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What was tried: "open the article".
    pub tried: Clean,
    /// What happened.
    pub happened: Clean,
    /// What to do now.
    pub hint: Option<Clean>,
}
