//! HTML → [`Document`]: the heart of reading.
//!
//! Doors: [`from_html`] for a feed's body, [`from_page`] for an outlet's whole page, [`plain()`] for text. All of them are total:
//! any string gives a document within bounds of time and memory. No clock, no disk, no network.

mod body;
mod boilerplate;
mod bounds;
mod decode;
mod extract;
mod html;
mod json_ld;
mod known;
mod lexicon;
mod links;
mod markdown;
mod marks;
mod meta;
mod page;
mod pieces;
mod pipes;
mod plain;
mod tags;
mod tree;

use std::panic::{AssertUnwindSafe, catch_unwind};

use url::Url;

use crate::model::Language;

pub use decode::decode_page;
pub use lexicon::detect;
pub use links::web_link;
pub use markdown::markdown;
pub use page::{Page, from_page};
pub use pipes::{table_lines, text_for_pipes};
pub use plain::{Plain, passages, plain};
pub use tree::{Block, Document, Extent, Face, Leaf, LeafKind, Link, LinkId, Span, Text};

/// What is known about a body before it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// What its links are relative to.
    pub base: Option<&'a Url>,
    /// The article's title: a body that repeats it says it twice.
    pub title: &'a str,
    /// The language it is in.
    pub language: Language,
}

/// A feed's body as a document: at most 256 KiB of it are read.
pub fn from_html(html: &str, context: &Context<'_>) -> Document {
    let markup = body::markup_of(html);
    let bounded = bounds::bound(&markup, bounds::BODY);
    let read = || boilerplate::clean(html::read(&bounded.markup, context.base), context);
    // A parser that panics must not take the feed with it; its text is better than nothing.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Document::of_text(&bounded.markup))
}
