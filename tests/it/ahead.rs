//! Whole texts fetched ahead of the reader, over a real database file and a server of our own.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use byline::document::document_of;
use byline::model::{Article, Complete, FileKind, Mark, Terms, WholeText};
use byline::poll::{Pace, Poller, Settings, Which};
use jiff::SignedDuration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::poll::{Desk, now};
use crate::web::{Reply, Web, feed};

const SENTENCE: &str =
    "The council of the invented town of Ostervik met on Monday and decided to let the ferries run again. ";

fn page() -> Reply {
    let text = format!("<p>{}</p>", SENTENCE.repeat(3)).repeat(6);
    let page = format!(
        "<html lang=\"en\"><head><title>Ferries run</title></head><body><nav>Home News Sport</nav>\
         <article><h1>Ferries run</h1>{text}</article></body></html>"
    );
    Reply::with(200, &[("Content-Type", "text/html; charset=utf-8")], page)
}

/// A server of a feed with so many teasers, and of whatever `pages` says beside it.
fn outlet(articles: usize, pages: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Web {
    Web::serve(move |asked| match asked.path.as_str() {
        "/feed" => {
            let titles: Vec<_> = (0..articles).map(|at| format!("Ferry {at} runs")).collect();
            let titles: Vec<_> = titles.iter().map(String::as_str).collect();
            let site = format!("http://{}/", asked.header("host").unwrap());
            Reply::ok(feed("Dispatch", &titles).replace("http://127.0.0.1/", &site))
        }
        path => pages(path),
    })
}

/// A desk where an hour lasts half a minute and whole texts come always, or as the terms say.
fn desk(whole_text: WholeText, terms: Vec<Terms>) -> Desk {
    let hour = SignedDuration::from_secs(36);
    let mut desk = Desk::with_terms(hour, terms.clone());
    let settings = Settings {
        pace: Pace { hour },
        whole_text,
        ..Settings::default()
    };
    desk.poller = Poller::new(desk.store.clone(), Desk::client(terms), settings);
    desk
}

/// One round; how many whole texts it brought.
async fn ahead(desk: &Desk) -> u32 {
    let cancel = CancellationToken::new();
    desk.poller.ahead(&Which::All, &cancel).await.unwrap()
}

async fn article(desk: &Desk, url: String) -> Article {
    let article = desk.read(move |db| db.article(db.article_at(&url)?.unwrap())).await;
    article.unwrap()
}

fn pages(web: &Web) -> Vec<String> {
    web.paths().into_iter().filter(|path| path != "/feed").collect()
}

#[tokio::test]
async fn the_whole_texts_of_summaries_come_ahead_of_the_reader() {
    let web = outlet(3, |_| page());
    let desk = desk(WholeText::Always, Vec::new());
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    assert!(pages(&web).is_empty(), "feeds come first");
    let read = article(&desk, web.url("/1")).await.row.id;
    desk.write(move |db| db.mark(&[read], Mark::Read, now())).await;
    assert_eq!(ahead(&desk).await, 2);
    let mut asked = pages(&web);
    asked.sort();
    assert_eq!(asked, ["/0", "/2"], "what was read is not fetched");
    let whole = article(&desk, web.url("/0")).await;
    assert!(whole.row.words > 100 && whole.page.is_some());
    assert_eq!(ahead(&desk).await, 0);
    assert_eq!(pages(&web).len(), 2, "nothing is asked twice");
}

#[tokio::test]
async fn a_feed_of_whole_articles_asks_for_no_page() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/feed" => {
            let site = format!("http://{}/", asked.header("host").unwrap());
            let whole = SENTENCE.repeat(20);
            let feed = feed(
                "Dispatch",
                &["Ferries run", "Trams stop", "A notice", "Snow", "Fog", "Rain"],
            );
            let feed = feed.replace("http://127.0.0.1/", &site);
            // One of them is a notice of a line.
            Reply::ok(
                feed.replace("The council met on Monday. ", &whole)
                    .replace(&format!("{whole}A notice"), "A notice"),
            )
        }
        _ => page(),
    });
    let desk = desk(WholeText::Always, Vec::new());
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    assert_eq!(ahead(&desk).await, 0);
    assert!(pages(&web).is_empty());
}

#[tokio::test]
async fn a_host_gives_one_page_at_a_time_and_not_too_many() {
    let web = outlet(25, |_| page());
    let desk = desk(WholeText::Always, Vec::new());
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    assert_eq!(ahead(&desk).await, 10);
    assert_eq!(pages(&web).len(), 10);
    assert_eq!(web.most_at_once(), 1);
}

#[tokio::test]
async fn a_shut_page_is_not_asked_again() {
    let web = outlet(4, |path| match path {
        "/0" => Reply::with(403, &[], "No"),
        "/1" => Reply::with(404, &[], "No"),
        "/2" => Reply::with(
            200,
            &[("Content-Type", "text/html")],
            "<html><body><p>Subscribe to continue reading.</p></body></html>",
        ),
        _ => page(),
    });
    let desk = desk(WholeText::Always, Vec::new());
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    assert_eq!(ahead(&desk).await, 1);
    assert_eq!(pages(&web).len(), 4);
    for (path, said) in [
        ("/0", Complete::Botwall),
        ("/1", Complete::Empty),
        ("/2", Complete::Paywall),
    ] {
        let article = article(&desk, web.url(path)).await;
        assert_eq!((article.page_said, article.page), (Some(said), None), "{path}");
    }
    assert_eq!(ahead(&desk).await, 0);
    assert_eq!(pages(&web).len(), 4);
}

#[tokio::test]
async fn a_file_that_is_no_page_leaves_the_summary_and_is_called_what_it_is() {
    let bytes = b"\0\x01\x02".repeat(400);
    let web = outlet(4, move |path| match path {
        "/0" => Reply::with(200, &[("Content-Type", "application/pdf")], "%PDF-1.4\n1 0 obj"),
        "/1" => Reply::with(200, &[("Content-Type", "text/html")], "%PDF-1.4\n1 0 obj"),
        "/2" => Reply::with(200, &[], bytes.clone()),
        _ => page(),
    });
    let desk = desk(WholeText::Always, Vec::new());
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    assert_eq!(ahead(&desk).await, 1);
    for (path, kind) in [("/0", FileKind::Pdf), ("/1", FileKind::Pdf), ("/2", FileKind::Other)] {
        let kept = article(&desk, web.url(path)).await;
        let (document, complete) = document_of(&kept, false, None);
        assert_eq!((complete, kept.page), (Complete::File(kind), None), "{path}");
        assert!(document.words() > 3, "{path}");
    }
    assert_eq!(ahead(&desk).await, 0);
    assert_eq!(pages(&web).len(), 4, "none is asked again");
    let id = article(&desk, web.url("/0")).await.row.id;
    let said = desk.poller.page(id).await.unwrap_err().happened;
    assert_eq!(&*said, "it is a PDF, not a page; open it in the browser (o)");
}

#[tokio::test]
async fn a_host_in_trouble_is_left_alone() {
    let web = outlet(4, |_| Reply::with(500, &[], "Oh"));
    let desk = desk(WholeText::Always, Vec::new());
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    assert_eq!(ahead(&desk).await, 0);
    assert_eq!(ahead(&desk).await, 0);
    assert_eq!(pages(&web).len(), 1);
    let newest = pages(&web).remove(0);
    assert_eq!(
        article(&desk, web.url(&newest)).await.page_said,
        None,
        "it may be well tomorrow"
    );
}

#[tokio::test]
async fn terms_say_for_which_feeds() {
    let (eager, other) = (outlet(2, |_| page()), outlet(2, |_| page()));
    let terms = Terms {
        whole_text: Some(WholeText::Always),
        ..Terms::at(eager.url("/feed").parse().unwrap())
    };
    let desk = desk(WholeText::Open, vec![terms]);
    desk.follow(&[eager.url("/feed"), other.url("/feed")]).await;
    desk.pass(Which::Due).await;
    assert_eq!(ahead(&desk).await, 2);
    assert_eq!((pages(&eager).len(), pages(&other).len()), (2, 0));
}

#[tokio::test]
async fn the_background_task_reads_ahead_and_stops_at_once() {
    let asked = AtomicUsize::new(0);
    let web = outlet(2, move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => page(),
        _ => Reply::Silent,
    });
    let desk = desk(WholeText::Always, Vec::new());
    desk.follow(&[web.url("/feed")]).await;
    let (tell, mut told) = mpsc::channel(10);
    let cancel = CancellationToken::new();
    let (poller, stop) = (desk.poller.clone(), cancel.clone());
    let task = tokio::spawn(async move { poller.run(tell, stop).await });
    assert_eq!(told.recv().await.unwrap().new, 2);
    let web = tokio::task::spawn_blocking(move || {
        web.wait_for(3);
        web
    });
    let web = web.await.unwrap();
    let begun = Instant::now();
    cancel.cancel();
    task.await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2));
    let first = pages(&web).remove(0);
    assert!(article(&desk, web.url(&first)).await.page.is_some());
}

#[tokio::test]
async fn a_page_on_its_way_is_not_asked_for_again() {
    let web = outlet(1, |_| page());
    let desk = desk(WholeText::Open, Vec::new());
    desk.follow(&[web.url("/feed")]).await;
    desk.pass(Which::Due).await;
    let id = article(&desk, web.url("/0")).await.row.id;
    let (first, second) = tokio::join!(desk.poller.page(id), desk.poller.page(id));
    assert_eq!((first.unwrap(), second.unwrap()), (Complete::Whole, Complete::Whole));
    assert_eq!(pages(&web), ["/0"]);
    desk.poller.page(id).await.unwrap();
    assert_eq!(pages(&web), ["/0", "/0"], "whoever asks for it anew gets it anew");
}
