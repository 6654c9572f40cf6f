//! What can be said of a mention beside a quote: where it stands, what it is, and how a cue ties it to the quote.
//!
//! Door: [`of_mention`].

use crate::speech::around::Around;
use crate::speech::clause::clause;
use crate::speech::features::Features;
use crate::speech::lexicon::{Classes, Label};
use crate::speech::mentions::{At, Mention, Sort};
use crate::speech::persons::bare;
use crate::speech::scene::{Heard, Scene};
use crate::speech::speaker_features::{
    AFTER_PREP, AFTER_PREP_LINKED, BIAS, COLON, COLON_NAME, COMMA_AFTER, COMMA_BEFORE, DASHED, EMBEDDED, FAR_AFTER,
    FAR_BEFORE, FORMER, FORMER_EARLIER, FORMER_EARLIER_UNLINKED, FORMER_NAME, FORMER_NAME_EARLIER, FORMER_NEXT_LINKED,
    FORMER_SENTENCE, FORMER_UNLINKED, FRAGMENT_AFTER, FRAGMENT_BEFORE, HEAD_UNLINKED, IN_QUOTE, IN_QUOTE_LINKED,
    INITIAL, LABEL, LABELLED_OTHER, LEAD_IN, LINKED_OVER_QUOTE, LOOSE_OTHER_LINKED, NAME_COLON, NAMED_OFTEN,
    NEAR_CUE_FIRST, NEAREST_AFTER, NEAREST_BEFORE, NEAREST_LINKED, NEAREST_NAME, OBJECT, OFTEN, OPENS_BEFORE, OUTER,
    OVER_QUOTE, PARAGRAPH_1, PARAGRAPH_1_LAST, PARAGRAPH_2, PARAGRAPH_NEXT, PLACES, POSSESSIVE, PRONOUN_AGAIN,
    SAME_AFTER, SAME_BEFORE, SAME_FIRST, SENTENCE_AFTER, SENTENCE_BEFORE, SENTENCE_BEFORE_FIRST, SENTENCE_EARLIER,
    SENTENCE_LATER, SIGNED, SORT, SORT_PLACED, SPEAKS_OFTEN, STOP_AFTER, STOP_BEFORE, SUBJECT_ELSEWHERE,
};

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
    let linked = if same { linked(scene, around, at.1, found) } else { None };
    clause(scene, around, at, linked, found);
    let linked = linked.is_some();
    let sort = mention.sort as usize;
    found.add(SORT + sort * 2 + usize::from(!linked));
    found.add_if(mention.after_prep, if linked { AFTER_PREP_LINKED } else { AFTER_PREP });
    found.add_if(mention.initial, INITIAL);
    found.add_if(heard.paragraph.tokens[mention.last].possessive, POSSESSIVE);
    found.add_if(!linked && around.linked, LOOSE_OTHER_LINKED);
    found.add_if(!linked && mention.speaks, SUBJECT_ELSEWHERE);
    found.add_if(mention.told, OBJECT);
    place(scene, around, at, linked, found);
    history(around, at, linked, found);
    label(scene, around, at, found);
    person(scene, around, at, linked, found);
}

/// The link between this mention, a cue and the quote that stands closest.
fn linked(scene: &Scene<'_>, around: &Around, index: usize, found: &mut Features) -> Option<usize> {
    let heard = &scene.heard[around.spot.paragraph];
    let mention = &heard.mentions[index];
    let spot = around.spot.token;
    let mut best: Option<(usize, usize, bool, bool, usize)> = None;
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
        if best.is_none_or(|(old, ..)| step * 3 + strength < old) {
            best = Some((step * 3 + strength, feature, after, quoted, link.cue));
        }
    }
    let (_, feature, after, quoted, cue) = best?;
    found.add(feature);
    let (place, side) = (feature / 6, feature / 3 % 2);
    found.add(SORT_PLACED + (mention.sort as usize * 2 + side) * PLACES.len() + place);
    found.add_if(quoted, LINKED_OVER_QUOTE);
    let inside = &around.inside;
    let stops = matches!(inside.ends_with, Some('.' | '!' | '?' | '…'));
    let fragment = !inside.first_capital && !stops;
    found.add_if(after && inside.ends_with == Some(','), COMMA_AFTER);
    found.add_if(after && stops, STOP_AFTER);
    found.add_if(!after && inside.ends_with == Some(','), COMMA_BEFORE);
    found.add_if(after && around.head, OPENS_BEFORE);
    found.add_if(!after && inside.first_capital, STOP_BEFORE);
    found.add_if(after && fragment, FRAGMENT_AFTER);
    found.add_if(!after && fragment, FRAGMENT_BEFORE);
    found.add_if(after && heard.dashed, DASHED);
    found.add_if(
        matches!(mention.sort, Sort::Pronoun) && feature / 6 % 4 == 0,
        PRONOUN_AGAIN,
    );
    Some(cue)
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
        let dash = heard
            .paragraph
            .tokens
            .first()
            .is_some_and(|first| first.is_sign(&['-', '—', '–', '―']));
        let short = heard.paragraph.tokens.len() <= 12;
        found.add_if(dash && short && at.1 == 0 && mention.first == 1, SIGNED);
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
                    found.add_if(is_embedded(heard, mention), EMBEDDED);
                    found.add_if(around.outer == Some(at.1), OUTER);
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

/// "Berg said he …": behind a cue that has a subject of its own.
fn is_embedded(heard: &Heard<'_>, mention: &Mention) -> bool {
    let Some(before) = mention.first.checked_sub(1) else {
        return false;
    };
    let at = heard.links.partition_point(|link| link.cue < before);
    heard
        .links
        .get(at)
        .is_some_and(|link| link.cue == before && link.pre.is_some() && link.classes.is(Classes::CUE))
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

/// What the article says elsewhere of whoever bears the mention's name.
fn person(scene: &Scene<'_>, around: &Around, at: At, linked: bool, found: &mut Features) {
    let persons = scene.persons();
    let linked = usize::from(linked);
    let Some(number) = persons.number(at) else {
        found.add(NAMED_OFTEN + (OFTEN - 1) * 2 + linked);
        return;
    };
    let (named, speaks) = persons.counts(number);
    let bucket = |count: u32| match count {
        0..=1 => count as usize,
        2..=3 => 2,
        _ => 3,
    };
    found.add(NAMED_OFTEN + bucket(named) * 2 + linked);
    found.add(SPEAKS_OFTEN + bucket(speaks) * 2 + linked);
    let heard = &scene.heard[at.0];
    let word = bare(&heard.paragraph, heard.mentions[at.1].head);
    let quoting = &scene.heard[around.spot.paragraph].paragraph;
    let span = quoting.spans[around.spot.span];
    let within = contains_word(quoting.slice(span.start, span.end), word);
    found.add_if(within, [IN_QUOTE, IN_QUOTE_LINKED][linked]);
    if let Some((spot, former)) = around.former
        && former != at
        && persons.number(former) == Some(number)
    {
        let same = spot.paragraph == around.spot.paragraph;
        found.add(if same { FORMER_NAME } else { FORMER_NAME_EARLIER });
    }
}

/// Whether a word stands in a text as a word of its own.
fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let behind = text.get(at + word.len()..).and_then(|rest| rest.chars().next());
        [before, behind]
            .iter()
            .all(|sign| sign.is_none_or(|sign| !sign.is_alphanumeric()))
    })
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
