//! What requests carry because the reader said so: own headers, a login, another way. Nothing of it gets into a text.

use std::collections::HashMap;
use std::fmt;
use std::process::Stdio;
use std::sync::PoisonError;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use tokio::process::Command;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use url::Url;

use crate::model::{Password, Route, Secret, Terms, terms_of};
use crate::net::answer::FetchError;

/// How long a program may take for a password: it may have to ask a person.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long a password that could not be got is not asked for again, by whatever other feed needs it.
const REST: Duration = Duration::from_secs(30);

/// What stands for the password in a header's value.
const PLACE: &str = "{password}";

/// The reader's terms, the passwords that were got for them, and a client for each way.
pub(crate) struct Reader {
    all: Vec<Terms>,
    passwords: Vec<Mutex<Option<Got>>>,
    ways: std::sync::Mutex<HashMap<(String, bool), reqwest::Client>>,
}

/// A password, or since when there is none and why.
type Got = Result<Secret, (Instant, String)>;

impl fmt::Debug for Reader {
    /// Without the clients, whose own texts name the proxy with its login.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("all", &self.all).finish_non_exhaustive()
    }
}

impl Reader {
    pub(crate) fn new(all: Vec<Terms>) -> Self {
        Self {
            passwords: all.iter().map(|_| Mutex::default()).collect(),
            all,
            ways: std::sync::Mutex::default(),
        }
    }

    pub(crate) fn is_any(&self) -> bool {
        !self.all.is_empty()
    }

    /// The terms that hold for an address.
    pub(crate) fn of(&self, url: &Url) -> Option<&Terms> {
        terms_of(&self.all, url)
    }

    /// Headers for a hop of a trip that began under these terms: what is secret only where they cover the hop.
    pub(crate) async fn headers(&self, terms: &Terms, hop: &Url) -> Result<HeaderMap, FetchError> {
        let mut headers = HeaderMap::new();
        if let Some(agent) = terms
            .user_agent
            .as_deref()
            .and_then(|agent| HeaderValue::from_str(agent).ok())
        {
            headers.insert(USER_AGENT, agent);
        }
        if !terms.covers(hop) || !terms.has_secrets() {
            return Ok(headers);
        }
        let password = self.password(terms).await?;
        for (name, value) in &terms.headers {
            let value = value
                .reveal()
                .replace(PLACE, password.as_ref().map_or("", Secret::reveal));
            if let (Ok(name), Some(value)) = (HeaderName::try_from(name.as_str()), hidden(&value)) {
                headers.append(name, value);
            }
        }
        if let (Some(user), Some(password)) = (&terms.user, password)
            && let Some(login) = hidden(&basic(user, password.reveal()))
        {
            headers.insert(AUTHORIZATION, login);
        }
        Ok(headers)
    }

    /// The password, got once; whoever comes meanwhile waits for it.
    async fn password(&self, terms: &Terms) -> Result<Option<Secret>, FetchError> {
        let place = self.all.iter().position(|known| known == terms);
        let (Some(from), Some(kept)) = (&terms.password, place.and_then(|place| self.passwords.get(place))) else {
            return Ok(None);
        };
        let mut kept = kept.lock().await;
        let got = match kept.take() {
            Some(got) if !matches!(&got, Err((at, _)) if at.elapsed() >= REST) => got,
            _ => get(from).await.map_err(|why| (Instant::now(), why)),
        };
        let got = kept.insert(got).clone();
        got.map(Some).map_err(|(_, why)| FetchError::NoPassword {
            host: terms.at.host_str().unwrap_or_default().to_owned(),
            why,
        })
    }

    /// The client for a way that is not the usual one, built by `build` when it is first used. `private` as for names that
    /// are resolved here; a proxy resolves them itself, and is reached wherever it is.
    pub(crate) fn way(
        &self,
        route: &Route,
        private: bool,
        build: impl Fn(bool) -> reqwest::ClientBuilder,
    ) -> Result<reqwest::Client, reqwest::Error> {
        let (name, private) = match route {
            Route::Direct => (String::new(), private),
            Route::Proxy(to) => (to.reveal().to_owned(), true),
        };
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = ways.get(&(name.clone(), private)) {
            return Ok(client.clone());
        }
        let client = match route {
            Route::Direct => build(private).no_proxy().build()?,
            Route::Proxy(to) => build(private).proxy(reqwest::Proxy::all(to.reveal())?).build()?,
        };
        ways.insert((name, private), client.clone());
        Ok(client)
    }
}

/// A value that neither HTTP/2's tables nor debug output keep in the clear.
fn hidden(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

async fn get(from: &Password) -> Result<Secret, String> {
    match from {
        Password::Text(secret) => Ok(secret.clone()),
        Password::Variable(name) => std::env::var(name)
            .map(Secret::new)
            .map_err(|_unset| format!("the environment variable {name} is not set")),
        Password::Program(program) => run(program, PATIENCE).await,
    }
}

/// The first line of a program's output, which is started without a shell.
async fn run(program: &[String], patience: Duration) -> Result<Secret, String> {
    let (name, arguments) = program.split_first().ok_or("no program is named")?;
    let mut command = Command::new(name);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let output = timeout(patience, command.output())
        .await
        .map_err(|_late| format!("{name} was not done within {} seconds", patience.as_secs()))?
        .map_err(|error| format!("{name} cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name} failed ({})", output.status));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let line = printed.lines().next().filter(|line| !line.is_empty());
    line.map(Secret::new).ok_or_else(|| format!("{name} prints nothing"))
}

/// RFC 7617.
fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
}

#[cfg(test)]
mod tests {
    use super::{Duration, PATIENCE, basic, run};

    #[test]
    fn codes_a_login_as_http_wants_it() {
        assert_eq!(basic("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(basic("ann", "s@fe"), "Basic YW5uOnNAZmU=");
        assert_eq!(basic("a", "bc"), "Basic YTpiYw==");
        assert_eq!(basic("ab", "cde"), "Basic YWI6Y2Rl");
    }

    #[tokio::test]
    async fn takes_the_first_line_of_a_program() {
        let run = async |words: &[&str], patience| {
            let program: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
            run(&program, patience).await
        };
        assert_eq!(
            run(&["printf", "hush\\nmore"], PATIENCE).await.unwrap().reveal(),
            "hush"
        );
        for (program, said) in [
            ("false", "failed"),
            ("true", "nothing"),
            ("no-such-program", "cannot be started"),
        ] {
            let why = run(&[program], PATIENCE).await.unwrap_err();
            assert!(why.contains(said), "{why}");
        }
        let why = run(&["sleep", "1000"], Duration::ZERO).await.unwrap_err();
        assert!(why.contains("was not done within"), "{why}");
    }
}
