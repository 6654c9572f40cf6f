//! Lines as they come: the margin, bars and bullets before them, and the places of those that have no text.

use crate::model::{Place, Role};
use crate::typeset::cells::width;
use crate::typeset::page::{Line, Measure, Piece};
use crate::typeset::wrap::{Look, Paragraph, Stretch};

/// Cells that text keeps, however deep it is nested.
const LEAST_CELLS: usize = 8;

/// What stands before the lines of a block.
#[derive(Clone, Debug)]
pub(crate) struct Prefix {
    /// Before the first line.
    pub(crate) first: String,
    /// Before all others; as wide as `first`.
    pub(crate) rest: String,
    /// What it is.
    pub(crate) look: Look,
    /// Whether blank lines have it, too.
    pub(crate) runs_on: bool,
}

/// A line whose place may not be known yet.
#[derive(Debug)]
struct Draft {
    pieces: Vec<Piece>,
    place: Option<Place>,
    leftwards: bool,
}

/// Lines, and what stands before the next one.
#[derive(Debug)]
pub(crate) struct Sheet {
    margin: usize,
    cells: usize,
    /// Whether each has been used for a first line.
    prefixes: Vec<(Prefix, bool)>,
    drafts: Vec<Draft>,
    /// Whether the last line of words is read from right to left.
    leftwards: bool,
    /// What stands in the margin of the next line.
    edge: Option<(&'static str, Look)>,
}

impl Sheet {
    /// An empty sheet, its column centred.
    pub(crate) fn new(measure: &Measure) -> Self {
        let width = usize::from(measure.width).max(LEAST_CELLS);
        let edge = match width {
            40.. => 2,
            12.. => 1,
            _ => 0,
        };
        let cells = usize::from(measure.column).clamp(LEAST_CELLS, width - 2 * edge);
        Self {
            margin: (width - cells) / 2,
            cells,
            prefixes: Vec::new(),
            drafts: Vec::new(),
            leftwards: false,
            edge: None,
        }
    }

    /// Puts a sign of one cell into the margin of the next line, where there is room for it.
    pub(crate) fn edge(&mut self, sign: &'static str, look: Look) {
        self.edge = Some((sign, look));
    }

    /// Begins a block with something before its lines; `false`, and nothing done, where there is no room for it.
    pub(crate) fn begin(&mut self, prefix: Prefix) -> bool {
        let fits = self.room() >= width(&prefix.first) + LEAST_CELLS;
        if fits {
            self.prefixes.push((prefix, false));
        }
        fits
    }

    /// Ends a block that was begun.
    pub(crate) fn end(&mut self) {
        self.prefixes.pop();
    }

    /// Cells left for text.
    pub(crate) fn room(&self) -> usize {
        let taken: usize = self.prefixes.iter().map(|(prefix, _)| width(&prefix.rest)).sum();
        self.cells.saturating_sub(taken)
    }

    /// How many blocks it is within.
    pub(crate) fn depth(&self) -> usize {
        self.prefixes.len()
    }

    /// Whether the next line stands at a bar.
    pub(crate) fn barred(&self) -> bool {
        self.prefixes.iter().any(|(prefix, _)| prefix.runs_on)
    }

    /// Whether the next block stands below another one, and not first in an item.
    pub(crate) fn wants_gap(&self) -> bool {
        self.prefixes.iter().all(|(_, used)| *used) && self.drafts.last().is_some_and(|draft| !is_blank(&draft.pieces))
    }

    /// Appends a line of a paragraph; `None` for one that is not of the document.
    pub(crate) fn line(&mut self, paragraph: &Paragraph, line: &Stretch, place: Option<Place>) {
        let mut pieces = self.lead();
        self.leftwards = paragraph.reads_leftwards();
        if self.leftwards {
            let free = self.room().saturating_sub(paragraph.cells(line));
            self.turn(&mut pieces, free);
        }
        paragraph.pieces(line, &mut pieces);
        self.push(pieces, place);
    }

    /// Appends a line of a table, from left to right as it stands on the screen; `None` for one that is not of the document.
    pub(crate) fn row(&mut self, row: Vec<Piece>, place: Option<Place>, leftwards: bool) {
        let mut pieces = self.lead();
        self.leftwards = leftwards;
        if leftwards {
            let used: usize = row.iter().map(|piece| width(&piece.text)).sum();
            self.turn(&mut pieces, self.room().saturating_sub(used));
        }
        pieces.extend(row);
        self.push(pieces, place);
    }

    /// Sends a line that is read from right to left to the right end of its room. Bars and bullets stay before its words, to be put in
    /// order with them; what it is indented by is left free behind it.
    fn turn(&self, pieces: &mut Vec<Piece>, free: usize) {
        let margin = pieces.len() - self.prefixes.len();
        let mut at = 0;
        pieces.retain(|piece| {
            at += 1;
            at <= margin || !piece.text.trim().is_empty()
        });
        pieces.insert(margin, piece(" ".repeat(free), (Role::Body, None)));
    }

    /// Appends a line of one piece that is not of the document.
    pub(crate) fn lone(&mut self, text: String, look: Look) {
        let mut pieces = self.lead();
        pieces.push(piece(text, look));
        self.drafts.push(Draft {
            pieces,
            place: None,
            leftwards: false,
        });
    }

    fn push(&mut self, pieces: Vec<Piece>, place: Option<Place>) {
        self.drafts.push(Draft {
            pieces,
            place,
            leftwards: self.leftwards,
        });
    }

    /// Puts something at the far end of the last line, of which `used` of `room` cells are taken, or where it does not fit at
    /// the far end of a line of its own.
    pub(crate) fn aside(&mut self, text: String, look: Look, used: usize) {
        let (room, taken) = (self.room(), width(&text));
        let plain = (Role::Body, None);
        let fits = used + taken + 2 <= room;
        if self.leftwards {
            return self.aside_left(text, look, fits.then(|| room - used));
        }
        if !fits {
            self.lone(" ".repeat(room.saturating_sub(taken)), plain);
        } else if let Some(Draft { pieces, .. }) = self.drafts.last_mut() {
            pieces.push(piece(" ".repeat(room - used - taken), plain));
        }
        if let Some(Draft { pieces, .. }) = self.drafts.last_mut() {
            pieces.push(piece(text, look));
        }
    }

    /// The same for a line that is read from right to left, of which the first `free` cells are free.
    fn aside_left(&mut self, text: String, look: Look, free: Option<usize>) {
        let is_free = |piece: &Piece| Some(piece.text.len()) == free && piece.text.trim().is_empty();
        let pieces = self.drafts.last_mut().map(|draft| &mut draft.pieces);
        match pieces.and_then(|pieces| Some((pieces.iter().rposition(is_free)?, pieces))) {
            Some((at, pieces)) => {
                let left = pieces[at].text.len() - width(&text);
                pieces[at].text.truncate(left);
                pieces.insert(at, piece(text, look));
            }
            None => {
                let mut pieces = self.lead();
                let bars = pieces.split_off(pieces.len() - self.prefixes.len());
                let rest = self.room().saturating_sub(width(&text));
                pieces.push(piece(text, look));
                at_right(&mut pieces, rest, bars);
                self.push(pieces, None);
            }
        }
    }

    /// Appends a blank line. Bars run on through it, and `bar` where it is not `None`.
    pub(crate) fn gap(&mut self, bar: Option<(&str, Look)>) {
        let mut pieces = vec![piece(" ".repeat(self.margin), (Role::Body, None))];
        for (prefix, _) in &self.prefixes {
            let text = if prefix.runs_on {
                prefix.rest.clone()
            } else {
                " ".repeat(width(&prefix.rest))
            };
            pieces.push(piece(text, prefix.look));
        }
        pieces.extend(bar.map(|(text, look)| piece(text.to_owned(), look)));
        if self.leftwards {
            let bars = pieces.split_off(1);
            let taken: usize = bars.iter().map(|bar| width(&bar.text)).sum();
            at_right(&mut pieces, self.cells.saturating_sub(taken), bars);
        }
        if is_blank(&pieces) {
            pieces.clear();
        }
        self.push(pieces, None);
    }

    /// The finished lines. Those without a place get that of the next one, the last ones `end`.
    pub(crate) fn lines(mut self, end: Place) -> Vec<Line> {
        while self.drafts.last().is_some_and(|draft| is_blank(&draft.pieces)) {
            self.drafts.pop();
        }
        let mut next = end;
        let mut lines = Vec::with_capacity(self.drafts.len());
        for draft in self.drafts.into_iter().rev() {
            next = draft.place.unwrap_or(next);
            lines.push(Line {
                pieces: draft.pieces,
                place: next,
                leftwards: draft.leftwards,
            });
        }
        lines.reverse();
        lines
    }

    /// What a line begins with: the margin, bars, bullets.
    fn lead(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(self.prefixes.len() + 4);
        match self.edge.take() {
            // One cell off the text.
            Some((sign, look)) if self.margin > 1 => {
                if self.margin > 2 {
                    pieces.push(piece(" ".repeat(self.margin - 2), (Role::Body, None)));
                }
                pieces.push(piece(sign.to_owned(), look));
                pieces.push(piece(" ".to_owned(), (Role::Body, None)));
            }
            _ if self.margin > 0 => pieces.push(piece(" ".repeat(self.margin), (Role::Body, None))),
            _ => {}
        }
        for (prefix, used) in &mut self.prefixes {
            let text = if std::mem::replace(used, true) {
                &prefix.rest
            } else {
                &prefix.first
            };
            pieces.push(piece(text.clone(), prefix.look));
        }
        pieces
    }
}

/// Puts bars behind so many free cells, as they stand at words that are read from right to left.
fn at_right(pieces: &mut Vec<Piece>, free: usize, bars: Vec<Piece>) {
    pieces.push(piece(" ".repeat(free), (Role::Body, None)));
    pieces.extend(bars.into_iter().rev().map(|bar| Piece {
        text: bar.text.chars().rev().collect(),
        ..bar
    }));
}

fn is_blank(pieces: &[Piece]) -> bool {
    pieces.iter().all(|piece| piece.text.trim().is_empty())
}

fn piece(text: String, (role, target): Look) -> Piece {
    Piece { text, role, target }
}
