//! Pictures of what the reader keeps, and which bookmarks are still to be gathered: their pages and pictures fetched.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::{ArticleId, Picture, PictureKind};
use crate::store::db::Db;
use crate::store::error::StoreError;

/// Bytes of one article's pictures.
const MAX_BYTES: usize = 40 * 1024 * 1024;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Bookmarks to be gathered, the newest first, and how often that failed; with `pictures` also those that were gathered
    /// without their pictures.
    pub fn to_gather(&self, pictures: bool, now: Timestamp, limit: u32) -> Result<Vec<(ArticleId, u32)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT a.id, coalesce(g.failures, 0) FROM article a LEFT JOIN gathering g ON g.article_id = a.id
             WHERE a.bookmarked_at IS NOT NULL AND (g.article_id IS NULL OR g.due_at <= ?2 OR g.pictures < ?1)
             ORDER BY a.sorted_at DESC LIMIT ?3",
        )?;
        let found = statement.query_map(params![pictures, now.as_second(), limit], |row| {
            Ok((ArticleId(row.get(0)?), row.get(1)?))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Takes some of them, those that nobody else has taken meanwhile; until `until` nobody does.
    pub fn take_to_gather(
        &mut self,
        found: Vec<(ArticleId, u32)>,
        pictures: bool,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<(ArticleId, u32)>, StoreError> {
        let tx = self.begin()?;
        let mut taken = Vec::new();
        {
            let mut take = tx.prepare_cached(
                "INSERT INTO gathering (article_id, pictures, due_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (article_id) DO UPDATE SET pictures = excluded.pictures, due_at = excluded.due_at
                 WHERE due_at <= ?4 OR pictures < excluded.pictures",
            )?;
            for (article, failures) in found {
                if take.execute(params![article.0, pictures, until.as_second(), now.as_second()])? > 0 {
                    taken.push((article, failures));
                }
            }
        }
        tx.commit()?;
        Ok(taken)
    }

    /// Takes bookmarks whose pages have come meanwhile once more: an edit lets everybody forget them.
    pub fn go_on_gathering(
        &mut self,
        articles: &[ArticleId],
        pictures: bool,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.begin()?;
        for article in articles {
            tx.prepare_cached(
                "INSERT INTO gathering (article_id, pictures, due_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (article_id) DO UPDATE SET pictures = excluded.pictures, due_at = excluded.due_at",
            )?
            .execute(params![article.0, pictures, until.as_second()])?;
        }
        Ok(tx.commit()?)
    }

    /// Of the addresses of an article's pictures those that are still to be asked; what another bookmark shows is there already.
    pub fn lacking_pictures(&mut self, article: ArticleId, shown: Vec<String>) -> Result<Vec<String>, StoreError> {
        let tx = self.begin()?;
        let mut lacking = Vec::new();
        for url in shown {
            tx.prepare_cached(
                "INSERT OR IGNORE INTO article_picture (article_id, url, picture_id)
                 SELECT ?1, url, picture_id FROM article_picture WHERE url = ?2 AND picture_id IS NOT NULL LIMIT 1",
            )?
            .execute(params![article.0, url])?;
            let known = tx
                .prepare_cached("SELECT 1 FROM article_picture WHERE article_id = ?1 AND url = ?2")?
                .exists(params![article.0, url])?;
            if !known {
                lacking.push(url);
            }
        }
        tx.commit()?;
        Ok(lacking)
    }

    /// Ends it: with nothing left to ask, or with the time to ask again, after so many failures. An article that was edited in
    /// between stays to be gathered.
    pub fn end_gathering(&mut self, ended: &[(ArticleId, u32, Option<Timestamp>)]) -> Result<(), StoreError> {
        let tx = self.begin()?;
        for (article, failures, again) in ended {
            tx.prepare_cached("UPDATE gathering SET failures = ?2, due_at = ?3 WHERE article_id = ?1")?
                .execute(params![article.0, failures, again.map(Timestamp::as_second)])?;
        }
        Ok(tx.commit()?)
    }

    /// Keeps a picture of a bookmark, or that its address has none. Tells whether it is kept: not beyond the bounds of one
    /// article, and not when the reader keeps the article no longer.
    pub fn keep_picture(
        &mut self,
        article: ArticleId,
        url: &str,
        picture: Option<&Picture>,
    ) -> Result<bool, StoreError> {
        let tx = self.begin()?;
        let wanted = tx
            .prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND bookmarked_at IS NOT NULL")?
            .exists([article.0])?;
        if !wanted {
            return Ok(false);
        }
        let picture = match picture {
            Some(picture) if has_room(&tx, article, picture)? => put(&tx, picture)?,
            _ => None,
        };
        tx.prepare_cached(
            "INSERT INTO article_picture (article_id, url, picture_id) VALUES (?1, ?2, ?3)
             ON CONFLICT (article_id, url) DO UPDATE SET picture_id = excluded.picture_id",
        )?
        .execute(params![article.0, url, picture])?;
        tx.commit()?;
        Ok(picture.is_some())
    }

    /// The kept pictures of an article with their addresses.
    pub fn pictures(&self, article: ArticleId) -> Result<Vec<(String, Picture)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.url, p.hash, p.bytes FROM article_picture s JOIN picture p ON p.id = s.picture_id
             WHERE s.article_id = ?1 ORDER BY s.url",
        )?;
        let rows = statement.query_map([article.0], |row| {
            let (hash, bytes): (i64, Vec<u8>) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, hash.cast_unsigned(), bytes))
        })?;
        let mut pictures = Vec::new();
        for row in rows {
            let (url, hash, bytes) = row?;
            pictures.extend(PictureKind::of(&bytes).map(|kind| (url, Picture { kind, hash, bytes })));
        }
        Ok(pictures)
    }

    /// How many pictures are kept, and their bytes; for `doctor`.
    pub fn picture_sizes(&self) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM picture";
        let (pictures, bytes): (i64, i64) = self.conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((pictures.unsigned_abs(), bytes.unsigned_abs()))
    }
}

fn has_room(tx: &Transaction<'_>, article: ArticleId, picture: &Picture) -> Result<bool, StoreError> {
    let taken: i64 = tx
        .prepare_cached(
            "SELECT coalesce(sum(length(p.bytes)), 0) FROM article_picture s JOIN picture p ON p.id = s.picture_id
             WHERE s.article_id = ?1",
        )?
        .query_row([article.0], |row| row.get(0))?;
    let taken = usize::try_from(taken).unwrap_or(MAX_BYTES);
    Ok(taken + picture.bytes.len() <= MAX_BYTES)
}

/// The picture's id; `None` for one that another's hash is taken from.
fn put(tx: &Transaction<'_>, picture: &Picture) -> Result<Option<i64>, StoreError> {
    let hash = picture.hash.cast_signed();
    let known: Option<(i64, bool)> = tx
        .prepare_cached("SELECT id, bytes = ?2 FROM picture WHERE hash = ?1")?
        .query_row(params![hash, picture.bytes], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, same)) = known {
        return Ok(same.then_some(id));
    }
    tx.prepare_cached("INSERT INTO picture (hash, bytes) VALUES (?1, ?2)")?
        .execute(params![hash, picture.bytes])?;
    Ok(Some(tx.last_insert_rowid()))
}

/// Drops the pictures that no bookmark shows any more.
pub(crate) fn drop_unshown(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute_batch(
        "DELETE FROM gathering WHERE article_id NOT IN (SELECT id FROM article WHERE bookmarked_at IS NOT NULL);
         DELETE FROM article_picture WHERE article_id NOT IN (SELECT id FROM article WHERE bookmarked_at IS NOT NULL);
         DELETE FROM picture WHERE id NOT IN (SELECT picture_id FROM article_picture WHERE picture_id IS NOT NULL);",
    )?;
    Ok(())
}
