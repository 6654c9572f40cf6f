//! Where keys lead in a list.

use crate::input::{Code, Key};

/// Where a key leads in a list.
pub(crate) fn step_of(key: &Key) -> Option<isize> {
    Some(match (key.code, key.ctrl) {
        (Code::Down, _) | (Code::Char('n'), true) => 1,
        (Code::Up, _) | (Code::Char('p'), true) => -1,
        (Code::PageDown, _) => 10,
        (Code::PageUp, _) => -10,
        _ => return None,
    })
}

/// The same where letters are free to move.
pub(crate) fn free_step_of(key: &Key) -> Option<isize> {
    Some(match (key.code, key.ctrl) {
        (Code::Char('j'), false) => 1,
        (Code::Char('k'), false) => -1,
        (Code::Char('d'), true) | (Code::Char(' '), _) => 10,
        (Code::Char('u'), true) => -10,
        (Code::Char('g'), false) | (Code::Home, _) => isize::MIN,
        (Code::Char('G'), false) | (Code::End, _) => isize::MAX,
        _ => return step_of(key),
    })
}
