//! A speaker's page: who quotes them how often, over what they are quoted with.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Quotes, moment};
use crate::model::{QuoteRow, Role};
use crate::view::boxes::{below, framed};
use crate::view::paint::{put, put_right};
use crate::view::style::Looks;

/// Paints who quotes a speaker how often, and with what.
pub(crate) fn paint(buf: &mut Buffer, quotes: &Quotes, app: &App, looks: Looks<'_>) {
    let laid = quotes.laid_out(app.size);
    let title = format!("{} {}", looks.signs.quote, &*quotes.speaker);
    let area = framed(buf, laid.place, &title, looks);
    if quotes.quotes.is_empty() {
        let text = if quotes.asked.is_some() {
            "…"
        } else {
            "No other article quotes this speaker."
        };
        put(buf, area.x, area.y + 1, area.width, text, looks.get(Role::Meta));
        return;
    }
    outlets(buf, laid.outlets, quotes, app, looks);
    let shown = laid.quotes.last().map_or(0, |(at, _)| at + 1);
    below(buf, laid.place, quotes.quotes.len().saturating_sub(shown), looks);
    for (at, place) in laid.quotes {
        let Some(quote) = quotes.quotes.get(at) else { continue };
        let mut texts = Quotes::lines(quote, place.width);
        let words = texts.len();
        texts.push(whence(quote, app));
        for (number, (y, text)) in (place.y..place.bottom()).zip(&texts).enumerate() {
            let role = if number < words { Role::Quote } else { Role::Meta };
            put(buf, area.x + 1, y, area.width - 1, text, looks.get(role));
        }
        if at == quotes.cursor {
            buf.set_style(place, looks.get(Role::Selected));
        }
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

/// Lists the outlets, and a line below them.
fn outlets(buf: &mut Buffer, area: Rect, quotes: &Quotes, app: &App, looks: Looks<'_>) {
    if area.height == 0 {
        return;
    }
    let room = usize::from(area.height - 1);
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
}
