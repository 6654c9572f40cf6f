//! `byline`: the screen, and `byline --demo`.

use std::process::ExitCode;

use anyhow::{Context as _, anyhow};

use crate::cli::args::Common;
use crate::cli::demo;
use crate::cli::log;
use crate::cli::setup::{build, settings};
use crate::config::{Config, Paths, Surroundings, Theme};
use crate::shell::{self, Ended, Opening};

/// Opens the screen on the reader's own news.
pub(crate) fn run(common: &Common) -> anyhow::Result<ExitCode> {
    let paths = Paths::find(common.data_dir.as_deref(), common.config.as_deref())?;
    let config = settings(&paths, common)?;
    let log = log::start(&paths, common.verbose);
    let ended = open(&paths, config, common.offline)?;
    // Before a signal ends the program: what is still to be written is written now.
    drop(log);
    Ok(ended.conclude())
}

/// Opens the screen on the bundled edition, in a place that is gone afterwards.
pub(crate) fn run_demo(common: &Common) -> anyhow::Result<ExitCode> {
    let folder = demo::Folder::temporary()?;
    // Without settings of its own: what is tried out in the demo is gone with it, too.
    let own = folder.path().join("config.toml");
    let paths = Paths::find(Some(folder.path()), Some(common.config.as_deref().unwrap_or(&own)))?;
    let config = settings(&paths, common)?;
    let ended = runtime()?.block_on(async {
        let opening = opening(&paths, config, common.offline)?;
        let _edition = demo::prepare(&opening.services.store).await?;
        shell::run(opening).await
    });
    // Before a signal ends the program: nothing is to be left behind.
    drop(folder);
    Ok(ended?.conclude())
}

fn open(paths: &Paths, config: Config, offline: bool) -> anyhow::Result<Ended> {
    runtime()?.block_on(async { shell::run(opening(paths, config, offline)?).await })
}

fn opening(paths: &Paths, config: Config, offline: bool) -> anyhow::Result<Opening> {
    let around = Surroundings::read(|name| std::env::var(name).ok());
    // One that is wrong and that nobody wants is told by `byline doctor`.
    let (themes, faulty) = Theme::all(&paths.themes());
    let wanted = Theme::wanted(&config.reading.theme, around);
    if let Some((_, error)) = faulty.into_iter().find(|(name, _)| name == wanted) {
        return Err(error.into());
    }
    let themes: Vec<Theme> = themes.into_iter().map(|theme| theme.fitted(around)).collect();
    Theme::choose(&themes, &config.reading.theme, around).map_err(|what| anyhow!(what))?;
    let zone = jiff::tz::TimeZone::system();
    Ok(Opening {
        services: build(paths, &config, offline)?,
        config,
        settings: paths.config.clone(),
        clips: paths.clips(),
        themes,
        around,
        zone,
        offline,
    })
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder
        .worker_threads(2)
        .enable_all()
        .build()
        .context("starting the runtime")
}
