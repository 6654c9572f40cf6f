//! Everything from outside: one crate, linked once. One file a theme.

mod architecture;
mod cli;
mod docs;
mod net;
mod poll;
mod store;
mod web;
