//! What the reader says of an outlet's articles: what is body and what is not.

use std::sync::{Arc, PoisonError, RwLock};

use url::Url;

use crate::model::terms::covers;

/// The reader's own clips for the articles below an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clips {
    /// The articles', or the feed's that they come by.
    pub at: Url,
    /// CSS selectors of what is the article: nothing else on the page is.
    pub take: Vec<String>,
    /// CSS selectors of what is none of it.
    pub drop: Vec<String>,
    /// Lines that are none of it, whatever their case; a star stands for anything.
    pub lines: Vec<String>,
}

impl Clips {
    /// Those of an address, saying nothing yet.
    pub fn at(at: Url) -> Self {
        Self {
            at,
            take: Vec::new(),
            drop: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Adds one.
    pub fn add(&mut self, clip: Clip) {
        match clip {
            Clip::Take(selector) => self.take.push(selector),
            Clip::Drop(selector) => self.drop.push(selector),
            Clip::Line(line) => self.lines.push(line),
        }
    }

    /// Whether it is one of them.
    pub(crate) fn has(&self, clip: &Clip) -> bool {
        match clip {
            Clip::Take(selector) => self.take.contains(selector),
            Clip::Drop(selector) => self.drop.contains(selector),
            Clip::Line(line) => self.lines.contains(line),
        }
    }
}

/// One clip, as it can be tried on an open article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clip {
    /// A selector of what is the article.
    Take(String),
    /// A selector of what is none of it.
    Drop(String),
    /// A line that is none of it.
    Line(String),
}

/// The clips in force; all clones share them.
#[derive(Clone, Debug, Default)]
pub struct ClipBook(Arc<RwLock<Vec<Clips>>>);

impl ClipBook {
    /// Puts others in force.
    pub fn replace(&self, clips: Vec<Clips>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = clips;
    }

    /// All of them.
    pub fn all(&self) -> Vec<Clips> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All clips for an article that goes by any of these addresses.
    pub fn of(&self, addresses: &[Option<&str>]) -> Option<Clips> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if all.is_empty() {
            return None;
        }
        let urls: Vec<Url> = addresses
            .iter()
            .flatten()
            .filter_map(|url| Url::parse(url).ok())
            .collect();
        let holding = all
            .iter()
            .filter(|clips| urls.iter().any(|url| covers(&clips.at, url)))
            .cloned();
        holding.reduce(|mut all, more| {
            all.take.extend(more.take);
            all.drop.extend(more.drop);
            all.lines.extend(more.lines);
            all
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Clip, ClipBook, Clips};

    #[test]
    fn all_that_hold_for_an_article_hold_together() {
        let clips = |at: &str, drop: &str| {
            let mut clips = Clips::at(at.parse().unwrap());
            clips.add(Clip::Drop(drop.to_owned()));
            clips
        };
        let book = ClipBook::default();
        let ferry = [
            Some("https://ledger.example/sport/ferry"),
            None,
            Some("https://feeds.example/ledger"),
        ];
        assert_eq!(book.of(&ferry), None);
        book.replace(vec![
            clips("https://ledger.example/", "a"),
            clips("https://ledger.example/politics/", "b"),
            clips("https://feeds.example/ledger", "c"),
        ]);
        assert_eq!(book.clone().of(&ferry).unwrap().drop, ["a", "c"]);
        assert_eq!(book.of(&[Some("https://other.example/")]), None);
    }
}
