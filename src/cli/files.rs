//! Files that the reader names: read as far as they may go, written as [`files::Part`] does.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::Context;

use crate::files;
use crate::model::Clean;
use crate::store::is_database;

/// MiB of a file that holds one page, feed or text: more than any has.
pub(crate) const ONE: u64 = 16;
/// MiB of a file that holds what another program kept.
pub(crate) const MANY: u64 = 256;

/// A file's bytes (`-`: standard input), unless it is larger than so many MiB.
pub(crate) fn contents(file: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let most_bytes = most << 20;
    let read = || -> io::Result<Vec<u8>> {
        let (mut bytes, mut source) = (Vec::new(), open(file)?);
        source.by_ref().take(1024).read_to_end(&mut bytes)?;
        // A database is read by SQLite, however large it is.
        if !is_database(&bytes) {
            source.take(most_bytes + 1).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    };
    let bytes = read().with_context(|| format!("cannot read {}", file.display()))?;
    anyhow::ensure!(
        bytes.len() as u64 <= most_bytes,
        "{} is larger than {most} MiB",
        file.display()
    );
    Ok(bytes)
}

fn open(file: &Path) -> io::Result<Box<dyn Read>> {
    Ok(if is_standard(file) {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file)?)
    })
}

/// Whether standard input or output is meant.
pub(crate) fn is_standard(file: &Path) -> bool {
    file == Path::new("-")
}

/// Writes a file whole or not at all.
pub(crate) fn put(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    files::put(file, bytes).with_context(|| cannot_write(file))
}

/// A file's name as JSON can say it, which is text alone.
pub(crate) fn named(file: impl AsRef<Path>) -> Clean {
    Clean::text(&file.as_ref().to_string_lossy())
}

pub(crate) fn cannot_write(file: &Path) -> String {
    format!("cannot write {}", file.display())
}
