//! What the reader writes on articles: tags and a note. Whatever has either is a bookmark, too.

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use crate::model::{ArticleId, Clean};
use crate::query::index_form;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::touched::touch;

/// Tags of one article.
const MAX_TAGS: usize = 30;
/// Characters of a tag.
const MAX_TAG: usize = 60;
/// Characters of a note.
pub(crate) const MAX_NOTE: usize = 4_000;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Gives an article these tags and no others; blanks within one become hyphens, so that a filter can name it. Keeps
    /// the article when there is any.
    pub fn set_tags(&mut self, article: ArticleId, tags: &[String], now: Timestamp) -> Result<(), StoreError> {
        let tx = self.begin()?;
        tx.execute(
            "DELETE FROM tag WHERE ident = (SELECT ident FROM article WHERE id = ?1)",
            [article.0],
        )?;
        add_tags(&tx, article.0, tags)?;
        tx.execute(
            "UPDATE article SET bookmarked_at = coalesce(bookmarked_at, ?2)
             WHERE id = ?1 AND ident IN (SELECT ident FROM tag)",
            params![article.0, now.as_second()],
        )?;
        touch(&tx, [article.0])?;
        Ok(tx.commit()?)
    }

    /// Writes a note on an article, and keeps the article; an empty one takes the note away.
    pub fn set_note(&mut self, article: ArticleId, note: &str, now: Timestamp) -> Result<(), StoreError> {
        let note = Clean::title(note, MAX_NOTE);
        let tx = self.begin()?;
        put_note(&tx, article, &note)?;
        if !note.is_empty() {
            keep(&tx, article.0, now)?;
        }
        touch(&tx, [article.0])?;
        Ok(tx.commit()?)
    }
}

/// Writes a note on an article in the place of another; an empty one takes it away.
pub(crate) fn put_note(tx: &Transaction<'_>, article: ArticleId, note: &str) -> Result<(), StoreError> {
    if note.is_empty() {
        tx.execute(
            "DELETE FROM note WHERE ident = (SELECT ident FROM article WHERE id = ?1)",
            [article.0],
        )?;
    } else {
        tx.execute(
            "INSERT INTO note (ident, text) SELECT ident, ?2 FROM article WHERE id = ?1
             ON CONFLICT (ident) DO UPDATE SET text = excluded.text",
            params![article.0, note],
        )?;
    }
    Ok(())
}

/// Bookmarks an article, unless it is one already.
pub(crate) fn keep(tx: &Transaction<'_>, article: i64, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE article SET bookmarked_at = ?2 WHERE id = ?1 AND bookmarked_at IS NULL")?
        .execute(params![article, now.as_second()])?;
    Ok(())
}

/// Gives an article these tags, too.
pub(crate) fn add_tags(tx: &Transaction<'_>, article: i64, tags: &[String]) -> Result<(), StoreError> {
    for tag in tags
        .iter()
        .map(|tag| tag_name(tag))
        .filter(|tag| !tag.is_empty())
        .take(MAX_TAGS)
    {
        tx.execute(
            "INSERT OR IGNORE INTO tag (ident, folded, name) SELECT ident, ?2, ?3 FROM article WHERE id = ?1",
            params![article, index_form(&tag), &*tag],
        )?;
    }
    Ok(())
}

fn tag_name(typed: &str) -> Clean {
    let name = Clean::title(typed.trim_start_matches('#'), MAX_TAG);
    Clean::line(&name.replace(char::is_whitespace, "-"))
}

#[cfg(test)]
mod tests {
    use super::tag_name;

    #[test]
    fn names_tags_so_that_a_filter_can() {
        for (typed, name) in [
            (" later ", "later"),
            ("#Ferry talks", "Ferry-talks"),
            ("", ""),
            ("a\u{1b}[2Jb", "a[2Jb"),
        ] {
            assert_eq!(&*tag_name(typed), name, "{typed:?}");
        }
    }
}
