//! Feeds waiting and feeds under way: the user's before the schedule's, so many in all, two a host, each only once.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::task::{JoinError, JoinSet};
use url::Url;

use crate::model::{Clean, Feed, Outcome, Refreshed};
use crate::net::host_of;
use crate::poll::clock::{dice, now};
use crate::poll::refresh::{Guide, Order};

/// Feeds under way at once after the computer slept: everything is due then, and nobody should notice.
const CALM: usize = 8;
/// A calm start waits up to this long.
const CALM_SPREAD: Duration = Duration::from_secs(3);

/// A feed over which a trip fell is left alone for so long.
const FALLEN: SignedDuration = SignedDuration::from_hours(1);

/// Feeds waiting and under way.
pub(crate) struct Crew {
    pub(crate) guide: Guide,
    most: usize,
    calm: bool,
    /// The disk was full: what is due waits until then, and feeds go one at a time until something can be saved.
    full_until: Option<Timestamp>,
    waiting: VecDeque<(Feed, Order)>,
    under_way: HashMap<tokio::task::Id, Feed>,
    /// When each, by its address, was due before its last trip and when it is due now: where the store still says the former, the
    /// trip could not be saved, and it is not to be asked again at once.
    back: HashMap<String, (Timestamp, Option<Timestamp>)>,
    trips: JoinSet<Refreshed>,
}

impl Crew {
    pub(crate) fn new(guide: Guide, most: usize) -> Self {
        Self {
            guide,
            most,
            calm: false,
            full_until: None,
            waiting: VecDeque::new(),
            under_way: HashMap::new(),
            back: HashMap::new(),
            trips: JoinSet::new(),
        }
    }

    /// Nothing waits and nothing is under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.under_way.is_empty()
    }

    /// Feeds that wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Feeds that are under way.
    pub(crate) fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// Where the disk is full: when to try again whether it has room.
    pub(crate) fn full_until(&self) -> Option<Timestamp> {
        self.full_until
    }

    /// Takes it slowly until everything that waits is done.
    pub(crate) fn calm_down(&mut self) {
        self.calm = true;
    }

    /// Takes a feed in, at the front when the reader asked for it. One that is under way already is joined; another one may have
    /// had its number before.
    pub(crate) fn add(&mut self, feed: Feed, order: Order) {
        let is_it = |other: &Feed| other.id == feed.id && other.url == feed.url;
        if self.under_way.values().any(is_it) || (order == Order::Due && self.is_unsaved(&feed)) {
            return;
        }
        if let Some(at) = self.waiting.iter().position(|(waiting, _)| waiting.id == feed.id) {
            if is_it(&self.waiting[at].0) && order <= self.waiting[at].1 {
                return;
            }
            self.waiting.remove(at);
        }
        if order == Order::This {
            self.waiting.push_front((feed, order));
        } else {
            self.waiting.push_back((feed, order));
        }
    }

    /// Starts as many trips as may be under way.
    pub(crate) fn start(&mut self) {
        let most = match (self.full_until.is_some(), self.calm) {
            (true, _) => 1,
            (false, true) => CALM.min(self.most),
            (false, false) => self.most,
        };
        let mut full: HashMap<String, usize> = HashMap::new();
        for feed in self.under_way.values() {
            *full.entry(host(&feed.url)).or_default() += 1;
        }
        let per_host = if self.calm { 1 } else { 2 };
        let mut at = 0;
        while self.under_way.len() < most && at < self.waiting.len() {
            let host = host(&self.waiting[at].0.url);
            let taken = full.entry(host).or_default();
            if *taken >= per_host {
                at += 1;
                continue;
            }
            *taken += 1;
            let Some((feed, order)) = self.waiting.remove(at) else {
                break;
            };
            self.depart(feed, order);
        }
    }

    /// The next feed that is back; `None` when none is under way. Where it could not be saved for want of room, nothing waits
    /// and nothing is under way any more.
    pub(crate) async fn back(&mut self) -> Option<Refreshed> {
        let (id, refreshed) = match self.trips.join_next_with_id().await? {
            Ok((id, refreshed)) => (id, Ok(refreshed)),
            Err(error) => (error.id(), Err(error)),
        };
        let feed = self.under_way.remove(&id)?;
        let (url, was_due) = (feed.url.clone(), feed.next_poll_at);
        let refreshed = refreshed.unwrap_or_else(|error| fallen(feed, &error));
        self.back.insert(url, (was_due, refreshed.next));
        match refreshed.outcome {
            Outcome::Unsaved => self.give_up(refreshed.next.unwrap_or_default()),
            Outcome::Skipped => {}
            _ => self.full_until = None,
        }
        if self.waiting.is_empty() {
            self.calm = false;
        }
        Some(refreshed)
    }

    /// What cannot be saved is not asked for. The store still says when each feed is due.
    fn give_up(&mut self, until: Timestamp) {
        self.full_until = Some(until);
        self.waiting.clear();
        self.under_way.clear();
        self.trips = JoinSet::new();
    }

    fn is_unsaved(&self, feed: &Feed) -> bool {
        self.back
            .get(&feed.url)
            .is_some_and(|(was_due, due)| feed.next_poll_at == *was_due && due.is_none_or(|due| due > now()))
    }

    fn depart(&mut self, feed: Feed, order: Order) {
        let guide = self.guide.clone();
        let late = if self.calm {
            CALM_SPREAD.mul_f64(dice())
        } else {
            Duration::ZERO
        };
        let asked = feed.clone();
        let trip = self.trips.spawn(async move {
            if !late.is_zero() {
                tokio::time::sleep(late).await;
            }
            guide.refresh(asked, order).await
        });
        self.under_way.insert(trip.id(), feed);
    }
}

/// A trip that panicked is that feed's failure and nobody else's.
fn fallen(feed: Feed, error: &JoinError) -> Refreshed {
    tracing::error!(feed = feed.id.0, panicked = error.is_panic(), "a refresh fell");
    Refreshed {
        feed: feed.id,
        url: feed.url,
        outcome: Outcome::Failed,
        new: 0,
        changed: 0,
        told: Vec::new(),
        status: None,
        why: Some(Clean::line("byline stumbled over this feed; please report its address")),
        next: now().saturating_add(FALLEN).ok(),
    }
}

/// By what requests to one server are counted.
pub(crate) fn host(url: &str) -> String {
    Url::parse(url).map_or_else(|_| url.to_owned(), |url| host_of(&url))
}
