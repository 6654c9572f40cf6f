//! The nouns that both wings speak: plain records, all fields public. No clock, no disk, no network.

mod article;
mod clean;
mod icons;
mod language;
mod mark;
mod outlet;
mod report;
mod role;
mod slips;

pub use article::{Article, Complete, Image, Published, QuoteRow, Row, Snippet};
pub use clean::Clean;
pub use icons::Icons;
pub use language::Language;
pub use mark::{Mark, Place};
pub use outlet::{Feed, FeedState, Outlet, SavedFilter, Validators};
pub use report::{Counts, Failure, Outcome, Refreshed};
pub use role::Role;
pub use slips::slips;

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
    /// A saved filter's row in the store.
    FilterId;
}
