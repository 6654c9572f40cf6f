//! `byline --demo`: the bundled edition in a temporary place that is gone afterwards.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::demo::{Edition, serve};
use crate::files::private_folder;
use crate::store::{NewOutlet, Store};

/// A folder that is removed when dropped.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A new folder in the system's temporary place, for this user alone.
    pub(crate) fn temporary() -> anyhow::Result<Self> {
        let stamp = crate::cli::setup::now().as_nanosecond();
        let path = std::env::temp_dir().join(format!("byline-demo-{}-{stamp}", std::process::id()));
        private_folder()
            .create(&path)
            .with_context(|| format!("making {}", path.display()))?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is the system's to clear away: it is in the temporary place.
        let _removed = std::fs::remove_dir_all(&self.0);
    }
}

/// Serves the edition, and follows its outlets.
pub(crate) async fn prepare(store: &Store) -> anyhow::Result<Edition> {
    let now = crate::cli::setup::now();
    let edition = serve(now).context("starting the demo's loopback server")?;
    let outlets: Vec<_> = edition
        .outlets
        .iter()
        .map(|offer| NewOutlet {
            name: offer.name.clone(),
            folder: Some(offer.folder.clone()),
            site: Some(offer.site.clone()),
            language: offer.language.known().map(str::to_owned),
            feeds: vec![offer.feed_url.clone()],
        })
        .collect();
    store
        .write(move |db| {
            outlets
                .iter()
                .try_for_each(|outlet| db.add_outlet(outlet, now).map(drop))
        })
        .await?;
    Ok(edition)
}
