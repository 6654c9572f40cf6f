//! The one type for text that may be shown.
//!
//! Its door are [`Clean::line`] and [`Clean::text`]: whatever comes from outside passes one of them before it
//! reaches a cell, standard output, a log or an error. Absent by design: escaping for any one medium.

use std::fmt;
use std::ops::Deref;

/// Combining marks kept on one base character: more only serves to smear over neighbouring lines.
const MAX_MARKS: usize = 8;

/// Text without control characters, bidirectional overrides, invisible fillers and stacked marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clean(String);

impl Clean {
    /// One line: every run of white space and line breaks becomes one blank, the ends are trimmed.
    pub fn line(raw: &str) -> Self {
        let mut line = String::with_capacity(raw.len());
        let blank = |sign: char| sign.is_whitespace() && sign != '\u{a0}' && sign != '\u{202f}';
        let mut gap = false;
        sift(raw, |piece| {
            gap |= piece.starts_with(blank);
            for (before, word) in piece.split(blank).filter(|word| !word.is_empty()).enumerate() {
                if (std::mem::take(&mut gap) || before > 0) && !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            gap |= piece.ends_with(blank);
        });
        Self(line)
    }

    /// Text whose line breaks, tabs and blanks stay as they are.
    pub fn text(raw: &str) -> Self {
        let mut text = String::with_capacity(raw.len());
        sift(raw, |piece| text.push_str(piece));
        Self(text)
    }

    /// As [`Self::line`], cut at `max` characters with an ellipsis.
    pub fn title(raw: &str, max: usize) -> Self {
        // Sifting all of 5 MB for a title is work for nothing, and few sources are much longer than their line.
        let short = first_chars(raw, max + max / 8);
        let mut line = Self::line(short);
        if short.len() < raw.len() && line.chars().nth(max).is_none() {
            line = Self::line(first_chars(raw, max * 8));
        }
        if let Some((end, _)) = line.char_indices().nth(max) {
            line.0.truncate(end);
            line.0.push('…');
        }
        line
    }

    /// The text as an owned string.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl serde::Serialize for Clean {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

fn first_chars(text: &str, max: usize) -> &str {
    let end = text.char_indices().nth(max).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

/// Hands all that may be shown to `keep`, in order and in pieces.
fn sift(raw: &str, mut keep: impl FnMut(&str)) {
    let mut before = '\0';
    let mut marks = 0;
    let mut rest = raw;
    loop {
        let (piece, special) = rest.split_at(plain_length(rest));
        if let Some(last) = piece.chars().next_back() {
            keep(piece);
            (before, marks) = (last, 0);
        }
        let mut signs = special.chars();
        let Some(sign) = signs.next() else { return };
        rest = signs.as_str();
        let after = signs.next();
        let kept = match sign {
            '\r' if after == Some('\n') => continue,
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
            '\t' => sign,
            // Blanks that look like nothing and carry nothing.
            '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}' => ' ',
            // Joiners mean something inside emoji and in the scripts that shape by them.
            '\u{200d}' if joins(before) && after.is_some_and(joins) => sign,
            '\u{200c}' if shapes(before) && after.is_some_and(shapes) => sign,
            '\u{fe0f}' | '\u{fe0e}' if pictures(before) => sign,
            _ if hidden(sign) => continue,
            _ => sign,
        };
        if stacks(kept) {
            marks += 1;
            if marks > MAX_MARKS {
                continue;
            }
        } else {
            marks = 0;
        }
        before = kept;
        keep(kept.encode_utf8(&mut [0; 4]));
    }
}

/// Bytes at a text's beginning that stay as they are.
fn plain_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        // Most of most texts; decoding it takes five times as long, looking at it byte by byte twice as long.
        let rest = text.as_bytes().get(length..).unwrap_or_default();
        let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
        let (chunks, _) = rest.as_chunks::<32>();
        let whole = |chunk: &&[u8; 32]| chunk.iter().fold(true, |all, byte| all & plain(byte));
        let skipped = 32 * chunks.iter().take_while(whole).count();
        length += skipped + rest[skipped..].iter().take_while(|byte| plain(byte)).count();
        match text.get(length..).and_then(|rest| rest.chars().next()) {
            Some(sign) if is_plain(sign) => length += sign.len_utf8(),
            _ => return length,
        }
    }
}

/// Characters that stay as they are wherever they stand: most of all that is ever written.
fn is_plain(sign: char) -> bool {
    matches!(sign, ' '..='~' | '\n' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}'
        | '\u{48a}'..='\u{52f}' | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}')
}

/// Characters that never reach a reader: controls, direction overrides, invisible signs, noncharacters.
fn hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}')
        || u32::from(sign) & 0xfffe == 0xfffe
}

fn joins(sign: char) -> bool {
    pictures(sign) || shapes(sign) || matches!(sign, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Arabic, Syriac and the Indic scripts, whose shapes follow joiners.
fn shapes(sign: char) -> bool {
    matches!(sign, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn pictures(sign: char) -> bool {
    matches!(sign, '#' | '*' | '0'..='9' | '©' | '®' | '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

fn stacks(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::Clean;

    #[test]
    fn keeps_nothing_that_a_terminal_obeys() {
        for (raw, shown) in [
            ("A\x1b]52;c;SGk=\x07B", "A]52;c;SGk=B"),
            ("\u{9b}2J\u{9d}0;x\u{90}", "2J0;x"),
            ("a\u{202e}b\u{2066}c\u{200f}", "abc"),
            ("x\u{200b}y\u{feff}\u{ad}z\u{e0041}", "xyz"),
            ("  two\r\n\tlines \u{2028} here ", "two lines here"),
            ("\u{3164}blank\u{2800}", "blank"),
            ("\u{fffe}\u{fdd0}end\x7f", "end"),
        ] {
            assert_eq!(&*Clean::line(raw), shown, "{raw:?}");
        }
    }

    #[test]
    fn keeps_what_scripts_and_emoji_need() {
        for whole in ["👨‍👩‍👧‍👦 ❤️ 1️⃣ 👍🏽", "السلام", "क्‍ष", "می‌خواهم", "กำลัง", "ﾊﾞ 漢"]
        {
            assert_eq!(&*Clean::line(whole), whole);
        }
    }

    #[test]
    fn bounds_stacked_marks_and_titles() {
        let zalgo = format!("e{}", "\u{301}".repeat(1000));
        assert_eq!(Clean::line(&zalgo).chars().count(), 9);
        assert_eq!(&*Clean::title(&"é".repeat(5000), 10), "éééééééééé…");
    }

    #[test]
    fn keeps_the_shape_of_text() {
        assert_eq!(&*Clean::text("a\r\n\tb  c"), "a\n\tb  c");
    }
}
