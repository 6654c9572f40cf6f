//! An article as the index takes it.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::Language;
use crate::story::terms::{Written, stems, title_stems};

/// Words of a text that are looked at: who, what, where and when stand in front.
const WORDS: usize = 80;
/// How much a word counts, in quarters: in the title, with a capital in the text, else.
const IN_TITLE: u16 = 6;
const CAPITAL: u16 = 6;
const PLAIN: u16 = 4;

/// An article as the index takes it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Whose it is.
    pub outlet: i64,
    /// What it is written in: there are no stories across languages.
    pub language: Language,
    /// When it was published, in seconds.
    pub at: i64,
    /// Its title.
    pub title: &'a str,
    /// Its text, or the beginning of it; empty where there is only a title.
    pub text: &'a str,
}

/// What is left of it.
pub(crate) struct Prepared {
    /// Stems with their language in them, each with its quarters of mentions.
    pub(crate) terms: Vec<(u64, u8)>,
    /// Outlet and title.
    pub(crate) heading: u64,
    /// The beginning of the text, without marks and blanks.
    pub(crate) text: u64,
    pub(crate) bare: bool,
}

impl Prepared {
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let mut mentions: Vec<(u64, u16)> = Vec::with_capacity(128);
        let language = hash(&report.language);
        let mut heading = hash(&report.outlet);
        title_stems(report.title, |stem, _| {
            heading = hash(&(heading, stem));
            mentions.push((stem ^ language, IN_TITLE));
        });
        let mut text = 0;
        let mut words = 0;
        stems(report.text, WORDS, |stem, written| {
            text = hash(&(text, stem));
            words += 1;
            mentions.push((
                stem ^ language,
                if written == Written::Capital { CAPITAL } else { PLAIN },
            ));
        });
        mentions.sort_unstable();
        mentions.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 = first.1.saturating_add(later.1);
            }
            same
        });
        let quarters = |(stem, times): (u64, u16)| (stem, u8::try_from(times).unwrap_or(u8::MAX));
        Self {
            terms: mentions.into_iter().map(quarters).collect(),
            heading,
            text,
            bare: words == 0,
        }
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
