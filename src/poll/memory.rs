//! What the schedule remembers of a feed between answers, kept in the store as text.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

use crate::feed::{Entry, ParsedFeed};
use crate::store::other_scheme;

/// Entries by which the publishing rate is told.
const RATED: usize = 20;
/// Entries that are remembered, so that what has not changed is not cleaned and listened to again.
const KNOWN: usize = 200;
/// How often a feed must be seen at its new address before that is adopted.
const SIGHTINGS: u32 = 2;

/// Everything remembered. An unreadable text is an empty memory.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Memory {
    /// When it was last asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) asked_at: Option<Timestamp>,
    /// Its server asked not to be asked before (`Retry-After`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wait_until: Option<Timestamp>,
    /// Its last answer is fresh until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fresh_until: Option<Timestamp>,
    /// How often it publishes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rate: Option<Rate>,
    /// Minutes between requests by the reader's settings, which are looked up anew each time.
    #[serde(skip)]
    pub(crate) every_minutes: Option<u32>,
    /// RSS `ttl`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ttl_minutes: Option<u32>,
    /// Seconds between updates, by the syndication module.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) period_secs: Option<u64>,
    /// Bit n: hour n (GMT) is to be skipped.
    pub(crate) skip_hours: u32,
    /// Bit n: weekday n is to be skipped, Monday = 1.
    pub(crate) skip_days: u8,
    /// Where it is being redirected to for good, and how often it was seen there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) moving: Option<Moving>,
    /// What it redirects to was another feed when last read: that address must not be adopted.
    pub(crate) strange: bool,
    /// Hashes of its entries as they were last read: key → content.
    pub(crate) known: BTreeMap<u32, u32>,
}

/// Its newest entries: how many since when.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Rate {
    /// The oldest of them.
    pub(crate) oldest: Timestamp,
    /// How many, at least 1.
    pub(crate) count: u32,
}

impl Rate {
    /// Mean time between entries up to now.
    pub(crate) fn gap(self, now: Timestamp) -> SignedDuration {
        let whole = now.duration_since(self.oldest).max(SignedDuration::ZERO);
        whole
            .checked_div(i32::try_from(self.count.max(1)).unwrap_or(i32::MAX))
            .unwrap_or(whole)
    }
}

/// A permanent redirect under observation.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Moving {
    /// Where to.
    pub(crate) to: String,
    /// How often the feed was seen there.
    pub(crate) seen: u32,
    /// When it was last counted.
    pub(crate) at: Timestamp,
}

impl Memory {
    /// From the store's text.
    pub(crate) fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// For the store.
    pub(crate) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Without the times that a clock told which was ahead: none of them may be later than `latest`.
    pub(crate) fn up_to(self, latest: Timestamp) -> Self {
        if self.asked_at.is_none_or(|at| at <= latest) {
            return self;
        }
        Self {
            asked_at: None,
            wait_until: None,
            fresh_until: None,
            moving: None,
            ..self
        }
    }

    /// Takes in what a feed says of itself.
    pub(crate) fn learn(&mut self, feed: &ParsedFeed, now: Timestamp) {
        self.rate = rate(feed, now);
        self.ttl_minutes = feed.ttl.as_deref().and_then(|ttl| ttl.trim().parse().ok());
        self.period_secs = feed.update_period_secs;
        self.skip_hours = feed
            .skip_hours
            .iter()
            .filter(|hour| **hour < 24)
            .fold(0, |bits, hour| bits | 1 << hour);
        self.skip_days = feed
            .skip_days
            .iter()
            .filter(|day| **day < 8)
            .fold(0, |bits, day| bits | 1 << day);
    }

    /// Whether any of these entries was there before; true where nothing is known.
    pub(crate) fn is_same_feed(&self, entries: &[Entry]) -> bool {
        let known = |key: &str| self.known.contains_key(&hash(&key));
        let any = |entry: &Entry| known(&entry.key) || other_scheme(&entry.key).is_some_and(|key| known(&key));
        self.known.is_empty() || entries.iter().any(any)
    }

    /// Counts a sighting at the end of a permanent redirect; the address, once it has been seen often enough. Sightings
    /// count only when `apart` lies between them. `None` for `to`: it answered where it always was.
    pub(crate) fn sight(&mut self, to: Option<&str>, now: Timestamp, apart: SignedDuration) -> Option<String> {
        let to = to?;
        match &mut self.moving {
            Some(moving) if moving.to == to => {
                if now.duration_since(moving.at) >= apart {
                    moving.seen += 1;
                    moving.at = now;
                }
            }
            _ => {
                self.moving = Some(Moving {
                    to: to.to_owned(),
                    seen: 1,
                    at: now,
                });
            }
        }
        let settled = self.moving.as_ref().is_some_and(|moving| moving.seen >= SIGHTINGS);
        settled.then(|| self.moving.take().map(|moving| moving.to))?
    }
}

/// Hashes of the entries that are remembered: key → content.
pub(crate) fn hashes(entries: &[Entry]) -> BTreeMap<u32, u32> {
    entries
        .iter()
        .take(KNOWN)
        .map(|entry| (hash(&entry.key), content(entry)))
        .collect()
}

/// Whether the entry is as it was when these hashes were taken.
pub(crate) fn is_known(known: &BTreeMap<u32, u32>, entry: &Entry) -> bool {
    !known.is_empty() && known.get(&hash(&entry.key)) == Some(&content(entry))
}

/// A hash that stays the same across runs of one build; another build at worst reads everything once more.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn content(entry: &Entry) -> u32 {
    let text = |titled: &Option<crate::feed::Titled>| titled.as_ref().map(|titled| hash(&titled.value));
    let bodies: Vec<u32> = entry.content.iter().map(|body| hash(&body.value)).collect();
    let dates = [entry.published, entry.updated].map(|date| date.map(|date| date.at.as_second()));
    let people: Vec<_> = entry.authors.iter().map(|person| &person.name).collect();
    hash(&(
        text(&entry.title),
        text(&entry.summary),
        bodies,
        &entry.link,
        dates,
        people,
    ))
}

fn hash<T: Hash>(value: &T) -> u32 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish() as u32
}

fn rate(feed: &ParsedFeed, now: Timestamp) -> Option<Rate> {
    let dated = feed
        .entries
        .iter()
        .filter_map(|entry| entry.published.or(entry.updated));
    let mut dates: Vec<Timestamp> = dated.map(|date| date.at).filter(|at| *at <= now).collect();
    dates.sort_unstable_by(|a, b| b.cmp(a));
    dates.truncate(RATED);
    let oldest = *dates.last()?;
    // Two entries tell nothing yet, and dates that are all alike are made up by the server.
    (dates.len() > 2 && Some(&oldest) != dates.first()).then_some(Rate {
        oldest,
        count: dates.len() as u32,
    })
}

#[cfg(test)]
mod tests {
    use super::{Memory, hashes, is_known};
    use crate::feed::{Entry, Titled};
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn survives_as_text() {
        let mut memory = Memory {
            ttl_minutes: Some(60),
            skip_days: 3,
            ..Memory::default()
        };
        memory.known.insert(7, 8);
        memory.sight(
            Some("https://news.example/new?a=\"b\""),
            Timestamp::UNIX_EPOCH,
            SignedDuration::ZERO,
        );
        assert_eq!(Memory::read(&memory.write()), memory);
        assert_eq!(Memory::read("rubbish"), Memory::default());
        assert_eq!(Memory::read(""), Memory::default());
    }

    #[test]
    fn adopts_an_address_only_when_it_was_seen_twice() {
        let mut memory = Memory::default();
        let at = |secs| Timestamp::from_second(secs).unwrap();
        let apart = SignedDuration::from_secs(100);
        let mut sight = |to, secs| memory.sight(Some(to), at(secs), apart);
        assert_eq!(sight("https://a.example/", 0), None);
        assert_eq!(sight("https://a.example/", 5), None, "too soon to count");
        assert_eq!(sight("https://b.example/", 200), None, "another one");
        assert_eq!(sight("https://a.example/", 400), None);
        assert_eq!(sight("https://a.example/", 600).as_deref(), Some("https://a.example/"));
    }

    #[test]
    fn tells_what_has_changed() {
        let entry = |key: &str, title: &str| Entry {
            key: key.to_owned(),
            title: Some(Titled {
                value: title.to_owned(),
                ..Titled::default()
            }),
            ..Entry::default()
        };
        let known = hashes(&[entry("1", "One"), entry("2", "Two")]);
        assert!(is_known(&known, &entry("2", "Two")));
        assert!(!is_known(&known, &entry("2", "Two, corrected")));
        assert!(!is_known(&known, &entry("3", "Two")));
        let memory = Memory {
            known,
            ..Memory::default()
        };
        assert!(memory.is_same_feed(&[entry("2", "x"), entry("9", "y")]));
        assert!(!memory.is_same_feed(&[entry("8", "x"), entry("9", "y")]));
        assert!(Memory::default().is_same_feed(&[entry("8", "x")]));
        let memory = Memory {
            known: hashes(&[entry("http://news.example/1", "One")]),
            ..Memory::default()
        };
        assert!(memory.is_same_feed(&[entry("https://news.example/1", "One")]));
    }
}
