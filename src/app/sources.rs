//! The sources sidebar: lists, saved filters, outlets in folders; below them who speaks in the open article and whom it cites.

use std::collections::{HashMap, HashSet};

use crate::model::{Clean, Counts, FeedId, FeedState, FilterId, Outlet, OutletId, Role, SavedFilter};
use crate::query::{Days, Expr, Is, Query, Sort};
use crate::speech::{QuoteKind, Speech};
use crate::typeset::speaker_roles;

/// What a row of the sidebar stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// All articles.
    All,
    /// The unread ones.
    Unread,
    /// Those that are kept.
    Bookmarks,
    /// Those of today.
    Today,
    /// Those of a saved filter.
    Filter(FilterId),
    /// A folder of outlets.
    Folder(String),
    /// An outlet.
    Outlet(OutletId),
    /// A speaker of the open article, by index.
    Speaker(usize),
    /// A source of the open article, by the indices of its places.
    Source(Vec<u32>),
    /// A heading; the cursor goes over it.
    Heading,
}

/// What is to be seen of an outlet before its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing in particular.
    #[default]
    Plain,
    /// In the filter in force.
    In,
    /// Left out by it.
    Out,
    /// A feed of it fails.
    Wrong,
    /// It is being asked.
    Asking,
    /// It rests.
    Paused,
    /// A folder that is open.
    Unfolded,
    /// A folder that is closed.
    Folded,
    /// Somebody who is quoted, in this role.
    Speaks(Role),
    /// Something that is cited.
    Cited,
}

/// A row as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it stands for.
    pub choice: Choice,
    /// Its name.
    pub label: Clean,
    /// The number at its right end.
    pub count: Option<u64>,
    /// The mark before the name.
    pub state: State,
    /// How far it is set in.
    pub depth: u16,
}

/// The sidebar.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub(crate) outlets: Vec<Outlet>,
    pub(crate) filters: Vec<SavedFilter>,
    pub(crate) counts: Counts,
    /// Unread articles of each saved filter.
    pub(crate) tallies: Vec<(FilterId, u64)>,
    folded: HashSet<String>,
    /// Lists and outlets.
    pub(crate) items: Vec<Item>,
    /// "In this article".
    pub(crate) found: Vec<Item>,
    /// Index of the row under the cursor, over both parts.
    pub(crate) cursor: usize,
    /// First row shown of each part.
    pub(crate) tops: [usize; 2],
    /// What the list shows, for its mark.
    pub(crate) chosen: Option<Choice>,
    /// The outlets were read at least once.
    pub(crate) known: bool,
}

impl Sources {
    /// The row under the cursor.
    pub(crate) fn under_cursor(&self) -> Option<&Item> {
        self.at(self.cursor)
    }

    /// A row, counted over both parts.
    pub(crate) fn at(&self, index: usize) -> Option<&Item> {
        self.items.iter().chain(&self.found).nth(index)
    }

    pub(crate) fn outlet(&self, id: OutletId) -> Option<&Outlet> {
        self.outlets.iter().find(|outlet| outlet.id == id)
    }

    /// The query that a row stands for, and the list's title.
    pub(crate) fn query(&self, choice: &Choice) -> Option<(Query, Clean)> {
        let (expr, title) = match choice {
            Choice::All => (Expr::All, "All articles".to_owned()),
            Choice::Unread => (Expr::Is(Is::Unread), "Unread".to_owned()),
            Choice::Bookmarks => (Expr::Is(Is::Bookmarked), "Bookmarks".to_owned()),
            Choice::Today => {
                let query = Query {
                    expr: Expr::Date(Days::Today),
                    sort: Some(Sort::Stories),
                };
                return Some((query, Clean::line("Today")));
            }
            Choice::Folder(name) => (Expr::Folder(name.clone()), name.clone()),
            Choice::Outlet(id) => {
                let outlet = self.outlet(*id)?;
                (Expr::Outlet(vec![outlet.slug.clone()]), outlet.name.to_string())
            }
            Choice::Filter(id) => {
                let saved = self.filters.iter().find(|filter| filter.id == *id)?;
                return Some((Query::parse(&saved.query).ok()?, saved.name.clone()));
            }
            Choice::Speaker(_) | Choice::Source(_) | Choice::Heading => return None,
        };
        Some((Query { expr, sort: None }, Clean::line(&title)))
    }

    /// Closes a folder, or opens it; `false`: it is so already.
    pub(crate) fn fold(&mut self, folder: &str, closed: bool) -> bool {
        if closed {
            self.folded.insert(folder.to_owned())
        } else {
            self.folded.remove(folder)
        }
    }

    /// Builds the rows anew; the cursor stays on what it is on.
    pub(crate) fn rebuild(&mut self, query: &Query, asking: &HashSet<FeedId>) {
        let held = self.under_cursor().map(|item| item.choice.clone());
        let mut items = self.lists();
        self.list_outlets(&mut items, query, asking);
        self.items = items;
        if let Some(at) = held.and_then(|choice| self.position(&choice)) {
            self.cursor = at;
        }
        self.settle_cursor(1);
    }

    /// Where a row stands, counted over both parts.
    pub(crate) fn position(&self, choice: &Choice) -> Option<usize> {
        if *choice == Choice::Heading {
            return None;
        }
        self.items
            .iter()
            .chain(&self.found)
            .position(|item| item.choice == *choice)
    }

    fn lists(&self) -> Vec<Item> {
        let row = |choice, label: &str, count: u64| Item {
            choice,
            label: Clean::line(label),
            count: (count > 0).then_some(count),
            state: State::Plain,
            depth: 0,
        };
        let mut items = vec![
            row(Choice::All, "All articles", self.counts.all),
            row(Choice::Unread, "Unread", self.counts.unread),
            row(Choice::Bookmarks, "Bookmarks", self.counts.bookmarks),
            row(Choice::Today, "Today", self.counts.today),
        ];
        if !self.filters.is_empty() {
            items.push(heading("Filters"));
            for filter in &self.filters {
                let count = self
                    .tallies
                    .iter()
                    .find(|(id, _)| *id == filter.id)
                    .map_or(0, |(_, count)| *count);
                items.push(Item {
                    depth: 1,
                    ..row(Choice::Filter(filter.id), &filter.name, count)
                });
            }
        }
        items
    }

    fn list_outlets(&self, items: &mut Vec<Item>, query: &Query, asking: &HashSet<FeedId>) {
        if self.outlets.is_empty() {
            return;
        }
        items.push(heading("Outlets"));
        let counts: HashMap<OutletId, u64> = self.counts.outlets.iter().copied().collect();
        let within = query.outlets();
        let mut folder: Option<&Clean> = None;
        for outlet in self.outlets.iter().filter(|outlet| outlet.folder.is_some()) {
            if folder != outlet.folder.as_ref() {
                folder = outlet.folder.as_ref();
                items.push(self.folder_item(folder, &counts));
            }
            if folder.is_some_and(|name| self.folded.contains(&**name)) {
                continue;
            }
            items.push(outlet_item(outlet, 1, &counts, within, asking));
        }
        for outlet in self.outlets.iter().filter(|outlet| outlet.folder.is_none()) {
            items.push(outlet_item(outlet, 0, &counts, within, asking));
        }
    }

    fn folder_item(&self, folder: Option<&Clean>, counts: &HashMap<OutletId, u64>) -> Item {
        let name = folder.cloned().unwrap_or_default();
        let sum: u64 = self
            .outlets
            .iter()
            .filter(|outlet| outlet.folder.as_ref() == Some(&name))
            .filter_map(|outlet| counts.get(&outlet.id))
            .sum();
        let folded = self.folded.contains(&*name);
        Item {
            choice: Choice::Folder(name.to_string()),
            count: (sum > 0).then_some(sum),
            state: if folded { State::Folded } else { State::Unfolded },
            label: name,
            depth: 0,
        }
    }

    /// Lists who speaks in the open article and whom it cites, or nobody.
    pub(crate) fn found_in(&mut self, speech: Option<&Speech>) {
        let held = self.under_cursor().map(|item| item.choice.clone());
        self.found = speech.map(found).unwrap_or_default();
        self.tops[1] = 0;
        match held.and_then(|choice| self.position(&choice)) {
            Some(at) => self.cursor = at,
            None => self.cursor = self.cursor.min(self.items.len().saturating_sub(1)),
        }
    }

    /// Moves the cursor by rows, over headings.
    pub(crate) fn step(&mut self, by: isize) {
        let last = (self.items.len() + self.found.len()).saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        self.settle_cursor(by.signum());
    }

    /// Off a heading: on in the same direction, or back where there is nothing.
    fn settle_cursor(&mut self, direction: isize) {
        let len = self.items.len() + self.found.len();
        self.cursor = self.cursor.min(len.saturating_sub(1));
        let is_row = |at: &usize| self.at(*at).is_some_and(|item| item.choice != Choice::Heading);
        let after = (self.cursor..len).find(is_row);
        let before = (0..=self.cursor.min(len.saturating_sub(1))).rev().find(is_row);
        let found = if direction < 0 {
            before.or(after)
        } else {
            after.or(before)
        };
        self.cursor = found.unwrap_or(0);
    }

    /// Lines of the two parts within so many.
    pub(crate) fn heights(&self, height: u16) -> [u16; 2] {
        let found = u16::try_from(self.found.len()).unwrap_or(u16::MAX);
        let items = u16::try_from(self.items.len()).unwrap_or(u16::MAX);
        // Whichever part needs less than half leaves the rest to the other.
        let below = found.min((height / 2).max(height.saturating_sub(items)));
        [height - below, below]
    }

    /// Keeps the cursor within the window of so many lines.
    pub(crate) fn settle(&mut self, height: u16) {
        let [above, below] = self.heights(height).map(usize::from);
        let (part, cursor, window, len) = if self.cursor < self.items.len() {
            (0, self.cursor, above, self.items.len())
        } else {
            (1, self.cursor - self.items.len(), below, self.found.len())
        };
        let top = self.tops[part].clamp((cursor + 1).saturating_sub(window.max(1)), cursor);
        self.tops[part] = top.min(len.saturating_sub(window));
        if cursor == 1 && part == 1 {
            self.tops[1] = 0;
        }
        let other = 1 - part;
        let (len, window) = if other == 0 {
            (self.items.len(), above)
        } else {
            (self.found.len(), below)
        };
        self.tops[other] = self.tops[other].min(len.saturating_sub(window));
    }
}

fn heading(label: &str) -> Item {
    Item {
        choice: Choice::Heading,
        label: Clean::line(label),
        count: None,
        state: State::Plain,
        depth: 0,
    }
}

fn outlet_item(
    outlet: &Outlet,
    depth: u16,
    counts: &HashMap<OutletId, u64>,
    within: &[String],
    asking: &HashSet<FeedId>,
) -> Item {
    let any = |wanted: FeedState| outlet.feeds.iter().any(|feed| feed.state == wanted);
    let state = if outlet.feeds.iter().any(|feed| asking.contains(&feed.id)) {
        State::Asking
    } else if any(FeedState::Failing) || any(FeedState::Gone) {
        State::Wrong
    } else if any(FeedState::Paused) {
        State::Paused
    } else if within.is_empty() {
        State::Plain
    } else if within.contains(&outlet.slug) {
        State::In
    } else {
        State::Out
    };
    Item {
        choice: Choice::Outlet(outlet.id),
        label: outlet.name.clone(),
        count: counts.get(&outlet.id).copied().filter(|count| *count > 0),
        state,
        depth,
    }
}

/// Speakers by their first quote, then sources by their first place, each once.
fn found(speech: &Speech) -> Vec<Item> {
    let mut items = Vec::new();
    for (index, (speaker, role)) in speech.speakers.iter().zip(speaker_roles(speech)).enumerate() {
        let spoken = speech
            .quotes
            .iter()
            .filter(|quote| quote.speaker == Some(index) && quote.kind != QuoteKind::Indirect);
        let count = spoken.count() as u64;
        if count > 0 {
            items.push(Item {
                choice: Choice::Speaker(index),
                label: speaker.name.clone(),
                count: Some(count),
                state: State::Speaks(role),
                depth: 0,
            });
        }
    }
    let mut cited: Vec<(String, Item)> = Vec::new();
    for (index, source) in speech.sources.iter().enumerate() {
        let key = source.name.to_lowercase();
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        if let Some((_, item)) = cited.iter_mut().find(|(known, _)| *known == key) {
            if let Choice::Source(places) = &mut item.choice {
                places.push(index);
            }
            continue;
        }
        let what = source.described.as_deref().unwrap_or_else(|| source.kind.word());
        let label = Clean::line(&format!("{} ({what})", &*source.name));
        cited.push((
            key,
            Item {
                choice: Choice::Source(vec![index]),
                label,
                count: None,
                state: State::Cited,
                depth: 0,
            },
        ));
    }
    items.extend(cited.into_iter().map(|(_, item)| item));
    if !items.is_empty() {
        items.insert(0, heading("In this article"));
    }
    items
}
