//! What an office is of, between the office and whoever holds it: "президент України Ада Мох", "il presidente della Repubblica Ada Mora".
//!
//! Doors: [`name_behind`], [`name_in`], [`is_of`], [`is_told`]. Where several words with capitals stand in a row, the case of the first ones tells a place from a name.

use crate::speech::lexicon::Classes;
use crate::speech::tokens::{Paragraph, Token};

/// Words that an office may be of.
const MOST: usize = 6;

/// The token at which the name of an office's holder begins, where what the office is of stands between.
pub(super) fn name_behind(paragraph: &Paragraph<'_>, office: usize) -> Option<usize> {
    let known = paragraph.tokens[office].is(Classes::ROLE);
    let reading = Reading { paragraph, office };
    if !known || !reading.is_word(office + 1) {
        return None;
    }
    reading.behind_of().or_else(|| reading.behind_genitives())
}

/// "журналістам": those to whom something is said, who are no part of the speaker's office.
pub(super) fn is_told(paragraph: &Paragraph<'_>, at: usize) -> bool {
    let token = &paragraph.tokens[at];
    token.is(Classes::ROLE) && !token.capital && ends(&paragraph.seats.datives, paragraph.slice(token.start, token.end))
}

struct Reading<'a> {
    paragraph: &'a Paragraph<'a>,
    office: usize,
}

impl Reading<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        let sentence = self.paragraph.tokens[self.office].sentence;
        self.paragraph.token(at).filter(|token| token.sentence == sentence)
    }

    fn word(&self, at: usize) -> &str {
        let token = self.token(at).filter(|token| token.is_word());
        token.map_or("", |token| self.paragraph.slice(token.start, token.end))
    }

    fn is_word(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_word)
    }

    /// How many words with capitals stand in a row.
    fn capitals(&self, at: usize) -> usize {
        let in_row = |at: &usize| self.token(*at).is_some_and(Token::may_name);
        (at..at + MOST).take_while(in_row).count()
    }

    /// Whether somebody's given names begin here: by the name itself, or the father's behind it.
    fn is_given(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.is(Classes::GIVEN))
            || ends(&self.paragraph.seats.patronymics, self.word(at + 1))
    }

    /// "della Repubblica Ada Mora", "de l'Intérieur Ada Moreau": one word behind the small one, and a whole name; and "на отбраната на
    /// Кестрия Ада Мохова", "za promet Ada Mohnik", where what it is of has no capitals.
    fn behind_of(&self) -> Option<usize> {
        let first = self.office + 1;
        let elided = |at: usize| {
            let inner = self.word(at).split_once(['\'', '’']).map(|(_, inner)| inner);
            inner.is_some_and(|inner| inner.starts_with(char::is_uppercase))
                && !self.token(at).is_some_and(Token::may_name)
        };
        if self.paragraph.seats.of.is_empty() {
            return None;
        }
        let of = self.small(first).unwrap_or(first);
        if elided(of) {
            return (self.capitals(of + 1) >= 2).then_some(of + 1);
        }
        let mut at = first;
        while at < first + MOST {
            let of = self.small(at)?;
            if self.capitals(of) >= 3 && !self.is_given(of) {
                return Some(of + 1);
            }
            at = of + (of..of + MOST).take_while(|at| self.is_plain(*at)).count();
            if at == of {
                return None;
            }
            if self.capitals(at) >= 2 {
                return Some(at);
            }
        }
        None
    }

    /// The token behind a small word that leads to what an office is of.
    fn small(&self, first: usize) -> Option<usize> {
        let known = &self.paragraph.seats.of;
        let behind = |words: usize| {
            let text = self
                .paragraph
                .slice(self.token(first)?.start, self.token(first + words - 1)?.end);
            known
                .iter()
                .any(|of| text.eq_ignore_ascii_case(of))
                .then_some(first + words)
        };
        behind(2).or_else(|| behind(1))
    }

    /// Whether a word can be part of what an office is of, without a capital.
    fn is_plain(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.is_word() && !token.capital && !token.is_function() && !token.is(Classes::ANY_CUE)
        })
    }

    /// "обороны Кестрии Ада Мох", "Сполучених Портів Ада Мох".
    fn behind_genitives(&self) -> Option<usize> {
        let seats = self.paragraph.seats;
        let adjective = |at: usize| ends(&seats.adjectives, self.word(at));
        let first = self.office + 1;
        let mut at = first;
        while at < first + MOST && self.is_word(at) {
            let token = self.token(at)?;
            if token.is(Classes::ANY_CUE) || token.is_function() {
                return None;
            }
            let begins = |at: usize| at == first || !self.paragraph.tokens[at - 1].capital;
            let behind_adjective = at > first && adjective(at - 1);
            let is_part = if token.capital {
                // "Stanów Zjednoczonych Ada Moskal": an adjective behind its noun has none to come.
                behind_adjective && begins(at - 1) && self.is_word(at + 1) || self.is_seat(at, begins(at))
            } else {
                behind_adjective || ends(&seats.genitives, self.word(at)) || adjective(at) || adjective(at + 1)
            };
            if !is_part {
                break;
            }
            at += 1;
        }
        (at > first && self.token(at).is_some_and(Token::may_name)).then_some(at)
    }

    /// Whether a word with a capital is what the office is of rather than the first of its holder's names.
    fn is_seat(&self, at: usize, first: bool) -> bool {
        /// Shorter ones may be anything: "Ли".
        const SHORTEST: usize = 4;
        let seats = self.paragraph.seats;
        let word = self.word(at);
        if self.is_given(at) {
            return false;
        }
        if ends(&seats.adjectives, word) {
            return self.is_word(at + 1);
        }
        let behind = self.capitals(at + 1);
        if behind == 0 {
            return false;
        }
        let abbreviation = |at: usize| {
            let token = self.token(at).filter(|token| self.paragraph.is_in_capitals(token));
            token.is_some() && self.word(at).chars().nth(1).is_some()
        };
        if abbreviation(at) {
            return !seats.genitives.is_empty();
        }
        // "Кестрії Мох": with a single name behind it, that has to be in another case.
        let bare = || {
            let last = self.word(at + 1).chars().next_back();
            last.is_some_and(|last| !VOWELS.contains(last))
        };
        word.chars().nth(SHORTEST - 1).is_some()
            && (ends(&seats.genitives, word) && (behind > 1 || bare())
                || first && behind > 1 && ends(&seats.doubtful, word))
    }
}

/// Where the name begins in an office with its holder's name, in Arabic: "الرئيس الكستري إيدا مورن", "رئيسة قسم الأسواق سعاد الرملي". Words
/// with an article right behind the office belong to it; without one, the last two words are the name.
pub(super) fn name_in(paragraph: &Paragraph<'_>, (office, last): (usize, usize)) -> Option<usize> {
    const ARTICLE: &str = "ال";
    /// Words of a name.
    const NAME: std::ops::RangeInclusive<usize> = 2..=4;
    let word = |at: usize| paragraph.slice(paragraph.tokens[at].start, paragraph.tokens[at].end);
    let determined = |at: usize| at <= last && word(at).starts_with(ARTICLE);
    let joins = |at: usize| paragraph.tokens[at].is(Classes::PARTICLE);
    if paragraph.has_capitals || !paragraph.tokens[office].is(Classes::ROLE) {
        return None;
    }
    let in_construct = !determined(office) && !determined(office + 1) && determined(office + 2);
    let from = office + 1 + usize::from(in_construct);
    let behind = (from..=last).find(|at| !determined(*at))?;
    let start = if determined(office) || behind > from {
        behind
    } else {
        let mut start = last.checked_sub(1).filter(|start| *start > office + 1)?;
        while joins(start - 1) && start > office + 1 {
            start -= 1;
        }
        if (start..=last).any(|at| determined(at) && !joins(at - 1)) && !joins(start) {
            return None;
        }
        start
    };
    let person = paragraph.tokens[start].is(Classes::PERSON);
    (NAME.contains(&(last + 1 - start)) && !person).then_some(start)
}

/// Whether a word alone may be what an office is of, where the holder is named behind a comma: "Präsident Tolmarks, Ada Moss".
pub(super) fn is_of(paragraph: &Paragraph<'_>, at: usize) -> bool {
    let token = &paragraph.tokens[at];
    let word = paragraph.slice(token.start, token.end);
    let endings = [&paragraph.seats.genitives, &paragraph.seats.doubtful];
    !token.is(Classes::GIVEN) && endings.iter().any(|endings| ends(endings, word))
}

/// What declined names end with.
const VOWELS: &str = "аеєиіїоуюяыэёaeiouyáéíóúůýěąę";

fn ends(endings: &[String], word: &str) -> bool {
    let mut known = endings.iter();
    known.any(|ending| word.len() > ending.len() && word.ends_with(ending.as_str()))
}
