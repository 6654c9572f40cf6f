//! The choice of outlets: the catalogue, found by typing, marked with space; or the address of any site or feed.

use std::collections::HashSet;

use tui_input::Input;

use crate::app::event::Offer;
use crate::model::Language;

/// The choice.
#[derive(Clone, Debug, Default)]
pub struct Welcome {
    /// Everything there is to choose from, grouped by language.
    pub(crate) offers: Vec<Offer>,
    /// Those that fit what is typed, by index.
    pub(crate) shown: Vec<usize>,
    pub(crate) marked: HashSet<usize>,
    pub(crate) cursor: usize,
    pub(crate) input: Input,
    /// Whether this is the very first start.
    pub(crate) first: bool,
}

impl Welcome {
    /// The catalogue came.
    pub(crate) fn offer(&mut self, offers: Vec<Offer>) {
        self.offers = offers;
        self.marked.clear();
        self.find();
    }

    /// Looks again for what is typed now: every word has to occur in name, language, country or topics.
    pub(crate) fn find(&mut self) {
        let typed = self.input.value().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let fits = |offer: &Offer| {
            let text = format!(
                "{} {} {} {} {}",
                &*offer.name,
                language_name(&offer.language),
                offer.language,
                offer.country,
                offer.topics.join(" ")
            )
            .to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        self.shown = (0..self.offers.len()).filter(|at| fits(&self.offers[*at])).collect();
        self.cursor = 0;
    }

    pub(crate) fn step(&mut self, by: isize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(self.shown.len().saturating_sub(1));
    }

    /// Marks the row under the cursor, or takes its mark off, and goes on to the next.
    pub(crate) fn mark(&mut self) {
        if let Some(at) = self.shown.get(self.cursor).copied() {
            if !self.marked.remove(&at) {
                self.marked.insert(at);
            }
            self.step(1);
        }
    }

    /// What is typed, where it is an address rather than words to look for.
    pub(crate) fn address(&self) -> Option<&str> {
        let typed = self.input.value().trim();
        let host = typed.contains('.') || typed.contains("localhost") || typed.contains("://");
        (host && !typed.contains(char::is_whitespace) && self.shown.is_empty()).then_some(typed)
    }

    /// The marked entries, in the catalogue's order.
    pub(crate) fn chosen(&self) -> Vec<Offer> {
        let mut marked: Vec<usize> = self.marked.iter().copied().collect();
        marked.sort_unstable();
        marked
            .into_iter()
            .filter_map(|at| self.offers.get(at).cloned())
            .collect()
    }
}

/// A language's own name, for the groups of the catalogue.
pub fn language_name(code: &str) -> &str {
    let known = Language::NAMES.iter().find(|(known, ..)| *known == code);
    known.map_or(code, |(_, own, _)| own)
}
