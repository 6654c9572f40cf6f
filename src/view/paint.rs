//! Text into cells: counted by grapheme as ratatui draws them, cut with an ellipsis, never beyond its room.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::typeset::width;

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

/// The longest beginning of a text that takes at most so many cells.
pub(crate) fn cut(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > room {
            return text.get(..at).unwrap_or(text).trim_end();
        }
    }
    text
}

/// Breaks text into lines of at most `room` cells, at blanks where there are any; at most `max` lines, the last one cut.
pub(crate) fn wrap(text: &str, room: usize, max: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines.len() == max;
        let last = lines.last_mut().expect("there is always a line");
        let needed = width(word) + usize::from(!last.is_empty());
        if width(last) + needed <= room || last.is_empty() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        } else if full {
            let cut_to = cut(last, room.saturating_sub(1)).to_owned();
            *last = format!("{cut_to}…");
            break;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{cut, put, wrap};
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
        assert_eq!(cut("漢字かな", 5), "漢字");
    }

    #[test]
    fn nothing_follows_a_cut() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 20, 1));
        assert_eq!(put(&mut buf, 2, 0, 9, "harbour lights", Style::default()), 11);
        assert_eq!(put(&mut buf, 2, 0, 9, "harbour", Style::default()), 9);
    }

    #[test]
    fn wraps_at_blanks_and_cuts_the_last_line() {
        assert_eq!(wrap("one two three four", 8, 2), ["one two", "three…"]);
        assert_eq!(wrap("one two", 8, 3), ["one two"]);
    }
}
