//! The sidebar.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Choice, Item, Pane, State};
use crate::model::Role;
use crate::typeset::Target;
use crate::view::frame::has_keys;
use crate::view::paint::{put, put_right};
use crate::view::style::Looks;

/// Paints the rows in view.
pub(crate) fn paint(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) {
    let sources = &app.sources;
    let [above, below] = sources.heights(area.height);
    let parts = [
        (&sources.items, sources.tops[0], Rect { height: above, ..area }, 0),
        (
            &sources.found,
            sources.tops[1],
            Rect {
                y: area.y + above,
                height: below,
                ..area
            },
            sources.items.len(),
        ),
    ];
    for (items, top, area, before) in parts {
        for (at, (y, item)) in (area.y..area.bottom()).zip(items.iter().skip(top)).enumerate() {
            let row = Rect { y, height: 1, ..area };
            let under_cursor = before + top + at == sources.cursor;
            paint_item(buf, row, item, under_cursor, app, looks);
        }
    }
}

fn paint_item(buf: &mut Buffer, row: Rect, item: &Item, under_cursor: bool, app: &App, looks: Looks<'_>) {
    let chosen = app.sources.chosen.as_ref() == Some(&item.choice);
    let role = role(item, chosen, app);
    let look = looks.get(role);
    let mut x = row.x;
    if item.choice == Choice::Heading {
        put(buf, x + 1, row.y, row.width.saturating_sub(1), &item.label, look);
        return;
    }
    let sign = if chosen && item.state == State::Plain {
        looks.signs.chosen
    } else {
        looks.signs.state(item.state)
    };
    let sign_role = match item.state {
        State::Wrong => Role::Error,
        State::Asking => Role::Notice,
        State::Speaks(_) | State::Cited => role,
        _ => Role::Group,
    };
    x += item.depth.min(2);
    put(buf, x + 1, row.y, 1, sign, looks.get(sign_role));
    let mut right = row.right();
    if let Some(count) = item.count {
        right = put_right(buf, x + 4, right, row.y, &format!(" {count}"), looks.get(Role::Count));
    }
    put(buf, x + 3, row.y, right.saturating_sub(x + 3), &item.label, look);
    if under_cursor {
        let over = if has_keys(app, Pane::Sources) {
            Role::Selected
        } else {
            return;
        };
        buf.set_style(row, looks.get(over));
    }
}

fn role(item: &Item, chosen: bool, app: &App) -> Role {
    match &item.choice {
        Choice::Heading => Role::Group,
        Choice::Speaker(_) => match item.state {
            State::Speaks(role) => role,
            _ => Role::Quote,
        },
        Choice::Source(places) => match app.reader.current {
            Some(Target::Source(now)) if places.contains(&now) => Role::Strong,
            _ => Role::Source,
        },
        _ if chosen => Role::Strong,
        Choice::Outlet(_) | Choice::Filter(_) if item.count.is_none() => Role::Read,
        _ => Role::Outlet,
    }
}
