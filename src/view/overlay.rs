//! What lies over the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::app::{App, Help, Offer, Overlay, Palette, Welcome, language_name, window};
use crate::input::Spec;
use crate::model::Role;
use crate::typeset::width;
use crate::view::bar::line;
use crate::view::boxes::{below, framed};
use crate::view::paint::{Cursor, put, put_right};
use crate::view::style::Looks;

/// Paints what lies on top; returns where typing goes on.
pub(crate) fn paint(buf: &mut Buffer, app: &App, looks: Looks<'_>) -> Cursor {
    match app.overlay.as_ref()? {
        Overlay::Prompt(_) | Overlay::Confirm(_) | Overlay::Passage(_) => None,
        Overlay::Palette(palette) => paint_palette(buf, palette, app, looks),
        Overlay::Help(help) => paint_help(buf, help, app, looks),
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
    let laid = palette.laid_out(app.size);
    framed(buf, laid.place, "Commands", looks);
    let cursor = field(buf, laid.field, ": ", &palette.input, looks);
    let rows = laid.rows;
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
    let under = palette.found.len().saturating_sub(top + usize::from(rows.height));
    below(buf, laid.place, under, looks);
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

fn paint_help(buf: &mut Buffer, help: &Help, app: &App, looks: Looks<'_>) -> Cursor {
    let laid = help.laid_out(app.size);
    let area = framed(buf, laid.place, "Keys", looks);
    let found = app.explained(help);
    let rows = laid.rows;
    let top = help.top.min(found.len().saturating_sub(usize::from(rows.height)));
    let mut cursor = None;
    if laid.field.height > 0 {
        let label = format!("Find {} ", looks.signs.here);
        cursor = field(buf, laid.field, &label, &help.input, looks).filter(|_| help.typing);
    }
    // Where there is little room, what a key does counts for more than its other spellings.
    let (most, room) = if area.width < 50 { (1, 7) } else { (usize::MAX, 16) };
    for (y, spec) in (rows.y..rows.bottom()).zip(found.iter().skip(top)) {
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
    let meta = looks.get(Role::Meta);
    if found.is_empty() {
        put(buf, rows.x, rows.y, rows.width, "No command fits.", meta);
    }
    for (y, text) in (0..area.bottom()).rev().zip(laid.said.iter().rev()) {
        put(buf, area.x, y, area.width, text, meta);
    }
    below(
        buf,
        laid.place,
        found.len().saturating_sub(top + usize::from(rows.height)),
        looks,
    );
    cursor
}

/// A line to type into, with what stands before it.
fn field(buf: &mut Buffer, row: Rect, label: &str, input: &Input, looks: Looks<'_>) -> Cursor {
    let x = put(buf, row.x, row.y, row.width / 2, label, looks.get(Role::Key));
    let room = Rect::new(x, row.y, row.right().saturating_sub(x), 1);
    line(buf, room, input, looks)
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
    let label = format!("Find {} ", looks.signs.here);
    let cursor = field(buf, laid.field, &label, &welcome.input, looks);
    offers(buf, laid.rows, welcome, looks);
    let top = window(welcome.cursor, laid.rows.height);
    let under = welcome.shown.len().saturating_sub(top + usize::from(laid.rows.height));
    below(buf, laid.place, under, looks);
    cursor
}

fn offers(buf: &mut Buffer, rows: Rect, welcome: &Welcome, looks: Looks<'_>) {
    /// Narrower, topics are a sliver.
    const TOPICS: u16 = 12;
    let top = window(welcome.cursor, rows.height);
    let place = |offer: &Offer| format!("{} · {}", language_name(&offer.language), offer.country);
    let longest = |text: &dyn Fn(&Offer) -> String, most: u16| {
        let widths = welcome.offers.iter().map(|offer| width(&text(offer)));
        u16::try_from(widths.max().unwrap_or(0)).unwrap_or(most).min(most)
    };
    let names = rows.x + 2 + longest(&|offer| offer.name.to_string(), rows.width / 2);
    let places = names + 2 + longest(&place, rows.right().saturating_sub(names + 2));
    for (at, (y, index)) in (rows.y..rows.bottom()).zip(welcome.shown.iter().skip(top)).enumerate() {
        let Some(offer) = welcome.offers.get(*index) else {
            continue;
        };
        let row = Rect { y, height: 1, ..rows };
        let marked = welcome.marked.contains(index);
        let sign = looks.signs.marked[usize::from(marked)];
        let look = looks.get(if marked { Role::Strong } else { Role::Body });
        let x = put(buf, row.x, y, 3, sign, look);
        let meta = looks.get(Role::Meta);
        let edge = if row.width >= 50 {
            put(buf, names + 2, y, places - names - 2, &place(offer), meta);
            let room = row.right().saturating_sub(places + 2);
            if room >= TOPICS {
                put(
                    buf,
                    places + 2,
                    y,
                    room,
                    &offer.topics.join(", "),
                    looks.get(Role::Caption),
                );
            }
            names + 1
        } else {
            let language = language_name(&offer.language);
            put_right(buf, row.x + row.width / 2, row.right(), y, language, meta)
        };
        put(buf, x + 1, y, edge.saturating_sub(x + 2), &offer.name, look);
        if top + at == welcome.cursor {
            buf.set_style(row, looks.get(Role::Selected));
        }
    }
}
