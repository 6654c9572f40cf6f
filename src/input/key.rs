//! A key and a mouse gesture as byline knows them, and how keys are written: `ctrl-d`, `g g`, `pgdn`, `backtab`.
//! Absent by design: any terminal crate's types; the shell translates.

use std::fmt;
use std::str::FromStr;

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character, shift already in it: `G`, `?`. A blank is written `space`.
    Char(char),
    /// `enter`.
    Enter,
    /// `esc`.
    Esc,
    /// `tab`.
    Tab,
    /// `backtab`: tab with shift.
    BackTab,
    /// `backspace`.
    Backspace,
    /// `del`.
    Delete,
    /// `ins`.
    Insert,
    /// `up`.
    Up,
    /// `down`.
    Down,
    /// `left`.
    Left,
    /// `right`.
    Right,
    /// `home`.
    Home,
    /// `end`.
    End,
    /// `pgup`.
    PageUp,
    /// `pgdn`.
    PageDown,
    /// `f1` to `f24`.
    F(u8),
}

/// Keys with a name, beside characters and function keys.
const NAMES: &[(&str, Code)] = &[
    ("space", Code::Char(' ')),
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("backtab", Code::BackTab),
    ("backspace", Code::Backspace),
    ("del", Code::Delete),
    ("ins", Code::Insert),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
];

/// The highest function key that terminals report.
const HIGHEST_F: u8 = 24;

/// A key with its modifiers, in one spelling only: make it with [`Key::new`] or by parsing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With control.
    pub ctrl: bool,
    /// With alt (option, meta).
    pub alt: bool,
    /// With shift, where the character does not already say so.
    pub shift: bool,
}

impl Key {
    /// A key as pressed. Shift goes into letters, `shift-tab` is [`Code::BackTab`], letters with control are lower case.
    pub fn new(code: Code, ctrl: bool, alt: bool, shift: bool) -> Self {
        let (code, shift) = match code {
            Code::Char(sign) if ctrl => (Code::Char(small(sign)), shift && sign.is_alphabetic()),
            Code::Char(sign) if shift => (Code::Char(capital(sign)), false),
            Code::Tab if shift => (Code::BackTab, false),
            Code::BackTab => (Code::BackTab, false),
            other => (other, shift),
        };
        Self { code, ctrl, alt, shift }
    }

    /// A character without control and alt.
    pub fn char(sign: char) -> Self {
        Self::new(Code::Char(sign), false, false, false)
    }

    /// The digit, where it is nothing else: digits open links and are never bound.
    pub fn digit(self) -> Option<u32> {
        match self.code {
            Code::Char(sign) if !self.ctrl && !self.alt => sign.to_digit(10),
            _ => None,
        }
    }
}

/// The capital of a letter where it is one character.
fn capital(sign: char) -> char {
    let mut capitals = sign.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(one), None) => one,
        _ => sign,
    }
}

/// The small letter where it is one character.
fn small(sign: char) -> char {
    let mut smalls = sign.to_lowercase();
    match (smalls.next(), smalls.next()) {
        (Some(one), None) => one,
        _ => sign,
    }
}

/// What is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no key; keys are written like g g, ctrl-d, alt-x, shift-up, space, enter, esc, pgdn, f5")]
pub struct KeyError {
    /// What was written.
    pub text: String,
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let wrong = || KeyError { text: text.to_owned() };
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        loop {
            let (held, name) = match rest.split_once('-') {
                Some(("ctrl", name)) => (&mut ctrl, name),
                Some(("alt", name)) => (&mut alt, name),
                Some(("shift", name)) => (&mut shift, name),
                _ => break,
            };
            if std::mem::replace(held, true) {
                return Err(wrong());
            }
            rest = name;
        }
        let code = code(rest).ok_or_else(wrong)?;
        Ok(Self::new(code, ctrl, alt, shift))
    }
}

fn code(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let mut signs = name.chars();
    if let (Some(sign), None) = (signs.next(), signs.next()) {
        return (!sign.is_control() && !sign.is_whitespace()).then_some(Code::Char(sign));
    }
    let number: u8 = name.strip_prefix('f')?.parse().ok()?;
    let plain = !name.starts_with("f0") && !name.starts_with("f+");
    (plain && (1..=HIGHEST_F).contains(&number)).then_some(Code::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(sign) => write!(f, "{sign}"),
            Code::F(number) => write!(f, "f{number}"),
            _ => unreachable!("every other code has a name"),
        }
    }
}

/// Reads a sequence parted by blanks: `g g`.
///
/// # Errors
/// Names the part that is no key; an empty text is none either.
pub fn sequence(text: &str) -> Result<Vec<Key>, KeyError> {
    let keys: Vec<Key> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    if keys.is_empty() {
        return Err(KeyError { text: text.to_owned() });
    }
    Ok(keys)
}

/// Writes a sequence as [`sequence`] reads it.
pub fn written(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gesture {
    /// The left button went down.
    Press,
    /// The wheel turned away from the reader.
    WheelUp,
    /// The wheel turned towards the reader.
    WheelDown,
}

/// A gesture and the cell it happened in, both counted from 0 at the upper left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mouse {
    /// What it did.
    pub gesture: Gesture,
    /// Cells from the left.
    pub column: u16,
    /// Cells from above.
    pub row: u16,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Code, Key, sequence, written};

    #[test]
    fn reads_and_writes_keys() {
        for (text, key) in [
            ("j", Key::char('j')),
            ("G", Key::char('G')),
            ("-", Key::char('-')),
            ("ctrl--", Key::new(Code::Char('-'), true, false, false)),
            ("ctrl-d", Key::new(Code::Char('d'), true, false, false)),
            ("alt-Ü", Key::new(Code::Char('ü'), false, true, true)),
            ("space", Key::char(' ')),
            ("backtab", Key::new(Code::Tab, false, false, true)),
            ("shift-up", Key::new(Code::Up, false, false, true)),
            ("pgdn", Key::new(Code::PageDown, false, false, false)),
            ("f12", Key::new(Code::F(12), false, false, false)),
        ] {
            assert_eq!(text.parse(), Ok(key), "{text}");
            assert_eq!(key.to_string(), text);
        }
        assert_eq!("ctrl-D".parse::<Key>(), "ctrl-d".parse());
        assert_eq!(written(&sequence(" ]  q ").unwrap()), "] q");
    }

    #[test]
    fn refuses_what_is_no_key() {
        for text in [
            "",
            "gg",
            "ctrl-",
            "ctrl-ctrl-a",
            "f0",
            "f25",
            "f01",
            "meta-x",
            "\t",
            "Enter",
        ] {
            assert!(text.parse::<Key>().is_err(), "{text:?}");
        }
        assert!(sequence("  ").is_err());
    }

    #[test]
    fn digits_are_links() {
        assert_eq!(Key::char('7').digit(), Some(7));
        assert_eq!(Key::new(Code::Char('7'), true, false, false).digit(), None);
    }

    proptest! {
        #[test]
        fn any_key_reads_back(sign in any::<char>(), f in 1..=24u8, ctrl: bool, alt: bool, shift: bool, which in 0..3usize) {
            prop_assume!(!sign.is_control() && (!sign.is_whitespace() || sign == ' '));
            let code = [Code::Char(sign), Code::F(f), Code::Home][which];
            let key = Key::new(code, ctrl, alt, shift);
            prop_assert_eq!(key.to_string().parse(), Ok(key));
        }

        #[test]
        fn any_text_is_a_key_or_an_error(text in ".*") {
            if let Ok(keys) = sequence(&text) {
                prop_assert_eq!(sequence(&written(&keys)), Ok(keys));
            }
        }
    }
}
