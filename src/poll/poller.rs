//! The poller itself: what it holds, and what can be set.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Notify, mpsc};

use crate::model::{ArticleId, ClipBook, FeedId, WholeText};
use crate::net::Client;
use crate::poll::desks::Desks;
use crate::poll::refresh::Guide;
use crate::poll::saver::Saver;
use crate::poll::schedule::Pace;
use crate::poll::turns::Turns;
use crate::store::Store;

/// Which feeds to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// What the schedule says.
    Due,
    /// All but gone and paused ones, as far as their servers allow.
    All,
    /// These, due or not, unless their servers asked to wait.
    Feeds(Vec<FeedId>),
}

/// What can be set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long the schedule's own hour is.
    pub pace: Pace,
    /// Feeds under way at once, at least 1.
    pub at_once: usize,
    /// When whole texts are fetched where the reader's terms for a feed say nothing.
    pub whole_text: WholeText,
    /// Whether pictures of bookmarks are kept.
    pub pictures: bool,
    /// The reader's own clips for articles.
    pub clips: ClipBook,
    /// The file by which processes agree who polls; `None` where there is only one.
    pub lock: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            at_once: 32,
            whole_text: WholeText::default(),
            pictures: true,
            clips: ClipBook::default(),
            lock: None,
        }
    }
}

/// Asks feeds. Cheap to clone; needs a runtime only when it is used.
#[derive(Clone, Debug)]
pub struct Poller(pub(in crate::poll) Arc<Inner>);

#[derive(Debug)]
pub(in crate::poll) struct Inner {
    pub(in crate::poll) store: Store,
    pub(in crate::poll) client: Client,
    pub(in crate::poll) settings: Settings,
    desks: Arc<Desks>,
    pub(in crate::poll) turns: Turns,
    pub(in crate::poll) bookmarked: Notify,
    pages: Mutex<HashMap<ArticleId, Weak<tokio::sync::Mutex<()>>>>,
    requests: mpsc::UnboundedSender<Which>,
    pub(in crate::poll) requested: Mutex<Option<mpsc::UnboundedReceiver<Which>>>,
}

impl Poller {
    /// A poller at rest.
    pub fn new(store: Store, client: Client, settings: Settings) -> Self {
        let (requests, requested) = mpsc::unbounded_channel();
        Self(Arc::new(Inner {
            store,
            client,
            turns: Turns::at(settings.pace),
            settings,
            desks: Arc::default(),
            bookmarked: Notify::new(),
            pages: Mutex::default(),
            requests,
            requested: Mutex::new(Some(requested)),
        }))
    }

    /// Asks the background task for feeds; they go in front of those that are merely due.
    pub fn request(&self, which: Which) {
        // Nobody hears it when the program is ending.
        drop(self.0.requests.send(which));
    }

    /// Held by whoever fetches an article's page, so that nobody asks for it twice at once.
    pub(in crate::poll) fn page_turn(&self, article: ArticleId) -> Arc<tokio::sync::Mutex<()>> {
        let mut pages = self.0.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|_, turn| turn.strong_count() > 0);
        let turn = pages.get(&article).and_then(Weak::upgrade).unwrap_or_default();
        pages.insert(article, Arc::downgrade(&turn));
        turn
    }

    /// What trips go by, and the task that saves what they bring.
    pub(in crate::poll) fn guide(&self) -> (Guide, tokio::task::JoinHandle<()>) {
        let (saver, saving) = Saver::start(self.0.store.clone());
        let guide = Guide {
            client: self.0.client.clone(),
            saver,
            pace: self.0.settings.pace,
            clips: self.0.settings.clips.clone(),
            desks: Arc::clone(&self.0.desks),
        };
        (guide, saving)
    }
}
