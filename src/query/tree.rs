//! A query as a tree.

use jiff::civil::Date;

/// Which articles, in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Which.
    pub expr: Expr,
    /// In which order; `None`: by rank where there are words, else newest first.
    pub sort: Option<Sort>,
}

/// Which articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Expr {
    /// Every one.
    #[default]
    All,
    /// Those that fit all of these; never empty.
    And(Vec<Self>),
    /// Those that fit any of these; never empty.
    Or(Vec<Self>),
    /// Those that do not fit.
    Not(Box<Self>),
    /// A word in title or body; a trailing `*` searches by its beginning.
    Word(String),
    /// Words in this order, in title or body.
    Phrase(String),
    /// Of one of these outlets, by slug.
    Outlet(Vec<String>),
    /// In this folder.
    Folder(String),
    /// By somebody whose name has this.
    Author(String),
    /// Quoting somebody whose name or role has this.
    Speaker(String),
    /// Citing a source whose name or description has this.
    Cites(String),
    /// With this in the title.
    Title(String),
    /// With what this regular expression describes in title or body; to be used by [`crate::query::pattern`].
    Pattern(String),
    /// In this language.
    Lang(String),
    /// In this state.
    Is(Is),
    /// Having such a thing.
    Has(Has),
    /// With this tag.
    Tag(String),
    /// Of such an age.
    Age(Age),
    /// Published on these days, by the reader's calendar.
    Date(Days),
}

/// States of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// Not read.
    Unread,
    /// Read.
    Read,
    /// Kept.
    Bookmarked,
    /// First seen within the last refresh hour.
    New,
    /// Left out of every other list by a rule, or for a while.
    Hidden,
}

/// Things an article may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// A quote.
    Quote,
    /// A picture.
    Image,
    /// The reader's note.
    Note,
    /// A passage that the reader highlighted.
    Highlight,
}

/// How old: `age:<2d` is younger than two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// Whether older (`>`) rather than younger (`<`) ones are meant.
    pub older: bool,
    /// Than so many seconds.
    pub seconds: i64,
}

/// A stretch of days, both ends included; an open end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Calendar days.
    Range {
        /// From this day on.
        first: Option<Date>,
        /// Up to this day.
        last: Option<Date>,
    },
    /// The reader's today.
    Today,
    /// The day before.
    Yesterday,
}

/// Orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Newest first.
    Date,
    /// Best hit first.
    Rank,
    /// By outlet, then newest first.
    Outlet,
    /// What most outlets report first, then newest first.
    Stories,
}

/// A query that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} (at character {})", at + 1)]
pub struct QueryError {
    /// Characters before the fault.
    pub at: usize,
    /// What is wrong, and what was meant.
    pub what: String,
}

/// What cannot be read at a character.
pub(crate) fn fault(at: usize, what: impl Into<String>) -> QueryError {
    QueryError { at, what: what.into() }
}

impl Expr {
    /// The same expression without needless nesting: an empty `And` is everything, one of a kind stands for itself.
    #[must_use]
    pub fn flat(self) -> Self {
        match self {
            Self::And(terms) => {
                let mut flat = Vec::new();
                for term in terms {
                    match term.flat() {
                        Self::All => {}
                        Self::And(inner) => flat.extend(inner),
                        other => flat.push(other),
                    }
                }
                match flat.len() {
                    0 => Self::All,
                    1 => flat.swap_remove(0),
                    _ => Self::And(flat),
                }
            }
            Self::Or(terms) => {
                let mut flat = Vec::new();
                for term in terms {
                    match term.flat() {
                        Self::All => return Self::All,
                        Self::Or(inner) => flat.extend(inner),
                        other => flat.push(other),
                    }
                }
                if flat.len() == 1 {
                    flat.swap_remove(0)
                } else {
                    Self::Or(flat)
                }
            }
            Self::Not(inner) => Self::Not(Box::new(inner.flat())),
            other => other,
        }
    }
}
