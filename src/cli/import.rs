//! `byline import FILE`: feeds to follow, or bookmarks that another program kept. What is in the file tells which.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;

use crate::bookmarks;
use crate::cli::files::{MANY, contents, is_standard};
use crate::cli::opml::{Followed, follow_all};
use crate::cli::print::{are, counted, line, object, was};
use crate::feed::{opml, text_of, urls};
use crate::model::Bookmark;
use crate::poll::kept;
use crate::store::{Imported, Seen, Store, is_database, read_cache};

/// What came in.
#[derive(Default)]
struct Brought {
    feeds: Followed,
    queries: Vec<String>,
    imported: Imported,
    left_out: usize,
    /// Said at the end.
    hint: Option<String>,
}

/// Takes in what a file holds, all of it or, where it cannot be read, nothing.
pub(crate) async fn run(file: &Path, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let brought = take_in(file, store)
        .await
        .with_context(|| format!("{}: nothing was imported", file.display()))?;
    if as_json {
        object(&json!({
            "feeds": brought.feeds.new, "feeds_known": brought.feeds.known, "queries": brought.queries, "bookmarks": brought.imported.new,
            "known": brought.imported.known, "read": brought.imported.read, "left_out": brought.left_out,
        }))?;
    } else {
        for sentence in sentences(&brought) {
            line(&sentence)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn take_in(file: &Path, store: &Store) -> anyhow::Result<Brought> {
    let bytes = contents(file, MANY)?;
    if is_database(&bytes) {
        anyhow::ensure!(
            !is_standard(file),
            "a database cannot be read from standard input; name its file"
        );
        return cache(file, store).await;
    }
    anyhow::ensure!(
        !bytes.starts_with(b"PK\x03\x04"),
        "it is an archive; unpack it and import the files in it"
    );
    let text = text_of(&bytes);
    anyhow::ensure!(
        !text.trim().is_empty(),
        "the file is empty; export it again and import that"
    );
    if let Some((outlines, left_out)) = opml::read(&text).map_err(anyhow::Error::msg)? {
        anyhow::ensure!(
            !outlines.is_empty() || left_out > 0,
            "there is no feed in this list (OPML); export your feeds again and import that"
        );
        return Ok(Brought {
            feeds: follow_all(outlines, store).await?,
            left_out,
            ..Brought::default()
        });
    }
    if let Some(list) = urls::read(&text).map_err(anyhow::Error::msg)? {
        return Ok(Brought {
            feeds: follow_all(list.outlines, store).await?,
            queries: list.queries,
            left_out: list.left_out,
            ..Brought::default()
        });
    }
    let export = bookmarks::read(&text).map_err(anyhow::Error::msg)?;
    Ok(Brought {
        imported: keep(export.bookmarks, Vec::new(), store).await?,
        left_out: export.left_out,
        ..Brought::default()
    })
}

async fn cache(file: &Path, store: &Store) -> anyhow::Result<Brought> {
    let path = file.to_owned();
    let cache = tokio::task::spawn_blocking(move || read_cache(&path)).await?;
    let cache = cache.map_err(anyhow::Error::msg)?;
    Ok(Brought {
        imported: keep(cache.flagged, cache.seen, store).await?,
        left_out: cache.left_out,
        hint: Some(format!(
            "which of its {} are followed stands in newsboat's urls file: import that, too",
            counted(cache.feeds, "feed")
        )),
        ..Brought::default()
    })
}

async fn keep(bookmarks: Vec<Bookmark>, seen: Vec<Seen>, store: &Store) -> anyhow::Result<Imported> {
    let now = crate::cli::setup::now();
    let work = tokio::task::spawn_blocking(move || bookmarks.into_iter().map(kept).collect::<Vec<_>>());
    let kept = work.await?;
    Ok(store.write(move |db| db.import(&kept, &seen, now)).await?)
}

fn sentences(brought: &Brought) -> Vec<String> {
    let Imported { new, known, read } = brought.imported;
    let mut said = Vec::new();
    let Followed {
        new: fresh,
        known: before,
    } = brought.feeds;
    if before > 0 {
        let fresh = are(fresh as u64, "feed");
        said.push(format!("{fresh} new, {} followed already", was(before as u64)));
    } else if fresh > 0 || !brought.queries.is_empty() {
        said.push(format!("{} followed now", are(fresh as u64, "feed")));
    }
    if fresh > 0 {
        said.push("`byline fetch` asks for their news".to_owned());
    }
    if !brought.queries.is_empty() {
        said.push(format!(
            "{} left out: a search is a saved filter here (`S` on the screen)",
            are(brought.queries.len() as u64, "query feed")
        ));
    }
    if new > 0 || known > 0 || said.is_empty() && brought.left_out == 0 {
        said.push(format!("{} new, {} there already", are(new, "bookmark"), was(known)));
    }
    if new > 0 {
        said.push("their whole texts and pictures come while the screen is open, or by `byline fetch`".to_owned());
    }
    if read > 0 {
        said.push(format!(
            "{} known as read; those that are not here yet will come in as read",
            are(read, "further article")
        ));
    }
    if brought.left_out > 0 {
        said.push(format!(
            "{} left out: no http or https address",
            are(brought.left_out as u64, "entry")
        ));
    }
    said.extend(brought.hint.clone());
    said
}
