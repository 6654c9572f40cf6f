//! One arm for every command of the table.

use crate::app::done::Done;
use crate::app::effect::{Effect, Which};
use crate::app::filter;
use crate::app::overlay::{Confirm, Help, Overlay, Palette};
use crate::app::prompt::{Former, Prompt, Purpose};
use crate::app::reader::Walk;
use crate::app::screen::Pane;
use crate::app::sources::{Choice, State};
use crate::app::state::App;
use crate::app::welcome::Welcome;
use crate::input::Command;
use crate::model::{ArticleId, Clean, FeedId, FeedState, Mark, OutletId, Row};
use crate::query::{Expr, Is, Query};

impl App {
    /// Does what a command says.
    pub(crate) fn run(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Down
            | Command::Up
            | Command::Top
            | Command::Bottom
            | Command::HalfDown
            | Command::HalfUp
            | Command::PageDown
            | Command::PageUp => self.go(command),
            Command::ReadOn => self.page_on(),
            Command::Open => self.open(),
            Command::Back => self.back(),
            Command::NextPane | Command::PreviousPane => self.next_pane(command == Command::NextPane),
            Command::NextUnread => self.next_unread(true),
            Command::PreviousUnread => self.next_unread(false),
            Command::Bookmark => self.toggle(|row| row.bookmarked, [Mark::Bookmarked, Mark::Unbookmarked]),
            Command::Tag | Command::Note | Command::Highlight => self.write_on(command),
            Command::ToggleRead => self.toggle_read(),
            Command::MarkAllRead => self.mark_all_read(),
            Command::Undo => self.undo(),
            Command::Browse => self.browse(),
            Command::WholeText => self.whole_text(),
            Command::Changes => self.changes(),
            Command::Clip => self.ask_clip(),
            Command::CopyLink => self.copy_link(),
            Command::CopyQuote => self.copy_quote(),
            Command::CopyCitation => self.copy_citation(),
            Command::NextQuote | Command::NextSource | Command::NextHighlight => self.walk(true, walk_of(command)),
            Command::PreviousQuote | Command::PreviousSource | Command::PreviousHighlight => {
                self.walk(false, walk_of(command))
            }
            Command::NextHit | Command::PreviousHit => self.walk_hits(command == Command::NextHit),
            Command::NameSpeaker | Command::SpeakerQuotes => self.about_speaker(command),
            Command::Story
            | Command::UnfoldStory
            | Command::FollowStory
            | Command::MuteStory
            | Command::JoinStory
            | Command::SplitStory => self.about_story(command),
            Command::ToggleOutlet => self.filter_outlet(Query::toggle_outlet),
            Command::OnlyOutlet => self.filter_outlet(filter::only_outlet),
            Command::Search => self.search(),
            Command::Filter => self.ask(Purpose::Filter, &self.articles.query.to_string()),
            Command::SaveFilter => self.ask(Purpose::SaveFilter, ""),
            Command::Hide | Command::Rule => self.ask_rule(command),
            Command::AddOutlet => self.ask_again(Purpose::Address),
            Command::Setting => self.ask_again(Purpose::Setting),
            Command::Catalogue => self.catalogue(),
            Command::Edit => self.edit(),
            Command::Remove => self.remove(),
            Command::RefreshAll => self.refresh(Which::All),
            Command::Refresh => self.refresh_one(),
            Command::Pause => self.pause_or_wake(),
            Command::Zoom => self.zoom(),
            Command::Theme => self.next_theme(),
            Command::Palette => self.lay(Overlay::Palette(Palette::new())),
            Command::Help => self.lay(Overlay::Help(Help::default())),
            Command::Redraw => vec![Effect::Redraw],
            Command::Quit => self.back_or_quit(),
        }
    }

    fn go(&mut self, command: Command) -> Vec<Effect> {
        let page = self.page_height();
        match command {
            Command::Top => self.go_to_end(false),
            Command::Bottom => self.go_to_end(true),
            Command::Up => self.step(-1),
            Command::HalfDown => self.step(page / 2),
            Command::HalfUp => self.step(-page / 2),
            Command::PageDown => self.step(page),
            Command::PageUp => self.step(-page),
            _ => self.step(1),
        }
    }

    pub(crate) fn lay(&mut self, overlay: Overlay) -> Vec<Effect> {
        self.overlay = Some(overlay);
        Vec::new()
    }

    fn search(&mut self) -> Vec<Effect> {
        let scope = filter::scope(&self.articles.query);
        self.ask(Purpose::Search { scope }, "")
    }

    /// Asks with what was typed the last time, where that came to nothing.
    fn ask_again(&mut self, purpose: Purpose) -> Vec<Effect> {
        let refused = self.refused.take_if(|(known, _)| *known == purpose);
        self.ask(purpose, &refused.map(|(_, text)| text).unwrap_or_default())
    }

    pub(crate) fn ask(&mut self, purpose: Purpose, text: &str) -> Vec<Effect> {
        let named = purpose.is_named();
        let mut line = Prompt::new(purpose, text);
        if matches!(line.purpose, Purpose::Search { .. } | Purpose::Filter) {
            let before = Former {
                query: self.articles.query.clone(),
                focus: self.focus,
                held: self.articles.held(),
            };
            self.former.get_or_insert_with(|| before.clone());
            line.before = Some(before);
            self.focus_on(Pane::Articles);
        }
        self.overlay = Some(Overlay::Prompt(line));
        if named { vec![Effect::Names] } else { Vec::new() }
    }

    /// Rows, or lines, of a page of the pane that has the keys.
    fn page_height(&self) -> isize {
        let area = self.panes().and_then(|panes| panes.area(self.focus));
        let lines = area.map_or(1, |area| match self.focus {
            Pane::Articles => area.height / self.articles.row_height(),
            Pane::Reader => area.height.saturating_sub(2),
            Pane::Sources => area.height,
        });
        isize::try_from(lines.max(1)).unwrap_or(1)
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        match self.focus {
            Pane::Sources => self.sources.step(by),
            Pane::Articles => self.articles.step(by),
            Pane::Reader => {
                self.reader.scroll(by);
            }
        }
        Vec::new()
    }

    fn go_to_end(&mut self, bottom: bool) -> Vec<Effect> {
        match (self.focus, bottom) {
            (Pane::Sources, true) => self.sources.step(isize::MAX),
            (Pane::Sources, false) => self.sources.step(isize::MIN),
            (Pane::Articles, true) => self.articles.step(isize::MAX),
            (Pane::Articles, false) => self.articles.go_to_top(),
            (Pane::Reader, true) => self.reader.go(usize::MAX),
            (Pane::Reader, false) => self.reader.go(0),
        }
        Vec::new()
    }

    /// The next page of the open article, then the next unread article.
    fn page_on(&mut self) -> Vec<Effect> {
        let shown = self.panes().is_some_and(|panes| panes.reader.is_some()) && self.reader.opened.is_some();
        if self.focus == Pane::Sources || !shown {
            return self.open();
        }
        let height = self
            .panes()
            .and_then(|panes| panes.reader)
            .map_or(1, |area| area.height);
        if self
            .reader
            .scroll(isize::try_from(height.saturating_sub(2).max(1)).unwrap_or(1))
        {
            return Vec::new();
        }
        self.focus_on(Pane::Reader);
        self.next_unread(true)
    }

    fn open(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Sources => self.choose(),
            Pane::Articles if self.articles.on_waiting => {
                self.articles.show_waiting();
                Vec::new()
            }
            Pane::Articles => match self.articles.selected().map(|row| row.id) {
                Some(article) => self.open_article(article),
                None => Vec::new(),
            },
            Pane::Reader => self.open_target(),
        }
    }

    /// Opens an article; where the former one was left is remembered.
    pub(crate) fn open_article(&mut self, article: ArticleId) -> Vec<Effect> {
        self.focus_on(Pane::Reader);
        let mut effects = self.keep_place();
        let ticket = self.ticket();
        self.reader.asked = Some((ticket, article));
        self.reader.page_asked = None;
        effects.push(Effect::Open {
            ticket,
            article,
            feed_text: false,
        });
        effects
    }

    /// Tells the shell where the reader stopped.
    pub(crate) fn keep_place(&mut self) -> Vec<Effect> {
        let place = self.reader.place_to_keep();
        place
            .map(|(article, place)| Effect::KeepPlace { article, place })
            .into_iter()
            .collect()
    }

    /// Does what the row under the cursor of the sidebar stands for.
    pub(crate) fn choose(&mut self) -> Vec<Effect> {
        let Some(item) = self.sources.under_cursor().cloned() else {
            return Vec::new();
        };
        match &item.choice {
            Choice::Heading => Vec::new(),
            Choice::Speaker(index) => {
                let quotes = self.quotes_of(*index);
                self.walk_among(&quotes, Walk::Quotes)
            }
            Choice::Source(places) => self.walk_among(places, Walk::Sources),
            choice => {
                if let Choice::Outlet(id) = choice
                    && item.state == State::Wrong
                    && let Some(why) = self.why(*id)
                {
                    self.notices.complain(&format!("{}: {why}", item.label), self.now);
                }
                let Some((query, _)) = self.sources.query(choice) else {
                    return Vec::new();
                };
                self.fold(false);
                self.former = None;
                self.focus_on(Pane::Articles);
                self.show(query)
            }
        }
    }

    fn walk_among(&mut self, indices: &[u32], walk: Walk) -> Vec<Effect> {
        self.reader.walk_among(indices, walk);
        if self.panes().is_some_and(|panes| panes.reader.is_none()) {
            self.focus_on(Pane::Reader);
        }
        Vec::new()
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Reader if self.zoomed && self.size.width >= 70 => {
                self.zoomed = false;
                Vec::new()
            }
            Pane::Reader => {
                self.focus_on(Pane::Articles);
                self.keep_place()
            }
            Pane::Articles => match self.former.take() {
                Some(former) => self.show_former(former),
                None => {
                    self.focus_on(Pane::Sources);
                    Vec::new()
                }
            },
            Pane::Sources => {
                self.fold(true);
                Vec::new()
            }
        }
    }

    /// Closes the folder under the cursor of the sidebar, or opens it; `false`: it is so already, or none.
    pub(crate) fn fold(&mut self, closed: bool) -> bool {
        let Some(Choice::Folder(name)) = self.sources.under_cursor().map(|item| item.choice.clone()) else {
            return false;
        };
        let changed = self.sources.fold(&name, closed);
        self.rebuild_sources();
        changed
    }

    /// Closes the folder under the cursor of the sidebar if it is open, or opens it; `false`: it is none.
    pub(crate) fn toggle_folder(&mut self) -> bool {
        self.fold(true) || self.fold(false)
    }

    fn back_or_quit(&mut self) -> Vec<Effect> {
        let nothing_behind = self.focus == Pane::Sources || (self.focus == Pane::Articles && self.former.is_none());
        if nothing_behind { self.quit() } else { self.back() }
    }

    pub(crate) fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_place();
        effects.push(Effect::Quit);
        effects
    }

    fn next_pane(&mut self, forward: bool) -> Vec<Effect> {
        let has_article = self.reader.opened.is_some() || self.reader.asked.is_some();
        let to = match (self.focus, forward) {
            (Pane::Articles, true) | (Pane::Sources, false) if has_article => Pane::Reader,
            (Pane::Sources, _) | (Pane::Reader, false) => Pane::Articles,
            (Pane::Articles | Pane::Reader, _) => Pane::Sources,
        };
        // The sidebar keeps beside it what was being looked at.
        self.focus_on(to);
        Vec::new()
    }

    /// Goes to the next unread article; while reading, opens it.
    pub(crate) fn next_unread(&mut self, forward: bool) -> Vec<Effect> {
        let open = self.focus == Pane::Reader;
        let here = self
            .reader
            .article()
            .filter(|_| open)
            .and_then(|article| self.articles.position(article));
        let from = here.unwrap_or(self.articles.cursor);
        let here_unread = !open
            && self.focus == Pane::Sources
            && self.articles.selected().is_some_and(|row| self.articles.is_unread(row));
        let found = if here_unread {
            Some(from)
        } else {
            self.articles.unread_from(from, forward)
        };
        let found = found.or_else(|| {
            if forward && self.articles.ended {
                self.unread_before(from)
            } else {
                None
            }
        });
        let Some(at) = found else {
            if forward && !self.articles.ended && !self.articles.rows.is_empty() {
                self.seeking = true;
                self.articles.cursor = self.articles.rows.len() - 1;
            } else {
                self.tell("No more unread articles here");
            }
            return Vec::new();
        };
        self.articles.cursor = at;
        self.articles.on_waiting = false;
        match self.articles.rows.get(at).map(|row| row.id) {
            Some(article) if open => self.open_article(article),
            _ => {
                self.focus_on(Pane::Articles);
                Vec::new()
            }
        }
    }

    /// The first unread article of the list, when the search for the next one has come round.
    fn unread_before(&self, from: usize) -> Option<usize> {
        self.articles
            .rows
            .iter()
            .take(from)
            .position(|row| self.articles.is_unread(row))
    }

    /// The article that a command is about: the open one while reading, else the selected one.
    pub(crate) fn subject(&self) -> Option<Row> {
        if self.focus == Pane::Reader {
            return self.open_row().map(|article| article.row.clone());
        }
        self.articles.selected().cloned()
    }

    fn toggle(&mut self, state: impl Fn(&Row) -> bool, marks: [Mark; 2]) -> Vec<Effect> {
        let Some(row) = self.subject() else {
            self.tell("No article is selected");
            return Vec::new();
        };
        let mark = marks[usize::from(state(&row))];
        let effects = self.mark(vec![row.id], mark);
        match mark {
            Mark::Bookmarked => self.tell("Kept; Bookmarks in the sidebar has it"),
            Mark::Unbookmarked => self.tell("No longer kept; ‹undo› takes it back"),
            Mark::Read | Mark::Unread => {}
        }
        effects
    }

    /// A story's articles are read together.
    fn toggle_read(&mut self) -> Vec<Effect> {
        let Some(row) = self.subject() else {
            self.tell("No article is selected");
            return Vec::new();
        };
        let read = !self.articles.is_unread(&row);
        let mark = if read { Mark::Unread } else { Mark::Read };
        let articles = self.articles.together(&row);
        self.mark(articles, mark)
    }

    /// Marks what the list shows or would show further down; not what waits.
    fn mark_all_read(&mut self) -> Vec<Effect> {
        let Some(seen) = self.articles.seen() else {
            self.tell("The list is on its way; press the key again when it is here");
            return Vec::new();
        };
        let loaded = self.articles.unread();
        self.show_mark(&loaded, Mark::Read);
        if self.articles.ranked() {
            // Nothing stands further down.
            self.marked(loaded.clone(), Mark::Read);
            if loaded.is_empty() {
                return Vec::new();
            }
            return vec![Effect::Mark {
                articles: loaded,
                mark: Mark::Read,
            }];
        }
        let unread = Query {
            expr: Expr::Is(Is::Unread),
            sort: None,
        };
        let query = filter::both(&self.articles.query, &unread);
        vec![Effect::MarkAll {
            query,
            mark: Mark::Read,
            seen,
            shown: loaded,
        }]
    }

    /// The outlet that a command is about: the one under the cursor of the sidebar, else the article's, else that of the list.
    fn subject_outlet(&mut self) -> Option<OutletId> {
        let found = match (self.focus, self.sources.under_cursor().map(|item| &item.choice)) {
            (Pane::Sources, Some(Choice::Outlet(id))) => Some(*id),
            (Pane::Sources, _) => None,
            _ => {
                let own = self.subject().map(|row| row.outlet);
                own.or_else(|| self.outlet_alone().map(|outlet| outlet.id))
            }
        };
        if found.is_none() {
            self.tell("Go to an outlet first, or to one of its articles");
        }
        found
    }

    fn filter_outlet(&mut self, change: impl Fn(&Query, &str) -> Query) -> Vec<Effect> {
        let Some(id) = self.subject_outlet() else {
            return Vec::new();
        };
        let Some(slug) = self.sources.outlet(id).map(|outlet| outlet.slug.clone()) else {
            return Vec::new();
        };
        if self.focus == Pane::Reader {
            self.focus_on(Pane::Articles);
        }
        let query = change(&self.articles.query, &slug);
        let held = self.articles.held();
        let effects = self.show(query);
        self.articles.hold = held;
        effects
    }

    fn catalogue(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Welcome(Welcome::default()));
        vec![Effect::Offers]
    }

    fn edit(&mut self) -> Vec<Effect> {
        let under = self.sources.under_cursor().map(|item| item.choice.clone());
        if let (Pane::Sources, Some(Choice::Filter(filter))) = (self.focus, under) {
            return self.edit_filter(filter);
        }
        let Some(id) = self.subject_outlet() else {
            return Vec::new();
        };
        let name = self.called(id);
        self.ask(Purpose::Name(id), &name)
    }

    fn remove(&mut self) -> Vec<Effect> {
        let under = self
            .sources
            .under_cursor()
            .map(|item| (item.choice.clone(), item.label.clone()));
        let (question, yes) = match (self.focus, under) {
            (Pane::Sources, Some((Choice::Filter(id), name))) => {
                (format!("Remove the filter \"{name}\"?"), Effect::RemoveFilter(id))
            }
            _ => {
                let Some(id) = self.subject_outlet() else {
                    return Vec::new();
                };
                let question = format!(
                    "Stop following {}? Bookmarked articles stay; ‹undo› brings back what its feeds still have.",
                    self.called(id)
                );
                (question, Effect::RemoveOutlet(id))
            }
        };
        self.lay(Overlay::Confirm(Confirm {
            question: Clean::line(&self.config.keymap.spelt(&question)),
            yes,
        }))
    }

    fn refresh(&mut self, which: Which) -> Vec<Effect> {
        if self.offline {
            self.tell("byline was started with --offline: no outlet is asked");
            return Vec::new();
        }
        if self.expect(which) == 0 && self.sources.known {
            self.tell(match which {
                Which::Outlet(_) => "It is paused; ‹pause› wakes it",
                Which::All if self.sources.outlets.is_empty() => "No outlets yet: ‹add-outlet› adds one by its address",
                Which::All => "No feed is asked: all are paused or gone",
            });
            return Vec::new();
        }
        self.notices.wished = true;
        self.rebuild_sources();
        vec![Effect::Refresh(which)]
    }

    /// Counts on an answer of every feed that is going to be asked; how many these are.
    fn expect(&mut self, which: Which) -> usize {
        let wanted = |outlet: &&crate::model::Outlet| which == Which::All || which == Which::Outlet(outlet.id);
        let feeds = self
            .sources
            .outlets
            .iter()
            .filter(wanted)
            .flat_map(|outlet| &outlet.feeds);
        let asked = feeds.filter(|feed| match feed.state {
            FeedState::Paused => false,
            FeedState::Gone => which != Which::All,
            _ => true,
        });
        let asked: Vec<FeedId> = asked.map(|feed| feed.id).collect();
        let count = asked.len();
        self.notices.asking(asked, self.now);
        count
    }

    fn refresh_one(&mut self) -> Vec<Effect> {
        match self.subject_outlet() {
            Some(outlet) => self.refresh(Which::Outlet(outlet)),
            None => Vec::new(),
        }
    }

    fn pause_or_wake(&mut self) -> Vec<Effect> {
        let Some(outlet) = self.subject_outlet() else {
            return Vec::new();
        };
        let resting = |feed: &crate::model::Feed| feed.state == FeedState::Paused;
        let paused = !self
            .sources
            .outlet(outlet)
            .is_some_and(|outlet| outlet.feeds.iter().all(resting));
        self.remember(Done::Paused { outlet, paused });
        self.pause(outlet, paused)
    }

    fn zoom(&mut self) -> Vec<Effect> {
        if self.reader.opened.is_some() {
            self.focus_on(Pane::Reader);
            self.zoomed = !self.zoomed;
        }
        Vec::new()
    }

    fn next_theme(&mut self) -> Vec<Effect> {
        self.theme = (self.theme + 1) % self.themes.len();
        let name = self.theme().name.clone();
        self.tell(&format!("Theme: {name}"));
        vec![Effect::KeepTheme(name)]
    }
}

fn walk_of(command: Command) -> Walk {
    match command {
        Command::NextSource | Command::PreviousSource => Walk::Sources,
        Command::NextHighlight | Command::PreviousHighlight => Walk::Highlights,
        _ => Walk::Quotes,
    }
}
