//! Document × width → [`Page`]: lines of pieces, each with the role it plays. Pure, no colours. Door: [`lay_out`].

mod cells;
mod page;

use crate::document::Document;
use crate::speech::Speech;

pub use cells::width;
pub use page::{Head, Line, Measure, Page, Piece, Spot, Target};

/// Sets an article at a measure.
pub fn lay_out(_head: &Head, _document: &Document, _speech: &Speech, _measure: &Measure) -> Page {
    todo!()
}
