//! From keys to commands: sequences, numbers of links, pasted text.

use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::screen::Pane;
use crate::app::state::App;
use crate::app::typing;
use crate::input::{Code, Key, Resolution, written};

impl App {
    /// Takes a key.
    pub(crate) fn key(&mut self, key: Key) -> Vec<Effect> {
        self.notices.notice = None;
        self.articles.flowing &= self.articles.rows.is_empty();
        if key == Key::new(Code::Char('c'), true, false, false) {
            return self.quit();
        }
        if self.overlay.is_some() {
            return self.overlay_key(&key);
        }
        if let (Pane::Reader, true, Some(digit)) = (self.focus, self.keys.is_empty(), key.digit()) {
            return self.digit(digit);
        }
        match (std::mem::take(&mut self.number), key.code) {
            (1.., Code::Esc) => Vec::new(),
            (number @ 1.., Code::Enter) => self.open_link(number),
            _ => self.sequence(key),
        }
    }

    fn sequence(&mut self, key: Key) -> Vec<Effect> {
        self.keys.push(key);
        match self.config.keymap.resolve(self.context(), &self.keys) {
            Resolution::Commands(commands) => {
                let commands = commands.to_vec();
                self.keys.clear();
                let mut effects = Vec::new();
                for command in commands {
                    effects.extend(self.run(command));
                }
                effects
            }
            Resolution::Prefix => Vec::new(),
            Resolution::None => {
                let typed = written(&std::mem::take(&mut self.keys));
                if key.code != Code::Esc {
                    self.tell(&format!("{typed} does nothing here; ‹help› shows the keys"));
                }
                Vec::new()
            }
        }
    }

    /// Takes pasted text: into the line being typed, and nowhere else.
    pub(crate) fn paste(&mut self, text: &str) -> Vec<Effect> {
        match &mut self.overlay {
            Some(Overlay::Prompt(line)) => {
                typing::paste(&mut line.input, text);
                self.typed()
            }
            Some(Overlay::Palette(palette)) => {
                typing::paste(&mut palette.input, text);
                palette.find();
                Vec::new()
            }
            Some(Overlay::Welcome(welcome)) => {
                typing::paste(&mut welcome.input, text);
                welcome.find();
                Vec::new()
            }
            Some(Overlay::Help(help)) if help.typing => {
                typing::paste(&mut help.input, text);
                help.top = 0;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
