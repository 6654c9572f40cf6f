//! The box of a page that holds most of its article.

use std::collections::{HashMap, HashSet};

use crate::document::html::Reading;
use crate::document::line::{Line, common_marks};
use crate::document::marks::Marks;

/// Words shown that are an article by themselves, whatever else is hidden.
const SHOWN_WORDS: usize = 200;

/// The box that holds most of what was kept.
pub(crate) struct Main {
    /// Kept words in each box and all in it.
    pub(crate) mass: HashMap<u32, usize>,
    /// Kept words of paragraphs right in each box.
    pub(crate) own: HashMap<u32, usize>,
    frames: HashSet<u32>,
    /// Marks that lie on all of it and so say nothing.
    pub(crate) marks: Marks,
    pub(crate) first: usize,
    pub(crate) last: usize,
}

impl Main {
    pub(crate) fn of(lines: &[Line], reading: &Reading) -> Self {
        let mut mass: HashMap<u32, usize> = HashMap::new();
        let mut own: HashMap<u32, usize> = HashMap::new();
        let mut total = 0;
        for line in lines.iter().filter(|line| line.keep) {
            total += line.words.len();
            if line.is_paragraph() {
                *own.entry(line.inside).or_default() += line.words.len();
            }
            for frame in reading.around(line.inside) {
                *mass.entry(frame).or_default() += line.words.len();
            }
        }
        let depth = |frame: u32| reading.frames.get(frame as usize).map_or(0, |found| found.depth);
        let heavy = mass
            .iter()
            .filter(|(_, words)| **words * 10 >= total * 8)
            .map(|(frame, _)| *frame);
        let top = heavy.max_by_key(|frame| depth(*frame)).unwrap_or(0);
        let frames = lines.iter().flat_map(|line| {
            let mut around: Vec<_> = reading.around(line.inside).collect();
            let within = around.contains(&top);
            around.retain(|frame| depth(*frame) >= depth(top));
            if within { around } else { Vec::new() }
        });
        let frames = frames.collect();
        let heaviest = lines.iter().filter(|line| line.keep && line.is_paragraph());
        // What lies on most of the text lies on the article; but a hidden copy beside what is shown is none.
        let marks = common_marks(heaviest);
        let shown = lines.iter().filter(|line| line.keep && !line.marks.any(Marks::HIDDEN));
        let shown: usize = shown.map(|line| line.words.len()).sum();
        let marks = if shown >= SHOWN_WORDS {
            marks.without(Marks::HIDDEN)
        } else {
            marks
        };
        let kept = |line: &Line| line.keep && line.words.len() > 3;
        Self {
            mass,
            own,
            frames,
            marks,
            first: lines.iter().position(kept).unwrap_or(0),
            last: lines.iter().rposition(kept).unwrap_or(0),
        }
    }

    pub(crate) fn holds(&self, line: &Line) -> bool {
        self.frames.contains(&line.inside)
    }
}
