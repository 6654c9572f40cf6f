//! `byline quotes --text` and `--batch`: who says what in a plain text.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::cli::batch::{answer_lines, asked};
use crate::cli::files::{ONE, contents};
use crate::cli::print::{line, object};
use crate::cli::read::{quote_json, source_json, speaker_json};
use crate::document::{Document, detect, passages};
use crate::model::{Language, Place};
use crate::speech::{Speech, listen};

/// The quotes of a text in a file (`-`: standard input), as JSON or as a line each.
///
/// # Errors
/// When the file cannot be read or nobody reads the output.
pub(crate) fn text(file: &Path, as_json: bool) -> anyhow::Result<ExitCode> {
    let bytes = contents(file, ONE)?;
    let words = String::from_utf8_lossy(&bytes);
    let (speech, starts) = heard(&words, detect(&words));
    if as_json {
        object(&speech_json(&speech, &words, &starts))?;
        return Ok(ExitCode::SUCCESS);
    }
    for quote in &speech.quotes {
        let speaker = quote.speaker.and_then(|speaker| speech.speakers.get(speaker));
        let who = speaker.map_or("?", |speaker| &speaker.name);
        line(&format!("{who}: {}", quote.text))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// JSON Lines `{"id", "text", "lang"}` from standard input, one object a line. A line that cannot be read is told in its answer.
///
/// # Errors
/// When nobody reads the output.
pub(crate) fn batch() -> anyhow::Result<ExitCode> {
    const HINT: &str = "each line is an object with \"id\", \"text\" and perhaps \"lang\"";
    answer_lines(|line| asked(line, &["text", "lang"], HINT).map(|asked| answer(&asked)))
}

fn answer(asked: &Value) -> Value {
    let words = asked["text"].as_str().unwrap_or_default();
    let language = asked["lang"].as_str().map_or_else(|| detect(words), Language::of);
    let (speech, starts) = heard(words, language);
    let mut answer = speech_json(&speech, words, &starts);
    answer["id"] = asked["id"].clone();
    answer
}

fn heard(words: &str, language: Language) -> (Speech, Vec<usize>) {
    let (leaves, starts) = passages(words, language);
    (listen(&leaves, language), starts)
}

/// What was found, with offsets in the very text.
fn speech_json(speech: &Speech, words: &str, starts: &[usize]) -> Value {
    let at = |place: Place| {
        let start = starts.get(place.leaf as usize).copied().unwrap_or_default();
        start + place.offset as usize
    };
    let quotes: Vec<Value> = speech
        .quotes
        .iter()
        .map(|quote| {
            let mut found = quote_json(quote, words, &at);
            let speaker = quote.speaker.and_then(|speaker| speech.speakers.get(speaker));
            found["speaker_name"] = json!(speaker.map(|speaker| &speaker.name));
            found
        })
        .collect();
    let speakers: Vec<Value> = speech
        .speakers
        .iter()
        .map(|speaker| speaker_json(speaker, &at))
        .collect();
    let unlinked = Document::default();
    let sources: Vec<Value> = speech
        .sources
        .iter()
        .map(|source| source_json(source, &unlinked, &at))
        .collect();
    json!({"quotes": quotes, "speakers": speakers, "sources": sources})
}
