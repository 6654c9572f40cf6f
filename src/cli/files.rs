//! Files that the reader names: read as far as they may go, written whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::store::is_database;

/// Files larger than this are refused.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// A file's bytes (`-`: standard input).
pub(crate) fn contents(file: &Path) -> anyhow::Result<Vec<u8>> {
    let read = || -> io::Result<Vec<u8>> {
        let (mut bytes, mut source) = (Vec::new(), open(file)?);
        source.by_ref().take(1024).read_to_end(&mut bytes)?;
        // A database is read by SQLite, however large it is.
        if !is_database(&bytes) {
            source.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    };
    let bytes = read().with_context(|| format!("cannot read {}", file.display()))?;
    anyhow::ensure!(
        bytes.len() as u64 <= MAX_BYTES,
        "{} is larger than {} MiB",
        file.display(),
        MAX_BYTES >> 20
    );
    Ok(bytes)
}

/// The first bytes of a file (`-`: standard input), at most so many.
pub(crate) fn first_bytes(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(file)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn open(file: &Path) -> io::Result<Box<dyn Read>> {
    Ok(if is_standard_input(file) {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file)?)
    })
}

pub(crate) fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}

/// Writes a file whole or not at all.
pub(crate) fn put(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut part = Part::begin(file)?;
    let written = part.file.write_all(bytes);
    written.with_context(|| cannot_write(file))?;
    part.done()
}

/// A file that is there whole or not at all.
pub(crate) struct Part {
    pub(crate) file: BufWriter<File>,
    part: PathBuf,
    to: PathBuf,
}

impl Part {
    pub(crate) fn begin(to: &Path) -> anyhow::Result<Self> {
        let mut part = to.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).with_context(|| cannot_write(to))?;
        Ok(Self {
            file: BufWriter::new(file),
            part,
            to: to.to_owned(),
        })
    }

    pub(crate) fn done(mut self) -> anyhow::Result<()> {
        let done = self.file.flush().and_then(|()| std::fs::rename(&self.part, &self.to));
        done.with_context(|| cannot_write(&self.to))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // What was not finished is of no use; what was has another name now.
        drop(std::fs::remove_file(&self.part));
    }
}

pub(crate) fn cannot_write(file: &Path) -> String {
    format!("cannot write {}", file.display())
}
