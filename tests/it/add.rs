//! Following an outlet by its site's address: where its feed is looked for, and what is said where there is none.

use crate::poll::Desk;
use crate::web::{Reply, Web, feed};

const HTML: &[(&str, &str)] = &[("Content-Type", "text/html; charset=utf-8")];

fn page(body: &str) -> Reply {
    Reply::with(200, HTML, format!("<!DOCTYPE html><html>{body}</html>"))
}

fn declares(href: &str) -> String {
    format!("<head><title>Ledger</title><link rel=alternate type=application/rss+xml href='{href}'></head>")
}

#[tokio::test]
async fn the_reason_why_nothing_can_be_followed_is_named() {
    const CHECK: &str = "<title>Making sure you&#39;re not a bot!</title><p>Loading...</p>";
    const CONSENT: &str = "<title>Your choice</title><h1>We value your privacy</h1><p>We and our 800 partners store cookies.</p>\
                           <button>Accept all</button><button>Reject all</button>";
    const BUSY: &[(&str, &str)] = &[("Retry-After", "7200")];
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/walled-feed" => page(&declares("/walled?key=hush")),
        "/walled?key=hush" => Reply::with(403, &[("cf-mitigated", "challenge")], ""),
        "/busy-feed" => page(&(declares("/busy") + "<link rel=alternate type=application/rss+xml href=/never>")),
        "/busy" => Reply::with(429, BUSY, ""),
        "/check-feed" => page(&(declares("/checkpoint") + "<link rel=alternate type=application/rss+xml href=/never>")),
        "/checkpoint" => Reply::with(429, &[BUSY, &[("x-vercel-mitigated", "challenge")]].concat(), ""),
        "/page-feed" => page(&declares("/check")),
        "/check" => page(CHECK),
        "/consent" => page(CONSENT),
        "/portal" => page("<title>Hotel Brask</title><p>Welcome to our guest Wi-Fi. <input name=room>"),
        "/empty" => Reply::ok(""),
        "/file" => Reply::ok("%PDF-1.4"),
        "/list" => Reply::ok("<opml version='2.0'><body/></opml>"),
        "/banner" => page(&format!(
            "<title>Notes</title><div>We value your privacy</div>{}",
            "<a href=/x>Older</a>".repeat(12)
        )),
        "/plain" => page("<title>Notes</title><p>Nothing here."),
        _ => Reply::with(404, &[], ""),
    });
    let desk = Desk::new();
    let tried = async |path: &str| desk.poller.subscribe(&web.url(path), None).await.unwrap_err();
    let walled = web.url("/walled");
    for (path, words) in [
        (
            "/walled-feed",
            &*format!("{walled}: the site answers with a bot check (403)"),
        ),
        ("/busy-feed", "/busy: the server asks to wait (429); try again later"),
        (
            "/page-feed",
            "/check: the site answers with a bot check; look for another feed",
        ),
        ("/check", "the site answers with a bot check"),
        ("/check-feed", "/checkpoint: the site answers with a bot check (429)"),
        ("/consent", "the site answers with a consent page"),
        ("/portal", "this network wants you to log in"),
        ("/empty", "the answer was empty; look for another feed"),
        ("/file", "it looks like a PDF"),
        ("/list", "follow what is on it with `byline import`"),
        ("/banner", "offers no feed"),
        ("/plain", "offers no feed"),
    ] {
        let failure = tried(path).await;
        let said = format!("{}; {}", failure.happened, failure.hint.unwrap_or_default());
        let silent = ["hush", "tries again"].iter().all(|other| !said.contains(other));
        assert!(said.contains(words) && silent, "{path}: {said}");
    }
    let paths = web.paths();
    assert!(
        !paths.iter().any(|path| path == "/never"),
        "whoever asks to wait is not asked for more"
    );
    let guessed = paths.iter().filter(|path| *path == "/feed").count();
    assert_eq!(guessed, 8, "no guesses where a feed is declared");
}

#[tokio::test]
async fn a_guess_that_is_refused_for_good_reasons_is_told() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/" => page("<title>Ledger</title><p>Nothing here."),
        "/feed" => Reply::with(401, &[], ""),
        "/rss" => Reply::with(429, &[("Retry-After", "7200")], ""),
        _ => Reply::with(404, &[], ""),
    });
    let said = Desk::new().poller.subscribe(&web.url("/"), None).await.unwrap_err();
    assert!(said.happened.contains("/feed: the server answered 401"), "{said:?}");
    assert_eq!(web.paths(), ["/", "/feed", "/feed.xml", "/rss"]);
}

#[tokio::test]
async fn a_feed_in_the_pages_own_folder_is_found() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/blog" => page("<title>Blog</title><p>Nothing here."),
        "/blog/feed" => Reply::ok(feed("Blog", &["Ferries run"])),
        "/feed" => Reply::ok(feed("The whole host", &["Trams run"])),
        _ => Reply::with(404, &[], ""),
    });
    let found = Desk::new().poller.subscribe(&web.url("/blog"), None).await.unwrap();
    assert_eq!(&*found.name, "Blog");
    assert_eq!(web.paths(), ["/blog", "/blog/feed"]);
}

#[tokio::test]
async fn the_usual_places_are_tried_where_the_declared_feed_is_gone() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/" => page(&declares("/former.xml")),
        "/feed" => Reply::ok(feed("Dispatch", &["Ferries run"])),
        _ => Reply::with(404, &[], ""),
    });
    let found = Desk::new().poller.subscribe(&web.url("/"), None).await.unwrap();
    assert_eq!(&*found.name, "Dispatch");
    assert_eq!(web.paths(), ["/", "/former.xml", "/feed"]);
}

#[tokio::test]
async fn a_page_that_lists_a_sites_feeds_is_looked_at() {
    for list in [
        "<a href='/rss/top.xml'>Top</a><a href='/rss/sport.xml'>Sport</a>".to_owned(),
        declares("/rss/top.xml"),
    ] {
        let web = Web::serve(move |asked| match asked.path.as_str() {
            "/" => page("<meta http-equiv=refresh content=\"0; url='/en/'\">"),
            "/en/" => page("<a href='/rss'>Our feeds</a>"),
            "/rss" => page(&list),
            "/rss/top.xml" => Reply::ok(feed("Top", &["Ferries run"])),
            _ => Reply::with(404, &[], ""),
        });
        let found = Desk::new().poller.subscribe(&web.url("/"), None).await.unwrap();
        assert_eq!(&*found.name, "Top");
        assert_eq!(web.paths(), ["/", "/en/", "/rss", "/rss/top.xml"]);
    }
}

#[tokio::test]
async fn a_login_in_a_sites_address_goes_to_its_own_feeds_and_to_nobody_else() {
    let other = Web::serve(|_| Reply::with(404, &[], ""));
    let elsewhere = other.url("/feed");
    let web = Web::serve(
        move |asked| match (asked.header("authorization"), asked.path.as_str()) {
            (Some("Basic YW5uOnNAZmU="), "/site") => page(&format!(
                "{}{}{}",
                declares(&elsewhere),
                declares(&format!(
                    "http://localhost:{}/feed",
                    asked.header("host").unwrap().rsplit(':').next().unwrap()
                )),
                declares("/feed")
            )),
            (Some("Basic YW5uOnNAZmU="), "/feed") if asked.header("host").unwrap().starts_with("127.") => {
                Reply::ok(feed("Ledger", &["Ferries run"]))
            }
            _ => Reply::with(401, &[], ""),
        },
    );
    let desk = Desk::new();
    let typed = web.url("/site").replace("http://", "http://ann:s%40fe@");
    let found = desk.poller.subscribe(&typed, None).await.unwrap();
    assert_eq!((&*found.name, found.feed.new), ("Ledger", 1));
    assert_eq!(found.others.len(), 2);
    assert!(found.others.iter().all(|other| !other.contains('@')));
    assert!(
        other
            .asked()
            .iter()
            .all(|asked| asked.header("authorization").is_none())
    );
    let asked = web.asked();
    let strange = asked
        .iter()
        .find(|asked| asked.header("host").unwrap().starts_with("localhost"));
    assert_eq!(
        strange.unwrap().header("authorization"),
        None,
        "another name is another host"
    );
    let feeds = desk.feeds().await;
    assert_eq!(
        feeds[0].url,
        web.url("/feed").replace("http://", "http://ann:s%40fe@"),
        "and so it is asked again"
    );
}
