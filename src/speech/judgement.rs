//! Speech, or marks for another reason: titles of works, nicknames, single terms, irony.
//!
//! Door: [`judge`]. For English the stretch is weighed (`assets/speech.toml`, made by `examples/train_speech.rs`); other languages set
//! marks in other places, so there only the clear cases are left out.

use crate::model::Language;
use crate::speech::features::Features;
use crate::speech::lexicon::{Classes, Label};
use crate::speech::scene::{Scene, Spot};
use crate::speech::stretch;
use crate::speech::tokens::Token;

/// The stretches that are somebody's words, in order.
pub(super) fn judge(scene: &Scene<'_>) -> Vec<Spot> {
    let weigh = scene.lexicon.language == Language::ENGLISH;
    let weights = stretch::speech_weights();
    let mut former = None;
    let mut features = Features::default();
    let mut speech = Vec::new();
    for spot in scene.quoted() {
        let is_speech = if certain(scene, spot) {
            true
        } else if stretch::is_within_name(scene, spot) {
            false
        } else if weigh {
            stretch::of_stretch(scene, spot, former, &mut features);
            features.score(weights) > 0.0
        } else {
            !is_clearly_none(scene, spot)
        };
        former = Some((spot, is_speech));
        if is_speech {
            speech.push(spot);
        }
    }
    speech
}

/// Dash speech, what a label announces, and paragraphs of a block quote need no judging.
fn certain(scene: &Scene<'_>, spot: Spot) -> bool {
    let heard = &scene.heard[spot.paragraph];
    let span = &heard.paragraph.spans[spot.span];
    let label = matches!(heard.label, Some((Label::Quote, _, _)));
    label || span.closing == 0 && (heard.dashed || span.opening == 0) || is_headline(scene, spot)
}

/// "Minister: 'No new lockdown'" and "'It was hell': survivors describe the fire".
fn is_headline(scene: &Scene<'_>, spot: Spot) -> bool {
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let colon = |token: Option<&Token>| token.is_some_and(|token| token.is_sign(&[':', '：']));
    let ends = paragraph.tokens.len() <= spot.token + 2;
    let named = spot.token <= 6 && paragraph.tokens.iter().take(spot.token).any(Token::is_word);
    (colon(paragraph.before(spot.token)) && ends && named) || (spot.token == 0 && colon(paragraph.token(1)))
}

/// What is no speech by the rules of any language.
fn is_clearly_none(scene: &Scene<'_>, spot: Spot) -> bool {
    let heard = &scene.heard[spot.paragraph];
    let paragraph = &heard.paragraph;
    let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
    if inside.words == 0 {
        return true;
    }
    let sentence = paragraph.tokens[spot.token].sentence;
    let before = paragraph.before(spot.token).filter(|token| token.sentence == sentence);
    let behind = paragraph
        .token(spot.token + 1)
        .filter(|token| token.sentence == sentence);
    let stops = matches!(inside.ends_with, Some('.' | '!' | '?' | '…' | ','));
    if scene.lexicon.is_unspaced() {
        return inside.words == 0;
    }
    if stops && inside.words > 2 || before.is_some_and(|token| token.is_sign(&[':', '：'])) {
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
    inside.words <= 3 && (!any_cue || title)
}
