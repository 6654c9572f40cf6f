//! Plain text in lines: what the screen says by itself rather than what an article says.

use unicode_segmentation::UnicodeSegmentation;

use crate::typeset::cells::width;

/// The longest beginning of a text that takes at most so many cells.
pub fn cut(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > room {
            return text.get(..at).unwrap_or(text).trim_end();
        }
    }
    text
}

/// Breaks text into lines of at most `room` cells, at blanks where there are any; at most `max` lines, the last one cut.
pub fn wrap(text: &str, room: usize, max: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last = String::new();
    for word in text.split_whitespace() {
        let needed = width(word) + usize::from(!last.is_empty());
        if last.is_empty() || width(&last) + needed <= room {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        } else if lines.len() + 1 == max {
            last = format!("{}…", cut(&last, room.saturating_sub(1)));
            break;
        } else {
            lines.push(std::mem::replace(&mut last, word.to_owned()));
        }
    }
    lines.push(last);
    lines
}

#[cfg(test)]
mod tests {
    use super::{cut, wrap};

    #[test]
    fn cuts_between_graphemes() {
        assert_eq!(cut("漢字かな", 5), "漢字");
    }

    #[test]
    fn wraps_at_blanks_and_cuts_the_last_line() {
        assert_eq!(wrap("one two three four", 8, 2), ["one two", "three…"]);
        assert_eq!(wrap("one two", 8, 3), ["one two"]);
    }
}
