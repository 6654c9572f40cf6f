//! The shape of a cleaned article.

use std::ops::Range;

use crate::document::words::count_words;
use crate::model::{Clean, Place};

/// A cleaned article. Derived from HTML; never stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// In reading order.
    pub blocks: Vec<Block>,
    /// What spans and figures point to.
    pub links: Vec<Link>,
}

/// A piece of a document. A *leaf* is one that holds text itself: heading, paragraph, code, table, figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading within the article; `level` 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        text: Text,
    },
    /// A paragraph. Its first `label` characters are a label with its colon ("Source:"); 0 where it has none.
    Paragraph {
        /// Characters of the label, colon included.
        label: usize,
        /// Its words, the label's included.
        text: Text,
    },
    /// Words that the outlet set apart as somebody's.
    BlockQuote(Vec<Self>),
    /// A list, numbered from `start` where it is ordered.
    List {
        /// The first number of an ordered list.
        start: Option<u32>,
        /// Each item's blocks.
        items: Vec<Vec<Self>>,
    },
    /// Fixed text.
    Code {
        /// The language, where it is named.
        language: Option<Clean>,
        /// The text with its line breaks.
        text: Clean,
    },
    /// A table, its first row the head where `head` is set.
    Table {
        /// Whether the first row names the columns.
        head: bool,
        /// At most 2,000 cells in all.
        rows: Vec<Vec<Text>>,
    },
    /// A picture, video or embedded post.
    Figure {
        /// Where it is.
        image: LinkId,
        /// Whether it is another site's player or post, not a picture.
        embed: bool,
        /// What it shows, credits included; alt text where there is no caption.
        caption: Text,
    },
    /// A line between parts.
    Rule,
}

/// Words with their looks.
pub type Text = Vec<Span>;

/// A run of words that look alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The words. Blanks at its ends count.
    pub text: Clean,
    /// How they look.
    pub face: Face,
    /// Where they lead.
    pub link: Option<LinkId>,
}

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Face {
    /// As everything else.
    #[default]
    Plain,
    /// Stressed: `b`, `strong`.
    Strong,
    /// Set off: `i`, `em`, `cite`.
    Emphasis,
    /// Fixed: `code`, `kbd`, `samp`, `tt`.
    Code,
    /// Taken back: `s`, `del`.
    Struck,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Absolute, http or https, as parsed and printed by `url`, without tracking parameters.
    pub url: String,
}

/// A link's index in [`Document::links`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// A stretch of text from a place up to, not including, another; may reach over several leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extent {
    /// Its first character.
    pub start: Place,
    /// The one after its last.
    pub end: Place,
}

/// A leaf as finders see it: words without looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// What it is.
    pub kind: LeafKind,
    /// Characters of its label, colon included.
    pub label: usize,
    /// Its words. A table's cells are parted by tabs, its rows by line breaks.
    pub text: String,
    /// Which characters are links.
    pub links: Vec<(Range<usize>, LinkId)>,
}

/// What a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeafKind {
    /// A heading.
    Heading,
    /// A paragraph of the article itself.
    Paragraph,
    /// A paragraph of a list item.
    Item,
    /// A paragraph of a block quote.
    Quoted,
    /// Code.
    Code,
    /// A table.
    Table,
    /// A figure's caption.
    Caption,
}

impl Document {
    /// One paragraph without looks or links; tags in it are left out.
    pub(crate) fn of_text(markup: &str) -> Self {
        let pieces = markup
            .split('<')
            .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        let text = Clean::line(&pieces.collect::<Vec<_>>().join(" "));
        let span = Span {
            text,
            face: Face::Plain,
            link: None,
        };
        Self {
            blocks: vec![Block::Paragraph {
                label: 0,
                text: vec![span],
            }],
            links: Vec::new(),
        }
    }

    /// Its leaves in reading order. Places count in them.
    pub fn leaves(&self) -> Vec<Leaf> {
        leaves_of(&self.blocks)
    }

    /// Addresses of its pictures in reading order, each once.
    pub(crate) fn pictures(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut add = |image: LinkId| {
            if let Some(link) = self
                .links
                .get(image.0 as usize)
                .filter(|link| !found.contains(&link.url))
            {
                found.push(link.url.clone());
            }
        };
        each_picture(&self.blocks, &mut add);
        found
    }

    /// Words of its text, captions not counted.
    pub fn words(&self) -> u32 {
        words_of(&self.leaves())
    }
}

fn each_picture(blocks: &[Block], found: &mut impl FnMut(LinkId)) {
    for block in blocks {
        match block {
            Block::Figure {
                image, embed: false, ..
            } => found(*image),
            Block::BlockQuote(inner) => each_picture(inner, found),
            Block::List { items, .. } => items.iter().for_each(|item| each_picture(item, found)),
            _ => {}
        }
    }
}

/// Words of leaves, captions not counted.
pub fn words_of(leaves: &[Leaf]) -> u32 {
    let spoken = leaves.iter().filter(|leaf| leaf.kind != LeafKind::Caption);
    let words: usize = spoken.map(|leaf| count_words(&leaf.text)).sum();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// The leaves of blocks that stand by themselves.
pub(crate) fn leaves_of(blocks: &[Block]) -> Vec<Leaf> {
    let mut leaves = Vec::with_capacity(count_leaves(blocks));
    gather(blocks, LeafKind::Paragraph, &mut leaves);
    leaves
}

/// Leaves in some blocks.
pub(crate) fn count_leaves(blocks: &[Block]) -> usize {
    let count = |block: &Block| match block {
        Block::BlockQuote(inner) => count_leaves(inner),
        Block::List { items, .. } => items.iter().map(|item| count_leaves(item)).sum(),
        Block::Rule => 0,
        _ => 1,
    };
    blocks.iter().map(count).sum()
}

/// The words of a text's spans, without blanks around them.
pub(crate) fn text_of(text: &Text) -> String {
    let words: String = text.iter().map(|span| &*span.text).collect();
    words.trim().to_owned()
}

fn gather(blocks: &[Block], inside: LeafKind, leaves: &mut Vec<Leaf>) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } => leaves.push(leaf(LeafKind::Heading, 0, text)),
            Block::Paragraph { label, text } => leaves.push(leaf(inside, *label, text)),
            Block::BlockQuote(inner) => gather(inner, LeafKind::Quoted, leaves),
            Block::List { items, .. } => {
                let inside = if inside == LeafKind::Quoted {
                    inside
                } else {
                    LeafKind::Item
                };
                items.iter().for_each(|item| gather(item, inside, leaves));
            }
            Block::Code { text, .. } => {
                leaves.push(Leaf {
                    kind: LeafKind::Code,
                    label: 0,
                    text: text.to_string(),
                    links: Vec::new(),
                });
            }
            Block::Table { rows, .. } => leaves.push(table(rows)),
            Block::Figure { caption, .. } => leaves.push(leaf(LeafKind::Caption, 0, caption)),
            Block::Rule => {}
        }
    }
}

fn leaf(kind: LeafKind, label: usize, spans: &Text) -> Leaf {
    let mut leaf = Leaf {
        kind,
        label,
        text: String::with_capacity(spans.iter().map(|span| span.text.len()).sum()),
        links: Vec::new(),
    };
    // Most have no link, and then nobody asks how many characters stand before it.
    let linked = spans.iter().rposition(|span| span.link.is_some());
    let mut at = 0;
    for (index, span) in spans.iter().enumerate() {
        leaf.text.push_str(&span.text);
        if linked.is_some_and(|last| index <= last) {
            let end = at + span.text.chars().count();
            leaf.links.extend(span.link.map(|link| (at..end, link)));
            at = end;
        }
    }
    leaf
}

fn table(rows: &[Vec<Text>]) -> Leaf {
    let cell = |text: &Text| text.iter().map(|span| &*span.text).collect::<String>();
    let row = |cells: &Vec<Text>| cells.iter().map(cell).collect::<Vec<_>>().join("\t");
    let text = rows.iter().map(row).collect::<Vec<_>>().join("\n");
    Leaf {
        kind: LeafKind::Table,
        label: 0,
        text,
        links: Vec::new(),
    }
}
