//! How long an answer is fresh and when a server wants to be asked again, as its headers say. Pure: the clock is a parameter.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderName, RETRY_AFTER};

/// How long the answer is fresh (RFC 9111 §4.2): `max-age` less `Age`, else `Expires` less `Date`; `None` where nothing
/// readable was said, or where the server asked to be revalidated with each time.
pub(crate) fn fresh_for(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let said: Vec<&str> = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    let directives = || said.iter().flat_map(|value| value.split(',')).map(str::trim);
    if directives().any(|directive| matches!(directive.to_ascii_lowercase().as_str(), "no-cache" | "no-store")) {
        return None;
    }
    let max_age = directives().find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("max-age")
            .then(|| value.trim().trim_matches('"').parse::<u64>().ok())?
    });
    if let Some(secs) = max_age {
        let age = text(headers, &AGE).and_then(|age| age.parse().ok()).unwrap_or(0);
        return Some(Duration::from_secs(secs.saturating_sub(age)));
    }
    let expires = date(headers, &EXPIRES)?;
    // The server's own clock against itself: a wrong one does no harm.
    let sent = date(headers, &DATE).unwrap_or(now);
    Some(expires.duration_since(sent).try_into().unwrap_or_default())
}

/// When the server wants to be asked again (RFC 9110 §10.2.3), in either form; never before `now`.
pub(crate) fn retry_at(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let said = text(headers, &RETRY_AFTER)?;
    let wait = match said.parse::<u64>() {
        Ok(secs) => SignedDuration::from_secs(i64::try_from(secs.min(MAX_WAIT_SECS)).unwrap_or(0)),
        Err(_) => {
            let until = date(headers, &RETRY_AFTER)?;
            until.duration_since(date(headers, &DATE).unwrap_or(now))
        }
    };
    let wait = wait.clamp(
        SignedDuration::ZERO,
        SignedDuration::from_secs(MAX_WAIT_SECS.cast_signed()),
    );
    Some(now.saturating_add(wait).unwrap_or(now))
}

/// A year: enough to say "very long" without overflowing anything.
const MAX_WAIT_SECS: u64 = 365 * 86_400;

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<Timestamp> {
    let parsed = jiff::fmt::rfc2822::DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_timestamp(text(headers, name)?);
    parsed.ok()
}

#[cfg(test)]
mod tests {
    use super::{fresh_for, retry_at};
    use jiff::Timestamp;
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    fn headers(list: &[(&str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in list {
            map.append(
                name.parse::<HeaderName>().unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        map
    }

    fn now() -> Timestamp {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn reads_freshness() {
        for (list, secs) in [
            (&[("cache-control", "public, max-age=600")][..], Some(600)),
            (&[("cache-control", "MAX-AGE=600"), ("age", "200")], Some(400)),
            (&[("cache-control", "max-age=10"), ("age", "200")], Some(0)),
            (
                &[
                    ("cache-control", "max-age=abc, private"),
                    ("cache-control", "max-age=-5"),
                ],
                None,
            ),
            (&[("cache-control", "no-cache, max-age=600")], None),
            (&[("expires", "Mon, 02 Mar 2026 15:00:00 GMT")], Some(10_800)),
            (
                &[
                    ("date", "Sun, 01 Mar 2026 12:00:00 GMT"),
                    ("expires", "Sun, 01 Mar 2026 15:00:00 GMT"),
                ],
                Some(10_800),
            ),
            (&[("expires", "0")], None),
            (&[("expires", "Mon, 02 Mar 2026 11:00:00 GMT")], Some(0)),
            (&[], None),
        ] {
            assert_eq!(
                fresh_for(&headers(list), now()).map(|fresh| fresh.as_secs()),
                secs,
                "{list:?}"
            );
        }
    }

    #[test]
    fn reads_retry_after_in_both_forms() {
        for (list, secs) in [
            (&[("retry-after", "120")][..], Some(120)),
            (&[("retry-after", "Mon, 02 Mar 2026 13:00:00 GMT")], Some(3600)),
            (
                &[
                    ("date", "Sun, 01 Mar 2026 12:00:00 GMT"),
                    ("retry-after", "Sun, 01 Mar 2026 12:00:30 GMT"),
                ],
                Some(30),
            ),
            (&[("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT")], Some(0)),
            (&[("retry-after", "99999999999999")], Some(365 * 86_400)),
            (&[("retry-after", "-3")], None),
            (&[("retry-after", "soon")], None),
        ] {
            let wait = retry_at(&headers(list), now()).map(|at| at.duration_since(now()).as_secs());
            assert_eq!(wait, secs, "{list:?}");
        }
    }
}
