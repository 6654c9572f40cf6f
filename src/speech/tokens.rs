//! A paragraph as words, signs and quoted stretches.
//!
//! Door: [`Paragraph::read`]. A stretch between marks is one token, so that what stands beside it is beside it.

use crate::document::{Leaf, LeafKind};
use crate::model::Place;
use crate::speech::classes::Seats;
use crate::speech::lexicon::{Classes, Lexicon};
use crate::speech::ruler::Ruler;
use crate::speech::shapes::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word or number.
    Word,
    /// A sign outside words.
    Sign(char),
    /// Index into [`Paragraph::spans`].
    Quoted(usize),
}

/// A word, a sign, or everything between marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Bytes in the paragraph.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) classes: Classes,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// Ends in 's.
    pub(super) possessive: bool,
    /// Counted from 0 within the paragraph.
    pub(super) sentence: u32,
}

impl Token {
    pub(super) fn is(&self, classes: Classes) -> bool {
        self.classes.is(classes)
    }

    /// A word that is no part of a name. "Source: …" is a label, "a source" is somebody.
    pub(super) fn is_function(&self) -> bool {
        self.is(Classes::FUNCTION) && (!self.is(Classes::ROLE) || self.capital)
    }

    /// A word that may be part of a name.
    pub(super) fn may_name(&self) -> bool {
        self.is_word() && self.capital && !self.is_function()
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn is_sign(&self, signs: &[char]) -> bool {
        matches!(self.kind, Kind::Sign(sign) if signs.contains(&sign))
    }

    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.kind, Kind::Quoted(_))
    }
}

/// What the words between marks are like.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Inside {
    pub(super) words: u32,
    /// Words that begin with a capital.
    pub(super) capitals: u32,
    /// Auxiliaries, pronouns and cues: what makes a clause.
    pub(super) verbs: u32,
    pub(super) auxiliaries: u32,
    /// I, we, you, it, who.
    pub(super) others: u32,
    /// He, she, they.
    pub(super) thirds: u32,
    pub(super) first_capital: bool,
    /// The last sign before the closing mark, where it is one that ends or parts sentences.
    pub(super) ends_with: Option<char>,
    /// Ends of sentences within.
    pub(super) sentences: u32,
}

/// A paragraph as it is listened to.
pub(super) struct Paragraph<'a> {
    pub(super) text: &'a str,
    pub(super) kind: LeafKind,
    pub(super) tokens: Vec<Token>,
    pub(super) spans: Vec<Span>,
    pub(super) insides: Vec<Inside>,
    ruler: Ruler,
    /// Whether every noun begins with a capital in its language.
    pub(super) nouns_capital: bool,
    /// Whether its script has capitals.
    pub(super) has_capitals: bool,
    /// How its language says what an office is of.
    pub(super) seats: &'static Seats,
    /// Whether the family's name comes first and the office last.
    pub(super) family_first: bool,
    /// Which leaf it is.
    pub(super) leaf: u32,
}

impl<'a> Paragraph<'a> {
    pub(super) fn read(leaf: &'a Leaf, at: u32, spans: Vec<Span>, lexicon: &'static Lexicon) -> Self {
        let mut reader = Reader {
            text: &leaf.text,
            lexicon,
            lower: String::new(),
            tokens: Vec::with_capacity(leaf.text.len() / 4),
            sentence: 0,
        };
        let insides = reader.read(&spans);
        let mut tokens = reader.tokens;
        join_phrases(&leaf.text, &mut tokens, lexicon);
        Self {
            text: &leaf.text,
            kind: leaf.kind,
            tokens,
            insides,
            spans,
            ruler: Ruler::new(&leaf.text),
            nouns_capital: lexicon.nouns_capital(),
            has_capitals: lexicon.has_capitals(),
            seats: &lexicon.seats,
            family_first: lexicon.family_first,
            leaf: at,
        }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Whether a token is a word in capitals alone.
    pub(super) fn is_in_capitals(&self, token: &Token) -> bool {
        token.is_word() && self.slice(token.start, token.end).chars().all(char::is_uppercase)
    }

    /// The place of a byte.
    pub(super) fn place(&self, byte: usize) -> Place {
        Place {
            leaf: self.leaf,
            offset: self.ruler.chars(self.text, byte),
        }
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub(super) fn before(&self, at: usize) -> Option<&Token> {
        at.checked_sub(1).and_then(|before| self.tokens.get(before))
    }
}

/// Whether a byte is a letter or digit of ASCII, which most of most words are.
const IS_LETTER: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 128 {
        table[at] = (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    table
};

struct Reader<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    lower: String,
    tokens: Vec<Token>,
    sentence: u32,
}

impl Reader<'_> {
    fn read(&mut self, spans: &[Span]) -> Vec<Inside> {
        let mut insides = Vec::with_capacity(spans.len());
        let mut at = 0;
        for (count, span) in spans.iter().enumerate() {
            self.words(at, span.start);
            let outer = std::mem::take(&mut self.tokens);
            let sentence = self.sentence;
            self.words(span.start + span.opening, span.end - span.closing);
            let inner = std::mem::replace(&mut self.tokens, outer);
            insides.push(inside(&inner, self.sentence - sentence));
            self.sentence = sentence;
            self.push(span.start, span.end, Kind::Quoted(count), Classes::default());
            if insides
                .last()
                .is_some_and(|inside| matches!(inside.ends_with, Some('.' | '!' | '?' | '…')))
                && self.begins_sentence(span.end)
            {
                self.sentence += 1;
            }
            at = span.end;
        }
        self.words(at, self.text.len());
        insides
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind, classes: Classes) {
        self.tokens.push(Token {
            start,
            end,
            kind,
            classes,
            capital: false,
            possessive: false,
            sentence: self.sentence,
        });
    }

    /// Whether what follows looks like the beginning of a sentence that is not "Berg said".
    fn begins_sentence(&mut self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default().trim_start();
        if !rest.starts_with(|sign: char| sign.is_uppercase() || "\"“«„”‘'".contains(sign)) {
            return false;
        }
        for word in rest.split(' ').take(4) {
            let bare = word.trim_end_matches([',', '.', ':', ';']);
            if self.lexicon.classes_of(bare, &mut self.lower).is(Classes::CUE) {
                return false;
            }
            if word.ends_with([',', '.', ':', ';']) {
                return true;
            }
        }
        true
    }

    fn words(&mut self, from: usize, to: usize) {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while at < to {
            let byte = bytes[at];
            if byte == b' ' {
                at += 1;
                continue;
            }
            if byte.is_ascii_alphanumeric() {
                at = self.word(at, to, byte.is_ascii_uppercase());
                continue;
            }
            let Some(sign) = self.text.get(at..to).and_then(|rest| rest.chars().next()) else {
                return;
            };
            if sign.is_alphanumeric() {
                at = self.word(at, to, sign.is_uppercase());
            } else {
                let end = at + sign.len_utf8();
                if !sign.is_whitespace() {
                    self.push(at, end, Kind::Sign(sign), Classes::default());
                    if matches!(sign, '.' | '!' | '?' | '…' | '。' | '！' | '？') && self.ends_sentence(at, end) {
                        self.sentence += 1;
                    }
                }
                at = end;
            }
        }
    }

    /// Reads a word: letters and digits, with apostrophes, hyphens and full stops inside it.
    fn word(&mut self, start: usize, to: usize, capital: bool) -> usize {
        let rest = self.text.get(start..to).unwrap_or_default();
        let bytes = rest.as_bytes();
        let mut at = 0;
        let mut apostrophe = false;
        while at < bytes.len() {
            let letters = bytes[at..].iter().position(|byte| !IS_LETTER[usize::from(*byte)]);
            at = letters.map_or(bytes.len(), |letters| at + letters);
            if bytes.get(at).is_none_or(|byte| *byte == b' ') {
                break;
            }
            let Some(sign) = rest.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            let end = at + sign.len_utf8();
            let joins = match sign {
                '\'' | '’' | '-' | '.' | '&' | '_' => rest
                    .get(end..)
                    .and_then(|rest| rest.chars().next())
                    .is_some_and(char::is_alphanumeric),
                _ => sign.is_alphanumeric() || matches!(sign, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}'),
            };
            if !joins {
                break;
            }
            apostrophe |= matches!(sign, '\'' | '’');
            at = end;
        }
        let word = rest.get(..at).unwrap_or_default();
        if self.lexicon.inversion
            && let Some(verb) = self.inverted(word)
        {
            let pronoun = word.rfind('-').map_or(at, |hyphen| hyphen + 1);
            self.push_word(start, start + verb, capital);
            self.push_word(start + pronoun, start + at, false);
            return start + at;
        }
        let bare = if apostrophe { possessor(word) } else { None };
        let mut classes = self.lexicon.classes_of(bare.unwrap_or(word), &mut self.lower);
        if apostrophe && bare.is_none() && classes == Classes::default() {
            classes = self.elided(word);
        }
        if capital && self.lexicon.is_cased(word) {
            classes = classes.and(Classes::CASED);
        }
        self.tokens.push(Token {
            start,
            end: start + at,
            kind: Kind::Word,
            classes,
            capital,
            possessive: bare.is_some(),
            sentence: self.sentence,
        });
        start + at
    }

    /// "explique-t-il": where the verb ends that a pronoun hangs on.
    fn inverted(&mut self, word: &str) -> Option<usize> {
        let (verb, pronoun) = word.rsplit_once('-')?;
        let hangs = self.lexicon.classes_of(pronoun, &mut self.lower).is(Classes::SUBJECT);
        let verb = verb.strip_suffix("-t").unwrap_or(verb);
        (hangs && !verb.is_empty()).then_some(verb.len())
    }

    fn push_word(&mut self, start: usize, end: usize, capital: bool) {
        let word = self.text.get(start..end).unwrap_or_default();
        let classes = self.lexicon.classes_of(word, &mut self.lower);
        self.push(start, end, Kind::Word, classes);
        if let Some(token) = self.tokens.last_mut() {
            token.capital = capital;
        }
    }

    /// "l'agence", "d'après", "L’Express": what stands behind the apostrophe.
    fn elided(&mut self, word: &str) -> Classes {
        match word.split_once(['\'', '’']) {
            Some((head, tail)) if head.chars().count() <= 2 => {
                let classes = self.lexicon.classes_of(tail, &mut self.lower);
                let article = matches!(head, "l" | "L") && tail.starts_with(char::is_lowercase);
                if classes == Classes::default() && article {
                    return Classes::DET;
                }
                classes
            }
            _ => Classes::default(),
        }
    }

    /// Whether a full stop ends its sentence: not after an abbreviation or initial, nor before a small letter.
    fn ends_sentence(&mut self, at: usize, end: usize) -> bool {
        let rest = self.text.get(end..).unwrap_or_default();
        if !rest.starts_with(char::is_whitespace) {
            return rest.is_empty();
        }
        let next = rest.trim_start().chars().next();
        if next.is_some_and(char::is_lowercase) {
            return false;
        }
        let Some(word) = self
            .tokens
            .iter()
            .rev()
            .nth(1)
            .filter(|token| token.end == at && token.is_word())
        else {
            return true;
        };
        // "J. Berg", "J.J. Berg"
        let initial = self
            .text
            .get(word.start..word.end)
            .is_some_and(|word| word.split('.').all(|part| part.chars().count() == 1));
        !(word.is(Classes::ABBR) || (initial && word.capital))
    }
}

/// What stands before the 's that words end in: "Berg's".
pub(super) fn possessor(words: &str) -> Option<&str> {
    words.strip_suffix("'s").or_else(|| words.strip_suffix("’s"))
}

fn inside(tokens: &[Token], sentences: u32) -> Inside {
    let mut inside = Inside {
        sentences,
        ..Inside::default()
    };
    for token in tokens {
        if token.is_word() {
            if inside.words == 0 {
                inside.first_capital = token.capital;
            }
            inside.words += 1;
            inside.capitals += u32::from(token.capital);
            let verb = Classes::AUX
                .and(Classes::PRONOUN)
                .and(Classes::OTHER)
                .and(Classes::ANY_CUE);
            inside.verbs += u32::from(token.is(verb));
            inside.auxiliaries += u32::from(token.is(Classes::AUX));
            inside.others += u32::from(token.is(Classes::OTHER));
            inside.thirds += u32::from(token.is(Classes::PRONOUN));
        }
    }
    inside.ends_with = match tokens.last().map(|token| token.kind) {
        Some(Kind::Sign(sign)) if matches!(sign, '.' | ',' | '!' | '?' | '…' | ';' | ':' | '-' | '—' | '。') => {
            Some(sign)
        }
        _ => None,
    };
    inside
}

/// Makes one token of several words that mean one thing.
fn join_phrases(text: &str, tokens: &mut Vec<Token>, lexicon: &Lexicon) {
    let lower = |token: &Token| text.get(token.start..token.end).map(str::to_lowercase);
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].is_word() && Lexicon::begins_phrase(tokens[at].classes) {
            let met = lower(&tokens[at]).and_then(|first| {
                lexicon.phrase(&first, |ahead| {
                    tokens.get(at + ahead).filter(|token| token.is_word()).and_then(lower)
                })
            });
            if let Some((more, classes)) = met {
                tokens[at].end = tokens[at + more].end;
                tokens[at].classes = classes;
                tokens.drain(at + 1..=at + more);
            }
        }
        at += 1;
    }
}
