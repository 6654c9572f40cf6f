//! What `tab` puts into the line that is being typed.

use crate::query::last_term;

/// Texts that `tab` leads through.
#[derive(Clone, Debug)]
pub struct Completion {
    /// What may stand before the cursor, best first; never empty.
    candidates: Vec<String>,
    chosen: usize,
    /// What stands behind the cursor.
    tail: String,
    /// Whether a candidate stands for the whole line, rather than for its last term.
    whole: bool,
}

impl Completion {
    /// The candidates from the chosen one on, each without the terms that all of them begin with; the chosen one is first.
    pub fn ahead(&self) -> impl Iterator<Item = &str> {
        let (before, from) = self.candidates.split_at(self.chosen);
        from.iter().chain(before).map(|text| {
            let from = if self.whole { 0 } else { last_term(text) };
            text.get(from..).unwrap_or(text)
        })
    }

    /// Those that are not what stands there already, if any.
    pub(crate) fn of(mut candidates: Vec<String>, head: &str, tail: String, whole: bool) -> Option<Self> {
        candidates.retain(|text| *text != head);
        (!candidates.is_empty()).then_some(Self {
            candidates,
            chosen: 0,
            tail,
            whole,
        })
    }

    /// The next candidate (`back`: the one before).
    pub(crate) fn turned(self, back: bool) -> Self {
        let many = self.candidates.len();
        let chosen = (self.chosen + if back { many - 1 } else { 1 }) % many;
        Self { chosen, ..self }
    }

    /// What stands in the line then before the cursor, and behind it.
    pub(crate) fn line(&self) -> (&str, &str) {
        let head = self.candidates.get(self.chosen);
        (head.map_or("", String::as_str), &self.tail)
    }

    /// Whether there is nothing to choose from: the next tab goes on behind it.
    pub(crate) fn is_single(&self) -> bool {
        self.candidates.len() == 1
    }
}
