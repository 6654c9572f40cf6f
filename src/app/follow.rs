//! Whom the reader follows, and what of that is taken back.

use crate::app::done::Done;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::overlay::{Confirm, Overlay};
use crate::app::screen::Pane;
use crate::app::state::App;
use crate::model::{Clean, Outlet, OutletId};

impl App {
    /// What became of outlets that are followed, or no longer.
    pub(crate) fn about_following(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Followed { new, known } => self.followed(new, &known),
            Event::FollowedAgain(outlet) => {
                let said = format!(
                    "Undone: {} is followed again; its articles are on their way",
                    self.called(outlet)
                );
                self.tell(&said);
                self.await_articles()
            }
            Event::Removed(outlet) => {
                let Some(before) = self.sources.outlet(outlet).cloned() else {
                    return Vec::new();
                };
                self.tell(&format!(
                    "{} is no longer followed; ‹undo› follows it again",
                    before.name
                ));
                let effects = self.leave_filter(&before.slug);
                self.remember(Done::Removed(Box::new(before)));
                effects
            }
            Event::Unfollowed(outlet) => {
                let Some(before) = self.sources.outlet(outlet).cloned() else {
                    return Vec::new();
                };
                self.tell(&format!("Undone: {} is no longer followed", before.name));
                self.leave_filter(&before.slug)
            }
            _ => Vec::new(),
        }
    }

    /// An outlet's name; empty where it is gone.
    pub(crate) fn called(&self, outlet: OutletId) -> Clean {
        let outlet = self.sources.outlet(outlet);
        outlet.map(|outlet| outlet.name.clone()).unwrap_or_default()
    }

    /// The shell asks the feeds of new outlets at once. What those have in addition that were followed already stays.
    fn followed(&mut self, new: Vec<OutletId>, known: &[OutletId]) -> Vec<Effect> {
        match (new.as_slice(), known) {
            ([], []) => return Vec::new(),
            ([], [one]) => self.tell(&format!(
                "{} is followed already; ‹remove› removes it",
                self.called(*one)
            )),
            ([], many) => self.tell(&format!("All {} are followed already", many.len())),
            ([_], _) => self.tell("Followed; its articles are on their way; ‹undo› takes it back"),
            (many, _) => self.tell(&format!(
                "{} outlets followed; their articles are on their way; ‹undo› takes it back",
                many.len()
            )),
        }
        if !new.is_empty() {
            self.remember(Done::Followed(new));
        }
        self.await_articles()
    }

    /// What new outlets bring is shown as it comes where nothing is shown yet.
    fn await_articles(&mut self) -> Vec<Effect> {
        self.articles.stale = true;
        if self.articles.rows.is_empty() {
            self.articles.flowing = true;
            self.focus_on(Pane::Articles);
        }
        vec![Effect::Outlets, Effect::Count]
    }

    /// Takes back that outlets were followed. It asks: what they have brought goes with them, which may be much by now.
    pub(crate) fn unfollow(&mut self, mut outlets: Vec<OutletId>) -> Vec<Effect> {
        outlets.retain(|outlet| self.sources.outlet(*outlet).is_some());
        let who = match outlets.as_slice() {
            // They were removed since, which is another step.
            [] => return self.undo(),
            [one] => self.called(*one).into_string(),
            many => format!("{} outlets", many.len()),
        };
        self.lay(Overlay::Confirm(Confirm {
            question: Clean::line(&format!(
                "Stop following {who} again? What came goes, but for bookmarks."
            )),
            yes: Effect::Unfollow(outlets),
        }))
    }

    /// Renames an outlet and files it.
    pub(crate) fn edit_outlet(&mut self, outlet: OutletId, name: String, folder: Option<String>) -> Vec<Effect> {
        let is_other = |known: &&Outlet| *known.name != *name || known.folder.as_deref() != folder.as_deref();
        if let Some(before) = self.sources.outlet(outlet).filter(is_other).cloned() {
            self.remember(Done::Edited(Box::new(before)));
        }
        vec![Effect::EditOutlet { outlet, name, folder }]
    }

    /// Lets an outlet rest, or wakes it.
    pub(crate) fn pause(&mut self, outlet: OutletId, paused: bool) -> Vec<Effect> {
        self.tell(if paused {
            "Paused: it is not asked until ‹pause› wakes it"
        } else {
            "Awake: it is asked again"
        });
        vec![Effect::Pause { outlet, paused }]
    }

    /// An outlet that is followed no longer goes from the filter in force. Its articles go from the list as the outlets are read anew.
    fn leave_filter(&mut self, slug: &str) -> Vec<Effect> {
        let query = &self.articles.query;
        if query.outlets().iter().any(|named| *named == slug) {
            let without = query.toggle_outlet(slug);
            self.show(without)
        } else {
            Vec::new()
        }
    }
}
