//! The reader's settings. [`Config::read`] refuses what it does not know, with file, line and the nearest right name.
//!
//! The table of options is in `settings.rs`; to add an option, add a row there. Themes are in [`Theme`], directories in [`Paths`].

mod bindings;
mod change;
mod clips;
mod error;
mod example;
mod lines;
mod look;
mod paths;
mod rules;
mod settings;
mod terms;
mod theme;
mod value;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use error::{Fault, unknown};

pub use clips::{add_clip, read_clips, remove_clip};
pub use error::ConfigError;
pub use example::{example, key_table};
pub use look::{Colour, Look};
pub use paths::{Paths, PathsError};
pub use settings::{Config, Polling, Programs, Reading, Retention, Stories};
pub use theme::{Surroundings, Theme};
pub use value::{Clipboard, MarkRead, RightToLeft};

impl Config {
    /// Reads a settings file's text; `file` is how errors name it. What it does not say is as by default.
    ///
    /// # Errors
    /// The first thing that is wrong with it: nothing of such a file is used, and it is never written over.
    pub fn read(text: &str, file: &str) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        let mut faults = Vec::new();
        match DeTable::parse(text) {
            Ok(table) => config.take(table.get_ref(), &mut faults),
            Err(error) => faults.push(error.into()),
        }
        Fault::first(faults, text, file).map_or(Ok(config), Err)
    }

    fn take(&mut self, table: &DeTable<'_>, faults: &mut Vec<Fault>) {
        for (name, value) in table {
            match (&**name.get_ref(), value.get_ref()) {
                ("keys", DeValue::Table(keys)) => self.keymap = bindings::read(keys, faults),
                ("outlet", DeValue::Array(tables)) => self.outlets = terms::read(tables, faults),
                ("rule", DeValue::Array(tables)) => self.rules = rules::read(tables, faults),
                (table @ ("outlet" | "rule"), _) => {
                    let what = format!("`{table}` is a table of its own each time: write [[{table}]]");
                    faults.push(Fault::at(name.span(), what));
                }
                (section, DeValue::Table(options)) if Self::options(section).is_some() => {
                    for (option, value) in options {
                        self.set(section, option, value, faults);
                    }
                }
                (section, _) => faults.push(Fault::at(name.span(), wrong_section(section))),
            }
        }
    }

    fn set(
        &mut self,
        section: &str,
        option: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        faults: &mut Vec<Fault>,
    ) {
        if let Err(what) = self.set_option(section, option.get_ref(), value.get_ref()) {
            faults.push(Fault::at(option.span(), what));
        }
    }
}

/// An option that stands in no section, or in one that does not exist.
fn wrong_section(name: &str) -> String {
    for section in Config::SECTIONS {
        if Config::options(section).is_some_and(|options| options.contains(&name)) {
            return format!("`{name}` belongs under [{section}]");
        }
    }
    let mut known = Config::SECTIONS.to_vec();
    known.extend(["keys", "outlet", "rule"]);
    if known.contains(&name) {
        return format!("`{name}` is a section: write [{name}] on a line of its own");
    }
    unknown("section", name, &known)
}

#[cfg(test)]
mod tests {
    use super::{Clipboard, Config, MarkRead, example};
    use crate::input::{Command, Context, Resolution, sequence};
    use crate::model::Icons;

    #[test]
    fn reads_every_kind_of_option() {
        let text = "[polling]\nparallel = 0x08\n[reading]\nicons = \"ascii\"\nmark_read = \"by-hand\"\nindirect = false\n\
                    [retention]\ndays = 0\n[programs]\nbrowser = [\"links\", \"{url}\"]\nclipboard = [\"wl-copy\"]\n\
                    [keys]\n\"g r\" = \"refresh\"\n[keys.reader]\nw = [\"bookmark\", \"next-unread\"]\n";
        let config = Config::read(text, "config.toml").unwrap();
        assert_eq!(config.polling.parallel, 8);
        assert_eq!(
            (config.reading.icons, config.reading.mark_read),
            (Icons::Ascii, MarkRead::ByHand)
        );
        assert!(!config.reading.indirect);
        assert_eq!(config.reading.column, 66);
        assert_eq!(config.programs.browser, ["links", "{url}"]);
        assert_eq!(
            config.programs.clipboard,
            Clipboard::Program(vec!["wl-copy".to_owned()])
        );
        let macros = [Command::Bookmark, Command::NextUnread];
        let found = config.keymap.resolve(Context::Reader, &sequence("w").unwrap());
        assert_eq!(found, Resolution::Commands(&macros));
    }

    #[test]
    fn says_what_is_wrong_where_and_what_was_meant() {
        for (text, error) in [
            (
                "[reading]\n\ncolum = 70",
                "c.toml:3: unknown option `colum`; did you mean `column`?",
            ),
            (
                "[raeding]\ncolumn = 70",
                "c.toml:1: unknown section `raeding`; did you mean `reading`?",
            ),
            ("column = 70", "c.toml:1: `column` belongs under [reading]"),
            (
                "reading = 70",
                "c.toml:1: `reading` is a section: write [reading] on a line of its own",
            ),
            (
                "[reading]\ncolumn = 7",
                "c.toml:2: `column` must be a whole number from 20 to 400",
            ),
            (
                "[reading]\ncolumn = \"wide\"",
                "c.toml:2: `column` must be a whole number from 20 to 400",
            ),
            (
                "[reading]\nicons = \"nerdy\"",
                "c.toml:2: `icons` has an unknown word `nerdy`; did you mean `nerd`?",
            ),
            (
                "[programs]\nbrowser = \"links\"",
                "c.toml:2: `browser` must be a list of texts, as in [\"firefox\", \"{url}\"]",
            ),
            (
                "[keys]\nx = \"opne\"",
                "c.toml:2: unknown command `opne`; did you mean `open`?",
            ),
            (
                "[keys]\n7 = \"open\"",
                "c.toml:2: `7` cannot be bound: digits open links",
            ),
            (
                "[keys.raeder]\nx = \"open\"",
                "c.toml:1: unknown pane `raeder`; did you mean `reader`?",
            ),
            (
                "[keys]\nw = \"open\"\n\"w w\" = \"up\"",
                "c.toml:3: `w w` cannot be reached, because `w` already does something",
            ),
            (
                "[keys]\n\"gg\" = \"top\"",
                "c.toml:2: `gg` is no key; keys are written like g g, ctrl-d, alt-x, shift-up, space, enter, esc, pgdn, f5",
            ),
        ] {
            assert_eq!(Config::read(text, "c.toml").unwrap_err().to_string(), error);
        }
        let broken = Config::read("[reading]\ncolumn = = 3", "c.toml").unwrap_err();
        assert_eq!(broken.line, 2);
        let hostile = Config::read("\"\\u001b[2J\" = 1", "c\u{1b}.toml")
            .unwrap_err()
            .to_string();
        assert!(!hostile.contains('\u{1b}'), "{hostile:?}");
    }

    #[test]
    fn the_example_says_what_holds_without_it() {
        let bare = example();
        assert_eq!(Config::read(&bare, "example"), Ok(Config::default()));
        let spelt: Vec<&str> = bare
            .lines()
            .map(|line| {
                line.strip_prefix('#')
                    .filter(|rest| !rest.starts_with(' '))
                    .unwrap_or(line)
            })
            .collect();
        let spelt = Config::read(&spelt.join("\n"), "example").unwrap();
        assert_eq!(
            Config {
                keymap: spelt.keymap.clone(),
                ..Config::default()
            },
            spelt
        );
        for spec in Command::ALL {
            let mut keys = spelt.keymap.keys_of(spec.command);
            keys.sort_by_key(|keys| spec.keys.iter().position(|usual| usual == keys));
            assert_eq!(keys, spec.keys);
        }
    }
}
