//! Keeps feeds fresh, and fetches what the reader asks for. Doors: [`Poller`]'s [`run`](Poller::run) (the background task),
//! [`request`](Poller::request), [`pass`](Poller::pass) (one round), [`subscribe`](Poller::subscribe), [`feeds_at`](Poller::feeds_at),
//! [`page`](Poller::page), [`ahead`](Poller::ahead) and [`gather`](Poller::gather); [`kept`] for bookmarks that come from elsewhere.
//!
//! What is due is a column in the store, so a restart loses nothing; when to ask again is `schedule.rs`'s, which is pure.

mod ahead;
mod clock;
mod crew;
mod desks;
mod errands;
mod import;
mod keeping;
mod lock;
mod memory;
mod page;
mod poller;
mod reading;
mod refresh;
mod rounds;
mod saver;
mod schedule;
mod subscribe;
mod turns;
mod verdict;

use std::sync::PoisonError;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::model::{Feed, FeedState, Outcome, Refreshed};
use crate::store::{Db, StoreError};
use clock::now;
use crew::Crew;
use lock::Lock;
use refresh::{Guide, Order};
use rounds::Rounds;
use schedule::{furthest, latest};

pub use import::kept;
pub use keeping::Gathered;
pub use poller::{Poller, Settings, Which};
pub use schedule::Pace;
pub use subscribe::Subscribed;

/// Due feeds that are looked up at a time.
const LOOKED_UP: u32 = 256;
/// The background task looks at the clock at least this often: a sleeping computer's timers stand still.
const LONGEST_SLEEP: Duration = Duration::from_mins(5);
/// While feeds are under way it looks this often whether others have become due.
const BUSY_SLEEP: Duration = Duration::from_secs(1);
/// When wall clock and timer disagree by more than this, the computer slept or its clock was set.
const JUMP: SignedDuration = SignedDuration::from_secs(60);
/// Feeds under way when the program ends may still come back so long: what a server has answered already and was not saved
/// would have to be asked for again.
const LAST_WORDS: Duration = Duration::from_millis(300);

impl Poller {
    /// The background task: asks what is due and what is requested, and tells each outcome, until it is cancelled; then it
    /// is back within two seconds. Where nothing can be kept nobody is asked, and it is back at once. To be run once.
    pub async fn run(&self, tell: mpsc::Sender<Refreshed>, cancel: CancellationToken) {
        let requested = self.0.requested.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut requested) = requested.filter(|_| self.0.store.writable().is_ok()) else {
            return;
        };
        let (guide, saving) = self.guide();
        let mut crew = Crew::new(guide, self.0.settings.at_once.max(1));
        self.hasten(&crew.guide).await;
        let mut rounds = Rounds::of(self.clone(), cancel.clone());
        let mut lock = None;
        let mut wake = Instant::now();
        let mut slept = Slept::now();
        while !cancel.is_cancelled() {
            let resting = crew.is_idle();
            tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                Some(which) = requested.recv() => {
                    if !self.take_lock(&mut lock, &cancel).await {
                        break;
                    }
                    self.enlist(&mut crew, which).await;
                }
                Some(refreshed) = crew.back() => {
                    rounds.heed(&refreshed);
                    tell_one(&tell, refreshed).await;
                }
                () = self.0.bookmarked.notified() => rounds.gather(),
                () = rounds.back() => {}
                () = tokio::time::sleep_until(wake) => {
                    if slept.jumped() {
                        self.hasten(&crew.guide).await;
                        if resting {
                            crew.calm_down();
                        }
                    }
                    if crew.full_until().is_none_or(|until| until <= now()) {
                        self.look(&mut crew, &mut lock, &cancel).await;
                    }
                    wake = Instant::now() + BUSY_SLEEP;
                }
            }
            crew.start();
            if crew.is_idle() {
                if crew.full_until().is_none() {
                    rounds.begin();
                }
                if rounds.is_idle() {
                    lock = None;
                }
                wake = self.next_wake(crew.full_until()).await;
            } else if crew.waiting() == 0 {
                wake = wake.min(Instant::now() + BUSY_SLEEP);
            }
        }
        drop(tokio::time::timeout(LAST_WORDS, rounds.wind_up()).await);
        wind_up(crew, &tell).await;
        saver::finish(saving).await;
    }

    /// One round: asks these feeds and comes back when all are done or it is cancelled, then within two seconds.
    ///
    /// # Errors
    /// When the store cannot say which feeds there are; [`StoreError::Full`] when what came could not be saved for want of room:
    /// then no other feed is asked, and all that were not saved are as they were. [`StoreError::ReadOnly`] before any is asked.
    pub async fn pass(
        &self,
        which: Which,
        tell: mpsc::Sender<Refreshed>,
        cancel: CancellationToken,
    ) -> Result<(), StoreError> {
        self.0.store.writable()?;
        let mut lock = None;
        if !self.take_lock(&mut lock, &cancel).await {
            return Ok(());
        }
        let (guide, saving) = self.guide();
        let mut crew = Crew::new(guide, self.0.settings.at_once.max(1));
        self.hasten(&crew.guide).await;
        let begun = now();
        self.try_enlist(&mut crew, which.clone(), begun).await?;
        let mut done = Ok(());
        loop {
            crew.start();
            let back = tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                back = crew.back() => back,
            };
            let Some(refreshed) = back else { break };
            let is_full = refreshed.outcome == Outcome::Unsaved;
            tell_one(&tell, refreshed).await;
            if is_full {
                done = Err(StoreError::Full);
                break;
            }
            if which == Which::Due && crew.waiting() < self.0.settings.at_once {
                self.try_enlist(&mut crew, Which::Due, begun).await?;
            }
        }
        wind_up(crew, &tell).await;
        saver::finish(saving).await;
        done
    }

    /// Feeds that a clock which was ahead lets wait are due. Those whose interval the reader has set to a shorter one since they
    /// were asked last do not wait out the longer one.
    async fn hasten(&self, guide: &Guide) {
        let sooner = |feed: Feed| Some((feed.id, guide.sooner(&feed)?));
        let outlets = if self.0.client.has_terms() {
            self.0.store.read(|db| db.outlets()).await.unwrap_or_default()
        } else {
            Vec::new()
        };
        let feeds = outlets.into_iter().flat_map(|outlet| outlet.feeds);
        let sooner: Vec<_> = feeds.filter_map(sooner).collect();
        let (now, pace) = (now(), guide.pace);
        let work = move |db: &mut Db| {
            db.set_right(now, furthest(now, pace), latest(now, pace))?;
            sooner.iter().try_for_each(|(feed, at)| db.hasten(*feed, *at))
        };
        if let Err(error) = self.0.store.write(work).await {
            tracing::error!(%error, "the store cannot change when feeds are due");
        }
    }

    pub(in crate::poll) async fn take_lock(&self, lock: &mut Option<Lock>, cancel: &CancellationToken) -> bool {
        if lock.is_none() {
            *lock = lock::acquire(self.0.settings.lock.as_deref(), cancel).await;
        }
        lock.is_some()
    }

    /// Looks what is due.
    async fn look(&self, crew: &mut Crew, lock: &mut Option<Lock>, cancel: &CancellationToken) {
        if self.take_lock(lock, cancel).await {
            self.enlist(crew, Which::Due).await;
        }
    }

    async fn enlist(&self, crew: &mut Crew, which: Which) {
        if let Err(error) = self.try_enlist(crew, which, now()).await {
            tracing::error!(%error, "the store cannot say which feeds are due");
        }
    }

    async fn try_enlist(&self, crew: &mut Crew, which: Which, now: Timestamp) -> Result<(), StoreError> {
        let (feeds, order) = match which {
            Which::Due => {
                let limit = LOOKED_UP + u32::try_from(crew.waiting() + crew.under_way()).unwrap_or(0);
                (self.0.store.read(move |db| db.due(now, limit)).await?, Order::Due)
            }
            Which::All => {
                let outlets = self.0.store.read(|db| db.outlets()).await?;
                let asked = |state| !matches!(state, FeedState::Gone | FeedState::Paused);
                let feeds = outlets
                    .into_iter()
                    .flat_map(|outlet| outlet.feeds)
                    .filter(|feed| asked(feed.state));
                (feeds.collect(), Order::All)
            }
            Which::Feeds(ids) => {
                let feeds =
                    move |db: &crate::store::Db| ids.iter().rev().filter_map(|id| db.feed(*id).transpose()).collect();
                (self.0.store.read(feeds).await?, Order::This)
            }
        };
        feeds.into_iter().for_each(|feed| crew.add(feed, order));
        Ok(())
    }

    /// When the earliest feed is due, and there is hope for room.
    async fn next_wake(&self, full_until: Option<Timestamp>) -> Instant {
        let due = self.0.store.read(|db| db.next_due()).await.ok().flatten();
        let due = due.map(|due| full_until.map_or(due, |until| due.max(until)));
        let wait = due.and_then(|due| Duration::try_from(due.duration_since(now())).ok());
        let wait = match (due, wait) {
            (Some(_), None) => Duration::ZERO,
            (_, wait) => wait.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP),
        };
        // Never in a tight loop, even if a feed stays due because nothing can be saved.
        Instant::now() + wait.max(Duration::from_millis(20))
    }
}

/// When the background task last looked, by both clocks.
struct Slept {
    wall: Timestamp,
    timer: Instant,
}

impl Slept {
    fn now() -> Self {
        Self {
            wall: now(),
            timer: Instant::now(),
        }
    }

    /// Whether the computer slept meanwhile or its clock was set; begins anew.
    fn jumped(&mut self) -> bool {
        let timer = SignedDuration::try_from(self.timer.elapsed()).unwrap_or(SignedDuration::MAX);
        let drift = now().duration_since(self.wall) - timer;
        *self = Self::now();
        drift.abs() > JUMP
    }
}

async fn tell_one(tell: &mpsc::Sender<Refreshed>, refreshed: Refreshed) {
    // Who does not listen any more need not be told.
    drop(tell.send(refreshed).await);
}

/// Lets come back what is about to, and drops the rest; nothing new is asked.
async fn wind_up(mut crew: Crew, tell: &mpsc::Sender<Refreshed>) {
    let all_back = async {
        while let Some(refreshed) = crew.back().await {
            // Nobody may be reading any more.
            drop(tell.try_send(refreshed));
        }
    };
    // Who has not answered by now is asked the next time.
    drop(tokio::time::timeout(LAST_WORDS, all_back).await);
}
