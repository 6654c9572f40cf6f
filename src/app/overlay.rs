//! What lies over the panes: a line being typed, the palette, help, a question, the choice of outlets, a speaker's quotes.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use tui_input::Input;

use crate::app::choosing::Choosing;
use crate::app::effect::Effect;
use crate::app::event::Ticket;
use crate::app::prompt::Prompt;
use crate::app::side::SideBySide;
use crate::app::typing;
use crate::app::welcome::Welcome;
use crate::input::{Command, Key, Spec};
use crate::model::{Clean, QuoteRow, QuotedBy};
use crate::typeset::width;

/// What lies over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A line being typed.
    Prompt(Prompt),
    /// Commands by name.
    Palette(Palette),
    /// The keys.
    Help(Help),
    /// A question.
    Confirm(Confirm),
    /// The choice of outlets.
    Welcome(Welcome),
    /// What a speaker is quoted with.
    Quotes(Quotes),
    /// A story, side by side.
    Story(SideBySide),
    /// The choice of a passage to highlight.
    Passage(Choosing),
}

/// A question, answered by y or anything else.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// The question.
    pub(crate) question: Clean,
    /// What yes does.
    pub(crate) yes: Effect,
}

impl Confirm {
    /// Cells of the question, where its answers have room behind it on a screen of so many; else it stands above them.
    pub fn wide(&self, screen: u16) -> Option<u16> {
        /// Cells for the answers, and around them.
        const ANSWERS: u16 = 20;
        let wide = u16::try_from(width(&self.question)).unwrap_or(u16::MAX);
        (wide <= screen.saturating_sub(ANSWERS)).then_some(wide)
    }
}

/// The help.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// What is looked for.
    pub(crate) input: Input,
    /// Whether keys go into that.
    pub(crate) typing: bool,
    /// First row shown.
    pub(crate) top: usize,
}

impl Help {
    /// Looks for something else.
    pub(crate) fn edit(&mut self, key: &Key) {
        if typing::edit(&mut self.input, key) {
            self.top = 0;
        }
    }

    /// Shows everything again.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Commands that fit what was typed, best first.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    pub(crate) input: Input,
    pub(crate) found: Vec<&'static Spec>,
    pub(crate) cursor: usize,
}

impl Palette {
    pub(crate) fn new() -> Self {
        let mut palette = Self::default();
        palette.find();
        palette
    }

    /// Looks again for what is typed now.
    pub(crate) fn find(&mut self) {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(self.input.value(), CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, &'static Spec)> = Command::ALL
            .iter()
            .filter(|spec| spec.command != Command::Palette)
            .filter_map(|spec| {
                // A hit in the name says more than one in the help.
                let name = pattern
                    .score(Utf32Str::new(spec.name, &mut buffer), &mut matcher)
                    .map(|score| score * 2);
                let help = pattern.score(Utf32Str::new(spec.help, &mut buffer), &mut matcher);
                name.max(help).map(|score| (score, spec))
            })
            .collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.found = scored.into_iter().map(|(_, spec)| spec).collect();
        self.cursor = 0;
    }
}

/// What one speaker is quoted with in all articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotes {
    /// Whose.
    pub(crate) speaker: Clean,
    /// The question whose answer fills it.
    pub(crate) asked: Option<Ticket>,
    pub(crate) quotes: Vec<QuoteRow>,
    /// Who quotes them how often.
    pub(crate) by: Vec<QuotedBy>,
    pub(crate) cursor: usize,
}
