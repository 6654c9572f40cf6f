//! Tree → text that reads back as the same tree.

use std::fmt::{self, Display, Formatter, Write};

use crate::query::parse::{begins_pattern, reserved, split_field};
use crate::query::tree::{Age, Days, Expr, Has, Is, Query, Sort};
use crate::query::value::UNITS;

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.expr)?;
        let Some(sort) = self.sort else { return Ok(()) };
        if self.expr != Expr::All {
            f.write_char(' ')?;
        }
        f.write_str(match sort {
            Sort::Date => "sort:date",
            Sort::Rank => "sort:rank",
            Sort::Outlet => "sort:outlet",
            Sort::Stories => "sort:stories",
        })
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::And(all) => joined(f, all, " ", |expr| matches!(expr, Self::And(_) | Self::Or(_))),
            Self::Or(any) => joined(f, any, " or ", |expr| matches!(expr, Self::Or(_))),
            Self::Not(expr) => {
                f.write_char('-')?;
                grouped(f, expr, matches!(**expr, Self::And(_) | Self::Or(_)))
            }
            Self::Word(word) if plain(word) => f.write_str(word),
            Self::Word(text) | Self::Phrase(text) => quoted(f, text),
            Self::Outlet(slugs) => {
                f.write_str("outlet:")?;
                for (i, slug) in slugs.iter().enumerate() {
                    if i > 0 {
                        f.write_char(',')?;
                    }
                    value(f, slug)?;
                }
                Ok(())
            }
            Self::Folder(name) => fielded(f, "folder", name),
            Self::Author(name) => fielded(f, "author", name),
            Self::Speaker(name) => fielded(f, "speaker", name),
            Self::Cites(name) => fielded(f, "cites", name),
            Self::Title(text) => fielded(f, "title", text),
            Self::Pattern(source) => {
                f.write_str("re:/")?;
                let mut escaped = false;
                for sign in source.chars() {
                    if sign == '/' && !escaped {
                        f.write_char('\\')?;
                    }
                    escaped = sign == '\\' && !escaped;
                    f.write_char(sign)?;
                }
                f.write_char('/')
            }
            Self::Lang(code) => fielded(f, "lang", code),
            Self::Tag(name) => fielded(f, "tag", name),
            Self::Is(is) => f.write_str(match is {
                Is::Unread => "is:unread",
                Is::Read => "is:read",
                Is::Bookmarked => "is:bookmarked",
                Is::New => "is:new",
                Is::Hidden => "is:hidden",
            }),
            Self::Has(has) => f.write_str(match has {
                Has::Quote => "has:quote",
                Has::Image => "has:image",
                Has::Note => "has:note",
                Has::Highlight => "has:highlight",
            }),
            Self::Age(age) => write!(f, "{age}"),
            Self::Date(days) => write!(f, "{days}"),
        }
    }
}

impl Display for Age {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let sign = if self.older { '>' } else { '<' };
        // Days rather than months and years, whose lengths nobody knows by heart.
        let days = UNITS.iter().filter(|(name, _)| !matches!(*name, "y" | "mo" | "w"));
        let (unit, seconds) = days
            .filter(|(_, seconds)| self.seconds % seconds == 0)
            .max_by_key(|(_, seconds)| *seconds)
            .unwrap_or(&("s", 1));
        write!(f, "age:{sign}{}{unit}", self.seconds / seconds)
    }
}

impl Display for Days {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("date:")?;
        match self {
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Range {
                first: Some(first),
                last: Some(last),
            } if first == last => write!(f, "{first}"),
            Self::Range { first, last } => {
                if let Some(first) = first {
                    write!(f, "{first}")?;
                }
                f.write_str("..")?;
                last.map_or(Ok(()), |last| write!(f, "{last}"))
            }
        }
    }
}

fn joined(f: &mut Formatter<'_>, exprs: &[Expr], between: &str, group: fn(&Expr) -> bool) -> fmt::Result {
    for (i, expr) in exprs.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        grouped(f, expr, group(expr))?;
    }
    Ok(())
}

fn grouped(f: &mut Formatter<'_>, expr: &Expr, group: bool) -> fmt::Result {
    if group {
        write!(f, "({expr})")
    } else {
        write!(f, "{expr}")
    }
}

fn fielded(f: &mut Formatter<'_>, name: &str, text: &str) -> fmt::Result {
    write!(f, "{name}:")?;
    value(f, text)
}

fn value(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    if is_bare(text) {
        f.write_str(text)
    } else {
        quoted(f, text)
    }
}

/// Whether a value may stand behind a colon without quotation marks.
pub(crate) fn is_bare(text: &str) -> bool {
    !text.is_empty() && !text.contains(|sign: char| sign.is_whitespace() || matches!(sign, '(' | ')' | '"' | ','))
}

/// Whether a word reads back as that very word.
fn plain(word: &str) -> bool {
    let bare = !word.is_empty() && !word.contains(|sign: char| sign.is_whitespace() || matches!(sign, '(' | ')' | '"'));
    let fielded = split_field(word)
        .is_some_and(|(_, rest)| !rest.is_empty() || crate::query::field::named(word.trim_end_matches(':')).is_some());
    bare && !fielded && !begins_pattern(word) && !word.starts_with('-') && !reserved(word)
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('"', " "))
}
