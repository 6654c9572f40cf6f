//! What the reader wrote on an article, put back as it was.

use rusqlite::params;

use crate::model::{ArticleId, Written};
use crate::store::db::{Db, StoreError};
use crate::store::highlights;
use crate::store::keeping::add_tags;
use crate::store::tallies::touch;

impl Db {
    /// Puts back what was written on an article; what has been written since goes.
    ///
    /// # Errors
    /// As [`StoreError`] says, and then nothing has changed.
    pub fn write_back(&mut self, article: ArticleId, before: &Written) -> Result<(), StoreError> {
        let tx = self.begin()?;
        for table in ["tag", "note", "highlight"] {
            let sql = format!("DELETE FROM {table} WHERE ident = (SELECT ident FROM article WHERE id = ?1)");
            tx.execute(&sql, [article.0])?;
        }
        let tags: Vec<String> = before.tags.iter().map(ToString::to_string).collect();
        add_tags(&tx, article.0, &tags)?;
        if let Some(note) = &before.note {
            tx.execute(
                "INSERT INTO note (ident, text) SELECT ident, ?2 FROM article WHERE id = ?1",
                params![article.0, &**note],
            )?;
        }
        for highlight in &before.highlights {
            let note = highlight.note.as_deref().unwrap_or_default();
            highlights::put(&tx, article.0, &highlight.passage, note, highlight.made_at)?;
        }
        if !before.bookmarked {
            tx.execute("UPDATE article SET bookmarked_at = NULL WHERE id = ?1", [article.0])?;
        }
        touch(&tx, [article.0])?;
        Ok(tx.commit()?)
    }
}
