//! Roles → how they look in the theme in force; the signs that marks are drawn with.

use ratatui::style::{Color, Modifier, Style};

use crate::app::{App, State};
use crate::config::{Colour, Look, Theme};
use crate::model::{Icons, Role};

/// How a role looks.
pub(crate) fn style(theme: &Theme, role: Role) -> Style {
    drawn(theme.look(role))
}

fn drawn(look: Look) -> Style {
    let mut style = Style {
        fg: look.fg.map(colour),
        bg: look.bg.map(colour),
        ..Style::default()
    };
    for (on, modifier) in [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.italic, Modifier::ITALIC),
        (look.underline, Modifier::UNDERLINED),
        (look.reverse, Modifier::REVERSED),
        (look.struck, Modifier::CROSSED_OUT),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

fn colour(colour: Colour) -> Color {
    match colour {
        Colour::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
        Colour::Indexed(index) => Color::Indexed(index),
        Colour::Default => Color::Reset,
    }
}

/// The mark of a link's cells, in the colour of an underline that is not drawn: the shell makes real hyperlinks of it. The
/// article is part of it, so that another article's link in the same cell is another cell.
pub fn link_mark(article: i64, link: u32) -> Color {
    let [_, high, low, _] = (link << 8).to_be_bytes();
    Color::Rgb(u8::try_from(article.rem_euclid(255)).unwrap_or(0) + 1, high, low)
}

/// The link that a mark stands for.
pub fn linked(mark: Color) -> Option<u32> {
    match mark {
        Color::Rgb(_, high, low) => Some(u32::from_be_bytes([0, 0, high, low])),
        _ => None,
    }
}

/// A painter's box: looks and signs as the reader set them.
#[derive(Clone, Copy)]
pub(crate) struct Looks<'a> {
    theme: &'a Theme,
    pub(crate) signs: &'static Signs,
}

impl<'a> Looks<'a> {
    pub(crate) fn of(app: &'a App) -> Self {
        Self {
            theme: app.theme(),
            signs: Signs::of(app.icons()),
        }
    }

    /// What everything is painted on.
    pub(crate) fn page(&self) -> Style {
        drawn(self.theme.screen).patch(self.get(Role::Body))
    }

    pub(crate) fn get(&self, role: Role) -> Style {
        style(self.theme, role)
    }
}

/// The signs of a set.
pub(crate) struct Signs {
    pub(crate) unread: &'static str,
    pub(crate) bookmark: &'static str,
    pub(crate) quote: &'static str,
    pub(crate) cited: &'static str,
    pub(crate) here: &'static str,
    /// The list that is shown.
    pub(crate) chosen: &'static str,
    pub(crate) refresh: &'static str,
    pub(crate) filter: [&'static str; 2],
    pub(crate) bullet: &'static str,
    pub(crate) marked: [&'static str; 2],
    /// A story that is followed, and what came to one later.
    pub(crate) followed: &'static str,
    pub(crate) news: &'static str,
    taken: &'static str,
    left_out: &'static str,
    paused: &'static str,
    unfolded: &'static str,
    folded: &'static str,
    /// Horizontal, vertical, then corners and joints: ┌ ┬ ┐ └ ┴ ┘.
    pub(crate) lines: [&'static str; 8],
}

const ASCII: Signs = Signs {
    unread: "*",
    bookmark: "+",
    quote: "\"",
    cited: ">",
    here: ">",
    chosen: "#",
    refresh: "~",
    filter: ["<", ">"],
    bullet: "-",
    marked: ["[ ]", "[x]"],
    followed: "o",
    news: "!",
    taken: "*",
    left_out: "-",
    paused: "=",
    unfolded: "v",
    folded: ">",
    lines: ["-", "|", "+", "+", "+", "+", "+", "+"],
};

const UNICODE: Signs = Signs {
    unread: "●",
    bookmark: "★",
    quote: "❝",
    cited: "⇢",
    here: "▸",
    chosen: "›",
    refresh: "↻",
    filter: ["◂", "▸"],
    bullet: "·",
    marked: ["○", "●"],
    followed: "◇",
    news: "◆",
    taken: "●",
    left_out: "○",
    paused: "‖",
    unfolded: "▾",
    folded: "▸",
    lines: ["─", "│", "┌", "┬", "┐", "└", "┴", "┘"],
};

const NERD: Signs = Signs {
    bookmark: "\u{f02e}",
    quote: "\u{f10d}",
    refresh: "\u{f021}",
    cited: "\u{f0c1}",
    ..UNICODE
};

impl Signs {
    fn of(icons: Icons) -> &'static Self {
        match icons {
            Icons::Ascii => &ASCII,
            Icons::Unicode => &UNICODE,
            Icons::Nerd => &NERD,
        }
    }

    /// Whether a cell is one of these, not of a text: signs stand beside titles and names, and lines between panes. Of those in
    /// ASCII only the upright line is told from text wherever it stands.
    pub(crate) fn is_apart(&self, cell: &str) -> bool {
        cell == self.lines[1] || !cell.is_ascii() && self.is_sign(cell)
    }

    /// Whether a cell could be one of these, before a title or a name.
    pub(crate) fn is_sign(&self, cell: &str) -> bool {
        let signs = [
            "!",
            self.unread,
            self.bookmark,
            self.quote,
            self.cited,
            self.here,
            self.chosen,
            self.refresh,
            self.filter[0],
            self.filter[1],
            self.marked[0],
            self.followed,
            self.news,
            self.left_out,
            self.paused,
            self.unfolded,
            self.folded,
        ];
        signs.contains(&cell)
    }

    /// The mark of a story that is open in place.
    pub(crate) fn unfold(&self, open: bool) -> &'static str {
        if open { self.unfolded } else { self.folded }
    }

    /// The mark before a row of the sidebar.
    pub(crate) fn state(&self, state: State) -> &'static str {
        match state {
            State::Plain => " ",
            State::In => self.taken,
            State::Out => self.left_out,
            State::Wrong => "!",
            State::Asking => self.refresh,
            State::Paused => self.paused,
            State::Unfolded => self.unfolded,
            State::Folded => self.folded,
            State::Speaks(_) => self.quote,
            State::Cited => self.cited,
        }
    }
}
