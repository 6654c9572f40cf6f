//! Where the boxes over the panes lie, and what stands in them where. Asked by `update` and by `view`, as `screen.rs` is.

use ratatui::layout::{Rect, Size};

use crate::app::welcome::Welcome;

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
    pub fn centred(size: Size, width: u16, height: u16) -> Self {
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

/// The choice of outlets, laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceBox {
    /// The box.
    pub place: Boxed,
    /// What enter does, or what there is to do; from the top of the box on.
    pub said: Vec<String>,
    /// Where the words to find are typed.
    pub field: Rect,
    /// The catalogue.
    pub rows: Rect,
}

impl Welcome {
    /// Where its parts lie.
    pub fn laid_out(&self, size: Size) -> ChoiceBox {
        /// Lines of what is said.
        const SAID: u16 = 3;
        /// Rows for the field and a little of the catalogue.
        const BELOW: u16 = 3;
        let place = Boxed::centred(size, 90, u16::MAX);
        let inside = place.inside;
        // Whom enter would follow is said even where little of the catalogue is left.
        let least = u16::from(!self.marked.is_empty() && inside.height > 1);
        let most = inside.height.saturating_sub(BELOW).min(SAID).max(least);
        let said = if most == 0 {
            Vec::new()
        } else {
            self.said(usize::from(inside.width), usize::from(most))
        };
        let y = inside.y + u16::try_from(said.len()).unwrap_or(most);
        let rows = Rect {
            y: y + 1,
            height: inside.bottom().saturating_sub(y + 1),
            ..inside
        };
        let field = Rect { y, height: 1, ..inside };
        ChoiceBox {
            place,
            said,
            field,
            rows,
        }
    }
}
