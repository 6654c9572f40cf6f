//! `tests/fixtures/speech/LANGUAGE.txt`: articles of our own, each behind `=== NAME`, marked by hand.
//!
//! `{Name|words}` are words of somebody, `{~Name|words}` the same reported without marks, `{@|words}` a source that is cited; all other
//! marks are no speech. The name is what the article calls them in full. Every other article was not looked at while tuning.

use std::path::Path;

use byline::document::{Extent, passages};
use byline::model::Language;
use byline::speech::{QuoteKind, listen};

/// What people marked: characters from and to, and the name.
type Marked = (usize, usize, String);

#[derive(Default)]
struct Article {
    text: String,
    quotes: Vec<Marked>,
    reports: Vec<Marked>,
    sources: Vec<Marked>,
}

impl Article {
    fn read(marked: &str) -> Self {
        let mut article = Self::default();
        let mut at = 0;
        let mut rest = marked;
        while let Some((plain, marked)) = rest.split_once('{') {
            article.text.push_str(plain);
            at += plain.chars().count();
            let (inside, behind) = marked.split_once('}').unwrap();
            let (name, words) = inside.split_once('|').unwrap();
            let end = at + words.chars().count();
            let list = match name.chars().next() {
                Some('~') => &mut article.reports,
                Some('@') => &mut article.sources,
                _ => &mut article.quotes,
            };
            list.push((at, end, name.trim_start_matches(['~', '@']).to_owned()));
            article.text.push_str(words);
            at = end;
            rest = behind;
        }
        article.text.push_str(rest);
        article
    }
}

/// Found and right, found, wanted.
#[derive(Clone, Copy, Default)]
struct Score(usize, usize, usize);

impl Score {
    fn add(&mut self, right: usize, found: usize, wanted: usize) {
        self.0 += right;
        self.1 += found;
        self.2 += wanted;
    }

    fn precision(self) -> f64 {
        self.0 as f64 / self.1.max(1) as f64
    }

    fn recall(self) -> f64 {
        self.0 as f64 / self.2.max(1) as f64
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (precision, recall) = (100.0 * self.precision(), 100.0 * self.recall());
        write!(to, "precision {precision:.1} recall {recall:.1} of {}", self.2)
    }
}

#[derive(Clone, Copy, Default)]
struct Scores {
    spans: Score,
    speakers: Score,
    reports: Score,
    sources: Score,
}

/// Without marks, blanks and signs at the ends.
fn core(signs: &[char], (mut start, mut end): (usize, usize)) -> (usize, usize) {
    while start < end && !signs[start].is_alphanumeric() {
        start += 1;
    }
    while end > start && !signs[end - 1].is_alphanumeric() {
        end -= 1;
    }
    (start, end)
}

/// Whether two names are one person's: the last word of the one is in the other, but for its ending.
fn same(wanted: &str, found: &str) -> bool {
    let wanted = wanted.to_lowercase();
    let last = wanted.rsplit(' ').next().unwrap_or_default();
    let stem: String = last
        .chars()
        .take(last.chars().count().saturating_sub(2).max(3))
        .collect();
    found.to_lowercase().contains(&stem)
}

/// What was found in an article, at characters without marks and signs at the ends.
struct Heard {
    signs: Vec<char>,
    quotes: Vec<((usize, usize), Option<String>)>,
    reports: Vec<(usize, usize)>,
    sources: Vec<(usize, usize)>,
}

impl Heard {
    fn of(text: &str, language: Language) -> Self {
        let signs: Vec<char> = text.chars().collect();
        let (leaves, starts) = passages(text, language);
        let speech = listen(&leaves, language);
        let place = |extent: Extent| {
            let at = |place: byline::model::Place| starts[place.leaf as usize] + place.offset as usize;
            core(&signs, (at(extent.start), at(extent.end)))
        };
        let (reports, quotes): (Vec<_>, Vec<_>) =
            (speech.quotes.iter()).partition(|quote| quote.kind == QuoteKind::Indirect);
        let name = |speaker: Option<usize>| speaker.map(|at| speech.speakers[at].name.to_string());
        Self {
            quotes: (quotes.iter().map(|quote| (place(quote.at), name(quote.speaker)))).collect(),
            reports: reports.iter().map(|quote| place(quote.at)).collect(),
            sources: speech.sources.iter().map(|source| place(source.at)).collect(),
            signs,
        }
    }

    fn words(&self, (start, end): (usize, usize)) -> String {
        self.signs[start..end].iter().collect()
    }

    fn core(&self, marked: &Marked) -> (usize, usize) {
        core(&self.signs, (marked.0, marked.1))
    }
}

/// Whether two stretches have half of the longer one in common.
fn shared(a: (usize, usize), b: (usize, usize)) -> bool {
    let both = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    2 * both >= a.1.max(b.1) - a.0.min(b.0)
}

fn score(article: &Article, language: Language, scores: &mut Scores, wrong: &mut Vec<String>) {
    let heard = Heard::of(&article.text, language);
    compare_quotes(article, &heard, scores, wrong);
    let shares = |marked: (usize, usize), at: (usize, usize)| shared(marked, at);
    // A name may be found without what the outlet says it is: that is told beside it.
    let names = |marked: (usize, usize), at: (usize, usize)| shared(marked, at) || at.0 >= marked.0 && at.1 == marked.1;
    compare_places(
        "report",
        &article.reports,
        &heard.reports,
        &heard,
        shares,
        &mut scores.reports,
        wrong,
    );
    compare_places(
        "source",
        &article.sources,
        &heard.sources,
        &heard,
        names,
        &mut scores.sources,
        wrong,
    );
}

fn compare_quotes(article: &Article, heard: &Heard, scores: &mut Scores, wrong: &mut Vec<String>) {
    let (mut right, mut answered, mut known) = (0, 0, 0);
    for (at, speaker) in &heard.quotes {
        let words = heard.words(*at);
        let Some((_, _, name)) = article.quotes.iter().find(|marked| heard.core(marked) == *at) else {
            wrong.push(format!("no quote: {words}"));
            continue;
        };
        right += 1;
        let Some(speaker) = speaker else {
            wrong.push(format!("nobody for {name}: {words}"));
            continue;
        };
        answered += 1;
        if same(name, speaker) {
            known += 1;
        } else {
            wrong.push(format!("{speaker} for {name}: {words}"));
        }
    }
    for marked in &article.quotes {
        let at = heard.core(marked);
        if heard.quotes.iter().all(|(found, _)| *found != at) {
            wrong.push(format!("missed: {}", heard.words(at)));
        }
    }
    scores.spans.add(right, heard.quotes.len(), article.quotes.len());
    scores.speakers.add(known, answered, article.quotes.len());
}

fn compare_places(
    what: &str,
    marked: &[Marked],
    found: &[(usize, usize)],
    heard: &Heard,
    meets: impl Fn((usize, usize), (usize, usize)) -> bool,
    score: &mut Score,
    wrong: &mut Vec<String>,
) {
    let marked: Vec<(usize, usize)> = marked.iter().map(|marked| heard.core(marked)).collect();
    let missed = marked
        .iter()
        .filter(|marked| !found.iter().any(|at| meets(**marked, *at)));
    let missed: Vec<_> = missed.collect();
    wrong.extend(missed.iter().map(|at| format!("{what} missed: {}", heard.words(**at))));
    let strange = found
        .iter()
        .filter(|at| !marked.iter().any(|marked| meets(*marked, **at)));
    wrong.extend(strange.map(|at| format!("no {what}: {}", heard.words(*at))));
    score.add(marked.len() - missed.len(), found.len(), marked.len());
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
fn hears_who_says_what_in_articles_of_our_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/speech");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let mut halves = [Scores::default(), Scores::default()];
    let mut report = String::new();
    let mut articles = 0;
    for file in files {
        let tag = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        for (at, marked) in text.split("=== ").skip(1).enumerate() {
            let (name, marked) = marked.split_once('\n').unwrap();
            let mut wrong = Vec::new();
            score(
                &Article::read(marked.trim()),
                Language::of(&tag),
                &mut halves[at % 2],
                &mut wrong,
            );
            articles += 1;
            // What was not tuned on is not shown either.
            if at % 2 == 0 && !wrong.is_empty() {
                report.push_str(&format!("{tag} {name}: {}\n", wrong.join("; ")));
            }
        }
    }
    for (half, scores) in ["looked at", "kept apart"].iter().zip(&halves) {
        report.push_str(&format!(
            "{half}\n  spans {}\n  speakers {}\n  reported {}\n  sources {}\n",
            scores.spans, scores.speakers, scores.reports, scores.sources
        ));
    }
    println!("{articles} articles\n{report}");
    for scores in halves {
        for (score, precision, recall) in [
            (scores.spans, 0.97, 0.98),
            (scores.speakers, 0.92, 0.91),
            (scores.reports, 0.89, 0.52),
            (scores.sources, 0.96, 0.84),
        ] {
            assert!(score.precision() >= precision && score.recall() >= recall, "{report}");
        }
    }
}
