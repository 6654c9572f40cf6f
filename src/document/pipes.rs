//! Document → lines of text by `html2text`: for pipes and files, and the layout of tables. The crate is known to panic and to
//! take gigabytes on odd input, so it only ever sees markup of our own making, within bounds, behind `catch_unwind`.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use html2text::config;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::document::plain::plain;
use crate::document::tree::{Block, Document, Text, text_of};

/// Narrower than this nothing can be laid out; wider makes no sense on any screen.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=500;
/// The cells of the narrowest thing that is wrapped.
const LEAST: usize = 3;
/// Lists and quotes nested deeper are set as if they were not.
const MAX_DEPTH: usize = 8;
/// Cells of a table that are laid out, and characters of one cell.
const MAX_CELLS: usize = 2_000;
const MAX_CELL_CHARS: usize = 2_000;

/// The whole document as text whose lines have at most `width` cells; 0 does not wrap.
pub fn text_for_pipes(document: &Document, width: usize) -> String {
    if width == 0 {
        return plain(document).text;
    }
    let width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
    let mut parts = Vec::new();
    for block in &document.blocks {
        let lines = match block {
            Block::Code { text, .. } => text.lines().map(|line| format!("    {line}")).collect(),
            Block::Table { head, rows } => table_lines(rows, *head, width),
            _ => lines_of(block, width),
        };
        parts.push(lines.join("\n"));
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}

fn lines_of(block: &Block, width: usize) -> Vec<String> {
    let mut markup = String::new();
    write_block(&mut markup, block, 0);
    render(&markup, width, LEAST).unwrap_or_else(|| {
        let single = Document {
            blocks: vec![block.clone()],
            links: Vec::new(),
        };
        plain(&single).text.lines().flat_map(|line| fold(line, width)).collect()
    })
}

/// A table laid out in lines of at most `width` cells: columns side by side where they fit, else one cell a line.
fn table_lines(rows: &[Vec<Text>], head: bool, width: usize) -> Vec<String> {
    let width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return Vec::new();
    }
    // Less than this a column and words are cut to pieces: then one cell a line reads better.
    if columns * 5 <= width
        && let Some(lines) = render(&table_markup(rows, head), width, narrowest(rows, columns, width))
    {
        return without_rules(lines, head);
    }
    let cells = rows.iter().take(MAX_CELLS / columns + 1).flat_map(|row| {
        let words = row.iter().map(text_of).filter(|words| !words.is_empty());
        let lines = words
            .enumerate()
            .map(|(at, words)| if at == 0 { words } else { format!("  {words}") });
        lines.flat_map(|line| fold(&line, width)).collect::<Vec<_>>()
    });
    cells.collect()
}

fn table_markup(rows: &[Vec<Text>], head: bool) -> String {
    let mut markup = String::from("<table>");
    let mut cells = 0;
    for (at, row) in rows.iter().enumerate() {
        cells += row.len();
        if cells > MAX_CELLS {
            break;
        }
        let tag = if head && at == 0 { "th" } else { "td" };
        markup.push_str("<tr>");
        for cell in row {
            let words: String = text_of(cell).chars().take(MAX_CELL_CHARS).collect();
            write!(markup, "<{tag}>{}</{tag}>", escape(&words)).expect("a string takes everything");
        }
        markup.push_str("</tr>");
    }
    markup.push_str("</table>");
    markup
}

/// The cells that every column may have at least, or all that its longest entry takes, so that short entries are not broken while
/// long ones have room to spare.
fn narrowest(rows: &[Vec<Text>], columns: usize, width: usize) -> usize {
    /// Wider than this no column has to be.
    const MOST: usize = 24;
    let mut longest = vec![0; columns];
    for row in rows.iter().take(MAX_CELLS / columns + 1) {
        for (longest, cell) in longest.iter_mut().zip(row) {
            *longest = text_of(cell).width().max(*longest);
        }
    }
    let fits = |least: &usize| longest.iter().map(|longest| longest.min(least)).sum::<usize>() + columns <= width + 1;
    (LEAST..=MOST).rev().find(fits).unwrap_or(LEAST)
}

/// A table without rules between its rows where each takes one line; those around it and below its head stay.
fn without_rules(lines: Vec<String>, head: bool) -> Vec<String> {
    let is_rule = |line: &String| line.chars().all(|sign| matches!(sign, '\u{2500}'..='\u{257f}')) && !line.is_empty();
    let alternate = lines
        .iter()
        .enumerate()
        .all(|(at, line)| is_rule(line) == (at % 2 == 0));
    if !alternate {
        return lines;
    }
    let last = lines.len() - 1;
    let stays = |at: usize| at % 2 == 1 || at == 0 || at == last || head && at == 2;
    let lines = lines.into_iter().enumerate();
    lines.filter(|(at, _)| stays(*at)).map(|(_, line)| line).collect()
}

/// `None` where the crate fails or does not keep to the width.
fn render(markup: &str, width: usize, least: usize) -> Option<Vec<String>> {
    let config = config::plain_no_decorate().min_wrap_width(least);
    let work = || config.string_from_read(markup.as_bytes(), width);
    let text = catch_unwind(AssertUnwindSafe(work)).ok()?.ok()?;
    let lines: Vec<_> = text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect();
    lines.iter().all(|line| line.width() <= width).then_some(lines)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn write_block(markup: &mut String, block: &Block, depth: usize) {
    let mut wrap = |tag: &str, words: &str| {
        write!(markup, "<{tag}>{}</{tag}>", escape(words)).expect("a string takes everything");
    };
    match block {
        Block::Heading { text, .. } => wrap("p", &text_of(text)),
        Block::Paragraph { text, .. } => wrap("p", &text_of(text)),
        Block::Figure { caption, .. } => {
            let words = text_of(caption);
            if !words.is_empty() {
                wrap("p", &format!("[{words}]"));
            }
        }
        Block::Code { text, .. } => wrap("pre", text),
        Block::Table { rows, .. } => rows.iter().for_each(|row| {
            wrap("p", &row.iter().map(text_of).collect::<Vec<_>>().join(" | "));
        }),
        Block::Rule => markup.push_str("<p>* * *</p>"),
        Block::BlockQuote(inner) if depth < MAX_DEPTH => {
            markup.push_str("<blockquote>");
            inner.iter().for_each(|block| write_block(markup, block, depth + 1));
            markup.push_str("</blockquote>");
        }
        Block::BlockQuote(inner) => inner.iter().for_each(|block| write_block(markup, block, depth + 1)),
        Block::List { start, items } => write_list(markup, *start, items, depth),
    }
}

fn write_list(markup: &mut String, start: Option<u32>, items: &[Vec<Block>], depth: usize) {
    let nested = depth < MAX_DEPTH;
    let tag = if start.is_some() { "ol" } else { "ul" };
    if nested {
        match start {
            Some(start) => write!(markup, "<ol start=\"{start}\">").expect("a string takes everything"),
            None => markup.push_str("<ul>"),
        }
    }
    for item in items {
        if nested {
            markup.push_str("<li>");
        }
        item.iter().for_each(|block| write_block(markup, block, depth + 1));
        if nested {
            markup.push_str("</li>");
        }
    }
    if nested {
        write!(markup, "</{tag}>").expect("a string takes everything");
    }
}

/// Breaks a line hard, between graphemes where a word is too long.
fn fold(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut filled = 0;
    for word in line.split_word_bounds() {
        if filled + word.width() > width && filled > 0 {
            lines.push(String::new());
            filled = 0;
            if word.trim().is_empty() {
                continue;
            }
        }
        for grapheme in word.graphemes(true) {
            if filled + grapheme.width() > width && filled > 0 {
                lines.push(String::new());
                filled = 0;
            }
            filled += grapheme.width();
            if let Some(last) = lines.last_mut() {
                last.push_str(grapheme);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{table_lines, text_for_pipes};
    use crate::document::{Block, Context, from_html};

    fn table(markup: &str, width: usize) -> String {
        let document = from_html(&format!("<p>Ships.</p><table>{markup}</table>"), &Context::default());
        let table = document.blocks.iter().find_map(|block| match block {
            Block::Table { head, rows } => Some(table_lines(rows, *head, width).join("\n")),
            _ => None,
        });
        table.unwrap()
    }

    #[test]
    fn short_entries_are_whole_and_rows_of_one_line_stand_close() {
        let ships = "<tr><th>Ship</th><th>Tonnes</th></tr><tr><td>Heron</td><td>5.2 kt</td></tr>\
                     <tr><td>Gull</td><td>0.8 kt</td></tr>";
        assert_eq!(
            table(ships, 40),
            "─────┬──────\nShip │Tonnes\n─────┼──────\nHeron│5.2 kt\nGull │0.8 kt\n─────┴──────"
        );
        let long = ships.replace("Heron", "The Heron of Brask, which carried grain");
        assert_eq!(
            table(&long, 24),
            "─────────────────┬──────\nShip             │Tonnes\n─────────────────┼──────\n\
             The Heron of     │5.2 kt\nBrask, which     │\ncarried grain    │\n\
             ─────────────────┼──────\nGull             │0.8 kt\n─────────────────┴──────"
        );
    }

    #[test]
    fn keeps_to_every_width() {
        let body = "<p>The harbour council of Brask met for nine hours on Sunday.</p><ul><li>one<ul><li>two</li></ul></li></ul>\
                    <table><tr><th>Port</th><th>Ships</th></tr><tr><td>Brask</td><td>12 漢字漢字漢字</td></tr></table>";
        let document = from_html(body, &Context::default());
        for width in [1, 2, 5, 8, 10, 20, 40, 80, 500] {
            for line in text_for_pipes(&document, width).lines() {
                assert!(line.width() <= width.max(8), "{width}: {line}");
            }
        }
        assert!(text_for_pipes(&document, 0).contains("nine hours on Sunday."));
    }

    #[test]
    fn lays_out_tables() {
        let document = from_html(
            "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Brask</td><td>12</td></tr></table>",
            &Context::default(),
        );
        let Some(Block::Table { rows, head }) = document.blocks.first() else {
            panic!("no table")
        };
        let lines = table_lines(rows, *head, 40);
        assert!(
            lines.iter().any(|line| line.contains("Brask") && line.contains("12")),
            "{lines:?}"
        );
        assert_eq!(table_lines(rows, *head, 8), ["Port", "  Ships", "Brask", "  12"]);
    }
}
