//! The reader's own keys: `[keys]` and its tables `[keys.sources]`, `[keys.articles]`, `[keys.reader]`.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::error::{Fault, unknown};
use crate::input::{Binding, Command, Context, Keymap, sequence};

/// Tables of keys that count in one pane only.
pub(crate) const PANES: &[(&str, Context)] = &[
    ("sources", Context::Sources),
    ("articles", Context::Articles),
    ("reader", Context::Reader),
];

/// Reads `[keys]`.
pub(crate) fn read(table: &DeTable<'_>, faults: &mut Vec<Fault>) -> Keymap {
    let mut own = Vec::new();
    for (name, value) in table {
        let pane = PANES.iter().find(|(pane, _)| pane == name.get_ref());
        match (pane, value.get_ref()) {
            (Some((_, context)), DeValue::Table(keys)) => {
                for (keys, meaning) in keys {
                    bind(*context, keys, meaning, &mut own, faults);
                }
            }
            (None, DeValue::Table(_)) => {
                let panes: Vec<&str> = PANES.iter().map(|(pane, _)| *pane).collect();
                faults.push(Fault::at(name.span(), unknown("pane", name.get_ref(), &panes)));
            }
            _ => bind(Context::Anywhere, name, value, &mut own, faults),
        }
    }
    let bindings: Vec<Binding> = own.iter().map(|own| own.get_ref().clone()).collect();
    let keymap = Keymap::with(&bindings);
    for conflict in keymap.conflicts() {
        let hidden = |own: &&Spanned<Binding>| {
            (own.get_ref().context, &own.get_ref().keys) == (conflict.context, &conflict.hidden)
        };
        let span = own.iter().rfind(hidden).map(Spanned::span).unwrap_or_default();
        faults.push(Fault::at(span, conflict.to_string()));
    }
    keymap
}

fn bind(
    context: Context,
    keys: &Spanned<std::borrow::Cow<'_, str>>,
    meaning: &Spanned<DeValue<'_>>,
    own: &mut Vec<Spanned<Binding>>,
    faults: &mut Vec<Fault>,
) {
    let pressed = match sequence(keys.get_ref()) {
        Ok(pressed) => pressed,
        Err(error) => return faults.push(Fault::at(keys.span(), error.to_string())),
    };
    if pressed.first().is_some_and(|key| key.digit().is_some()) {
        let what = format!("`{}` cannot be bound: digits open links", keys.get_ref());
        return faults.push(Fault::at(keys.span(), what));
    }
    let mut commands = Vec::new();
    let named: &[Spanned<DeValue<'_>>] = match meaning.get_ref() {
        DeValue::Array(list) => list,
        _ => std::slice::from_ref(meaning),
    };
    for name in named {
        match name.get_ref().as_str() {
            Some("") => {}
            Some(word) => match Command::named(word) {
                Some(command) => commands.push(command),
                None => faults.push(Fault::at(name.span(), unknown("command", word, &Command::names()))),
            },
            None => faults.push(Fault::at(
                name.span(),
                "a key means a command's name, a list of them, or \"\" for nothing",
            )),
        }
    }
    let binding = Binding {
        context,
        keys: pressed,
        commands,
    };
    own.push(Spanned::new(keys.span(), binding));
}
