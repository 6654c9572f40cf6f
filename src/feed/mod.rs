//! Bytes → [`ParsedFeed`]. Doors: [`parse`] for feeds, [`discover()`] for the feeds of a page, [`opml`] for lists of feeds.
//! No clock, no disk, no network.

mod entry;

pub use entry::{
    Category, Content, Date, Enclosure, Entry, Hints, LinkTo, ParseError, ParsedFeed, Person, TextKind, Titled, Warning,
};

/// Reads a feed of any format. A damaged one gives what could be read, with warnings.
///
/// # Errors
/// When nothing in the bytes is a feed; the error says what they look like instead.
pub fn parse(_bytes: &[u8], _hints: &Hints<'_>) -> Result<ParsedFeed, ParseError> {
    todo!()
}

/// The feeds that a web page offers, best first where the page does not say, else in its order; absolute addresses.
pub fn discover(_html: &str, _base: &url::Url) -> Vec<String> {
    todo!()
}

/// Lists of feeds (OPML 1.0 and 2.0): forgiving in, exact out.
pub mod opml {
    /// A feed in a list of feeds.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Outline {
        /// What it is called.
        pub title: String,
        /// Its address: http or https.
        pub feed_url: String,
        /// The outlet's home page.
        pub site: Option<String>,
        /// The folders it stands in, outermost first.
        pub folders: Vec<String>,
    }

    /// The feeds of a list, and how many entries were left out because they are no http(s) address.
    ///
    /// # Errors
    /// A sentence, when the text is no list of feeds.
    pub fn read(_text: &str) -> Result<(Vec<Outline>, usize), String> {
        todo!()
    }

    /// The list as OPML 2.0.
    pub fn write(_title: &str, _outlines: &[Outline]) -> String {
        todo!()
    }
}
