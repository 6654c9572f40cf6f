//! What the background asks of hosts beside their feeds: of a few hosts at once, of each one thing in its turn.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::poll::crew::host;
use crate::poll::poller::Poller;

/// Hosts that are asked at once.
const HOSTS_AT_ONCE: usize = 4;

/// Something to ask for.
#[derive(Clone, Debug)]
pub(in crate::poll) struct Errand<T> {
    /// Where.
    pub(in crate::poll) url: String,
    /// For what.
    pub(in crate::poll) what: T,
}

/// Why an errand ends others, too.
#[derive(Clone, Copy, Debug)]
pub(in crate::poll) enum Stop {
    /// Its host gave nothing: it had better be left alone.
    Unwell,
    /// The disk is full: nobody is asked for what cannot be kept.
    Full,
}

impl Poller {
    /// Runs errands, those of a host in their order, until one of them finds it unwell, or the disk full, and returns how
    /// many brought something. Comes back at once when cancelled.
    pub(in crate::poll) async fn run_errands<T, R, F>(
        &self,
        errands: Vec<Errand<T>>,
        cancel: &CancellationToken,
        run: R,
    ) -> u32
    where
        T: Send + 'static,
        R: Fn(Self, Errand<T>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<bool, Stop>> + Send,
    {
        let mut hosts: BTreeMap<String, Vec<Errand<T>>> = BTreeMap::new();
        for errand in errands {
            hosts.entry(host(&errand.url)).or_default().push(errand);
        }
        let cancel = cancel.child_token();
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
        F: Future<Output = Result<bool, Stop>>,
    {
        let mut brought = 0;
        for errand in errands {
            if self.0.turns.rests(host) {
                break;
            }
            let next = async {
                self.0.turns.wait(host).await;
                let came = run(self.clone(), errand).await;
                self.0.turns.end(host);
                came
            };
            let came = tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                came = next => came,
            };
            match came {
                Ok(came) => brought += u32::from(came),
                Err(Stop::Full) => {
                    tracing::warn!("the disk is full: nothing more is fetched for the articles");
                    cancel.cancel();
                    break;
                }
                Err(Stop::Unwell) => {
                    self.0.turns.rest(host);
                    break;
                }
            }
        }
        brought
    }
}
