//! What a command stands on: the settings, the services, the clock.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cli::args::Common;
use crate::config::{Config, ConfigError, Paths, read_clips};
use crate::model::{ClipBook, Clips};
use crate::services::{Services, Setup, user_agent};
use crate::shell::{read_settings, text_of};
use crate::store::Grouping;

/// Settings that are not there or cannot be read, whatever they say.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoSettings {
    /// The reader named this file.
    #[error("there is no settings file {}; make one, which may be empty, or leave --config out", .0.display())]
    Missing(PathBuf),
    /// Why.
    #[error("{0}; mend that, or name another file with --config")]
    Unread(String),
}

/// The settings file, or the defaults where there is none and the reader named none.
pub(crate) fn settings(paths: &Paths, common: &Common) -> anyhow::Result<Config> {
    if let Some(named) = common.config.as_ref().filter(|named| !named.exists()) {
        return Err(NoSettings::Missing(named.clone()).into());
    }
    read_settings(&paths.config).map_err(|error| match error.is::<ConfigError>() {
        true => error,
        false => NoSettings::Unread(format!("{error:#}")).into(),
    })
}

/// The reader's own clips in a file; none where it is not there and need not be.
pub(crate) fn clips_in(file: &Path, optional: bool) -> anyhow::Result<Vec<Clips>> {
    let text = if optional {
        text_of(file)?
    } else {
        std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?
    };
    Ok(read_clips(&text, &file.display().to_string())?)
}

/// Opens the database and what stands on it; `offline` asks no server anything.
pub(crate) fn build(paths: &Paths, config: &Config, offline: bool) -> anyhow::Result<Services> {
    let clips = ClipBook::default();
    clips.replace(clips_in(&paths.clips(), true)?);
    let setup = Setup {
        database: paths.database(),
        user_agent: user_agent(&config.polling.contact),
        at_once: usize::from(config.polling.parallel),
        whole_text: config.reading.whole_text,
        pictures: config.retention.pictures,
        clips,
        offline,
        terms: config.outlets.clone(),
        retention: (&config.retention).into(),
        backups: usize::from(config.retention.backups),
        zone: jiff::tz::TimeZone::system(),
        grouping: Grouping {
            off: !config.stories.group,
            apart: config.stories.apart.clone(),
        },
        rules: config.rules.clone(),
    };
    Services::open(&setup).with_context(|| format!("opening {}", paths.database().display()))
}

/// The one clock of the command line.
#[expect(clippy::disallowed_methods, reason = "the command line is an edge: time enters here")]
pub(crate) fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
