//! Rules: what is done with articles that fit a filter as they arrive.

use crate::query::known::Known;
use crate::query::parse::parse;
use crate::query::tree::{Query, QueryError};
use crate::query::value::{LONGEST_SECS, time};

/// A filter, and what is done with what fits it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Which articles.
    pub when: Query,
    /// What is done, in this order; never empty.
    pub then: Vec<Action>,
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Marks it read.
    Read,
    /// Keeps it.
    Bookmark,
    /// Gives it a tag, and keeps it.
    Tag(String),
    /// Leaves it out of every list but that of `is:hidden`.
    Hide,
    /// Says that it is there.
    Notify,
}

impl Rule {
    /// Reads a rule as it is typed on one line: the filter, as [`Query::parse_among`], a colon, what to do with commas between.
    ///
    /// # Errors
    /// Says at which character, and what was meant.
    pub fn parse(text: &str, known: Option<&Known>) -> Result<Self, QueryError> {
        let form = "write a filter, a colon and what to do, as in title:results: hide";
        let whole = |what: &str| QueryError {
            at: text.chars().count(),
            what: what.to_owned(),
        };
        let (when, then) = text.rsplit_once(':').ok_or_else(|| whole(form))?;
        let mut at = when.chars().count() + 1;
        let mut actions = Vec::new();
        for part in then.split(',') {
            let action = Action::parse(part).map_err(|what| QueryError { at, what })?;
            actions.push(action);
            at += part.chars().count() + 1;
        }
        Self::of(parse(when, known)?, actions)
    }

    /// A rule of a filter as text.
    ///
    /// # Errors
    /// As [`Query::parse`], and for a filter that fits everything or names an order.
    pub fn new(when: &str, then: Vec<Action>) -> Result<Self, QueryError> {
        Self::of(parse(when, None)?, then)
    }

    fn of(when: Query, then: Vec<Action>) -> Result<Self, QueryError> {
        let fault = |what: &str| QueryError {
            at: 0,
            what: what.to_owned(),
        };
        if when.terms().is_empty() {
            return Err(fault("a rule needs a filter, as in outlet:ledger title:results"));
        }
        if when.sort.is_some() {
            return Err(fault("a rule has no order: leave sort: out"));
        }
        if then.is_empty() {
            return Err(fault(
                "a rule needs something to do: read, bookmark, tag NAME, hide or notify",
            ));
        }
        Ok(Self { when, then })
    }
}

/// Reads what is to be hidden for a while: a time and a filter, as in `7d cup final`. A week, where no time stands there; a time of
/// nothing (`0d`) is for no longer. The time is in seconds.
///
/// # Errors
/// As [`Query::parse_among`], for a filter that fits everything, and for a time beyond two hundred years.
pub fn for_a_while(text: &str, known: Option<&Known>) -> Result<(i64, Query), QueryError> {
    const WEEK: i64 = 7 * 86_400;
    let begin = text.trim_start();
    let (first, rest) = begin.split_once(char::is_whitespace).unwrap_or((begin, ""));
    let (seconds, filter) = time(first).map_or((WEEK, begin), |seconds| (seconds, rest));
    if seconds > LONGEST_SECS {
        return Err(QueryError {
            at: text.chars().count() - begin.chars().count(),
            what: "a time is between 0s and 200y, as in 90m, 12h, 7d or 2w".to_owned(),
        });
    }
    let before = text.chars().count() - filter.chars().count();
    let fault = |error: QueryError| QueryError {
        at: before + error.at,
        ..error
    };
    let query = parse(filter, known).map_err(fault)?;
    if query.terms().is_empty() {
        return Err(fault(QueryError {
            at: 0,
            what: "say what to hide, as in 7d cup final".to_owned(),
        }));
    }
    Ok((seconds, Query { sort: None, ..query }))
}

impl Action {
    /// Reads `read`, `bookmark`, `tag NAME`, `hide` or `notify`.
    ///
    /// # Errors
    /// Says what can be written.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (verb, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        Ok(match (verb, rest.trim()) {
            ("read", "") => Self::Read,
            ("bookmark", "") => Self::Bookmark,
            ("hide", "") => Self::Hide,
            ("notify", "") => Self::Notify,
            ("tag", name) if !name.is_empty() => Self::Tag(name.to_owned()),
            _ => return Err("after the filter comes read, bookmark, tag NAME, hide or notify".to_owned()),
        })
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Read => to.write_str("read"),
            Self::Bookmark => to.write_str("bookmark"),
            Self::Tag(name) => write!(to, "tag {name}"),
            Self::Hide => to.write_str("hide"),
            Self::Notify => to.write_str("notify"),
        }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let then: Vec<String> = self.then.iter().map(ToString::to_string).collect();
        write!(to, "{}: {}", self.when, then.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, for_a_while};

    #[test]
    fn hides_for_a_time_that_stands_first() {
        for (text, seconds, filter) in [
            ("7d cup final", 604_800, "cup final"),
            (" 12h  outlet:ledger sort:date", 43_200, "outlet:ledger"),
            ("cup final", 604_800, "cup final"),
            ("0d cup", 0, "cup"),
            ("2024 election", 604_800, "2024 election"),
        ] {
            let (found, query) = for_a_while(text, None).unwrap();
            assert_eq!((found, query.to_string().as_str()), (seconds, filter), "{text}");
        }
        assert_eq!(for_a_while("200y cup", None).unwrap().0, 200 * 365 * 86_400);
        for (text, at) in [("99999d cup", 0), (" 99999999999999999999d cup", 1), ("201y", 0)] {
            let error = for_a_while(text, None).unwrap_err();
            assert_eq!(error.at, at, "{text:?}");
            assert!(error.what.contains("between 0s and 200y"), "{error}");
        }
        for (text, at) in [("7d ", 3), ("", 0), ("7d colour:red", 3), ("colour:red", 0)] {
            assert_eq!(for_a_while(text, None).unwrap_err().at, at, "{text:?}");
        }
    }

    #[test]
    fn reads_and_prints() {
        for text in [
            "title:results: hide",
            "speaker:vale or cites:port: tag harbour, notify",
            "outlet:ledger \"the end: part 2\": read, bookmark",
        ] {
            assert_eq!(Rule::parse(text, None).unwrap().to_string(), text);
        }
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, at, what) in [
            ("storm", 5, "write a filter, a colon"),
            ("title:storm", 6, "after the filter comes"),
            ("storm: read, tag", 12, "after the filter comes"),
            (": hide", 0, "a rule needs a filter"),
            ("storm sort:date: hide", 0, "a rule has no order"),
            ("colour:red: hide", 0, "colour"),
        ] {
            let error = Rule::parse(text, None).unwrap_err();
            assert_eq!(error.at, at, "{text}: {error}");
            assert!(error.what.contains(what), "{text}: {error}");
        }
    }
}
