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
            let marks = "#".repeat(usize::from(*level).clamp(1, 6));
            format!("{marks} {}", line(&spans(text, sheet)))
        }
        Block::Paragraph { text, .. } => line(&spans(text, sheet)),
        Block::BlockQuote(inner) => indent(&blocks(inner, sheet).join("\n\n"), "> ", "> "),
        Block::List { start, items } => list(*start, items, sheet),
        Block::Code { language, text } => {
            let fence = "`".repeat(longest_run(text).max(2) + 1);
            let language = language.as_deref().filter(|language| !language.contains('`'));
            format!("{fence}{}\n{}\n{fence}", language.unwrap_or_default(), &**text)
        }
        Block::Table { head, rows } => table(*head, rows, sheet),
        Block::Figure { image, embed, caption } => {
            let words: String = caption.iter().map(|span| signs(&span.text)).collect();
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
        Face::Code => "",
        Face::Struck => "~~",
    };
    let words = if span.face == Face::Code {
        code(words)
    } else {
        signs(words)
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

/// Words as code: between more backticks than stand in them.
fn code(words: &str) -> String {
    let marks = "`".repeat(longest_run(words) + 1);
    let blank = if words.starts_with('`') || words.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{marks}{blank}{words}{blank}{marks}")
}

/// Backticks in a row.
fn longest_run(text: &str) -> usize {
    text.split(|sign| sign != '`').map(str::len).max().unwrap_or(0)
}

/// A line that Markdown takes for nothing but text.
pub fn escape_markdown(text: &str) -> String {
    line(&signs(text))
}

/// Escapes what means something wherever it stands.
fn signs(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(sign) = rest.next() {
        let means = match sign {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' => true,
            '&' => names_sign(rest.as_str()),
            // A link that follows would be a picture.
            '!' => rest.as_str().is_empty(),
            _ => false,
        };
        escaped.extend(means.then_some('\\'));
        escaped.push(sign);
    }
    escaped
}

/// Whether the text behind an ampersand makes a sign of it: `copy;`, `#169;`.
fn names_sign(text: &str) -> bool {
    let rest = text.trim_start_matches(|sign: char| sign == '#' || sign.is_ascii_alphanumeric());
    rest.len() < text.len() && rest.starts_with(';')
}

/// Escapes what at the head of a line makes a list, a heading or a rule of it, and what would end a heading.
fn line(text: &str) -> String {
    let text = text.trim_start_matches([' ', '\t']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let mut signs = rest.chars();
    let means = match (signs.next(), signs.next()) {
        (Some('.' | ')'), None | Some(' ' | '\t')) => digits > 0,
        (Some('-' | '+' | '#'), None | Some(' ' | '\t')) | (Some('-'), Some('-')) | (Some('#'), Some('#')) => {
            digits == 0
        }
        _ => false,
    };
    let mut escaped = format!("{number}{}{rest}", if means { "\\" } else { "" });
    let words = escaped.trim_end_matches('#');
    if words.len() < escaped.len() && words.ends_with([' ', '\t']) {
        escaped.insert(escaped.len() - 1, '\\');
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{escape_markdown, markdown};
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
            ("<pre>a ```` b</pre>", "`````\na ```` b\n`````"),
            ("<pre>~~~~ ```</pre>", "````\n~~~~ ```\n````"),
            (
                "<p>Type <code>a`b</code> or <code>`</code>.</p>",
                "Type ``a`b`` or `` ` ``.",
            ),
            (
                "<p>Look!<a href='https://x.example/1'>here</a></p>",
                "Look\\![here](https://x.example/1)",
            ),
            (
                "<p>1986. A year<br>- Non, dit-elle</p>",
                "1986\\. A year - Non, dit-elle",
            ),
            ("<ul><li>- one</li></ul>", "- \\- one"),
            ("<h2>One<br>two #</h2>", "## One two \\#"),
            ("<p><b>1.</b> one <s>~two~</s></p>", "**1.** one ~~\\~two\\~~~"),
            (
                "<table><tr><td>a<br>b</td><td><code>c|d</code></td></tr></table>",
                "|  |  |\n| --- | --- |\n| a b | `c\\|d` |",
            ),
        ] {
            assert_eq!(markdown(&from_html(html, &Context::default())), expected, "{html}");
        }
    }

    #[test]
    fn text_stays_text() {
        for (text, expected) in [
            (
                "Ferry talks: 3.5 hours, -5 degrees & R&D; #sea",
                "Ferry talks: 3.5 hours, -5 degrees & R\\&D; #sea",
            ),
            ("&copy; &#169; AT&T &; &a b;", "\\&copy; \\&#169; AT&T &; &a b;"),
            ("<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>"),
            ("- Non", "\\- Non"),
            ("+ one", "\\+ one"),
            ("---", "\\---"),
            ("12) twelve", "12\\) twelve"),
            ("# one", "\\# one"),
            ("C# and F #", "C# and F \\#"),
            ("    four", "four"),
            ("~~gone~~", "\\~\\~gone\\~\\~"),
            ("", ""),
        ] {
            assert_eq!(escape_markdown(text), expected, "{text}");
        }
    }
}
