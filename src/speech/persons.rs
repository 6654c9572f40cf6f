//! Who bears which name in an article, and how often they are named and speak: whoever an article is about is quoted in it, too.
//!
//! Door: [`Persons::of`]. Names are told apart by their last word alone.

use rustc_hash::FxHashMap;

use crate::speech::mentions::{At, Mention};
use crate::speech::tokens::{Paragraph, possessor};

/// The names of an article, each with a number.
pub(super) struct Persons {
    /// The number of each mention's name, by paragraph.
    named: Vec<Vec<Option<u32>>>,
    /// How often each is named, and is the subject of a cue.
    counts: Vec<(u32, u32)>,
}

impl Persons {
    pub(super) fn of<'a>(paragraphs: impl ExactSizeIterator<Item = (&'a Paragraph<'a>, &'a [Mention])>) -> Self {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let mut counts: Vec<(u32, u32)> = Vec::new();
        let mut named = Vec::with_capacity(paragraphs.len());
        for (paragraph, mentions) in paragraphs {
            let numbered = mentions.iter().map(|mention| {
                mention.name?;
                let word = bare(paragraph, mention.head);
                let next = u32::try_from(counts.len()).ok()?;
                let number = *numbers.entry(word).or_insert(next);
                if number == next {
                    counts.push((0, 0));
                }
                let count = &mut counts[number as usize];
                count.0 += 1;
                count.1 += u32::from(mention.speaks);
                Some(number)
            });
            named.push(numbered.collect());
        }
        Self { named, counts }
    }

    /// The number of a mention's name.
    pub(super) fn number(&self, at: At) -> Option<u32> {
        self.named.get(at.0)?.get(at.1).copied().flatten()
    }

    /// How often somebody is named, and speaks.
    pub(super) fn counts(&self, number: u32) -> (u32, u32) {
        self.counts.get(number as usize).copied().unwrap_or_default()
    }
}

/// A token's word without 's.
pub(super) fn bare<'a>(paragraph: &Paragraph<'a>, token: usize) -> &'a str {
    let token = &paragraph.tokens[token];
    let word = paragraph.slice(token.start, token.end);
    possessor(word).filter(|_| token.possessive).unwrap_or(word)
}
