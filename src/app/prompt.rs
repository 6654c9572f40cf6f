//! One line that is being typed, and what it is for.

use tui_input::Input;

use crate::app::asked::Asked;
use crate::app::completion::Completion;
use crate::app::held::Held;
use crate::app::screen::Pane;
use crate::app::trial::Trial;
use crate::config::Config;
use crate::model::{ArticleId, Clean, FilterId, OutletId, Passage};
use crate::query::{Known, Names, Query, QueryError, Rule, complete};
use crate::typeset::width;

/// A list that a search began from.
#[derive(Clone, Debug)]
pub(crate) struct Former {
    pub(crate) query: Query,
    /// Who had the keys.
    pub(crate) focus: Pane,
    /// Where its cursor stood.
    pub(crate) held: Option<Held>,
}

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
    /// The list that it changes as it is typed, as that was before.
    pub(crate) before: Option<Former>,
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
            before: None,
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

    /// Completes what stands before the cursor, or takes the next candidate (`back`: the one before). `true`: the text is
    /// another now.
    pub(crate) fn complete(&mut self, names: &Names, config: &Config, back: bool) -> bool {
        let completion = match self.completion.take() {
            Some(going) => Some(going.turned(back)),
            None => self.begin(names, config),
        };
        let Some(completion) = completion else {
            return false;
        };
        let (head, tail) = completion.line();
        self.input = Input::new(format!("{head}{tail}")).with_cursor(head.chars().count());
        self.completion = (!completion.is_single()).then_some(completion);
        true
    }

    fn begin(&self, names: &Names, config: &Config) -> Option<Completion> {
        let (text, cursor) = (self.input.value(), self.input.cursor());
        let head: String = text.chars().take(cursor).collect();
        let tail = text.chars().skip(cursor).collect();
        let whole = matches!(self.purpose, Purpose::Speaker(_) | Purpose::Setting);
        Completion::of(self.purpose.candidates(&head, names, config), &head, tail, whole)
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

impl Purpose {
    /// Whether what `tab` puts into the line is among the names that the store has.
    pub(crate) fn is_named(&self) -> bool {
        matches!(
            self,
            Self::Search { .. }
                | Self::Filter
                | Self::FilterQuery(..)
                | Self::Hide
                | Self::Rule
                | Self::Tags(_)
                | Self::Speaker(_)
                | Self::Folder(..)
        )
    }

    /// Whether `tab` leads through anything.
    pub(crate) fn completes(&self) -> bool {
        self.is_named() || matches!(self, Self::Clip(_) | Self::Setting)
    }

    /// The texts that a line may go on with instead of what stands before its cursor.
    fn candidates(&self, head: &str, names: &Names, config: &Config) -> Vec<String> {
        match self {
            Self::Search { .. } | Self::Filter | Self::FilterQuery(..) | Self::Hide | Self::Rule => {
                complete(head, head.chars().count(), names)
            }
            Self::Setting => {
                let sought = head.trim();
                let mut all = config.assignments();
                all.retain(|text| text.contains(sought));
                all
            }
            Self::Clip(trial) => trial.completed(head),
            Self::Tags(_) => tags(head, names),
            Self::Folder(..) => values("folder:", head, names).collect(),
            Self::Speaker(asked) => asked.names(head, &names.speakers),
            _ => Vec::new(),
        }
    }
}

/// Tags in a list with commas: those that begin as its last one does.
fn tags(head: &str, names: &Names) -> Vec<String> {
    let start = head.rfind(',').map_or(0, |at| at + 1);
    let (kept, typed) = head.split_at(start);
    let space = if kept.is_empty() { "" } else { " " };
    values("tag:", typed.trim_start(), names)
        .map(|name| format!("{kept}{space}{name}"))
        .collect()
}

/// What a term of a filter may name that begins as it is typed, without its marks.
fn values<'a>(term: &'a str, typed: &str, names: &Names) -> impl Iterator<Item = String> + use<'a> {
    let typed = format!("{term}{typed}");
    let found = complete(&typed, typed.chars().count(), names).into_iter();
    found.map(move |text| text.trim_start_matches(term).trim_matches('"').to_owned())
}
