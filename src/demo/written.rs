//! What is written in `assets/demo`: outlets, their habits and their articles.
//!
//! A file begins with `key: value` lines, then `--- before`, `--- middle`, `--- after` give the rubbish that the outlet puts around
//! its bodies, `--- page` the rubbish of its pages; then each article begins with `=== SLUG` and its own `key: value` lines.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

use crate::model::Language;

macro_rules! files {
    ($($name:literal)*) => { &[$(include_str!(concat!("../../assets/demo/", $name, ".txt"))),*] };
}

macro_rules! pictures {
    ($($name:literal)*) => { &[$(($name, include_bytes!(concat!("../../assets/demo/pictures/", $name)))),*] };
}

const FILES: &[&str] = files! {
    "harbour-dispatch" "north-ledger" "valley-post" "orion" "otv" "parity-bit" "tidewrack" "sund-gazette"
    "vilnyi-bereh" "nordtaler-anzeiger" "courrier-de-vaubrune" "anba-suhail" "shiomi-shimbun"
};

/// The pictures that every outlet has, by name.
pub(crate) const PICTURES: &[(&str, &[u8])] = pictures! { "harbour.png" "hills.png" "night.png" "dawn.png" "snow.png" };

/// An outlet and what it publishes.
#[derive(Debug, Default)]
pub(crate) struct Outlet {
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) tagline: String,
    pub(crate) language: Language,
    pub(crate) format: Format,
    pub(crate) bodies: Bodies,
    pub(crate) charset: Charset,
    /// How it writes dates in its articles, for `strftime`.
    pub(crate) date: String,
    /// Minutes east of UTC.
    pub(crate) offset_minutes: i32,
    /// The words of its "continue reading" link.
    pub(crate) more: String,
    /// Its sections.
    pub(crate) nav: Vec<String>,
    pub(crate) before: String,
    pub(crate) middle: String,
    pub(crate) after: String,
    pub(crate) page: String,
    /// Newest first.
    pub(crate) pieces: Vec<Piece>,
}

/// An article as written.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    pub(crate) slug: String,
    /// Text, not markup.
    pub(crate) title: String,
    pub(crate) age: SignedDuration,
    pub(crate) author: String,
    pub(crate) tags: Vec<String>,
    /// A picture of the whole article: file and caption.
    pub(crate) picture: Option<(String, String)>,
    /// The event it reports, where others report it too.
    #[cfg(test)]
    pub(crate) event: Option<String>,
    /// In the light markup that `markup` reads.
    pub(crate) body: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    #[default]
    Rss20,
    Rss10,
    Atom,
    Json,
}

impl Format {
    /// The name of the feed's file.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Rss20 => "feed.xml",
            Self::Rss10 => "index.rdf",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }
}

/// How much of an article stands in the feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Bodies {
    #[default]
    Full,
    Summary,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Charset {
    #[default]
    Utf8,
    Latin1,
}

impl Charset {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Latin1 => "iso-8859-1",
        }
    }

    /// The media type with this charset.
    pub(crate) fn of(self, kind: &str) -> String {
        format!("{kind}; charset={}", self.name())
    }

    pub(crate) fn html(self) -> String {
        self.of("text/html")
    }

    /// What Latin-1 lacks becomes a numeric reference, so this is for markup only.
    pub(crate) fn encode(self, text: String) -> Vec<u8> {
        if self == Self::Utf8 {
            return text.into_bytes();
        }
        let mut bytes = Vec::with_capacity(text.len());
        for sign in text.chars() {
            match u8::try_from(u32::from(sign)) {
                Ok(byte) => bytes.push(byte),
                Err(_) => bytes.extend_from_slice(format!("&#{};", u32::from(sign)).as_bytes()),
            }
        }
        bytes
    }
}

impl Outlet {
    /// When an article was published, in the outlet's own time.
    pub(crate) fn published(&self, piece: &Piece, now: Timestamp) -> ZonedDateTime {
        let offset = Offset::from_seconds(self.offset_minutes * 60).unwrap_or(Offset::UTC);
        (now - piece.age).to_zoned_datetime(offset.to_time_zone())
    }

    /// The article that this one's "read also" box points to.
    pub(crate) fn another(&self, piece: &Piece) -> &Piece {
        let at = self
            .pieces
            .iter()
            .position(|other| other.slug == piece.slug)
            .unwrap_or(0);
        &self.pieces[(at + 3) % self.pieces.len()]
    }
}

/// Every outlet of the edition.
pub(crate) fn outlets() -> Vec<Outlet> {
    FILES.iter().map(|file| read(file)).collect()
}

fn read(file: &str) -> Outlet {
    let mut parts = file.split("\n=== ");
    let mut outlet = head(parts.next().unwrap_or_default());
    outlet.pieces = parts.map(piece).collect();
    outlet.pieces.sort_by_key(|piece| piece.age);
    outlet
}

fn head(text: &str) -> Outlet {
    let mut outlet = Outlet::default();
    let mut sections = text.split("\n--- ");
    for (key, value) in fields(sections.next().unwrap_or_default()) {
        match key {
            "name" => outlet.name = value.into(),
            "folder" => outlet.folder = value.into(),
            "tagline" => outlet.tagline = value.into(),
            "language" => outlet.language = Language::of(value),
            "format" => {
                outlet.format = match value {
                    "rss10" => Format::Rss10,
                    "atom" => Format::Atom,
                    "json" => Format::Json,
                    _ => Format::Rss20,
                }
            }
            "bodies" if value == "summary" => outlet.bodies = Bodies::Summary,
            "charset" if value == "iso-8859-1" => outlet.charset = Charset::Latin1,
            "date" => outlet.date = value.into(),
            "offset" => outlet.offset_minutes = value.parse().unwrap_or_default(),
            "more" => outlet.more = value.into(),
            "nav" => outlet.nav = list(value),
            _ => {}
        }
    }
    for section in sections {
        let (name, text) = section.split_once('\n').unwrap_or((section, ""));
        match name.trim() {
            "before" => outlet.before = text.into(),
            "middle" => outlet.middle = text.into(),
            "after" => outlet.after = text.into(),
            "page" => outlet.page = text.into(),
            _ => {}
        }
    }
    outlet
}

fn piece(text: &str) -> Piece {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let (slug, head) = head.split_once('\n').unwrap_or((head, ""));
    let mut piece = Piece {
        slug: slug.trim().into(),
        body: body.into(),
        ..Piece::default()
    };
    for (key, value) in fields(head) {
        match key {
            "title" => piece.title = value.into(),
            "age" => piece.age = age(value),
            "author" => piece.author = value.into(),
            "tags" => piece.tags = list(value),
            "picture" => piece.picture = value.split_once(' ').map(|(file, words)| (file.into(), words.into())),
            #[cfg(test)]
            "event" => piece.event = Some(value.into()),
            _ => {}
        }
    }
    piece
}

fn fields(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(key, value)| (key.trim(), value.trim()))
}

fn list(value: &str) -> Vec<String> {
    value.split(',').map(|item| item.trim().to_owned()).collect()
}

/// `40m`, `3h`, `2d`.
fn age(value: &str) -> SignedDuration {
    let number = value.trim_end_matches(['m', 'h', 'd']).parse().unwrap_or(0);
    match value.chars().last() {
        Some('d') => SignedDuration::from_hours(number * 24),
        Some('h') => SignedDuration::from_hours(number),
        _ => SignedDuration::from_mins(number),
    }
}
