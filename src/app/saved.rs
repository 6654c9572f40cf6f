//! Saved filters: changed by hand; what was done to them is told, and can be taken back.

use crate::app::done::Done;
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::prompt::{Prompt, Purpose};
use crate::app::sources::Choice;
use crate::app::state::App;
use crate::model::{Clean, FilterId, SavedFilter};
use crate::query::QueryError;

impl App {
    /// Asks for another name of a saved filter, then for what it finds.
    pub(crate) fn edit_filter(&mut self, id: FilterId) -> Vec<Effect> {
        let name = self.saved_filter(id).map(|saved| saved.name.to_string());
        self.ask(Purpose::FilterName(id), &name.unwrap_or_default())
    }

    fn saved_filter(&self, id: FilterId) -> Option<&SavedFilter> {
        self.sources.filters.iter().find(|saved| saved.id == id)
    }

    pub(crate) fn name_filter(&mut self, mut line: Prompt, id: FilterId, name: String) -> Vec<Effect> {
        let taken = |saved: &&SavedFilter| saved.id != id && *saved.name == *name;
        if self.sources.filters.iter().any(|saved| taken(&saved)) {
            line.error = Some(QueryError {
                at: 0,
                what: "another filter has this name; type one of its own".to_owned(),
            });
            self.overlay = Some(Overlay::Prompt(line));
            return Vec::new();
        }
        let query = self.saved_filter(id).map(|saved| saved.query.clone());
        self.ask(Purpose::FilterQuery(id, name), &query.unwrap_or_default())
    }

    /// Takes a saved filter that was changed; what it names may be gone where that was so before.
    pub(crate) fn enter_filter(&mut self, mut line: Prompt, id: FilterId, name: &str) -> Vec<Effect> {
        let same = self
            .saved_filter(id)
            .is_some_and(|saved| saved.query == line.input.value());
        let known = self.names.known().filter(|_| !same);
        let Some(query) = line.query(known) else {
            self.overlay = Some(Overlay::Prompt(line));
            return Vec::new();
        };
        let filter = SavedFilter {
            id,
            name: Clean::title(name, 200),
            query: query.to_string(),
        };
        if let Some(saved) = self.sources.filters.iter_mut().find(|saved| saved.id == id) {
            saved.clone_from(&filter);
        }
        let mut effects = vec![Effect::EditFilter(filter)];
        if self.sources.chosen == Some(Choice::Filter(id)) {
            effects.extend(self.show(query));
        }
        effects
    }

    pub(crate) fn filter_changed(&mut self, filter: FilterId, before: Option<SavedFilter>, there: bool) {
        self.tell(&match (&before, there) {
            (None, _) => "Saved; it is in the sidebar, ‹undo› takes it back".to_owned(),
            (Some(before), true) => format!("Changed; ‹undo› makes it \"{}\", {}, again", before.name, before.query),
            (Some(before), false) => format!("Removed; ‹undo› brings \"{}\" back", before.name),
        });
        self.remember(Done::Filter { filter, before });
    }
}
