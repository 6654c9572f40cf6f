//! What is asked, what comes back, and what can go wrong.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::OwnedSemaphorePermit;

use crate::model::{FileKind, Validators};

/// What to ask for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The address: http or https. A login in it (`user:password@`) goes to its own origin only.
    pub url: String,
    /// What to ask with.
    pub validators: Validators,
    /// Whether a private address (loopback, LAN) may answer: only for addresses that the reader typed. Holds for
    /// this address's own host, never for another one that a redirect names.
    pub private_ok: bool,
    /// What is wanted, for `Accept` and the limits.
    pub wanted: Wanted,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// A feed: at most 10 MiB.
    #[default]
    Feed,
    /// A web page: at most 4 MiB.
    Page,
    /// A picture: at most 8 MiB.
    Picture,
}

impl Wanted {
    /// Decoded bytes that are read at most, in MiB.
    pub(crate) fn max_mib(self) -> u64 {
        match self {
            Self::Feed => 10,
            Self::Page => 4,
            Self::Picture => 8,
        }
    }

    /// The `Accept` header.
    pub(crate) fn accept(self) -> &'static str {
        match self {
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                 application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
            }
            Self::Page => "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
            // What every reader of books can show.
            Self::Picture => "image/jpeg, image/png, image/webp, image/gif, image/*;q=0.1",
        }
    }
}

/// What came.
#[derive(Debug, Default)]
pub struct Answer {
    /// HTTP status: 2xx or 304 (others are errors).
    pub status: u16,
    /// The address that answered, after redirects, without any login.
    pub url: String,
    /// Where the permanent redirects (301, 308) at the beginning of the chain have led, if there were any.
    pub moved_to: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// Decoded bytes, within the limit; empty for 304.
    pub body: Vec<u8>,
    /// Validators of this very answer.
    pub validators: Validators,
    /// How long its server wishes not to be asked again (`Cache-Control`, `Expires`, `Age`; RFC 9111 §4.2).
    pub fresh_for: Option<Duration>,
    /// Bounds how many large bodies are in memory at once: given back when the answer is dropped.
    pub(crate) held: Option<OwnedSemaphorePermit>,
}

/// Why a server's certificate is not trusted, by who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distrust {
    /// Its time is over, or it was called back.
    Stale,
    /// Its time has not come: a clock is wrong.
    Early,
    /// It is for another name.
    WrongName,
    /// Nobody whom this computer trusts has signed it.
    Unknown,
    /// No certificate came to be judged, or it makes no sense.
    Broken,
}

/// Why nothing came, by what can be done about it. No variant carries a login or a query string.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The reader wants no server to be asked.
    #[error("no server is asked: byline was started with --offline")]
    Unasked,
    /// No network, no such host, or nobody listening.
    #[error("cannot reach {host}: {why}")]
    Offline {
        /// Whom.
        host: String,
        /// In words.
        why: String,
    },
    /// Too slow.
    #[error("no answer within {0} seconds")]
    Timeout(u64),
    /// 429, or 503 with a time.
    #[error("the server asks to wait ({status})")]
    Busy {
        /// 429 or 503.
        status: u16,
        /// Not before.
        until: Option<Timestamp>,
    },
    /// 410.
    #[error("gone for good (410)")]
    Gone,
    /// The server wants to see a person's browser first.
    #[error("the site answers with a bot check ({status})")]
    Walled {
        /// Whatever it hides behind.
        status: u16,
        /// Not before.
        until: Option<Timestamp>,
    },
    /// Any other status.
    #[error("the server answered {0}")]
    Status(u16),
    /// Where a page was asked for.
    #[error("it is {}, not a page", .0.said())]
    File(FileKind),
    /// More than the limit.
    #[error("the answer is larger than {0} MiB")]
    TooLarge(u64),
    /// An address that is not followed: scheme, private network, too many redirects.
    #[error("{0}")]
    Refused(String),
    /// TLS failed.
    #[error("{what}")]
    Insecure {
        /// In words.
        what: String,
        /// Who can mend it.
        cause: Distrust,
    },
    /// The password for it, by the reader's own terms, cannot be got.
    #[error("there is no password for {host}: {why}")]
    NoPassword {
        /// For whom.
        host: String,
        /// In words, without any of it.
        why: String,
    },
    /// Its proxy, by the reader's own terms, cannot be reached.
    #[error("cannot reach {host} by its proxy: {why}")]
    NoProxy {
        /// Whom.
        host: String,
        /// In words.
        why: String,
    },
    /// The answer breaks HTTP or its own encoding.
    #[error("{0}")]
    Broken(String),
}

impl FetchError {
    /// The HTTP status behind it, where there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Busy { status, .. } | Self::Walled { status, .. } | Self::Status(status) => Some(*status),
            Self::Gone => Some(410),
            _ => None,
        }
    }
}
