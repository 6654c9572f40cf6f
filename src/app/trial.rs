//! An article on which a clip is tried, and what that may say.

use url::Url;

use crate::model::ArticleId;

/// What a clip can begin with.
pub(crate) const WORDS: [&str; 3] = ["drop", "take", "line"];
/// Boxes that `tab` leads through at most.
const MOST_OFFERED: usize = 50;

/// An article on which a clip is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// Which.
    pub article: ArticleId,
    /// Whether the feed's own text is on the screen although the outlet's page is kept.
    pub feed_text: bool,
    /// What the clip would hold for: all articles of its site.
    pub at: Url,
    /// Selectors of the boxes on its page, the likelier ones first, once they are known.
    pub boxes: Vec<String>,
}

impl Trial {
    /// What a clip may go on with from what stands before the cursor.
    pub(crate) fn completed(&self, head: &str) -> Vec<String> {
        let Some((word, begun)) = head.split_once(' ') else {
            let words = WORDS.iter().filter(|word| word.starts_with(head));
            return words.map(|word| format!("{word} ")).collect();
        };
        let fitting = self
            .boxes
            .iter()
            .filter(|name| word != "line" && name.contains(begun.trim_start()));
        fitting
            .take(MOST_OFFERED)
            .map(|name| format!("{word} {name}"))
            .collect()
    }
}
