//! What is found in an article. Extents count characters in the leaves that were listened to.

use crate::document::{Extent, LinkId};
use crate::model::Clean;

/// Everything found in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speech {
    /// In reading order, never overlapping but for nested ones.
    pub quotes: Vec<Quote>,
    /// Each person once, in order of the first quote.
    pub speakers: Vec<Speaker>,
    /// In reading order.
    pub sources: Vec<Source>,
}

impl Speech {
    /// The same with its speakers in the order of their first quotes, and their mentions in reading order.
    pub(super) fn in_order(mut self) -> Self {
        let mut order: Vec<usize> = Vec::with_capacity(self.speakers.len());
        let mut place = vec![None; self.speakers.len()];
        for quote in &mut self.quotes {
            if let Some(speaker) = quote.speaker {
                let at = *place[speaker].get_or_insert_with(|| {
                    order.push(speaker);
                    order.len() - 1
                });
                quote.speaker = Some(at);
            }
        }
        self.speakers = order
            .into_iter()
            .map(|speaker| self.speakers[speaker].clone())
            .collect();
        for speaker in &mut self.speakers {
            speaker
                .mentions
                .sort_unstable_by_key(|mention| (mention.start, mention.end));
        }
        self
    }
}

/// Words somebody is quoted with.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// With the quotation marks.
    pub at: Extent,
    /// The words without the outer marks, paragraphs parted by a line break.
    pub text: Clean,
    /// How they are quoted.
    pub kind: QuoteKind,
    /// Index into [`Speech::speakers`]; `None` when it is better to name nobody than the wrong one.
    pub speaker: Option<usize>,
    /// The mention that says so: "he", "Lavrov".
    pub mention: Option<Extent>,
    /// The word that says so: "said".
    pub cue: Option<Extent>,
    /// That word itself.
    pub cue_text: Option<Clean>,
    /// How sure the attribution is, 0 to 1.
    pub confidence: f32,
}

/// How somebody is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// Whole sentences between marks.
    Direct,
    /// A fragment between marks inside a paraphrase.
    Mixed,
    /// Reported without marks.
    Indirect,
    /// A paragraph set apart as a quote.
    Block,
}

impl QuoteKind {
    /// The word in the store and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
            Self::Block => "block",
        }
    }
}

/// Somebody who is quoted, under one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The fullest name in the article, or the role where no name is given.
    pub name: Clean,
    /// Whether it is a name: by "a girl" or "the owner" nobody is known again elsewhere.
    pub named: bool,
    /// What the article says they are.
    pub role: Option<Clean>,
    /// Every mention that a quote is tied to.
    pub mentions: Vec<Extent>,
}

/// What an article cites for what it reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its name in the text.
    pub at: Extent,
    /// Its name.
    pub name: Clean,
    /// What the article says it is: "Kremlin-aligned news outlets".
    pub described: Option<Clean>,
    /// What kind it is.
    pub kind: SourceKind,
    /// Where its name leads.
    pub link: Option<LinkId>,
}

/// Kinds of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// A news agency.
    Agency,
    /// Another outlet.
    Outlet,
    /// A ministry, court, police, company speaking as such.
    Official,
    /// A report, statement, post, study.
    Document,
    /// Somebody.
    Person,
    /// An address only.
    Link,
}

impl SourceKind {
    /// The word in the store and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Outlet => "outlet",
            Self::Official => "official",
            Self::Document => "document",
            Self::Person => "person",
            Self::Link => "link",
        }
    }
}
