//! The keys that the bottom line names, and where: painted there, and pressed by a click.

use crate::app::overlay::Overlay;
use crate::app::state::App;
use crate::input::Command;
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
        let mut x = 1;
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
            Overlay::Help(_) => fixed(&[("j k", "move"), ("esc", "back")]),
            Overlay::Story(_) => {
                let mut hints = fixed(&[("1-9", "read"), ("esc", "back")]);
                let stances = [(Command::FollowStory, "follow"), (Command::MuteStory, "mute")];
                let stances = stances.map(|(command, word)| Hint::new(self.first_keys(&[command]), word));
                hints.splice(1..1, stances);
                hints
            }
            Overlay::Prompt(_) | Overlay::Confirm(_) => Vec::new(),
        }
    }

    fn first_keys(&self, commands: &[Command]) -> Vec<String> {
        let first = |command: &Command| self.config.keymap.keys_of(*command).into_iter().next();
        commands.iter().filter_map(first).collect()
    }
}
