//! A terminal's late answers, to questions that a program before byline asked, told from keys: they come the same way.
//!
//! What is read as keys has lost the form that answers have. A string (OSC, DCS, APC, PM, SOS) begins as alt with a character and
//! goes on as characters, at once, to the bell or `ESC \`; of `CSI > 0 ; 276 ; 0 c` the characters behind `>` are left.

use std::time::Duration;

use crate::input::key::{Code, Key};

/// Nobody types a character so soon after the key that begins a string.
const AT_ONCE: Duration = Duration::from_millis(40);
/// A string that has begun may halt for so long, on its way or because the screen was busy.
const HALT: Duration = Duration::from_millis(250);
/// A string lasts no longer than this, and no more characters: what has no end keeps nobody from the keys.
const LONGEST: Duration = Duration::from_secs(3);
const MOST: u32 = 200_000;

/// Lets keys pass and swallows answers.
#[derive(Debug, Default)]
pub struct Replies {
    state: State,
    /// Keys that may be the beginning of an answer.
    held: Vec<Key>,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Keys,
    /// Digits and semicolons.
    Numbers,
    /// A string, or a key that looks like the beginning of one as long as it has no characters.
    Text {
        begun: Duration,
        last: Duration,
        length: u32,
    },
    /// `ESC` ended a string; the rest of its end may come.
    End { begun: Duration },
}

impl Replies {
    /// Takes a key as it is read, `now` after some beginning; returns those that are keys.
    pub fn sift(&mut self, key: Key, now: Duration) -> Vec<Key> {
        let is_soon = |then: Duration, within: Duration| now.saturating_sub(then) <= within;
        match std::mem::take(&mut self.state) {
            State::Keys => self.begin(key, now),
            State::Numbers => {
                if key.digit().is_some() || key == Key::char(';') {
                    self.hold(key, State::Numbers)
                } else if is_final(key) && self.held.contains(&Key::char(';')) {
                    self.swallow(State::Keys)
                } else {
                    self.begin(key, now)
                }
            }
            State::Text { begun, last, length } => {
                let goes_on = is_soon(last, if length == 0 { AT_ONCE } else { HALT });
                if !goes_on || !is_soon(begun, LONGEST) || length == MOST {
                    self.begin(key, now)
                } else if is_end(key) {
                    self.swallow(State::Keys)
                } else if is_text(key) {
                    let length = length + 1;
                    self.swallow(State::Text {
                        begun,
                        last: now,
                        length,
                    })
                } else if key.code == Code::Esc && length > 0 {
                    self.swallow(State::End { begun: now })
                } else {
                    self.begin(key, now)
                }
            }
            State::End { begun } if key == Key::char('\\') && is_soon(begun, HALT) => Vec::new(),
            State::End { .. } => self.begin(key, now),
        }
    }

    /// Nothing more is there to be read now: what may have been the beginning of an answer is keys.
    pub fn settle(&mut self) -> Vec<Key> {
        if matches!(self.state, State::Numbers) {
            self.state = State::Keys;
        }
        std::mem::take(&mut self.held)
    }

    /// A key that belongs to nothing before it.
    fn begin(&mut self, key: Key, now: Duration) -> Vec<Key> {
        let mut keys = std::mem::take(&mut self.held);
        if is_introducer(key) {
            let (begun, last) = (now, now);
            self.hold(key, State::Text { begun, last, length: 0 });
        } else if key.digit().is_some() {
            self.hold(key, State::Numbers);
        } else {
            keys.push(key);
        }
        keys
    }

    fn hold(&mut self, key: Key, state: State) -> Vec<Key> {
        self.held.push(key);
        self.state = state;
        Vec::new()
    }

    fn swallow(&mut self, state: State) -> Vec<Key> {
        self.held.clear();
        self.state = state;
        Vec::new()
    }
}

/// What `ESC` and the character that begins a string are read as.
fn is_introducer(key: Key) -> bool {
    key.alt && !key.ctrl && matches!(key.code, Code::Char(']' | 'P' | '_' | '^' | 'X'))
}

/// The bell and `ESC \`.
fn is_end(key: Key) -> bool {
    key == Key::new(Code::Char('g'), true, false, false) || key == Key::new(Code::Char('\\'), false, true, false)
}

fn is_text(key: Key) -> bool {
    matches!(key.code, Code::Char(_)) && !key.ctrl && !key.alt
}

/// What ends an answer of numbers.
fn is_final(key: Key) -> bool {
    is_text(key) && matches!(key.code, Code::Char('@'..='~'))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{MOST, Replies};
    use crate::input::key::{Key, sequence, written};

    const BEGUN: Duration = Duration::from_secs(9);

    /// What passes of keys that are read at once.
    fn at_once(replies: &mut Replies, keys: &[Key], now: Duration) -> Vec<Key> {
        let mut passed: Vec<Key> = keys.iter().flat_map(|key| replies.sift(*key, now)).collect();
        passed.extend(replies.settle());
        passed
    }

    /// What passes of keys that are read one by one, so far apart.
    fn apart(replies: &mut Replies, keys: &str, pause: u64) -> String {
        let pause = Duration::from_millis(pause);
        let keys = sequence(keys).unwrap();
        let passed = (1..).zip(keys).flat_map(|(step, key)| {
            let mut passed = replies.sift(key, BEGUN + pause * step);
            passed.extend(replies.settle());
            passed
        });
        written(&passed.collect::<Vec<_>>())
    }

    #[test]
    fn answers_are_no_keys_and_what_is_typed_behind_them_is() {
        for answer in [
            "alt-] 1 1 ; r g b : f f / f f / f f ctrl-g",
            "alt-] 1 1 ; r g b : d a / b a / a b alt-\\",
            "alt-] 5 2 ; c ; c Q = = ctrl-g",
            "alt-P > | x t e r m ( 3 7 0 ) alt-\\",
            "alt-P 1 $ r 0 m alt-\\",
            "alt-P alt-\\",
            "alt-_ G i = 3 1 ; O K alt-\\",
            "alt-^ h i space j alt-\\",
            "alt-X q q esc \\",
            "0 ; 2 7 6 ; 0 c",
            "alt-P 1 $ r 0 m alt-\\ 4 ; 2 m alt-] 4 ; 0 ctrl-g",
        ] {
            let (mut replies, now) = (Replies::default(), BEGUN);
            let keys = sequence(answer).unwrap();
            assert_eq!(at_once(&mut replies, &keys, now), [], "{answer}");
            assert_eq!(at_once(&mut replies, &keys, now), [], "{answer} again");
            assert_eq!(apart(&mut replies, "j 5 ; c", 0), "j 5 ; c", "behind {answer}");
        }
        assert_eq!(
            apart(&mut Replies::default(), "alt-P > | x t e r m alt-\\ j", 30),
            "alt-P j",
            "in pieces"
        );
    }

    #[test]
    fn what_is_typed_passes() {
        let typed = "alt-P j alt-] esc 5 5 ; alt-_ alt-\\ ctrl-g down X enter";
        assert_eq!(apart(&mut Replies::default(), typed, 60), typed);
        let (mut replies, now) = (Replies::default(), BEGUN);
        for typed in [
            "5",
            "1 2 3",
            "5 j",
            "g g 5 5 x",
            "alt-]",
            "alt-P down",
            "alt-P esc",
            "1 2 ; enter",
            "; c",
        ] {
            let keys = sequence(typed).unwrap();
            assert_eq!(at_once(&mut replies, &keys, now), keys);
        }
    }

    #[test]
    fn what_has_no_end_locks_nobody_out() {
        let (mut replies, now) = (Replies::default(), BEGUN);
        at_once(&mut replies, &sequence("alt-P 1 $ r").unwrap(), now);
        let later = now + Duration::from_millis(300);
        assert_eq!(
            at_once(&mut replies, &[Key::char('j')], later),
            [Key::char('j')],
            "a pause ends it"
        );
        at_once(&mut replies, &sequence("alt-P 1 $ r").unwrap(), now);
        assert_eq!(
            at_once(&mut replies, &sequence("down j").unwrap(), now).len(),
            2,
            "what no answer holds ends it"
        );
        at_once(&mut replies, &sequence("alt-P 1 $ r").unwrap(), now);
        let held_down = apart(&mut replies, &"j ".repeat(200), 20);
        assert!(held_down.len() > 50, "its time ends it: {held_down}");
        at_once(&mut replies, &sequence("alt-P").unwrap(), now);
        let many = vec![Key::char('j'); MOST as usize + 9];
        let mut many = many.into_iter().flat_map(|key| replies.sift(key, now));
        assert!(many.next().is_some(), "its length ends it");
    }
}
