//! One line that is being typed, and what it is for.

use tui_input::{Input, InputRequest};

use crate::app::clips::Trial;
use crate::app::completion::Completion;
use crate::app::speakers::Asked;
use crate::input::{Code, Key};
use crate::model::{ArticleId, Clean, FilterId, OutletId, Passage};
use crate::query::{Known, Query, QueryError, Rule};
use crate::typeset::width;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// Words to look for, within a scope.
    Search {
        /// Where to look.
        scope: Query,
    },
    /// The filter in force.
    Filter,
    /// A name for the filter in force.
    SaveFilter,
    /// Another name for a saved filter.
    FilterName(FilterId),
    /// What it finds, after its name was given.
    FilterQuery(FilterId, String),
    /// The address of a site or a feed.
    Address,
    /// An option of the settings and its value.
    Setting,
    /// What to hide, and for how long.
    Hide,
    /// A rule.
    Rule,
    /// Tags of an article.
    Tags(ArticleId),
    /// A note on an article.
    Note {
        /// Which.
        article: ArticleId,
        /// Whether what stands on it has still to be read, to go before what is typed.
        unread: bool,
    },
    /// A clip to try on an article.
    Clip(Trial),
    /// A note on a highlight of an article, which is made where there is none.
    HighlightNote(ArticleId, Passage),
    /// Who said a quote.
    Speaker(Box<Asked>),
    /// An outlet's name.
    Name(OutletId),
    /// The folder of an outlet, after its name was given.
    Folder(OutletId, String),
}

/// The line.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What it is for.
    pub(crate) purpose: Purpose,
    pub(crate) input: Input,
    /// What is wrong with what was typed, and at which character.
    pub(crate) error: Option<QueryError>,
    /// What `tab` leads through.
    pub(crate) completion: Option<Completion>,
    /// A rule that was tried, and what it would have done.
    pub(crate) tried: Option<(Rule, Clean)>,
}

impl Prompt {
    pub(crate) fn new(purpose: Purpose, text: &str) -> Self {
        Self {
            purpose,
            input: Input::new(text.to_owned()),
            error: None,
            completion: None,
            tried: None,
        }
    }

    /// What stands before the line.
    pub(crate) fn label(&self) -> &'static str {
        match self.purpose {
            Purpose::Search { .. } => "Search",
            Purpose::Filter => "Filter",
            Purpose::SaveFilter => "Save this filter as",
            Purpose::FilterName(_) => "Name of the filter",
            Purpose::FilterQuery(..) => "What it finds",
            Purpose::Address => "Address of a site or a feed",
            Purpose::Setting => "Setting, as in reading.column = 70",
            Purpose::Hide => "Hide for a while, as in 7d cup final",
            Purpose::Rule => "Rule, as in title:results: hide",
            Purpose::Tags(_) => "Tags, with commas between them",
            Purpose::Note { .. } => "Note (empty: none)",
            Purpose::Clip(_) => "Clip (drop, take, line)",
            Purpose::HighlightNote(..) => "Note on the highlight (empty: none)",
            Purpose::Speaker(_) => "Who said it (empty: nobody)",
            Purpose::Name(_) => "Name",
            Purpose::Folder(..) => "Folder (empty: none)",
        }
    }

    /// Whether nothing else is said about the line.
    pub(crate) fn is_plain(&self) -> bool {
        self.error.is_none() && self.completion.is_none() && self.tried.is_none()
    }

    /// What the keys do that are not for typing.
    pub(crate) fn hints(&self) -> Vec<(&'static str, &'static str)> {
        let entered = match self.purpose {
            Purpose::Address => "follow",
            Purpose::Setting => "set",
            Purpose::Hide => "hide",
            Purpose::Rule if self.tried.is_none() => "try",
            Purpose::Name(_) | Purpose::FilterName(_) => "go on",
            _ => "keep",
        };
        let mut hints = vec![("esc", "leave"), ("enter", entered)];
        if self.purpose.completes() {
            hints.insert(0, ("tab", "complete"));
        }
        hints
    }

    /// Whether the label stands above the line on a screen of so many cells: what is typed needs the room.
    pub(crate) fn is_below_its_label(&self, screen: u16) -> bool {
        width(self.label()) > usize::from(screen / 2)
    }

    /// Cells of the line with what stands before it.
    pub(crate) fn wide(&self, screen: u16) -> usize {
        let label = if self.is_below_its_label(screen) {
            0
        } else {
            width(self.label()) + 1
        };
        label + 3 + width(self.input.value())
    }

    /// The query that was typed, within its scope; an error points at its place.
    pub(crate) fn query(&mut self, known: Option<&Known>) -> Option<Query> {
        let typed = Query::parse_among(self.input.value(), known);
        self.error = typed.as_ref().err().cloned();
        let typed = typed.ok()?;
        Some(match &self.purpose {
            Purpose::Search { scope } => crate::app::filter::both(scope, &typed),
            _ => typed,
        })
    }
}

/// Changes a line by a key; `true` when its text is another now.
pub(crate) fn edit(input: &mut Input, key: &Key) -> bool {
    let plain = !key.ctrl && !key.alt;
    let request = match (key.code, key.ctrl, key.alt) {
        (Code::Char(sign), false, false) => InputRequest::InsertChar(sign),
        (Code::Backspace, ..) if plain => InputRequest::DeletePrevChar,
        (Code::Delete, ..) => InputRequest::DeleteNextChar,
        (Code::Backspace, ..) | (Code::Char('w'), true, _) => InputRequest::DeletePrevWord,
        (Code::Char('u'), true, _) => InputRequest::DeleteLine,
        (Code::Char('k'), true, _) => InputRequest::DeleteTillEnd,
        (Code::Left, ..) if plain => InputRequest::GoToPrevChar,
        (Code::Right, ..) if plain => InputRequest::GoToNextChar,
        (Code::Left, ..) | (Code::Char('b'), _, true) => InputRequest::GoToPrevWord,
        (Code::Right, ..) | (Code::Char('f'), _, true) => InputRequest::GoToNextWord,
        (Code::Home, ..) | (Code::Char('a'), true, _) => InputRequest::GoToStart,
        (Code::End, ..) | (Code::Char('e'), true, _) => InputRequest::GoToEnd,
        _ => return false,
    };
    input.handle(request).is_some_and(|changed| changed.value)
}

/// Whether every word that is typed occurs in a text.
pub(crate) fn fits(input: &Input, text: &str) -> bool {
    let text = text.to_lowercase();
    let typed = input.value().to_lowercase();
    typed.split_whitespace().all(|word| text.contains(word))
}

/// Puts pasted text into a line: as one line, clean.
pub(crate) fn paste(input: &mut Input, text: &str) {
    /// More than this is no line that somebody means to search for.
    const MAX: usize = 2_000;
    for sign in Clean::title(text, MAX).chars() {
        input.handle(InputRequest::InsertChar(sign));
    }
}
