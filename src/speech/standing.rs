//! What stands right before a token and right behind it, and whether a mention looks like the subject of a verb, known to us or not.
//!
//! Doors: [`before`], [`behind`], [`Standing`].

use crate::speech::classes::Classes;
use crate::speech::mentions::Mention;
use crate::speech::tokens::{Kind, Paragraph, Token};

/// What can stand beside a mention or a quote, by number.
pub(super) const KINDS: [&str; 24] = [
    "nothing",
    "comma",
    "colon",
    "dash or bracket",
    "sign",
    "quote",
    "strong cue",
    "strong cue in -ing",
    "weak cue",
    "according",
    "auxiliary",
    "preposition",
    "that",
    "relative",
    "conjunction",
    "pronoun",
    "determiner",
    "day",
    "capital",
    "person",
    "word in -ed",
    "word in -ing",
    "word in -s",
    "word",
];

const NOTHING: usize = 0;
pub(super) const COMMA: usize = 1;
const STRONG: usize = 6;
pub(super) const SAYING: usize = 7;
pub(super) const GOING: usize = 21;
pub(super) const WEAK: usize = 8;
const AUXILIARY: usize = 10;
pub(super) const PREPOSITION: usize = 11;
pub(super) const CONJUNCTION: usize = 14;
const DETERMINER: usize = 16;
const PAST: usize = 20;
const THIRD: usize = 22;
const WORD: usize = 23;

/// What a token is to its neighbour.
fn kind_of(paragraph: &Paragraph<'_>, token: &Token) -> usize {
    match token.kind {
        Kind::Sign(',') => return COMMA,
        Kind::Sign(':' | '：') => return 2,
        Kind::Sign('-' | '—' | '–' | '(' | ')' | '[' | ']') => return 3,
        Kind::Sign(_) => return 4,
        Kind::Quoted(_) => return 5,
        Kind::Word => {}
    }
    let is = |classes| token.is(classes);
    let word = paragraph.slice(token.start, token.end);
    if is(Classes::ACCORDING) {
        9
    } else if is(Classes::THAT) {
        12
    } else if is(Classes::REL) {
        13
    } else if is(Classes::PRONOUN.and(Classes::SUBJECT)) {
        15
    } else if is(Classes::DET) {
        DETERMINER
    } else if is(Classes::AUX) {
        AUXILIARY
    } else if is(Classes::PREP) {
        PREPOSITION
    } else if is(Classes::CONJ) {
        CONJUNCTION
    } else if is(Classes::NEVER) {
        17
    } else if token.capital {
        18
    } else if is(Classes::CUE) {
        if word.ends_with("ing") { STRONG + 1 } else { STRONG }
    } else if is(Classes::WEAK) {
        WEAK
    } else if is(Classes::PERSON) {
        19
    } else if word.ends_with("ed") {
        PAST
    } else if word.ends_with("ing") {
        21
    } else if word.ends_with('s') {
        THIRD
    } else {
        WORD
    }
}

/// What stands before a token of its sentence.
pub(super) fn before(paragraph: &Paragraph<'_>, at: usize) -> usize {
    let sentence = paragraph.tokens[at].sentence;
    paragraph
        .before(at)
        .filter(|token| token.sentence == sentence)
        .map_or(NOTHING, |token| kind_of(paragraph, token))
}

/// What stands behind a token of its sentence, over adverbs.
pub(super) fn behind(paragraph: &Paragraph<'_>, at: usize) -> usize {
    let sentence = paragraph.tokens[at].sentence;
    for token in paragraph.tokens[at + 1..].iter().take(4) {
        if token.sentence != sentence {
            break;
        }
        if !(token.is_word() && token.is(Classes::ADV) && !token.is(Classes::THAT)) {
            return kind_of(paragraph, token);
        }
    }
    NOTHING
}

/// How a mention stands in its clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) before: usize,
    pub(super) behind: usize,
    /// Whether a verb seems to be its own: "Berg gushed".
    pub(super) subject: bool,
}

impl Standing {
    pub(super) fn of(paragraph: &Paragraph<'_>, mention: &Mention) -> Self {
        let before = before(paragraph, mention.first);
        let behind = behind(paragraph, mention.last);
        let verb = matches!(behind, STRONG | WEAK | AUXILIARY | PAST | THIRD | WORD);
        Self {
            before,
            behind,
            subject: verb && before != PREPOSITION && !paragraph.tokens[mention.last].possessive,
        }
    }
}
