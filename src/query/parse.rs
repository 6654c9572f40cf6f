//! Text → tree.

use crate::query::field::{self, FIELDS};
use crate::query::known::Known;
use crate::query::pattern;
use crate::query::tree::{Expr, Query, QueryError, Sort, fault};
use crate::query::value;

/// Characters in a query, terms in it, and how deep it may nest: far beyond what anybody types, well within what SQL takes.
const MAX_CHARS: usize = 10_000;
const MAX_TERMS: usize = 200;
const MAX_DEPTH: usize = 32;
/// What stands before a regular expression; it ends with the next slash that has no `\\` before it.
const PATTERN: &str = "re:/";

/// Reads a query.
pub(crate) fn parse(text: &str, known: Option<&Known>) -> Result<Query, QueryError> {
    let signs: Vec<char> = text.chars().take(MAX_CHARS + 1).collect();
    if signs.len() > MAX_CHARS {
        return Err(fault(MAX_CHARS, format!("a filter has at most {MAX_CHARS} characters")));
    }
    let mut parser = Parser {
        signs,
        known,
        at: 0,
        depth: 0,
        terms: 0,
        sort: None,
    };
    let expr = parser.alternatives()?;
    parser.skip_blanks();
    if parser.peek() == Some(')') {
        return Err(fault(parser.at, "this parenthesis was never opened"));
    }
    Ok(Query {
        expr: expr.unwrap_or_default(),
        sort: parser.sort,
    })
}

/// Whether a bare word is read as something else than a word to look for.
pub(crate) fn reserved(word: &str) -> bool {
    joins(word).is_some() || ["today", "yesterday"].iter().any(|day| word.eq_ignore_ascii_case(day))
}

/// `or` is true, `and` is false.
fn joins(word: &str) -> Option<bool> {
    if word == "|" || word.eq_ignore_ascii_case("or") {
        Some(true)
    } else {
        word.eq_ignore_ascii_case("and").then_some(false)
    }
}

/// The field's name, where a word begins like `name:`, and what stands behind the colon. An address (`https://…`) is a word.
pub(crate) fn split_field(word: &str) -> Option<(&str, &str)> {
    let (name, rest) = word.split_once(':')?;
    let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    (named && (!rest.starts_with('/') || field::named(name).is_some())).then_some((name, rest))
}

/// Whether a word begins a regular expression.
pub(crate) fn begins_pattern(word: &str) -> bool {
    let start = word.get(..PATTERN.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(PATTERN))
}

struct Parser<'k> {
    signs: Vec<char>,
    known: Option<&'k Known>,
    at: usize,
    depth: usize,
    terms: usize,
    sort: Option<Sort>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// The bare word from here on.
    fn word_ahead(&self) -> String {
        let rest = self.signs.get(self.at..).unwrap_or_default();
        rest.iter().take_while(|sign| bare(**sign)).collect()
    }

    /// `a b or c`: `None` when there is nothing.
    fn alternatives(&mut self) -> Result<Option<Expr>, QueryError> {
        let mut any = Vec::new();
        loop {
            let start = self.at;
            let all = self.conjunction()?;
            let more = joins(&self.word_ahead()) == Some(true);
            match all {
                Some(Expr::Or(inner)) => any.extend(inner),
                Some(expr) => any.push(expr),
                None if more || !any.is_empty() => return Err(fault(start, "or needs something on both sides")),
                None => {}
            }
            if !more {
                break;
            }
            self.at += self.word_ahead().chars().count();
        }
        Ok(if any.len() > 1 { Some(Expr::Or(any)) } else { any.pop() })
    }

    fn conjunction(&mut self) -> Result<Option<Expr>, QueryError> {
        let mut all = Vec::new();
        loop {
            self.skip_blanks();
            match self.peek() {
                None | Some(')') => break,
                Some(_) => {}
            }
            match joins(&self.word_ahead()) {
                Some(true) => break,
                Some(false) => self.at += 3,
                None => match self.term()? {
                    Some(Expr::And(inner)) => all.extend(inner),
                    Some(expr) => all.push(expr),
                    None => {}
                },
            }
        }
        Ok(if all.len() > 1 { Some(Expr::And(all)) } else { all.pop() })
    }

    /// One term; `None` for `sort:`, which is no condition.
    fn term(&mut self) -> Result<Option<Expr>, QueryError> {
        let start = self.at;
        self.terms += 1;
        if self.terms > MAX_TERMS {
            return Err(fault(start, format!("a filter has at most {MAX_TERMS} conditions")));
        }
        match self.peek() {
            Some('-') => {
                self.at += 1;
                self.nested(start, |parser| match parser.peek() {
                    None | Some(')') => Err(fault(start, "- leaves out what stands right behind it: -word")),
                    Some(sign) if sign.is_whitespace() => {
                        Err(fault(start, "- stands right before what it leaves out: -word"))
                    }
                    Some(_) => parser.term(),
                })
                .map(|expr| expr.map(|expr| Expr::Not(Box::new(expr))))
            }
            Some('(') => {
                self.at += 1;
                self.nested(start, |parser| {
                    let inner = parser.alternatives()?;
                    if parser.peek() != Some(')') {
                        return Err(fault(start, "this parenthesis is never closed"));
                    }
                    parser.at += 1;
                    inner
                        .map(Some)
                        .ok_or_else(|| fault(start, "there is nothing between these parentheses"))
                })
            }
            Some('"') => Ok(Some(Expr::Phrase(self.quoted()?))),
            _ => self.word_or_field(),
        }
    }

    fn nested(
        &mut self,
        start: usize,
        inner: impl FnOnce(&mut Self) -> Result<Option<Expr>, QueryError>,
    ) -> Result<Option<Expr>, QueryError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(fault(start, format!("a filter nests at most {MAX_DEPTH} deep")));
        }
        let expr = inner(self);
        self.depth -= 1;
        expr
    }

    /// What stands between quotation marks.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let rest = self.signs.get(start + 1..).unwrap_or_default();
        let Some(end) = rest.iter().position(|sign| *sign == '"') else {
            return Err(fault(start, "this quotation mark is never closed"));
        };
        self.at = start + end + 2;
        let text: String = rest.iter().take(end).collect();
        if text.trim().is_empty() {
            return Err(fault(start, "there is nothing between these quotation marks"));
        }
        Ok(text)
    }

    fn word_or_field(&mut self) -> Result<Option<Expr>, QueryError> {
        let start = self.at;
        let word = self.word_ahead();
        if begins_pattern(&word) {
            return self.pattern().map(Some);
        }
        if let Some((name, rest)) = split_field(&word) {
            let Some(field) = field::named(name) else {
                return self.no_field(name, rest, word.clone());
            };
            self.at = start + name.len() + 1;
            let values = self.values(field)?;
            if field.name == "sort" {
                return self.sorted(start, &values).map(|()| None);
            }
            return value::read(field, values, self.known).map(Some);
        }
        self.at += word.chars().count();
        if reserved(&word) {
            return value::day(&word)
                .map(Expr::Date)
                .map(Some)
                .ok_or_else(|| fault(start, "or needs something on both sides"));
        }
        Ok(Some(Expr::Word(word)))
    }

    fn pattern(&mut self) -> Result<Expr, QueryError> {
        let start = self.at;
        let mut source = String::new();
        // Where each character of the expression stands in the query.
        let mut places = Vec::new();
        self.at += PATTERN.len();
        loop {
            let at = self.at;
            self.at += 1;
            match self.signs.get(at) {
                None => return Err(fault(start, "this expression is never closed: re:/…/")),
                Some('/') => break,
                Some('\\') => {
                    let behind = self.signs.get(self.at).copied();
                    if behind != Some('/') {
                        source.push('\\');
                        places.push(at);
                    }
                    if let Some(behind) = behind {
                        source.push(behind);
                        places.push(self.at);
                        self.at += 1;
                    }
                }
                Some(sign) => {
                    source.push(*sign);
                    places.push(at);
                }
            }
        }
        if self.peek().is_some_and(|sign| !sign.is_whitespace() && sign != ')') {
            let what = "nothing may stand right behind an expression; upper and lower case are the same in it";
            return Err(fault(self.at, what));
        }
        if source.is_empty() {
            return Err(fault(start, "there is nothing between these slashes"));
        }
        pattern::check(&source, |sign| places.get(sign).copied().unwrap_or(self.at - 1))?;
        Ok(Expr::Pattern(source))
    }

    fn no_field(&mut self, name: &str, rest: &str, word: String) -> Result<Option<Expr>, QueryError> {
        let start = self.at;
        let meant = field::nearest(name, FIELDS.iter().map(|field| field.name));
        match meant {
            None if rest.is_empty() => {
                self.at += word.chars().count();
                Ok(Some(Expr::Word(word)))
            }
            None => Err(fault(
                start,
                format!("there is no {name}: to filter by; put it between quotation marks to search for it"),
            )),
            Some(meant) => Err(fault(
                start,
                format!("there is no {name}: to filter by; did you mean {meant}:?"),
            )),
        }
    }

    /// The values behind a colon, each with its place.
    fn values(&mut self, field: &field::Field) -> Result<Vec<(usize, String)>, QueryError> {
        let mut values = Vec::new();
        loop {
            let start = self.at;
            let value = if self.peek() == Some('"') {
                self.quoted()?
            } else {
                let list = field.name == "outlet";
                let ahead = self.word_ahead();
                let word: String = ahead.chars().take_while(|sign| !list || *sign != ',').collect();
                self.at += word.chars().count();
                word
            };
            if value.is_empty() {
                return Err(fault(
                    start,
                    format!("{}: needs a value, as in {0}:{}", field.name, field.example),
                ));
            }
            values.push((start, value));
            if field.name != "outlet" || self.peek() != Some(',') {
                return Ok(values);
            }
            self.at += 1;
        }
    }

    fn sorted(&mut self, start: usize, values: &[(usize, String)]) -> Result<(), QueryError> {
        if self.depth > 0 {
            return Err(fault(
                start,
                "sort: is about the whole list: put it outside of parentheses and without -",
            ));
        }
        let (at, word) = values.first().map_or((start, ""), |(at, word)| (*at, word));
        self.sort = Some(value::sort(at, word)?);
        Ok(())
    }
}

fn bare(sign: char) -> bool {
    !sign.is_whitespace() && !matches!(sign, '(' | ')' | '"')
}
