//! Whole texts fetched ahead of the reader: of feeds that bring summaries only, the newest unread articles, once the feeds
//! themselves have been asked; from each host one page at a time with a pause between, so that no poll waits for a page.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::document::is_summary;
use crate::model::{Article, ArticleId, Complete, FeedId, OutletId, WholeText};
use crate::poll::clock::now;
use crate::poll::errands::{Errand, Stop};
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
/// A feed none of whose articles is longer brings no whole ones.
const NEVER_LONGER_WORDS: u32 = 160;
/// Articles that it takes to say so.
const ENOUGH: usize = 10;

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
    pub(in crate::poll) fn reads_ahead(&self) -> bool {
        let client = &self.0.client;
        self.0.settings.whole_text == WholeText::Always || client.has_terms()
    }

    fn is_read_ahead(&self, feed_url: &str) -> bool {
        self.when_whole(feed_url) == WholeText::Always
    }

    /// When whole texts are fetched for the articles of a feed.
    pub(in crate::poll) fn when_whole(&self, feed_url: &str) -> WholeText {
        let terms = self.0.client.terms(feed_url).and_then(|terms| terms.whole_text);
        terms.unwrap_or(self.0.settings.whole_text)
    }

    pub(in crate::poll) async fn read_ahead(
        &self,
        which: &Which,
        cancel: &CancellationToken,
    ) -> Result<u32, StoreError> {
        let wanted = self.wanted(which, cancel).await?;
        let errands = wanted.into_iter().map(|(what, url)| Errand { url, what }).collect();
        // The reader may have been there meanwhile.
        let unwanted = |article: &Article| article.row.read || article.page.is_some();
        let run = move |me: Self, errand: Errand<ArticleId>| async move { me.page_ahead(errand.what, unwanted).await };
        Ok(self.run_errands(errands, cancel, run).await)
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

    /// Whether an article's whole text came, unless it is not wanted any more. Fails where its host had better be left
    /// alone, and where the disk is full.
    pub(in crate::poll) async fn page_ahead(
        &self,
        id: ArticleId,
        unwanted: impl FnOnce(&Article) -> bool,
    ) -> Result<bool, Stop> {
        let _alone = self.page_turn(id).lock_owned().await;
        let Ok((article, feed_url)) = self.article(id).await else {
            return Ok(false);
        };
        let url = article.row.url.as_deref().unwrap_or_default();
        if unwanted(&article) {
            return Ok(false);
        }
        if self.0.client.waits_until(url, now()).is_some() {
            return Err(Stop::Unwell);
        }
        match self.bring(article, feed_url).await {
            Ok(complete) => Ok(complete == Complete::Whole),
            Err(Missed::Unanswered(error)) if of_shut_page(&error).is_none() => Err(Stop::Unwell),
            Err(Missed::Unkept(StoreError::Full)) => Err(Stop::Full),
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
