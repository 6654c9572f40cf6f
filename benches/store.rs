//! The store over 10,000 articles. Larger ones: `examples/generate` and `examples/measure`.

#[path = "../examples/generate/news.rs"]
mod news;

use byline::model::ArticleId;
use byline::query::Query;
use byline::store::{Db, Slice};
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::Timestamp;

fn filled(articles: u64, outlets: u64, now: Timestamp) -> Db {
    let mut db = Db::in_memory().expect("memory");
    let all: Vec<_> = (0..outlets).map(news::outlet).collect();
    db.add_outlets(&all, now).expect("outlets are saved");
    let each = articles / outlets;
    for (outlet, feed) in (0..).zip(db.due(now, u32::MAX).expect("feeds are due")) {
        let delivery = news::delivery(outlet, 0, each, each);
        db.save(feed.id, &delivery, now).expect("articles are saved");
    }
    db
}

fn store(bench: &mut Criterion) {
    let now = Timestamp::from_second(news::NOW_SECS).expect("a moment of this century");
    let mut db = filled(10_000, 100, now);
    let page = Slice { after: None, limit: 50 };
    let common = format!("{} {}", news::word(4), news::word(9));
    for (name, filter) in [
        ("list all", ""),
        ("list unread of an outlet", "outlet:the-ba-0 is:unread"),
        ("search two common words", common.as_str()),
        ("search a rare word", news::word(33_003).as_str()),
    ] {
        let query = Query::parse(filter).expect("a filter");
        bench.bench_function(name, |run| run.iter(|| db.rows(&query, &page, now).expect("rows")));
    }
    bench.bench_function("count the sidebar", |run| run.iter(|| db.counts(now).expect("counts")));
    bench.bench_function("open an article", |run| {
        run.iter(|| db.article(ArticleId(77)).expect("an article"));
    });
    let feed = db.due(now, 1).expect("feeds")[0].id;
    let mut outlet = 1000;
    bench.bench_function("save 30 articles", |run| {
        run.iter_with_setup(
            || {
                outlet += 1;
                news::delivery(outlet, 0, 30, 60)
            },
            |delivery| db.save(feed, &delivery, now).expect("saved"),
        );
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).without_plots();
    targets = store
}
criterion_main!(benches);
