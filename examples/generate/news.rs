//! News that nobody wrote: the same for the same numbers, with words as rare and as common as in a language.

#![expect(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "counts far below any limit"
)]

use byline::document::Extent;
use byline::model::{Clean, FeedState, Language, Place, Published, Validators};
use byline::speech::{Quote, QuoteKind, Source, SourceKind, Speaker, Speech};
use byline::store::{Delivery, Draft, Health, NewOutlet};
use jiff::Timestamp;

/// The newest article's moment.
pub(crate) const NOW_SECS: i64 = 1_700_000_000;

/// Words of the invented language.
const VOCABULARY: u64 = 40_000;

/// The store keeps no places.
const NOWHERE: Extent = Extent {
    start: Place { leaf: 0, offset: 0 },
    end: Place { leaf: 0, offset: 0 },
};

/// A stream of numbers (splitmix64).
pub(crate) struct Numbers(u64);

impl Numbers {
    /// The next number below a limit.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// A word's rank: the n-th is about n times as rare as the first (Zipf).
    fn rank(&mut self) -> u64 {
        let exponent = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((VOCABULARY as f64).powf(exponent) as u64).min(VOCABULARY - 1)
    }
}

/// The word of a rank: rare words are long; on average as long as in English.
pub(crate) fn word(rank: u64) -> String {
    const HEADS: [&str; 16] = [
        "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr",
    ];
    const TAILS: [&str; 10] = ["a", "e", "i", "o", "u", "an", "er", "is", "on", "ul"];
    let mut word = String::new();
    let mut rest = rank + 1;
    while rest > 0 {
        word.push_str(HEADS[(rest % 8) as usize]);
        word.push_str(TAILS[(rest / 8 % 5) as usize]);
        rest /= 40;
    }
    word
}

/// The n-th outlet.
pub(crate) fn outlet(n: u64) -> NewOutlet {
    NewOutlet {
        name: format!("The {} {n}", word(n * 7)),
        folder: Some(format!("Folder {}", n % 20)),
        site: Some(format!("https://outlet{n}.example/")),
        language: Some("en".to_owned()),
        feeds: vec![format!("https://outlet{n}.example/rss.xml")],
    }
}

/// What the n-th outlet's feed delivers: articles `first..first + count` of it, spread over 400 days in all.
pub(crate) fn delivery(outlet: u64, first: u64, count: u64, total: u64) -> Delivery {
    let at = Timestamp::from_second(NOW_SECS).expect("a moment of this century");
    let step = 400 * 86_400 / total;
    let article = |n| {
        let age_secs = (total - n - 1) * step + Numbers(outlet * 7919 + n).below(step);
        draft(outlet, n, NOW_SECS - age_secs as i64)
    };
    Delivery {
        title: Clean::line(&outlet_title(outlet)),
        kind: "rss20",
        site: None,
        drafts: (first..first + count).map(article).collect(),
        unchanged: Vec::new(),
        health: Health {
            asked: None,
            state: FeedState::Ok,
            why: None,
            failures: 0,
            asked_at: at,
            next_poll_at: at,
            validators: Validators::default(),
            body_hash: Some(first as i64),
            moved_to: None,
            schedule: String::new(),
        },
    }
}

fn outlet_title(outlet: u64) -> String {
    format!("The {} {outlet}", word(outlet * 7))
}

/// An article of 2 to 6 kB.
pub(crate) fn draft(outlet: u64, n: u64, published_secs: i64) -> Draft {
    let mut numbers = Numbers(outlet.wrapping_mul(1_000_003).wrapping_add(n));
    let bytes = 2000 + numbers.below(4000) as usize;
    let (mut text, mut html) = (String::with_capacity(bytes + 400), String::with_capacity(bytes + 800));
    let mut speech = Speech::default();
    while text.len() < bytes {
        let paragraph = paragraph(&mut numbers, &mut speech);
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&paragraph);
        html.push_str("<p>");
        html.push_str(&paragraph);
        html.push_str("</p>\n");
    }
    speech.sources.push(Source {
        at: NOWHERE,
        name: Clean::line(&format!("{} agency", word(numbers.below(500)))),
        described: None,
        kind: SourceKind::Agency,
        link: None,
    });
    let excerpt: String = text.chars().take(240).collect();
    Draft {
        key: format!("https://outlet{outlet}.example/news/{n}"),
        url: Some(format!("https://outlet{outlet}.example/news/{n}")),
        title: Clean::line(&sentence(&mut numbers, 8)),
        byline: vec![Clean::line(&name(numbers.below(3000)))],
        published: Timestamp::from_second(published_secs).ok().map(|at| Published {
            at,
            offset_minutes: 120,
        }),
        language: Language::ENGLISH,
        html,
        words: text.split_ascii_whitespace().count() as u32,
        text,
        excerpt: Clean::line(&excerpt),
        speech,
        ..Draft::default()
    }
}

fn paragraph(numbers: &mut Numbers, speech: &mut Speech) -> String {
    let mut paragraph = String::new();
    for _ in 0..2 + numbers.below(3) {
        let length = 8 + numbers.below(14);
        paragraph.push_str(&sentence(numbers, length));
        paragraph.push_str(". ");
    }
    if numbers.below(3) == 0 {
        let words = sentence(numbers, 12);
        let speaker = name(numbers.below(20_000));
        paragraph.extend(["“", &words, ",” said ", &speaker, "."]);
        speech.speakers.push(Speaker {
            named: true,
            name: Clean::line(&speaker),
            role: None,
            mentions: Vec::new(),
        });
        speech.quotes.push(Quote {
            at: NOWHERE,
            text: Clean::line(&words),
            kind: QuoteKind::Direct,
            speaker: Some(speech.speakers.len() - 1),
            mention: None,
            cue: None,
            cue_text: Some(Clean::line("said")),
            confidence: 0.9,
        });
    }
    paragraph.trim_end().to_owned()
}

fn sentence(numbers: &mut Numbers, words: u64) -> String {
    let words: Vec<String> = (0..words).map(|_| word(numbers.rank())).collect();
    words.join(" ")
}

fn name(n: u64) -> String {
    format!("{} {}", word(n % 977 + 40), word(n + 40))
}
