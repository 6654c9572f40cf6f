//! What there is to call, built once and shared by the screen and the command line.

use std::path::PathBuf;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::net::Client;
use crate::poll::{Pace, Poller, Settings};
use crate::store::{Store, StoreError};

/// The database's file in the data folder.
pub const DATABASE: &str = "byline.db";
/// The file by which processes agree who polls.
const LOCK: &str = "poll.lock";
/// Seconds of the schedule's hour, for tests of it.
const HOUR: &str = "BYLINE_HOUR";

/// What the services are built from.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Where database and lock are; made when it is not there.
    pub data_dir: PathBuf,
    /// The whole `User-Agent`.
    pub user_agent: String,
    /// Feeds under way at once.
    pub at_once: usize,
    /// The reader's time zone.
    pub zone: TimeZone,
}

/// Everything that the screen and the command line call. Cheap to clone; nothing of the network is built before it is used.
#[derive(Clone, Debug)]
pub struct Services {
    /// What is kept.
    pub store: Store,
    /// The way out.
    pub client: Client,
    /// What asks feeds.
    pub poller: Poller,
}

impl Services {
    /// Opens the database and puts the rest around it.
    ///
    /// # Errors
    /// As [`Store::open`], and when the folder cannot be made.
    pub fn open(setup: &Setup) -> Result<Self, StoreError> {
        std::fs::create_dir_all(&setup.data_dir)
            .map_err(|error| StoreError::ReadOnly(format!("{}: {error}", setup.data_dir.display())))?;
        let store = Store::open(&setup.data_dir.join(DATABASE), setup.zone.clone())?;
        let client = Client::new(&setup.user_agent);
        let settings = Settings {
            pace: pace(std::env::var(HOUR).ok().as_deref()),
            at_once: setup.at_once,
            lock: Some(setup.data_dir.join(LOCK)),
        };
        let poller = Poller::new(store.clone(), client.clone(), settings);
        Ok(Self { store, client, poller })
    }
}

/// `byline/VERSION (+address)`: servers want to know whom to write to. Without an address of the reader's it is the project's.
pub fn user_agent(address: &str) -> String {
    let address = match address.trim() {
        "" => env!("CARGO_PKG_HOMEPAGE"),
        address => address,
    };
    format!(concat!("byline/", env!("CARGO_PKG_VERSION"), " (+{})"), address)
}

fn pace(seconds: Option<&str>) -> Pace {
    let seconds = seconds
        .and_then(|text| text.trim().parse::<f64>().ok())
        .filter(|secs| (0.01..=86_400.0).contains(secs));
    seconds.map_or_else(Pace::default, |secs| Pace {
        hour: SignedDuration::from_secs_f64(secs),
    })
}

#[cfg(test)]
mod tests {
    use super::{pace, user_agent};
    use crate::poll::Pace;

    #[test]
    fn the_hour_can_be_shortened_for_tests() {
        assert_eq!(pace(Some("2")).hour.as_secs(), 2);
        for odd in [None, Some(""), Some("soon"), Some("-1"), Some("NaN")] {
            assert_eq!(pace(odd), Pace::default());
        }
    }

    #[test]
    fn introduces_itself() {
        assert!(user_agent("https://byline.example/").ends_with(" (+https://byline.example/)"));
        assert!(user_agent(" ").ends_with(concat!(" (+", env!("CARGO_PKG_HOMEPAGE"), ")")));
    }
}
