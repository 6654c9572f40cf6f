//! Times as most exports give them.

use jiff::Timestamp;

/// Seconds since 1970.
pub(super) fn seconds(text: &str) -> Option<Timestamp> {
    Timestamp::from_second(text.trim().parse().ok()?).ok()
}
