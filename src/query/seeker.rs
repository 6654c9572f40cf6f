//! Where what a query looks for stands in a text: what snippets and the opened article mark.

use std::ops::Range;

use regex::Regex;

use crate::model::is_unspaced;
use crate::query::fold::fold_sign;
use crate::query::tree::Query;

/// Hits of one regular expression in one text: it may fit everywhere.
const MAX_FITTING: usize = 500;

/// The words, phrases and regular expressions of a query, ready for many texts.
#[derive(Debug, Default)]
pub struct Seeker {
    /// Folded, and whether any ending will do.
    needles: Vec<(String, bool)>,
    /// Whether no needle is a phrase.
    single: bool,
    patterns: Vec<Regex>,
}

impl Seeker {
    /// What a query looks for.
    pub fn of(query: &Query) -> Self {
        Self::new(&query.words(), query.patterns())
    }

    fn new(words: &[&str], patterns: Vec<Regex>) -> Self {
        let needles = words.iter().map(|word| {
            let (word, cut) = word.strip_suffix('*').map_or((*word, false), |stem| (stem, true));
            (Flat::of(word).signs.trim().to_owned(), cut)
        });
        let needles: Vec<_> = needles.filter(|(needle, _)| !needle.is_empty()).collect();
        Self {
            single: needles.iter().all(|(needle, _)| !needle.contains(' ')),
            needles,
            patterns,
        }
    }

    /// How many things it looks for.
    pub fn count(&self) -> usize {
        self.needles.len() + self.patterns.len()
    }

    /// Where they stand: byte ranges, in order, apart.
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        if !self.needles.is_empty() {
            let flat = if self.single && text.is_ascii() {
                Flat::of_plain(text)
            } else {
                Flat::of(text)
            };
            for (needle, cut) in &self.needles {
                flat.find(needle, *cut, &mut found);
            }
        }
        for pattern in &self.patterns {
            let fitting = pattern.find_iter(text).map(|hit| hit.range());
            found.extend(fitting.filter(|hit| !hit.is_empty()).take(MAX_FITTING));
        }
        found.sort_by_key(|range| (range.start, range.end));
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
        for range in found {
            match apart.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => apart.push(range),
            }
        }
        apart
    }
}

/// A text folded, every run of what is no letter one blank, and where each byte of it came from; empty where each is in its place.
struct Flat {
    signs: String,
    from: Vec<u32>,
}

impl Flat {
    fn of(text: &str) -> Self {
        let mut flat = Self {
            signs: String::with_capacity(text.len()),
            from: Vec::with_capacity(text.len() + 1),
        };
        for (at, sign) in text.char_indices() {
            // Most signs of most texts; the general way takes five times as long.
            if sign.is_ascii_alphanumeric() {
                flat.signs.push(sign.to_ascii_lowercase());
            } else if !fold_sign(sign, &mut flat.signs) && !flat.signs.ends_with(' ') {
                flat.signs.push(' ');
            }
            flat.from.resize(flat.signs.len(), at as u32);
        }
        flat.from.push(text.len() as u32);
        flat
    }

    /// The same of ASCII, a tenth of the work, but with runs of blanks as they are: for single words that makes no difference.
    fn of_plain(text: &str) -> Self {
        let sign = |byte: u8| {
            if byte.is_ascii_alphanumeric() {
                byte.to_ascii_lowercase()
            } else {
                b' '
            }
        };
        Self {
            signs: String::from_utf8(text.bytes().map(sign).collect()).unwrap_or_default(),
            from: Vec::new(),
        }
    }

    /// Where a byte came from.
    fn origin(&self, at: usize) -> Option<usize> {
        if self.from.is_empty() {
            Some(at)
        } else {
            self.from.get(at).map(|from| *from as usize)
        }
    }

    fn find(&self, needle: &str, cut: bool, found: &mut Vec<Range<usize>>) {
        let loose_start = needle.chars().next().is_some_and(is_unspaced);
        let loose_end = cut || needle.chars().next_back().is_some_and(is_unspaced);
        for (at, _) in self.signs.match_indices(needle) {
            let end = at + needle.len();
            let before = self.signs.get(..at).and_then(|head| head.chars().next_back());
            let after = self.signs.get(end..).and_then(|tail| tail.chars().next());
            let starts = loose_start || before.is_none_or(|sign| sign == ' ' || is_unspaced(sign));
            let ends = loose_end || after.is_none_or(|sign| sign == ' ' || is_unspaced(sign));
            if !starts || !ends {
                continue;
            }
            let end = if cut && !loose_start {
                self.signs
                    .get(end..)
                    .and_then(|tail| tail.find(' '))
                    .map_or(self.signs.len(), |more| end + more)
            } else {
                end
            };
            if let (Some(first), Some(last)) = (self.origin(at), self.origin(end)) {
                found.push(first..last);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Seeker;
    use crate::query::tree::Query;

    #[test]
    fn plain_text_has_the_same_hits_as_any() {
        for text in [
            "",
            "Talks; talk's 'TALK' -- stalk",
            "talk",
            " - talk.\n\ntalking, re-talk  talk2",
        ] {
            for word in ["talk", "talk*", "Talk's", "ing", "2"] {
                let any = format!("{text} \u{e9}");
                let seeker = Seeker::new(&[word], Vec::new());
                assert_eq!(seeker.hits(text), seeker.hits(&any), "{word} in {text:?}");
            }
        }
    }

    #[test]
    fn finds_hits_where_they_stand() {
        let check = |text: &str, words: &[&str], expected: &[&str]| {
            let found: Vec<&str> = Seeker::new(words, Vec::new())
                .hits(text)
                .into_iter()
                .map(|range| text.get(range).unwrap())
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Die Überfahrt, uberfahrten", &["uberfahrt"], &["Überfahrt"]);
        check("talks and talking", &["talk*"], &["talks", "talking"]);
        check("is “ready – to talk” now", &["ready to talk"], &["ready – to talk"]);
        check("東京都で会議", &["京都"], &["京都"]);
        check("nothing", &["", "*", "\""], &[]);
        check("a e\u{301}te\u{301} b", &["été"], &["e\u{301}te\u{301}"]);
    }

    #[test]
    fn finds_what_expressions_fit() {
        let seeker = Seeker::of(&Query::parse(r"re:/\d+ (kt|knots)|x*/ wind").unwrap());
        assert_eq!(seeker.count(), 2);
        assert_eq!(seeker.hits("Wind of 40 knots"), [0..4, 8..16]);
        assert_eq!(Seeker::of(&Query::default()).count(), 0);
    }
}
