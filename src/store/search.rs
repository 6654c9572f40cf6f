//! The filter language as SQL. Everything from a query goes in as a parameter, never as text of the statement.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::types::Value;
use unicode_normalization::UnicodeNormalization;

use crate::query::{Days, Expr, Has, Is, Query, Sort};

/// How much more a hit in the title weighs than one in the body.
const TITLE_WEIGHT: f64 = 8.0;

/// A query ready to run over `article a JOIN outlet o`.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The tables, the full-text index first where there are words.
    pub(crate) from: &'static str,
    /// The condition.
    pub(crate) condition: String,
    /// Its parameters, in order.
    pub(crate) values: Vec<Value>,
    /// `ORDER BY` without the words.
    pub(crate) order: String,
    /// Whether rows come by sorting instant and id, so that pages can go on after a row.
    pub(crate) by_date: bool,
}

/// Compiles a query; `now` and `zone` give ages and days their meaning.
pub(crate) fn compile(query: &Query, now: Timestamp, zone: &TimeZone) -> Compiled {
    let mut writer = Writer {
        now,
        zone,
        values: Vec::new(),
    };
    let terms = match &query.expr {
        Expr::And(terms) => terms.as_slice(),
        other => std::slice::from_ref(other),
    };
    let words: Vec<_> = terms.iter().filter_map(matching).collect();
    let mut conditions = Vec::new();
    if !words.is_empty() {
        conditions.push("article_search MATCH ?".to_owned());
        writer.values.push(Value::Text(words.join(" AND ")));
    }
    conditions.extend(
        terms
            .iter()
            .filter(|term| matching(term).is_none())
            .map(|term| writer.term(term)),
    );
    let ranked = !words.is_empty() && matches!(query.sort, None | Some(Sort::Rank));
    Compiled {
        from: if words.is_empty() {
            "article a JOIN outlet o ON o.id = a.outlet_id"
        } else {
            "article_search JOIN article a ON a.id = article_search.rowid JOIN outlet o ON o.id = a.outlet_id"
        },
        condition: conditions.join(" AND "),
        values: writer.values,
        order: match query.sort {
            _ if ranked => format!("bm25(article_search, {TITLE_WEIGHT:.1}, 1.0), a.sorted_at DESC, a.id DESC"),
            Some(Sort::Outlet) => "o.name COLLATE NOCASE, a.sorted_at DESC, a.id DESC".to_owned(),
            _ => "a.sorted_at DESC, a.id DESC".to_owned(),
        },
        by_date: !ranked && query.sort != Some(Sort::Outlet),
    }
}

/// A term as an expression of the full-text index (FTS5 §3), where it is one.
fn matching(term: &Expr) -> Option<String> {
    match term {
        Expr::Word(word) => Some(quoted(word)),
        Expr::Phrase(phrase) => Some(quoted(phrase)),
        Expr::Title(word) => Some(format!("title : {}", quoted(word))),
        _ => None,
    }
}

/// An FTS5 string: quotation marks doubled, a trailing star kept outside as a search by beginning.
fn quoted(word: &str) -> String {
    let (stem, star) = word.strip_suffix('*').map_or((word, ""), |stem| (stem, " *"));
    format!("\"{}\"{star}", spaced(stem).replace('"', "\"\"").replace('\0', " "))
}

/// Text as the index takes it: every Chinese, Japanese or Korean character a word of its own, since they are not spaced.
pub(crate) fn spaced(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut spaced = String::with_capacity(text.len() + text.len() / 8);
    for sign in text.chars() {
        if unspaced(sign) {
            spaced.push(' ');
            spaced.push(sign);
            spaced.push(' ');
        } else {
            spaced.push(sign);
        }
    }
    spaced
}

fn unspaced(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}' | '\u{e01}'..='\u{e5b}')
}

/// Lower case without accents, for names.
pub(crate) fn fold(text: &str) -> String {
    let marks = |sign: &char| !matches!(sign, '\u{300}'..='\u{36f}');
    text.nfd().filter(marks).flat_map(char::to_lowercase).collect()
}

struct Writer<'a> {
    now: Timestamp,
    zone: &'a TimeZone,
    values: Vec<Value>,
}

impl Writer<'_> {
    fn term(&mut self, term: &Expr) -> String {
        match term {
            Expr::All => "1".to_owned(),
            Expr::And(terms) => self.joined(terms, " AND "),
            Expr::Or(terms) => self.joined(terms, " OR "),
            Expr::Not(inner) => format!("NOT ({})", self.term(inner)),
            Expr::Word(_) | Expr::Phrase(_) | Expr::Title(_) => {
                self.values.push(Value::Text(matching(term).unwrap_or_default()));
                "a.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)".to_owned()
            }
            Expr::Outlet(slugs) => self.outlets(slugs),
            Expr::Folder(name) => {
                self.values.push(Value::Text(name.clone()));
                "o.folder = ? COLLATE NOCASE".to_owned()
            }
            Expr::Author(name) => {
                self.values.push(like(name));
                "a.byline LIKE ? ESCAPE '\\'".to_owned()
            }
            Expr::Speaker(name) => {
                self.values.push(like(&fold(name)));
                "a.id IN (SELECT article_id FROM speaker WHERE folded LIKE ? ESCAPE '\\')".to_owned()
            }
            Expr::Cites(name) => {
                self.values.push(like(&fold(name)));
                "a.id IN (SELECT article_id FROM source WHERE folded LIKE ? ESCAPE '\\')".to_owned()
            }
            Expr::Lang(code) => {
                self.values.push(Value::Text(code.to_lowercase()));
                "a.language = ?".to_owned()
            }
            Expr::Is(state) => self.state(*state),
            Expr::Has(Has::Quote) => "a.quotes > 0".to_owned(),
            Expr::Has(Has::Image) => "a.image_url IS NOT NULL".to_owned(),
            // Notes and tags are kept from a later version on: nothing has one yet.
            Expr::Has(Has::Note) | Expr::Tag(_) => "0".to_owned(),
            Expr::Age(age) => {
                self.values
                    .push(Value::Integer(self.now.as_second().saturating_sub(age.seconds)));
                format!("a.sorted_at {} ?", if age.older { "<" } else { ">=" })
            }
            Expr::Date(days) => self.days(*days),
        }
    }

    fn joined(&mut self, terms: &[Expr], by: &str) -> String {
        let terms: Vec<_> = terms.iter().map(|term| self.term(term)).collect();
        format!("({})", terms.join(by))
    }

    fn outlets(&mut self, slugs: &[String]) -> String {
        self.values.extend(slugs.iter().map(|slug| Value::Text(slug.clone())));
        match slugs.len() {
            1 => "a.outlet_id = (SELECT id FROM outlet WHERE slug = ?)".to_owned(),
            many => format!(
                "a.outlet_id IN (SELECT id FROM outlet WHERE slug IN ({}))",
                vec!["?"; many].join(", ")
            ),
        }
    }

    fn state(&mut self, state: Is) -> String {
        match state {
            Is::Unread => "a.read = 0".to_owned(),
            Is::Read => "a.read = 1".to_owned(),
            Is::Bookmarked => "a.bookmarked = 1".to_owned(),
            Is::New => {
                self.values.push(Value::Integer(self.now.as_second() - 3600));
                "a.fetched_at >= ?".to_owned()
            }
        }
    }

    fn days(&mut self, days: Days) -> String {
        let today = self.now.to_zoned_datetime(self.zone.clone()).date();
        let (first, last) = match days {
            Days::Today => (Some(today), Some(today)),
            Days::Yesterday => {
                let day = today.yesterday().unwrap_or(today);
                (Some(day), Some(day))
            }
            Days::Range { first, last } => (first, last),
        };
        let mut conditions = Vec::new();
        if let Some(start) = first.and_then(|day| self.midnight(day)) {
            self.values.push(Value::Integer(start));
            conditions.push("a.sorted_at >= ?");
        }
        if let Some(end) = last
            .and_then(|day| day.tomorrow().ok())
            .and_then(|day| self.midnight(day))
        {
            self.values.push(Value::Integer(end));
            conditions.push("a.sorted_at < ?");
        }
        if conditions.is_empty() {
            "1".to_owned()
        } else {
            format!("({})", conditions.join(" AND "))
        }
    }

    fn midnight(&self, day: Date) -> Option<i64> {
        day.to_zoned_datetime(self.zone.clone())
            .ok()
            .map(|start| start.timestamp().as_second())
    }
}

/// A pattern that finds the text anywhere, its own wildcards taken literally.
fn like(text: &str) -> Value {
    Value::Text(format!(
        "%{}%",
        text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
    ))
}

#[cfg(test)]
mod tests {
    use super::{fold, quoted, spaced};

    #[test]
    fn quotes_whatever_people_type() {
        assert_eq!(quoted("talks"), "\"talks\"");
        assert_eq!(quoted("sanct*"), "\"sanct\" *");
        assert_eq!(quoted("\" OR NEAR("), "\"\"\" OR NEAR(\"");
        assert_eq!(spaced("東京"), " 東  京 ");
        assert_eq!(fold("Überfahrt Łódź"), "uberfahrt łodz");
    }
}
