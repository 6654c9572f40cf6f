//! What every character of an article is: the outlet's own faces and links below, what was found in the text over them.

use std::cmp::Reverse;

use crate::document::{Extent, Face, Leaf, LeafKind, Text};
use crate::model::Role;
use crate::speech::{Quote, QuoteKind, Speech};
use crate::typeset::hues::speaker_roles;
use crate::typeset::page::{Marked, Measure, Target};
use crate::typeset::wrap::Look;

/// A paragraph is a quote's own when this share of it is quoted, in percent.
const OWN_PERCENT: usize = 80;

/// A stretch of a leaf that looks alike.
#[derive(Clone, Copy, Debug)]
struct Stroke {
    start: usize,
    end: usize,
    look: Look,
}

/// A leaf with what was found in it.
#[derive(Clone, Debug, Default)]
struct Found {
    strokes: Vec<Stroke>,
    /// Quotes of which this is the last leaf and whose speaker the text leaves unclear.
    unclear: Vec<u32>,
    /// Stretches of direct speech, and whose.
    quoted: Vec<Stroke>,
    /// Stretches that the reader marked.
    marked: Vec<Stroke>,
}

/// What was found in an article, by leaf.
#[derive(Debug)]
pub(crate) struct Paint {
    leaves: Vec<Found>,
    bars: Vec<Option<Look>>,
    /// Those of speakers.
    roles: Vec<Role>,
}

impl Paint {
    /// Sorts what was found by leaf.
    pub(crate) fn mix(leaves: &[Leaf], speech: &Speech, marks: &[Marked], measure: &Measure) -> Self {
        let mut paint = Self {
            leaves: vec![Found::default(); leaves.len()],
            bars: Vec::new(),
            roles: speaker_roles(speech),
        };
        for (index, quote) in (0..).zip(&speech.quotes) {
            if shown(quote, measure) {
                paint.quote(index, quote, speech);
            }
        }
        for (index, source) in (0..).zip(&speech.sources) {
            paint.stroke(source.at, (Role::Source, Some(Target::Source(index))));
        }
        for (index, mark) in (0..).zip(marks) {
            let look = (mark.role, Some(Target::Marked(index)));
            for (leaf, start, end) in parts(mark.at, leaves.len()) {
                paint.leaves[leaf].marked.push(Stroke { start, end, look });
            }
        }
        paint.bars = leaves
            .iter()
            .zip(&paint.leaves)
            .map(|(leaf, found)| bar(leaf, found))
            .collect();
        paint
    }

    fn quote(&mut self, index: u32, quote: &Quote, speech: &Speech) {
        let look = (self.role_of(quote), Some(Target::Quote(index)));
        if quote.kind != QuoteKind::Indirect {
            for (leaf, start, end) in parts(quote.at, self.leaves.len()) {
                self.leaves[leaf].quoted.push(Stroke { start, end, look });
            }
        }
        self.stroke(quote.at, look);
        if let Some(cue) = quote.cue {
            self.stroke(cue, (Role::Cue, Some(Target::Quote(index))));
        }
        if unclear(quote, speech)
            && let Some((last, ..)) = parts(quote.at, self.leaves.len()).last()
        {
            self.leaves[last].unclear.push(index);
        }
    }

    /// What a quote is drawn as.
    pub(crate) fn role_of(&self, quote: &Quote) -> Role {
        match (quote.kind, quote.speaker) {
            (QuoteKind::Indirect, _) => Role::Indirect,
            (_, Some(speaker)) => self.roles.get(speaker).copied().unwrap_or(Role::Quote),
            (_, None) => Role::Quote,
        }
    }

    fn stroke(&mut self, at: Extent, look: Look) {
        for (leaf, start, end) in parts(at, self.leaves.len()) {
            self.leaves[leaf].strokes.push(Stroke { start, end, look });
        }
    }

    /// What each character of a leaf's text is. `base` is what the leaf itself is.
    pub(crate) fn looks(&self, leaf: usize, text: &Text, label: usize, base: Role) -> Vec<Look> {
        let mut looks: Vec<Look> = Vec::with_capacity(text.iter().map(|span| span.text.len()).sum());
        let mut strokes = self
            .leaves
            .get(leaf)
            .map_or_else(Vec::new, |found| found.strokes.clone());
        for span in text {
            let role = match span.face {
                Face::Code => Role::Code,
                Face::Strong if base == Role::Body => Role::Strong,
                Face::Emphasis if base == Role::Body => Role::Emphasis,
                Face::Struck => Role::Struck,
                _ => base,
            };
            let start = looks.len();
            looks.extend(span.text.chars().map(|_| (role, None)));
            if let Some(link) = span.link {
                // Blanks at its ends are not underlined.
                let leading = span.text.chars().take_while(|sign| sign.is_whitespace()).count();
                let end = start + span.text.trim_end().chars().count();
                let look = (Role::Link, Some(Target::Link(link.0)));
                strokes.push(Stroke {
                    start: start + leading,
                    end,
                    look,
                });
            }
        }
        for look in looks.iter_mut().take(label) {
            look.0 = Role::Label;
        }
        // Longest first, so that the innermost is on top.
        strokes.sort_by_key(|stroke| Reverse(stroke.end.saturating_sub(stroke.start)));
        for stroke in strokes {
            let end = stroke.end.min(looks.len());
            if let Some(stretch) = looks.get_mut(stroke.start..end) {
                stretch.fill(stroke.look);
            }
        }
        for stroke in self.leaves.get(leaf).iter().flat_map(|found| &found.marked) {
            let end = stroke.end.min(looks.len());
            for look in looks.get_mut(stroke.start..end).into_iter().flatten() {
                *look = (stroke.look.0, look.1.or(stroke.look.1));
            }
        }
        looks
    }

    /// What is marked between two characters of a leaf.
    pub(crate) fn marked(&self, leaf: usize, start: u32, end: u32) -> Option<Look> {
        let (start, end) = (start as usize, end as usize);
        let found = &self.leaves.get(leaf)?.marked;
        let within = found
            .iter()
            .rev()
            .find(|stroke| stroke.start < end && stroke.end > start);
        within.map(|stroke| stroke.look)
    }

    /// The bar at the margin of a leaf that is a quote's own.
    pub(crate) fn bar(&self, leaf: usize) -> Option<Look> {
        self.bars.get(leaf).copied().flatten()
    }

    /// Quotes that end with a leaf, and whose speaker's name has to be put behind them.
    pub(crate) fn unclear(&self, leaf: usize) -> &[u32] {
        self.leaves.get(leaf).map_or(&[], |found| &found.unclear)
    }
}

/// Whether a quote is shown at all.
pub(crate) fn shown(quote: &Quote, measure: &Measure) -> bool {
    quote.kind != QuoteKind::Indirect || measure.indirect
}

/// Whether the paragraphs of a quote do not say whose it is.
fn unclear(quote: &Quote, speech: &Speech) -> bool {
    let whole = matches!(quote.kind, QuoteKind::Direct | QuoteKind::Block);
    let Some(speaker) = quote
        .speaker
        .and_then(|index| speech.speakers.get(index))
        .filter(|_| whole)
    else {
        return false;
    };
    let here = |mention: &Extent| (quote.at.start.leaf..=quote.at.end.leaf).contains(&mention.start.leaf);
    !quote.mention.iter().chain(&speaker.mentions).any(here)
}

/// An extent leaf by leaf: which, from which character, up to which.
fn parts(at: Extent, leaves: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    let (first, last) = (at.start.leaf as usize, at.end.leaf as usize);
    (first..leaves.min(last + 1)).filter_map(move |leaf| {
        let start = if leaf == first { at.start.offset as usize } else { 0 };
        let end = if leaf == last {
            at.end.offset as usize
        } else {
            usize::MAX
        };
        (start < end).then_some((leaf, start, end))
    })
}

fn bar(leaf: &Leaf, found: &Found) -> Option<Look> {
    if !matches!(leaf.kind, LeafKind::Paragraph | LeafKind::Item | LeafKind::Quoted) {
        return None;
    }
    let first = found.quoted.first()?;
    let length = leaf.text.chars().count();
    let (mut covered, mut reached) = (0, 0);
    for stroke in &found.quoted {
        let end = stroke.end.min(length);
        covered += end.saturating_sub(stroke.start.max(reached));
        reached = reached.max(end);
    }
    let text = length.saturating_sub(leaf.label);
    (covered * 100 >= text * OWN_PERCENT).then_some(first.look)
}
