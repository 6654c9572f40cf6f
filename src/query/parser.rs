//! Tokens → [`Query`]. `or` binds weaker than standing side by side; `-` binds to what follows it.

use jiff::civil::Date;

use crate::query::lexer::{Kind, Token, tokens};
use crate::query::tree::{Age, Days, Expr, Has, Is, Query, QueryError, Sort};

/// Every field of the language with what it takes, for completion and help.
pub const FIELDS: &[(&str, &str)] = &[
    ("outlet", "short names of outlets, parted by commas"),
    ("folder", "a folder"),
    ("author", "part of an author's name"),
    ("speaker", "part of the name or role of somebody quoted"),
    ("cites", "part of the name of a cited source"),
    ("title", "a word or \"phrase\" in the title"),
    ("lang", "a language: en, uk, de"),
    ("is", "unread, read, bookmarked, new"),
    ("has", "quote, image, note"),
    ("tag", "a tag"),
    ("age", "<2d is younger than two days, >3w older than three weeks"),
    ("date", "2022-10-30, 2022-10, 2022-10..2022-11, today, yesterday"),
    ("sort", "date, rank, outlet"),
];

/// Deeper nesting than this is refused rather than followed.
const MAX_DEPTH: usize = 32;

pub(crate) fn parse(text: &str) -> Result<Query, QueryError> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        sort: None,
        end: text.chars().count(),
    };
    let expr = parser.alternatives(0)?;
    if let Some(token) = parser.peek() {
        return Err(QueryError {
            at: token.at,
            what: "this parenthesis closes nothing".to_owned(),
        });
    }
    Ok(Query {
        expr: expr.flat(),
        sort: parser.sort,
    })
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    sort: Option<Sort>,
    end: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }

    fn alternatives(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let mut ways = vec![self.together(depth)?];
        while let Some(Token { kind: Kind::Or, at }) = self.peek() {
            let at = *at;
            self.next += 1;
            if matches!(ways.last(), Some(Expr::All)) {
                return Err(QueryError {
                    at,
                    what: "`or` needs something on its left".to_owned(),
                });
            }
            let way = self.together(depth)?;
            if way == Expr::All {
                return Err(QueryError {
                    at: self.here(),
                    what: "`or` needs something on its right".to_owned(),
                });
            }
            ways.push(way);
        }
        Ok(if ways.len() == 1 {
            ways.swap_remove(0)
        } else {
            Expr::Or(ways)
        })
    }

    fn here(&self) -> usize {
        self.peek().map_or(self.end, |token| token.at)
    }

    fn together(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let mut terms = Vec::new();
        loop {
            match self.peek().map(|token| &token.kind) {
                None | Some(Kind::Or | Kind::Close) => break,
                Some(Kind::And) => self.next += 1,
                Some(_) => terms.extend(self.term(depth)?),
            }
        }
        Ok(Expr::And(terms).flat())
    }

    /// One term; `None` for what orders rather than chooses.
    fn term(&mut self, depth: usize) -> Result<Option<Expr>, QueryError> {
        let Some(token) = self.take() else {
            return Err(QueryError {
                at: self.end,
                what: "something is missing here".to_owned(),
            });
        };
        if depth > MAX_DEPTH {
            return Err(QueryError {
                at: token.at,
                what: "this is nested too deeply".to_owned(),
            });
        }
        match token.kind {
            Kind::Open => {
                let inner = self.alternatives(depth + 1)?;
                match self.take() {
                    Some(Token { kind: Kind::Close, .. }) => Ok(Some(inner)),
                    _ => Err(QueryError {
                        at: token.at,
                        what: "this parenthesis is never closed".to_owned(),
                    }),
                }
            }
            Kind::Minus => match self.term(depth + 1)? {
                Some(inner) => Ok(Some(Expr::Not(Box::new(inner)))),
                None => Err(QueryError {
                    at: token.at,
                    what: "`sort:` cannot be negated".to_owned(),
                }),
            },
            Kind::Word {
                field: None,
                value,
                quoted,
            } => Ok(Some(plain(value, quoted))),
            Kind::Word {
                field: Some(field),
                value,
                ..
            } => self.field(token.at, &field, &value),
            Kind::Or | Kind::And | Kind::Close => Err(QueryError {
                at: token.at,
                what: "a word or a field belongs here".to_owned(),
            }),
        }
    }

    fn field(&mut self, at: usize, field: &str, value: &str) -> Result<Option<Expr>, QueryError> {
        let fail = |what: String| Err(QueryError { at, what });
        let lower = field.to_lowercase();
        if !FIELDS.iter().any(|(name, _)| *name == lower) {
            let names = FIELDS.iter().map(|(name, _)| *name);
            return fail(match nearest(&lower, names) {
                Some(name) => format!("there is no field `{field}:`; did you mean `{name}:`?"),
                None => {
                    format!("there is no field `{field}:`; put quotation marks around it to search for these words")
                }
            });
        }
        if value.is_empty() {
            return fail(format!("`{lower}:` needs a value, without a blank before it"));
        }
        let text = || value.to_owned();
        Ok(Some(match lower.as_str() {
            "outlet" => Expr::Outlet(
                value
                    .split(',')
                    .filter(|slug| !slug.is_empty())
                    .map(str::to_lowercase)
                    .collect(),
            ),
            "folder" => Expr::Folder(text()),
            "author" => Expr::Author(text()),
            "speaker" => Expr::Speaker(text()),
            "cites" => Expr::Cites(text()),
            "title" => Expr::Title(text()),
            "lang" => Expr::Lang(value.to_lowercase()),
            "tag" => Expr::Tag(text()),
            "is" => Expr::Is(choice(
                at,
                value,
                &[
                    ("unread", Is::Unread),
                    ("read", Is::Read),
                    ("bookmarked", Is::Bookmarked),
                    ("new", Is::New),
                ],
            )?),
            "has" => Expr::Has(choice(
                at,
                value,
                &[("quote", Has::Quote), ("image", Has::Image), ("note", Has::Note)],
            )?),
            "age" => Expr::Age(age(value).ok_or_else(|| QueryError {
                at,
                what: format!("`{value}` is no age; write age:<2d or age:>3w (h, d, w, m, y)"),
            })?),
            "date" => Expr::Date(days(value).ok_or_else(|| QueryError {
                at,
                what: format!("`{value}` is no date; write 2022-10-30, 2022-10, 2022-10..2022-11, today or yesterday"),
            })?),
            _ => {
                self.sort = Some(choice(
                    at,
                    value,
                    &[("date", Sort::Date), ("rank", Sort::Rank), ("outlet", Sort::Outlet)],
                )?);
                return Ok(None);
            }
        }))
    }
}

fn plain(value: String, quoted: bool) -> Expr {
    match value.as_str() {
        "today" if !quoted => Expr::Date(Days::Today),
        "yesterday" if !quoted => Expr::Date(Days::Yesterday),
        _ if quoted && value.contains(char::is_whitespace) => Expr::Phrase(value),
        _ => Expr::Word(value),
    }
}

fn choice<T: Copy>(at: usize, value: &str, choices: &[(&str, T)]) -> Result<T, QueryError> {
    let lower = value.to_lowercase();
    if let Some((_, found)) = choices.iter().find(|(name, _)| *name == lower) {
        return Ok(*found);
    }
    let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
    Err(QueryError {
        at,
        what: match nearest(&lower, names.iter().copied()) {
            Some(name) => format!("`{value}` is not known here; did you mean `{name}`?"),
            None => format!("`{value}` is not known here; it may be {}", names.join(", ")),
        },
    })
}

/// `<2d`, `>3w`; a bare `2d` is younger.
fn age(value: &str) -> Option<Age> {
    let (older, span) = match value.strip_prefix('>') {
        Some(span) => (true, span),
        None => (false, value.strip_prefix('<').unwrap_or(value)),
    };
    let digits = span.trim_end_matches(|sign: char| !sign.is_ascii_digit());
    let unit = match span.strip_prefix(digits)? {
        "h" => 3_600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        "m" => 30 * 86_400,
        "y" => 365 * 86_400,
        _ => return None,
    };
    let count: i64 = digits.parse().ok().filter(|count| *count < 10_000)?;
    Some(Age {
        older,
        seconds: count * unit,
    })
}

fn days(value: &str) -> Option<Days> {
    match value {
        "today" => return Some(Days::Today),
        "yesterday" => return Some(Days::Yesterday),
        _ => {}
    }
    match value.split_once("..") {
        Some(("", "")) => None,
        Some((first, last)) => Some(Days::Range {
            first: if first.is_empty() { None } else { Some(span(first)?.0) },
            last: if last.is_empty() { None } else { Some(span(last)?.1) },
        }),
        None => span(value).map(|(first, last)| Days::Range {
            first: Some(first),
            last: Some(last),
        }),
    }
}

/// The first and last day of a year, a month or a day.
fn span(text: &str) -> Option<(Date, Date)> {
    let parts: Vec<_> = text
        .split('-')
        .map(|part| part.parse::<i16>().ok())
        .collect::<Option<_>>()?;
    let part = |value: i16| i8::try_from(value).ok();
    match *parts.as_slice() {
        [year] => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        [year, month] => {
            let first = Date::new(year, part(month)?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [year, month, day] => Date::new(year, part(month)?, part(day)?).ok().map(|date| (date, date)),
        _ => None,
    }
}

/// The name that was probably meant: at most two slips away.
pub(crate) fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|name| (crate::model::slips(word, name), name))
        .filter(|(slips, name)| *slips <= 2 && *slips < name.len())
        .min()
        .map(|(_, name)| name)
}
