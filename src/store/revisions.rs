//! What an article said before its outlet changed it.

use rusqlite::{OptionalExtension, params};

use crate::model::{ArticleId, Revision};
use crate::store::body::unpack;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::outlets::{clean, moment};

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// What an article said before, the newest first.
    pub fn revisions(&self, article: ArticleId) -> Result<Vec<Revision>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT until, title, html FROM revision WHERE article_id = ?1 ORDER BY id DESC")?;
        let revisions = statement.query_map(params![article.0], |row| {
            let blob: Vec<u8> = row.get(2)?;
            Ok(Revision {
                until: moment(row, 0)?.unwrap_or_default(),
                title: clean(row, 1)?,
                text: unpack(&blob).map(|(_, text)| text).unwrap_or_default(),
            })
        })?;
        Ok(revisions.collect::<Result<_, _>>()?)
    }

    /// What an article's feed says now, as plain text; nothing of one that is gone.
    pub fn feed_text(&self, article: ArticleId) -> Result<String, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT html FROM body WHERE article_id = ?1")?;
        let blob: Option<Vec<u8>> = statement.query_row([article.0], |row| row.get(0)).optional()?;
        let text = blob.and_then(|blob| unpack(&blob)).map(|(_, text)| text);
        Ok(text.unwrap_or_default())
    }
}
