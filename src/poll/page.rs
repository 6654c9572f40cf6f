//! The whole text of an article, from the outlet's own page.

use url::Url;

use crate::document::{decode_page, from_page_by, join_page, next_page, plain_of};
use crate::model::{Article, ArticleId, Clean, Clips, Complete, Failure};
use crate::net::{Answer, FetchError, Request, Wanted};
use crate::poll::crew::host;
use crate::poll::poller::Poller;
use crate::poll::reading::{detect, found};
use crate::poll::verdict;
use crate::store::{Db, Draft, StoreError};

/// Pages of one article that are asked for.
const MAX_PAGES: usize = 10;
/// Bytes of them that are kept.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A page as it is kept.
struct Kept {
    html: String,
    url: String,
    draft: Draft,
}

/// Why no page came.
#[derive(Debug)]
pub(in crate::poll) enum Missed {
    /// Its server did not give it.
    Unanswered(FetchError),
    /// It could not be kept.
    Unkept(StoreError),
    /// Anything else.
    Otherwise(Failure),
}

impl Missed {
    /// For people.
    fn said(self) -> Failure {
        match self {
            Self::Unanswered(error) => Failure {
                happened: verdict::of_page(&error),
                ..failed("")
            },
            Self::Unkept(error) => unkept(&error),
            Self::Otherwise(failure) => failure,
        }
    }
}

impl Poller {
    /// Fetches the page of an article and keeps it, with what was found in it, when the article is on it. Says how much
    /// was found; only a whole article or a longer one than the feed's replaces what there was. While the page is being fetched
    /// already it is waited for instead.
    ///
    /// # Errors
    /// When the page cannot be reached or kept; the text is for people.
    pub async fn page(&self, id: ArticleId) -> Result<Complete, Failure> {
        self.0.store.writable().map_err(|error| unkept(&error))?;
        let turn = self.page_turn(id);
        let waited = turn.try_lock().is_err();
        let _alone = turn.lock_owned().await;
        let (article, feed_url) = self.article(id).await?;
        if waited && article.page.is_some() {
            return Ok(Complete::Whole);
        }
        if let Some(said) = article.page_said.filter(|_| waited) {
            return Ok(said);
        }
        self.bring(article, feed_url).await.map_err(Missed::said)
    }

    /// An article, with its feed's address.
    pub(in crate::poll) async fn article(&self, id: ArticleId) -> Result<(Article, String), Failure> {
        let known = self.0.store.read(move |db| {
            let Some(article) = db.article(id)? else {
                return Ok(None);
            };
            let feed = match db.feed(article.feed)? {
                // It came from elsewhere: its outlet's feeds tell as much.
                None => db.feed_of(article.row.outlet)?,
                feed => feed,
            };
            Ok(Some((article, feed.map(|feed| feed.url))))
        });
        let known = known.await.map_err(|error| unkept(&error))?;
        let (article, feed_url) = known.ok_or_else(|| failed("it is not there any more"))?;
        let feed_url = feed_url.unwrap_or_else(|| article.row.feed_url.clone());
        Ok((article, feed_url))
    }

    /// Fetches an article's page and keeps it, or keeps in mind that there is no use in asking it again.
    pub(in crate::poll) async fn bring(&self, article: Article, feed_url: String) -> Result<Complete, Missed> {
        let id = article.row.id;
        let url = article.row.url.clone();
        let url = url.ok_or_else(|| Missed::Otherwise(failed("its feed names no page")))?;
        let request = Request {
            private_ok: is_same_host(&url, &feed_url),
            url: url.clone(),
            wanted: Wanted::Page,
            ..Request::default()
        };
        let (answer, html) = match self.get_pages(&request).await {
            Ok(came) => came,
            Err(error) => {
                if let Some(why) = verdict::of_shut_page(&error) {
                    self.keep_there(id, url, move |db| db.keep_page_away(id, why)).await?;
                }
                return Err(Missed::Unanswered(error));
            }
        };
        let words = article.row.words;
        let addresses = [article.row.url.as_deref(), Some(&*feed_url), Some(&*answer.url)];
        let clips = self.0.settings.clips.of(&addresses);
        let read = tokio::task::spawn_blocking(move || read(html, answer.url, &article, clips.as_ref())).await;
        let stumbled = |_panic| failed("byline stumbled over this page; please report its address");
        let (complete, kept) = read.map_err(stumbled).map_err(Missed::Otherwise)?;
        if complete == Complete::Whole || kept.draft.words > words {
            let Kept { html, url: at, draft } = kept;
            let keep = move |db: &mut Db| db.keep_page(id, &html, &at, &draft);
            self.keep_there(id, url, keep).await?;
        } else {
            self.keep_there(id, url, move |db| db.keep_page_away(id, complete))
                .await?;
        }
        Ok(complete)
    }

    /// Asks for a page and, where its article goes on, for its further pages, one after the other with a pause between; all of them as one text.
    ///
    /// # Errors
    /// When the first does not come.
    pub async fn get_pages(&self, request: &Request) -> Result<(Answer, String), FetchError> {
        let mut answer = self.0.client.get(request).await?;
        self.0.turns.end(&host(&answer.url));
        let mut pages = decode_page(&answer.body, answer.content_type.as_deref());
        answer.body = Vec::new();
        let mut last = (pages.clone(), answer.url.clone());
        for _ in 1..MAX_PAGES {
            let (html, url) = last;
            let find = move || next_page(&html, &Url::parse(&url).ok()?);
            let Ok(Some(next)) = tokio::task::spawn_blocking(find).await else {
                break;
            };
            let host = host(next.as_str());
            // Two articles that hold on to their turns among large bodies would wait for each other's.
            answer.held = None;
            self.0.turns.wait(&host).await;
            let request = Request {
                url: next.into(),
                ..request.clone()
            };
            let Ok(came) = self.0.client.get(&request).await else {
                break;
            };
            self.0.turns.end(&host);
            let html = decode_page(&came.body, came.content_type.as_deref());
            if pages.len() + html.len() > MAX_BYTES {
                break;
            }
            join_page(&mut pages, &html, &came.url);
            last = (html, came.url);
        }
        Ok((answer, pages))
    }

    /// Keeps what was found at an article's address, unless another one has its number by now.
    async fn keep_there(
        &self,
        id: ArticleId,
        url: String,
        keep: impl FnOnce(&mut Db) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), Missed> {
        let work = move |db: &mut Db| match db.rows_of(&[id])?.first() {
            Some(row) if row.url.as_ref() == Some(&url) => keep(db),
            _ => Ok(()),
        };
        self.0.store.write(work).await.map_err(Missed::Unkept)
    }
}

fn read(html: String, url: String, article: &Article, clips: Option<&Clips>) -> (Complete, Kept) {
    let page = from_page_by(&html, Url::parse(&url).ok().as_ref(), clips);
    let leaves = page.document.leaves();
    let text = plain_of(&page.document, &leaves).text;
    let known = [page.language, article.language]
        .into_iter()
        .find(|language| language.known().is_some());
    let language = known.unwrap_or_else(|| detect(&page.title, &text));
    // A bookmark from elsewhere may have come without a title.
    let named = article.row.url.as_deref() != Some(&*article.row.title) || page.title.is_empty();
    let draft = Draft {
        title: if named { article.row.title.clone() } else { page.title },
        url: article.row.url.clone(),
        standfirst: page.standfirst,
        section: page.section,
        byline: page.byline,
        published: page.published,
        modified: page.modified,
        image: page.image,
        ..found(&leaves, text, language)
    };
    (page.complete, Kept { html, url, draft })
}

/// Whether a page or picture may be at a private address: only where its feed is, which the reader typed.
pub(in crate::poll) fn is_same_host(page: &str, feed: &str) -> bool {
    let host = |url: &str| {
        Url::parse(url)
            .ok()
            .and_then(|url| url.host().map(|host| host.to_owned()))
    };
    host(page).is_some() && host(page) == host(feed)
}

fn failed(happened: &str) -> Failure {
    Failure {
        tried: Clean::line("fetch the whole text"),
        happened: Clean::line(happened),
        hint: None,
    }
}

fn unkept(error: &StoreError) -> Failure {
    failed(&error.to_string())
}

#[cfg(test)]
mod tests {
    use super::is_same_host;

    #[test]
    fn pages_are_private_only_where_their_feed_is() {
        assert!(is_same_host("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/feed"));
        assert!(!is_same_host("http://127.0.0.1/a", "https://news.example/feed"));
        assert!(!is_same_host("nonsense", "nonsense"));
    }
}
