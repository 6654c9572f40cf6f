//! A terminal that tests can sit in front of: the built program on a pseudo-terminal, its screen kept by `vt100`.
//!
//! Waits for what shall be seen, never for time to pass.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Longer than anything takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    closed: bool,
}

/// A terminal with the program in it.
pub(crate) struct Terminal {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// The program with these arguments in a terminal of this size; everything it keeps goes below `home`.
fn spawn(
    said: &[(&str, &str)],
    home: &Path,
    arguments: &[&str],
    columns: u16,
    rows: u16,
) -> (Box<dyn MasterPty + Send>, Box<dyn Child + Send + Sync>) {
    let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_byline"));
    command.args(arguments);
    command.env_clear();
    for (name, value) in [
        ("TERM", "xterm-256color"),
        ("LANG", "C.UTF-8"),
        ("TZ", "UTC"),
        ("PATH", "/usr/bin:/bin"),
    ]
    .iter()
    .chain(said)
    {
        command.env(name, value);
    }
    for name in [
        "HOME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
        "TMPDIR",
    ] {
        command.env(name, home);
    }
    let child = pair.slave.spawn_command(command).unwrap();
    (pair.master, child)
}

/// Waits for this text from the program, closes the terminal, and waits for the program's end.
pub(crate) fn close_on(home: &Path, arguments: &[&str], text: &str) -> ExitStatus {
    let (master, mut child) = spawn(&[], home, arguments, 80, 24);
    let mut reader = master.try_clone_reader().unwrap();
    let (mut seen, mut bytes) = (String::new(), [0; 8192]);
    while !seen.contains(text) {
        let count = reader.read(&mut bytes).unwrap();
        seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    drop((reader, master));
    child.wait().unwrap()
}

impl Terminal {
    /// Starts the program with these arguments in a terminal of this size; everything it keeps goes below `home`.
    pub(crate) fn start(home: &Path, arguments: &[&str], columns: u16, rows: u16) -> Self {
        Self::start_as(&[], home, arguments, columns, rows)
    }

    /// The same where these variables say what terminal it is.
    pub(crate) fn start_as(said: &[(&str, &str)], home: &Path, arguments: &[&str], columns: u16, rows: u16) -> Self {
        let (master, child) = spawn(said, home, arguments, columns, rows);
        let seen = Seen {
            parser: vt100::Parser::new(cells(rows), cells(columns), 0),
            raw: Vec::new(),
            closed: false,
        };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let mut reader = master.try_clone_reader().unwrap();
        let filled = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            loop {
                let count = reader.read(&mut bytes).unwrap_or(0);
                let mut seen = filled.0.lock().unwrap_or_else(PoisonError::into_inner);
                seen.parser.process(&bytes[..count]);
                seen.raw.extend_from_slice(&bytes[..count]);
                seen.closed = count == 0;
                filled.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        let writer = master.take_writer().unwrap();
        Self {
            seen,
            master,
            writer,
            child,
        }
    }

    /// Waits until the screen fulfils a wish, and fails with the screen when it never does.
    #[track_caller]
    fn wait_until(&self, wish: &str, fulfilled: impl Fn(&Seen) -> bool) {
        let mut seen = self.seen.0.lock().unwrap();
        let end = Instant::now() + PATIENCE;
        while !fulfilled(&seen) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || seen.closed {
                let screen = seen.parser.screen().contents();
                drop(seen);
                panic!("never seen: {wish}\n{screen}");
            }
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until this text is on the screen.
    #[track_caller]
    pub(crate) fn wait(&self, text: &str) {
        self.wait_until(text, |seen| seen.parser.screen().contents().contains(text));
    }

    /// Waits until this text is on the screen no longer.
    #[track_caller]
    pub(crate) fn wait_gone(&self, text: &str) {
        self.wait_until(&format!("{text} gone"), |seen| {
            !seen.parser.screen().contents().contains(text)
        });
    }

    /// Sends keys as a terminal would.
    pub(crate) fn press(&mut self, keys: &str) {
        let writer = &mut self.writer;
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.seen
            .0
            .lock()
            .unwrap()
            .parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args([&format!("-{name}"), &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Sends a signal until this text is on the screen: one that comes before the program has stopped is lost on it.
    #[track_caller]
    pub(crate) fn signal_until(&self, name: &str, text: &str) {
        const AGAIN: Duration = Duration::from_millis(100);
        let end = Instant::now() + PATIENCE;
        loop {
            self.signal(name);
            let seen = self.seen.0.lock().unwrap();
            let hidden = |seen: &mut Seen| !seen.parser.screen().contents().contains(text);
            let (_seen, waited) = self.seen.1.wait_timeout_while(seen, AGAIN, hidden).unwrap();
            if !waited.timed_out() {
                return;
            }
            assert!(Instant::now() < end, "never seen: {text}");
        }
    }

    /// Waits for the program's end.
    pub(crate) fn end(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Whether the terminal is as a shell expects it: usual screen, cursor shown, no mouse reports, pastes unmarked.
    #[track_caller]
    pub(crate) fn assert_whole(&self) {
        self.wait_until("the end of what is written", |seen| {
            seen.closed || !seen.parser.screen().alternate_screen()
        });
        let seen = self.seen.0.lock().unwrap();
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen was left on");
        assert!(!screen.hide_cursor(), "the cursor was left hidden");
        assert!(!screen.bracketed_paste(), "pastes are still marked");
        assert_eq!(
            screen.mouse_protocol_mode(),
            vt100::MouseProtocolMode::None,
            "the mouse still reports"
        );
    }

    /// Everything that was written, byte by byte.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().raw.clone()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves nothing running.
        drop(self.child.kill());
    }
}
