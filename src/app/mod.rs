//! The pure core of the screen: [`Event`]s in, [`Effect`]s out.
//!
//! Door: [`App::start`] and [`App::update`]. `update` never blocks and never fails. No clock, no disk, no network: time comes
//! in as [`Event::Tick`].

mod answers;
mod articles;
mod asked;
mod boxes;
mod choosing;
mod clips;
mod completion;
mod done;
mod effect;
mod event;
mod filter;
mod folds;
mod follow;
mod held;
mod help;
mod highlight;
mod hints;
mod keys;
mod links;
mod marks;
mod mouse;
mod notice;
mod overlay;
mod overlay_keys;
mod prompt;
mod reader;
mod rules;
mod run;
mod saved;
mod screen;
mod settings;
mod side;
mod sources;
mod speakers;
mod state;
mod steps;
mod story;
mod trial;
mod typing;
mod welcome;
mod wording;

#[cfg(test)]
mod failure_tests;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod mark_tests;
#[cfg(test)]
mod speaker_tests;
#[cfg(test)]
mod story_tests;
#[cfg(test)]
mod tests;

pub use articles::Articles;
pub use asked::Asked;
pub use boxes::{Boxed, ListBox, QuotesBox, window};
pub use choosing::Choosing;
pub use completion::Completion;
pub use effect::{Effect, Which};
pub use event::{Event, Offer, Opened, Quoted, Reported, Side, TRIAL_DAYS, Ticket};
pub use folds::Standing;
pub use hints::Hint;
pub use notice::{Notice, Notices};
pub use overlay::{Confirm, Help, Overlay, Palette, Quotes};
pub use prompt::{Prompt, Purpose};
pub use reader::Reader;
pub use screen::{Pane, Panes, Wish, panes};
pub use side::{SideBySide, sheet};
pub use sources::{Choice, Item, Sources, State};
pub use state::{App, Start};
pub use trial::Trial;
pub use welcome::{Welcome, language_name};
pub use wording::{age, hour, moment};

impl App {
    /// Takes one event; what it returns is to be done.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Resize(size) => {
                self.size = size;
                Vec::new()
            }
            Event::Tick(now) => self.tick(now),
            answer => self.answer(answer),
        };
        self.settle();
        effects.extend(self.read_on());
        if self.reader.rests(self.now) {
            effects.extend(self.keep_place());
        }
        effects
    }
}
