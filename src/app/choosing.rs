//! The choice of a passage by paragraphs, sentences or words.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::{Extent, Leaf, LeafKind};
use crate::model::{ArticleId, Place};

/// By what a passage is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Paragraph,
    Sentence,
    Word,
}

/// The choice of a passage.
#[derive(Clone, Debug)]
pub struct Choosing {
    pub(crate) article: ArticleId,
    pub(crate) leaves: Vec<Leaf>,
    unit: Unit,
    units: Vec<Extent>,
    first: usize,
    last: usize,
    /// What it began with, until something else is chosen.
    exact: Option<Extent>,
    /// Whether the passage is highlighted already, all of it or in part.
    pub(crate) highlighted: bool,
}

impl Choosing {
    /// Begins with the paragraph at a place; `None` where there are no words.
    pub(crate) fn from(article: ArticleId, leaves: Vec<Leaf>, at: Place) -> Option<Self> {
        let units = units(&leaves, Unit::Paragraph);
        let last = units.len().checked_sub(1)?;
        let first = units.iter().position(|unit| unit.end > at).unwrap_or(last);
        Some(Self {
            article,
            leaves,
            unit: Unit::Paragraph,
            units,
            first,
            last: first,
            exact: None,
            highlighted: false,
        })
    }

    pub(crate) fn extent(&self) -> Extent {
        let at = |index: usize| self.units.get(index).copied();
        let chosen = at(self.first).zip(at(self.last)).map(|(first, last)| Extent {
            start: first.start,
            end: last.end,
        });
        self.exact.or(chosen).unwrap_or(Extent {
            start: Place::default(),
            end: Place::default(),
        })
    }

    /// The next unit, or the one before.
    pub(crate) fn step(&mut self, forward: bool) {
        let to = if forward {
            (self.last + 1).min(self.units.len() - 1)
        } else {
            self.first.saturating_sub(1)
        };
        (self.first, self.last, self.exact) = (to, to, None);
    }

    /// One unit more at the end, or one less.
    pub(crate) fn stretch(&mut self, longer: bool) {
        self.last = if longer {
            (self.last + 1).min(self.units.len() - 1)
        } else {
            self.last.saturating_sub(1).max(self.first)
        };
        self.exact = None;
    }

    /// Takes up what is chosen by smaller units, and after the smallest by paragraphs again.
    pub(crate) fn change_unit(&mut self) {
        let unit = match self.unit {
            Unit::Paragraph => Unit::Sentence,
            Unit::Sentence => Unit::Word,
            Unit::Word => Unit::Paragraph,
        };
        let narrower = unit != Unit::Paragraph && self.exact.is_none();
        self.take_up(self.extent(), unit);
        if narrower {
            self.last = self.first;
        }
        self.exact = None;
    }

    /// Chooses just this, whatever it takes up of words.
    pub(crate) fn take(&mut self, at: Extent) {
        self.take_up(at, Unit::Word);
        self.exact = Some(at);
    }

    /// Counts in units of a kind, those chosen that a stretch touches.
    fn take_up(&mut self, at: Extent, unit: Unit) {
        self.unit = unit;
        self.units = units(&self.leaves, unit);
        let most = self.units.len().saturating_sub(1);
        self.first = self.units.partition_point(|unit| unit.end <= at.start).min(most);
        let after = self.units.partition_point(|unit| unit.start < at.end);
        self.last = after.saturating_sub(1).clamp(self.first, most);
    }

    /// What the bottom line names.
    pub(crate) fn hints(&self) -> Vec<(&'static str, &'static str)> {
        let next = match self.unit {
            Unit::Paragraph => "sentences",
            Unit::Sentence => "words",
            Unit::Word => "paragraphs",
        };
        let mut hints = if self.highlighted {
            vec![("n", "note"), ("D", "take away")]
        } else {
            vec![("enter", "highlight"), ("n", "note")]
        };
        hints.extend([("j k", "move"), ("J K", "extend"), ("tab", next), ("esc", "leave")]);
        hints
    }
}

/// The paragraphs, sentences or words of leaves, in order.
fn units(leaves: &[Leaf], unit: Unit) -> Vec<Extent> {
    let mut found = Vec::new();
    for (number, leaf) in (0..).zip(leaves).filter(|(_, leaf)| leaf.kind != LeafKind::Caption) {
        let mut at = 0;
        let pieces: Vec<&str> = match unit {
            Unit::Paragraph => vec![&leaf.text],
            Unit::Sentence => leaf.text.split_sentence_bounds().collect(),
            Unit::Word => leaf.text.split_word_bounds().collect(),
        };
        for piece in pieces {
            let (start, length) = (at, piece.trim_end().chars().count());
            at += piece.chars().count();
            if piece.chars().any(char::is_alphanumeric) {
                let place = |offset: usize| Place {
                    leaf: number,
                    offset: u32::try_from(offset).unwrap_or(u32::MAX),
                };
                found.push(Extent {
                    start: place(start),
                    end: place(start + length),
                });
            }
        }
    }
    found
}
