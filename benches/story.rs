//! How long finding an article's story takes, with 5,000 and with 60,000 in the window (budget: 0.3 ms).

use std::hint::black_box;

use byline::model::Language;
use byline::story::{Index, Report};
use criterion::{Criterion, criterion_group, criterion_main};

/// Words with frequencies as in a language: the n-th is about n times as rare as the first.
struct Words(u64);

impl Words {
    fn next(&mut self) -> String {
        const SIGNS: [char; 19] = [
            'b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'a', 'e', 'i', 'o', 'u',
        ];
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let octave = (self.0 >> 33) % 17;
        let mut rest = usize::try_from((1 << octave) + (self.0 >> 20) % (1 << octave)).unwrap_or(1);
        let mut word = String::new();
        while rest > 0 {
            word.push(SIGNS[rest % SIGNS.len()]);
            rest /= SIGNS.len();
        }
        word
    }

    fn text(&mut self, words: usize) -> String {
        (0..words).map(|_| self.next() + " ").collect()
    }
}

fn article<'a>(outlet: i64, title: &'a str, text: &'a str) -> Report<'a> {
    Report {
        outlet,
        language: Language::ENGLISH,
        at: outlet * 4,
        title,
        text,
    }
}

fn placing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("place");
    for size in [5_000, 60_000] {
        let mut words = Words(7);
        let mut index = Index::default();
        for number in 0..size {
            let (title, text) = (words.text(9), words.text(80));
            index.recall(number, &article(number, &title, &text), number);
        }
        let mut number = size;
        group.bench_function(format!("with {size} in the window, at most 0.3 ms"), |bencher| {
            bencher.iter_with_setup(
                || (words.text(9), words.text(80)),
                |(title, text)| {
                    number += 1;
                    black_box(index.place(number, &article(number, &title, &text)))
                },
            );
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).without_plots();
    targets = placing
}
criterion_main!(benches);
