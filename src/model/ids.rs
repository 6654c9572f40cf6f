//! Things are named by id, never by position.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);
    )*};
}

ids! {
    /// An outlet's row in the store.
    OutletId;
    /// A feed's row in the store.
    FeedId;
    /// An article's row in the store.
    ArticleId;
    /// A story, by its first article's row in the store.
    StoryId;
    /// A saved filter's row in the store.
    FilterId;
    /// What is hidden for a while: its row in the store.
    MuteId;
}
