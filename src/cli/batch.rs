//! What `--batch` stands for: an answer for each line of standard input, in order.

use std::io::BufRead;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use serde_json::{Value, json};

use crate::cli::files::{ONE, contents, is_standard};
use crate::cli::print::object;
use crate::model::Clean;

/// Answers each line that is not empty with an object on a line of its own. A line that cannot be answered (`Err`: with what) costs
/// only itself, and its object says which it was.
///
/// # Errors
/// When standard input cannot be read, or nobody reads the output.
pub(crate) fn answer_lines(mut answer: impl FnMut(&str) -> Result<Value, Value>) -> anyhow::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for (number, line) in (1_u64..).zip(std::io::stdin().lock().split(b'\n')) {
        let line = line.context("reading standard input")?;
        let answered = match std::str::from_utf8(&line) {
            Ok(line) if line.trim().is_empty() => continue,
            Ok(line) => answer(line.strip_suffix('\r').unwrap_or(line)),
            Err(_) => Err(wrong("it is not UTF-8", Some("write the lines in UTF-8"))),
        };
        object(&answered.unwrap_or_else(|mut wrong| {
            code = ExitCode::FAILURE;
            wrong["line"] = number.into();
            wrong
        }))?;
    }
    Ok(code)
}

/// The bytes of the file that a line names.
pub(crate) fn named_file(path: &str) -> anyhow::Result<Vec<u8>> {
    let path = Path::new(path);
    anyhow::ensure!(!is_standard(path), "standard input has the lines; name a file");
    contents(path, ONE)
}

/// A line's object, whose members of these names are text as far as they are there.
pub(crate) fn asked(line: &str, texts: &[&str], hint: &str) -> Result<Value, Value> {
    let asked: Value = serde_json::from_str(line).map_err(|error| wrong(&error.to_string(), Some(hint)))?;
    if !asked.is_object() {
        return Err(wrong("it is no object", Some(hint)));
    }
    let odd = texts
        .iter()
        .find(|name| !matches!(asked[**name], Value::Null | Value::String(_)));
    match odd {
        Some(name) => {
            let mut wrong = wrong(&format!("its \"{name}\" is no text"), Some(hint));
            wrong["id"] = asked["id"].clone();
            Err(wrong)
        }
        None => Ok(asked),
    }
}

/// What is said of a line that cannot be answered.
pub(crate) fn wrong(error: &str, hint: Option<&str>) -> Value {
    json!({"error": Clean::line(error), "hint": hint})
}
