//! The article pane: the lines of the page in view, and nothing else.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::App;
use crate::input::Command;
use crate::model::Role;
use crate::typeset::{Piece, Target};
use crate::view::paint::put_hint;
use crate::view::style::Looks;
use crate::view::style::link_mark;

/// Paints the lines in view.
pub(crate) fn paint(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) {
    let reader = &app.reader;
    // While another article is being opened, the former one is not shown as if it were that.
    if let Some((_, article)) = reader.asked
        && reader.article() != Some(article)
    {
        return;
    }
    if reader.opened.is_none() {
        return nothing(buf, area, app, looks);
    }
    let lines = reader.page.lines.iter().enumerate().skip(reader.top);
    for (y, (at, line)) in (area.y..area.bottom()).zip(lines) {
        let mut x = area.x;
        for piece in &line.pieces {
            let here = match piece.role {
                Role::Hit if reader.hit.is_some() => reader.hit == Some(at),
                _ => piece.target.is_some() && piece.target == reader.current,
            };
            x = paint_piece(buf, area, x, y, (piece, here), app, looks);
        }
    }
}

fn paint_piece(
    buf: &mut Buffer,
    area: Rect,
    x: u16,
    y: u16,
    (piece, here): (&Piece, bool),
    app: &App,
    looks: Looks<'_>,
) -> u16 {
    let mut look = looks.get(piece.role);
    if here {
        look = look.add_modifier(Modifier::REVERSED);
    }
    if let Some(Target::Link(index)) = piece.target {
        look.underline_color = Some(link_mark(app.reader.article().map_or(0, |article| article.0), index));
    }
    let room = usize::from(area.right().saturating_sub(x));
    buf.set_stringn(x, y, &piece.text, room, look).0
}

fn nothing(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) {
    if app.articles.rows.is_empty() {
        return;
    }
    let [open, on] = [Command::Open, Command::ReadOn].map(|command| app.config.keymap.key_of(command));
    let text = format!("{open} reads the selected article; {on} goes on from page to page and article to article.");
    put_hint(buf, area, 4, &text, looks.get(Role::Meta));
}
