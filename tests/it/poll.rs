//! The poller over a real database file and a server of our own.

use std::time::{Duration, Instant};

use byline::model::{ArticleId, Bookmark, Complete, Feed, FeedState, Outcome, Password, Refreshed, Secret, Terms};
use byline::net::{Client, Limits, Request, Wanted};
use byline::poll::{Pace, Poller, Settings, Which, kept};
use byline::query::Query;
use byline::store::{Db, Health, NewOutlet, Slice, Store, StoreError};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::web::{Reply, Web, feed};

/// A poller in a folder of its own.
pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) poller: Poller,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::paced(SignedDuration::from_hours(1))
    }

    /// One whose hour is so long.
    pub(crate) fn paced(hour: SignedDuration) -> Self {
        Self::with_terms(hour, Vec::new())
    }

    /// One whose reader has terms of their own.
    pub(crate) fn with_terms(hour: SignedDuration, terms: Vec<Terms>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("byline.db"), TimeZone::UTC).unwrap();
        let settings = Settings {
            pace: Pace { hour },
            lock: Some(folder.path().join("poll.lock")),
            ..Settings::default()
        };
        let poller = Poller::new(store.clone(), Self::client(terms), settings);
        Self { folder, store, poller }
    }

    /// What asks for it.
    pub(crate) fn client(terms: Vec<Terms>) -> Client {
        let limits = Limits {
            total: Duration::from_secs(5),
            terms,
            ..Limits::default()
        };
        Client::limited("byline-test/1", limits)
    }

    /// Follows these addresses.
    pub(crate) async fn follow(&self, urls: &[String]) -> Vec<Feed> {
        let outlets: Vec<_> = urls
            .iter()
            .map(|url| NewOutlet {
                feeds: vec![url.clone()],
                ..NewOutlet::default()
            })
            .collect();
        self.write(move |db| db.add_outlets(&outlets, Timestamp::UNIX_EPOCH))
            .await;
        self.feeds().await
    }

    pub(crate) async fn feeds(&self) -> Vec<Feed> {
        self.read(|db| Ok(db.outlets()?.into_iter().flat_map(|outlet| outlet.feeds).collect()))
            .await
    }

    async fn one(&self) -> Feed {
        self.feeds().await.remove(0)
    }

    pub(crate) async fn titles(&self) -> Vec<String> {
        let slice = Slice {
            limit: 100,
            ..Slice::default()
        };
        let rows = self
            .read(move |db| db.rows(&Query::default(), &slice, Timestamp::UNIX_EPOCH))
            .await;
        let mut titles: Vec<_> = rows.into_iter().map(|row| row.title.into_string()).collect();
        titles.sort();
        titles
    }

    /// One round.
    pub(crate) async fn pass(&self, which: Which) -> Vec<Refreshed> {
        let (tell, mut told) = mpsc::channel(1000);
        self.poller.pass(which, tell, CancellationToken::new()).await.unwrap();
        std::iter::from_fn(|| told.try_recv().ok()).collect()
    }

    /// Asks the only feed, whether it is due or not.
    pub(crate) async fn ask(&self) -> Refreshed {
        let feed = self.one().await.id;
        self.pass(Which::Feeds(vec![feed])).await.remove(0)
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Db) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.read(work).await.unwrap()
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.write(work).await.unwrap()
    }
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(std::time::UNIX_EPOCH.elapsed().unwrap().as_secs().cast_signed()).unwrap()
}

#[tokio::test]
async fn articles_come_once_and_validators_go_back_as_they_came() {
    let web = Web::serve(|asked| match asked.header("if-none-match") {
        Some("\"a1/b+c==;x\"") => Reply::with(304, &[], ""),
        _ => Reply::with(
            200,
            &[("ETag", "\"a1/b+c==;x\"")],
            feed("Harbour Dispatch", &["Ferries run", "Trams stop"]),
        ),
    });
    let desk = Desk::new();
    desk.follow(&[web.url("/feed")]).await;
    let first = desk.pass(Which::Due).await.remove(0);
    assert_eq!((first.outcome, first.new, first.status), (Outcome::New, 2, Some(200)));
    assert!(desk.pass(Which::Due).await.is_empty(), "it is not due any more");
    let second = desk.ask().await;
    assert_eq!(
        (second.outcome, second.new, second.status),
        (Outcome::Unchanged, 0, Some(304))
    );
    assert_eq!(desk.titles().await, ["Ferries run", "Trams stop"]);
    let feed = desk.one().await;
    assert_eq!(
        (feed.state, feed.failures, &*feed.title),
        (FeedState::Ok, 0, "Harbour Dispatch")
    );
    assert_eq!(feed.validators.etag.as_deref(), Some("\"a1/b+c==;x\""));
    assert!(feed.next_poll_at > Timestamp::UNIX_EPOCH);
}

#[tokio::test]
async fn only_what_has_changed_is_read_again() {
    let web = Web::serve(|asked| match asked.nth {
        0 => Reply::ok(feed("Dispatch", &["Ferries run", "Trams stop"])),
        1 => Reply::ok(feed("Dispatch, evening edition", &["Ferries run", "Trams stop"])),
        _ => Reply::ok(feed("Dispatch", &["Ferries run", "Trams stop, buses too", "Rain"])),
    });
    let desk = Desk::new();
    desk.follow(&[web.url("/feed")]).await;
    assert_eq!(desk.pass(Which::Due).await[0].new, 2);
    let envelope = desk.ask().await;
    assert_eq!(
        (envelope.outcome, envelope.new, envelope.changed),
        (Outcome::Unchanged, 0, 0)
    );
    let corrected = desk.ask().await;
    assert_eq!(
        (corrected.outcome, corrected.new, corrected.changed),
        (Outcome::New, 1, 1)
    );
    assert_eq!(desk.titles().await, ["Ferries run", "Rain", "Trams stop, buses too"]);
}

#[tokio::test]
async fn a_useless_answer_leaves_everything_as_it_was() {
    let page = "<!DOCTYPE html><html><head><title>Log in</title></head><body><p>Pay for your coffee</p></body></html>";
    let web = Web::serve(move |asked| match asked.nth {
        0 => Reply::with(200, &[("ETag", "\"feed\"")], feed("Dispatch", &["Ferries run"])),
        1 => Reply::with(200, &[("ETag", "\"page\""), ("Content-Type", "text/html")], page),
        2 => Reply::with(500, &[("ETag", "\"error\"")], "oops"),
        3 => Reply::Cut {
            body: b"<rss version=\"2.0\"><channel>".to_vec(),
        },
        _ => Reply::with(304, &[], ""),
    });
    let desk = Desk::new();
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    let mut last = None;
    for failures in 1..=3 {
        let failed = desk.ask().await;
        assert_eq!(failed.outcome, Outcome::Failed);
        assert!(failed.why.is_some() && failed.next > last, "{failed:?}");
        last = failed.next;
        let feed = desk.one().await;
        assert_eq!((feed.state, feed.failures), (FeedState::Failing, failures));
        assert_eq!(feed.validators.etag.as_deref(), Some("\"feed\""));
    }
    assert_eq!(desk.titles().await, ["Ferries run"]);
    assert_eq!(desk.ask().await.outcome, Outcome::Unchanged);
    let feed = desk.one().await;
    assert_eq!((feed.state, feed.failures, feed.why), (FeedState::Ok, 0, None));
}

#[tokio::test]
async fn a_permanent_move_is_adopted_once_the_feed_was_seen_there_again() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/old" => Reply::with(301, &[("Location", "/new")], ""),
        "/new" => Reply::ok(feed("Dispatch", &["Ferries run"])),
        "/squatted" if asked.nth > 0 => Reply::with(301, &[("Location", "/spam")], ""),
        "/squatted" => Reply::ok(feed("Dispatch", &["Ferries run"])),
        _ => Reply::ok(feed("Casino", &["Win"]).replace("key-", "spam-")),
    });
    let desk = Desk::paced(SignedDuration::from_micros(1));
    desk.follow(&[web.url("/old")]).await;
    desk.pass(Which::Due).await;
    assert_eq!(desk.one().await.url, web.url("/old"));
    desk.ask().await;
    assert_eq!(desk.one().await.url, web.url("/new"));
    let desk = Desk::paced(SignedDuration::from_micros(1));
    desk.follow(&[web.url("/squatted")]).await;
    desk.pass(Which::Due).await;
    for _ in 0..4 {
        desk.ask().await;
    }
    let kept = desk.one().await;
    assert_eq!((kept.url, kept.state), (web.url("/squatted"), FeedState::Ok));
    let why = kept.why.unwrap();
    assert!(why.contains("moved for good to") && why.contains("/spam"), "{why}");
    assert_eq!(&*kept.title, "Dispatch");
    assert_eq!(desk.titles().await, ["Ferries run"]);
}

#[tokio::test]
async fn a_server_that_asks_to_wait_is_left_alone_and_gone_is_gone() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/busy" => Reply::with(429, &[("Retry-After", "7200")], ""),
        _ => Reply::with(410, &[], ""),
    });
    let desk = Desk::new();
    desk.follow(&[web.url("/busy")]).await;
    let begun = now();
    let busy = desk.pass(Which::Due).await.remove(0);
    assert!(busy.next.unwrap() >= begun + SignedDuration::from_hours(2));
    for skipped in [desk.ask().await, desk.pass(Which::All).await.remove(0)] {
        assert_eq!(skipped.outcome, Outcome::Skipped);
        assert_eq!(
            (skipped.why.as_deref(), skipped.next),
            (Some("its server asks to wait"), busy.next)
        );
    }
    assert_eq!(web.asked().len(), 1);
    let desk = Desk::new();
    desk.follow(&[web.url("/gone")]).await;
    assert_eq!(desk.pass(Which::Due).await[0].next, None);
    assert_eq!(desk.one().await.state, FeedState::Gone);
    assert!(desk.pass(Which::All).await.is_empty() && desk.pass(Which::Due).await.is_empty());
}

#[tokio::test]
async fn a_clock_that_was_ahead_stops_no_news_and_servers_keep_their_waits() {
    let web = Web::serve(|_| Reply::ok(feed("Dispatch", &["Ferries run"])));
    let desk = Desk::new();
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    // What is written at a moment, when its server or the schedule asks to wait.
    let written = async |asked_at: Timestamp, state: FeedState, wait: SignedDuration| {
        let feed = desk.one().await;
        let until = asked_at + wait;
        let health = Health {
            asked: None,
            state,
            why: None,
            failures: 0,
            asked_at,
            next_poll_at: until,
            validators: feed.validators,
            body_hash: feed.body_hash,
            moved_to: None,
            schedule: format!(r#"{{"asked_at":"{asked_at}","wait_until":"{until}"}}"#),
        };
        desk.write(move |db| db.record(feed.id, &health)).await;
    };
    let (hours, days) = (SignedDuration::from_hours, |days: i64| {
        SignedDuration::from_hours(24 * days)
    });
    let (ok, failing) = (FeedState::Ok, FeedState::Failing);
    for (ahead, state) in [(2, ok), (100, ok), (2, failing), (100, failing)] {
        written(now() + days(ahead), state, hours(1)).await;
        assert_eq!(desk.ask().await.outcome, Outcome::Unchanged, "no server asked to wait");
        written(now() + days(ahead), state, hours(1)).await;
        assert_eq!(desk.pass(Which::Due).await.len(), 1, "{ahead} days");
        assert!(desk.pass(Which::Due).await.is_empty());
        let read_at = desk.one().await.last_success_at.unwrap();
        assert!(read_at <= now());
    }
    let asked = web.asked().len();
    // The clock was put right by a minute; a server asked for the longest wait there is.
    for (asked_at, wait) in [(now() + SignedDuration::from_mins(1), hours(1)), (now(), days(7))] {
        written(asked_at, FeedState::Ok, wait).await;
        assert!(desk.pass(Which::Due).await.is_empty());
        assert_eq!(desk.pass(Which::All).await[0].outcome, Outcome::Skipped);
    }
    assert_eq!(web.asked().len(), asked);
}

#[tokio::test]
async fn a_fresh_answer_is_not_asked_for_with_all_the_others() {
    let web = Web::serve(|_| {
        Reply::with(
            200,
            &[("Cache-Control", "max-age=3600")],
            feed("Dispatch", &["Ferries run"]),
        )
    });
    let desk = Desk::new();
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    let skipped = desk.pass(Which::All).await.remove(0);
    assert_eq!(skipped.outcome, Outcome::Skipped);
    assert_eq!(
        skipped.why.as_deref(),
        Some("its server expects nothing new before then")
    );
    assert_eq!(
        desk.ask().await.outcome,
        Outcome::Unchanged,
        "the reader asked for this very feed"
    );
}

/// Terms with a login.
fn login(at: &str) -> Terms {
    Terms {
        user: Some("ann".to_owned()),
        password: Some(Password::Text(Secret::new("s@fe"))),
        ..Terms::at(at.parse().unwrap())
    }
}

#[tokio::test]
async fn a_login_goes_with_feeds_and_pages_and_its_address_is_never_given_up() {
    let other = Web::serve(|_| Reply::ok(feed("Dispatch", &["Ferries run"])));
    let target = other.url("/feed");
    let web = Web::serve(
        move |asked| match (asked.header("authorization"), asked.path.as_str()) {
            (None, _) => Reply::with(401, &[], ""),
            (_, "/feed") => Reply::with(301, &[("Location", &target)], ""),
            (_, "/moved") => Reply::with(301, &[("Location", "/here")], ""),
            (_, path) => {
                let link = format!("http://{}/page", asked.header("host").unwrap());
                Reply::ok(feed(path, &["Ferries run"]).replace("http://127.0.0.1/0", &link))
            }
        },
    );
    let desk = Desk::with_terms(SignedDuration::from_micros(1), vec![login(&web.url("/"))]);
    let subscribed = desk.poller.subscribe(&web.url("/here"), None).await.unwrap();
    assert_eq!(subscribed.feed.new, 1, "a feed behind a login can be followed");
    desk.follow(&[web.url("/feed"), web.url("/moved")]).await;
    for _ in 0..4 {
        desk.pass(Which::All).await;
    }
    let feeds = desk.feeds().await;
    let kept = feeds
        .iter()
        .find(|feed| feed.url == web.url("/feed"))
        .expect("it is never given up");
    assert!(
        kept.why
            .as_deref()
            .is_some_and(|why| why.contains("its login is for the old address"))
    );
    assert!(
        other
            .asked()
            .iter()
            .all(|asked| asked.header("authorization").is_none())
    );
    let page = web.url("/page");
    let id = desk.read(move |db| db.article_at(&page)).await.unwrap();
    desk.poller.page(id).await.unwrap();
    let paths = web.asked();
    let page = paths.iter().find(|asked| asked.path == "/page").unwrap();
    assert_eq!(page.header("authorization"), Some("Basic YW5uOnNAZmU="));
}

#[tokio::test]
async fn a_feed_keeps_to_the_interval_that_the_reader_set() {
    let web = Web::serve(|_| Reply::with(200, &[("ETag", "\"1\"")], feed("Dispatch", &["Ferries run"])));
    let every = |minutes| Terms {
        every_minutes: Some(minutes),
        ..Terms::at(web.url("/").parse().unwrap())
    };
    let hour = SignedDuration::from_hours(1);
    let rarely = Desk::with_terms(hour, vec![every(10_080)]);
    rarely.follow(&[web.url("/feed")]).await;
    let asked = rarely.pass(Which::Due).await.remove(0);
    let left = |at: Timestamp| at.duration_since(asked.next.unwrap()).as_hours().abs();
    let week = rarely.one().await.next_poll_at;
    assert!(left(week) == 0 && week > now() + SignedDuration::from_hours(167));
    // The same folder under settings that ask more often.
    let client = Client::limited(
        "byline-test/1",
        Limits {
            terms: vec![every(15)],
            ..Limits::default()
        },
    );
    let often = Poller::new(rarely.store.clone(), client, Settings::default());
    let (tell, mut told) = mpsc::channel(10);
    often.pass(Which::Due, tell, CancellationToken::new()).await.unwrap();
    assert!(told.try_recv().is_err(), "it is not due yet");
    let due = rarely.one().await.next_poll_at;
    assert!(
        due <= now() + SignedDuration::from_mins(18) && due >= now() + SignedDuration::from_mins(14),
        "{due}"
    );
}

#[tokio::test]
async fn a_paused_feed_is_left_alone_and_keeps_its_time() {
    let web = Web::serve(|_| Reply::with(429, &[("Retry-After", "7200")], ""));
    let desk = Desk::new();
    let id = desk.follow(&[web.url("/feed")]).await[0].id;
    desk.write(move |db| db.pause_feed(id, true)).await;
    assert!(desk.pass(Which::Due).await.is_empty() && desk.pass(Which::All).await.is_empty());
    let skipped = desk.ask().await;
    assert_eq!((skipped.outcome, skipped.next), (Outcome::Skipped, None));
    assert!(skipped.why.unwrap().contains("you paused it"));
    desk.write(move |db| db.pause_feed(id, false)).await;
    assert_eq!(desk.one().await.state, FeedState::New);
    assert_eq!(desk.pass(Which::Due).await.len(), 1);
    desk.write(move |db| db.pause_feed(id, true)).await;
    desk.write(move |db| db.pause_feed(id, false)).await;
    let awake = desk.one().await;
    assert_eq!((awake.state, awake.why.is_some()), (FeedState::Failing, true));
    assert!(desk.pass(Which::Due).await.is_empty(), "its server asked to wait");
    assert_eq!(web.asked().len(), 1);
}

#[tokio::test]
async fn many_feeds_go_at_once_but_two_to_a_host() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/bad" => Reply::Closed,
        path => Reply::ok(feed(path, &["Ferries run"])),
    });
    let desk = Desk::new();
    let urls: Vec<_> = (0..40)
        .map(|at| web.url(&format!("/{at}")))
        .chain([web.url("/bad")])
        .collect();
    desk.follow(&urls).await;
    let told = desk.pass(Which::Due).await;
    assert_eq!(told.len(), 41);
    assert_eq!(
        told.iter()
            .filter(|refreshed| refreshed.outcome == Outcome::New)
            .count(),
        40
    );
    assert!(web.most_at_once() <= 2, "{} at once", web.most_at_once());
}

#[tokio::test]
async fn bytes_in_another_charset_become_the_right_letters() {
    let text = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>t</title><item><title>\u{439}\u{43e}\u{434}</title><guid>1</guid></item></channel></rss>";
    // Windows-1251: the Cyrillic letters from U+0430 on stand at 0xE0.
    let bytes: Vec<u8> = text
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).unwrap_or_else(|_| (u32::from(sign) - 0x430 + 0xe0) as u8))
        .collect();
    let web = Web::serve(move |_| {
        Reply::with(
            200,
            &[("Content-Type", "application/rss+xml; charset=windows-1251")],
            bytes.clone(),
        )
    });
    let desk = Desk::new();
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    assert_eq!(desk.titles().await, ["\u{439}\u{43e}\u{434}"]);
}

#[tokio::test]
async fn the_background_task_polls_hears_requests_and_ends_at_once() {
    let web = Web::serve(|asked| {
        if asked.path == "/silent" {
            Reply::Silent
        } else {
            Reply::ok(feed("Dispatch", &["Ferries run"]))
        }
    });
    let desk = Desk::new();
    let feeds = desk.follow(&[web.url("/feed")]).await;
    let (tell, mut told) = mpsc::channel(10);
    let cancel = CancellationToken::new();
    let (poller, stop) = (desk.poller.clone(), cancel.clone());
    let task = tokio::spawn(async move { poller.run(tell, stop).await });
    assert_eq!(told.recv().await.unwrap().outcome, Outcome::New);
    desk.poller.request(Which::Feeds(vec![feeds[0].id]));
    assert_eq!(told.recv().await.unwrap().outcome, Outcome::Unchanged);
    let silent = desk.follow(&[web.url("/silent")]).await;
    let silent = silent.iter().find(|feed| feed.url.ends_with("silent")).unwrap().id;
    desk.poller.request(Which::Feeds(vec![silent]));
    let web = tokio::task::spawn_blocking(move || {
        web.wait_for(3);
        web
    })
    .await
    .unwrap();
    let begun = Instant::now();
    cancel.cancel();
    task.await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2));
    drop(web);
}

#[tokio::test]
async fn only_one_process_polls_at_a_time() {
    let web = Web::serve(|_| Reply::ok(feed("Dispatch", &["Ferries run"])));
    let desk = Desk::new();
    desk.follow(&[web.url("/feed")]).await;
    let held = std::fs::File::create(desk.folder.path().join("poll.lock")).unwrap();
    held.lock().unwrap();
    let cancel = CancellationToken::new();
    let (tell, _told) = mpsc::channel(10);
    cancel.cancel();
    desk.poller.pass(Which::Due, tell, cancel).await.unwrap();
    assert!(web.asked().is_empty());
    held.unlock().unwrap();
    assert_eq!(desk.pass(Which::Due).await.len(), 1);
}

#[tokio::test]
async fn the_address_of_a_site_is_enough_to_follow_it() {
    let page = "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/news.xml\"></head><body>x</body></html>";
    let web = Web::serve(move |asked| match asked.path.as_str() {
        "/" => Reply::with(200, &[("Content-Type", "text/html")], page),
        "/hidden/" => Reply::with(
            200,
            &[("Content-Type", "text/html")],
            "<html><body><p>Nothing here</p></body></html>",
        ),
        "/news.xml" => Reply::ok(feed("North Ledger", &["Ferries run"])),
        "/atom.xml" => Reply::ok(feed("Hidden Post", &["Trams stop"])),
        _ => Reply::with(404, &[], ""),
    });
    let desk = Desk::new();
    let found = desk.poller.subscribe(&web.url("/"), Some("Press")).await.unwrap();
    assert_eq!((&*found.name, found.feed.new), ("North Ledger", 1));
    assert_eq!(web.paths(), ["/", "/news.xml"], "nothing is asked twice");
    let found = desk.poller.subscribe(&web.url("/hidden/"), None).await.unwrap();
    assert_eq!(&*found.name, "Hidden Post");
    assert!(web.asked().len() <= 2 + 1 + 5);
    let outlets = desk.read(|db| db.outlets()).await;
    assert_eq!(
        outlets
            .iter()
            .find(|outlet| &*outlet.name == "North Ledger")
            .unwrap()
            .folder
            .as_deref(),
        Some("Press")
    );
    let nothing = Web::serve(|_| Reply::with(200, &[("Content-Type", "text/html")], "<html><body>No</body></html>"));
    let nobody = desk
        .poller
        .subscribe("http://127.0.0.1:9/feed", None)
        .await
        .unwrap_err();
    assert_eq!(
        nobody.hint.as_deref(),
        Some("look at the address, or try again later"),
        "nobody asks for it again by itself"
    );
    let failed = desk.poller.subscribe(&nothing.url("/"), None).await.unwrap_err();
    assert!(failed.happened.contains("no feed") && failed.hint.is_some());
}

#[tokio::test]
async fn the_whole_text_comes_from_the_outlets_page() {
    let sentence =
        "The council of the invented town of Ostervik met on Monday and decided to let the ferries run again. ";
    let page = format!(
        "<html lang=\"en\"><head><title>Ferries run</title><meta property=\"article:section\" content=\"Harbour\"></head><body><nav>Home News Sport</nav><article><h1>Ferries run</h1>{}</article></body></html>",
        format!("<p>{}</p>", sentence.repeat(3)).repeat(6)
    );
    let web = Web::serve(move |asked| match asked.path.as_str() {
        "/0" => Reply::with(200, &[("Content-Type", "text/html; charset=utf-8")], page.clone()),
        _ => Reply::with(404, &[], ""),
    });
    let articles = feed("Dispatch", &["Ferries run", "Trams stop"]).replace("http://127.0.0.1/", &web.url("/"));
    let source = Web::serve(move |_| Reply::ok(articles.clone()));
    let desk = Desk::new();
    desk.follow(&[source.url("/feed")]).await;
    desk.pass(Which::Due).await;
    let id = |url: String| desk.read(move |db| db.article_at(&url));
    let id: ArticleId = id(web.url("/0")).await.unwrap();
    assert_eq!(desk.poller.page(id).await, Ok(Complete::Whole));
    let article = desk.read(move |db| db.article(id)).await.unwrap();
    assert!(article.row.words > 100 && article.page.is_some());
    assert_eq!(article.section.as_deref(), Some("Harbour"));
    let lost = desk
        .read({
            let url = web.url("/1");
            move |db| db.article_at(&url)
        })
        .await
        .unwrap();
    let failed = desk.poller.page(lost).await.unwrap_err();
    assert!(failed.happened.contains("404"), "{failed:?}");
}

#[tokio::test]
async fn the_pages_of_one_article_are_joined() {
    let web = Web::serve(move |asked| {
        let (path, page) = asked.path.split_once("/page/").unwrap_or((&asked.path, "1"));
        if path == "/feed" {
            let site = format!("http://{}/", asked.header("host").unwrap());
            return Reply::ok(feed("Dispatch", &["Ferries run"]).replace("http://127.0.0.1/", &site));
        }
        let number: usize = page.parse().unwrap();
        let text = format!(
            "<p>{}</p>",
            "The ferries of Ostervik run again, said the harbour master. ".repeat(8)
        );
        let text = format!("<p>Part {number} of the story of the ferries begins <a href=pier>here</a>.</p>{text}");
        // It counts on for ever.
        let more = format!("<a href=\"/0/page/{}\">{}</a>", number + 1, number + 1);
        let page =
            format!("<html lang=en><body><article>{text}</article><nav class=pagination>{more}</nav></body></html>");
        Reply::with(200, &[("Content-Type", "text/html; charset=utf-8")], page)
    });
    let desk = Desk::new();
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    let url = web.url("/0");
    let id = desk.read(move |db| db.article_at(&url)).await.unwrap();
    assert_eq!(desk.poller.page(id).await, Ok(Complete::Whole));
    assert_eq!(web.paths().last().unwrap(), "/0/page/10", "no more than ten");
    let article = desk.read(move |db| db.article(id)).await.unwrap();
    let (html, url) = article.page.unwrap();
    let document = byline::document::from_page(&html, url.parse().ok().as_ref()).document;
    let text = byline::document::plain(&document).text;
    for number in 1..=10 {
        assert!(text.contains(&format!("Part {number} of")), "{number}: {text}");
    }
    let links = document.links.iter().map(|link| &link.url);
    let piers: Vec<_> = links.filter(|url| url.ends_with("pier")).collect();
    assert_eq!(
        piers[..2],
        [&web.url("/pier"), &web.url("/0/page/pier")],
        "each page's from its own address"
    );
}

#[tokio::test]
async fn a_bookmark_from_elsewhere_gets_its_text_and_title_from_its_page() {
    let words = "The ferries between the islands run again, and the crews sleep on land. ".repeat(20);
    let page = format!("<html lang=en><title>Ferries run</title><article><h1>Ferries run</h1><p>{words}</p></article>");
    let web = Web::serve(move |_| Reply::with(200, &[("Content-Type", "text/html; charset=utf-8")], page.clone()));
    let desk = Desk::new();
    let url = web.url("/kept");
    let bookmark = Bookmark {
        url: url.clone(),
        ..Bookmark::default()
    };
    // A page at a private address is asked for only where the reader follows a feed.
    let outlet = NewOutlet {
        site: Some(web.url("/")),
        feeds: vec![web.url("/feed")],
        ..NewOutlet::default()
    };
    let id = desk
        .store
        .write(move |db| {
            db.add_outlet(&outlet, now())?;
            db.import(&[kept(bookmark)], &[], now())?;
            db.article_at(&url)
        })
        .await
        .unwrap()
        .unwrap();
    assert_eq!(desk.poller.page(id).await, Ok(Complete::Whole));
    let article = desk.read(move |db| db.article(id)).await.unwrap();
    assert_eq!(&*article.row.title, "Ferries run");
    assert!(article.row.words > 100 && article.row.excerpt.starts_with("The ferries") && article.row.bookmarked);
}

#[tokio::test]
async fn a_feed_over_which_saving_falls_keeps_no_other_from_being_saved() {
    let web = Web::serve(|asked| {
        let text = feed(&asked.path, &[&format!("Ferries run from {}", asked.path)]);
        let said = "\u{201c}The ferries will sail again on Monday,\u{201d} harbour minister Ada Moss said.";
        Reply::ok(if asked.path == "/quoted" {
            text.replace("The council", said)
        } else {
            text
        })
    });
    let desk = Desk::new();
    desk.follow(&[web.url("/first")]).await;
    desk.pass(Which::Due).await;
    // Numbers of quotes are made from those of articles: none is left for them.
    rusqlite::Connection::open(desk.folder.path().join("byline.db"))
        .unwrap()
        .execute("UPDATE article SET id = 1 << 60", [])
        .unwrap();
    desk.follow(&["/quoted", "/plain", "/other"].map(|path| web.url(path)))
        .await;
    let told = desk.pass(Which::Due).await;
    let of = |path: &str| told.iter().find(|feed| feed.url.ends_with(path)).unwrap();
    let why = of("/quoted").why.as_deref().unwrap();
    assert!(why.contains("byline stumbled over it"), "{why}");
    for path in ["/plain", "/other"] {
        assert_eq!(of(path).outcome, Outcome::New, "{told:?}");
    }
    assert_eq!(desk.titles().await.len(), 3);
    assert_eq!(
        desk.ask().await.outcome,
        Outcome::Unchanged,
        "what comes later is saved"
    );
}

#[tokio::test]
async fn large_articles_of_several_pages_do_not_wait_for_each_other() {
    let both = std::sync::Arc::new(std::sync::Barrier::new(2));
    let outlet = || {
        let both = std::sync::Arc::clone(&both);
        Web::serve(move |asked| {
            let filler = "<!-- filler -->".repeat(40_000);
            let text = if asked.path == "/ferry" {
                format!("<p>The ferries sail.</p><a href='/ferry?page=2'>2</a>{filler}")
            } else {
                // Now both have their first pages, and hold whatever they hold for them.
                both.wait();
                format!("<p>The crews are content.</p>{filler}")
            };
            let page = format!("<html><body><article><h1>Ferries</h1>{text}</article></body></html>");
            Reply::with(200, &[("Content-Type", "text/html")], page)
        })
    };
    let (one, other) = (outlet(), outlet());
    let desk = Desk::paced(SignedDuration::from_secs(36));
    let get = async |web: &Web| {
        let request = Request {
            url: web.url("/ferry"),
            private_ok: true,
            wanted: Wanted::Page,
            ..Request::default()
        };
        desk.poller.get_pages(&request).await.unwrap().1
    };
    let (one, other) = tokio::join!(get(&one), get(&other));
    for pages in [one, other] {
        assert!(pages.contains("The crews are content."), "the second page is missing");
    }
}
