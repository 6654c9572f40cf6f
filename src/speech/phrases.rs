//! The words that name a source: where they end, and what kind of source they may be.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::speech::lexicon::{Classes, Lexicon};
use crate::speech::scene::{Heard, Scene};
use crate::speech::tokens::{Kind, Paragraph, Token};

/// Longest name of a source, in tokens.
const MAX_TOKENS: usize = 10;
/// Longest title between marks that names an outlet, in words.
const MAX_TITLE: u32 = 6;

/// What may stand somewhere as a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Anybody: "citing two officials".
    Any,
    /// Whatever is no person: "according to the police".
    Body,
    /// The same, and single names that no person in the article bears: "laut Nordfunk".
    Named,
    /// Whatever publishes, known or not: "in an interview with Northwire".
    Medium,
    /// Agencies and outlets that are known as such.
    Press,
}

/// The last words of everybody's names that have several, once they are asked for.
#[derive(Debug, Default)]
pub(super) struct Surnames(OnceCell<HashSet<String>>);

impl Surnames {
    fn has(&self, scene: &Scene<'_>, word: &str) -> bool {
        let gather = || {
            let mut surnames = HashSet::new();
            for heard in &scene.heard {
                let several = heard
                    .mentions
                    .iter()
                    .filter(|mention| mention.name.is_some_and(|name| name < mention.head));
                surnames.extend(several.map(|mention| {
                    let last = &heard.paragraph.tokens[mention.head];
                    heard.paragraph.slice(last.start, last.end).to_owned()
                }));
            }
            surnames
        };
        self.0.get_or_init(gather).contains(word)
    }
}

/// A paragraph that is read for sources.
pub(super) struct Reader<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) heard: &'a Heard<'a>,
    pub(super) surnames: &'a Surnames,
}

impl Reader<'_> {
    pub(super) fn paragraph(&self) -> &Paragraph<'_> {
        &self.heard.paragraph
    }

    pub(super) fn tokens(&self) -> &[Token] {
        &self.heard.paragraph.tokens
    }

    pub(super) fn lexicon(&self) -> &Lexicon {
        self.scene.lexicon
    }

    pub(super) fn lower(&self, at: usize) -> Option<String> {
        let token = self.tokens().get(at).filter(|token| token.is_word())?;
        Some(self.paragraph().slice(token.start, token.end).to_lowercase())
    }

    /// A single name that nobody in the article bears.
    pub(super) fn is_lone_name(&self, (first, last): (usize, usize)) -> bool {
        let token = &self.tokens()[first];
        let word = self.paragraph().slice(token.start, token.end);
        first == last
            && token.capital
            && token.is_word()
            && !token.is(Classes::FUNCTION.and(Classes::PERSON))
            && !self.surnames.has(self.scene, word)
    }

    pub(super) fn start_of_sentence(&self, at: usize) -> usize {
        let sentence = self.tokens()[at].sentence;
        self.tokens().partition_point(|token| token.sentence < sentence)
    }

    pub(super) fn titled(&self, (first, last): (usize, usize)) -> bool {
        self.tokens()[first..=last].iter().any(|token| self.is_title(token))
    }

    pub(super) fn any(&self, (first, last): (usize, usize), classes: Classes) -> bool {
        self.tokens()[first..=last].iter().any(|token| token.is(classes))
    }

    /// Whether words name a source of a kind.
    pub(super) fn is(&self, source: (usize, usize), wanted: Wanted) -> bool {
        let tokens = &self.tokens()[source.0..=source.1];
        if tokens
            .iter()
            .all(|token| is_determiner(token) || token.is(Classes::PRONOUN.and(Classes::OTHER)))
        {
            return false;
        }
        // "this newspaper", "her website" are nobody's names.
        let own = self.lower(source.0).is_some_and(|word| self.lexicon().points(&word));
        if own && !tokens.iter().skip(1).any(|token| token.capital || token.is_quoted()) {
            return false;
        }
        let titled = self.titled(source);
        let name = titled || tokens.iter().any(|token| token.capital && !is_determiner(token));
        // "the economist Ada Moss" is no newspaper.
        let press = tokens
            .iter()
            .any(|token| token.is(PRESS) && (token.capital || !token.is(Classes::ROLE)))
            || tokens.iter().any(|token| {
                let word = self.paragraph().slice(token.start, token.end);
                token.is_word() && self.lexicon().ends_as_outlet(word)
            });
        let person = tokens
            .iter()
            .any(|token| token.is(Classes::ROLE) && !token.is(PRESS.and(Classes::OFFICIAL)));
        let body = Classes::DOC.and(Classes::OFFICIAL).and(Classes::GROUP).and(PRESS);
        let acronym = |token: &Token| {
            let word = self.paragraph().slice(token.start, token.end);
            word.chars().count() > 1 && self.paragraph().is_in_capitals(token)
        };
        let by_class = || press || self.any(source, body) || titled || tokens.iter().any(acronym);
        match wanted {
            Wanted::Any => {
                let determined = tokens.len() > 1 && is_determiner(&tokens[0]);
                name || determined || self.any(source, body.and(Classes::ROLE))
            }
            Wanted::Body => !person && by_class(),
            Wanted::Named => !person && (by_class() || self.is_lone_name(source) && !self.is_somebody(source)),
            Wanted::Medium => !person && (by_class() || name && !self.is_somebody(source)),
            Wanted::Press => {
                let agency = tokens.iter().any(|token| token.is(Classes::AGENCY));
                (press || self.is_titled(source))
                    && !person
                    && (name && tokens.len() > 1
                        || agency
                        || self.is_titled(source)
                        || tokens.len() > 1 && !tokens.iter().any(|token| token.is(PRESS))
                        || tokens.iter().any(|token| token.is(PRESS) && token.capital)
                        || tokens.len() > 1 && tokens.iter().any(|token| token.is(PRESS) && token.is(Classes::GROUP)))
            }
        }
    }

    /// Words that begin with an article as names of outlets do, though it does not begin the sentence ("La Orilla", "The Harbour
    /// Post"), and names in other letters than the text's ("як пише Northwire").
    fn is_titled(&self, (first, last): (usize, usize)) -> bool {
        let tokens = &self.tokens()[first..=last];
        let initial = first == self.start_of_sentence(first);
        let article = is_determiner(&tokens[0]) && tokens[0].capital && !initial && !self.paragraph().nouns_capital;
        let all_named = tokens.len() > 1
            && tokens
                .iter()
                .skip(1)
                .all(|token| token.capital || token.is(Classes::PARTICLE));
        let latin = |token: &Token| {
            let word = self.paragraph().slice(token.start, token.end);
            token.is_word() && word.is_ascii() && word.starts_with(|sign: char| sign.is_ascii_uppercase())
        };
        let foreign = self.lexicon().is_cyrillic() && tokens.iter().all(latin);
        article && all_named || foreign
    }

    /// Whether words are a person's name elsewhere in the article, or look like one: two words and more.
    fn is_somebody(&self, (first, last): (usize, usize)) -> bool {
        let mentions = &self.heard.mentions;
        let from = mentions.partition_point(|mention| mention.first < first);
        let mut names = mentions[from..].iter().take_while(|mention| mention.last <= last);
        let speaks = names.any(|mention| mention.speaks && mention.name.is_some());
        speaks
            || last > first
                && !is_determiner(&self.tokens()[first])
                && self.tokens()[first..=first + 1]
                    .iter()
                    .all(|token| token.capital && token.is_word())
    }

    /// Between marks, but no speech: the title of an outlet.
    pub(super) fn is_title(&self, token: &Token) -> bool {
        let Kind::Quoted(span) = token.kind else { return false };
        let inside = self.paragraph().insides.get(span).copied().unwrap_or_default();
        let ends = matches!(inside.ends_with, Some('.' | '!' | '?' | '…' | ','));
        let tokens = self.tokens();
        let behind = tokens.get(tokens.partition_point(|other| other.start <= token.start));
        let said = || behind.is_some_and(|behind| behind.is(Classes::QUOTATIVE));
        (1..=MAX_TITLE).contains(&inside.words) && inside.first_capital && inside.verbs == 0 && !ends && !said()
    }

    /// The words that may name a source from a token on; its last token is a word or a title.
    pub(super) fn phrase(&self, first: usize) -> Option<(usize, usize)> {
        let tokens = self.tokens();
        let sentence = tokens.get(first)?.sentence;
        let mut last = None;
        let mut headed = false;
        let mut trailing = 0;
        for at in first..(first + MAX_TOKENS).min(tokens.len()) {
            let token = &tokens[at];
            let next = tokens.get(at + 1).filter(|next| next.sentence == sentence);
            if token.sentence != sentence {
                break;
            }
            match token.kind {
                Kind::Quoted(_) if self.is_title(token) => {
                    last = Some(at);
                    break;
                }
                Kind::Quoted(_) => break,
                Kind::Sign(sign) => {
                    let tight = last.is_some_and(|last| tokens[last].end == token.start);
                    let inner = matches!(sign, '.' | '-' | '&' | '’' | '\'')
                        && tight
                        && next.is_some_and(|next| next.start == token.end || sign == '&');
                    if !inner {
                        break;
                    }
                }
                Kind::Word => {
                    let step = self.step(at, first, headed);
                    match step {
                        Step::Ends => break,
                        Step::Joins => headed &= is_determiner(token) && !token.is(Classes::AGENT),
                        Step::Belongs => {
                            last = Some(at);
                            trailing = 0;
                            headed |= token.is(HEADS) || token.capital && !is_determiner(token);
                        }
                        Step::Trails => {
                            trailing += 1;
                            if trailing > self.most_trailing() {
                                break;
                            }
                            last = Some(at);
                        }
                    }
                }
            }
        }
        last.map(|last| (first, last))
    }

    /// Plain words that may follow a source's head: adjectives in some languages, genitives in others.
    fn most_trailing(&self) -> usize {
        match self.lexicon().language.code() {
            "en" | "de" | "sv" | "nl" | "bg" => 0,
            "uk" | "ru" | "pl" | "cs" | "sk" | "sr" | "hr" | "sl" => 2,
            _ => 1,
        }
    }

    fn step(&self, at: usize, first: usize, headed: bool) -> Step {
        let tokens = self.tokens();
        let token = &tokens[at];
        let next = tokens.get(at + 1).filter(|next| next.sentence == token.sentence);
        let before = at.checked_sub(1).filter(|_| at > first).map(|before| &tokens[before]);
        let after_of = before.is_some_and(|before| before.is(Classes::PARTICLE.and(Classes::AGENT)) && !before.capital);
        let named = next.is_some_and(|next| next.is_word() || next.is_quoted());
        if token.is(Classes::AGENT) && headed && !token.capital && named {
            let genitive = self.paragraph().nouns_capital && token.is(Classes::DET);
            let by = before.is_some_and(|before| before.is(Classes::DOC));
            return if genitive || by { Step::Joins } else { Step::Ends };
        }
        if token.is(Classes::PARTICLE) && headed && !token.capital && !token.is(Classes::CONJ) && named {
            return Step::Joins;
        }
        if token.is(Classes::DET) {
            // "el diario La Orilla"
            let titled =
                token.capital && next.is_some_and(|next| next.capital) && before.is_some_and(|before| before.is(PRESS));
            return if at == first || after_of || titled {
                Step::Joins
            } else {
                Step::Ends
            };
        }
        let cue = token.is(Classes::ANY_CUE.and(Classes::REPORT)) && !token.capital;
        let verb = cue && (headed || !token.is(HEADS));
        let stops = Classes::PREP
            .and(Classes::CONJ)
            .and(Classes::REL)
            .and(Classes::AUX)
            .and(Classes::CITING)
            .and(Classes::ACCORDING)
            .and(Classes::BEHIND)
            .and(Classes::PRONOUN)
            .and(Classes::OTHER);
        let day = token.is(Classes::NEVER) && !token.is(Classes::PLATFORM);
        if token.is(stops) || verb || day || token.is(Classes::ADV) && headed {
            return Step::Ends;
        }
        if !headed || token.capital || token.is(HEADS) || after_of {
            Step::Belongs
        } else {
            Step::Trails
        }
    }

    /// The words that name a source and end right before a token.
    pub(super) fn ending(&self, end: usize) -> Option<(usize, usize)> {
        let tokens = self.tokens();
        let last = end.checked_sub(1)?;
        let sentence = tokens.get(end)?.sentence;
        let mut best = None;
        for first in (last.saturating_sub(MAX_TOKENS)..=last).rev() {
            let token = &tokens[first];
            let within = token.sentence == sentence && (token.is_word() || self.is_title(token));
            if !within {
                break;
            }
            if self.phrase(first).is_some_and(|(_, to)| to == last) {
                best = Some((first, last));
                let titled = token.capital && self.paragraph().before(first).is_some_and(|before| before.is(PRESS));
                let by = self
                    .paragraph()
                    .before(first)
                    .is_some_and(|before| before.is(Classes::AGENT));
                if is_determiner(token) && !titled && !by && !token.is(Classes::PARTICLE.and(Classes::AGENT)) {
                    break;
                }
            }
        }
        best
    }
}

/// What a word does to a source's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Belongs,
    /// Belongs to it if more follows.
    Joins,
    /// A plain word behind its head.
    Trails,
    Ends,
}

/// Who publishes.
pub(super) const PRESS: Classes = Classes::AGENCY.and(Classes::OUTLET);

/// What a source may be.
pub(super) const HEADS: Classes = PRESS
    .and(Classes::DOC)
    .and(Classes::OFFICIAL)
    .and(Classes::GROUP)
    .and(Classes::ROLE);

pub(super) fn is_determiner(token: &Token) -> bool {
    token.is_word() && token.is(Classes::DET)
}
