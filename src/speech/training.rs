//! What a trainer needs to see: candidates with their features, beside what people say is right. For `examples/train_speech.rs` only.

use crate::document::Leaf;
use crate::model::Language;
use crate::speech::around::Around;
use crate::speech::attribution;
use crate::speech::candidate;
use crate::speech::clause;
use crate::speech::features::{self, Features};
use crate::speech::mentions::At;
use crate::speech::scene::Scene;
use crate::speech::speaker_features;
use crate::speech::stretch;

/// How people marked one text. Offsets count characters in the text that the leaves were made of.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// Quoted stretches with all mentions of their speaker: start, end, and the head's start and end.
    pub quotes: Vec<(usize, usize, Vec<[usize; 4]>)>,
}

/// A choice: each candidate's features, and which candidates are right.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Features of each candidate, then `true` where it is right. Where none is, nobody may be named.
    pub candidates: Vec<(Vec<u16>, bool)>,
}

/// A question with yes or no for an answer.
#[derive(Clone, Debug)]
pub struct Question {
    /// What holds.
    pub features: Vec<u16>,
    /// The answer.
    pub yes: bool,
}

/// Everything that one text teaches.
#[derive(Clone, Debug)]
pub struct Lessons {
    /// Who said it.
    pub speakers: Vec<Choice>,
    /// Whether it is speech.
    pub speech: Vec<Question>,
    /// In which language.
    pub language: Language,
}

/// How many features a candidate for speaker, and a stretch between marks, can have.
pub const COUNTS: (usize, usize) = (speaker_features::SPEAKER_FEATURES, stretch::SPEECH_FEATURES);

/// Between the name of a row of features and the number of a column, in a name.
pub const COLUMN: char = features::COLUMN;

/// Languages that have weights of their own.
pub const LEARNT: [Language; 2] = features::LEARNT;

/// The names of the features of candidates and of stretches.
pub fn names() -> (Vec<String>, Vec<String>) {
    (
        (0..COUNTS.0).map(speaker_features::speaker_name).collect(),
        (0..COUNTS.1).map(stretch::speech_name).collect(),
    )
}

/// What a marked text teaches. `starts` says where each leaf begins in the text, in characters.
pub fn lessons(leaves: &[Leaf], starts: &[usize], language: Language, marked: &Marked) -> Lessons {
    let scene = Scene::set(leaves, language);
    let mut lessons = Lessons {
        speakers: Vec::new(),
        speech: Vec::new(),
        language: scene.lexicon.language,
    };
    let mut former = None;
    let mut former_speech = None;
    let mut found = Features::default();
    for spot in scene.quoted() {
        let paragraph = &scene.heard[spot.paragraph].paragraph;
        let span = paragraph.spans[spot.span];
        let (start, end) = core(paragraph.text, span.start, span.end);
        let base = starts.get(paragraph.leaf as usize).copied().unwrap_or_default();
        let at = |byte: usize| base + paragraph.place(byte).offset as usize;
        let gold = marked
            .quotes
            .iter()
            .find(|quote| quote.0 == at(start) && quote.1 == at(end));
        stretch::of_stretch(&scene, spot, former_speech, &mut found);
        former_speech = Some((spot, gold.is_some()));
        // Marks that were paired in another way teach nothing.
        let askew = gold.is_none()
            && marked
                .quotes
                .iter()
                .any(|quote| quote.0 < at(end) && at(start) < quote.1);
        if !askew && !stretch::is_within_name(&scene, spot) {
            lessons.speech.push(Question {
                features: found.0.clone(),
                yes: gold.is_some(),
            });
        }
        let Some((_, _, speakers)) = gold else { continue };
        let around = Around::of(&scene, spot, former);
        let (choice, right) = choice(&scene, &around, starts, speakers);
        former = right.map(|right| (spot, right)).or(former);
        lessons.speakers.push(choice);
    }
    lessons
}

/// The candidates for a quote, and the nearest that is right.
fn choice(scene: &Scene<'_>, around: &Around, starts: &[usize], speakers: &[[usize; 4]]) -> (Choice, Option<At>) {
    let spot = around.spot;
    let mut choice = Choice { candidates: Vec::new() };
    let mut nearest: Option<(usize, At)> = None;
    let mut found = Features::default();
    for at in attribution::candidates(scene, around) {
        candidate::of_mention(scene, around, at, &mut found);
        let (first, last) = scene.bytes(at);
        let paragraph = &scene.heard[at.0].paragraph;
        let base = starts.get(paragraph.leaf as usize).copied().unwrap_or_default();
        let place = |byte: usize| base + paragraph.place(byte).offset as usize;
        let pronoun = clause::relative_of(scene, spot, at);
        let last = pronoun.map_or(last, |token| paragraph.tokens[token].end);
        let right = speakers.iter().any(|gold| names_gold(place(first), place(last), gold));
        let distance = distance(spot.paragraph, spot.token, at, scene);
        if right && nearest.is_none_or(|(old, _)| distance < old) {
            nearest = Some((distance, at));
        }
        choice.candidates.push((found.0.clone(), right));
    }
    (choice, nearest.map(|(_, at)| at))
}

fn distance(paragraph: usize, token: usize, at: At, scene: &Scene<'_>) -> usize {
    let first = scene.heard[at.0].mentions[at.1].first;
    paragraph.abs_diff(at.0) * 1_000 + if at.0 == paragraph { token.abs_diff(first) } else { 0 }
}

/// Whether a mention covers the head of what people marked, or is within it.
fn names_gold(start: usize, end: usize, gold: &[usize; 4]) -> bool {
    start <= gold[2] && gold[3] <= end
}

/// A stretch without marks, blanks and signs at its ends, in bytes.
fn core(text: &str, start: usize, end: usize) -> (usize, usize) {
    let words = text.get(start..end).unwrap_or_default();
    let head = words.len() - words.trim_start_matches(|sign: char| !sign.is_alphanumeric()).len();
    let kept = words.trim_end_matches(|sign: char| !sign.is_alphanumeric()).len();
    (start + head, (start + kept).max(start + head))
}
