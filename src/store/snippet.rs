//! The passage of a text around what was searched for.

use crate::model::{Clean, Snippet};
use crate::query::Seeker;

/// Characters shown before the first hit, and in all.
const LEAD: usize = 40;
const LENGTH: usize = 200;

/// A passage with hits: from the first paragraph that has as many as are looked for, else from the one with most.
/// `None` when there are none.
pub(crate) fn around(text: &str, seeker: &Seeker) -> Option<Snippet> {
    let mut start = 0;
    let mut best = (0, 0);
    for paragraph in text.split_inclusive('\n') {
        let found = seeker.hits(paragraph);
        if let Some(first) = found.first().filter(|_| found.len() > best.0) {
            best = (found.len(), start + first.start);
            if found.len() >= seeker.count() {
                break;
            }
        }
        start += paragraph.len();
    }
    if best.0 > 0 {
        passage(text, best.1, seeker)
    } else {
        None
    }
}

/// What is shown around a hit, every hit in it marked.
fn passage(text: &str, hit: usize, seeker: &Seeker) -> Option<Snippet> {
    let start = back(text, hit);
    let rest = text.get(start..)?;
    let length = rest.char_indices().nth(LENGTH).map_or(rest.len(), |(at, _)| at);
    let shown = rest.get(..length)?;
    let mut snippet = Snippet::new();
    if start > 0 {
        snippet.push((Clean::text("…"), false));
    }
    let mut at = 0;
    for hit in seeker.hits(shown) {
        push(&mut snippet, shown.get(at..hit.start)?, false);
        push(&mut snippet, shown.get(hit.clone())?, true);
        at = hit.end;
    }
    push(&mut snippet, shown.get(at..)?, false);
    if length < rest.len() {
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
    use crate::query::{Query, Seeker};

    #[test]
    fn shows_hits_in_their_passage() {
        let text = format!(
            "{} The ferry talks\n\nbegan; the ferries wait. {}",
            "Long ago. ".repeat(30),
            "And so on. ".repeat(40)
        );
        let around = |text: &str, query: &str| super::around(text, &Seeker::of(&Query::parse(query).unwrap()));
        let snippet = around(&text, "ferr* talks").unwrap();
        let shown: String = snippet
            .iter()
            .map(|(text, hit)| if *hit { format!("[{text}]") } else { text.to_string() })
            .collect();
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(
            shown.contains("The [ferry] [talks] began; the [ferries] wait."),
            "{shown}"
        );
        assert_eq!(around("nothing", "ferry"), None);
        assert_eq!(around("é", "e").unwrap().len(), 1);
    }
}
