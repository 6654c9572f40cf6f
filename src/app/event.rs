//! What comes in: from the reader, from our own effects, from the poller.

use std::sync::Arc;

use jiff::Timestamp;
use ratatui::layout::Size;
use url::Url;

use crate::app::prompt::Purpose;
use crate::config::Config;
use crate::document::Document;
use crate::input::{Key, Mouse};
use crate::model::{
    Article, ArticleId, Clean, Clip, Complete, Correction, Counts, Failure, FeedId, FilterId, Grouped, Mark, MuteId,
    Outlet, OutletId, QuoteRow, QuotedBy, Refreshed, Row, SavedFilter, Written,
};
use crate::query::{Names, Rule};
use crate::speech::Speech;
use crate::story::Comparison;

/// The number of a question. A late answer to an older question is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Days whose articles a rule is tried on.
pub const TRIAL_DAYS: u32 = 30;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; it never acts as keys.
    Paste(String),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal has another size.
    Resize(Size),
    /// It is so late. Sent before whatever else happens, and alone only while [`super::App::ages`].
    Tick(Timestamp),
    /// What the sidebar lists.
    Outlets {
        /// All outlets, by folder and name.
        outlets: Vec<Outlet>,
        /// Saved filters, in the reader's order.
        filters: Vec<SavedFilter>,
    },
    /// Another program has changed something of what is kept.
    ChangedOutside,
    /// Numbers for the sidebar.
    Counted(Counts),
    /// Unread articles of each saved filter.
    Tallied(Vec<(FilterId, u64)>),
    /// A saved filter was saved, changed or removed.
    FilterChanged {
        /// Which.
        filter: FilterId,
        /// What it was before; `None`: there was none.
        before: Option<SavedFilter>,
        /// Whether it is there now.
        there: bool,
    },
    /// Something is hidden for a while.
    Hidden {
        /// Which.
        mute: MuteId,
        /// Articles that went out of sight.
        articles: u64,
        /// Until then.
        until: Timestamp,
    },
    /// So many things are hidden no longer.
    Shown(usize),
    /// What a rule would have done with the articles of the last [`TRIAL_DAYS`] days.
    Tried {
        /// Which.
        rule: Rule,
        /// Articles that it fits.
        fitting: u64,
        /// Of so many.
        of: u64,
        /// The title of the newest that it fits.
        newest: Option<Clean>,
    },
    /// The settings file has another rule, or one less, and means this now.
    Ruled {
        /// This.
        config: Box<Config>,
        /// The rule that it has now; none: one was taken back.
        added: Option<Rule>,
    },
    /// Names for completing filters.
    Named(Box<Names>),
    /// Rows of a list.
    Listed {
        /// Which question this answers.
        ticket: Ticket,
        /// The rows asked for; fewer than asked: the list ends here.
        rows: Vec<Row>,
        /// How many articles fit in all, where that was counted.
        total: Option<u64>,
        /// The newest article that there was.
        newest: ArticleId,
    },
    /// An article, ready to read.
    Opened {
        /// Which question this answers.
        ticket: Ticket,
        /// The article and what was found in it.
        opened: Box<Opened>,
    },
    /// The note that stands on an article.
    NoteRead {
        /// On which.
        article: ArticleId,
        /// The words; empty where there is none.
        note: Clean,
    },
    /// A line that was entered came to nothing: its text is kept for the next of its kind.
    Refused {
        /// What the line was for.
        purpose: Purpose,
        /// What was typed.
        text: String,
        /// Why.
        failure: Failure,
    },
    /// What the reader wrote on an article is kept.
    Kept {
        /// So it stands now.
        article: Box<Article>,
        /// What was written on it before; `None` when this is what was put back.
        before: Option<Written>,
    },
    /// Quotes of a speaker in all articles.
    Quoted {
        /// Which question this answers.
        ticket: Ticket,
        /// Newest first.
        quotes: Vec<QuoteRow>,
        /// Who quotes them how often, the outlet that does most often first.
        by: Vec<QuotedBy>,
    },
    /// Who said a quote is kept: the article as it is heard now.
    Attributed {
        /// The article and what was found in it.
        opened: Box<Opened>,
        /// How the attribution stood before, to be brought back; `None` when this is what was brought back.
        before: Option<Correction>,
    },
    /// The articles of a story, in the order in which they came out.
    Members {
        /// Which question this answers.
        ticket: Ticket,
        /// Their rows.
        rows: Vec<Row>,
    },
    /// The same side by side.
    Sided {
        /// Which question this answers.
        ticket: Ticket,
        /// What they say.
        side: Box<Side>,
    },
    /// The reader's change to stories is kept.
    Regrouped {
        /// The article that it was about.
        article: ArticleId,
        /// How it was before.
        before: Grouped,
    },
    /// The reader follows a story, has muted it, or neither.
    StanceTaken(Grouped),
    /// That could not be kept: it is taken back on the screen.
    StanceLost {
        /// What was shown before.
        before: Grouped,
        /// Why.
        failure: Failure,
    },
    /// Articles are in the stories again that they were in.
    PutBack,
    /// Every article that fits a query was marked; these are the ones that were not before.
    Marked {
        /// Those that changed.
        articles: Vec<ArticleId>,
        /// To what.
        mark: Mark,
    },
    /// A mark could not be kept: it is taken back on the screen.
    Unmarked {
        /// Those that stay as they were.
        articles: Vec<ArticleId>,
        /// What they were to get.
        mark: Mark,
        /// Why.
        failure: Failure,
    },
    /// Not all of the articles that got a mark lacked it.
    Changed {
        /// Which got it.
        articles: Vec<ArticleId>,
        /// Those that had not had it.
        changed: Vec<ArticleId>,
        /// Which mark.
        mark: Mark,
    },
    /// The articles that were to get a mark are not there any more.
    Gone {
        /// Which.
        articles: Vec<ArticleId>,
        /// What they were to get.
        mark: Mark,
    },
    /// An outlet is followed no longer; of its articles only the bookmarks are left.
    Removed(OutletId),
    /// Feeds are being asked.
    Asking(Vec<FeedId>),
    /// A feed was asked.
    Refreshed(Refreshed),
    /// Why no feed is asked.
    Unasked(Clean),
    /// That an outlet was followed is taken back.
    Unfollowed(OutletId),
    /// Outlets were added: to be seen and told.
    Followed {
        /// Those that were not followed before.
        new: Vec<OutletId>,
        /// Those that were.
        known: Vec<OutletId>,
    },
    /// That an outlet was removed is taken back.
    FollowedAgain(OutletId),
    /// The catalogue that a new reader chooses from.
    Offered(Vec<Offer>),
    /// The settings were changed to these.
    Configured {
        /// These.
        config: Box<Config>,
        /// Whether that took a change back.
        undoes: bool,
    },
    /// The boxes on an article's page, as selectors.
    Boxes {
        /// Whose.
        article: ArticleId,
        /// The likelier ones first.
        boxes: Vec<String>,
    },
    /// A clip was kept.
    ClipKept {
        /// For the articles at this address.
        at: Url,
        /// Which.
        clip: Clip,
    },
    /// Something worth a line.
    Told(Clean),
    /// A question cannot be answered, or something else went wrong.
    Failed {
        /// The question, where there was one.
        ticket: Option<Ticket>,
        /// For people.
        failure: Failure,
    },
}

/// An article opened, with everything that reading it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// As it stands in the store.
    pub article: Arc<Article>,
    /// Its body, cleaned.
    pub document: Arc<Document>,
    /// Who says what in it.
    pub speech: Arc<Speech>,
    /// How much of it was found.
    pub complete: Complete,
    /// Whether the text comes from the outlet's page rather than from the feed.
    pub from_page: bool,
    /// Whether this is not its text but what its outlet changed in it.
    pub changes: bool,
}

/// The reports of a story, compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Side {
    /// In the order in which they came out.
    pub reports: Vec<Reported>,
    /// What they share and what they do not.
    pub comparison: Comparison,
}

/// A report, with what was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// As it stands in lists.
    pub row: Row,
    /// Its text.
    pub text: Clean,
    /// What is quoted in it, in its order.
    pub quotes: Vec<Quoted>,
    /// What it cites, each once.
    pub sources: Vec<Clean>,
}

/// A quote in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The words.
    pub words: Clean,
    /// `direct`, `mixed` or `block`.
    pub kind: &'static str,
    /// Who said them.
    pub speaker: Option<Clean>,
    /// What the speaker is.
    pub role: Option<Clean>,
}

/// An entry of the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The outlet's name.
    pub name: Clean,
    /// Its home page.
    pub site: Option<String>,
    /// Its feeds.
    pub feeds: Vec<String>,
    /// What it writes in: `en`.
    pub language: String,
    /// Where it is at home: `GB`; may be empty.
    pub country: String,
    /// What it writes about.
    pub topics: Vec<String>,
}
