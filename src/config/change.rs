//! Changing one option in a settings file's text, without touching anything else that its owner wrote there.

use toml::de::{DeTable, DeValue};

use crate::config::error::{ConfigError, Fault};
use crate::config::rules::{added, without};
use crate::config::settings::Config;
use crate::query::Rule;

impl Config {
    /// The text of a settings file with one option set, and the settings that it then means. `assignment` is what would stand in
    /// the file: `reading.column = 70`. Comments, order and everything else stay.
    ///
    /// # Errors
    /// As [`Config::read`], for the text before or after the change, or when it is no such assignment; nothing is to be written then.
    pub fn change(text: &str, file: &str, assignment: &str) -> Result<(String, Self), ConfigError> {
        Self::read(text, file)?;
        let parts = assignment.split_once('=').and_then(|(name, value)| {
            let (section, option) = name.trim().split_once('.')?;
            let name = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            (name(section) && name(option) && !value.contains('\n')).then_some((section, option, value.trim()))
        });
        let Some((section, option, value)) = parts else {
            return Err(unplaced(Fault::at(0..0, "write it as reading.column = 70").of("", "")));
        };
        // What is wrong with the option alone is said of the option, not of a line that nobody wrote.
        Self::read(&format!("[{section}]\n{option} = {value}\n"), "").map_err(unplaced)?;
        let changed = placed(text, section, option, value);
        let config = Self::read(&changed, file)?;
        Ok((changed, config))
    }
}

fn unplaced(wrong: ConfigError) -> ConfigError {
    ConfigError { line: 0, ..wrong }
}

impl Config {
    /// Every option, as it would be assigned.
    pub fn assignments(&self) -> Vec<String> {
        let sections = self.table().into_iter();
        let options = sections.flat_map(|(section, _, options)| {
            let assigned = move |(option, value, _)| format!("{section}.{option} = {value}");
            options.into_iter().map(assigned)
        });
        options.collect()
    }

    /// This one's options that another has otherwise, as they would be assigned.
    pub fn where_not(&self, other: &Self) -> Vec<String> {
        let both = self.assignments().into_iter().zip(other.assignments());
        both.filter(|(own, other)| own != other).map(|(own, _)| own).collect()
    }

    /// The text of a settings file with a rule added at its end, and the settings that it then means.
    ///
    /// # Errors
    /// As [`Config::read`], for the text before; nothing is to be written then.
    pub fn with_rule(text: &str, file: &str, rule: &Rule) -> Result<(String, Self), ConfigError> {
        Self::read(text, file)?;
        let changed = added(text, rule);
        let config = Self::read(&changed, file)?;
        Ok((changed, config))
    }

    /// The text of a settings file without that rule, and the settings that it then means; as it is where the rule is gone already.
    ///
    /// # Errors
    /// As [`Config::read`], for the text before, or when the rule stands in a form that byline does not write.
    pub fn without_rule(text: &str, file: &str, rule: &Rule) -> Result<(String, Self), ConfigError> {
        let before = Self::read(text, file)?;
        let changed = match without(text, rule) {
            Some(changed) => changed,
            None if before.rules.contains(rule) => {
                return Err(Fault::at(0..0, "take the rule out by hand: it has no [[rule]] of its own").of(text, file));
            }
            None => text.to_owned(),
        };
        let config = Self::read(&changed, file)?;
        Ok((changed, config))
    }
}

/// The text with the option in its place: where it stands, below the comment that shows its default, in its section however that
/// is written, or at the end.
fn placed(text: &str, section: &str, option: &str, value: &str) -> String {
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let with = |from: usize, to: usize, new: &str| format!("{}{new}{}", part(0, from), part(to, text.len()));
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let line = format!("{option} = {value}{end}");
    let table = DeTable::parse(text).ok();
    let found = table.as_ref().and_then(|table| table.get_ref().get(section));
    if let Some(found) = found
        && let DeValue::Table(options) = found.get_ref()
    {
        if let Some(old) = options.get(option) {
            return with(old.span().start, old.span().end, value);
        }
        // Of `[reading]` or `{ column = 70 }`; where the section is only part of a name, of its own.
        let start = found.span().start;
        let outer = part(0, start).trim_end_matches([' ', '\t']).ends_with('[');
        match text.as_bytes().get(start) {
            Some(b'[') => {
                let (at, gap) = below(text, start, option, options);
                return with(at, at, &format!("{}{line}", if gap { end } else { "" }));
            }
            Some(b'{') => {
                let comma = if options.is_empty() { " " } else { "," };
                return with(start + 1, start + 1, &format!(" {option} = {value}{comma}"));
            }
            // `reading.column = 70`
            _ if !outer => return with(start, start, &format!("{section}.{line}")),
            // `[keys.reader]`
            _ => {}
        }
    }
    let gap = match text {
        "" => String::new(),
        text if text.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    format!("{text}{gap}[{section}]{end}{line}")
}

/// Where an option goes below the header that begins at `header`, and whether a line has to be ended first.
fn below(text: &str, header: usize, option: &str, options: &DeTable<'_>) -> (usize, bool) {
    let default = format!("#{option} = ");
    let is_in_value = |at: &usize| options.values().any(|value| value.span().contains(at));
    let mut end = header;
    let lines = text.get(header..).unwrap_or_default().split_inclusive('\n');
    let mut lines = lines.map(|line| {
        end += line.len();
        (line, end)
    });
    let first = lines.next().map_or(text.len(), |(_, end)| end);
    let shown = lines
        .take_while(|(line, _)| !line.starts_with('['))
        .find(|(line, end)| line.starts_with(&default) && !is_in_value(&(end - 1)));
    let at = shown.map_or(first, |(_, end)| end);
    (at, !text.get(..at).unwrap_or_default().ends_with('\n'))
}

#[cfg(test)]
mod tests {
    use crate::config::example::example;
    use crate::config::settings::Config;

    fn check(before: &str, assignment: &str, after: &str) {
        let (text, _) = Config::change(before, "c.toml", assignment).unwrap();
        assert_eq!(text, after);
    }

    #[test]
    fn changes_one_option_and_nothing_else() {
        check("", "reading.column = 70", "[reading]\ncolumn = 70\n");
        check(
            "# mine\n[reading]\ncolumn = 60 # wide\n",
            "reading.column=70",
            "# mine\n[reading]\ncolumn = 70 # wide\n",
        );
        check(
            "[reading]\n# a\n#column = 66\n# b\n",
            "reading.column = 70",
            "[reading]\n# a\n#column = 66\ncolumn = 70\n# b\n",
        );
        check(
            "[keys]\nw = \"open\"",
            "reading.theme = \"light\"",
            "[keys]\nw = \"open\"\n\n[reading]\ntheme = \"light\"\n",
        );
        check("reading.column = 60\n", "reading.column = 70", "reading.column = 70\n");
        check(
            "[reading]\n[keys]\n",
            "reading.column = 70",
            "[reading]\ncolumn = 70\n[keys]\n",
        );
        let (_, config) = Config::change(&example(), "c.toml", "retention.days = 7").unwrap();
        assert_eq!(config.retention.days, 7);
    }

    #[test]
    fn sections_are_known_however_they_are_written() {
        for (before, after) in [
            (
                "[reading] # mine\nindirect = false",
                "[reading] # mine\ncolumn = 70\nindirect = false",
            ),
            ("  [ \"reading\" ]", "  [ \"reading\" ]\ncolumn = 70\n"),
            (
                "\u{feff}reading.indirect = false\n[keys]\n",
                "\u{feff}reading.column = 70\nreading.indirect = false\n[keys]\n",
            ),
            (
                "reading = { indirect = false } # all\n",
                "reading = { column = 70, indirect = false } # all\n",
            ),
            ("reading = {}", "reading = { column = 70 }"),
            (
                "# mine\r\n[reading]\r\n#column = 66\r\nindirect = false\r\n",
                "# mine\r\n[reading]\r\n#column = 66\r\ncolumn = 70\r\nindirect = false\r\n",
            ),
            (
                "[keys]\r\nw = \"open\"\r\n",
                "[keys]\r\nw = \"open\"\r\n\r\n[reading]\r\ncolumn = 70\r\n",
            ),
            (
                "[reading]\ntheme = \"\"\"\\\n#column = 66\\\n\"\"\"\n",
                "[reading]\ncolumn = 70\ntheme = \"\"\"\\\n#column = 66\\\n\"\"\"\n",
            ),
        ] {
            check(before, "reading.column = 70", after);
        }
        check(
            "[keys.reader]\nw = \"open\"\n",
            "keys.x = \"up\"",
            "[keys.reader]\nw = \"open\"\n\n[keys]\nx = \"up\"\n",
        );
    }

    #[test]
    fn refuses_what_would_not_be_read() {
        for (before, assignment, error) in [
            (
                "",
                "reading.column = 7",
                "`column` must be a whole number from 20 to 400",
            ),
            (
                "",
                "reading.column = 70000",
                "`column` must be a whole number from 20 to 400",
            ),
            (
                "",
                "reading.colum = 70",
                "unknown option `colum`; did you mean `column`?",
            ),
            ("", "column = 70", "write it as reading.column = 70"),
            ("", "reading.column = 70\n[keys]", "write it as reading.column = 70"),
            (
                "[raeding]\n",
                "reading.column = 70",
                "c.toml:1: unknown section `raeding`; did you mean `reading`?",
            ),
        ] {
            assert_eq!(
                Config::change(before, "c.toml", assignment).unwrap_err().to_string(),
                error
            );
        }
    }
}
