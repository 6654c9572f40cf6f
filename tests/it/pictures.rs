//! Bookmarks kept whole, with their pages and pictures, over a real database file and a server of our own.

use byline::model::{ArticleId, Mark, Picture, PictureKind, Secret, Terms, WholeText};
use byline::poll::{Gathered, Pace, Poller, Settings, Which};
use byline::store::{Db, Retention};
use jiff::SignedDuration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::cli::Byline;
use crate::poll::{Desk, now};
use crate::web::{Reply, Web};

const SENTENCE: &str =
    "The council of the invented town of Ostervik met on Monday and decided to let the ferries run again. ";

const KEEP_ALL: Retention = Retention {
    days: 0,
    per_feed: 0,
    keep_unread: true,
};

/// A picture by its first bytes.
pub(crate) fn png(name: &str) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n", name.as_bytes()].concat()
}

/// Markup of a text with these pictures.
fn text(sentences: usize, pictures: &[&str]) -> String {
    let pictures: String = pictures
        .iter()
        .map(|url| format!("<figure><img src=\"{url}\"><figcaption>The ferry</figcaption></figure>"))
        .collect();
    format!("<p>{}</p>{pictures}", SENTENCE.repeat(3)) + &format!("<p>{}</p>", SENTENCE.repeat(3)).repeat(sentences)
}

/// An outlet whose feed has these bodies; their pages and all else are as `others` says.
pub(crate) fn outlet(bodies: Vec<String>, others: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Web {
    Web::serve(move |asked| match asked.path.as_str() {
        "/feed" => {
            let site = format!("http://{}", asked.header("host").unwrap());
            let item = |(at, body): (usize, &String)| {
                format!(
                    "<item><title>Ferry {at}</title><guid isPermaLink=\"false\">key-{at}</guid><link>{site}/{at}</link>\
                     <description><![CDATA[{body}]]></description></item>"
                )
            };
            let items: String = bodies.iter().enumerate().map(item).collect();
            Reply::ok(format!(
                "<rss version=\"2.0\"><channel><title>Dispatch</title><link>{site}/</link>{items}</channel></rss>"
            ))
        }
        path => others(path, asked.nth),
    })
}

/// A desk where an hour lasts half a minute.
fn desk(terms: Vec<Terms>, change: impl FnOnce(&mut Settings)) -> Desk {
    let hour = SignedDuration::from_secs(36);
    let mut desk = Desk::with_terms(hour, terms.clone());
    let mut settings = Settings {
        pace: Pace { hour },
        ..Settings::default()
    };
    change(&mut settings);
    desk.poller = Poller::new(desk.store.clone(), Desk::client(terms), settings);
    desk
}

/// Takes the feed in and bookmarks its articles.
async fn bookmarked(desk: &Desk, web: &Web, articles: usize) -> Vec<ArticleId> {
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    let urls: Vec<_> = (0..articles).map(|at| web.url(&format!("/{at}"))).collect();
    desk.write(move |db| {
        let ids: Vec<_> = urls.iter().map(|url| db.article_at(url).unwrap().unwrap()).collect();
        db.mark(&ids, Mark::Bookmarked, now())?;
        Ok(ids)
    })
    .await
}

async fn gather(desk: &Desk) -> (u32, u32) {
    let Gathered { pages, pictures, more } = desk.poller.gather(&CancellationToken::new()).await.unwrap();
    assert!(!more);
    (pages, pictures)
}

async fn pictures(desk: &Desk, article: ArticleId) -> Vec<(String, Picture)> {
    desk.read(move |db| db.pictures(article)).await
}

async fn stored(desk: &Desk) -> u64 {
    desk.read(|db| db.picture_sizes()).await.0
}

async fn unbookmark(desk: &Desk, article: ArticleId) {
    desk.write(move |db| {
        db.mark(&[article], Mark::Unbookmarked, now())?;
        db.tidy(&KEEP_ALL, now())
    })
    .await;
}

fn asked(web: &Web) -> Vec<String> {
    web.paths().into_iter().filter(|path| path != "/feed").collect()
}

#[tokio::test]
async fn pages_and_pictures_of_bookmarks_are_kept() {
    let bodies = vec![
        text(4, &["/a.png", "/gone.png", "/huge.png", "/page.png"]),
        text(4, &["/same.png"]),
        "<p>A summary of a line.</p>".to_owned(),
        text(4, &["/unkept.png"]),
    ];
    let web = outlet(bodies, |path, _| match path {
        "/a.png" | "/same.png" => Reply::with(200, &[("Content-Type", "text/plain")], png("a")),
        "/c.png" => Reply::ok(png("c")),
        "/huge.png" => Reply::Endless {
            head: png("huge"),
            again: vec![0; 1 << 20],
        },
        "/page.png" => Reply::with(200, &[("Content-Type", "image/png")], "<svg onload=\"alert(1)\"></svg>"),
        "/2" => {
            let body = text(6, &["/c.png"]);
            let page = format!("<html><body><article><h1>Ferry 2</h1>{body}</article></body></html>");
            Reply::with(200, &[("Content-Type", "text/html")], page)
        }
        _ => Reply::with(404, &[], "no"),
    });
    let desk = desk(Vec::new(), |_| {});
    let ids = bookmarked(&desk, &web, 3).await;
    assert_eq!(gather(&desk).await, (1, 3));
    let mut paths = asked(&web);
    paths.sort();
    assert_eq!(
        paths,
        [
            "/2",
            "/a.png",
            "/c.png",
            "/gone.png",
            "/huge.png",
            "/page.png",
            "/same.png"
        ]
    );
    assert_eq!(web.most_at_once(), 1, "one at a time of a host");
    let kept = pictures(&desk, ids[0]).await;
    assert_eq!(kept.len(), 1);
    assert_eq!((&kept[0].0, &kept[0].1.bytes), (&web.url("/a.png"), &png("a")));
    assert_eq!(pictures(&desk, ids[2]).await[0].1.bytes, png("c"));
    assert_eq!(stored(&desk).await, 2, "the same picture is kept once");

    assert_eq!(gather(&desk).await, (0, 0));
    assert_eq!(asked(&web).len(), 7, "nothing is asked twice, and nothing that is dead");

    unbookmark(&desk, ids[0]).await;
    assert!(pictures(&desk, ids[0]).await.is_empty());
    assert_eq!(stored(&desk).await, 2, "another bookmark shows it");
    assert_eq!(pictures(&desk, ids[1]).await[0].1.bytes, png("a"));
    unbookmark(&desk, ids[1]).await;
    assert_eq!(stored(&desk).await, 1);
    assert!(desk.read(|db| db.check()).await.is_empty());
}

#[tokio::test]
async fn what_did_not_come_is_asked_for_again_later() {
    let web = outlet(vec![text(4, &["/late.png", "/well.png"])], |path, nth| {
        match (path, nth) {
            ("/late.png", 0) => Reply::with(500, &[], "oh"),
            ("/late.png" | "/well.png", _) => Reply::ok(png(path)),
            _ => Reply::with(404, &[], "no"),
        }
    });
    let hours = desk(Vec::new(), |_| {});
    let article = bookmarked(&hours, &web, 1).await[0];
    assert_eq!(gather(&hours).await, (0, 1));
    assert_eq!(gather(&hours).await, (0, 0));
    assert_eq!(asked(&web), ["/late.png", "/well.png"], "not before an hour has gone");
    hours
        .write(move |db| db.end_gathering(&[(article, 1, Some(now()))]))
        .await;
    assert_eq!(gather(&hours).await, (0, 1));
    assert_eq!(pictures(&hours, article).await.len(), 2);
    assert_eq!(asked(&web), ["/late.png", "/well.png", "/late.png"]);
}

#[tokio::test]
async fn one_address_is_asked_once() {
    let bodies = vec![text(4, &["/a.png"]), text(4, &["/a.png"]), text(4, &["/a.png"])];
    let web = outlet(bodies, |path, _| Reply::ok(png(path)));
    let desk = desk(Vec::new(), |_| {});
    let ids = bookmarked(&desk, &web, 2).await;
    assert_eq!(gather(&desk).await, (0, 1));
    let last = web.url("/2");
    let mark = move |db: &mut Db| {
        let id = db.article_at(&last)?.unwrap();
        db.mark(&[id], Mark::Bookmarked, now())?;
        Ok(id)
    };
    let last = desk.write(mark).await;
    assert_eq!(gather(&desk).await, (0, 0));
    for article in ids.into_iter().chain([last]) {
        assert_eq!(pictures(&desk, article).await.len(), 1);
    }
    assert_eq!(asked(&web), ["/a.png"]);
}

#[tokio::test]
async fn a_changed_text_brings_its_new_pictures_only() {
    let web = Web::serve(|asked| match (asked.path.as_str(), asked.nth) {
        ("/feed", nth) => {
            let site = format!("http://{}", asked.header("host").unwrap());
            let pictures: &[&str] = if nth == 0 { &["/a.png"] } else { &["/a.png", "/b.png"] };
            Reply::ok(format!(
                "<rss version=\"2.0\"><channel><title>Dispatch</title><item><title>Ferry</title><guid>key</guid>\
                 <link>{site}/0</link><description><![CDATA[{}]]></description></item></channel></rss>",
                text(4 + nth, pictures)
            ))
        }
        (path, _) => Reply::ok(png(path)),
    });
    let desk = desk(Vec::new(), |_| {});
    let article = bookmarked(&desk, &web, 1).await[0];
    gather(&desk).await;
    desk.pass(Which::All).await;
    assert_eq!(gather(&desk).await, (0, 1));
    assert_eq!(asked(&web), ["/a.png", "/b.png"]);
    assert_eq!(pictures(&desk, article).await.len(), 2);
}

#[tokio::test]
async fn neither_secrets_nor_private_addresses_are_given_away() {
    let other = Web::serve(|_| Reply::ok(png("other")));
    let elsewhere = other.url("/other.png");
    let hidden = format!("http://localhost:{}/private.png", other.port());
    let web = outlet(vec![text(4, &["/own.png", &elsewhere, &hidden])], |path, _| {
        Reply::ok(png(path))
    });
    let terms = Terms {
        headers: vec![("X-Key".to_owned(), Secret::new("hush"))],
        ..Terms::at(web.url("/").parse().unwrap())
    };
    let desk = desk(vec![terms], |_| {});
    bookmarked(&desk, &web, 1).await;
    assert_eq!(gather(&desk).await, (0, 2));
    let own = web.asked().into_iter().find(|asked| asked.path == "/own.png").unwrap();
    assert_eq!(own.header("x-key"), Some("hush"));
    assert_eq!(other.paths(), ["/other.png"], "a private host that is not the feed's");
    assert_eq!(other.asked()[0].header("x-key"), None);
}

#[tokio::test]
async fn settings_say_what_is_fetched() {
    let bodies = vec![text(4, &["/a.png"]), "<p>A summary.</p>".to_owned()];
    let web = outlet(bodies, |path, _| Reply::ok(png(path)));
    let mut desk = desk(Vec::new(), |settings| {
        settings.pictures = false;
        settings.whole_text = WholeText::ByHand;
    });
    let ids = bookmarked(&desk, &web, 2).await;
    assert_eq!(gather(&desk).await, (0, 0));
    assert!(asked(&web).is_empty());
    let settings = Settings {
        pace: Pace {
            hour: SignedDuration::from_secs(36),
        },
        whole_text: WholeText::ByHand,
        ..Settings::default()
    };
    desk.poller = Poller::new(desk.store.clone(), Desk::client(Vec::new()), settings);
    assert_eq!(gather(&desk).await, (0, 1), "when they are wanted after all");
    assert_eq!(pictures(&desk, ids[0]).await.len(), 1);
}

#[tokio::test]
async fn the_background_task_gathers_what_is_bookmarked() {
    let web = outlet(vec![text(4, &["/a.png", "/b.png"])], |path, _| match path {
        "/a.png" => Reply::ok(png(path)),
        _ => Reply::Silent,
    });
    let desk = desk(Vec::new(), |_| {});
    desk.follow(&[web.url("/feed")]).await;
    let (tell, mut told) = mpsc::channel(10);
    let cancel = CancellationToken::new();
    let (poller, stop) = (desk.poller.clone(), cancel.clone());
    let task = tokio::spawn(async move { poller.run(tell, stop).await });
    assert_eq!(told.recv().await.unwrap().new, 1);
    let url = web.url("/0");
    let mark = move |db: &mut Db| {
        let id = db.article_at(&url)?.unwrap();
        db.mark(&[id], Mark::Bookmarked, now())?;
        Ok(id)
    };
    let article = desk.write(mark).await;
    desk.poller.heed_bookmarks();
    let web = tokio::task::spawn_blocking(move || {
        web.wait_for(3);
        web
    });
    let web = web.await.unwrap();
    assert_eq!(asked(&web), ["/a.png", "/b.png"]);
    cancel.cancel();
    task.await.unwrap();
    assert_eq!(pictures(&desk, article).await.len(), 1);
    let due = desk.read(|db| db.to_gather(true, now(), 10)).await;
    assert_eq!(due, [(article, 0)], "what was broken off goes on the next time");
}

#[tokio::test]
async fn an_article_has_room_for_so_many_bytes() {
    let web = outlet(vec![text(4, &[])], |_, _| Reply::Closed);
    let desk = desk(Vec::new(), |_| {});
    let article = bookmarked(&desk, &web, 1).await[0];
    let mut kept = Vec::new();
    for hash in 0..6 {
        let picture = Picture {
            kind: PictureKind::Png,
            hash,
            bytes: [png("large"), vec![0; (8 << 20) - 100]].concat(),
        };
        let keep = move |db: &mut Db| db.keep_picture(article, &format!("/{hash}"), Some(&picture));
        kept.push(desk.write(keep).await);
    }
    assert_eq!(kept, [true, true, true, true, true, false]);
    let other = Picture {
        kind: PictureKind::Png,
        hash: 0,
        bytes: png("other"),
    };
    let keep = move |db: &mut Db| db.keep_picture(article, "/other", Some(&other));
    assert!(!desk.write(keep).await, "no two pictures have one name");
}

#[test]
fn rules_and_imports_bookmark_as_the_reader_does() {
    let web = outlet(
        vec![text(4, &["/a.png"]), text(4, &["/unkept.png"])],
        |path, _| match path {
            "/tale" => {
                let page = format!(
                    "<html><body><article><h1>A tale</h1>{}</article></body></html>",
                    text(6, &["/tale.png"])
                );
                Reply::with(200, &[("Content-Type", "text/html")], page)
            }
            path => Reply::ok(png(path)),
        },
    );
    let byline = Byline::new();
    byline.write(
        "config.toml",
        "[[rule]]\nwhen = \"title:\\\"ferry 0\\\"\"\nthen = \"bookmark\"\n",
    );
    byline.run(&["add", &web.url("/feed")], 0);
    let tale = web.url("/tale");
    let list = byline.write(
        "wallabag.json",
        &format!("[{{\"title\":\"A tale\",\"url\":\"{tale}\"}}]"),
    );
    let (said, _) = byline.run(&["import", &list], 0);
    assert!(said.contains("byline fetch"), "{said}");
    let fetched = byline.command(&["fetch"]).env("BYLINE_HOUR", "30").output().unwrap();
    let said = String::from_utf8(fetched.stdout).unwrap();
    assert!(
        said.contains("1 whole text fetched; 2 pictures of bookmarks kept"),
        "{said}"
    );
    let mut paths = asked(&web);
    paths.sort();
    assert_eq!(paths, ["/a.png", "/tale", "/tale.png"]);
    assert_eq!(byline.json(&["list", "is:bookmarked"]).len(), 2);
    let read = byline.json(&["read", &tale]);
    assert!(read[0]["text"].as_str().unwrap().contains("ferries run again"));
}

#[test]
fn the_room_of_what_went_can_be_given_back() {
    let web = outlet(vec![text(4, &[])], |_, _| Reply::Closed);
    let byline = Byline::new();
    byline.run(&["add", &web.url("/feed")], 0);
    byline.run(&["bookmark", "1"], 0);
    let database = byline.path("byline.db");
    let mut db = Db::open(database.as_ref()).unwrap();
    for hash in 0..3 {
        let picture = Picture {
            kind: PictureKind::Png,
            hash,
            bytes: [png("large"), vec![0; 7 << 20]].concat(),
        };
        assert!(
            db.keep_picture(ArticleId(1), &format!("/{hash}"), Some(&picture))
                .unwrap()
        );
    }
    db.settle_down().unwrap();
    assert!(!byline.run(&["doctor"], 0).0.contains("unused"));
    byline.run(&["bookmark", "1", "--remove"], 0);
    db.tidy(&KEEP_ALL, now()).unwrap();
    let (said, _) = byline.run(&["doctor"], 0);
    assert!(said.contains("unused: 21 MiB; byline doctor --compact"), "{said}");
    drop(db);
    let size = || std::fs::metadata(&database).unwrap().len();
    let before = size();
    let told = &byline.json(&["doctor", "--compact"])[0];
    assert_eq!(
        (told["before"].as_u64(), told["bytes"].as_u64()),
        (Some(before), Some(size()))
    );
    assert!(size() < 1 << 20, "{} of {before}", size());
    assert_eq!(byline.json(&["doctor"])[0]["unused"], 0);
    assert_eq!(byline.json(&["list", "ferries"]).len(), 1, "the index is whole");
}
