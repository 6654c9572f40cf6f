//! An article on its way out.

use crate::document::{Document, find_passage, pictures_of};
use crate::model::{Article, Highlight, Image, Picture, Place, Published};

/// An article, its cleaned text and its pictures.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its text.
    pub document: &'a Document,
    /// Those of its pictures that are kept, with their addresses; none where the form has no use for them.
    pub pictures: &'a [(String, Picture)],
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

    /// The kept picture of an address.
    pub(super) fn picture(&self, address: &str) -> Option<&Picture> {
        let found = self.pictures.iter().find(|(url, _)| url == address);
        found.map(|(_, picture)| picture)
    }

    /// The kept pictures that it shows.
    pub fn shown(&self) -> Vec<&Picture> {
        let shown = pictures_of(self.document, self.article.image.as_ref());
        shown.iter().filter_map(|url| self.picture(url)).collect()
    }

    /// The article's own picture, to stand before a text that has none, where it is kept.
    pub(super) fn lead(&self) -> Option<&Image> {
        let own = self.article.image.as_ref()?;
        let has_own = pictures_of(self.document, None).is_empty();
        (has_own && self.picture(&own.url).is_some()).then_some(own)
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
