//! Words and sentences of a text with their places, for comparing what articles say.

use std::ops::Range;

use crate::model::is_unspaced;

/// A word: in lower case, without apostrophes, and where it stands in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) at: Range<usize>,
    pub(crate) capital: bool,
    /// Within square brackets: the outlet's own, not the speaker's.
    pub(crate) added: bool,
}

impl Word {
    /// The beginning, which most endings leave alone.
    pub(crate) fn stem(&self) -> &str {
        stem(&self.text)
    }

    pub(crate) fn is_number(&self) -> bool {
        self.text.starts_with(|sign: char| sign.is_ascii_digit())
    }

    /// Long enough to tell what a text is about.
    pub(crate) fn tells(&self) -> bool {
        !self.is_number() && (self.capital || self.text.chars().count() > 3)
    }
}

/// The first five letters of a word.
pub(crate) fn stem(word: &str) -> &str {
    let end = word.char_indices().nth(5).map_or(word.len(), |(at, _)| at);
    word.get(..end).unwrap_or(word)
}

/// The words of a text. Numbers keep their separators. In scripts without blanks every sign is a word.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<Word> = None;
    let mut brackets = 0_usize;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let after = signs.peek().map(|(_, sign)| *sign);
        let end = at + sign.len_utf8();
        let within = open.as_ref().map(Word::is_number);
        let joins = match within {
            Some(true) => {
                matches!(sign, '.' | ',' | '\u{a0}' | '\u{202f}') && after.is_some_and(|sign| sign.is_ascii_digit())
            }
            Some(false) => matches!(sign, '\'' | '’' | 'ʼ') && after.is_some_and(char::is_alphabetic),
            None => false,
        };
        if sign.is_alphanumeric() || joins {
            let alone = is_unspaced(sign);
            if alone {
                words.extend(open.take());
            }
            let word = open.get_or_insert_with(|| Word {
                text: String::new(),
                at: at..at,
                capital: sign.is_uppercase(),
                added: brackets > 0,
            });
            if sign.is_alphanumeric() || within == Some(true) {
                word.text.extend(sign.to_lowercase());
            }
            word.at.end = end;
            if alone {
                words.extend(open.take());
            }
        } else {
            words.extend(open.take());
            match sign {
                '[' => brackets += 1,
                ']' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
        }
    }
    words.extend(open);
    words
}

/// The sentences of a text, in bytes. A point ends one only before a capital or a mark.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let (mut ended, mut gap) = (false, false);
    for (at, sign) in text.char_indices() {
        if sign.is_whitespace() {
            gap = ended;
        }
        if sign == '\n' || (gap && !sign.is_whitespace() && !sign.is_lowercase()) {
            push(&mut found, text, start..at);
            (start, gap) = (at, false);
        }
        ended = match sign {
            '.' | '!' | '?' | '…' => true,
            '。' | '！' | '？' => {
                push(&mut found, text, start..at + sign.len_utf8());
                start = at + sign.len_utf8();
                false
            }
            sign if sign.is_whitespace() || (closes(sign) && !gap) => ended,
            _ => false,
        };
        gap &= ended;
    }
    push(&mut found, text, start..text.len());
    found
}

fn closes(sign: char) -> bool {
    matches!(sign, '"' | '”' | '’' | '»' | '“' | ')')
}

fn push(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let Some(piece) = text.get(range.clone()) else { return };
    let before = piece.len() - piece.trim_start().len();
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        found.push(range.start + before..range.start + before + trimmed.len());
    }
}

#[cfg(test)]
mod tests {
    use super::{sentences, words};

    #[test]
    fn words_keep_their_places() {
        let text = "It’s 1,200 ships, [he said] in Ålborg…";
        let read: Vec<_> = words(text).into_iter().map(|word| (word.text, word.added)).collect();
        let shown: Vec<_> = read.iter().map(|(text, added)| (text.as_str(), *added)).collect();
        let expected = [
            ("its", false),
            ("1,200", false),
            ("ships", false),
            ("he", true),
            ("said", true),
            ("in", false),
        ];
        assert_eq!(shown[..6], expected);
        assert_eq!(text.get(words(text)[1].at.clone()), Some("1,200"));
        assert_eq!(words("港は閉鎖").len(), 4);
    }

    #[test]
    fn sentences_end_before_capitals() {
        let text = "It rained at 5.12 a.m. in Brask. “Nobody ran.” He left!\nThe end";
        let read: Vec<_> = sentences(text).into_iter().map(|at| text.get(at).unwrap()).collect();
        assert_eq!(
            read,
            [
                "It rained at 5.12 a.m. in Brask.",
                "“Nobody ran.”",
                "He left!",
                "The end"
            ]
        );
        assert!(sentences(" \n ").is_empty());
        assert_eq!(sentences("港は閉鎖。誰もいない。").len(), 2);
    }
}
