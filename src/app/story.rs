//! Stories: opened in place, side by side, followed, muted, joined and split.

use crate::app::boxes::Boxed;
use crate::app::done::Done;
use crate::app::effect::Effect;
use crate::app::event::{Side, Ticket};
use crate::app::folds::Standing;
use crate::app::held::Held;
use crate::app::overlay::Overlay;
use crate::app::screen::Pane;
use crate::app::side::{SideBySide, sheet};
use crate::app::state::App;
use crate::app::steps::free_step_of;
use crate::app::wording::moment;
use crate::input::{Code, Command, Key, Resolution};
use crate::model::{ArticleId, Grouped, Mark, OutletId, Row, Stance, Story, StoryId};
use crate::typeset;

impl App {
    /// Shows the story of the article that is meant, side by side.
    fn story(&mut self, row: &Row) -> Vec<Effect> {
        let ticket = self.ticket();
        self.overlay = Some(Overlay::Story(SideBySide {
            asked: Some(ticket),
            ..SideBySide::default()
        }));
        vec![Effect::Side {
            ticket,
            article: row.id,
        }]
    }

    /// The reports of a story came.
    pub(crate) fn sided(&mut self, ticket: Ticket, side: &Side) {
        let (now, zone) = (self.now, self.zone.clone());
        if let Some(Overlay::Story(story)) = &mut self.overlay
            && story.asked == Some(ticket)
        {
            story.asked = None;
            story.sheet = sheet(side, |at| moment(at, now, &zone));
            story.side = side.clone();
            story.width = 0;
        }
        self.settle_story();
    }

    /// Sets the story for the screen as it is now.
    pub(crate) fn settle_story(&mut self) {
        let inside = Boxed::whole(self.size).inside;
        let icons = self.icons();
        if let Some(Overlay::Story(story)) = &mut self.overlay {
            if story.width != inside.width {
                story.lines = typeset::lay_out_story(&story.sheet, usize::from(inside.width), icons);
                story.width = inside.width;
            }
            story.height = inside.height;
            story.step(0);
        }
    }

    /// Opens a report of the story that is shown.
    pub(crate) fn open_report(&mut self, report: usize) -> Vec<Effect> {
        let Some(Overlay::Story(story)) = &self.overlay else {
            return Vec::new();
        };
        let Some(article) = story.side.reports.get(report).map(|report| report.row.id) else {
            return Vec::new();
        };
        self.overlay = None;
        self.open_article(article)
    }

    /// Keys while a story is shown: a digit opens a report, what follows, mutes or splits works as elsewhere.
    pub(crate) fn story_key(&mut self, key: &Key) -> Vec<Effect> {
        let Some(Overlay::Story(story)) = &mut self.overlay else {
            return Vec::new();
        };
        if let Some(digit) = key.digit() {
            let report = (digit as usize).checked_sub(1);
            return report.map(|report| self.open_report(report)).unwrap_or_default();
        }
        if let Some(step) = free_step_of(key) {
            let page = isize::try_from(story.height.saturating_sub(1).max(1)).unwrap_or(1);
            story.step(if step.unsigned_abs() == 10 {
                step.signum() * page
            } else {
                step
            });
            return Vec::new();
        }
        if matches!(key.code, Code::Esc | Code::Left | Code::Char('q' | 'h')) {
            self.overlay = None;
            return Vec::new();
        }
        let command = match self.config.keymap.resolve(self.context(), &[*key]) {
            Resolution::Commands([command]) => *command,
            _ => return Vec::new(),
        };
        match command {
            Command::Story => {
                self.overlay = None;
                Vec::new()
            }
            Command::FollowStory | Command::MuteStory | Command::Help => self.run(command),
            _ => Vec::new(),
        }
    }

    /// Opens the selected row in place, or closes it.
    fn unfold_story(&mut self) -> Vec<Effect> {
        if self.focus == Pane::Sources && self.toggle_folder() {
            return Vec::new();
        }
        let Some(row) = self.articles.selected().cloned() else {
            return Vec::new();
        };
        match self.articles.standing(&row) {
            Standing::Open | Standing::Below => {
                self.articles.close_story();
                Vec::new()
            }
            Standing::Closed => {
                let ticket = self.ticket();
                self.articles.opening = Some((ticket, row.id));
                vec![Effect::Members {
                    ticket,
                    article: row.id,
                }]
            }
            Standing::Alone => {
                self.tell("Nobody else reports it so far");
                Vec::new()
            }
        }
    }

    /// Does what the reader wishes about a story.
    pub(crate) fn about_story(&mut self, command: Command) -> Vec<Effect> {
        if command == Command::UnfoldStory {
            return self.unfold_story();
        }
        let Some(row) = self.meant() else { return Vec::new() };
        match command {
            Command::Story => self.story(&row),
            Command::MuteStory => self.mute_story(&row),
            Command::JoinStory => self.join_story(&row),
            Command::SplitStory => self.split_story(&row),
            _ => self.follow_story(&row),
        }
    }

    fn follow_story(&mut self, row: &Row) -> Vec<Effect> {
        if row.story.as_ref().is_some_and(|story| story.followed_at.is_some()) {
            self.tell("Followed no longer");
            return self.take_stance(row, Stance::Neither, Vec::new());
        }
        self.tell("Followed: what comes later is marked");
        self.take_stance(row, Stance::Follow, Vec::new())
    }

    fn mute_story(&mut self, row: &Row) -> Vec<Effect> {
        if row.story.as_ref().is_some_and(|story| story.muted) {
            self.tell("Muted no longer: what comes later is unread");
            return self.take_stance(row, Stance::Neither, Vec::new());
        }
        self.tell("Muted: what comes later is read already");
        let all = row
            .story
            .as_ref()
            .map_or_else(|| vec![row.id], |story| story.articles.clone());
        let unread = self.show_mark(&all, Mark::Read);
        self.take_stance(row, Stance::Mute, unread)
    }

    fn take_stance(&mut self, row: &Row, stance: Stance, unread: Vec<ArticleId>) -> Vec<Effect> {
        let known = row.story.as_ref();
        let id = known.map_or(StoryId(row.id.0), |story| story.id);
        let was_followed = known.and_then(|story| story.followed_at);
        let was_muted = known.filter(|story| story.muted).map(|_| self.now);
        let before = Grouped {
            stances: vec![(id, was_followed, was_muted)],
            unread,
            ..Grouped::default()
        };
        let followed_at = (stance == Stance::Follow).then_some(self.now);
        let muted = stance == Stance::Mute;
        if row.story.is_none() {
            let alone = Story {
                id,
                articles: vec![row.id],
                outlets: 1,
                followed_at,
                muted,
            };
            self.articles.begin_story(row.id, &alone);
            self.reader.begin_story(row.id, &alone);
        }
        self.articles.stance(id, followed_at, muted);
        self.reader.stance(id, followed_at, muted);
        vec![Effect::Stance {
            article: row.id,
            stance,
            before,
        }]
    }

    /// Takes the article as the first or the second of two whose stories are to be one.
    fn join_story(&mut self, row: &Row) -> Vec<Effect> {
        match self.joining.take() {
            Some(first) if first != row.id => vec![Effect::JoinStories {
                article: first,
                with: row.id,
            }],
            Some(_) => {
                self.tell("Nothing joined");
                Vec::new()
            }
            None => {
                self.joining = Some(row.id);
                self.tell("Go to the other article and press the same key: then they are one story");
                Vec::new()
            }
        }
    }

    fn split_story(&mut self, row: &Row) -> Vec<Effect> {
        if row.story.as_ref().is_none_or(|story| story.articles.len() < 2) {
            self.tell("It stands alone already");
            return Vec::new();
        }
        vec![Effect::SplitStory(row.id)]
    }

    /// The reader has changed which articles are one story.
    pub(crate) fn regrouped(&mut self, article: ArticleId, before: Grouped) -> Vec<Effect> {
        self.remember(Done::Grouped(before));
        self.tell("Done, and it stays so; ‹undo› takes it back");
        self.list_anew(Some(article))
    }

    /// Reads the list anew; the cursor stays on its article, else goes to this one.
    pub(crate) fn list_anew(&mut self, article: Option<ArticleId>) -> Vec<Effect> {
        let held = self.articles.held().or(article.map(Held::on));
        let query = self.articles.query.clone();
        let effects = self.show(query);
        self.articles.hold = held;
        effects
    }

    /// The outlets whose article stands for a story.
    pub(crate) fn preferred(&self) -> Vec<OutletId> {
        let known = |slug: &String| self.sources.outlets.iter().find(|outlet| outlet.slug == *slug);
        self.config
            .stories
            .prefer
            .iter()
            .filter_map(known)
            .map(|outlet| outlet.id)
            .collect()
    }

    fn meant(&mut self) -> Option<Row> {
        let row = self.subject();
        if row.is_none() {
            self.tell("No article is selected");
        }
        // What the reader did to its story since it was opened stands in the list.
        row.map(|row| match self.articles.position(row.id) {
            Some(at) => self.articles.rows[at].clone(),
            None => row,
        })
    }
}
