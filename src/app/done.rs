//! What was done, to be undone.

use url::Url;

use crate::model::{
    ArticleId, Clip, Correction, FilterId, Grouped, Mark, MuteId, Outlet, OutletId, SavedFilter, Written,
};
use crate::query::Rule;

/// What was done, to be undone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Done {
    /// A mark was put on articles.
    Marked { articles: Vec<ArticleId>, mark: Mark },
    /// Stories were joined, split, followed or muted, which were like this before.
    Grouped(Grouped),
    /// Something was hidden for a while.
    Hidden(MuteId),
    /// Something was written on an article, which changed from the one to the other.
    Wrote {
        article: ArticleId,
        before: Written,
        after: Written,
    },
    /// A quote's speaker was put right, which stood like this before.
    Attributed(Correction),
    /// A saved filter was saved, changed or removed, which was this before, or none.
    Filter {
        filter: FilterId,
        before: Option<SavedFilter>,
    },
    /// Outlets were followed.
    Followed(Vec<OutletId>),
    /// An outlet was removed, which stood like this before.
    Removed(Box<Outlet>),
    /// An outlet was renamed or filed elsewhere, which stood like this before.
    Edited(Box<Outlet>),
    /// An outlet was paused, or woken.
    Paused { outlet: OutletId, paused: bool },
    /// A rule was kept.
    Ruled(Rule),
    /// A clip was kept for the articles at an address.
    Clipped { at: Url, clip: Clip },
    /// An option was set, which stood like this before, as it would be written.
    Set(String),
}
