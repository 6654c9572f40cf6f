//! The log: `byline.log.DAY` in the state directory, a file a day (UTC), five kept. Never the terminal.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::cli::setup::now;
use crate::config::Paths;
use crate::files::{close_to_others, private_file, private_folder};

/// Days that are kept.
const KEPT: usize = 5;
/// Lines that wait to be written; the room for them is taken at the start, and what is beyond is lost.
const WAITING: usize = 2_000;
/// What stands before the day in a log's name.
const PREFIX: &str = "byline.log.";

/// Starts the log; what is still to be written is written when the guard is dropped. Where the log cannot be written there is
/// none: byline works without.
pub(crate) fn start(paths: &Paths, verbose: u8) -> Option<WorkerGuard> {
    private_folder().recursive(true).create(&paths.state).ok()?;
    let daily = Daily::open(&paths.state, today()).ok()?;
    logs(&paths.state).iter().for_each(|log| close_to_others(log));
    let writing = NonBlockingBuilder::default().buffered_lines_limit(WAITING);
    let (writer, guard) = writing.finish(daily);
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

/// The log's files, newest first.
pub(crate) fn logs(folder: &Path) -> Vec<PathBuf> {
    let day = |path: &Path| path.file_name()?.to_str()?.strip_prefix(PREFIX)?.parse::<Date>().ok();
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut logs: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| day(path).is_some())
        .collect();
    logs.sort_unstable_by(|one, other| other.cmp(one));
    logs
}

/// The file of a day, and when another has begun, of that one.
struct Daily {
    folder: PathBuf,
    day: Date,
    file: File,
}

impl Daily {
    fn open(folder: &Path, day: Date) -> io::Result<Self> {
        let file = folder.join(format!("{PREFIX}{day}"));
        let file = private_file().append(true).create(true).open(file)?;
        for old in logs(folder).into_iter().skip(KEPT) {
            drop(std::fs::remove_file(old));
        }
        Ok(Self {
            folder: folder.to_owned(),
            day,
            file,
        })
    }
}

impl Write for Daily {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let today = today();
        if today != self.day {
            *self = Self::open(&self.folder, today)?;
        }
        self.file.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn today() -> Date {
    now().to_zoned_datetime(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::{Daily, logs};
    use jiff::civil::date;

    #[test]
    fn keeps_the_newest_days() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("byline.log.txt"), "mine").unwrap();
        for day in 1..=7 {
            Daily::open(folder.path(), date(2026, 11, day)).unwrap();
        }
        let names: Vec<_> = logs(folder.path())
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        assert_eq!(names, [7, 6, 5, 4, 3].map(|day| format!("byline.log.2026-11-0{day}")));
        assert!(folder.path().join("byline.log.txt").exists());
    }
}
