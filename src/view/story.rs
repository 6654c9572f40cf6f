//! A story over the whole screen, side by side.

use ratatui::buffer::Buffer;

use crate::app::{App, SideBySide, whole};
use crate::input::Command;
use crate::model::Role;
use crate::view::bar::{first_key, put_hint};
use crate::view::boxes::framed;
use crate::view::paint::{put, put_right};
use crate::view::style::Looks;

/// Paints the lines in view.
pub(crate) fn paint(buf: &mut Buffer, story: &SideBySide, app: &App, looks: Looks<'_>) {
    let (around, _) = whole(app.size);
    let area = framed(buf, around, "Story", looks);
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
    let bottom = around.bottom().saturating_sub(1);
    let seen = story.top + usize::from(area.height);
    let percent = (seen * 100 / story.lines.len().max(1)).min(100);
    let edge = put_right(
        buf,
        area.x,
        area.right(),
        bottom,
        &format!(" {percent} % "),
        looks.get(Role::Count),
    );
    let mut x = area.x;
    let blank = " ".repeat(usize::from(edge.saturating_sub(x).min(44)));
    put(buf, x, bottom, edge.saturating_sub(x), &blank, looks.get(Role::Hint));
    for (key, word) in [
        ("1-9".to_owned(), "read"),
        (first_key(app, Command::FollowStory), "follow"),
        (first_key(app, Command::MuteStory), "mute"),
        ("esc".to_owned(), "back"),
    ] {
        if !key.is_empty() && x + 12 < edge {
            x = put_hint(buf, (x, bottom), edge.saturating_sub(1), &key, word, looks);
        }
    }
}
