//! What crossterm reads → what the app knows.

use crossterm::event::{
    Event as Read, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::app::Event;
use crate::input::{Code, Gesture, Key, Mouse};
use crate::shell::terminal;

/// What was read as an event; `None` for what means nothing here.
pub(crate) fn event(read: Read) -> Option<Event> {
    match read {
        Read::Key(pressed) if pressed.kind != KeyEventKind::Release => key(pressed).map(Event::Key),
        Read::Mouse(used) => mouse(used).map(Event::Mouse),
        Read::Paste(text) => Some(Event::Paste(text)),
        // The size that counts is the terminal's now, within bounds; the event may be an older one.
        Read::Resize(..) => Some(Event::Resize(terminal::size())),
        Read::Key(_) | Read::FocusGained | Read::FocusLost => None,
    }
}

fn key(pressed: KeyEvent) -> Option<Key> {
    let code = match pressed.code {
        KeyCode::Char(sign) => Code::Char(sign),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    let held = |modifier| pressed.modifiers.contains(modifier);
    Some(Key::new(
        code,
        held(KeyModifiers::CONTROL),
        held(KeyModifiers::ALT),
        held(KeyModifiers::SHIFT),
    ))
}

fn mouse(used: MouseEvent) -> Option<Mouse> {
    let gesture = match used.kind {
        MouseEventKind::Down(MouseButton::Left) => Gesture::Press,
        MouseEventKind::ScrollUp => Gesture::WheelUp,
        MouseEventKind::ScrollDown => Gesture::WheelDown,
        _ => return None,
    };
    Some(Mouse {
        gesture,
        column: used.column,
        row: used.row,
    })
}
