//! Measures a database that `generate` made: `cargo run --release --example measure -- DIR`. It changes it a little.

#[path = "generate/news.rs"]
#[expect(dead_code, reason = "the generator alone needs all of it")]
mod news;

use std::time::{Duration, Instant};

use byline::model::{ArticleId, Mark};
use byline::query::Query;
use byline::store::{Db, Slice, StoreError};
use jiff::Timestamp;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let dir = std::env::args().nth(1).ok_or("usage: measure DIR")?;
    let path = std::path::Path::new(&dir).join("byline.db");
    let now = Timestamp::from_second(news::NOW_SECS)?;
    time("open, outlets, first rows, counts", 20, |_| {
        let db = Db::open(&path)?;
        db.outlets()?;
        db.rows(&Query::default(), &page(), now)?;
        db.counts(now)?;
        Ok(())
    })?;
    let mut db = Db::open(&path)?;
    let slug = |n: u64| byline_slug(&db, n);
    let (one, many) = (slug(3)?, (0..8).map(slug).collect::<Result<Vec<_>, _>>()?.join(","));
    lists(&db, &one, &many, now)?;
    searches(&db, now)?;
    writes(&mut db, now)
}

fn lists(db: &Db, one: &str, many: &str, now: Timestamp) -> Outcome {
    let lists = [
        ("list: all", String::new()),
        ("list: unread", "is:unread".to_owned()),
        ("list: bookmarks", "is:bookmarked".to_owned()),
        ("list: today", "is:unread today".to_owned()),
        ("list: an outlet", format!("outlet:{one}")),
        ("list: an outlet, unread", format!("outlet:{one} is:unread")),
        ("list: 8 outlets", format!("outlet:{many} is:unread")),
        ("list: a folder", "folder:\"Folder 3\"".to_owned()),
        ("list: with quotes, read", "has:quote is:read".to_owned()),
        ("list: speaker", format!("speaker:\"{}\"", news::word(140))),
        ("list: cites", format!("cites:\"{} agency\"", news::word(77))),
        ("list: author", format!("author:{}", news::word(1140))),
    ];
    for (name, filter) in lists {
        let query = Query::parse(&filter)?;
        time(name, 40, |_| db.rows(&query, &page(), now).map(drop))?;
    }
    let mut after = None;
    time("list: page after page", 200, |_| {
        let rows = db.rows(&Query::default(), &Slice { after, limit: 50 }, now)?;
        after = rows.last().map(|row| (row.sorted_at, row.id));
        Ok(())
    })?;
    time("counts of the sidebar", 40, |_| db.counts(now).map(drop))?;
    time("open an article", 200, |n| db.article(ArticleId(n * 7 + 1)).map(drop))?;
    time("quotes of a speaker", 20, |_| {
        let query = Query::parse(&format!("speaker:\"{}\"", news::word(140))).unwrap_or_default();
        db.quotes(&query, 50, now).map(drop)
    })
}

fn common(n: u64) -> String {
    format!("{} {}", news::word(2 + n % 5), news::word(9 + n % 7))
}

/// A filter for each run.
type Filter = Box<dyn Fn(u64) -> String>;

fn searches(db: &Db, now: Timestamp) -> Outcome {
    let word = |rank| move |n: u64| news::word(rank + n);
    let searches: [(&str, Filter); 6] = [
        ("search: two common words", Box::new(common)),
        (
            "search: two common words, unread",
            Box::new(|n| format!("{} is:unread", common(n))),
        ),
        ("search: a middling word", Box::new(word(900))),
        ("search: a rare word", Box::new(word(33_000))),
        (
            "search: a phrase",
            Box::new(|n| format!("\"{} {}\"", news::word(n), news::word(n + 3))),
        ),
        (
            "search: a beginning",
            Box::new(|n| format!("{}*", news::word(2000 + n))),
        ),
    ];
    for (name, filter) in searches {
        time(name, 30, |n| {
            let query = Query::parse(&filter(n.unsigned_abs())).unwrap_or_default();
            db.rows(&query, &page(), now).map(drop)
        })?;
    }
    time("count: two common words", 10, |n| {
        db.count(&Query::parse(&common(n.unsigned_abs())).unwrap_or_default(), now)
            .map(drop)
    })
}

fn writes(db: &mut Db, now: Timestamp) -> Outcome {
    for n in 0..20 {
        let common = format!("{} {}", news::word(n + 4), news::word(n + 300));
        let filter = ["has:quote", "speaker:la", "lang:en today", &common][n as usize % 4];
        db.save_filter(&format!("Filter {n}"), &Query::parse(filter)?)?;
    }
    time("count 20 saved filters at first", 1, |_| db.tallies(now).map(drop))?;
    time("mark one, count 20 saved filters", 40, |n| {
        let mark = if n % 2 == 0 { Mark::Read } else { Mark::Unread };
        db.mark(&[ArticleId(900_007 + n)], mark, now)?;
        db.counts(now)?;
        db.tallies(now).map(drop)
    })?;
    let ids: Vec<_> = (1..=10_000).map(ArticleId).collect();
    let feed = db.due(now, 1)?.first().map(|feed| feed.id).ok_or("no feed")?;
    time("mark 10,000 read, and undo it", 10, |_| {
        let changed = db.mark(&ids, Mark::Unread, now)?;
        db.mark(&changed, Mark::Read, now).map(drop)
    })?;
    time("mark one", 50, |n| {
        let mark = if n % 2 == 0 {
            Mark::Bookmarked
        } else {
            Mark::Unbookmarked
        };
        db.mark(&[ArticleId(77)], mark, now).map(drop)
    })?;
    time("save 30 new articles", 30, |n| {
        let delivery = news::delivery(5000 + n.unsigned_abs(), 0, 30, 60);
        db.save(feed, &delivery, now).map(drop)
    })?;
    time("save 30 new, count 20 saved filters", 20, |n| {
        let delivery = news::delivery(6000 + n.unsigned_abs(), 0, 30, 60);
        db.save(feed, &delivery, now)?;
        db.counts(now)?;
        db.tallies(now).map(drop)
    })?;
    let same = news::delivery(5000, 0, 30, 60);
    time("save 30 known articles", 30, |_| db.save(feed, &same, now).map(drop))
}

fn byline_slug(db: &Db, n: u64) -> Result<String, StoreError> {
    Ok(db
        .outlets()?
        .get(n as usize)
        .map(|outlet| outlet.slug.clone())
        .unwrap_or_default())
}

fn page() -> Slice {
    Slice { after: None, limit: 50 }
}

/// Median and 99th percentile of some runs.
#[expect(clippy::print_stdout, reason = "a program for the command line")]
#[expect(clippy::cast_sign_loss, reason = "a share of a count")]
fn time(name: &str, runs: i64, mut work: impl FnMut(i64) -> Result<(), StoreError>) -> Outcome {
    let mut spans: Vec<Duration> = Vec::new();
    for n in 0..runs {
        let start = Instant::now();
        work(n)?;
        spans.push(start.elapsed());
    }
    spans.sort_unstable();
    let at = |share: f64| {
        spans
            .get(((spans.len() - 1) as f64 * share) as usize)
            .copied()
            .unwrap_or_default()
    };
    println!("{name:36} {:>9.2?} {:>9.2?}", at(0.5), at(0.99));
    Ok(())
}
