//! The screen's whole state.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ratatui::layout::Size;

use crate::app::articles::Articles;
use crate::app::done::Done;
use crate::app::effect::Effect;
use crate::app::event::Ticket;
use crate::app::notice::Notices;
use crate::app::overlay::Overlay;
use crate::app::prompt::{Former, Purpose};
use crate::app::reader::Reader;
use crate::app::screen::{Pane, Panes, Wish, panes};
use crate::app::sources::{Choice, Sources};
use crate::app::wording;
use crate::config::{Config, RightToLeft, Surroundings, Theme};
use crate::document::Document;
use crate::input::{Context, Key};
use crate::model::{ArticleId, Clean, Icons, Outlet};
use crate::query::{Expr, Is, Names, Query};

/// While feeds are being asked the screen looks so often for what has arrived.
const LOOK: Duration = Duration::from_millis(700);

/// What the shell gives to begin with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The reader's settings.
    pub config: Config,
    /// Every theme there is; never empty.
    pub themes: Vec<Theme>,
    /// Index of the one to begin with.
    pub theme: usize,
    /// The terminal's size.
    pub size: Size,
    /// The moment.
    pub now: Timestamp,
    /// The reader's time zone.
    pub zone: TimeZone,
    /// Nothing is to be asked of the network.
    pub offline: bool,
    /// The terminal.
    pub around: Surroundings,
}

/// The screen's whole state. It changes in [`App::update`] and nowhere else.
#[derive(Debug)]
pub struct App {
    pub(crate) config: Config,
    pub(crate) themes: Vec<Theme>,
    pub(crate) theme: usize,
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
    pub(crate) offline: bool,
    pub(crate) around: Surroundings,
    pub(crate) size: Size,
    pub(crate) focus: Pane,
    /// Which pane stands beside the sidebar where there is room for one only.
    pub(crate) beside: Pane,
    pub(crate) zoomed: bool,
    pub(crate) sources: Sources,
    pub(crate) articles: Articles,
    pub(crate) reader: Reader,
    pub(crate) overlay: Option<Overlay>,
    pub(crate) notices: Notices,
    /// Keys of a sequence that has begun.
    pub(crate) keys: Vec<Key>,
    /// The number of a link that has begun.
    pub(crate) number: u32,
    pub(crate) undo: Vec<Done>,
    /// What was typed into the last line that came to nothing.
    pub(crate) refused: Option<(Purpose, String)>,
    /// The list to go back to from a search.
    pub(crate) former: Option<Former>,
    /// Looking for an unread article in rows yet to come.
    pub(crate) seeking: bool,
    /// Articles whose pages were asked for without a word from the reader: each only once.
    pub(crate) pages_tried: HashSet<ArticleId>,
    /// The article whose story is to be joined with the next one chosen.
    pub(crate) joining: Option<ArticleId>,
    /// When the list was last compared with the store.
    pub(crate) looked_at: Timestamp,
    pub(crate) sources_stale: bool,
    /// When it was last looked whether another program has changed anything.
    pub(crate) looked_outside: Timestamp,
    /// Names that filters can be completed with, as they were when the last line was opened.
    pub(crate) names: Names,
    tickets: u64,
}

impl App {
    /// Whether right-to-left words are put in order here, not by the terminal.
    pub fn orders(&self) -> bool {
        match self.config.reading.right_to_left {
            RightToLeft::Auto => !self.around.orders,
            RightToLeft::Byline => true,
            RightToLeft::Terminal => false,
        }
    }

    /// The set of signs: without any where the terminal knows ASCII alone.
    pub(crate) fn icons(&self) -> Icons {
        if self.around.ascii {
            Icons::Ascii
        } else {
            self.config.reading.icons
        }
    }

    /// The screen as it opens, and what to read for it.
    pub fn start(start: Start) -> (Self, Vec<Effect>) {
        let mut app = Self {
            config: start.config,
            theme: start.theme.min(start.themes.len().saturating_sub(1)),
            themes: start.themes,
            now: start.now,
            zone: start.zone,
            offline: start.offline,
            around: start.around,
            size: start.size,
            focus: Pane::Articles,
            beside: Pane::Articles,
            zoomed: false,
            sources: Sources::default(),
            articles: Articles::default(),
            reader: Reader::default(),
            overlay: None,
            notices: Notices::default(),
            keys: Vec::new(),
            number: 0,
            undo: Vec::new(),
            refused: None,
            former: None,
            seeking: false,
            pages_tried: HashSet::new(),
            joining: None,
            looked_at: start.now,
            sources_stale: false,
            looked_outside: start.now,
            names: Names::default(),
            tickets: 0,
        };
        app.rebuild_sources();
        let mut effects = app.show(Query {
            expr: Expr::Is(Is::Unread),
            sort: None,
        });
        app.sources.cursor = 1;
        effects.extend([Effect::Outlets, Effect::Count]);
        (app, effects)
    }

    /// A number for a question.
    pub(crate) fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// Puts a filter in force.
    pub(crate) fn show(&mut self, query: Query) -> Vec<Effect> {
        let chosen = self.choice_of(&query);
        let title = match &chosen {
            Some(choice) => self.sources.query(choice).map(|(_, title)| title).unwrap_or_default(),
            None => Clean::line(&query.to_string()),
        };
        let ticket = self.ticket();
        self.articles.show(query.clone(), title, ticket);
        self.sources.chosen = chosen;
        self.seeking = false;
        self.rebuild_sources();
        vec![Effect::List {
            ticket,
            query,
            after: None,
            limit: self.articles.page(),
        }]
    }

    /// Goes back to the list from which a search began, to where the cursor stood.
    pub(crate) fn show_former(&mut self, former: Former) -> Vec<Effect> {
        let effects = self.show(former.query);
        self.articles.hold = former.held;
        effects
    }

    /// The only outlet that the filter in force lets through.
    pub fn outlet_alone(&self) -> Option<&Outlet> {
        let [slug] = self.articles.query.outlets() else {
            return None;
        };
        self.sources.outlets.iter().find(|outlet| outlet.slug == *slug)
    }

    /// The row of the sidebar that stands for a filter.
    fn choice_of(&self, query: &Query) -> Option<Choice> {
        let stands = |choice: &Choice| self.sources.query(choice).is_some_and(|(known, _)| known == *query);
        self.sources
            .items
            .iter()
            .map(|item| &item.choice)
            .find(|choice| stands(choice))
            .cloned()
    }

    pub(crate) fn rebuild_sources(&mut self) {
        self.sources_stale = false;
        self.sources.rebuild(&self.articles.query, &self.notices.asking);
        self.articles.prefer = self.preferred();
    }

    pub(crate) fn tell(&mut self, text: &str) {
        self.notices.tell(&self.config.keymap.spelt(text), self.now);
    }

    /// Where the panes lie; `None` when the screen is too small.
    pub fn panes(&self) -> Option<Panes> {
        panes(
            self.size,
            Wish {
                focus: self.focus,
                beside: self.beside,
                zoomed: self.zoomed,
            },
        )
    }

    /// The theme in force.
    pub(crate) fn theme(&self) -> &Theme {
        &self.themes[self.theme]
    }

    /// Where keys count now.
    pub(crate) fn context(&self) -> Context {
        match self.focus {
            Pane::Sources => Context::Sources,
            Pane::Articles => Context::Articles,
            Pane::Reader => Context::Reader,
        }
    }

    pub(crate) fn focus_on(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Sources {
            self.beside = pane;
        }
        if pane != Pane::Reader {
            self.zoomed = false;
        }
    }

    /// Makes everything fit the screen as it is now. Called after every event.
    pub(crate) fn settle(&mut self) {
        let Some(panes) = self.panes() else { return };
        if let Some(area) = panes.reader {
            let (query, icons) = (&self.articles.query, self.icons());
            self.reader.set(area.as_size(), &self.config, icons, query);
        }
        if let Some(area) = panes.articles {
            self.articles.settle(area.height);
        }
        if let Some(area) = panes.sources {
            self.sources.settle(area.height);
        }
        self.settle_story();
    }

    /// The document in the article pane, for the addresses of its links.
    pub fn shown_document(&self) -> Option<Arc<Document>> {
        self.reader.opened.as_ref().map(|opened| Arc::clone(&opened.document))
    }

    /// Whether the first answers have come: there is something to look at.
    pub fn is_filled(&self) -> bool {
        self.articles.asked.is_none() && self.sources.known
    }

    /// What is to be kept when the program ends, however it ends.
    pub fn leave(&mut self) -> Vec<Effect> {
        self.keep_place()
    }

    /// After how long the screen would look otherwise although nothing happens; `None`: it may sleep.
    pub fn ages(&self) -> Option<Duration> {
        let look = (!self.notices.asking.is_empty() || self.articles.stale || self.sources_stale).then_some(LOOK);
        let notice = self.notices.notice.as_ref().map(|_| Duration::from_secs(4));
        let shown = self.panes().is_some_and(|panes| panes.articles.is_some());
        let rows = self
            .articles
            .rows
            .iter()
            .skip(self.articles.top)
            .take(if shown { 100 } else { 0 });
        let minute = rows
            .filter_map(|row| wording::ages_in(row.sorted_at, self.now))
            .min()
            .map(|left: SignedDuration| left.unsigned_abs().max(Duration::from_secs(1)));
        let place = self.reader.keeps_in(self.now).map(SignedDuration::unsigned_abs);
        let outside = (self.now != self.looked_outside).then(|| self.outside_waits());
        [look, notice, minute, place, outside].into_iter().flatten().min()
    }
}
