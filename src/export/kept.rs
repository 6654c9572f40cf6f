//! An article on its way out.

use crate::document::{Document, find_passage};
use crate::model::{Article, Highlight, Place, Published};

/// An article and its cleaned text.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its text.
    pub document: &'a Document,
}

impl Kept<'_> {
    /// "A. Writer · Harbour Dispatch · 2022-10-30 · #sea"
    pub(super) fn origin(&self) -> String {
        let row = &self.article.row;
        let mut parts: Vec<_> = row.byline.iter().map(ToString::to_string).collect();
        parts.push(row.outlet_name.to_string());
        parts.extend(row.published.map(day));
        parts.extend(row.tags.iter().map(|tag| format!("#{tag}")));
        parts.join(" · ")
    }

    /// What the reader highlighted, in the order of the text; what is no longer in it stands last.
    pub(super) fn highlights(&self) -> Vec<&Highlight> {
        let leaves = self.document.leaves();
        let mut found: Vec<_> = self.article.highlights.iter().collect();
        found.sort_by_cached_key(|highlight| match find_passage(&leaves, &highlight.passage) {
            Some(at) => (false, at.start),
            None => (true, Place::default()),
        });
        found
    }

    /// Its address, or nothing.
    pub(super) fn address(&self) -> &str {
        self.article.row.url.as_deref().unwrap_or_default()
    }
}

/// The day of publication where it was published.
pub(super) fn day(published: Published) -> String {
    published.offset().to_datetime(published.at).date().to_string()
}
