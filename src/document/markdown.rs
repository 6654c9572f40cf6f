//! Document → Markdown (CommonMark, with GitHub's tables): for the clipboard and for exports.

use crate::document::tree::{Block, Document, Face, Span, Text};

/// A document on its way to Markdown.
struct Sheet<'a> {
    document: &'a Document,
    /// Where the picture of an address stands, if not there.
    picture: &'a dyn Fn(&str) -> Option<String>,
}

/// The document as Markdown. Links stand in the text.
pub fn markdown(document: &Document) -> String {
    markdown_with(document, &|_address| None)
}

/// The same, with pictures where `picture` says that those of an address stand.
pub fn markdown_with(document: &Document, picture: &dyn Fn(&str) -> Option<String>) -> String {
    let sheet = Sheet { document, picture };
    let mut parts = blocks(&document.blocks, &sheet);
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}

fn blocks(blocks: &[Block], sheet: &Sheet<'_>) -> Vec<String> {
    blocks.iter().map(|it| block(it, sheet)).collect()
}

fn block(block: &Block, sheet: &Sheet<'_>) -> String {
    match block {
        Block::Heading { level, text } => {
            format!("{} {}", "#".repeat(usize::from(*level).clamp(1, 6)), spans(text, sheet))
        }
        Block::Paragraph { text, .. } => spans(text, sheet),
        Block::BlockQuote(inner) => indent(&blocks(inner, sheet).join("\n\n"), "> ", "> "),
        Block::List { start, items } => list(*start, items, sheet),
        Block::Code { language, text } => {
            let fence = if text.contains("```") { "~~~~" } else { "```" };
            format!(
                "{fence}{}\n{}\n{fence}",
                language.as_deref().unwrap_or_default(),
                &**text
            )
        }
        Block::Table { head, rows } => table(*head, rows, sheet),
        Block::Figure { image, embed, caption } => {
            let words = caption
                .iter()
                .map(|span| escape_markdown(&span.text))
                .collect::<String>();
            let address = address(sheet, image.0);
            let kept = match sheet.document.links.get(image.0 as usize) {
                Some(link) if !embed => (sheet.picture)(&link.url),
                _ => None,
            };
            format!("![{words}]({})", kept.unwrap_or(address))
        }
        Block::Rule => "---".to_owned(),
    }
}

fn list(start: Option<u32>, items: &[Vec<Block>], sheet: &Sheet<'_>) -> String {
    let item = |(at, item): (usize, &Vec<Block>)| {
        let mark = match start {
            Some(start) => format!("{}. ", u64::from(start) + at as u64),
            None => "- ".to_owned(),
        };
        indent(&blocks(item, sheet).join("\n\n"), &mark, &" ".repeat(mark.len()))
    };
    items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
}

fn table(head: bool, rows: &[Vec<Text>], sheet: &Sheet<'_>) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |cells: &[Text]| {
        let cell = |at| {
            cells
                .get(at)
                .map(|text| spans(text, sheet).replace('|', "\\|"))
                .unwrap_or_default()
        };
        format!("| {} |", (0..columns).map(cell).collect::<Vec<_>>().join(" | "))
    };
    let mut lines: Vec<_> = rows.iter().map(|row| line(row)).collect();
    if !head {
        lines.insert(0, line(&[]));
    }
    lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    lines.join("\n")
}

fn indent(text: &str, first: &str, rest: &str) -> String {
    let line = |(at, line): (usize, &str)| match (at, line.is_empty()) {
        (0, _) => format!("{first}{line}"),
        (_, true) => rest.trim_end().to_owned(),
        (_, false) => format!("{rest}{line}"),
    };
    text.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn spans(text: &Text, sheet: &Sheet<'_>) -> String {
    text.iter().map(|it| span(it, sheet)).collect()
}

fn span(span: &Span, sheet: &Sheet<'_>) -> String {
    let words = span.text.trim();
    if words.is_empty() {
        return span.text.to_string();
    }
    let marks = match span.face {
        Face::Plain => "",
        Face::Strong => "**",
        Face::Emphasis => "*",
        Face::Code => "`",
        Face::Struck => "~~",
    };
    let words = if span.face == Face::Code {
        words.to_owned()
    } else {
        escape_markdown(words)
    };
    let mut dressed = format!("{marks}{words}{marks}");
    if let Some(link) = span.link {
        dressed = format!("[{dressed}]({})", address(sheet, link.0));
    }
    let blank = |is: bool| if is { " " } else { "" };
    let (before, after) = (span.text.starts_with(' '), span.text.ends_with(' '));
    format!("{}{dressed}{}", blank(before), blank(after))
}

fn address(sheet: &Sheet<'_>, link: u32) -> String {
    let url = sheet
        .document
        .links
        .get(link as usize)
        .map(|link| link.url.as_str())
        .unwrap_or_default();
    url.replace('(', "%28").replace(')', "%29")
}

/// Text that Markdown takes for nothing but text.
pub fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use crate::document::{Context, from_html};

    #[test]
    fn writes_every_block() {
        for (html, expected) in [
            (
                "<h2>Head</h2><p>a <b>bold</b> <a href='https://x.example/p(1)'>link</a></p>",
                "## Head\n\na **bold** [link](https://x.example/p%281%29)",
            ),
            ("<ol start=3><li>a</li><li>b<p>c</p></li></ol>", "3. a\n4. b\n\n   c"),
            ("<blockquote><p>said</p><p>again</p></blockquote>", "> said\n>\n> again"),
            ("<pre><code class='language-rust'>x</code></pre>", "```rust\nx\n```"),
            (
                "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
                "| A | B |\n| --- | --- |\n| 1 | 2 |",
            ),
            ("<p>two * three</p>", "two \\* three"),
        ] {
            assert_eq!(markdown(&from_html(html, &Context::default())), expected, "{html}");
        }
    }
}
