//! The light markup of articles → the HTML that outlets publish, with the rubbish they put around it.
//!
//! Blocks are parted by blank lines: `## ` a heading, `- ` and `1. ` lists, `> ` a block quote, `![FILE] caption` a picture, what
//! begins with `<` is HTML as it stands, all else is a paragraph, which may hold inline HTML.

use jiff::Timestamp;

use crate::demo::written::{Outlet, Piece};

/// The body as it stands in a feed or page: rubbish before it, after its third block, and after it.
pub(crate) fn dirty(outlet: &Outlet, piece: &Piece, site: &str, now: Timestamp) -> String {
    let mut html = fill(&outlet.before, outlet, piece, site, now);
    if let Some((file, words)) = &piece.picture {
        html += &figure(file, words, site);
    }
    let blocks = blocks(&piece.body);
    let middle = if blocks.len() > 5 { 3 } else { usize::MAX };
    for (at, block) in blocks.iter().enumerate() {
        if at == middle {
            html += &fill(&outlet.middle, outlet, piece, site, now);
        }
        html += &render(block, site);
        html.push('\n');
    }
    html + &fill(&outlet.after, outlet, piece, site, now)
}

/// A template with its places filled: `{title} {url} {site} {date} {author} {outlet} {other} {other_url}`.
pub(crate) fn fill(template: &str, outlet: &Outlet, piece: &Piece, site: &str, now: Timestamp) -> String {
    let other = outlet.another(piece);
    template
        .replace("{title}", &escape(&piece.title))
        .replace("{url}", &format!("{site}{}", piece.slug))
        .replace("{site}", site)
        .replace(
            "{date}",
            &outlet.published(piece, now).strftime(&outlet.date).to_string(),
        )
        .replace("{author}", &escape(&piece.author))
        .replace("{outlet}", &escape(&outlet.name))
        .replace("{other}", &escape(&other.title))
        .replace("{other_url}", &format!("{site}{}", other.slug))
}

/// The first paragraph, as HTML without its tags of a block.
pub(crate) fn teaser(piece: &Piece) -> &str {
    blocks(&piece.body)
        .into_iter()
        .find(|block| !block.starts_with(['<', '#', '-', '>', '!']))
        .unwrap_or_default()
}

/// Inline HTML → text.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut tag = false;
    for sign in html.chars() {
        match sign {
            '<' => tag = true,
            '>' if tag => tag = false,
            '\n' => text.push(' '),
            _ if tag => {}
            _ => text.push(sign),
        }
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// Text → what may stand in an element or attribute.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

pub(crate) fn blocks(body: &str) -> Vec<&str> {
    let mut blocks: Vec<&str> = Vec::new();
    let mut rest = body.trim();
    while !rest.is_empty() {
        // Fixed text may hold blank lines of its own.
        let end = if rest.starts_with("<pre") {
            rest.find("</pre>").map(|at| at + 6)
        } else {
            rest.find("\n\n")
        };
        let (block, after) = rest.split_at(end.unwrap_or(rest.len()));
        blocks.push(block.trim());
        rest = after.trim_start();
    }
    blocks
}

fn render(block: &str, site: &str) -> String {
    if let Some(heading) = block.strip_prefix("## ") {
        return format!("<h2>{heading}</h2>");
    }
    if let Some(picture) = block.strip_prefix("![") {
        let (file, words) = picture.split_once(']').unwrap_or((picture, ""));
        return figure(file, words.trim(), site);
    }
    if block.starts_with("- ") {
        return format!("<ul>{}</ul>", items(block, "- "));
    }
    if block.starts_with("1. ") {
        return format!("<ol>{}</ol>", items(block, "1. "));
    }
    if let Some(quote) = block.strip_prefix("> ") {
        return format!("<blockquote><p>{}</p></blockquote>", quote.replace("\n> ", "</p><p>"));
    }
    if block.starts_with("<p") || block.starts_with("<t") || block.starts_with("<d") || block.starts_with("<h") {
        return block.replace("{site}", site);
    }
    format!("<p>{}</p>", block.replace('\n', " ").replace("{site}", site))
}

fn items(block: &str, marker: &str) -> String {
    block
        .lines()
        .filter_map(|line| line.strip_prefix(marker))
        .map(|item| format!("<li>{item}</li>"))
        .collect()
}

fn figure(file: &str, words: &str, site: &str) -> String {
    format!(
        "<figure><img src=\"{site}pictures/{file}\" width=\"320\" height=\"180\" alt=\"{}\"><figcaption>{words}</figcaption></figure>\n",
        escape(words)
    )
}
