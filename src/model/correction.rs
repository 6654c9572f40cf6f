//! Who said a quote, as the reader put it right.

use crate::model::clean::Clean;
use crate::model::ids::ArticleId;

/// How a quote's attribution stands, or stood before it was put right: enough to bring that back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The article it stands in.
    pub article: ArticleId,
    /// The quote's words.
    pub words: Clean,
    /// Who said them by the reader's word, empty for nobody; `None`: as byline hears it.
    pub speaker: Option<Clean>,
    /// A name that the outlet uses, and whom the reader takes it for; `None`: for whoever bears it.
    pub called: Option<(Clean, Option<Clean>)>,
}
