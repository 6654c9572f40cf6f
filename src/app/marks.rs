//! Read, unread, kept: shown at once, kept by the shell; and undo, which takes back whatever else the reader did, too.

use std::sync::Arc;

use crate::app::articles;
use crate::app::done::Done;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::state::App;
use crate::model::{ArticleId, Counts, Grouped, Mark, Row};

/// Undone at most so many steps back.
const MAX_UNDO: usize = 200;

impl App {
    /// Puts a mark on articles: on the screen now, in the store as soon as it may be.
    pub(crate) fn mark(&mut self, articles: Vec<ArticleId>, mark: Mark) -> Vec<Effect> {
        if articles.is_empty() {
            return Vec::new();
        }
        self.show_mark(&articles, mark);
        self.remember(Done::Marked {
            articles: articles.clone(),
            mark,
        });
        vec![Effect::Mark { articles, mark }]
    }

    /// What became of marks.
    pub(crate) fn about_marks(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Marked { articles, mark } => self.marked(articles, mark),
            Event::Unmarked {
                articles,
                mark,
                failure,
            } => {
                self.take_back(articles, mark);
                self.notices.warn(&failure, self.now);
            }
            Event::Changed {
                articles,
                changed,
                mark,
            } => self.narrow(&articles, &changed, mark),
            Event::Gone { articles, mark } => return self.gone(articles, mark),
            _ => {}
        }
        Vec::new()
    }

    pub(crate) fn marked(&mut self, articles: Vec<ArticleId>, mark: Mark) {
        self.articles.mark(&articles, mark);
        self.tell(&match articles.len() {
            0 => "Every article here was read already".to_owned(),
            1 => "One article marked read; ‹undo› takes it back".to_owned(),
            many => format!("{many} articles marked read; ‹undo› takes it back"),
        });
        if !articles.is_empty() {
            self.remember(Done::Marked { articles, mark });
        }
    }

    pub(crate) fn remember(&mut self, done: Done) {
        if self.undo.len() == MAX_UNDO {
            self.undo.remove(0);
        }
        self.undo.push(done);
    }

    /// Shows a mark on every place of the screen that shows the articles, and in the numbers; tells which of them lacked it.
    pub(crate) fn show_mark(&mut self, articles: &[ArticleId], mark: Mark) -> Vec<ArticleId> {
        let mut changed = self.articles.mark(articles, mark);
        if let Some(opened) = &mut self.reader.opened
            && articles.contains(&opened.article.row.id)
        {
            let row = &mut Arc::make_mut(&mut opened.article).row;
            if articles::put(row, mark) && changed.iter().all(|known| known.id != row.id) {
                changed.push(row.clone());
            }
        }
        for row in &changed {
            recount(&mut self.sources.counts, row, mark);
        }
        self.rebuild_sources();
        changed.iter().map(|row| row.id).collect()
    }

    /// Shows stories as they were before the reader followed or muted them, or neither.
    pub(crate) fn show_before(&mut self, before: &Grouped) {
        self.show_mark(&before.unread, Mark::Unread);
        for (story, followed_at, muted_at) in &before.stances {
            self.articles.stance(*story, *followed_at, muted_at.is_some());
            self.reader.stance(*story, *followed_at, muted_at.is_some());
        }
    }

    /// Only some of the articles that got a mark lacked it: undo is about these alone.
    fn narrow(&mut self, articles: &[ArticleId], changed: &[ArticleId], mark: Mark) {
        let same = |done: &&mut Done| match done {
            Done::Marked {
                articles: own,
                mark: put,
            } => *put == mark && own.iter().all(|own| articles.contains(own)),
            _ => false,
        };
        if let Some(Done::Marked { articles: own, .. }) = self.undo.iter_mut().rev().find(same) {
            own.retain(|own| changed.contains(own));
        }
        let empty = |done: &Done| matches!(done, Done::Marked { articles, .. } if articles.is_empty());
        self.undo.retain(|done| !empty(done));
    }

    /// Shows articles as they were before a mark that could not be kept.
    fn take_back(&mut self, articles: Vec<ArticleId>, mark: Mark) {
        self.show_mark(&articles, mark.inverse());
        let failed = Done::Marked { articles, mark };
        self.undo.retain(|done| *done != failed);
    }

    /// A mark found its articles gone: they go from the list, too.
    fn gone(&mut self, articles: Vec<ArticleId>, mark: Mark) -> Vec<Effect> {
        self.take_back(articles, mark);
        self.notices
            .complain("Not marked: the article is not there any more", self.now);
        self.list_anew(None)
    }

    /// Takes the last step back.
    pub(crate) fn undo(&mut self) -> Vec<Effect> {
        match self.undo.pop() {
            Some(Done::Marked { articles, mark }) => self.unmark(articles, mark.inverse()),
            Some(Done::Grouped(before)) => {
                self.tell("Undone: the stories are as they were");
                self.show_before(&before);
                vec![Effect::PutBack(before)]
            }
            Some(Done::Hidden(mute)) => vec![Effect::Show(mute)],
            Some(Done::Wrote { article, before, after }) => {
                self.tell("Undone: tags, note and highlights are as they were");
                vec![Effect::WriteBack { article, before, after }]
            }
            Some(Done::Attributed(before)) => self.unname_speaker(before),
            Some(Done::Filter { filter, before }) => {
                self.tell("Undone: the saved filters are as they were");
                vec![Effect::PutFilterBack { filter, before }]
            }
            Some(Done::Followed(outlets)) => self.unfollow(outlets),
            Some(Done::Removed(outlet)) => vec![Effect::FollowAgain(outlet)],
            Some(Done::Edited(before)) => {
                self.tell(&format!("Undone: {} is called and filed as it was", before.name));
                vec![Effect::EditOutlet {
                    outlet: before.id,
                    name: before.name.to_string(),
                    folder: before.folder.as_ref().map(ToString::to_string),
                }]
            }
            Some(Done::Paused { outlet, paused }) => self.pause(outlet, !paused),
            Some(Done::Set(assignment)) => vec![Effect::Configure {
                assignment,
                undoes: true,
            }],
            Some(Done::Ruled(rule)) => vec![Effect::RemoveRule(rule)],
            Some(Done::Clipped { at, clip }) => self.unclip(at, clip),
            None => {
                self.tell("Nothing to undo");
                Vec::new()
            }
        }
    }

    fn unmark(&mut self, articles: Vec<ArticleId>, mark: Mark) -> Vec<Effect> {
        self.show_mark(&articles, mark);
        let what = match mark {
            Mark::Read => "read again",
            Mark::Unread => "unread again",
            Mark::Bookmarked => "kept again",
            Mark::Unbookmarked => "no longer kept",
        };
        match articles.len() {
            1 => self.tell(&format!("Undone: {what}")),
            many => self.tell(&format!("Undone: {many} articles {what}")),
        }
        match mark {
            Mark::Unbookmarked => vec![Effect::Unkeep(articles)],
            mark => vec![Effect::Mark { articles, mark }],
        }
    }
}

/// The numbers as they are after a row got a mark; the store's own will follow.
fn recount(counts: &mut Counts, row: &Row, mark: Mark) {
    let step = |number: &mut u64, up: bool| *number = if up { *number + 1 } else { number.saturating_sub(1) };
    match mark {
        Mark::Read | Mark::Unread => {
            let up = mark == Mark::Unread;
            step(&mut counts.unread, up);
            if let Some((_, count)) = counts.outlets.iter_mut().find(|(id, _)| *id == row.outlet) {
                step(count, up);
            } else if up {
                counts.outlets.push((row.outlet, 1));
            }
        }
        Mark::Bookmarked | Mark::Unbookmarked => step(&mut counts.bookmarks, mark == Mark::Bookmarked),
    }
}
