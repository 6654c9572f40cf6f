//! The poller's clock and its dice: everything below takes both as parameters.

use std::hash::{BuildHasher, RandomState};

use jiff::Timestamp;

/// Now.
#[expect(
    clippy::disallowed_methods,
    reason = "the poller acts in real time; its parts take now as a parameter"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// A number between 0 and 1, another one at each call.
pub(crate) fn dice() -> f64 {
    // The keys of a RandomState differ from one to the next, and from process to process.
    (RandomState::new().hash_one(0_u8) >> 11) as f64 / (1_u64 << 53) as f64
}
