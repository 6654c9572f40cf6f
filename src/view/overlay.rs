//! What lies over the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Boxed, Overlay, Palette, Welcome, language_name, window};
use crate::input::{Command, Spec};
use crate::model::Role;
use crate::view::bar::line;
use crate::view::boxes::framed;
use crate::view::paint::{Cursor, put, put_right};
use crate::view::style::Looks;

/// Paints what lies on top; returns where typing goes on.
pub(crate) fn paint(buf: &mut Buffer, app: &App, looks: Looks<'_>) -> Cursor {
    match app.overlay.as_ref()? {
        Overlay::Prompt(_) | Overlay::Confirm(_) | Overlay::Passage(_) => None,
        Overlay::Palette(palette) => paint_palette(buf, palette, app, looks),
        Overlay::Help(top) => {
            paint_help(buf, *top, app, looks);
            None
        }
        Overlay::Welcome(welcome) => paint_welcome(buf, welcome, app, looks),
        Overlay::Quotes(quotes) => {
            crate::view::speaker::paint(buf, quotes, app, looks);
            None
        }
        Overlay::Story(story) => {
            crate::view::story::paint(buf, story, app, looks);
            None
        }
    }
}

fn paint_palette(buf: &mut Buffer, palette: &Palette, app: &App, looks: Looks<'_>) -> Cursor {
    let area = framed(buf, Boxed::centred(app.size, 76, 20), "Commands", looks);
    let x = put(buf, area.x, area.y, 2, ": ", looks.get(Role::Key));
    let cursor = line(
        buf,
        Rect {
            x,
            height: 1,
            width: area.width - 2,
            ..area
        },
        &palette.input,
        looks,
    );
    let rows = Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    };
    if palette.found.is_empty() {
        put(
            buf,
            rows.x,
            rows.y,
            rows.width,
            "No command fits.",
            looks.get(Role::Meta),
        );
    }
    let top = window(palette.cursor, rows.height);
    for (at, (y, spec)) in (rows.y..rows.bottom()).zip(palette.found.iter().skip(top)).enumerate() {
        spec_line(buf, Rect { y, height: 1, ..rows }, spec, app, looks);
        if top + at == palette.cursor {
            buf.set_style(Rect { y, height: 1, ..rows }, looks.get(Role::Selected));
        }
    }
    cursor
}

fn spec_line(buf: &mut Buffer, row: Rect, spec: &Spec, app: &App, looks: Looks<'_>) {
    let keys = app.config.keymap.keys_of(spec.command).join("  ");
    let edge = put_right(buf, row.x + 16, row.right(), row.y, &keys, looks.get(Role::Key));
    let name_room = if row.width < 50 { 0 } else { 18 };
    put(buf, row.x, row.y, name_room, spec.name, looks.get(Role::Strong));
    let x = row.x + name_room + u16::from(name_room > 0);
    put(
        buf,
        x,
        row.y,
        edge.saturating_sub(x + 1),
        spec.help,
        looks.get(Role::Body),
    );
}

fn paint_help(buf: &mut Buffer, top: usize, app: &App, looks: Looks<'_>) {
    let count = u16::try_from(Command::ALL.len()).unwrap_or(u16::MAX);
    let area = framed(
        buf,
        Boxed::centred(app.size, 76, count.saturating_add(4)),
        "Keys",
        looks,
    );
    let rows = Rect {
        height: area.height.saturating_sub(2),
        ..area
    };
    let top = top.min(Command::ALL.len().saturating_sub(usize::from(rows.height)));
    // Where there is little room, what a key does counts for more than its other spellings.
    let (most, room) = if area.width < 50 { (1, 7) } else { (usize::MAX, 16) };
    for (y, spec) in (rows.y..rows.bottom()).zip(Command::ALL.iter().skip(top)) {
        let mut keys = app.config.keymap.keys_of(spec.command);
        keys.truncate(most);
        let keys = if keys.is_empty() {
            format!(":{}", spec.name)
        } else {
            keys.join("  ")
        };
        put(buf, area.x, y, room, &keys, looks.get(Role::Key));
        put(
            buf,
            area.x + room + 1,
            y,
            area.width.saturating_sub(room + 1),
            spec.help,
            looks.get(Role::Body),
        );
    }
    let hint = "j k move · esc back · a digit opens a link · the mouse works everywhere";
    put(
        buf,
        area.x,
        area.bottom().saturating_sub(1),
        area.width,
        hint,
        looks.get(Role::Meta),
    );
}

fn paint_welcome(buf: &mut Buffer, welcome: &Welcome, app: &App, looks: Looks<'_>) -> Cursor {
    let title = if welcome.first {
        "Welcome to byline"
    } else {
        "Choose outlets"
    };
    let laid = welcome.laid_out(app.size);
    let area = framed(buf, laid.place, title, looks);
    let role = if welcome.marked.is_empty() && welcome.address().is_none() {
        Role::Body
    } else {
        Role::Notice
    };
    for (y, text) in (area.y..).zip(&laid.said) {
        put(buf, area.x, y, area.width, text, looks.get(role));
    }
    let y = laid.field.y;
    let label = format!("Find {} ", looks.signs.here);
    let x = put(buf, area.x, y, area.width / 2, &label, looks.get(Role::Key));
    let cursor = line(
        buf,
        Rect::new(x, y, area.right().saturating_sub(x), 1),
        &welcome.input,
        looks,
    );
    offers(buf, laid.rows, welcome, looks);
    cursor
}

fn offers(buf: &mut Buffer, rows: Rect, welcome: &Welcome, looks: Looks<'_>) {
    let top = window(welcome.cursor, rows.height);
    for (at, (y, index)) in (rows.y..rows.bottom()).zip(welcome.shown.iter().skip(top)).enumerate() {
        let Some(offer) = welcome.offers.get(*index) else {
            continue;
        };
        let row = Rect { y, height: 1, ..rows };
        let marked = welcome.marked.contains(index);
        let sign = looks.signs.marked[usize::from(marked)];
        let look = looks.get(if marked { Role::Strong } else { Role::Body });
        let x = put(buf, row.x, y, 3, sign, look);
        let place = format!("{} · {}", language_name(&offer.language), offer.country);
        let edge = if row.width >= 50 {
            let topics = offer.topics.join(", ");
            put(
                buf,
                row.x + row.width / 2,
                y,
                row.width / 4,
                &place,
                looks.get(Role::Meta),
            );
            put(
                buf,
                row.x + row.width * 3 / 4 + 1,
                y,
                row.width / 4 - 1,
                &topics,
                looks.get(Role::Caption),
            );
            row.x + row.width / 2
        } else {
            put_right(
                buf,
                row.x + row.width / 2,
                row.right(),
                y,
                language_name(&offer.language),
                looks.get(Role::Meta),
            )
        };
        put(buf, x + 1, y, edge.saturating_sub(x + 2), &offer.name, look);
        if top + at == welcome.cursor {
            buf.set_style(row, looks.get(Role::Selected));
        }
    }
}
