//! What went wrong below HTTP, as something that can be acted on. Nothing of an address but its host gets into the text.

use std::error::Error;
use std::io;

use rustls::CertificateError;

use crate::model::Clean;
use crate::net::address::Private;
use crate::net::answer::{Distrust, FetchError};

/// Sorts what went wrong while a body was read and unpacked.
pub(crate) fn of_body(error: &io::Error, host: &str, connect_secs: u64) -> FetchError {
    match error.get_ref().and_then(|held| held.downcast_ref::<reqwest::Error>()) {
        Some(error) => sort(error, host, connect_secs),
        None => FetchError::Broken("the answer cannot be decompressed".to_owned()),
    }
}

/// Sorts an error of the HTTP client. `connect_secs` is the limit that a connect timeout has hit.
pub(crate) fn sort(error: &reqwest::Error, host: &str, connect_secs: u64) -> FetchError {
    let host = Clean::line(host).into_string();
    for cause in causes(error) {
        if let Some(private) = cause.downcast_ref::<Private>() {
            return FetchError::Refused(Clean::line(&private.to_string()).into_string());
        }
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return insecure(tls, &host);
        }
        if let Some(io) = cause.downcast_ref::<io::Error>()
            && let Some(found) = system(io, &host)
        {
            return found;
        }
    }
    if error.is_timeout() {
        return FetchError::Timeout(connect_secs);
    }
    if error.is_connect() {
        let why = if error.is_dns() {
            "no such host, or no network"
        } else {
            "no connection"
        };
        return FetchError::Offline {
            host,
            why: why.to_owned(),
        };
    }
    if error.is_body() || error.is_request() {
        return FetchError::Broken(format!("{host} broke off in the middle of its answer"));
    }
    FetchError::Broken(format!("{host} does not answer as a web server does"))
}

/// The error and what it wraps, outermost first, looking into [`io::Error`]s, whose `source` skips what they hold.
fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(
        Some(error as &(dyn Error + 'static)),
        |cause: &&'a (dyn Error + 'static)| beneath(*cause),
    )
    .take(16)
}

fn beneath<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(held) => Some(held),
        None => cause.source(),
    }
}

fn system(error: &io::Error, host: &str) -> Option<FetchError> {
    use io::ErrorKind as Kind;
    let offline = |why: &str| {
        Some(FetchError::Offline {
            host: host.to_owned(),
            why: why.to_owned(),
        })
    };
    match error.kind() {
        Kind::ConnectionRefused => offline("nobody listens there"),
        Kind::NetworkUnreachable | Kind::HostUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => {
            offline("no network")
        }
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe | Kind::UnexpectedEof => Some(
            FetchError::Broken(format!("{host} broke off in the middle of its answer")),
        ),
        _ => None,
    }
}

/// What is wrong with a certificate, and who can mend it.
fn insecure(error: &rustls::Error, host: &str) -> FetchError {
    use CertificateError as Bad;
    let (cause, what) = match error {
        rustls::Error::InvalidCertificate(Bad::ExpiredContext { not_after, .. }) => {
            let day = i64::try_from(not_after.as_secs()).ok();
            let day = day.and_then(|secs| jiff::Timestamp::from_second(secs).ok());
            let day = day.map_or_else(String::new, |day| day.strftime(" on %-d %B %Y").to_string());
            (Distrust::Stale, format!("expired{day}"))
        }
        rustls::Error::InvalidCertificate(bad) => match bad {
            Bad::Expired => (Distrust::Stale, "has expired".to_owned()),
            Bad::Revoked => (Distrust::Stale, "was revoked".to_owned()),
            Bad::NotValidYet | Bad::NotValidYetContext { .. } => (Distrust::Early, "is not valid yet".to_owned()),
            Bad::NotValidForNameContext { presented, .. } => (Distrust::WrongName, other_name(presented)),
            Bad::NotValidForName => (Distrust::WrongName, other_name(&[])),
            Bad::UnknownIssuer => (Distrust::Unknown, "is signed by nobody this computer trusts".to_owned()),
            // webpki's word for what is its own authority; it has no variant of its own.
            Bad::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
                (Distrust::Unknown, "is signed by nobody but itself".to_owned())
            }
            _ => (Distrust::Broken, "is not valid".to_owned()),
        },
        _ => {
            return FetchError::Insecure {
                what: format!("no secure connection to {host} can be made"),
                cause: Distrust::Broken,
            };
        }
    };
    FetchError::Insecure {
        what: format!("the certificate of {host} {what}"),
        cause,
    }
}

/// `presented` as rustls writes them: `DnsName("news.example")`.
fn other_name(presented: &[String]) -> String {
    let name = presented.first().and_then(|name| name.split('"').nth(1));
    let name = name.map_or_else(
        || "another name".to_owned(),
        |name| Clean::title(name, 100).into_string(),
    );
    format!("is for {name}")
}
