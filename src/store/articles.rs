//! Articles: lists, counts, opening. Lists never read bodies and go on after a row, not at an offset.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row as SqlRow, params, params_from_iter};

use crate::model::{
    Article, ArticleId, Clean, Complete, Counts, FeedId, Image, Language, OutletId, Place, Published, Row,
};
use crate::query::{Days, Expr, Is, Query, Seeker};
use crate::store::body::{hash, unpack};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::named::way;
use crate::store::outlets::{clean, moment};
use crate::store::search::{Compiled, Order, compile, compile_page, count};
use crate::store::snippet;

const ROW: &str = "a.id, a.title, a.outlet_id, o.name, f.url, a.url, a.byline, a.published_at, a.published_offset,
    a.sorted_at, a.fetched_at, a.read_at IS NOT NULL, a.bookmarked_at IS NOT NULL, a.quotes, a.words, a.excerpt,
    EXISTS (SELECT 1 FROM revision r WHERE r.article_id = a.id),
    (SELECT group_concat(name, char(10)) FROM (SELECT name FROM tag WHERE ident = a.ident ORDER BY folded)),
    a.story_id IS NOT NULL OR EXISTS (SELECT 1 FROM story s WHERE s.id = a.id)";
/// Columns of a row; whatever else is selected stands behind them.
const ROW_COLUMNS: usize = 19;
/// Of those, whether there is a story to it: looked up only then.
const HAS_STORY: usize = 18;

const ROW_TABLES: &str = "article a JOIN outlet o ON o.id = a.outlet_id LEFT JOIN feed f ON f.id = a.feed_id";

/// Hits that are weighed against each other. Of words with more hits only the newest are looked at: weighing every article
/// that has "the" and "of" costs seconds and tells nobody anything.
const MAX_WEIGHED: u32 = 500;
/// Of words with more hits, how many that came last are put into order by date; more where more are asked for.
const MIN_DATED: u32 = 250;

/// How much more a hit in the title weighs than one in the body, in the columns' order: body, title.
const RANK: &str = "bm25(article_search, 1.0, 8.0)";

/// Outlets whose lists are read one by one and merged; of more of them, every page of the whole list has some.
const MAX_MERGED: u32 = 64;

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
    /// Rows of a list. Where words were searched for, each row whose body has them brings a snippet.
    pub fn rows(&self, query: &Query, slice: &Slice, now: Timestamp) -> Result<Vec<Row>, StoreError> {
        let ids = self.ids(query, slice, now)?;
        let mut rows = self.rows_of(&ids)?;
        let seeker = Seeker::of(query);
        if seeker.count() > 0 {
            for row in &mut rows {
                let Some(text) = self.text(row.id)? else { continue };
                row.snippet = snippet::around(&text, &seeker);
            }
        }
        Ok(rows)
    }

    /// The article that came last.
    pub fn newest(&self) -> Result<ArticleId, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT coalesce(max(id), 0) FROM article")?;
        Ok(statement.query_row([], |row| row.get(0).map(ArticleId))?)
    }

    /// The rows of articles.
    pub(crate) fn rows_of(&self, ids: &[ArticleId]) -> Result<Vec<Row>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached(&format!("SELECT {ROW} FROM {ROW_TABLES} WHERE a.id = ?1"))?;
        let mut rows: Vec<Row> = Vec::with_capacity(ids.len());
        for id in ids {
            // Gone since: another program may have dropped it between the two statements.
            let found = statement.query_row([id.0], |sql| Ok((row(sql)?, sql.get(HAS_STORY)?)));
            let Some((mut row, has_story)) = found.optional()? else {
                continue;
            };
            if has_story {
                row.story = self.story_of(row.id)?;
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// The articles of a list, in its order.
    pub(crate) fn ids(&self, query: &Query, slice: &Slice, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let compiled = compile(query, now, &self.zone);
        match compiled.order {
            Order::Rank => self.ranked(&compiled, slice.limit),
            Order::Outlet => {
                let from = format!("{} JOIN outlet o ON o.id = a.outlet_id", compiled.from);
                let order = "o.name COLLATE names, o.id, a.sorted_at DESC, a.id DESC";
                let found = self.dated(&from, &compiled.condition, &compiled.values, order, slice.limit)?;
                Ok(found.into_iter().map(|(_, id)| id).collect())
            }
            Order::Stories => {
                let order = "CASE WHEN a.story_id IS NULL THEN 1
                    ELSE (SELECT count(DISTINCT m.outlet_id) FROM article m WHERE m.story_id = a.story_id) END DESC,
                    a.sorted_at DESC, a.id DESC";
                let found = self.dated(compiled.from, &compiled.condition, &compiled.values, order, slice.limit)?;
                Ok(found.into_iter().map(|(_, id)| id).collect())
            }
            Order::Date => self.by_date(query, slice, now),
        }
    }

    fn by_date(&self, query: &Query, slice: &Slice, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let many = self.outlets_of(query)?;
        let way = way(&self.conn, query)?;
        let compiled = compile_page(query, way, now, &self.zone);
        let mut found = Vec::new();
        if compiled.matching.is_none() && (2..=MAX_MERGED as usize).contains(&many.len()) {
            for slug in many {
                let one = compile_page(&query.with_outlets(vec![slug]), way, now, &self.zone);
                found.extend(self.page(&one, slice)?);
            }
            found.sort_unstable_by(|one, other| other.cmp(one));
            found.truncate(slice.limit as usize);
        } else {
            found = self.page(&compiled, slice)?;
        }
        Ok(found.into_iter().map(|(_, id)| id).collect())
    }

    /// Slugs of the outlets that a query is narrowed to, be it by name or by folder.
    fn outlets_of(&self, query: &Query) -> Result<Vec<String>, StoreError> {
        if !query.outlets().is_empty() {
            let mut slugs = query.outlets().to_vec();
            slugs.sort_unstable();
            slugs.dedup();
            return Ok(slugs);
        }
        let folder = query.terms().iter().find_map(|term| match term {
            Expr::Folder(name) => Some(name),
            _ => None,
        });
        let Some(folder) = folder else { return Ok(Vec::new()) };
        let mut statement = self
            .conn
            .prepare_cached("SELECT slug FROM outlet WHERE folder = ?1 COLLATE NOCASE LIMIT ?2")?;
        let slugs = statement.query_map(params![folder, MAX_MERGED + 1], |row| row.get(0))?;
        Ok(slugs.collect::<Result<_, _>>()?)
    }

    fn page(&self, compiled: &Compiled, slice: &Slice) -> Result<Vec<(i64, ArticleId)>, StoreError> {
        let mut condition = compiled.condition.clone();
        let mut values = compiled.values.clone();
        if let Some((at, id)) = slice.after {
            condition.push_str(" AND (a.sorted_at, a.id) < (?, ?)");
            values.extend([Value::Integer(at.as_second()), Value::Integer(id.0)]);
        }
        self.dated(
            compiled.from,
            &condition,
            &values,
            "a.sorted_at DESC, a.id DESC",
            slice.limit,
        )
    }

    fn dated(
        &self,
        from: &str,
        condition: &str,
        values: &[Value],
        order: &str,
        limit: u32,
    ) -> Result<Vec<(i64, ArticleId)>, StoreError> {
        let sql = format!("SELECT a.sorted_at, a.id FROM {from} WHERE {condition} ORDER BY {order} LIMIT {limit}");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(values), |row| {
            Ok((row.get(0)?, ArticleId(row.get(1)?)))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Best hits first. Of words with very many hits: those in titles, then the newest.
    fn ranked(&self, compiled: &Compiled, limit: u32) -> Result<Vec<ArticleId>, StoreError> {
        let newest = "article_search.rowid DESC";
        let (from, condition) = (compiled.from, &compiled.condition);
        let hits: u32 = self
            .conn
            .prepare_cached(&compiled.count_up_to(MAX_WEIGHED))?
            .query_row(params_from_iter(&compiled.values), |row| row.get(0))?;
        if hits < MAX_WEIGHED {
            let order = format!("{RANK}, a.sorted_at DESC, a.id DESC");
            let found = self.dated(from, condition, &compiled.values, &order, limit)?;
            return Ok(found.into_iter().map(|(_, id)| id).collect());
        }
        let mut hits = self.dated(from, condition, &compiled.values, newest, limit.max(MIN_DATED))?;
        let mut titled = Vec::new();
        if let Some(asked) = &compiled.titled {
            let mut values = compiled.values.clone();
            values[0] = Value::Text(asked.clone());
            titled = self.dated(from, condition, &values, newest, limit)?;
        }
        titled.sort_unstable_by(|one, other| other.cmp(one));
        hits.sort_unstable_by(|one, other| other.cmp(one));
        let titles: std::collections::HashSet<_> = titled.iter().copied().collect();
        titled.extend(hits.into_iter().filter(|hit| !titles.contains(hit)));
        titled.truncate(limit as usize);
        Ok(titled.into_iter().map(|(_, id)| id).collect())
    }

    /// The plain text that was searched: of the whole page where there is one.
    fn text(&self, article: ArticleId) -> Result<Option<String>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT coalesce(page, html) FROM body WHERE article_id = ?1")?;
        let blob: Option<Vec<u8>> = statement.query_row([article.0], |row| row.get(0)).optional()?;
        Ok(blob.and_then(|blob| unpack(&blob)).map(|(_, text)| text))
    }

    /// How many articles fit.
    pub fn count(&self, query: &Query, now: Timestamp) -> Result<u64, StoreError> {
        count(&self.conn, query, now, &self.zone)
    }

    /// Numbers for the sidebar, but for those of saved filters: [`Self::tallies`] has them.
    pub fn counts(&self, now: Timestamp) -> Result<Counts, StoreError> {
        let mut counts = Counts::default();
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, articles, unread FROM outlet WHERE articles > 0")?;
        let tallies = statement.query_map([], |row| {
            Ok((OutletId(row.get(0)?), row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
        })?;
        for tally in tallies {
            let (outlet, articles, unread) = tally?;
            counts.all += articles.unsigned_abs();
            counts.unread += unread.unsigned_abs();
            if unread > 0 {
                counts.outlets.push((outlet, unread.unsigned_abs()));
            }
        }
        counts.all -= self.count(&Query::default().with(Expr::Is(Is::Hidden)), now)?;
        let bookmarked = Query::default().with(Expr::Is(Is::Bookmarked));
        counts.bookmarks = self.count(&bookmarked, now)?;
        let today = Query::default()
            .with(Expr::Is(Is::Unread))
            .with(Expr::Date(Days::Today));
        counts.today = self.count(&today, now)?;
        Ok(counts)
    }

    /// One article, whole.
    pub fn article(&self, article: ArticleId) -> Result<Option<Article>, StoreError> {
        let sql = format!(
            "SELECT {ROW}, a.feed_id, a.language, a.modified_at, a.modified_offset, a.image_url, a.image_alt,
                a.place_leaf, a.place_offset, b.html, b.base, b.page, b.page_url, b.standfirst, b.section,
                (SELECT text FROM note n WHERE n.ident = a.ident)
             FROM {ROW_TABLES} LEFT JOIN body b ON b.article_id = a.id WHERE a.id = ?1"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_row([article.0], |sql| Ok((whole(sql)?, sql.get(HAS_STORY)?)));
        let Some((mut found, has_story)) = found.optional()? else {
            return Ok(None);
        };
        if has_story {
            found.row.story = self.story_of(article)?;
        }
        found.highlights = self.highlights(article)?;
        Ok(Some(found))
    }

    /// The article with this address; of several the newest.
    pub fn article_at(&self, url: &str) -> Result<Option<ArticleId>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM article WHERE ident = ?1 AND url = ?2 ORDER BY id DESC LIMIT 1")?;
        Ok(statement
            .query_row(params![hash(&[url]), url], |row| row.get(0).map(ArticleId))
            .optional()?)
    }

    /// Articles and bytes of bodies of each outlet, largest first; for `doctor`.
    pub fn sizes(&self) -> Result<Vec<(Clean, u64, u64)>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT o.name, count(*), coalesce(sum(length(b.html) + coalesce(length(b.page), 0)), 0)
             FROM article a JOIN outlet o ON o.id = a.outlet_id LEFT JOIN body b ON b.article_id = a.id
             GROUP BY o.id ORDER BY 3 DESC",
        )?;
        let sizes = statement.query_map([], |row| {
            let (articles, bytes): (i64, i64) = (row.get(1)?, row.get(2)?);
            Ok((clean(row, 0)?, articles.unsigned_abs(), bytes.unsigned_abs()))
        })?;
        Ok(sizes.collect::<Result<_, _>>()?)
    }
}

fn row(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    let byline: String = row.get(6)?;
    let tags: Option<String> = row.get(17)?;
    Ok(Row {
        id: ArticleId(row.get(0)?),
        title: clean(row, 1)?,
        outlet: OutletId(row.get(2)?),
        outlet_name: clean(row, 3)?,
        feed_url: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
        url: row.get(5)?,
        byline: byline.lines().map(Clean::line).collect(),
        published: published(row, 7)?,
        sorted_at: moment(row, 9)?.unwrap_or_default(),
        fetched_at: moment(row, 10)?.unwrap_or_default(),
        read: row.get(11)?,
        bookmarked: row.get(12)?,
        tags: tags.iter().flat_map(|tags| tags.lines()).map(Clean::line).collect(),
        quotes: row.get(13)?,
        words: row.get(14)?,
        excerpt: clean(row, 15)?,
        edited: row.get(16)?,
        snippet: None,
        story: None,
    })
}

fn whole(sql: &SqlRow<'_>) -> rusqlite::Result<Article> {
    /// The columns behind those of the row.
    const MORE: usize = ROW_COLUMNS;
    let image = sql.get::<_, Option<String>>(MORE + 4)?;
    let alt = clean(sql, MORE + 5)?;
    let markup = |column| -> rusqlite::Result<Option<String>> {
        let blob = sql.get::<_, Option<Vec<u8>>>(column)?;
        Ok(blob.and_then(|blob| unpack(&blob)).map(|(html, _)| html))
    };
    let (leaf, offset): (Option<u32>, Option<u32>) = (sql.get(MORE + 6)?, sql.get(MORE + 7)?);
    let (page, beside): (_, Option<String>) = (markup(MORE + 10)?, sql.get(MORE + 11)?);
    let page_said = beside.as_deref().filter(|_| page.is_none()).and_then(Complete::of);
    let line = |column| -> rusqlite::Result<Option<Clean>> {
        Ok(sql.get::<_, Option<String>>(column)?.as_deref().map(Clean::line))
    };
    Ok(Article {
        row: row(sql)?,
        feed: FeedId(sql.get::<_, Option<i64>>(MORE)?.unwrap_or_default()),
        language: Language::of(&sql.get::<_, String>(MORE + 1)?),
        modified: published(sql, MORE + 2)?,
        image: image.map(|url| Image { url, alt }),
        standfirst: line(MORE + 12)?,
        section: line(MORE + 13)?,
        note: line(MORE + 14)?,
        highlights: Vec::new(),
        html: markup(MORE + 8)?.unwrap_or_default(),
        base: sql.get(MORE + 9)?,
        page: page.zip(beside),
        page_said,
        place: leaf.zip(offset).map(|(leaf, offset)| Place { leaf, offset }),
    })
}

/// An instant with its offset in the column after it.
pub(crate) fn published(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Option<Published>> {
    let offset_minutes = row.get(column + 1)?;
    Ok(moment(row, column)?.map(|at| Published { at, offset_minutes }))
}
