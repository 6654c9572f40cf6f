//! What articles are drawn with.

use crate::model::Icons;
use crate::typeset::table::Lines;

/// The signs that a set has.
pub(crate) struct Signs {
    pub(crate) bar: &'static str,
    pub(crate) bullets: [&'static str; 2],
    pub(crate) picture: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) dash: &'static str,
    /// Beside the lines of a marked passage, one cell.
    pub(crate) edge: &'static str,
    pub(crate) note: &'static str,
    /// Between the parts of the meta line.
    pub(crate) point: &'static str,
    pub(crate) table: Lines,
}

const ASCII: Signs = Signs {
    bar: "| ",
    bullets: ["*", "-"],
    picture: "[*] ",
    rule: "-",
    dash: "-- ",
    edge: "|",
    note: "> ",
    point: "-",
    table: Lines {
        between: [" | ", "|"],
        across: "-",
        joints: ["+", "+", "+"],
    },
};

const UNICODE: Signs = Signs {
    bar: "▌ ",
    bullets: ["•", "◦"],
    picture: "▣ ",
    rule: "─",
    dash: "— ",
    edge: "┃",
    note: "» ",
    point: "·",
    table: Lines {
        between: [" │ ", "│"],
        across: "─",
        joints: ["┬", "┼", "┴"],
    },
};

const NERD: Signs = Signs {
    picture: "\u{f03e} ",
    ..UNICODE
};

/// Those of a set.
pub(crate) fn signs(icons: Icons) -> &'static Signs {
    match icons {
        Icons::Ascii => &ASCII,
        Icons::Unicode => &UNICODE,
        Icons::Nerd => &NERD,
    }
}
