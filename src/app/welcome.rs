//! The choice of outlets: the catalogue, found by typing, marked with tab, or with space while nothing is typed; or the address of
//! any site or feed.

use std::collections::HashSet;

use tui_input::Input;

use crate::app::event::Offer;
use crate::app::typing::fits;
use crate::model::Language;
use crate::typeset::wrap;

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
        let sought = |offer: &Offer| {
            let text = format!(
                "{} {} {} {} {}",
                &*offer.name,
                language_name(&offer.language),
                offer.language,
                offer.country,
                offer.topics.join(" ")
            );
            fits(&self.input, &text)
        };
        self.shown = (0..self.offers.len()).filter(|at| sought(&self.offers[*at])).collect();
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
        self.mark_row(self.cursor);
        self.step(1);
    }

    /// The same for any row; the cursor stays.
    pub(crate) fn mark_row(&mut self, row: usize) {
        if let Some(at) = self.shown.get(row).copied()
            && !self.marked.remove(&at)
        {
            self.marked.insert(at);
        }
    }

    /// The key that marks: a blank belongs to what is typed.
    pub(crate) fn marking_key(&self) -> &'static str {
        if self.input.value().is_empty() { "space" } else { "tab" }
    }

    /// What enter does, by name; else what there is to do. In at most so many lines.
    pub(crate) fn said(&self, room: usize, most: usize) -> Vec<String> {
        let chosen = self.chosen();
        let names: Vec<&str> = chosen.iter().map(|offer| &*offer.name).chain(self.address()).collect();
        if names.is_empty() {
            let nothing = self.shown.is_empty() && !self.offers.is_empty();
            if nothing {
                let text = "Nothing in the catalogue fits; type a whole address to follow any site.";
                return wrap(text, room, most);
            }
            let text = "Which outlets do you want to follow? Mark some, or type the address of any site.";
            let lines = wrap(text, room, usize::MAX);
            return if lines.len() > most { Vec::new() } else { lines };
        }
        let told = |named: usize| {
            let more = match names.len() - named {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let text = format!("enter follows {}{more}", names[..named].join(", "));
            wrap(&text, room, if named == 1 { most } else { usize::MAX })
        };
        let fitting = (1..=names.len()).rev().map(told).find(|lines| lines.len() <= most);
        fitting.unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::Welcome;
    use crate::app::fixture::{empty, press, type_text};
    use crate::app::{App, Effect, Event, Offer, Overlay};
    use crate::input::{Gesture, Mouse};
    use crate::model::Clean;

    /// The choice as it opens at the first start.
    fn choice(names: &[&str]) -> App {
        let (mut app, _) = empty(80, 24);
        app.update(Event::Outlets {
            outlets: Vec::new(),
            filters: Vec::new(),
        });
        let offer = |name: &&str| Offer {
            name: Clean::line(name),
            language: "en".into(),
            feeds: vec!["https://a.test/feed".into()],
            ..Offer::default()
        };
        app.update(Event::Offered(names.iter().map(offer).collect()));
        app
    }

    fn welcome(app: &App) -> &Welcome {
        match &app.overlay {
            Some(Overlay::Welcome(welcome)) => welcome,
            other => panic!("{other:?}"),
        }
    }

    fn said(app: &App) -> String {
        welcome(app).laid_out(app.size).said.join(" ")
    }

    #[test]
    fn a_blank_belongs_to_what_is_typed_and_enter_does_what_is_said() {
        let mut app = choice(&["The North Ledger", "The Valley Post", "Harbour Dispatch"]);
        type_text(&mut app, "the valley");
        assert_eq!(welcome(&app).input.value(), "the valley");
        assert!(welcome(&app).marked.is_empty());
        press(&mut app, "tab ctrl-u");
        assert_eq!(said(&app), "enter follows The Valley Post");
        // Nothing is typed now: a blank marks.
        press(&mut app, "down down space");
        type_text(&mut app, "zzz");
        assert_eq!(said(&app), "enter follows The Valley Post, Harbour Dispatch");
        let effects = press(&mut app, "enter");
        assert!(
            matches!(&effects[..], [Effect::FollowOffers(chosen)] if chosen.len() == 2),
            "{effects:?}"
        );
    }

    #[test]
    fn a_click_marks() {
        let mut app = choice(&["The North Ledger", "The Valley Post"]);
        let rows = welcome(&app).laid_out(app.size).rows;
        app.update(Event::Mouse(Mouse {
            column: rows.x + 4,
            row: rows.y + 1,
            gesture: Gesture::Press,
        }));
        assert_eq!(said(&app), "enter follows The Valley Post");
    }

    #[test]
    fn words_that_fit_nothing_follow_nobody() {
        let mut app = choice(&["The North Ledger"]);
        type_text(&mut app, "zzz");
        assert!(said(&app).starts_with("Nothing in the catalogue fits"));
        assert_eq!(press(&mut app, "enter"), []);
        assert!(app.overlay.is_some());
    }

    #[test]
    fn more_names_than_there_is_room_for_are_counted() {
        let names: Vec<String> = (1..=60).map(|number| format!("Outlet {number}")).collect();
        let mut app = choice(&names.iter().map(String::as_str).collect::<Vec<_>>());
        press(&mut app, &"space ".repeat(60));
        let laid = welcome(&app).laid_out(app.size);
        assert_eq!(laid.said.len(), 3);
        let named = laid.said.join(" ").matches("Outlet").count();
        assert!(
            laid.said[2].ends_with(&format!(" and {} more", 60 - named)),
            "{:?}",
            laid.said
        );
    }
}
