//! Words as the index counts them: in lower case, cut to their first letters, so that most endings fall away.

use crate::model::is_unspaced;

/// Letters that are left of a word.
const STEM: usize = 5;
/// Words of a title that are looked at.
const TITLE_WORDS: usize = 60;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// With a capital: a name, or the first word of a sentence.
    Capital,
    /// In any other way.
    Plain,
}

/// Calls `keep` with a number for the stem of each of a text's first so many words. Scripts without blanks are read by
/// pairs of signs.
pub(crate) fn stems(text: &str, words: usize, mut keep: impl FnMut(u64, Written)) {
    let mut left = words;
    let mut stem = Stem::default();
    let mut unspaced = None;
    for sign in text.chars() {
        let before = unspaced.take();
        if is_unspaced(sign) {
            left -= usize::from(stem.end(&mut keep)).min(left);
            if let Some(before) = before {
                keep(mix(mix(SEED, before), sign), Written::Plain);
                left = left.saturating_sub(1);
            }
            unspaced = Some(sign);
        } else if sign.is_alphanumeric() {
            stem.push(sign);
        } else if !matches!(sign, '\'' | '’' | 'ʼ') && stem.end(&mut keep) {
            left = left.saturating_sub(1);
        }
        if left == 0 {
            return;
        }
    }
    stem.end(&mut keep);
}

/// The same for a title.
pub(crate) fn title_stems(title: &str, keep: impl FnMut(u64, Written)) {
    stems(title, TITLE_WORDS, keep);
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// A word as it is being read.
#[derive(Default)]
struct Stem {
    hash: u64,
    letters: usize,
    capital: bool,
}

impl Stem {
    fn push(&mut self, sign: char) {
        if self.letters == 0 {
            self.hash = SEED;
            self.capital = sign.is_uppercase();
        }
        if self.letters < STEM {
            for small in sign.to_lowercase() {
                self.hash = mix(self.hash, small);
            }
        }
        self.letters += 1;
    }

    /// Hands the word over, where one was begun. Single letters say nothing.
    fn end(&mut self, keep: &mut impl FnMut(u64, Written)) -> bool {
        let Self { hash, letters, capital } = std::mem::take(self);
        if letters > 1 {
            keep(hash, if capital { Written::Capital } else { Written::Plain });
        }
        letters > 0
    }
}

fn mix(hash: u64, sign: char) -> u64 {
    (hash ^ u64::from(u32::from(sign)))
        .wrapping_mul(0xff51_afd7_ed55_8ccd)
        .rotate_left(29)
}

#[cfg(test)]
mod tests {
    use super::{Written, stems};

    fn read(text: &str, words: usize) -> Vec<(u64, Written)> {
        let mut read = Vec::new();
        stems(text, words, |stem, written| read.push((stem, written)));
        read
    }

    #[test]
    fn endings_case_and_marks_fall_away() {
        for (one, other) in [
            ("harbours", "Harbour,"),
            ("переговорами", "ПЕРЕГОВОРИ"),
            ("l’accord d'hier", "l'accord d’hier"),
        ] {
            let plain = |text| read(text, 9).into_iter().map(|(stem, _)| stem).collect::<Vec<_>>();
            assert_eq!(plain(one), plain(other), "{one}");
        }
        assert_eq!(read("Brask a port", 9).len(), 2);
        assert_eq!(read("Brask", 9)[0].1, Written::Capital);
    }

    #[test]
    fn reads_no_further_than_asked() {
        assert_eq!(read("one two three four", 3).len(), 3);
        assert_eq!(read("港湾封鎖", 9).len(), 3);
        assert_eq!(read(&"港湾".repeat(500), 40).len(), 40);
        assert!(read("", 3).is_empty() && read("— … !", 3).is_empty());
    }
}
