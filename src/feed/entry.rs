//! What a feed says, before it becomes articles. Text is as the feed gave it, decoded and resolved, not yet cleaned:
//! [`Titled::kind`] says whether it is markup.

use crate::model::Published;

/// What is known about a body before it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The `Content-Type` header, charset and all.
    pub content_type: Option<&'a str>,
    /// The address the body came from, after redirects.
    pub base: Option<&'a url::Url>,
}

/// A feed as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedFeed {
    /// `rss090` … `rss20`, `rss`, `rss10`, `rss11`, `atom03`, `atom10`, `json1`, `json11`, `cdf`.
    pub format: &'static str,
    /// What the bytes were decoded with, in lower case.
    pub encoding: &'static str,
    /// Its own id (Atom, JSON Feed).
    pub id: Option<String>,
    /// What it calls itself.
    pub title: Option<Titled>,
    /// What it says it is about.
    pub subtitle: Option<Titled>,
    /// The page it stands for.
    pub link: Option<String>,
    /// Every link of its head.
    pub links: Vec<LinkTo>,
    /// The language tag it declares.
    pub language: Option<String>,
    /// Who is responsible.
    pub authors: Vec<Person>,
    /// Who else is.
    pub contributors: Vec<Person>,
    /// Copyright.
    pub rights: Option<Titled>,
    /// What made it.
    pub generator: Option<String>,
    /// When it last changed.
    pub updated: Option<Published>,
    /// When it was published.
    pub published: Option<Published>,
    /// Minutes to keep it (RSS `ttl`), as written.
    pub ttl: Option<String>,
    /// Seconds between updates by the syndication module, where given.
    pub update_period_secs: Option<u64>,
    /// Hours (GMT, 0 to 23) when nobody need ask (RSS `skipHours`).
    pub skip_hours: Vec<u8>,
    /// Days when nobody need ask, Monday = 1 to Sunday = 7 (RSS `skipDays`).
    pub skip_days: Vec<u8>,
    /// Its picture: address and title.
    pub image: Option<(String, Option<String>)>,
    /// Its small picture.
    pub icon: Option<String>,
    /// Its subjects.
    pub categories: Vec<Category>,
    /// In document order.
    pub entries: Vec<Entry>,
    /// What had to be repaired or left out.
    pub warnings: Vec<Warning>,
}

/// A feed's item as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// What it is known by, stable across fetches: its guid, else its link, else a hash of title and day. Several entries may
    /// have one.
    pub key: String,
    /// The id as the feed gave it.
    pub id: Option<String>,
    /// RSS `guid isPermaLink`, where it is written.
    pub id_is_permalink: Option<bool>,
    /// Its title.
    pub title: Option<Titled>,
    /// Its page: the alternate link, else the first; absolute where a base is known.
    pub link: Option<String>,
    /// Every link.
    pub links: Vec<LinkTo>,
    /// A teaser, or all there is.
    pub summary: Option<Titled>,
    /// Bodies.
    pub content: Vec<Content>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// Who helped.
    pub contributors: Vec<Person>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it last changed.
    pub updated: Option<Published>,
    /// Its subjects.
    pub categories: Vec<Category>,
    /// Attached files.
    pub enclosures: Vec<Enclosure>,
    /// Pictures of the media and itunes modules, best first: address and words.
    pub images: Vec<(String, Option<String>)>,
    /// How wide the first of them is, where that is said.
    pub first_width: Option<u32>,
    /// Copyright.
    pub rights: Option<Titled>,
    /// Its own language tag.
    pub language: Option<String>,
    /// Where it is discussed.
    pub comments: Option<String>,
    /// The feed it was taken from.
    pub source_title: Option<String>,
}

/// Text and whether it is markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titled {
    /// The text.
    pub value: String,
    /// What it is.
    pub kind: TextKind,
    /// Whether the feed says so; else its looks do.
    pub declared: bool,
}

/// Whether text is markup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    /// A `<` is a character.
    #[default]
    Text,
    /// HTML, unescaped once.
    Html,
    /// XHTML, serialised.
    Xhtml,
}

/// A body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The text.
    pub value: String,
    /// What it is.
    pub kind: TextKind,
    /// A media type that is none of the three.
    pub media_type: Option<String>,
    /// Where it is, when it is not here.
    pub src: Option<String>,
    /// Its language tag.
    pub language: Option<String>,
    /// What its links are relative to.
    pub base: Option<String>,
}

/// A link with its relation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkTo {
    /// Absolute where a base is known.
    pub href: String,
    /// `alternate`, `self`, `hub`, …
    pub rel: Option<String>,
    /// Media type.
    pub media_type: Option<String>,
    /// Language of the target.
    pub hreflang: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Bytes, as written.
    pub length: Option<String>,
}

/// Somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Name.
    pub name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Page.
    pub uri: Option<String>,
}

/// A subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// The word.
    pub term: String,
    /// Whose word it is.
    pub scheme: Option<String>,
    /// The word for people.
    pub label: Option<String>,
}

/// An attached file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Media type.
    pub media_type: Option<String>,
    /// Bytes, as written.
    pub length: Option<String>,
}

/// What had to be repaired or left out, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning(pub String);

/// Nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// The bytes are something else.
    #[error("this is not a feed: it looks like {looks_like}")]
    NotAFeed {
        /// `a web page`, `an empty answer`, `a packed file`, …
        looks_like: &'static str,
    },
    /// Nothing there.
    #[error("the answer was empty")]
    Empty,
}
