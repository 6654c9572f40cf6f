//! Files and folders as byline makes them: for their owner alone where they hold what it keeps, and whole or not at all where the
//! reader asks for one.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Links from one name to the next that are followed.
const MAX_LINKS: u32 = 40;

/// How a folder is made that its owner alone can look into. One that is there stays as it is: it may be shared.
pub fn private_folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

/// How a file is opened that its owner alone can read, where that makes it.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Whether a file is there and not for its owner alone.
pub fn is_open_to_others(file: &Path) -> bool {
    mode(file).is_some_and(|mode| mode & OTHERS != 0)
}

/// Takes a file from everybody but its owner. One that cannot be changed stays as it is: `byline doctor` names it.
pub fn close_to_others(file: &Path) {
    if let Some(mode) = mode(file).filter(|mode| mode & OTHERS != 0) {
        let closed = fs::Permissions::from_mode(mode & !OTHERS);
        drop(fs::set_permissions(file, closed));
    }
}

/// The bits of a mode that are not its owner's.
const OTHERS: u32 = 0o077;

fn mode(file: &Path) -> Option<u32> {
    let found = fs::metadata(file).ok()?;
    Some(found.permissions().mode() & 0o7777)
}

/// A file that is there whole or not at all: it is written beside the one that it replaces, and takes its place when it is done.
/// What is no regular file, as a pipe, cannot be replaced and is written to as it is.
pub struct Part {
    /// What is written to.
    pub file: BufWriter<File>,
    /// What is written beside, and what it is to replace.
    renamed: Option<(PathBuf, PathBuf)>,
}

impl Part {
    /// Begins a file; where its name is a link, the one that it leads to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(to: &Path) -> io::Result<Self> {
        if !is_replaced(to) {
            return Ok(Self {
                file: BufWriter::new(OpenOptions::new().write(true).open(to)?),
                renamed: None,
            });
        }
        let to = behind(to)?;
        let (file, part) = fresh(&to)?;
        let part = Self {
            file: BufWriter::new(file),
            renamed: Some((part, to)),
        };
        if let Some((_, to)) = &part.renamed
            && let Ok(old) = fs::metadata(to)
        {
            // Whom its owner keeps from reading it must not read the new one either.
            part.file.get_ref().set_permissions(old.permissions())?;
        }
        Ok(part)
    }

    /// Puts it in its place once it is on the disk: after a power cut there is one of the two, whole.
    ///
    /// # Errors
    /// When it cannot be written; then what was there stays.
    pub fn done(mut self) -> io::Result<()> {
        self.file.flush()?;
        if let Some((part, to)) = &self.renamed {
            self.file.get_ref().sync_all()?;
            fs::rename(part, to)?;
            self.renamed = None;
        }
        Ok(())
    }
}

/// Writes a file as [`Part`] does.
///
/// # Errors
/// When it cannot be written; then what was there stays.
pub fn put(to: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut part = Part::begin(to)?;
    part.file.write_all(bytes)?;
    part.done()
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.renamed {
            // What was not finished is of no use.
            drop(fs::remove_file(part));
        }
    }
}

/// Whether a file is replaced when it is written, as it is no pipe or device. Only such a one is written in any order.
pub fn is_replaced(file: &Path) -> bool {
    fs::metadata(file).map_or(true, |found| found.is_file())
}

/// A new file in the folder of another one.
fn fresh(beside: &Path) -> io::Result<(File, PathBuf)> {
    let mut number = 0;
    loop {
        let path = beside.with_file_name(format!(".byline-{}-{number}.part", std::process::id()));
        match File::create_new(&path) {
            // Left behind by one that was killed.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            made => return made.map(|file| (file, path)),
        }
    }
}

/// What a name leads to where it is a link, also when nothing is there yet.
fn behind(name: &Path) -> io::Result<PathBuf> {
    let mut name = name.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(to) = fs::read_link(&name) else {
            return Ok(name);
        };
        name = name.with_file_name("").join(to);
    }
    Err(io::Error::other("it is a link that leads back to itself"))
}
