//! Everything from outside: one crate, linked once. One file a theme.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod add;
mod ahead;
mod architecture;
mod articles;
mod cli;
mod docs;
mod export;
mod feeds;
mod files;
mod full;
mod identity;
mod import;
mod languages;
mod meanwhile;
mod net;
mod pictures;
mod poll;
mod pty;
mod speech;
mod store;
mod tls;
mod tui;
mod usage;
mod web;
