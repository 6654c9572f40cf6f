//! The only place that speaks HTTP. Door: [`Client::get`].
//!
//! One way out for every request: limits on time, size, redirects and addresses hold for feeds and pages alike. Absent by
//! design: cookies, referers, ranges, requests other than `GET`, and any way to switch certificate checks off.

mod address;
mod answer;
mod coding;
mod fault;
mod freshness;
mod hosts;
mod refusal;
mod terms;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION,
};
use tokio::io::AsyncBufReadExt as _;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use crate::model::{FileKind, Route, Terms, Validators};
use address::{Fixed, Names, take_login};
use hosts::Hosts;
use terms::Reader;

pub(crate) use address::is_inside;
pub use answer::{Answer, Distrust, FetchError, Request, Wanted};
pub(crate) use hosts::host_of;

/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(10);
/// Redirects in one request.
const MAX_REDIRECTS: usize = 5;
/// Bodies beyond this size take turns, so that many endless ones at once do not fill the memory.
const LARGE_BYTES: usize = 512 * 1024;
/// How many of them are in memory at once.
const LARGE_AT_ONCE: usize = 2;
/// How long an unused connection is kept.
const IDLE: Duration = Duration::from_secs(15);

/// What can be set: the reader's terms and wish to be left offline, and for tests the limits, names that no resolver knows, certificates that nobody signed.
#[derive(Clone, Debug)]
pub struct Limits {
    /// For a whole request: all hops, headers and bodies, not counting the wait for a host's turn or a password.
    pub total: Duration,
    /// Fixed addresses for some names, judged as the system's answers are.
    pub names: BTreeMap<String, IpAddr>,
    /// How the reader wants some addresses to be asked.
    pub terms: Vec<Terms>,
    /// Certificates (DER) trusted besides the system's.
    pub trusted: Vec<Vec<u8>>,
    /// Whether nobody is asked at all.
    pub offline: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total: Duration::from_secs(30),
            names: BTreeMap::new(),
            terms: Vec::new(),
            trusted: Vec::new(),
            offline: false,
        }
    }
}

/// Speaks HTTP. Cheap to clone; all clones share connections and what is known of hosts. Nothing is built before the first request.
#[derive(Clone, Debug)]
pub struct Client(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    agent: HeaderValue,
    total: Duration,
    fixed: Fixed,
    reader: Reader,
    trusted: Vec<Vec<u8>>,
    offline: bool,
    public: OnceLock<reqwest::Client>,
    private: OnceLock<reqwest::Client>,
    hosts: Hosts,
    large: Arc<Semaphore>,
}

/// A request on its way through redirects.
struct Trip<'a> {
    request: &'a Request,
    origin: Url,
    terms: Option<&'a Terms>,
    login: Option<(String, String)>,
    left: Duration,
}

/// What one exchange with a server came to.
enum Step {
    Arrived(Answer),
    Redirected { to: Url, permanent: bool },
}

impl Client {
    /// A client that introduces itself with this `User-Agent`.
    pub fn new(user_agent: &str) -> Self {
        Self::limited(user_agent, Limits::default())
    }

    /// The same within other limits.
    pub fn limited(user_agent: &str, limits: Limits) -> Self {
        let plain: String = user_agent.chars().filter(|sign| matches!(sign, ' '..='~')).collect();
        Self(Arc::new(Inner {
            agent: HeaderValue::from_str(&plain).unwrap_or(HeaderValue::from_static("byline")),
            total: limits.total,
            fixed: Arc::new(limits.names),
            reader: Reader::new(limits.terms),
            trusted: limits.trusted,
            offline: limits.offline,
            public: OnceLock::new(),
            private: OnceLock::new(),
            hosts: Hosts::default(),
            large: Arc::new(Semaphore::new(LARGE_AT_ONCE)),
        }))
    }

    /// Asks for an address and follows where it leads, as far as that is safe.
    ///
    /// # Errors
    /// As [`FetchError`] says; none of its texts carries a login or a query string.
    pub async fn get(&self, request: &Request) -> Result<Answer, FetchError> {
        if self.0.offline {
            return Err(FetchError::Unasked);
        }
        let mut url =
            Url::parse(&request.url).map_err(|error| FetchError::Refused(format!("not an address: {error}")))?;
        let login = take_login(&mut url);
        let mut trip = Trip {
            request,
            origin: url.clone(),
            terms: self.0.reader.of(&url),
            login,
            left: self.0.total,
        };
        let mut moved_to = None;
        let mut permanently = true;
        let mut trail = vec![url.clone()];
        while trail.len() <= MAX_REDIRECTS + 1 {
            match self.step(&mut trip, &url).await? {
                Step::Arrived(mut answer) => {
                    answer.url = url.into();
                    answer.moved_to = moved_to;
                    return Ok(answer);
                }
                // Without cookies a second visit ends as the first did.
                Step::Redirected { to, .. } if trail.contains(&to) => {
                    return Err(FetchError::Refused("it redirects in a circle".to_owned()));
                }
                Step::Redirected { to, permanent } => {
                    permanently &= permanent;
                    if permanently {
                        moved_to = Some(to.as_str().to_owned());
                    }
                    trail.push(to.clone());
                    url = to;
                }
            }
        }
        Err(FetchError::Refused(format!(
            "it redirects more than {MAX_REDIRECTS} times"
        )))
    }

    /// Whether the reader has terms for any address.
    pub fn has_terms(&self) -> bool {
        self.0.reader.is_any()
    }

    /// The reader's own terms for an address.
    pub fn terms(&self, url: &str) -> Option<&Terms> {
        self.0.reader.of(&Url::parse(url).ok()?)
    }

    /// Whether an address cannot be exchanged for another one, because a login or a secret header goes to it alone.
    pub fn is_bound(&self, url: &str, other: &str) -> bool {
        let covers = |terms: &Terms, url: &str| Url::parse(url).is_ok_and(|url| terms.covers(&url));
        let by_terms = |terms: &Terms| terms.has_secrets() && !covers(terms, other);
        let has_login = Url::parse(url).is_ok_and(|mut url| take_login(&mut url).is_some());
        has_login || self.terms(url).is_some_and(by_terms)
    }

    /// Until when the address's host wants to be left alone, after it refused several feeds in a row.
    pub fn waits_until(&self, url: &str, now: Timestamp) -> Option<Timestamp> {
        self.0.hosts.waits_until(&host_of(&Url::parse(url).ok()?), now)
    }

    /// One exchange, within what is left of the time.
    async fn step(&self, trip: &mut Trip<'_>, url: &Url) -> Result<Step, FetchError> {
        let private_ok = trip.request.private_ok && url.host() == trip.origin.host();
        address::check(url, private_ok).map_err(FetchError::Refused)?;
        let host = host_of(url);
        // Before the clock runs: a password's program may have to ask a person, for which no server can be blamed.
        let own = match trip.terms {
            Some(terms) => self.0.reader.headers(terms, url).await?,
            None => HeaderMap::new(),
        };
        let _turn = self.0.hosts.enter(&host).await;
        let begun = Instant::now();
        let found = tokio::time::timeout(trip.left, self.exchange(trip, url, own, private_ok)).await;
        trip.left = trip.left.saturating_sub(begun.elapsed());
        let found = found.unwrap_or(Err(FetchError::Timeout(self.0.total.as_secs())));
        match &found {
            Err(FetchError::Busy { until: Some(until), .. } | FetchError::Walled { until: Some(until), .. }) => {
                self.0.hosts.refused(&host, *until, clock());
            }
            Ok(_) | Err(FetchError::Status(_) | FetchError::File(_) | FetchError::Gone) => self.0.hosts.answered(&host),
            Err(_) => {}
        }
        found
    }

    async fn exchange(&self, trip: &Trip<'_>, url: &Url, own: HeaderMap, private_ok: bool) -> Result<Step, FetchError> {
        let host = url.host_str().unwrap_or_default();
        let sent = match self.send(trip, url, false, own.clone()).await {
            // A name in the LAN that the reader typed.
            Err(error) if private_ok && matches!(fault::sort(&error, host, 0), FetchError::Refused(_)) => {
                self.send(trip, url, true, own).await
            }
            sent => sent,
        };
        let by_proxy = trip
            .terms
            .is_some_and(|terms| matches!(terms.route, Some(Route::Proxy(_))));
        let response = sent.map_err(|error| match fault::sort(&error, host, CONNECT.as_secs()) {
            FetchError::Offline { why, .. } if by_proxy => FetchError::NoProxy {
                host: host.to_owned(),
                why,
            },
            other => other,
        })?;
        let status = response.status().as_u16();
        match status {
            200..=299 if let Some(wall) = refusal::challenge(status, response.headers(), clock()) => Err(wall),
            200..=299 => self.read(trip.request.wanted, response, host).await.map(Step::Arrived),
            304 if trip.request.validators != Validators::default() => Ok(Step::Arrived(envelope(&response))),
            301 | 302 | 303 | 307 | 308 => {
                let to = target(url, response.headers())?;
                Ok(Step::Redirected {
                    to,
                    permanent: matches!(status, 301 | 308),
                })
            }
            _ => Err(refusal::refusal(response, clock()).await),
        }
    }

    async fn send(
        &self,
        trip: &Trip<'_>,
        url: &Url,
        private: bool,
        own: HeaderMap,
    ) -> Result<reqwest::Response, reqwest::Error> {
        let request = trip.request;
        let client = match trip.terms.and_then(|terms| terms.route.as_ref()) {
            Some(route) => &self.0.reader.way(route, private, |private| self.build(private))?,
            None => self.inner(private)?,
        };
        let mut asked = client
            .get(url.clone())
            .header(ACCEPT, request.wanted.accept())
            .header(ACCEPT_ENCODING, coding::ACCEPTED)
            .headers(own);
        for (name, value) in [
            (IF_NONE_MATCH, &request.validators.etag),
            (IF_MODIFIED_SINCE, &request.validators.last_modified),
        ] {
            if let Some(value) = value.as_deref().and_then(header) {
                asked = asked.header(name, value);
            }
        }
        if let Some((user, password)) = trip.login.as_ref().filter(|_| url.origin() == trip.origin.origin()) {
            asked = asked.basic_auth(user, Some(password));
        }
        asked.send().await
    }

    /// Reads a body up to the limit on its unpacked size; not that of a file which is no page where a page is wanted.
    async fn read(&self, wanted: Wanted, response: reqwest::Response, host: &str) -> Result<Answer, FetchError> {
        let max = wanted.max_mib() * 1024 * 1024;
        let mut answer = envelope(&response);
        if let Some(file) = file(wanted, &answer) {
            return Err(file);
        }
        let expected = response.content_length().unwrap_or(0).min(LARGE_BYTES as u64);
        answer.body.reserve(usize::try_from(expected).unwrap_or(0));
        let broken = |error| fault::of_body(&error, host, CONNECT.as_secs());
        let mut body = coding::unpacked(response).await.map_err(broken)?;
        loop {
            let chunk = body.fill_buf().await.map_err(broken)?;
            if chunk.is_empty() {
                return file(wanted, &answer).map_or(Ok(answer), Err);
            }
            let (read, size) = (chunk.len(), answer.body.len() + chunk.len());
            if size as u64 > max {
                return Err(file(wanted, &answer).unwrap_or(FetchError::TooLarge(wanted.max_mib())));
            }
            answer.body.extend_from_slice(chunk);
            body.consume(read);
            if size > LARGE_BYTES && answer.held.is_none() {
                let turn = Arc::clone(&self.0.large).acquire_owned().await;
                answer.held = Some(turn.expect("the semaphore is never closed"));
            }
        }
    }

    fn inner(&self, private: bool) -> Result<&reqwest::Client, reqwest::Error> {
        let cell = if private { &self.0.private } else { &self.0.public };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        // Without the system's certificates plain HTTP still works, and TLS refuses every server.
        let built = self
            .build(private)
            .build()
            .or_else(|_| self.build(private).tls_certs_only([]).build())?;
        Ok(cell.get_or_init(|| built))
    }

    fn build(&self, private_ok: bool) -> reqwest::ClientBuilder {
        // Installed once; the second time it says so, which is all right.
        drop(rustls::crypto::ring::default_provider().install_default());
        let trusted = self.0.trusted.iter();
        let trusted: Vec<_> = trusted
            .filter_map(|der| reqwest::Certificate::from_der(der).ok())
            .collect();
        let builder = reqwest::Client::builder();
        let builder = if trusted.is_empty() {
            builder
        } else {
            builder.tls_certs_merge(trusted)
        };
        builder
            .user_agent(self.0.agent.clone())
            .referer(false)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(2)
            // One odd header costs that header, as in browsers, not the feed.
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .dns_resolver(Names {
                private_ok,
                fixed: Arc::clone(&self.0.fixed),
            })
    }
}

/// The one clock of this module, for headers that count from now.
#[expect(
    clippy::disallowed_methods,
    reason = "Retry-After and Expires count from the moment of the answer"
)]
fn clock() -> Timestamp {
    Timestamp::now()
}

/// Where a redirect leads, refused when it gives up encryption.
fn target(from: &Url, headers: &HeaderMap) -> Result<Url, FetchError> {
    let place = headers
        .get(LOCATION)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let place = place.ok_or_else(|| FetchError::Broken("it redirects without saying where to".to_owned()))?;
    let mut to = from
        .join(&place)
        .map_err(|_odd| FetchError::Broken("it redirects to what is no address".to_owned()))?;
    take_login(&mut to);
    to.set_fragment(None);
    if from.scheme() == "https" && to.scheme() == "http" {
        let said = "it redirects from a secure address to an insecure one";
        return Err(FetchError::Refused(said.to_owned()));
    }
    Ok(to)
}

/// What stands in the place of a page, by as much of the answer as there is.
fn file(wanted: Wanted, answer: &Answer) -> Option<FetchError> {
    let kind = FileKind::of(&answer.body, answer.content_type.as_deref());
    kind.filter(|_| wanted == Wanted::Page).map(FetchError::File)
}

/// An answer but for its body.
fn envelope(response: &reqwest::Response) -> Answer {
    let headers = response.headers();
    let text = |name: &HeaderName| {
        headers
            .get(name)
            .map(|value| value.as_bytes().iter().copied().map(char::from).collect())
    };
    Answer {
        status: response.status().as_u16(),
        content_type: text(&CONTENT_TYPE),
        validators: Validators {
            etag: text(&ETAG),
            last_modified: text(&LAST_MODIFIED),
        },
        fresh_for: freshness::fresh_for(headers, clock()),
        ..Answer::default()
    }
}

/// A validator as it came: byte for byte, one character a byte.
fn header(text: &str) -> Option<HeaderValue> {
    let bytes: Option<Vec<u8>> = text.chars().map(|sign| u8::try_from(u32::from(sign)).ok()).collect();
    HeaderValue::from_bytes(&bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::target;
    use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
    use url::Url;

    #[test]
    fn redirects_never_give_up_encryption_nor_carry_a_login() {
        let from = Url::parse("https://news.example/feed").unwrap();
        let to = |place: &'static str| {
            target(
                &from,
                &HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(place))]),
            )
            .map(String::from)
        };
        assert_eq!(to("/new#top").unwrap(), "https://news.example/new");
        assert_eq!(to("https://ann:x@other.example/").unwrap(), "https://other.example/");
        assert!(to("http://news.example/feed").is_err());
        assert!(target(&from, &HeaderMap::new()).is_err());
    }
}
