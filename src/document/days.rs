//! The days that a line of text names, in the words and orders of any language.

use std::ops::Range;

use crate::document::lexicon::lexicon;
use crate::model::{Language, Published, month, read_day};

/// How an outlet writes its dates.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) language: Language,
    /// Where slashes part a date, whether its day comes first.
    pub(crate) day_first: bool,
}

/// The days that a line names, with where: "19 December 2025", "December 19th, 2025 8:00 PM", "19.12.2025", "2025年12月19日".
pub(crate) fn days_in(line: &str, style: Style) -> Vec<(Range<usize>, Published)> {
    let has_year = line.bytes().filter(u8::is_ascii_digit).count() >= 4;
    let mut words: Vec<(usize, &str)> = Vec::new();
    if has_year {
        let mut from = 0;
        for (at, sign) in line.char_indices().chain([(line.len(), ' ')]) {
            if sign.is_whitespace()
                || matches!(
                    sign,
                    '|' | '•' | '·' | '(' | ')' | '[' | ']' | ',' | '@' | '（' | '）' | '：'
                )
            {
                if at > from {
                    words.push((from, line.get(from..at).unwrap_or_default()));
                }
                from = at + sign.len_utf8();
            }
        }
    }
    let mut found: Vec<(Range<usize>, Published)> = Vec::new();
    let mut next = 0;
    while next < words.len() {
        match day_at(&words, next, style) {
            Some((until, at)) => {
                let start = words.get(next).map_or(0, |(start, _)| *start);
                let end = words
                    .get(until - 1)
                    .map_or(line.len(), |(start, word)| start + word.len());
                found.push((start..end, at));
                next = until;
            }
            None => next += 1,
        }
    }
    found
}

/// A date that begins at a word, and the word after it.
fn day_at(words: &[(usize, &str)], from: usize, style: Style) -> Option<(usize, Published)> {
    let word = |at: usize| {
        words
            .get(at)
            .map(|(_, word)| word.trim_matches(['.', ':', ';', '-', '–', '—']))
            .unwrap_or_default()
    };
    // "19 de diciembre de 2025", "den 19. December", "19th of December".
    let after = |at: usize| {
        if matches!(word(at), "de" | "of" | "del" | "d'") {
            at + 1
        } else {
            at
        }
    };
    let first = word(from);
    let second = after(from + 1);
    let third = after(second + 1);
    let named = |day: usize, month: usize, year: usize| {
        let day = day_of(word(day))?;
        let (month, year) = (month_of(word(month), style)?, year_of(word(year))?);
        Some(format!("{year:04}-{month:02}-{day:02}"))
    };
    let (day, until) = named(from, second, third)
        .or_else(|| named(second, from, third))
        .or_else(|| named(third, second, from))
        .map(|day| (day, third + 1))
        .or_else(|| numbered(first, style.day_first).map(|day| (day, from + 1)))?;
    let (clock, until) = clock_after(words, until);
    let text = format!("{day} {clock}");
    read_day(&text, false)
        .or_else(|| read_day(&day, false))
        .map(|at| (until, at))
}

fn day_of(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|sign: char| sign.is_alphabetic() || matches!(sign, '.' | 'º' | '°' | 'ª'));
    let short = word.len() <= digits.len() + 3;
    digits.parse().ok().filter(|day| short && (1..=31).contains(day))
}

fn year_of(word: &str) -> Option<u16> {
    let digits = word
        .get(..4)
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    // "2025г." and "2025-го" are years; "2025th" and "20251" are none.
    let rest = word.get(4..)?;
    let year = digits.parse().ok().filter(|year| (1990..2100).contains(year))?;
    (rest.chars().count() <= 3 && !rest.starts_with(|sign: char| sign.is_ascii_alphanumeric())).then_some(year)
}

/// The month that a word names in full or short; in a language without a list of ours, by its beginning.
fn month_of(word: &str, style: Style) -> Option<i8> {
    let lower = word.to_lowercase();
    let listed = lexicon().dates.contains(lower.as_str());
    let unlisted = || style.language != Language::UNKNOWN && style.language.lexicon().is_none();
    (listed || unlisted()).then(|| month(&lower))?
}

/// `2025-12-19`, `19.12.2025`, `12/19/25`, `2025年12月19日`, with whatever follows at once.
fn numbered(word: &str, day_first: bool) -> Option<String> {
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut marks = Vec::new();
    let mut rest = word;
    while numbers.len() < 3 {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        numbers.push((rest.get(..digits)?.parse().ok()?, digits));
        rest = rest.get(digits..)?;
        let Some(mark) = rest.chars().next() else { break };
        if numbers.len() < 3 {
            marks.push(mark);
            rest = rest.get(mark.len_utf8()..)?;
        }
    }
    if rest.starts_with(|sign: char| sign.is_ascii_alphanumeric() && sign != 'T') {
        return None;
    }
    let &[(first, wide), (second, _), (third, narrow)] = numbers.as_slice() else {
        return None;
    };
    let (year, month, day) = match marks.as_slice() {
        ['年' | '년', '月' | '월'] => (first, second, third),
        [mark, other] if mark == other && matches!(mark, '-' | '.' | '/') => match (wide, narrow) {
            (4, 1 | 2) => (first, second, third),
            (1 | 2, 2 | 4) => {
                let year = if narrow == 2 { 2000 + third } else { third };
                let day_first = second <= 12 && (first > 12 || *mark != '/' || day_first);
                if day_first {
                    (year, second, first)
                } else {
                    (year, first, second)
                }
            }
            _ => return None,
        },
        _ => return None,
    };
    let known = (1990..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    known.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The time of day that follows, with its zone, and the word after it.
fn clock_after(words: &[(usize, &str)], from: usize) -> (String, usize) {
    let is_clock =
        |word: &str| word.len() <= 12 && word.contains(':') && word.starts_with(|sign: char| sign.is_ascii_digit());
    // "at", "um", "–".
    let start = (from..from + 3).find(|at| words.get(*at).is_some_and(|(_, word)| is_clock(word)));
    let Some(start) = start else {
        return (String::new(), from);
    };
    let follows = |word: &str| {
        let bare: String = word.chars().filter(|sign| *sign != '.').collect();
        matches!(&*bare.to_lowercase(), "am" | "pm" | "uhr" | "h")
            || bare.len() <= 6
                && bare
                    .chars()
                    .all(|sign| sign.is_ascii_uppercase() || matches!(sign, '+' | '-') || sign.is_ascii_digit())
    };
    let end = (start + 1..start + 3)
        .take_while(|at| words.get(*at).is_some_and(|(_, word)| follows(word)))
        .last()
        .map_or(start + 1, |at| at + 1);
    let clock: Vec<_> = words
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .map(|(_, word)| *word)
        .collect();
    (clock.join(" "), end)
}
