//! Passages that the reader highlights. Whatever has one is a bookmark, too.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::model::{ArticleId, Clean, Highlight, Passage};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::keeping::{MAX_NOTE, keep};
use crate::store::outlets::{clean, moment};
use crate::store::touched::touch;

/// One highlight: of article ?1 with the words ?2 behind ?3.
const THIS: &str = "ident = (SELECT ident FROM article WHERE id = ?1) AND text = ?2 AND before = ?3";

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Highlights a passage, and keeps the article; one that is highlighted already gets the note, where there is any.
    pub fn add_highlight(
        &mut self,
        article: ArticleId,
        passage: &Passage,
        note: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.begin()?;
        put(&tx, article.0, passage, note, now)?;
        keep(&tx, article.0, now)?;
        touch(&tx, [article.0])?;
        Ok(tx.commit()?)
    }

    /// Writes a note on a highlight; an empty one takes it away.
    pub fn note_highlight(&mut self, article: ArticleId, passage: &Passage, note: &str) -> Result<(), StoreError> {
        annotate(&self.conn, article, passage, &Clean::title(note, MAX_NOTE))
    }

    /// Takes a highlight away, with its note.
    pub fn remove_highlight(&mut self, article: ArticleId, passage: &Passage) -> Result<(), StoreError> {
        let tx = self.begin()?;
        remove(&tx, article, passage)?;
        touch(&tx, [article.0])?;
        Ok(tx.commit()?)
    }

    /// An article's highlights, in the order in which they were made.
    pub(crate) fn highlights(&self, article: ArticleId) -> Result<Vec<Highlight>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT h.text, h.before, h.after, h.note, h.made_at FROM highlight h
             WHERE h.ident = (SELECT ident FROM article WHERE id = ?1) ORDER BY h.made_at, h.id",
        )?;
        let found = statement.query_map([article.0], |row| {
            Ok(Highlight {
                passage: Passage {
                    text: clean(row, 0)?,
                    before: clean(row, 1)?,
                    after: clean(row, 2)?,
                },
                note: row.get::<_, Option<String>>(3)?.as_deref().map(Clean::line),
                made_at: moment(row, 4)?.unwrap_or_default(),
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

/// The note on a highlight, if any; `None` where there is no such highlight.
pub(crate) fn note_on(
    conn: &Connection,
    article: ArticleId,
    passage: &Passage,
) -> Result<Option<Option<String>>, StoreError> {
    let mut statement = conn.prepare_cached(&format!("SELECT note FROM highlight WHERE {THIS}"))?;
    let note = statement.query_row(params![article.0, &*passage.text, &*passage.before], |row| row.get(0));
    Ok(note.optional()?)
}

/// Writes a note on a highlight in the place of another; an empty one takes it away.
pub(crate) fn annotate(conn: &Connection, article: ArticleId, passage: &Passage, note: &str) -> Result<(), StoreError> {
    conn.execute(
        &format!("UPDATE highlight SET note = nullif(?4, '') WHERE {THIS}"),
        params![article.0, &*passage.text, &*passage.before, note],
    )?;
    Ok(())
}

/// Takes a highlight away, with its note.
pub(crate) fn remove(tx: &Transaction<'_>, article: ArticleId, passage: &Passage) -> Result<(), StoreError> {
    tx.execute(
        &format!("DELETE FROM highlight WHERE {THIS}"),
        params![article.0, &*passage.text, &*passage.before],
    )?;
    Ok(())
}

/// Highlights a passage of an article.
pub(crate) fn put(
    tx: &Transaction<'_>,
    article: i64,
    passage: &Passage,
    note: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let note = Clean::title(note, MAX_NOTE);
    tx.prepare_cached(
        "INSERT INTO highlight (ident, made_at, text, before, after, note)
         SELECT ident, ?2, ?3, ?4, ?5, nullif(?6, '') FROM article WHERE id = ?1
         ON CONFLICT (ident, text, before) DO UPDATE SET note = coalesce(excluded.note, note)",
    )?
    .execute(params![
        article,
        now.as_second(),
        &*passage.text,
        &*passage.before,
        &*passage.after,
        &*note
    ])?;
    Ok(())
}
