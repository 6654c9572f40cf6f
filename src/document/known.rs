//! Texts as words that can be found again, whatever markup, blanks and signs stand between them.

use std::collections::HashSet;

/// Words that must come one after the other to be recognised.
pub(crate) const RUN: usize = 4;

/// Words as numbers; a Chinese or Japanese character is a word.
pub(crate) fn words_of(text: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut word = 0;
    for sign in text.chars() {
        if sign.is_ascii_alphanumeric() {
            word = mix(word, u64::from(u32::from(sign.to_ascii_lowercase())));
            continue;
        }
        let alone = matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
        let inside = !sign.is_ascii() && sign.is_alphanumeric();
        if (alone || !inside) && word != 0 {
            words.push(std::mem::take(&mut word));
        }
        if inside {
            for sign in sign.to_lowercase() {
                word = mix(word, u64::from(u32::from(sign)));
            }
        }
        if alone && word != 0 {
            words.push(std::mem::take(&mut word));
        }
    }
    if word != 0 {
        words.push(word);
    }
    words
}

/// A step of a hash (FNV-1a with a final turn): nothing here is an attacker's gain, and it runs for every letter.
fn mix(hash: u64, more: u64) -> u64 {
    ((hash ^ more).wrapping_mul(0x0100_0000_01b3)).rotate_left(23) | 1
}

/// Runs of words of a text, and its lines whole.
pub(crate) struct Known {
    runs: HashSet<u64>,
    lines: HashSet<u64>,
    /// Words in all.
    pub(crate) words: usize,
}

impl Known {
    pub(crate) fn of(text: &str) -> Self {
        let mut known = Self {
            runs: HashSet::new(),
            lines: HashSet::new(),
            words: 0,
        };
        let mut all = Vec::new();
        for line in text.lines() {
            let words = words_of(line);
            known.lines.insert(hash(&words));
            all.extend(words);
        }
        known.words = all.len();
        known.runs.extend(all.windows(RUN).map(hash));
        known
    }

    /// The share of a line that is known.
    pub(crate) fn share(&self, words: &[u64]) -> f32 {
        if words.len() < RUN {
            return f32::from(u8::from(!words.is_empty() && self.lines.contains(&hash(words))));
        }
        let runs = words.windows(RUN);
        let count = runs.len();
        runs.filter(|run| self.runs.contains(&hash(run))).count() as f32 / count as f32
    }
}

/// One number for some words in order.
pub(crate) fn hash(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |hash, word| mix(hash, *word))
}

#[cfg(test)]
mod tests {
    use super::{Known, words_of};

    #[test]
    fn knows_words_again() {
        let known = Known::of("The ferry to Lund, late again!\nNobody asked.");
        assert!((known.share(&words_of("the FERRY — to <Lund> late")) - 1.0).abs() < 0.01);
        assert!((known.share(&words_of("nobody asked")) - 1.0).abs() < 0.01);
        assert!(known.share(&words_of("asked nobody about the ferry")) < 0.5);
        assert_eq!(words_of("漢字 ab").len(), 3);
    }
}
