//! The keys that the bottom line names, and where: painted there, and pressed by a click.

use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::reader::Walk;
use crate::app::screen::Pane;
use crate::app::sources::Choice;
use crate::app::state::App;
use crate::input::{Command, sequence};
use crate::model::Complete;
use crate::typeset::width;

/// Cells between two of them.
const GAP: u16 = 3;

/// Commands that the bottom line names, the most wanted first; the last one always finds room.
type Named = &'static [(&'static [Command], &'static str)];

const IN_SOURCES: Named = &[
    (&[Command::Down, Command::Up], "move"),
    (&[Command::Open], "show"),
    (&[Command::SpeakerQuotes], "all quotes"),
    (&[Command::Edit], "edit"),
    (&[Command::Remove], "remove"),
    (&[Command::AddOutlet], "add outlet"),
    (&[Command::Search], "search"),
    (&[Command::RefreshAll], "ask all"),
    (&[Command::Quit], "quit"),
    (&[Command::Palette], "commands"),
    (&[Command::Help], "help"),
];
/// Behind how the outlet under the cursor fares.
const ON_OUTLET: Named = &[
    (&[Command::Refresh], "ask now"),
    (&[Command::Edit], "edit"),
    (&[Command::Remove], "remove"),
    (&[Command::Help], "help"),
];
const IN_ARTICLES: Named = &[
    (&[Command::Down, Command::Up], "move"),
    (&[Command::Open], "read"),
    (&[Command::NextUnread], "next unread"),
    (&[Command::Bookmark], "bookmark"),
    (&[Command::Story], "story"),
    (&[Command::ToggleOutlet], "this outlet"),
    (&[Command::Search], "search"),
    (&[Command::MarkAllRead], "all read"),
    (&[Command::Browse], "browser"),
    (&[Command::Palette], "commands"),
    (&[Command::Help], "help"),
];
const IN_READER: Named = &[
    (&[Command::ReadOn], "read on"),
    (&[Command::NextHit], "found"),
    (&[Command::NextQuote], "quote"),
    (&[Command::WholeText], "whole text"),
    (&[Command::Changes], "changes"),
    (&[Command::NextUnread], "next unread"),
    (&[Command::Bookmark], "bookmark"),
    (&[Command::Story], "story"),
    (&[Command::Back], "back"),
    (&[Command::Browse], "browser"),
    (&[Command::Search], "search"),
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
        if let (None, Some((health, _))) = (&self.overlay, self.health()) {
            return behind(width(&health) + 1, self.hints_of(ON_OUTLET), 1, right);
        }
        if let Some(Overlay::Prompt(prompt)) = &self.overlay {
            let hints = fixed(&prompt.hints());
            // Behind what is typed there is a cell for the cursor.
            return behind(prompt.wide(self.size.width) + 1, hints, 0, right);
        }
        let mut hints = match &self.overlay {
            Some(overlay) => self.hints_over(overlay),
            None => self.hints_of(match self.focus {
                Pane::Sources => IN_SOURCES,
                Pane::Articles => IN_ARTICLES,
                Pane::Reader => IN_READER,
            }),
        };
        hints.retain(|hint| !hint.keys.is_empty());
        let reserve = hints.last().map_or(0, |last| last.wide() + GAP);
        let count = hints.len();
        let mut x = match &self.overlay {
            // Behind the question.
            Some(Overlay::Confirm(confirm)) => confirm.wide(self.size.width).map_or(1, |wide| wide + GAP),
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

    fn hints_of(&self, named: Named) -> Vec<Hint> {
        named
            .iter()
            .filter(|(commands, _)| commands.iter().all(|command| self.does(*command)))
            .map(|(commands, word)| Hint::new(self.first_keys(commands), word))
            .collect()
    }

    /// Whether a command that the bottom line names would do something now.
    fn does(&self, command: Command) -> bool {
        let row = match self.focus {
            Pane::Reader => self.reader.opened.as_ref().map(|opened| &opened.article.row),
            _ => self.articles.selected(),
        };
        let choice = self.sources.under_cursor().map(|item| &item.choice);
        match command {
            Command::Story => row
                .and_then(|row| row.story.as_ref())
                .is_some_and(|story| story.articles.len() > 1),
            Command::Changes => row.is_some_and(|row| row.edited),
            Command::NextHit => !self.reader.page.hits.is_empty(),
            Command::NextQuote => !self.reader.spots(Walk::Quotes).is_empty(),
            Command::WholeText => self.reader.opened.as_ref().is_some_and(|opened| {
                matches!(opened.complete, Complete::Summary | Complete::Empty) && !opened.from_page
            }),
            Command::SpeakerQuotes => matches!(choice, Some(Choice::Speaker(_))),
            Command::Edit | Command::Remove => matches!(choice, Some(Choice::Outlet(_) | Choice::Filter(_))),
            Command::Open => self.focus != Pane::Articles || self.articles.on_waiting || row.is_some(),
            Command::Bookmark
            | Command::Browse
            | Command::ToggleOutlet
            | Command::NextUnread
            | Command::MarkAllRead => row.is_some(),
            _ => true,
        }
    }

    /// The keys of what lies on top.
    fn hints_over(&self, overlay: &Overlay) -> Vec<Hint> {
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
                let mut hints = fixed(&[("1-9", "read"), ("j k", "move"), ("esc", "back")]);
                let stances = [(Command::FollowStory, "follow"), (Command::MuteStory, "mute")];
                let stances = stances.map(|(command, word)| Hint::new(self.first_keys(&[command]), word));
                hints.splice(2..2, stances);
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

fn fixed(hints: &[(&str, &'static str)]) -> Vec<Hint> {
    let hint =
        |(keys, word): &(&str, &'static str)| Hint::new(keys.split_whitespace().map(str::to_owned).collect(), word);
    hints.iter().map(hint).collect()
}

/// At the right end, as many as there is room for behind so many cells, and at least so many; the last before the others.
fn behind(cells: usize, mut hints: Vec<Hint>, least: usize, right: u16) -> Vec<Hint> {
    let wide = |hints: &[Hint]| hints.iter().map(|hint| hint.wide() + GAP).sum::<u16>();
    let cells = u16::try_from(cells).unwrap_or(u16::MAX);
    while hints.len() > least && cells.saturating_add(wide(&hints)) > right {
        hints.remove(hints.len().saturating_sub(2));
    }
    let mut x = (right + GAP).saturating_sub(wide(&hints));
    for hint in &mut hints {
        hint.x = x;
        x += hint.wide() + GAP;
    }
    hints
}

#[cfg(test)]
mod tests {
    use crate::app::App;
    use crate::app::fixture::{newsroom, press, type_text};
    use crate::app::screen::Pane;
    use crate::app::sources::Choice;
    use crate::model::OutletId;

    fn words(app: &App) -> Vec<&'static str> {
        app.hints().iter().map(|hint| hint.word).collect()
    }

    #[test]
    fn name_what_does_something_in_the_pane_that_has_the_keys() {
        let mut app = newsroom(160, 36);
        assert_eq!(words(&app)[..4], ["move", "read", "next unread", "bookmark"]);
        assert!(!words(&app).contains(&"quote"));
        press(&mut app, "enter");
        assert_eq!(words(&app)[..3], ["read on", "quote", "next unread"]);
        press(&mut app, "esc h g g");
        assert_eq!(words(&app)[..3], ["move", "show", "add outlet"]);
        // Nothing is selected in an empty list.
        app.focus_on(Pane::Articles);
        app.articles.rows.clear();
        assert_eq!(words(&app)[..3], ["move", "search", "commands"]);
    }

    #[test]
    fn those_on_an_outlet_leave_room_for_how_it_fares() {
        let mut app = newsroom(160, 36);
        app.focus_on(Pane::Sources);
        app.sources.cursor = app.sources.position(&Choice::Outlet(OutletId(1))).unwrap();
        assert_eq!(words(&app), ["ask now", "edit", "remove", "help"]);
        let (health, _) = app.health().unwrap();
        assert!(usize::from(app.hints()[0].x) > health.len() + 3);
        app.size.width = 40;
        assert_eq!(words(&app), ["help"]);
    }

    #[test]
    fn those_of_a_line_give_way_to_what_is_typed() {
        let mut app = newsroom(80, 24);
        press(&mut app, "T");
        assert_eq!(words(&app), ["complete", "leave", "keep"]);
        type_text(&mut app, &"tag ".repeat(4));
        assert_eq!(words(&app), ["complete", "keep"]);
        type_text(&mut app, &"tag ".repeat(10));
        assert!(words(&app).is_empty());
    }
}
