//! `byline rules`, what each rule would have done; `byline mute`, what is hidden for a while.

use std::process::ExitCode;

use anyhow::Context;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::cli::args::{Mute, Rules};
use crate::cli::articles::{query, row_json};
use crate::cli::print::{line, object};
use crate::cli::setup::now;
use crate::model::{Clean, MuteId};
use crate::query::{Query, Rule, for_a_while};
use crate::store::Store;

/// `byline rules`: nothing is changed by it.
pub(crate) async fn show(args: Rules, rules: &[Rule], store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let days = args.days;
    let tried: Vec<(Query, Option<&Rule>)> = match &args.when {
        Some(filter) => vec![(query(filter, store).await?, None)],
        None => rules.iter().map(|rule| (rule.when.clone(), Some(rule))).collect(),
    };
    if tried.is_empty() && !as_json {
        line("no rules: [[rule]] in the settings file makes one; see `byline rules --when FILTER` first")?;
    }
    for (when, rule) in tried {
        let (query, limit) = (when.clone(), args.limit);
        let trial = store.read(move |db| db.try_rule(&query, days, limit, now())).await?;
        let text = rule.map_or_else(|| when.to_string(), ToString::to_string);
        if as_json {
            let then: Option<Vec<String>> = rule.map(|rule| rule.then.iter().map(ToString::to_string).collect());
            object(&json!({
                "when": when.to_string(), "then": then, "days": days, "fitting": trial.fitting, "of": trial.of,
                "newest": trial.newest.iter().map(row_json).collect::<Vec<_>>(),
            }))?;
            continue;
        }
        let text = Clean::line(&text);
        line(&format!(
            "{text}\n  fits {} of the {} articles of the last {days} days",
            trial.fitting, trial.of
        ))?;
        for row in &trial.newest {
            line(&format!("  {:>8}  {} ({})", row.id.0, row.title, row.outlet_name))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `byline mute [7d FILTER]`.
pub(crate) async fn mute(args: Mute, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    if let Some(number) = args.end {
        let was = store.write(move |db| db.unmute(MuteId(number), now())).await?;
        anyhow::ensure!(
            was,
            "nothing is hidden under the number {number}; `byline mute` shows the numbers"
        );
        return Ok(ExitCode::SUCCESS);
    }
    if !args.what.is_empty() {
        let known = store.read(|db| db.known()).await?;
        let (seconds, query) = for_a_while(&args.what.join(" "), Some(&known)).context("this cannot be read")?;
        if seconds == 0 {
            let shown = store.write(move |db| db.unmute_all(&query, now())).await?;
            anyhow::ensure!(
                shown > 0,
                "nothing is hidden by that filter; `byline mute` shows what is"
            );
            return Ok(ExitCode::SUCCESS);
        }
        let until = now()
            .saturating_add(SignedDuration::from_secs(seconds))
            .unwrap_or(Timestamp::MAX);
        store.write(move |db| db.mute(&query, until, now())).await?;
    }
    for mute in store.read(|db| db.mutes()).await? {
        if as_json {
            object(&json!({
                "mute": mute.id.0, "filter": mute.query, "until": mute.until.to_string(), "hidden": mute.hidden,
            }))?;
        } else {
            let until = mute
                .until
                .to_zoned_datetime(TimeZone::system())
                .strftime("%Y-%m-%d %H:%M");
            let filter = Clean::line(&mute.query);
            line(&format!(
                "{:>4}  until {until}  {:>5} hidden  {filter}",
                mute.id.0, mute.hidden
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
