//! Boxes over the panes, and what of a list shows in one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::Role;
use crate::view::paint::put;
use crate::view::style::Looks;

/// Clears a box of at most this size in the middle of the screen and draws lines around it; returns its inside. It takes the whole
/// width where only slivers of the panes would be left beside it.
pub(crate) fn boxed(buf: &mut Buffer, width: u16, height: u16, title: &str, looks: Looks<'_>) -> Rect {
    /// Narrower is a sliver.
    const SLIVER: u16 = 8;
    let all = buf.area;
    let width = if all.width < width.saturating_add(2 * SLIVER) {
        all.width
    } else {
        width
    };
    let height = height.min(all.height.saturating_sub(2));
    let area = Rect::new(
        (all.width - width) / 2,
        1 + (all.height.saturating_sub(2) - height) / 2,
        width,
        height,
    );
    framed(buf, area, title, looks)
}

/// Clears a place and draws lines around it; returns its inside.
pub(crate) fn framed(buf: &mut Buffer, area: Rect, title: &str, looks: Looks<'_>) -> Rect {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            buf[(x, y)].reset();
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
    Rect::new(
        area.x + 2,
        area.y + 1,
        area.width.saturating_sub(4),
        area.height.saturating_sub(2),
    )
}

/// The first row to show so that the cursor stays in a window.
pub(crate) fn window(cursor: usize, rows: u16) -> usize {
    (cursor + 1).saturating_sub(usize::from(rows.max(1)))
}
