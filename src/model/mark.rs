//! What a reader does to an article. Marks outlive the article they are put on.

use jiff::Timestamp;

use crate::model::ids::{ArticleId, MuteId};

/// One change of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It has been read.
    Read,
    /// It is to be read (again).
    Unread,
    /// It is kept, whatever happens to its feed.
    Bookmarked,
    /// It need no longer be kept.
    Unbookmarked,
}

impl Mark {
    /// The mark that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Read => Self::Unread,
            Self::Unread => Self::Read,
            Self::Bookmarked => Self::Unbookmarked,
            Self::Unbookmarked => Self::Bookmarked,
        }
    }
}

/// How far a list was read. What has come into the store since stands in it unseen, unless it stands behind the last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The newest article that there was.
    pub newest: ArticleId,
    /// Behind this row, by its `sorted_at` and id, the list is still to be read; `None`: it was read to its end.
    pub last: Option<(Timestamp, ArticleId)>,
}

impl Seen {
    /// Everything, whenever it came.
    pub const ALL: Self = Self {
        newest: ArticleId(i64::MAX),
        last: None,
    };
}

/// A place in a document that survives every change of width: a leaf block and a character in it, both counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The leaf block, in reading order.
    pub leaf: u32,
    /// The Unicode scalar value within the leaf's text.
    pub offset: u32,
}

/// What the reader does not wish to see for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mute {
    /// Which.
    pub id: MuteId,
    /// What fits this, in the filter language.
    pub query: String,
    /// Until then.
    pub until: Timestamp,
    /// Articles that it hides.
    pub hidden: u64,
}
