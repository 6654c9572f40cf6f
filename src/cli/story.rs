//! `byline story`: who reports an event, and `--batch` for measuring which articles are taken for one.

use std::collections::HashMap;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::app::{Reported, Side, moment, sheet};
use crate::cli::args;
use crate::cli::articles::{find, no_article, row_json};
use crate::cli::batch::{answer_lines, asked};
use crate::cli::print::{line, object};
use crate::cli::setup::now;
use crate::document::detect;
use crate::model::{Clean, Icons, Language};
use crate::services::Services;
use crate::shell;
use crate::story::{Carried, Difference, Index, Report};
use crate::typeset::lay_out_story;

/// `byline story ID|URL`: the reports of a story side by side.
pub(crate) async fn show(args: args::Story, services: &Services, as_json: bool) -> anyhow::Result<ExitCode> {
    let (store, clips) = (&services.store, services.clips.clone());
    let name = args.article.unwrap_or_default();
    let article = find(store, &name).await?.ok_or_else(|| no_article(&name))?;
    let side = store.read(move |db| shell::story(db, article, &clips)).await?;
    if as_json {
        object(&side_json(&side))?;
        return Ok(ExitCode::SUCCESS);
    }
    let (now, zone) = (now(), jiff::tz::TimeZone::system());
    let sheet = sheet(&side, |at| moment(at, now, &zone));
    for set in lay_out_story(&sheet, usize::from(args.width), Icons::Unicode) {
        let text: String = set.pieces.iter().map(|piece| &*piece.text).collect();
        line(text.trim_end())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn side_json(side: &Side) -> Value {
    let comparison = &side.comparison;
    let id = |at: usize| side.reports.get(at).map(|report| report.row.id.0);
    let with = |carried: &[Option<Carried>], how: Option<Carried>| -> Vec<Option<i64>> {
        let fitting = carried.iter().enumerate().filter(|(_, carried)| **carried == how);
        fitting.map(|(at, _)| id(at)).collect()
    };
    let quotes: Vec<Value> = comparison
        .quotes
        .iter()
        .map(|quote| {
            let (report, place) = quote.fullest;
            let said = side.reports.get(report).and_then(|report| report.quotes.get(place));
            json!({
                "text": said.map(|said| &said.words), "speaker": said.and_then(|said| said.speaker.as_ref()),
                "article": id(report),
                "whole": with(&quote.carried, Some(Carried::Whole)),
                "shortened": with(&quote.carried, Some(Carried::Shortened)),
                "left_out": with(&quote.carried, None),
            })
        })
        .collect();
    let contradictions: Vec<Value> = comparison
        .contradictions
        .iter()
        .map(|one| {
            let claims: Vec<Value> = one
                .claims
                .iter()
                .map(|claim| {
                    json!({"article": id(claim.account), "text": Clean::line(&claim.words), "context": Clean::line(&claim.context)})
                })
                .collect();
            let about = match one.about {
                Difference::Number => "number",
                Difference::Name => "name",
            };
            json!({"about": about, "claims": claims})
        })
        .collect();
    let articles: Vec<Value> = (0..)
        .zip(&side.reports)
        .map(|(at, report)| report_json(side, at, report))
        .collect();
    let first = side.reports.first().map(|report| &report.row);
    let story = first.and_then(|row| row.story.as_ref()).map(|story| story.id.0);
    json!({
        "story": story.or(first.map(|row| row.id.0)), "articles": articles, "quotes": quotes,
        "contradictions": contradictions,
    })
}

/// An article of a story: as `byline list` has it, with what is quoted and cited in it, and what nobody else says.
fn report_json(side: &Side, at: usize, report: &Reported) -> Value {
    let mut article = row_json(&report.row);
    let said: Vec<Value> = report
        .quotes
        .iter()
        .map(|quote| json!({"text": quote.words, "kind": quote.kind, "speaker": quote.speaker, "role": quote.role}))
        .collect();
    let alone = side.comparison.alone.get(at).into_iter().flatten();
    let alone: Vec<Clean> = alone
        .map(|stretch| Clean::line(report.text.get(stretch.clone()).unwrap_or_default()))
        .collect();
    let same = side.comparison.same_text.get(at).copied().flatten();
    article["quotes"] = json!(said);
    article["sources"] = json!(report.sources);
    article["only_here"] = json!(alone);
    article["same_text_as"] = json!(same.and_then(|at| side.reports.get(at)).map(|report| report.row.id.0));
    article
}

/// JSON Lines `{"id", "lang", "outlet", "published", "title", "text"}` in the order of arrival, a line `{"id", "story"}` each: the
/// story is the id of its first article. A line that cannot be read is told in its answer.
///
/// # Errors
/// When nobody reads the output.
pub(crate) fn batch() -> anyhow::Result<ExitCode> {
    const HINT: &str = "each line is an object with \"id\", \"title\" and \"text\"";
    const TEXTS: &[&str] = &["lang", "outlet", "published", "title", "text"];
    let mut stream = Stream::default();
    answer_lines(|line| asked(line, TEXTS, HINT).map(|asked| stream.answer(&asked)))
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
