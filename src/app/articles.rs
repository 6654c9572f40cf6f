//! The article list: rows by the filter in force, read page by page; what arrives in the background waits and moves nothing.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;

use crate::app::event::Ticket;
use crate::app::folds::{Folds, Standing};
use crate::app::held::Held;
use crate::model::{ArticleId, Clean, Mark, OutletId, Row, Seen, Story, StoryId};
use crate::query::{Expr, Is, Query, Sort};

/// Rows asked for at a time.
pub(crate) const PAGE: u32 = 200;
/// So near the end more rows are asked for.
const NEAR_END: usize = 60;
/// Rows of a list that comes whole.
const WHOLE: u32 = 1000;
/// Rows among which the one is sought that the cursor is to stand on.
const MAX_SOUGHT: usize = 2000;

/// The list and what is known of it.
#[derive(Clone, Debug, Default)]
pub struct Articles {
    /// The filter in force.
    pub(crate) query: Query,
    /// What the list is called: a sidebar row's name, or the filter itself.
    pub(crate) title: Clean,
    pub(crate) rows: Vec<Row>,
    /// What stands behind and below them.
    folds: Folds,
    /// Outlets whose article stands for a story, the one liked best first.
    pub(crate) prefer: Vec<OutletId>,
    /// Articles that came, shown or not: a page that is full has more behind it.
    last: Option<(Timestamp, ArticleId)>,
    /// The row whose story is on its way, to be opened in place.
    pub(crate) opening: Option<(Ticket, ArticleId)>,
    /// The newest article that there was when the rows were read.
    newest: Option<ArticleId>,
    /// Where the cursor shall stand once the rows are here.
    pub(crate) hold: Option<Held>,
    /// How many fit in all, where that is known.
    pub(crate) total: Option<u64>,
    /// Index of the row under the cursor; one past what waits: see `on_waiting`.
    pub(crate) cursor: usize,
    /// Whether the cursor stands on the line of waiting articles.
    pub(crate) on_waiting: bool,
    /// First row shown.
    pub(crate) top: usize,
    /// The question whose answer replaces the rows.
    pub(crate) asked: Option<Ticket>,
    /// The question whose answer goes behind the rows.
    pub(crate) more: Option<Ticket>,
    /// The question whose answer says what has arrived.
    pub(crate) peek: Option<Ticket>,
    /// The list ends with the last row.
    pub(crate) ended: bool,
    /// The head of the list as it would be now.
    waiting: Vec<Row>,
    /// The newest article that there was when that was read.
    newest_waiting: Option<ArticleId>,
    /// How many of those are new.
    pub(crate) fresh: usize,
    /// Something arrived since the last look.
    pub(crate) stale: bool,
    /// Nobody has touched the list since it was empty: it may fill by itself.
    pub(crate) flowing: bool,
}

impl Articles {
    /// The row under the cursor.
    pub(crate) fn selected(&self) -> Option<&Row> {
        if self.on_waiting {
            None
        } else {
            self.rows.get(self.cursor)
        }
    }

    /// Lines a row takes: a search shows where it hit.
    pub(crate) fn row_height(&self) -> u16 {
        if self.rows.iter().take(3).any(|row| row.snippet.is_some()) {
            3
        } else {
            2
        }
    }

    /// Whether the rows come best first, so that there is no next page.
    pub(crate) fn ranked(&self) -> bool {
        match self.query.sort {
            None => !self.query.words().is_empty(),
            Some(sort) => sort != Sort::Date,
        }
    }

    /// How many rows to ask for.
    pub(crate) fn page(&self) -> u32 {
        if self.query.sort == Some(Sort::Stories) {
            WHOLE
        } else {
            PAGE
        }
    }

    /// Whether a story is one row here: what is kept is kept apart.
    fn folds(&self) -> bool {
        !self.query.terms().contains(&Expr::Is(Is::Bookmarked))
    }

    fn fold(&mut self, rows: Vec<Row>) -> Vec<Row> {
        if self.folds() {
            self.folds.fold(rows, &self.prefer)
        } else {
            rows
        }
    }

    /// Puts rows in the place of those that are there.
    fn replace(&mut self, rows: Vec<Row>, newest: Option<ArticleId>) {
        // One may have come while they were read.
        self.newest = rows.iter().map(|row| row.id).max().max(newest);
        self.ended = rows.len() < self.page() as usize || self.ranked();
        self.last = rows.last().map(|row| (row.sorted_at, row.id));
        self.folds = Folds::default();
        self.rows = self.fold(rows);
    }

    /// How a row stands in the list.
    pub(crate) fn standing(&self, row: &Row) -> Standing {
        self.folds.standing(row)
    }

    /// Outlets that carry the very text of a row.
    pub(crate) fn copies(&self, article: ArticleId) -> &[Clean] {
        self.folds.copies(article)
    }

    /// Whether a row, or one that it stands for, is unread.
    pub(crate) fn is_unread(&self, row: &Row) -> bool {
        self.folds.is_unread(row)
    }

    /// Whether any of these rows is unread, or stands for one that is.
    pub(crate) fn any_unread(&self, articles: &[ArticleId]) -> bool {
        let shown = self.rows.iter().filter(|row| articles.contains(&row.id));
        shown.into_iter().any(|row| self.is_unread(row))
    }

    /// The articles that are read together with one: those that its row stands for.
    pub(crate) fn together(&self, row: &Row) -> Vec<ArticleId> {
        let shown = self.rows.iter().find(|shown| {
            let same = shown.story.is_some()
                && shown.story.as_ref().map(|story| story.id) == row.story.as_ref().map(|story| story.id);
            same && self.folds.standing(shown) == Standing::Closed
        });
        match shown.and_then(|shown| shown.story.as_ref()) {
            Some(story) => story.articles.clone(),
            None => vec![row.id],
        }
    }

    /// Opens a row in place: the other articles of its story stand below it.
    pub(crate) fn open_story(&mut self, ticket: Ticket, members: Vec<Row>) {
        let Some((_, head)) = self.opening.take_if(|(asked, _)| *asked == ticket) else {
            return;
        };
        let Some(at) = self.position(head) else { return };
        let below = self.folds.open(&self.rows[at], members);
        let after = self.rows.split_off(at + 1);
        self.rows.extend(below.into_iter().chain(after));
    }

    /// Closes the row under the cursor, or the one that it stands below; `false`: nothing is open there.
    pub(crate) fn close_story(&mut self) -> bool {
        let Some(row) = self.selected() else { return false };
        let head = self.folds.head_of(row.id).unwrap_or(row.id);
        let gone: HashSet<ArticleId> = self.folds.close(head).into_iter().collect();
        self.rows.retain(|row| !gone.contains(&row.id));
        if !gone.is_empty() {
            self.cursor = self.position(head).unwrap_or(self.cursor);
        }
        !gone.is_empty()
    }

    /// An article that stands alone gets a story of its own: the reader did something about it.
    pub(crate) fn begin_story(&mut self, article: ArticleId, story: &Story) {
        for row in self.rows.iter_mut().filter(|row| row.id == article) {
            row.story = Some(story.clone());
        }
    }

    /// What the reader did to a story, on every row that shows it.
    pub(crate) fn stance(&mut self, story: StoryId, followed_at: Option<Timestamp>, muted: bool) {
        let rows = self.rows.iter_mut().chain(self.folds.hidden());
        for known in rows
            .filter_map(|row| row.story.as_mut())
            .filter(|known| known.id == story)
        {
            (known.followed_at, known.muted) = (followed_at, muted);
        }
    }

    /// Another list. Its rows are on their way.
    pub(crate) fn show(&mut self, query: Query, title: Clean, ticket: Ticket) {
        *self = Self {
            query,
            title,
            asked: Some(ticket),
            // The former rows stay until the new ones are here: no flicker.
            rows: std::mem::take(&mut self.rows),
            folds: std::mem::take(&mut self.folds),
            prefer: std::mem::take(&mut self.prefer),
            cursor: self.cursor,
            top: self.top,
            ..Self::default()
        };
    }

    /// Rows came. `false`: nobody waits for them any more.
    pub(crate) fn listed(&mut self, ticket: Ticket, rows: Vec<Row>, total: Option<u64>, newest: ArticleId) -> bool {
        if self.asked == Some(ticket) {
            self.asked = None;
            self.total = total;
            self.flowing = rows.is_empty();
            self.replace(rows, Some(newest));
            if self.hold.is_none() {
                (self.cursor, self.top) = (0, 0);
            }
            self.on_waiting = false;
            self.hold_on();
        } else if self.more == Some(ticket) {
            self.more = None;
            self.ended = rows.len() < PAGE as usize;
            self.last = rows.last().map(|row| (row.sorted_at, row.id)).or(self.last);
            let known: HashSet<ArticleId> = self.rows.iter().map(|row| row.id).collect();
            let new = rows.into_iter().filter(|row| !known.contains(&row.id)).collect();
            let new = self.fold(new);
            self.rows.extend(new);
            self.hold_on();
        } else if self.peek == Some(ticket) {
            self.peek = None;
            self.arrived(rows, total, newest);
        } else {
            return false;
        }
        true
    }

    /// Puts the cursor on the row that it shall stand on, unless that is further down in a list by date.
    fn hold_on(&mut self) {
        let Some(held) = &self.hold else { return };
        let at = self.standing_for(held.article);
        let is_below = self.last.is_some_and(|(at, _)| at >= held.sorted_at);
        if at.is_none() && is_below && !self.ended && self.rows.len() < MAX_SOUGHT {
            return;
        }
        self.cursor = at.unwrap_or(held.at);
        self.hold = None;
    }

    /// The head of the list as it is now: rows that nobody has touched are replaced, others learn how many wait.
    fn arrived(&mut self, rows: Vec<Row>, total: Option<u64>, newest: ArticleId) {
        if self.flowing {
            self.replace(rows, Some(newest));
            self.total = total;
            return;
        }
        let known: HashSet<ArticleId> = self.rows.iter().map(|row| row.id).collect();
        // Beyond the last known row the head only repeats what the next page will bring.
        let end = if self.ended { None } else { self.last.map(|(at, _)| at) };
        let known = |article: ArticleId| known.contains(&article) || self.folds.has(article);
        self.fresh = rows
            .iter()
            .filter(|row| !known(row.id) && end.is_none_or(|end| row.sorted_at >= end))
            .count();
        self.newest_waiting = Some(newest);
        self.waiting = if self.fresh > 0 { rows } else { Vec::new() };
        self.on_waiting &= self.fresh > 0;
    }

    /// Puts what waits into the list; the cursor goes to the newest.
    pub(crate) fn show_waiting(&mut self) -> bool {
        if self.fresh == 0 {
            return false;
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.replace(waiting, self.newest_waiting);
        self.more = None;
        self.total = self.total.map(|total| total + self.fresh as u64);
        (self.fresh, self.cursor, self.top, self.on_waiting) = (0, 0, 0, false);
        true
    }

    /// Moves the cursor by rows.
    pub(crate) fn step(&mut self, by: isize) {
        if by < 0 && self.cursor == 0 && self.fresh > 0 {
            self.on_waiting = true;
        } else if by > 0 && self.on_waiting {
            self.on_waiting = false;
        } else {
            self.cursor = self
                .cursor
                .saturating_add_signed(by)
                .min(self.rows.len().saturating_sub(1));
        }
    }

    /// Moves the cursor to the newest, or on from there to what waits.
    pub(crate) fn go_to_top(&mut self) {
        self.on_waiting = self.cursor == 0 && self.fresh > 0;
        self.cursor = 0;
    }

    /// Keeps the cursor within the rows, and within the window of so many lines.
    pub(crate) fn settle(&mut self, height: u16) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        let lines = height.saturating_sub(u16::from(self.fresh > 0));
        let window = usize::from((lines / self.row_height()).max(1));
        let last = self.rows.len().saturating_sub(window);
        self.top = self
            .top
            .clamp((self.cursor + 1).saturating_sub(window), self.cursor)
            .min(last.max(self.top.min(self.cursor)));
        if self.cursor < window / 2 && self.top <= self.cursor {
            self.top = self.top.min(last);
        }
    }

    /// After which row the next page starts, when it is time to ask for it.
    pub(crate) fn wants_more(&self) -> Option<(Timestamp, ArticleId)> {
        let idle = self.asked.is_none() && self.more.is_none() && !self.ended;
        let near = self.hold.is_some() || self.cursor + NEAR_END >= self.rows.len();
        if idle && near { self.last } else { None }
    }

    /// Index of the next unread row after, or before, the cursor.
    pub(crate) fn unread_from(&self, from: usize, forward: bool) -> Option<usize> {
        let unread = |at: &usize| self.rows.get(*at).is_some_and(|row| self.is_unread(row));
        if forward {
            (from + 1..self.rows.len()).find(unread)
        } else {
            (0..from.min(self.rows.len())).rev().find(unread)
        }
    }

    /// Shows a mark on the rows at once, and tells which rows changed.
    pub(crate) fn mark(&mut self, articles: &[ArticleId], mark: Mark) -> Vec<Row> {
        let wanted: HashSet<ArticleId> = articles.iter().copied().collect();
        let (mut changed, mut known) = (Vec::new(), HashSet::new());
        let shown = self.rows.iter_mut().chain(&mut self.waiting);
        for row in shown.chain(self.folds.hidden()) {
            if wanted.contains(&row.id) && put(row, mark) && known.insert(row.id) {
                changed.push(row.clone());
            }
        }
        changed
    }

    /// Shows what an article's page says of it. The row stays in its place: the next list has it where it belongs.
    pub(crate) fn complete(&mut self, found: &Row) {
        let shown = self.rows.iter_mut().chain(&mut self.waiting).chain(self.folds.hidden());
        for row in shown.filter(|row| row.id == found.id) {
            row.title.clone_from(&found.title);
            row.byline.clone_from(&found.byline);
            row.excerpt.clone_from(&found.excerpt);
            (row.published, row.sorted_at) = (found.published, found.sorted_at);
            (row.quotes, row.words) = (found.quotes, found.words);
        }
    }

    /// How far the list was read: what came since waits. `None`: its rows are not here yet.
    pub(crate) fn seen(&self) -> Option<Seen> {
        Some(Seen {
            newest: self.newest?,
            last: self.last.filter(|_| !self.ended),
        })
    }

    /// The unread articles that were read into the list, shown or behind one that is.
    pub(crate) fn unread(&mut self) -> Vec<ArticleId> {
        let hidden = self.folds.hidden().map(|row| &*row);
        let unread = self.rows.iter().chain(hidden).filter(|row| !row.read);
        let unread: BTreeSet<ArticleId> = unread.map(|row| row.id).collect();
        unread.into_iter().collect()
    }

    /// The article under the cursor, and where it stands: for `hold`.
    pub(crate) fn held(&self) -> Option<Held> {
        self.selected().map(|row| Held {
            article: row.id,
            sorted_at: row.sorted_at,
            at: self.cursor,
        })
    }

    /// Where the row of an article stands, or that of its story.
    fn standing_for(&self, article: ArticleId) -> Option<usize> {
        let of_story = |row: &Row| {
            row.story
                .as_ref()
                .is_some_and(|story| story.articles.contains(&article))
        };
        self.position(article).or_else(|| self.rows.iter().position(of_story))
    }

    /// Where a row stands.
    pub(crate) fn position(&self, article: ArticleId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == article)
    }
}

/// Puts a mark on a row; tells whether that changed it.
pub(crate) fn put(row: &mut Row, mark: Mark) -> bool {
    let (state, wanted) = match mark {
        Mark::Read => (&mut row.read, true),
        Mark::Unread => (&mut row.read, false),
        Mark::Bookmarked => (&mut row.bookmarked, true),
        Mark::Unbookmarked => (&mut row.bookmarked, false),
    };
    std::mem::replace(state, wanted) != wanted
}
