//! The lines around and between panes, with their titles.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Pane, Panes, age, moment};
use crate::model::Role;
use crate::typeset::width;
use crate::view::paint::{put, put_right};
use crate::view::style::Looks;

/// Paints lines and titles.
pub(crate) fn around(buf: &mut Buffer, panes: &Panes, app: &App, looks: Looks<'_>) {
    let frame = panes.frame;
    let [
        across,
        down,
        left_top,
        joint_top,
        right_top,
        left_end,
        joint_end,
        right_end,
    ] = looks.signs.lines;
    let line = looks.get(Role::Border);
    let bottom = frame.bottom().saturating_sub(1);
    for x in frame.left()..frame.right() {
        buf.set_stringn(x, frame.y, across, 1, line);
        if panes.sides {
            buf.set_stringn(x, bottom, across, 1, line);
        }
    }
    let shown = [Pane::Sources, Pane::Articles, Pane::Reader].map(|pane| (pane, panes.area(pane)));
    let shown: Vec<(Pane, Rect)> = shown
        .into_iter()
        .filter_map(|(pane, area)| area.map(|area| (pane, area)))
        .collect();
    if panes.sides {
        for (at, (_, area)) in shown.iter().enumerate() {
            let (top, end) = if at == 0 {
                (left_top, left_end)
            } else {
                (joint_top, joint_end)
            };
            vertical(buf, area.x - 1, frame, [top, down, end], looks);
        }
        vertical(buf, frame.right() - 1, frame, [right_top, down, right_end], looks);
    }
    for (pane, area) in shown {
        title(buf, pane, area, panes, app, looks);
        if pane == Pane::Reader && panes.sides && app.reader.opened.is_some() {
            let (now, all) = app.reader.screens();
            let text = format!(" {} % {across}{across} {now}/{all} ", app.reader.percent());
            put_right(
                buf,
                area.x,
                area.right().saturating_sub(1),
                bottom,
                &text,
                looks.get(Role::Count),
            );
        }
    }
}

fn vertical(buf: &mut Buffer, x: u16, frame: Rect, [top, down, end]: [&str; 3], looks: Looks<'_>) {
    let line = looks.get(Role::Border);
    let bottom = frame.bottom().saturating_sub(1);
    buf.set_stringn(x, frame.y, top, 1, line);
    for y in frame.y + 1..bottom {
        buf.set_stringn(x, y, down, 1, line);
    }
    buf.set_stringn(x, bottom, end, 1, line);
}

fn title(buf: &mut Buffer, pane: Pane, area: Rect, panes: &Panes, app: &App, looks: Looks<'_>) {
    let look = looks.get(if has_keys(app, pane) {
        Role::BorderFocus
    } else {
        // Words, not a line: they have to be read.
        Role::Meta
    });
    let (name, number) = words(pane, app, area.width, panes.sides);
    let mut right = area.right();
    if !number.is_empty() {
        right = put_right(
            buf,
            area.x + 4,
            area.right(),
            panes.frame.y,
            &format!(" {number} "),
            looks.get(Role::Count),
        );
    }
    let room = right.saturating_sub(area.x + 1);
    if room > 3 && !name.is_empty() {
        let end = put(buf, area.x, panes.frame.y, room, &format!(" {name}"), look);
        put(buf, end, panes.frame.y, right.saturating_sub(end).min(1), " ", look);
    }
}

/// A pane's title, and the number at its right end.
fn words(pane: Pane, app: &App, room: u16, sides: bool) -> (String, String) {
    match pane {
        Pane::Sources => ("Sources".to_owned(), String::new()),
        Pane::Articles => {
            let list = &app.articles;
            let open = if list.ended { "" } else { "+" };
            let loaded = list.rows.len();
            let number = list
                .total
                .map_or_else(|| format!("{loaded}{open}"), |total| total.to_string());
            (list.title.to_string(), if loaded == 0 { String::new() } else { number })
        }
        Pane::Reader => match &app.reader.opened {
            Some(opened) => {
                let row = &opened.article.row;
                let when = row.published.map_or(row.sorted_at, |published| published.at);
                let when = moment(when, app.now, &app.zone);
                let name = &row.outlet_name;
                let bullet = looks_bullet(app);
                if !sides {
                    // There is no line below that could say how far it is read.
                    let age = age(row.sorted_at, app.now);
                    return (format!("{name} {bullet} {age}"), format!("{} %", app.reader.percent()));
                }
                let both = format!("{name} {bullet} {when}");
                if width(&both) + 4 <= usize::from(room) {
                    (both, String::new())
                } else {
                    (name.to_string(), when)
                }
            }
            None => ("Article".to_owned(), String::new()),
        },
    }
}

fn looks_bullet(app: &App) -> &'static str {
    Looks::of(app).signs.bullet
}

/// Whether a pane has the keys.
pub(crate) fn has_keys(app: &App, pane: Pane) -> bool {
    app.focus == pane && app.overlay.is_none()
}
