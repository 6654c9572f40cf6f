//! The nouns that both wings speak: plain records, all fields public. No clock, no disk, no network.

mod article;
mod bookmark;
mod clean;
mod clips;
mod correction;
mod fnv;
mod highlight;
mod icons;
mod ids;
mod language;
mod mark;
mod outlet;
mod picture;
mod report;
mod role;
mod slips;
mod story;
mod terms;

pub use article::{Article, Complete, Image, Published, QuoteRow, QuotedBy, Revision, Row, Snippet};
pub use bookmark::{Bookmark, Came};
pub use clean::Clean;
pub use clips::{Clip, ClipBook, Clips};
pub use correction::Correction;
pub(crate) use fnv::fnv;
pub use highlight::{Highlight, Passage};
pub use icons::Icons;
pub use ids::{ArticleId, FeedId, FilterId, MuteId, OutletId, StoryId};
pub use language::Language;
pub use mark::{Mark, Mute, Place};
pub use outlet::{Feed, FeedState, Outlet, SavedFilter, Validators};
pub use picture::{Picture, PictureKind};
pub use report::{Counts, Failure, Outcome, Refreshed};
pub use role::Role;
pub use slips::slips;
pub use story::{Grouped, Stance, Story};
pub use terms::{Password, Route, Secret, Terms, WholeText, terms_of};
