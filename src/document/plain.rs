//! Document → plain text, with the places of its leaves; and plain text → leaves.

use crate::document::lexicon::label_chars;
use crate::document::tree::{Block, Document, Leaf, LeafKind, count_leaves};
use crate::model::{Language, Place};

/// A document's text. Offsets count Unicode scalar values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// Blocks separated by one blank line; list items, and paragraphs of one item, on lines of their own.
    pub text: String,
    /// Where each leaf begins.
    pub starts: Vec<usize>,
    /// Where each top-level block begins and ends; rules have none.
    pub blocks: Vec<(usize, usize)>,
}

impl Plain {
    /// Where a place stands in the text.
    pub fn offset_of(&self, place: Place) -> usize {
        self.starts
            .get(place.leaf as usize)
            .map_or(0, |start| start + place.offset as usize)
    }
}

/// The document's text: captions are left out, since they belong to the pictures; their leaves stand where they would.
pub fn plain(document: &Document) -> Plain {
    plain_of(document, &document.leaves())
}

/// The same, for who has the document's leaves already.
pub fn plain_of(document: &Document, leaves: &[Leaf]) -> Plain {
    let mut writer = Writer {
        plain: Plain {
            // Two line breaks behind each at most.
            text: String::with_capacity(leaves.iter().map(|leaf| leaf.text.len() + 2).sum()),
            starts: Vec::with_capacity(leaves.len()),
            blocks: Vec::with_capacity(document.blocks.len()),
        },
        at: 0,
    };
    let mut rest = leaves;
    for block in &document.blocks {
        if matches!(block, Block::Rule) {
            continue;
        }
        let start = writer.begin_block(!matches!(block, Block::Figure { .. }));
        let (leaves, after) = rest
            .split_at_checked(count_leaves(std::slice::from_ref(block)))
            .unwrap_or((rest, &[]));
        writer.leaves(leaves);
        writer.plain.blocks.push((start, writer.at));
        rest = after;
    }
    writer.plain
}

struct Writer {
    plain: Plain,
    at: usize,
}

impl Writer {
    fn begin_block(&mut self, shown: bool) -> usize {
        if shown && self.at > 0 {
            self.push("\n\n");
        }
        self.at
    }

    fn push(&mut self, text: &str) {
        self.plain.text.push_str(text);
        self.at += text.chars().count();
    }

    fn leaves(&mut self, leaves: &[Leaf]) {
        for (count, leaf) in leaves.iter().enumerate() {
            if count > 0 && leaf.kind != LeafKind::Caption {
                self.push("\n");
            }
            self.plain.starts.push(self.at);
            if leaf.kind != LeafKind::Caption {
                self.push(&leaf.text);
            }
        }
    }
}

/// A bare text as leaves: each line that is not blank is one, with the offset of its first character.
pub fn passages(text: &str, language: Language) -> (Vec<Leaf>, Vec<usize>) {
    let mut leaves = Vec::new();
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        if !words.trim().is_empty() {
            let kind = if words.trim_start().starts_with(['•', '*', '·', '–']) {
                LeafKind::Item
            } else {
                LeafKind::Paragraph
            };
            leaves.push(Leaf {
                kind,
                label: label_chars(words, language),
                text: words.to_owned(),
                links: Vec::new(),
            });
            starts.push(at);
        }
        at += line.chars().count();
    }
    (leaves, starts)
}

#[cfg(test)]
mod tests {
    use super::{passages, plain};
    use crate::document::{Context, from_html};
    use crate::model::{Language, Place};

    #[test]
    fn leaves_stand_where_they_say() {
        let document = from_html(
            "<p>Ä one</p><ul><li>two</li><li>three</li></ul><p>four</p>",
            &Context::default(),
        );
        let plain = plain(&document);
        assert_eq!(plain.text, "Ä one\n\ntwo\nthree\n\nfour");
        for (at, leaf) in document.leaves().iter().enumerate() {
            let start = plain.offset_of(Place {
                leaf: at as u32,
                offset: 0,
            });
            let there: String = plain.text.chars().skip(start).take(leaf.text.chars().count()).collect();
            assert_eq!(there, leaf.text);
        }
    }

    #[test]
    fn bare_text_has_leaves_too() {
        let (leaves, starts) = passages("Ä\n\nSource: Orion and OTV\n  • item", Language::ENGLISH);
        assert_eq!(starts, [0, 3, 25]);
        assert_eq!(leaves[1].label, 7);
    }
}
