//! What is known of each host: how many are asking it at once, and whether it wants to be left alone. Kept in memory
//! only; across restarts every feed remembers its own wait.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

/// Requests to one host at once (architecture.md §9).
const PER_HOST: usize = 2;
/// So many feeds in a row must be refused before the host as a whole is left alone: some servers count per address.
const REFUSALS: u32 = 5;
/// A host as a whole is left alone no longer than this; each feed still keeps to its own `Retry-After`.
const MAX_WAIT: SignedDuration = SignedDuration::from_hours(24);
/// Hosts remembered before idle ones are forgotten.
const REMEMBERED: usize = 4096;

/// Every host that was asked.
#[derive(Debug, Default)]
pub(crate) struct Hosts(Mutex<HashMap<String, Host>>);

#[derive(Debug)]
struct Host {
    slots: Arc<Semaphore>,
    refusals: u32,
    until: Option<Timestamp>,
}

/// What takes turns: a host with its port, as servers on one machine are different servers.
pub(crate) fn host_of(url: &Url) -> String {
    format!(
        "{}:{}",
        url.host_str().unwrap_or_default(),
        url.port_or_known_default().unwrap_or(0)
    )
}

impl Hosts {
    /// Waits until the host may be asked; it stays taken as long as the permit lives.
    pub(crate) async fn enter(&self, host: &str) -> OwnedSemaphorePermit {
        let slots = self.with(host, |host| Arc::clone(&host.slots));
        slots.acquire_owned().await.expect("the semaphore is never closed")
    }

    /// Until when the host as a whole wants to be left alone.
    pub(crate) fn waits_until(&self, host: &str, now: Timestamp) -> Option<Timestamp> {
        self.lock().get(host)?.until.filter(|until| *until > now)
    }

    /// The host refused with a time to wait.
    pub(crate) fn refused(&self, host: &str, until: Timestamp, now: Timestamp) {
        self.with(host, |host| {
            host.refusals += 1;
            if host.refusals >= REFUSALS {
                let latest = now.saturating_add(MAX_WAIT).unwrap_or(now);
                host.until = host.until.max(Some(until.min(latest)));
            }
        });
    }

    /// The host answered.
    pub(crate) fn answered(&self, host: &str) {
        if let Some(host) = self.lock().get_mut(host) {
            host.refusals = 0;
            host.until = None;
        }
    }

    fn with<T>(&self, host: &str, act: impl FnOnce(&mut Host) -> T) -> T {
        let mut hosts = self.lock();
        if !hosts.contains_key(host) {
            if hosts.len() >= REMEMBERED {
                hosts.retain(|_, host| host.until.is_some() || host.slots.available_permits() < PER_HOST);
            }
            let slots = Arc::new(Semaphore::new(PER_HOST));
            hosts.insert(
                host.to_owned(),
                Host {
                    slots,
                    refusals: 0,
                    until: None,
                },
            );
        }
        act(hosts.get_mut(host).expect("inserted just above"))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Host>> {
        // A panic between two plain assignments leaves nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;
    use futures_util::FutureExt as _;
    use jiff::Timestamp;

    #[test]
    fn leaves_a_host_alone_that_refuses_every_feed() {
        let hosts = Hosts::default();
        let now = Timestamp::UNIX_EPOCH;
        let later: Timestamp = "1970-01-01T02:00:00Z".parse().unwrap();
        hosts.refused("news.example:80", later, now);
        hosts.refused("news.example:80", later, now);
        assert_eq!(
            hosts.waits_until("news.example:80", now),
            None,
            "two may be about single addresses"
        );
        hosts.answered("news.example:80");
        for _ in 0..5 {
            hosts.refused("news.example:80", later, now);
        }
        assert_eq!(hosts.waits_until("news.example:80", now), Some(later));
        assert_eq!(hosts.waits_until("news.example:80", later), None);
        assert_eq!(hosts.waits_until("other.example:80", now), None);
    }

    #[tokio::test]
    async fn lets_two_in_at_once() {
        let hosts = Hosts::default();
        let first = hosts.enter("news.example:80").await;
        let _second = hosts.enter("news.example:80").await;
        assert!(hosts.enter("news.example:80").now_or_never().is_none());
        assert!(hosts.enter("news.example:81").now_or_never().is_some());
        drop(first);
        assert!(hosts.enter("news.example:80").now_or_never().is_some());
    }
}
