//! Bookmarks are kept whole: the pages of those whose feed brought a summary, and their pictures, fetched in the background
//! whoever bookmarked them: the reader, a rule, an import, another program on the same database. Nothing that fails here touches the bookmark.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::document::{clips_for, document_of, pictures_of};
use crate::model::{Article, ArticleId, ClipBook, Complete, Picture, WholeText};
use crate::net::{FetchError, Request, Wanted};
use crate::poll::clock::now;
use crate::poll::errands::{Errand, Stop};
use crate::poll::page::is_same_host;
use crate::poll::poller::Poller;
use crate::poll::verdict::of_shut_page;
use crate::store::{Db, StoreError};

/// Bookmarks of one round.
const PER_ROUND: u32 = 50;
/// Pictures of an article.
const MAX_PICTURES: usize = 40;
/// Hours until what did not come is asked for again, each time longer; then never again.
const AGAIN_HOURS: &[f64] = &[1.0, 4.0, 24.0, 72.0, 168.0, 168.0, 168.0];
/// Hours for which nobody else gathers a bookmark, be it that the program is killed meanwhile.
const TAKEN_HOURS: f64 = 2.0;

/// What a round brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Whole texts.
    pub pages: u32,
    /// Pictures.
    pub pictures: u32,
    /// Whether there may be more bookmarks to gather.
    pub more: bool,
}

/// A picture to ask for.
#[derive(Clone, Debug)]
struct Shown {
    article: ArticleId,
    private_ok: bool,
}

/// What has still to be asked for each article.
#[derive(Clone, Debug, Default)]
struct Undone(Arc<Mutex<HashMap<ArticleId, u32>>>);

impl Undone {
    fn add(&self, article: ArticleId) {
        *self.lock().entry(article).or_default() += 1;
    }

    fn done(&self, article: ArticleId) {
        if let Some(left) = self.lock().get_mut(&article) {
            *left = left.saturating_sub(1);
        }
    }

    fn is_any(&self, article: ArticleId) -> bool {
        self.lock().get(&article).is_some_and(|left| *left > 0)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ArticleId, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Poller {
    /// Says that something was bookmarked: the background task gathers it soon.
    pub fn heed_bookmarks(&self) {
        self.0.bookmarked.notify_one();
    }

    /// Fetches what bookmarks lack to be kept whole, for as many as one round takes. Comes back at once when cancelled.
    ///
    /// # Errors
    /// When the store cannot say which bookmarks there are.
    pub async fn gather(&self, cancel: &CancellationToken) -> Result<Gathered, StoreError> {
        let (with_pictures, until) = (self.0.settings.pictures, self.later(TAKEN_HOURS));
        let due = move |db: &Db| db.to_gather(with_pictures, now(), PER_ROUND);
        let due = self.0.store.read(due).await?;
        if due.is_empty() {
            return Ok(Gathered::default());
        }
        let take = move |db: &mut Db| db.take_to_gather(due, with_pictures, now(), until);
        let bookmarks = self.0.store.write(take).await?;
        let undone = Undone::default();
        let pages = self.gather_pages(&bookmarks, &undone, cancel).await;
        let pictures = self.gather_pictures(&bookmarks, &undone, cancel).await?;
        let end = |(article, failures): &(ArticleId, u32)| match undone.is_any(*article) {
            _ if cancel.is_cancelled() => (*article, *failures, Some(now())),
            true => (*article, failures + 1, self.again(*failures)),
            false => (*article, 0, None),
        };
        let ended: Vec<_> = bookmarks.iter().map(end).collect();
        self.0.store.write(move |db| db.end_gathering(&ended)).await?;
        let more = bookmarks.len() as u64 >= u64::from(PER_ROUND) && !cancel.is_cancelled();
        Ok(Gathered { pages, pictures, more })
    }

    /// When to ask again after so many failures.
    fn again(&self, failures: u32) -> Option<Timestamp> {
        let hours = AGAIN_HOURS.get(failures as usize)?;
        Some(self.later(*hours))
    }

    fn later(&self, hours: f64) -> Timestamp {
        now()
            .saturating_add(self.0.settings.pace.hours(hours))
            .unwrap_or_default()
    }

    async fn gather_pages(&self, bookmarks: &[(ArticleId, u32)], undone: &Undone, cancel: &CancellationToken) -> u32 {
        let mut errands = Vec::new();
        for (id, _) in bookmarks {
            if cancel.is_cancelled() {
                return 0;
            }
            let Ok((article, feed_url)) = self.article(*id).await else {
                continue;
            };
            if self.when_whole(&feed_url) == WholeText::ByHand || !may_have_page(&article) {
                continue;
            }
            let clips = self.0.settings.clips.clone();
            let lacks = tokio::task::spawn_blocking(move || lacks_page(&article, &clips).then_some(article.row.url));
            if let Ok(Some(Some(url))) = lacks.await {
                undone.add(*id);
                errands.push(Errand { url, what: *id });
            }
        }
        let undone = undone.clone();
        self.run_errands(errands, cancel, move |me, errand| {
            let undone = undone.clone();
            async move {
                let brought = me.page_ahead(errand.what, |article| !may_have_page(article)).await?;
                undone.done(errand.what);
                Ok(brought)
            }
        })
        .await
    }

    async fn gather_pictures(
        &self,
        bookmarks: &[(ArticleId, u32)],
        undone: &Undone,
        cancel: &CancellationToken,
    ) -> Result<u32, StoreError> {
        let (with_pictures, until) = (self.0.settings.pictures, self.later(TAKEN_HOURS));
        let articles: Vec<_> = bookmarks.iter().map(|(article, _)| *article).collect();
        let go_on = move |db: &mut Db| db.go_on_gathering(&articles, with_pictures, until);
        self.0.store.write(go_on).await?;
        let mut errands = Vec::new();
        for (id, failures) in bookmarks.iter().filter(|_| with_pictures) {
            if cancel.is_cancelled() {
                return Ok(0);
            }
            let Ok((article, feed_url)) = self.article(*id).await else {
                continue;
            };
            let (clips, id) = (self.0.settings.clips.clone(), *id);
            let shown = tokio::task::spawn_blocking(move || shown(&article, &clips)).await;
            let mut wanted = self.lacking(id, shown.unwrap_or_default()).await?;
            // So that one that never comes does not stand before the others every time.
            let first = *failures as usize % wanted.len().max(1);
            wanted.rotate_left(first);
            for url in wanted {
                undone.add(id);
                let what = Shown {
                    article: id,
                    private_ok: is_same_host(&url, &feed_url),
                };
                errands.push(Errand { url, what });
            }
        }
        let undone = undone.clone();
        let run = move |me: Self, errand| {
            let undone = undone.clone();
            async move { me.one_picture(errand, &undone).await }
        };
        Ok(self.run_errands(errands, cancel, run).await)
    }

    async fn lacking(&self, article: ArticleId, shown: Vec<String>) -> Result<Vec<String>, StoreError> {
        if shown.is_empty() {
            return Ok(shown);
        }
        self.0.store.write(move |db| db.lacking_pictures(article, shown)).await
    }

    /// Whether a picture came. Fails where its host had better be left alone, and where the disk is full.
    async fn one_picture(&self, errand: Errand<Shown>, undone: &Undone) -> Result<bool, Stop> {
        let Errand { url, what } = errand;
        // Another article of this round may have brought it.
        if let Ok([]) = self.lacking(what.article, vec![url.clone()]).await.as_deref() {
            undone.done(what.article);
            return Ok(false);
        }
        if self.0.client.waits_until(&url, now()).is_some() {
            return Err(Stop::Unwell);
        }
        let request = Request {
            url: url.clone(),
            private_ok: what.private_ok,
            wanted: Wanted::Picture,
            ..Request::default()
        };
        let picture = match self.0.client.get(&request).await {
            Ok(mut answer) => {
                let bytes = std::mem::take(&mut answer.body);
                let told = tokio::task::spawn_blocking(move || Picture::of(bytes)).await;
                // The answer's turn among large ones ends when the picture is on the disk.
                (told.unwrap_or_default(), Some(answer))
            }
            Err(error) if of_shut_page(&error).is_some() => (None, None),
            // This one is in trouble, not its host.
            Err(FetchError::Status(_) | FetchError::Broken(_)) => return Ok(false),
            Err(_) => return Err(Stop::Unwell),
        };
        let article = what.article;
        let keep = move |db: &mut Db| {
            let (picture, _answer) = picture;
            db.keep_picture(article, &url, picture.as_ref())
        };
        match self.0.store.write(keep).await {
            Ok(kept) => {
                undone.done(article);
                Ok(kept)
            }
            Err(StoreError::Full) => Err(Stop::Full),
            Err(error) => {
                tracing::error!(%error, "a picture cannot be kept");
                Ok(false)
            }
        }
    }
}

/// Whether its page was not asked yet, as far as there is one.
fn may_have_page(article: &Article) -> bool {
    article.row.url.is_some() && article.page.is_none() && article.page_said.is_none()
}

/// Whether its feed brought no more than a summary.
fn lacks_page(article: &Article, clips: &ClipBook) -> bool {
    let (_, complete) = document_of(article, false, clips_for(article, clips).as_ref());
    matches!(complete, Complete::Summary | Complete::Empty)
}

/// Addresses of the pictures that are kept of an article.
fn shown(article: &Article, clips: &ClipBook) -> Vec<String> {
    let (document, _) = document_of(article, false, clips_for(article, clips).as_ref());
    let mut pictures = pictures_of(&document, article.image.as_ref());
    pictures.truncate(MAX_PICTURES);
    pictures
}
