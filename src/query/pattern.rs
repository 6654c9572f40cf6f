//! Regular expressions in a query: `re:/…/`.

use regex::{Regex, RegexBuilder};

use crate::query::tree::{QueryError, fault};

/// Bytes that a compiled expression may take: a few hundred alternatives or a counted repetition of them, and no more.
const MAX_SIZE: usize = 1 << 20;
/// How deep groups may nest.
const MAX_NESTING: u32 = 50;

/// An expression ready for use: upper and lower case are the same, `^` and `$` stand for a line's ends. Its time grows with
/// the text alone, whatever the expression. `None` for one that a query refuses.
pub fn pattern(source: &str) -> Option<Regex> {
    build(source).ok()
}

fn build(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source)
        .case_insensitive(true)
        .multi_line(true)
        .size_limit(MAX_SIZE)
        .nest_limit(MAX_NESTING)
        .build()
}

/// Tells what is wrong with an expression; `place` finds the character of the query where a character of it stands.
pub(crate) fn check(source: &str, place: impl Fn(usize) -> usize) -> Result<(), QueryError> {
    let at = |byte: usize| place(source.get(..byte).unwrap_or(source).chars().count());
    let wrong = |byte: usize, what: &dyn std::fmt::Display| {
        let what = what.to_string();
        Err(fault(at(byte), format!("this expression cannot be read: {what}")))
    };
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(MAX_NESTING).build();
    match parser.parse(source) {
        Err(regex_syntax::Error::Parse(error)) => return wrong(error.span().start.offset, error.kind()),
        Err(regex_syntax::Error::Translate(error)) => return wrong(error.span().start.offset, error.kind()),
        _ => {}
    }
    match build(source) {
        Ok(_) => Ok(()),
        Err(regex::Error::CompiledTooBig(_)) => Err(fault(at(0), "this expression is too large: count to less in {…}")),
        Err(other) => wrong(0, &other),
    }
}
