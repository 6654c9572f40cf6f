//! The only place that speaks HTTP. Door: `Client::get`.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::Validators;

/// What to ask for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The address: http or https.
    pub url: String,
    /// What to ask with.
    pub validators: Validators,
    /// Whether a private address (loopback, LAN) may answer: only for addresses that the reader typed.
    pub private_ok: bool,
    /// What is wanted, for `Accept` and the limits.
    pub wanted: Wanted,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// A feed.
    #[default]
    Feed,
    /// A web page.
    Page,
}

/// What came.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status: 200 or 304 (others are errors).
    pub status: u16,
    /// The address that answered, after redirects.
    pub url: String,
    /// Where a chain of permanent redirects (301, 308) alone has led, if it has.
    pub moved_to: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// Decoded bytes, within the limit; empty for 304.
    pub body: Vec<u8>,
    /// Validators of this very answer.
    pub validators: Validators,
    /// How long its server wishes not to be asked again (`Cache-Control`, `Expires`, `Age`; RFC 9111 §4.2).
    pub fresh_for: Option<Duration>,
}

/// Why nothing came, by what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// No network, no such host, or nobody listening.
    #[error("cannot reach {host}: {why}")]
    Offline {
        /// Whom.
        host: String,
        /// In the system's words.
        why: String,
    },
    /// Too slow.
    #[error("no answer within {0} seconds")]
    Timeout(u64),
    /// 429, or 503 with a time.
    #[error("the server asks to wait")]
    Busy {
        /// 429 or 503.
        status: u16,
        /// Not before.
        until: Option<Timestamp>,
    },
    /// 410.
    #[error("gone for good")]
    Gone,
    /// Any other status.
    #[error("the server answered {0}")]
    Status(u16),
    /// More than the limit.
    #[error("the answer is larger than {0} MiB")]
    TooLarge(u64),
    /// An address that is not followed: scheme, private network, too many redirects.
    #[error("{0}")]
    Refused(String),
    /// TLS failed.
    #[error("{0}")]
    Insecure(String),
    /// The answer breaks HTTP or its own encoding.
    #[error("{0}")]
    Broken(String),
}
