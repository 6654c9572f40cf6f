//! The passage of an article that a search hit, made for the rows that are shown.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::{Context, from_html, plain};
use crate::model::{Clean, Language, Snippet};
use crate::store::search::fold;

/// Words before the first hit, and in all.
const BEFORE: usize = 6;
const WORDS: usize = 26;

/// The words around the first hit; `None` when nothing in the body is one (it was in the title, or is part of a word).
pub(crate) fn snippet(html: &str, base: Option<&str>, words: &[&str]) -> Option<Snippet> {
    let base = base.and_then(|base| url::Url::parse(base).ok());
    let context = Context {
        base: base.as_ref(),
        title: "",
        language: Language::UNKNOWN,
    };
    let text = plain(&from_html(html, &context)).text;
    let wanted: Vec<_> = words
        .iter()
        .flat_map(|word| word.split_whitespace())
        .map(|word| (word.ends_with('*'), fold(word.trim_end_matches('*'))))
        .collect();
    let is_hit = |word: &str| {
        let folded = fold(word);
        wanted.iter().any(|(start, word)| {
            if *start {
                folded.starts_with(word.as_str())
            } else {
                folded == *word
            }
        })
    };
    let pieces: Vec<&str> = text.split_word_bounds().collect();
    let first = pieces.iter().position(|piece| is_hit(piece))?;
    let start = pieces[..first]
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, piece)| is_word(piece))
        .nth(BEFORE - 1)
        .map_or(0, |(at, _)| at);
    let mut snippet = Snippet::new();
    if start > 0 {
        snippet.push((Clean::text("…"), false));
    }
    let mut seen = 0;
    for piece in &pieces[start..] {
        seen += usize::from(is_word(piece));
        if seen > WORDS {
            snippet.push((Clean::text("…"), false));
            break;
        }
        let shown = if piece.contains('\n') { " " } else { piece };
        snippet.push((Clean::text(shown), is_hit(piece)));
    }
    Some(join(snippet))
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}

/// Neighbours of one kind become one.
fn join(pieces: Snippet) -> Snippet {
    let mut joined: Vec<(String, bool)> = Vec::new();
    for (text, hit) in pieces {
        match joined.last_mut() {
            Some((last, kind)) if *kind == hit => last.push_str(&text),
            _ => joined.push((text.into_string(), hit)),
        }
    }
    joined
        .into_iter()
        .map(|(text, hit)| (Clean::text(&text), hit))
        .collect()
}
