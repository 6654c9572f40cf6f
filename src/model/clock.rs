//! The time of day and how far it is from UTC: `10:14:55.25+02:00`, `T1014Z`, `10.14`, `10h14`, `10:14 PM EST`.

use jiff::civil;
use jiff::tz::{Offset, TimeZone};

use crate::model::calendar::{region, zone};

const HOUR_SIGNS: [char; 3] = ['h', 'H', '時'];

/// What is known of the time.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    pub(crate) hour: Option<i8>,
    pub(crate) minute: i8,
    second: i8,
    nanosecond: i32,
    afternoon: Option<bool>,
    offset_minutes: Option<i32>,
    /// A zone whose offset follows from the day.
    region: Option<TimeZone>,
}

impl Clock {
    /// Takes a word: `10:14:55.25+02:00`, `1014Z`, and whatever else [`is_dotted`] or [`has_hour_sign`].
    pub(crate) fn read(&mut self, word: &str) {
        let spelled: String;
        let word = if has_hour_sign(word) {
            spelled = word.replacen(HOUR_SIGNS, ":", 1);
            &spelled
        } else {
            word
        };
        let clock_len = word
            .find(|sign: char| !(sign.is_ascii_digit() || matches!(sign, ':' | '.' | ',')))
            .unwrap_or(word.len());
        let (clock, tail) = word.split_at_checked(clock_len).unwrap_or((word, ""));
        if self.hour.is_none() {
            let dotted = !clock.contains(':') && leading_digits(clock) <= 2;
            let mut parts = clock.split(if dotted { '.' } else { ':' });
            let first = parts.next().unwrap_or_default();
            let (hour, rest) = if dotted || clock.contains(':') {
                (first, None)
            } else {
                first
                    .split_at_checked(2)
                    .map_or((first, None), |(hour, rest)| (hour, Some(rest)))
            };
            self.hour = hour.parse().ok();
            let mut rest = rest
                .map(|rest| rest.split_at_checked(2).unwrap_or((rest, "")))
                .map(|(minute, second)| [minute, second].into_iter());
            let mut next = || {
                rest.as_mut()
                    .map_or_else(|| parts.next(), Iterator::next)
                    .unwrap_or_default()
            };
            self.minute = next().parse().unwrap_or(0);
            let second = next();
            let (second, fraction) = second.split_once(['.', ',']).unwrap_or((second, ""));
            self.second = second.parse().unwrap_or(0);
            let padded: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
            self.nanosecond = padded.parse().unwrap_or(0);
        }
        if !tail.is_empty() && !self.half(tail) {
            self.zone(tail);
        }
    }

    /// Whether a word tells the half of the day.
    pub(crate) fn half(&mut self, word: &str) -> bool {
        match word.to_lowercase().replace('.', "").as_str() {
            "am" | "오전" | "πμ" | "上午" => self.afternoon = Some(false),
            "pm" | "오후" | "μμ" | "下午" => self.afternoon = Some(true),
            _ => return false,
        }
        true
    }

    /// Takes what a word says of the zone.
    pub(crate) fn zone(&mut self, word: &str) {
        if self.offset_minutes.is_none()
            && let Some(region) = region(word)
        {
            self.region = Some(region);
            return;
        }
        let word = word.replace(['\u{2212}', '\u{2013}'], "-");
        let upper = word.to_ascii_uppercase();
        let name_len = upper.find(['+', '-']).unwrap_or(upper.len());
        let (name, offset) = upper.split_at(name_len);
        let east = if offset.starts_with('-') { -1 } else { 1 };
        let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
        let minutes = match (digits.len(), digits.parse::<i32>()) {
            (1 | 2, Ok(hours)) => Some(hours * 60),
            (3 | 4, Ok(both)) => Some(both / 100 * 60 + both % 100),
            (6, Ok(all)) => Some(all / 10_000 * 60 + all / 100 % 100),
            _ => None,
        };
        if let Some(minutes) = minutes.filter(|minutes| *minutes < 24 * 60) {
            self.offset_minutes = Some(east * minutes);
        } else if self.offset_minutes.is_none()
            && let Some(minutes) = zone(name)
        {
            self.offset_minutes = Some(minutes);
        }
    }

    /// How far from UTC the clock was at that moment.
    pub(crate) fn offset(&self, at: civil::DateTime) -> Option<Offset> {
        match (self.offset_minutes, &self.region) {
            (None, Some(region)) => Some(region.to_offset(region.to_timestamp(at).ok()?)),
            (minutes, _) => Offset::from_seconds(minutes.unwrap_or(0) * 60).ok(),
        }
    }

    /// The time, and how many days later; midnight where no hour was said.
    pub(crate) fn time(&self) -> Option<(civil::Time, i64)> {
        let (hour, later) = match (self.hour.unwrap_or(0), self.afternoon) {
            (12, Some(false)) => (0, 0),
            (hour @ 0..12, Some(true)) => (hour + 12, 0),
            (24, _) => (0, 1),
            (hour, _) => (hour, 0),
        };
        let time = civil::Time::new(hour, self.minute, self.second.min(59), self.nanosecond).ok()?;
        Some((time, later))
    }
}

/// `10.00`, `10.00.00Z`: a date may look like that, too.
pub(crate) fn is_dotted(word: &str) -> bool {
    let mut parts = word.splitn(3, '.');
    let mut part = |least: usize, below: u8| {
        let part = parts.next()?;
        let digits = part.get(..leading_digits(part))?;
        Some((least..=2).contains(&digits.len()) && digits.parse::<u8>().is_ok_and(|number| number < below))
    };
    part(1, 24) == Some(true) && part(2, 60) == Some(true) && part(2, 61) != Some(false)
}

/// `10h`, `10h00`, `10時30分`.
pub(crate) fn has_hour_sign(word: &str) -> bool {
    let (hour, rest) = word.split_at_checked(leading_digits(word)).unwrap_or_default();
    let minute = rest.strip_prefix(HOUR_SIGNS);
    matches!(hour.len(), 1 | 2) && minute.is_some_and(|minute| minute.is_empty() || leading_digits(minute) == 2)
}

/// How many digits a text begins with.
pub(crate) fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}
