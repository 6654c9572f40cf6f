//! What the reader keeps, with what was written on it and highlighted in it, for keeping elsewhere: Markdown
//! ([`markdown`]), one page ([`HEAD`], [`section`], [`TAIL`]) and a book ([`Book`]). Pure: the same articles give the same bytes. No clock, no disk, no network.

mod epub;
mod kept;
mod markdown;
mod page;
mod xhtml;

pub use epub::Book;
pub use kept::Kept;
pub use markdown::{PICTURES, file_name, markdown};
pub use page::{HEAD, TAIL, section};
