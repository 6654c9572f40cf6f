//! What keys and pasted text do to a line that is being typed.

use tui_input::{Input, InputRequest};

use crate::input::{Code, Key};
use crate::model::Clean;

/// Changes a line by a key; `true` when its text is another now.
pub(crate) fn edit(input: &mut Input, key: &Key) -> bool {
    let plain = !key.ctrl && !key.alt;
    let request = match (key.code, key.ctrl, key.alt) {
        (Code::Char(sign), false, false) => InputRequest::InsertChar(sign),
        (Code::Backspace, ..) if plain => InputRequest::DeletePrevChar,
        (Code::Delete, ..) => InputRequest::DeleteNextChar,
        (Code::Backspace, ..) | (Code::Char('w'), true, _) => InputRequest::DeletePrevWord,
        (Code::Char('u'), true, _) => InputRequest::DeleteLine,
        (Code::Char('k'), true, _) => InputRequest::DeleteTillEnd,
        (Code::Left, ..) if plain => InputRequest::GoToPrevChar,
        (Code::Right, ..) if plain => InputRequest::GoToNextChar,
        (Code::Left, ..) | (Code::Char('b'), _, true) => InputRequest::GoToPrevWord,
        (Code::Right, ..) | (Code::Char('f'), _, true) => InputRequest::GoToNextWord,
        (Code::Home, ..) | (Code::Char('a'), true, _) => InputRequest::GoToStart,
        (Code::End, ..) | (Code::Char('e'), true, _) => InputRequest::GoToEnd,
        _ => return false,
    };
    input.handle(request).is_some_and(|changed| changed.value)
}

/// Whether every word that is typed occurs in a text.
pub(crate) fn fits(input: &Input, text: &str) -> bool {
    let text = text.to_lowercase();
    let typed = input.value().to_lowercase();
    typed.split_whitespace().all(|word| text.contains(word))
}

/// Puts pasted text into a line: as one line, clean.
pub(crate) fn paste(input: &mut Input, text: &str) {
    /// More than this is no line that somebody means to search for.
    const MAX: usize = 2_000;
    for sign in Clean::title(text, MAX).chars() {
        input.handle(InputRequest::InsertChar(sign));
    }
}
