//! How many cells text takes: counted grapheme by grapheme, as ratatui's buffer does. Widths do not add up otherwise.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells that a text takes on the screen.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    text.graphemes(true).map(cells).sum()
}

/// Cells that one grapheme takes; 0 for one that is not drawn.
pub(crate) fn cells(grapheme: &str) -> usize {
    if grapheme.len() == 1 || grapheme.contains(char::is_control) {
        return usize::from(matches!(grapheme.as_bytes(), [b' '..=b'~']));
    }
    // As ratatui-core's cell_width.rs: half-width sound marks take a cell of their own on terminals.
    let marks = grapheme
        .chars()
        .filter(|sign| matches!(sign, '\u{ff9e}' | '\u{ff9f}'))
        .count();
    grapheme.width() + marks
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn counts_as_it_is_drawn() {
        for (text, count) in [
            ("", 0),
            ("plain text", 10),
            ("漢字", 4),
            ("e\u{301}", 1),
            ("👨‍👩‍👧‍👦", 2),
            ("السلام", 6),
            ("AﾊﾞB", 5),
            ("a\u{7}b", 2),
            (" \u{301}", 1),
        ] {
            assert_eq!(width(text), count, "{text:?}");
        }
    }
}
