//! What ends the program from outside, or stops it for a while: signals, and a terminal that is gone.

use std::fs::File;
use std::io;
use std::time::Duration;

use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::low_level::emulate_default_handler;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::timeout;

/// The signal of a terminal that is gone comes at most so long behind its going.
const LATE: Duration = Duration::from_millis(100);

/// What came from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outside {
    /// To end by this signal.
    End(i32),
    /// To stop until somebody says go on.
    Stop,
    /// It goes on: the terminal may look like anything.
    Continued,
    /// Nobody is there any more.
    Gone,
}

/// Ears for all of them.
#[derive(Debug)]
pub(crate) struct Endings {
    term: Signal,
    hup: Signal,
    int: Signal,
    quit: Signal,
    stop: Signal,
    cont: Signal,
    terminal: Option<AsyncFd<File>>,
}

impl Endings {
    /// Listens from now on.
    pub(crate) fn listen() -> io::Result<Self> {
        let hear = |number| signal(SignalKind::from_raw(number));
        // crossterm spins for ever on a terminal that is gone while SIGHUP is ignored (crossterm#793): a second pair of
        // eyes on it. Where it cannot be watched, signals alone have to do.
        #[expect(
            deprecated,
            reason = "a File owns its descriptor; the new constructor is for types that may not, and unsafe"
        )]
        let watch = |file| AsyncFd::with_interest(file, Interest::READABLE).ok();
        Ok(Self {
            term: hear(SIGTERM)?,
            hup: hear(SIGHUP)?,
            int: hear(SIGINT)?,
            quit: hear(SIGQUIT)?,
            stop: hear(SIGTSTP)?,
            cont: hear(SIGCONT)?,
            terminal: File::open("/dev/tty").ok().and_then(watch),
        })
    }

    /// The next thing from outside.
    pub(crate) async fn next(&mut self) -> Outside {
        tokio::select! {
            // A terminal that goes away says so by a signal, too, and that is how the program ends then.
            biased;
            _ = self.term.recv() => Outside::End(SIGTERM),
            _ = self.hup.recv() => Outside::End(SIGHUP),
            _ = self.int.recv() => Outside::End(SIGINT),
            _ = self.quit.recv() => Outside::End(SIGQUIT),
            _ = self.stop.recv() => Outside::Stop,
            _ = self.cont.recv() => Outside::Continued,
            () = hung_up(self.terminal.as_ref()) => match timeout(LATE, self.hup.recv()).await {
                Ok(_) => Outside::End(SIGHUP),
                Err(_) => Outside::Gone,
            },
        }
    }
}

/// Comes back when the terminal is gone, else never.
async fn hung_up(terminal: Option<&AsyncFd<File>>) {
    let Some(terminal) = terminal else {
        return std::future::pending().await;
    };
    loop {
        match terminal.readable().await {
            Ok(guard) if guard.ready().is_read_closed() => return,
            Ok(mut guard) => guard.clear_ready(),
            Err(_) => return std::future::pending().await,
        }
    }
}

/// Does what the signal would have done had nobody listened: ends the program by it.
pub(crate) fn die_by(number: i32) {
    drop(emulate_default_handler(number));
}

/// Stops the program; comes back when it goes on.
pub(crate) fn stop() {
    drop(emulate_default_handler(SIGTSTP));
}
