//! What was fetched goes to the store, many feeds in one transaction: waiting for the disk is what costs.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::model::FeedId;
use crate::poll::clock::now;
use crate::store::{Delivery, Health, Saved, Store, StoreError};

/// Saves that wait, each with at most one feed's articles: bounds the memory.
const WAITING: usize = 16;
/// Articles that go into one transaction, but for the last feed's.
const TOGETHER: usize = 800;
/// After this the program ends whatever is still being saved.
const SHUTDOWN: Duration = Duration::from_millis(1500);

/// Where to put what was fetched. When all clones are gone, what waits is saved and the task ends.
#[derive(Clone, Debug)]
pub(crate) struct Saver {
    articles: mpsc::Sender<Job<Delivery, Saved>>,
    health: mpsc::Sender<Job<Health, ()>>,
}

/// Why something was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unsaved {
    /// The disk is full.
    Full,
    /// What was to be saved is at fault, or byline is; in words.
    Faulty(String),
    /// Anything else, in words.
    Otherwise(String),
}

impl From<StoreError> for Unsaved {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Sqlite(_) | StoreError::Gone => Self::Faulty(error.to_string()),
            error => Self::Otherwise(error.to_string()),
        }
    }
}

#[derive(Debug)]
struct Job<T, R> {
    feed: FeedId,
    what: T,
    done: oneshot::Sender<Result<R, Unsaved>>,
}

impl Saver {
    /// Starts the task that writes.
    pub(crate) fn start(store: Store) -> (Self, JoinHandle<()>) {
        let (articles, delivered) = mpsc::channel(WAITING);
        let (health, recorded) = mpsc::channel(256);
        let task = tokio::spawn(work(store, delivered, recorded));
        (Self { articles, health }, task)
    }

    /// Saves what a feed delivered; answers when it is on the disk.
    pub(crate) async fn deliver(&self, feed: FeedId, delivery: Delivery) -> Result<Saved, Unsaved> {
        ask(&self.articles, feed, delivery).await
    }

    /// Saves how a feed fares.
    pub(crate) async fn record(&self, feed: FeedId, health: Health) -> Result<(), Unsaved> {
        ask(&self.health, feed, health).await
    }
}

async fn ask<T, R>(to: &mpsc::Sender<Job<T, R>>, feed: FeedId, what: T) -> Result<R, Unsaved> {
    let (done, answer) = oneshot::channel();
    let stopping = |()| Unsaved::Otherwise("byline is stopping".to_owned());
    to.send(Job { feed, what, done })
        .await
        .map_err(|_closed| stopping(()))?;
    answer.await.map_err(|_closed| stopping(()))?
}

async fn work(
    store: Store,
    mut delivered: mpsc::Receiver<Job<Delivery, Saved>>,
    mut recorded: mpsc::Receiver<Job<Health, ()>>,
) {
    loop {
        tokio::select! {
            Some(first) = delivered.recv() => deliver(&store, batch(first, &mut delivered)).await,
            Some(first) = recorded.recv() => {
                let mut jobs = vec![first];
                while let Ok(job) = recorded.try_recv() {
                    jobs.push(job);
                }
                record(&store, jobs).await;
            }
            else => return,
        }
    }
}

fn batch(first: Job<Delivery, Saved>, more: &mut mpsc::Receiver<Job<Delivery, Saved>>) -> Vec<Job<Delivery, Saved>> {
    let mut articles = first.what.drafts.len();
    let mut jobs = vec![first];
    while articles < TOGETHER
        && let Ok(job) = more.try_recv()
    {
        articles += job.what.drafts.len();
        jobs.push(job);
    }
    jobs
}

async fn deliver(store: &Store, jobs: Vec<Job<Delivery, Saved>>) {
    let now = now();
    let (waiting, deliveries): (Vec<_>, Vec<_>) = jobs.into_iter().map(|job| (job.done, (job.feed, job.what))).unzip();
    let saved = store
        .write(move |db| {
            Ok(match caught(|| db.save_all(&deliveries, now)) {
                Ok(saved) => saved.into_iter().map(Ok).collect(),
                // One feed's articles must not keep another's from being saved.
                Err(Unsaved::Faulty(_)) if deliveries.len() > 1 => deliveries
                    .iter()
                    .map(|(feed, delivery)| caught(|| db.save(*feed, delivery, now)))
                    .collect(),
                Err(why) => vec![Err(why); deliveries.len()],
            })
        })
        .await;
    let each = saved.unwrap_or_else(|error| vec![Err(error.into()); waiting.len()]);
    waiting
        .into_iter()
        .zip(each)
        .for_each(|(done, saved)| answer(done, saved));
}

async fn record(store: &Store, jobs: Vec<Job<Health, ()>>) {
    let (waiting, healths): (Vec<_>, Vec<_>) = jobs.into_iter().map(|job| (job.done, (job.feed, job.what))).unzip();
    let recorded = store
        .write(move |db| Ok(caught(|| db.record_all(&healths))))
        .await
        .unwrap_or_else(|error| Err(error.into()));
    waiting.into_iter().for_each(|done| answer(done, recorded.clone()));
}

/// Saves; a panic, whose transaction is rolled back, fails what was to be saved and nothing that comes after it.
fn caught<T>(save: impl FnOnce() -> Result<T, StoreError>) -> Result<T, Unsaved> {
    let Ok(saved) = catch_unwind(AssertUnwindSafe(save)) else {
        tracing::error!("saving panicked");
        let why = "byline stumbled over it; please report its address";
        return Err(Unsaved::Faulty(why.to_owned()));
    };
    saved.map_err(Unsaved::from)
}

fn answer<R>(done: oneshot::Sender<Result<R, Unsaved>>, saved: Result<R, Unsaved>) {
    // Whoever asked may have been cancelled meanwhile; it is saved all the same.
    drop(done.send(saved));
}

/// Waits for what is being saved; every trip must have been dropped before.
pub(crate) async fn finish(saving: JoinHandle<()>) {
    if tokio::time::timeout(SHUTDOWN, saving).await.is_err() {
        tracing::warn!("the store took too long; what was being saved is fetched again");
    }
}
