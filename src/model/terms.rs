//! How the reader wants an address, and all below it, to be asked.

use std::fmt;

use url::Url;

/// A text that no log, message or list ever shows.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, to be sent where it belongs and nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Where a password comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Password {
    /// It is this.
    Text(Secret),
    /// An environment variable's value.
    Variable(String),
    /// The first line that a program prints; with its arguments, never empty.
    Program(Vec<String>),
}

/// By which way servers are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// By no proxy, whatever the environment says.
    Direct,
    /// By this proxy: an http or https address, maybe with a login.
    Proxy(Secret),
}

/// When the whole text is fetched from the outlet's page, where the feed brings a summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WholeText {
    /// In the background already, for the newest unread articles; else as the article is opened.
    Always,
    /// When the article is opened.
    #[default]
    Open,
    /// Only when the reader asks for it.
    ByHand,
}

/// The reader's own terms for the addresses that begin with `at`. What goes out with secrets in it goes to those alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Http or https, without a login.
    pub at: Url,
    /// Minutes between requests, in place of what the feed's own pace suggests.
    pub every_minutes: Option<u32>,
    /// When whole texts are fetched for the feeds there, in place of what holds for all.
    pub whole_text: Option<WholeText>,
    /// In place of byline's own `User-Agent`.
    pub user_agent: Option<String>,
    /// Further headers. `{password}` in a value stands for the password.
    pub headers: Vec<(String, Secret)>,
    /// For HTTP's basic login.
    pub user: Option<String>,
    /// Its password, or the one that headers name.
    pub password: Option<Password>,
    /// By which way; `None`: as the environment says.
    pub route: Option<Route>,
}

impl Terms {
    /// Those of an address, saying nothing yet.
    pub fn at(at: Url) -> Self {
        Self {
            at,
            every_minutes: None,
            whole_text: None,
            user_agent: None,
            headers: Vec::new(),
            user: None,
            password: None,
            route: None,
        }
    }

    /// Whether an address is `at`, or below it: of the same origin, and whole steps of the path further.
    pub fn covers(&self, url: &Url) -> bool {
        covers(&self.at, url)
    }

    /// Whether something goes out that only these addresses may see.
    pub fn has_secrets(&self) -> bool {
        self.user.is_some() || !self.headers.is_empty()
    }

    /// What they set, in words and without any value that could be secret.
    pub fn said(&self) -> String {
        let every = self
            .every_minutes
            .map(|minutes| format!("asked every {minutes} minutes"));
        let whole_text = self.whole_text.map(|when| match when {
            WholeText::Always => "whole text always",
            WholeText::Open => "whole text on opening",
            WholeText::ByHand => "whole text by hand",
        });
        let mut said: Vec<String> = every.into_iter().chain(whole_text.map(str::to_owned)).collect();
        for (set, word) in [
            (self.user_agent.is_some(), "own user agent"),
            (!self.headers.is_empty(), "own headers"),
            (self.user.is_some(), "login"),
            (matches!(self.route, Some(Route::Proxy(_))), "own proxy"),
            (self.route == Some(Route::Direct), "no proxy"),
        ] {
            if set {
                said.push(word.to_owned());
            }
        }
        said.join(", ")
    }
}

/// Whether an address is another one, or below it.
pub(crate) fn covers(at: &Url, url: &Url) -> bool {
    let below = url.path().strip_prefix(at.path());
    at.origin() == url.origin()
        && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || at.path().ends_with('/'))
        && at.query().is_none_or(|query| url.query() == Some(query))
}

/// The terms that hold for an address: of those that cover it the ones that say most of it.
pub fn terms_of<'t>(all: &'t [Terms], url: &Url) -> Option<&'t Terms> {
    let covering = all.iter().filter(|terms| terms.covers(url));
    covering.max_by_key(|terms| terms.at.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::{Secret, Terms, terms_of};
    use url::Url;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn hold_for_an_address_and_what_is_below_it() {
        let terms = Terms::at(url("https://news.example/ann"));
        for inside in ["/ann", "/ann?x=1", "/ann/feed"] {
            assert!(terms.covers(&url(&format!("https://news.example{inside}"))), "{inside}");
        }
        for outside in [
            "https://news.example/anna",
            "https://news.example/ann/../bob",
            "http://news.example/ann",
            "https://news.example:8443/ann",
            "https://other.example/ann",
        ] {
            assert!(!terms.covers(&url(outside)), "{outside}");
        }
        let all = [Terms::at(url("https://news.example")), terms];
        assert_eq!(terms_of(&all, &url("https://news.example/ann/feed")), Some(&all[1]));
        assert_eq!(terms_of(&all, &url("https://news.example/bob")), Some(&all[0]));
        assert_eq!(terms_of(&all, &url("https://other.example/")), None);
    }

    #[test]
    fn never_show_a_secret() {
        let mut terms = Terms::at(url("https://news.example"));
        terms.headers = vec![("X-Key".to_owned(), Secret::new("hush"))];
        assert!(!format!("{terms:?} {}", terms.said()).contains("hush"));
    }
}
