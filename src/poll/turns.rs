//! When hosts may be asked for something beside their feeds: one thing at a time with a pause between, and nothing for a while
//! of one that gave nothing.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::poll::clock::now;
use crate::poll::schedule::Pace;

/// Hours between two requests to a host: two seconds.
const PAUSE_HOURS: f64 = 2.0 / 3600.0;
/// A host that gave nothing is asked for nothing for so many hours.
const REST_HOURS: f64 = 1.0;

/// When hosts may be asked again.
#[derive(Debug)]
pub(in crate::poll) struct Turns {
    pace: Pace,
    resting: Mutex<HashMap<String, Timestamp>>,
    next: Mutex<HashMap<String, Instant>>,
}

impl Turns {
    pub(in crate::poll) fn at(pace: Pace) -> Self {
        Self {
            pace,
            resting: Mutex::default(),
            next: Mutex::default(),
        }
    }

    /// A host gave nothing and is left alone for a while.
    pub(in crate::poll) fn rest(&self, host: &str) {
        let until = now().saturating_add(self.pace.hours(REST_HOURS)).unwrap_or_default();
        self.resting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(host.to_owned(), until);
    }

    /// Whether a host is left alone.
    pub(in crate::poll) fn rests(&self, host: &str) -> bool {
        let now = now();
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.retain(|_, until| *until > now);
        resting.contains_key(host)
    }

    /// Keeps the pause between two requests to a host.
    pub(in crate::poll) async fn wait(&self, host: &str) {
        tokio::time::sleep_until(self.take(host)).await;
    }

    /// A host has answered: the pause begins.
    pub(in crate::poll) fn end(&self, host: &str) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let earliest = Instant::now() + self.pause();
        let turn = next.entry(host.to_owned()).or_insert(earliest);
        *turn = earliest.max(*turn);
    }

    /// Takes the host's next turn, and says when it is.
    fn take(&self, host: &str) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        next.retain(|_, at| *at > now);
        let turn = next.get(host).copied().unwrap_or(now);
        next.insert(host.to_owned(), turn + self.pause());
        turn
    }

    fn pause(&self) -> Duration {
        Duration::try_from(self.pace.hours(PAUSE_HOURS)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::Turns;
    use crate::poll::schedule::Pace;

    #[test]
    fn a_host_has_a_pause_between_its_turns() {
        let pace = Pace {
            hour: SignedDuration::from_hours(1800),
        };
        let turns = Turns::at(pace);
        let pause = turns.pause();
        assert_eq!(pause.as_secs(), 3600);
        let first = turns.take("news.example:443");
        let second = turns.take("news.example:443");
        assert_eq!(second, first + pause);
        turns.end("news.example:443");
        assert!(turns.take("news.example:443") >= second + pause);
        assert!(turns.take("other.example:443") < second);
        turns.end("third.example:443");
        assert!(turns.take("third.example:443") >= first + pause);
    }
}
