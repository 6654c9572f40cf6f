//! Where byline keeps things: the platform's directories, or those of `--data-dir` and `--config`.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// No home folder, and nothing said instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no home folder here: give --data-dir and --config")]
pub struct PathsError;

/// Directories and files. None of them is made by asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// What must not be lost: the database, its copies.
    pub data: PathBuf,
    /// What may be lost: logs, locks.
    pub state: PathBuf,
    /// The settings file.
    pub config: PathBuf,
}

impl Paths {
    /// The platform's directories (XDG's on Linux); `data_dir` holds data and state instead, `config` is the settings
    /// file instead.
    ///
    /// # Errors
    /// Where the platform has no home folder for this user, and not both are given.
    pub fn find(data_dir: Option<&Path>, config: Option<&Path>) -> Result<Self, PathsError> {
        if let (Some(dir), Some(config)) = (data_dir, config) {
            return Ok(Self::within(dir, config));
        }
        let platform = ProjectDirs::from("", "", "byline").ok_or(PathsError)?;
        let settings = platform.config_dir().join("config.toml");
        let config = config.unwrap_or(&settings);
        Ok(match data_dir {
            Some(dir) => Self::within(dir, config),
            None => Self {
                data: platform.data_dir().to_owned(),
                state: platform.state_dir().unwrap_or(platform.data_local_dir()).to_owned(),
                config: config.to_owned(),
            },
        })
    }

    fn within(dir: &Path, config: &Path) -> Self {
        Self {
            data: dir.to_owned(),
            state: dir.to_owned(),
            config: config.to_owned(),
        }
    }

    /// The reader's own clips for articles: beside the settings.
    pub fn clips(&self) -> PathBuf {
        self.config.with_file_name("clips.toml")
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.data.join("byline.db")
    }

    /// The reader's own themes: `NAME.toml`.
    pub fn themes(&self) -> PathBuf {
        self.config.with_file_name("themes")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Paths;

    #[test]
    fn options_override_the_platform() {
        let paths = Paths::find(Some(Path::new("/d")), Some(Path::new("/c/mine.toml"))).unwrap();
        assert_eq!(paths.database(), Path::new("/d/byline.db"));
        assert_eq!(paths.state, Path::new("/d"));
        assert_eq!(paths.config, Path::new("/c/mine.toml"));
        assert_eq!(paths.themes(), Path::new("/c/themes"));
    }
}
