//! Document × width → [`Page`]: lines of pieces, each with the role it plays. Pure, no colours. Door: [`lay_out`].
//!
//! Absent by design: a cache (who shows pages keeps them), colours (the theme has them), scrolling (the reader's place is kept
//! as a [`crate::model::Place`], which survives every width).

mod ascii;
mod cells;
mod flow;
mod hits;
mod hues;
mod order;
mod page;
mod paint;
mod plain;
mod sheet;
mod signs;
mod story;
mod table;
mod wrap;

use crate::document::Document;
use crate::speech::Speech;

pub use ascii::in_ascii;
pub use cells::{clip, width};
pub use hits::mark_hits;
pub use hues::speaker_roles;
pub use order::{Content, drawn, may_read_leftwards};
pub use page::{Head, Line, Marked, Measure, Page, Piece, Spot, Target};
pub use plain::{cut, wrap};
pub use story::{Claim, Quoted, Report, Sheet, lay_out_story};

/// Sets an article at a measure: title and meta line, then the text with what was found in it and what the reader marked. No line is wider than the
/// measure, and nothing of the text is lost but blanks at the ends of lines.
pub fn lay_out(head: &Head, document: &Document, speech: &Speech, marks: &[Marked], measure: &Measure) -> Page {
    flow::Flow::set(head, document, speech, marks, measure)
}

#[cfg(test)]
mod tests;
