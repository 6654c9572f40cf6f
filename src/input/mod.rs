//! What can be pressed and what it can mean. Pure: no terminal.

mod command;

pub use command::{Command, Context, Spec};
