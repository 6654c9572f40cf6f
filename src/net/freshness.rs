//! How long an answer is fresh and when a server wants to be asked again, as its headers say. Pure: the clock is a parameter.

use std::time::Duration;

use jiff::fmt::{rfc2822, strtime};
use jiff::tz::TimeZone;
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
            .then(|| delta_seconds(value.trim().trim_matches('"')))?
    });
    if let Some(secs) = max_age {
        let age = text(headers, &AGE).and_then(delta_seconds).unwrap_or(0);
        return Some(Duration::from_secs(secs.saturating_sub(age)));
    }
    let expires = date(headers, &EXPIRES, now)?;
    // The server's own clock against itself: a wrong one does no harm.
    let sent = date(headers, &DATE, now).unwrap_or(now);
    Some(expires.duration_since(sent).try_into().unwrap_or_default())
}

/// When the server wants to be asked again (RFC 9110 §10.2.3), in either form; never before `now`.
pub(crate) fn retry_at(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let said = text(headers, &RETRY_AFTER)?;
    let wait = match delta_seconds(said) {
        Some(secs) => SignedDuration::from_secs(secs.cast_signed()),
        None => {
            let until = http_date(said, now)?;
            until.duration_since(date(headers, &DATE, now).unwrap_or(now))
        }
    };
    let wait = wait.clamp(SignedDuration::ZERO, SignedDuration::from_secs(MAX_WAIT_SECS));
    Some(now.saturating_add(wait).unwrap_or(now))
}

/// A year: enough to say "very long" without overflowing anything.
const MAX_WAIT_SECS: i64 = 365 * 86_400;
/// What more seconds than can be counted come to (RFC 9111 §1.2.2).
const MAX_DELTA_SECS: u64 = 1 << 31;
/// Years that a date with a two-digit year may lie ahead (RFC 9110 §5.6.7).
const YEARS_AHEAD: i16 = 50;

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn delta_seconds(said: &str) -> Option<u64> {
    let is_number = !said.is_empty() && said.bytes().all(|sign| sign.is_ascii_digit());
    is_number.then(|| said.parse().unwrap_or(MAX_DELTA_SECS).min(MAX_DELTA_SECS))
}

fn date(headers: &HeaderMap, name: &HeaderName, now: Timestamp) -> Option<Timestamp> {
    http_date(text(headers, name)?, now)
}

/// An HTTP-date in any of its three forms (RFC 9110 §5.6.7); what it says of the weekday does not count.
fn http_date(said: &str, now: Timestamp) -> Option<Timestamp> {
    let usual = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    if let Ok(at) = usual.parse_timestamp(said) {
        return Some(at);
    }
    let (_weekday, said) = said.split_once(' ')?;
    let civil = match strtime::parse("%d-%b-%y %H:%M:%S GMT", said) {
        Ok(short) => {
            let civil = short.to_datetime().ok()?;
            let latest = TimeZone::UTC.to_datetime(now).year() + YEARS_AHEAD;
            let year = latest - (latest - civil.year()).rem_euclid(100);
            civil.with().year(year).build().ok()?
        }
        Err(_) => strtime::parse("%b %e %H:%M:%S %Y", said).ok()?.to_datetime().ok()?,
    };
    TimeZone::UTC.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests {
    use super::{fresh_for, http_date, retry_at};
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
            (&[("expires", "Monday, 02-Mar-26 15:00:00 GMT")], Some(10_800)),
            (&[("expires", "Mon Mar  2 15:00:00 2026")], Some(10_800)),
            (&[("cache-control", "max-age=99999999999999999999")], Some(1 << 31)),
            (&[("cache-control", "max-age=9999999999999999999")], Some(1 << 31)),
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
    fn reads_retry_after_in_every_form() {
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
            (&[("retry-after", "Monday, 02-Mar-26 13:00:00 GMT")], Some(3600)),
            (&[("retry-after", "Mon Mar  2 13:00:00 2026")], Some(3600)),
            (&[("retry-after", "Mon Mar 2 13:00:00 2026")], Some(3600)),
            (
                &[
                    ("date", "Sunday, 01-Mar-26 12:00:00 GMT"),
                    ("retry-after", "Sunday, 01-Mar-26 12:00:30 GMT"),
                ],
                Some(30),
            ),
            (&[("retry-after", "99999999999999999999999")], Some(365 * 86_400)),
            (&[("retry-after", "+3")], None),
            (&[("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT")], Some(0)),
            (&[("retry-after", "99999999999999")], Some(365 * 86_400)),
            (&[("retry-after", "-3")], None),
            (&[("retry-after", "soon")], None),
        ] {
            let wait = retry_at(&headers(list), now()).map(|at| at.duration_since(now()).as_secs());
            assert_eq!(wait, secs, "{list:?}");
        }
    }

    #[test]
    fn takes_a_short_year_for_none_beyond_fifty_years_ahead() {
        for (said, year) in [("26", 2026), ("76", 2076), ("77", 1977), ("99", 1999), ("00", 2000)] {
            let at = http_date(&format!("Monday, 02-Mar-{said} 12:00:00 GMT"), now()).unwrap();
            assert_eq!(at.to_string(), format!("{year}-03-02T12:00:00Z"));
        }
        for odd in ["", "soon", "Mon, 31-Feb-26 12:00:00 GMT", "Mon Mar 2 25:00:00 2026"] {
            assert_eq!(http_date(odd, now()), None, "{odd}");
        }
    }
}
