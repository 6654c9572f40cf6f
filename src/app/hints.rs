//! The keys that the bottom line names, and where: painted there, and pressed by a click.

use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::state::App;
use crate::input::{Command, sequence};
use crate::typeset::width;

/// Cells between two of them.
const GAP: u16 = 3;

/// The commands that the bottom line names, the most wanted first; the last one always finds room.
const HINTS: &[(&[Command], &str)] = &[
    (&[Command::Down, Command::Up], "move"),
    (&[Command::Open], "open"),
    (&[Command::Bookmark], "bookmark"),
    (&[Command::NextQuote], "quote"),
    (&[Command::Story], "story"),
    (&[Command::NextUnread], "next unread"),
    (&[Command::ToggleOutlet], "this outlet"),
    (&[Command::Search], "search"),
    (&[Command::Browse], "browser"),
    (&[Command::Palette], "commands"),
    (&[Command::Help], "help"),
];

/// Keys and what they do, at a place in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Its first cell.
    pub x: u16,
    /// Each a key, or a sequence of them.
    pub keys: Vec<String>,
    /// What they do.
    pub word: &'static str,
}

impl Hint {
    fn new(keys: Vec<String>, word: &'static str) -> Self {
        Self { x: 0, keys, word }
    }

    /// The keys as they are written.
    pub fn written(&self) -> String {
        self.keys.join(" ")
    }

    /// The keys under a column; the first where their word is.
    fn at(&self, column: u16) -> Option<&str> {
        let column = usize::from(column.checked_sub(self.x).filter(|at| *at < self.wide())?);
        let mut end = 0;
        let under = self.keys.iter().find(|key| {
            end += width(key) + 1;
            column < end
        });
        under.or(self.keys.first()).map(String::as_str)
    }

    fn wide(&self) -> u16 {
        u16::try_from(width(&self.written()) + 1 + width(self.word)).unwrap_or(u16::MAX)
    }
}

impl App {
    /// What the bottom line names: keys that do something now, the last of them at least.
    pub fn hints(&self) -> Vec<Hint> {
        let right = self.size.width.saturating_sub(1);
        if self.overlay.is_none() && self.health().is_some() {
            let mut help = Hint::new(self.first_keys(&[Command::Help]), "help");
            help.x = right.saturating_sub(help.wide());
            return vec![help];
        }
        let mut hints = match &self.overlay {
            Some(overlay) => self.hints_over(overlay),
            None => HINTS
                .iter()
                .map(|(commands, word)| Hint::new(self.first_keys(commands), word))
                .collect(),
        };
        hints.retain(|hint| !hint.keys.is_empty());
        let reserve = hints.last().map_or(0, |last| last.wide() + GAP);
        let count = hints.len();
        let mut x = match &self.overlay {
            // Behind the question.
            Some(Overlay::Confirm(confirm)) => confirm.wide(self.size.width) + GAP,
            _ => 1,
        };
        let mut shown = Vec::with_capacity(count);
        for (at, mut hint) in hints.into_iter().enumerate() {
            let last = at + 1 == count;
            let limit = if last { right } else { right.saturating_sub(reserve) };
            if x + hint.wide() <= limit || (last && shown.is_empty()) {
                hint.x = x;
                x += hint.wide() + GAP;
                shown.push(hint);
            }
        }
        shown
    }

    /// The keys of what lies on top.
    fn hints_over(&self, overlay: &Overlay) -> Vec<Hint> {
        let fixed = |hints: &[(&str, &'static str)]| {
            let hint = |(keys, word): &(&str, &'static str)| {
                Hint::new(keys.split_whitespace().map(str::to_owned).collect(), word)
            };
            hints.iter().map(hint).collect::<Vec<_>>()
        };
        match overlay {
            Overlay::Palette(_) => fixed(&[("up down", "move"), ("enter", "run"), ("esc", "back")]),
            Overlay::Quotes(_) => fixed(&[("j k", "move"), ("enter", "open"), ("esc", "back")]),
            Overlay::Welcome(welcome) => fixed(&[
                (welcome.marking_key(), "mark"),
                ("up down", "move"),
                ("esc", "later"),
                ("enter", "follow"),
            ]),
            Overlay::Passage(choosing) => fixed(&choosing.hints()),
            Overlay::Help(help) if help.typing => fixed(&[("enter", "keep"), ("esc", "all keys")]),
            Overlay::Help(help) => {
                let back = if help.input.value().is_empty() {
                    "back"
                } else {
                    "all keys"
                };
                let mut hints = fixed(&[("j k", "move"), ("esc", back)]);
                hints.insert(0, Hint::new(self.first_keys(&[Command::Search]), "search"));
                hints
            }
            Overlay::Story(_) => {
                let mut hints = fixed(&[("1-9", "read"), ("esc", "back")]);
                let stances = [(Command::FollowStory, "follow"), (Command::MuteStory, "mute")];
                let stances = stances.map(|(command, word)| Hint::new(self.first_keys(&[command]), word));
                hints.splice(1..1, stances);
                hints
            }
            Overlay::Confirm(_) => fixed(&[("y", "yes"), ("esc", "no")]),
            Overlay::Prompt(_) => Vec::new(),
        }
    }

    /// Does what the keys do that the bottom line names at a column.
    pub(crate) fn click_hint(&mut self, column: u16) -> Vec<Effect> {
        if self.notices.notice.take().is_some() || !self.keys.is_empty() || self.number > 0 {
            return Vec::new();
        }
        let hints = self.hints();
        let Some(keys) = hints
            .iter()
            .find_map(|hint| hint.at(column))
            .and_then(|keys| sequence(keys).ok())
        else {
            return Vec::new();
        };
        keys.into_iter().flat_map(|key| self.key(key)).collect()
    }

    fn first_keys(&self, commands: &[Command]) -> Vec<String> {
        let first = |command: &Command| self.config.keymap.keys_of(*command).into_iter().next();
        commands.iter().filter_map(first).collect()
    }
}
