//! Makes the weights of `assets/speech.toml`.
//!
//! ```text
//! cargo run --release --example train_speech -- MARKED.jsonl… [--write assets/speech.toml] [--folds]
//! ```
//!
//! Reads texts that people marked, one JSON object a line: `{"id", "lang", "text", "quotes": [{"start", "end", "kind",
//! "speakers": [[start, end, head_start, head_end], …]}]}`, offsets in Unicode scalar values. English and German texts also teach what
//! is speech and what is not, each for its language. The outcome depends on the files and their order alone: fixed order, fixed steps, no chance.
//! What is learnt is one figure a feature (`src/speech/features.rs`): word classes, places and signs, no words and no names.
//! `--folds` trains on four fifths and tells how the last fifth fares, five times over.

#![expect(clippy::print_stdout, reason = "a program for the command line")]

use std::fmt::Write as _;

use anyhow::Context as _;
use byline::document::passages;
use byline::model::Language;
use byline::speech::training::{self, Choice, Lessons, Marked, Question};
use serde_json::Value;

/// Rounds over all lessons.
const ROUNDS: usize = 40;
/// The first step; it shrinks with the rounds.
const STEP: f64 = 0.03;
/// How strongly weights are drawn to nothing, for speakers and for speech.
const RIDGES: (f64, f64) = (1e-3, 3e-3);
/// Lighter features are left out of the file.
const LEAST: f64 = 0.06;
/// Steps from all languages to one.
const HOME: f64 = 0.5;
/// What a stretch must score to be called speech, as in `src/speech/judgement.rs`.
const MARGIN: f64 = 0.3;

fn main() -> anyhow::Result<()> {
    let mut files = Vec::new();
    let mut write = None;
    let mut folds = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--write" => write = arguments.next(),
            "--folds" => folds = true,
            _ => files.push(argument),
        }
    }
    let mut lessons = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {file}"))?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            lessons.push(lesson(
                &serde_json::from_str(line).with_context(|| format!("in {file}"))?,
            ));
        }
    }
    println!("{} texts", lessons.len());
    if folds {
        cross(&lessons);
    }
    let all: Vec<&Lessons> = lessons.iter().collect();
    let weights = train(&all);
    report("all, seen while training", &all, &weights);
    if let Some(path) = write {
        std::fs::write(&path, toml(&weights)).with_context(|| format!("writing {path}"))?;
    }
    Ok(())
}

fn lesson(text: &Value) -> Lessons {
    let language = Language::of(text["lang"].as_str().unwrap_or_default());
    let words = text["text"].as_str().unwrap_or_default();
    let (leaves, starts) = passages(words, language);
    let signs: Vec<char> = words.chars().collect();
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let mut marked = Marked::default();
    for quote in text["quotes"].as_array().into_iter().flatten() {
        let (Some(start), Some(end)) = (number(&quote["start"]), number(&quote["end"])) else {
            continue;
        };
        if quote["kind"] == "indirect" {
            continue;
        }
        let mut speakers = Vec::new();
        for speaker in quote["speakers"].as_array().into_iter().flatten() {
            let at = |index: usize| number(&speaker[index]);
            if let (Some(first), Some(last)) = (at(0), at(1)) {
                speakers.push([first, last, at(2).unwrap_or(first), at(3).unwrap_or(last)]);
            }
        }
        let (start, end) = core(&signs, start, end);
        marked.quotes.push((start, end, speakers));
    }
    training::lessons(&leaves, &starts, language, &marked)
}

/// Without marks, blanks and signs at the ends.
fn core(signs: &[char], start: usize, end: usize) -> (usize, usize) {
    let (mut start, mut end) = (start, end.min(signs.len()));
    while start < end && !signs[start].is_alphanumeric() {
        start += 1;
    }
    while end > start && !signs[end - 1].is_alphanumeric() {
        end -= 1;
    }
    (start, end)
}

fn cross(lessons: &[Lessons]) {
    const FOLDS: usize = 5;
    for fold in 0..FOLDS {
        let (mut seen, mut unseen) = (Vec::new(), Vec::new());
        for (at, lesson) in lessons.iter().enumerate() {
            if at % FOLDS == fold {
                unseen.push(lesson);
            } else {
                seen.push(lesson);
            }
        }
        report(&format!("fold {fold}, unseen"), &unseen, &train(&seen));
    }
}

/// The weights for speakers in any language, and for speakers and for speech in each language of [`training::LEARNT`].
struct Weights {
    any: Vec<f64>,
    speaker: Vec<Vec<f64>>,
    speech: Vec<Vec<f64>>,
}

fn train(lessons: &[&Lessons]) -> Weights {
    let any = learn_speakers(lessons, Averaged::new(training::COUNTS.0, RIDGES.0), 1.0);
    // A language begins with what holds for all.
    let speaker = training::LEARNT.map(|language| {
        let known: Vec<&Lessons> = lessons
            .iter()
            .copied()
            .filter(|lesson| lesson.language == language)
            .collect();
        learn_speakers(&known, Averaged::from(any.clone(), RIDGES.0), HOME)
    });
    let speech = training::LEARNT.map(|language| {
        let questions: Vec<&Question> = lessons
            .iter()
            .filter(|lesson| lesson.language == language)
            .flat_map(|lesson| &lesson.speech)
            .collect();
        let mut speech = Averaged::new(training::COUNTS.1, RIDGES.1);
        for round in 0..ROUNDS {
            for at in 0..questions.len() {
                ask(&mut speech, questions[turn(at, questions.len())], step(round));
            }
            speech.remember();
        }
        speech.mean()
    });
    Weights {
        any,
        speaker: speaker.into(),
        speech: speech.into(),
    }
}

fn learn_speakers(lessons: &[&Lessons], mut model: Averaged, pace: f64) -> Vec<f64> {
    let choices: Vec<&Choice> = lessons
        .iter()
        .flat_map(|lesson| &lesson.speakers)
        .filter(|choice| choice.candidates.iter().any(|(_, right)| *right))
        .collect();
    for round in 0..ROUNDS {
        for at in 0..choices.len() {
            choose(&mut model, choices[turn(at, choices.len())], step(round) * pace);
        }
        model.remember();
    }
    model.mean()
}

fn step(round: usize) -> f64 {
    STEP / (1.0 + round as f64 / 4.0)
}

/// Walks a list in a fixed order that mixes its neighbours.
fn turn(at: usize, length: usize) -> usize {
    const STRIDE: usize = 7_919;
    if length.is_multiple_of(STRIDE) {
        at
    } else {
        at * STRIDE % length
    }
}

/// Weights, and their sum over the later rounds.
struct Averaged {
    ridge: f64,
    weights: Vec<f64>,
    sum: Vec<f64>,
    rounds: f64,
}

impl Averaged {
    fn new(count: usize, ridge: f64) -> Self {
        Self {
            ridge,
            weights: vec![0.0; count],
            sum: vec![0.0; count],
            rounds: 0.0,
        }
    }

    fn from(weights: Vec<f64>, ridge: f64) -> Self {
        Self {
            ridge,
            sum: vec![0.0; weights.len()],
            weights,
            rounds: 0.0,
        }
    }

    fn score(&self, features: &[u16]) -> f64 {
        score(&self.weights, features)
    }

    fn learn(&mut self, features: &[u16], by: f64, step: f64) {
        for feature in features {
            let weight = &mut self.weights[usize::from(*feature)];
            *weight += by - step * self.ridge * *weight;
        }
    }

    fn remember(&mut self) {
        self.rounds += 1.0;
        for (sum, weight) in self.sum.iter_mut().zip(&self.weights) {
            *sum += weight;
        }
    }

    fn mean(&self) -> Vec<f64> {
        self.sum.iter().map(|sum| sum / self.rounds.max(1.0)).collect()
    }
}

fn score(weights: &[f64], features: &[u16]) -> f64 {
    features.iter().map(|feature| weights[usize::from(*feature)]).sum()
}

/// One step up the likelihood of the right candidates among all, and nobody.
fn choose(model: &mut Averaged, choice: &Choice, step: f64) {
    let scores: Vec<f64> = choice
        .candidates
        .iter()
        .map(|(features, _)| model.score(features))
        .collect();
    let top = scores.iter().copied().fold(0.0, f64::max);
    let all: f64 = scores.iter().map(|score| (score - top).exp()).sum::<f64>() + (-top).exp();
    let right: f64 = scores
        .iter()
        .zip(&choice.candidates)
        .filter(|(_, (_, right))| *right)
        .map(|(score, _)| (score - top).exp())
        .sum();
    for (score, (features, is_right)) in scores.iter().zip(&choice.candidates) {
        let share = (score - top).exp();
        let by = if *is_right { share / right } else { 0.0 } - share / all;
        if by.abs() > 1e-6 {
            model.learn(features, step * by, step);
        }
    }
}

fn ask(model: &mut Averaged, question: &Question, step: f64) {
    let likely = 1.0 / (1.0 + (-model.score(&question.features)).exp());
    let by = f64::from(u8::from(question.yes)) - likely;
    model.learn(&question.features, step * by, step);
}

fn report(what: &str, lessons: &[&Lessons], weights: &Weights) {
    let share = |part: u32, of: u32| 100.0 * f64::from(part) / f64::from(of.max(1));
    println!("{what}");
    let own = training::LEARNT.iter().map(|language| Some(*language));
    let tables = weights.speaker.iter().chain([&weights.any]);
    for (language, speaker) in own.chain([None]).zip(tables) {
        let (mut right, mut all, mut reachable) = (0_u32, 0_u32, 0_u32);
        let known = lessons.iter().filter(|lesson| match language {
            Some(language) => lesson.language == language,
            None => !training::LEARNT.contains(&lesson.language),
        });
        for choice in known.flat_map(|lesson| &lesson.speakers) {
            all += 1;
            reachable += u32::from(choice.candidates.iter().any(|(_, right)| *right));
            let best = choice
                .candidates
                .iter()
                .max_by(|(a, _), (b, _)| score(speaker, a).total_cmp(&score(speaker, b)));
            right += u32::from(best.is_some_and(|(_, right)| *right));
        }
        println!(
            "  speaker in {}: right {:.1} % of {all} (a right candidate in {:.1} %)",
            language.map_or("others".to_owned(), |language| language.code().to_owned()),
            share(right, all),
            share(reachable, all)
        );
    }
    for (language, speech) in training::LEARNT.iter().zip(&weights.speech) {
        let (mut found, mut false_hits, mut missed) = (0_u32, 0_u32, 0_u32);
        let known = lessons.iter().filter(|lesson| lesson.language == *language);
        for question in known.flat_map(|lesson| &lesson.speech) {
            match (score(speech, &question.features) > MARGIN, question.yes) {
                (true, true) => found += 1,
                (true, false) => false_hits += 1,
                (false, true) => missed += 1,
                (false, false) => {}
            }
        }
        println!(
            "  speech in {}: precision {:.1}, recall {:.1}, F1 {:.1}, false hits {false_hits}",
            language.code(),
            share(found, found + false_hits),
            share(found, found + missed),
            share(2 * found, 2 * found + false_hits + missed),
        );
    }
}

fn toml(weights: &Weights) -> String {
    let (speaker_names, speech_names) = training::names();
    let mut text = String::from(
        "# Weights of what speaks for a speaker, and for speech between marks. Made by examples/train_speech.rs; not edited by hand.\n",
    );
    let mut table = |title: &str, names: &[String], weights: &[f64]| {
        let _ = writeln!(text, "\n[{title}]");
        let mut rows: Vec<(&str, Vec<f64>)> = Vec::new();
        for (name, weight) in names.iter().zip(weights) {
            let weight = if weight.abs() < LEAST { 0.0 } else { *weight };
            let row = name.split_once(training::COLUMN).map_or(name.as_str(), |(row, _)| row);
            match rows.last_mut() {
                Some((last, weights)) if *last == row => weights.push(weight),
                _ => rows.push((row, vec![weight])),
            }
        }
        for (row, weights) in rows {
            let kept = weights
                .iter()
                .rposition(|weight| *weight != 0.0)
                .map_or(0, |last| last + 1);
            let figures: Vec<String> = weights[..kept].iter().map(|weight| figure(*weight)).collect();
            let _ = match (kept, weights.len()) {
                (0, _) => Ok(()),
                (_, 1) => writeln!(text, "\"{row}\" = {}", figures[0]),
                _ => writeln!(text, "\"{row}\" = [{}]", figures.join(", ")),
            };
        }
    };
    table("speaker.any", &speaker_names, &weights.any);
    for (language, speaker) in training::LEARNT.iter().zip(&weights.speaker) {
        let own: Vec<f64> = speaker.iter().zip(&weights.any).map(|(own, any)| own - any).collect();
        table(&format!("speaker.{}", language.code()), &speaker_names, &own);
    }
    for (language, speech) in training::LEARNT.iter().zip(&weights.speech) {
        table(&format!("speech.{}", language.code()), &speech_names, speech);
    }
    text
}

fn figure(weight: f64) -> String {
    if weight == 0.0 {
        "0.0".to_owned()
    } else {
        format!("{weight:.2}")
    }
}
