//! What can be pressed and what it can mean. Pure: no terminal.
//!
//! Door: [`Keymap::resolve`]. The table of commands is in `command.rs`; to add a command, add a row there.

mod command;
mod key;
mod keymap;
mod replies;

pub use command::{Command, Context, Spec};
pub use key::{Code, Gesture, Key, KeyError, Mouse, sequence, written};
pub use keymap::{Binding, Conflict, Keymap, Resolution};
pub use replies::Replies;
