//! Where feeds are read: a few threads of their own. On whatever thread of the runtime is free, each of them would come to hold
//! what reading a large feed takes, since the allocator keeps memory by thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};

use tokio::sync::oneshot;

/// Feeds that are parsed, cleaned and listened to at once: each takes a core and several times its size in memory.
const DESKS: usize = 2;

type Job = Box<dyn FnOnce() + Send>;

/// The threads; they begin with the first job and end with this.
#[derive(Debug, Default)]
pub(crate) struct Desks(OnceLock<mpsc::Sender<Job>>);

impl Desks {
    /// What the work comes to, when its turn has come; `None` when it panicked.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (done, outcome) = oneshot::channel();
        let job = move || drop(done.send(work()));
        // The jobs' other end is there for as long as this is.
        drop(self.0.get_or_init(start).send(Box::new(job)));
        outcome.await.ok()
    }
}

fn start() -> mpsc::Sender<Job> {
    let (jobs, waiting) = mpsc::channel::<Job>();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..DESKS {
        let waiting = Arc::clone(&waiting);
        let next = move || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        std::thread::spawn(move || {
            while let Ok(job) = next() {
                drop(catch_unwind(AssertUnwindSafe(job)));
            }
        });
    }
    jobs
}

#[cfg(test)]
mod tests {
    use super::{DESKS, Desks};

    #[tokio::test]
    async fn a_panic_costs_its_own_work_only() {
        let desks = Desks::default();
        for _ in 0..=DESKS {
            assert_eq!(desks.run(|| -> u8 { panic!("as it should") }).await, None);
        }
        assert_eq!(desks.run(|| 7).await, Some(7));
    }
}
