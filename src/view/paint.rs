//! Text into cells: counted by grapheme as ratatui draws them, cut with an ellipsis, never beyond its room.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::typeset::{cut, width, wrap};

/// A cell, where the cursor shall stand.
pub(crate) type Cursor = Option<Position>;

/// Writes text from `x` on into at most `room` cells, cut with an ellipsis; returns the cell after it, or after its room.
pub(crate) fn put(buf: &mut Buffer, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
    if room == 0 || y >= buf.area.bottom() || x >= buf.area.right() {
        return x;
    }
    let room = room.min(buf.area.right() - x);
    if width(text) <= usize::from(room) {
        return buf.set_stringn(x, y, text, usize::from(room), style).0;
    }
    let end = cut(text, usize::from(room) - 1);
    let (at, _) = buf.set_stringn(x, y, end, usize::from(room) - 1, style);
    buf.set_stringn(at, y, "…", 1, style);
    // A cut takes all of its room, even where it ends before a blank: nothing may follow it.
    x + room
}

/// Writes text so that it ends before `right`; returns its first cell.
pub(crate) fn put_right(buf: &mut Buffer, left: u16, right: u16, y: u16, text: &str, style: Style) -> u16 {
    let room = right.saturating_sub(left);
    let wide = u16::try_from(width(text)).unwrap_or(u16::MAX).min(room);
    put(buf, right - wide, y, wide, text, style);
    right - wide
}

/// Says something where there is nothing to show: in the middle, so far from the sides.
pub(crate) fn put_hint(buf: &mut Buffer, area: Rect, inset: u16, text: &str, style: Style) {
    let room = area.width.saturating_sub(2 * inset);
    let lines = wrap(text, usize::from(room), 6);
    for (y, line) in (area.y + area.height / 3..area.bottom()).zip(lines) {
        put(buf, area.x + inset, y, room, &line, style);
    }
}

#[cfg(test)]
mod tests {
    use super::put;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn drawn(text: &str, room: u16) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 20, 1));
        put(&mut buf, 0, 0, room, text, Style::default());
        buf.content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect::<String>()
            .trim_end()
            .to_owned()
    }

    #[test]
    fn cuts_only_what_does_not_fit() {
        assert_eq!(drawn("harbour", 7), "harbour");
        assert_eq!(drawn("harbours", 7), "harbou…");
        assert_eq!(drawn("السلام", 20), "السلام");
    }

    #[test]
    fn nothing_follows_a_cut() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 20, 1));
        assert_eq!(put(&mut buf, 2, 0, 9, "harbour lights", Style::default()), 11);
        assert_eq!(put(&mut buf, 2, 0, 9, "harbour", Style::default()), 9);
    }
}
