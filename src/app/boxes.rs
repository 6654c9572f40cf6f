//! Where the boxes over the panes lie, and what stands in them where. Asked by `update` and by `view`, as `screen.rs` is.

use ratatui::layout::{Position, Rect, Size};

use crate::app::overlay::{Help, Overlay, Palette, Quotes};
use crate::app::welcome::Welcome;
use crate::input::Command;
use crate::model::QuoteRow;
use crate::typeset::wrap;

/// Narrower is a sliver.
const SLIVER: u16 = 8;

/// A box: the lines around it, and its inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boxed {
    /// With the lines.
    pub around: Rect,
    /// Without.
    pub inside: Rect,
}

impl Boxed {
    fn around(around: Rect) -> Self {
        let inside = Rect::new(
            around.x + 2,
            around.y + 1,
            around.width.saturating_sub(4),
            around.height.saturating_sub(2),
        );
        Self { around, inside }
    }

    /// At most this large, in the middle of the screen. It takes the whole width where only slivers of the panes would be left
    /// beside it.
    fn centred(size: Size, width: u16, height: u16) -> Self {
        let width = if size.width < width.saturating_add(2 * SLIVER) {
            size.width
        } else {
            width
        };
        let room = size.height.saturating_sub(2);
        let height = height.min(room);
        Self::around(Rect::new(
            (size.width - width) / 2,
            1 + (room - height) / 2,
            width,
            height,
        ))
    }

    /// All of the screen between the top line and the bottom line.
    pub fn whole(size: Size) -> Self {
        Self::around(Rect::new(0, 1, size.width, size.height.saturating_sub(2)))
    }
}

/// The first row to show so that the cursor stays in a window.
pub fn window(cursor: usize, rows: u16) -> usize {
    (cursor + 1).saturating_sub(usize::from(rows.max(1)))
}

/// A box with a list in it, and a line to type into above that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListBox {
    /// The box.
    pub place: Boxed,
    /// What is said above the line, or below the list where there is none.
    pub said: Vec<String>,
    /// Where is typed; of no height where nothing is.
    pub field: Rect,
    /// The list.
    pub rows: Rect,
}

impl ListBox {
    fn new(place: Boxed, said: Vec<String>, field: u16) -> Self {
        let inside = place.inside;
        let y = inside.y + u16::try_from(said.len()).unwrap_or(0);
        let rows = Rect {
            y: y + field,
            height: inside.bottom().saturating_sub(y + field),
            ..inside
        };
        let field = Rect {
            y,
            height: field,
            ..inside
        };
        Self {
            place,
            said,
            field,
            rows,
        }
    }

    /// The row at a place, of so many that are shown from one on.
    fn row_at(&self, at: Position, top: usize, count: usize) -> Option<usize> {
        let row = top + usize::from(at.y.saturating_sub(self.rows.y));
        (self.rows.contains(at) && row < count).then_some(row)
    }
}

impl Welcome {
    /// Where its parts lie.
    pub fn laid_out(&self, size: Size) -> ListBox {
        /// Lines of what is said.
        const SAID: u16 = 3;
        /// Rows for the field and a little of the catalogue.
        const BELOW: u16 = 3;
        let place = Boxed::centred(size, 100, u16::MAX);
        let inside = place.inside;
        // Whom enter would follow is said even where little of the catalogue is left.
        let least = u16::from(!self.marked.is_empty() && inside.height > 1);
        let most = inside.height.saturating_sub(BELOW).min(SAID).max(least);
        let said = if most == 0 {
            Vec::new()
        } else {
            self.said(usize::from(inside.width), usize::from(most))
        };
        ListBox::new(place, said, 1)
    }
}

impl Palette {
    /// Where its parts lie.
    pub fn laid_out(&self, size: Size) -> ListBox {
        ListBox::new(Boxed::centred(size, 76, 20), Vec::new(), 1)
    }
}

impl Help {
    /// Where its parts lie.
    pub fn laid_out(&self, size: Size) -> ListBox {
        /// Where there is room for more than commands.
        const ROOMY: u16 = 8;
        let count = u16::try_from(Command::ALL.len()).unwrap_or(u16::MAX);
        let place = Boxed::centred(size, 76, count.saturating_add(4));
        let searched = self.typing || !self.input.value().is_empty();
        let mut laid = ListBox::new(place, Vec::new(), u16::from(searched));
        if !searched && laid.rows.height >= ROOMY {
            let text = "A digit opens a link; the mouse works everywhere.";
            laid.said = wrap(text, usize::from(place.inside.width), 2);
            laid.rows.height -= u16::try_from(laid.said.len()).unwrap_or(0) + 1;
        }
        laid
    }
}

/// A speaker's page, laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotesBox {
    /// The box.
    pub place: Boxed,
    /// Who quotes them, with the line below; of no height in a low box.
    pub outlets: Rect,
    /// The quotes in view, by index, each with the lines of its words and one below them.
    pub quotes: Vec<(usize, Rect)>,
}

impl Quotes {
    /// A quote's words in a box of so many cells, in marks where they are the speaker's own.
    pub fn lines(quote: &QuoteRow, width: u16) -> Vec<String> {
        /// Lines at most.
        const MOST: usize = 3;
        let room = usize::from(width.saturating_sub(2));
        if quote.kind == "indirect" {
            return wrap(&quote.text, room, MOST);
        }
        wrap(&format!("“{}”", &*quote.text), room, MOST)
    }

    /// Where its parts lie.
    pub fn laid_out(&self, size: Size) -> QuotesBox {
        /// Lower boxes are for the quotes alone.
        const LEAST_HEIGHT: u16 = 7;
        /// With a blank line.
        const EACH: u16 = 5;
        let place = Boxed::centred(size, 90, u16::MAX);
        let inside = place.inside;
        let outlets = if inside.height < LEAST_HEIGHT || self.by.is_empty() {
            0
        } else {
            u16::try_from(self.by.len()).unwrap_or(u16::MAX).min(inside.height / 3) + 1
        };
        let mut y = inside.y + outlets;
        let top = window(self.cursor, ((inside.height - outlets) / EACH).max(1));
        let mut quotes = Vec::new();
        for (at, quote) in self.quotes.iter().enumerate().skip(top) {
            if y >= inside.bottom() {
                break;
            }
            let lines = Self::lines(quote, inside.width).len();
            let full = u16::try_from(lines).unwrap_or(1) + 1;
            let height = full.min(inside.bottom() - y);
            quotes.push((at, Rect { y, height, ..inside }));
            y += full + 1;
        }
        QuotesBox {
            place,
            outlets: Rect {
                height: outlets,
                ..inside
            },
            quotes,
        }
    }
}

/// What a click meets while something lies over the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Met {
    /// What lies below.
    Outside,
    /// A row of the box, or a report of the story.
    Row(usize),
    /// Nothing that could be chosen.
    Nothing,
}

impl Overlay {
    /// What is at a place.
    pub(crate) fn met(&self, at: Position, size: Size) -> Met {
        let (place, row) = match self {
            Self::Palette(palette) => {
                let laid = palette.laid_out(size);
                let top = window(palette.cursor, laid.rows.height);
                (laid.place, laid.row_at(at, top, palette.found.len()))
            }
            Self::Welcome(welcome) => {
                let laid = welcome.laid_out(size);
                let top = window(welcome.cursor, laid.rows.height);
                (laid.place, laid.row_at(at, top, welcome.shown.len()))
            }
            Self::Quotes(quotes) => {
                let laid = quotes.laid_out(size);
                let hit = laid.quotes.iter().find(|(_, place)| place.contains(at));
                (laid.place, hit.map(|(row, _)| *row))
            }
            Self::Story(story) => {
                let place = Boxed::whole(size);
                let inside = place.inside;
                let hit = inside
                    .contains(at)
                    .then(|| story.report_at(at.x - inside.x, at.y - inside.y));
                (place, hit.flatten())
            }
            Self::Help(help) => (help.laid_out(size).place, None),
            Self::Confirm(_) => return Met::Outside,
            // What was typed or chosen so far is not lost by a click beside it.
            Self::Prompt(_) | Self::Passage(_) => return Met::Nothing,
        };
        match row {
            _ if !place.around.contains(at) => Met::Outside,
            Some(row) => Met::Row(row),
            None => Met::Nothing,
        }
    }
}
