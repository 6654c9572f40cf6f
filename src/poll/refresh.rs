//! The trip of one feed: ask, skip what is known, parse, clean, listen, save, tell.

use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Clean, ClipBook, Feed, FeedState, Outcome, Refreshed, Validators};
use crate::net::{Answer, Client, FetchError, Request, Wanted};
use crate::poll::clock::{dice, now};
use crate::poll::desks::Desks;
use crate::poll::memory::{Memory, hash_bytes};
use crate::poll::reading::{Reading, read_feed};
use crate::poll::saver::{Saver, Unsaved};
use crate::poll::schedule::{Answered, Pace, latest, next, not_before};
use crate::poll::verdict;
use crate::store::{Delivery, Health};

/// A permanent redirect counts as seen again after so many hours.
const SIGHTINGS_APART_HOURS: f64 = 0.5;
/// Asked again so much later when the store could not take it.
const STORE_PATIENCE_HOURS: f64 = 0.25;

/// Why a feed may not be asked, whoever asks.
const ASKS_TO_WAIT: &str = "its server asks to wait";

/// Who wants a feed to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Order {
    /// The schedule.
    Due,
    /// The reader, every feed at once: as far as servers allow.
    All,
    /// The reader, this very feed: unless its server asked to wait.
    This,
}

/// What a trip needs. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Guide {
    pub(crate) client: Client,
    pub(crate) saver: Saver,
    pub(crate) pace: Pace,
    /// The reader's own clips for articles.
    pub(crate) clips: ClipBook,
    /// Where feeds are read.
    pub(crate) desks: Arc<Desks>,
}

impl Guide {
    /// Asks a feed and saves what came.
    pub(crate) async fn refresh(&self, feed: Feed, order: Order) -> Refreshed {
        let begun = now();
        if feed.state == FeedState::Paused {
            let why = Clean::line("you paused it; `byline pause --resume` wakes it");
            return told(&feed, Outcome::Skipped, None, Some(why), None);
        }
        let memory = self.recall(&feed);
        let later = |at: Option<Timestamp>| order != Order::Due && at.is_some_and(|at| at > begun);
        if later(not_before(&memory, order == Order::All, self.pace)) {
            let why = if later(memory.wait_until) {
                ASKS_TO_WAIT
            } else {
                "its server expects nothing new before then"
            };
            return told(&feed, Outcome::Skipped, None, Some(Clean::line(why)), feed.next_poll_at);
        }
        if let Some(until) = self.client.waits_until(&feed.url, begun) {
            return self.put_off(feed, memory, until, begun).await;
        }
        let request = Request {
            url: feed.url.clone(),
            validators: feed.validators.clone(),
            private_ok: true,
            wanted: Wanted::Feed,
        };
        let answer = self.client.get(&request).await;
        self.digest(feed, answer).await
    }

    /// What is remembered of a feed, under the terms that hold for it now.
    pub(crate) fn recall(&self, feed: &Feed) -> Memory {
        let terms = self.client.terms(&feed.url);
        Memory {
            every_minutes: terms.and_then(|terms| terms.every_minutes),
            ..Memory::read(&feed.schedule).up_to(latest(now(), self.pace))
        }
    }

    /// When a feed that is well would be due by the reader's own interval, if there is one.
    pub(crate) fn sooner(&self, feed: &Feed) -> Option<Timestamp> {
        let memory = self.recall(feed);
        memory.every_minutes.filter(|_| feed.failures == 0)?;
        let conditional = feed.validators != Validators::default();
        Some(next(
            &memory,
            Answered::Well { conditional },
            memory.asked_at?,
            dice(),
            self.pace,
        ))
    }

    /// Takes in what a feed's server answered.
    pub(crate) async fn digest(&self, feed: Feed, answer: Result<Answer, FetchError>) -> Refreshed {
        let now = now();
        let memory = Memory {
            asked_at: Some(now),
            wait_until: None,
            ..self.recall(&feed)
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return self.fail(feed, memory, &error, now).await,
        };
        let fresh = answer.fresh_for.and_then(|fresh| now.checked_add(fresh).ok());
        let memory = Memory {
            fresh_until: fresh,
            ..memory
        };
        if answer.status == 304 {
            return self.unchanged(feed, memory, answer, None, now).await;
        }
        let hash = i64::from_ne_bytes(hash_bytes(&answer.body).to_ne_bytes());
        if feed.body_hash == Some(hash) && feed.kind.is_some() {
            return self.unchanged(feed, memory, answer, Some(hash), now).await;
        }
        self.read(feed, memory, answer, hash, now).await
    }

    #[expect(clippy::too_many_lines, reason = "the trip of one feed, step by step")]
    async fn read(&self, feed: Feed, memory: Memory, answer: Answer, hash: i64, now: Timestamp) -> Refreshed {
        let status = Some(answer.status);
        let (validators, moved_to, asked) = (answer.validators.clone(), answer.moved_to.clone(), feed.url.clone());
        let clips = self.clips.clone();
        #[expect(
            clippy::result_large_err,
            reason = "what could not be read goes on with what is remembered"
        )]
        let work = move || read_feed(answer, &asked, memory.clone(), clips, now).map_err(|unread| (unread, memory));
        let reading = match self.desks.run(work).await {
            Some(Ok(reading)) => reading,
            Some(Err((unread, memory))) => return self.stumble(feed, memory, status, unread.why, now).await,
            None => {
                tracing::warn!(feed = feed.id.0, "reading it panicked");
                let why = Clean::line("byline stumbled over this feed; please report its address");
                return self.stumble(feed, Memory::default(), status, why, now).await;
            }
        };
        let Reading {
            title,
            kind,
            site,
            drafts,
            unchanged,
            known,
            is_same,
            mut memory,
        } = reading;
        // Another feed where this one is redirected to: that address is never adopted, and the old feed is remembered.
        memory.strange = moved_to.is_some() && !is_same;
        if !memory.strange {
            memory.known = known;
        }
        let is_foreign = memory.strange && !title.is_empty() && title != feed.title;
        let why = self.left_behind(&feed, moved_to.as_deref(), memory.strange);
        let moved_to = self.sight(&mut memory, &feed, moved_to.as_deref(), now);
        let health = Health {
            why: why.clone(),
            ..self.well(&feed, memory, validators, Some(hash), moved_to, now)
        };
        // What another feed says is not this one's, unless it goes by its name.
        if is_foreign {
            return self.note(&feed, status, health).await;
        }
        let next = health.next_poll_at;
        let saved = self
            .saver
            .deliver(
                feed.id,
                Delivery {
                    title,
                    kind,
                    site,
                    drafts,
                    unchanged,
                    health,
                },
            )
            .await;
        match saved {
            Ok(saved) => {
                let outcome = if saved.new + saved.changed > 0 {
                    Outcome::New
                } else {
                    Outcome::Unchanged
                };
                Refreshed {
                    new: saved.new,
                    changed: saved.changed,
                    told: saved.told,
                    ..told(&feed, outcome, status, why, next)
                }
            }
            Err(error) => self.unsaved(&feed, status, &error, now),
        }
    }

    async fn unchanged(
        &self,
        feed: Feed,
        mut memory: Memory,
        answer: Answer,
        hash: Option<i64>,
        now: Timestamp,
    ) -> Refreshed {
        let why = self.left_behind(&feed, answer.moved_to.as_deref(), memory.strange);
        let moved_to = self.sight(&mut memory, &feed, answer.moved_to.as_deref(), now);
        let sent = answer.validators;
        let validators = if answer.status == 304 {
            // RFC 9111 §4.3.4: what the 304 carries replaces what is kept, the rest stays.
            Validators {
                etag: sent.etag.or_else(|| feed.validators.etag.clone()),
                last_modified: sent.last_modified.or_else(|| feed.validators.last_modified.clone()),
            }
        } else {
            sent
        };
        let health = Health {
            why,
            ..self.well(&feed, memory, validators, hash.or(feed.body_hash), moved_to, now)
        };
        self.note(&feed, Some(answer.status), health).await
    }

    /// Keeps how a feed fares that brought nothing.
    async fn note(&self, feed: &Feed, status: Option<u16>, health: Health) -> Refreshed {
        let (why, next, now) = (health.why.clone(), health.next_poll_at, health.asked_at);
        match self.saver.record(feed.id, health).await {
            Ok(()) => told(feed, Outcome::Unchanged, status, why, next),
            Err(error) => self.unsaved(feed, status, &error, now),
        }
    }

    /// What is to be known of a feed that is well, but has moved for good to where byline does not follow it by itself.
    fn left_behind(&self, feed: &Feed, moved_to: Option<&str>, strange: bool) -> Option<Clean> {
        let to = moved_to?;
        let bound = self.client.is_bound(&feed.url, to);
        (strange || bound).then(|| verdict::of_move(to, strange))
    }

    /// The address that the feed has moved to for good, once that is certain.
    fn sight(&self, memory: &mut Memory, feed: &Feed, moved_to: Option<&str>, now: Timestamp) -> Option<String> {
        let moved_to = moved_to.filter(|to| !memory.strange && !self.client.is_bound(&feed.url, to));
        memory.sight(moved_to, now, self.pace.hours(SIGHTINGS_APART_HOURS))
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "what is remembered ends here, written down"
    )]
    fn well(
        &self,
        feed: &Feed,
        memory: Memory,
        validators: Validators,
        hash: Option<i64>,
        moved_to: Option<String>,
        now: Timestamp,
    ) -> Health {
        let conditional = validators != Validators::default();
        Health {
            asked: Some(feed.into()),
            state: FeedState::Ok,
            why: None,
            failures: 0,
            asked_at: now,
            next_poll_at: next(&memory, Answered::Well { conditional }, now, dice(), self.pace),
            validators,
            body_hash: hash,
            moved_to,
            schedule: memory.write(),
        }
    }

    async fn fail(&self, feed: Feed, mut memory: Memory, error: &FetchError, now: Timestamp) -> Refreshed {
        let failures = feed.failures.saturating_add(1);
        let answered = match error {
            FetchError::Offline { .. } | FetchError::NoPassword { .. } | FetchError::NoProxy { .. } => {
                Answered::Offline { failures }
            }
            FetchError::Busy { until, .. } | FetchError::Walled { until, .. } => Answered::Busy {
                failures,
                until: *until,
            },
            _ => Answered::Badly { failures },
        };
        let state = if *error == FetchError::Gone {
            FeedState::Gone
        } else {
            FeedState::Failing
        };
        let at = next(&memory, answered, now, dice(), self.pace);
        if let FetchError::Busy { until: Some(_), .. } | FetchError::Walled { until: Some(_), .. } = error {
            memory.wait_until = Some(at);
        }
        self.ill(feed, memory, state, error.status(), verdict::of_fetch(error), at, now)
            .await
    }

    /// It answered, but with something that cannot be read.
    async fn stumble(&self, feed: Feed, memory: Memory, status: Option<u16>, why: Clean, now: Timestamp) -> Refreshed {
        let failures = feed.failures.saturating_add(1);
        // What made the useless answer fresh says nothing about the feed.
        let memory = Memory {
            fresh_until: None,
            ..memory
        };
        let at = next(&memory, Answered::Badly { failures }, now, dice(), self.pace);
        self.ill(feed, memory, FeedState::Failing, status, why, at, now).await
    }

    /// Its host wants to be left alone.
    async fn put_off(&self, feed: Feed, memory: Memory, until: Timestamp, now: Timestamp) -> Refreshed {
        let later = self.pace.hours(0.25).mul_f64(dice());
        let at = until.saturating_add(later).unwrap_or(until);
        let at = Timestamp::from_second(at.as_second() + 1).unwrap_or(at);
        let health = Health {
            asked: Some((&feed).into()),
            state: feed.state,
            why: feed.why.clone(),
            failures: feed.failures,
            asked_at: memory.asked_at.unwrap_or(now),
            next_poll_at: at,
            validators: feed.validators.clone(),
            body_hash: feed.body_hash,
            moved_to: None,
            schedule: feed.schedule.clone(),
        };
        match self.saver.record(feed.id, health).await {
            Ok(()) => told(&feed, Outcome::Skipped, None, Some(Clean::line(ASKS_TO_WAIT)), at),
            Err(error) => self.unsaved(&feed, None, &error, now),
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "they are what a failed trip ends with; only this file calls it"
    )]
    async fn ill(
        &self,
        feed: Feed,
        memory: Memory,
        state: FeedState,
        status: Option<u16>,
        why: Clean,
        at: Timestamp,
        now: Timestamp,
    ) -> Refreshed {
        let health = Health {
            asked: Some((&feed).into()),
            state,
            why: Some(why.clone()),
            failures: feed.failures.saturating_add(1),
            asked_at: now,
            next_poll_at: at,
            // A failure neither replaces nor clears what the last good answer gave.
            validators: feed.validators.clone(),
            body_hash: feed.body_hash,
            moved_to: None,
            schedule: memory.write(),
        };
        tracing::warn!(feed = feed.id.0, why = &*why, "a feed failed");
        match self.saver.record(feed.id, health).await {
            Ok(()) => {
                let next = (state != FeedState::Gone).then_some(at);
                told(&feed, Outcome::Failed, status, Some(why), next)
            }
            Err(error) => self.unsaved(&feed, status, &error, now),
        }
    }

    fn unsaved(&self, feed: &Feed, status: Option<u16>, error: &Unsaved, now: Timestamp) -> Refreshed {
        let at = now.saturating_add(self.pace.hours(STORE_PATIENCE_HOURS)).unwrap_or(now);
        let (outcome, why) = match error {
            Unsaved::Full => (Outcome::Unsaved, "the disk is full"),
            Unsaved::Faulty(why) | Unsaved::Otherwise(why) => (Outcome::Failed, &**why),
        };
        let why = Clean::line(&format!("it was fetched but not saved: {why}"));
        told(feed, outcome, status, Some(why), at)
    }
}

fn told(
    feed: &Feed,
    outcome: Outcome,
    status: Option<u16>,
    why: Option<Clean>,
    next: impl Into<Option<Timestamp>>,
) -> Refreshed {
    Refreshed {
        feed: feed.id,
        url: feed.url.clone(),
        outcome,
        new: 0,
        changed: 0,
        told: Vec::new(),
        status,
        why,
        next: next.into(),
    }
}
