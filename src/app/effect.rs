//! What goes out: what the shell shall do. Values only: nothing with a handle inside.

use jiff::Timestamp;
use url::Url;

use crate::app::event::{Offer, Ticket};
use crate::app::trial::Trial;
use crate::model::{
    ArticleId, Clean, Clip, Correction, FilterId, Grouped, Mark, MuteId, Outlet, OutletId, Passage, Place, SavedFilter,
    Seen, Stance, Written,
};
use crate::query::{Query, Rule};

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read outlets and saved filters → `Outlets`.
    Outlets,
    /// Read names for completing filters → `Named`.
    Names,
    /// Look whether another program has changed anything → `ChangedOutside`.
    LookOutside,
    /// Count for the sidebar → `Counted`.
    Count,
    /// Read rows → `Listed`.
    List {
        /// The number of the question.
        ticket: Ticket,
        /// Which articles.
        query: Query,
        /// After this row, or from the top.
        after: Option<(Timestamp, ArticleId)>,
        /// At most so many.
        limit: u32,
    },
    /// Read, clean and listen to an article → `Opened`.
    Open {
        /// The number of the question.
        ticket: Ticket,
        /// Which.
        article: ArticleId,
        /// Whether the feed's own text is wanted although the outlet's page is kept.
        feed_text: bool,
    },
    /// Read, clean and listen to an article by one more clip than there are, or by those that there are → `Opened`.
    TryClip {
        /// The number of the question.
        ticket: Ticket,
        /// On which article.
        trial: Trial,
        /// The clip.
        clip: Option<Clip>,
    },
    /// Look which boxes there are on an article's page → `Boxes`.
    Boxes {
        /// Of which.
        article: ArticleId,
        /// Whether the feed's own text is meant although the outlet's page is kept.
        feed_text: bool,
    },
    /// Keep a clip → `ClipKept`, and the article by it → `Opened`.
    KeepClip {
        /// The number of the question.
        ticket: Ticket,
        /// On which article it was tried.
        trial: Trial,
        /// The clip.
        clip: Clip,
    },
    /// Take a clip back that was kept, and show the open article without it → `Told`, `Opened`.
    TakeClipBack {
        /// The number of the question.
        ticket: Ticket,
        /// Which articles it held for.
        at: Url,
        /// The clip.
        clip: Clip,
        /// The article that is open.
        shown: Option<Trial>,
    },
    /// Compare what an article says with what it said before → `Opened`.
    Changes {
        /// The number of the question.
        ticket: Ticket,
        /// Which.
        article: ArticleId,
    },
    /// Get the whole text from the outlet's page → `Opened`.
    WholeText {
        /// The number of the question.
        ticket: Ticket,
        /// Of which article.
        article: ArticleId,
    },
    /// Keep a mark → `Counted`, and `Changed`, `Gone` or `Unmarked` where not all got it.
    Mark {
        /// On which.
        articles: Vec<ArticleId>,
        /// Which mark.
        mark: Mark,
    },
    /// Keep articles no longer, unless something is written on them → `Counted`, and `Unmarked` for those that stay.
    Unkeep(Vec<ArticleId>),
    /// Give an article these tags and no others → `Kept`.
    Tag {
        /// Which.
        article: ArticleId,
        /// As they were typed.
        tags: Vec<String>,
    },
    /// Read the note that stands on an article → `NoteRead`.
    ReadNote(ArticleId),
    /// Write a note on an article; an empty one goes → `Kept`.
    Note {
        /// Which.
        article: ArticleId,
        /// As it was typed.
        note: String,
        /// Whether it goes behind what stands there rather than in its place.
        behind: bool,
    },
    /// Highlight a passage of an article, with a note or an empty one → `Kept`.
    Highlight {
        /// Of which.
        article: ArticleId,
        /// Which.
        passage: Passage,
        /// As it was typed.
        note: String,
    },
    /// Write a note on a highlight; an empty one goes → `Kept`.
    NoteHighlight {
        /// Of which article.
        article: ArticleId,
        /// Which.
        passage: Passage,
        /// As it was typed.
        note: String,
    },
    /// Take a highlight away → `Kept`.
    Unhighlight {
        /// Of which article.
        article: ArticleId,
        /// Which.
        passage: Passage,
    },
    /// Take back what was changed on an article → `Kept`.
    WriteBack {
        /// Which.
        article: ArticleId,
        /// What was written there before.
        before: Written,
        /// And then.
        after: Written,
    },
    /// Mark all that fit → `Marked`, `Counted`, and `Unmarked` where it came to nothing.
    MarkAll {
        /// Which.
        query: Query,
        /// Which mark.
        mark: Mark,
        /// As far as this.
        seen: Seen,
        /// Those that the screen shows so already.
        shown: Vec<ArticleId>,
    },
    /// Remember where the reader stopped.
    KeepPlace {
        /// In which article.
        article: ArticleId,
        /// Where.
        place: Place,
    },
    /// Read quotes across articles → `Quoted`.
    Quotes {
        /// The number of the question.
        ticket: Ticket,
        /// Whose, in the filter language.
        query: Query,
    },
    /// Keep who said a quote; nobody where the name is empty → `Attributed`.
    NameSpeaker {
        /// The article it stands in.
        article: ArticleId,
        /// Its words.
        words: Clean,
        /// As it was typed.
        name: String,
        /// Whether the feed's own text is shown although the outlet's page is kept.
        feed_text: bool,
    },
    /// Bring back how an attribution stood → `Attributed`.
    TakeNameBack {
        /// How it stood.
        before: Correction,
        /// As above.
        feed_text: bool,
    },
    /// Read the articles of a story → `Members`.
    Members {
        /// The number of the question.
        ticket: Ticket,
        /// One of them.
        article: ArticleId,
    },
    /// Read and compare them → `Sided`.
    Side {
        /// The number of the question.
        ticket: Ticket,
        /// One of them.
        article: ArticleId,
    },
    /// Follow a story, mute it, or neither → `StanceTaken` or `StanceLost`, `Counted`.
    Stance {
        /// One of its articles.
        article: ArticleId,
        /// Which.
        stance: Stance,
        /// What the screen showed before.
        before: Grouped,
    },
    /// Make one story of two → `Regrouped`.
    JoinStories {
        /// An article of the one.
        article: ArticleId,
        /// An article of the other.
        with: ArticleId,
    },
    /// Take an article out of its story → `Regrouped`.
    SplitStory(ArticleId),
    /// Put articles back into the stories that they were in → `PutBack`, `Counted`.
    PutBack(Grouped),
    /// Ask feeds for news → `Asking`, `Refreshed`.
    Refresh(Which),
    /// Open an address in the browser → `Told`.
    Browse(Url),
    /// Put text on the clipboard → `Told`.
    Copy {
        /// The text.
        text: String,
        /// What it is, at the beginning of a sentence.
        what: &'static str,
    },
    /// Find the feeds of a typed address and follow them → `Followed`.
    Follow(String),
    /// Follow entries of the catalogue → `Followed`.
    FollowOffers(Vec<Offer>),
    /// Read the catalogue → `Offered`.
    Offers,
    /// Rename an outlet and put it into a folder → `Outlets`.
    EditOutlet {
        /// Which.
        outlet: OutletId,
        /// Its name.
        name: String,
        /// Its folder, or none.
        folder: Option<String>,
    },
    /// Follow an outlet no longer → `Removed`, `Outlets`, `Counted`.
    RemoveOutlet(OutletId),
    /// The same of outlets to take back that they were followed → `Unfollowed`, `Outlets`, `Counted`.
    Unfollow(Vec<OutletId>),
    /// Follow an outlet again as it was → `FollowedAgain`.
    FollowAgain(Box<Outlet>),
    /// Pause an outlet's feeds, or go on → `Outlets`.
    Pause {
        /// Whose.
        outlet: OutletId,
        /// Whether they shall rest.
        paused: bool,
    },
    /// Save a filter → `FilterChanged`, `Outlets`, `Counted`.
    SaveFilter {
        /// Its name.
        name: String,
        /// What it finds.
        query: Query,
    },
    /// Make a saved filter this one → `FilterChanged`, `Outlets`, `Counted`.
    EditFilter(SavedFilter),
    /// Remove a saved filter → `FilterChanged`, `Outlets`, `Counted`.
    RemoveFilter(FilterId),
    /// Make a saved filter what it was before, or take it away → `Outlets`, `Counted`.
    PutFilterBack {
        /// Which.
        filter: FilterId,
        /// What it was.
        before: Option<SavedFilter>,
    },
    /// Keep the theme's name for the next start.
    KeepTheme(String),
    /// Hide what fits for so many seconds; none: no longer → `Hidden`.
    Hide {
        /// What.
        query: Query,
        /// For how long.
        seconds: i64,
    },
    /// Hide something no longer → `Shown`.
    Show(MuteId),
    /// See what a rule would have done → `Tried`.
    TryRule(Rule),
    /// Add a rule to the settings file → `Ruled`.
    AddRule(Rule),
    /// Take a rule out of it again → `Ruled`.
    RemoveRule(Rule),
    /// Ring the terminal's bell.
    Ring,
    /// Set an option in the settings file → `Configured`.
    Configure {
        /// As it would be written.
        assignment: String,
        /// Whether it takes a change back.
        undoes: bool,
    },
    /// Paint every cell anew.
    Redraw,
    /// Leave.
    Quit,
}

impl Effect {
    /// Whether it keeps what the reader leaves on one article.
    pub(crate) fn is_left_on_an_article(&self) -> bool {
        matches!(
            self,
            Self::Tag { .. }
                | Self::Note { .. }
                | Self::Highlight { .. }
                | Self::NoteHighlight { .. }
                | Self::Unhighlight { .. }
                | Self::WriteBack { .. }
                | Self::KeepPlace { .. }
        )
    }

    /// Whether it waits for those before it that do, too: it changes what is kept, or reads what will be changed and kept again.
    pub(crate) fn has_its_turn(&self) -> bool {
        !matches!(
            self,
            Self::Outlets
                | Self::Names
                | Self::LookOutside
                | Self::Count
                | Self::List { .. }
                | Self::Open { .. }
                | Self::TryClip { .. }
                | Self::Boxes { .. }
                | Self::Changes { .. }
                | Self::WholeText { .. }
                | Self::Quotes { .. }
                | Self::Members { .. }
                | Self::Side { .. }
                | Self::Refresh(_)
                | Self::Browse(_)
                | Self::Copy { .. }
                | Self::Follow(_)
                | Self::Offers
                | Self::TryRule(_)
                | Self::Ring
                | Self::Redraw
                | Self::Quit
        )
    }
}

/// Which feeds to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All that are not paused.
    All,
    /// Those of one outlet.
    Outlet(OutletId),
}
