//! What the poller looks at before it fetches whole texts ahead of the reader.

use jiff::Timestamp;
use rusqlite::params;

use crate::model::{ArticleId, FeedId, OutletId};
use crate::store::body::unpack;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::outlets::moment;

/// An article as its feed brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Which.
    pub id: ArticleId,
    /// The feed that brought it.
    pub feed: FeedId,
    /// The feed's address.
    pub feed_url: String,
    /// The article's own.
    pub url: Option<String>,
    /// What lists sort by.
    pub sorted_at: Timestamp,
    /// Whether the reader has not read it.
    pub unread: bool,
    /// Words of what is kept of it.
    pub words: u32,
    /// Whether its whole page is kept.
    pub paged: bool,
    /// Whether its page was asked and brought nothing to keep.
    pub in_vain: bool,
    /// Markup and plain text of the feed's body.
    pub html: String,
    /// The latter.
    pub text: String,
}

impl Db {
    /// Outlets with unread articles, once for each feed that is asked at all, with the feed's address.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn unread_feeds(&self) -> Result<Vec<(OutletId, FeedId, String)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT o.id, f.id, f.url FROM outlet o JOIN feed f ON f.outlet_id = o.id
             WHERE o.followed AND o.unread > 0 AND f.state NOT IN ('gone', 'paused')",
        )?;
        let feeds = statement.query_map([], |row| Ok((OutletId(row.get(0)?), FeedId(row.get(1)?), row.get(2)?)))?;
        Ok(feeds.collect::<Result<_, _>>()?)
    }

    /// An outlet's newest articles, with the bodies of those of fewer than `short` words: nobody asks what longer ones end with.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub fn brought_by(&self, outlet: OutletId, limit: u32, short: u32) -> Result<Vec<Brought>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT a.id, f.id, f.url, a.url, a.sorted_at, a.read_at IS NULL, a.words, b.page IS NOT NULL,
                b.page IS NULL AND b.page_url IS NOT NULL, iif(a.words < ?3, b.html, x'')
             FROM article a JOIN feed f ON f.id = a.feed_id JOIN body b ON b.article_id = a.id
             WHERE a.outlet_id = ?1 ORDER BY a.sorted_at DESC LIMIT ?2",
        )?;
        let brought = statement.query_map(params![outlet.0, limit, short], |row| {
            let (html, text) = unpack(&row.get::<_, Vec<u8>>(9)?).unwrap_or_default();
            Ok(Brought {
                id: ArticleId(row.get(0)?),
                feed: FeedId(row.get(1)?),
                feed_url: row.get(2)?,
                url: row.get(3)?,
                sorted_at: moment(row, 4)?.unwrap_or_default(),
                unread: row.get(5)?,
                words: row.get(6)?,
                paged: row.get(7)?,
                in_vain: row.get(8)?,
                html,
                text,
            })
        })?;
        Ok(brought.collect::<Result<_, _>>()?)
    }
}
