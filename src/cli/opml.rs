//! `byline import` and the OPML form of `byline export`.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;

use crate::cli::outlets::without_secrets;
use crate::cli::print::{line, object};
use crate::feed::opml::{Outline, read, write};
use crate::store::{NewOutlet, Store};

/// Lists of feeds larger than this are refused.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// `byline import FILE`: follows every feed of a list; what is no http(s) address is left out and counted.
pub(crate) async fn import(file: &str, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let (followed, left_out) = follow(Path::new(file), store).await?;
    if as_json {
        object(&json!({"feeds": followed, "left_out": left_out}))?;
    } else {
        line(&format!(
            "{followed} feeds are followed now; `byline fetch` asks them for news"
        ))?;
        if left_out > 0 {
            line(&format!(
                "{left_out} entries were left out: they are no http or https addresses"
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Follows the feeds of a file (`-`: standard input); how many there were, and how many entries were left out.
pub(crate) async fn follow(file: &Path, store: &Store) -> anyhow::Result<(usize, usize)> {
    let text = contents(file).with_context(|| format!("cannot read {}", file.display()))?;
    let (outlines, left_out) =
        read(&text).map_err(|why| anyhow::anyhow!("{} is no list of feeds: {why}", file.display()))?;
    let outlets: Vec<_> = outlines.into_iter().map(outlet).collect();
    let followed = outlets.len();
    let now = crate::cli::setup::now();
    store.write(move |db| db.add_outlets(&outlets, now)).await?;
    Ok((followed, left_out))
}

fn contents(file: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().take(MAX_BYTES).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn outlet(outline: Outline) -> NewOutlet {
    NewOutlet {
        name: outline.title,
        folder: outline.folders.last().cloned(),
        site: outline.site,
        language: None,
        feeds: vec![outline.feed_url],
    }
}

/// `byline export --as opml`: the feeds followed, without any login.
pub(crate) async fn export(store: &Store) -> anyhow::Result<ExitCode> {
    let outlets = store.read(|db| db.outlets()).await?;
    let outlines: Vec<_> = outlets
        .iter()
        .flat_map(|outlet| {
            outlet.feeds.iter().map(|feed| Outline {
                title: outlet.name.to_string(),
                feed_url: without_secrets(&feed.url),
                site: outlet.site.clone(),
                folders: outlet.folder.iter().map(ToString::to_string).collect(),
            })
        })
        .collect();
    line(write("byline", &outlines).trim_end())?;
    Ok(ExitCode::SUCCESS)
}
