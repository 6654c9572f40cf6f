//! newsboat's `cache.db`: what was read, and what was flagged. It is only read, and nothing is made beside it.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Row};

use crate::document::web_link;
use crate::model::{Bookmark, Came};
use crate::store::import::Seen;

/// How every SQLite database begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Items; the number of those of the same feed that have the same address tells whether that stands for one article.
const ITEMS: &str =
    "SELECT i.guid, i.title, i.author, i.url, i.feedurl, i.pubDate, i.content, i.unread = 0 OR i.deleted = 1,
    coalesce(i.flags, ''), i.deleted, f.title, f.url, count(*) OVER (PARTITION BY i.feedurl, i.url)
    FROM rss_item i LEFT JOIN rss_feed f ON f.rssurl = i.feedurl ORDER BY i.id";

/// What newsboat keeps that is worth having.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    /// Flagged items, each flag as a tag.
    pub flagged: Vec<Bookmark>,
    /// Items that were read or deleted.
    pub seen: Vec<Seen>,
    /// Feeds in it; which of them are followed is in the `urls` file.
    pub feeds: u64,
    /// Flagged items without an http(s) address.
    pub left_out: usize,
}

/// Whether a file that begins like this is a database.
pub fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Reads newsboat's cache.
///
/// # Errors
/// A sentence, when it is another program's database or damaged.
pub fn read_cache(file: &Path) -> Result<Cache, String> {
    let read = || -> Result<Cache, rusqlite::Error> {
        let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        conn.busy_timeout(std::time::Duration::from_secs(5))?;
        let feeds: i64 = conn.query_row("SELECT count(*) FROM rss_feed", [], |row| row.get(0))?;
        let mut cache = Cache {
            feeds: feeds.unsigned_abs(),
            ..Cache::default()
        };
        let mut statement = conn.prepare(ITEMS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(row, &mut cache)?;
        }
        Ok(cache)
    };
    read().map_err(|error| {
        let said = error.to_string();
        if said.contains("no such table") || said.contains("no such column") {
            "it is a database, but not newsboat's cache.db".to_owned()
        } else {
            format!("newsboat's cache.db cannot be read: {said}")
        }
    })
}

fn take(row: &Row<'_>, cache: &mut Cache) -> rusqlite::Result<()> {
    let text =
        |column: usize| -> rusqlite::Result<String> { Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default()) };
    let (key, url, feed_url) = (text(0)?, text(3)?, text(4)?);
    let published = Timestamp::from_second(row.get(5)?).ok().filter(|at| at.as_second() > 0);
    let read: bool = row.get(7)?;
    let (flags, deleted) = (text(8)?, row.get::<_, bool>(9)?);
    if read {
        cache.seen.push(Seen {
            // Articles are kept by their address as byline writes it.
            url: web_link(&url, None).unwrap_or_default(),
            feed_url: feed_url.clone(),
            key,
            published,
            alone: row.get::<_, i64>(12)? == 1,
        });
    }
    if flags.is_empty() || deleted {
        return Ok(());
    }
    if !url.starts_with("http://") && !url.starts_with("https://") {
        cache.left_out += 1;
        return Ok(());
    }
    let author = text(2)?;
    cache.flagged.push(Bookmark {
        url,
        title: text(1)?,
        added: published,
        read,
        tags: flags.chars().map(|flag| format!("flag-{flag}")).collect(),
        authors: Some(author).filter(|author| !author.is_empty()).into_iter().collect(),
        published,
        html: text(6)?,
        came: Some(Came {
            feed_url,
            title: text(10)?,
            site: Some(text(11)?).filter(|site| !site.is_empty()),
        }),
        ..Bookmark::default()
    });
    Ok(())
}
