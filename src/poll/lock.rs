//! Only one process polls at a time: an advisory lock on a file, held while feeds are being asked and not in between, so
//! that `byline fetch` works while the screen is open. The system frees it when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::files::private_file;

/// How often to look whether the other process is done.
const AGAIN: Duration = Duration::from_millis(200);

/// The lock; free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: Option<File>,
}

/// Waits for the lock; `None` when cancelled first. Where files cannot be locked, everybody may poll.
pub(crate) async fn acquire(path: Option<&Path>, cancel: &CancellationToken) -> Option<Lock> {
    let Some(path) = path else {
        return Some(Lock { _file: None });
    };
    let opened = private_file().create(true).append(true).open(path);
    let Ok(file) = opened else {
        return Some(Lock { _file: None });
    };
    loop {
        match file.try_lock() {
            Ok(()) => return Some(Lock { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(_)) => return Some(Lock { _file: None }),
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            () = cancel.cancelled() => return None,
        }
    }
}
