//! The passage of a text around what was searched for.

use crate::model::{Clean, Snippet};
use crate::query::hits;

/// Characters shown before the first hit, and in all.
const LEAD: usize = 40;
const LENGTH: usize = 200;

/// The passage where most hits stand together; `None` when there is none.
pub(crate) fn around(text: &str, words: &[&str]) -> Option<Snippet> {
    let hits = hits(text, words);
    // Bytes for characters: enough to choose a passage by.
    let together = |first: usize| {
        hits.iter()
            .skip(first)
            .take_while(|hit| hit.end < hits[first].start + LENGTH)
            .count()
    };
    let best = (0..hits.len().min(200)).max_by_key(|&first| (together(first), std::cmp::Reverse(first)))?;
    let start = back(text, hits.get(best)?.start);
    let end = text
        .get(start..)?
        .char_indices()
        .nth(LENGTH)
        .map_or(text.len(), |(at, _)| start + at);
    let mut snippet = Snippet::new();
    if start > 0 {
        snippet.push((Clean::text("…"), false));
    }
    let mut at = start;
    for hit in hits.iter().skip(best).filter(|hit| hit.end <= end) {
        push(&mut snippet, text.get(at..hit.start)?, false);
        push(&mut snippet, text.get(hit.clone())?, true);
        at = hit.end;
    }
    push(&mut snippet, text.get(at..end)?, false);
    if end < text.len() {
        snippet.push((Clean::text("…"), false));
    }
    Some(snippet)
}

/// A place somewhat before, at the beginning of a word or of a paragraph.
fn back(text: &str, hit: usize) -> usize {
    let head = text.get(..hit).unwrap_or_default();
    let lead = head.char_indices().rev().take(LEAD).last().map_or(hit, |(at, _)| at);
    let passage = head.get(lead..).unwrap_or_default();
    if let Some(line) = passage.rfind('\n') {
        return lead + line + 1;
    }
    if lead == 0 {
        return 0;
    }
    passage.find(' ').map_or(lead, |blank| lead + blank + 1)
}

fn push(snippet: &mut Snippet, text: &str, hit: bool) {
    if text.is_empty() {
        return;
    }
    let mut line = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign != '\n' {
            line.push(sign);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    snippet.push((Clean::text(&line), hit));
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn shows_hits_in_their_passage() {
        let text = format!(
            "{} The ferry talks\n\nbegan; the ferries wait. {}",
            "Long ago. ".repeat(30),
            "And so on. ".repeat(40)
        );
        let snippet = around(&text, &["ferr*", "talks"]).unwrap();
        let shown: String = snippet
            .iter()
            .map(|(text, hit)| if *hit { format!("[{text}]") } else { text.to_string() })
            .collect();
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(
            shown.contains("The [ferry] [talks] began; the [ferries] wait."),
            "{shown}"
        );
        assert_eq!(around("nothing", &["ferry"]), None);
        assert_eq!(around("é", &["e"]).unwrap().len(), 1);
    }
}
