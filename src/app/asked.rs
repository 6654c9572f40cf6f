//! A quote whose speaker is asked for, and whom that may be.

use crate::model::{ArticleId, Clean};

/// A quote whose speaker is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub(crate) article: ArticleId,
    /// Its words.
    pub(crate) words: Clean,
    /// Who is named now; empty: nobody.
    pub(crate) now: String,
    /// Everybody whom the article names: first those who speak.
    pub(crate) people: Vec<String>,
}

impl Asked {
    /// Names that may be meant: every one of the article while the line still has who is named now, else those with a word
    /// that begins as the line does, and whoever else was ever quoted.
    pub(crate) fn names(&self, typed: &str, speakers: &[String]) -> Vec<String> {
        if typed.trim() == self.now {
            return self.people.clone();
        }
        let typed = typed.to_lowercase();
        let begins = |name: &&String| {
            let name = name.to_lowercase();
            name.starts_with(&typed) || name.split(' ').any(|word| word.starts_with(&typed))
        };
        let mut found: Vec<String> = Vec::new();
        for name in self.people.iter().chain(speakers).filter(begins) {
            if !found.contains(name) {
                found.push(name.clone());
            }
        }
        found
    }
}
