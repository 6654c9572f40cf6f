//! What it means when a server gives no answer: by its status, its headers, and the page that came instead.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use tokio::io::AsyncReadExt as _;

use crate::model::Wall;
use crate::net::answer::FetchError;
use crate::net::{coding, freshness};

/// Bytes of a page in which its kind is told; the pages of bot checks are shorter.
const MAX_PAGE_BYTES: usize = 128 * 1024;
/// How long it may take to come.
const PATIENCE: Duration = Duration::from_secs(3);

/// A bot check, whatever its status says.
pub(crate) fn challenge(status: u16, headers: &HeaderMap, now: Timestamp) -> Option<FetchError> {
    let refused = may_be_wall(status);
    let is_wall = Wall::is_bot_check(refused, |name| headers.get(name).map(|value| value.as_bytes()));
    let until = freshness::retry_at(headers, now);
    is_wall.then_some(FetchError::Walled { status, until })
}

/// Why a server did not give what was asked for.
pub(crate) async fn refusal(response: reqwest::Response, now: Timestamp) -> FetchError {
    let status = response.status().as_u16();
    if let Some(challenge) = challenge(status, response.headers(), now) {
        return challenge;
    }
    let until = freshness::retry_at(response.headers(), now);
    if may_be_wall(status) && is_page(response.headers()) {
        let page = tokio::time::timeout(PATIENCE, page(response)).await;
        if page.is_ok_and(|page| Wall::of(&page) == Some(Wall::BotCheck)) {
            return FetchError::Walled { status, until };
        }
    }
    match status {
        429 => FetchError::Busy { status, until },
        503 if until.is_some() => FetchError::Busy { status, until },
        410 => FetchError::Gone,
        _ => FetchError::Status(status),
    }
}

/// Statuses under which bot checks stand.
fn may_be_wall(status: u16) -> bool {
    matches!(status, 403 | 405 | 429 | 503)
}

fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("html"))
}

/// Empty where it breaks off or is longer.
async fn page(response: reqwest::Response) -> String {
    let mut bytes = Vec::new();
    let read = match coding::unpacked(response).await {
        Ok(body) => body.take(MAX_PAGE_BYTES as u64 + 1).read_to_end(&mut bytes).await,
        Err(error) => Err(error),
    };
    if read.is_err() || bytes.len() > MAX_PAGE_BYTES {
        return String::new();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
