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

/// A text cut to at most so many cells, with an ellipsis where something is missing.
pub fn clip(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += cells(grapheme);
        if used >= most {
            break;
        }
        cut.push_str(grapheme);
    }
    if most > 0 {
        cut.push('…');
    }
    cut
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
    use super::{clip, width};

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

    #[test]
    fn clips_with_an_ellipsis() {
        for (text, most, cut) in [
            ("talks", 5, "talks"),
            ("talks", 4, "tal…"),
            ("漢字漢", 4, "漢…"),
            ("talks", 0, ""),
        ] {
            assert_eq!(clip(text, most), cut);
        }
    }
}
