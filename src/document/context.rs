//! What is known about a body before it is read.

use url::Url;

use crate::model::{Clean, Clips, Language};

/// What is known about a body before it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// What its links are relative to.
    pub base: Option<&'a Url>,
    /// The article's title: a body that repeats it says it twice.
    pub title: &'a str,
    /// Who wrote it: a body that begins with their names says them twice.
    pub byline: &'a [Clean],
    /// The language it is in.
    pub language: Language,
    /// The reader's own clips for it.
    pub clips: Option<&'a Clips>,
}
