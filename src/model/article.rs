//! Articles as they are listed, opened and quoted.

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::model::clean::Clean;
use crate::model::file_kind::FileKind;
use crate::model::highlight::Highlight;
use crate::model::ids::{ArticleId, FeedId, OutletId};
use crate::model::language::Language;
use crate::model::mark::Place;
use crate::model::story::Story;

/// A moment as an outlet gave it: the instant, and the offset it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Published {
    /// The instant.
    pub at: Timestamp,
    /// Minutes east of UTC as published; 0 where nothing was said.
    pub offset_minutes: i32,
}

impl Published {
    /// The offset it was written with; UTC where none such exists.
    pub fn offset(self) -> Offset {
        Offset::from_seconds(self.offset_minutes * 60).unwrap_or(Offset::UTC)
    }
}

/// A picture that stands for the whole article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Where it is: http or https.
    pub url: String,
    /// What it shows, in words; may be empty.
    pub alt: Clean,
}

/// A line of a list. Never carries the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The article.
    pub id: ArticleId,
    /// Its title, at most 1,000 characters.
    pub title: Clean,
    /// Whose it is.
    pub outlet: OutletId,
    /// The outlet's name.
    pub outlet_name: Clean,
    /// The address of the feed it came by.
    pub feed_url: String,
    /// The article's own address.
    pub url: Option<String>,
    /// Who wrote it.
    pub byline: Vec<Clean>,
    /// When, by the outlet's own account.
    pub published: Option<Published>,
    /// What lists sort by: the published instant, never later than when it was first seen.
    pub sorted_at: Timestamp,
    /// When byline first saw it.
    pub fetched_at: Timestamp,
    /// Whether it was read.
    pub read: bool,
    /// Whether it is kept.
    pub bookmarked: bool,
    /// The reader's tags.
    pub tags: Vec<Clean>,
    /// Direct, mixed and block quotes in it.
    pub quotes: u32,
    /// Words in its body.
    pub words: u32,
    /// Its first words, at most 240 characters.
    pub excerpt: Clean,
    /// Whether its outlet changed it after byline first saw it.
    pub edited: bool,
    /// Where a search hit it, when one did.
    pub snippet: Option<Snippet>,
    /// Its story: with other articles, or one that the reader follows or has muted.
    pub story: Option<Story>,
}

/// What an article said until its outlet changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// When byline saw that it had been changed.
    pub until: Timestamp,
    /// Its title.
    pub title: Clean,
    /// Its plain text.
    pub text: String,
}

/// A passage around search hits: pieces of text, `true` where they are a hit.
pub type Snippet = Vec<(Clean, bool)>;

/// An article opened: everything needed to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// As it stands in lists.
    pub row: Row,
    /// The feed it came by.
    pub feed: FeedId,
    /// The language its feed or page declares, else as detected.
    pub language: Language,
    /// When it was last changed, by the outlet's own account.
    pub modified: Option<Published>,
    /// The sentence under its title, where its page has one.
    pub standfirst: Option<Clean>,
    /// The part of the outlet that its page is in.
    pub section: Option<Clean>,
    /// What the reader wrote on it.
    pub note: Option<Clean>,
    /// What the reader highlighted in it, in the order in which that was done.
    pub highlights: Vec<Highlight>,
    /// The picture of the whole article.
    pub image: Option<Image>,
    /// The body as the feed gave it, markup and all.
    pub html: String,
    /// What relative links in `html` are relative to.
    pub base: Option<String>,
    /// The outlet's whole page, where it was fetched, and its address after redirects.
    pub page: Option<(String, String)>,
    /// What its page came to when it was asked and brought nothing to keep.
    pub page_said: Option<Complete>,
    /// Where the reader stopped.
    pub place: Option<Place>,
}

/// How much of an article was found, said plainly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Complete {
    /// All of it.
    Whole,
    /// The beginning of a page that is longer than any article.
    Cut,
    /// A teaser; the rest is on the outlet's page.
    Summary,
    /// The page keeps the rest for subscribers.
    Paywall,
    /// The page asks for consent first.
    Consent,
    /// The page asks whether a person is asking.
    Botwall,
    /// The page is no page but a file of this kind.
    File(FileKind),
    /// Nothing.
    Empty,
}

impl Complete {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Cut => "cut",
            Self::Summary => "summary",
            Self::Paywall => "paywall",
            Self::Consent => "consent",
            Self::Botwall => "botwall",
            Self::File(kind) => kind.word(),
            Self::Empty => "empty",
        }
    }

    /// The one with this word.
    pub fn of(word: &str) -> Option<Self> {
        let all = [
            Self::Whole,
            Self::Cut,
            Self::Summary,
            Self::Paywall,
            Self::Consent,
            Self::Botwall,
            Self::Empty,
        ];
        let known = all.into_iter().find(|complete| complete.word() == word);
        known.or_else(|| FileKind::of_word(word).map(Self::File))
    }
}

/// A quote in some article, as lists of quotes across articles show it.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteRow {
    /// The article it stands in.
    pub article: ArticleId,
    /// The words, without the outer marks.
    pub text: Clean,
    /// `direct`, `mixed`, `block` or `indirect`.
    pub kind: String,
    /// Who said it.
    pub speaker: Option<Clean>,
    /// What the article says the speaker is.
    pub role: Option<Clean>,
    /// The word that says so.
    pub cue: Option<Clean>,
    /// How sure the attribution is, 0 to 1.
    pub confidence: f64,
    /// The article's title.
    pub title: Clean,
    /// The outlet's name.
    pub outlet: Clean,
    /// The article's address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
}

/// How often an outlet quotes somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedBy {
    /// The outlet's name.
    pub outlet: Clean,
    /// Quotes in its articles.
    pub quotes: u64,
    /// Articles that have any.
    pub articles: u64,
    /// When the last of them came out.
    pub last: Timestamp,
}
