//! Numbers that articles contradict each other in: of the same thing, in the same connection, and not the same.

use std::collections::HashSet;

use crate::story::words::Word;

/// Terms that two sentences share at least, and in what part of the shorter, to be about the same thing.
const SHARED: usize = 3;
const PART: f32 = 0.34;

/// A number in an article.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// Its sentence's place among the article's.
    pub(crate) sentence: usize,
    /// Where it stands in the text, in bytes, with what it counts.
    pub(crate) at: std::ops::Range<usize>,
    /// What it counts: the stem of the word behind it.
    unit: String,
    value: f64,
    /// "More than", "about": not to be taken by the letter.
    rough: bool,
    /// What the sentence is about.
    about: HashSet<String>,
}

/// The numbers of a sentence that count something.
pub(crate) fn figures(sentence: usize, words: &[Word]) -> Vec<Figure> {
    let about: HashSet<String> = words
        .iter()
        .filter(|word| word.tells())
        .map(|word| word.stem().to_owned())
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(value) = value(&word.text).or_else(|| spelled(&word.text)) else {
            continue;
        };
        let Some(unit) = words
            .get(at + 1)
            .filter(|unit| !unit.is_number() && unit.text.chars().count() > 2)
        else {
            continue;
        };
        let before = words.get(at.saturating_sub(3)..at).unwrap_or_default();
        found.push(Figure {
            sentence,
            at: word.at.start..unit.at.end,
            unit: unit.stem().to_owned(),
            value,
            rough: before.iter().any(|word| ROUGH.contains(&word.stem())),
            about: about.clone(),
        });
    }
    found
}

/// Stems of words that say a number is not exact.
const ROUGH: &[&str] = &[
    "more",
    "over",
    "about",
    "aroun",
    "nearl",
    "almos",
    "least",
    "some",
    "under",
    "fewer",
    "less",
    "up",
    "rough",
    "appro",
    "mehr",
    "rund",
    "etwa",
    "fast",
    "knapp",
    "über",
    "unter",
    "minde",
    "bis",
    "понад",
    "близь",
    "майже",
    "щонай",
    "більш",
    "менш",
    "около",
    "почти",
    "более",
    "менее",
    "plus",
    "envir",
    "moins",
    "près",
    "presq",
    "más",
    "casi",
    "unos",
    "oltre",
    "circa",
    "quasi",
    "ponad",
    "około",
    "prawi",
    "cerca",
    "quase",
    "ruim",
    "bijna",
];

impl Figure {
    /// Whether the other one is about the same thing.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let shared = self
            .about
            .intersection(&other.about)
            .filter(|stem| **stem != self.unit)
            .count();
        let shorter = self.about.len().min(other.about.len()).max(1);
        self.unit == other.unit && shared >= SHARED && shared as f32 / shorter as f32 >= PART
    }

    /// Whether both cannot be right.
    pub(crate) fn contradicts(&self, other: &Self) -> bool {
        let apart = (self.value - other.value).abs();
        if self.rough || other.rough || apart < f64::EPSILON {
            return false;
        }
        // A round number is one that somebody has rounded.
        let rounded = |value: f64| value >= 100.0 && value % 50.0 == 0.0;
        !((rounded(self.value) || rounded(other.value)) && apart / self.value.max(other.value) < 0.1)
    }

    /// Whether it says the same.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        self.unit == other.unit && (self.value - other.value).abs() < f64::EPSILON
    }
}

/// The value of a number in words. The smallest are left out: "one of them", "the two sides".
fn spelled(word: &str) -> Option<f64> {
    let known = SPELLED.iter().find(|(_, words)| words.contains(&word));
    known.map(|(value, _)| f64::from(*value))
}

/// Numbers in English, German, French and Ukrainian.
const SPELLED: &[(u8, [&str; 4])] = &[
    (3, ["three", "drei", "trois", "троє"]),
    (4, ["four", "vier", "quatre", "четверо"]),
    (5, ["five", "fünf", "cinq", "пятеро"]),
    (6, ["six", "sechs", "six", "шестеро"]),
    (7, ["seven", "sieben", "sept", "семеро"]),
    (8, ["eight", "acht", "huit", "восьмеро"]),
    (9, ["nine", "neun", "neuf", "девять"]),
    (10, ["ten", "zehn", "dix", "десять"]),
    (11, ["eleven", "elf", "onze", "одинадцять"]),
    (12, ["twelve", "zwölf", "douze", "дванадцять"]),
    (13, ["thirteen", "dreizehn", "treize", "тринадцять"]),
    (14, ["fourteen", "vierzehn", "quatorze", "чотирнадцять"]),
    (15, ["fifteen", "fünfzehn", "quinze", "пятнадцять"]),
    (16, ["sixteen", "sechzehn", "seize", "шістнадцять"]),
    (17, ["seventeen", "siebzehn", "dix-sept", "сімнадцять"]),
    (18, ["eighteen", "achtzehn", "dix-huit", "вісімнадцять"]),
    (19, ["nineteen", "neunzehn", "dix-neuf", "девятнадцять"]),
    (20, ["twenty", "zwanzig", "vingt", "двадцять"]),
    (30, ["thirty", "dreißig", "trente", "тридцять"]),
    (40, ["forty", "vierzig", "quarante", "сорок"]),
    (50, ["fifty", "fünfzig", "cinquante", "пятдесят"]),
    (60, ["sixty", "sechzig", "soixante", "шістдесят"]),
    (70, ["seventy", "siebzig", "septante", "сімдесят"]),
    (80, ["eighty", "achtzig", "octante", "вісімдесят"]),
    (90, ["ninety", "neunzig", "nonante", "девяносто"]),
];

/// The value of a number as written: three digits behind a separator are thousands.
fn value(text: &str) -> Option<f64> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split(['.', ',', '\u{a0}', '\u{202f}']).collect();
    if !parts.iter().all(|part| digits(part)) {
        return None;
    }
    match parts[..] {
        [whole] => whole.parse().ok(),
        [whole, part] if part.len() != 3 || whole == "0" => format!("{whole}.{part}").parse().ok(),
        _ => parts.concat().parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, figures, value};
    use crate::story::words::words;

    fn one(text: &str) -> Figure {
        figures(0, &words(text)).remove(0)
    }

    #[test]
    fn reads_values_as_written() {
        for (text, read) in [
            ("214", 214.0),
            ("1,200", 1200.0),
            ("4.75", 4.75),
            ("4,75", 4.75),
            ("1.250.000", 1_250_000.0),
        ] {
            assert!((value(text).unwrap() - read).abs() < 1e-9, "{text}");
        }
        assert_eq!(value("12th"), None);
    }

    #[test]
    fn knows_when_both_cannot_be_right() {
        let check = |one_text: &str, other: &str| {
            let (first, second) = (one(one_text), one(other));
            first.meets(&second) && first.contradicts(&second)
        };
        assert!(check(
            "Fourteen people were treated for smoke, none of them in danger",
            "Seventeen people were treated for smoke"
        ));
        let brought = "All 214 passengers of the burning ferry were brought ashore in Almery.";
        assert!(check(
            brought,
            "The coast guard brought 241 passengers of the ferry ashore in Almery."
        ));
        assert!(!check(
            brought,
            "Some 200 passengers of the ferry were brought ashore in Almery."
        ));
        assert!(!check(
            brought,
            "The ferry carried 214 passengers to Almery, who were brought ashore."
        ));
        assert!(!check(
            brought,
            "In spring 96 passengers protested in Skarholm against higher fares."
        ));
        assert!(!check(
            "The ship made 14 knots in the strait",
            "The ship made 14,0 knots in the strait"
        ));
    }
}
