//! From the address of a site or a feed to an outlet that is followed.

use url::Url;

use crate::feed::{Hints, PROBES, discover, parse, suspect};
use crate::model::{Clean, Failure, OutletId, Refreshed, web_address};
use crate::net::{Answer, Client, FetchError, Request, Wanted};
use crate::poll::clock::now;
use crate::poll::poller::Poller;
use crate::poll::reading::title;
use crate::poll::verdict;
use crate::store::NewOutlet;

/// What fails where there is no feed to follow.
const TRIED: &str = "follow this address";
/// Places of a site that are asked for a feed.
const TRIES: usize = PROBES.len();

/// A new outlet.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscribed {
    /// The outlet; one that was followed already when it has this feed.
    pub outlet: OutletId,
    /// Its name.
    pub name: Clean,
    /// The feed that is followed now, and what it brought.
    pub feed: Refreshed,
    /// How many articles of the outlet there are now; those that were here before are not new.
    pub articles: u32,
    /// Further feeds that the page offers.
    pub others: Vec<String>,
}

/// A feed that was found, with its answer still unread.
struct Found {
    url: String,
    answer: Answer,
    title: Clean,
    site: Option<String>,
}

impl Poller {
    /// Follows the outlet at an address: of a feed, or of a site, whose best feed is taken. The scheme may be missing.
    ///
    /// # Errors
    /// When there is no feed, or it cannot be reached or kept; the text is for people.
    pub async fn subscribe(&self, address: &str, folder: Option<&str>) -> Result<Subscribed, Failure> {
        let (url, answer) = self.reach(address).await?;
        let (found, others) = match as_feed(&url, answer, &self.0.client) {
            Ok(found) => (found, Vec::new()),
            Err(page) => self.search(&page).await?,
        };
        let outlet = NewOutlet {
            name: found.title.to_string(),
            folder: folder.map(ToOwned::to_owned),
            site: found.site.clone(),
            language: None,
            feeds: vec![found.url.clone()],
        };
        self.keep(outlet, found, others).await
    }

    /// The first address that answers: as typed, else with https, else with http.
    async fn reach(&self, address: &str) -> Result<(String, Answer), Failure> {
        let mut last = FetchError::Refused("that is no address of a site or feed".to_owned());
        for url in spellings(address) {
            match self.ask(&url).await {
                Ok(answer) => return Ok((url, answer)),
                // That its certificate is wrong says more than that nobody answers without one.
                Err(FetchError::Offline { .. } | FetchError::Timeout(_))
                    if matches!(last, FetchError::Insecure { .. }) => {}
                Err(error @ (FetchError::Offline { .. } | FetchError::Insecure { .. } | FetchError::Timeout(_))) => {
                    last = error;
                }
                Err(error) => return Err(verdict::of_first_fetch(&error, Clean::line(TRIED))),
            }
        }
        Err(verdict::of_first_fetch(&last, Clean::line(TRIED)))
    }

    async fn ask(&self, url: &str) -> Result<Answer, FetchError> {
        let request = Request {
            url: url.to_owned(),
            private_ok: true,
            wanted: Wanted::Feed,
            ..Request::default()
        };
        self.0.client.get(&request).await
    }

    /// The feeds of a page, else those at the usual places.
    async fn search(&self, page: &Answer) -> Result<(Found, Vec<String>), Failure> {
        let base = Url::parse(&page.url).map_err(|_odd| failed(Clean::line("that is no address of a site or feed")))?;
        let markup = String::from_utf8_lossy(&page.body);
        let mut offered = discover(&markup, &base);
        offered.retain(|url| web_address(url).is_some());
        let places = if offered.is_empty() {
            suspect(&markup, &base)
        } else {
            offered.clone()
        };
        for (at, url) in places.into_iter().take(TRIES).enumerate() {
            if let Ok(answer) = self.ask(&url).await
                && let Ok(found) = as_feed(&url, answer, &self.0.client)
            {
                let others = offered
                    .into_iter()
                    .enumerate()
                    .filter(|(place, _)| *place != at)
                    .map(|(_, url)| url);
                return Ok((found, others.collect()));
            }
        }
        let happened = Clean::line("this page offers no feed, and there is none at the usual places");
        Err(Failure {
            hint: Some(Clean::line("look on the site for RSS or Atom and give that address")),
            ..failed(happened)
        })
    }

    async fn keep(&self, outlet: NewOutlet, found: Found, others: Vec<String>) -> Result<Subscribed, Failure> {
        let unkept = |error: crate::store::StoreError| failed(Clean::line(&error.to_string()));
        let (url, now) = (found.url.clone(), now());
        let kept = self.0.store.write(move |db| {
            let id = db.add_outlet(&outlet, now)?;
            let outlet = db.outlets()?.into_iter().find(|outlet| outlet.id == id);
            Ok(outlet
                .zip(db.feed_at(&url)?)
                .map(|(outlet, feed)| (outlet.id, outlet.name, feed)))
        });
        let kept = kept.await.map_err(unkept)?;
        let (outlet, name, feed) = kept.ok_or_else(|| failed(Clean::line("it could not be kept")))?;
        let (guide, saving) = self.guide();
        let feed = guide.digest(feed, Ok(found.answer)).await;
        drop(guide);
        crate::poll::saver::finish(saving).await;
        let articles = self
            .0
            .store
            .read(move |db| db.articles_of(outlet))
            .await
            .map_err(unkept)?;
        Ok(Subscribed {
            articles,
            outlet,
            name: if name.is_empty() { found.title } else { name },
            feed,
            others,
        })
    }
}

/// What an address without a scheme may mean.
fn spellings(address: &str) -> Vec<String> {
    let address = address.trim();
    let address = address
        .strip_prefix("feed:")
        .map_or(address, |rest| rest.trim_start_matches("//"));
    if address.contains("://") {
        return vec![address.to_owned()];
    }
    ["https", "http"]
        .iter()
        .map(|scheme| format!("{scheme}://{address}"))
        .filter(|url| Url::parse(url).is_ok())
        .collect()
}

/// The answer as a feed, or given back.
#[expect(clippy::result_large_err, reason = "the answer goes on, whichever it is")]
fn as_feed(url: &str, mut answer: Answer, client: &Client) -> Result<Found, Answer> {
    let base = Url::parse(&answer.url).ok();
    let hints = Hints {
        content_type: answer.content_type.as_deref(),
        base: base.as_ref(),
    };
    let parsed = std::panic::catch_unwind(|| parse(&answer.body, &hints));
    let Ok(Ok(feed)) = parsed else { return Err(answer) };
    let moved_to = answer.moved_to.take().filter(|to| !client.is_bound(url, to));
    let url = moved_to.or_else(|| web_address(url)).unwrap_or_else(|| url.to_owned());
    Ok(Found {
        url,
        title: title(&feed),
        site: feed.link.as_deref().and_then(web_address),
        answer,
    })
}

fn failed(happened: Clean) -> Failure {
    Failure {
        tried: Clean::line(TRIED),
        happened,
        hint: None,
    }
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn understands_addresses_as_people_type_them() {
        assert_eq!(
            spellings(" news.example "),
            ["https://news.example", "http://news.example"]
        );
        assert_eq!(
            spellings("feed://news.example/rss"),
            ["https://news.example/rss", "http://news.example/rss"]
        );
        assert_eq!(spellings("feed:https://news.example/rss"), ["https://news.example/rss"]);
        assert_eq!(spellings("http://news.example"), ["http://news.example"]);
        assert!(spellings("not an address").is_empty());
    }
}
