//! Retention: what may go, goes. Marks stay (a trigger keeps them), so that nothing that went comes back as new.

use jiff::Timestamp;

use crate::store::db::Db;
use crate::store::draft::Retention;
use crate::store::error::StoreError;
use crate::store::found;
use crate::store::outlets::count_weeks;
use crate::store::pictures::drop_unshown;
use crate::store::touched::touch_all;

impl Db {
    /// Drops what retention allows: never what is bookmarked. Returns how many articles went.
    ///
    /// # Errors
    /// As [`StoreError`] says; then nothing has changed.
    pub fn tidy(&mut self, retention: &Retention, now: Timestamp) -> Result<u64, StoreError> {
        let unread = if retention.keep_unread {
            // What a mute hides counts as read only until that is over.
            "AND read_at IS NOT NULL AND id NOT IN (SELECT article_id FROM hidden WHERE mute_id IS NOT NULL AND NOT was_read)"
        } else {
            ""
        };
        let tx = self.begin()?;
        // Bookmarks of outlets that are no longer followed, once they are none any more.
        let mut gone = tx.execute(
            "DELETE FROM article WHERE bookmarked_at IS NULL AND outlet_id IN (SELECT id FROM outlet WHERE NOT followed)",
            [],
        )?;
        if retention.days > 0 {
            let before = now.as_second() - i64::from(retention.days) * 86_400;
            gone += tx.execute(
                &format!("DELETE FROM article WHERE sorted_at < ?1 AND bookmarked_at IS NULL {unread}"),
                [before],
            )?;
        }
        if retention.per_feed > 0 {
            gone += tx.execute(
                &format!(
                    "DELETE FROM article WHERE bookmarked_at IS NULL {unread} AND id IN (SELECT id FROM (SELECT id, row_number()
                     OVER (PARTITION BY feed_id ORDER BY sorted_at DESC, id DESC) AS place FROM article) WHERE place > ?1)"
                ),
                [retention.per_feed],
            )?;
        }
        tx.execute("DELETE FROM outlet WHERE NOT followed AND articles = 0", [])?;
        tx.execute(
            "DELETE FROM story WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.id = story.id OR a.story_id = story.id)",
            [],
        )?;
        drop_unshown(&tx)?;
        count_weeks(&tx, now)?;
        if gone > 0 {
            found::drop_unnamed(&tx)?;
            touch_all(&tx)?;
        }
        tx.commit()?;
        if gone > 0 {
            self.recent = None;
        }
        Ok(gone as u64)
    }
}
