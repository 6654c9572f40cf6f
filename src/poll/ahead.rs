//! Whole texts fetched ahead of the reader: of feeds that bring summaries only, the newest unread articles, once the feeds
//! themselves have been asked; from each host one page at a time with a pause between, so that no poll waits for a page.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::document::is_summary;
use crate::model::{ArticleId, Complete, FeedId, OutletId, Refreshed, WholeText};
use crate::poll::clock::now;
use crate::poll::crew::host;
use crate::poll::page::Missed;
use crate::poll::poller::{Poller, Which};
use crate::poll::verdict::of_shut_page;
use crate::store::{Brought, StoreError};

/// An outlet's newest articles that are looked at: what is older is opened seldom.
const LOOKED_AT: u32 = 30;
/// Longer bodies are whole, whatever they end with.
const SHORT_WORDS: u32 = 400;
/// Pages of a feed in one round.
const PER_FEED: usize = 10;
/// Pages in one round.
const PER_ROUND: usize = 100;
/// Hosts that are asked for pages at once.
const HOSTS_AT_ONCE: usize = 4;
/// Hours between two pages of a host: two seconds.
const PAUSE_HOURS: f64 = 2.0 / 3600.0;
/// A host that gave no page is asked for none for so many hours.
const REST_HOURS: f64 = 1.0;
/// A feed none of whose articles is longer brings no whole ones.
const NEVER_LONGER_WORDS: u32 = 160;
/// Articles that it takes to say so.
const ENOUGH: usize = 10;

/// Hosts that are asked for no page until then.
#[derive(Debug, Default)]
pub(in crate::poll) struct Resting(Mutex<HashMap<String, Timestamp>>);

impl Resting {
    fn rest(&self, host: String, until: Timestamp) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(host, until);
    }

    fn rests(&self, host: &str, now: Timestamp) -> bool {
        let mut resting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        resting.retain(|_, until| *until > now);
        resting.contains_key(host)
    }
}

impl Poller {
    /// Fetches the whole texts that the reader is likely to open, for the feeds where they or their settings want it so, and
    /// returns how many came. Comes back at once when cancelled. A page that its outlet keeps shut is not asked again.
    ///
    /// # Errors
    /// When the store cannot say which articles there are.
    pub async fn ahead(&self, which: &Which, cancel: &CancellationToken) -> Result<u32, StoreError> {
        let mut lock = None;
        if !self.reads_ahead() || !self.take_lock(&mut lock, cancel).await {
            return Ok(0);
        }
        self.read_ahead(which, cancel).await
    }

    /// Whether any feed's whole texts are to be fetched before they are asked for.
    fn reads_ahead(&self) -> bool {
        let client = &self.0.client;
        self.0.settings.whole_text == WholeText::Always || client.has_terms()
    }

    fn is_read_ahead(&self, feed_url: &str) -> bool {
        let terms = self.0.client.terms(feed_url).and_then(|terms| terms.whole_text);
        terms.unwrap_or(self.0.settings.whole_text) == WholeText::Always
    }

    async fn read_ahead(&self, which: &Which, cancel: &CancellationToken) -> Result<u32, StoreError> {
        let wanted = self.wanted(which, cancel).await?;
        let mut hosts: BTreeMap<String, Vec<ArticleId>> = BTreeMap::new();
        for (article, url) in wanted {
            hosts.entry(host(&url)).or_default().push(article);
        }
        let turns = Arc::new(Semaphore::new(HOSTS_AT_ONCE));
        let mut under_way = JoinSet::new();
        for (host, articles) in hosts {
            let (me, cancel, turns) = (self.clone(), cancel.clone(), Arc::clone(&turns));
            under_way.spawn(async move {
                let _turn = turns.acquire_owned().await;
                me.of_one_host(host, articles, &cancel).await
            });
        }
        let mut brought = 0;
        while let Some(of_one) = under_way.join_next().await {
            brought += of_one.unwrap_or(0);
        }
        Ok(brought)
    }

    /// The articles whose pages are worth asking for, newest first, with those pages' addresses.
    async fn wanted(&self, which: &Which, cancel: &CancellationToken) -> Result<Vec<(ArticleId, String)>, StoreError> {
        let feeds = self.0.store.read(|db| db.unread_feeds()).await?;
        let asked = |feed: FeedId| match which {
            Which::Due | Which::All => true,
            Which::Feeds(feeds) => feeds.contains(&feed),
        };
        let feeds = feeds
            .into_iter()
            .filter(|(_, feed, url)| asked(*feed) && self.is_read_ahead(url));
        let mut outlets: BTreeMap<OutletId, HashSet<FeedId>> = BTreeMap::new();
        for (outlet, feed, _) in feeds {
            outlets.entry(outlet).or_default().insert(feed);
        }
        let mut found = Vec::new();
        for (outlet, feeds) in outlets {
            if cancel.is_cancelled() {
                return Ok(Vec::new());
            }
            let brought = self
                .0
                .store
                .read(move |db| db.brought_by(outlet, LOOKED_AT, SHORT_WORDS))
                .await?;
            for feed in feeds {
                found.extend(choose(brought.iter().filter(|article| article.feed == feed)));
            }
        }
        found.sort_by_key(|(sorted_at, ..)| std::cmp::Reverse(*sorted_at));
        found.truncate(PER_ROUND);
        Ok(found.into_iter().map(|(_, article, url)| (article, url)).collect())
    }

    /// Asks a host for pages, one after the other, until one does not come.
    async fn of_one_host(&self, host: String, articles: Vec<ArticleId>, cancel: &CancellationToken) -> u32 {
        let hours = |hours| Duration::try_from(self.0.settings.pace.hours(hours)).unwrap_or_default();
        let mut brought = 0;
        for (at, article) in articles.into_iter().enumerate() {
            if self.0.resting.rests(&host, now()) {
                break;
            }
            let next = async {
                if at > 0 {
                    tokio::time::sleep(hours(PAUSE_HOURS)).await;
                }
                self.one_page(article).await
            };
            let came = tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                came = next => came,
            };
            match came {
                Ok(came) => brought += u32::from(came),
                Err(()) => {
                    let until = now()
                        .saturating_add(self.0.settings.pace.hours(REST_HOURS))
                        .unwrap_or_default();
                    self.0.resting.rest(host, until);
                    break;
                }
            }
        }
        brought
    }

    /// Whether an article's whole text came. Fails where its host had better be left alone.
    async fn one_page(&self, id: ArticleId) -> Result<bool, ()> {
        let Ok((article, feed_url)) = self.article(id).await else {
            return Ok(false);
        };
        let url = article.row.url.as_deref().unwrap_or_default();
        // The reader may have been here meanwhile.
        if article.row.read || article.page.is_some() || self.0.client.waits_until(url, now()).is_some() {
            return Ok(false);
        }
        match self.bring(article, feed_url).await {
            Ok(complete) => Ok(complete == Complete::Whole),
            Err(Missed::Unanswered(error)) if of_shut_page(&error).is_none() => Err(()),
            Err(_) => Ok(false),
        }
    }
}

/// Of a feed's newest articles, newest first, the unread ones to fetch: none unless the feed brings summaries only.
fn choose<'a>(newest: impl Iterator<Item = &'a Brought>) -> Vec<(Timestamp, ArticleId, String)> {
    let newest: Vec<_> = newest.collect();
    // Where a page is kept the words are the page's; somebody wanted it because of the feed's.
    let is_teaser = |article: &Brought| article.paged || is_summary(&article.html, &article.text, article.words);
    let never_longer = newest.len() >= ENOUGH
        && newest
            .iter()
            .all(|article| article.paged || article.words <= NEVER_LONGER_WORDS);
    let teasers = newest.iter().filter(|article| is_teaser(article)).count();
    if !never_longer && teasers * 4 < newest.len() * 3 {
        return Vec::new();
    }
    let wanted = |article: &&&Brought| {
        article.unread && !article.paged && !article.in_vain && (never_longer || is_teaser(article))
    };
    let named = |article: &&Brought| Some((article.sorted_at, article.id, article.url.clone()?));
    newest.iter().filter(wanted).filter_map(named).take(PER_FEED).collect()
}

/// The rounds of the background task: one at a time, each after news.
pub(crate) struct Rounds {
    poller: Poller,
    cancel: CancellationToken,
    /// Feeds that brought something since the last round; the first round is for all of them.
    news: Option<Vec<FeedId>>,
    under_way: JoinSet<()>,
}

impl Rounds {
    pub(crate) fn of(poller: Poller, cancel: CancellationToken) -> Self {
        Self {
            poller,
            cancel,
            news: None,
            under_way: JoinSet::new(),
        }
    }

    /// Takes note of a feed that brought news.
    pub(crate) fn heed(&mut self, refreshed: &Refreshed) {
        if let Some(news) = self.news.as_mut().filter(|_| refreshed.new + refreshed.changed > 0) {
            news.push(refreshed.feed);
        }
    }

    /// Begins a round where there is reason for one and none is under way.
    pub(crate) fn begin(&mut self) {
        if !self.poller.reads_ahead() || !self.is_idle() {
            return;
        }
        let which = match self.news.replace(Vec::new()) {
            None => Which::All,
            Some(news) if news.is_empty() => return,
            Some(news) => Which::Feeds(news),
        };
        let (poller, cancel) = (self.poller.clone(), self.cancel.clone());
        self.under_way.spawn(async move {
            match poller.read_ahead(&which, &cancel).await {
                Ok(pages) => tracing::debug!(pages, "whole texts fetched ahead"),
                Err(error) => tracing::error!(%error, "the store cannot say which whole texts are wanted"),
            }
        });
    }

    /// Nothing is under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.under_way.is_empty()
    }

    /// The round that is under way is over; waits for ever where there is none.
    pub(crate) async fn back(&mut self) {
        if self.under_way.join_next().await.is_none() {
            std::future::pending::<()>().await;
        }
    }
}
