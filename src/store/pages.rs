//! Outlets' whole pages: kept beside the feed's own text, which stays.

use rusqlite::params;

use crate::model::{ArticleId, Complete};
use crate::store::body::pack;
use crate::store::db::{Db, StoreError};
use crate::store::draft::Draft;
use crate::store::found;
use crate::store::save::lines;
use crate::store::tallies::touch;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Keeps an outlet's whole page, and what was found in it: `draft` replaces what was found in the feed's body.
    pub fn keep_page(&mut self, article: ArticleId, html: &str, url: &str, draft: &Draft) -> Result<(), StoreError> {
        let tx = self.begin()?;
        let kept = tx.execute(
            "UPDATE body SET page = ?2, page_url = ?3 WHERE article_id = ?1",
            params![article.0, pack(html, &draft.text), url],
        )?;
        if kept == 0 {
            return Ok(());
        }
        tx.execute(
            "UPDATE article SET quotes = ?2, words = ?3, image_url = coalesce(image_url, ?4),
                byline = CASE byline WHEN '' THEN ?5 ELSE byline END, excerpt = CASE excerpt WHEN '' THEN ?6 ELSE excerpt END,
                title = CASE title WHEN url THEN ?7 ELSE title END WHERE id = ?1",
            params![
                article.0,
                found::quotes(draft),
                draft.words,
                draft.image.as_ref().map(|image| &image.url),
                lines(&draft.byline),
                &*draft.excerpt,
                &*draft.title,
            ],
        )?;
        let title: String = tx.query_row("SELECT title FROM article WHERE id = ?1", [article.0], |row| row.get(0))?;
        found::forget(&tx, article.0)?;
        found::keep(&tx, article.0, draft)?;
        found::index(&tx, &[(article.0, &title, draft)])?;
        touch(&tx, [article.0])?;
        tx.commit()?;
        Ok(())
    }

    /// Remembers that an article's page was asked and brought nothing to keep: where the page's address would stand, the word
    /// says why. An edit of the article forgets it.
    pub fn keep_page_away(&mut self, article: ArticleId, why: Complete) -> Result<(), StoreError> {
        self.conn.execute(
            "UPDATE body SET page_url = ?2 WHERE article_id = ?1 AND page IS NULL",
            params![article.0, why.word()],
        )?;
        Ok(())
    }
}
