//! The top line: the filter in force and what goes on. The bottom line: what is being typed, a message, or the keys.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use crate::app::{App, Hint, Overlay, Prompt, hour};
use crate::input::Command;
use crate::model::Role;
use crate::typeset::{width, wrap};
use crate::view::paint::{Cursor, put, put_right};
use crate::view::style::Looks;

/// Paints the top line.
pub(crate) fn top(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) {
    let look = looks.get(Role::Bar);
    buf.set_style(area, look);
    let mut parts = Vec::new();
    let notices = &app.notices;
    let all = notices.asking.len() + notices.asked;
    if !notices.asking.is_empty() {
        parts.push(format!("{} {}/{all} feeds", looks.signs.refresh, notices.asked));
    }
    if app.sources.counts.unread > 0 {
        parts.push(format!("{} unread", app.sources.counts.unread));
    }
    if let Some(at) = notices
        .refreshed_at
        .filter(|_| area.width >= 60 && notices.asking.is_empty())
    {
        parts.push(format!("{} {}", looks.signs.refresh, hour(at, &app.zone)));
    }
    let right = put_right(
        buf,
        area.x + 10,
        area.right().saturating_sub(1),
        area.y,
        &parts.join("   "),
        look,
    );
    let end = put(
        buf,
        area.x + 1,
        area.y,
        7,
        "byline",
        look.add_modifier(ratatui::style::Modifier::BOLD),
    );
    let [open, close] = looks.signs.filter;
    let filter = app.articles.query.to_string();
    let filter = if filter.is_empty() {
        "all articles".to_owned()
    } else {
        filter
    };
    let room = right.saturating_sub(end + 7);
    if room > 4 {
        let x = put(buf, end + 2, area.y, 2, &format!("{open} "), look);
        let x = put(buf, x, area.y, room, &filter, look);
        put(buf, x, area.y, 2, &format!(" {close}"), look);
    }
}

/// Paints the bottom line; returns where typing goes on.
pub(crate) fn bottom(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) -> Cursor {
    buf.set_style(area, looks.get(Role::Hint));
    if let Some(Overlay::Prompt(prompt)) = &app.overlay {
        let cursor = typed(buf, area, prompt, looks);
        keys(buf, area, &app.hints(), looks);
        return cursor;
    }
    // No message hides a question.
    let asked = matches!(app.overlay, Some(Overlay::Confirm(_) | Overlay::Passage(_)));
    if !app.keys.is_empty() || app.number > 0 {
        which_key(buf, area, app, looks);
    } else if let Some(notice) = app.notices.notice.as_ref().filter(|_| !asked) {
        let role = if notice.wrong { Role::Error } else { Role::Notice };
        message(buf, area, &notice.text, role, looks);
    } else {
        hints(buf, area, app, looks);
    }
    None
}

/// The keys that do something now; in the sidebar how the outlet under its cursor fares.
fn hints(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) {
    let hints = app.hints();
    if app.overlay.is_none()
        && let (Some((health, wrong)), Some(help)) = (app.health(), hints.first())
    {
        let role = if wrong { Role::Error } else { Role::Hint };
        let room = help.x.saturating_sub(area.x + 3);
        put(buf, area.x + 1, area.y, room, &health, looks.get(role));
    }
    if let Some(Overlay::Confirm(confirm)) = &app.overlay {
        match confirm.wide(area.width) {
            Some(room) => {
                put(
                    buf,
                    area.x + 1,
                    area.y,
                    room,
                    &confirm.question,
                    looks.get(Role::Notice),
                );
            }
            None => message(buf, above(area), &confirm.question, Role::Notice, looks),
        }
    }
    keys(buf, area, &hints, looks);
}

fn keys(buf: &mut Buffer, area: Rect, hints: &[Hint], looks: Looks<'_>) {
    for hint in hints {
        let (room, y) = (|x: u16| area.right().saturating_sub(x), area.y);
        let x = put(buf, hint.x, y, room(hint.x), &hint.written(), looks.get(Role::Key)) + 1;
        put(buf, x, y, room(x), hint.word, looks.get(Role::Hint));
    }
}

/// The row above a row.
fn above(row: Rect) -> Rect {
    Rect {
        y: row.y.saturating_sub(1),
        ..row
    }
}

/// A message, over as much of the panes as it takes: what to do stands at its end.
fn message(buf: &mut Buffer, area: Rect, text: &str, role: Role, looks: Looks<'_>) {
    /// Rows of the longest.
    const MOST: usize = 5;
    let room = area.width.saturating_sub(2);
    let most = MOST.min(usize::from(area.y));
    let lines = wrap(text, usize::from(room), most.max(1));
    let rows = u16::try_from(lines.len()).unwrap_or(1);
    let area = Rect {
        y: area.bottom().saturating_sub(rows),
        height: rows,
        ..area
    };
    for (y, text) in (area.y..).zip(&lines) {
        for x in area.left()..area.right() {
            buf[(x, y)].reset();
        }
        put(buf, area.x + 1, y, room, text, looks.get(role));
    }
    buf.set_style(area, looks.get(Role::Hint));
    buf.set_style(area, looks.get(role));
}

/// What can follow the keys that were pressed.
fn which_key(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) {
    let right = area.right();
    if app.number > 0 {
        let text = format!("link {}…   a digit goes on, enter opens it, esc leaves it", app.number);
        put(buf, area.x + 1, area.y, area.width - 2, &text, looks.get(Role::Notice));
        return;
    }
    let typed: Vec<String> = app.keys.iter().map(ToString::to_string).collect();
    let mut x = put(
        buf,
        area.x + 1,
        area.y,
        area.width - 2,
        &format!("{} …", typed.join(" ")),
        looks.get(Role::Notice),
    );
    for (key, commands) in app.config.keymap.continuations(app.context(), &app.keys) {
        let names = Command::ALL
            .iter()
            .filter(|spec| commands.contains(&spec.command))
            .map(|spec| spec.name.replace('-', " "));
        let help = names.collect::<Vec<_>>().join(", ");
        x = put(
            buf,
            x + 3,
            area.y,
            right.saturating_sub(x + 3),
            &key.to_string(),
            looks.get(Role::Key),
        );
        x = put(
            buf,
            x + 1,
            area.y,
            right.saturating_sub(x + 1),
            &help,
            looks.get(Role::Hint),
        );
    }
}

fn typed(buf: &mut Buffer, area: Rect, prompt: &Prompt, looks: Looks<'_>) -> Cursor {
    let above = above(area);
    let mut label = format!("{} {} ", prompt.label(), looks.signs.here);
    if prompt.is_below_its_label(area.width) {
        label = format!("{} ", looks.signs.here);
        if prompt.is_plain() {
            message(buf, above, prompt.label(), Role::Key, looks);
        }
    }
    let x = put(buf, area.x + 1, area.y, area.width, &label, looks.get(Role::Key));
    let room = area.right().saturating_sub(x + 1);
    let place = Rect::new(x, area.y, room, 1);
    let cursor = line(buf, place, &prompt.input, looks);
    if let Some(completion) = &prompt.completion {
        // What tab leads to stands above the line, the chosen one first.
        let mut at = x;
        for (number, text) in completion.ahead().enumerate() {
            if at >= area.right() {
                break;
            }
            let role = if number == 0 { Role::Key } else { Role::Hint };
            let room = area.right().saturating_sub(at);
            at = put(
                buf,
                at,
                area.y.saturating_sub(1),
                room,
                &format!(" {text} "),
                looks.get(role),
            );
        }
    } else if let Some((_, said)) = &prompt.tried {
        message(buf, above, said, Role::Key, looks);
    } else if let Some(error) = prompt
        .error
        .as_ref()
        .filter(|error| width(&error.what) + 2 > usize::from(area.width))
    {
        message(buf, above, &error.what, Role::Error, looks);
    } else if let Some(error) = &prompt.error {
        // The error stands above its place in the line.
        let what = format!(" {} ", error.what);
        let wide = u16::try_from(width(&what)).unwrap_or(u16::MAX);
        let pointed = cell_of(error.at, &prompt.input, place);
        let at = pointed
            .unwrap_or(x)
            .min(area.right().saturating_sub(wide.min(area.width)));
        let room = area.right().saturating_sub(at);
        put(buf, at, above.y, room, &what, looks.get(Role::Error));
        if let Some(pointed) = pointed.filter(|pointed| *pointed < area.right()) {
            buf.set_style(
                Rect::new(pointed, area.y, 1, 1),
                looks
                    .get(Role::Error)
                    .add_modifier(ratatui::style::Modifier::UNDERLINED),
            );
        }
    }
    cursor
}

/// Paints a line that is being typed; returns where typing goes on.
pub(crate) fn line(buf: &mut Buffer, area: Rect, input: &Input, looks: Looks<'_>) -> Cursor {
    if area.width < 2 {
        return None;
    }
    let (signs, cells) = scrolled(input, area.width);
    let shown: String = input.value().chars().skip(signs).collect();
    let room = usize::from(area.width - 1);
    buf.set_stringn(area.x, area.y, &shown, room, looks.get(Role::Prompt));
    let at = u16::try_from(input.visual_cursor().saturating_sub(cells)).unwrap_or(0);
    Some(Position {
        x: area.x + at.min(area.width - 1),
        y: area.y,
    })
}

/// Signs of a line that stand before the first that is shown, and the cells that they would take.
fn scrolled(input: &Input, columns: u16) -> (usize, usize) {
    let scroll = input.visual_scroll(usize::from(columns.saturating_sub(1)));
    let mut before = (0, 0);
    for sign in input.value().chars() {
        if before.1 >= scroll {
            break;
        }
        before = (before.0 + 1, before.1 + width(sign.encode_utf8(&mut [0; 4])));
    }
    before
}

/// The column of a sign of a line; `None`: it is scrolled away.
fn cell_of(sign: usize, input: &Input, area: Rect) -> Option<u16> {
    let (signs, _) = scrolled(input, area.width);
    let shown: String = input.value().chars().take(sign).skip(signs).collect();
    (sign >= signs).then(|| area.x.saturating_add(u16::try_from(width(&shown)).unwrap_or(u16::MAX)))
}
