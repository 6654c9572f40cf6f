//! Changes the settings file for the reader.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::Context as _;

use crate::config::{Config, ConfigError};
use crate::files::put;
use crate::model::Clean;
use crate::query::Rule;

/// The settings as the file says them now; those without a file where there is none.
///
/// # Errors
/// When it is there and cannot be read, or is wrong.
pub fn read(file: &Path) -> anyhow::Result<Config> {
    Ok(Config::read(&text_of(file)?, &file.display().to_string())?)
}

/// Sets one option in the settings file, which is made where there is none, and returns the settings that hold then. A file that
/// cannot be read as settings stays as it is, and so does one that would say what is not allowed.
pub(crate) fn change(
    file: &Path,
    assignment: &str,
    allows: impl FnOnce(&Config) -> Result<(), String>,
) -> anyhow::Result<Config> {
    rewrite(file, |text, name| Config::change(text, name, assignment), allows)
}

/// The same for a rule, at the end of the file.
pub(crate) fn add_rule(file: &Path, rule: &Rule) -> anyhow::Result<Config> {
    rewrite(file, |text, name| Config::with_rule(text, name, rule), |_| Ok(()))
}

/// The same without a rule.
pub(crate) fn remove_rule(file: &Path, rule: &Rule) -> anyhow::Result<Config> {
    rewrite(file, |text, name| Config::without_rule(text, name, rule), |_| Ok(()))
}

fn rewrite(
    file: &Path,
    change: impl FnOnce(&str, &str) -> Result<(String, Config), ConfigError>,
    allows: impl FnOnce(&Config) -> Result<(), String>,
) -> anyhow::Result<Config> {
    let text = text_of(file)?;
    let (text, config) = change(&text, &file.display().to_string())?;
    allows(&config).map_err(anyhow::Error::msg)?;
    replace(file, &text).with_context(|| format!("writing {}", file.display()))?;
    Ok(config)
}

/// The text of a file that its owner need not have made; nothing where there is none.
///
/// # Errors
/// When it is there and cannot be read.
pub fn text_of(file: &Path) -> anyhow::Result<String> {
    let bytes = match fs::read(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        read => read.with_context(|| format!("reading {}", file.display()))?,
    };
    String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to());
        let wrong = ConfigError {
            file: Clean::line(&file.display().to_string()),
            line: before.unwrap_or_default().split(|byte| *byte == b'\n').count(),
            what: Clean::line("this is not UTF-8; save the file as UTF-8"),
        };
        wrong.into()
    })
}

/// Writes a file whole or not at all, as [`crate::files::Part`] does, and its folder where there is none.
pub(crate) fn replace(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    put(file, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::change;

    #[test]
    fn makes_changes_and_spares_the_settings_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/config.toml");
        assert_eq!(
            change(&file, "reading.column = 70", |_| Ok(())).unwrap().reading.column,
            70
        );
        assert_eq!(
            change(&file, "reading.indirect = false", |_| Ok(()))
                .unwrap()
                .reading
                .column,
            70
        );
        assert!(change(&file, "reading.column = 3", |_| Ok(())).is_err());
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        change(&file, "reading.column = 71", |_| Ok(())).unwrap();
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let refused = change(&file, "reading.theme = \"drak\"", |_| Err("unknown theme".to_owned()));
        assert_eq!(refused.unwrap_err().to_string(), "unknown theme");
        assert!(!std::fs::read_to_string(&file).unwrap().contains("drak"));
        std::fs::write(&file, "[broken").unwrap();
        assert!(change(&file, "reading.column = 80", |_| Ok(())).is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "[broken");
        assert_eq!(std::fs::read_dir(folder.path().join("deep")).unwrap().count(), 1);
    }
}
