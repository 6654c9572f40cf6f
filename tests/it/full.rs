//! A full disk. SQLite says that it is where no number is left for a row, too, which is what fills it here.

use std::path::Path;
use std::time::{Duration, Instant};

use byline::model::{FeedState, Outcome, WholeText};
use byline::poll::{Pace, Poller, Settings, Which};
use byline::store::StoreError;
use jiff::SignedDuration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::cli::Byline;
use crate::poll::Desk;
use crate::web::{Reply, Web, feed};

/// Feeds of the one server, which is asked for two at once.
const FEEDS: usize = 9;

/// From now on nothing that is fetched can be saved.
fn fill(database: &Path) {
    rusqlite::Connection::open(database)
        .unwrap()
        .execute_batch(
            "CREATE TABLE brim (id INTEGER PRIMARY KEY AUTOINCREMENT, drop_of INTEGER);
             INSERT INTO brim (id) VALUES (9223372036854775807);
             CREATE TRIGGER article_over BEFORE INSERT ON article BEGIN INSERT INTO brim (drop_of) VALUES (1); END;
             CREATE TRIGGER body_over BEFORE UPDATE ON body BEGIN INSERT INTO brim (drop_of) VALUES (1); END;
             CREATE TRIGGER feed_over BEFORE UPDATE ON feed BEGIN INSERT INTO brim (drop_of) VALUES (1); END;",
        )
        .unwrap();
}

/// There is room again.
fn make_room(database: &Path) {
    rusqlite::Connection::open(database)
        .unwrap()
        .execute_batch("DROP TRIGGER article_over; DROP TRIGGER body_over; DROP TRIGGER feed_over; DROP TABLE brim;")
        .unwrap();
}

/// Feeds that answer 304 to who has them already.
fn outlets() -> Web {
    Web::serve(|asked| {
        if asked.header("if-none-match").is_some() {
            return Reply::with(304, &[], "");
        }
        let text = feed(&asked.path, &[&format!("Ferries run from {}", asked.path)]);
        Reply::with(200, &[("ETag", "\"one\"")], text)
    })
}

fn addresses(web: &Web) -> Vec<String> {
    (0..FEEDS).map(|number| web.url(&format!("/{number}"))).collect()
}

#[tokio::test]
async fn a_round_ends_where_the_disk_is_full_and_loses_nothing() {
    let (web, desk) = (outlets(), Desk::new());
    let before = desk.follow(&addresses(&web)).await;
    let database = desk.folder.path().join("byline.db");
    fill(&database);
    let (tell, mut told) = mpsc::channel(100);
    let passed = desk.poller.pass(Which::Due, tell, CancellationToken::new()).await;
    assert!(matches!(passed, Err(StoreError::Full)), "{passed:?}");
    let unsaved = told.recv().await.unwrap();
    assert_eq!(unsaved.outcome, Outcome::Unsaved);
    assert_eq!(
        unsaved.why.as_deref(),
        Some("it was fetched but not saved: the disk is full")
    );
    assert_eq!(told.recv().await, None, "one is told of");
    assert!(web.asked().len() <= 2, "{:?}", web.paths());
    assert_eq!(desk.feeds().await, before, "all are as they were");

    make_room(&database);
    let saved = desk.pass(Which::Due).await;
    assert_eq!(saved.len(), FEEDS);
    assert!(saved.iter().all(|feed| feed.outcome == Outcome::New), "{saved:?}");
    assert_eq!(desk.titles().await.len(), FEEDS);
}

#[tokio::test]
async fn the_background_task_waits_for_room_and_goes_on_by_itself() {
    let (web, desk) = (outlets(), Desk::paced(SignedDuration::from_secs(1)));
    desk.follow(&addresses(&web)).await;
    let database = desk.folder.path().join("byline.db");
    fill(&database);
    let (tell, mut told) = mpsc::channel(100);
    let cancel = CancellationToken::new();
    let (poller, stop) = (desk.poller.clone(), cancel.clone());
    let task = tokio::spawn(async move { poller.run(tell, stop).await });
    let begun = Instant::now();
    for tried in 1..=3 {
        assert_eq!(told.recv().await.unwrap().outcome, Outcome::Unsaved);
        assert!(web.asked().len() <= 1 + tried, "{:?}", web.paths());
    }
    let waited = begun.elapsed();
    assert!(
        waited >= Duration::from_millis(500),
        "two waits of a quarter: {waited:?}"
    );
    make_room(&database);
    let mut new = 0;
    while new < FEEDS {
        let refreshed = told.recv().await.unwrap();
        assert!(refreshed.outcome != Outcome::Failed, "{refreshed:?}");
        new += usize::from(refreshed.outcome == Outcome::New);
    }
    cancel.cancel();
    task.await.unwrap();
    assert_eq!(desk.titles().await.len(), FEEDS);
    assert!(desk.feeds().await.iter().all(|feed| feed.state == FeedState::Ok));
}

#[tokio::test]
async fn pages_are_not_asked_for_where_the_disk_is_full() {
    let words = "The council met on Monday and decided to let the ferries run again. ".repeat(40);
    let page = format!("<html lang=en><title>Ferries run</title><article><h1>Ferries run</h1><p>{words}</p></article>");
    let web = Web::serve(move |asked| match asked.path.as_str() {
        "/feed" => {
            let site = format!("http://{}/", asked.header("host").unwrap());
            Reply::ok(feed("Dispatch", &["One", "Two", "Three"]).replace("http://127.0.0.1/", &site))
        }
        _ => Reply::with(200, &[("Content-Type", "text/html; charset=utf-8")], page.clone()),
    });
    let mut desk = Desk::new();
    let settings = Settings {
        pace: Pace {
            hour: SignedDuration::from_secs(36),
        },
        whole_text: WholeText::Always,
        ..Settings::default()
    };
    desk.poller = Poller::new(desk.store.clone(), Desk::client(Vec::new()), settings);
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    let database = desk.folder.path().join("byline.db");
    fill(&database);
    let cancel = CancellationToken::new();
    assert_eq!(desk.poller.ahead(&Which::All, &cancel).await.unwrap(), 0);
    assert_eq!(web.asked().len(), 2, "{:?}", web.paths());
    make_room(&database);
    assert_eq!(desk.poller.ahead(&Which::All, &cancel).await.unwrap(), 3);
}

#[test]
fn a_fetch_says_once_that_the_disk_is_full() {
    let (byline, web) = (Byline::new(), outlets());
    let outlines: String = addresses(&web)
        .iter()
        .map(|url| format!("<outline xmlUrl='{url}'/>"))
        .collect();
    let list = byline.write(
        "feeds.opml",
        &format!("<opml version='2.0'><body>{outlines}</body></opml>"),
    );
    byline.run(&["import", &list], 0);
    let database = byline.path("byline.db");
    fill(database.as_ref());
    let (said, wrong) = byline.run(&["fetch"], 1);
    assert!(
        said.ends_with("1 feed asked: 0 new articles, 0 changed; 1 feed failed\n"),
        "{said}"
    );
    assert!(
        wrong.contains("the disk is full") && wrong.lines().count() == 1,
        "{wrong}"
    );
    assert!(web.asked().len() <= 2, "{:?}", web.paths());
    make_room(database.as_ref());
    let (said, _) = byline.run(&["fetch"], 0);
    assert!(said.contains("9 feeds asked: 9 new articles"), "{said}");
}
