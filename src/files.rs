//! Files and folders as byline makes them: for their owner alone where they hold what it keeps.
//!
//! Elsewhere than on Unix a file's folder says who may read it, and nothing is done here.

use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;

/// How a folder is made that its owner alone can look into. One that is there stays as it is: it may be shared.
pub fn private_folder() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "a mode is Unix's"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// How a file is opened that its owner alone can read, where that makes it.
pub fn private_file() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "a mode is Unix's"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Whether a file is there and not for its owner alone.
#[cfg(unix)]
pub fn is_open_to_others(file: &Path) -> bool {
    mode(file).is_some_and(|mode| mode & OTHERS != 0)
}

/// Takes a file from everybody but its owner. One that cannot be changed stays as it is: `byline doctor` names it.
#[cfg(unix)]
pub fn close_to_others(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    if let Some(mode) = mode(file).filter(|mode| mode & OTHERS != 0) {
        let closed = std::fs::Permissions::from_mode(mode & !OTHERS);
        drop(std::fs::set_permissions(file, closed));
    }
}

/// The bits of a mode that are not its owner's.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

#[cfg(unix)]
fn mode(file: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let found = std::fs::metadata(file).ok()?;
    Some(found.permissions().mode() & 0o7777)
}

/// Whether a file is there and not for its owner alone.
#[cfg(not(unix))]
pub fn is_open_to_others(_file: &Path) -> bool {
    false
}

/// Takes a file from everybody but its owner.
#[cfg(not(unix))]
pub fn close_to_others(_file: &Path) {}
