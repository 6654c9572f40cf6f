//! How a mention and a quote stand in their clauses: which part the mention has beside the quote, and what parts them.
//!
//! Door: [`clause`], for a candidate.

use crate::speech::around::Around;
use crate::speech::features::Features;
use crate::speech::lexicon::Classes;
use crate::speech::mentions::{At, Mention, Sort};
use crate::speech::scene::{Heard, Scene, Spot};
use crate::speech::speaker_features::{
    ABSOLUTE, APPOSED, BEARS, BEARS_LINKED, BETWEEN, BETWEENS, COMPLEMENT, DISTANCE, FIRST_SUBJECT,
    FIRST_SUBJECT_LINKED, MENTION_BEFORE, MENTION_BEHIND, PART_BEFORE, PARTS, PASSIVE_STRONG, PASSIVE_WEAK,
    QUOTE_BEFORE, QUOTE_BEHIND, QUOTE_SHAPE, RANK, RELATIVE, RELATIVE_PREP, SAID_BEHIND, SAID_BEHIND_COMMA,
    SAID_BEHIND_LINKED, SHARED, SORT_SUBJECT, SUBJECT_RANK, TRAILED, TRAILS, ZONES,
};
use crate::speech::standing::{GOING, PREPOSITION, SAYING, Standing};
use crate::speech::tokens::{Kind, Token};

/// How the mention and the quote stand in their clauses, and what is between them.
pub(super) fn clause(scene: &Scene<'_>, around: &Around, at: At, linked: Option<usize>, found: &mut Features) {
    let heard = &scene.heard[at.0];
    let mention = &heard.mentions[at.1];
    let standing = heard.standings()[at.1];
    let same = at.0 == around.spot.paragraph;
    let before = at.0 < around.spot.paragraph || same && mention.first < around.spot.token;
    let own = same && heard.paragraph.tokens[mention.first].sentence == around.sentence;
    let zone = match (own, before, same) {
        (true, true, _) => 0,
        (true, false, _) => 1,
        (_, _, true) => 2,
        _ => 3,
    };
    found.add(MENTION_BEFORE + standing.before * ZONES + zone);
    found.add(MENTION_BEHIND + standing.behind * ZONES + zone);
    let subject = usize::from(standing.subject);
    found.add(SORT_SUBJECT + (mention.sort as usize * 2 + subject) * ZONES + zone);
    let beside = Beside {
        heard,
        same,
        around,
        index: at.1,
        linked,
        before,
    };
    let part = if own {
        beside.part(found)
    } else if around.former.is_some_and(|(_, former)| former == at) {
        FORMER_PART
    } else {
        FORMER_PART + 1
    };
    found.add(QUOTE_BEFORE + around.beside.0 * PARTS + part);
    found.add(QUOTE_BEHIND + around.beside.1 * PARTS + part);
    found.add(QUOTE_SHAPE + around.shape * PARTS + part);
    found.add(PART_BEFORE + standing.before * PARTS + part);
    if around.said_behind && part != LINKED_BEHIND {
        let comma = around.inside.ends_with == Some(',');
        found.add(if comma { SAID_BEHIND_COMMA } else { SAID_BEHIND });
        found.add_if(linked.is_some(), SAID_BEHIND_LINKED);
    }
    beside.voice(standing, own, found);
    if own {
        beside.apposition(found);
        beside.between(found);
        if relative_of(scene, around.spot, at).is_some() {
            found.add(if mention.after_prep { RELATIVE_PREP } else { RELATIVE });
        }
    }
}

/// "Cole, who called it "…"": the word that stands for the mention in the clause that the quote belongs to.
pub(super) fn relative_of(scene: &Scene<'_>, spot: Spot, at: At) -> Option<usize> {
    let heard = &scene.heard[at.0];
    let tokens = &heard.paragraph.tokens;
    let last = heard.mentions[at.1].last;
    if at.0 != spot.paragraph || last + 1 >= spot.token {
        return None;
    }
    let apart = tokens[last + 1].is_sign(&[',', '-', '–', '—', '(']);
    let pronoun = last + 1 + usize::from(apart);
    let relative = |token: &Token| token.is_word() && token.is(Classes::REL) && !token.is(Classes::THAT);
    let ends = |token: &Token| token.is_sign(&[',', '-', '–', '—', ')']);
    let open = tokens.get(pronoun..spot.token)?.iter().rev().skip(1).any(ends);
    (relative(&tokens[pronoun]) && !open).then_some(pronoun)
}

/// A mention's part beside the quote, among those of [`PARTS`].
const LINKED_BEHIND: usize = 2;
const FORMER_PART: usize = 6;

/// A mention in the quote's own sentence.
struct Beside<'a> {
    heard: &'a Heard<'a>,
    /// Whether it stands in the quote's paragraph.
    same: bool,
    around: &'a Around,
    index: usize,
    /// The cue that ties it to the quote.
    linked: Option<usize>,
    /// Whether it stands before the quote.
    before: bool,
}

impl Beside<'_> {
    /// Its part beside the quote, told by its rank among the subjects and that of its cue among the cues.
    fn part(&self, found: &mut Features) -> usize {
        let around = self.around;
        let tokens = &self.heard.paragraph.tokens;
        let mention = &self.heard.mentions[self.index];
        let subjects = &around.subjects;
        let subject = subjects.iter().position(|index| *index == self.index);
        let is_linked = usize::from(self.linked.is_some());
        if let Some(rank) = subject {
            found.add(SUBJECT_RANK + rank.min(3) * 2 + is_linked);
            let first = [FIRST_SUBJECT, FIRST_SUBJECT_LINKED][is_linked];
            found.add_if(subjects.last() == Some(&self.index), first);
        }
        found.add_if(around.shared == Some(self.index), SHARED);
        let is_strong = |cue: usize| tokens[cue].is(Classes::CUE);
        if self.before && around.cues.iter().any(|cue| *cue < mention.first && is_strong(*cue)) {
            let how = self.linked.map_or(2, |cue| usize::from(!is_strong(cue)));
            found.add(COMPLEMENT + how * 2 + usize::from(mention.sort == Sort::Pronoun));
        }
        let Some(cue) = self.linked else {
            return match (subject, self.before) {
                (Some(0), _) => 3,
                (_, true) => 4,
                (_, false) => 5,
            };
        };
        let rank = around.cues.iter().position(|known| *known == cue);
        if let Some(rank) = rank {
            let strength = if tokens[cue].is(Classes::ACCORDING) {
                2
            } else {
                usize::from(!is_strong(cue))
            };
            found.add(RANK + rank.min(2) * 3 + strength);
        }
        match (self.before, rank) {
            (true, Some(0)) => 0,
            (true, _) => 1,
            (false, _) => LINKED_BEHIND,
        }
    }

    /// Whether its verb can be one of saying: not in the passive, nor where the rest of the sentence says who spoke.
    fn voice(&self, standing: Standing, own: bool, found: &mut Features) {
        if let Some(trailing) = self.around.trailing {
            let told = self.same && trailing == self.index;
            let how = usize::from(self.linked.is_some()) + 2 * usize::from(self.before);
            found.add(if told { TRAILS } else { TRAILED + how });
        }
        let goes_on = matches!(standing.behind, SAYING | GOING);
        found.add_if(
            own && self.before && standing.before == PREPOSITION && goes_on,
            ABSOLUTE,
        );
        let paragraph = &self.heard.paragraph;
        let Some(cue) = self.linked else { return };
        let token = &paragraph.tokens[cue];
        let is_passive = paragraph.before(cue).is_some_and(|token| token.is(Classes::PASSIVE));
        if is_passive && !paragraph.slice(token.start, token.end).ends_with("ing") {
            let is_strong = token.is(Classes::CUE);
            found.add(if is_strong { PASSIVE_STRONG } else { PASSIVE_WEAK });
        }
    }

    /// What is between it and the quote, and how much.
    fn between(&self, found: &mut Features) {
        /// Tokens looked at.
        const REACH: usize = 40;
        let quote = self.around.spot.token;
        let mention = &self.heard.mentions[self.index];
        let (from, to) = if self.before {
            (mention.last + 1, quote)
        } else {
            (quote + 1, mention.first)
        };
        let mut words = 0;
        let mut seen = 0_u8;
        let tokens = self.heard.paragraph.tokens.get(from..to).unwrap_or_default();
        for token in tokens.iter().take(REACH) {
            match token.kind {
                Kind::Word => {
                    words += 1;
                    seen |= u8::from(token.is(Classes::THAT));
                    seen |= u8::from(token.is(Classes::REL)) << 1;
                    seen |= u8::from(token.is(Classes::CONJ)) << 2;
                    seen |= u8::from(token.is(Classes::CUE)) << 5;
                    seen |= u8::from(token.is(Classes::WEAK)) << 6;
                }
                Kind::Sign(',') => seen |= 1 << 3,
                Kind::Sign(_) => seen |= 1 << 4,
                Kind::Quoted(_) => {}
            }
        }
        let others = self.before && self.around.subjects.iter().any(|other| *other > self.index);
        seen |= u8::from(others) << 7;
        let is_linked = usize::from(self.linked.is_some());
        for bit in 0..BETWEENS.len() {
            found.add_if(seen & 1 << bit != 0, BETWEEN + bit * 2 + is_linked);
        }
        let bucket = match words {
            0 => 0,
            1..=2 => 1,
            3..=5 => 2,
            6..=10 => 3,
            11..=20 => 4,
            _ => 5,
        };
        found.add(DISTANCE + (bucket * 2 + usize::from(self.before)) * 2 + is_linked);
    }

    /// "Berg, the head of the bank, …"
    fn apposition(&self, found: &mut Features) {
        let mentions = &self.heard.mentions;
        let hangs = |name: &Mention, office: &Mention| {
            name.last + 2 == office.first
                && name.name.is_some()
                && office.name.is_none()
                && matches!(office.sort, Sort::Role | Sort::Nominal)
                && self.heard.paragraph.tokens[name.last + 1].is_sign(&[','])
        };
        let mention = &mentions[self.index];
        let former = self.index.checked_sub(1).map(|before| &mentions[before]);
        found.add_if(former.is_some_and(|former| hangs(former, mention)), APPOSED);
        let next = self.index + 1;
        if mentions.get(next).is_some_and(|office| hangs(mention, office)) {
            let linked = self.around.near.iter().any(|link| link.pre == Some(next));
            found.add(if linked { BEARS_LINKED } else { BEARS });
        }
    }
}
