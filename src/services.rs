//! What there is to call, built once and shared by the screen and the command line.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::config;
use crate::files::private_folder;
use crate::model::{Clean, ClipBook, Terms, WholeText};
use crate::net::{Client, Limits};
use crate::poll::{Pace, Poller, Settings};
use crate::query::Rule;
use crate::store::{Db, Grouping, Retention, Store, StoreError, recover};

/// The file beside the database by which processes agree who polls.
const LOCK: &str = "poll.lock";
/// The setting that remembers when articles were dropped last.
const TIDIED: &str = "tidied";
/// Hours from one time to the next.
const TIDY_HOURS: i64 = 20;
/// Between two looks whether a day has begun.
pub(crate) const LOOKED_AFTER: Duration = Duration::from_hours(1);
/// Seconds of the schedule's hour, for tests of it.
const HOUR: &str = "BYLINE_HOUR";
/// Seconds that a request may take in all, for tests of it.
const TIMEOUT: &str = "BYLINE_TIMEOUT";

/// What the services are built from.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The database; its folder is made when it is not there.
    pub database: PathBuf,
    /// The whole `User-Agent`.
    pub user_agent: String,
    /// Feeds under way at once.
    pub at_once: usize,
    /// When whole texts are fetched.
    pub whole_text: WholeText,
    /// Whether pictures of bookmarks are kept.
    pub pictures: bool,
    /// The reader's own clips for articles.
    pub clips: ClipBook,
    /// Whether no server is asked anything.
    pub offline: bool,
    /// How the reader wants some addresses to be asked.
    pub terms: Vec<Terms>,
    /// What may be dropped.
    pub retention: Retention,
    /// Daily backups that are kept.
    pub backups: usize,
    /// Which articles find stories.
    pub grouping: Grouping,
    /// What is done with articles as they arrive.
    pub rules: Vec<Rule>,
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
    /// The reader's own clips for articles.
    pub clips: ClipBook,
    /// What was done because the database was lost, for people.
    pub recovered: Option<Clean>,
    database: PathBuf,
    backups: usize,
    zone: TimeZone,
    retention: Retention,
    grouping: bool,
}

impl Services {
    /// Opens the database and puts the rest around it. One that was lost comes back from its newest good backup.
    ///
    /// # Errors
    /// As [`Store::open`], and when the folder cannot be made.
    pub fn open(setup: &Setup) -> Result<Self, StoreError> {
        let folder = setup.database.parent().unwrap_or(Path::new(""));
        private_folder()
            .recursive(true)
            .create(folder)
            .map_err(|error| StoreError::ReadOnly(format!("{}: {error}", folder.display())))?;
        let recovered = recover(&setup.database)?.map(|backup| said_of(&backup));
        let store = Store::open(&setup.database, setup.zone.clone())?;
        store.set_grouping(setup.grouping.clone());
        store.set_rules(setup.rules.clone());
        let limits = Limits {
            terms: setup.terms.clone(),
            offline: setup.offline,
            ..limits(std::env::var(TIMEOUT).ok().as_deref())
        };
        let client = Client::limited(&setup.user_agent, limits);
        let settings = Settings {
            pace: pace(std::env::var(HOUR).ok().as_deref()),
            at_once: setup.at_once,
            whole_text: setup.whole_text,
            pictures: setup.pictures,
            clips: setup.clips.clone(),
            lock: Some(setup.database.with_file_name(LOCK)),
        };
        let poller = Poller::new(store.clone(), client.clone(), settings);
        Ok(Self {
            store,
            client,
            poller,
            clips: setup.clips.clone(),
            recovered,
            database: setup.database.clone(),
            backups: setup.backups,
            zone: setup.zone.clone(),
            retention: setup.retention,
            grouping: !setup.grouping.off,
        })
    }

    /// Reads what stories are found by, so that the first article that comes in need not wait for it.
    ///
    /// # Errors
    /// As [`StoreError`] says.
    pub async fn recall_stories(&self, now: Timestamp) -> Result<(), StoreError> {
        if !self.grouping {
            return Ok(());
        }
        let recent = self.store.read(move |db| db.recent(now)).await?;
        let work = move |db: &mut Db| {
            db.remember(recent);
            Ok(())
        };
        self.store.write(work).await
    }

    /// Says what may be dropped from now on.
    pub(crate) fn set_retention(&mut self, settings: &config::Retention) {
        self.retention = settings.into();
    }

    /// Drops what the reader need not keep, once a day at most. Never what is bookmarked. Returns how many articles went.
    ///
    /// # Errors
    /// As [`StoreError`] says; then nothing has changed.
    pub async fn tidy(&self, now: Timestamp) -> Result<u64, StoreError> {
        let retention = self.retention;
        let work = move |db: &mut Db| {
            let last: Option<Timestamp> = db.setting(TIDIED)?.and_then(|text| text.parse().ok());
            if last.is_some_and(|last| now.duration_since(last).abs() < SignedDuration::from_hours(TIDY_HOURS)) {
                return Ok(0);
            }
            let gone = db.tidy(&retention, now)?;
            db.keep_setting(TIDIED, &now.to_string())?;
            Ok(gone)
        };
        self.store.write(work).await
    }

    /// Shows again what was hidden until now; tells whether there was anything, and when to look again.
    ///
    /// # Errors
    /// As [`StoreError`] says; then nothing has changed.
    pub async fn end_mutes(&self, now: Timestamp) -> Result<(bool, Option<Timestamp>), StoreError> {
        let next = self.store.read(|db| db.next_end()).await?;
        if next.is_none_or(|next| next > now) {
            return Ok((false, next));
        }
        let work = move |db: &mut Db| Ok((db.end_mutes(now)?, db.next_end()?));
        self.store.write(work).await
    }

    /// Makes the backup of the day, unless it is there; given up when cancelled. A failure is logged, and the backups that are
    /// there stay: `byline doctor` shows when the last one was made.
    pub async fn back_up(&self, now: Timestamp, cancel: &CancellationToken) {
        let day = now.to_zoned_datetime(self.zone.clone()).date();
        let (database, keep, cancel) = (self.database.clone(), self.backups, cancel.clone());
        let work = move |db: &Db| db.back_up_daily(&database, day, keep, &|| cancel.is_cancelled());
        if let Err(error) = self.store.read(work).await {
            tracing::warn!(%error, "no backup was made");
        }
    }

    /// Makes a backup whenever a day has begun, the first after `wait`, until cancelled; with `tidying` it tidies, too, which
    /// takes articles away under whoever looks at them.
    pub async fn look_after(
        &self,
        mut wait: Duration,
        tidying: bool,
        now: fn() -> Timestamp,
        cancel: &CancellationToken,
    ) {
        while cancel.run_until_cancelled(tokio::time::sleep(wait)).await.is_some() {
            self.back_up(now(), cancel).await;
            if tidying && let Err(error) = self.tidy(now()).await {
                tracing::warn!(%error, "nothing was tidied");
            }
            wait = LOOKED_AFTER;
        }
    }
}

impl From<&config::Retention> for Retention {
    fn from(settings: &config::Retention) -> Self {
        Self {
            days: settings.days,
            per_feed: settings.per_feed,
            keep_unread: settings.keep_unread,
        }
    }
}

/// That a backup is in a lost database's place.
fn said_of(backup: &Path) -> Clean {
    let said = format!(
        "the database was empty or gone: {} is in its place now, without what came later; to start anew instead, move the \
         database and the folder of its backups away",
        backup.display()
    );
    tracing::warn!("{said}");
    Clean::line(&said)
}

/// `byline/VERSION (+address)`: servers want to know whom to write to. Without an address of the reader's it is the project's.
pub fn user_agent(address: &str) -> String {
    let address = match address.trim() {
        "" => env!("CARGO_PKG_HOMEPAGE"),
        address => address,
    };
    format!(concat!("byline/", env!("CARGO_PKG_VERSION"), " (+{})"), address)
}

fn seconds(text: Option<&str>) -> Option<f64> {
    text.and_then(|text| text.trim().parse::<f64>().ok())
        .filter(|secs| (0.01..=86_400.0).contains(secs))
}

fn limits(text: Option<&str>) -> Limits {
    let usual = Limits::default();
    Limits {
        total: seconds(text).map_or(usual.total, Duration::from_secs_f64),
        ..usual
    }
}

fn pace(text: Option<&str>) -> Pace {
    seconds(text).map_or_else(Pace::default, |secs| Pace {
        hour: SignedDuration::from_secs_f64(secs),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use tokio_util::sync::CancellationToken;

    use crate::model::{ArticleId, ClipBook, WholeText};
    use crate::poll::Pace;
    use crate::services::{Services, Setup, TIDIED, pace, user_agent};
    use crate::store::tests::delivery;
    use crate::store::{Db, Draft, Grouping, NewOutlet, Retention, StoreError};

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

    pub(crate) fn services(folder: &std::path::Path) -> Services {
        Services::open(&Setup {
            database: folder.join("byline.db"),
            user_agent: String::new(),
            at_once: 1,
            whole_text: WholeText::default(),
            pictures: true,
            clips: ClipBook::default(),
            offline: false,
            terms: Vec::new(),
            retention: Retention {
                days: 1,
                per_feed: 1,
                keep_unread: false,
            },
            backups: 2,
            zone: TimeZone::UTC,
            grouping: Grouping::default(),
            rules: Vec::new(),
        })
        .unwrap()
    }

    pub(crate) fn one_article(db: &mut Db) -> Result<ArticleId, StoreError> {
        let outlet = NewOutlet {
            feeds: vec!["https://dispatch.example/rss".to_owned()],
            ..NewOutlet::default()
        };
        db.add_outlet(&outlet, Timestamp::UNIX_EPOCH)?;
        let feed = db.due(Timestamp::UNIX_EPOCH, 1)?[0].id;
        db.save(feed, &delivery(vec![Draft::default()]), Timestamp::UNIX_EPOCH)?;
        db.newest()
    }

    #[tokio::test]
    async fn looks_after_what_is_kept_for_as_long_as_it_runs() {
        let folder = tempfile::tempdir().unwrap();
        let services = services(folder.path());
        services.store.write(one_article).await.unwrap();
        let cancel = CancellationToken::new();
        let tidied = async || services.store.read(|db| db.setting(TIDIED)).await.unwrap();
        let looking = services.look_after(
            Duration::ZERO,
            true,
            || "2022-10-30T12:00:00Z".parse().unwrap(),
            &cancel,
        );
        let seeing = async {
            while tidied().await.is_none() {
                tokio::task::yield_now().await;
            }
            cancel.cancel();
        };
        let seeing = tokio::time::timeout(Duration::from_mins(1), seeing);
        let ((), seen) = tokio::join!(looking, seeing);
        seen.expect("it tidies and makes a copy at once");
        assert_eq!(std::fs::read_dir(folder.path().join("backups")).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn tidies_once_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let services = services(folder.path());
        let remembered = async || services.store.read(|db| db.setting(TIDIED)).await.unwrap();
        for (now, last) in [
            ("2022-10-30T12:00:00Z", "2022-10-30T12:00:00Z"),
            ("2022-10-30T22:00:00Z", "2022-10-30T12:00:00Z"),
            ("2022-10-31T09:00:00Z", "2022-10-31T09:00:00Z"),
        ] {
            services.tidy(now.parse().unwrap()).await.unwrap();
            assert_eq!(remembered().await.as_deref(), Some(last), "{now}");
        }
    }
}
