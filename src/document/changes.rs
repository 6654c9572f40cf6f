//! What an outlet changed in an article: its versions as one document, what went struck out, what came set strong.

use std::collections::HashSet;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::document::html::plain_span;
use crate::document::tree::{Block, Document, Face, Span, Text};
use crate::model::Clean;

/// Unchanged words that are shown on either side of a change.
const AROUND: usize = 8;
/// Steps that comparing two versions may take; they grow with the square of what differs.
const MAX_STEPS: usize = 20_000_000;

/// An article as it read at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What stands over its part of the document: when it was replaced.
    pub heading: Clean,
    /// Its title.
    pub title: Clean,
    /// Its plain text.
    pub text: String,
}

/// What changed from version to version, the latest change first. `versions` go from the newest, which is what stands
/// now, to the oldest; each change stands under its older version's heading.
pub fn changes(versions: &[Version]) -> Document {
    let mut document = Document::default();
    for pair in versions.windows(2) {
        let [newer, older] = pair else { continue };
        document.blocks.push(Block::Heading {
            level: 2,
            text: vec![plain_span(older.heading.clone())],
        });
        let before = document.blocks.len();
        let mut room = Room(MAX_STEPS);
        if older.title != newer.title {
            document
                .blocks
                .push(paragraph(words(&older.title, &newer.title, &mut room)));
        }
        document.blocks.extend(paragraphs(&older.text, &newer.text, &mut room));
        if document.blocks.len() == before {
            let nothing = Clean::line("Nothing that can be read changed.");
            document.blocks.push(paragraph(vec![plain_span(nothing)]));
        }
    }
    document
}

fn paragraph(text: Text) -> Block {
    Block::Paragraph { label: 0, text }
}

/// Steps that are left.
struct Room(usize);

impl Room {
    /// Whether there is room to compare so much with so much; takes it.
    fn takes(&mut self, older: usize, newer: usize) -> bool {
        let left = self.0.checked_sub(older.saturating_mul(newer));
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// The paragraphs that differ; where there is no room to compare them in their order, those that one version alone has.
fn paragraphs(older: &str, newer: &str, room: &mut Room) -> Vec<Block> {
    let lines = |text| {
        str::lines(text)
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect()
    };
    let (mut older, mut newer): (Vec<&str>, Vec<&str>) = (lines(older), lines(newer));
    if !room.takes(older.len(), newer.len()) {
        let before: HashSet<_> = older.iter().copied().collect();
        let now: HashSet<_> = newer.iter().copied().collect();
        older.retain(|line| !now.contains(line));
        newer.retain(|line| !before.contains(line));
        return replaced(&older, &newer, room);
    }
    let ops = capture_diff_slices(Algorithm::Myers, &older, &newer);
    let changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let block = |op: &DiffOp| {
        let went = older.get(op.old_range()).unwrap_or_default();
        let came = newer.get(op.new_range()).unwrap_or_default();
        replaced(went, came, room)
    };
    changed.flat_map(block).collect()
}

/// Paragraphs that went and those that came in their place.
fn replaced(went: &[&str], came: &[&str], room: &mut Room) -> Vec<Block> {
    let pair = |at: usize| {
        let (went, came) = (went.get(at).unwrap_or(&""), came.get(at).unwrap_or(&""));
        paragraph(words(went, came, room))
    };
    (0..went.len().max(came.len())).map(pair).collect()
}

/// One passage with what went and what came, and a few words around; whole, before and after, where there is no room to compare.
fn words(older: &str, newer: &str, room: &mut Room) -> Text {
    let split = |text| str::split_whitespace(text).collect();
    let (older, newer): (Vec<&str>, Vec<&str>) = (split(older), split(newer));
    let mut writer = Writer::default();
    if !room.takes(older.len(), newer.len()) {
        writer.write(&older.join(" "), Face::Struck);
        writer.write(&newer.join(" "), Face::Strong);
        return writer.text;
    }
    let ops = capture_diff_slices(Algorithm::Myers, &older, &newer);
    for (at, op) in ops.iter().enumerate() {
        let went = older.get(op.old_range()).unwrap_or_default();
        let came = newer.get(op.new_range()).unwrap_or_default();
        if matches!(op, DiffOp::Equal { .. }) {
            writer.write(&shortened(came, at == 0, at + 1 == ops.len()), Face::Plain);
        } else {
            writer.write(&went.join(" "), Face::Struck);
            writer.write(&came.join(" "), Face::Strong);
        }
    }
    writer.text
}

/// Words that stayed, but for those far from any change.
fn shortened(words: &[&str], first: bool, last: bool) -> String {
    let head = if first { 0 } else { AROUND };
    let tail = if last { 0 } else { AROUND };
    // A gap is worth its sign only where it leaves out more than that.
    if words.len() <= head + tail + 2 {
        return words.join(" ");
    }
    let (start, rest) = words.split_at(head);
    let (_, end) = rest.split_at(rest.len() - tail);
    let (head, tail) = (start.join(" "), end.join(" "));
    [head.as_str(), "…", tail.as_str()].join(" ").trim().to_owned()
}

/// Spans with a blank between them.
#[derive(Default)]
struct Writer {
    text: Text,
}

impl Writer {
    fn write(&mut self, words: &str, face: Face) {
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(plain_span(Clean::text(" ")));
        }
        self.text.push(Span {
            text: Clean::text(words),
            face,
            link: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Version, changes};
    use crate::document::tree::{Block, Face};
    use crate::model::Clean;

    /// The changes as text: `-gone-`, `+come+`, a heading with `#`.
    fn told(versions: &[(&str, &str)]) -> String {
        let versions: Vec<_> = versions
            .iter()
            .map(|(title, text)| Version {
                heading: Clean::line("Until noon"),
                title: Clean::line(title),
                text: (*text).to_owned(),
            })
            .collect();
        let mut told = Vec::new();
        for block in changes(&versions).blocks {
            let (mark, text) = match block {
                Block::Heading { text, .. } => ("# ", text),
                Block::Paragraph { text, .. } => ("", text),
                other => panic!("{other:?}"),
            };
            let spans = text.iter().map(|span| match span.face {
                Face::Struck => format!("-{}-", &*span.text),
                Face::Strong => format!("+{}+", &*span.text),
                _ => span.text.to_string(),
            });
            told.push(format!("{mark}{}", spans.collect::<String>()));
        }
        told.join("\n")
    }

    #[test]
    fn shows_words_that_went_and_came() {
        let found = told(&[
            ("Ferry talks end", "Nine people were hurt.\n\nThe port is shut."),
            ("Ferry talks stall", "Seven people were hurt.\n\nThe port is shut."),
        ]);
        assert_eq!(
            found,
            "# Until noon\nFerry talks -stall- +end+\n-Seven- +Nine+ people were hurt."
        );
    }

    #[test]
    fn shows_paragraphs_that_went_or_came_and_every_version() {
        let found = told(&[("T", "One.\nTwo.\nThree."), ("T", "One.\nThree."), ("T", "One.")]);
        assert_eq!(found, "# Until noon\n+Two.+\n# Until noon\n+Three.+");
        let same = told(&[("T", "One."), ("T", "One. ")]);
        assert_eq!(same, "# Until noon\nNothing that can be read changed.");
    }

    #[test]
    fn leaves_out_what_is_far_from_any_change() {
        let long = (1..=40).map(|word| word.to_string()).collect::<Vec<_>>().join(" ");
        let found = told(&[("T", &format!("{long} end")), ("T", &format!("{long} stop"))]);
        assert_eq!(found, "# Until noon\n… 33 34 35 36 37 38 39 40 -stop- +end+");
        let huge = "word ".repeat(10_000);
        assert!(told(&[("T", &format!("{huge}a")), ("T", &format!("b {huge}"))]).len() > 90_000);
    }

    #[test]
    fn texts_without_end_are_compared_within_bounds() {
        let lines = |from: usize, to: usize| (from..to).map(|line| format!("Line {line}.\n")).collect::<String>();
        let found = told(&[
            ("T", &format!("New.\n{}Line 0.", lines(1, 5_000))),
            ("T", &lines(0, 5_001)),
        ]);
        assert_eq!(
            found, "# Until noon\n-Line 5000.- +New.+",
            "what only moved did not change"
        );
        let found = told(&[("T", &lines(0, 20_000)), ("T", &lines(20_000, 40_000))]);
        assert_eq!(found.lines().count(), 20_001);
        let passages = |words: &str| format!("{}\n", words.repeat(1_000)).repeat(20);
        let found = told(&[("T", &passages("one two ")), ("T", &passages("one three "))]);
        let (compared, whole) = (
            found.matches("-three- +two+").count(),
            found.matches("-one three").count(),
        );
        assert_eq!(
            (compared, whole),
            (4_000, 16),
            "the first passages word by word, the others whole"
        );
    }
}
