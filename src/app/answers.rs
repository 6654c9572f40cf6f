//! What the shell and the poller answer.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::app::articles::PAGE;
use crate::app::done::Done;
use crate::app::effect::Effect;
use crate::app::event::{Event, Opened, Ticket};
use crate::app::overlay::Overlay;
use crate::app::screen::Pane;
use crate::app::sources::Choice;
use crate::app::state::App;
use crate::app::welcome::Welcome;
use crate::app::wording;
use crate::config::MarkRead;
use crate::model::{
    Article, ArticleId, Clean, Failure, FeedState, Mark, Outcome, OutletId, QuoteRow, QuotedBy, Refreshed, Written,
};

/// What has arrived is looked for so often.
const LOOKS: SignedDuration = SignedDuration::from_millis(500);
/// While something happens on the screen, so often it is looked whether another program has changed anything.
const OUTSIDE: Duration = Duration::from_secs(2);

impl App {
    /// Takes an answer.
    pub(crate) fn answer(&mut self, event: Event) -> Vec<Effect> {
        match event {
            event @ (Event::Outlets { .. } | Event::Counted(_) | Event::Tallied(_)) => {
                return self.listed_sources(event);
            }
            event @ (Event::Hidden { .. } | Event::Shown(_) | Event::Tried { .. } | Event::Ruled { .. }) => {
                return self.about_rules(event);
            }
            Event::FilterChanged { filter, before, there } => self.filter_changed(filter, before, there),
            Event::ChangedOutside => {
                self.articles.stale = true;
                return self.look(true);
            }
            Event::Named(names) => return self.named(*names),
            listed @ Event::Listed { .. } => return self.listed(listed),
            Event::Kept { article, before } => self.kept(*article, before),
            Event::Opened { ticket, opened } => return self.opened(ticket, *opened),
            Event::Quoted { ticket, quotes, by } => self.quoted(ticket, quotes, by),
            Event::Attributed { opened, before } => return self.attributed(*opened, before),
            Event::Members { ticket, rows } => self.articles.open_story(ticket, rows),
            Event::Sided { ticket, side } => self.sided(ticket, &side),
            Event::Regrouped { article, before } => return self.regrouped(article, before),
            Event::StanceTaken(before) => self.remember(Done::Grouped(before)),
            Event::StanceLost { before, failure } => {
                self.show_before(&before);
                self.notices.warn(&failure, self.now);
            }
            Event::PutBack => return self.list_anew(None),
            event @ (Event::Marked { .. } | Event::Unmarked { .. } | Event::Changed { .. } | Event::Gone { .. }) => {
                return self.about_marks(event);
            }
            event @ (Event::Removed(_) | Event::Unfollowed(_) | Event::Followed { .. } | Event::FollowedAgain(_)) => {
                return self.about_following(event);
            }
            Event::Asking(_) if self.offline => {}
            Event::Asking(feeds) => {
                self.notices.asking(feeds, self.now);
                self.sources_stale = true;
            }
            Event::Refreshed(refreshed) => return self.refreshed(&refreshed),
            Event::Offered(offers) => {
                if let Some(Overlay::Welcome(welcome)) = &mut self.overlay {
                    welcome.offer(offers);
                }
            }
            Event::Configured { config, undoes } => self.option_set(*config, undoes),
            Event::Boxes { article, boxes } => self.know_boxes(article, boxes),
            Event::ClipKept { at, clip } => self.kept_clip(at, clip),
            event @ (Event::NoteRead { .. } | Event::Refused { .. }) => self.about_line(event),
            Event::Told(text) => self.tell(&text),
            Event::Unasked(why) => {
                self.notices.break_off(&format!("No feed is asked: {why}"), self.now);
                self.sources_stale = true;
            }
            Event::Failed { ticket, failure } => self.failed(ticket, &failure),
            Event::Key(_) | Event::Paste(_) | Event::Mouse(_) | Event::Resize(_) | Event::Tick(_) => {}
        }
        Vec::new()
    }

    /// Quotes came for the list of them that is open.
    fn quoted(&mut self, ticket: Ticket, quotes: Vec<QuoteRow>, by: Vec<QuotedBy>) {
        if let Some(Overlay::Quotes(shown)) = &mut self.overlay
            && shown.asked == Some(ticket)
        {
            shown.asked = None;
            shown.quotes = quotes;
            shown.by = by;
        }
    }

    /// What the sidebar shows came.
    fn listed_sources(&mut self, event: Event) -> Vec<Effect> {
        let outlets_came = matches!(event, Event::Outlets { .. });
        let mut removed = false;
        match event {
            Event::Outlets { outlets, filters } => {
                let followed: HashSet<OutletId> = outlets.iter().map(|outlet| outlet.id).collect();
                removed = self.sources.outlets.iter().any(|known| !followed.contains(&known.id));
                self.sources.outlets = outlets;
                self.sources.filters = filters;
                let feeds = self.sources.outlets.iter().flat_map(|outlet| &outlet.feeds);
                self.notices.follow(&feeds.map(|feed| feed.id).collect(), self.now);
            }
            Event::Counted(counts) => self.sources.counts = counts,
            Event::Tallied(tallies) => self.sources.tallies = tallies,
            _ => {}
        }
        self.rebuild_sources();
        if removed {
            return self.list_anew(None);
        }
        if outlets_came { self.welcome_first() } else { Vec::new() }
    }

    /// The choice of outlets opens by itself when there are none.
    fn welcome_first(&mut self) -> Vec<Effect> {
        let first = !std::mem::replace(&mut self.sources.known, true);
        if !first || !self.sources.outlets.is_empty() || self.overlay.is_some() {
            return Vec::new();
        }
        self.overlay = Some(Overlay::Welcome(Welcome {
            first: true,
            ..Welcome::default()
        }));
        vec![Effect::Offers]
    }

    fn listed(&mut self, event: Event) -> Vec<Effect> {
        let Event::Listed {
            ticket,
            rows,
            total,
            newest,
        } = event
        else {
            return Vec::new();
        };
        let more = self.articles.more == Some(ticket);
        self.articles.listed(ticket, rows, total, newest);
        if more && std::mem::take(&mut self.seeking) {
            return self.next_unread(true);
        }
        Vec::new()
    }

    fn opened(&mut self, ticket: Ticket, opened: Opened) -> Vec<Effect> {
        let from_list = self.reader.asked.is_some_and(|(asked, _)| asked == ticket);
        if !from_list && self.reader.page_asked != Some(ticket) {
            self.tried(ticket, opened);
            return Vec::new();
        }
        if !from_list {
            let begun = self.reader.page_unasked && self.reader.top > 0;
            self.tell(match opened.from_page {
                true if begun => "The whole text is here; ‹whole-text› shows it",
                true => "The whole text, from the outlet's page",
                false => "The page gave no more than the feed",
            });
            self.articles.complete(&opened.article.row);
            // Who has begun to read the summary is not torn out of it.
            if let Some(shown) = self.reader.opened.as_mut().filter(|_| begun) {
                shown.article = opened.article;
                return Vec::new();
            }
        }
        let unread = !opened.article.row.read;
        let together = self.articles.together(&opened.article.row);
        self.sources.found_in(Some(&opened.speech));
        self.reader.show(opened);
        let unread = unread || self.articles.any_unread(&together);
        let mut effects = if unread {
            self.mark_opened(together, MarkRead::Open)
        } else {
            Vec::new()
        };
        if from_list {
            effects.extend(self.complete_summary());
        }
        effects
    }

    /// Shows what the reader wrote on an article wherever it stands.
    fn kept(&mut self, article: Article, before: Option<Written>) {
        let id = article.row.id;
        if let Some(before) = before.filter(|before| *before != Written::on(&article)) {
            self.remember(Done::Wrote {
                article: id,
                before,
                after: Written::on(&article),
            });
        }
        for row in self.articles.rows.iter_mut().filter(|row| row.id == id) {
            row.tags.clone_from(&article.row.tags);
            row.bookmarked = article.row.bookmarked;
        }
        let Some(opened) = self.reader.opened.as_mut().filter(|opened| opened.article.row.id == id) else {
            return;
        };
        let shown = Arc::make_mut(&mut opened.article);
        shown.row.tags = article.row.tags;
        shown.row.bookmarked = article.row.bookmarked;
        shown.note = article.note;
        shown.highlights = article.highlights;
        self.reader.find_highlights();
    }

    /// Marks the open article read when that is when it counts as read.
    fn mark_opened(&mut self, articles: Vec<ArticleId>, when: MarkRead) -> Vec<Effect> {
        if self.config.reading.mark_read != when {
            return Vec::new();
        }
        self.show_mark(&articles, Mark::Read);
        // Reading is no slip; that others of its story are read with it may be one.
        let mut others = articles.clone();
        others.retain(|article| Some(*article) != self.reader.article());
        if !others.is_empty() {
            self.remember(Done::Marked {
                articles: others,
                mark: Mark::Read,
            });
        }
        vec![Effect::Mark {
            articles,
            mark: Mark::Read,
        }]
    }

    fn refreshed(&mut self, refreshed: &Refreshed) -> Vec<Effect> {
        let ended = self.notices.refreshed(refreshed, self.now, &self.zone);
        for feed in self.sources.outlets.iter_mut().flat_map(|outlet| &mut outlet.feeds) {
            if feed.id == refreshed.feed {
                match refreshed.outcome {
                    Outcome::New | Outcome::Unchanged => feed.state = FeedState::Ok,
                    Outcome::Failed => feed.state = FeedState::Failing,
                    // That says nothing about the feed.
                    Outcome::Unsaved | Outcome::Skipped => continue,
                }
                feed.why.clone_from(&refreshed.why);
            }
        }
        self.sources_stale = true;
        self.articles.stale |= refreshed.new + refreshed.changed > 0;
        let mut effects = self.told(&refreshed.told);
        if ended {
            effects.extend(self.look(true));
        }
        effects
    }

    /// Time passes: messages go, and what has arrived is counted.
    pub(crate) fn tick(&mut self, now: Timestamp) -> Vec<Effect> {
        self.now = now;
        self.notices.age(now);
        self.notices.give_up(now);
        let long_ago = now.duration_since(self.looked_at).abs() >= LOOKS;
        let mut effects = if long_ago { self.look(false) } else { Vec::new() };
        if self.outside_waits().is_zero() {
            self.looked_outside = now;
            effects.push(Effect::LookOutside);
        }
        effects
    }

    /// How long it waits for the next look whether another program has changed anything.
    pub(crate) fn outside_waits(&self) -> Duration {
        let since = self.now.duration_since(self.looked_outside).unsigned_abs();
        OUTSIDE.saturating_sub(since)
    }

    /// Looks what has arrived since the list was read.
    fn look(&mut self, round_ended: bool) -> Vec<Effect> {
        if self.sources_stale {
            self.rebuild_sources();
        }
        let mut effects = Vec::new();
        if self.articles.stale && self.articles.peek.is_none() && self.articles.asked.is_none() {
            self.articles.stale = false;
            self.looked_at = self.now;
            let ticket = self.ticket();
            self.articles.peek = Some(ticket);
            effects.push(Effect::List {
                ticket,
                query: self.articles.query.clone(),
                after: None,
                limit: self.articles.page(),
            });
            effects.push(Effect::Count);
        }
        if round_ended {
            // Names and states as the store has them now: a new outlet learns its name from its feed.
            self.looked_at = self.now;
            effects.push(Effect::Outlets);
        }
        effects
    }

    fn failed(&mut self, ticket: Option<Ticket>, failure: &Failure) {
        if ticket.is_some() && ticket == self.reader.page_asked && self.reader.page_unasked {
            // Nobody asked: a line that goes by itself is enough.
            self.reader.page_asked = None;
            self.tell(&format!("No whole text: {}", failure.happened));
            return;
        }
        self.notices.warn(failure, self.now);
        let Some(ticket) = ticket else { return };
        if self.articles.more == Some(ticket) {
            // Asked for again with every event it would fail for ever.
            (self.articles.more, self.articles.ended, self.seeking) = (None, true, false);
        }
        for asked in [
            &mut self.articles.asked,
            &mut self.articles.peek,
            &mut self.reader.page_asked,
        ] {
            if *asked == Some(ticket) {
                *asked = None;
            }
        }
        if self.reader.asked.is_some_and(|(asked, _)| asked == ticket) {
            self.reader.asked = None;
            if self.reader.opened.is_none() {
                self.focus_on(Pane::Articles);
            }
        }
        if let Some(Overlay::Quotes(quotes)) = &mut self.overlay
            && quotes.asked == Some(ticket)
        {
            quotes.asked = None;
        }
        if matches!(&self.overlay, Some(Overlay::Story(story)) if story.asked == Some(ticket)) {
            self.overlay = None;
        }
    }

    /// What follows from where the reader is now: the end of an article, the end of the rows.
    pub(crate) fn read_on(&mut self) -> Vec<Effect> {
        let mut effects = self.read_to_end();
        effects.extend(self.next_rows());
        effects
    }

    /// An article whose end has been on the screen is read, where the reader has it so.
    fn read_to_end(&mut self) -> Vec<Effect> {
        let shown = self.panes().is_some_and(|panes| panes.reader.is_some()) && self.reader.percent() == 100;
        match &self.reader.opened {
            Some(opened) if shown && !opened.article.row.read => {
                let together = self.articles.together(&opened.article.row);
                self.mark_opened(together, MarkRead::End)
            }
            _ => Vec::new(),
        }
    }

    /// Asks for the next page of the list when the cursor comes near its end.
    fn next_rows(&mut self) -> Vec<Effect> {
        let Some(after) = self.articles.wants_more() else {
            return Vec::new();
        };
        let ticket = self.ticket();
        self.articles.more = Some(ticket);
        vec![Effect::List {
            ticket,
            query: self.articles.query.clone(),
            after: Some(after),
            limit: PAGE,
        }]
    }

    /// The open article's row as it stands now.
    pub(crate) fn open_row(&self) -> Option<Arc<crate::model::Article>> {
        self.reader.opened.as_ref().map(|opened| opened.article.clone())
    }

    /// How the outlet under the sidebar's cursor fares, while the keys are there; and whether something is wrong.
    pub fn health(&self) -> Option<(String, bool)> {
        let Choice::Outlet(id) = self
            .sources
            .under_cursor()
            .filter(|_| self.focus == Pane::Sources)?
            .choice
        else {
            return None;
        };
        let outlet = self.sources.outlet(id)?;
        let wrong = outlet.feeds.iter().any(|feed| feed.why.is_some());
        Some((wording::fares(outlet, self.now, &self.zone), wrong))
    }

    /// Why an outlet cannot be read, in its own feeds' words.
    pub fn why(&self, outlet: OutletId) -> Option<Clean> {
        self.sources
            .outlet(outlet)?
            .feeds
            .iter()
            .find_map(|feed| feed.why.clone())
    }
}
