//! How long cleaning takes: a feed's body (budget: well under 0.2 ms each, since a cold refresh cleans 30,000) and a whole page
//! (budget: 12 ms).

use std::fmt::Write as _;
use std::hint::black_box;

use byline::document::{Context, from_html, from_page};
use byline::model::Language;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn paragraphs(count: usize) -> String {
    let mut html = String::new();
    for at in 0..count {
        writeln!(
            html,
            "<p>The harbour council of Brask met for <strong>nine hours</strong> on Sunday &amp; said in its report no. {at} that \
             <a href=\"/report/{at}?utm_source=feed\">the ferry to Lund</a> will be late until the pier is mended, as \
             “everybody knows”, the chair, Ada Moss, told Orion. She added that nobody had asked.</p>"
        )
        .expect("a string takes everything");
    }
    html
}

fn body() -> String {
    format!(
        "<h1>Ferry talks end</h1><p><img src=\"https://x.example/a.jpg\" alt=\"A pier\"></p>{}<ul><li>one</li><li>two</li></ul>\
         <p>Read also: <a href=\"/b\">Storm</a></p><p>The post Ferry talks end appeared first on The Valley Post.</p>",
        paragraphs(10)
    )
}

fn page() -> String {
    let links: String = (0..300)
        .map(|at| format!("<li class=\"menu-item\"><a href=\"/s/{at}\">Section {at}</a></li>"))
        .collect();
    format!(
        "<!doctype html><html lang=en><head><title>Ferry talks end | The Valley Post</title><script>{}</script></head><body>\
         <nav><ul>{links}</ul></nav><main><article class=\"article-body\"><h1>Ferry talks end</h1>{}</article></main>\
         <aside class=\"related\"><ul>{links}</ul></aside><footer>All rights reserved</footer></body></html>",
        "var x = 1;".repeat(10_000),
        paragraphs(30)
    )
}

fn clean(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("document");
    let context = Context {
        base: None,
        title: "Ferry talks end",
        byline: &[],
        language: Language::ENGLISH,
        clips: None,
    };
    let body = body();
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("body under 0.2 ms", |bench| {
        bench.iter(|| from_html(black_box(&body), &context));
    });
    let page = page();
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("page under 12 ms", |bench| {
        bench.iter(|| from_page(black_box(&page), None));
    });
    group.finish();
}

criterion_group!(benches, clean);
criterion_main!(benches);
