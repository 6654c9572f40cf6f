//! HTML → [`Document`]: the heart of reading.
//!
//! Doors: [`from_html`] for a feed's body, [`from_page`] for an outlet's whole page, [`plain()`] for text. All of them are total:
//! any string gives a document within bounds of time and memory. No clock, no disk, no network.

mod anchor;
mod article;
mod author_lines;
mod author_marks;
mod body;
mod boilerplate;
mod bounds;
mod byline;
mod byline_lines;
mod changes;
mod clips;
mod context;
mod dated;
mod days;
mod declared;
mod decode;
mod extract;
mod headline;
mod html;
mod json_ld;
mod known;
mod lean;
mod lexicon;
mod line;
mod links;
mod live;
mod main_box;
mod markdown;
mod marks;
mod meta;
mod names;
mod narrow;
mod near;
mod page;
mod pages;
mod pieces;
mod pipes;
mod plain;
mod signoff;
mod simple;
mod summary;
mod tags;
mod tree;
mod widen;
mod words;

pub use anchor::{find_passage, passage_at};
pub use article::{clips_for, document_of, pictures_of};
pub use body::from_html;
pub use changes::{Version, changes};
pub use clips::{boxes, clip_fault};
pub use context::Context;
pub use decode::decode_page;
pub use lexicon::detect;
pub use links::web_link;
pub use markdown::{escape_markdown, markdown, markdown_with};
pub use page::{Page, from_page, from_page_by};
pub use pages::{join_page, next_page};
pub use pipes::text_for_pipes;
pub use plain::{Plain, passages, plain, plain_of};
pub use summary::is_summary;
pub use tree::{Block, Document, Extent, Face, Leaf, LeafKind, Link, LinkId, Span, Text, words_of};
