//! Keys while something lies over the panes.

use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::overlay::Overlay;
use crate::app::prompt::{Prompt, Purpose};
use crate::app::state::App;
use crate::app::steps::{free_step_of, step_of};
use crate::app::typing;
use crate::input::{Code, Key};
use crate::model::told_address;
use crate::query::{Names, Query};

impl App {
    /// Takes a key for what lies on top.
    pub(crate) fn overlay_key(&mut self, key: &Key) -> Vec<Effect> {
        match self.overlay {
            Some(Overlay::Prompt(_)) => self.prompt_key(key),
            Some(Overlay::Palette(_)) => self.palette_key(key),
            Some(Overlay::Welcome(_)) => self.welcome_key(key),
            Some(Overlay::Quotes(_)) => self.quotes_key(key),
            Some(Overlay::Story(_)) => self.story_key(key),
            Some(Overlay::Passage(_)) => self.passage_key(key),
            Some(Overlay::Help(_)) => self.help_key(key),
            Some(Overlay::Confirm(_)) => self.confirm_key(key),
            None => Vec::new(),
        }
    }

    fn prompt_key(&mut self, key: &Key) -> Vec<Effect> {
        match key.code {
            Code::Esc => self.leave_prompt(),
            Code::Enter => self.enter_prompt(),
            _ => {
                let Some(Overlay::Prompt(line)) = &mut self.overlay else {
                    return Vec::new();
                };
                if let Some(step) = step_of(key)
                    && matches!(line.purpose, Purpose::Search { .. } | Purpose::Filter)
                {
                    self.articles.step(step);
                    return Vec::new();
                }
                let changed = match key.code {
                    Code::Tab => line.complete(&self.names, &self.config, false),
                    Code::BackTab => line.complete(&self.names, &self.config, true),
                    _ => {
                        line.completion = None;
                        typing::edit(&mut line.input, key)
                    }
                };
                if changed { self.typed() } else { Vec::new() }
            }
        }
    }

    /// The line has another text: search and filter follow at once.
    pub(crate) fn typed(&mut self) -> Vec<Effect> {
        let Some(Overlay::Prompt(line)) = &mut self.overlay else {
            return Vec::new();
        };
        match line.purpose {
            Purpose::Search { .. } | Purpose::Filter => {}
            Purpose::Clip(_) => return self.try_clip(),
            _ => {
                (line.error, line.tried) = (None, None);
                return Vec::new();
            }
        }
        match line.query(self.names.known()) {
            Some(query) if query != self.articles.query => self.show(query),
            _ => Vec::new(),
        }
    }

    /// Names for filters came: what is typed already is read by them.
    pub(crate) fn named(&mut self, names: Names) -> Vec<Effect> {
        self.names = names;
        match &self.overlay {
            Some(Overlay::Prompt(line)) if matches!(line.purpose, Purpose::Search { .. } | Purpose::Filter) => {
                self.typed()
            }
            _ => Vec::new(),
        }
    }

    /// What is answered to a line that is being typed, or was.
    pub(crate) fn about_line(&mut self, event: Event) {
        match event {
            Event::NoteRead { article, note } => self.note_read(article, &note),
            Event::Refused { purpose, text, failure } => {
                self.notices.warn(&failure, self.now);
                self.refused = Some((purpose, text));
            }
            _ => {}
        }
    }

    fn leave_prompt(&mut self) -> Vec<Effect> {
        let Some(Overlay::Prompt(line)) = self.overlay.take() else {
            return Vec::new();
        };
        if let Purpose::Clip(trial) = line.purpose {
            return self.end_trial(trial);
        }
        self.reader.choose(None);
        let Some(before) = line.before else { return Vec::new() };
        self.former.take_if(|former| former.query == before.query);
        self.focus_on(before.focus);
        if before.query == self.articles.query {
            Vec::new()
        } else {
            self.show_former(before)
        }
    }

    fn enter_prompt(&mut self) -> Vec<Effect> {
        let Some(Overlay::Prompt(mut line)) = self.overlay.take() else {
            return Vec::new();
        };
        let text = line.input.value().trim().to_owned();
        match line.purpose.clone() {
            Purpose::Search { .. } if text.is_empty() => {
                self.overlay = Some(Overlay::Prompt(line));
                self.leave_prompt()
            }
            Purpose::Search { .. } | Purpose::Filter => self.enter_query(line),
            Purpose::SaveFilter if !text.is_empty() => {
                vec![Effect::SaveFilter {
                    name: text,
                    query: self.articles.query.clone(),
                }]
            }
            Purpose::FilterName(filter) if !text.is_empty() => self.name_filter(line, filter, text),
            Purpose::FilterQuery(filter, name) => self.enter_filter(line, filter, &name),
            Purpose::Address if !text.is_empty() => {
                self.tell(&format!("Looking for feeds at {} …", told_address(&text)));
                vec![Effect::Follow(text)]
            }
            Purpose::Setting if !text.is_empty() => vec![Effect::Configure {
                assignment: text,
                undoes: false,
            }],
            Purpose::Hide => self.enter_hide(line),
            Purpose::Rule => self.enter_rule(line),
            Purpose::Clip(trial) => self.keep_clip(trial, &text).unwrap_or_else(|error| {
                line.error = Some(error);
                self.overlay = Some(Overlay::Prompt(line));
                Vec::new()
            }),
            Purpose::Tags(article) => {
                let tags = text.split(',').map(|tag| tag.trim().to_owned()).collect();
                vec![Effect::Tag { article, tags }]
            }
            Purpose::Note {
                article,
                unread: behind,
            } => {
                let note = text;
                vec![Effect::Note { article, note, behind }]
            }
            Purpose::HighlightNote(article, passage) => self.keep_highlight_note(article, passage, text),
            Purpose::Speaker(asked) => self.name_speaker(&asked, text),
            Purpose::Name(outlet) if !text.is_empty() => {
                let folder = self.sources.outlet(outlet).and_then(|outlet| outlet.folder.clone());
                line = Prompt::new(Purpose::Folder(outlet, text), folder.as_deref().unwrap_or_default());
                self.overlay = Some(Overlay::Prompt(line));
                Vec::new()
            }
            Purpose::Folder(outlet, name) => self.edit_outlet(outlet, name, (!text.is_empty()).then_some(text)),
            _ => Vec::new(),
        }
    }

    fn enter_query(&mut self, mut line: Prompt) -> Vec<Effect> {
        let Some(query) = line.query(self.names.known()) else {
            // The error stays on the screen, pointing at its place.
            self.overlay = Some(Overlay::Prompt(line));
            return Vec::new();
        };
        if self.former.as_ref().is_some_and(|former| former.query == query) || query == Query::default() {
            self.former = None;
        }
        if query == self.articles.query {
            Vec::new()
        } else {
            self.show(query)
        }
    }

    fn palette_key(&mut self, key: &Key) -> Vec<Effect> {
        let Some(Overlay::Palette(palette)) = &mut self.overlay else {
            return Vec::new();
        };
        match key.code {
            Code::Esc => self.overlay = None,
            Code::Enter => {
                let command = palette.found.get(palette.cursor).map(|spec| spec.command);
                self.overlay = None;
                return command.map(|command| self.run(command)).unwrap_or_default();
            }
            _ => {
                if let Some(step) = step_of(key) {
                    palette.cursor = palette
                        .cursor
                        .saturating_add_signed(step)
                        .min(palette.found.len().saturating_sub(1));
                } else if typing::edit(&mut palette.input, key) {
                    palette.find();
                }
            }
        }
        Vec::new()
    }

    fn welcome_key(&mut self, key: &Key) -> Vec<Effect> {
        let Some(Overlay::Welcome(welcome)) = &mut self.overlay else {
            return Vec::new();
        };
        match key.code {
            Code::Esc => {
                let first = welcome.first;
                self.overlay = None;
                if first {
                    self.tell(
                        "No outlets yet: ‹add-outlet› adds one by its address, ‹catalogue› shows the choice again",
                    );
                }
            }
            Code::Enter => return self.enter_welcome(),
            Code::Tab => welcome.mark(),
            Code::Char(' ') if welcome.input.value().is_empty() => welcome.mark(),
            _ => {
                if let Some(step) = step_of(key) {
                    welcome.step(step);
                } else if typing::edit(&mut welcome.input, key) {
                    welcome.find();
                }
            }
        }
        Vec::new()
    }

    fn enter_welcome(&mut self) -> Vec<Effect> {
        let Some(Overlay::Welcome(welcome)) = &mut self.overlay else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        if let Some(address) = welcome.address().map(str::to_owned) {
            effects.push(Effect::Follow(address));
        } else if welcome.marked.is_empty() {
            welcome.mark();
        }
        let chosen = welcome.chosen();
        if chosen.is_empty() && effects.is_empty() {
            self.tell("Clear what is typed to see the catalogue, or type the whole address of a site");
            return effects;
        }
        if !chosen.is_empty() {
            effects.push(Effect::FollowOffers(chosen));
        }
        self.overlay = None;
        self.tell("Following them …");
        effects
    }

    fn quotes_key(&mut self, key: &Key) -> Vec<Effect> {
        let Some(Overlay::Quotes(quotes)) = &mut self.overlay else {
            return Vec::new();
        };
        match key.code {
            Code::Esc | Code::Left | Code::Char('q' | 'h' | 'Q') => self.overlay = None,
            Code::Enter | Code::Right | Code::Char('l') => {
                if let Some(article) = quotes.quotes.get(quotes.cursor).map(|quote| quote.article) {
                    self.overlay = None;
                    return self.open_article(article);
                }
            }
            _ => {
                if let Some(step) = free_step_of(key) {
                    quotes.cursor = quotes
                        .cursor
                        .saturating_add_signed(step)
                        .min(quotes.quotes.len().saturating_sub(1));
                }
            }
        }
        Vec::new()
    }

    fn confirm_key(&mut self, key: &Key) -> Vec<Effect> {
        let Some(Overlay::Confirm(confirm)) = self.overlay.take() else {
            return Vec::new();
        };
        if matches!(key.code, Code::Char('y' | 'Y') | Code::Enter) {
            return vec![confirm.yes];
        }
        Vec::new()
    }
}
