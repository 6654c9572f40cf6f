//! What stands around a quote before any mention is weighed.

use crate::speech::lexicon::Classes;
use crate::speech::links::Link;
use crate::speech::mentions::{At, Sort};
use crate::speech::scene::{Heard, Scene, Spot};
use crate::speech::standing::{self, COMMA, CONJUNCTION};
use crate::speech::tokens::Inside;

/// What is known around a quote before any mention is weighed.
pub(super) struct Around {
    pub(super) spot: Spot,
    pub(super) former: Option<(Spot, At)>,
    pub(super) inside: Inside,
    pub(super) sentence: u32,
    /// Links near the quote.
    pub(super) near: Vec<Link>,
    /// Whether one stands beside it.
    pub(super) linked: bool,
    pub(super) nearest: Option<At>,
    pub(super) nearest_name: Option<At>,
    pub(super) nearest_linked: Option<At>,
    pub(super) lead_in: bool,
    pub(super) head: bool,
    /// The subject of the first strong cue of its sentence, where it stands before the quote.
    pub(super) outer: Option<usize>,
    /// What stands right before the quote and right behind it.
    pub(super) beside: (usize, usize),
    /// Mentions before the quote in its sentence that look like subjects, the nearest first.
    pub(super) subjects: Vec<usize>,
    /// Cues before the quote in its sentence, the nearest first.
    pub(super) cues: Vec<usize>,
    /// Whoever shares the verb that the nearest cue without a subject of its own is joined to.
    pub(super) shared: Option<usize>,
    /// Whether somebody says so right behind it: "…", Berg said.
    pub(super) said_behind: bool,
    /// Whoever ends its sentence with a comma and a cue: "the words "maybe" and "perhaps" mean nothing, he told them".
    pub(super) trailing: Option<usize>,
    /// Whether a cue without a subject stands right behind it: "«…», dijo."
    pub(super) said_alone: bool,
    /// What kind of words the quote is made of, as a number below [`SHAPES`].
    pub(super) shape: usize,
}

impl Around {
    pub(super) fn of(scene: &Scene<'_>, spot: Spot, former: Option<(Spot, At)>) -> Self {
        let heard = &scene.heard[spot.paragraph];
        let paragraph = &heard.paragraph;
        let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
        let near = near(heard, spot.token);
        let mut around = Self {
            spot,
            former,
            inside,
            sentence: paragraph.tokens[spot.token].sentence,
            linked: near.iter().any(|link| speaks_beside(heard, link, spot.token)),
            nearest: None,
            nearest_name: None,
            nearest_linked: None,
            lead_in: false,
            beside: (
                standing::before(paragraph, spot.token),
                standing::behind(paragraph, spot.token),
            ),
            subjects: Vec::new(),
            cues: Vec::new(),
            shared: None,
            said_behind: near.iter().any(|link| said_behind(heard, link, spot.token)),
            said_alone: near.iter().any(|link| said_alone(heard, link, spot.token)),
            trailing: trailing(heard, &near, spot.token),
            shape: shape(&inside),
            outer: outer(heard, &near, spot.token),
            head: heard
                .paragraph
                .tokens
                .iter()
                .take(spot.token)
                .all(|token| token.is_quoted() || !token.is_word()),
            near,
        };
        around.find_nearest(scene);
        around.find_subjects(heard);
        let former_paragraph = spot
            .paragraph
            .checked_sub(1)
            .map(|before| &scene.heard[before].paragraph);
        around.lead_in = around.head
            && former_paragraph
                .is_some_and(|before| before.tokens.last().is_some_and(|last| last.is_sign(&[':', '：'])));
        around
    }

    fn find_subjects(&mut self, heard: &Heard<'_>) {
        /// Mentions of a sentence that are looked at.
        const MOST: usize = 12;
        let paragraph = &heard.paragraph;
        let end = heard
            .mentions
            .partition_point(|mention| mention.first < self.spot.token);
        let own = |token: usize| paragraph.tokens[token].sentence == self.sentence;
        let before = (0..end)
            .rev()
            .take(MOST)
            .take_while(|index| own(heard.mentions[*index].first));
        self.subjects = before.filter(|index| heard.standings()[*index].subject).collect();
        self.cues = self
            .near
            .iter()
            .rev()
            .filter(|link| link.cue < self.spot.token && own(link.cue))
            .map(|link| link.cue)
            .take(MOST)
            .collect();
        let joined = self.near.iter().rev().find(|link| {
            let beside = standing::before(paragraph, link.cue);
            link.cue < self.spot.token && own(link.cue) && matches!(beside, COMMA | CONJUNCTION)
        });
        if let Some(link) = joined {
            self.shared = self
                .subjects
                .iter()
                .copied()
                .find(|index| heard.mentions[*index].last < link.cue);
        }
    }

    /// "…," Berg said, according to the paper: whoever gives the words of somebody whom its sentence names is not their speaker.
    pub(super) fn passes_on(&self, heard: &Heard<'_>, index: usize) -> bool {
        /// Words between a cue and a quote that it goes with.
        const NEAR: usize = 6;
        let tokens = &heard.paragraph.tokens;
        let own = |link: &&Link| tokens[link.cue].sentence == self.sentence;
        let quote = self.spot.token;
        let given = |link: &&Link| link.post == Some(index) && link.classes.is(Classes::ACCORDING);
        let Some(given) = self.near.iter().filter(own).find(given) else {
            return false;
        };
        self.near.iter().filter(own).any(|link| {
            let another = |subject: Option<usize>| subject.is_some_and(|subject| subject != index);
            let speaks = another(link.pre) || link.pre.is_none() && another(link.post);
            let between = quote.min(given.cue) < link.cue && link.cue < quote.max(given.cue);
            let before = link.cue < quote && quote < given.cue && quote - link.cue <= NEAR;
            link.classes.is(Classes::CUE) && !link.classes.is(Classes::ACCORDING) && speaks && (between || before)
        })
    }

    /// Whether the words before it cannot name its speaker: "…, but "We go again," his coach said."
    pub(super) fn is_said_behind(&self) -> bool {
        self.said_behind && self.inside.first_capital && self.inside.ends_with == Some(',')
    }

    /// Whether a mention may be somebody: things speak only in the quote's sentence, or where a cue says that they do.
    pub(super) fn may_speak(&self, scene: &Scene<'_>, at: At) -> bool {
        let heard = &scene.heard[at.0];
        let mention = &heard.mentions[at.1];
        let own = || at.0 == self.spot.paragraph && heard.paragraph.tokens[mention.first].sentence == self.sentence;
        // Where every noun has a capital, anything may be a name.
        let thing = matches!(mention.sort, Sort::Nominal | Sort::Bare) && !heard.paragraph.nouns_capital;
        !thing || mention.speaks || own()
    }

    fn find_nearest(&mut self, scene: &Scene<'_>) {
        let first = self.spot.paragraph.saturating_sub(2);
        for at in (first..=self.spot.paragraph).rev() {
            let heard = &scene.heard[at];
            let end = if at == self.spot.paragraph {
                heard
                    .mentions
                    .partition_point(|mention| mention.first < self.spot.token)
            } else {
                heard.mentions.len()
            };
            for index in (0..end).rev().take(40) {
                let mention = &heard.mentions[index];
                self.nearest.get_or_insert((at, index));
                if matches!(mention.sort, Sort::Name | Sort::NameWithRole) && !mention.after_prep {
                    self.nearest_name.get_or_insert((at, index));
                }
            }
            if self.nearest_linked.is_none() {
                let limit = if at == self.spot.paragraph {
                    self.spot.token
                } else {
                    usize::MAX
                };
                let end = heard.links.partition_point(|link| link.cue < limit);
                let speaks = |link: &&Link| link.classes.is(Classes::CUE) && link.pre.is_some();
                self.nearest_linked = heard.links[..end]
                    .iter()
                    .rev()
                    .take(20)
                    .find(speaks)
                    .and_then(|link| link.pre)
                    .map(|index| (at, index));
            }
        }
    }
}

/// The links near a token: cues further off have nothing to do with it.
fn near(heard: &Heard<'_>, token: usize) -> Vec<Link> {
    const REACH: usize = 60;
    let start = heard.links.partition_point(|link| link.cue + REACH < token);
    let end = heard.links.partition_point(|link| link.cue < token + REACH);
    heard.links.get(start..end).unwrap_or_default().to_vec()
}

/// Whether somebody speaks beside a quote, in its sentence.
fn speaks_beside(heard: &Heard<'_>, link: &Link, quote: usize) -> bool {
    let tokens = &heard.paragraph.tokens;
    link.cue.abs_diff(quote) <= 14
        && tokens[link.cue].sentence == tokens[quote].sentence
        && link.classes.is(Classes::CUE.and(Classes::ACCORDING))
        && (link.pre.is_some() || link.post.is_some())
}

/// The subject of the first strong cue before a quote in its sentence.
fn outer(heard: &Heard<'_>, near: &[Link], quote: usize) -> Option<usize> {
    let tokens = &heard.paragraph.tokens;
    let own = |link: &&Link| link.cue < quote && tokens[link.cue].sentence == tokens[quote].sentence;
    near.iter()
        .filter(own)
        .filter(|link| link.classes.is(Classes::CUE))
        .find_map(|link| link.pre)
}

/// Whether a cue right behind the quote leaves its subject to the sentence before.
fn said_alone(heard: &Heard<'_>, link: &Link, quote: usize) -> bool {
    let signs = heard.paragraph.tokens.get(quote + 1..link.cue).unwrap_or_default();
    link.cue > quote
        && signs.len() <= 2
        && signs.iter().all(|sign| sign.is_sign(&[',', '-', '–', '—']))
        && link.classes.is(Classes::CUE)
        && !link.classes.is(Classes::ACCORDING)
        && link.pre.is_none()
        && link.post.is_none()
}

/// Whoever says so behind a comma in the rest of the quote's sentence.
fn trailing(heard: &Heard<'_>, near: &[Link], quote: usize) -> Option<usize> {
    let tokens = &heard.paragraph.tokens;
    let apart = |at: usize| at > quote + 1 && heard.paragraph.before(at).is_some_and(|token| token.is_sign(&[',']));
    near.iter()
        .filter(|link| link.cue > quote && tokens[link.cue].sentence == tokens[quote].sentence)
        .filter(|link| link.classes.is(Classes::CUE))
        .find_map(|link| {
            let subject = link.pre.filter(|pre| apart(heard.mentions[*pre].first));
            subject.or_else(|| link.post.filter(|_| apart(link.cue) && link.pre.is_none()))
        })
}

/// Whether a cue with its subject, or the subject with its cue, begins right behind the quote.
fn said_behind(heard: &Heard<'_>, link: &Link, quote: usize) -> bool {
    let next = quote
        + 1
        + usize::from(
            heard
                .paragraph
                .token(quote + 1)
                .is_some_and(|token| token.is_sign(&[','])),
        );
    let subject = link
        .pre
        .map(|pre| heard.mentions[pre].first)
        .filter(|first| *first > quote);
    let inverted = link.post.is_some() && link.cue == next;
    link.classes.is(Classes::CUE) && (subject == Some(next) || inverted)
}

/// Kinds of words that a quote can be made of.
pub(super) const SHAPES: usize = 24;

/// How many words, whether the first has a capital, and what ends them.
fn shape(inside: &Inside) -> usize {
    let length = match inside.words {
        0..=1 => 0,
        2..=3 => 1,
        4..=8 => 2,
        _ => 3,
    };
    let end = match inside.ends_with {
        Some(',') => 1,
        Some('.' | '!' | '?' | '…') => 2,
        _ => 0,
    };
    (length * 2 + usize::from(inside.first_capital)) * 3 + end
}
