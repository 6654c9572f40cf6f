//! What can be said of a mention beside a quote, of a stretch between marks, and of a cue, as numbers of features.
//!
//! Features are sparse and binary; each has a name, under which its weight stands in `assets/speech.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::speech::attribution::At;
use crate::speech::lexicon::{Classes, Label};
use crate::speech::mentions::{Link, Sort};
use crate::speech::scene::{Scene, Spot};
use crate::speech::tokens::{Inside, Kind};

/// The features that hold for one candidate.
#[derive(Clone, Debug, Default)]
pub(super) struct Features(pub(super) Vec<u16>);

impl Features {
    fn clear(&mut self) {
        self.0.clear();
    }

    fn add(&mut self, feature: usize) {
        self.0.push(u16::try_from(feature).unwrap_or(u16::MAX));
    }

    fn add_if(&mut self, holds: bool, feature: usize) {
        if holds {
            self.add(feature);
        }
    }

    /// The sum of the weights.
    pub(super) fn score(&self, weights: &[f32]) -> f32 {
        self.0
            .iter()
            .filter_map(|feature| weights.get(usize::from(*feature)))
            .sum()
    }
}

/// Places of a cue and its mention beside a quote.
const PLACES: [&str; 8] = [
    "after, adjacent",
    "after, near",
    "after, same sentence",
    "after, later",
    "before, adjacent",
    "before, near",
    "before, same sentence",
    "before, earlier",
];
const STRENGTHS: [&str; 3] = ["strong cue", "weak cue", "according"];
const SORTS: [&str; 7] = [
    "pronoun",
    "other pronoun",
    "name",
    "name with role",
    "role",
    "nominal",
    "bare",
];
/// Features of a linked mention: places × sides × strengths.
const LINKED: usize = PLACES.len() * 2 * STRENGTHS.len();

macro_rules! features {
    ($list:ident $from:expr; $($name:ident $words:literal;)*) => {
        features!(@count $from; $($name;)*);
        const $list: &[&str] = &[$($words),*];
    };
    (@count $from:expr; $name:ident; $($rest:ident;)*) => {
        const $name: usize = $from;
        features!(@count $name + 1; $($rest;)*);
    };
    (@count $from:expr;) => {};
}

const SORT_LINKED: usize = LINKED;
const SORT_LOOSE: usize = SORT_LINKED + SORTS.len();
const NAMED: usize = SORT_LOOSE + SORTS.len();

features! { SPEAKER_NAMES NAMED;
    BIAS "anybody";
    COMMA_AFTER "comma within the quote, linked behind it";
    STOP_AFTER "full stop within the quote, linked behind it";
    STOP_BEFORE "whole sentence, linked before it";
    FRAGMENT_AFTER "fragment, linked behind it";
    FRAGMENT_BEFORE "fragment, linked before it";
    OVER_QUOTE "another quote between";
    LINKED_OVER_QUOTE "another quote between the quote and the cue";
    COLON "cue or mention with a colon before the quote";
    NAME_COLON "mention and colon, no cue";
    COLON_NAME "quote, colon, mention";
    LEAD_IN "last sentence of the paragraph before, which ends with a colon";
    LABEL "named by a label";
    LABELLED_OTHER "a label names another";
    AFTER_PREP "behind a preposition";
    AFTER_PREP_LINKED "behind a preposition, linked";
    INITIAL "first of its sentence";
    POSSESSIVE "possessive";
    OBJECT "object of telling";
    SUBJECT_ELSEWHERE "subject of a cue elsewhere";
    SAME_BEFORE "same sentence, before";
    SAME_FIRST "same sentence, first mention of it";
    SAME_AFTER "same sentence, behind";
    SENTENCE_BEFORE "sentence before";
    SENTENCE_BEFORE_FIRST "sentence before, first mention of it";
    SENTENCE_EARLIER "earlier sentence of the paragraph";
    SENTENCE_AFTER "sentence behind";
    SENTENCE_LATER "later sentence of the paragraph";
    PARAGRAPH_1 "paragraph before";
    PARAGRAPH_1_LAST "paragraph before, linked in its last sentence";
    PARAGRAPH_2 "two or three paragraphs before";
    PARAGRAPH_NEXT "paragraph behind";
    NEAREST_BEFORE "nearest mention before";
    NEAREST_NAME "nearest name before";
    NEAREST_LINKED "nearest linked mention before";
    NEAREST_AFTER "nearest mention behind";
    FORMER "said the quote before, same paragraph";
    FORMER_SENTENCE "said the quote before, same sentence";
    FORMER_UNLINKED "said the quote before, same paragraph, no cue beside this quote";
    FORMER_EARLIER "said the quote before, in an earlier paragraph";
    FORMER_EARLIER_UNLINKED "said the quote before, in an earlier paragraph, no cue beside this quote";
    FORMER_NEXT_LINKED "said the quote before, while a cue stands beside this quote";
    HEAD_UNLINKED "quote begins its paragraph, no cue beside it, mention behind";
    FAR_BEFORE "more than twenty words before";
    FAR_AFTER "more than twenty words behind";
    KNOWN "name occurs elsewhere as one";
    LOOSE_OTHER_LINKED "not linked while another is";
    PRONOUN_AGAIN "pronoun, linked next to the quote";
    NEAR_CUE_FIRST "mention begins the sentence whose cue has no subject";
    DASHED "dash speech, linked behind";
    SPEAKER_COUNT "unused";
}

/// How many features a mention can have.
pub(super) const SPEAKER_FEATURES: usize = SPEAKER_COUNT;

/// The name of a mention's feature.
pub(super) fn speaker_name(feature: usize) -> String {
    if feature < LINKED {
        let strength = STRENGTHS[feature % 3];
        let side = ["subject before its cue", "subject behind its cue"][feature / 3 % 2];
        return format!("{}: {side}, {strength}", PLACES[feature / 6]);
    }
    if feature < NAMED {
        let sort = SORTS[(feature - LINKED) % SORTS.len()];
        let how = if feature < SORT_LOOSE { "linked" } else { "loose" };
        return format!("{sort}, {how}");
    }
    SPEAKER_NAMES
        .get(feature - NAMED)
        .copied()
        .unwrap_or_default()
        .to_owned()
}

/// What is known around a quote before any mention is weighed.
pub(super) struct Around {
    spot: Spot,
    former: Option<(Spot, At)>,
    inside: Inside,
    sentence: u32,
    /// Links near the quote.
    near: Vec<Link>,
    /// Whether one stands beside it.
    linked: bool,
    nearest: Option<At>,
    nearest_name: Option<At>,
    nearest_linked: Option<At>,
    lead_in: bool,
    head: bool,
}

impl Around {
    pub(super) fn of(scene: &Scene<'_>, spot: Spot, former: Option<(Spot, At)>) -> Self {
        let heard = &scene.heard[spot.paragraph];
        let paragraph = &heard.paragraph;
        let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
        let sentence = paragraph.tokens[spot.token].sentence;
        let mut near: Vec<Link> = Vec::new();
        // Cues further off have nothing to do with it.
        const REACH: usize = 60;
        let start = heard.links.partition_point(|link| link.cue + REACH < spot.token);
        for link in heard
            .links
            .iter()
            .skip(start)
            .take_while(|link| link.cue < spot.token + REACH)
        {
            near.push(*link);
        }
        let mut around = Self {
            spot,
            former,
            inside,
            sentence,
            near: Vec::new(),
            linked: false,
            nearest: None,
            nearest_name: None,
            nearest_linked: None,
            lead_in: false,
            head: heard
                .paragraph
                .tokens
                .iter()
                .take(spot.token)
                .all(|token| token.is_quoted() || !token.is_word()),
        };
        around.linked = near.iter().any(|link| {
            let beside = (link.cue.abs_diff(spot.token) <= 14) && paragraph.tokens[link.cue].sentence == sentence;
            beside
                && link.classes.is(Classes::CUE.and(Classes::ACCORDING))
                && (link.pre.is_some() || link.post.is_some())
        });
        around.near = near;
        around.find_nearest(scene);
        let former_paragraph = spot
            .paragraph
            .checked_sub(1)
            .map(|before| &scene.heard[before].paragraph);
        around.lead_in = around.head
            && former_paragraph
                .is_some_and(|before| before.tokens.last().is_some_and(|last| last.is_sign(&[':', '：'])));
        around
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

/// Words between two tokens of a paragraph, and whether quoted ones are among them.
fn between(scene: &Scene<'_>, paragraph: usize, from: usize, to: usize) -> (usize, bool) {
    let tokens = &scene.heard[paragraph].paragraph.tokens;
    let mut words = 0;
    let mut quoted = false;
    for token in tokens.get(from..to).unwrap_or_default().iter().take(80) {
        words += usize::from(token.is_word());
        quoted |= token.is_quoted();
    }
    (words, quoted)
}

/// The features of one mention beside a quote.
pub(super) fn of_mention(scene: &Scene<'_>, around: &Around, at: At, found: &mut Features) {
    found.clear();
    found.add(BIAS);
    let heard = &scene.heard[at.0];
    let mention = &heard.mentions[at.1];
    let same = at.0 == around.spot.paragraph;
    let linked = if same {
        linked(scene, around, at.1, found)
    } else {
        false
    };
    let sort = mention.sort as usize;
    found.add(if linked { SORT_LINKED } else { SORT_LOOSE } + sort);
    found.add_if(mention.after_prep, if linked { AFTER_PREP_LINKED } else { AFTER_PREP });
    found.add_if(mention.initial, INITIAL);
    found.add_if(heard.paragraph.tokens[mention.last].possessive, POSSESSIVE);
    found.add_if(!linked && around.linked, LOOSE_OTHER_LINKED);
    found.add_if(!linked && mention.speaks, SUBJECT_ELSEWHERE);
    found.add_if(mention.told, OBJECT);
    place(scene, around, at, linked, found);
    history(around, at, linked, found);
    label(scene, around, at, found);
}

/// The link between this mention, a cue and the quote that stands closest.
fn linked(scene: &Scene<'_>, around: &Around, index: usize, found: &mut Features) -> bool {
    let heard = &scene.heard[around.spot.paragraph];
    let mention = &heard.mentions[index];
    let spot = around.spot.token;
    let mut best: Option<(usize, usize, bool, bool)> = None;
    for link in &around.near {
        let behind = match (link.pre == Some(index), link.post == Some(index)) {
            (true, _) => false,
            (false, true) => true,
            _ => continue,
        };
        let (start, end) = (mention.first.min(link.cue), mention.last.max(link.cue));
        let same = heard.paragraph.tokens[link.cue].sentence == around.sentence;
        let after = start > spot;
        let (words, quoted) = if after {
            between(scene, around.spot.paragraph, spot + 1, start)
        } else {
            between(scene, around.spot.paragraph, end + 1, spot)
        };
        let step = match (words, same) {
            (0, true) => 0,
            (1..=4, true) => 1,
            (_, true) => 2,
            (_, false) => 3,
        };
        let place = if after { step } else { 4 + step };
        let strength = if link.classes.is(Classes::ACCORDING) {
            2
        } else {
            usize::from(!link.classes.is(Classes::CUE))
        };
        let feature = (place * 2 + usize::from(behind)) * 3 + strength;
        if best.is_none_or(|(old, _, _, _)| step * 3 + strength < old) {
            best = Some((step * 3 + strength, feature, after, quoted));
        }
    }
    let Some((_, feature, after, quoted)) = best else {
        return false;
    };
    found.add(feature);
    found.add_if(quoted, LINKED_OVER_QUOTE);
    let inside = &around.inside;
    let stops = matches!(inside.ends_with, Some('.' | '!' | '?' | '…'));
    let fragment = !inside.first_capital && !stops;
    found.add_if(after && inside.ends_with == Some(','), COMMA_AFTER);
    found.add_if(after && stops, STOP_AFTER);
    found.add_if(!after && inside.first_capital, STOP_BEFORE);
    found.add_if(after && fragment, FRAGMENT_AFTER);
    found.add_if(!after && fragment, FRAGMENT_BEFORE);
    found.add_if(after && heard.dashed, DASHED);
    found.add_if(
        matches!(mention.sort, Sort::Pronoun) && feature / 6 % 4 == 0,
        PRONOUN_AGAIN,
    );
    true
}

#[expect(clippy::too_many_lines, reason = "one feature after the other")]
fn place(scene: &Scene<'_>, around: &Around, at: At, linked: bool, found: &mut Features) {
    let heard = &scene.heard[at.0];
    let mention = &heard.mentions[at.1];
    let spot = around.spot;
    if at.0 < spot.paragraph {
        let back = spot.paragraph - at.0;
        found.add(if back == 1 { PARAGRAPH_1 } else { PARAGRAPH_2 });
        let last = heard.paragraph.tokens.last().map_or(0, |token| token.sentence);
        let in_last = heard.paragraph.tokens[mention.first].sentence == last;
        let speaks = heard
            .links
            .iter()
            .rev()
            .take(4)
            .any(|link| link.pre == Some(at.1) || link.post == Some(at.1));
        found.add_if(back == 1 && in_last && speaks, PARAGRAPH_1_LAST);
        found.add_if(
            back == 1 && in_last && around.lead_in && (speaks || mention.initial),
            LEAD_IN,
        );
    } else if at.0 > spot.paragraph {
        found.add(PARAGRAPH_NEXT);
    } else {
        let tokens = &heard.paragraph.tokens;
        let before = mention.first < spot.token;
        let sentence = tokens[mention.first].sentence;
        let first = at.1 == 0 || tokens[heard.mentions[at.1 - 1].first].sentence != sentence;
        let (words, quoted) = if before {
            between(scene, at.0, mention.last + 1, spot.token)
        } else {
            between(scene, at.0, spot.token + 1, mention.first)
        };
        found.add_if(quoted, OVER_QUOTE);
        found.add_if(words > 20, if before { FAR_BEFORE } else { FAR_AFTER });
        if before {
            let next = tokens
                .get(mention.last + 1)
                .is_some_and(|next| next.is_sign(&[':', '：']));
            found.add_if(words == 0 && next, NAME_COLON);
            let colon = tokens
                .get(spot.token.wrapping_sub(1))
                .is_some_and(|sign| sign.is_sign(&[':', '：']));
            found.add_if(colon && linked && sentence == around.sentence, COLON);
            match around.sentence - sentence.min(around.sentence) {
                0 => {
                    found.add(SAME_BEFORE);
                    found.add_if(first, SAME_FIRST);
                    found.add_if(first && !linked && around.linked, NEAR_CUE_FIRST);
                }
                1 => {
                    found.add(SENTENCE_BEFORE);
                    found.add_if(first, SENTENCE_BEFORE_FIRST);
                }
                _ => found.add(SENTENCE_EARLIER),
            }
        } else {
            let colon = tokens
                .get(spot.token + 1)
                .is_some_and(|sign| sign.is_sign(&[':', '：']));
            found.add_if(colon && words == 0, COLON_NAME);
            found.add_if(!linked && around.head && !around.linked, HEAD_UNLINKED);
            match sentence.saturating_sub(around.sentence) {
                0 => {
                    found.add(SAME_AFTER);
                    found.add_if(words <= 1, NEAREST_AFTER);
                }
                1 => found.add(SENTENCE_AFTER),
                _ => found.add(SENTENCE_LATER),
            }
        }
    }
    found.add_if(around.nearest == Some(at), NEAREST_BEFORE);
    found.add_if(around.nearest_name == Some(at), NEAREST_NAME);
    found.add_if(around.nearest_linked == Some(at), NEAREST_LINKED);
}

/// Who said the quote before.
fn history(around: &Around, at: At, linked: bool, found: &mut Features) {
    let Some((spot, former)) = around.former else { return };
    if former != at {
        return;
    }
    if spot.paragraph == around.spot.paragraph {
        found.add(FORMER);
        found.add_if(!around.linked, FORMER_UNLINKED);
        found.add_if(around.linked && !linked, FORMER_NEXT_LINKED);
        found.add_if(at.0 == spot.paragraph, FORMER_SENTENCE);
    } else {
        found.add(FORMER_EARLIER);
        found.add_if(!around.linked, FORMER_EARLIER_UNLINKED);
    }
}

fn label(scene: &Scene<'_>, around: &Around, at: At, found: &mut Features) {
    let heard = &scene.heard[around.spot.paragraph];
    let Some((Label::Quote, colon, start)) = heard.label else {
        return;
    };
    let named = |index: usize| {
        let token = heard.paragraph.tokens[heard.mentions[index].first];
        token.start >= start && token.start < colon
    };
    if at.0 == around.spot.paragraph && named(at.1) {
        found.add(LABEL);
    } else if heard.mentions.first().is_some_and(|_| named(0)) {
        found.add(LABELLED_OTHER);
    }
}

const LENGTHS: [&str; 6] = [
    "one word",
    "two words",
    "three words",
    "four to six words",
    "seven to twelve words",
    "more words",
];

features! { SPEECH_NAMES LENGTHS.len();
    SPEECH_BIAS "anything";
    SINGLE "single marks";
    CLAUSE "has a verb or pronoun";
    CAPITALS "every word a capital";
    FIRST_CAPITAL "begins with a capital";
    ENDS_COMMA "ends with a comma within";
    ENDS_STOP "ends with a full stop within";
    CAPITAL_AND_STOP "begins with a capital, ends with a stop";
    SENTENCES "several sentences";
    ALONE "nothing but it in its sentence";
    WORK_BEFORE "a work's noun right before";
    WORK_NEAR "a work's noun near before";
    SCARE_BEFORE "so-called and the like right before";
    DET_BEFORE "an article right before";
    ADJ_BEFORE "a plain word right before";
    NAME_BEFORE "a name right before";
    POSSESSIVE_BEFORE "a possessive right before";
    COLON_BEFORE "a colon right before";
    COMMA_BEFORE "a comma right before";
    CUE_BEFORE "a strong cue right before";
    WEAK_BEFORE "a weak cue right before";
    THAT_BEFORE "that right before";
    PREP_BEFORE "a preposition right before";
    AUX_BEFORE "an auxiliary right before";
    CONJ_BEFORE "a conjunction right before";
    NOUN_BEHIND "a plain small word right behind";
    NAME_BEHIND "a name right behind";
    CONJ_BEHIND "a conjunction right behind";
    SIGN_BEHIND "a sign or the end right behind";
    CUE_BEHIND "a cue within four words behind";
    STRONG_SENTENCE "strong cue with a subject in the sentence";
    WEAK_SENTENCE "weak cue with a subject in the sentence";
    NO_CUE "no cue in the sentence";
    FORMER_SPEECH "the quote before, same sentence, is speech";
    FORMER_NONE "the quote before, same sentence, is none";
    FORMER_PARAGRAPH "the quote before, same paragraph, is speech";
    IN_HEADING "in a heading";
    UNCLOSED "not closed";
    TITLE_FORM "capitals but for small words, no sign";
    SHORT_NO_CUE "at most three words, no cue";
    SHORT_WEAK "at most three words, weak cue";
    SHORT_STRONG "at most three words, strong cue";
    LONG_CLAUSE "more than six words with a verb";
    SUBJECTLESS "cue without a subject in the sentence";
    WORD_DET "at most three words behind an article, plain word behind";
    SCARE_NEAR "so-called and the like within four words before";
    AS_BEFORE "as, or to, right before a short stretch";
    COMMA_AND_CAPITAL "ends with a comma, begins with a capital";
    PARAGRAPH_WHOLE "is the whole paragraph";
    SPEECH_COUNT "unused";
}

/// How many features a stretch between marks can have.
pub(super) const SPEECH_FEATURES: usize = SPEECH_COUNT;

/// The name of a stretch's feature.
pub(super) fn speech_name(feature: usize) -> String {
    let name = LENGTHS
        .get(feature)
        .or_else(|| SPEECH_NAMES.get(feature.wrapping_sub(LENGTHS.len())));
    name.copied().unwrap_or_default().to_owned()
}

/// The features of a stretch between marks; `former` says how the one before was judged.
pub(super) fn of_stretch(scene: &Scene<'_>, spot: Spot, former: Option<(Spot, bool)>, found: &mut Features) {
    found.clear();
    found.add(SPEECH_BIAS);
    let heard = &scene.heard[spot.paragraph];
    let paragraph = &heard.paragraph;
    let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
    let span = &paragraph.spans[spot.span];
    found.add(match inside.words {
        0..=1 => 0,
        2 => 1,
        3 => 2,
        4..=6 => 3,
        7..=12 => 4,
        _ => 5,
    });
    let stops = matches!(inside.ends_with, Some('.' | '!' | '?' | '…'));
    let clause = inside.verbs > 0;
    found.add_if(span.single, SINGLE);
    found.add_if(clause, CLAUSE);
    found.add_if(inside.words > 1 && inside.capitals == inside.words, CAPITALS);
    found.add_if(inside.first_capital, FIRST_CAPITAL);
    found.add_if(inside.ends_with == Some(','), ENDS_COMMA);
    found.add_if(stops, ENDS_STOP);
    found.add_if(inside.first_capital && stops, CAPITAL_AND_STOP);
    found.add_if(inside.first_capital && inside.ends_with == Some(','), COMMA_AND_CAPITAL);
    found.add_if(inside.sentences > 1, SENTENCES);
    found.add_if(span.closing == 0, UNCLOSED);
    found.add_if(
        inside.words > 1 && inside.capitals * 2 > inside.words && inside.ends_with.is_none(),
        TITLE_FORM,
    );
    found.add_if(clause && inside.words > 6, LONG_CLAUSE);
    found.add_if(paragraph.kind == crate::document::LeafKind::Heading, IN_HEADING);
    found.add_if(paragraph.tokens.len() <= 2, PARAGRAPH_WHOLE);
    neighbours(scene, spot, &inside, found);
    let (strong, weak, any) = cues(scene, spot);
    let short = inside.words <= 3;
    found.add_if(strong, STRONG_SENTENCE);
    found.add_if(weak && !strong, WEAK_SENTENCE);
    found.add_if(!any, NO_CUE);
    found.add_if(any && !strong && !weak, SUBJECTLESS);
    found.add_if(short && strong, SHORT_STRONG);
    found.add_if(short && weak && !strong, SHORT_WEAK);
    found.add_if(short && !strong && !weak, SHORT_NO_CUE);
    if let Some((before, speech)) = former.filter(|(before, _)| before.paragraph == spot.paragraph) {
        let same = paragraph.tokens[before.token].sentence == paragraph.tokens[spot.token].sentence;
        found.add_if(same && speech, FORMER_SPEECH);
        found.add_if(same && !speech, FORMER_NONE);
        found.add_if(!same && speech, FORMER_PARAGRAPH);
    }
}

fn neighbours(scene: &Scene<'_>, spot: Spot, inside: &Inside, found: &mut Features) {
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let sentence = paragraph.tokens[spot.token].sentence;
    let before = paragraph.before(spot.token).filter(|token| token.sentence == sentence);
    let behind = paragraph
        .token(spot.token + 1)
        .filter(|token| token.sentence == sentence);
    let near = paragraph.tokens[..spot.token].iter().rev().take(4);
    found.add_if(near.clone().any(|token| token.is(Classes::WORK)), WORK_NEAR);
    found.add_if(near.clone().any(|token| token.is(Classes::SCARE)), SCARE_NEAR);
    found.add_if(before.is_none() && behind.is_none_or(|token| !token.is_word()), ALONE);
    let plain = |token: &crate::speech::tokens::Token| {
        token.is_word() && !token.is(Classes::FUNCTION) && !token.is(Classes::ANY_CUE)
    };
    if let Some(before) = before {
        found.add_if(before.is(Classes::WORK), WORK_BEFORE);
        found.add_if(before.is(Classes::SCARE), SCARE_BEFORE);
        found.add_if(before.is(Classes::DET), DET_BEFORE);
        found.add_if(before.possessive, POSSESSIVE_BEFORE);
        found.add_if(plain(before) && !before.capital, ADJ_BEFORE);
        found.add_if(plain(before) && before.capital, NAME_BEFORE);
        found.add_if(before.is_sign(&[':', '：']), COLON_BEFORE);
        found.add_if(before.is_sign(&[',']), COMMA_BEFORE);
        found.add_if(before.is(Classes::CUE), CUE_BEFORE);
        found.add_if(before.is(Classes::WEAK) && !before.is(Classes::CUE), WEAK_BEFORE);
        found.add_if(before.is(Classes::THAT), THAT_BEFORE);
        found.add_if(before.is(Classes::PREP), PREP_BEFORE);
        found.add_if(before.is(Classes::PREP) && inside.words <= 3, AS_BEFORE);
        found.add_if(before.is(Classes::AUX), AUX_BEFORE);
        found.add_if(before.is(Classes::CONJ) && !before.is(Classes::THAT), CONJ_BEFORE);
    }
    match behind {
        Some(token) if token.is_word() => {
            found.add_if(plain(token) && !token.capital, NOUN_BEHIND);
            found.add_if(plain(token) && token.capital, NAME_BEHIND);
            found.add_if(token.is(Classes::CONJ), CONJ_BEHIND);
            let det = before.is_some_and(|before| before.is(Classes::DET));
            found.add_if(det && inside.words <= 3 && plain(token), WORD_DET);
        }
        _ => found.add(SIGN_BEHIND),
    }
    let cue = (1..=5).any(|step| {
        let token = paragraph
            .token(spot.token + step)
            .filter(|token| token.sentence == sentence);
        token.is_some_and(|token| token.is(Classes::CUE))
    });
    found.add_if(cue, CUE_BEHIND);
}

/// Whether the sentence of a stretch has a strong cue with a subject, a weak one, any at all.
fn cues(scene: &Scene<'_>, spot: Spot) -> (bool, bool, bool) {
    let heard = &scene.heard[spot.paragraph];
    let sentence = heard.paragraph.tokens[spot.token].sentence;
    let first = heard
        .links
        .partition_point(|link| heard.paragraph.tokens[link.cue].sentence < sentence);
    let (mut strong, mut weak, mut any) = (false, false, false);
    for link in heard.links.iter().skip(first) {
        if heard.paragraph.tokens[link.cue].sentence > sentence {
            break;
        }
        any = true;
        let subject = link.pre.is_some() || link.post.is_some();
        if subject && link.classes.is(Classes::CUE.and(Classes::ACCORDING)) {
            strong = true;
        } else if subject {
            weak = true;
        }
    }
    (strong, weak, any)
}

#[derive(Deserialize)]
struct File {
    speaker: HashMap<String, f32>,
    speech: HashMap<String, f32>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/speech.toml")).expect("assets/speech.toml is checked by a test")
});

/// A weight for each feature of a mention.
pub(super) fn speaker_weights() -> &'static [f32] {
    static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| weights(SPEAKER_FEATURES, speaker_name, &FILE.speaker));
    &WEIGHTS
}

/// A weight for each feature of a stretch between marks.
pub(super) fn speech_weights() -> &'static [f32] {
    static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| weights(SPEECH_FEATURES, speech_name, &FILE.speech));
    &WEIGHTS
}

fn weights(count: usize, name: fn(usize) -> String, known: &HashMap<String, f32>) -> Vec<f32> {
    (0..count)
        .map(|feature| known.get(&name(feature)).copied().unwrap_or_default())
        .collect()
}

/// Whether a token begins a quoted stretch that is only a name's nickname or a term within a mention.
pub(super) fn is_within_name(scene: &Scene<'_>, spot: Spot) -> bool {
    let heard = &scene.heard[spot.paragraph];
    let index = heard.mentions.partition_point(|mention| mention.first < spot.token);
    index
        .checked_sub(1)
        .and_then(|index| heard.mentions.get(index))
        .is_some_and(|mention| {
            mention.last > spot.token && matches!(heard.paragraph.tokens[spot.token].kind, Kind::Quoted(_))
        })
}
