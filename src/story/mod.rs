//! Articles → stories: which reports are about the same event, and what each of them says that the others do not.
//!
//! Doors: [`Index::place`], article by article, and [`compare`] for the reports of one story. No clock, no disk, no network.

mod compare;
mod figures;
mod index;
mod quotes;
mod report;
mod terms;
mod weights;
mod words;

pub use compare::{Account, Claim, Comparison, Contradiction, Difference, Said, Shared, compare};
pub use index::Index;
pub use quotes::Carried;
pub use report::Report;
