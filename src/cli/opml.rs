//! Lists of feeds: those that are followed from a file, and the OPML form of `byline export`.

use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::json;

use crate::cli::files::{MANY, contents, named, put};
use crate::cli::print::{are, line, object};
use crate::feed::opml::{Outline, read, write};
use crate::feed::text_of;
use crate::model::shown_address;
use crate::store::{Db, NewOutlet, Store, StoreError};

/// How many feeds of a list are followed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Followed {
    /// Since now.
    pub(crate) new: usize,
    /// Since before.
    pub(crate) known: usize,
}

/// Follows the feeds of a file (`-`: standard input).
pub(crate) async fn follow(file: &Path, store: &Store) -> anyhow::Result<()> {
    let list = read(&text_of(&contents(file, MANY)?)).map_err(anyhow::Error::msg);
    let list = list.and_then(|list| list.context("this is no list of feeds (OPML): there is no <outline> in it"));
    let (outlines, _) = list.with_context(|| file.display().to_string())?;
    follow_all(outlines, store).await.map(drop)
}

/// Follows feeds, all or none.
pub(crate) async fn follow_all(outlines: Vec<Outline>, store: &Store) -> anyhow::Result<Followed> {
    let outlets: Vec<_> = outlines.into_iter().map(outlet).collect();
    let now = crate::cli::setup::now();
    let follow = move |db: &mut Db| {
        let feeds = |db: &Db| Ok::<_, StoreError>(db.outlets()?.iter().map(|outlet| outlet.feeds.len()).sum::<usize>());
        let before = feeds(db)?;
        db.add_outlets(&outlets, now)?;
        let new = feeds(db)?.saturating_sub(before);
        let listed: HashSet<_> = outlets.iter().flat_map(|outlet| &outlet.feeds).collect();
        Ok(Followed {
            new,
            known: listed.len().saturating_sub(new),
        })
    };
    Ok(store.write(follow).await?)
}

fn outlet(outline: Outline) -> NewOutlet {
    NewOutlet {
        name: outline.title,
        folder: Some(outline.folders.join(" / ")).filter(|folder| !folder.is_empty()),
        site: outline.site,
        language: None,
        feeds: vec![outline.feed_url],
    }
}

/// `byline export --as opml`: the feeds followed, without any login; to a file or to standard output.
pub(crate) async fn export(to: Option<&Path>, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let outlets = store.read(|db| db.outlets()).await?;
    let outlines: Vec<_> = outlets
        .iter()
        .flat_map(|outlet| {
            outlet.feeds.iter().map(|feed| Outline {
                title: outlet.name.to_string(),
                feed_url: shown_address(&feed.url).into_string(),
                site: outlet.site.as_deref().map(|site| shown_address(site).into_string()),
                folders: outlet.folder.iter().map(ToString::to_string).collect(),
            })
        })
        .collect();
    let text = write("byline", &outlines);
    match to {
        Some(file) => {
            put(file, text.as_bytes())?;
            if as_json {
                object(&json!({"feeds": outlines.len(), "to": named(file)}))?;
            } else {
                line(&format!("{} in {}", are(outlines.len() as u64, "feed"), file.display()))?;
            }
        }
        None => line(text.trim_end())?,
    }
    Ok(ExitCode::SUCCESS)
}
