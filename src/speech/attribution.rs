//! Quote → speaker: every mention near a quote is weighed by where it stands, and the likeliest is named.
//!
//! Door: [`attribute`]. The weights are figures in `assets/speech.toml`, made by `examples/train_speech.rs`: they know word classes,
//! places and signs, no words and no names.

use crate::document::LeafKind;
use crate::speech::around::Around;
use crate::speech::candidate;
use crate::speech::features::Features;
use crate::speech::lexicon::Classes;
use crate::speech::links::Link;
use crate::speech::mentions::{At, Mention, Sort};
use crate::speech::scene::{Scene, Spot};
use crate::speech::speaker_features;

/// Who is likeliest to have said it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) mention: Option<At>,
    pub(super) confidence: f32,
}

/// Below this nobody is named.
const THRESHOLD: f32 = 0.3;
/// Below this nothing without a name is called a speaker that no cue belongs to: "four words shorter", "the permit".
const SURE: f32 = 0.7;
/// Paragraphs looked at before and behind a quote.
const BEFORE: usize = 3;
/// Mentions looked at before a quote, and behind it.
const MOST_BEFORE: usize = 40;
const MOST_BEHIND: usize = 12;

/// The speaker of each of these stretches, which are speech.
pub(super) fn attribute(scene: &Scene<'_>, spots: &[Spot]) -> Vec<Verdict> {
    let weights = speaker_features::speaker_weights(scene.lexicon.language);
    let mut former: Option<(Spot, At)> = None;
    let mut verdicts = Vec::with_capacity(spots.len());
    let mut found = Features::default();
    for spot in spots {
        let around = Around::of(scene, *spot, former);
        let candidates = candidates(scene, &around);
        let mut scores: Vec<f32> = Vec::with_capacity(candidates.len());
        for at in &candidates {
            candidate::of_mention(scene, &around, *at, &mut found);
            scores.push(found.score(weights));
        }
        let mut verdict = choose(&candidates, &scores);
        if verdict.mention.is_some_and(|at| passes_on(scene, at)) {
            let former = former.filter(|(other, _)| other.paragraph == spot.paragraph);
            verdict.mention = former.map(|(_, at)| at);
            if former.is_none() {
                verdict.confidence = 0.0;
            }
        }
        if verdict.confidence < SURE && verdict.mention.is_some_and(|at| is_loose_thing(scene, at)) {
            verdict.mention = None;
        }
        if let Some(mention) = verdict.mention {
            former = Some((*spot, mention));
        }
        verdicts.push(verdict);
    }
    verdicts
}

/// Whether a mention is no name, no office and no body, and no cue's subject.
fn is_loose_thing(scene: &Scene<'_>, at: At) -> bool {
    let heard = &scene.heard[at.0];
    let thing = matches!(heard.mentions[at.1].sort, Sort::Nominal | Sort::Bare) && !heard.paragraph.nouns_capital;
    let own = |link: &Link| link.pre == Some(at.1) || link.post == Some(at.1);
    thing && !heard.links.iter().any(own)
}

/// Whether a mention is an agency or outlet that gives somebody's words rather than says any of its own.
fn passes_on(scene: &Scene<'_>, at: At) -> bool {
    let body = Classes::AGENCY.and(Classes::OUTLET).and(Classes::GROUP);
    let heard = &scene.heard[at.0];
    let mention = &heard.mentions[at.1];
    let named = &heard.paragraph.tokens[mention.first..=mention.last];
    // The mention's own verbs stand behind it, but for what is hung on it with a comma.
    let from = heard.links.partition_point(|link| link.cue <= mention.last);
    let verb = heard.links[from..]
        .iter()
        .take(MOST_BEHIND)
        .find(|link| link.pre == Some(at.1));
    named.iter().any(|token| token.is(body)) && verb.is_some_and(|link| link.classes.is(Classes::PASS))
}

fn choose(candidates: &[At], scores: &[f32]) -> Verdict {
    let best = scores
        .iter()
        .enumerate()
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(at, score)| (at, *score));
    let Some((at, top)) = best else {
        return Verdict {
            mention: None,
            confidence: 0.0,
        };
    };
    let sum: f32 = scores.iter().map(|score| (score - top).exp()).sum::<f32>() + (-top).exp();
    let confidence = 1.0 / sum;
    Verdict {
        mention: (confidence >= THRESHOLD).then(|| candidates[at]),
        confidence,
    }
}

/// The mentions that may have said it, in reading order.
pub(super) fn candidates(scene: &Scene<'_>, around: &Around) -> Vec<At> {
    let spot = around.spot;
    if let Some(at) = signed(scene, spot) {
        return vec![at];
    }
    let mut found = if around.is_said_behind() {
        Vec::new()
    } else {
        before(scene, around)
    };
    let mut behind = MOST_BEHIND;
    // Where its own sentence names somebody who speaks, nobody in another paragraph does.
    let paragraphs = if around.linked { 1 } else { 2 };
    for paragraph in spot.paragraph..(spot.paragraph + paragraphs).min(scene.heard.len()) {
        let mentions = &scene.heard[paragraph].mentions;
        let start = if paragraph == spot.paragraph {
            mentions.partition_point(|mention| mention.first < spot.token)
        } else {
            0
        };
        let end = mentions.len().min(start + behind);
        behind -= end - start;
        let known = |at: &At| around.may_speak(scene, *at);
        found.extend((start..end).map(|index| (paragraph, index)).filter(known));
    }
    let heard = &scene.heard[spot.paragraph];
    found.retain(|at| at.0 != spot.paragraph || !around.passes_on(heard, at.1));
    found
}

/// Whoever stands alone below a quote that is a paragraph of its own: "— Anna Berg", "Anna Berg, head of the bank".
fn signed(scene: &Scene<'_>, spot: Spot) -> Option<At> {
    /// Tokens of a line that names somebody.
    const MOST: usize = 16;
    let alone = scene.heard[spot.paragraph]
        .paragraph
        .tokens
        .iter()
        .all(|token| !token.is_word());
    let below = scene.heard.get(spot.paragraph + 1).filter(|_| alone)?;
    let tokens = &below.paragraph.tokens;
    let dashed = usize::from(tokens.first()?.is_sign(&['-', '—', '–', '―', '~']));
    let line = tokens.len() <= MOST && below.paragraph.kind != LeafKind::Heading;
    let says = tokens.iter().any(|token| {
        token.is_quoted() || token.is_word() && token.is(Classes::ANY_CUE.and(Classes::AUX)) && !token.capital
    });
    let name = below
        .mentions
        .first()
        .filter(|name| line && !says && name.first == dashed && name.name.is_some())?;
    let ends = tokens
        .get(name.last + 1)
        .is_none_or(|next| next.is_sign(&[',', '.', '(', '"', '”', '’']));
    (ends && (dashed == 1 || name.first != name.last)).then_some((spot.paragraph + 1, 0))
}

/// The mentions before a quote, and whoever spoke before it.
fn before(scene: &Scene<'_>, around: &Around) -> Vec<At> {
    let spot = around.spot;
    let mut before = Vec::new();
    let mentions = &scene.heard[spot.paragraph].mentions;
    let named =
        |mention: &Mention| mention.initial && matches!(mention.sort, Sort::Name | Sort::NameWithRole | Sort::Role);
    let own = mentions.iter().take_while(|mention| mention.first < spot.token);
    let left = around.said_alone && own.into_iter().any(named);
    let reach = if around.linked || left { 0 } else { BEFORE };
    let first = spot.paragraph.saturating_sub(reach);
    for paragraph in first..=spot.paragraph {
        let mentions = &scene.heard[paragraph].mentions;
        let end = if paragraph == spot.paragraph {
            mentions.partition_point(|mention| mention.first < spot.token)
        } else {
            mentions.len()
        };
        let start = end.saturating_sub(MOST_BEFORE);
        let known = |at: &At| around.may_speak(scene, *at);
        before.extend((start..end).map(|index| (paragraph, index)).filter(known));
    }
    let skip = before.len().saturating_sub(MOST_BEFORE);
    let mut found = before.split_off(skip);
    // A quote of several paragraphs goes on, however far its speaker was named.
    if let Some((_, at)) = around.former
        && (!left || at.0 == spot.paragraph)
        && found.first().is_none_or(|first| at < *first)
    {
        found.insert(0, at);
    }
    found
}
