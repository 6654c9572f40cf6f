//! Dates in every form that people write: RFC 822 and its many misreadings, RFC 3339, partial W3C dates, names of months
//! in other languages, two-digit years, named zones. The offset stays with the instant.

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;

use crate::model::article::Published;
use crate::model::calendar::{month, zone};

/// No date is longer.
const MAX_DATE_BYTES: usize = 128;

/// Reads a date; `None` where there is none. What is not said of the day is its first; slashes are read as in the United States.
pub(crate) fn read_date(text: &str) -> Option<Published> {
    let text = text.trim();
    let text = text.get(..text.floor_char_boundary(MAX_DATE_BYTES))?;
    epoch(text).or_else(|| Found::of(text, false).date())
}

/// The same, but only where year, month and day are all said, and no number stands for the day before the month unless slashes
/// are written so (`day_first`).
pub(crate) fn read_day(text: &str, day_first: bool) -> Option<Published> {
    let text = text.trim();
    let text = text.get(..text.floor_char_boundary(MAX_DATE_BYTES))?;
    let whole = || {
        let mut found = Found::of(text, day_first);
        found.settle();
        let whole = found.ordinal.is_some() || found.month.is_some() && found.day.is_some();
        found.date().filter(|_| whole)
    };
    epoch(text).or_else(whole)
}

#[derive(Debug, Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    ordinal: Option<i16>,
    hour: Option<i8>,
    minute: i8,
    second: i8,
    nanosecond: i32,
    afternoon: Option<bool>,
    offset_minutes: Option<i32>,
    numbers: Vec<(u32, usize)>,
    /// Whether slashes are read as outside of the United States.
    day_first: bool,
}

impl Found {
    fn of(text: &str, day_first: bool) -> Self {
        let mut found = Self {
            day_first,
            ..Self::default()
        };
        found
            .iso(text)
            .unwrap_or(text)
            .split_terminator([',', '(', ')', '|'])
            .for_each(|part| found.words(part));
        found
    }

    /// Takes a leading `2003-12-31`, `2003-12`, `20031231`, `2003-365`, `2003/12/31`; gives what follows.
    fn iso<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let digits = leading_digits(text);
        let mut rest = text.get(digits..)?;
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
        match digits {
            4 => self.year = number(0, 4),
            8 => (self.year, self.month, self.day) = (number(0, 4), narrow(number(4, 6)), narrow(number(6, 8))),
            7 => (self.year, self.ordinal) = (number(0, 4), number(4, 7)),
            14 => {
                (self.year, self.month, self.day) = (number(0, 4), narrow(number(4, 6)), narrow(number(6, 8)));
                (self.hour, self.minute) = (narrow(number(8, 10)), narrow(number(10, 12)).unwrap_or(0));
                self.second = narrow(number(12, 14)).unwrap_or(0);
            }
            _ => return None,
        }
        if digits == 4 {
            let mark = rest.chars().next().filter(|sign| matches!(sign, '-' | '/' | '.' | ':'));
            if let Some(mark) = mark {
                let part = rest.strip_prefix(mark)?;
                let width = leading_digits(part);
                // `2004-July-13` goes on as words.
                let Some(value) = part
                    .get(..width)?
                    .parse::<i16>()
                    .ok()
                    .filter(|_| matches!(width, 1..=3))
                else {
                    let name = part.find(|sign: char| !sign.is_alphabetic()).unwrap_or(part.len());
                    self.month = month(part.get(..name)?);
                    let part = part.get(name..)?.trim_start_matches(mark);
                    let width = leading_digits(part);
                    self.day = part.get(..width)?.parse().ok();
                    return part.get(width..);
                };
                rest = part.get(width..)?;
                if width == 3 {
                    self.ordinal = Some(value);
                } else {
                    self.month = narrow(Some(value));
                    if let Some(part) = rest.strip_prefix(mark) {
                        let width = leading_digits(part).min(2);
                        self.day = part.get(..width)?.parse().ok();
                        rest = part.get(width..)?;
                    }
                }
            }
        }
        Some(rest)
    }

    fn words(&mut self, part: &str) {
        // `T` and Chinese, Korean and Japanese units separate as blanks do.
        for word in part.split(|sign: char| {
            sign.is_whitespace() || matches!(sign, '\u{feff}' | '年' | '月' | '日' | '년' | '월' | '일')
        }) {
            let word = word.trim_start_matches(['T', 't']).trim_end_matches('.');
            if word.is_empty() && !part.is_empty() {
                continue;
            }
            let whole = word;
            if whole.contains(':') || self.compact_time(whole) {
                self.time(whole);
            } else {
                self.word(if word.len() == whole.len() { whole } else { word });
            }
        }
    }

    /// `T1530Z`, once there is a date and no time yet.
    fn compact_time(&self, word: &str) -> bool {
        let digits = leading_digits(word);
        self.month.is_some()
            && self.day.is_some()
            && self.year.is_some()
            && self.hour.is_none()
            && matches!(digits, 4 | 6)
    }

    fn word(&mut self, word: &str) {
        let digits = leading_digits(word);
        if digits == word.len() && digits > 0 {
            if let Ok(number) = word.parse() {
                self.numbers.push((number, digits));
            }
        } else if word.starts_with(['+', '-', '\u{2212}']) && self.hour.is_some() {
            self.zone(word);
        } else if digits > 0 {
            let tail = word.get(digits..).unwrap_or_default();
            let parts: Vec<&str> = word.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
            if parts.len() >= 2 {
                self.joined(&parts, word.contains('/'));
            } else {
                // `5th`, `1er`, `3pm`.
                self.word(word.get(..digits).unwrap_or_default());
                if matches!(tail.to_ascii_lowercase().as_str(), "am" | "pm") && self.hour.is_none() {
                    self.hour = self.numbers.pop().and_then(|(hour, _)| i8::try_from(hour).ok());
                }
                self.meridiem(tail);
            }
        } else if let Some(month) = month(word) {
            self.month = self.month.or(Some(month));
        } else if let Some((first, second)) = word.split_once('-').filter(|(first, _)| month(first).is_some()) {
            self.word(first);
            self.word(second);
        } else if !self.meridiem(word) {
            self.zone(word);
        }
    }

    /// `31-Dec-03`, `31.12.2003`, `12/31/2003`.
    fn joined(&mut self, parts: &[&str], slashes: bool) {
        let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
        match (numbers.as_deref(), parts.len()) {
            (Some(&[first, second, year]), _) if first <= 31 => {
                // With slashes the month comes first, as in the United States, unless it cannot.
                let (day, month) = if second > 12 || slashes && first <= 12 && !self.day_first {
                    (second, first)
                } else {
                    (first, second)
                };
                self.day = i8::try_from(day).ok();
                self.month = i8::try_from(month).ok();
                self.numbers.push((year, parts[2].len().max(3)));
                self.year = full_year(year, parts[2].len());
            }
            _ => parts.iter().for_each(|part| self.word(part)),
        }
    }

    fn time(&mut self, word: &str) {
        let clock_len = word
            .find(|sign: char| !(sign.is_ascii_digit() || matches!(sign, ':' | '.' | ',')))
            .unwrap_or(word.len());
        let (clock, tail) = word.split_at_checked(clock_len).unwrap_or((word, ""));
        if self.hour.is_none() {
            let mut parts = clock.split(':');
            let first = parts.next().unwrap_or_default();
            let (hour, rest) = if clock.contains(':') {
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
            let (second, fraction) = split_once_any(next(), ['.', ',']);
            self.second = second.parse().unwrap_or(0);
            let padded: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
            self.nanosecond = padded.parse().unwrap_or(0);
        }
        if !tail.is_empty() && !self.meridiem(tail) {
            self.zone(tail);
        }
    }

    fn meridiem(&mut self, word: &str) -> bool {
        match word.to_lowercase().replace('.', "").as_str() {
            "am" | "오전" | "πμ" | "上午" => self.afternoon = Some(false),
            "pm" | "오후" | "μμ" | "下午" => self.afternoon = Some(true),
            _ => return false,
        }
        true
    }

    fn zone(&mut self, word: &str) {
        let word = word.replace('\u{2212}', "-");
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

    /// Says what the numbers are that stood alone.
    fn settle(&mut self) {
        for (number, width) in std::mem::take(&mut self.numbers) {
            if self.day.is_none()
                && width <= 2
                && (1..=31).contains(&number)
                && self.ordinal.is_none()
                && !(self.month.is_none() && self.year.is_some() && number <= 12)
            {
                self.day = i8::try_from(number).ok();
            } else if self.month.is_none() && self.year.is_some() && width <= 2 && number <= 12 {
                self.month = i8::try_from(number).ok();
            } else if self.year.is_none() {
                self.year = full_year(number, width);
            }
        }
    }

    fn date(mut self) -> Option<Published> {
        self.settle();
        let year = self.year.filter(|year| (1..=9999).contains(year))?;
        let hour = match (self.hour.unwrap_or(0), self.afternoon) {
            (12, Some(false)) => 0,
            (hour @ 0..12, Some(true)) => hour + 12,
            (hour, _) => hour,
        };
        let first = civil::Date::new(year, self.month.unwrap_or(1).clamp(1, 12), 1).ok()?;
        let day = match self.ordinal {
            Some(ordinal) => civil::Date::new(year, 1, 1)
                .ok()?
                .checked_add(jiff::Span::new().try_days(i64::from(ordinal) - 1).ok()?)
                .ok()?,
            // The 31st of a short month is a publisher's slip; its last day is nearer than nothing.
            None => first
                .with()
                .day(self.day.unwrap_or(1).clamp(1, first.days_in_month()))
                .build()
                .ok()?,
        };
        let (hour, later) = if hour == 24 { (0, 1) } else { (hour, 0) };
        let time = civil::Time::new(hour, self.minute, self.second.min(59), self.nanosecond).ok()?;
        let minutes = self.offset_minutes.unwrap_or(0);
        let offset = Offset::from_seconds(minutes * 60).ok()?;
        let moment = day.checked_add(jiff::Span::new().days(later)).ok()?.to_datetime(time);
        Some(Published {
            at: offset.to_timestamp(moment).ok()?,
            offset_minutes: minutes,
        })
    }
}

/// Seconds or milliseconds since 1970, of the years 2001 to 2286.
fn epoch(text: &str) -> Option<Published> {
    let digits = leading_digits(text);
    let number = text.parse::<i64>().ok().filter(|_| digits == text.len())?;
    let at = match digits {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }?;
    Some(Published { at, offset_minutes: 0 })
}

fn narrow(number: Option<i16>) -> Option<i8> {
    number.and_then(|number| i8::try_from(number).ok())
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn split_once_any(text: &str, marks: [char; 2]) -> (&str, &str) {
    text.split_once(marks).unwrap_or((text, ""))
}

/// Two digits: 1970 to 2069, three as some clocks of the year 2000 counted.
fn full_year(number: u32, width: usize) -> Option<i16> {
    let year = match width {
        1 | 2 if number < 70 => number + 2000,
        1 | 2 => number + 1900,
        3 if (100..200).contains(&number) => number + 1900,
        _ => number,
    };
    i16::try_from(year).ok()
}

#[cfg(test)]
mod tests {
    use super::{read_date, read_day};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = read_date(text).map_or_else(
            || "none".to_owned(),
            |date| format!("{} {}", date.at, date.offset_minutes),
        );
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn reads_rfc_822_and_its_misreadings() {
        for text in [
            "Thu, 01 Jan 2004 19:48:21 GMT",
            "01 Jan 2004 19:48:21 +0000",
            "Thursday, 1 January 2004 19:48:21 UT",
            "Thu 01 Jan 2004 19:48:21",
            "1 Jan 04 19:48:21 Z",
            "Thu Jan  1 19:48:21 2004",
            "Thu, 1-Jan-04 19:48:21 GMT",
            "Thu Jan 1 19:48:21 GMT 2004",
            "Jan 1, 2004 7:48:21 PM",
            "Thu, Jan 01 2004 19:48:21 +00:00",
            "Do, 01 Jänner 2004 19:48:21 GMT",
            "чт, 1 янв 2004 19:48:21 GMT",
            "1 січня 2004, 19:48:21",
            "01.01.2004 19:48:21",
        ] {
            check(text, "2004-01-01T19:48:21Z 0");
        }
        check("Thu, 01 Jan 2004 19:48:21 +0200", "2004-01-01T17:48:21Z 120");
        check("Thu, 01 Jan 2004 19:48 EST", "2004-01-02T00:48:00Z -300");
        check("Thu, 01 Jan 2004 19:48:21 GMT+0530", "2004-01-01T14:18:21Z 330");
        check("Wed, 31 Dec 2003 24:00:00 GMT", "2004-01-01T00:00:00Z 0");
        check("31 Feb 2004", "2004-02-29T00:00:00Z 0");
        check("12/31/2003 11:15 PM", "2003-12-31T23:15:00Z 0");
        check("31/12/2003", "2003-12-31T00:00:00Z 0");
    }

    #[test]
    fn reads_iso_8601_and_its_parts() {
        check("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z 0");
        check("2003-12-31T10:14:55.25+02:00", "2003-12-31T08:14:55.25Z 120");
        check("2003-12-31 10:14:55 -0500", "2003-12-31T15:14:55Z -300");
        check("2003-12-31T10:14-05", "2003-12-31T15:14:00Z -300");
        check("2003-12", "2003-12-01T00:00:00Z 0");
        check("2003", "2003-01-01T00:00:00Z 0");
        check("20031231", "2003-12-31T00:00:00Z 0");
        check("20031231T101455Z", "2003-12-31T10:14:55Z 0");
        check("2003-365", "2003-12-31T00:00:00Z 0");
        check("2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z -300");
        check("2004년 5월 28일 오후 01:31:15", "2004-05-28T13:31:15Z 0");
        check("2003/12/31 10:14", "2003-12-31T10:14:00Z 0");
        check("1055217600", "2003-06-10T04:00:00Z 0");
        check("1055217600000", "2003-06-10T04:00:00Z 0");
    }

    #[test]
    fn reads_whole_days_only() {
        let shown = |text: &str, day_first: bool| read_day(text, day_first).map(|date| date.at.to_string());
        for (text, day_first, expected) in [
            ("2022-10-30T10:49:00+02:00", false, "2022-10-30T08:49:00Z"),
            ("2022-10-30T10:49:00-0530", false, "2022-10-30T16:19:00Z"),
            ("2022-10-30 10:49", false, "2022-10-30T10:49:00Z"),
            ("October 30, 2022", false, "2022-10-30T00:00:00Z"),
            ("03/04/2022", false, "2022-03-04T00:00:00Z"),
            ("03/04/2022", true, "2022-04-03T00:00:00Z"),
            ("03/14/2022", true, "2022-03-14T00:00:00Z"),
            ("14/03/2022", false, "2022-03-14T00:00:00Z"),
        ] {
            assert_eq!(shown(text, day_first).as_deref(), Some(expected), "{text}");
        }
        for text in ["2022", "2022-10", "October 2022", "soon", ""] {
            assert_eq!(shown(text, false), None, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "yesterday",
            "soon, maybe",
            "12",
            "25:61",
            "::::",
            "-1",
            "T",
            "99999999999999999999",
        ] {
            check(text, "none");
        }
    }
}
