//! The log: `byline.log` in the state directory, a file a day, five kept. Never the terminal.

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::Paths;

/// Days that are kept.
const KEPT: usize = 5;

/// Starts the log; what is still to be written is written when the guard is dropped. Where the log cannot be written there is
/// none: byline works without.
pub(crate) fn start(paths: &Paths, verbose: u8) -> Option<WorkerGuard> {
    std::fs::create_dir_all(&paths.state).ok()?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("byline.log")
        .max_log_files(KEPT)
        .build(&paths.state)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    let level = match verbose {
        0 => LevelFilter::INFO,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    // Other crates' words could hold addresses with secrets in them.
    let ours = Targets::new().with_target("byline", level);
    let lines = tracing_subscriber::fmt::layer().with_writer(writer).with_ansi(false);
    tracing_subscriber::registry()
        .with(lines.with_filter(ours))
        .try_init()
        .ok()?;
    Some(guard)
}
