//! The `[speech]` tables of `assets/lexicon`: what a word can be to somebody who listens for speakers.

use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::model::Language;
use crate::speech::classes::{Lists, Seats, entries, listed};
use crate::speech::words::Words;

pub(super) use crate::speech::classes::Classes;

/// Several words that mean one thing.
struct Phrase {
    rest: Vec<String>,
    classes: Classes,
}

/// A beginning of words, with the next shorter beginning that it contains.
struct Stem {
    start: String,
    classes: Classes,
    shorter: Option<usize>,
}

/// One language's words.
#[derive(Default)]
pub(super) struct Lexicon {
    words: Words,
    stems: Vec<Stem>,
    phrases: HashMap<String, Vec<Phrase>>,
    /// Phrases right behind which a source stands, by their first words.
    leads: FxHashMap<String, Vec<Vec<String>>>,
    labels: HashMap<String, Label>,
    /// Beginnings of words that an apostrophe may stand before: 'em, 'til.
    elisions: Vec<String>,
    /// What names of outlets end with where words are put together: "Hafenkurier".
    outlet_endings: Vec<String>,
    /// What offices of women end with, where no man's does.
    female_endings: Vec<String>,
    /// How it says what an office is of.
    pub(super) seats: Seats,
    /// What words end with that say whom to, where and whence.
    case_endings: Vec<String>,
    /// Words that point at what stands here.
    pointers: Vec<String>,
    /// Cues as pieces of text, for scripts that do not part words.
    pub(super) cues: Vec<String>,
    /// Words that end the speaker in such scripts.
    pub(super) topics: Vec<String>,
    /// Offices, what is said behind names out of respect, and what may begin a sentence, as pieces of text.
    pub(super) roles: Vec<String>,
    pub(super) honours: Vec<String>,
    pub(super) openers: Vec<String>,
    /// What names of bodies end with in such scripts.
    pub(super) bodies: Vec<String>,
    /// Whether speech may be set with a dash at the beginning of a paragraph.
    pub(super) dash_speech: bool,
    /// Whether a pronoun may hang on its verb with a hyphen: "a-t-il".
    pub(super) inversion: bool,
    /// Whether names begin with the family's, and offices stand behind them: "Moss Ada polgármester".
    pub(super) family_first: bool,
    /// Whether the speaker may stand before the verb behind what is said: "Odotamme, Lahti sanoo."
    pub(super) names_before_cues: bool,
    /// Whether a small word always stands behind a subject in scripts that do not part words.
    pub(super) ends_subjects: bool,
    /// Whether the words were collected from a list, or nothing is known of the language.
    pub(super) language: Language,
}

/// What a label at the head of a paragraph announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Whom the article cites.
    Source,
    /// Somebody's words.
    Quote,
    /// Neither.
    Other,
}

#[derive(Default, Deserialize)]
struct File {
    #[serde(default)]
    speech: Lists,
}

/// Read when a language is first met: all of them together take several milliseconds.
static ALL: [OnceLock<Lexicon>; Language::LEXICONS.len()] = [const { OnceLock::new() }; Language::LEXICONS.len()];

/// For languages that have no list: quotes stand out in them, too, said by whose name stands right beside them.
static WORDLESS: OnceLock<Lexicon> = OnceLock::new();

fn lists(text: &str) -> Lists {
    let file: File = toml::from_str(text).expect("assets/lexicon is checked by a test");
    file.speech
}

impl Lexicon {
    /// The words of a language; none where there is no list for it, English where nobody knows which it is.
    pub(super) fn of(language: Language) -> &'static Self {
        let language = language.read_as();
        let english = || Language::ENGLISH.lexicon().map(lists).unwrap_or_default();
        let known = Language::LEXICONS.iter().position(|(other, _)| *other == language);
        let Some(at) = known.or_else(|| language.known().is_none().then_some(0)) else {
            return WORDLESS.get_or_init(|| Self::read(Language::UNKNOWN, &Lists::default(), &english()));
        };
        let (language, text) = Language::LEXICONS[at];
        ALL[at].get_or_init(|| Self::read(language, &lists(text), &english()))
    }

    fn read(language: Language, lists: &Lists, english: &Lists) -> Self {
        let unspaced = !lists.topics.is_empty();
        let pieces = |list| if unspaced { listed(list) } else { Vec::new() };
        let mut lexicon = Self {
            elisions: listed(&lists.elisions),
            outlet_endings: listed(&lists.outlet_endings),
            female_endings: listed(&lists.female_endings),
            case_endings: listed(&lists.case_endings),
            pointers: listed(&lists.pointers),
            cues: listed(&lists.cues),
            topics: listed(&lists.topics),
            roles: pieces(&lists.roles),
            honours: pieces(&lists.honorifics),
            openers: pieces(&lists.openers),
            bodies: pieces(&lists.groups),
            seats: Seats::read(lists),
            dash_speech: lists.dash_speech,
            inversion: lists.inversion,
            family_first: lists.family_first,
            names_before_cues: lists.names_before_cues,
            ends_subjects: lists.ends_subjects,
            language,
            ..Self::default()
        };
        for (list, class) in lists.classes() {
            for entry in entries(list) {
                lexicon.add(entry, class);
                // Half of all Romanian keyboards have the cedilla.
                if entry.contains(['ș', 'ț']) {
                    lexicon.add(&entry.replace('ș', "ş").replace('ț', "ţ"), class);
                }
            }
        }
        for entry in entries(&lists.leads) {
            let mut words = entry.split_whitespace().map(str::to_owned);
            let Some(first) = words.next() else { continue };
            let known = lexicon.words.entry(&first);
            *known = known.and(Classes::LEAD);
            lexicon.leads.entry(first).or_default().push(words.collect());
        }
        lexicon.link_stems();
        // Outlets that translate keep English labels here and there.
        for lists in [english, lists] {
            for (list, label) in [
                (&lists.label_other, Label::Other),
                (&lists.label_quote, Label::Quote),
                (&lists.label_source, Label::Source),
            ] {
                lexicon
                    .labels
                    .extend(entries(list).map(|entry| (entry.to_owned(), label)));
            }
        }
        lexicon
    }

    fn add(&mut self, entry: &str, class: Classes) {
        if let Some(start) = entry.strip_suffix('*') {
            self.stems.push(Stem {
                start: start.to_owned(),
                classes: class,
                shorter: None,
            });
            return;
        }
        let mut words = entry.split_whitespace().map(str::to_owned);
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        if rest.is_empty() {
            let known = self.words.entry(&first);
            *known = known.and(class);
        } else {
            let known = self.words.entry(&first);
            *known = known.and(Classes::PHRASE);
            let phrases = self.phrases.entry(first).or_default();
            match phrases.iter_mut().find(|known| known.rest == rest) {
                Some(known) => known.classes = known.classes.and(class),
                None => phrases.push(Phrase { rest, classes: class }),
            }
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
    }

    fn link_stems(&mut self) {
        self.stems.sort_by(|a, b| a.start.cmp(&b.start));
        self.stems.dedup_by(|later, kept| {
            let same = later.start == kept.start;
            if same {
                kept.classes = kept.classes.and(later.classes);
            }
            same
        });
        for at in 0..self.stems.len() {
            let shorter = (0..at)
                .rev()
                .find(|&before| self.stems[at].start.starts_with(&self.stems[before].start));
            self.stems[at].shorter = shorter;
            if let Some(shorter) = shorter {
                self.stems[at].classes = self.stems[at].classes.and(self.stems[shorter].classes);
            }
        }
    }

    /// What a word can be, as it stands in the text. `lower` is for the lexicon to write in.
    pub(super) fn classes_of(&self, word: &str, lower: &mut String) -> Classes {
        if word.is_ascii() && self.stems.is_empty() {
            return self.words.get(word);
        }
        lower_into(word, lower);
        self.classes(lower)
    }

    /// What a word in lower case can be.
    pub(super) fn classes(&self, word: &str) -> Classes {
        let exact = self.words.get(word);
        if self.stems.is_empty() || exact.without(Classes::PHRASE.and(Classes::LEAD)) != Classes::default() {
            return exact;
        }
        let after = self.stems.partition_point(|stem| stem.start.as_str() <= word);
        let mut at = after.checked_sub(1);
        while let Some(stem) = at.and_then(|at| self.stems.get(at)) {
            if word.starts_with(&stem.start) {
                return exact.and(stem.classes);
            }
            at = stem.shorter;
        }
        exact
    }

    /// Whether a word may begin a phrase.
    pub(super) fn begins_phrase(classes: Classes) -> bool {
        classes.is(Classes::PHRASE)
    }

    /// Whether every noun begins with a capital, not only a name.
    pub(super) fn nouns_capital(&self) -> bool {
        self.language == Language::of("de")
    }

    /// Whether a word ends as names of outlets do, perhaps with a genitive's s.
    pub(super) fn ends_as_outlet(&self, word: &str) -> bool {
        let mut known = self.outlet_endings.iter();
        known.any(|ending| word.len() > ending.len() && word.trim_end_matches('s').ends_with(ending.as_str()))
    }

    /// Whether an office, in lower case, is said of women alone.
    pub(super) fn is_womans(&self, office: &str) -> bool {
        self.female_endings
            .iter()
            .any(|ending| office.ends_with(ending.as_str()))
    }

    /// Whether a word ends as none does that speaks. Given names of few letters may: "Kalle".
    pub(super) fn is_cased(&self, word: &str) -> bool {
        const BYTES: usize = 6;
        let mut endings = self.case_endings.iter();
        word.len() >= BYTES && endings.any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether it is written in Cyrillic letters.
    pub(super) fn is_cyrillic(&self) -> bool {
        matches!(self.language.code(), "uk" | "ru" | "bg")
    }

    /// Whether names begin with capitals.
    pub(super) fn has_capitals(&self) -> bool {
        !matches!(self.language.code(), "ar" | "ja" | "zh" | "he" | "fa")
    }

    /// Whether its script does not part words.
    pub(super) fn is_unspaced(&self) -> bool {
        !self.topics.is_empty()
    }

    /// Whether words begin with one that points at what was named before: "同氏".
    pub(super) fn points_back(&self, words: &str) -> bool {
        self.pointers.iter().any(|pointer| words.starts_with(pointer.as_str()))
    }

    /// The longest phrase that begins with `first`: how many words follow it, and what they mean together.
    /// `next` gives the word that many places further, in lower case.
    pub(super) fn phrase(
        &self,
        first: &str,
        mut next: impl FnMut(usize) -> Option<String>,
    ) -> Option<(usize, Classes)> {
        let phrases = self.phrases.get(first)?;
        let mut words: Vec<String> = Vec::new();
        for phrase in phrases {
            while words.len() < phrase.rest.len() {
                match next(words.len() + 1) {
                    Some(word) => words.push(word),
                    None => break,
                }
            }
            let met = phrase.rest.len() <= words.len()
                && phrase.rest.iter().zip(&words).all(|(known, word)| {
                    known
                        .strip_suffix('*')
                        .map_or(known == word, |start| word.starts_with(start))
                });
            if met {
                return Some((phrase.rest.len(), phrase.classes));
            }
        }
        None
    }

    /// What follows a word in phrases that lead to a source.
    pub(super) fn leads(&self, first: &str) -> &[Vec<String>] {
        let known = self.leads.get(first).or_else(|| {
            let capital = first.starts_with(char::is_uppercase);
            capital.then(|| self.leads.get(&first.to_lowercase())).flatten()
        });
        known.map_or(&[], Vec::as_slice)
    }

    /// Whether a word is one of a list, whose star stands for any ending.
    pub(super) fn fits(known: &str, word: &str) -> bool {
        if word.is_ascii() {
            return match known.strip_suffix('*') {
                Some(start) => word
                    .get(..start.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(start)),
                None => known.eq_ignore_ascii_case(word),
            };
        }
        let word = word.to_lowercase();
        known
            .strip_suffix('*')
            .map_or(known == word, |start| word.starts_with(start))
    }

    /// What a label announces, and how many of its bytes are the label itself: "quote from Lavrov" is a quote, with 10.
    pub(super) fn label(&self, label: &str) -> Option<(Label, usize)> {
        let lower = label.to_lowercase();
        let mut end = lower.len();
        loop {
            let start = lower.get(..end)?.trim_end();
            if let Some(kind) = self.labels.get(start) {
                let whole = start.len() == lower.trim_end().len();
                return (whole || *kind == Label::Quote).then_some((*kind, start.len()));
            }
            end = start.rfind(' ')?;
        }
    }

    /// Whether a word points at what stands here: "this newspaper".
    pub(super) fn points(&self, word: &str) -> bool {
        self.pointers.iter().any(|pointer| pointer == word)
    }

    /// Whether an apostrophe before this text stands for letters left out.
    pub(super) fn elides(&self, after: &str) -> bool {
        let word: String = after
            .chars()
            .take_while(|sign| sign.is_alphanumeric())
            .take(8)
            .flat_map(char::to_lowercase)
            .collect();
        word.starts_with(|sign: char| sign.is_ascii_digit()) || self.elisions.contains(&word)
    }
}

/// A word in lower case, with typewriter's apostrophes.
fn lower_into(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(
            word.chars()
                .flat_map(char::to_lowercase)
                // A Turkish İ becomes an i with a second dot.
                .filter(|sign| *sign != '\u{307}')
                .map(|sign| if sign == '’' { '\'' } else { sign }),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{Classes, Label, Lexicon};
    use crate::model::Language;

    #[test]
    fn every_list_is_read() {
        for (language, _) in Language::LEXICONS {
            let lexicon = Lexicon::of(*language);
            assert_eq!(lexicon.language, *language);
            assert!(lexicon.cues.len() > 10, "{language:?}");
        }
    }

    #[test]
    fn words_stems_phrases_and_labels() {
        let english = Lexicon::of(Language::ENGLISH);
        assert!(english.classes("said").is(Classes::CUE));
        assert!(!english.classes("bridge").is(Classes::CUE));
        let next = |at: usize| ["to", "the"].get(at - 1).map(|word| (*word).to_owned());
        assert_eq!(english.phrase("according", next), Some((1, Classes::ACCORDING)));
        assert_eq!(english.label("Quote from Berg"), Some((Label::Quote, 10)));
        assert_eq!(english.label("Source"), Some((Label::Source, 6)));
        assert_eq!(english.label("Berg"), None);
        let ukrainian = Lexicon::of(Language::of("uk"));
        assert!(ukrainian.classes("міністра").is(Classes::ROLE));
        assert!(ukrainian.classes("заявив").is(Classes::CUE));
    }
}
