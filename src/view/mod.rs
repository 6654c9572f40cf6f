//! App → cells. Door: [`draw`]: it changes nothing, paints only the window, and leaves no cell that a terminal would obey.

mod articles;
mod bar;
mod boxes;
mod frame;
mod order;
mod overlay;
mod paint;
mod reader;
mod sources;
mod speaker;
mod story;
mod style;

#[cfg(test)]
mod tests;

pub use style::{link_mark, linked};

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::model::{Icons, Role};
use crate::view::style::Looks;

/// Paints the screen.
pub fn draw(frame: &mut Frame<'_>, app: &App) {
    let area = frame.area();
    let buf = frame.buffer_mut();
    let looks = Looks::of(app);
    buf.set_style(area, looks.page());
    let cursor = match app
        .panes()
        .filter(|_| area.width >= app.size.width && area.height >= app.size.height)
    {
        Some(panes) => {
            bar::top(buf, panes.bar, app, looks);
            frame::around(buf, &panes, app, looks);
            if let Some(area) = panes.sources {
                sources::paint(buf, area, app, looks);
            }
            if let Some(area) = panes.articles {
                articles::paint(buf, area, app, looks);
            }
            if let Some(area) = panes.reader {
                reader::paint(buf, area, app, looks);
            }
            // A message lies over everything.
            let typed = overlay::paint(buf, app, looks).or(bar::bottom(buf, panes.hint, app, looks));
            if app.icons() == Icons::Ascii {
                plain(buf, panes.reader.filter(|_| app.overlay.is_none()));
            }
            typed
        }
        None => {
            too_small(buf, area, looks);
            None
        }
    };
    if app.orders() {
        order::rows(frame.buffer_mut(), app, looks);
    }
    sweep(frame.buffer_mut());
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

fn too_small(buf: &mut Buffer, area: Rect, looks: Looks<'_>) {
    let line = "byline needs 20×5 or more";
    paint::put(
        buf,
        area.x,
        area.y + area.height / 2,
        area.width,
        line,
        looks.get(Role::Notice),
    );
}

/// What the screen cuts and parts with, in the signs that every terminal has; an article's own text stays as it is.
fn plain(buf: &mut Buffer, text: Option<Rect>) {
    for at in buf.area.positions() {
        let sign = match buf[at].symbol() {
            "…" => ".",
            "·" => "-",
            _ => continue,
        };
        if text.is_none_or(|area| !area.contains(at)) {
            buf[at].set_symbol(sign);
        }
    }
}

/// The second line of defence: whatever is in a cell, a terminal will only show it.
fn sweep(buf: &mut Buffer) {
    for cell in &mut buf.content {
        let symbol = cell.symbol();
        if symbol.len() == 1 && symbol.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            continue;
        }
        if symbol.chars().any(obeyed) {
            cell.set_symbol("\u{fffd}");
        }
    }
}

/// Controls and direction overrides.
fn obeyed(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}
