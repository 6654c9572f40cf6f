//! Changing one option in a settings file's text, without touching anything else that its owner wrote there.

use toml::de::{DeTable, DeValue};

use crate::config::error::{ConfigError, Fault};
use crate::config::rules::added;
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
            return Err(Fault::at(0..0, "write it as reading.column = 70").of("", "settings"));
        };
        // What is wrong with the option alone is said of the option, not of a line that nobody wrote.
        Self::read(&format!("[{section}]\n{option} = {value}\n"), "settings")?;
        let changed = placed(text, section, option, value);
        let config = Self::read(&changed, file)?;
        Ok((changed, config))
    }
}

impl Config {
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
}

/// The text with the option in its place: where it stands, below the comment that shows its default, in its section, or at the end.
fn placed(text: &str, section: &str, option: &str, value: &str) -> String {
    let table = DeTable::parse(text).ok();
    let options = table
        .as_ref()
        .and_then(|table| match table.get_ref().get(section)?.get_ref() {
            DeValue::Table(options) => Some(options),
            _ => None,
        });
    if let Some(span) = options.and_then(|options| options.get(option)).map(toml::Spanned::span)
        && let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..))
    {
        return format!("{before}{value}{after}");
    }
    let line = format!("{option} = {value}");
    let mut lines: Vec<&str> = text.lines().collect();
    if let Some(header) = lines.iter().position(|line| line.trim() == format!("[{section}]")) {
        let default = format!("#{option} = ");
        let own = lines.iter().skip(header + 1).take_while(|line| !line.starts_with('['));
        let shown = own.into_iter().position(|line| line.starts_with(&default));
        lines.insert(shown.map_or(header, |at| header + 1 + at) + 1, &line);
        return lines.join("\n") + "\n";
    }
    let gap = if text.is_empty() { "" } else { "\n" };
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("{text}{end}{gap}[{section}]\n{line}\n")
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
    fn refuses_what_would_not_be_read() {
        for (before, assignment, error) in [
            (
                "",
                "reading.column = 7",
                "settings:2: `column` must be between 20 and 400",
            ),
            (
                "",
                "reading.colum = 70",
                "settings:2: unknown option `colum`; did you mean `column`?",
            ),
            ("", "column = 70", "settings:1: write it as reading.column = 70"),
            (
                "",
                "reading.column = 70\n[keys]",
                "settings:1: write it as reading.column = 70",
            ),
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
