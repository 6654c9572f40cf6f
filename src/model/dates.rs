//! Dates in every form that people write: RFC 822 and its many misreadings, RFC 3339, partial W3C dates, weeks, names of months
//! and digits of other languages, two-digit and Buddhist years, named zones and places. The offset stays with the instant. What cannot be
//! told is no date: a wrong one is worse than none.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil;

use crate::model::article::Published;
use crate::model::calendar::month;
use crate::model::clock::{Clock, has_hour_sign, is_dotted, leading_digits};

/// No date is longer.
const MAX_DATE_BYTES: usize = 128;

/// Reads a date; `None` where there is none. What is not said of the day is its first; slashes are read as in the United States.
pub(crate) fn read_date(text: &str) -> Option<Published> {
    let text = legible(text);
    epoch(&text).or_else(|| Found::of(&text, false).date())
}

/// The same, but only where year, month and day are all said, and no number stands for the day before the month unless slashes
/// are written so (`day_first`).
pub(crate) fn read_day(text: &str, day_first: bool) -> Option<Published> {
    let text = legible(text);
    let whole = || {
        let mut found = Found::of(&text, day_first);
        found.settle();
        let whole = found.ordinal.is_some() || found.month.is_some() && found.day.is_some();
        found.date().filter(|_| whole)
    };
    epoch(&text).or_else(whole)
}

/// Text as long as a date may be, with ASCII's digits and halves of the day in one word.
fn legible(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let text = text.get(..text.floor_char_boundary(MAX_DATE_BYTES)).unwrap_or_default();
    let halves = text.contains('.') && text.contains(". m.");
    if text.is_ascii() && !halves {
        return text.into();
    }
    let text: String = text.chars().map(ascii_digit).collect();
    let text = text.replace('\u{a0}', " ");
    text.replace("a. m.", "am").replace("p. m.", "pm").into()
}

/// Digits of Arabic, Persian, Hindi, Bengali, Thai and full width as those of ASCII.
fn ascii_digit(sign: char) -> char {
    const ZEROS: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
    let digit = |zero: &u32| u32::from(sign).checked_sub(*zero).filter(|digit| *digit < 10);
    let digit = ZEROS.iter().find_map(digit);
    digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(sign)
}

/// What the word before says of the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Before {
    #[default]
    Nothing,
    /// It was a number.
    Number,
    /// It was the day, with a point: `26. 11. 2026`.
    Day,
    /// A month is told by its number: `tháng 11`.
    Month,
    /// It was the hour's sign: `10 h 30`.
    Hour,
    /// A day of the week is told by its number: `Thứ 4`.
    Weekday,
}

#[derive(Debug, Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    ordinal: Option<i16>,
    clock: Clock,
    numbers: Vec<(u32, usize)>,
    before: Before,
    /// Whether there is a year and nothing else.
    year_alone: bool,
    /// Whether the month may be the name of a day, as nothing stood before it.
    doubtful: bool,
    /// Whether a word behind the year is not known.
    missed: bool,
    /// Whether years of two digits are Buddhist ones.
    thai: bool,
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
            .split_terminator([',', '،', '(', ')', '|'])
            .for_each(|part| found.words(part));
        found
    }

    /// Takes a leading `2003-12-31`, `2003-12`, `20031231`, `2003-365`, `2003-W52-3`, `2003/12/31`; gives what follows.
    fn iso<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let digits = leading_digits(text);
        let mut rest = text.get(digits..)?;
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
        match digits {
            4 => {
                self.year = number(0, 4);
                self.year_alone = rest.is_empty();
            }
            8 => (self.year, self.month, self.day) = (number(0, 4), narrow(number(4, 6)), narrow(number(6, 8))),
            7 => (self.year, self.ordinal) = (number(0, 4), number(4, 7)),
            14 => {
                (self.year, self.month, self.day) = (number(0, 4), narrow(number(4, 6)), narrow(number(6, 8)));
                self.clock.read(text.get(8..14)?);
            }
            _ => return None,
        }
        if digits == 4 {
            if let Some(week) = rest.trim_start_matches('-').strip_prefix('W') {
                return Some(self.week(week).unwrap_or_default());
            }
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

    /// Takes `52-3`, `523`, `52`: Monday where no day is said.
    fn week<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (week, rest) = text.split_at_checked(2)?;
        let day = rest.strip_prefix('-').unwrap_or(rest);
        let width = leading_digits(day).min(1);
        let weekday = civil::Weekday::from_monday_one_offset(day.get(..width)?.parse().unwrap_or(1)).ok()?;
        let date = civil::ISOWeekDate::new(self.year?, week.parse().ok()?, weekday)
            .ok()?
            .date();
        (self.year, self.month, self.day) = (Some(date.year()), Some(date.month()), Some(date.day()));
        day.get(width..)
    }

    fn words(&mut self, part: &str) {
        // `T` and Chinese, Korean and Japanese units separate as blanks do.
        let separates =
            |sign: char| sign.is_whitespace() || matches!(sign, '\u{feff}' | '年' | '月' | '日' | '년' | '월' | '일');
        for word in part.split_inclusive(separates) {
            let month = word.strip_suffix(['月', '월']);
            let month = month.and_then(|word| word.parse().ok().or_else(|| chinese(word)));
            if self.month.is_none() && month.is_some_and(|month| (1..=12).contains(&month)) {
                self.month = month;
                continue;
            }
            let word = word.trim_end_matches(separates);
            let pointed = word.ends_with('.');
            let word = word.trim_end_matches('.');
            let clock = word
                .strip_prefix(['T', 't'])
                .filter(|clock| leading_digits(clock) > usize::from(clock.len() == 1));
            let word = clock.unwrap_or(word);
            if word.is_empty() {
                continue;
            }
            if word.contains(':') || self.is_time(word) {
                self.clock.read(word);
            } else if !(pointed && self.pointed(word)) {
                self.word(word);
            }
        }
    }

    /// Takes the day and the month of `26. 11. 2026` or `26.11. 2026`, their last point gone.
    fn pointed(&mut self, word: &str) -> bool {
        let number = |text: &str, most: i8| text.parse().ok().filter(|number| (1..=most).contains(number));
        if self.year.is_some() || self.month.is_some() || leading_digits(word) == 0 {
            return false;
        }
        let before = std::mem::replace(&mut self.before, Before::Day);
        if before == Before::Day && self.day.is_some() {
            self.month = number(word, 12);
            return self.month.is_some();
        }
        let (day, month) = word.split_once('.').unwrap_or((word, ""));
        (self.day, self.month) = (number(day, 31), number(month, 12));
        self.day.is_some() && (month.is_empty() || self.month.is_some())
    }

    /// Whether a word without colons is a time of day: some are only behind a date.
    fn is_time(&self, word: &str) -> bool {
        let compact = || self.day.is_some() && self.year.is_some() && matches!(leading_digits(word), 4 | 6);
        let dotted = || is_dotted(word) && self.day_is_known();
        // `10.00 26. nov.`: two numbers without a point behind them are no day and month.
        let early = || self.month.is_none() && self.year.is_none() && word.len() <= 5 && is_dotted(word);
        self.clock.hour.is_none() && (has_hour_sign(word) || self.month.is_some() && (compact() || dotted()) || early())
    }

    fn day_is_known(&self) -> bool {
        self.day.is_some() || !self.numbers.is_empty()
    }

    fn word(&mut self, word: &str) {
        let digits = leading_digits(word);
        let before = std::mem::take(&mut self.before);
        if digits == word.len() {
            match word.parse::<u32>() {
                Ok(_) if before == Before::Weekday => {}
                Ok(number @ 1..=12) if before == Before::Month && self.month.is_none() => {
                    self.month = i8::try_from(number).ok();
                }
                Ok(number @ 0..60) if before == Before::Hour && self.day_is_known() => {
                    self.clock.minute = i8::try_from(number).unwrap_or(0);
                }
                Ok(number) => {
                    self.numbers.push((number, digits));
                    self.before = Before::Number;
                }
                Err(_) => {}
            }
        } else if word.starts_with(['+', '-', '\u{2212}', '\u{2013}']) && self.clock.hour.is_some() {
            self.clock.zone(word);
        } else if digits > 0 {
            let tail = word.get(digits..).unwrap_or_default();
            let parts: Vec<&str> = word.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
            if parts.len() >= 2 {
                self.joined(&parts, word.contains('/'));
            } else {
                // `5th`, `1er`, `3pm`.
                self.word(word.get(..digits).unwrap_or_default());
                self.word(tail);
            }
        } else if let Some(month) = month(word) {
            // What stands before another month is the name of a day: `mar. 26 nov.`, `maandag 23 november`.
            let is_first = self.month.is_none();
            if is_first
                || self.doubtful && self.clock.hour.is_none() && self.numbers.iter().all(|(_, width)| *width < 3)
            {
                self.month = Some(month);
                self.doubtful = is_first && !self.day_is_known() && self.year.is_none();
                self.thai |= word.starts_with(|sign| ('\u{e00}'..='\u{e7f}').contains(&sign));
            }
        } else if let Some((first, second)) = word.split_once('-').filter(|(first, _)| month(first).is_some()) {
            self.word(first);
            self.word(second);
        } else if self.clock.half(word) {
            self.take_hour(before);
        } else if ["h", "uhr", "uur"].iter().any(|sign| sign.eq_ignore_ascii_case(word)) {
            self.before = self.take_hour(before);
        } else if ["tháng", "thg"].iter().any(|sign| sign.eq_ignore_ascii_case(word)) {
            self.before = Before::Month;
        } else if ["Thứ", "thứ"].contains(&word) {
            self.before = Before::Weekday;
        } else if let Some(number) = word.strip_prefix("Th").and_then(|number| number.parse().ok())
            && (1..=12).contains(&number)
        {
            self.month = self.month.or(Some(number));
        } else {
            self.miss(word, before);
            self.clock.zone(word);
        }
    }

    /// A word that says nothing may be a month in a language not known: then no number is taken for it, nor a day's name
    /// (`Mar, 11 Qer 2024`).
    fn miss(&mut self, word: &str, before: Before) {
        if self.clock.hour.is_some() || word.chars().count() < 3 || word.eq_ignore_ascii_case("del") {
            return;
        }
        self.missed |= self.month.is_none() && self.year.is_some();
        if self.doubtful && before == Before::Number {
            (self.month, self.doubtful) = (None, false);
        }
    }

    /// The number before `a.m.` or `h` was the hour.
    fn take_hour(&mut self, before: Before) -> Before {
        let is_hour = |(hour, width): &mut (u32, usize)| *hour <= 24 && *width <= 2;
        if before == Before::Number
            && self.clock.hour.is_none()
            && let Some((hour, _)) = self.numbers.pop_if(is_hour)
        {
            self.clock.hour = i8::try_from(hour).ok();
            return Before::Hour;
        }
        Before::Nothing
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

    /// Says what the numbers are that stood alone.
    fn settle(&mut self) {
        let numbers = std::mem::take(&mut self.numbers);
        let is_whole = numbers.iter().any(|(_, width)| *width == 4);
        for (number, width) in numbers {
            if self.day.is_none()
                && width <= 2
                && (1..=31).contains(&number)
                && self.ordinal.is_none()
                && !(self.month.is_none() && !self.missed && self.year.is_some() && number <= 12)
            {
                self.day = i8::try_from(number).ok();
            } else if self.month.is_none() && !self.missed && self.year.is_some() && width <= 2 && number <= 12 {
                self.month = i8::try_from(number).ok();
            } else if self.year.is_none() && !(is_whole && width < 3) {
                self.year = match width {
                    2 if self.thai => full_year(2500 + number, 4),
                    _ => full_year(number, width),
                };
            }
        }
    }

    fn date(mut self) -> Option<Published> {
        self.settle();
        let year = match self.year? {
            year @ 2400..2700 => year - 543,
            year @ 1500..=9999 => year,
            // Of another calendar, or a clock's zero.
            _ => return None,
        };
        let january = self.year_alone || self.ordinal.is_some();
        let first = civil::Date::new(year, self.month.or(january.then_some(1))?, 1).ok()?;
        let day = match self.ordinal {
            Some(ordinal) => first.with().day_of_year(ordinal).build().ok()?,
            // The 31st of a short month is a publisher's slip; its last day is nearer than nothing.
            None => {
                let day = self.day.or(Some(1)).filter(|day| (1..=31).contains(day))?;
                first.with().day(day.min(first.days_in_month())).build().ok()?
            }
        };
        let (time, later) = self.clock.time()?;
        let moment = day.checked_add(jiff::Span::new().days(later)).ok()?.to_datetime(time);
        let offset = self.clock.offset(moment)?;
        Some(Published {
            at: offset.to_timestamp(moment).ok()?,
            offset_minutes: offset.seconds() / 60,
        })
    }
}

/// A month's number as Chinese writes it out.
fn chinese(word: &str) -> Option<i8> {
    const NUMBERS: [&str; 12] = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
    ];
    let at = NUMBERS.iter().position(|number| *number == word)?;
    i8::try_from(at + 1).ok()
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
    use jiff::civil;
    use jiff::tz::Offset;
    use proptest::prelude::*;

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
        check("Thu, 01 Jan 2004 19:48:21 \u{2013}0200", "2004-01-01T21:48:21Z -120");
        check("Thu, 01 Jan 2004 19:48:21 YEKT", "2004-01-01T14:48:21Z 300");
        for zone in ["America/New_York", "ET", "(ET)"] {
            check(
                &format!("Thu, 01 Jan 2004 19:48:21 {zone}"),
                "2004-01-02T00:48:21Z -300",
            );
            check(
                &format!("Thu, 01 Jul 2004 19:48:21 {zone}"),
                "2004-07-01T23:48:21Z -240",
            );
        }
        check("2004-01-01 19:48 Etc/GMT+4", "2004-01-01T23:48:00Z -240");
        check("Thu, 01 Jan 2004 19:48:21 Nowhere/At_All", "2004-01-01T19:48:21Z 0");
        check("Thu, 00 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z 0");
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
    fn reads_dates_of_other_places() {
        for text in [
            "Thu, 26 Nov 2026 10.00.00 +0100",
            "2026-11-26T10.00.00+01:00",
            "2026-W48-4T10:00+01:00",
            "2026W484 10:00 +0100",
            "26 Nov 2026 10.00 Uhr +0100",
            "2026-11-26 10 a.m. CET",
            "26 Nov 2026 10am CET",
        ] {
            check(text, "2026-11-26T09:00:00Z 60");
        }
        for text in [
            "26.11.2026 10.00",
            "26 de novembro de 2026 às 10h00",
            "26 novembre 2026, 10 h",
            "26 novembre 2026 à 10 h 00",
            "26. nov. 2026 kl. 10.00",
            "kl. 10.00 26. nov 2026",
            "26. 11. 2026 10:00",
            "26.11. 2026 10.00",
            "2026. 11. 26. 10:00",
            "26. November 2026, 10 Uhr",
            "10 Uhr 26. November 2026",
            "26 de noviembre de 2026, 10 a. m.",
            "2026年11月26日 10時00分",
            "26 thg 11 2026 10:00",
            "26 พ.ย. 2569 10:00",
            "26 พ.ย. 69 10.00",
            "๒๖ พฤศจิกายน ๒๕๖๙ 10:00",
            "26 नवंबर 2026 10:00",
            "٢٦ نوفمبر ٢٠٢٦، ١٠:٠٠",
            "26 בנובמבר 2026 10:00",
            "Thu, 26 Nov 2569 10:00:00 GMT",
            "jeu. 26 nov. 2026 10:00",
            "목, 26 11월 2026 10:00",
            "T5, 26 Th11 2026 10:00",
            "szerda, 2026. november 26. 10:00",
            "Thứ 5, 26 thg 11 2026 10:00",
            "周四, 26 十一月 2026 10:00",
            "чет, 26 нов 2026 10:00",
            "чцв, 26 лістапада 2026 10:00",
            "26 lapkričio 2026 10:00",
            "26 نومبر 2026 10:00",
            "26 ნოემბერი 2026 10:00",
        ] {
            check(text, "2026-11-26T10:00:00Z 0");
        }
        check("12/31/2026, 11:15 p. m.", "2026-12-31T23:15:00Z 0");
        check("2026-W48", "2026-11-23T00:00:00Z 0");
        // Days that begin like months, and a month that begins with a T.
        check("mar. 24 nov. 2026 10:00", "2026-11-24T10:00:00Z 0");
        check("maandag 23 november 2026", "2026-11-23T00:00:00Z 0");
        check("mar. 10.11.26", "2026-11-10T00:00:00Z 0");
        check("26 července 2026", "2026-07-26T00:00:00Z 0");
        check("26. června 2026", "2026-06-26T00:00:00Z 0");
        check("26. lipnja 2026.", "2026-06-26T00:00:00Z 0");
        check("26 d’abril de 2026", "2026-04-26T00:00:00Z 0");
        check("26 Temmuz 2026", "2026-07-26T00:00:00Z 0");
        check("26. November des Jahres 2026", "2026-11-26T00:00:00Z 0");
    }

    proptest! {
        #[test]
        fn reads_one_moment_in_every_form(
            year in 1970_i16..2100, month in 1_i8..=12, day in 1_i8..=28, hour in 0_i8..24, minute in 0_i8..60,
        ) {
            let moment = civil::date(year, month, day).at(hour, minute, 0, 0);
            let expected = Offset::UTC.to_timestamp(moment).ok();
            for form in [
                "%Y-%m-%dT%H:%M:%SZ",
                "%Y%m%dT%H%MZ",
                "%G-W%V-%uT%H.%M.%SZ",
                "%Y-%j %H:%M",
                "%a, %d %b %Y %H.%M.%S GMT",
                "%A, %d-%b-%y %Hh%M",
                "%B %-d, %Y %-I:%M %p",
                "%-d.%-m.%Y %H.%M",
                "%d/%b/%Y %H:%M",
            ] {
                let text = moment.strftime(form).to_string();
                let known = !form.contains("%y") || year < 2070;
                prop_assert!(!known || read_date(&text).map(|date| date.at) == expected, "{}", text);
            }
        }

        #[test]
        fn an_unknown_month_gives_no_date(word in "[b-df-hj-np-tv-z]{1,2}x[a-z]{1,6}", day in 1..=31, year in 1970..2100) {
            for text in [
                format!("{day} {word} {year}"),
                format!("{word} {day}, {year}"),
                format!("Thu, {day} {word} {year} 10:00:00 GMT"),
                format!("{day} {word} 11 {year}"),
                format!("{year}-{word}-{day}"),
            ] {
                prop_assert!(read_date(&text).is_none() && read_day(&text, false).is_none(), "{}", text);
            }
        }

        #[test]
        fn no_text_is_too_odd(text in "([0-9٢०]{1,4}|[TWhm.:/ +,-]|a\\. m\\.|nov|thg|Uhr|พ.ย.|.){0,12}") {
            let _date = (read_date(&text), read_day(&text, true));
        }
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
            "0",
            "11 2026",
            "26 11 2026",
            "2026-13-45",
            "2026-00-00",
            "2026-W54-1",
            "2026-W48-9",
            "2026-366",
            "31.13.2026",
            "0001-01-01T00:00:00Z",
            "1405-09-05",
            "2026 Chwefror 11",
            "Mar, 11 Qer 2026 10:00:00",
            "۵ آذر ۱۴۰۵",
        ] {
            check(text, "none");
        }
    }
}
