//! A leaf of a page with what is known about it, and the boxes around it: what the choice of the article's leaves looks at.

use crate::document::html::{Origin, Reading};
use crate::document::known::words_of;
use crate::document::marks::Marks;
use crate::document::tree::{Leaf, LeafKind};

/// Words of a paragraph that is one without any doubt.
pub(crate) const PARAGRAPH_WORDS: usize = 12;
/// The share of links in a line that is nothing but one.
pub(crate) const HEADLINE: f32 = 0.85;

/// Marks of what stands beside an article's text.
pub(crate) const BESIDE: Marks = Marks::BAD
    .and(Marks::META)
    .and(Marks::CAPTION)
    .and(Marks::HIDDEN)
    .and(Marks::ASIDE)
    .and(Marks::FOOTER);

/// A leaf with what is known about it.
pub(crate) struct Line {
    pub(crate) kind: LeafKind,
    pub(crate) words: Vec<u64>,
    pub(crate) marks: Marks,
    /// The innermost box that holds blocks.
    pub(crate) inside: u32,
    pub(crate) linked: f32,
    pub(crate) ends_sentence: bool,
    /// "The Post reported:" over what it reported.
    pub(crate) introduces: bool,
    pub(crate) keep: bool,
    pub(crate) declared: bool,
    /// In a section that is shown when it is asked for.
    pub(crate) folded: bool,
}

impl Line {
    pub(crate) fn of(leaf: &Leaf, origin: Origin, reading: &Reading) -> Self {
        let chars = leaf.text.chars().filter(|sign| !sign.is_whitespace()).count().max(1);
        let linked: usize = leaf.links.iter().map(|(range, _)| range.len()).sum();
        Self {
            kind: leaf.kind,
            words: words_of(&leaf.text),
            marks: origin.marks,
            inside: reading.box_of(origin.inside),
            linked: linked as f32 / chars as f32,
            ends_sentence: leaf
                .text
                .trim_end()
                .ends_with(['.', '!', '?', '。', '！', '？', '"', '”', '»', '…', ':', '“', '।', '؟']),
            introduces: leaf.text.trim_end().ends_with([':', '：']),
            keep: false,
            declared: false,
            folded: false,
        }
    }

    pub(crate) fn is_text(&self) -> bool {
        self.kind != LeafKind::Caption
    }

    pub(crate) fn is_paragraph(&self) -> bool {
        self.words.len() >= PARAGRAPH_WORDS && self.linked < 0.4 && self.is_text()
    }
}

impl Reading {
    /// The innermost box around a frame that is more than one line of text.
    pub(crate) fn box_of(&self, frame: u32) -> u32 {
        let mut at = frame;
        while let Some(found) = self
            .frames
            .get(at as usize)
            .filter(|found| found.line && found.parent != at)
        {
            at = found.parent;
        }
        at
    }

    /// The frames around one, itself first.
    pub(crate) fn around(&self, frame: u32) -> impl Iterator<Item = u32> {
        let parent = |at: &u32| {
            self.frames
                .get(*at as usize)
                .map(|found| found.parent)
                .filter(|parent| parent != at)
        };
        std::iter::successors(Some(frame), parent)
    }
}

/// The marks that lie on most of some lines' words.
pub(crate) fn common_marks<'a>(lines: impl Iterator<Item = &'a Line>) -> Marks {
    let mut words = 0;
    let mut weights = [0_usize; 32];
    for line in lines {
        words += line.words.len();
        for (bit, weight) in weights.iter_mut().enumerate() {
            if line.marks.has(bit) {
                *weight += line.words.len();
            }
        }
    }
    let common = weights.iter().enumerate().filter(|(_, weight)| **weight * 2 > words);
    Marks::of_bits(common.map(|(bit, _)| bit))
}
