//! Speech, or marks for another reason: titles of works, nicknames, single terms, irony.
//!
//! Door: [`judge`]. What is plain is told by rule; else, for English and German, the stretch is weighed (`assets/speech.toml`, made by
//! `examples/train_speech.rs`). Other languages set marks in other places, so there only the clear cases are left out.

use crate::speech::beside::Sides;
use crate::speech::features::Features;
use crate::speech::lexicon::{Classes, Label};
use crate::speech::scene::{Scene, Spot};
use crate::speech::stretch;
use crate::speech::tokens::Token;

/// Weights must speak for speech by more than this: a missed scare quote costs less than one ascribed to somebody.
const MARGIN: f32 = 0.4;

/// The stretches that are somebody's words, in order.
pub(super) fn judge(scene: &Scene<'_>) -> Vec<Spot> {
    let weights = stretch::speech_weights(scene.lexicon.language);
    let mut former = None;
    let mut features = Features::default();
    let mut speech = Vec::new();
    for spot in scene.quoted() {
        let is_speech = if certain(scene, spot) || is_tied(scene, spot) || is_a_sentence(scene, spot) {
            true
        } else if stretch::is_within_name(scene, spot) || is_a_term(scene, spot) {
            false
        } else if let Some(weights) = weights {
            stretch::of_stretch(scene, spot, former, &mut features);
            features.score(weights) > MARGIN
        } else {
            !is_clearly_none(scene, spot) || speaks_on(scene, spot, former)
        };
        former = Some((spot, is_speech));
        if is_speech {
            speech.push(spot);
        }
    }
    speech
}

/// Dash speech, what a label announces, what the narrator breaks into, and paragraphs of a block quote need no judging.
fn certain(scene: &Scene<'_>, spot: Spot) -> bool {
    let heard = &scene.heard[spot.paragraph];
    let span = &heard.paragraph.spans[spot.span];
    let label = matches!(heard.label, Some((Label::Quote, _, _)));
    // "« Nous attendons, explique Ada Mosse. …»": words that the narrator breaks into.
    let text = heard.paragraph.text.trim_end();
    let broken = scene.lexicon.dash_speech
        && span.opening > 0
        && span.closing == 0
        && span.end < text.len()
        && text
            .get(..span.end)
            .is_some_and(|text| text.ends_with([',', '!', '?', '…']));
    let goes_on = scene.lexicon.dash_speech && span.opening == 0 && span.closing > 0;
    label || broken || goes_on || span.closing == 0 && (heard.dashed || span.opening == 0) || is_headline(scene, spot)
}

/// "Minister: 'No new lockdown'" and "'It was hell': survivors describe the fire".
fn is_headline(scene: &Scene<'_>, spot: Spot) -> bool {
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let colon = |token: Option<&Token>| token.is_some_and(|token| token.is_sign(&[':', '：']));
    let ends = paragraph.tokens.len() <= spot.token + 2;
    let named = spot.token <= 14
        && paragraph.tokens[spot.token].sentence == 0
        && paragraph.tokens.iter().take(spot.token).any(Token::is_word);
    (colon(paragraph.before(spot.token)) && ends && named) || (spot.token == 0 && colon(paragraph.token(1)))
}

/// "…", according to the union.
fn is_tied(scene: &Scene<'_>, spot: Spot) -> bool {
    let tokens = &scene.heard[spot.paragraph].paragraph.tokens;
    let comma = tokens.get(spot.token + 1).is_some_and(|token| token.is_sign(&[',']));
    comma
        && tokens
            .get(spot.token + 2)
            .is_some_and(|token| token.is(Classes::ACCORDING) && token.sentence == tokens[spot.token].sentence)
}

/// "She takes the ferry back. ‘In the evening I am tired, and one wants to talk.’": a sentence of its own, longer than a title.
fn is_a_sentence(scene: &Scene<'_>, spot: Spot) -> bool {
    const WORDS: u32 = 8;
    let (paragraph, before, behind) = scene.neighbours(spot);
    let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
    inside.words >= WORDS
        && inside.first_capital
        && matches!(inside.ends_with, Some('.' | '!' | '?' | '…'))
        && before.is_none()
        && behind.is_none()
}

/// A few words that somebody else's name for a thing is set in: the so-called "peace council", the "near abroad", which …;
/// Cole, who wrote "Home".
fn is_a_term(scene: &Scene<'_>, spot: Spot) -> bool {
    /// Longer ones are no name.
    const MOST_WORDS: u32 = 3;
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
    let Some(before) = paragraph.before(spot.token) else {
        return false;
    };
    let clause = inside.auxiliaries + inside.others + inside.thirds > 0;
    if inside.words > MOST_WORDS || clause || !before.is_word() {
        return false;
    }
    if before.is(Classes::SCARE) && !before.is(Classes::ANY_CUE.and(Classes::NOUN).and(Classes::WORK)) {
        return true;
    }
    let relative = spot
        .token
        .checked_sub(2)
        .and_then(|at| paragraph.token(at))
        .is_some_and(|token| token.is(Classes::REL) && !token.is(Classes::THAT));
    if before.is(Classes::CUE) && relative {
        return inside.capitals == inside.words && inside.ends_with.is_none();
    }
    before.is(Classes::DET) && !before.is(Classes::PRONOUN) && {
        let sides = Sides::of(scene, spot);
        sides.relative && !sides.strong && !sides.near_strong
    }
}

/// "«…», said Berg. «The cheese was gone.»": a sentence of nothing else, behind words of somebody.
fn speaks_on(scene: &Scene<'_>, spot: Spot, former: Option<(Spot, bool)>) -> bool {
    /// Cues of a paragraph that are looked at.
    const MANY: usize = 200;
    let (paragraph, before, behind) = scene.neighbours(spot);
    let words = paragraph.insides.get(spot.span).map_or(0, |inside| inside.words);
    let alone = before.is_none() && behind.is_none_or(|token| token.is_sign(&['.', '!', '?', '…']));
    let links = &scene.heard[spot.paragraph].links;
    let spoken = || links.iter().take(MANY).any(|link| link.classes.is(Classes::CUE));
    let spoke = former.is_some_and(|(other, _)| other.paragraph == spot.paragraph);
    alone && words > 1 && spoke && spoken()
}

/// What is no speech by the rules of any language.
fn is_clearly_none(scene: &Scene<'_>, spot: Spot) -> bool {
    let heard = &scene.heard[spot.paragraph];
    let (paragraph, before, behind) = scene.neighbours(spot);
    let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
    if inside.words == 0 {
        return true;
    }
    let sentence = paragraph.tokens[spot.token].sentence;
    let stops = matches!(inside.ends_with, Some('.' | '!' | '?' | '…' | ','));
    if scene.lexicon.is_unspaced() {
        return inside.words == 0;
    }
    if stops && inside.words > 2 || before.is_some_and(|token| token.is_sign(&[':', '：'])) {
        return false;
    }
    // "Köprü kapandı" dedi
    if behind.is_some_and(|token| token.is(Classes::QUOTATIVE) && token.sentence == sentence) {
        return false;
    }
    let beside_cue = (1..=3).any(|step| {
        let token = paragraph
            .token(spot.token + step)
            .filter(|token| token.sentence == sentence);
        token.is_some_and(|token| token.is(Classes::CUE))
    });
    let parted = behind.is_some_and(|token| token.is_sign(&[',', '—', '–', '-', '!', '?']));
    if beside_cue && parted {
        return false;
    }
    let named = before.is_some_and(|token| token.is(Classes::WORK.and(Classes::SCARE)));
    if named && inside.words <= 8 {
        return true;
    }
    let title = inside.first_capital && inside.words <= 4;
    let cue = before.is_some_and(|token| token.is(Classes::ANY_CUE));
    let noun = before.is_some_and(|token| token.is_word() && !token.is(Classes::FUNCTION));
    if title && noun && !cue {
        return true;
    }
    let any_cue = heard
        .links
        .iter()
        .skip_while(|link| paragraph.tokens[link.cue].sentence < sentence)
        .take_while(|link| paragraph.tokens[link.cue].sentence == sentence)
        .any(|link| link.pre.is_some() || link.post.is_some());
    // "назвал это «…»": the verb is near, whatever stands between it and its subject.
    let near = spot.token.checked_sub(2).and_then(|at| paragraph.token(at));
    let any_cue = any_cue || near.is_some_and(|token| token.is(Classes::ANY_CUE) && token.sentence == sentence);
    inside.words <= 3 && (!any_cue || title)
}
