//! A document → who says what, and where the outlet has it from.
//!
//! Door: [`listen`]. Its findings are annotations over the text: they can be wrong without harming it. No clock, no disk, no network.

mod found;

pub use found::{Quote, QuoteKind, Source, SourceKind, Speaker, Speech};
