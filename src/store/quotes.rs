//! Quotes across articles.

use jiff::Timestamp;
use rusqlite::{Row as SqlRow, params, params_from_iter};

use crate::model::{ArticleId, Clean, QuoteRow, QuotedBy};
use crate::query::{Expr, Has, Names, Query, Sort, part_form};
use crate::store::articles::{Slice, published};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::named::SPEAKER;
use crate::store::outlets::clean;

/// Articles looked through at a time.
const PAGE: u32 = 200;

/// Names of a kind offered for completion.
const MAX_NAMES: u32 = 2000;

impl Db {
    /// Quotes in the articles that fit, newest first. With `speaker:` in the query only that speaker's.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn quotes(&self, query: &Query, limit: u32, now: Timestamp) -> Result<Vec<QuoteRow>, StoreError> {
        let speakers: Vec<String> = query.speakers().into_iter().map(part_form).collect();
        let mut quoting = query.with(Expr::Has(Has::Quote));
        quoting.sort = Some(Sort::Date);
        let mut slice = Slice {
            after: None,
            limit: PAGE,
        };
        let mut quotes = Vec::new();
        // One moment for all questions: another program may be dropping articles between them.
        let _moment = self.conn.unchecked_transaction()?;
        loop {
            let ids = self.ids(&quoting, &slice, now)?;
            for id in &ids {
                self.quotes_of(*id, &speakers, &mut quotes)?;
                if quotes.len() >= limit as usize {
                    quotes.truncate(limit as usize);
                    return Ok(quotes);
                }
            }
            let Some(last) = ids.last().filter(|_| ids.len() == PAGE as usize) else {
                return Ok(quotes);
            };
            let sorted_at: i64 =
                self.conn
                    .query_row("SELECT sorted_at FROM article WHERE id = ?1", [last.0], |row| {
                        row.get(0)
                    })?;
            slice.after = Timestamp::from_second(sorted_at).ok().map(|at| (at, *last));
        }
    }

    /// Who quotes the speakers that the query asks for, and how often: the outlet that does most often first.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn quoted_by(&self, query: &Query) -> Result<Vec<QuotedBy>, StoreError> {
        let speakers = query.speakers();
        let asked = vec!["s.folded LIKE ? ESCAPE '\\'"; speakers.len()];
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT o.name, count(*), count(DISTINCT a.id), max(a.sorted_at)
             FROM speaker s JOIN quote q ON q.speaker_id = s.id JOIN article a ON a.id = q.id / 1024
                JOIN outlet o ON o.id = a.outlet_id
             WHERE {} GROUP BY o.id ORDER BY 2 DESC, 4 DESC",
            asked.join(" OR ")
        ))?;
        let names = params_from_iter(speakers.iter().map(|name| SPEAKER.wanted(name)));
        let outlets = statement.query_map(names, |row| {
            let (quotes, articles): (i64, i64) = (row.get(1)?, row.get(2)?);
            Ok(QuotedBy {
                outlet: clean(row, 0)?,
                quotes: quotes.unsigned_abs(),
                articles: articles.unsigned_abs(),
                last: Timestamp::from_second(row.get(3)?).unwrap_or_default(),
            })
        })?;
        Ok(outlets.collect::<Result<_, _>>()?)
    }

    fn quotes_of(&self, article: ArticleId, speakers: &[String], into: &mut Vec<QuoteRow>) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT a.id, q.text, q.kind, s.name, s.role, q.cue,
                iif(q.heard_id IS NULL, q.confidence, 1.0), a.title, o.name, a.url, a.published_at,
                a.published_offset, s.folded
             FROM quote q JOIN article a ON a.id = ?1 JOIN outlet o ON o.id = a.outlet_id
                LEFT JOIN speaker s ON s.id = q.speaker_id
             WHERE q.id BETWEEN ?1 * 1024 AND ?1 * 1024 + 1023 ORDER BY q.id",
        )?;
        let mut rows = statement.query(params![article.0])?;
        while let Some(row) = rows.next()? {
            let folded: Option<String> = row.get(12)?;
            let asked = |folded: &String| speakers.iter().any(|speaker| folded.contains(speaker.as_str()));
            if speakers.is_empty() || folded.as_ref().is_some_and(asked) {
                into.push(quote_row(row)?);
            }
        }
        Ok(())
    }

    /// Names for completing filters.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn names(&self) -> Result<Names, StoreError> {
        let names = |sql: &str| -> Result<Vec<String>, StoreError> {
            let mut statement = self.conn.prepare_cached(sql)?;
            let names = statement.query_map([MAX_NAMES], |row| clean(row, 0).map(Clean::into_string))?;
            Ok(names.collect::<Result<_, _>>()?)
        };
        Ok(Names {
            known: self.known()?,
            authors: names(
                "SELECT DISTINCT byline FROM (SELECT byline FROM article ORDER BY sorted_at DESC LIMIT ?1)
                 WHERE byline <> '' AND byline NOT LIKE '%' || char(10) || '%'",
            )?,
            speakers: names(
                "SELECT DISTINCT name FROM (SELECT name FROM speaker WHERE named ORDER BY id DESC LIMIT ?1)",
            )?,
            sources: names("SELECT DISTINCT name FROM (SELECT name FROM source ORDER BY id DESC LIMIT ?1)")?,
            languages: names(
                "SELECT DISTINCT language FROM (SELECT language FROM article ORDER BY sorted_at DESC LIMIT ?1)
                 WHERE language <> '??'",
            )?,
            tags: names("SELECT name FROM tag GROUP BY folded ORDER BY count(*) DESC, folded LIMIT ?1")?,
        })
    }
}

fn quote_row(row: &SqlRow<'_>) -> rusqlite::Result<QuoteRow> {
    let optional = |column| -> rusqlite::Result<Option<Clean>> {
        let text = row.get::<_, Option<String>>(column)?.map(|text| Clean::line(&text));
        Ok(text.filter(|text| !text.is_empty()))
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
