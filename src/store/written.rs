//! What the reader wrote on an article or kept, taken back: what another program has written there since stays.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::{ArticleId, Highlight, Mark, Passage, Seen, Written};
use crate::query::index_form;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::highlights;
use crate::store::keeping::{add_tags, put_note};
use crate::store::marks;
use crate::store::touched::touch;

/// How much is written on an article.
const COUNT: &str = "(SELECT count(*) FROM tag WHERE tag.ident = article.ident)
    + (SELECT count(*) FROM note WHERE note.ident = article.ident)
    + (SELECT count(*) FROM highlight WHERE highlight.ident = article.ident)";

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Takes back what was changed on an article between two states; what is not as it was left stays.
    pub fn write_back(&mut self, article: ArticleId, before: &Written, after: &Written) -> Result<(), StoreError> {
        let tx = self.begin()?;
        for tag in after.tags.iter().filter(|tag| !before.tags.contains(tag)) {
            tx.execute(
                "DELETE FROM tag WHERE ident = (SELECT ident FROM article WHERE id = ?1) AND folded = ?2",
                params![article.0, index_form(tag)],
            )?;
        }
        let lost = before.tags.iter().filter(|tag| !after.tags.contains(tag));
        add_tags(&tx, article.0, &lost.map(ToString::to_string).collect::<Vec<_>>())?;
        take_note_back(&tx, article, before, after)?;
        for highlight in before.highlights.iter().chain(&after.highlights) {
            take_highlight_back(&tx, article, &highlight.passage, before, after)?;
        }
        if after.bookmarked && !before.bookmarked {
            let written = before.tags.len() + before.highlights.len() + usize::from(before.note.is_some());
            let written = i64::try_from(written).unwrap_or(i64::MAX);
            let sql = format!("UPDATE article SET bookmarked_at = NULL WHERE id = ?1 AND {COUNT} <= ?2");
            tx.execute(&sql, params![article.0, written])?;
        }
        touch(&tx, [article.0])?;
        Ok(tx.commit()?)
    }

    /// Takes bookmarks back, but for those on which something is written; returns these.
    pub fn unkeep(&mut self, articles: &[ArticleId], now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let tx = self.begin()?;
        let mut written = tx.prepare_cached(&format!("SELECT {COUNT} > 0 FROM article WHERE id = ?1"))?;
        let (mut free, mut staying) = (Vec::new(), Vec::new());
        for article in articles {
            match written.query_row([article.0], |row| row.get(0)).optional()? {
                Some(true) => staying.push(*article),
                _ => free.push(article.0),
            }
        }
        drop(written);
        marks::put(&tx, &free, Mark::Unbookmarked, Seen::ALL, now)?;
        tx.commit()?;
        Ok(staying)
    }
}

fn take_note_back(
    tx: &Transaction<'_>,
    article: ArticleId,
    before: &Written,
    after: &Written,
) -> Result<(), StoreError> {
    let there: Option<String> = tx
        .query_row(
            "SELECT text FROM note WHERE ident = (SELECT ident FROM article WHERE id = ?1)",
            [article.0],
            |row| row.get(0),
        )
        .optional()?;
    if before.note == after.note || there.as_deref() != after.note.as_deref() {
        return Ok(());
    }
    put_note(tx, article, before.note.as_deref().unwrap_or_default())
}

fn take_highlight_back<'w>(
    tx: &Transaction<'_>,
    article: ArticleId,
    passage: &Passage,
    before: &'w Written,
    after: &'w Written,
) -> Result<(), StoreError> {
    let there = highlights::note_on(tx, article, passage)?;
    let of = |written: &'w Written| written.highlights.iter().find(|known| known.passage == *passage);
    let (before, after) = (of(before), of(after));
    let noted = |known: Option<&'w Highlight>| known.map(|known| known.note.as_deref());
    if noted(before) == noted(after) || there.as_ref().map(Option::as_deref) != noted(after) {
        return Ok(());
    }
    let note = noted(before).flatten().unwrap_or_default();
    match before {
        None => highlights::remove(tx, article, passage),
        Some(_) if there.is_some() => highlights::annotate(tx, article, passage, note),
        Some(known) => highlights::put(tx, article.0, passage, note, known.made_at),
    }
}
