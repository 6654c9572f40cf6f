//! The line of messages, and how many feeds are being asked.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::app::wording::moment;
use crate::model::{Clean, Failure, FeedId, Outcome, Refreshed};

/// How long a message stands when no key is pressed.
const STANDS: SignedDuration = SignedDuration::from_secs(8);
/// After so long without any answer a round is over.
const PATIENCE: SignedDuration = SignedDuration::from_secs(90);

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: Clean,
    /// Whether something is wrong.
    pub wrong: bool,
    since: Timestamp,
}

/// The message in force, and the round of refreshing that is going on.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    pub(crate) notice: Option<Notice>,
    /// Feeds that are being asked now.
    pub(crate) asking: HashSet<FeedId>,
    /// Feeds of this round that have answered, and those that could not be read.
    pub(crate) asked: usize,
    pub(crate) failed: usize,
    /// When the last round ended.
    pub(crate) refreshed_at: Option<Timestamp>,
    /// Feeds of this round that may not be asked yet.
    skipped: usize,
    /// Why the last feed failed, or may not be asked yet where none failed.
    why: Option<Clean>,
    /// Whether the reader asked for this round.
    pub(crate) wished: bool,
    new: u32,
    heard_at: Option<Timestamp>,
}

impl Notices {
    pub(crate) fn tell(&mut self, text: &str, now: Timestamp) {
        self.notice = Some(Notice {
            text: Clean::line(text),
            wrong: false,
            since: now,
        });
    }

    pub(crate) fn warn(&mut self, failure: &Failure, now: Timestamp) {
        let mut text = format!("Could not {}: {}", &*failure.tried, &*failure.happened);
        if let Some(hint) = &failure.hint {
            text.push_str(". ");
            text.extend(hint.chars().take(1).flat_map(char::to_uppercase));
            text.extend(hint.chars().skip(1));
        }
        self.notice = Some(Notice {
            text: Clean::line(&text),
            wrong: true,
            since: now,
        });
    }

    pub(crate) fn complain(&mut self, text: &str, now: Timestamp) {
        self.notice = Some(Notice {
            text: Clean::line(text),
            wrong: true,
            since: now,
        });
    }

    /// Takes the message away once it has stood long enough.
    pub(crate) fn age(&mut self, now: Timestamp) {
        if self
            .notice
            .as_ref()
            .is_some_and(|notice| now.duration_since(notice.since).abs() >= STANDS)
        {
            self.notice = None;
        }
    }

    pub(crate) fn asking(&mut self, feeds: Vec<FeedId>, now: Timestamp) {
        self.asking.extend(feeds);
        self.heard_at = Some(now);
    }

    /// Expects no answers but of feeds that are followed.
    pub(crate) fn follow(&mut self, followed: &HashSet<FeedId>, now: Timestamp) {
        let before = self.asking.len();
        self.asking.retain(|feed| followed.contains(feed));
        if self.asking.is_empty() && before > 0 {
            self.end_round(now);
        }
    }

    /// Expects no further answers when none has come for a long time: another program may be the one that polls.
    pub(crate) fn give_up(&mut self, now: Timestamp) {
        if !self.asking.is_empty()
            && self
                .heard_at
                .is_none_or(|heard| now.duration_since(heard).abs() >= PATIENCE)
        {
            self.asking.clear();
            self.forget_round();
        }
    }

    /// A feed was asked; `true` when it was the last of a round.
    pub(crate) fn refreshed(&mut self, refreshed: &Refreshed, now: Timestamp, zone: &TimeZone) -> bool {
        if refreshed.outcome == Outcome::Unsaved {
            let full = "The disk is full: nothing was saved. Free some space; byline goes on by itself";
            self.break_off(full, now);
            return true;
        }
        if !self.asking.remove(&refreshed.feed) {
            return false;
        }
        self.heard_at = Some(now);
        self.asked += 1;
        self.new += refreshed.new;
        match refreshed.outcome {
            Outcome::Failed => {
                self.failed += 1;
                self.why.clone_from(&refreshed.why);
            }
            Outcome::Skipped => {
                self.skipped += 1;
                if let (0, Some(why), Some(next)) = (self.failed, &refreshed.why, refreshed.next) {
                    let next = moment(next, now, zone);
                    self.why = Some(Clean::line(&format!("{why}; it is asked again {next}")));
                }
            }
            _ => {}
        }
        if self.asking.is_empty() {
            self.end_round(now);
        }
        self.asking.is_empty()
    }

    /// Nobody else is asked, for this reason.
    pub(crate) fn break_off(&mut self, why: &str, now: Timestamp) {
        self.complain(why, now);
        self.asking.clear();
        self.forget_round();
    }

    fn end_round(&mut self, now: Timestamp) {
        let why = self.why.take().map(Clean::into_string).unwrap_or_default();
        match (self.failed, self.asked) {
            (failed, asked) if failed == asked && asked > 1 => self.complain(
                &format!("None of {asked} feeds could be reached: {why}. What is stored stays readable"),
                now,
            ),
            (1, _) if self.wished => self.complain(&format!("One feed could not be read: {why}"), now),
            (failed, _) if self.wished && failed > 1 => {
                self.complain(
                    &format!("{failed} feeds could not be read; the sidebar marks them with !"),
                    now,
                );
            }
            (0, 1) if self.wished && self.skipped == 1 => self.tell(&format!("Not asked: {why}"), now),
            (_, asked) if self.wished && self.new == 0 && self.skipped > 0 => self.tell(
                &format!("Nothing new; {} of {asked} feeds may not be asked yet", self.skipped),
                now,
            ),
            _ if self.wished && self.new == 0 => self.tell("Nothing new", now),
            _ => {}
        }
        self.refreshed_at = Some(now);
        self.forget_round();
    }

    fn forget_round(&mut self) {
        self.why = None;
        (self.asked, self.failed, self.skipped, self.new, self.wished) = (0, 0, 0, 0, false);
    }
}
