//! A story over the whole screen, side by side.

use ratatui::buffer::Buffer;

use crate::app::{App, Boxed, SideBySide};
use crate::model::Role;
use crate::view::boxes::framed;
use crate::view::paint::{put, put_right};
use crate::view::style::Looks;

/// Paints the lines in view.
pub(crate) fn paint(buf: &mut Buffer, story: &SideBySide, app: &App, looks: Looks<'_>) {
    let place = Boxed::whole(app.size);
    let area = framed(buf, place, "Story", looks);
    if story.asked.is_some() {
        put(buf, area.x, area.y + 1, area.width, "…", looks.get(Role::Meta));
        return;
    }
    for (y, line) in (area.y..area.bottom()).zip(story.lines.iter().skip(story.top)) {
        let mut x = area.x;
        for piece in &line.pieces {
            let room = usize::from(area.right().saturating_sub(x));
            x = buf.set_stringn(x, y, &piece.text, room, looks.get(piece.role)).0;
        }
    }
    let seen = story.top + usize::from(area.height);
    let percent = (seen * 100 / story.lines.len().max(1)).min(100);
    put_right(
        buf,
        area.x,
        area.right(),
        place.around.bottom().saturating_sub(1),
        &format!(" {percent} % "),
        looks.get(Role::Count),
    );
}
