//! Lines over a body that say who wrote it, although the article bears the names anyway.

use crate::document::lexicon::lexicon;
use crate::model::Clean;

/// "ada moss · 26 nov 2026", "posted on 26 nov by ada moss | 4 comments": the names, and no words but those that go with names and
/// dates.
pub(crate) fn is_byline(lower: &str, byline: &[Clean]) -> bool {
    /// Longer lines tell more.
    const LONGEST: usize = 200;
    if lower.is_empty() || lower.len() > LONGEST {
        return false;
    }
    let mut rest = lower.to_owned();
    let mut named = false;
    for name in byline.iter().map(|name| name.to_lowercase()) {
        if !name.is_empty() && rest.contains(&name) {
            named = true;
            rest = rest.replace(&name, " ");
        }
    }
    let lexicon = lexicon();
    let goes_with = |word: &str| {
        word.starts_with(|sign: char| sign.is_ascii_digit())
            || lexicon.dates.contains(word)
            || lexicon.before_names.contains(word)
            || lexicon.joiners.contains(&word)
            || lexicon.posts.contains(word)
            || lexicon.furniture.contains(word)
    };
    let mut words = rest
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty());
    named && words.all(goes_with)
}

#[cfg(test)]
mod tests {
    use crate::document::{Context, from_html};
    use crate::model::Clean;

    #[test]
    fn a_body_does_not_say_again_who_wrote_it() {
        let text = "The talks ended on Sunday after nine hours.";
        let byline = [Clean::line("Ada Moss"), Clean::line("Бо Лінд")];
        let context = Context {
            title: "Ferry talks end in Brask",
            byline: &byline,
            ..Context::default()
        };
        let leaves = |line: &str| -> Vec<String> {
            let document = from_html(&format!("{line}<p>{text}</p>"), &context);
            document.leaves().into_iter().map(|leaf| leaf.text).collect()
        };
        for line in [
            "<p><small>Ada Moss · 26 Nov 2026 06.35</small></p>",
            "<p>Posted on 26 November 2026 by <a href='https://x.example/'>Ada Moss</a> | <a href='#c'>4 Comments</a></p>",
            "<p>Publié le 26 novembre 2026 par Ada Moss – Temps de lecture : 2 min</p>",
            "<p>Von Ada Moss und Бо Лінд</p>",
            "<p>Автор: Бо Лінд</p>",
            "<p>ADA MOSS, Reporter</p>",
            "<p>Ada Moss</p>",
            "<h4>Harbour: Ferry talks end in Brask</h4>",
            "<h4>HARBOURFerry talks end in Brask</h4>",
        ] {
            assert_eq!(leaves(line), [text], "{line}");
        }
        for kept in [
            "By Cy Orne",
            "Ada Moss and Cy Orne",
            "Ada Moss was there on Sunday",
            "Ada Moss in Brask",
            "All that the council of the harbour says is that ferry talks end in Brask",
        ] {
            assert_eq!(leaves(&format!("<p>{kept}</p>")), [kept, text]);
        }
        let quoted = leaves("<blockquote><p>Ada Moss</p></blockquote>");
        assert_eq!(quoted, ["Ada Moss", text]);
        // Below it may be how the author signs.
        let document = from_html(
            &format!("<p>{}</p><p>Ada Moss</p>", [text; 4].join("</p><p>")),
            &context,
        );
        assert_eq!(document.leaves().len(), 5);
    }
}
