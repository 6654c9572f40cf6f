//! The file with the reader's own clips: read again when it has changed, and written to when a clip is kept.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use anyhow::Context as _;
use url::Url;

use crate::config::{ConfigError, add_clip, read_clips, remove_clip};
use crate::model::{Clip, ClipBook, Clips};
use crate::shell::settings::{replace, text_of};

/// The file, and the book that holds what it says. Clones share both.
#[derive(Clone, Debug)]
pub(crate) struct ClipFile {
    file: PathBuf,
    book: ClipBook,
    /// When it had been changed last as it was read last.
    changed: Arc<Mutex<Option<SystemTime>>>,
}

impl ClipFile {
    /// The file whose clips are in the book already.
    pub(crate) fn read(file: PathBuf, book: ClipBook) -> Self {
        let changed = fs::metadata(&file).and_then(|about| about.modified()).ok();
        Self {
            file,
            book,
            changed: Arc::new(Mutex::new(changed)),
        }
    }

    /// Takes into force what was written into the file meanwhile.
    ///
    /// # Errors
    /// What is wrong with it, once: the clips from before stay in force.
    pub(crate) fn refresh(&self) -> anyhow::Result<()> {
        let now = fs::metadata(&self.file).and_then(|about| about.modified()).ok();
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        if *changed == now {
            return Ok(());
        }
        *changed = now;
        drop(changed);
        self.book
            .replace(read_clips(&text_of(&self.file)?, &self.file.display().to_string())?);
        Ok(())
    }

    /// Writes a clip for the articles of an address into the file, which is made where there is none, and takes it into force.
    ///
    /// # Errors
    /// When the file is wrong or cannot be written: then it stays as it is.
    pub(crate) fn keep(&self, at: &Url, clip: &Clip) -> anyhow::Result<()> {
        self.rewrite(|text, name| add_clip(text, name, at, clip))
    }

    /// Takes a clip out of the file again, and out of force.
    ///
    /// # Errors
    /// As [`Self::keep`].
    pub(crate) fn take_back(&self, at: &Url, clip: &Clip) -> anyhow::Result<()> {
        self.rewrite(|text, name| remove_clip(text, name, at, clip))
    }

    fn rewrite(
        &self,
        change: impl FnOnce(&str, &str) -> Result<(String, Vec<Clips>), ConfigError>,
    ) -> anyhow::Result<()> {
        let (text, clips) = change(&text_of(&self.file)?, &self.file.display().to_string())?;
        replace(&self.file, &text).with_context(|| format!("writing {}", self.file.display()))?;
        self.book.replace(clips);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::ClipFile;
    use crate::model::{Clip, ClipBook};

    #[test]
    fn keeps_clips_and_sees_what_others_write() {
        let folder = tempfile::tempdir().unwrap();
        let (file, book) = (folder.path().join("clips.toml"), ClipBook::default());
        let clips = ClipFile::read(file.clone(), book.clone());
        let at = "https://ledger.example/".parse().unwrap();
        clips.keep(&at, &Clip::Drop("aside".to_owned())).unwrap();
        let drops = || {
            book.of(&[Some("https://ledger.example/a")])
                .map(|clips| clips.drop)
                .unwrap_or_default()
        };
        assert_eq!(drops(), ["aside"]);
        clips.keep(&at, &Clip::Drop("nav".to_owned())).unwrap();
        clips.take_back(&at, &Clip::Drop("nav".to_owned())).unwrap();
        assert_eq!(drops(), ["aside"]);
        std::fs::write(
            &file,
            "[[outlet]]\nat = \"https://ledger.example/\"\ndrop = [\"div[\"]\n",
        )
        .unwrap();
        let said = clips.refresh().unwrap_err().to_string();
        assert!(said.contains("clips.toml:3: `div[` is no CSS selector"), "{said}");
        assert_eq!(drops(), ["aside"], "what held before holds");
        clips.refresh().unwrap();
        assert!(
            clips.keep(&at, &Clip::Drop("p".to_owned())).is_err(),
            "a broken file is spared"
        );
        std::fs::remove_file(&file).unwrap();
        clips.refresh().unwrap();
        assert!(drops().is_empty());
    }
}
