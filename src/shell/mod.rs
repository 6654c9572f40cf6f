//! The imperative shell of the screen: the terminal, the loop, and the work that effects ask for. Door: [`run`].

mod articles;
mod browser;
mod clips;
mod endings;
mod hyperlinks;
mod keeping;
mod keys;
mod offers;
mod opening;
mod perform;
mod reading;
mod rules;
mod settings;
mod sources;
mod speakers;
mod stories;
mod terminal;

use std::future::poll_fn;
use std::io::Write as _;
use std::process::ExitCode;
use std::task::Poll;
use std::time::Duration;

use anyhow::Context as _;
use crossterm::event::{Event as Read, EventStream};
use futures_util::StreamExt as _;
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::app::{App, Effect, Event, Start};
use crate::config::{Clipboard, Theme};
use crate::input::{Code, Key, Replies};
use crate::model::Refreshed;
use crate::services::Services;
use crate::shell::endings::{Endings, Outside, die_by, stop};
use crate::shell::perform::{Performer, THEME, copied, now, too_long};
use crate::shell::terminal::Screen;

pub use crate::shell::opening::Opening;
pub use crate::shell::reading::story;
pub use crate::shell::settings::{read as read_settings, text_of};

/// Frames are at least so far apart, unless the last one is older (then a key is answered at once) or the article comes that
/// the reader waits for.
const FRAME: Duration = Duration::from_millis(3);
/// The first frame waits so long for the first headlines.
const FIRST_FRAME: Duration = Duration::from_millis(15);
/// The day's backup is made so long after the first frame.
const FIRST_BACKUP: Duration = Duration::from_secs(10);
/// A terminal that goes away has said so by then.
const HANGS_UP: Duration = Duration::from_millis(300);
/// What is under way when the program ends gets so long.
const SHUTDOWN: Duration = Duration::from_secs(2);

/// What is said to whoever pipes the screen.
const NO_TERMINAL: &str =
    "the screen needs a terminal; `byline list`, `byline read` and `byline --help` work without one";
/// What is said where the terminal cannot place what it shows.
const NO_NAME: &str = "this terminal can show no screen as TERM names it; set TERM to what it is, as in TERM=xterm-256color, or use \
                       `byline list` and `byline read`";

/// How the screen was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a program that a signal ended has to end by it"]
pub enum Ended {
    /// The reader left.
    Left,
    /// The terminal went away.
    Gone,
    /// There never was a terminal; the reader was told.
    NoTerminal,
    /// A signal, by its number.
    Signal(i32),
}

impl Ended {
    /// The exit code; ends the program by the signal that ended the screen. To be called last of all.
    pub fn conclude(self) -> ExitCode {
        match self {
            Self::Left => ExitCode::SUCCESS,
            Self::Gone => ExitCode::FAILURE,
            Self::NoTerminal => ExitCode::from(2),
            Self::Signal(number) => {
                die_by(number);
                ExitCode::FAILURE
            }
        }
    }
}

/// Opens the screen and stays until the reader leaves. To be called within a runtime, on the main thread.
///
/// # Errors
/// When the terminal cannot be used. Whatever happens, it is left whole.
pub async fn run(opening: Opening) -> anyhow::Result<Ended> {
    if !terminal::is_terminal() || opening.around.placeless {
        complain(if terminal::is_terminal() { NO_NAME } else { NO_TERMINAL });
        return Ok(Ended::NoTerminal);
    }
    let (mut services, file) = (opening.services.clone(), opening.settings.clone());
    terminal::watch_panics();
    let mut endings = Endings::listen().context("listening for signals")?;
    let mut screen = Screen::open(true, opening.around.ascii).context("opening the screen")?;
    let ended = Desk::new(opening).await.work(&mut screen, &mut endings).await;
    drop(screen);
    // The database is left tidy by the settings as they are now, unless they cannot be read or that takes longer than anybody waits.
    let tidied = async {
        if let Ok(config) = settings::read(&file) {
            services.set_retention(&config.retention);
            services.tidy(now()).await?;
        }
        services.store.close().await
    };
    drop(timeout(SHUTDOWN, tidied).await);
    ended
}

/// The one sentence in the screen's place.
fn complain(why: &str) {
    drop(writeln!(std::io::stderr(), "byline: {why}"));
}

/// The loop's own state.
struct Desk {
    app: App,
    performer: Performer,
    inbox: Receiver<Event>,
    told: Receiver<Refreshed>,
    backing_up: Option<Services>,
    polling: Option<(Services, mpsc::Sender<Refreshed>)>,
    poller: Option<tokio::task::JoinHandle<()>>,
    /// Ends what goes on in the background.
    cancel: CancellationToken,
    clipboard: Clipboard,
    stream: EventStream,
    replies: Replies,
    begun: Instant,
    drawn: Instant,
    /// The first frame is on the screen.
    shown: bool,
    next_frame: Option<Instant>,
    end: Option<Ended>,
}

impl Desk {
    async fn new(opening: Opening) -> Self {
        let (answers, inbox) = mpsc::channel(512);
        let (tell, told) = mpsc::channel(256);
        let performer = Performer::new(&opening, answers);
        let theme = theme(&opening).await;
        let clipboard = opening.config.programs.clipboard.clone();
        let start = Start {
            config: opening.config,
            themes: opening.themes,
            theme,
            size: terminal::size(),
            now: now(),
            zone: opening.zone,
            offline: opening.offline,
            around: opening.around,
        };
        let (app, effects) = App::start(start);
        effects.into_iter().for_each(|effect| performer.perform(effect));
        if let Some(recovered) = &opening.services.recovered {
            performer.tell(Event::Told(recovered.clone())).await;
        }
        let writable = opening.services.store.writable();
        if let Err(error) = &writable {
            performer.ask_nobody(error).await;
        }
        let started = Instant::now();
        Self {
            app,
            performer,
            inbox,
            told,
            backing_up: Some(opening.services.clone()),
            polling: (!opening.offline && writable.is_ok()).then_some((opening.services, tell)),
            poller: None,
            cancel: CancellationToken::new(),
            clipboard,
            stream: EventStream::new(),
            replies: Replies::default(),
            begun: started,
            drawn: started.checked_sub(FRAME).unwrap_or(started),
            shown: false,
            next_frame: Some(started + FIRST_FRAME),
            end: None,
        }
    }

    /// Takes what comes, until something ends it; keeps what there is to keep, whatever that was.
    async fn work(mut self, screen: &mut Screen, endings: &mut Endings) -> anyhow::Result<Ended> {
        let ended = self.take_all(screen, endings).await;
        self.leave().await;
        if matches!(ended, Err(_) | Ok(Ended::Gone)) {
            // A terminal that is gone can be met first by who draws on it or reads from it.
            match timeout(HANGS_UP, endings.next()).await {
                Ok(Outside::End(number)) => return Ok(Ended::Signal(number)),
                Ok(Outside::Gone) => return Ok(Ended::Gone),
                _ => {}
            }
        }
        ended
    }

    async fn take_all(&mut self, screen: &mut Screen, endings: &mut Endings) -> anyhow::Result<Ended> {
        loop {
            let frame = self.next_frame.unwrap_or_else(far);
            let ages = self.app.ages().map_or_else(far, |wait| Instant::now() + wait);
            tokio::select! {
                biased;
                outside = endings.next() => self.outside(outside, screen)?,
                read = self.stream.next() => match read {
                    Some(Ok(read)) => self.input(read, screen).await?,
                    Some(Err(_)) | None => self.end = Some(Ended::Gone),
                },
                () = sleep_until(frame) => self.draw(screen)?,
                Some(event) = self.inbox.recv() => self.background(Some(event), screen)?,
                Some(refreshed) = self.told.recv() => {
                    self.background(Some(Event::Refreshed(refreshed)), screen)?;
                }
                () = sleep_until(ages) => self.background(None, screen)?,
            }
            if let Some(end) = self.end.take() {
                return Ok(end);
            }
        }
    }

    /// Everything the reader did since the last look, then one frame.
    async fn input(&mut self, first: Read, screen: &mut Screen) -> anyhow::Result<()> {
        self.take(Event::Tick(now()), screen)?;
        self.read(first, screen)?;
        while self.end.is_none() {
            // With this task's own waker: the stream keeps the one it was last asked with, and wakes nobody else for the next key.
            match poll_fn(|task| Poll::Ready(self.stream.poll_next_unpin(task))).await {
                Poll::Ready(Some(Ok(read))) => self.read(read, screen)?,
                Poll::Ready(Some(Err(_)) | None) => self.end = Some(Ended::Gone),
                Poll::Pending => break,
            }
        }
        let keys = self.replies.settle();
        self.press(keys, screen)?;
        self.wants_frame();
        if self.drawn.elapsed() >= FRAME {
            self.draw(screen)
        } else {
            Ok(())
        }
    }

    fn read(&mut self, read: Read, screen: &mut Screen) -> anyhow::Result<()> {
        match keys::event(read) {
            Some(Event::Key(key)) => {
                let keys = self.replies.sift(key, self.begun.elapsed());
                self.press(keys, screen)
            }
            Some(event) => {
                let keys = self.replies.settle();
                self.press(keys, screen)?;
                self.take(event, screen)
            }
            None => Ok(()),
        }
    }

    fn press(&mut self, keys: Vec<Key>, screen: &mut Screen) -> anyhow::Result<()> {
        for key in keys {
            if key == Key::new(Code::Char('z'), true, false, false) {
                self.stop(screen)?;
            } else {
                self.take(Event::Key(key), screen)?;
            }
        }
        Ok(())
    }

    /// Answers and news: all that wait, then a frame when it is time for one.
    fn background(&mut self, first: Option<Event>, screen: &mut Screen) -> anyhow::Result<()> {
        self.take(Event::Tick(now()), screen)?;
        let mut awaited = false;
        let mut next = first;
        while let Some(event) = next.or_else(|| self.inbox.try_recv().ok()) {
            awaited |= matches!(event, Event::Opened { .. });
            self.take(event, screen)?;
            next = None;
        }
        while let Ok(refreshed) = self.told.try_recv() {
            self.take(Event::Refreshed(refreshed), screen)?;
        }
        self.wants_frame();
        // The first frame is worth waiting for until there is something on it.
        let first = !self.shown && !self.app.is_filled();
        if awaited || !first && self.drawn.elapsed() >= FRAME {
            self.draw(screen)
        } else {
            Ok(())
        }
    }

    fn take(&mut self, event: Event, screen: &mut Screen) -> anyhow::Result<()> {
        for effect in self.app.update(event) {
            match effect {
                Effect::Quit => self.end = Some(Ended::Left),
                Effect::Redraw => screen.redraw()?,
                Effect::Copy { text, what } if self.clipboard == Clipboard::Osc52 => {
                    let is_copied = screen.copy(&text)?;
                    self.take(if is_copied { copied(what) } else { too_long() }, screen)?;
                }
                Effect::Ring => screen.ring()?,
                effect => self.performer.perform(effect),
            }
        }
        Ok(())
    }

    fn wants_frame(&mut self) {
        self.next_frame.get_or_insert(self.drawn + FRAME);
    }

    fn draw(&mut self, screen: &mut Screen) -> anyhow::Result<()> {
        self.next_frame = None;
        screen.draw(&self.app).context("drawing")?;
        self.drawn = Instant::now();
        self.shown = true;
        if let Some(services) = self.backing_up.take() {
            let cancel = self.cancel.clone();
            tokio::spawn(async move { services.look_after(FIRST_BACKUP, false, now, &cancel).await });
            let (performer, cancel) = (self.performer.clone(), self.cancel.clone());
            tokio::spawn(async move { cancel.run_until_cancelled(performer.end_mutes()).await });
        }
        // Polling begins when there is something to look at.
        if let Some((services, tell)) = self.polling.take() {
            let cancel = self.cancel.clone();
            self.performer.expect_due();
            self.performer.recall_stories();
            self.poller = Some(tokio::spawn(async move { services.poller.run(tell, cancel).await }));
        }
        Ok(())
    }

    fn outside(&mut self, outside: Outside, screen: &mut Screen) -> anyhow::Result<()> {
        match outside {
            Outside::End(number) => self.end = Some(Ended::Signal(number)),
            Outside::Gone => self.end = Some(Ended::Gone),
            Outside::Stop => self.stop(screen)?,
            Outside::Continued => self.go_on(screen)?,
        }
        Ok(())
    }

    /// Gives the terminal to the shell until somebody says go on.
    fn stop(&mut self, screen: &mut Screen) -> anyhow::Result<()> {
        terminal::give_back();
        stop();
        self.go_on(screen)
    }

    fn go_on(&mut self, screen: &mut Screen) -> anyhow::Result<()> {
        screen.retake().context("taking the terminal again")?;
        self.take(Event::Resize(terminal::size()), screen)?;
        self.draw(screen)
    }

    /// Keeps what the reader did, and lets the poller keep what was answered and write down where it was; whatever only reads is
    /// let go.
    async fn leave(&mut self) {
        for effect in self.app.leave() {
            self.performer.perform(effect);
        }
        self.inbox.close();
        self.told.close();
        self.cancel.cancel();
        let all_kept = async {
            self.performer.finish().await;
            if let Some(poller) = &mut self.poller {
                drop(poller.await);
            }
        };
        if timeout(SHUTDOWN, all_kept).await.is_err()
            && let Some(poller) = self.poller.take()
        {
            poller.abort();
        }
    }
}

/// A moment that never comes.
fn far() -> Instant {
    Instant::now() + Duration::from_hours(8760)
}

/// The theme that the reader chose last, else the one of the settings.
async fn theme(opening: &Opening) -> usize {
    let kept = opening.services.store.read(|db| db.setting(THEME)).await.ok().flatten();
    let kept = kept.filter(|_| opening.config.reading.theme == "auto" && !opening.around.colourless);
    let wanted = kept.unwrap_or_else(|| opening.config.reading.theme.clone());
    Theme::choose(&opening.themes, &wanted, opening.around).unwrap_or(0)
}
