//! Outlets' whole pages: kept beside the feed's own text, which stays.

use rusqlite::params;

use crate::model::{ArticleId, Complete};
use crate::store::body::pack;
use crate::store::db::Db;
use crate::store::draft::{Draft, lines};
use crate::store::error::StoreError;
use crate::store::found;
use crate::store::save::FIRST_YEAR;
use crate::store::touched::touch;

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
        found::forget(&tx, article.0)?;
        found::keep(&tx, article.0, draft)?;
        found::index_anew(&tx, &[article.0])?;
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

    use crate::model::{Clean, FeedId, Published};
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

    fn dispatch() -> (Db, FeedId) {
        let mut db = Db::in_memory().unwrap();
        let outlet = NewOutlet {
            feeds: vec!["https://dispatch.example/rss".to_owned()],
            ..NewOutlet::default()
        };
        db.add_outlet(&outlet, day(0)).unwrap();
        let feed = db.due(day(0), 1).unwrap()[0].id;
        (db, feed)
    }

    #[test]
    fn an_edit_in_the_feed_is_found_behind_a_page_which_still_says_what_that_leaves_open() {
        let (mut db, feed) = dispatch();
        let address = "https://dispatch.example/ferry";
        let draft = |title: &str, text: &str, authors: &[&str]| Draft {
            key: address.to_owned(),
            url: Some(address.to_owned()),
            title: Clean::line(title),
            html: format!("<p>{text}</p>"),
            text: text.to_owned(),
            excerpt: Clean::line(text),
            byline: authors.iter().map(|name| Clean::line(name)).collect(),
            ..Draft::default()
        };
        let deliver = |db: &mut Db, draft: Draft| db.save(feed, &delivery(vec![draft]), day(0)).unwrap().changed;
        deliver(&mut db, draft("Ferry late", "Fog.", &[]));
        let id = db.article_at(address).unwrap().unwrap();
        let page = draft("Ferry late", "Fog lay on the whole strait.", &["Ada Moss"]);
        db.keep_page(id, &page.html, address, &page).unwrap();
        let found = |db: &Db, query: &str| db.count(&Query::parse(query).unwrap(), day(0)).unwrap();

        deliver(
            &mut db,
            Draft {
                key: "fog".to_owned(),
                url: Some("https://dispatch.example/fog".to_owned()),
                ..draft("Fog", "Fog.", &["Bo Lind"])
            },
        );
        let fog = db.article_at("https://dispatch.example/fog").unwrap().unwrap();
        db.keep_page(fog, &page.html, "https://dispatch.example/fog", &page)
            .unwrap();
        assert_eq!(found(&db, "title:fog author:bo"), 1, "as the article names them");
        assert_eq!(found(&db, "title:fog author:ada"), 0);
        db.conn.execute("DELETE FROM article WHERE id = ?1", [fog.0]).unwrap();

        assert_eq!(deliver(&mut db, draft("Ferry sunk", "", &[])), 1);
        for query in ["title:sunk", "sunk strait", "author:ada"] {
            assert_eq!(found(&db, query), 1, "{query}");
        }
        assert_eq!(found(&db, "title:late"), 0);
        let row = db.article(id).unwrap().unwrap().row;
        assert_eq!(
            (&*row.title, &*row.byline[0], &*row.excerpt),
            ("Ferry sunk", "Ada Moss", "Fog.")
        );
        // No title at all.
        assert_eq!(deliver(&mut db, draft(address, "Mist.", &["Bo Lind"])), 1);
        assert_eq!(found(&db, "title:sunk author:bo"), 1);
        assert_eq!(found(&db, "author:ada"), 0);
        // The same words in other markup, by somebody else.
        let other = Draft {
            html: "<div>Mist.</div>".to_owned(),
            ..draft("Ferry sunk", "Mist.", &["Cy Orne"])
        };
        assert_eq!(deliver(&mut db, other), 0);
        assert_eq!(found(&db, "title:sunk strait author:cy -author:bo"), 1);

        db.conn.execute("UPDATE article SET byline = ''", []).unwrap();
        db.conn.execute("DELETE FROM article", []).unwrap();
        let left = "SELECT count(*) FROM author_search";
        assert_eq!(db.conn.query_row(left, [], |row| row.get::<_, i64>(0)), Ok(0));
    }

    #[test]
    fn a_page_says_what_its_feed_left_open() {
        let (mut db, feed) = dispatch();
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
