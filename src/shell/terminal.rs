//! The terminal as a guard: whatever ends the program, the terminal is whole again.
//!
//! Also the one encoder for sequences made from outside text: hyperlinks and the clipboard. Window titles are never set.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ThreadId;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::layout::Size;

use crate::app::App;
use crate::shell::hyperlinks::Linking;
use crate::view;

/// Larger terminals are drawn up to here: a terminal that claims 65,535 × 65,535 would take all memory (reliability: R7).
const LARGEST: Size = Size {
    width: 1_000,
    height: 500,
};
/// More than this is no quote and no address.
const MAX_COPY_BYTES: usize = 100_000;

/// Bi-directional support mode (ECMA-48, BDSM): explicit, and implicit, which is how terminals are that know it (VTE, mintty).
const AS_THEY_COME: &str = "\x1b[8l";
const IN_ORDER: &str = "\x1b[8h";

/// Whether the terminal is ours now, so that it is given back exactly once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the screen is open.
#[derive(Debug)]
pub(crate) struct Screen {
    terminal: Terminal<Linking<BufWriter<Stdout>>>,
    mouse: bool,
    /// The terminal was told to leave words in the order in which they come.
    ordered: bool,
}

/// Whether a person sits at both ends.
pub(crate) fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// The terminal's size, within bounds.
pub(crate) fn size() -> Size {
    let (width, height) = crossterm::terminal::size().unwrap_or_default();
    bounded(Size { width, height })
}

/// A size that can be believed: a terminal that knows none is taken for the usual one.
pub(crate) fn bounded(told: Size) -> Size {
    let Size { width, height } = if told.width == 0 || told.height == 0 {
        Size { width: 80, height: 24 }
    } else {
        told
    };
    Size {
        width: width.min(LARGEST.width),
        height: height.min(LARGEST.height),
    }
}

impl Screen {
    /// Takes the terminal; one of `ascii` is shown nothing else.
    pub(crate) fn open(mouse: bool, ascii: bool) -> io::Result<Self> {
        take(mouse)?;
        let out = BufWriter::with_capacity(64 * 1024, io::stdout());
        let terminal = Terminal::new(Linking::new(out, bounded, ascii));
        match terminal {
            Ok(terminal) => Ok(Self {
                terminal,
                mouse,
                ordered: false,
            }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Draws what has changed.
    pub(crate) fn draw(&mut self, app: &App) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        backend.lead_to(app.shown_document());
        queue!(backend.writer(), BeginSynchronizedUpdate)?;
        if app.orders() != self.ordered {
            self.ordered = app.orders();
            queue!(
                backend.writer(),
                Print(if self.ordered { AS_THEY_COME } else { IN_ORDER })
            )?;
        }
        self.terminal.draw(|frame| view::draw(frame, app))?;
        let writer = self.terminal.backend_mut().writer();
        queue!(writer, EndSynchronizedUpdate)?;
        writer.flush()
    }

    /// Paints every cell anew with the next frame.
    pub(crate) fn redraw(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Takes the terminal again after the program was stopped.
    pub(crate) fn retake(&mut self) -> io::Result<()> {
        self.ordered = false;
        take(self.mouse)?;
        self.terminal.clear()
    }

    /// Rings the bell, which terminals turn into whatever their owner wants to be called by.
    pub(crate) fn ring(&mut self) -> io::Result<()> {
        let writer = self.terminal.backend_mut().writer();
        writer.write_all(b"\x07")?;
        writer.flush()
    }

    /// Puts text on the clipboard by OSC 52: base64, so nothing of it is ever obeyed. `false`: it is too long for that.
    pub(crate) fn copy(&mut self, text: &str) -> io::Result<bool> {
        copy(self.terminal.backend_mut().writer(), text)
    }
}

fn copy(writer: &mut impl Write, text: &str) -> io::Result<bool> {
    if text.len() > MAX_COPY_BYTES {
        return Ok(false);
    }
    queue!(writer, CopyToClipboard::to_clipboard_from(text))?;
    writer.flush()?;
    Ok(true)
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn take(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    let taken = enable_raw_mode().and_then(|()| {
        let mut out = io::stdout();
        execute!(
            out,
            EnterAlternateScreen,
            DisableLineWrap,
            EnableBracketedPaste,
            EnableFocusChange,
            cursor::Hide
        )?;
        if mouse {
            execute!(out, EnableMouseCapture)
        } else {
            Ok(())
        }
    });
    if taken.is_err() {
        give_back();
    }
    taken
}

/// Gives the terminal back as it was. May be called from anywhere, any number of times.
pub(crate) fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    // Each on its own: what fails keeps nothing else from being put right.
    drop(execute!(out, EndSynchronizedUpdate));
    drop(execute!(
        out,
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste
    ));
    drop(execute!(
        out,
        Print(IN_ORDER),
        EnableLineWrap,
        LeaveAlternateScreen,
        cursor::Show
    ));
    drop(disable_raw_mode());
}

/// From now on a panic of this thread gives the terminal back before it is reported, escaped; a panic of any other thread
/// is somebody's parser stumbling, caught where it matters, and goes to the log alone.
pub(crate) fn watch_panics() {
    let screen: ThreadId = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        let message = info.to_string().escape_debug().to_string();
        tracing::error!(panic = %message);
        if std::thread::current().id() == screen {
            give_back();
            drop(writeln!(
                io::stderr(),
                "byline stopped over a fault of its own: {message}"
            ));
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::{MAX_COPY_BYTES, copy};

    #[test]
    fn what_is_too_long_for_the_clipboard_is_not_said_to_be_there() {
        let mut written = Vec::new();
        assert!(!copy(&mut written, &"a".repeat(MAX_COPY_BYTES + 1)).unwrap() && written.is_empty());
        assert!(copy(&mut written, "a").unwrap() && !written.is_empty());
    }
}
