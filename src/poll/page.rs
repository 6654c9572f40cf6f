//! The whole text of an article, from the outlet's own page.

use url::Url;

use crate::document::{decode_page, from_page, plain};
use crate::model::{Article, ArticleId, Clean, Complete, Failure};
use crate::net::{Answer, Request, Wanted};
use crate::poll::poller::Poller;
use crate::poll::reading::{detect, found};
use crate::poll::verdict;
use crate::store::{Draft, StoreError};

/// A page as it is kept.
struct Kept {
    html: String,
    url: String,
    draft: Draft,
}

impl Poller {
    /// Fetches the page of an article and keeps it, with what was found in it, when the article is on it. Says how much
    /// was found; only a whole article or a longer one than the feed's replaces what there was.
    ///
    /// # Errors
    /// When the page cannot be reached or kept; the text is for people.
    pub async fn page(&self, id: ArticleId) -> Result<Complete, Failure> {
        let known = self.0.store.read(move |db| {
            let Some(article) = db.article(id)? else {
                return Ok(None);
            };
            let feed = db.feed(article.feed)?;
            Ok(Some((article, feed.map(|feed| feed.url))))
        });
        let known = known.await.map_err(|error| unkept(&error))?;
        let (article, feed_url) = known.ok_or_else(|| failed("it is not there any more"))?;
        let url = article
            .row
            .url
            .clone()
            .ok_or_else(|| failed("its feed names no page"))?;
        let feed_url = feed_url.unwrap_or_else(|| article.row.feed_url.clone());
        let request = Request {
            private_ok: is_same_host(&url, &feed_url),
            url,
            wanted: Wanted::Page,
            ..Request::default()
        };
        let answer = self.0.client.get(&request).await;
        let answer = answer.map_err(|error| Failure {
            happened: verdict::of_page(&error),
            ..failed("")
        })?;
        let words = article.row.words;
        let read = tokio::task::spawn_blocking(move || read(&answer, &article)).await;
        let (complete, kept) =
            read.map_err(|_panic| failed("byline stumbled over this page; please report its address"))?;
        if complete == Complete::Whole || kept.draft.words > words {
            let Kept { html, url, draft } = kept;
            let kept = self
                .0
                .store
                .write(move |db| db.keep_page(id, &html, &url, &draft))
                .await;
            kept.map_err(|error| unkept(&error))?;
        }
        Ok(complete)
    }
}

fn read(answer: &Answer, article: &Article) -> (Complete, Kept) {
    let html = decode_page(&answer.body, answer.content_type.as_deref());
    let page = from_page(&html, Url::parse(&answer.url).ok().as_ref());
    let text = plain(&page.document).text;
    let known = [page.language, article.language]
        .into_iter()
        .find(|language| language.known().is_some());
    let language = known.unwrap_or_else(|| detect(&page.title, &text));
    let draft = Draft {
        title: article.row.title.clone(),
        url: article.row.url.clone(),
        byline: page.byline,
        published: page.published,
        modified: page.modified,
        image: page.image,
        ..found(&page.document, text, language)
    };
    (
        page.complete,
        Kept {
            html,
            url: answer.url.clone(),
            draft,
        },
    )
}

/// Whether a page may be at a private address: only where its feed is, which the reader typed.
fn is_same_host(page: &str, feed: &str) -> bool {
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
