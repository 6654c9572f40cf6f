//! Parsing one MB of sound RSS, beside feed-rs alone. Budget: 1.3 times feed-rs. `cargo bench --bench feed`.

use std::hint::black_box;
use std::time::Duration;

use byline::feed::{Hints, parse};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// A feed of the size given, as WordPress writes them.
fn rss(bytes: usize) -> String {
    let mut feed = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel><title>The Quay Lantern</title><link>https://lantern.test/</link>\
         <description>News of a harbour town</description><language>en</language>\n",
    );
    let body = "<p>The council of Brackwater voted on Tuesday to keep the old ferry running through the winter.</p>\n"
        .repeat(20);
    for number in 0.. {
        if feed.len() >= bytes {
            break;
        }
        feed += &format!(
            "<item><title>Ferry stays &amp; fares rise, part {number}</title><link>https://lantern.test/{number}</link>\
             <guid isPermaLink=\"false\">lantern-{number}</guid><pubDate>Tue, 03 Mar 2026 08:{:02}:00 +0200</pubDate>\
             <dc:creator><![CDATA[Ida Holm]]></dc:creator><category><![CDATA[Harbour]]></category>\
             <description><![CDATA[The council voted to keep the ferry.]]></description>\
             <content:encoded><![CDATA[{body}]]></content:encoded></item>\n",
            number % 60
        );
    }
    feed + "</channel></rss>"
}

fn feeds(criterion: &mut Criterion) {
    let megabyte = rss(1 << 20);
    let mut group = criterion.benchmark_group("1 MB of RSS");
    group
        .throughput(Throughput::Bytes(megabyte.len() as u64))
        .measurement_time(Duration::from_secs(3));
    group.bench_function("byline", |bench| {
        bench.iter(|| parse(black_box(megabyte.as_bytes()), &Hints::default()));
    });
    group.bench_function("feed-rs alone", |bench| {
        bench.iter(|| feed_rs::parser::parse(black_box(megabyte.as_bytes())));
    });
    group.finish();
}

criterion_group!(benches, feeds);
criterion_main!(benches);
