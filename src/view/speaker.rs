//! A speaker's page: who quotes them how often, over what they are quoted with.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Boxed, Quotes, moment, window};
use crate::model::{QuoteRow, Role};
use crate::typeset::wrap;
use crate::view::boxes::framed;
use crate::view::paint::{put, put_right};
use crate::view::style::Looks;

/// Paints who quotes a speaker how often, and with what.
pub(crate) fn paint(buf: &mut Buffer, quotes: &Quotes, app: &App, looks: Looks<'_>) {
    let area = framed(
        buf,
        Boxed::centred(app.size, 90, u16::MAX),
        &format!("{} {}", looks.signs.quote, &*quotes.speaker),
        looks,
    );
    if quotes.quotes.is_empty() {
        let text = if quotes.asked.is_some() {
            "…"
        } else {
            "No other article quotes this speaker."
        };
        put(buf, area.x, area.y + 1, area.width, text, looks.get(Role::Meta));
        return;
    }
    let area = outlets(buf, area, quotes, app, looks);
    let room = usize::from(area.width.saturating_sub(2));
    // Each takes at most three lines of words and two below them.
    let each = 5;
    let top = window(quotes.cursor, (area.height / each).max(1));
    let mut y = area.y;
    for (at, quote) in quotes.quotes.iter().enumerate().skip(top) {
        let first = y;
        for text in wrap(&quote.text, room, 3) {
            if y < area.bottom() {
                put(buf, area.x + 1, y, area.width - 1, &text, looks.get(Role::Quote));
            }
            y += 1;
        }
        if y >= area.bottom() {
            break;
        }
        put(
            buf,
            area.x + 1,
            y,
            area.width - 1,
            &whence(quote, app),
            looks.get(Role::Meta),
        );
        y += 1;
        if at == quotes.cursor {
            buf.set_style(
                Rect {
                    y: first,
                    height: y - first,
                    ..area
                },
                looks.get(Role::Selected),
            );
        }
        y += 1;
    }
}

fn whence(quote: &QuoteRow, app: &App) -> String {
    let when = quote
        .published
        .map(|published| moment(published.at, app.now, &app.zone))
        .unwrap_or_default();
    let parts = [&*quote.outlet, &when, &*quote.title];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Lists the outlets in at most a third of the room; what is left for the quotes.
fn outlets(buf: &mut Buffer, area: Rect, quotes: &Quotes, app: &App, looks: Looks<'_>) -> Rect {
    /// Lower boxes are for the quotes alone.
    const LEAST_HEIGHT: u16 = 7;
    if area.height < LEAST_HEIGHT || quotes.by.is_empty() {
        return area;
    }
    let room = usize::from(area.height / 3);
    let shown = if quotes.by.len() > room {
        room - 1
    } else {
        quotes.by.len()
    };
    let mut y = area.y;
    for by in quotes.by.iter().take(shown) {
        let many = |count: u64, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let counts = format!("{} in {}", many(by.quotes, "quote"), many(by.articles, "article"));
        let last = moment(by.last, app.now, &app.zone);
        let when = if area.width < 60 {
            counts
        } else {
            format!("{counts} · last {last}")
        };
        let edge = put_right(buf, area.x + 10, area.right(), y, &when, looks.get(Role::Meta));
        put(
            buf,
            area.x + 1,
            y,
            edge.saturating_sub(area.x + 2),
            &by.outlet,
            looks.get(Role::Outlet),
        );
        y += 1;
    }
    let more = &quotes.by[shown..];
    if !more.is_empty() {
        let count: u64 = more.iter().map(|by| by.quotes).sum();
        let text = format!("and {} more outlets with {count} quotes", more.len());
        put(buf, area.x + 1, y, area.width - 1, &text, looks.get(Role::Meta));
        y += 1;
    }
    for x in area.left()..area.right() {
        buf[(x, y)]
            .set_symbol(looks.signs.lines[0])
            .set_style(looks.get(Role::Border));
    }
    y += 1;
    Rect {
        y,
        height: area.bottom().saturating_sub(y),
        ..area
    }
}
