//! Boxes over the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::Boxed;
use crate::model::Role;
use crate::typeset::width;
use crate::view::paint::{put, put_right};
use crate::view::style::Looks;

/// Clears a place and draws lines around it; returns its inside.
pub(crate) fn framed(buf: &mut Buffer, place: Boxed, title: &str, looks: Looks<'_>) -> Rect {
    let area = place.around;
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            buf[(x, y)].reset();
        }
        // A sign of two cells that the line cuts would stand on it.
        if let Some(beside) = area.x.checked_sub(1).map(|x| &mut buf[(x, y)])
            && width(beside.symbol()) > 1
        {
            beside.set_symbol(" ");
        }
    }
    buf.set_style(area, looks.page());
    let [across, down, left_top, _, right_top, left_end, _, right_end] = looks.signs.lines;
    let look = looks.get(Role::BorderFocus);
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    for x in area.left()..area.right() {
        for y in [area.y, bottom] {
            buf.set_stringn(x, y, across, 1, look);
        }
    }
    for y in area.top()..area.bottom() {
        for x in [area.x, right] {
            buf.set_stringn(x, y, down, 1, look);
        }
    }
    for (x, y, sign) in [
        (area.x, area.y, left_top),
        (right, area.y, right_top),
        (area.x, bottom, left_end),
        (right, bottom, right_end),
    ] {
        buf.set_stringn(x, y, sign, 1, look);
    }
    put(
        buf,
        area.x + 2,
        area.y,
        area.width.saturating_sub(4),
        &format!(" {title} "),
        look,
    );
    place.inside
}

/// Says in the line below a box how many rows its list has further down.
pub(crate) fn below(buf: &mut Buffer, place: Boxed, count: usize, looks: Looks<'_>) {
    if count > 0 {
        let (inside, y) = (place.inside, place.around.bottom().saturating_sub(1));
        let text = format!(" {count} more below ");
        put_right(buf, inside.x, inside.right(), y, &text, looks.get(Role::Count));
    }
}
