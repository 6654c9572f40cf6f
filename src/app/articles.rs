//! The article list: rows by the filter in force, read page by page; what arrives in the background waits and moves nothing.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::app::event::Ticket;
use crate::model::{ArticleId, Clean, Mark, Row};
use crate::query::Query;

/// Rows asked for at a time.
pub(crate) const PAGE: u32 = 200;
/// So near the end more rows are asked for.
const NEAR_END: usize = 60;

/// The list and what is known of it.
#[derive(Clone, Debug, Default)]
pub struct Articles {
    /// The filter in force.
    pub(crate) query: Query,
    /// What the list is called: a sidebar row's name, or the filter itself.
    pub(crate) title: Clean,
    pub(crate) rows: Vec<Row>,
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
        self.query.sort.is_none() && !self.query.words().is_empty()
    }

    /// Another list. Its rows are on their way.
    pub(crate) fn show(&mut self, query: Query, title: Clean, ticket: Ticket) {
        *self = Self {
            query,
            title,
            asked: Some(ticket),
            // The former rows stay until the new ones are here: no flicker.
            rows: std::mem::take(&mut self.rows),
            cursor: self.cursor,
            top: self.top,
            ..Self::default()
        };
    }

    /// Rows came. `false`: nobody waits for them any more.
    pub(crate) fn listed(&mut self, ticket: Ticket, rows: Vec<Row>, total: Option<u64>) -> bool {
        if self.asked == Some(ticket) {
            self.asked = None;
            self.total = total;
            self.ended = rows.len() < PAGE as usize || self.ranked();
            self.flowing = rows.is_empty();
            self.rows = rows;
            (self.cursor, self.top, self.on_waiting) = (0, 0, false);
        } else if self.more == Some(ticket) {
            self.more = None;
            self.ended = rows.len() < PAGE as usize;
            let known: HashSet<ArticleId> = self.rows.iter().map(|row| row.id).collect();
            self.rows
                .extend(rows.into_iter().filter(|row| !known.contains(&row.id)));
        } else if self.peek == Some(ticket) {
            self.peek = None;
            self.arrived(rows, total);
        } else {
            return false;
        }
        true
    }

    /// The head of the list as it is now: rows that nobody has touched are replaced, others learn how many wait.
    fn arrived(&mut self, rows: Vec<Row>, total: Option<u64>) {
        if self.flowing {
            self.ended = rows.len() < PAGE as usize || self.ranked();
            self.rows = rows;
            self.total = total;
            return;
        }
        let known: HashSet<ArticleId> = self.rows.iter().map(|row| row.id).collect();
        // Beyond the last known row the head only repeats what the next page will bring.
        let end = if self.ended {
            None
        } else {
            self.rows.last().map(|row| row.sorted_at)
        };
        self.fresh = rows
            .iter()
            .filter(|row| !known.contains(&row.id) && end.is_none_or(|end| row.sorted_at >= end))
            .count();
        self.waiting = if self.fresh > 0 { rows } else { Vec::new() };
        self.on_waiting &= self.fresh > 0;
    }

    /// Puts what waits into the list; the cursor goes to the newest.
    pub(crate) fn show_waiting(&mut self) -> bool {
        if self.fresh == 0 {
            return false;
        }
        self.rows = std::mem::take(&mut self.waiting);
        self.ended = self.rows.len() < PAGE as usize || self.ranked();
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
        let near = self.cursor + NEAR_END >= self.rows.len();
        let last = self.rows.last()?;
        (idle && near).then_some((last.sorted_at, last.id))
    }

    /// Index of the next unread row after, or before, the cursor.
    pub(crate) fn unread_from(&self, from: usize, forward: bool) -> Option<usize> {
        let unread = |at: &usize| self.rows.get(*at).is_some_and(|row| !row.read);
        if forward {
            (from + 1..self.rows.len()).find(unread)
        } else {
            (0..from.min(self.rows.len())).rev().find(unread)
        }
    }

    /// Shows a mark on the rows at once, and tells which rows changed.
    pub(crate) fn mark(&mut self, articles: &[ArticleId], mark: Mark) -> Vec<Row> {
        let wanted: HashSet<ArticleId> = articles.iter().copied().collect();
        let mut changed = Vec::new();
        for row in self.rows.iter_mut().chain(&mut self.waiting) {
            if wanted.contains(&row.id) && put(row, mark) {
                changed.push(row.clone());
            }
        }
        changed
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
