//! [`Query`] → text that reads back as the same query.

use std::fmt::{self, Display, Formatter};

use crate::query::tree::{Age, Days, Expr, Has, Is, Query, Sort};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.expr != Expr::All {
            write!(f, "{}", self.expr)?;
        }
        let sort = match self.sort {
            None => return Ok(()),
            Some(Sort::Date) => "sort:date",
            Some(Sort::Rank) => "sort:rank",
            Some(Sort::Outlet) => "sort:outlet",
        };
        if self.expr != Expr::All {
            f.write_str(" ")?;
        }
        f.write_str(sort)
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::And(terms) => joined(f, terms, " ", |term| matches!(term, Self::Or(_))),
            Self::Or(terms) => joined(f, terms, " or ", |_| false),
            Self::Not(inner) if matches!(**inner, Self::And(_) | Self::Or(_)) => write!(f, "-({inner})"),
            Self::Not(inner) => write!(f, "-{inner}"),
            Self::Word(word) if plain(word) => f.write_str(word),
            Self::Word(text) | Self::Phrase(text) => f.write_str(&quoted(text)),
            Self::Outlet(slugs) => write!(f, "outlet:{}", slugs.join(",")),
            Self::Folder(text) => field(f, "folder", text),
            Self::Author(text) => field(f, "author", text),
            Self::Speaker(text) => field(f, "speaker", text),
            Self::Cites(text) => field(f, "cites", text),
            Self::Title(text) => field(f, "title", text),
            Self::Lang(text) => field(f, "lang", text),
            Self::Tag(text) => field(f, "tag", text),
            Self::Is(Is::Unread) => f.write_str("is:unread"),
            Self::Is(Is::Read) => f.write_str("is:read"),
            Self::Is(Is::Bookmarked) => f.write_str("is:bookmarked"),
            Self::Is(Is::New) => f.write_str("is:new"),
            Self::Has(Has::Quote) => f.write_str("has:quote"),
            Self::Has(Has::Image) => f.write_str("has:image"),
            Self::Has(Has::Note) => f.write_str("has:note"),
            Self::Age(age) => write!(f, "age:{age}"),
            Self::Date(days) => write!(f, "date:{days}"),
        }
    }
}

impl Display for Age {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let sign = if self.older { '>' } else { '<' };
        let units = [
            ('y', 365 * 86_400),
            ('m', 30 * 86_400),
            ('w', 7 * 86_400),
            ('d', 86_400),
            ('h', 3_600),
        ];
        let (unit, seconds) = units
            .into_iter()
            .find(|(_, seconds)| self.seconds % seconds == 0)
            .unwrap_or(('h', 3_600));
        write!(f, "{sign}{}{unit}", self.seconds / seconds)
    }
}

impl Display for Days {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
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

fn joined(f: &mut Formatter<'_>, terms: &[Expr], by: &str, enclosed: impl Fn(&Expr) -> bool) -> fmt::Result {
    for (at, term) in terms.iter().enumerate() {
        if at > 0 {
            f.write_str(by)?;
        }
        if enclosed(term) {
            write!(f, "({term})")?;
        } else {
            write!(f, "{term}")?;
        }
    }
    Ok(())
}

fn field(f: &mut Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    if value.chars().any(|sign| sign.is_whitespace() || "()\"".contains(sign)) {
        write!(f, "{name}:{}", quoted(value))
    } else {
        write!(f, "{name}:{value}")
    }
}

/// Whether a word reads back as itself without quotation marks.
fn plain(word: &str) -> bool {
    let special = ["or", "and", "today", "yesterday"];
    !word.is_empty()
        && !word.starts_with('-')
        && !special.contains(&word.to_lowercase().as_str())
        && !word.chars().any(|sign| sign.is_whitespace() || "():\"".contains(sign))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
