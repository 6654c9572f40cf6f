//! Speakers beside quotes in scripts that do not part words: Japanese and Chinese.
//!
//! Door: [`speaker`]. A name stands between a sign and the word that says so: "田中首相は「…」と述べた", "发言人表示：“…”".

use crate::speech::scene::{Scene, Spot};

/// Who says it and the cue, in bytes of the paragraph.
pub(super) struct Said {
    pub(super) mention: (usize, usize),
    pub(super) cue: Option<(usize, usize)>,
}

/// Longest speaker, in characters.
const MAX_CHARS: usize = 24;

/// The speaker named right before a quote, if its sentence says that somebody speaks.
pub(super) fn speaker(scene: &Scene<'_>, spot: Spot) -> Option<Said> {
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let span = paragraph.spans[spot.span];
    let text = paragraph.text;
    let begin = spot
        .token
        .checked_sub(1)
        .and_then(|before| paragraph.tokens.get(..=before))
        .and_then(|tokens| tokens.iter().rev().find(|token| token.is_quoted()))
        .map_or(0, |token| token.end);
    let head = text.get(begin..span.start)?;
    let bare = head.trim_end_matches([':', '：', '，', ',', '、', ' ']);
    let start = bare
        .rfind(['。', '，', '、', '！', '？', ',', ';', '；', '\n'])
        .map_or(0, |at| {
            at + bare
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8)
        });
    let clause = bare.get(start..)?;
    let cues = &scene.lexicon.cues;
    let before = cues
        .iter()
        .filter(|cue| clause.ends_with(cue.as_str()))
        .max_by_key(|cue| cue.len());
    let mut end = clause.len() - before.map_or(0, String::len);
    let cue = match before {
        Some(cue) => {
            let at = begin + start + clause.len() - cue.len();
            Some((at, at + cue.len()))
        }
        None => behind(text.get(span.end..)?, cues).map(|(from, to)| (span.end + from, span.end + to)),
    };
    let mut named = clause.get(..end)?;
    while let Some(topic) = scene
        .lexicon
        .topics
        .iter()
        .find(|topic| named.ends_with(topic.as_str()))
    {
        end -= topic.len();
        named = clause.get(..end)?;
    }
    let chars = named.trim().chars().count();
    let indent = named.len() - named.trim_start().len();
    let mention = (begin + start + indent, begin + start + named.trim_end().len());
    (cue.is_some() && (1..=MAX_CHARS).contains(&chars)).then_some(Said { mention, cue })
}

/// A cue close behind the quote: "と述べた".
fn behind(text: &str, cues: &[String]) -> Option<(usize, usize)> {
    let limit = text.char_indices().nth(12).map_or(text.len(), |(at, _)| at);
    let near = text.get(..limit)?;
    cues.iter()
        .filter_map(|cue| near.find(cue.as_str()).map(|at| (at, at + cue.len())))
        .max_by_key(|(from, to)| (to - from, std::cmp::Reverse(*from)))
}
