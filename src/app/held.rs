//! Where the cursor of a list shall stand once its rows are here.

use jiff::Timestamp;

use crate::model::ArticleId;

/// On this article, or where it stood.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) article: ArticleId,
    /// By which it has its place in the list.
    pub(crate) sorted_at: Timestamp,
    pub(crate) at: usize,
}

impl Held {
    /// On an article that is near the list's beginning, if it is in it.
    pub(crate) fn on(article: ArticleId) -> Self {
        Self {
            article,
            sorted_at: Timestamp::MAX,
            at: 0,
        }
    }
}
