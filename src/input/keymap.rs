//! Which keys mean which commands: the table's defaults, changed by the reader's own bindings.

use crate::input::command::{Command, Context};
use crate::input::key::{Key, sequence, written};

/// Keys and what they do. No commands at all: the keys do nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where they count.
    pub context: Context,
    /// A sequence of one key or more.
    pub keys: Vec<Key>,
    /// What they do, in this order.
    pub commands: Vec<Command>,
}

/// What keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution<'a> {
    /// These commands; start anew after them.
    Commands(&'a [Command]),
    /// The beginning of longer sequences: wait for the next key.
    Prefix,
    /// Nothing.
    None,
}

/// Two bindings of which one can never be reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` cannot be reached, because `{}` already does something", written(.hidden), written(.hiding))]
pub struct Conflict {
    /// Where both count.
    pub context: Context,
    /// The shorter sequence, or the one that comes first.
    pub hiding: Vec<Key>,
    /// The one that cannot be reached.
    pub hidden: Vec<Key>,
}

/// Every binding in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    /// The defaults of the table.
    fn default() -> Self {
        let mut bindings = Vec::new();
        for spec in Command::ALL {
            for keys in spec.keys {
                bindings.push(Binding {
                    context: spec.context,
                    keys: sequence(keys).expect("a test reads every key of the table"),
                    commands: vec![spec.command],
                });
            }
        }
        Self { bindings }
    }
}

impl Keymap {
    /// The defaults with the reader's own bindings over them. An own binding takes the place of every default in its context
    /// that it would clash with, be it longer or shorter.
    pub fn with(own: &[Binding]) -> Self {
        let mut map = Self::default();
        map.bindings.retain(|default| {
            !own.iter()
                .any(|own| own.context == default.context && replaces(own, default))
        });
        map.bindings.extend_from_slice(own);
        map
    }

    /// What the keys pressed so far mean in a pane. The pane's own bindings win over those that count anywhere.
    pub fn resolve(&self, context: Context, pending: &[Key]) -> Resolution<'_> {
        for place in places(context) {
            let (mut longer, mut unbound) = (false, false);
            for binding in self.bindings.iter().filter(|binding| binding.context == *place) {
                match &*binding.commands {
                    [] => unbound |= binding.keys == pending,
                    commands if binding.keys == pending => return Resolution::Commands(commands),
                    _ => longer |= binding.keys.starts_with(pending),
                }
            }
            if longer {
                return Resolution::Prefix;
            }
            if unbound {
                return Resolution::None;
            }
        }
        Resolution::None
    }

    /// What may follow a prefix in a pane, each next key once: to show while a sequence is being typed.
    pub fn continuations(&self, context: Context, prefix: &[Key]) -> Vec<(Key, &[Command])> {
        let mut found: Vec<(Key, &[Command])> = Vec::new();
        for place in places(context) {
            for binding in self.bindings.iter().filter(|binding| binding.context == *place) {
                let Some([next, rest @ ..]) = binding.keys.strip_prefix(prefix) else {
                    continue;
                };
                if !found.iter().any(|(key, _)| key == next) {
                    let commands: &[Command] = if rest.is_empty() { &binding.commands } else { &[] };
                    found.push((*next, commands));
                }
            }
        }
        found.retain(|(key, _)| {
            let mut keys = prefix.to_vec();
            keys.push(*key);
            self.resolve(context, &keys) != Resolution::None
        });
        found
    }

    /// The keys of a command as they are written, in every context, own bindings last.
    pub fn keys_of(&self, command: Command) -> Vec<String> {
        let bound = self.bindings.iter().filter(|binding| binding.commands == [command]);
        bound.map(|binding| written(&binding.keys)).collect()
    }

    /// The first key of a command, or how the palette calls it.
    pub fn key_of(&self, command: Command) -> String {
        let first = self.keys_of(command).into_iter().next();
        first.unwrap_or_else(|| format!(":{}", command.spec().name))
    }

    /// A text in which commands' names stand for the keys that they have: `‹undo› takes it back`.
    pub fn spelt(&self, text: &str) -> String {
        let mut parts = text.split('‹');
        let mut spelt = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let named = part.split_once('›');
            match named.and_then(|(name, rest)| Some((Command::named(name)?, rest))) {
                Some((command, rest)) => {
                    spelt.push_str(&self.key_of(command));
                    spelt.push_str(rest);
                }
                None => {
                    spelt.push('‹');
                    spelt.push_str(part);
                }
            }
        }
        spelt
    }

    /// Bindings in the same context of which one hides another.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        for (at, one) in self.bindings.iter().enumerate() {
            for other in self.bindings.iter().skip(at + 1) {
                let bound = !one.commands.is_empty() && !other.commands.is_empty();
                if !bound || one.context != other.context || !clash(&one.keys, &other.keys) {
                    continue;
                }
                let (hiding, hidden) = if other.keys.len() < one.keys.len() {
                    (other, one)
                } else {
                    (one, other)
                };
                conflicts.push(Conflict {
                    context: one.context,
                    hiding: hiding.keys.clone(),
                    hidden: hidden.keys.clone(),
                });
            }
        }
        conflicts
    }
}

/// Where a key pressed in a pane is looked up, in this order.
fn places(context: Context) -> &'static [Context] {
    match context {
        Context::Anywhere => &[Context::Anywhere],
        Context::Sources => &[Context::Sources, Context::Anywhere],
        Context::Articles => &[Context::Articles, Context::Anywhere],
        Context::Reader => &[Context::Reader, Context::Anywhere],
    }
}

/// Whether an own binding takes a default's place: unbinding takes away exactly what it names.
fn replaces(own: &Binding, default: &Binding) -> bool {
    if own.commands.is_empty() {
        own.keys == default.keys
    } else {
        clash(&own.keys, &default.keys)
    }
}

/// Whether one sequence begins with the other, so that only one of them can be reached.
fn clash(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

#[cfg(test)]
mod tests {
    use super::{Binding, Keymap, Resolution};
    use crate::input::command::{Command, Context};
    use crate::input::key::{sequence, written};

    fn bind(context: Context, keys: &str, commands: &[Command]) -> Binding {
        Binding {
            context,
            keys: sequence(keys).unwrap(),
            commands: commands.to_vec(),
        }
    }

    fn check(map: &Keymap, context: Context, keys: &str, expected: &Resolution<'_>) {
        assert_eq!(map.resolve(context, &sequence(keys).unwrap()), *expected, "{keys}");
    }

    #[test]
    fn defaults_reach_every_command_that_has_keys_and_leave_digits_free() {
        let map = Keymap::default();
        assert_eq!(map.conflicts(), []);
        for spec in Command::ALL {
            assert_eq!(map.keys_of(spec.command), spec.keys);
            for keys in spec.keys {
                check(&map, spec.context, keys, &Resolution::Commands(&[spec.command]));
                assert!(sequence(keys).unwrap()[0].digit().is_none(), "{keys}");
            }
        }
    }

    #[test]
    fn names_are_one_word_each_and_helps_are_short() {
        for (at, spec) in Command::ALL.iter().enumerate() {
            assert!(Command::ALL.iter().skip(at + 1).all(|other| other.name != spec.name));
            assert!(spec.help.chars().count() <= 64, "{}", spec.help);
        }
    }

    #[test]
    fn sequences_wait_and_then_act() {
        let map = Keymap::default();
        check(&map, Context::Reader, "]", &Resolution::Prefix);
        check(
            &map,
            Context::Reader,
            "] q",
            &Resolution::Commands(&[Command::NextQuote]),
        );
        check(&map, Context::Reader, "] z", &Resolution::None);
        check(&map, Context::Reader, "ctrl-alt-f9", &Resolution::None);
    }

    #[test]
    fn own_keys_win() {
        let map = Keymap::with(&[
            bind(Context::Articles, "g r", &[Command::Refresh]),
            bind(Context::Anywhere, "y", &[Command::CopyLink]),
            bind(Context::Anywhere, "b b", &[Command::Bookmark, Command::NextUnread]),
            bind(Context::Reader, "x", &[]),
            bind(Context::Anywhere, "X", &[]),
        ]);
        assert_eq!(map.conflicts(), []);
        check(
            &map,
            Context::Articles,
            "g r",
            &Resolution::Commands(&[Command::Refresh]),
        );
        check(&map, Context::Articles, "g g", &Resolution::Commands(&[Command::Top]));
        check(&map, Context::Sources, "g r", &Resolution::None);
        check(&map, Context::Reader, "y", &Resolution::Commands(&[Command::CopyLink]));
        check(&map, Context::Reader, "b", &Resolution::Prefix);
        let both = [Command::Bookmark, Command::NextUnread];
        check(&map, Context::Reader, "b b", &Resolution::Commands(&both));
        check(&map, Context::Reader, "x", &Resolution::None);
        check(
            &map,
            Context::Sources,
            "x",
            &Resolution::Commands(&[Command::ToggleOutlet]),
        );
        check(&map, Context::Sources, "X", &Resolution::None);
    }

    #[test]
    fn tells_what_hides_what() {
        let map = Keymap::with(&[
            bind(Context::Anywhere, "w w", &[Command::Up]),
            bind(Context::Anywhere, "w", &[Command::Down]),
        ]);
        let conflicts = map.conflicts();
        assert_eq!(
            conflicts[0].to_string(),
            "`w w` cannot be reached, because `w` already does something"
        );
    }

    #[test]
    fn shows_what_may_follow() {
        let map = Keymap::with(&[bind(Context::Reader, "y q", &[])]);
        let next = map.continuations(Context::Reader, &sequence("y").unwrap());
        let next: Vec<String> = next.iter().map(|(key, _)| written(&[*key])).collect();
        assert_eq!(next, ["y", "c"]);
    }
}
