//! Effects → work on the services → events. Each effect is a task of its own; its answer comes back on one channel. Those that
//! change what is kept wait for each other, in the order in which the reader gave them.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::mpsc::Sender;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::app::{Effect, Event, Purpose, Ticket};
use crate::config::{Clipboard, Config, Programs, Surroundings, Theme};
use crate::model::{ArticleId, Clean, Failure, Mark, Seen};
use crate::query::Query;
use crate::services::Services;
use crate::shell::clips::ClipFile;
use crate::shell::offers::offers;
use crate::shell::opening::Opening;
use crate::shell::{browser, settings};
use crate::store::{Db, Slice, StoreError};

/// The setting that remembers the theme.
pub(crate) const THEME: &str = "theme";

/// Carries out effects. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Performer {
    pub(crate) services: Services,
    programs: Programs,
    themes: Arc<[Theme]>,
    around: Surroundings,
    pub(crate) settings: PathBuf,
    pub(crate) clips: ClipFile,
    pub(crate) zone: TimeZone,
    answers: Sender<Event>,
    pub(crate) tasks: TaskTracker,
    /// The last of the tasks that wait for each other: closed once it is done.
    last: Arc<Mutex<watch::Receiver<()>>>,
}

/// How long a list waits for what was given before it was asked for.
const PATIENCE: Duration = Duration::from_millis(300);

/// Waits until a task is done. One that panicked keeps nobody back.
async fn closed(mut task: watch::Receiver<()>) {
    while task.changed().await.is_ok() {}
}

/// What reads no clock itself is told the time.
#[expect(clippy::disallowed_methods, reason = "the shell is where time comes from")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

impl Performer {
    pub(crate) fn new(opening: &Opening, answers: Sender<Event>) -> Self {
        Self {
            services: opening.services.clone(),
            programs: opening.config.programs.clone(),
            themes: opening.themes.clone().into(),
            around: opening.around,
            settings: opening.settings.clone(),
            clips: ClipFile::read(opening.clips.clone(), opening.services.clips.clone()),
            zone: opening.zone.clone(),
            answers,
            tasks: TaskTracker::new(),
            last: Arc::new(Mutex::new(watch::channel(()).1)),
        }
    }

    /// Waits until everything that was begun is done.
    pub(crate) async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Starts what an effect asks for. Effects for the terminal itself are the loop's.
    pub(crate) fn perform(&self, effect: Effect) {
        let me = self.clone();
        // Nobody who leaves waits for another program, nor for a page that nobody will look at.
        if matches!(
            effect,
            Effect::Browse(_) | Effect::Copy { .. } | Effect::WholeText { .. }
        ) {
            tokio::spawn(async move { me.carry_out(effect).await });
            return;
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if effect.has_its_turn() {
            let (done, next) = watch::channel(());
            let before = std::mem::replace(&mut *last, next);
            self.tasks.spawn(async move {
                closed(before).await;
                me.carry_out(effect).await;
                drop(done);
            });
        } else if let Effect::List { .. } = effect {
            let before = last.clone();
            self.tasks.spawn(async move {
                // What the reader has just done shall be in the list; but nobody waits long for the disk.
                drop(timeout(PATIENCE, closed(before)).await);
                me.carry_out(effect).await;
            });
        } else {
            self.tasks.spawn(async move { me.carry_out(effect).await });
        }
    }

    async fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Outlets => self.outlets().await,
            Effect::Count => self.count().await,
            Effect::LookOutside => self.look_outside().await,
            Effect::Names => self.names().await,
            Effect::List {
                ticket,
                query,
                after,
                limit,
            } => self.list(ticket, query, Slice { after, limit }).await,
            Effect::Open {
                ticket,
                article,
                feed_text,
            } => self.open(ticket, article, feed_text).await,
            Effect::Mark { articles, mark } => self.mark(articles, mark).await,
            Effect::Unkeep(articles) => self.unkeep(articles).await,
            Effect::MarkAll {
                query,
                mark,
                seen,
                shown,
            } => self.mark_all(query, mark, seen, shown).await,
            effect if effect.is_left_on_an_article() => self.put_on(effect).await,
            effect @ (Effect::Quotes { .. } | Effect::NameSpeaker { .. } | Effect::TakeNameBack { .. }) => {
                self.about_speakers(effect).await;
            }
            Effect::Refresh(which) => self.refresh(which).await,
            Effect::Browse(url) => self.browse(&url).await,
            Effect::Copy { text, what } => self.copy(text, what).await,
            Effect::Follow(address) => self.follow(&address).await,
            Effect::FollowOffers(offers) => self.follow_offers(offers).await,
            Effect::Offers => self.tell(Event::Offered(offers())).await,
            effect @ (Effect::EditOutlet { .. }
            | Effect::RemoveOutlet(_)
            | Effect::Unfollow(_)
            | Effect::FollowAgain(_)
            | Effect::Pause { .. }
            | Effect::SaveFilter { .. }
            | Effect::EditFilter(_)
            | Effect::PutFilterBack { .. }
            | Effect::RemoveFilter(_)) => self.about_sources(effect).await,
            Effect::KeepTheme(name) => {
                self.write("keep the theme", move |db| db.keep_setting(THEME, &name))
                    .await;
            }
            Effect::Configure { assignment, undoes } => self.configure(&assignment, undoes).await,
            effect @ (Effect::Hide { .. }
            | Effect::Show(_)
            | Effect::TryRule(_)
            | Effect::AddRule(_)
            | Effect::RemoveRule(_)) => {
                self.about_rules(effect).await;
            }
            // The loop carries out what is for the terminal itself.
            Effect::Redraw | Effect::Ring | Effect::Quit => {}
            other => self.about_stories(other).await,
        }
    }

    async fn browse(&self, url: &Url) {
        let named = std::env::var("BROWSER").ok();
        match browser::browse(url, &self.programs.browser, named.as_deref()).await {
            Ok(()) => {
                let host = url.host_str().unwrap_or_default();
                self.tell(Event::Told(Clean::line(&format!("Opened at {host}")))).await;
            }
            Err(error) => self.fail(None, "open the browser", &error).await,
        }
    }

    /// The terminal's own clipboard is the loop's.
    async fn copy(&self, text: String, what: &str) {
        let Clipboard::Program(words) = &self.programs.clipboard else {
            return;
        };
        match browser::feed(words, text).await {
            Ok(()) => self.tell(copied(what)).await,
            Err(error) => self.fail(None, "copy it", &error).await,
        }
    }

    async fn configure(&self, assignment: &str, undoes: bool) {
        // byline would not start with a theme that is not there.
        let allows = |config: &Config| Theme::choose(&self.themes, &config.reading.theme, self.around).map(drop);
        match settings::change(&self.settings, assignment, allows).map(Box::new) {
            Ok(config) => self.tell(Event::Configured { config, undoes }).await,
            Err(error) => {
                let failure = failure("change the settings", &format!("{error:#}"));
                let (purpose, text) = (Purpose::Setting, assignment.to_owned());
                self.tell(Event::Refused { purpose, text, failure }).await;
            }
        }
    }

    pub(crate) async fn tell(&self, event: Event) {
        // Nobody listens any more when the screen is closed.
        drop(self.answers.send(event).await);
    }

    pub(crate) async fn fail(&self, ticket: Option<Ticket>, tried: &str, error: &(impl std::fmt::Display + Sync)) {
        self.tell(Event::Failed {
            ticket,
            failure: failure(tried, error),
        })
        .await;
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        tried: &str,
        work: impl FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
    ) -> Option<T> {
        match self.services.store.write(work).await {
            Ok(done) => Some(done),
            Err(error) => {
                self.fail(None, tried, &error).await;
                None
            }
        }
    }

    pub(crate) async fn outlets(&self) {
        match self.services.store.read(|db| Ok((db.outlets()?, db.filters()?))).await {
            Ok((outlets, filters)) => self.tell(Event::Outlets { outlets, filters }).await,
            Err(error) => self.fail(None, "read the outlets", &error).await,
        }
    }

    pub(crate) async fn count(&self) {
        match self.services.store.read(|db| db.counts(now())).await {
            Ok(counts) => self.tell(Event::Counted(counts)).await,
            Err(error) => self.fail(None, "count the articles", &error).await,
        }
        // These may take longer.
        match self.services.store.read(|db| db.tallies(now())).await {
            Ok(tallies) => self.tell(Event::Tallied(tallies)).await,
            Err(error) => self.fail(None, "count what fits the saved filters", &error).await,
        }
    }

    async fn look_outside(&self) {
        // What is wrong with the database, whoever next needs it says.
        if let Ok(true) = self.services.store.write(Db::changed_outside).await {
            self.tell(Event::ChangedOutside).await;
        }
    }

    async fn names(&self) {
        match self.services.store.read(|db| db.names()).await {
            Ok(names) => self.tell(Event::Named(Box::new(names))).await,
            Err(error) => self.fail(None, "read the names for completion", &error).await,
        }
    }

    pub(crate) async fn changed(&self) {
        self.outlets().await;
        self.perform(Effect::Count);
    }

    async fn list(&self, ticket: Ticket, query: Query, slice: Slice) {
        let read = self.services.store.read(move |db| {
            let newest = db.newest()?;
            Ok((db.rows(&query, &slice, now())?, newest))
        });
        match read.await {
            Ok((rows, newest)) => {
                self.tell(Event::Listed {
                    ticket,
                    rows,
                    total: None,
                    newest,
                })
                .await;
            }
            Err(error) => self.fail(Some(ticket), "read the list", &error).await,
        }
    }

    async fn mark(&self, articles: Vec<ArticleId>, mark: Mark) {
        let wanted = articles.clone();
        let work = move |db: &mut Db| {
            let changed = db.mark(&wanted, mark, now())?;
            let are_gone = changed.len() < wanted.len() && db.gone(&wanted)?.len() == wanted.len();
            Ok((changed, are_gone))
        };
        match self.services.store.write(work).await {
            Ok((changed, are_gone)) => {
                if are_gone {
                    self.tell(Event::Gone { articles, mark }).await;
                } else if changed.len() < articles.len() {
                    self.tell(Event::Changed {
                        articles,
                        changed,
                        mark,
                    })
                    .await;
                }
                self.gather(mark);
                self.perform(Effect::Count);
            }
            Err(error) => self.unmarked(articles, mark, "keep the mark", &error).await,
        }
    }

    async fn mark_all(&self, query: Query, mark: Mark, seen: Seen, shown: Vec<ArticleId>) {
        let work = move |db: &mut Db| db.mark_all(&query, mark, seen, now());
        match self.services.store.write(work).await {
            Ok(articles) => {
                self.gather(mark);
                self.tell(Event::Marked { articles, mark }).await;
            }
            Err(error) => self.unmarked(shown, mark, "mark the articles", &error).await,
        }
        self.perform(Effect::Count);
    }

    /// Tells that articles are not marked so after all.
    pub(crate) async fn unmarked(
        &self,
        articles: Vec<ArticleId>,
        mark: Mark,
        tried: &str,
        error: &(impl std::fmt::Display + Sync),
    ) {
        let failure = failure(tried, error);
        self.tell(Event::Unmarked {
            articles,
            mark,
            failure,
        })
        .await;
    }

    /// Has bookmarks kept whole.
    fn gather(&self, mark: Mark) {
        if mark == Mark::Bookmarked {
            self.services.poller.heed_bookmarks();
        }
    }
}

/// Tells that something was copied.
pub(crate) fn copied(what: &str) -> Event {
    Event::Told(Clean::line(&format!("{what} is on the clipboard")))
}

/// Tells that something is too long for the terminal's clipboard.
pub(crate) fn too_long() -> Event {
    let why =
        "it is too long for the terminal's clipboard; name a program as `clipboard` under [programs] in the settings";
    Event::Failed {
        ticket: None,
        failure: failure("copy it", &why),
    }
}

/// An error, told for people.
pub(crate) fn failure(tried: &str, error: &impl std::fmt::Display) -> Failure {
    Failure {
        tried: Clean::line(tried),
        happened: Clean::line(&error.to_string()),
        hint: None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::tz::TimeZone;
    use tokio::sync::mpsc::{self, Receiver};

    use super::Performer;
    use crate::app::{Effect, Event, Ticket};
    use crate::config::{Config, Surroundings};
    use crate::model::{ArticleId, Mark};
    use crate::query::Query;
    use crate::services::tests::{one_article, services};
    use crate::shell::Opening;
    use crate::store::Store;

    fn performer(folder: &Path) -> (Performer, Receiver<Event>) {
        let opening = Opening {
            services: services(folder),
            config: Config::default(),
            settings: folder.join("config.toml"),
            clips: folder.join("clips.toml"),
            themes: Vec::new(),
            around: Surroundings::default(),
            zone: TimeZone::UTC,
            offline: true,
        };
        let (answers, inbox) = mpsc::channel(512);
        (Performer::new(&opening, answers), inbox)
    }

    /// A writer that is at work until the first is dropped; then the second tells that it waited.
    fn busy(store: Store) -> (std::sync::mpsc::Sender<()>, tokio::task::JoinHandle<bool>) {
        let (begun, has_begun) = std::sync::mpsc::channel();
        let (free, freed) = std::sync::mpsc::channel();
        let busy = tokio::spawn(async move {
            let work = move |_: &mut _| {
                begun.send(()).unwrap();
                Ok(freed.recv().is_err())
            };
            store.write(work).await.unwrap()
        });
        has_begun.recv().unwrap();
        (free, busy)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_the_reader_gives_is_kept_in_that_order_however_busy_the_writer_is() {
        let folder = tempfile::tempdir().unwrap();
        let (performer, mut inbox) = performer(folder.path());
        let store = performer.services.store.clone();
        let article = store.write(one_article).await.unwrap();
        let (free, busy) = busy(store);
        let given: Vec<_> = (0..50).map(|number| format!("tag{number}")).collect();
        for tag in &given {
            let tags = vec![tag.clone()];
            performer.perform(Effect::Tag { article, tags });
        }
        drop(free);
        assert!(busy.await.unwrap());
        performer.finish().await;
        inbox.close();
        let mut kept = Vec::new();
        while let Some(event) = inbox.recv().await {
            if let Event::Kept { article, .. } = event {
                kept.extend(article.row.tags.iter().map(ToString::to_string));
            }
        }
        assert_eq!(kept, given);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_list_has_what_was_done_just_before_it_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let (performer, mut inbox) = performer(folder.path());
        let store = performer.services.store.clone();
        let article = store.write(one_article).await.unwrap();
        let (free, busy) = busy(store);
        performer.perform(Effect::Mark {
            articles: vec![article],
            mark: Mark::Bookmarked,
        });
        performer.perform(Effect::List {
            ticket: Ticket(1),
            query: Query::parse("is:bookmarked").unwrap(),
            after: None,
            limit: 10,
        });
        tokio::task::yield_now().await;
        drop(free);
        assert!(busy.await.unwrap());
        let listed = loop {
            if let Some(Event::Listed { rows, .. }) = inbox.recv().await {
                break rows;
            }
        };
        assert_eq!(listed.len(), 1);
        performer.finish().await;
    }

    #[tokio::test]
    async fn who_leaves_waits_for_no_page() {
        let folder = tempfile::tempdir().unwrap();
        let (performer, _inbox) = performer(folder.path());
        let (ticket, article) = (Ticket(1), ArticleId(1));
        performer.perform(Effect::WholeText { ticket, article });
        assert!(performer.tasks.is_empty());
        performer.perform(Effect::ReadNote(article));
        assert!(!performer.tasks.is_empty());
    }

    #[tokio::test]
    async fn a_note_that_was_entered_before_the_former_one_was_read_goes_behind_it() {
        let folder = tempfile::tempdir().unwrap();
        let (performer, _inbox) = performer(folder.path());
        let store = performer.services.store.clone();
        let article = store.write(one_article).await.unwrap();
        for (note, behind, kept) in [
            ("Ask her", false, Some("Ask her")),
            ("about the ferry", true, Some("Ask her about the ferry")),
            ("", true, Some("Ask her about the ferry")),
            ("", false, None),
        ] {
            let note = note.to_owned();
            performer.perform(Effect::Note { article, note, behind });
            performer.finish().await;
            let found = store.read(move |db| db.article(article)).await.unwrap().unwrap();
            assert_eq!(found.note.as_deref(), kept);
        }
    }
}
