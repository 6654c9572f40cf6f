//! What happens while a feed is being asked: it is removed, followed again, or another one gets its number.

use std::path::Path;
use std::sync::{Arc, Mutex};

use byline::model::{ArticleId, FeedState, Mark};
use byline::poll::Which;
use byline::query::Query;
use byline::store::{Db, NewOutlet, Slice};
use jiff::Timestamp;

use crate::poll::{Desk, now};
use crate::web::{Reply, Web, feed};

type Act = Box<dyn FnOnce(&mut Db) + Send>;

/// What another program does while the server thinks about its answer.
#[derive(Clone, Default)]
struct Meanwhile(Arc<Mutex<Option<(Db, Act)>>>);

impl Meanwhile {
    fn set(&self, folder: &Path, act: impl FnOnce(&mut Db) + Send + 'static) {
        let db = Db::open(&folder.join("byline.db")).unwrap();
        *self.0.lock().unwrap() = Some((db, Box::new(act)));
    }

    fn come(&self) {
        if let Some((mut db, act)) = self.0.lock().unwrap().take() {
            act(&mut db);
        }
    }
}

/// Each path is a feed of one article; who has it already is told so, with this status.
fn outlets(again: u16) -> (Web, Meanwhile) {
    let meanwhile = Meanwhile::default();
    let coming = meanwhile.clone();
    let web = Web::serve(move |asked| {
        coming.come();
        if asked.header("if-none-match").is_some() && again != 200 {
            return Reply::with(again, &[], "");
        }
        let text = feed(&asked.path, &[&format!("Ferries run from {}", asked.path)]);
        // Another text each time.
        Reply::with(200, &[("ETag", "\"one\"")], text + &"\n".repeat(asked.nth))
    });
    (web, meanwhile)
}

#[tokio::test]
async fn what_a_feed_brings_goes_to_no_other_that_has_its_number_by_then() {
    let ((web, meanwhile), desk) = (outlets(304), Desk::new());
    let wrong = desk.follow(&[web.url("/wrong")]).await.remove(0);
    let right = web.url("/right");
    meanwhile.set(desk.folder.path(), move |db| {
        db.remove_outlet(wrong.outlet).unwrap();
        let outlet = NewOutlet {
            feeds: vec![right],
            ..NewOutlet::default()
        };
        db.add_outlet(&outlet, Timestamp::UNIX_EPOCH).unwrap();
    });
    desk.pass(Which::Due).await;
    let feeds = desk.feeds().await;
    assert_eq!((feeds[0].id, &*feeds[0].title), (wrong.id, "/right"));
    assert_eq!(desk.titles().await, ["Ferries run from /right"]);
    assert_eq!(web.paths(), ["/wrong", "/right"]);
}

#[tokio::test]
async fn an_outlet_that_was_removed_is_not_asked_again() {
    for status in [200, 304, 500] {
        let ((web, meanwhile), desk) = (outlets(status), Desk::new());
        let feed = desk.follow(&[web.url("/feed")]).await.remove(0);
        desk.pass(Which::Due).await;
        desk.write(|db| db.mark(&[ArticleId(1)], Mark::Bookmarked, now())).await;
        meanwhile.set(desk.folder.path(), move |db| db.remove_outlet(feed.outlet).unwrap());
        desk.ask().await;
        assert_eq!(desk.read(|db| db.next_due()).await, None, "{status}");
        let feed = desk.read(move |db| db.feed(feed.id)).await.unwrap();
        assert_eq!(feed.state, FeedState::Gone, "{status}");
        assert_eq!(desk.titles().await.len(), 1, "{status}: what is bookmarked stays");
    }
}

#[tokio::test]
async fn an_outlet_that_was_followed_again_meanwhile_begins_anew() {
    for status in [200, 304] {
        let ((web, meanwhile), desk) = (outlets(status), Desk::new());
        desk.follow(&[web.url("/feed")]).await;
        desk.pass(Which::Due).await;
        let outlet = desk.read(|db| db.outlets()).await.remove(0);
        meanwhile.set(desk.folder.path(), move |db| {
            db.remove_outlet(outlet.id).unwrap();
            db.follow_again(&outlet, Timestamp::UNIX_EPOCH).unwrap();
        });
        desk.ask().await;
        assert!(
            desk.titles().await.is_empty(),
            "{status}: what came is no answer to who has nothing"
        );
        desk.pass(Which::Due).await;
        assert_eq!(desk.titles().await, ["Ferries run from /feed"], "{status}");
    }
}

#[tokio::test]
async fn what_an_articles_page_says_goes_to_no_other_that_has_its_number_by_then() {
    let meanwhile = Meanwhile::default();
    let coming = meanwhile.clone();
    let web = Web::serve(move |asked| {
        if asked.path == "/feed" {
            let site = format!("http://{}/", asked.header("host").unwrap());
            return Reply::ok(feed("Dispatch", &["Ferries run", "Trams stop"]).replace("http://127.0.0.1/", &site));
        }
        coming.come();
        let words = "The council met on Monday and decided to let the ferries run again. ".repeat(40);
        let page = format!("<html lang=en><article><h1>Ferries run</h1><p>{words}</p></article></html>");
        let status = if asked.path == "/0" { 200 } else { 402 };
        Reply::with(status, &[("Content-Type", "text/html; charset=utf-8")], page)
    });
    let desk = Desk::new();
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    let path = desk.folder.path().join("byline.db");
    for path_of in ["/0", "/1"] {
        let rows = desk.read(|db| {
            db.rows(
                &Query::default(),
                &Slice {
                    limit: 9,
                    ..Slice::default()
                },
                now(),
            )
        });
        let at = web.url(path_of);
        let id = rows
            .await
            .iter()
            .find(|row| row.url.as_deref() == Some(&*at))
            .unwrap()
            .id;
        let path = path.clone();
        meanwhile.set(desk.folder.path(), move |_| {
            let other = rusqlite::Connection::open(&path).unwrap();
            other
                .execute(
                    "UPDATE article SET url = 'https://other.example/' WHERE id = ?1",
                    [id.0],
                )
                .unwrap();
        });
        drop(desk.poller.page(id).await);
        let article = desk.read(move |db| db.article(id)).await.unwrap();
        assert_eq!((article.page, article.page_said), (None, None), "{path_of}");
    }
    assert_eq!(web.paths(), ["/feed", "/0", "/1"]);
}
