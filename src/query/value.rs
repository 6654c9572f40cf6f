//! What stands behind a colon: words from a short list, days, ages.

use jiff::civil::Date;

use crate::model::Language;
use crate::query::field::{Field, nearest};
use crate::query::known::Known;
use crate::query::tree::{Age, Days, Expr, Has, Is, QueryError, Sort, fault};

/// Units of age, longest first, in seconds.
pub(crate) const UNITS: &[(&str, i64)] = &[
    ("y", 365 * 86_400),
    ("mo", 30 * 86_400),
    ("w", 7 * 86_400),
    ("d", 86_400),
    ("h", 3_600),
    ("m", 60),
    ("s", 1),
];

/// The condition that a field and its values make; with `known` the values have to name what there is.
pub(crate) fn read(field: &Field, mut values: Vec<(usize, String)>, known: Option<&Known>) -> Result<Expr, QueryError> {
    if field.name == "outlet" {
        return outlets(values, known).map(Expr::Outlet);
    }
    let (at, value) = values.pop().unwrap_or_default();
    Ok(match field.name {
        "folder" => match known {
            Some(known) => known.folder(at, &value)?,
            None => Expr::Folder(value),
        },
        "author" => Expr::Author(value),
        "speaker" => Expr::Speaker(value),
        "cites" => Expr::Cites(value),
        "title" => Expr::Title(value),
        "re" => {
            return Err(fault(
                at,
                "re: takes an expression between slashes, as in re:/talks? in \\w+/",
            ));
        }
        "lang" => Expr::Lang(language(at, &value, known.is_some())?),
        "tag" => Expr::Tag(value),
        "is" => Expr::Is(match value.as_str() {
            "unread" => Is::Unread,
            "read" => Is::Read,
            "bookmarked" => Is::Bookmarked,
            "new" => Is::New,
            "hidden" => Is::Hidden,
            _ => return Err(not_one_of(at, field.name, &value, field.values)),
        }),
        "has" => Expr::Has(match value.as_str() {
            "quote" => Has::Quote,
            "image" => Has::Image,
            "note" => Has::Note,
            "highlight" => Has::Highlight,
            _ => return Err(not_one_of(at, field.name, &value, field.values)),
        }),
        "age" => Expr::Age(age(at, &value)?),
        _ => Expr::Date(days(at, &value)?),
    })
}

fn outlets(values: Vec<(usize, String)>, known: Option<&Known>) -> Result<Vec<String>, QueryError> {
    let mut slugs = Vec::with_capacity(values.len());
    for (at, value) in values {
        let called = match known {
            Some(known) => known.outlets(at, &value)?,
            None => vec![value],
        };
        for slug in called {
            if !slugs.contains(&slug) {
                slugs.push(slug);
            }
        }
    }
    Ok(slugs)
}

/// The code of a language that is named or given by its code.
fn language(at: usize, value: &str, checked: bool) -> Result<String, QueryError> {
    let code = value.to_lowercase();
    let language = Language::called(&code).unwrap_or(Language::of(&code));
    if let Some(known) = language.known() {
        return Ok(known.to_owned());
    }
    if !checked {
        return Ok(code);
    }
    let names = Language::NAMES.iter().flat_map(|(_, own, english)| [*own, *english]);
    let meant = nearest(&code, names)
        .map(|meant| format!("; did you mean lang:{meant}?"))
        .unwrap_or_default();
    Err(fault(
        at,
        format!("lang: takes a language or its code, as in lang:uk{meant}"),
    ))
}

/// An order by name.
pub(crate) fn sort(at: usize, value: &str) -> Result<Sort, QueryError> {
    match value {
        "date" => Ok(Sort::Date),
        "rank" => Ok(Sort::Rank),
        "outlet" => Ok(Sort::Outlet),
        "stories" => Ok(Sort::Stories),
        _ => Err(not_one_of(at, "sort", value, &["date", "rank", "outlet", "stories"])),
    }
}

fn not_one_of(at: usize, field: &str, value: &str, values: &[&str]) -> QueryError {
    let meant = nearest(value, values.iter().copied())
        .map(|meant| format!("; did you mean {field}:{meant}?"))
        .unwrap_or_default();
    fault(at, format!("{field}: takes {}{meant}", values.join(", ")))
}

/// What times are no longer than: two hundred years.
pub(crate) const LONGEST_SECS: i64 = 200 * 365 * 86_400;

/// Seconds of a time as in `90m`, however long; `None`: it is none.
pub(crate) fn time(text: &str) -> Option<i64> {
    let unit = text.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = text.strip_suffix(unit).filter(|digits| !digits.is_empty())?;
    let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit)?;
    Some(digits.parse().unwrap_or(i64::MAX).saturating_mul(*seconds))
}

pub(crate) fn age(at: usize, value: &str) -> Result<Age, QueryError> {
    let wrong = || {
        fault(
            at,
            "age: takes < or > and a time, as in age:<2d, age:>3w, age:<90m (m h d w mo y)",
        )
    };
    let (older, rest) = match value.strip_prefix('>') {
        Some(rest) => (true, rest),
        None => (false, value.strip_prefix('<').unwrap_or(value)),
    };
    let seconds = time(rest).filter(|all| *all <= LONGEST_SECS).ok_or_else(wrong)?;
    Ok(Age { older, seconds })
}

/// `today` and `yesterday`.
pub(crate) fn day(value: &str) -> Option<Days> {
    if value.eq_ignore_ascii_case("today") {
        Some(Days::Today)
    } else {
        value.eq_ignore_ascii_case("yesterday").then_some(Days::Yesterday)
    }
}

fn days(at: usize, value: &str) -> Result<Days, QueryError> {
    if let Some(day) = day(value) {
        return Ok(day);
    }
    let wrong = || {
        let what = "date: takes a day, month or year or two of them: 2022-10-30, 2022-10, 2022-10..2022-11, 2022-10.., today, yesterday";
        fault(at, what)
    };
    let (first, last) = value.split_once("..").unwrap_or((value, value));
    let open = |text: &str, end: fn((Date, Date)) -> Date| -> Result<Option<Date>, QueryError> {
        if text.is_empty() {
            return Ok(None);
        }
        stretch(text).map(end).map(Some).ok_or_else(wrong)
    };
    let (first, last) = (open(first, |(first, _)| first)?, open(last, |(_, last)| last)?);
    match (first, last) {
        (None, None) => Err(wrong()),
        (Some(first), Some(last)) if first > last => Err(fault(at, "this stretch of days ends before it begins")),
        (first, last) => Ok(Days::Range { first, last }),
    }
}

/// First and last day of a day, month or year as written.
fn stretch(text: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = text.split('-').collect();
    if parts
        .iter()
        .any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    if parts.first().is_none_or(|year| year.len() != 4) {
        return None;
    }
    let number = |i: usize| parts.get(i).and_then(|part| part.parse::<i16>().ok());
    let small = |i: usize| number(i).and_then(|number| i8::try_from(number).ok());
    match parts.len() {
        1 => Some((Date::new(number(0)?, 1, 1).ok()?, Date::new(number(0)?, 12, 31).ok()?)),
        2 => {
            let first = Date::new(number(0)?, small(1)?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        3 => {
            let day = Date::new(number(0)?, small(1)?, small(2)?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}
