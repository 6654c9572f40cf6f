//! Outlets' whole pages: kept beside the feed's own text, which stays.

use rusqlite::params;

use crate::model::{ArticleId, Complete};
use crate::store::body::pack;
use crate::store::db::{Db, StoreError};
use crate::store::draft::Draft;
use crate::store::found;
use crate::store::save::{FIRST_YEAR, lines};
use crate::store::tallies::touch;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Keeps an outlet's whole page, and what was found in it: `draft` replaces what was found in the feed's body, and says what the
    /// feed left open: who wrote the article, and when.
    pub fn keep_page(&mut self, article: ArticleId, html: &str, url: &str, draft: &Draft) -> Result<(), StoreError> {
        let tx = self.begin()?;
        let kept = tx.execute(
            "UPDATE body SET page = ?2, page_url = ?3, standfirst = ?4, section = ?5 WHERE article_id = ?1",
            params![
                article.0,
                pack(html, &draft.text),
                url,
                draft.standfirst.as_deref(),
                draft.section.as_deref()
            ],
        )?;
        if kept == 0 {
            return Ok(());
        }
        tx.execute(
            "UPDATE article SET quotes = ?2, words = ?3, image_url = coalesce(image_url, ?4),
                byline = CASE byline WHEN '' THEN ?5 ELSE byline END, excerpt = CASE excerpt WHEN '' THEN ?6 ELSE excerpt END,
                title = CASE title WHEN url THEN ?7 ELSE title END, published_at = coalesce(published_at, ?8),
                published_offset = iif(published_at IS NULL, ?9, published_offset),
                sorted_at = iif(published_at IS NULL AND ?8 IS NOT NULL, min(max(?8, ?10), fetched_at), sorted_at)
             WHERE id = ?1",
            params![
                article.0,
                found::quotes(draft),
                draft.words,
                draft.image.as_ref().map(|image| &image.url),
                lines(&draft.byline),
                &*draft.excerpt,
                &*draft.title,
                draft.published.map(|at| at.at.as_second()),
                draft.published.map_or(0, |at| at.offset_minutes),
                FIRST_YEAR,
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::model::{Clean, Published};
    use crate::query::Query;
    use crate::store::tests::delivery;
    use crate::store::{Db, Draft, NewOutlet, Slice};

    fn day(day: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + day * 86_400).unwrap()
    }

    fn published(at: i64) -> Published {
        Published {
            at: day(at),
            offset_minutes: 60,
        }
    }

    #[test]
    fn a_page_says_what_its_feed_left_open() {
        let mut db = Db::in_memory().unwrap();
        let outlet = NewOutlet {
            feeds: vec!["https://dispatch.example/rss".to_owned()],
            ..NewOutlet::default()
        };
        db.add_outlet(&outlet, day(0)).unwrap();
        let feed = db.due(day(0), 1).unwrap()[0].id;
        let draft = |key: &str, at: Option<Published>| Draft {
            key: key.to_owned(),
            url: Some(format!("https://dispatch.example/{key}")),
            title: Clean::line(key),
            published: at,
            ..Draft::default()
        };
        let drafts = vec![
            draft("dated", Some(published(-2))),
            draft("undated", None),
            draft("late", None),
        ];
        db.save(feed, &delivery(drafts), day(0)).unwrap();
        let listed = |db: &Db| -> Vec<_> {
            let slice = Slice { after: None, limit: 9 };
            let rows = db.rows(&Query::parse("").unwrap(), &slice, day(0)).unwrap();
            rows.into_iter()
                .map(|row| (row.title.to_string(), row.published, row.sorted_at))
                .collect()
        };
        let id = |db: &Db, key: &str| {
            db.article_at(&format!("https://dispatch.example/{key}"))
                .unwrap()
                .unwrap()
        };
        for (key, at) in [("dated", -1), ("undated", -3), ("late", 1)] {
            let page = Draft {
                standfirst: Some(Clean::line("Nobody was hurt.")),
                section: Some(Clean::line("Harbour")),
                ..draft(key, Some(published(at)))
            };
            let id = id(&db, key);
            db.keep_page(id, "<p>Text</p>", "https://dispatch.example/p", &page)
                .unwrap();
            let article = db.article(id).unwrap().unwrap();
            assert_eq!(article.standfirst.as_deref(), Some("Nobody was hurt."));
            assert_eq!(article.section.as_deref(), Some("Harbour"));
        }
        // Later than it was seen it cannot have been.
        let expected = [
            ("late".to_owned(), Some(published(1)), day(0)),
            ("dated".to_owned(), Some(published(-2)), day(-2)),
            ("undated".to_owned(), Some(published(-3)), day(-3)),
        ];
        assert_eq!(listed(&db), expected);
        // A page that does not say when takes nothing away.
        let undated = id(&db, "undated");
        db.keep_page(
            undated,
            "<p>Text</p>",
            "https://dispatch.example/p",
            &draft("undated", None),
        )
        .unwrap();
        assert_eq!(listed(&db), expected);
    }
}
