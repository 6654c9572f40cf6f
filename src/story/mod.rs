//! Articles → stories: which reports are about the same event, and what each of them says that the others do not.
//!
//! Doors: [`Index::place`], article by article. No clock, no disk, no network.

mod index;
mod report;
mod terms;
mod weights;

pub use index::Index;
pub use report::Report;
