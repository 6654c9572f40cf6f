//! The article pane: the open article, set at the pane's width, and where in it the reader is.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use ratatui::layout::Size;

use crate::app::event::{Opened, Ticket};
use crate::app::wording;
use crate::config::Config;
use crate::document::{Extent, find_passage};
use crate::model::{ArticleId, Clean, Highlight, Icons, Passage, Place, Role, Story, StoryId};
use crate::query::{Query, Seeker};
use crate::typeset::{self, Head, Marked, Measure, Page, Spot, Target};

/// After so long at one place it is kept: what a crash costs.
const REST: SignedDuration = SignedDuration::from_secs(3);

/// The open article, or none.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    pub(crate) opened: Option<Opened>,
    /// What stands above the text.
    pub(crate) head: Head,
    /// The article as set, and at what measure.
    pub(crate) page: Page,
    measure: Option<Measure>,
    /// The query whose hits are marked.
    marked: Query,
    /// What is highlighted, and where in the text it stands.
    pub(crate) highlights: Vec<Found>,
    /// The passage that is being chosen.
    chosen: Option<Extent>,
    /// Highlights and that passage, as they are set.
    marks: Vec<Marked>,
    /// First line shown.
    pub(crate) top: usize,
    /// The words that shall be on top, whatever the width.
    anchor: Place,
    /// The quote or source that the reader went to.
    pub(crate) current: Option<Target>,
    /// The line with search hits that the reader went to.
    pub(crate) hit: Option<usize>,
    /// The question whose answer is shown next.
    pub(crate) asked: Option<(Ticket, ArticleId)>,
    /// The question for the outlet's page.
    pub(crate) page_asked: Option<Ticket>,
    /// Whether it was asked without a word from the reader.
    pub(crate) page_unasked: bool,
    /// The question for the article by a clip that is tried.
    pub(crate) trying: Option<Ticket>,
    /// Where the shell was told that the reader stopped.
    pub(crate) kept: Option<Place>,
    /// The place where the reader is, and since when.
    resting: (Place, Timestamp),
    height: u16,
}

/// A highlight, and where it stands; `None` where the text has it no more.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) highlight: Highlight,
    pub(crate) at: Option<Extent>,
}

impl Reader {
    /// The open article.
    pub(crate) fn article(&self) -> Option<ArticleId> {
        self.opened.as_ref().map(|opened| opened.article.row.id)
    }

    /// Shows an article where it was left, or from the top.
    pub(crate) fn show(&mut self, opened: Opened) {
        *self = Self {
            kept: opened.article.place,
            anchor: opened.article.place.unwrap_or_default(),
            height: self.height,
            ..Self::default()
        };
        self.opened = Some(opened);
        self.find_highlights();
    }

    /// Shows the same article with another text; the reader stays about where they are.
    pub(crate) fn replace(&mut self, opened: Opened) {
        self.opened = Some(opened);
        self.current = None;
        self.find_highlights();
    }

    /// Takes the same article with other speakers: place and current quote stay.
    pub(crate) fn hear_anew(&mut self, opened: Opened) {
        self.opened = Some(opened);
        self.retitle();
    }

    /// Puts what is to be said of the article above its text, with the highlights that the text has no more.
    fn retitle(&mut self) {
        let Some(opened) = &self.opened else { return };
        let lost = self.highlights.iter().filter(|found| found.at.is_none());
        self.head = wording::head(opened, lost.map(|found| &found.highlight));
        self.measure = None;
    }

    /// Sets the page for a pane of this size, with hits of what was searched for; the same words stay on top.
    pub(crate) fn set(&mut self, Size { width, height }: Size, config: &Config, icons: Icons, query: &Query) {
        let Some(opened) = &self.opened else { return };
        let reading = &config.reading;
        let measure = Measure {
            width: width.max(8),
            column: reading.column,
            numbered_links: reading.numbered_links,
            indirect: reading.indirect,
            pictures: reading.pictures,
            icons,
        };
        self.height = height;
        if self.measure.as_ref() != Some(&measure) || self.marked != *query {
            let head = Head {
                title: self.head.title.clone(),
                meta: Clean::line(&config.keymap.spelt(&self.head.meta)),
            };
            self.page = typeset::lay_out(&head, &opened.document, &opened.speech, &self.marks, &measure);
            let seeker = Seeker::of(query);
            if seeker.count() > 0 {
                typeset::mark_hits(&mut self.page, |line| seeker.hits(line));
            }
            self.marked = query.clone();
            self.hit = None;
            self.measure = Some(measure);
            self.top = self.line_of(self.anchor);
        }
        self.top = self.top.min(self.last_top());
    }

    /// The line that holds a place; the top of the page for its very beginning.
    fn line_of(&self, place: Place) -> usize {
        if place == Place::default() {
            return 0;
        }
        self.page
            .lines
            .partition_point(|line| line.place <= place)
            .saturating_sub(1)
    }

    /// The last line that may be on top.
    fn last_top(&self) -> usize {
        self.page.lines.len().saturating_sub(usize::from(self.height.max(1)))
    }

    /// Scrolls; `false` at the end.
    pub(crate) fn scroll(&mut self, by: isize) -> bool {
        let to = self.top.saturating_add_signed(by).min(self.last_top());
        let moved = to != self.top;
        self.go(to);
        moved
    }

    /// Puts a line on top.
    pub(crate) fn go(&mut self, line: usize) {
        self.top = line.min(self.last_top());
        self.anchor = match self.top {
            0 => Place::default(),
            top => self.page.lines.get(top).map(|line| line.place).unwrap_or_default(),
        };
    }

    /// The place to remember, when it is another than the one remembered.
    fn unkept(&self) -> Option<(ArticleId, Place)> {
        // A place among the changes is none in the article.
        let opened = self.opened.as_ref().filter(|opened| !opened.changes)?;
        (self.kept.unwrap_or_default() != self.anchor).then_some((opened.article.row.id, self.anchor))
    }

    /// The same; it is remembered now.
    pub(crate) fn place_to_keep(&mut self) -> Option<(ArticleId, Place)> {
        let unkept = self.unkept()?;
        self.kept = Some(self.anchor);
        Some(unkept)
    }

    /// Whether the reader has been at a place for so long that it is to be kept.
    pub(crate) fn rests(&mut self, now: Timestamp) -> bool {
        if self.resting.0 != self.anchor || now < self.resting.1 {
            self.resting = (self.anchor, now);
        }
        self.keeps_in(now).is_some_and(|left| left.is_zero())
    }

    /// In what time the place is to be kept; `None`: it is.
    pub(crate) fn keeps_in(&self, now: Timestamp) -> Option<SignedDuration> {
        self.unkept()?;
        let left = REST - now.duration_since(self.resting.1);
        Some(left.clamp(SignedDuration::ZERO, REST))
    }

    /// How much of the article has been on the screen.
    pub(crate) fn percent(&self) -> usize {
        let seen = self.top + usize::from(self.height);
        (seen * 100 / self.page.lines.len().max(1)).min(100)
    }

    /// Pages as the keys for a page turn them, and on which of them the reader is, from 1.
    pub(crate) fn screens(&self) -> (usize, usize) {
        let page = usize::from(self.height.saturating_sub(2).max(1));
        let at = |top: usize| top.div_ceil(page) + 1;
        (at(self.top), at(self.last_top()))
    }

    /// Where the quotes, sources or highlights stand.
    pub(crate) fn spots(&self, walk: Walk) -> &[Spot] {
        match walk {
            Walk::Quotes => &self.page.quotes,
            Walk::Sources => &self.page.sources,
            Walk::Highlights => &self.page.marks,
        }
    }

    /// Shows a passage that is being chosen, or none.
    pub(crate) fn choose(&mut self, chosen: Option<Extent>) {
        self.chosen = chosen;
        self.mark();
    }

    /// Marks highlights, and the passage that is being chosen.
    fn mark(&mut self) {
        let highlights = self.highlights.iter().filter_map(|highlight| {
            Some(Marked {
                at: highlight.at?,
                role: Role::Highlight,
                note: highlight.highlight.note.clone(),
            })
        });
        let chosen = self.chosen.map(|at| Marked {
            at,
            role: Role::Selected,
            note: None,
        });
        let marks: Vec<Marked> = highlights.chain(chosen).collect();
        if marks != self.marks {
            self.marks = marks;
            self.measure = None;
        }
    }

    /// Looks the article's highlights up in its text; what is said above it follows.
    pub(crate) fn find_highlights(&mut self) {
        let Some(opened) = &self.opened else { return };
        let known: &[Highlight] = if opened.changes {
            &[]
        } else {
            &opened.article.highlights
        };
        let leaves = if known.is_empty() {
            Vec::new()
        } else {
            opened.document.leaves()
        };
        let found = known.iter().map(|highlight| Found {
            at: find_passage(&leaves, &highlight.passage),
            highlight: highlight.clone(),
        });
        self.highlights = found.collect();
        self.retitle();
        self.mark();
    }

    /// Where a highlight stands, by its number among those that the text has.
    pub(crate) fn highlight_at(&self, number: u32) -> Option<Extent> {
        let mut there = self.highlights.iter().filter_map(|found| found.at);
        there.nth(number as usize)
    }

    /// Whether this very passage is highlighted.
    pub(crate) fn has_highlight(&self, passage: &Passage) -> bool {
        self.highlights.iter().any(|found| found.highlight.passage == *passage)
    }

    /// The highlight that lies over a stretch.
    pub(crate) fn highlight_over(&self, at: Extent) -> Option<&Highlight> {
        let over = |found: &&Found| found.at.is_some_and(|own| own.start < at.end && at.start < own.end);
        self.highlights.iter().find(over).map(|found| &found.highlight)
    }

    /// Goes to the next spot of a list, or the one before.
    pub(crate) fn walk(&mut self, forward: bool, walk: Walk) -> bool {
        let mut spots = self.spots(walk).to_vec();
        // Highlights stand in the order in which they were made.
        spots.sort_by_key(|spot| spot.line);
        let here = spots.iter().position(|spot| self.current == Some(walk.target(*spot)));
        let to = match here {
            Some(at) if forward => spots.get(at + 1),
            Some(at) => at.checked_sub(1).and_then(|before| spots.get(before)),
            None if forward => spots.iter().find(|spot| spot.line as usize >= self.top),
            None => spots.iter().rev().find(|spot| (spot.line as usize) < self.top),
        };
        match to.copied() {
            Some(spot) => self.show_spot(spot, walk.target(spot)),
            None => return false,
        }
        true
    }

    /// Goes to the next line with what was searched for, or the one before.
    pub(crate) fn walk_hits(&mut self, forward: bool) -> bool {
        let seen = self.top..self.top + usize::from(self.height);
        let here = self.hit.filter(|line| seen.contains(line));
        let hits = || self.page.hits.iter().copied();
        let found = match here {
            Some(here) if forward => hits().find(|line| *line > here),
            Some(here) => hits().rfind(|line| *line < here),
            None if forward => hits().find(|line| *line >= self.top),
            None => hits().rfind(|line| *line < self.top),
        };
        let Some(line) = found else { return false };
        if !seen.contains(&line) {
            self.go(line.saturating_sub(usize::from(self.height) / 4));
        }
        self.hit = found;
        true
    }

    /// Goes to the next of these quotes or sources (by index in the speech), round and round.
    pub(crate) fn walk_among(&mut self, indices: &[u32], walk: Walk) -> bool {
        let among: Vec<Spot> = self
            .spots(walk)
            .iter()
            .filter(|spot| indices.contains(&spot.index))
            .copied()
            .collect();
        let here = among.iter().position(|spot| self.current == Some(walk.target(*spot)));
        let next = here.map_or(0, |at| (at + 1) % among.len().max(1));
        match among.get(next) {
            Some(spot) => self.show_spot(*spot, walk.target(*spot)),
            None => return false,
        }
        true
    }

    /// Makes a spot the current one, and brings it into view with what leads to it.
    fn show_spot(&mut self, spot: Spot, target: Target) {
        self.current = Some(target);
        let (line, end) = (spot.line as usize, spot.end as usize);
        let height = usize::from(self.height);
        if line < self.top || end > self.top + height {
            self.go(line.saturating_sub(height / 4));
        }
    }

    /// Brings a stretch into view.
    pub(crate) fn show_stretch(&mut self, at: Extent) {
        let (line, height) = (self.page.line_of(at.start), usize::from(self.height));
        let end = self.page.line_of(at.end);
        if line < self.top || end >= self.top + height {
            self.go(line.saturating_sub(height / 4));
        }
    }

    /// The quote that is meant: the current one, else the first in view.
    pub(crate) fn quote_in_view(&self) -> Option<usize> {
        if let Some(Target::Quote(index)) = self.current {
            return Some(index as usize);
        }
        let end = self.top + usize::from(self.height);
        let seen = self
            .page
            .quotes
            .iter()
            .find(|spot| spot.end as usize > self.top && (spot.line as usize) < end);
        seen.or(self.page.quotes.first()).map(|spot| spot.index as usize)
    }

    /// What lies under a cell of the pane.
    pub(crate) fn target_at(&self, column: u16, row: u16, ordered: bool) -> Option<Target> {
        self.page
            .lines
            .get(self.top + usize::from(row))?
            .target_at(column, ordered)
    }

    /// The address of a link by its number as shown, from 1.
    pub(crate) fn link(&self, number: u32) -> Option<&str> {
        let opened = self.opened.as_ref()?;
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        opened.document.links.get(index).map(|link| link.url.as_str())
    }

    /// The open article gets a story of its own.
    pub(crate) fn begin_story(&mut self, article: ArticleId, story: &Story) {
        if let Some(opened) = self.opened.as_mut().filter(|opened| opened.article.row.id == article) {
            Arc::make_mut(&mut opened.article).row.story = Some(story.clone());
        }
    }

    /// What the reader did to a story.
    pub(crate) fn stance(&mut self, story: StoryId, followed_at: Option<Timestamp>, muted: bool) {
        let Some(opened) = &mut self.opened else { return };
        if let Some(known) = &mut Arc::make_mut(&mut opened.article).row.story
            && known.id == story
        {
            (known.followed_at, known.muted) = (followed_at, muted);
        }
    }

    /// Links that have a number.
    pub(crate) fn links(&self) -> u32 {
        self.opened.as_ref().map_or(0, |opened| {
            u32::try_from(opened.document.links.len()).unwrap_or(u32::MAX)
        })
    }
}

/// What the reader goes from one to the next of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Walk {
    Quotes,
    Sources,
    Highlights,
}

impl Walk {
    fn target(self, spot: Spot) -> Target {
        match self {
            Self::Quotes => Target::Quote(spot.index),
            Self::Sources => Target::Source(spot.index),
            Self::Highlights => Target::Marked(spot.index),
        }
    }
}
