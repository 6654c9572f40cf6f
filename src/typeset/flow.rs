//! Blocks → lines, from top to bottom.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::{Block, Document, LinkId, Text, table_lines};
use crate::model::{Clean, Icons, Place, Role};
use crate::speech::Speech;
use crate::typeset::cells::{clip, width};
use crate::typeset::page::{Head, Line, Measure, Page, Piece, Target};
use crate::typeset::paint::{Paint, role_of};
use crate::typeset::wrap::{Look, Paragraph, Stretch};

/// Cells that text keeps, however deep it is nested.
const LEAST_CELLS: usize = 8;

/// The signs that a set has.
struct Signs {
    bar: &'static str,
    bullets: [&'static str; 2],
    picture: &'static str,
    rule: &'static str,
    dash: &'static str,
}

/// What stands before the lines of a block.
struct Prefix {
    first: String,
    rest: String,
    look: Look,
    /// Whether blank lines have it, too.
    runs_on: bool,
    used: bool,
}

/// A line whose place may not be known yet.
type Draft = (Vec<Piece>, Option<Place>);

/// Sets blocks.
pub(crate) struct Flow<'a> {
    measure: &'a Measure,
    speech: &'a Speech,
    paint: Paint,
    signs: &'static Signs,
    margin: usize,
    cells: usize,
    leaf: usize,
    prefixes: Vec<Prefix>,
    drafts: Vec<Draft>,
    links: Vec<(LinkId, Place, Place)>,
}

impl<'a> Flow<'a> {
    /// Sets an article.
    pub(crate) fn set(head: &Head, document: &Document, speech: &'a Speech, measure: &'a Measure) -> Page {
        let leaves = document.leaves();
        let (margin, cells) = column(measure);
        let mut flow = Self {
            measure,
            speech,
            paint: Paint::mix(&leaves, speech, measure),
            signs: signs(measure.icons),
            margin,
            cells,
            leaf: 0,
            prefixes: Vec::new(),
            drafts: Vec::new(),
            links: Vec::new(),
        };
        flow.head(head);
        flow.blocks(&document.blocks, false);
        flow.page()
    }

    fn head(&mut self, head: &Head) {
        for (text, role) in [(&head.title, Role::Title), (&head.meta, Role::Meta)] {
            if !text.is_empty() {
                let paragraph = Paragraph::plain(text, role);
                for line in paragraph.lines(self.cells) {
                    self.line(&paragraph, &line, None);
                }
            }
        }
        if !self.drafts.is_empty() {
            self.gap();
        }
    }

    fn blocks(&mut self, blocks: &[Block], tight: bool) {
        for block in blocks {
            let begun = self
                .drafts
                .last()
                .is_some_and(|(pieces, _)| pieces.iter().any(|piece| !piece.text.trim().is_empty()));
            if begun && !tight && self.prefixes.iter().all(|prefix| prefix.used) {
                self.gap();
            }
            match block {
                Block::Heading { text, .. } => self.text(text, 0, Role::Heading),
                Block::Paragraph { label, text } => self.text(text, *label, Role::Body),
                Block::BlockQuote(inner) => {
                    let own = self.paint.bar(self.leaf);
                    self.prefixed(
                        self.signs.bar,
                        self.signs.bar,
                        own.unwrap_or((Role::Bullet, None)),
                        true,
                        |flow| {
                            flow.blocks(inner, false);
                        },
                    );
                }
                Block::List { start, items } => self.list(*start, items, tight),
                Block::Code { text, .. } => self.code(text),
                Block::Table { head, rows } => self.table(*head, rows),
                Block::Figure { image, caption } => self.figure(*image, caption),
                Block::Rule => self.rule(),
            }
        }
    }

    fn list(&mut self, start: Option<u32>, items: &[Vec<Block>], within_tight: bool) {
        let lone = |item: &Vec<Block>| item.iter().filter(|block| !matches!(block, Block::List { .. })).count() <= 1;
        let tight = within_tight || items.iter().all(lone);
        let depth = self.prefixes.len() % self.signs.bullets.len();
        let last = start.map(|start| start.saturating_add(u32::try_from(items.len()).unwrap_or(u32::MAX)));
        let digits = last.map_or(0, |last| last.saturating_sub(1).to_string().len());
        for (at, item) in (0..).zip(items) {
            if at > 0 && !tight {
                self.gap();
            }
            let bullet = match start {
                Some(start) => format!("{:>digits$}. ", start.saturating_add(at)),
                None => format!("{} ", self.signs.bullets[depth]),
            };
            let rest = " ".repeat(width(&bullet));
            self.prefixed(&bullet, &rest, (Role::Bullet, None), false, |flow| {
                flow.blocks(item, tight)
            });
        }
    }

    fn text(&mut self, text: &Text, label: usize, base: Role) {
        let bar = self
            .paint
            .bar(self.leaf)
            .filter(|_| !self.prefixes.iter().any(|prefix| prefix.runs_on));
        match bar {
            Some(look) => self.prefixed(self.signs.bar, self.signs.bar, look, true, |flow| {
                flow.words(text, label, base)
            }),
            None => self.words(text, label, base),
        }
    }

    fn words(&mut self, text: &Text, label: usize, base: Role) {
        let paragraph = self.paragraph(text, label, base);
        let cells = self.room();
        let lines = if paragraph.is_empty() {
            Vec::new()
        } else {
            paragraph.lines(cells)
        };
        for line in &lines {
            let place = self.place(paragraph.offset(line));
            self.line(&paragraph, line, Some(place));
        }
        let used = lines.last().map_or(cells, |line| paragraph.cells(line));
        self.names(cells, used);
        self.leaf += 1;
    }

    /// Puts the speaker's name behind a quote where the text does not say who speaks.
    fn names(&mut self, cells: usize, used: usize) {
        let mut last = None;
        let mut left = cells.saturating_sub(used);
        for index in self.paint.unclear(self.leaf).to_vec() {
            let Some(quote) = self.speech.quotes.get(index as usize) else {
                continue;
            };
            let Some(speaker) = quote.speaker.filter(|speaker| last.replace(*speaker) != Some(*speaker)) else {
                continue;
            };
            let Some(name) = self.speech.speakers.get(speaker).map(|speaker| &speaker.name) else {
                continue;
            };
            let name = clip(&format!("{}{name}", self.signs.dash), cells);
            let taken = width(&name);
            let blanks = " ".repeat(if taken + 2 <= left { left - taken } else { cells - taken });
            if taken + 2 > left {
                let start = self.lead();
                self.drafts.push((start, None));
            }
            left = 0;
            if let Some((pieces, _)) = self.drafts.last_mut() {
                let look = (role_of(quote), Some(Target::Quote(index)));
                pieces.push(piece(blanks, (Role::Body, None)));
                pieces.push(piece(name, look));
            }
        }
    }

    /// A leaf's text with the numbers of its links.
    fn paragraph(&mut self, text: &Text, label: usize, base: Role) -> Paragraph {
        let looks = self.paint.looks(self.leaf, text, label, base);
        let whole: String = text.iter().map(|span| &*span.text).collect();
        let mut ends = self.link_ends(text).into_iter().peekable();
        let mut paragraph = Paragraph::default();
        let mut at = 0_usize;
        for grapheme in whole.graphemes(true) {
            let look = looks.get(at).copied().unwrap_or((base, None));
            paragraph.grapheme(grapheme, count(at), look);
            at += grapheme.chars().count();
            while let Some((_, link)) = ends.next_if(|(end, _)| *end <= at) {
                if self.measure.numbered_links {
                    paragraph.push(&number(link), count(at), (Role::LinkNumber, Some(Target::Link(link.0))));
                }
            }
        }
        paragraph
    }

    /// Where links end in a text; neighbouring spans of one link are one.
    fn link_ends(&mut self, text: &Text) -> Vec<(usize, LinkId)> {
        let mut ends: Vec<(usize, LinkId)> = Vec::new();
        let mut at = 0;
        for span in text {
            let start = at;
            at += span.text.chars().count();
            let Some(link) = span.link else { continue };
            let end = self.place(count(at));
            match (ends.last_mut(), self.links.last_mut()) {
                (Some(last), Some(spot)) if *last == (start, link) => {
                    last.0 = at;
                    spot.2 = end;
                }
                _ => {
                    self.links.push((link, self.place(count(start)), end));
                    ends.push((at, link));
                }
            }
        }
        ends
    }

    fn code(&mut self, text: &Clean) {
        self.prefixed("  ", "  ", (Role::Code, None), false, |flow| {
            let mut at = 0_usize;
            for row in text.split('\n') {
                let mut paragraph = Paragraph::default();
                let mut within = at;
                for grapheme in row.graphemes(true) {
                    paragraph.grapheme(grapheme, count(within), (Role::Code, None));
                    within += grapheme.chars().count();
                }
                for (nth, line) in paragraph.fixed_lines(flow.room()).iter().enumerate() {
                    let offset = if nth == 0 { count(at) } else { paragraph.offset(line) };
                    flow.line(&paragraph, line, Some(flow.place(offset)));
                }
                at += row.chars().count() + 1;
            }
        });
        self.leaf += 1;
    }

    fn table(&mut self, head: bool, rows: &[Vec<Text>]) {
        let lines = table_lines(rows, head, self.room());
        let signs: usize = rows
            .iter()
            .flatten()
            .flatten()
            .map(|span| span.text.chars().count() + 1)
            .sum();
        for (at, text) in lines.iter().enumerate() {
            let drawn = text
                .chars()
                .all(|sign| matches!(sign, ' ' | '\u{2500}'..='\u{257f}' | '-' | '+' | '|' | '='));
            let paragraph = Paragraph::plain(text, if drawn { Role::Rule } else { Role::Body });
            // html2text does not tell which cell a line is of: places in a table are by its lines.
            let place = self.place(count(signs * at / lines.len()));
            for line in paragraph.fixed_lines(self.room()) {
                self.line(&paragraph, &line, Some(place));
            }
        }
        self.leaf += 1;
    }

    fn figure(&mut self, image: LinkId, caption: &Text) {
        if !self.measure.pictures {
            self.leaf += 1;
            return;
        }
        let target = Some(Target::Link(image.0));
        let (sign, rest) = (self.signs.picture, " ".repeat(width(self.signs.picture)));
        self.prefixed(sign, &rest, (Role::Caption, target), false, |flow| {
            let mut paragraph = flow.paragraph(caption, 0, Role::Caption);
            let end = caption.iter().map(|span| span.text.chars().count()).sum();
            if paragraph.is_empty() {
                paragraph.push("picture", 0, (Role::Caption, target));
            }
            if flow.measure.numbered_links {
                paragraph.push(&format!(" {}", number(image)), count(end), (Role::LinkNumber, target));
            }
            flow.links.push((image, flow.place(0), flow.place(count(end + 1))));
            for line in paragraph.lines(flow.room()) {
                let place = flow.place(paragraph.offset(&line));
                flow.line(&paragraph, &line, Some(place));
            }
        });
        self.leaf += 1;
    }

    fn rule(&mut self) {
        let mut pieces = self.lead();
        pieces.push(piece(self.signs.rule.repeat(self.room()), (Role::Rule, None)));
        self.drafts.push((pieces, None));
    }

    /// A line with something on it.
    fn line(&mut self, paragraph: &Paragraph, line: &Stretch, place: Option<Place>) {
        let mut pieces = self.lead();
        paragraph.pieces(line, &mut pieces);
        self.drafts.push((pieces, place));
    }

    /// A blank line; bars run on through it, also those of a quote that goes on in the next paragraph.
    fn gap(&mut self) {
        let mut pieces = vec![piece(" ".repeat(self.margin), (Role::Body, None))];
        for prefix in &self.prefixes {
            let text = if prefix.runs_on {
                prefix.rest.clone()
            } else {
                " ".repeat(width(&prefix.rest))
            };
            pieces.push(piece(text, prefix.look));
        }
        let before = self.leaf.checked_sub(1).and_then(|leaf| self.paint.bar(leaf));
        if let (Some(look), false) = (before, self.prefixes.iter().any(|prefix| prefix.runs_on))
            && before == self.paint.bar(self.leaf)
        {
            pieces.push(piece(self.signs.bar.to_owned(), look));
        }
        if pieces.iter().all(|piece| piece.text.trim().is_empty()) {
            pieces.clear();
        }
        self.drafts.push((pieces, None));
    }

    /// Does some work with a prefix before its lines, where there is room for it.
    fn prefixed(&mut self, first: &str, rest: &str, look: Look, runs_on: bool, work: impl FnOnce(&mut Self)) {
        let fits = self.room() >= width(first) + LEAST_CELLS;
        if fits {
            self.prefixes.push(Prefix {
                first: first.to_owned(),
                rest: rest.to_owned(),
                look,
                runs_on,
                used: false,
            });
        }
        work(self);
        if fits {
            self.prefixes.pop();
        }
    }

    /// What a line begins with: the margin, bars, bullets.
    fn lead(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(self.prefixes.len() + 4);
        if self.margin > 0 {
            pieces.push(piece(" ".repeat(self.margin), (Role::Body, None)));
        }
        for prefix in &mut self.prefixes {
            let text = if std::mem::replace(&mut prefix.used, true) {
                &prefix.rest
            } else {
                &prefix.first
            };
            pieces.push(piece(text.clone(), prefix.look));
        }
        pieces
    }

    /// Cells left for text.
    fn room(&self) -> usize {
        let taken: usize = self.prefixes.iter().map(|prefix| width(&prefix.rest)).sum();
        self.cells.saturating_sub(taken)
    }

    fn place(&self, offset: u32) -> Place {
        Place {
            leaf: count(self.leaf),
            offset,
        }
    }

    fn page(mut self) -> Page {
        let blank = |(pieces, _): &Draft| pieces.iter().all(|piece| piece.text.trim().is_empty());
        while self.drafts.last().is_some_and(blank) {
            self.drafts.pop();
        }
        let mut next = self.place(0);
        let mut lines = Vec::with_capacity(self.drafts.len());
        for (pieces, place) in self.drafts.into_iter().rev() {
            next = place.unwrap_or(next);
            lines.push(Line { pieces, place: next });
        }
        lines.reverse();
        let mut page = Page {
            lines,
            ..Page::default()
        };
        let shown = |quote: &&(u32, &crate::speech::Quote)| crate::typeset::paint::shown(quote.1, self.measure);
        let quotes = (0..).zip(&self.speech.quotes);
        page.quotes = quotes
            .filter(|quote| shown(&quote))
            .map(|(index, quote)| page.spot(index, quote.at.start, quote.at.end))
            .collect();
        let sources = (0..).zip(&self.speech.sources);
        page.sources = sources
            .map(|(index, source)| page.spot(index, source.at.start, source.at.end))
            .collect();
        page.links = self
            .links
            .iter()
            .map(|(link, start, end)| page.spot(link.0, *start, *end))
            .collect();
        page
    }
}

/// The margin at the left, and the cells of the column.
fn column(measure: &Measure) -> (usize, usize) {
    let width = usize::from(measure.width).max(LEAST_CELLS);
    let edge = match width {
        40.. => 2,
        12.. => 1,
        _ => 0,
    };
    let cells = usize::from(measure.column).clamp(LEAST_CELLS, width - 2 * edge);
    ((width - cells) / 2, cells)
}

fn signs(icons: Icons) -> &'static Signs {
    match icons {
        Icons::Ascii => &Signs {
            bar: "| ",
            bullets: ["*", "-"],
            picture: "[picture] ",
            rule: "-",
            dash: "-- ",
        },
        Icons::Unicode => &Signs {
            bar: "▌ ",
            bullets: ["•", "◦"],
            picture: "▣ ",
            rule: "─",
            dash: "— ",
        },
        Icons::Nerd => &Signs {
            bar: "▌ ",
            bullets: ["•", "◦"],
            picture: "\u{f03e} ",
            rule: "─",
            dash: "— ",
        },
    }
}

fn piece(text: String, (role, target): Look) -> Piece {
    Piece { text, role, target }
}

/// The number to press for a link.
fn number(link: LinkId) -> String {
    format!("[{}]", u64::from(link.0) + 1)
}

fn count(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}
