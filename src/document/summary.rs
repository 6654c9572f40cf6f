//! Whether a feed's body is a teaser whose rest stands on the outlet's page.

use crate::document::lexicon::lexicon;
use crate::document::words::count_words_to;

/// A body with fewer words is taken for a teaser.
const SUMMARY_WORDS: u32 = 90;
/// Bytes of markup in which the last words of a body are looked for.
const TAIL_BYTES: usize = 1024;
/// A link to the rest has no more words, the title in it included.
const INVITING_WORDS: usize = 25;

/// Whether a feed's body, by its own look, is a teaser: markup as the feed gave it, the text that was read out of it, its words.
pub fn is_summary(html: &str, text: &str, words: u32) -> bool {
    words < SUMMARY_WORDS || is_cut(text) || invites(html)
}

/// Whether a text breaks off: "… and the […]".
fn is_cut(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches([']', ')']).trim_end();
    end.ends_with('…') || end.ends_with("...")
}

/// Whether the last words of a body are "Continue reading".
fn invites(html: &str) -> bool {
    let start = html.len().saturating_sub(TAIL_BYTES);
    let tail = (start..=html.len()).find_map(|at| html.get(at..)).unwrap_or_default();
    let runs = tail
        .split('<')
        .map(|run| run.split_once('>').map_or(run, |(_tag, words)| words));
    let last = runs
        .rev()
        .map(str::trim)
        .find(|run| run.chars().any(char::is_alphanumeric));
    let last = last
        .unwrap_or_default()
        .trim_start_matches(|sign: char| !sign.is_alphanumeric());
    count_words_to(INVITING_WORDS + 1, last) <= INVITING_WORDS
        && lexicon().more.rests(&last.to_lowercase()).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::is_summary;

    #[test]
    fn knows_a_teaser_by_its_end() {
        let long = "The council of Brask met again. ".repeat(30);
        for (end, teaser) in [
            ("", false),
            ("It meets on Monday …", true),
            ("It meets [...]", true),
            (
                "<a href='https://v.example/1'>Continue reading <span>→</span></a>",
                true,
            ),
            ("<p><a href='https://v.example/1'><b>Weiterlesen</b></a></p>\n", true),
            (
                "<p>Read more than 40 pages and you know Brask, its ferries, its council, its pier and all of the people who \
              have ever lived there since the first pier was built.</p>",
                false,
            ),
        ] {
            let html = format!("<p>{long}{end}");
            let text = format!("{long}{end}");
            assert_eq!(is_summary(&html, &text, 180), teaser, "{end}");
        }
        assert!(is_summary("<p>Short.</p>", "Short.", 1));
    }
}
