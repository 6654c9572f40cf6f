//! From the address of a site or a feed to an outlet that is followed.

use std::collections::VecDeque;

use url::Url;

use crate::document::decode_page;
use crate::feed::{Hints, ParseError, discover, listed, parse, suspect};
use crate::model::{Clean, Failure, OutletId, Refreshed, told_address, web_address};
use crate::net::{Answer, Client, FetchError, Request, Wanted};
use crate::poll::clock::now;
use crate::poll::poller::Poller;
use crate::poll::reading::title;
use crate::poll::verdict;
use crate::store::{Added, NewOutlet, StoreError};

/// What fails where there is no feed to follow.
const TRIED: &str = "follow this address";
/// Places of a site that are asked for a feed.
const TRIES: usize = 5;

/// A new outlet.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscribed {
    /// The outlet; one that was followed already when it has this feed.
    pub outlet: OutletId,
    /// Whether it was not followed before.
    pub is_new: bool,
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

/// A page, or what else is no feed, at an address where one was asked for.
struct Place {
    /// As it was asked for, with any login.
    asked: String,
    answer: Answer,
    error: ParseError,
    base: Url,
    markup: String,
    /// Feeds that it declares.
    offered: Vec<String>,
}

impl Poller {
    /// Follows the outlet at an address: of a feed, or of a site, whose best feed is taken. The scheme may be missing.
    ///
    /// # Errors
    /// When there is no feed, or it cannot be reached or kept; the text is for people.
    pub async fn subscribe(&self, address: &str, folder: Option<&str>) -> Result<Subscribed, Failure> {
        self.0.store.writable().map_err(|error| unkept(&error))?;
        let (url, answer) = self.reach(address).await?;
        let (found, others) = match as_feed(&url, answer, &self.0.client) {
            Ok(found) => (found, Vec::new()),
            Err((answer, error)) => self.search(Place::of(url, answer, error)?).await?,
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

    /// The feeds at an address: itself, what its page declares, else the first that is at its links or the usual places.
    ///
    /// # Errors
    /// When there is none, or it cannot be reached; the text is for people.
    pub async fn feeds_at(&self, address: &str) -> Result<Vec<String>, Failure> {
        let tried = |failure: Failure| Failure {
            tried: Clean::line("look for feeds"),
            ..failure
        };
        let (url, answer) = self.reach(address).await.map_err(tried)?;
        let (answer, error) = match as_feed(&url, answer, &self.0.client) {
            Ok(found) => return Ok(vec![found.url]),
            Err(unread) => unread,
        };
        let place = Place::of(url, answer, error).map_err(tried)?;
        if !place.offered.is_empty() {
            return Ok(place.offered);
        }
        let (found, _) = self.search(place).await.map_err(tried)?;
        Ok(vec![found.url])
    }

    /// The first address that answers: as typed, else with https, else with http.
    async fn reach(&self, address: &str) -> Result<(String, Answer), Failure> {
        use FetchError::{Broken, Insecure, Offline, Status, Timeout};
        let mut last = FetchError::Refused("that is no address of a site or feed".to_owned());
        for url in spellings(address) {
            match self.ask(&url).await {
                Ok(answer) => return Ok((url, answer)),
                // That its certificate is wrong says more than that it has nothing to say without one.
                Err(Offline { .. } | Timeout(_) | Broken(_) | Status(400)) if matches!(last, Insecure { .. }) => {}
                Err(error @ (Offline { .. } | Insecure { .. } | Timeout(_))) => last = error,
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

    /// The first feed of a place that can be read, and what else it declares; where it declares none, at the likeliest places.
    async fn search(&self, place: Place) -> Result<(Found, Vec<String>), Failure> {
        let declares = !place.offered.is_empty();
        let mut likely = VecDeque::from(place.offered.clone());
        let suspects = suspect(&place.markup, &place.base).into_iter();
        likely.extend(suspects.filter(|url| !place.offered.contains(url)));
        let (mut why, mut absent, mut tried) = (None, 0, Vec::new());
        while let Some(url) = likely.pop_front().filter(|_| tried.len() < TRIES) {
            // Nothing is guessed at where a feed is declared, unless none of those is there any more.
            if tried.len() == place.offered.len() && absent < tried.len() {
                break;
            }
            if tried.contains(&url) {
                continue;
            }
            tried.push(url.clone());
            let asked = place.with_login(&url);
            let missed = match self.ask(&asked).await {
                Ok(answer) => match as_feed(&asked, answer, &self.0.client) {
                    Ok(found) => {
                        let others = place.offered.into_iter().filter(|other| *other != url);
                        return Ok((found, others.collect()));
                    }
                    Err((answer, error)) if declares => failed(verdict::of_first_parse(&error, &answer, &asked)),
                    Err((answer, _)) => {
                        // Newspapers have a page that lists their feeds.
                        listed_on(&answer)
                            .into_iter()
                            .rev()
                            .for_each(|url| likely.push_front(url));
                        continue;
                    }
                },
                // Whoever asks to wait is not asked for more.
                Err(error @ (FetchError::Busy { .. } | FetchError::Walled { until: Some(_), .. })) => {
                    why.get_or_insert((url, verdict::of_first_fetch(&error, Clean::line(TRIED))));
                    break;
                }
                Err(error) if declares || is_telling(&error) => {
                    absent += usize::from(matches!(error, FetchError::Status(404) | FetchError::Gone));
                    verdict::of_first_fetch(&error, Clean::line(TRIED))
                }
                Err(_) => continue,
            };
            why.get_or_insert((url, missed));
        }
        Err(place.without_feed(why))
    }

    async fn keep(&self, outlet: NewOutlet, found: Found, others: Vec<String>) -> Result<Subscribed, Failure> {
        let (url, now) = (found.url.clone(), now());
        let kept = self.0.store.write(move |db| {
            let added = db.add_outlet(&outlet, now)?;
            let outlet = db.outlets()?.into_iter().find(|outlet| outlet.id == added.outlet);
            Ok(outlet
                .zip(db.feed_at(&url)?)
                .map(|(outlet, feed)| (added, outlet.name, feed)))
        });
        let kept = kept.await.map_err(|error| unkept(&error))?;
        let (Added { outlet, is_new }, name, feed) = kept.ok_or_else(|| failed(Clean::line("it could not be kept")))?;
        let (guide, saving) = self.guide();
        let feed = guide.digest(feed, Ok(found.answer)).await;
        drop(guide);
        crate::poll::saver::finish(saving).await;
        let articles = self
            .0
            .store
            .read(move |db| db.articles_of(outlet))
            .await
            .map_err(|error| unkept(&error))?;
        Ok(Subscribed {
            articles,
            outlet,
            is_new,
            name: if name.is_empty() { found.title } else { name },
            feed,
            others,
        })
    }
}

impl Place {
    fn of(asked: String, answer: Answer, error: ParseError) -> Result<Self, Failure> {
        let base =
            Url::parse(&answer.url).map_err(|_odd| failed(Clean::line("that is no address of a site or feed")))?;
        let markup = decode_page(&answer.body, answer.content_type.as_deref());
        let mut offered = discover(&markup, &base);
        offered.retain(|url| web_address(url).is_some());
        Ok(Self {
            asked,
            answer,
            error,
            base,
            markup,
            offered,
        })
    }

    /// An address with the login that this place was asked with, if it is of the same origin.
    fn with_login(&self, url: &str) -> String {
        let (Ok(asked), Ok(mut to)) = (Url::parse(&self.asked), Url::parse(url)) else {
            return url.to_owned();
        };
        if asked.origin() != to.origin() || !to.username().is_empty() || to.password().is_some() {
            return url.to_owned();
        }
        let set = to.set_username(asked.username()).and(to.set_password(asked.password()));
        set.map_or_else(|()| url.to_owned(), |()| to.into())
    }

    /// Why no feed was found: `why` one could not be had, with its address, else what stands here.
    fn without_feed(&self, why: Option<(String, Failure)>) -> Failure {
        let here = verdict::of_first_page(&self.error, &self.answer, &self.asked);
        match (why, here) {
            (Some((url, why)), here) if here.is_none() || !self.offered.is_empty() => {
                let happened = Clean::line(&format!("{}: {}", told_address(&url), why.happened));
                Failure { happened, ..why }
            }
            (_, Some(here)) => failed(here),
            _ => Failure {
                hint: Some(Clean::line("look on the site for RSS or Atom and give that address")),
                ..failed(Clean::line(
                    "this page offers no feed, and there is none at the usual places",
                ))
            },
        }
    }
}

/// The feeds of a page that stands where one was guessed at.
fn listed_on(answer: &Answer) -> Vec<String> {
    let base = Url::parse(&answer.url).ok();
    let markup = decode_page(&answer.body, answer.content_type.as_deref());
    base.map(|base| listed(&markup, &base)).unwrap_or_default()
}

/// Whether a failure says more of a guessed address than that nothing is there.
fn is_telling(error: &FetchError) -> bool {
    matches!(error, FetchError::Walled { .. } | FetchError::Status(401))
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

/// The answer as a feed, or given back with the reason why it is none.
#[expect(clippy::result_large_err, reason = "the answer goes on, whichever it is")]
fn as_feed(url: &str, mut answer: Answer, client: &Client) -> Result<Found, (Answer, ParseError)> {
    let base = Url::parse(&answer.url).ok();
    let hints = Hints {
        content_type: answer.content_type.as_deref(),
        base: base.as_ref(),
    };
    let parsed = std::panic::catch_unwind(|| parse(&answer.body, &hints));
    let feed = match parsed {
        Ok(Ok(feed)) => feed,
        Ok(Err(error)) => return Err((answer, error)),
        Err(_panic) => {
            let looks_like = "what byline stumbles over";
            return Err((answer, ParseError::NotAFeed { looks_like }));
        }
    };
    let moved_to = answer.moved_to.take().filter(|to| !client.is_bound(url, to));
    let url = moved_to.or_else(|| web_address(url)).unwrap_or_else(|| url.to_owned());
    Ok(Found {
        url,
        title: title(&feed),
        site: feed.link.as_deref().and_then(web_address),
        answer,
    })
}

fn unkept(error: &StoreError) -> Failure {
    failed(Clean::line(&error.to_string()))
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
