//! What `tab` puts into the line that is being typed.

use tui_input::Input;

use crate::app::prompt::{Prompt, Purpose};
use crate::config::Config;
use crate::query::{Names, complete, last_term};

/// Texts that `tab` leads through.
#[derive(Clone, Debug)]
pub struct Completion {
    /// What may stand before the cursor, best first; never empty.
    candidates: Vec<String>,
    chosen: usize,
    /// What stands behind the cursor.
    tail: String,
    /// Whether a candidate stands for the whole line, rather than for its last term.
    whole: bool,
}

impl Completion {
    /// The candidates from the chosen one on, each without the terms that all of them begin with; the chosen one is first.
    pub fn ahead(&self) -> impl Iterator<Item = &str> {
        let (before, from) = self.candidates.split_at(self.chosen);
        from.iter().chain(before).map(|text| {
            let from = if self.whole { 0 } else { last_term(text) };
            text.get(from..).unwrap_or(text)
        })
    }
}

impl Prompt {
    /// Completes what stands before the cursor, or takes the next candidate (`back`: the one before). `true`: the text is
    /// another now.
    pub(crate) fn complete(&mut self, names: &Names, config: &Config, back: bool) -> bool {
        let completion = match self.completion.take() {
            Some(mut going) => {
                let many = going.candidates.len();
                going.chosen = (going.chosen + if back { many - 1 } else { 1 }) % many;
                going
            }
            None => match self.begin(names, config) {
                Some(begun) => begun,
                None => return false,
            },
        };
        let Some(head) = completion.candidates.get(completion.chosen) else {
            return false;
        };
        let cursor = head.chars().count();
        self.input = Input::new(format!("{head}{}", completion.tail)).with_cursor(cursor);
        // A single candidate is taken for good: the next tab goes on behind it.
        self.completion = (completion.candidates.len() > 1).then_some(completion);
        true
    }

    fn begin(&self, names: &Names, config: &Config) -> Option<Completion> {
        let (text, cursor) = (self.input.value(), self.input.cursor());
        let head: String = text.chars().take(cursor).collect();
        let found = self.purpose.candidates(&head, names, config);
        let candidates: Vec<String> = found.into_iter().filter(|text| *text != head).collect();
        let tail = text.chars().skip(cursor).collect();
        (!candidates.is_empty()).then_some(Completion {
            candidates,
            chosen: 0,
            tail,
            whole: matches!(self.purpose, Purpose::Speaker(_) | Purpose::Setting),
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
