//! Text → lines. Graphemes are never torn apart, and cells are counted one grapheme at a time over the whole paragraph.
//!
//! Lines are filled first-fit: `textwrap`'s optimal fit overflows where a long word meets its penalties.

use std::cell::OnceCell;
use std::ops::Range;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use textwrap::{WordSeparator, WordSplitter};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::Role;
use crate::typeset::cells::cells;
use crate::typeset::order::reads_leftwards;
use crate::typeset::page::{Piece, Target};

/// What a tab is drawn as: it has no width of its own on a screen of cells.
const TAB: &str = "    ";

/// What a character is, and what it belongs to.
pub(crate) type Look = (Role, Option<Target>);

/// One grapheme.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    /// Where its bytes end in the paragraph's text.
    end: usize,
    cells: usize,
    blank: bool,
    offset: u32,
    look: Look,
}

/// Text to be broken into lines.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    text: String,
    glyphs: Vec<Glyph>,
    leftwards: OnceCell<bool>,
}

/// A line of a paragraph: which of its graphemes.
pub(crate) type Stretch = Range<usize>;

/// Graphemes between two places where a line may break.
#[derive(Debug)]
struct Chunk {
    glyphs: Range<usize>,
    cells: usize,
    blanks: usize,
}

impl Fragment for Chunk {
    fn width(&self) -> f64 {
        self.cells as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.blanks as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

impl Paragraph {
    /// Text that looks alike, and is not of the document: a title, a name.
    pub(crate) fn plain(text: &str, role: Role) -> Self {
        let mut paragraph = Self::default();
        paragraph.push(text, 0, (role, None));
        paragraph
    }

    /// Appends text that looks alike, none of it of the document: `offset` is the document's next character.
    pub(crate) fn push(&mut self, text: &str, offset: u32, look: Look) {
        for grapheme in text.graphemes(true) {
            self.grapheme(grapheme, offset, look);
        }
    }

    /// Appends one grapheme that begins at a character of its leaf.
    pub(crate) fn grapheme(&mut self, grapheme: &str, offset: u32, look: Look) {
        let drawn = match grapheme {
            "\t" => TAB,
            "\n" | "\r" | "\r\n" => " ",
            other => other,
        };
        self.text.push_str(drawn);
        self.glyphs.push(Glyph {
            end: self.text.len(),
            cells: if drawn == TAB { TAB.len() } else { cells(drawn) },
            blank: drawn == " " || drawn == TAB,
            offset,
            look,
        });
    }

    /// Whether there is nothing to set.
    pub(crate) fn is_empty(&self) -> bool {
        self.glyphs.iter().all(|glyph| glyph.blank)
    }

    /// All of it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Cells that it takes in one line.
    pub(crate) fn wide(&self) -> usize {
        self.cells(&self.trimmed(0..self.glyphs.len()))
    }

    /// Whether it is read from right to left.
    pub(crate) fn reads_leftwards(&self) -> bool {
        *self.leftwards.get_or_init(|| reads_leftwards(&self.text))
    }

    /// Breaks it into lines of at most `width` cells where a line may break, and anywhere where it must. Blanks at a line's end
    /// are left out.
    pub(crate) fn lines(&self, width: usize) -> Vec<Stretch> {
        let chunks = self.chunks(width);
        wrap_first_fit(&chunks, &[width as f64])
            .into_iter()
            .filter_map(|line| Some(line.first()?.glyphs.start..line.last()?.glyphs.end))
            .map(|line| self.trimmed(line))
            .collect()
    }

    /// Breaks it into lines of at most `width` cells: fixed text, at a blank where one stands in the second half of a line.
    pub(crate) fn fixed_lines(&self, width: usize) -> Vec<Stretch> {
        let all = self.glyphs.len();
        let (mut lines, mut start) = (Vec::new(), 0);
        while start < all || lines.is_empty() {
            let end = self.slice(start..all, width);
            let half = start + (end - start) / 2;
            let blank = (half..end).rev().find(|at| end < all && self.glyphs[*at].blank);
            let end = blank.map_or(end, |at| at + 1);
            lines.push(self.trimmed(start..end));
            start = end;
        }
        lines
    }

    /// Cells that a line takes.
    pub(crate) fn cells(&self, line: &Stretch) -> usize {
        self.glyphs[line.clone()].iter().map(|glyph| glyph.cells).sum()
    }

    /// The character of the leaf that a line begins with.
    pub(crate) fn offset(&self, line: &Stretch) -> u32 {
        self.glyphs.get(line.start).map_or(0, |glyph| glyph.offset)
    }

    /// A line's runs of the same look.
    pub(crate) fn pieces(&self, line: &Stretch, pieces: &mut Vec<Piece>) {
        let glyphs = &self.glyphs[line.clone()];
        let mut start = self.start(line.start);
        for run in glyphs.chunk_by(|one, other| one.look == other.look) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            let text = self.text.get(start..last.end).unwrap_or_default();
            start = last.end;
            let (role, target) = first.look;
            pieces.push(Piece {
                text: text.to_owned(),
                role,
                target,
            });
        }
    }

    fn start(&self, glyph: usize) -> usize {
        glyph.checked_sub(1).map_or(0, |before| self.glyphs[before].end)
    }

    fn trimmed(&self, line: Stretch) -> Stretch {
        let blanks = self.glyphs[line.clone()]
            .iter()
            .rev()
            .take_while(|glyph| glyph.blank)
            .count();
        line.start..line.end - blanks
    }

    fn chunks(&self, width: usize) -> Vec<Chunk> {
        let mut breaks = self.breaks().into_iter().peekable();
        let mut chunks = Vec::new();
        let mut start = 0;
        for (at, glyph) in self.glyphs.iter().enumerate() {
            // A break within a grapheme is none.
            let mut here = at + 1 == self.glyphs.len();
            while breaks
                .next_if(|end| *end <= glyph.end)
                .is_some_and(|end| end == glyph.end)
            {
                here = true;
            }
            if here {
                self.cut(start..at + 1, width, &mut chunks);
                start = at + 1;
            }
        }
        chunks
    }

    /// A chunk, in pieces where it is longer than a line.
    fn cut(&self, glyphs: Range<usize>, width: usize, chunks: &mut Vec<Chunk>) {
        let word = self.trimmed(glyphs.clone());
        let blanks: usize = self.cells(&(word.end..glyphs.end));
        let cells = self.cells(&word);
        if cells <= width {
            return chunks.push(Chunk { glyphs, cells, blanks });
        }
        for slice in self.slices(word.clone(), width) {
            let cells = self.cells(&slice);
            chunks.push(Chunk {
                glyphs: slice,
                cells,
                blanks: 0,
            });
        }
        if let Some(last) = chunks.last_mut() {
            last.glyphs.end = glyphs.end;
            last.blanks = blanks;
        }
    }

    /// Slices of at most `width` cells each.
    fn slices(&self, glyphs: Range<usize>, width: usize) -> Vec<Range<usize>> {
        let (mut slices, mut start) = (Vec::new(), glyphs.start);
        while start < glyphs.end || slices.is_empty() {
            let end = self.slice(start..glyphs.end, width);
            slices.push(start..end);
            start = end;
        }
        slices
    }

    /// Where the first slice of at most `width` cells ends.
    fn slice(&self, glyphs: Range<usize>, width: usize) -> usize {
        let mut used = 0;
        let fits = |at: &usize| {
            used += self.glyphs[*at].cells;
            used <= width || *at == glyphs.start
        };
        glyphs.start + glyphs.clone().take_while(fits).count()
    }

    /// Where lines may break: bytes of the text, in order.
    fn breaks(&self) -> Vec<usize> {
        let separator = if self.text.is_ascii() {
            WordSeparator::AsciiSpace
        } else {
            WordSeparator::UnicodeBreakProperties
        };
        let mut breaks = Vec::with_capacity(self.text.len() / 5);
        let mut at = 0;
        for word in separator.find_words(&self.text) {
            let hyphens = WordSplitter::HyphenSplitter.split_points(word.word);
            breaks.extend(hyphens.into_iter().map(|point| at + point));
            at += word.word.len() + word.whitespace.len();
            breaks.push(at);
        }
        breaks
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Paragraph, Stretch};
    use crate::model::{Clean, Role};
    use crate::typeset::cells::width;

    fn broken(text: &str, cells: usize) -> Vec<String> {
        let paragraph = Paragraph::plain(text, Role::Body);
        let mut lines = Vec::new();
        for line in paragraph.lines(cells) {
            let mut pieces = Vec::new();
            paragraph.pieces(&line, &mut pieces);
            lines.push(pieces.into_iter().map(|piece| piece.text).collect());
        }
        lines
    }

    #[test]
    fn breaks_where_a_reader_expects_it() {
        for (text, cells, lines) in [
            (
                "The grain ships leave port",
                12,
                &["The grain", "ships leave", "port"][..],
            ),
            ("a self-governing town", 8, &["a self-", "governin", "g town"]),
            ("a self-governing town", 11, &["a self-", "governing", "town"]),
            (
                "https://harbour.example/a/long/path",
                16,
                &["https://harbour.", "example/a/long/p", "ath"],
            ),
            (
                "大臣は会見で、話し合う用意があると述べた。",
                12,
                &["大臣は会見", "で、話し合う", "用意があると", "述べた。"],
            ),
            ("“Ready to talk,” he said", 9, &["“Ready to", "talk,” he", "said"]),
            ("10 000 Tonnen", 8, &["10 000", "Tonnen"]),
            ("Er sagte «ja» – und ging", 10, &["Er sagte", "«ja» – und", "ging"]),
            ("السلام عليكم ورحمة", 13, &["السلام عليكم", "ورحمة"]),
            ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 4, &["👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"]),
        ] {
            assert_eq!(broken(text, cells), lines, "{text}");
        }
    }

    #[test]
    fn fixed_text_is_broken_at_blanks_where_they_are_not_far() {
        let broken = |text: &str| {
            let paragraph = Paragraph::plain(text, Role::Code);
            let text = |line: &Stretch| text.chars().skip(line.start).take(line.len()).collect::<String>();
            paragraph.fixed_lines(12).iter().map(text).collect::<Vec<_>>()
        };
        assert_eq!(broken("call(with, many, args)"), ["call(with,", "many, args)"]);
        assert_eq!(broken("a long_name_of_a_thing()"), ["a long_name_", "of_a_thing()"]);
        assert_eq!(broken("    if so"), ["    if so"]);
        assert_eq!(broken(""), [""]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_no_text_is_lost(raw in "(\\PC| |-|[a-z]|[\u{300}-\u{36f}]|[\u{e00}-\u{e4f}]|[\u{600}-\u{6ff}]|[漢字かなﾊﾞ]|[🇩🇪👩‍🚀❤️]){0,120}", cells in 8usize..80) {
            let text = Clean::line(&raw);
            let lines = broken(&text, cells);
            for line in &lines {
                prop_assert!(width(line) <= cells, "{:?} takes {}", line, width(line));
            }
            let unspaced = |text: &str| text.replace(' ', "");
            prop_assert_eq!(unspaced(&lines.concat()), unspaced(&text));
        }
    }
}
