//! Articles: lists, counts, opening. Lists never read bodies and go on after a row, not at an offset.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row as SqlRow, params, params_from_iter};

use crate::model::{
    Article, ArticleId, Clean, Counts, FeedId, FilterId, Image, Language, OutletId, Published, QuoteRow, Row,
};
use crate::query::{Days, Expr, Is, Query};
use crate::store::body::inflate;
use crate::store::db::{Db, StoreError};
use crate::store::outlets::{clean, moment};
use crate::store::search::{compile, fold};
use crate::store::snippet::snippet;

const ROW: &str = "a.id, a.title, a.outlet_id, o.name, a.feed_url, a.url, a.byline, a.published_at, a.published_offset,
    a.sorted_at, a.fetched_at, a.read, a.bookmarked, a.quotes, a.words, a.excerpt";

/// A page of a list: at most `limit` rows after `after` (by the list's order), or from the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// Start after this row: its `sorted_at` and id. Ignored for lists that are not by date; those come whole up to `limit`.
    pub after: Option<(Timestamp, ArticleId)>,
    /// At most so many.
    pub limit: u32,
}

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Rows of a list. Where there are words to search for, each has a snippet.
    pub fn rows(&self, query: &Query, slice: &Slice, now: Timestamp) -> Result<Vec<Row>, StoreError> {
        let compiled = compile(query, now, &self.zone);
        let mut values = compiled.values;
        let mut condition = compiled.condition;
        if let (Some((at, id)), true) = (slice.after, compiled.by_date) {
            condition.push_str(" AND (a.sorted_at, a.id) < (?, ?)");
            values.extend([Value::Integer(at.as_second()), Value::Integer(id.0)]);
        }
        values.push(Value::Integer(i64::from(slice.limit)));
        let sql = format!(
            "SELECT {ROW} FROM {} WHERE {condition} ORDER BY {} LIMIT ?",
            compiled.from, compiled.order
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&values), row)?;
        let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
        let words = query.words();
        if !words.is_empty() {
            for row in &mut rows {
                if let Some((html, base)) = self.body(row.id)? {
                    row.snippet = snippet(&html, base.as_deref(), &words);
                }
            }
        }
        Ok(rows)
    }

    fn body(&self, article: ArticleId) -> Result<Option<(String, Option<String>)>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT html, base FROM body WHERE article_id = ?1")?;
        Ok(statement
            .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?)
    }

    /// How many articles fit.
    pub fn count(&self, query: &Query, now: Timestamp) -> Result<u64, StoreError> {
        let compiled = compile(query, now, &self.zone);
        let sql = format!("SELECT count(*) FROM {} WHERE {}", compiled.from, compiled.condition);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let count: i64 = statement.query_row(params_from_iter(&compiled.values), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Numbers for the sidebar.
    pub fn counts(&self, now: Timestamp) -> Result<Counts, StoreError> {
        let one = |sql| -> Result<u64, StoreError> {
            let mut statement = self.conn.prepare_cached(sql)?;
            Ok(statement.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs())
        };
        let mut statement = self
            .conn
            .prepare_cached("SELECT outlet_id, count(*) FROM article WHERE read = 0 GROUP BY outlet_id")?;
        let outlets = statement.query_map([], |row| {
            Ok((OutletId(row.get(0)?), row.get::<_, i64>(1)?.unsigned_abs()))
        })?;
        let outlets = outlets.collect::<Result<Vec<_>, _>>()?;
        let today = Query {
            expr: Expr::And(vec![Expr::Is(Is::Unread), Expr::Date(Days::Today)]),
            sort: None,
        };
        let mut filters = Vec::new();
        for filter in self.filters()? {
            filters.push((filter.id, self.count_unread(filter.id, &filter.query, now)?));
        }
        Ok(Counts {
            all: one("SELECT count(*) FROM article")?,
            unread: outlets.iter().map(|(_, unread)| unread).sum(),
            bookmarks: one("SELECT count(*) FROM article WHERE bookmarked = 1")?,
            today: self.count(&today, now)?,
            outlets,
            filters,
        })
    }

    fn count_unread(&self, _filter: FilterId, query: &str, now: Timestamp) -> Result<u64, StoreError> {
        let Ok(query) = Query::parse(query) else { return Ok(0) };
        let unread = Query {
            expr: Expr::And(vec![query.expr, Expr::Is(Is::Unread)]).flat(),
            sort: query.sort,
        };
        self.count(&unread, now)
    }

    /// One article, whole.
    pub fn article(&self, article: ArticleId) -> Result<Option<Article>, StoreError> {
        let sql = format!(
            "SELECT {ROW}, a.feed_id, a.language, a.modified_at, a.modified_offset, a.image_url, a.image_alt,
                b.html, b.base, b.page, b.page_url
             FROM article a JOIN outlet o ON o.id = a.outlet_id LEFT JOIN body b ON b.article_id = a.id WHERE a.id = ?1"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_row([article.0], whole).optional()?;
        let Some(mut found) = found else { return Ok(None) };
        found.place = self.place(article)?;
        Ok(Some(found))
    }

    /// The article with this address.
    pub fn article_at(&self, url: &str) -> Result<Option<ArticleId>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM article WHERE url = ?1 ORDER BY id LIMIT 1")?;
        Ok(statement.query_row([url], |row| row.get(0).map(ArticleId)).optional()?)
    }

    /// Quotes in the articles that fit, newest first. With `speaker:` in the query only that speaker's.
    pub fn quotes(&self, query: &Query, limit: u32, now: Timestamp) -> Result<Vec<QuoteRow>, StoreError> {
        let compiled = compile(query, now, &self.zone);
        let mut values = compiled.values;
        let mut condition = compiled.condition;
        for speaker in query.speakers() {
            condition.push_str(" AND instr(p.folded, ?) > 0");
            values.push(Value::Text(fold(speaker)));
        }
        values.push(Value::Integer(i64::from(limit)));
        let sql = format!(
            "SELECT a.id, q.text, q.kind, p.name, p.role, q.cue, q.confidence, a.title, o.name, a.url, a.published_at,
                a.published_offset
             FROM {} JOIN quote q ON q.article_id = a.id LEFT JOIN speaker p ON p.id = q.speaker_id
             WHERE {condition} ORDER BY a.sorted_at DESC, a.id DESC, q.id LIMIT ?",
            compiled.from
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let quotes = statement.query_map(params_from_iter(&values), quote_row)?;
        Ok(quotes.collect::<Result<_, _>>()?)
    }

    /// Articles, unread articles and bytes of bodies of each outlet, largest first; for `doctor`.
    pub fn sizes(&self) -> Result<Vec<(Clean, u64, u64)>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT o.name, count(*), coalesce(sum(length(b.html) + coalesce(length(b.page), 0)), 0)
             FROM article a JOIN outlet o ON o.id = a.outlet_id LEFT JOIN body b ON b.article_id = a.id
             GROUP BY o.id ORDER BY 3 DESC",
        )?;
        let sizes = statement.query_map(params![], |row| {
            Ok((
                clean(row, 0)?,
                row.get::<_, i64>(1)?.unsigned_abs(),
                row.get::<_, i64>(2)?.unsigned_abs(),
            ))
        })?;
        Ok(sizes.collect::<Result<_, _>>()?)
    }
}

fn row(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    let byline: String = row.get(6)?;
    Ok(Row {
        id: ArticleId(row.get(0)?),
        title: clean(row, 1)?,
        outlet: OutletId(row.get(2)?),
        outlet_name: clean(row, 3)?,
        feed_url: row.get(4)?,
        url: row.get(5)?,
        byline: byline.lines().map(Clean::line).collect(),
        published: published(row, 7)?,
        sorted_at: moment(row, 9)?.unwrap_or_default(),
        fetched_at: moment(row, 10)?.unwrap_or_default(),
        read: row.get(11)?,
        bookmarked: row.get(12)?,
        tags: Vec::new(),
        quotes: row.get(13)?,
        words: row.get(14)?,
        excerpt: clean(row, 15)?,
        snippet: None,
    })
}

fn whole(sql: &SqlRow<'_>) -> rusqlite::Result<Article> {
    let image = sql.get::<_, Option<String>>(20)?;
    let alt = clean(sql, 21)?;
    let page = sql.get::<_, Option<Vec<u8>>>(24)?.and_then(|page| inflate(&page));
    Ok(Article {
        row: row(sql)?,
        feed: FeedId(sql.get::<_, Option<i64>>(16)?.unwrap_or_default()),
        language: Language::of(&sql.get::<_, String>(17)?),
        modified: published(sql, 18)?,
        image: image.map(|url| Image { url, alt }),
        html: sql.get::<_, Option<String>>(22)?.unwrap_or_default(),
        base: sql.get(23)?,
        page: page.zip(sql.get(25)?),
        place: None,
    })
}

fn quote_row(row: &SqlRow<'_>) -> rusqlite::Result<QuoteRow> {
    let optional = |column| -> rusqlite::Result<Option<Clean>> {
        Ok(row.get::<_, Option<String>>(column)?.map(|text| Clean::line(&text)))
    };
    Ok(QuoteRow {
        article: ArticleId(row.get(0)?),
        text: Clean::text(row.get_ref(1)?.as_str()?),
        kind: row.get(2)?,
        speaker: optional(3)?,
        role: optional(4)?,
        cue: optional(5)?,
        confidence: row.get(6)?,
        title: clean(row, 7)?,
        outlet: clean(row, 8)?,
        url: row.get(9)?,
        published: published(row, 10)?,
    })
}

/// An instant with its offset in the column after it.
fn published(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Option<Published>> {
    let offset_minutes = row.get(column + 1)?;
    Ok(moment(row, column)?.map(|at| Published { at, offset_minutes }))
}
