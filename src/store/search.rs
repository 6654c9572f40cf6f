//! The filter language as SQL. Everything from a query goes in as a parameter, never as text of the statement.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::query::{Days, Expr, Has, Is, Query, Sort, index_form, needle};
use crate::store::error::StoreError;
use crate::store::named::{AUTHOR, CITES, Named, SPEAKER, Way};

/// The body is unpacked only where the title does not fit.
const FITS: &str = "(title_fits(?, a.title)
    OR body_fits(?, (SELECT coalesce(page, html) FROM body WHERE article_id = a.id)))";

/// The columns of words that are looked for anywhere.
const ANYWHERE: &str = "{title body} :";
const TITLE: &str = "title :";

/// Conditions that are known by sight.
const MATCH: &str = "article_search MATCH ?";
const UNREAD: &str = "a.read_at IS NULL";

/// Not hidden. An id that the index of words gives is as good as the article's, and needs no row.
const SHOWN: &str = "+a.id NOT IN (SELECT article_id FROM hidden)";

/// A query ready to run over `article a`.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The tables, the full-text index first where there are words; `a` among them.
    pub(crate) from: &'static str,
    /// What the full-text index is asked, where there are words.
    pub(crate) matching: Option<String>,
    /// The same of what has in its title all that it has to have, where that are fewer and they go first.
    pub(crate) titled: Option<String>,
    /// The condition; never empty.
    pub(crate) condition: String,
    /// Its parameters, in order; the first is `matching`.
    pub(crate) values: Vec<Value>,
    /// The order of its rows.
    pub(crate) order: Order,
}

/// Orders of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Newest first: pages can go on after a row.
    Date,
    /// Best hit first.
    Rank,
    /// By outlet, then newest first.
    Outlet,
    /// What most outlets report first, then newest first.
    Stories,
}

/// Compiles a query; `now` and `zone` give ages and days their meaning.
pub(crate) fn compile(query: &Query, now: Timestamp, zone: &TimeZone) -> Compiled {
    compiled(query, (Way::LookUp, None), now, zone)
}

/// The same for a page of a list.
pub(crate) fn compile_page(query: &Query, way: Way, now: Timestamp, zone: &TimeZone) -> Compiled {
    compiled(query, (way, None), now, zone)
}

/// Perhaps only of articles `within` a range of ids.
fn compiled(
    query: &Query,
    (way, within): (Way, Option<RangeInclusive<i64>>),
    now: Timestamp,
    zone: &TimeZone,
) -> Compiled {
    let mut writer = Writer {
        now,
        zone,
        way,
        within,
        values: Vec::new(),
    };
    let expr = sought(&query.expr).unwrap_or_default().flat();
    let terms = match &expr {
        Expr::And(terms) => terms.as_slice(),
        other => std::slice::from_ref(other),
    };
    let (matching, others) = split(ANYWHERE, terms);
    // Hits are walked as the index of words gives them; looking that up for each article of somebody's takes longer.
    if matching.is_some() && way == Way::LookUp {
        writer.way = Way::Gather;
    }
    let mut conditions = Vec::new();
    if let Some(matching) = &matching {
        conditions.push(MATCH.to_owned());
        writer.values.push(Value::Text(matching.clone()));
    }
    conditions.extend(writer.range(if matching.is_some() {
        "article_search.rowid"
    } else {
        "a.id"
    }));
    conditions.extend(others.iter().map(|term| writer.term(term)));
    if !tells_hidden(terms) {
        conditions.push(SHOWN.to_owned());
    }
    let order = match query.sort {
        Some(Sort::Outlet) => Order::Outlet,
        Some(Sort::Stories) => Order::Stories,
        None | Some(Sort::Rank) if matching.is_some() => Order::Rank,
        _ => Order::Date,
    };
    let titled = (order == Order::Rank).then(|| split(TITLE, terms).0).flatten();
    Compiled {
        from: match (&matching, &writer.within) {
            (Some(_), None) => "article_search JOIN article a ON a.id = article_search.rowid",
            (None, None) => "article a",
            // The planner does not know how short the range is.
            (Some(_), Some(_)) => "article_search CROSS JOIN article a NOT INDEXED ON a.id = article_search.rowid",
            (None, Some(_)) => "article a NOT INDEXED",
        },
        order,
        titled: titled.filter(|titled| Some(titled) != matching.as_ref()),
        matching,
        condition: conditions.join(" AND "),
        values: writer.values,
    }
}

/// Whether a query shows nothing hidden by itself (what is unread or kept is never hidden), or says what it wants.
fn tells_hidden(terms: &[Expr]) -> bool {
    fn named(expr: &Expr) -> bool {
        match expr {
            Expr::Is(Is::Hidden) => true,
            Expr::And(terms) | Expr::Or(terms) => terms.iter().any(named),
            Expr::Not(inner) => named(inner),
            _ => false,
        }
    }
    let never = |term: &Expr| matches!(term, Expr::Is(Is::Unread | Is::Bookmarked));
    terms.iter().any(|term| never(term) || named(term))
}

/// The expression without words that have no letters: there is nothing to look for. `None`: nothing is left.
fn sought(expr: &Expr) -> Option<Expr> {
    let all = |exprs: &[Expr]| exprs.iter().filter_map(sought).collect::<Vec<_>>();
    Some(match expr {
        Expr::Word(text) | Expr::Phrase(text) | Expr::Title(text) | Expr::Author(text) if needle(text).is_none() => {
            return None;
        }
        Expr::And(exprs) => Expr::And(all(exprs)),
        Expr::Or(exprs) => Some(all(exprs)).filter(|any| !any.is_empty()).map(Expr::Or)?,
        Expr::Not(inner) => Expr::Not(Box::new(sought(inner)?)),
        other => other.clone(),
    })
}

/// Parts terms that must all hold into what the full-text index answers at once, and the others. What is to be found anywhere is
/// looked for in the columns given; what is to be found nowhere, in all.
fn split<'t>(anywhere: &str, terms: &'t [Expr]) -> (Option<String>, Vec<&'t Expr>) {
    let wanted: Vec<String> = terms.iter().filter_map(|term| matching(anywhere, term)).collect();
    if wanted.is_empty() {
        return (None, terms.iter().collect());
    }
    let unwanted = |term: &Expr| match term {
        Expr::Not(inner) => matching(ANYWHERE, inner),
        _ => None,
    };
    let others = terms
        .iter()
        .filter(|term| matching(ANYWHERE, term).is_none() && unwanted(term).is_none());
    let without: Vec<String> = terms.iter().filter_map(unwanted).collect();
    let wanted = wanted.join(" AND ");
    let matching = if without.is_empty() {
        wanted
    } else {
        format!("({wanted}) NOT ({})", without.join(" OR "))
    };
    (Some(matching), others.collect())
}

/// An expression as one of the full-text index (FTS5 §3), where it is one.
fn matching(anywhere: &str, expr: &Expr) -> Option<String> {
    match expr {
        Expr::Word(text) | Expr::Phrase(text) => phrase(anywhere, text),
        Expr::Title(text) => phrase(TITLE, text),
        Expr::And(terms) => match split(anywhere, terms) {
            (Some(matching), others) if others.is_empty() => Some(format!("({matching})")),
            _ => None,
        },
        Expr::Or(terms) => {
            let any: Option<Vec<String>> = terms.iter().map(|term| matching(anywhere, term)).collect();
            any.map(|any| format!("({})", any.join(" OR ")))
        }
        _ => None,
    }
}

/// Words in their order in some columns. Only letters and digits are left of what was typed, so nothing needs escaping.
fn phrase(columns: &str, text: &str) -> Option<String> {
    let (words, cut) = needle(text)?;
    Some(format!("{columns} \"{words}\"{}", if cut { " *" } else { "" }))
}

/// How many articles fit.
pub(crate) fn count(conn: &Connection, query: &Query, now: Timestamp, zone: &TimeZone) -> Result<u64, StoreError> {
    let compiled = compile(query, now, zone);
    let mut statement = conn.prepare_cached(&compiled.count(query))?;
    let count: i64 = statement.query_row(params_from_iter(&compiled.values), |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// Every article that fits, in no order.
pub(crate) fn every(conn: &Connection, query: &Query, now: Timestamp, zone: &TimeZone) -> Result<Vec<i64>, StoreError> {
    let compiled = compile(query, now, zone);
    let mut statement = conn.prepare_cached(&compiled.ids(query))?;
    let found = statement.query_map(params_from_iter(&compiled.values), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Of the articles with ids in a range, every one that fits; what it costs grows with the range alone.
pub(crate) fn fitting_within(
    conn: &Connection,
    query: &Query,
    ids: RangeInclusive<i64>,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Vec<i64>, StoreError> {
    let compiled = compiled(query, (Way::Ask, Some(ids)), now, zone);
    let sql = format!("SELECT a.id FROM {} WHERE {}", compiled.from, compiled.condition);
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(&compiled.values), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

impl Compiled {
    /// The statement that counts them no further than to `most`; of a query with words.
    pub(crate) fn count_up_to(&self, most: u32) -> String {
        let hits = if self.condition == format!("{MATCH} AND {SHOWN}") {
            Self::hits("1")
        } else {
            // The order, which is that of the index, keeps SQLite from asking the index about one article after the other.
            let newest = "ORDER BY article_search.rowid DESC";
            format!("SELECT 1 FROM {} WHERE {} {newest}", self.from, self.condition)
        };
        format!("SELECT count(*) FROM ({hits} LIMIT {most})")
    }

    /// What the index of words alone can tell of all its hits that are not hidden.
    fn hits(asked: &str) -> String {
        format!(
            "SELECT {asked} FROM article_search WHERE {MATCH}
             AND +article_search.rowid NOT IN (SELECT article_id FROM hidden)"
        )
    }

    /// The statement that counts all articles that fit the query this was compiled from.
    pub(crate) fn count(&self, query: &Query) -> String {
        self.over_all(query, "count(*)", "count(*)")
    }

    /// The statement that gives the ids of all of them, in no order.
    fn ids(&self, query: &Query) -> String {
        self.over_all(query, "article_search.rowid", "a.id")
    }

    /// `hits` is what is asked where the index of words alone can tell, else `rows`.
    fn over_all(&self, query: &Query, hits: &str, rows: &str) -> String {
        let unread = query.terms().contains(&Expr::Is(Is::Unread));
        match self.condition.as_str() {
            condition if condition == format!("{MATCH} AND {SHOWN}") => Self::hits(hits),
            // Looks every hit up among the unread ones instead of in its row; the `+` keeps it from asking the index for each.
            condition if condition == format!("{MATCH} AND {UNREAD}") => format!(
                "SELECT {hits} FROM article_search WHERE {MATCH}
                 AND +article_search.rowid IN (SELECT a.id FROM article a WHERE {UNREAD})"
            ),
            // This index alone answers most of it; left alone SQLite takes a smaller one and reads the rows.
            condition if unread && self.matching.is_none() && query.outlets().is_empty() => {
                format!("SELECT {rows} FROM article a INDEXED BY article_unread WHERE {condition}")
            }
            condition => format!("SELECT {rows} FROM {} WHERE {condition}", self.from),
        }
    }
}

struct Writer<'a> {
    now: Timestamp,
    zone: &'a TimeZone,
    way: Way,
    within: Option<RangeInclusive<i64>>,
    values: Vec<Value>,
}

impl Writer<'_> {
    fn term(&mut self, term: &Expr) -> String {
        if let Some(matching) = matching(ANYWHERE, term) {
            self.values.push(Value::Text(matching));
            let range = self
                .range("rowid")
                .map_or_else(String::new, |range| format!(" AND {range}"));
            return format!("a.id IN (SELECT rowid FROM article_search WHERE {MATCH}{range})");
        }
        match term {
            Expr::All | Expr::Word(_) | Expr::Phrase(_) | Expr::Title(_) => "1".to_owned(),
            Expr::And(terms) => self.joined(terms, " AND "),
            Expr::Or(terms) => self.joined(terms, " OR "),
            Expr::Not(inner) => format!("NOT ({})", self.term(inner)),
            Expr::Outlet(slugs) => self.outlets(slugs),
            Expr::Folder(name) => self.with(
                Value::Text(name.clone()),
                "+a.outlet_id IN (SELECT id FROM outlet WHERE folder = ? COLLATE NOCASE)",
            ),
            Expr::Author(name) => self.named(name, &AUTHOR),
            Expr::Speaker(name) => self.named(name, &SPEAKER),
            Expr::Cites(name) => self.named(name, &CITES),
            Expr::Pattern(source) => {
                self.values.push(Value::Text(source.clone()));
                self.with(Value::Text(source.clone()), FITS)
            }
            Expr::Lang(code) => {
                let code = code.split(['-', '_']).next().unwrap_or_default();
                self.with(Value::Text(code.to_lowercase()), "a.language = ?")
            }
            Expr::Is(state) => self.state(*state),
            Expr::Has(Has::Quote) => "a.quotes > 0".to_owned(),
            Expr::Has(Has::Image) => "a.image_url IS NOT NULL".to_owned(),
            Expr::Has(Has::Note) => "a.ident IN (SELECT ident FROM note)".to_owned(),
            Expr::Has(Has::Highlight) => "a.ident IN (SELECT ident FROM highlight)".to_owned(),
            Expr::Tag(name) => self.with(
                Value::Text(index_form(name)),
                "a.ident IN (SELECT ident FROM tag WHERE folded = ?)",
            ),
            Expr::Age(age) => {
                let then = self.now.as_second().saturating_sub(age.seconds);
                let condition = if age.older {
                    "a.sorted_at < ?"
                } else {
                    "a.sorted_at >= ?"
                };
                self.with(Value::Integer(then), condition)
            }
            Expr::Date(days) => self.days(*days),
        }
    }

    fn with(&mut self, value: Value, condition: &str) -> String {
        self.values.push(value);
        condition.to_owned()
    }

    fn named(&mut self, name: &str, named: &Named) -> String {
        self.with(named.wanted(name), &named.condition(self.way))
    }

    fn range(&mut self, column: &str) -> Option<String> {
        let (first, last) = self.within.clone()?.into_inner();
        self.values.extend([Value::Integer(first), Value::Integer(last)]);
        Some(format!("{column} BETWEEN ? AND ?"))
    }

    fn joined(&mut self, terms: &[Expr], by: &str) -> String {
        let terms: Vec<_> = terms.iter().map(|term| self.term(term)).collect();
        format!("({})", terms.join(by))
    }

    /// With one outlet its index gives the order; with several the list by date is walked, which the `+` asks for.
    fn outlets(&mut self, slugs: &[String]) -> String {
        self.values.extend(slugs.iter().map(|slug| Value::Text(slug.clone())));
        match slugs.len() {
            1 => "a.outlet_id = (SELECT id FROM outlet WHERE slug = ?)".to_owned(),
            many => format!(
                "+a.outlet_id IN (SELECT id FROM outlet WHERE slug IN ({}))",
                vec!["?"; many].join(", ")
            ),
        }
    }

    fn state(&mut self, state: Is) -> String {
        match state {
            Is::Unread => UNREAD.to_owned(),
            Is::Read => "a.read_at IS NOT NULL".to_owned(),
            Is::Bookmarked => "a.bookmarked_at IS NOT NULL".to_owned(),
            Is::Hidden => "a.id IN (SELECT article_id FROM hidden)".to_owned(),
            Is::New => self.with(Value::Integer(self.now.as_second() - 3600), "a.fetched_at >= ?"),
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
            conditions.push(self.with(Value::Integer(start), "a.sorted_at >= ?"));
        }
        if let Some(end) = last
            .and_then(|day| day.tomorrow().ok())
            .and_then(|day| self.midnight(day))
        {
            conditions.push(self.with(Value::Integer(end), "a.sorted_at < ?"));
        }
        if conditions.is_empty() {
            "1".to_owned()
        } else {
            format!("({})", conditions.join(" AND "))
        }
    }

    fn midnight(&self, day: Date) -> Option<i64> {
        let start = day.to_zoned_datetime(self.zone.clone()).ok()?;
        Some(start.timestamp().as_second())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::{SHOWN, compile};
    use crate::query::Query;

    #[test]
    fn asks_the_index_once_where_it_can() {
        let check = |text: &str, matching: Option<&str>, condition: &str| {
            let compiled = compile(&Query::parse(text).unwrap(), Timestamp::UNIX_EPOCH, &TimeZone::UTC);
            assert_eq!(compiled.matching.as_deref(), matching, "{text}");
            let hidden_too = text.contains("is:unread");
            let condition = if hidden_too {
                condition.to_owned()
            } else {
                format!("{condition} AND {SHOWN}")
            };
            assert_eq!(compiled.condition, condition, "{text}");
            assert_eq!(compiled.values.len(), compiled.condition.matches('?').count(), "{text}");
        };
        let found = "article_search MATCH ?";
        check("", None, "1");
        check("& +", None, "1");
        check("talks", Some("{title body} : \"talks\""), found);
        check(
            "Talks* \"to; DROP\" -storm",
            Some("({title body} : \"talks\" * AND {title body} : \"to drop\") NOT ({title body} : \"storm\")"),
            found,
        );
        check(
            "(a or title:b) is:unread",
            Some("({title body} : \"a\" OR title : \"b\")"),
            "article_search MATCH ? AND a.read_at IS NULL",
        );
        check("-\"*\"", None, "1");
        let each = "a.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)";
        check("a or is:read", None, &format!("({each} OR a.read_at IS NOT NULL)"));
        check("-a", None, &format!("NOT ({each})"));
    }
}
