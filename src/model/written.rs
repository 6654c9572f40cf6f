//! What a reader wrote on an article.

use crate::model::article::Article;
use crate::model::clean::Clean;
use crate::model::highlight::Highlight;

/// Tags, note and highlights of an article, to be put back as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Its tags.
    pub tags: Vec<Clean>,
    /// The note on it.
    pub note: Option<Clean>,
    /// Its highlights, in the order in which they were made.
    pub highlights: Vec<Highlight>,
    /// Whether it was kept.
    pub bookmarked: bool,
}

impl Written {
    /// What is written on an article.
    pub fn on(article: &Article) -> Self {
        Self {
            tags: article.row.tags.clone(),
            note: article.note.clone(),
            highlights: article.highlights.clone(),
            bookmarked: article.row.bookmarked,
        }
    }
}
