//! `byline outlets`, `add`, `pause`, `remove`: whom the reader follows.

use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::cli::args::{Add, Pause, Remove};
use crate::cli::print::{counted, fail, line, object, report};
use crate::model::{Clean, Counts, Failure, Feed, FeedState, Outlet, shown_address, told_address};
use crate::poll::Subscribed;
use crate::query::Known;
use crate::services::Services;
use crate::store::{Db, Store};

/// `byline outlets`: every outlet, how its feeds fare, and what is unread.
pub(crate) async fn list(services: &Services, as_json: bool) -> anyhow::Result<ExitCode> {
    let now = crate::cli::setup::now();
    let (outlets, counts) = services
        .store
        .read(move |db| Ok((db.outlets()?, db.counts(now)?)))
        .await?;
    for outlet in &outlets {
        let unread = unread(&counts, outlet);
        if as_json {
            let feeds: Vec<_> = outlet.feeds.iter().map(feed_json).collect();
            object(&json!({
                "outlet": outlet.slug, "name": outlet.name, "folder": outlet.folder, "feeds": feeds, "unread": unread,
            }))?;
        } else {
            line(&format!("{:24} {:5} unread  {}", outlet.slug, unread, outlet.name))?;
            for feed in &outlet.feeds {
                line(&format!("    {}", shown_address(&feed.url)))?;
                line(&format!("        {}", fares(feed, now)))?;
                if let Some(terms) = services.client.terms(&feed.url) {
                    line(&format!("        by your settings: {}", terms.said()))?;
                }
                if let Some(why) = &feed.why {
                    line(&format!("        {why}"))?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// How a feed fares, in a line: its state, when it was read, when it is asked again, how much it publishes.
fn fares(feed: &Feed, now: Timestamp) -> String {
    let read = match feed.last_success_at {
        Some(at) => format!("read {} ago", span(now.duration_since(at))),
        None => "never read yet".to_owned(),
    };
    let next = match feed.state {
        FeedState::Gone | FeedState::Paused => "not asked any more".to_owned(),
        _ if feed.next_poll_at <= now => "due now".to_owned(),
        _ => format!("asked again in {}", span(feed.next_poll_at.duration_since(now))),
    };
    let weekly = match feed.per_week {
        none if none <= 0.0 => "nothing in four weeks".to_owned(),
        few if few < 1.5 => "about one article a week, or fewer".to_owned(),
        many => format!("{} articles a week", many.round()),
    };
    format!("{}: {read}, {next}, {weekly}", feed.state.word())
}

/// A time as people say it, of one unit.
pub(crate) fn span(time: SignedDuration) -> String {
    let seconds = time.as_secs().max(0);
    match seconds {
        0..90 => format!("{seconds} s"),
        90..5_400 => format!("{} min", (seconds + 30) / 60),
        5_400..172_800 => format!("{} h", (seconds + 1_800) / 3_600),
        _ => format!("{} days", (seconds + 43_200) / 86_400),
    }
}

fn unread(counts: &Counts, outlet: &Outlet) -> u64 {
    counts
        .outlets
        .iter()
        .find(|(id, _)| *id == outlet.id)
        .map_or(0, |(_, unread)| *unread)
}

fn feed_json(feed: &Feed) -> serde_json::Value {
    let state = match feed.state {
        FeedState::New => "ok",
        other => other.word(),
    };
    let is_asked = !matches!(feed.state, FeedState::Gone | FeedState::Paused);
    let next = is_asked.then(|| feed.next_poll_at.to_string());
    json!({
        "url": shown_address(&feed.url), "title": feed.title, "kind": feed.kind, "state": state, "why": feed.why,
        "last": feed.last_success_at.map(|at| at.to_string()), "next": next,
        "articles_per_week": feed.per_week,
    })
}

/// `byline add`: follows outlets by the address of a site or a feed, or by a name of the catalogue.
pub(crate) async fn add(args: Add, services: &Services, as_json: bool) -> anyhow::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for address in &args.addresses {
        let address = catalogue_feed(address).unwrap_or(address);
        match services.poller.subscribe(address, args.folder.as_deref()).await {
            Ok(added) => say_added(&added, as_json)?,
            Err(failure) => {
                let tried = Clean::line(&format!("follow {}", told_address(address)));
                fail(&Failure { tried, ..failure }, as_json);
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

fn say_added(added: &Subscribed, as_json: bool) -> std::io::Result<()> {
    let others: Vec<_> = added.others.iter().map(|other| shown_address(other)).collect();
    if as_json {
        return object(&json!({
            "outlet": added.name, "feed": shown_address(&added.feed.url), "new": added.feed.new, "articles": added.articles,
            "known": !added.is_new, "others": others,
        }));
    }
    let articles = counted(added.articles.into(), "article");
    let already = if added.is_new { "" } else { " already" };
    line(&format!("{} is followed{already}: {articles}", added.name))?;
    others
        .iter()
        .try_for_each(|other| line(&format!("    its page also offers {other}")))
}

/// The first feed of the outlet with that name in the catalogue.
fn catalogue_feed(name: &str) -> Option<&'static str> {
    let entry = crate::catalogue::entries()
        .iter()
        .find(|entry| entry.name.eq_ignore_ascii_case(name))?;
    entry.feeds.first().map(|feed| &**feed)
}

/// `byline remove`: stops following outlets; bookmarked articles stay.
pub(crate) async fn remove(args: Remove, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let outlets = store.read(|db| db.outlets()).await?;
    let (meant, code) = all_named(&args.outlets, &outlets, as_json);
    for outlet in meant {
        let id = outlet.id;
        store.write(move |db| db.remove_outlet(id)).await?;
        if as_json {
            object(&json!({"outlet": outlet.slug, "removed": true}))?;
        } else {
            line(&format!(
                "{} is no longer followed; its bookmarked articles stay",
                outlet.name
            ))?;
        }
    }
    Ok(code)
}

/// `byline pause`: an outlet's feeds are not asked until it goes on.
pub(crate) async fn pause(args: Pause, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let outlets = store.read(|db| db.outlets()).await?;
    let paused = !args.resume;
    let (meant, code) = all_named(&args.outlets, &outlets, as_json);
    for outlet in meant {
        let changed = outlet
            .feeds
            .iter()
            .filter(|feed| (feed.state == FeedState::Paused) != paused);
        let changed: Vec<_> = changed.map(|feed| feed.id).collect();
        let work = move |db: &mut Db| changed.iter().try_for_each(|feed| db.pause_feed(*feed, paused));
        store.write(work).await?;
        if as_json {
            object(&json!({"outlet": outlet.slug, "paused": paused}))?;
        } else if paused {
            line(&format!(
                "{} is not asked until `byline pause --resume {}`",
                outlet.name, outlet.slug
            ))?;
        } else {
            line(&format!("{} is asked again", outlet.name))?;
        }
    }
    Ok(code)
}

/// The outlets that are called so, each once; each name that none has is told, and fails the command.
fn all_named<'o>(names: &[String], outlets: &'o [Outlet], as_json: bool) -> (Vec<&'o Outlet>, ExitCode) {
    let (mut meant, mut code) = (Vec::new(), ExitCode::SUCCESS);
    for name in names {
        match named(name, outlets) {
            Ok(outlet) if meant.contains(&outlet) => {}
            Ok(outlet) => meant.push(outlet),
            Err(error) => {
                report(&error, as_json);
                code = ExitCode::FAILURE;
            }
        }
    }
    (meant, code)
}

/// The one outlet that is called so, by its short name, its name or words of it, as in filters.
pub(crate) fn named<'o>(name: &str, outlets: &'o [Outlet]) -> anyhow::Result<&'o Outlet> {
    let names = outlets
        .iter()
        .map(|outlet| (outlet.slug.clone(), outlet.name.to_string()));
    let known = Known {
        outlets: names.collect(),
        ..Known::default()
    };
    let told = told_address(name);
    let slugs = known.called(name).map_err(|meant| match meant {
        Some(slug) => anyhow!("no outlet is called {told}; did you mean {slug}?"),
        None => anyhow!("no outlet is called {told}; `byline outlets` lists them"),
    })?;
    anyhow::ensure!(
        slugs.len() == 1,
        "several outlets are called {told}; name one of them: {}",
        slugs.join(", ")
    );
    let outlet = outlets.iter().find(|outlet| slugs.contains(&outlet.slug));
    outlet.context("it is gone by now")
}

#[cfg(test)]
mod tests {
    use super::span;
    use jiff::SignedDuration;

    #[test]
    fn says_times_as_people_do() {
        for (seconds, said) in [
            (-5, "0 s"),
            (89, "89 s"),
            (1_200, "20 min"),
            (86_400, "24 h"),
            (604_800, "7 days"),
        ] {
            assert_eq!(span(SignedDuration::from_secs(seconds)), said);
        }
    }
}
