//! What stands right beside a stretch between marks, and where the cues of its sentence stand.

use crate::speech::lexicon::Classes;
use crate::speech::scene::{Scene, Spot};
use crate::speech::tokens::{Kind, Token};

/// What stands right before a stretch.
pub(super) const BEFORE: [&str; 25] = [
    "nothing",
    "cue",
    "weak cue",
    "that",
    "colon",
    "comma",
    "other sign",
    "preposition",
    "article",
    "possessive",
    "auxiliary",
    "conjunction",
    "work",
    "so-called",
    "small word",
    "name",
    "indefinite article",
    "his or their",
    "other determiner",
    "of",
    "as",
    "place",
    "to",
    "being",
    "a quote",
];
/// What stands right behind it.
pub(super) const BEHIND: [&str; 11] = [
    "nothing",
    "comma",
    "stop",
    "other sign",
    "cue",
    "small word",
    "name",
    "function word",
    "preposition",
    "auxiliary",
    "conjunction",
];
/// Where the strongest cue of its sentence stands.
pub(super) const CUES: [&str; 9] = [
    "strong cue before",
    "strong cue close behind",
    "strong cue behind",
    "weak cue before",
    "weak cue close behind",
    "weak cue behind",
    "cue without subject before",
    "cue without subject behind",
    "no cue",
];

/// What stands right before a stretch, as a place in [`BEFORE`].
pub(super) fn before(scene: &Scene<'_>, spot: Spot) -> usize {
    let (paragraph, before, _) = scene.neighbours(spot);
    let Some(token) = before else { return 0 };
    match token.kind {
        Kind::Sign(':' | '：') => 4,
        Kind::Sign(',') => 5,
        Kind::Sign(_) => 6,
        Kind::Quoted(_) => 24,
        Kind::Word if token.is(Classes::CUE) => 1,
        Kind::Word if token.is(Classes::SCARE) => 13,
        Kind::Word if token.is(Classes::WORK) => 12,
        Kind::Word if token.is(Classes::WEAK) => 2,
        Kind::Word if token.possessive => 9,
        Kind::Word if token.is(Classes::THAT) => 3,
        Kind::Word if token.is(Classes::DET) => match paragraph.slice(token.start, token.end) {
            "the" | "The" => 8,
            "a" | "an" | "A" | "An" => 16,
            _ if token.is(Classes::PRONOUN.and(Classes::OTHER)) => 17,
            _ => 18,
        },
        Kind::Word => match paragraph.slice(token.start, token.end) {
            "of" => 19,
            "as" | "like" => 20,
            "on" | "in" | "at" | "In" | "On" => 21,
            "to" => 22,
            _ if token.is(Classes::PASSIVE) => 23,
            _ if token.is(Classes::PREP) => 7,
            _ if token.is(Classes::AUX) => 10,
            _ if token.is(Classes::CONJ.and(Classes::ADV)) => 11,
            _ if token.capital => 15,
            _ => 14,
        },
    }
}

/// What stands right behind a stretch, as a place in [`BEHIND`].
pub(super) fn behind(scene: &Scene<'_>, spot: Spot) -> usize {
    let (_, _, behind) = scene.neighbours(spot);
    behind.map_or(0, |token| match token.kind {
        Kind::Sign(',') => 1,
        Kind::Sign('.' | '!' | '?') => 2,
        Kind::Sign(_) | Kind::Quoted(_) => 3,
        Kind::Word if token.is(Classes::CUE.and(Classes::ACCORDING)) => 4,
        Kind::Word if token.is(Classes::PREP) => 8,
        Kind::Word if token.is(Classes::AUX) => 9,
        Kind::Word if token.is(Classes::CONJ) => 10,
        Kind::Word if token.is(Classes::FUNCTION) => 7,
        Kind::Word if token.capital => 6,
        Kind::Word => 5,
    })
}

/// The cues around a stretch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sides {
    /// A strong cue with a subject in its sentence; a weak one; any at all.
    pub(super) strong: bool,
    pub(super) weak: bool,
    pub(super) any: bool,
    /// Within three words before, nothing but words between.
    pub(super) near_strong: bool,
    pub(super) near_weak: bool,
    /// A relative clause follows: its cues speak of something else.
    pub(super) relative: bool,
    /// A strong cue with a subject in the sentence before.
    pub(super) former: bool,
    /// The same anywhere in the paragraph.
    pub(super) paragraph: bool,
    /// The words of its sentence begin with capitals.
    pub(super) capitals: bool,
    place: Option<usize>,
}

impl Sides {
    pub(super) fn of(scene: &Scene<'_>, spot: Spot) -> Self {
        /// Words between a stretch and a cue that is close behind it.
        const CLOSE: usize = 6;
        let heard = &scene.heard[spot.paragraph];
        let tokens = &heard.paragraph.tokens;
        let sentence = tokens[spot.token].sentence;
        let mut sides = Self {
            relative: opens_relative(tokens, spot.token),
            ..Self::default()
        };
        for link in &heard.links {
            let said = tokens[link.cue].sentence;
            let subject = link.pre.is_some() || link.post.is_some();
            let strong = subject && link.classes.is(Classes::CUE.and(Classes::ACCORDING));
            sides.paragraph |= strong;
            sides.former |= strong && said + 1 == sentence;
            if said != sentence {
                continue;
            }
            let behind = link.cue > spot.token;
            if behind && sides.relative {
                continue;
            }
            sides.any = true;
            sides.strong |= strong;
            sides.weak |= subject && !strong;
            let where_ = match (behind, link.cue.abs_diff(spot.token) <= CLOSE) {
                (false, _) => 0,
                (true, true) => 1,
                (true, false) => 2,
            };
            let place = match (strong, subject) {
                (true, _) => where_,
                (false, true) => 3 + where_,
                (false, false) => 6 + usize::from(behind),
            };
            sides.place = Some(sides.place.map_or(place, |old| old.min(place)));
        }
        let mut at = spot.token;
        for _ in 0..3 {
            let Some(token) = heard.paragraph.before(at) else { break };
            if token.sentence != sentence || !token.is_word() {
                break;
            }
            sides.near_strong |= token.is(Classes::CUE);
            sides.near_weak |= token.is(Classes::WEAK);
            at -= 1;
        }
        let first = tokens.partition_point(|token| token.sentence < sentence);
        let words = || {
            tokens[first..]
                .iter()
                .take(60)
                .take_while(|token| token.sentence == sentence)
                .filter(|token| token.is_word())
        };
        let plain = words().filter(|token| !token.is(Classes::FUNCTION)).count();
        let capital = words()
            .filter(|token| token.capital && !token.is(Classes::FUNCTION))
            .count();
        sides.capitals = plain >= 4 && capital * 10 >= plain * 9;
        sides
    }

    /// A place in [`CUES`].
    pub(super) fn place(&self) -> usize {
        self.place.unwrap_or(CUES.len() - 1)
    }
}

/// Whether "which …" or ", who …" follows.
fn opens_relative(tokens: &[Token], at: usize) -> bool {
    let comma = tokens.get(at + 1).is_some_and(|token| token.is_sign(&[',']));
    tokens
        .get(at + 1 + usize::from(comma))
        .is_some_and(|token| token.is(Classes::REL) && token.sentence == tokens[at].sentence)
}

/// Whether the words of a short stretch stand elsewhere near without marks: the article's own term.
pub(super) fn is_said_plainly(scene: &Scene<'_>, spot: Spot) -> bool {
    /// Paragraphs looked at on either side, and bytes of each.
    const NEAR: usize = 30;
    const MOST_BYTES: usize = 2_000;
    let heard = &scene.heard[spot.paragraph];
    let span = heard.paragraph.spans[spot.span];
    let words = heard
        .paragraph
        .slice(span.start + span.opening, span.end - span.closing)
        .trim_matches(|sign: char| !sign.is_alphanumeric());
    if words.len() < 4 {
        return false;
    }
    let end = (spot.paragraph + NEAR).min(scene.heard.len());
    scene.heard[spot.paragraph.saturating_sub(NEAR)..end]
        .iter()
        .any(|other| {
            let text = other.paragraph.text;
            let text = text.get(..MOST_BYTES).unwrap_or(text);
            text.match_indices(words).any(|(at, found)| {
                let before = text.get(..at).and_then(|head| head.chars().next_back());
                let behind = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
                let parted = |sign: Option<char>| sign.is_none_or(char::is_whitespace);
                parted(before) && behind.is_none_or(|sign| sign.is_whitespace() || matches!(sign, '.' | ',' | ';'))
            })
        })
}
