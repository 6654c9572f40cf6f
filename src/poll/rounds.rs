//! What the background task does beside asking feeds: whole texts fetched ahead of the reader, and bookmarks kept whole.

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::model::{FeedId, Refreshed};
use crate::poll::clock::now;
use crate::poll::poller::{Poller, Which};

/// Hours after which bookmarks are looked through again: for those that other programs made, and what is to be asked again.
const LOOK_HOURS: f64 = 1.0 / 12.0;

/// Rounds that gather bookmarks, each others.
const GATHERING_AT_ONCE: usize = 2;

/// The rounds of the background task.
pub(crate) struct Rounds {
    poller: Poller,
    cancel: CancellationToken,
    /// Feeds that brought something since the last round; the first round is for all of them.
    news: Option<Vec<FeedId>>,
    ahead: JoinSet<()>,
    gathering: JoinSet<bool>,
    /// When bookmarks are looked through.
    look_at: Timestamp,
}

impl Rounds {
    pub(crate) fn of(poller: Poller, cancel: CancellationToken) -> Self {
        Self {
            poller,
            cancel,
            news: None,
            ahead: JoinSet::new(),
            gathering: JoinSet::new(),
            look_at: Timestamp::MIN,
        }
    }

    /// Takes note of a feed that brought news.
    pub(crate) fn heed(&mut self, refreshed: &Refreshed) {
        if refreshed.new + refreshed.changed == 0 {
            return;
        }
        if let Some(news) = self.news.as_mut() {
            news.push(refreshed.feed);
        }
        // A rule may have bookmarked some of it.
        self.look_at = Timestamp::MIN;
    }

    /// Begins rounds where there is reason for one and none is under way.
    pub(crate) fn begin(&mut self) {
        self.begin_ahead();
        if self.gathering.is_empty() && now() >= self.look_at {
            self.gather();
        }
    }

    /// Begins to gather bookmarks, beside a round that is under way, too: what the reader keeps now need not wait for an import of
    /// thousands.
    pub(crate) fn gather(&mut self) {
        if self.gathering.len() >= GATHERING_AT_ONCE {
            self.look_at = Timestamp::MIN;
            return;
        }
        self.look_at = now()
            .saturating_add(self.poller.0.settings.pace.hours(LOOK_HOURS))
            .unwrap_or_default();
        let (poller, cancel) = (self.poller.clone(), self.cancel.clone());
        self.gathering.spawn(async move {
            let gathered = poller.gather(&cancel).await;
            match &gathered {
                Ok(gathered) => tracing::debug!(?gathered, "bookmarks gathered"),
                Err(error) => tracing::error!(%error, "bookmarks cannot be gathered"),
            }
            gathered.is_ok_and(|gathered| gathered.more)
        });
    }

    fn begin_ahead(&mut self) {
        if !self.poller.reads_ahead() || !self.ahead.is_empty() {
            return;
        }
        let which = match self.news.replace(Vec::new()) {
            None => Which::All,
            Some(news) if news.is_empty() => return,
            Some(news) => Which::Feeds(news),
        };
        let (poller, cancel) = (self.poller.clone(), self.cancel.clone());
        self.ahead.spawn(async move {
            match poller.read_ahead(&which, &cancel).await {
                Ok(pages) => tracing::debug!(pages, "whole texts fetched ahead"),
                Err(error) => tracing::error!(%error, "the store cannot say which whole texts are wanted"),
            }
        });
    }

    /// Nothing is under way that other processes have to wait for.
    pub(crate) fn is_idle(&self) -> bool {
        self.ahead.is_empty()
    }

    /// A round that is under way is over; waits for ever where there is none.
    pub(crate) async fn back(&mut self) {
        tokio::select! {
            Some(_) = self.ahead.join_next() => {}
            Some(more) = self.gathering.join_next() => {
                if more.unwrap_or(false) {
                    self.look_at = Timestamp::MIN;
                }
            }
            else => std::future::pending().await,
        }
    }

    /// Lets what is under way write down where it was cancelled.
    pub(crate) async fn wind_up(mut self) {
        while self.gathering.join_next().await.is_some() {}
    }
}
