//! HTML → [`Document`]: the heart of reading.
//!
//! Doors: `from_html` for a feed's body, `from_page` for an outlet's whole page, `plain` for text. All of them are total:
//! any string gives a document within bounds of time and memory. No clock, no disk, no network.

mod tree;

pub use tree::{Block, Document, Extent, Face, Leaf, LeafKind, Link, LinkId, Span, Text};
