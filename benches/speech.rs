//! How long listening takes: an article of 700 words (budget: 0.5 ms), one of 400 as most are (budget: 0.1 ms, since a cold refresh
//! listens to 30,000), and plain prose without a quote. And how many bytes a second are looked through for marks (goal: 100 MB/s).

use std::hint::black_box;

use byline::document::{Leaf, passages};
use byline::model::Language;
use byline::speech::{listen, stretches};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const QUOTED: &str = "The harbour council of Brask met for nine hours on Sunday and said that the ferry to Lund would be late. \
    “We are ready to talk about the pier,” the chair, Ada Moss, told Orion. “But only if there are realistic proposals.” \
    She added that nobody had asked before, “as everybody in Brask knows”.\n\n";
const PLAIN: &str = "The ferry to Lund leaves twice a day from the old pier, and in summer a third boat takes visitors round the \
    islands in the bay, where the lighthouse was built for the herring fleet a hundred years ago.\n\n";

fn article(paragraph: &str, words: usize) -> (Vec<Leaf>, usize) {
    let count = words / paragraph.split_whitespace().count();
    let text = paragraph.repeat(count.max(1));
    (passages(&text, Language::ENGLISH).0, text.len())
}

fn listening(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("listen");
    for (name, paragraph, words) in [
        ("400 words", QUOTED, 400),
        ("700 words, at most 0.5 ms", QUOTED, 700),
        ("700 words without a quote", PLAIN, 700),
    ] {
        let (leaves, bytes) = article(paragraph, words);
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| listen(black_box(&leaves), Language::ENGLISH));
        });
    }
    group.finish();
}

fn pairing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("spans, at least 100 MB/s");
    for (name, paragraph) in [("with quotes", QUOTED), ("without a quote", PLAIN)] {
        let (leaves, bytes) = article(paragraph, 70_000);
        group.throughput(Throughput::BytesDecimal(bytes as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| stretches(black_box(&leaves), Language::ENGLISH));
        });
    }
    group.finish();
}

criterion_group!(benches, listening, pairing);
criterion_main!(benches);
