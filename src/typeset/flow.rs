//! Blocks → lines, from top to bottom.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::{Block, Document, Extent, Face, LinkId, Span, Text};
use crate::model::{Clean, Place, Role};
use crate::speech::Speech;
use crate::typeset::cells::{clip, width};
use crate::typeset::page::{Head, Marked, Measure, Page, Target};
use crate::typeset::paint::{Paint, shown};
use crate::typeset::sheet::{Prefix, Sheet};
use crate::typeset::signs::{Signs, signs};
use crate::typeset::table::Table;
use crate::typeset::wrap::{Look, Paragraph, Stretch};

/// Sets blocks.
pub(crate) struct Flow<'a> {
    measure: &'a Measure,
    speech: &'a Speech,
    marks: &'a [Marked],
    paint: Paint,
    signs: &'static Signs,
    sheet: Sheet,
    leaf: usize,
    links: Vec<(LinkId, Place, Place)>,
}

impl<'a> Flow<'a> {
    /// Sets an article.
    pub(crate) fn set(
        head: &Head,
        document: &Document,
        speech: &'a Speech,
        marks: &'a [Marked],
        measure: &'a Measure,
    ) -> Page {
        let leaves = document.leaves();
        let mut flow = Self {
            measure,
            speech,
            marks,
            paint: Paint::mix(&leaves, speech, marks, measure),
            signs: signs(measure.icons),
            sheet: Sheet::new(measure),
            leaf: 0,
            links: Vec::new(),
        };
        flow.head(head);
        flow.blocks(&document.blocks, false);
        flow.page()
    }

    fn head(&mut self, head: &Head) {
        let meta = head.meta.replace('·', self.signs.point);
        for (text, role) in [(&*head.title, Role::Title), (meta.as_str(), Role::Meta)] {
            if !text.is_empty() {
                let paragraph = Paragraph::plain(text, role);
                for line in paragraph.lines(self.sheet.room()) {
                    self.sheet.line(&paragraph, &line, None);
                }
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block], tight: bool) {
        for block in blocks {
            if !tight && self.sheet.wants_gap() {
                self.gap();
            }
            match block {
                Block::Heading { text, .. } => self.text(text, 0, Role::Heading),
                Block::Paragraph { label, text } => self.text(text, *label, Role::Body),
                Block::BlockQuote(inner) => {
                    let own = self.paint.bar(self.leaf);
                    self.within(
                        self.signs.bar,
                        self.signs.bar,
                        (own.map_or(Role::Bullet, |(role, _)| role), None),
                        true,
                        |flow| {
                            flow.blocks(inner, false);
                        },
                    );
                }
                Block::List { start, items } => self.list(*start, items, tight),
                Block::Code { text, .. } => self.code(text),
                Block::Table { head, rows } => self.table(*head, rows),
                Block::Figure { image, embed, caption } => {
                    self.figure(*image, if *embed { "video or post" } else { "picture" }, caption);
                }
                Block::Rule => {
                    let rule = self.signs.rule.repeat(self.sheet.room());
                    self.sheet.lone(rule, (Role::Rule, None));
                }
            }
        }
    }

    fn list(&mut self, start: Option<u32>, items: &[Vec<Block>], within_tight: bool) {
        let lone = |item: &Vec<Block>| item.iter().filter(|block| !matches!(block, Block::List { .. })).count() <= 1;
        let tight = within_tight || items.iter().all(lone);
        let depth = self.sheet.depth() % self.signs.bullets.len();
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
            self.within(&bullet, &rest, (Role::Bullet, None), false, |flow| {
                flow.blocks(item, tight);
            });
        }
    }

    fn text(&mut self, text: &Text, label: usize, base: Role) {
        let bar = self.paint.bar(self.leaf).filter(|_| !self.sheet.barred());
        match bar {
            // A target that is gone to is told by its words alone.
            Some((role, _)) => self.within(self.signs.bar, self.signs.bar, (role, None), true, |flow| {
                flow.words(text, label, base);
            }),
            None => self.words(text, label, base),
        }
    }

    fn words(&mut self, text: &Text, label: usize, base: Role) {
        let paragraph = self.paragraph(text, label, base);
        let cells = self.sheet.room();
        let lines = if paragraph.is_empty() {
            Vec::new()
        } else {
            paragraph.lines(cells)
        };
        self.lines(&paragraph, &lines);
        let used = lines.last().map_or(cells, |line| paragraph.cells(line));
        self.names(used);
        self.notes();
        self.leaf += 1;
    }

    /// Lines of the leaf, with a line beside those that hold something marked.
    fn lines(&mut self, paragraph: &Paragraph, lines: &[Stretch]) {
        for (at, line) in lines.iter().enumerate() {
            let offset = paragraph.offset(line);
            let end = lines.get(at + 1).map_or(u32::MAX, |next| paragraph.offset(next));
            if let Some((_, target)) = self.paint.marked(self.leaf, offset, end) {
                self.sheet.edge(self.signs.edge, (Role::Note, target));
            }
            self.sheet.line(paragraph, line, Some(self.place(offset)));
        }
    }

    /// What the reader wrote on marks that end in this leaf.
    fn notes(&mut self) {
        let (marks, leaf) = (self.marks, self.leaf);
        for mark in marks.iter().filter(|mark| last_leaf(mark.at) == leaf) {
            let Some(note) = &mark.note else { continue };
            let (sign, rest) = (self.signs.note, " ".repeat(width(self.signs.note)));
            self.within(sign, &rest, (Role::Note, None), false, |flow| {
                let paragraph = Paragraph::plain(note, Role::Note);
                for line in paragraph.lines(flow.sheet.room()) {
                    flow.sheet.line(&paragraph, &line, None);
                }
            });
        }
    }

    /// Puts the speaker's name behind a quote where the text does not say who speaks.
    fn names(&mut self, mut used: usize) {
        let mut last = None;
        for index in self.paint.unclear(self.leaf).to_vec() {
            let Some(quote) = self.speech.quotes.get(index as usize) else {
                continue;
            };
            let new = quote.speaker.filter(|speaker| last.replace(*speaker) != Some(*speaker));
            let Some(speaker) = new.and_then(|speaker| self.speech.speakers.get(speaker)) else {
                continue;
            };
            let name = clip(&format!("{}{}", self.signs.dash, speaker.name), self.sheet.room());
            self.sheet
                .aside(name, (self.paint.role_of(quote), Some(Target::Quote(index))), used);
            used = self.sheet.room();
        }
    }

    /// A leaf's text with the numbers of its links.
    fn paragraph(&mut self, text: &Text, label: usize, base: Role) -> Paragraph {
        let looks = self.paint.looks(self.leaf, text, label, base);
        self.set_at(text, 0, &looks, base)
    }

    /// Text that begins at a character of its leaf.
    fn set_at(&mut self, text: &Text, from: usize, looks: &[Look], base: Role) -> Paragraph {
        let whole: String = text.iter().map(|span| &*span.text).collect();
        let mut ends = self.link_ends(text, from).into_iter().peekable();
        let mut paragraph = Paragraph::default();
        let mut at = from;
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
    fn link_ends(&mut self, text: &Text, from: usize) -> Vec<(usize, LinkId)> {
        let mut ends: Vec<(usize, LinkId)> = Vec::new();
        let mut at = from;
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
        self.within("  ", "  ", (Role::Code, None), false, |flow| {
            let mut at = 0_usize;
            for row in text.split('\n') {
                let mut paragraph = Paragraph::default();
                let mut within = at;
                for grapheme in row.graphemes(true) {
                    let place = count(within);
                    let marked = flow.paint.marked(flow.leaf, place, place.saturating_add(1));
                    paragraph.grapheme(grapheme, place, marked.unwrap_or((Role::Code, None)));
                    within += grapheme.chars().count();
                }
                for (nth, line) in paragraph.fixed_lines(flow.sheet.room()).iter().enumerate() {
                    let offset = if nth == 0 { count(at) } else { paragraph.offset(line) };
                    {
                        let place = flow.place(offset);
                        flow.sheet.line(&paragraph, line, Some(place));
                    };
                }
                at += row.chars().count() + 1;
            }
        });
        self.notes();
        self.leaf += 1;
    }

    fn table(&mut self, head: bool, rows: &[Vec<Text>]) {
        let (cells, starts) = self.cells(head, rows);
        let Some(table) = Table::fit(&cells, head, self.sheet.room(), &self.signs.table) else {
            return self.stacked(&cells);
        };
        let lines: Vec<_> = cells.iter().map(|row| table.row(row)).collect();
        let apart = lines.iter().any(|lines| lines.len() > 1);
        self.sheet.row(table.rule(0), None, table.leftwards);
        for (at, lines) in lines.into_iter().enumerate() {
            if at > 0 && (apart || (head && at == 1)) {
                self.sheet.row(table.rule(1), None, table.leftwards);
            }
            let (start, end) = (starts[at], starts.get(at + 1).map_or(u32::MAX, |next| *next));
            for (nth, row) in lines.into_iter().enumerate() {
                if let Some((_, target)) = self.paint.marked(self.leaf, start, end) {
                    self.sheet.edge(self.signs.edge, (Role::Note, target));
                }
                let place = self.place(start.saturating_add(count(nth)).min(end.saturating_sub(1)));
                self.sheet.row(row, Some(place), table.leftwards);
            }
        }
        self.sheet.row(table.rule(2), None, table.leftwards);
        self.notes();
        self.leaf += 1;
    }

    /// A table that is too wide: one entry below the other.
    fn stacked(&mut self, cells: &[Vec<Paragraph>]) {
        for row in cells {
            for (at, cell) in row.iter().filter(|cell| !cell.is_empty()).enumerate() {
                let indent = if at == 0 { "" } else { "  " };
                self.within(indent, indent, (Role::Body, None), false, |flow| {
                    let lines = cell.lines(flow.sheet.room());
                    flow.lines(cell, &lines);
                });
            }
        }
        self.notes();
        self.leaf += 1;
    }

    /// The entries of a table's rows, and where in its leaf each row begins.
    fn cells(&mut self, head: bool, rows: &[Vec<Text>]) -> (Vec<Vec<Paragraph>>, Vec<u32>) {
        // In the leaf's text one sign stands between two entries, whatever it is.
        let apart = Span {
            text: Clean::line("|"),
            face: Face::Plain,
            link: None,
        };
        let all = rows.iter().flatten();
        let leaf: Text = all
            .flat_map(|cell| cell.iter().cloned().chain([apart.clone()]))
            .collect();
        let looks = self.paint.looks(self.leaf, &leaf, 0, Role::Body);
        let heads: Vec<Look> = looks
            .iter()
            .map(|(role, target)| (if *role == Role::Body { Role::Strong } else { *role }, *target))
            .collect();
        let (mut at, mut starts) = (0, Vec::with_capacity(rows.len()));
        let mut set = |(nth, row): (usize, &Vec<Text>)| {
            starts.push(count(at));
            let looks = if head && nth == 0 { &heads } else { &looks };
            let cells = row.iter().map(|cell| {
                let paragraph = self.set_at(cell, at, looks, Role::Body);
                at += cell.iter().map(|span| span.text.chars().count()).sum::<usize>() + 1;
                paragraph
            });
            cells.collect()
        };
        (rows.iter().enumerate().map(&mut set).collect(), starts)
    }

    fn figure(&mut self, image: LinkId, name: &str, caption: &Text) {
        if !self.measure.pictures {
            self.leaf += 1;
            return;
        }
        let target = Some(Target::Link(image.0));
        let (sign, rest) = (self.signs.picture, " ".repeat(width(self.signs.picture)));
        self.within(sign, &rest, (Role::Caption, target), false, |flow| {
            let mut paragraph = flow.paragraph(caption, 0, Role::Caption);
            let end = caption.iter().map(|span| span.text.chars().count()).sum();
            if paragraph.is_empty() {
                paragraph.push(name, 0, (Role::Caption, target));
            }
            if flow.measure.numbered_links {
                paragraph.push(&format!(" {}", number(image)), count(end), (Role::LinkNumber, target));
            }
            flow.links.push((image, flow.place(0), flow.place(count(end + 1))));
            for line in paragraph.lines(flow.sheet.room()) {
                let place = flow.place(paragraph.offset(&line));
                flow.sheet.line(&paragraph, &line, Some(place));
            }
        });
        self.leaf += 1;
    }

    /// A blank line; the bar of a quote that goes on in the next paragraph runs on through it.
    fn gap(&mut self) {
        let bar = self.leaf.checked_sub(1).and_then(|before| self.paint.bar(before));
        let goes_on = !self.sheet.barred() && bar == self.paint.bar(self.leaf);
        self.sheet
            .gap(bar.filter(|_| goes_on).map(|look| (self.signs.bar, look)));
    }

    /// Does some work with something before its lines, where there is room for it.
    fn within(&mut self, first: &str, rest: &str, look: Look, runs_on: bool, work: impl FnOnce(&mut Self)) {
        let begun = self.sheet.begin(Prefix {
            first: first.to_owned(),
            rest: rest.to_owned(),
            look,
            runs_on,
        });
        work(self);
        if begun {
            self.sheet.end();
        }
    }

    fn place(&self, offset: u32) -> Place {
        Place {
            leaf: count(self.leaf),
            offset,
        }
    }

    fn page(self) -> Page {
        let end = self.place(0);
        let mut page = Page {
            lines: self.sheet.lines(end),
            ..Page::default()
        };
        let quotes = (0..)
            .zip(&self.speech.quotes)
            .filter(|(_, quote)| shown(quote, self.measure));
        page.quotes = quotes
            .map(|(index, quote)| page.spot(index, quote.at.start, quote.at.end))
            .collect();
        let sources = (0..).zip(&self.speech.sources);
        page.sources = sources
            .map(|(index, source)| page.spot(index, source.at.start, source.at.end))
            .collect();
        page.marks = (0..)
            .zip(self.marks)
            .map(|(index, mark)| page.spot(index, mark.at.start, mark.at.end))
            .collect();
        page.links = self
            .links
            .iter()
            .map(|(link, start, end)| page.spot(link.0, *start, *end))
            .collect();
        page
    }
}

/// The leaf that a stretch ends in.
fn last_leaf(at: Extent) -> usize {
    let before = at.end.offset == 0 && at.end.leaf > at.start.leaf;
    (at.end.leaf - u32::from(before)) as usize
}

/// The number to press for a link.
fn number(link: LinkId) -> String {
    format!("[{}]", u64::from(link.0) + 1)
}

fn count(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}
