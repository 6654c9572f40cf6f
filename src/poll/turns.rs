//! What the background asks of hosts beside their feeds: of each one thing at a time with a pause between, of a few hosts at
//! once, and nothing for a while of one that gave nothing.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::poll::clock::now;
use crate::poll::crew::host;
use crate::poll::poller::Poller;

/// Hosts that are asked at once.
const HOSTS_AT_ONCE: usize = 4;
/// Hours between two requests to a host: two seconds.
const PAUSE_HOURS: f64 = 2.0 / 3600.0;
/// A host that gave nothing is asked for nothing for so many hours.
const REST_HOURS: f64 = 1.0;

/// Something to ask for.
#[derive(Clone, Debug)]
pub(in crate::poll) struct Errand<T> {
    /// Where.
    pub(in crate::poll) url: String,
    /// For what.
    pub(in crate::poll) what: T,
}

/// The host gave nothing: it had better be left alone.
#[derive(Clone, Copy, Debug)]
pub(in crate::poll) struct Unwell;

/// When hosts may be asked again.
#[derive(Debug, Default)]
pub(in crate::poll) struct Turns {
    resting: Mutex<HashMap<String, Timestamp>>,
    next: Mutex<HashMap<String, Instant>>,
}

impl Turns {
    fn rest(&self, host: &str, until: Timestamp) {
        self.resting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(host.to_owned(), until);
    }

    fn rests(&self, host: &str, now: Timestamp) -> bool {
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.retain(|_, until| *until > now);
        resting.contains_key(host)
    }

    /// Takes the host's next turn, and says when it is.
    fn take(&self, host: &str, pause: Duration) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        next.retain(|_, at| *at > now);
        let turn = next.get(host).copied().unwrap_or(now);
        next.insert(host.to_owned(), turn + pause);
        turn
    }

    /// The pause begins when the host has answered.
    fn give_back(&self, host: &str, pause: Duration) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let earliest = Instant::now() + pause;
        let turn = next.entry(host.to_owned()).or_insert(earliest);
        *turn = earliest.max(*turn);
    }
}

impl Poller {
    /// Runs errands, those of a host in their order, until one of them finds it unwell, and returns how many brought
    /// something. Comes back at once when cancelled.
    pub(in crate::poll) async fn run_errands<T, R, F>(
        &self,
        errands: Vec<Errand<T>>,
        cancel: &CancellationToken,
        run: R,
    ) -> u32
    where
        T: Send + 'static,
        R: Fn(Self, Errand<T>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<bool, Unwell>> + Send,
    {
        let mut hosts: BTreeMap<String, Vec<Errand<T>>> = BTreeMap::new();
        for errand in errands {
            hosts.entry(host(&errand.url)).or_default().push(errand);
        }
        let turns = Arc::new(Semaphore::new(HOSTS_AT_ONCE));
        let mut under_way = JoinSet::new();
        for (host, errands) in hosts {
            let (me, cancel, turns, run) = (self.clone(), cancel.clone(), Arc::clone(&turns), run.clone());
            under_way.spawn(async move {
                let _turn = turns.acquire_owned().await;
                me.at_one_host(&host, errands, &cancel, &run).await
            });
        }
        let mut brought = 0;
        while let Some(of_one) = under_way.join_next().await {
            brought += of_one.unwrap_or(0);
        }
        brought
    }

    async fn at_one_host<T, R, F>(
        &self,
        host: &str,
        errands: Vec<Errand<T>>,
        cancel: &CancellationToken,
        run: &R,
    ) -> u32
    where
        R: Fn(Self, Errand<T>) -> F,
        F: Future<Output = Result<bool, Unwell>>,
    {
        let mut brought = 0;
        for errand in errands {
            if self.0.turns.rests(host, now()) {
                break;
            }
            let next = async {
                self.wait_for_turn(host).await;
                let came = run(self.clone(), errand).await;
                self.end_turn(host);
                came
            };
            let came = tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                came = next => came,
            };
            match came {
                Ok(came) => brought += u32::from(came),
                Err(Unwell) => {
                    let until = now()
                        .saturating_add(self.0.settings.pace.hours(REST_HOURS))
                        .unwrap_or_default();
                    self.0.turns.rest(host, until);
                    break;
                }
            }
        }
        brought
    }

    /// A host has answered: the pause begins.
    pub(in crate::poll) fn end_turn(&self, host: &str) {
        self.0.turns.give_back(host, self.pause());
    }

    /// Keeps the pause between two requests to a host.
    pub(in crate::poll) async fn wait_for_turn(&self, host: &str) {
        tokio::time::sleep_until(self.0.turns.take(host, self.pause())).await;
    }

    fn pause(&self) -> Duration {
        Duration::try_from(self.0.settings.pace.hours(PAUSE_HOURS)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;
    use std::time::Duration;

    #[test]
    fn a_host_has_a_pause_between_its_turns() {
        let (turns, pause) = (Turns::default(), Duration::from_hours(1));
        let first = turns.take("news.example:443", pause);
        let second = turns.take("news.example:443", pause);
        assert_eq!(second, first + pause);
        turns.give_back("news.example:443", pause);
        assert!(turns.take("news.example:443", pause) >= second + pause);
        assert!(turns.take("other.example:443", pause) < second);
        turns.give_back("third.example:443", pause);
        assert!(turns.take("third.example:443", pause) >= first + pause);
    }
}
