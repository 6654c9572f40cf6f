//! What an article looks like, set at a width.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::document::Extent;
use crate::model::{Clean, Icons, Place, Role};
use crate::typeset::cells::width;
use crate::typeset::order::{Content, drawn};

/// What stands above the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The article's title.
    pub title: Clean,
    /// "By A. Writer · 2 min · whole text", already in words.
    pub meta: Clean,
}

/// A stretch of the text that the reader marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// From where to where.
    pub at: Extent,
    /// What it is drawn as.
    pub role: Role,
    /// What is written under it.
    pub note: Option<Clean>,
}

/// How to set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Cells a line may take, margins included; 8 at least.
    pub width: u16,
    /// Cells of text at most; the column is centred in `width`.
    pub column: u16,
    /// Whether links are numbered in the text, to be opened by digits.
    pub numbered_links: bool,
    /// Whether indirect speech is shown.
    pub indirect: bool,
    /// Whether figures stand in the text as a line with their caption.
    pub pictures: bool,
    /// Which signs bullets, bars and rules are drawn with.
    pub icons: Icons,
}

/// An article set at a width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// Where quotes, sources and links stand, each list in reading order.
    pub quotes: Vec<Spot>,
    /// Sources.
    pub sources: Vec<Spot>,
    /// Links.
    pub links: Vec<Spot>,
    /// What the reader marked, by its index among the marks.
    pub marks: Vec<Spot>,
    /// Lines with search hits, in order.
    pub hits: Vec<usize>,
}

impl Page {
    /// The line that a place stands on. The article's very beginning is the page's: its title.
    pub fn line_of(&self, place: Place) -> usize {
        if place == Place::default() {
            0
        } else {
            self.text_line(place)
        }
    }

    /// Where a stretch of text stands.
    pub(crate) fn spot(&self, index: u32, start: Place, end: Place) -> Spot {
        let line = self.text_line(start);
        let after = self
            .lines
            .partition_point(|line| line.place < end)
            .max(line + 1)
            .min(self.lines.len());
        let count = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
        Spot {
            index,
            line: count(line),
            end: count(after),
        }
    }

    /// Of lines with the same place the last: those above it have no text.
    fn text_line(&self, place: Place) -> usize {
        self.lines.partition_point(|line| line.place <= place).saturating_sub(1)
    }

    /// The place of a line's first character; the beginning for a line that does not exist.
    pub fn place_at(&self, line: usize) -> Place {
        self.lines.get(line).map(|line| line.place).unwrap_or_default()
    }
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// From left to right but for right-to-left words, which stand as they are read (`drawn` puts them in order); blank cells at the
    /// left included.
    pub pieces: Vec<Piece>,
    /// The place of its first character; lines without text (title, blank lines, rules) have that of the next line with text.
    pub place: Place,
    /// Whether it is of a text that is read from right to left.
    pub leftwards: bool,
}

impl Line {
    /// What the piece at a column belongs to, where words stand in the order in which they are drawn (`ordered`), or as they are.
    pub fn target_at(&self, column: u16, ordered: bool) -> Option<Target> {
        let cells = self.pieces.iter();
        let (graphemes, targets): (Vec<&str>, Vec<Option<Target>>) = cells
            .flat_map(|piece| piece.text.graphemes(true).map(|grapheme| (grapheme, piece.target)))
            .unzip();
        let leftwards = self.leftwards;
        let order = ordered
            .then(|| drawn(&graphemes, Content::Text { leftwards }))
            .flatten();
        let mut right = 0;
        let at = (0..graphemes.len())
            .map(|at| order.as_ref().map_or(at, |order| order[at].0))
            .find(|at| {
                right += width(graphemes[*at]);
                usize::from(column) < right
            })?;
        targets[at]
    }
}

/// A run of cells that play one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// What it belongs to, for the mouse, for hyperlinks and for marking the current one.
    pub target: Option<Target>,
}

/// What a piece belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A link, by its index in the document.
    Link(u32),
    /// A quote, by its index in the speech.
    Quote(u32),
    /// A source, by its index in the speech.
    Source(u32),
    /// A report, by its index in the story.
    Report(u32),
    /// What the reader marked, by its index among the marks; where it is nothing else.
    Marked(u32),
}

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its index in the speech or the document.
    pub index: u32,
    /// Its first line.
    pub line: u32,
    /// The line after its last.
    pub end: u32,
}
