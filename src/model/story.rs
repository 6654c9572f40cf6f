//! Stories: articles of several outlets about the same event.

use jiff::Timestamp;

use crate::model::ids::{ArticleId, StoryId};

/// The story that an article belongs to, as its row shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The story: named by its first article.
    pub id: StoryId,
    /// All its articles that are kept, in the order in which they came out; at least the article itself.
    pub articles: Vec<ArticleId>,
    /// Outlets that report it.
    pub outlets: u32,
    /// Since when the reader follows it.
    pub followed_at: Option<Timestamp>,
    /// Whether the reader has enough of it.
    pub muted: bool,
}

/// How stories were before the reader changed them: to be put back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouped {
    /// Articles that were moved, with their story; `None` where one stood alone.
    pub articles: Vec<(ArticleId, Option<StoryId>)>,
    /// What the reader had done to stories: when they were followed and muted.
    pub stances: Vec<(StoryId, Option<Timestamp>, Option<Timestamp>)>,
    /// Articles that were unread.
    pub unread: Vec<ArticleId>,
}

/// What a reader does to a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stance {
    /// What comes later is to be marked.
    Follow,
    /// What comes later is to be read already.
    Mute,
    /// It is like any other.
    Neither,
}
