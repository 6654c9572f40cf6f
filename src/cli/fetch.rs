//! `byline fetch`: asks feeds, prints a line for each as it is done.

use std::collections::HashMap;
use std::process::ExitCode;

use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::cli::args::Fetch;
use crate::cli::opml::follow;
use crate::cli::outlets::named;
use crate::cli::print::{counted, line, object};
use crate::cli::setup::now;
use crate::model::{Clean, FeedId, Outcome, Outlet, Refreshed, shown_address};
use crate::poll::Which;
use crate::services::{LOOKED_AFTER, Services};
use crate::store::StoreError;

/// What ends a round before all feeds were asked.
const FULL: &str = "the disk is full: what came last was not saved, and the other feeds are asked the next time; free some space (`byline doctor` says how much) and fetch again";
/// What is said in place of a round.
const OFFLINE: &str = "no feed was asked, since --offline forbids it; `byline list` shows what is kept";
/// Lines that wait to be printed.
const WAITING: usize = 64;

/// `byline fetch [OUTLET…] [--all] [--watch] [--opml FILE]`. Fails in part when a feed does.
pub(crate) async fn run(args: &Fetch, services: &Services, offline: bool, as_json: bool) -> anyhow::Result<ExitCode> {
    if let Some(file) = &args.opml {
        follow(file, &services.store).await?;
    }
    anyhow::ensure!(!offline, OFFLINE);
    services.store.writable()?;
    let outlets = services.store.read(|db| db.outlets()).await?;
    let which = which(args, &outlets)?;
    let names = outlets
        .iter()
        .flat_map(|outlet| outlet.feeds.iter().map(|feed| (feed.id, outlet.name.clone())))
        .collect();
    drop(outlets);
    let cancel = CancellationToken::new();
    tokio::spawn(cancel_on_signal(cancel.clone()));
    services.back_up(now(), &cancel).await;
    let (tell, told) = mpsc::channel(WAITING);
    let poller = services.poller.clone();
    let polling = cancel.clone();
    let (watch, ahead) = (args.watch, which.clone());
    if watch {
        let (services, cancel) = (services.clone(), cancel.clone());
        tokio::spawn(async move { services.look_after(LOOKED_AFTER, true, now, &cancel).await });
    }
    let work = tokio::spawn(async move {
        if watch {
            if which != Which::Due {
                poller.request(which);
            }
            poller.run(tell, polling).await;
            return Ok(());
        }
        poller.pass(which, tell, polling).await
    });
    let printed = print(told, names, as_json).await;
    if printed.is_err() {
        // Who closed our output wants no more of it.
        cancel.cancel();
    }
    match work.await? {
        Err(StoreError::Full) => return break_off(&printed?, as_json),
        passed => passed?,
    }
    let whole_texts = services.poller.ahead(&ahead, &cancel).await?;
    let gathered = services.poller.gather(&cancel).await?;
    cancel.cancel();
    services.tidy(now()).await?;
    let tally = Tally {
        whole_texts: whole_texts + gathered.pages,
        pictures: gathered.pictures,
        ..printed?
    };
    conclude(&tally, as_json)?;
    Ok(if tally.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn break_off(tally: &Tally, as_json: bool) -> anyhow::Result<ExitCode> {
    conclude(tally, as_json)?;
    anyhow::bail!(FULL)
}

fn conclude(tally: &Tally, as_json: bool) -> std::io::Result<()> {
    if as_json { Ok(()) } else { line(&tally.to_string()) }
}

/// The feeds that the arguments mean; fails with the first name that no outlet has.
fn which(args: &Fetch, outlets: &[Outlet]) -> anyhow::Result<Which> {
    if args.outlets.is_empty() {
        return Ok(if args.all { Which::All } else { Which::Due });
    }
    let mut feeds = Vec::new();
    for name in &args.outlets {
        feeds.extend(named(name, outlets)?.feeds.iter().map(|feed| feed.id));
    }
    Ok(Which::Feeds(feeds))
}

/// What a fetch came to.
#[derive(Debug, Default)]
struct Tally {
    asked: u32,
    new: u32,
    changed: u32,
    failed: u32,
    whole_texts: u32,
    pictures: u32,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} asked: {}, {} changed",
            counted(self.asked.into(), "feed"),
            counted(self.new.into(), "new article"),
            self.changed
        )?;
        if self.whole_texts > 0 {
            write!(f, "; {} fetched", counted(self.whole_texts.into(), "whole text"))?;
        }
        if self.pictures > 0 {
            let pictures = counted(self.pictures.into(), "picture");
            write!(f, "; {pictures} of bookmarks kept")?;
        }
        if self.failed > 0 {
            write!(f, "; {} failed", counted(self.failed.into(), "feed"))
        } else {
            Ok(())
        }
    }
}

async fn print(
    mut told: mpsc::Receiver<Refreshed>,
    names: HashMap<FeedId, Clean>,
    as_json: bool,
) -> std::io::Result<Tally> {
    let mut tally = Tally::default();
    while let Some(refreshed) = told.recv().await {
        tally.asked += 1;
        tally.new += refreshed.new;
        tally.changed += refreshed.changed;
        tally.failed += u32::from(matches!(refreshed.outcome, Outcome::Failed | Outcome::Unsaved));
        if as_json {
            object(&describe(&refreshed))?;
        } else {
            line(&say(&refreshed, names.get(&refreshed.feed)))?;
            for title in &refreshed.told {
                line(&format!("          {title}"))?;
            }
        }
    }
    Ok(tally)
}

fn describe(refreshed: &Refreshed) -> serde_json::Value {
    json!({
        "feed": shown_address(&refreshed.url), "outcome": refreshed.outcome.word(), "new": refreshed.new,
        "changed": refreshed.changed, "told": refreshed.told, "status": refreshed.status, "why": refreshed.why, "next": refreshed.next.map(|next| next.to_string()),
    })
}

fn say(refreshed: &Refreshed, name: Option<&Clean>) -> String {
    let address = shown_address(&refreshed.url);
    let name = name.filter(|name| !name.is_empty()).unwrap_or(&address);
    match (&refreshed.why, refreshed.outcome) {
        (Some(why), outcome) => format!("{:9} {name}: {why}", outcome.word()),
        (None, Outcome::New) => format!("{:9} {name}: {}", "new", refreshed.new + refreshed.changed),
        (None, outcome) => format!("{:9} {name}", outcome.word()),
    }
}

/// SIGINT, SIGTERM and SIGHUP end a fetch cleanly.
async fn cancel_on_signal(cancel: CancellationToken) {
    let hear = |kind| async move {
        match signal(kind) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = hear(SignalKind::interrupt()) => {}
        _ = hear(SignalKind::terminate()) => {}
        _ = hear(SignalKind::hangup()) => {}
        () = cancel.cancelled() => {}
    }
    cancel.cancel();
}

#[cfg(test)]
mod tests {
    use super::{describe, say, which};
    use crate::cli::args::Fetch;
    use crate::model::{Clean, FeedId, Outcome, Refreshed};
    use crate::poll::Which;

    fn refreshed() -> Refreshed {
        Refreshed {
            feed: FeedId(1),
            url: "https://ann:secret@news.example/feed".to_owned(),
            outcome: Outcome::New,
            new: 3,
            changed: 0,
            told: Vec::new(),
            status: Some(200),
            why: None,
            next: "2026-03-02T12:00:00Z".parse().ok(),
        }
    }

    #[test]
    fn prints_a_line_a_feed_without_secrets() {
        let said = describe(&refreshed()).to_string();
        assert!(
            said.contains("\"outcome\":\"new\"") && said.contains("\"next\":\"2026-03-02T12:00:00Z\""),
            "{said}"
        );
        assert!(!said.contains("secret"));
        assert_eq!(
            say(&refreshed(), Some(&Clean::line("North Ledger"))),
            "new       North Ledger: 3"
        );
        assert!(!say(&refreshed(), None).contains("secret"));
    }

    #[test]
    fn unknown_outlets_are_named() {
        let args = Fetch {
            outlets: vec!["nobody".to_owned()],
            all: false,
            watch: false,
            opml: None,
        };
        let said = which(&args, &[]).unwrap_err().to_string();
        assert!(said.contains("called nobody;"), "{said}");
        let args = Fetch {
            outlets: Vec::new(),
            ..args
        };
        assert_eq!(which(&args, &[]).unwrap(), Which::Due);
    }
}
