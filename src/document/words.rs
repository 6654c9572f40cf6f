//! How many words a text has. Every article is counted as it comes and again as it is cleaned, so ASCII, which most of it is,
//! is counted 64 bytes at a time.

/// Words of a text: runs between blanks with a letter or digit, and one more for each pair of Chinese or Japanese characters.
pub(crate) fn count_words(text: &str) -> usize {
    count_words_to(usize::MAX, text)
}

/// The same, but counting may end once there are more than so many.
pub(crate) fn count_words_to(most: usize, text: &str) -> usize {
    let mut count = Count::default();
    let mut rest = text;
    while count.words <= most && !rest.is_empty() {
        let whole = rest.as_bytes().first_chunk().filter(|bytes| bytes.is_ascii());
        let end = match whole {
            Some(bytes) => {
                count.ascii(bytes);
                CHUNK
            }
            None => count.part(rest),
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    count.words + count.unspaced / 2
}

/// Bytes that are looked at in one go.
const CHUNK: usize = 64;

/// What was counted so far, and in what it ended.
#[derive(Default)]
struct Count {
    words: usize,
    unspaced: usize,
    /// Whether the text so far ends within a run, and whether that run was counted.
    open: bool,
    counted: bool,
}

impl Count {
    /// Counts the first bytes of a text that are few, or not all ASCII, and gives how many.
    fn part(&mut self, text: &str) -> usize {
        let end = text.ceil_char_boundary(CHUNK);
        let part = text.get(..end).unwrap_or(text);
        if part.len() < CHUNK && part.is_ascii() {
            // At the text's end blanks follow.
            let mut bytes = [b' '; CHUNK];
            bytes[..part.len()].copy_from_slice(part.as_bytes());
            self.ascii(&bytes);
        } else {
            part.chars().for_each(|sign| self.sign(sign));
        }
        part.len()
    }

    fn sign(&mut self, sign: char) {
        if is_blank(sign) {
            (self.open, self.counted) = (false, false);
            return;
        }
        self.open = true;
        self.unspaced += usize::from(matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
        if !self.counted && sign.is_alphanumeric() {
            self.words += 1;
            self.counted = true;
        }
    }

    /// Sixty-four bytes of ASCII as bits of two numbers: which are in a run, and which of those are letters. Adding the starts of
    /// runs to the marks carries each start through the marks before the run's first letter, to that letter.
    fn ascii(&mut self, bytes: &[u8; CHUNK]) {
        let (mut runs, mut letters) = (0, 0);
        for (at, eight) in bytes.as_chunks().0.iter().enumerate() {
            let eight = u64::from_le_bytes(*eight);
            runs |= gather(from(eight, b'!')) << (8 * at);
            letters |= gather(alphanumeric(eight)) << (8 * at);
        }
        let marks = runs & !letters;
        let starts = runs & !(runs << 1 | u64::from(self.open));
        // A run that goes on without a letter so far starts here once more.
        let starts = starts | runs & u64::from(self.open && !self.counted);
        let (carried, beyond) = starts.overflowing_add(marks);
        self.words += (carried & letters).count_ones() as usize;
        self.open = runs >> 63 == 1;
        self.counted = self.open && !beyond;
    }
}

fn is_blank(sign: char) -> bool {
    sign <= ' ' || sign.is_whitespace()
}

/// The highest bit of each of eight ASCII bytes that are this or above it; the other bits say nothing.
fn from(eight: u64, least: u8) -> u64 {
    eight + u64::from_le_bytes([0x80 - least; 8])
}

/// The same for letters and digits.
fn alphanumeric(eight: u64) -> u64 {
    let small = eight | u64::from_le_bytes([0x20; 8]);
    from(small, b'a') & !from(small, b'z' + 1) | from(eight, b'0') & !from(eight, b'9' + 1)
}

/// The highest bits of eight bytes, the first byte's as the lowest.
fn gather(eight: u64) -> u64 {
    // The product moves the lowest bit of each byte into the highest byte.
    (eight >> 7 & u64::from_le_bytes([1; 8])).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::{Count, count_words, count_words_to};

    fn one_by_one(text: &str) -> usize {
        let mut count = Count::default();
        text.chars().for_each(|sign| count.sign(sign));
        count.words + count.unspaced / 2
    }

    #[test]
    fn a_word_has_a_letter_or_a_digit() {
        for (text, words) in [
            ("", 0),
            ("One word-play -- \"two\" & 3.", 4),
            ("Слово – «друге»", 2),
            ("東京都で会議", 4),
            ("a\u{a0}b\tc\n\nd", 4),
        ] {
            assert_eq!(count_words(text), words, "{text}");
        }
        let long = "one two ".repeat(100);
        assert_eq!(count_words(&long), 200);
        assert!((51..200).contains(&count_words_to(50, &long)));
    }

    proptest! {
        #[test]
        fn many_at_once_are_as_many_as_one_by_one(text in "([a-zA-Z09]|[-.\"@\\[`{/:~\u{7f}]| |\n|-{60,140}|[a-z]{60,140}|[é–я ]){0,200}") {
            prop_assert_eq!(count_words(&text), one_by_one(&text));
        }
    }
}
