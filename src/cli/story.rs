//! `byline story`: who reports an event, and `--batch` for measuring which articles are taken for one.

use std::collections::HashMap;
use std::io::BufRead;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::cli::print::object;
use crate::document::detect;
use crate::model::{Clean, Language};
use crate::story::{Index, Report};

/// JSON Lines `{"id", "lang", "outlet", "published", "title", "text"}` in the order of arrival, a line `{"id", "story"}` each: the
/// story is the id of its first article. A line that cannot be read is told in its answer.
///
/// # Errors
/// When nobody reads the output.
pub(crate) fn batch() -> anyhow::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    let mut stream = Stream::default();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str::<Value>(&line) {
            Ok(asked) => stream.answer(&asked),
            Err(error) => {
                code = ExitCode::FAILURE;
                json!({"error": Clean::line(&error.to_string()), "hint": "each line is an object with \"id\", \"title\" and \"text\""})
            }
        };
        object(&answer)?;
    }
    Ok(code)
}

/// What came so far.
#[derive(Default)]
struct Stream {
    index: Index,
    /// As the input names them; an article's place is its number.
    ids: Vec<Value>,
    outlets: HashMap<String, i64>,
    /// When the last article that had a date was published.
    last: i64,
}

impl Stream {
    fn answer(&mut self, asked: &Value) -> Value {
        let number = i64::try_from(self.ids.len()).unwrap_or(i64::MAX);
        let word = |name: &str| asked[name].as_str().unwrap_or_default();
        let published = word("published").parse::<jiff::Timestamp>();
        let at = published.map_or(self.last, |at| at.as_second());
        let outlet = match word("outlet") {
            // Nobody is told to be the same as nobody else.
            "" => -1 - number,
            name => *self.outlets.entry(name.to_owned()).or_insert(number),
        };
        let language = match Language::of(word("lang")) {
            Language::UNKNOWN => detect(word("text")),
            language => language,
        };
        let report = Report {
            outlet,
            language,
            at,
            title: word("title"),
            text: word("text"),
        };
        let story = self.index.place(number, &report);
        self.last = at;
        self.ids.push(asked["id"].clone());
        json!({"id": asked["id"], "story": usize::try_from(story).ok().and_then(|story| self.ids.get(story))})
    }
}
