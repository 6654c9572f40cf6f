//! When to ask a feed again. Pure: what is remembered × what was answered × now × jitter → then.
//!
//! Our own hours follow [`Pace`], so that a test can live through a day in a minute; what a server says in seconds stays as it is.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::poll::memory::Memory;

/// How long the schedule's own hour is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// 3600 seconds, but for tests.
    pub hour: SignedDuration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            hour: SignedDuration::from_hours(1),
        }
    }
}

impl Pace {
    /// So many of the schedule's own hours.
    pub fn hours(self, hours: f64) -> SignedDuration {
        self.hour.mul_f64(hours)
    }
}

/// What became of a request, as far as the schedule cares. `failures` are those in a row, this one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    /// A feed, or "not changed".
    Well {
        /// Whether it can be asked "only if it has changed".
        conditional: bool,
    },
    /// Nobody was reached: no server was troubled.
    Offline {
        /// In a row.
        failures: u32,
    },
    /// Something that could not be used.
    Badly {
        /// In a row.
        failures: u32,
    },
    /// The server said when, or at least that it was too soon.
    Busy {
        /// In a row.
        failures: u32,
        /// Not before.
        until: Option<Timestamp>,
    },
}

/// Hours between requests when nothing is known of how often a feed publishes.
const USUAL: f64 = 1.0;
/// Hours between requests at least, however often it publishes.
const FLOOR: f64 = 0.25;
/// Hours between requests at most, whatever its feed or server say.
const CEILING: f64 = 24.0;
/// A server that asks to wait is left alone between so many hours …
const BUSY_LEAST: f64 = 1.0;
/// … and so many (a week).
const BUSY_MOST: f64 = 168.0;
/// Failures to reach anybody before the waits grow to days: a laptop that was offline over night is back at once.
const OFFLINE_PATIENCE: u32 = 24;
/// Skipped hours and days put a request off by a week at most, and a little.
const SKIPPED_MOST: SignedDuration = SignedDuration::from_hours(8 * 24);
/// What was written later than now, but by no more than so many hours, is believed: clocks are put right by seconds all the time.
const AHEAD: f64 = 1.0;
/// Every wait is up to this part longer, so that feeds do not march in step.
const JITTER: f64 = 0.15;

/// When to ask again. `jitter` is between 0 and 1. Never sooner than the floor and what the server asked for, in whole seconds.
pub(crate) fn next(memory: &Memory, answered: Answered, now: Timestamp, jitter: f64, pace: Pace) -> Timestamp {
    let stretch = 1.0 + JITTER * jitter.clamp(0.0, 1.0);
    let at = match answered {
        Answered::Well { conditional } => {
            let wait = interval(memory, conditional, now, pace);
            let fresh = memory.fresh_until.unwrap_or(now).min(after(now, pace.hours(CEILING)));
            after(now, wait.mul_f64(stretch)).max(after(fresh, pace.hours(FLOOR * JITTER * jitter)))
        }
        Answered::Offline { failures } => {
            let most = if failures > OFFLINE_PATIENCE { CEILING } else { 1.0 };
            let doublings = failures
                .saturating_sub(1)
                .saturating_sub(if failures > OFFLINE_PATIENCE {
                    OFFLINE_PATIENCE - 3
                } else {
                    0
                });
            after(now, pace.hours(doubled(FLOOR, doublings, most)).mul_f64(stretch))
        }
        Answered::Badly { failures } => after(now, backoff(memory, failures, now, pace).mul_f64(stretch)),
        Answered::Busy { failures, until } => {
            let asked = until.map_or(SignedDuration::ZERO, |until| until.duration_since(now));
            let asked = asked.clamp(
                pace.hours(BUSY_LEAST),
                pace.hours(BUSY_MOST).max(pace.hours(BUSY_LEAST)),
            );
            let wait = asked.max(backoff(memory, failures, now, pace).mul_f64(stretch));
            after(now, wait).max(after(after(now, asked), pace.hours(FLOOR * JITTER * jitter)))
        }
    };
    whole_second(allowed(memory, at, jitter))
}

/// What no rule lets a feed wait for, whatever its server asks: who is to wait longer was told so by a clock that was ahead.
pub(crate) fn furthest(now: Timestamp, pace: Pace) -> Timestamp {
    after(after(now, pace.hours(BUSY_MOST * (1.0 + JITTER))), SKIPPED_MOST)
}

/// The latest that anything can have happened, unless the clock was ahead then.
pub(crate) fn latest(now: Timestamp, pace: Pace) -> Timestamp {
    after(now, pace.hours(AHEAD))
}

/// Until when the server does not wish to be asked, whoever asks. `patient` requests (all feeds at once) also wait while
/// the last answer is still fresh.
pub(crate) fn not_before(memory: &Memory, patient: bool, pace: Pace) -> Option<Timestamp> {
    let fresh = memory.fresh_until.filter(|_| patient).zip(memory.asked_at);
    let fresh = fresh.map(|(fresh, asked)| fresh.min(after(asked, pace.hours(CEILING))));
    memory.wait_until.max(fresh)
}

/// By what the reader set or else how often the feed publishes, and by what it says itself.
fn interval(memory: &Memory, conditional: bool, now: Timestamp, pace: Pace) -> SignedDuration {
    let (floor, ceiling) = (pace.hours(FLOOR), pace.hours(CEILING));
    // Asked twice in the time in which it publishes once; a feed that falls silent is asked more and more rarely.
    let own = memory.rate.map_or(pace.hours(USUAL), |rate| rate.gap(now).mul_f64(0.5));
    // Without validators every request moves the whole feed.
    let own = own.clamp(floor, ceiling).mul_f64(if conditional { 1.0 } else { 2.0 });
    // What nobody asked for stays within the ceiling with its jitter, too.
    let own = own.min(ceiling.mul_f64(1.0 / (1.0 + JITTER)));
    let set = memory
        .every_minutes
        .map(|minutes| pace.hours(f64::from(minutes) / 60.0));
    let (own, ceiling) = set.map_or((own, ceiling), |set| (set, ceiling.max(set)));
    let ttl = pace.hours(memory.ttl_minutes.map_or(0.0, |minutes| f64::from(minutes) / 60.0));
    let period = pace.hours(memory.period_secs.map_or(0.0, |secs| secs as f64 / 3600.0));
    own.max(ttl).max(period).clamp(floor, ceiling)
}

/// Doubles with every failure, from what is usual for this feed up to a day.
fn backoff(memory: &Memory, failures: u32, now: Timestamp, pace: Pace) -> SignedDuration {
    let usual = interval(memory, true, now, pace).max(pace.hours(USUAL));
    usual.max(pace.hours(doubled(USUAL, failures.saturating_sub(1), CEILING)))
}

fn doubled(hours: f64, times: u32, most: f64) -> f64 {
    (hours * f64::from(1_u32 << times.min(16))).min(most)
}

/// The first moment from `at` on that is in none of the hours and days that the feed asks to skip (RSS 2.0, GMT).
fn allowed(memory: &Memory, at: Timestamp, jitter: f64) -> Timestamp {
    let hour = SignedDuration::from_hours(1);
    let stroke = Timestamp::from_second(at.as_second() - at.as_second().rem_euclid(3600)).unwrap_or(at);
    // Not everybody at the stroke of the hour with which the skipped time ends.
    let late = SignedDuration::from_mins(10).mul_f64(jitter.clamp(0.0, 1.0));
    let mut free = stroke;
    // A week of hours: who skips them all has made a mistake.
    for _ in 0..=7 * 24 {
        if !is_skipped(memory, free) {
            let ends_skipped = is_skipped(memory, after(free, -hour));
            return if ends_skipped {
                at.max(after(free, late))
            } else {
                at.max(free)
            };
        }
        free = after(free, hour);
    }
    at
}

fn is_skipped(memory: &Memory, at: Timestamp) -> bool {
    let moment = at.to_zoned_datetime(TimeZone::UTC);
    let hour = u32::from(moment.hour().unsigned_abs());
    let day = u32::from(moment.weekday().to_monday_one_offset().unsigned_abs());
    memory.skip_hours & (1 << hour) != 0 || memory.skip_days & (1 << day) != 0
}

fn after(at: Timestamp, wait: SignedDuration) -> Timestamp {
    at.saturating_add(wait).unwrap_or(at)
}

/// Rounded up: the store keeps whole seconds, and never must a server be asked a moment too early.
fn whole_second(at: Timestamp) -> Timestamp {
    let up = i64::from(at.subsec_nanosecond() > 0);
    Timestamp::from_second(at.as_second() + up).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::{Answered, Pace, furthest, next, not_before};
    use crate::poll::memory::{Memory, Rate};
    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    const WELL: Answered = Answered::Well { conditional: true };

    fn now() -> Timestamp {
        "2026-03-02T12:00:00Z".parse().unwrap() // a Monday
    }

    fn hours(hours: i64) -> SignedDuration {
        SignedDuration::from_hours(hours)
    }

    fn wait(memory: &Memory, answered: Answered) -> SignedDuration {
        next(memory, answered, now(), 0.0, Pace::default()).duration_since(now())
    }

    #[test]
    fn follows_how_often_a_feed_publishes() {
        let rated = |hours_ago: i64, count: u32| Memory {
            rate: Some(Rate {
                oldest: now() - hours(hours_ago),
                count,
            }),
            ..Memory::default()
        };
        assert_eq!(wait(&Memory::default(), WELL), hours(1));
        assert_eq!(wait(&rated(40, 20), WELL), hours(1));
        assert_eq!(wait(&rated(2, 20), WELL), SignedDuration::from_mins(15));
        for jitter in [0.0, 0.5, 1.0] {
            let rare = next(&rated(24 * 365, 20), WELL, now(), jitter, Pace::default()).duration_since(now());
            assert!(rare > hours(20) && rare <= hours(24), "{rare}");
        }
        assert_eq!(
            wait(&Memory::default(), Answered::Well { conditional: false }),
            hours(2)
        );
    }

    #[test]
    fn keeps_to_the_readers_own_interval_as_far_as_the_feed_allows() {
        let every = |minutes| Memory {
            every_minutes: Some(minutes),
            ..Memory::default()
        };
        assert_eq!(wait(&every(15), WELL), SignedDuration::from_mins(15));
        assert_eq!(
            wait(&every(15), Answered::Well { conditional: false }),
            SignedDuration::from_mins(15)
        );
        assert_eq!(wait(&every(10_080), WELL), hours(168));
        let slow = Memory {
            ttl_minutes: Some(120),
            ..every(15)
        };
        assert_eq!(wait(&slow, WELL), hours(2));
        assert_eq!(wait(&every(15), Answered::Badly { failures: 2 }), hours(2));
    }

    #[test]
    fn keeps_to_what_feed_and_server_say() {
        let memory = Memory {
            ttl_minutes: Some(180),
            ..Memory::default()
        };
        assert_eq!(wait(&memory, WELL), hours(3));
        let memory = Memory {
            period_secs: Some(7 * 86_400),
            ..Memory::default()
        };
        assert_eq!(wait(&memory, WELL), hours(24), "never rarer than once a day");
        let memory = Memory {
            fresh_until: Some(now() + hours(5)),
            asked_at: Some(now()),
            ..Memory::default()
        };
        assert_eq!(wait(&memory, WELL), hours(5));
        assert_eq!(not_before(&memory, true, Pace::default()), Some(now() + hours(5)));
        assert_eq!(not_before(&memory, false, Pace::default()), None);
        let memory = Memory {
            skip_hours: 0b111 << 13,
            skip_days: 0,
            ..Memory::default()
        };
        assert_eq!(wait(&memory, WELL), hours(4), "13, 14 and 15 o'clock are skipped");
        let memory = Memory {
            skip_days: 1 << 1,
            ..Memory::default()
        };
        assert_eq!(wait(&memory, WELL), hours(12), "Monday is skipped");
        let memory = Memory {
            skip_hours: u32::MAX,
            ..Memory::default()
        };
        assert_eq!(wait(&memory, WELL), hours(1), "who skips every hour means none");
    }

    #[test]
    fn backs_off() {
        let memory = Memory::default();
        for (failures, expected) in [(1, 1), (2, 2), (3, 4), (5, 16), (6, 24), (60, 24)] {
            assert_eq!(wait(&memory, Answered::Badly { failures }), hours(expected));
        }
        let busy = |until| Answered::Busy { failures: 1, until };
        assert_eq!(wait(&memory, busy(Some(now() + hours(4)))), hours(4));
        assert_eq!(wait(&memory, busy(Some(now() - hours(4)))), hours(1));
        assert_eq!(wait(&memory, busy(Some(now() + hours(9999)))), hours(168));
        assert_eq!(wait(&memory, busy(None)), hours(1));
        assert_eq!(
            wait(&memory, Answered::Offline { failures: 1 }),
            SignedDuration::from_mins(15)
        );
        assert_eq!(wait(&memory, Answered::Offline { failures: 20 }), hours(1));
        assert_eq!(wait(&memory, Answered::Offline { failures: 200 }), hours(24));
    }

    fn memories() -> impl Strategy<Value = Memory> {
        let rate = proptest::option::of((0_i64..400 * 86_400, 1_u32..100));
        let minutes = proptest::option::of(0_u32..2_000_000);
        let period = proptest::option::of(0_u64..9_000_000);
        let fresh = proptest::option::of(0_i64..40_000_000);
        let every = proptest::option::of(15_u32..=10_080);
        (rate, minutes, period, fresh, any::<u32>(), any::<u8>(), every).prop_map(
            |(rate, ttl_minutes, period_secs, fresh, hours, days, every_minutes)| Memory {
                every_minutes,
                rate: rate.map(|(ago, count)| Rate {
                    oldest: now() - SignedDuration::from_secs(ago),
                    count,
                }),
                ttl_minutes,
                period_secs,
                fresh_until: fresh.map(|secs| now() + SignedDuration::from_secs(secs)),
                skip_hours: hours,
                skip_days: days,
                ..Memory::default()
            },
        )
    }

    proptest! {
        #[test]
        fn stays_within_bounds(memory in memories(), jitter in 0.0..1.0, failures in 1_u32..1000, secs in -4_000_000_i64..4_000_000) {
            let until = now() + SignedDuration::from_secs(secs);
            for answered in [
                WELL, Answered::Well { conditional: false }, Answered::Badly { failures }, Answered::Offline { failures },
                Answered::Busy { failures, until: None }, Answered::Busy { failures, until: Some(until) },
            ] {
                let at = next(&memory, answered, now(), jitter, Pace::default());
                prop_assert!(at >= now() + SignedDuration::from_mins(15));
                prop_assert!(at <= furthest(now(), Pace::default()), "{at}");
                prop_assert_eq!(at.subsec_nanosecond(), 0);
                if let Answered::Busy { until: Some(until), .. } = answered {
                    prop_assert!(at >= until.min(now() + hours(168)));
                }
            }
            if let Some(fresh) = memory.fresh_until {
                prop_assert!(next(&memory, WELL, now(), jitter, Pace::default()) >= fresh.min(now() + hours(24)));
            }
        }

        #[test]
        fn more_failures_never_mean_sooner(memory in memories(), jitter in 0.0..1.0, failures in 1_u32..100) {
            for kind in [|failures| Answered::Badly { failures }, |failures| Answered::Offline { failures }] {
                let first = next(&memory, kind(failures), now(), jitter, Pace::default());
                let second = next(&memory, kind(failures + 1), now(), jitter, Pace::default());
                prop_assert!(second >= first);
            }
        }
    }
}
