//! Passages that the reader highlighted.

use jiff::Timestamp;

use crate::model::clean::Clean;

/// A passage of an article, as it is found again: by its words, and where these stand more than once by what is around.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its words, as one line.
    pub text: Clean,
    /// What stands before it; may be empty.
    pub before: Clean,
    /// What stands after it; may be empty.
    pub after: Clean,
}

/// A passage that the reader highlighted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Which; no article has the same one twice.
    pub passage: Passage,
    /// What the reader wrote on it.
    pub note: Option<Clean>,
    /// When.
    pub made_at: Timestamp,
}
