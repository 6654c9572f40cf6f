//! Document → XHTML: what HTML and XML both read.

use crate::document::{Block, Document, Face, Span, Text};
use crate::model::{Clean, Language};

/// Where the picture of an address stands; `None` where it is not kept.
pub(super) type Pictures<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A document on its way out.
struct Sheet<'a> {
    document: &'a Document,
    pictures: Pictures<'a>,
}

/// The blocks of a document. Pictures that are not kept are links.
pub(super) fn body(document: &Document, pictures: Pictures<'_>) -> String {
    let mut out = String::new();
    blocks(&document.blocks, &Sheet { document, pictures }, &mut out);
    out
}

/// A picture at a place, with its caption, both as markup reads them.
pub(super) fn figure(place: &str, caption: &str) -> String {
    let caption = match caption {
        "" => String::new(),
        words => format!("<figcaption>{words}</figcaption>"),
    };
    format!("<figure><img src=\"{place}\" alt=\"\"/>{caption}</figure>")
}

fn blocks(blocks: &[Block], sheet: &Sheet<'_>, out: &mut String) {
    for it in blocks {
        block(it, sheet, out);
        out.push('\n');
    }
}

fn block(block: &Block, sheet: &Sheet<'_>, out: &mut String) {
    match block {
        // The first level is the article's own title.
        Block::Heading { level, text } => element(&format!("h{}", (*level).clamp(2, 6)), &spans(text, sheet), out),
        Block::Paragraph { text, .. } => element("p", &spans(text, sheet), out),
        Block::BlockQuote(inner) => {
            out.push_str("<blockquote>\n");
            blocks(inner, sheet, out);
            out.push_str("</blockquote>");
        }
        Block::List { start, items } => {
            let name = if start.is_some() { "ol" } else { "ul" };
            match start {
                Some(start) => out.push_str(&format!("<ol start=\"{start}\">\n")),
                None => out.push_str("<ul>\n"),
            }
            for item in items {
                out.push_str("<li>");
                blocks(item, sheet, out);
                out.push_str("</li>\n");
            }
            out.push_str(&format!("</{name}>"));
        }
        Block::Code { text, .. } => out.push_str(&format!("<pre><code>{}</code></pre>", escape(text))),
        Block::Table { head, rows } => {
            out.push_str("<table>\n");
            for (at, row) in rows.iter().enumerate() {
                let cell = if *head && at == 0 { "th" } else { "td" };
                out.push_str("<tr>");
                row.iter().for_each(|text| element(cell, &spans(text, sheet), out));
                out.push_str("</tr>\n");
            }
            out.push_str("</table>");
        }
        Block::Figure { image, embed, caption } => {
            let words = spans(caption, sheet);
            let address = sheet.document.links.get(image.0 as usize).filter(|_| !embed);
            if let Some(place) = address.and_then(|link| (sheet.pictures)(&link.url)) {
                return out.push_str(&figure(&place, &words));
            }
            let picture = link(sheet, image.0, "▣");
            out.push_str(&format!("<p class=\"picture\">{picture} {words}</p>"));
        }
        Block::Rule => out.push_str("<hr/>"),
    }
}

fn element(name: &str, inside: &str, out: &mut String) {
    out.push_str(&format!("<{name}>{inside}</{name}>"));
}

fn spans(text: &Text, sheet: &Sheet<'_>) -> String {
    text.iter().map(|it| span(it, sheet)).collect()
}

/// Blanks at the ends of a span stand outside of its dress.
fn span(span: &Span, sheet: &Sheet<'_>) -> String {
    let words = span.text.trim_matches(' ');
    let (before, after) = match span.text.split_once(words) {
        Some(around) if !words.is_empty() => around,
        _ => return escape(&span.text),
    };
    let words = escape(words);
    let dressed = match span.face {
        Face::Plain => words,
        Face::Strong => format!("<strong>{words}</strong>"),
        Face::Emphasis => format!("<em>{words}</em>"),
        Face::Code => format!("<code>{words}</code>"),
        Face::Struck => format!("<s>{words}</s>"),
    };
    let dressed = match span.link {
        Some(id) => link(sheet, id.0, &dressed),
        None => dressed,
    };
    format!("{before}{dressed}{after}")
}

fn link(sheet: &Sheet<'_>, id: u32, inside: &str) -> String {
    match sheet.document.links.get(id as usize) {
        Some(link) => format!("<a href=\"{}\">{inside}</a>", escape(&link.url)),
        None => inside.to_owned(),
    }
}

/// Text as HTML and XML read it.
pub(super) fn escape(text: &str) -> String {
    let clean = Clean::text(text);
    let mut escaped = String::with_capacity(clean.len());
    for sign in clean.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// ` lang="…" xml:lang="…"`, and the direction where it is the other one; nothing where the language is not known.
pub(super) fn language(language: Language) -> String {
    let Some(code) = language.known() else {
        return String::new();
    };
    let right_to_left = ["ar", "fa", "he", "ur", "yi", "ps", "dv", "ug"].contains(&code);
    let direction = if right_to_left { " dir=\"rtl\"" } else { "" };
    format!(" lang=\"{code}\" xml:lang=\"{code}\"{direction}")
}

#[cfg(test)]
mod tests {
    use super::{body, escape};
    use crate::document::{Context, from_html};

    #[test]
    fn writes_every_block() {
        for (html, expected) in [
            ("<h1>A &amp; B</h1>", "<h2>A &amp; B</h2>"),
            (
                "<p>a <b>b</b> <a href='https://x.example/?a=1&b=2'>c</a></p>",
                "<p>a <strong>b</strong> <a href=\"https://x.example/?a=1&amp;b=2\">c</a></p>",
            ),
            (
                "<ol start=3><li>a</li></ol>",
                "<ol start=\"3\">\n<li><p>a</p>\n</li>\n</ol>",
            ),
            (
                "<blockquote><p>said</p></blockquote>",
                "<blockquote>\n<p>said</p>\n</blockquote>",
            ),
            ("<pre>a &lt; b</pre>", "<pre><code>a &lt; b</code></pre>"),
            (
                "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
                "<table>\n<tr><th>A</th><th>B</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>",
            ),
        ] {
            assert_eq!(
                body(&from_html(html, &Context::default()), &|_address| None).trim_end(),
                expected,
                "{html}"
            );
        }
    }

    #[test]
    fn escapes_what_markup_reads_and_leaves_out_what_xml_refuses() {
        assert_eq!(
            escape("<a href=\"x\">&\u{0}\u{1b}\u{ffff}"),
            "&lt;a href=&quot;x&quot;&gt;&amp;"
        );
    }
}
