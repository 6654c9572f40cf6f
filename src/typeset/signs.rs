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

const BOX_LINES: Lines = Lines {
    between: [" │ ", "│"],
    across: "─",
    joints: ["┬", "┼", "┴"],
};

/// Those of a set.
pub(crate) fn signs(icons: Icons) -> &'static Signs {
    match icons {
        Icons::Ascii => &Signs {
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
        },
        Icons::Unicode => &Signs {
            bar: "▌ ",
            bullets: ["•", "◦"],
            picture: "▣ ",
            rule: "─",
            dash: "— ",
            edge: "┃",
            note: "» ",
            point: "·",
            table: BOX_LINES,
        },
        Icons::Nerd => &Signs {
            bar: "▌ ",
            bullets: ["•", "◦"],
            picture: "\u{f03e} ",
            rule: "─",
            dash: "— ",
            edge: "┃",
            note: "» ",
            point: "·",
            table: BOX_LINES,
        },
    }
}
