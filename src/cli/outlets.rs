//! `byline outlets`, `add`, `remove`: whom the reader follows.

use std::process::ExitCode;

use serde_json::json;

use crate::cli::args::{Add, Remove};
use crate::cli::print::{line, object};
use crate::model::{Counts, Feed, Outlet};
use crate::services::Services;
use crate::store::Store;

/// `byline outlets`: every outlet, how its feeds fare, and what is unread.
pub(crate) async fn list(store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let (outlets, counts) = store
        .read(|db| Ok((db.outlets()?, db.counts(crate::cli::setup::now())?)))
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
                let fares = feed.why.as_deref().unwrap_or(feed.state.word());
                line(&format!("    {}  {fares}", without_secrets(&feed.url)))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
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
        crate::model::FeedState::New => "ok",
        other => other.word(),
    };
    json!({
        "url": without_secrets(&feed.url), "title": feed.title, "kind": feed.kind, "state": state, "why": feed.why,
        "last": feed.last_success_at.map(|at| at.to_string()), "next": feed.next_poll_at.to_string(),
        "articles_per_week": feed.per_week,
    })
}

/// An address without the login in it, fit to be shown.
pub(crate) fn without_secrets(address: &str) -> String {
    let Ok(mut url) = url::Url::parse(address) else {
        return address.to_owned();
    };
    if url.username().is_empty() && url.password().is_none() {
        return address.to_owned();
    }
    // Both fail only for addresses without a host, which have no login either.
    let cleared = url.set_username("").and(url.set_password(None));
    cleared.map_or_else(|()| String::from("(an address with a login)"), |()| url.to_string())
}

/// `byline add`: follows outlets by the address of a site or a feed, or by a name of the catalogue.
pub(crate) async fn add(args: Add, services: &Services, as_json: bool) -> anyhow::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for address in &args.addresses {
        let address = catalogue_feed(address).unwrap_or(address);
        match services.poller.subscribe(address, args.folder.as_deref()).await {
            Ok(added) if as_json => object(&json!({
                "outlet": added.name, "feed": without_secrets(&added.feed.url), "new": added.feed.new, "others": added.others,
            }))?,
            Ok(added) => {
                line(&format!("{} is followed: {} articles", added.name, added.feed.new))?;
                for other in &added.others {
                    line(&format!("    its page also offers {}", without_secrets(other)))?;
                }
            }
            Err(failure) => {
                crate::cli::print::fail(&failure, as_json);
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
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
    let mut code = ExitCode::SUCCESS;
    for name in args.outlets {
        let Some(outlet) = outlets
            .iter()
            .find(|outlet| outlet.slug == name || *outlet.name == *name)
        else {
            crate::cli::print::report(&unknown(&name, &outlets), as_json);
            code = ExitCode::FAILURE;
            continue;
        };
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

fn unknown(name: &str, outlets: &[Outlet]) -> anyhow::Error {
    let known: Vec<_> = outlets.iter().map(|outlet| outlet.slug.as_str()).collect();
    anyhow::anyhow!(
        "you follow no outlet named {name}; `byline outlets` lists them: {}",
        known.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn shows_no_login() {
        assert_eq!(
            without_secrets("https://user:word@news.example/feed?a=1"),
            "https://news.example/feed?a=1"
        );
        assert_eq!(
            without_secrets("https://news.example/feed"),
            "https://news.example/feed"
        );
    }
}
