//! The reports of the last days by the terms in them, and which of them a new one stands beside.

use std::collections::{HashMap, VecDeque};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Language;
use crate::story::report::{Prepared, Report};
use crate::story::weights::Weights;

/// Articles further apart than this, in seconds, are never about the same event.
const WINDOW: i64 = 72 * 3600;
/// Of a term's articles only the newest so many are looked at.
const POSTINGS: usize = 500;
/// Articles looked at for one new one, over all its terms, before those with the most in common are weighed.
const WALK: usize = 1_000;
/// Articles that are weighed against a new one.
const WEIGHED: usize = 20;
/// A report with fewer terms says too little to stand beside another.
const TERMS: usize = 4;
/// An outlet's title that came so often is a rubric's, not an event's.
const RUBRIC: u8 = 3;
/// Dead terms are swept out once there are so many.
const DEAD: usize = 50_000;

/// How likeness becomes a decision, for reports of one kind.
struct Bar {
    /// Hours after which likeness counts a third.
    hours: f32,
    /// How much the mean over a story's nearest few counts, against its nearest alone.
    mean: f32,
    /// How much likeness to other stories counts against it: what resembles everything tells nothing.
    others: f32,
    /// What has to be reached.
    join: f32,
}

/// Measured on six public sets at once.
const TOLD: Bar = Bar {
    hours: 48.0,
    mean: 0.6,
    others: 0.6,
    join: 0.14,
};
/// Titles without a text.
const BARE: Bar = Bar {
    hours: 48.0,
    mean: 0.2,
    others: 0.2,
    join: 0.16,
};
/// Nearest of a story, and of other stories, that count.
const NEAREST: usize = 4;
const OTHERS: usize = 4;
/// How alike an outlet's own articles have to be: an update, not the next report on the same matter.
const UPDATE: f32 = 0.5;

/// An article in the index.
struct Doc {
    article: i64,
    story: i64,
    outlet: i64,
    language: Language,
    at: i64,
    /// Outlet and title.
    heading: u64,
    text: u64,
    bare: bool,
    /// Its terms by number.
    terms: Box<[Counted]>,
}

/// A term's number and how often it stands in an article, in quarters: 24 bits and 8.
#[derive(Clone, Copy)]
struct Counted(u32);

impl Counted {
    fn new(id: u32, times: u8) -> Self {
        Self(id << 8 | u32::from(times))
    }

    fn id(self) -> u32 {
        self.0 >> 8
    }

    fn times(self) -> u8 {
        self.0.to_le_bytes()[0]
    }
}

/// The reports of the last days. Grows by [`Index::place`], shrinks by [`Index::forget`].
#[derive(Default)]
pub struct Index {
    weights: HashMap<Language, Weights>,
    ids: FxHashMap<u64, u32>,
    /// Articles that have each term. Apart from the next, so that what is asked most lies close together.
    counts: Vec<u32>,
    /// The newest of them.
    postings: Vec<VecDeque<u32>>,
    docs: VecDeque<Doc>,
    /// Number of the first of `docs`: numbers never change.
    first: u32,
    /// Articles of stories that have more than one.
    sizes: HashMap<i64, u32>,
    /// How often an outlet had a title.
    headings: FxHashMap<u64, u8>,
    /// Of each of `docs` while its likeness is being looked for: terms in common, and their weight.
    common: Vec<(u16, f32)>,
    /// Of each term while likeness is being looked for: its weight in the new article.
    wanted: Vec<f32>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("articles", &self.docs.len())
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Takes an article in and tells its story: the id of the story's first article, its own where it stands alone.
    pub fn place(&mut self, article: i64, report: &Report<'_>) -> i64 {
        self.take(article, report, None)
    }

    /// Takes an article in whose story is known already.
    pub fn recall(&mut self, article: i64, report: &Report<'_>, story: i64) {
        self.take(article, report, Some(story));
    }

    /// Puts an article into another story, as the reader said.
    pub fn regroup(&mut self, article: i64, story: i64) {
        for doc in self.docs.iter_mut().filter(|doc| doc.article == article) {
            doc.story = story;
        }
        self.sizes.clear();
        for doc in &self.docs {
            *self.sizes.entry(doc.story).or_default() += 1;
        }
        self.sizes.retain(|_, size| *size > 1);
    }

    /// Drops what is older than the window, in seconds of the same clock as [`Report::at`].
    pub fn forget(&mut self, now: i64) {
        while self.docs.front().is_some_and(|doc| doc.at < now.saturating_sub(WINDOW)) {
            self.drop_first();
        }
        let dead = self.counts.iter().filter(|count| **count == 0).count();
        if dead > DEAD {
            self.sweep();
        }
    }

    /// Articles in it.
    pub fn len(&self) -> usize {
        self.docs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.docs.is_empty()
    }

    fn take(&mut self, article: i64, report: &Report<'_>, known: Option<i64>) -> i64 {
        let prepared = Prepared::of(report);
        let seen = self.headings.entry(prepared.heading).or_default();
        *seen = seen.saturating_add(1);
        let rubric = *seen > RUBRIC;
        // A rubric's terms would crowd out what tells events apart.
        if rubric || prepared.terms.len() < TERMS {
            return known.unwrap_or(article);
        }
        let terms = prepared
            .terms
            .iter()
            .map(|(stem, times)| Counted::new(self.id(*stem), *times));
        let terms: Box<[Counted]> = terms.collect();
        let mut doc = Doc {
            article,
            story: known.unwrap_or(article),
            outlet: report.outlet,
            language: report.language,
            at: report.at,
            heading: prepared.heading,
            text: prepared.text,
            bare: prepared.bare,
            terms,
        };
        if known.is_none() {
            doc.story = self.story_of(&doc).unwrap_or(article);
        }
        let story = doc.story;
        self.add(doc);
        story
    }

    fn id(&mut self, stem: u64) -> u32 {
        let next = self.counts.len() as u32;
        let id = *self.ids.entry(stem).or_insert(next);
        if id == next {
            self.counts.push(0);
            self.wanted.push(0.0);
            self.postings.push(VecDeque::new());
        }
        id
    }

    fn add(&mut self, doc: Doc) {
        let number = self.first.wrapping_add(self.docs.len() as u32);
        for id in doc.terms.iter().map(|term| term.id() as usize) {
            self.counts[id] += 1;
            let docs = &mut self.postings[id];
            if docs.len() == POSTINGS {
                docs.pop_front();
            }
            docs.push_back(number);
        }
        if doc.story != doc.article {
            *self.sizes.entry(doc.story).or_insert(1) += 1;
        }
        self.weights.entry(doc.language).or_default().count();
        self.docs.push_back(doc);
        self.common.push((0, 0.0));
    }

    fn drop_first(&mut self) {
        let Some(doc) = self.docs.pop_front() else { return };
        for id in doc.terms.iter().map(|term| term.id() as usize) {
            self.counts[id] -= 1;
            let docs = &mut self.postings[id];
            if docs.front() == Some(&self.first) {
                docs.pop_front();
            }
        }
        self.first = self.first.wrapping_add(1);
        self.common.pop();
        self.headings.remove(&doc.heading);
        if let Some(weights) = self.weights.get_mut(&doc.language) {
            weights.discount();
        }
        if let Some(size) = self.sizes.get_mut(&doc.story) {
            *size -= 1;
        }
    }

    /// Forgets terms and titles that no article has any more.
    fn sweep(&mut self) {
        let headings: FxHashSet<u64> = self.docs.iter().map(|doc| doc.heading).collect();
        self.headings.retain(|heading, _| headings.contains(heading));
        let mut moved = vec![u32::MAX; self.counts.len()];
        let mut live = 0;
        for (at, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            moved[at] = live;
            self.postings.swap(at, live as usize);
            live += u32::from(*count > 0);
        }
        self.postings.truncate(live as usize);
        self.wanted.truncate(live as usize);
        self.counts.retain(|count| *count > 0);
        self.ids.retain(|_, id| {
            *id = moved[*id as usize];
            *id != u32::MAX
        });
        for term in self.docs.iter_mut().flat_map(|doc| &mut doc.terms) {
            *term = Counted::new(moved[term.id() as usize], term.times());
        }
    }

    /// The story that an article belongs to, if any.
    fn story_of(&mut self, doc: &Doc) -> Option<i64> {
        let mut weights = self.weights.remove(&doc.language)?;
        weights.refresh();
        let found = self.nearest(doc, &weights);
        self.weights.insert(doc.language, weights);
        found
    }

    fn nearest(&mut self, doc: &Doc, weights: &Weights) -> Option<i64> {
        let mut square = 0.0;
        for term in &doc.terms {
            let weight = weights.of(self.counts[term.id() as usize], term.times());
            self.wanted[term.id() as usize] = weight;
            square += weight * weight;
        }
        let likes = self.alike(doc, square, weights);
        for term in &doc.terms {
            self.wanted[term.id() as usize] = 0.0;
        }
        match likes {
            Likes::Copy(story) => Some(story),
            Likes::Of(likes) => self.decide(likes, if doc.bare { &BARE } else { &TOLD }),
        }
    }

    fn alike(&mut self, doc: &Doc, square: f32, weights: &Weights) -> Likes {
        let near = self.candidates(doc, weights);
        let bar = if doc.bare { &BARE } else { &TOLD };
        let mut likes: Vec<(f32, i64, bool)> = Vec::with_capacity(near.len());
        for number in near {
            let other = &self.docs[number.wrapping_sub(self.first) as usize];
            let apart = other.at.abs_diff(doc.at) as f32 / 3600.0;
            let likeness = self.cosine(square, other, weights) * (-apart / bar.hours).exp();
            match kinship(doc, other, likeness) {
                Kinship::Copy => return Likes::Copy(other.story),
                Kinship::Stranger => {}
                Kinship::Possible => likes.push((likeness, other.story, other.bare)),
            }
        }
        Likes::Of(likes)
    }

    /// The articles with the most in common: at least two terms, the rarest first.
    fn candidates(&mut self, doc: &Doc, weights: &Weights) -> Vec<u32> {
        let mut rarest: Vec<(u32, u32)> = doc
            .terms
            .iter()
            .map(|term| (self.counts[term.id() as usize], term.id()))
            .filter(|(count, _)| *count > 0)
            .collect();
        rarest.sort_unstable();
        let mut touched = Vec::new();
        let mut left = WALK;
        for (count, id) in rarest {
            let weight = weights.of(count, 4);
            let docs = &self.postings[id as usize];
            for number in docs.iter().rev().take(left) {
                let (terms, sum) = &mut self.common[number.wrapping_sub(self.first) as usize];
                if *terms == 0 {
                    touched.push(*number);
                }
                *terms += 1;
                *sum += weight;
            }
            left = left.saturating_sub(docs.len());
            if left == 0 {
                break;
            }
        }
        let mut near: Vec<(f32, u32)> = Vec::new();
        for number in touched {
            let at = number.wrapping_sub(self.first) as usize;
            let (terms, sum) = std::mem::take(&mut self.common[at]);
            if terms > 1 && self.docs[at].at.abs_diff(doc.at) <= WINDOW.unsigned_abs() {
                near.push((sum, number));
            }
        }
        if near.len() > WEIGHED {
            near.select_nth_unstable_by(WEIGHED, |one, other| other.0.total_cmp(&one.0));
            near.truncate(WEIGHED);
        }
        near.into_iter().map(|(_, number)| number).collect()
    }

    fn cosine(&self, wanted: f32, other: &Doc, weights: &Weights) -> f32 {
        let (mut product, mut square) = (0.0, 0.0);
        for term in &other.terms {
            let id = term.id() as usize;
            let weight = weights.of(self.counts[id], term.times());
            square += weight * weight;
            product += weight * self.wanted[id];
        }
        product / f32::sqrt(wanted * square).max(f32::MIN_POSITIVE)
    }

    /// Of what is alike the story that is alike enough.
    fn decide(&self, mut likes: Vec<(f32, i64, bool)>, bar: &Bar) -> Option<i64> {
        likes.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let mut best: Option<(f32, i64, f32)> = None;
        let mut weighed: Vec<i64> = Vec::new();
        for (nearest, story, bare) in &likes {
            if weighed.contains(story) {
                continue;
            }
            weighed.push(*story);
            // No later story can reach more than its nearest article does.
            if best.is_some_and(|(reached, _, _)| reached >= *nearest) {
                break;
            }
            let size = self.sizes.get(story).map_or(1, |size| *size as usize).min(NEAREST);
            let own = likes.iter().filter(|like| like.1 == *story).take(size);
            let mean = own.map(|like| like.0).sum::<f32>() / size as f32;
            let reached = nearest * (1.0 - bar.mean) + mean * bar.mean;
            let join = if *bare { BARE.join } else { bar.join };
            if reached >= join && best.is_none_or(|(most, _, _)| reached > most) {
                best = Some((reached, *story, join));
            }
        }
        let (reached, story, join) = best?;
        let others = likes.iter().filter(|like| like.1 != story).take(OTHERS);
        let others = others.map(|like| like.0).sum::<f32>() / OTHERS as f32;
        (reached - bar.others * others >= join).then_some(story)
    }
}

/// What is alike: how much, of which story, and whether it is a bare title.
enum Likes {
    /// The same text.
    Copy(i64),
    Of(Vec<(f32, i64, bool)>),
}

/// What two articles can be to each other.
enum Kinship {
    /// One text, carried twice.
    Copy,
    Possible,
    Stranger,
}

/// An outlet that repeats a title has a rubric, unless it repeats the text, too; its other articles have to be very alike.
fn kinship(doc: &Doc, other: &Doc, likeness: f32) -> Kinship {
    if !doc.bare && doc.text == other.text {
        Kinship::Copy
    } else if doc.outlet == other.outlet && (doc.heading == other.heading || likeness < UPDATE) {
        Kinship::Stranger
    } else {
        Kinship::Possible
    }
}

#[cfg(test)]
mod tests {
    use super::Index;
    use crate::model::Language;
    use crate::story::report::Report;

    const FERRY: &str = "All 214 passengers of the island ferry Sister Maud have been brought ashore after a fire broke out in \
        her engine room shortly before dawn, the coast guard of Kestria said.";
    const FERRY_TOO: &str = "The coast guard of Kestria has rescued more than 200 people from the burning ferry Sister Maud in \
        the Grey Strait. The fire began in the engine room.";
    const BRIDGE: &str = "The council of Brackwater has voted to keep the old bridge by a majority of one after a debate that \
        went on past midnight.";

    fn report<'a>(outlet: i64, title: &'a str, text: &'a str) -> Report<'a> {
        Report {
            outlet,
            language: Language::ENGLISH,
            at: 1_000_000,
            title,
            text,
        }
    }

    /// An index that has read other news before.
    fn informed() -> Index {
        let mut index = Index::default();
        for number in 0..60_i64 {
            let words = [
                "harvest",
                "tariff",
                "glacier",
                "orchestra",
                "vaccine",
                "railway",
                "penalty",
                "election",
            ];
            let word = |step: i64| words[usize::try_from((number * step + number / 8) % 8).unwrap()];
            let title = format!("The {} of the {} in town{number}", word(1), word(3));
            let text = format!(
                "A fire, a council and a guard were said to be at place{number} with {}.",
                word(5)
            );
            index.recall(number - 100, &report(number, &title, &text), number - 100);
        }
        index
    }

    #[test]
    fn an_event_in_several_outlets_is_one_story() {
        let mut index = informed();
        assert_eq!(
            index.place(1, &report(1001, "Fire on island ferry: all 214 brought ashore", FERRY)),
            1
        );
        assert_eq!(index.place(2, &report(1002, "Council votes for the bridge", BRIDGE)), 2);
        let third = report(1003, "More than 200 saved from burning ferry in Grey Strait", FERRY_TOO);
        assert_eq!(index.place(3, &third), 1);
        let late = Report {
            at: third.at + 80 * 3600,
            outlet: 1004,
            ..third
        };
        assert_eq!(index.place(4, &late), 4, "days later it is another event");
        let foreign = Report {
            language: Language::of("de"),
            outlet: 1005,
            ..third
        };
        assert_eq!(index.place(5, &foreign), 5, "no stories across languages");
    }

    #[test]
    fn copies_of_one_text_are_one_story() {
        let mut index = informed();
        index.place(1, &report(1001, "Fire on island ferry", FERRY));
        assert_eq!(index.place(2, &report(1002, "Grey Strait: ship on fire", FERRY)), 1);
        let shouted = FERRY.to_uppercase();
        assert_eq!(index.place(3, &report(1003, "Orion: ferry", &shouted)), 1);
    }

    #[test]
    fn a_title_repeated_thousands_of_times_joins_nothing_and_hides_nothing() {
        let mut index = informed();
        for number in 0..5_000 {
            let text = format!(
                "Wind and swell in the Grey Strait for hour{number}: from the west, gauge{}.",
                number * 7
            );
            let title = "Shipping forecast for the Grey Strait";
            assert_eq!(index.place(number, &report(1001, title, &text)), number);
            assert_eq!(index.place(10_000 + number, &report(1002, "Live", "")), 10_000 + number);
        }
        assert!(index.len() < 100, "{}", index.len());
        index.place(
            20_000,
            &report(1003, "Fire on island ferry: all 214 brought ashore", FERRY),
        );
        let other = report(1004, "More than 200 saved from burning ferry in Grey Strait", FERRY_TOO);
        assert_eq!(index.place(20_001, &other), 20_000);
    }

    #[test]
    fn one_word_an_empty_article_and_odd_dates_stand_alone() {
        let mut index = informed();
        for (number, (title, text)) in [("Ferry", ""), ("Ferry", "Ferry"), ("", ""), ("Fire on ferry", "")]
            .iter()
            .enumerate()
        {
            for (round, at) in [0, i64::MIN, i64::MAX, 1_000_000].into_iter().enumerate() {
                let id = i64::try_from(number * 10 + round).unwrap();
                let odd = Report {
                    at,
                    ..report(500 + id, title, text)
                };
                assert_eq!(index.place(id, &odd), id, "{title:?} {text:?} at {at}");
            }
        }
    }

    #[test]
    fn an_outlets_update_stays_with_its_article() {
        let mut index = informed();
        index.place(
            1,
            &report(1001, "Fire on island ferry: passengers brought ashore", FERRY),
        );
        let update = format!("{FERRY} Fourteen were treated for smoke.");
        let updated = report(1001, "Fire on island ferry: all 214 passengers brought ashore", &update);
        assert_eq!(index.place(2, &updated), 1);
        let again = report(1001, "Why the ferry fleet of Kestria burns", FERRY_TOO);
        assert_eq!(index.place(3, &again), 3, "a background piece is no update");
    }

    #[test]
    fn what_the_reader_says_and_what_is_known_is_remembered() {
        let mut index = informed();
        index.recall(1, &report(1001, "Fire on island ferry", FERRY), 1);
        index.recall(2, &report(1002, "Council votes for the bridge", BRIDGE), 1);
        let third = report(1003, "Burning ferry in the Grey Strait", FERRY_TOO);
        index.regroup(1, 77);
        assert_eq!(index.place(3, &third), 77);
    }

    #[test]
    fn weighs_by_the_last_days_however_long_it_has_run() {
        let at = 1_000_000 + 30 * 86_400;
        let told = |index: &mut Index| {
            for (number, title) in [
                "Fire on island ferry",
                "Council votes for the bridge",
                "Ferry fares to rise",
            ]
            .iter()
            .enumerate()
            {
                let text = [
                    FERRY,
                    BRIDGE,
                    "The ferry company of Kestria wants a tenth more for each crossing from May.",
                ][number];
                let id = i64::try_from(number).unwrap() + 1;
                index.place(
                    id,
                    &Report {
                        at,
                        ..report(1001 + id, title, text)
                    },
                );
            }
            let terms = index.docs.iter().flat_map(|doc| &doc.terms);
            let weights = &index.weights[&Language::ENGLISH];
            terms
                .map(|term| weights.of(index.counts[term.id() as usize], term.times()))
                .collect::<Vec<_>>()
        };
        let mut old = informed();
        old.forget(at);
        assert_eq!(told(&mut old), told(&mut Index::default()));
    }

    #[test]
    fn forgets_what_is_old() {
        let mut index = informed();
        index.place(1, &report(1001, "Fire on island ferry", FERRY));
        index.forget(1_000_000 + 73 * 3600);
        assert!(index.is_empty());
        let later = Report {
            at: 1_000_000 + 73 * 3600,
            ..report(1002, "Burning ferry in the Grey Strait", FERRY_TOO)
        };
        assert_eq!(index.place(2, &later), 2);
        assert_eq!(index.len(), 1);
    }
}
