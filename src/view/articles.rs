//! The article list.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Articles, Pane, Standing, age};
use crate::input::Command;
use crate::model::{Role, Row, Snippet};
use crate::query::{Expr, Is};
use crate::typeset::width;
use crate::view::frame::has_keys;
use crate::view::paint::{put, put_hint, put_right};
use crate::view::style::Looks;

/// Paints the rows in view.
pub(crate) fn paint(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) {
    let list = &app.articles;
    let over = looks.get(if has_keys(app, Pane::Articles) {
        Role::Selected
    } else {
        Role::Chosen
    });
    let mut y = area.y;
    if list.fresh > 0 {
        waiting(buf, Rect { height: 1, ..area }, app, looks);
        y += 1;
    }
    if list.rows.is_empty() {
        return nothing(buf, area, app, looks);
    }
    let height = list.row_height();
    // Where lines stand at the sides, the text keeps off them.
    let pad = u16::from(area.width >= 34);
    for (at, row) in list.rows.iter().enumerate().skip(list.top) {
        if y >= area.bottom() {
            break;
        }
        let place = Rect {
            y,
            height: height.min(area.bottom() - y),
            ..area
        };
        let inner = Rect {
            x: place.x + pad,
            width: place.width - pad,
            ..place
        };
        paint_row(buf, inner, row, app, looks);
        if at == list.cursor && !list.on_waiting {
            buf.set_style(place, over);
            // Hits keep their own colours: those of the row under the cursor would hide them.
            if let Some(snippet) = row.snippet.as_ref().filter(|_| place.height > 2) {
                paint_hits(buf, inner, snippet, looks);
            }
        }
        y += height;
    }
}

fn waiting(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) {
    let fresh = app.articles.fresh;
    let text = if fresh == 1 {
        "1 new article".to_owned()
    } else {
        format!("{fresh} new articles")
    };
    put(
        buf,
        area.x + 2,
        area.y,
        area.width.saturating_sub(2),
        &text,
        looks.get(Role::Notice),
    );
    if app.articles.on_waiting {
        buf.set_style(area, looks.get(Role::Selected));
    }
}

fn paint_row(buf: &mut Buffer, area: Rect, row: &Row, app: &App, looks: Looks<'_>) {
    let right = area.right();
    let mut edge = right;
    let signs = looks.signs;
    if row.quotes > 0 {
        edge = put_right(
            buf,
            area.x + 4,
            edge,
            area.y,
            &format!("{}{}", signs.quote, row.quotes),
            looks.get(Role::Count),
        );
    }
    if row.bookmarked {
        edge = put_right(
            buf,
            area.x + 4,
            edge.saturating_sub(1),
            area.y,
            signs.bookmark,
            looks.get(Role::Bookmark),
        );
    }
    let unread = app.articles.is_unread(row);
    let standing = app.articles.standing(row);
    // What stands below an open row is set in.
    let area = if standing == Standing::Below {
        Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(2),
            ..area
        }
    } else {
        area
    };
    let title = looks.get(if unread { Role::Unread } else { Role::Read });
    if unread {
        put(buf, area.x, area.y, 1, signs.unread, title);
    }
    put(
        buf,
        area.x + 2,
        area.y,
        edge.saturating_sub(area.x + 3),
        &row.title,
        title,
    );
    if area.height >= 2 {
        paint_origin(
            buf,
            Rect::new(area.x, area.y + 1, area.width, 1),
            row,
            standing,
            app,
            looks,
        );
    }
    if let Some(snippet) = row.snippet.as_ref().filter(|_| area.height > 2) {
        paint_snippet(buf, area, area.y + 2, snippet, looks);
    }
}

/// Whose it is, who else reports it, how old it is, and whether it was edited.
fn paint_origin(buf: &mut Buffer, area: Rect, row: &Row, standing: Standing, app: &App, looks: Looks<'_>) {
    let (right, y) = (area.right(), area.y);
    let old = age(row.sorted_at, app.now);
    let mut edge = put_right(buf, area.x + 2, right, y, &old, looks.get(Role::Age));
    if row.edited {
        edge = put_right(
            buf,
            area.x + 2,
            edge.saturating_sub(1),
            y,
            "edited",
            looks.get(Role::Age),
        );
    }
    let room = |x: u16| edge.saturating_sub(x + 1);
    let company = company(row, standing, app, looks);
    let wide = u16::try_from(width(&company)).unwrap_or(u16::MAX);
    let name_room = match wide {
        0 => room(area.x + 2),
        wide => room(area.x + 2).saturating_sub(wide + 2).max(room(area.x + 2).min(6)),
    };
    let mut x = put(buf, area.x + 2, y, name_room, &row.outlet_name, looks.get(Role::Outlet));
    if wide > 0 {
        x = put(buf, x + 2, y, room(x + 2), &company, looks.get(Role::Count));
    }
    for tag in &row.tags {
        x = put(
            buf,
            x + 1,
            y,
            room(x + 1),
            &format!("#{tag}"),
            looks.get(Role::Bookmark),
        );
    }
}

/// Who else reports it, and what the reader did about the story.
fn company(row: &Row, standing: Standing, app: &App, looks: Looks<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let copies = app.articles.copies(row.id);
    if !copies.is_empty() {
        let names: Vec<&str> = copies.iter().map(|name| &**name).collect();
        parts.push(format!("= {} (same text)", names.join(", ")));
    }
    let Some(story) = row.story.as_ref().filter(|_| standing != Standing::Below) else {
        return parts.join(" ");
    };
    if story.followed_at.is_some_and(|at| row.fetched_at > at) {
        parts.push(looks.signs.news.to_owned());
    } else if story.followed_at.is_some() {
        parts.push(looks.signs.followed.to_owned());
    }
    if story.muted {
        parts.push("muted".to_owned());
    }
    let sign = match standing {
        Standing::Open => looks.signs.unfold(true),
        _ => "",
    };
    let others = story.outlets.saturating_sub(1);
    match (others, story.articles.len()) {
        (0, 0 | 1) => {}
        (0, articles) => parts.push(format!("{sign}{articles} versions")),
        (1, _) => parts.push(format!("{sign}+1 outlet")),
        (others, _) => parts.push(format!("{sign}+{others} outlets")),
    }
    parts.join(" ")
}

fn paint_snippet(buf: &mut Buffer, area: Rect, y: u16, snippet: &Snippet, looks: Looks<'_>) {
    let mut x = area.x + 2;
    for (text, hit) in in_sight(snippet, area.right().saturating_sub(x)) {
        let look = looks.get(if hit { Role::Hit } else { Role::Caption });
        x = put(buf, x, y, area.right().saturating_sub(x), text, look);
    }
}

/// Paints the hits of a snippet again, where [`paint_snippet`] has put them.
fn paint_hits(buf: &mut Buffer, area: Rect, snippet: &Snippet, looks: Looks<'_>) {
    let mut x = area.x + 2;
    for (text, hit) in in_sight(snippet, area.right().saturating_sub(x)) {
        let room = area.right().saturating_sub(x);
        let wide = u16::try_from(width(text)).unwrap_or(u16::MAX).min(room);
        if hit {
            buf.set_style(Rect::new(x, area.y + 2, wide, 1), looks.get(Role::Hit));
        }
        x += wide;
    }
}

/// The pieces of a snippet, with so little before its first hit that the hit can be seen in a narrow line.
fn in_sight(snippet: &Snippet, room: u16) -> Vec<(&str, bool)> {
    let mut pieces: Vec<(&str, bool)> = snippet.iter().map(|(text, hit)| (&**text, *hit)).collect();
    let Some(hit) = pieces.iter().position(|(_, hit)| *hit) else {
        return pieces;
    };
    let room = usize::from(room).saturating_sub(width(pieces[hit].0));
    let lead: usize = pieces[..hit].iter().map(|(text, _)| width(text)).sum();
    if lead > room {
        let before = hit.checked_sub(1).map_or("", |before| pieces[before].0);
        let words = before.split_inclusive(' ').rev();
        let mut left = room.saturating_sub(1);
        let kept = words.map_while(|word| {
            left = left.checked_sub(width(word))?;
            Some(word.len())
        });
        let start = before.len() - kept.sum::<usize>();
        let lead = [("…", false), (before.get(start..).unwrap_or_default(), false)];
        pieces.splice(..hit, lead);
    }
    pieces
}

/// What an empty list says.
fn nothing(buf: &mut Buffer, area: Rect, app: &App, looks: Looks<'_>) {
    let list: &Articles = &app.articles;
    let key = |command| app.config.keymap.key_of(command);
    let outlet = app.outlet_alone().filter(|_| list.query.terms().len() == 1);
    let why = outlet.and_then(|outlet| app.why(outlet.id));
    let text = if list.asked.is_some() {
        return;
    } else if !app.notices.asking.is_empty() {
        "The first articles are on their way …".to_owned()
    } else if app.sources.known && app.sources.outlets.is_empty() {
        let [add, catalogue] = [Command::AddOutlet, Command::Catalogue].map(key);
        format!("No outlets yet. Press {add} and type the address of a site, or {catalogue} to choose.")
    } else if let Some(why) = why {
        format!("{}. {} asks again.", &*why, key(Command::Refresh))
    } else if app.notices.refreshed_at.is_some() && app.sources.counts.all == 0 {
        format!(
            "No article has come yet. {} asks all outlets again.",
            key(Command::RefreshAll)
        )
    } else if list.title.is_empty() || &*list.title == "Unread" {
        format!(
            "Everything is read. {} asks all outlets for news.",
            key(Command::RefreshAll)
        )
    } else if list.query.terms() == [Expr::Is(Is::Bookmarked)] {
        format!("Nothing is kept yet. {} keeps an article.", key(Command::Bookmark))
    } else {
        format!("No article fits. {} changes the filter.", key(Command::Filter))
    };
    put_hint(buf, area, 2, &text, looks.get(Role::Meta));
}

#[cfg(test)]
mod tests {
    use super::in_sight;
    use crate::model::Clean;

    #[test]
    fn the_first_hit_is_in_sight() {
        let piece = |text, hit| (Clean::text(text), hit);
        let snippet = vec![
            piece("…", false),
            piece("to the state agency of ", false),
            piece("Tolmark", true),
            piece(" and", false),
        ];
        let shown = |room| {
            in_sight(&snippet, room)
                .iter()
                .map(|(text, _)| *text)
                .collect::<String>()
        };
        assert_eq!(shown(40), "…to the state agency of Tolmark and");
        assert_eq!(shown(20), "…agency of Tolmark and");
        assert_eq!(shown(9), "…Tolmark and");
        assert_eq!(shown(0), "…Tolmark and");
        assert_eq!(in_sight(&snippet[..2].to_vec(), 3).len(), 2);
    }
}
