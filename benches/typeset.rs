//! How long setting an article takes: an ordinary one (budget: 1 ms) and one of 10,000 words (budget: 16 ms, a frame).

use std::fmt::Write as _;
use std::hint::black_box;

use byline::document::{Context, Document, Extent, from_html};
use byline::model::{Clean, Icons, Place};
use byline::speech::{Quote, QuoteKind, Speaker, Speech};
use byline::typeset::{Head, Measure, lay_out};
use criterion::{Criterion, criterion_group, criterion_main};

/// Words of a paragraph below.
const WORDS: usize = 45;

fn document(words: usize) -> Document {
    let mut html = String::new();
    for at in 0..words / WORDS {
        write!(
            html,
            "<p>“We are ready to talk about the <b>pier</b>, but only if there are realistic proposals,” the chair, Ada Moss, \
             told Orion on Sunday — the <a href=\"https://orion.example/{at}\">agency’s report</a> says that nobody had asked \
             before, “as everybody in Brask knows”, and the ferry waits.</p>"
        )
        .expect("a string takes everything");
    }
    from_html(&html, &Context::default())
}

/// Two quotes a paragraph.
fn speech(document: &Document) -> Speech {
    let quote = |leaf: u32, start: u32, end: u32| Quote {
        at: Extent {
            start: Place { leaf, offset: start },
            end: Place { leaf, offset: end },
        },
        text: Clean::default(),
        kind: QuoteKind::Direct,
        speaker: Some(0),
        mention: None,
        cue: None,
        cue_text: None,
        confidence: 1.0,
    };
    let leaves = 0..u32::try_from(document.leaves().len()).unwrap_or(u32::MAX);
    Speech {
        quotes: leaves
            .flat_map(|leaf| [quote(leaf, 0, 82), quote(leaf, 200, 230)])
            .collect(),
        speakers: vec![Speaker {
            named: true,
            name: Clean::line("Ada Moss"),
            role: None,
            mentions: Vec::new(),
        }],
        sources: Vec::new(),
    }
}

fn set(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("typeset");
    let head = Head {
        title: Clean::line("Ferry talks end"),
        meta: Clean::line("By A. Writer · 2 min"),
    };
    let measure = Measure {
        width: 80,
        column: 66,
        numbered_links: true,
        indirect: true,
        pictures: true,
        icons: Icons::Unicode,
    };
    for (name, words) in [("600 words under 1 ms", 600), ("10,000 words under 16 ms", 10_000)] {
        let document = document(words);
        let speech = speech(&document);
        group.bench_function(name, |bench| {
            bench.iter(|| lay_out(black_box(&head), black_box(&document), &speech, &[], &measure));
        });
    }
    group.finish();
}

criterion_group!(benches, set);
criterion_main!(benches);
