//! The one way to standard output and standard error. Text from outside is [`crate::model::Clean`] before it comes here; names of
//! files and arguments are cleaned here.

use std::io::Write;

use crate::model::{Clean, Failure};

/// A line of text.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn line(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{}", Clean::text(text))
}

/// A JSON object on a line of its own.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn object(value: &serde_json::Value) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{value}")
}

/// A line on standard error. Who reads none of it misses nothing that could be told elsewhere.
fn wrong_line(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}

fn wrong_object(value: &serde_json::Value) {
    wrong_line(&value.to_string());
}

/// Says what is worth knowing beside what was asked for.
pub(crate) fn note(said: &Clean, json: bool) {
    if json {
        wrong_object(&serde_json::json!({"note": said}));
    } else {
        wrong_line(&format!("byline: {said}"));
    }
}

/// Says what went wrong, cleaned: errors quote file names, addresses and feeds. A reader who went away is no error.
pub(crate) fn report(error: &anyhow::Error, json: bool) {
    let gone = |cause: &(dyn std::error::Error + 'static)| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(gone) {
        return;
    }
    let sentence = Clean::line(&format!("{error:#}"));
    if json {
        let (error, hint) = parted(&sentence);
        wrong_object(&serde_json::json!({"error": error, "hint": hint}));
    } else {
        wrong_line(&format!("byline: {sentence}"));
    }
}

/// What is wrong, and behind the first semicolon of a sentence, what to do.
fn parted(sentence: &str) -> (&str, Option<&str>) {
    let parts = sentence.split_once("; ");
    parts.map_or((sentence, None), |(error, hint)| (error, Some(hint)))
}

/// Says what is wrong with the arguments, as clap does; as JSON, the first paragraph of that, and its advice.
pub(crate) fn misuse(error: &clap::Error, json: bool) {
    let plain = error.render().to_string();
    let said = Clean::text(&plain);
    if !json {
        // It quotes the arguments; in colour only where there is nothing in them to clean.
        if *said == *plain {
            drop(error.print());
        } else {
            wrong_line(said.trim_end());
        }
        return;
    }
    let mut paragraphs = said.split("\n\n").map(str::trim);
    let error = paragraphs.next().unwrap_or_default();
    let sentence = Clean::line(error.strip_prefix("error: ").unwrap_or(error));
    let (error, hint) = parted(&sentence);
    let tip = paragraphs.find_map(|paragraph| paragraph.strip_prefix("tip: "));
    let hint = Clean::line(tip.or(hint).unwrap_or("--help says what there is"));
    wrong_object(&serde_json::json!({"error": error, "hint": hint}));
}

/// Says what failed, and what to do now.
pub(crate) fn fail(failure: &Failure, json: bool) {
    if json {
        let error = format!("could not {}: {}", failure.tried, failure.happened);
        wrong_object(&serde_json::json!({"error": error, "hint": failure.hint}));
    } else {
        let hint = failure
            .hint
            .as_ref()
            .map_or_else(String::new, |hint| format!("; {hint}"));
        wrong_line(&format!(
            "byline: could not {}: {}{hint}",
            failure.tried, failure.happened
        ));
    }
}

/// "1 feed", "12 entries"
pub(crate) fn counted(count: u64, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if count == 1 => format!("1 {noun}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {noun}s"),
    }
}

/// "1 was", "12 were"
pub(crate) fn was(count: u64) -> String {
    format!("{count} {}", if count == 1 { "was" } else { "were" })
}

/// "1 feed is", "12 entries are"
pub(crate) fn are(count: u64, noun: &str) -> String {
    format!("{} {}", counted(count, noun), if count == 1 { "is" } else { "are" })
}
