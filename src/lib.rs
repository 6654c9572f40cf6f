//! byline is a terminal newsroom: it polls the feeds of the outlets a person follows, cleans every
//! article to what the journalist wrote, and shows who said what, and where the outlet has it from.
//!
//! The map, in reading order; `ARCHITECTURE.md` says which module may name which.
//!
//! | module | what it is for |
//! |---|---|
//! | [`model`] | the nouns that every other module speaks |
//! | [`document`] | HTML → a cleaned [`document::Document`] |
//! | [`speech`] | a document → who says what, and where the outlet has it from |
//! | [`export`] | what is kept → Markdown, a page, a book |
//! | [`feed`] | bytes → a parsed feed |
//! | [`query`] | the filter language |
//! | [`typeset`] | document × width → lines |
//! | [`input`] | keys and commands |
//! | [`config`] | the reader's settings, themes and directories |
//! | [`story`] | articles → stories: who else reports an event |
//! | [`store`] | the only place that knows SQL |
//! | [`files`] | files for their owner alone, written whole or not at all |
//! | [`net`] | the only place that speaks HTTP |
//! | [`poll`] | keeps feeds fresh |
//! | [`bookmarks`] | other programs' bookmarks |
//! | [`catalogue`] | the outlets a new reader chooses from |
//! | [`demo`] | the bundled edition and its loopback server |
//! | [`app`] | the pure core of the screen: events in, effects out |
//! | [`view`] | app → cells |
//! | [`services`] | what there is to call, built once |
//! | [`shell`] | the imperative shell: terminal, loop, effects |
//! | [`cli`] | the command line |

pub mod model;

pub mod document;
pub mod export;
pub mod speech;
pub mod story;

pub mod bookmarks;
pub mod catalogue;
pub mod feed;
pub mod files;
pub mod query;

pub mod config;
pub mod input;
pub mod typeset;

pub mod demo;
pub mod net;
pub mod poll;
pub mod store;

pub mod app;
pub mod view;

pub mod cli;
pub mod services;
pub mod shell;
