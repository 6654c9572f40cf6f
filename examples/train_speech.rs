//! Makes the weights of `assets/speech.toml`.
//!
//! ```text
//! cargo run --release --example train_speech -- MARKED.jsonl… [--write assets/speech.toml] [--folds]
//! ```
//!
//! Reads texts that people marked, one JSON object a line: `{"id", "lang", "text", "quotes": [{"start", "end", "kind",
//! "speakers": [[start, end, head_start, head_end], …]}]}`, offsets in Unicode scalar values. English and German texts also teach what
//! is speech and what is not, each for its language. The outcome depends on the files and their order alone: no chance.
//! What is learnt is one figure a feature (`src/speech/features.rs`): word classes, places and signs, no words and no names.
//! `--folds` trains on four fifths and tells how the last fifth fares, five times over.

#![expect(clippy::print_stdout, reason = "a program for the command line")]

use std::collections::VecDeque;
use std::fmt::Write as _;

use anyhow::Context as _;
use byline::document::passages;
use byline::model::Language;
use byline::speech::training::{self, Choice, Lessons, Marked, Question};
use serde_json::Value;

/// Steps at most; most weights stand still after half as many.
const STEPS: usize = 200;
/// How strongly weights are drawn to nothing: of speakers in any language, and in one to what holds for all.
const RIDGES: (f64, f64) = (1.0, 2.0);
/// The same for speech in each language of [`training::LEARNT`]: the fewer texts, the stronger.
const SPEECH_RIDGES: [f64; training::LEARNT.len()] = [1.5, 5.0];
/// Lighter features are left out of the file.
const LEAST: f64 = 0.06;
/// What a stretch must score to be called speech, as in `src/speech/judgement.rs`.
const MARGIN: f64 = 0.4;

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
    let any = learn_speakers(lessons, &vec![0.0; training::COUNTS.0], RIDGES.0);
    // A language begins with what holds for all.
    let speaker = training::LEARNT.map(|language| {
        let own = lessons.iter().copied().filter(|lesson| lesson.language == language);
        learn_speakers(&own.collect::<Vec<_>>(), &any, RIDGES.1)
    });
    let mut ridges = SPEECH_RIDGES.into_iter();
    let speech = training::LEARNT.map(|language| {
        let own = lessons.iter().filter(|lesson| lesson.language == language);
        let questions: Vec<&Question> = own.flat_map(|lesson| &lesson.speech).collect();
        let nothing = vec![0.0; training::COUNTS.1];
        climb(&nothing, ridges.next().unwrap_or(1.0), |weights, slope| {
            questions.iter().map(|question| ask(weights, question, slope)).sum()
        })
    });
    Weights {
        any,
        speaker: speaker.into(),
        speech: speech.into(),
    }
}

fn learn_speakers(lessons: &[&Lessons], known: &[f64], ridge: f64) -> Vec<f64> {
    let choices: Vec<&Choice> = lessons
        .iter()
        .flat_map(|lesson| &lesson.speakers)
        .filter(|choice| choice.candidates.iter().any(|(_, right)| *right))
        .collect();
    climb(known, ridge, |weights, slope| {
        choices.iter().map(|choice| choose(weights, choice, slope)).sum()
    })
}

/// The weights that make the lessons likeliest, drawn by the ridge to what is known: L-BFGS (Nocedal and Wright, algorithm 7.4).
fn climb(known: &[f64], ridge: f64, likelihood: impl Fn(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    /// Steps that are remembered, and the least gain that another is worth.
    const MEMORY: usize = 8;
    const LEAST_GAIN: f64 = 1e-5;
    let cost = |weights: &[f64]| {
        let mut slope = vec![0.0; weights.len()];
        let mut cost = -likelihood(weights, &mut slope);
        for ((slope, weight), known) in slope.iter_mut().zip(weights).zip(known) {
            let apart = weight - known;
            *slope = ridge * apart - *slope;
            cost += ridge * apart * apart / 2.0;
        }
        (cost, slope)
    };
    let mut at = known.to_vec();
    let (mut height, mut slope) = cost(&at);
    let mut past: VecDeque<Step> = VecDeque::new();
    for _ in 0..STEPS {
        let direction = direction(&slope, &past);
        let steep = dot(&direction, &slope);
        let halved = (0..25).map(|times| 0.5_f64.powi(times)).find_map(|share| {
            let there: Vec<f64> = at.iter().zip(&direction).map(|(at, way)| at - share * way).collect();
            let (lower, turned) = cost(&there);
            (lower <= height - 1e-4 * share * steep).then_some((there, lower, turned))
        });
        let Some((there, lower, turned)) = halved else { break };
        let moved = minus(&there, &at);
        let change = minus(&turned, &slope);
        let curved = dot(&moved, &change);
        if curved > 1e-10 {
            past.push_back(Step { moved, change, curved });
            if past.len() > MEMORY {
                past.pop_front();
            }
        }
        let gain = height - lower;
        (at, height, slope) = (there, lower, turned);
        if gain < LEAST_GAIN * height.abs() {
            break;
        }
    }
    at
}

/// A step taken: how far, how much the slope changed by it, and the product of both.
struct Step {
    moved: Vec<f64>,
    change: Vec<f64>,
    curved: f64,
}

/// Down the slope, as bent as the steps taken show it to be.
fn direction(slope: &[f64], past: &VecDeque<Step>) -> Vec<f64> {
    let mut direction = slope.to_vec();
    let mut shares = Vec::with_capacity(past.len());
    for step in past.iter().rev() {
        let share = dot(&step.moved, &direction) / step.curved;
        add(&mut direction, -share, &step.change);
        shares.push(share);
    }
    let scale = past.back().map_or_else(
        || 1.0 / dot(slope, slope).sqrt().max(f64::EPSILON),
        |step| step.curved / dot(&step.change, &step.change),
    );
    direction.iter_mut().for_each(|way| *way *= scale);
    for (step, share) in past.iter().zip(shares.iter().rev()) {
        let back = dot(&step.change, &direction) / step.curved;
        add(&mut direction, share - back, &step.moved);
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn add(to: &mut [f64], times: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += times * what);
}

fn score(weights: &[f64], features: &[u16]) -> f64 {
    features.iter().map(|feature| weights[usize::from(*feature)]).sum()
}

/// How likely the right candidates are among all, and nobody; its slope is added to `slope`.
fn choose(weights: &[f64], choice: &Choice, slope: &mut [f64]) -> f64 {
    let scores: Vec<f64> = choice
        .candidates
        .iter()
        .map(|(features, _)| score(weights, features))
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
        if by.abs() > 1e-9 {
            features.iter().for_each(|feature| slope[usize::from(*feature)] += by);
        }
    }
    (right / all).ln()
}

/// How likely the right answer is; its slope is added to `slope`.
fn ask(weights: &[f64], question: &Question, slope: &mut [f64]) -> f64 {
    let likely = 1.0 / (1.0 + (-score(weights, &question.features)).exp());
    let by = f64::from(u8::from(question.yes)) - likely;
    for feature in &question.features {
        slope[usize::from(*feature)] += by;
    }
    let right = if question.yes { likely } else { 1.0 - likely };
    right.max(f64::MIN_POSITIVE).ln()
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
        "# Weights of what speaks for a speaker, and for speech between marks, in hundredths. Made by examples/train_speech.rs; not edited by hand.\n",
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
            let figures: Vec<String> = weights[..kept]
                .iter()
                .map(|weight| format!("{:.0}", 100.0 * weight))
                .collect();
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
