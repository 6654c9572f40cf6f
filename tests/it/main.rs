//! Everything from outside: one crate, linked once. One file a theme.

mod architecture;
mod docs;
mod store;
