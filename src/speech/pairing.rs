//! Which marks of a paragraph belong together, and what becomes of those that are left open.

use crate::speech::shapes::{Mark, Open, Shape, Span, is_single, pairs};

/// Deeper nesting is a slip.
const MAX_DEPTH: usize = 6;

/// The marks of a paragraph, being paired.
pub(super) struct Pairing<'a> {
    text: &'a str,
    marks: &'a [Mark],
    stack: Vec<Mark>,
    found: Vec<Span>,
}

impl<'a> Pairing<'a> {
    pub(super) fn of(text: &'a str, marks: &'a [Mark]) -> Self {
        Self {
            text,
            marks,
            stack: Vec::new(),
            found: Vec::new(),
        }
    }

    pub(super) fn run(&mut self, before: Open) {
        for (at, mark) in self.marks.iter().enumerate() {
            let partner = self.stack.iter().rposition(|open| pairs(open.shape, mark.shape));
            let can_open = mark.opens && self.may_open(at, mark);
            // What can do both closes what is open, unless it stands like an opener: after a blank, before a word.
            let prefers_opening = can_open && (!mark.closes || partner.is_none());
            match partner {
                Some(partner)
                    if mark.closes
                        && !prefers_opening
                        && !(is_single(mark.shape) && self.is_possessive(mark) && self.closes_later(at, mark)) =>
                {
                    self.close(partner, mark);
                }
                _ if can_open && self.stack.len() < MAX_DEPTH => {
                    self.stack.push(*mark);
                }
                Some(partner) if !is_single(mark.shape) && self.closes_badly(mark) => self.close(partner, mark),
                None if mark.closes && self.found.is_empty() && self.stack.is_empty() => {
                    self.close_former(mark, before);
                }
                _ => {}
            }
        }
    }

    /// A closing mark with a blank before it, or a letter after it, is a slip that still closes.
    fn closes_badly(&self, mark: &Mark) -> bool {
        let after = self.text.get(mark.end()..).and_then(|rest| rest.chars().next());
        after.is_none_or(|sign| !sign.is_alphanumeric()) || mark.shape == Shape::High99
    }

    /// Words that began in the paragraph before end here.
    fn close_former(&mut self, mark: &Mark, before: Open) {
        if before.0 == Some(is_single(mark.shape)) {
            self.found.push(Span {
                start: 0,
                end: mark.end(),
                opening: 0,
                closing: mark.bytes,
                single: is_single(mark.shape),
            });
        }
    }

    fn close(&mut self, partner: usize, mark: &Mark) {
        let open = self.stack[partner];
        self.stack.truncate(partner);
        self.found.push(Span {
            start: open.at,
            end: mark.end(),
            opening: open.bytes,
            closing: mark.bytes,
            single: is_single(open.shape),
        });
    }

    /// A single mark opens only where another one can close it: else it is an apostrophe.
    fn may_open(&self, at: usize, mark: &Mark) -> bool {
        /// How far to look, in marks.
        const AHEAD: usize = 40;
        if !matches!(mark.shape, Shape::Tick | Shape::Grave | Shape::Single6 | Shape::Single9) {
            return true;
        }
        let limit = self.stack.iter().rev().find(|open| !is_single(open.shape));
        for later in self.marks.iter().skip(at + 1).take(AHEAD) {
            if limit.is_some_and(|open| later.closes && pairs(open.shape, later.shape)) {
                return false;
            }
            if later.closes && pairs(mark.shape, later.shape) && !self.is_possessive(later) {
                return true;
            }
        }
        // ‘ at the head of a paragraph has no other meaning.
        mark.shape == Shape::Single6 && self.text.get(..mark.at).is_some_and(|head| head.trim().is_empty())
    }

    /// Whether a mark further on closes the same words, before others begin.
    fn closes_later(&self, at: usize, mark: &Mark) -> bool {
        /// How far to look, in marks.
        const AHEAD: usize = 12;
        let ahead = self.marks.iter().skip(at + 1).take(AHEAD);
        for later in ahead.filter(|later| is_single(later.shape)) {
            if later.opens && !later.closes {
                return false;
            }
            if later.closes && !self.is_possessive(later) && later.shape == mark.shape {
                return true;
            }
        }
        false
    }

    /// The workers' fault: an s before, a word after.
    fn is_possessive(&self, mark: &Mark) -> bool {
        let head = self.text.get(..mark.at).unwrap_or_default();
        let mut after = self.text.get(mark.end()..).unwrap_or_default().chars();
        head.ends_with('s') && after.next() == Some(' ') && after.next().is_some_and(char::is_alphabetic)
    }

    /// The spans, with what was left open: up to the end of the paragraph, or of the sentence before the next mark.
    pub(super) fn finish(mut self) -> (Vec<Span>, Open) {
        let mut left = Open::default();
        let closed = std::mem::take(&mut self.found);
        let stack = std::mem::take(&mut self.stack);
        let mut found = Vec::new();
        for (depth, open) in stack.iter().enumerate() {
            if is_single(open.shape) && open.shape != Shape::Single6 {
                continue;
            }
            let next = stack
                .get(depth + 1..)
                .into_iter()
                .flatten()
                .filter(|later| !is_single(later.shape) || is_single(open.shape))
                .map(|later| later.at)
                .chain(
                    closed
                        .iter()
                        .filter(|span| span.start > open.at && (!span.single || is_single(open.shape)))
                        .map(|span| span.start),
                )
                .min();
            let end = match next {
                Some(next) => self.sentence_end(open.end(), next),
                None => {
                    left = Open(Some(is_single(open.shape)));
                    Some(self.text.trim_end().len())
                }
            };
            if let Some(end) = end.filter(|end| *end > open.end()) {
                found.push(Span {
                    start: open.at,
                    end,
                    opening: open.bytes,
                    closing: 0,
                    single: is_single(open.shape),
                });
            }
        }
        found.extend(closed);
        (found, left)
    }

    /// The end of the last sentence that ends between two places.
    fn sentence_end(&self, from: usize, to: usize) -> Option<usize> {
        let words = self.text.get(from..to)?;
        words.rfind(['.', '!', '?', '…']).map(|at| {
            from + at
                + words
                    .get(at..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(1, char::len_utf8)
        })
    }
}
