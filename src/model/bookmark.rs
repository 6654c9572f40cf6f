//! Bookmarks on their way in from another program.

use jiff::Timestamp;

/// A bookmark as another program kept it. Nothing in it is cleaned yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bookmark {
    /// Its address: http or https.
    pub url: String,
    /// Its title; may be empty, or the address.
    pub title: String,
    /// When it was kept.
    pub added: Option<Timestamp>,
    /// Whether it was read, or put away as read.
    pub read: bool,
    /// Tags, and the folder it was in.
    pub tags: Vec<String>,
    /// What the reader wrote on it.
    pub notes: Vec<String>,
    /// Passages that the reader marked, each with a note or an empty one.
    pub highlights: Vec<(String, String)>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// The language it declares.
    pub language: Option<String>,
    /// Its body as markup, where the program kept one.
    pub html: String,
    /// The picture of the whole article.
    pub image: Option<String>,
    /// The feed it came by.
    pub came: Option<Came>,
}

/// The feed that a bookmark came by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// Its address.
    pub feed_url: String,
    /// What it calls itself.
    pub title: String,
    /// The page it stands for.
    pub site: Option<String>,
}
