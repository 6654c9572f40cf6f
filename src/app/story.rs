//! Stories: opened in place, side by side, followed, muted, joined and split.

use jiff::Timestamp;

use crate::app::boxes::Boxed;
use crate::app::effect::Effect;
use crate::app::event::{Side, Ticket};
use crate::app::folds::Standing;
use crate::app::marks::Done;
use crate::app::overlay::Overlay;
use crate::app::overlay_keys::free_step_of;
use crate::app::screen::Pane;
use crate::app::state::App;
use crate::app::wording::moment;
use crate::input::{Code, Command, Key, Resolution};
use crate::model::{ArticleId, Clean, Grouped, Mark, OutletId, Row, Stance, Story, StoryId};
use crate::story::{Carried, Comparison, Contradiction, Shared};
use crate::typeset::{self, Line, Sheet, Target};

/// A story over the whole screen.
#[derive(Clone, Debug, Default)]
pub struct SideBySide {
    /// The question whose answer fills it.
    pub(crate) asked: Option<Ticket>,
    side: Side,
    sheet: Sheet,
    /// As set, and at what width.
    pub(crate) lines: Vec<Line>,
    width: u16,
    height: u16,
    /// First line shown.
    pub(crate) top: usize,
}

impl SideBySide {
    /// Scrolls.
    pub(crate) fn step(&mut self, by: isize) {
        let last = self.lines.len().saturating_sub(usize::from(self.height.max(1)));
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// The report under a cell of its inside.
    pub(crate) fn report_at(&self, column: u16, row: u16) -> Option<usize> {
        match self.lines.get(self.top + usize::from(row))?.target_at(column, false)? {
            Target::Report(report) => Some(report as usize),
            _ => None,
        }
    }
}

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
        let held = self.articles.held().or(article.map(|article| (article, 0)));
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

/// A story in words, moments as `moment` writes them.
pub fn sheet(side: &Side, moment: impl Fn(Timestamp) -> String) -> Sheet {
    let Some(first) = side.reports.first() else {
        return Sheet::default();
    };
    let reports = side.reports.iter().enumerate();
    let stance = first.row.story.as_ref().map_or("", |story| {
        if story.muted {
            " · muted"
        } else if story.followed_at.is_some() {
            " · followed"
        } else {
            ""
        }
    });
    let mut outlets: Vec<OutletId> = side.reports.iter().map(|report| report.row.outlet).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let meta = format!(
        "{} · {}{stance}",
        many(outlets.len(), "outlet"),
        many(side.reports.len(), "article")
    );
    Sheet {
        title: first.row.title.clone(),
        meta: Clean::line(&meta),
        reports: reports
            .map(|(at, report)| typeset::Report {
                outlet: Clean::line(&format!("{} {}", at + 1, report.row.outlet_name)),
                when: Clean::line(&moment(
                    report
                        .row
                        .published
                        .map_or(report.row.sorted_at, |published| published.at),
                )),
                title: report.row.title.clone(),
                notes: notes(side, at),
            })
            .collect(),
        contradictions: side
            .comparison
            .contradictions
            .iter()
            .map(|one| claims(side, one))
            .collect(),
        quotes: side
            .comparison
            .quotes
            .iter()
            .filter_map(|quote| quoted(side, quote))
            .collect(),
    }
}

fn many(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// What is to be said of a report by itself.
fn notes(side: &Side, at: usize) -> Vec<(&'static str, Clean)> {
    let Comparison { alone, same_text, .. } = &side.comparison;
    let report = &side.reports[at];
    let mut notes = Vec::new();
    if !report.sources.is_empty() {
        let sources: Vec<&str> = report.sources.iter().map(|source| &**source).collect();
        notes.push(("cites", Clean::line(&sources.join(", "))));
    }
    if let Some(other) = same_text.get(at).copied().flatten() {
        notes.push(("same text as", side.reports[other].row.outlet_name.clone()));
    }
    for stretch in alone.get(at).into_iter().flatten() {
        let sentence = report.text.get(stretch.clone()).unwrap_or_default();
        notes.push(("only here", Clean::line(sentence)));
    }
    notes
}

fn claims(side: &Side, contradiction: &Contradiction) -> Vec<typeset::Claim> {
    let claims = contradiction.claims.iter().filter_map(|claim| {
        Some(typeset::Claim {
            outlet: side.reports.get(claim.account)?.row.outlet_name.clone(),
            words: Clean::line(&claim.words),
            context: Clean::line(&claim.context),
        })
    });
    claims.collect()
}

fn quoted(side: &Side, quote: &Shared) -> Option<typeset::Quoted> {
    let (report, place) = quote.fullest;
    let words = side.reports.get(report)?.quotes.get(place)?;
    let with = |how: Option<Carried>| {
        let mut names: Vec<&str> = Vec::new();
        for (report, carried) in side.reports.iter().zip(&quote.carried) {
            if *carried == how && !names.contains(&&*report.row.outlet_name) {
                names.push(&report.row.outlet_name);
            }
        }
        Clean::line(&names.join(", "))
    };
    let ways = [
        ("whole", with(Some(Carried::Whole))),
        ("shortened", with(Some(Carried::Shortened))),
        ("not", with(None)),
    ];
    Some(typeset::Quoted {
        words: words.words.clone(),
        speaker: words.speaker.clone(),
        carried: ways.into_iter().filter(|(_, outlets)| !outlets.is_empty()).collect(),
    })
}
