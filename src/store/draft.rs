//! What is handed to the store.

use jiff::Timestamp;

use crate::model::{Clean, Feed, FeedState, Image, Language, Published, Validators};
use crate::speech::Speech;

/// An article on its way into the store: as it came, and what was found in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// What the feed knows it by (`feed::Entry::key`); at most 1,000 bytes.
    pub key: String,
    /// Whether that is the feed's own name for it, a guid, and not just its address or title.
    pub named: bool,
    /// Its address: http or https.
    pub url: Option<String>,
    /// Its title, at most 1,000 characters; never empty.
    pub title: Clean,
    /// The sentence under the title, where its page has one.
    pub standfirst: Option<Clean>,
    /// The part of the outlet that its page is in.
    pub section: Option<Clean>,
    /// Who wrote it.
    pub byline: Vec<Clean>,
    /// When, by the outlet's account.
    pub published: Option<Published>,
    /// When it last changed, by the outlet's account.
    pub modified: Option<Published>,
    /// Declared, else detected.
    pub language: Language,
    /// The body as the feed gave it.
    pub html: String,
    /// What its links are relative to.
    pub base: Option<String>,
    /// The picture of the whole article.
    pub image: Option<Image>,
    /// The outlet's own subjects.
    pub categories: Vec<Clean>,
    /// The cleaned body as plain text, for search.
    pub text: String,
    /// Words in it.
    pub words: u32,
    /// Its first words, at most 240 characters.
    pub excerpt: Clean,
    /// Who says what in it, and whom it cites.
    pub speech: Speech,
}

/// What one answer of a feed brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// What the feed calls itself.
    pub title: Clean,
    /// Its format.
    pub kind: &'static str,
    /// The page it stands for.
    pub site: Option<String>,
    /// Its articles, in document order.
    pub drafts: Vec<Draft>,
    /// The key and the address of each of its further articles, which are as they were.
    pub unchanged: Vec<(String, Option<String>)>,
    /// How the feed fares now.
    pub health: Health,
}

/// By what a feed is known again after it was asked: its number may be another's by then, and one that is followed anew begins anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub(crate) url: String,
    pub(crate) body_hash: Option<i64>,
}

impl From<&Feed> for Asked {
    fn from(feed: &Feed) -> Self {
        Self {
            url: feed.url.clone(),
            body_hash: feed.body_hash,
        }
    }
}

/// How a feed fares after it was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Health {
    /// Which feed was asked: nothing is written where that is another by now. `None`: whichever has the number.
    pub asked: Option<Asked>,
    /// State.
    pub state: FeedState,
    /// What is wrong and what to do; `None` when all is well.
    pub why: Option<Clean>,
    /// Failures in a row, this one included.
    pub failures: u32,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When to ask again.
    pub next_poll_at: Timestamp,
    /// What to ask with next time. Never stale: those of the last 200 answer only.
    pub validators: Validators,
    /// Hash of the body, after a 200.
    pub body_hash: Option<i64>,
    /// Where the feed has moved for good, once that is certain.
    pub moved_to: Option<String>,
    /// What the schedule remembers between answers (`poll` alone reads it).
    pub schedule: String,
}

/// What [`super::Db::save`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Articles never seen before, but for those that are hidden.
    pub new: u32,
    /// Articles whose text or title changed.
    pub changed: u32,
    /// Titles of new articles that a rule tells of.
    pub told: Vec<Clean>,
}

/// An outlet to subscribe to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewOutlet {
    /// Its name; empty: the feed's own title once it is read.
    pub name: String,
    /// The reader's grouping.
    pub folder: Option<String>,
    /// Home page.
    pub site: Option<String>,
    /// What it mostly writes in.
    pub language: Option<String>,
    /// Addresses of its feeds; at least one.
    pub feeds: Vec<String>,
}

/// Which articles find stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// None do.
    pub off: bool,
    /// Outlets, by slug, whose articles stand alone.
    pub apart: Vec<String>,
}

/// What may be dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Read articles older than so many days; 0 keeps them for good.
    pub days: u32,
    /// All but the newest so many of a feed; 0 keeps all.
    pub per_feed: u32,
    /// Whether unread articles stay whatever their age.
    pub keep_unread: bool,
}

/// One a line.
pub(crate) fn lines(texts: &[Clean]) -> String {
    texts.iter().map(|text| &**text).collect::<Vec<_>>().join("\n")
}
