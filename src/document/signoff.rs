//! How feeds sign off: "The post … appeared first on …", a link to the rest behind the last words, the first picture again.

use std::ops::Range;

use crate::document::lexicon::lexicon;
use crate::document::tree::{Block, Document, LinkId, Text};

/// Whether a line in lower case names the article and its outlet, as WordPress ends feeds: "the post TITLE appeared first on OUTLET".
pub(crate) fn is_signature(lower: &str) -> bool {
    lexicon().signatures.rests(lower).next().is_some()
}

/// Whether a line in lower case, a link, leads to the rest of the article.
pub(crate) fn invites(lower: &str) -> bool {
    lexicon().more.rests(lower).next().is_some()
}

/// Whether the last words of a text are a link that asks for something, by these characters: "… Support the Post or become our patron!"
pub(crate) fn asks(text: &str, link: &Range<usize>) -> bool {
    /// Words of such a link.
    const WORDS: usize = 14;
    if text.chars().skip(link.end).any(char::is_alphanumeric) {
        return false;
    }
    let linked = text
        .chars()
        .skip(link.start)
        .take(link.len())
        .flat_map(char::to_lowercase);
    let linked: String = linked.collect();
    let mut words = linked.split_inclusive(' ');
    let mut at = 0;
    words.clone().count() <= WORDS
        && words.any(|word| {
            let rest = linked.get(at..).unwrap_or_default();
            at += word.len();
            // One word alone, "subscribe", may be a link of the article's.
            let several = |behind: &str| rest.strip_suffix(behind).is_some_and(|phrase| phrase.contains(' '));
            lexicon().promos.rests(rest).any(several)
        })
}

/// Takes a link to the rest from behind the last words: "… on Monday. Continue reading Ferry sinks →".
pub(crate) fn drop_invitation(document: &mut Document) {
    /// Spans of one link at most: its title may be set off.
    const SPANS: usize = 6;
    let Some(Block::Paragraph { text, .. }) = document.blocks.last_mut() else {
        return;
    };
    let blank = |text: &str| !text.contains(char::is_alphanumeric);
    let end = text.iter().rposition(|span| span.link.is_some()).map_or(0, |at| at + 1);
    let tail = text.get(end..).unwrap_or_default();
    if end == 0 || !tail.iter().all(|span| blank(&span.text)) {
        return;
    }
    let link = text.get(end - 1).and_then(|span| span.link);
    let linked = text.get(..end).unwrap_or_default().iter().rev();
    let count = linked.take_while(|span| span.link == link).count();
    let start = end - count;
    let words: String = text
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .map(|span| &*span.text)
        .collect();
    let words = words
        .trim_start_matches(|sign: char| !sign.is_alphanumeric())
        .to_lowercase();
    let before = text.get(..start).unwrap_or_default();
    if count <= SPANS && invites(&words) && !before.iter().all(|span| blank(&span.text)) {
        text.truncate(start);
        trim_end(text);
    }
}

fn trim_end(text: &mut Text) {
    while text.last().is_some_and(|span| span.text.trim().is_empty()) {
        text.pop();
    }
}

/// Takes out pictures that were there before, in another size perhaps; the first keeps the words of either.
pub(crate) fn drop_repeated_pictures(document: &mut Document) {
    let key = |links: &[crate::document::tree::Link], image: LinkId| {
        links.get(image.0 as usize).map(|link| picture_of(&link.url))
    };
    let mut known: Vec<(String, usize)> = Vec::new();
    let mut captions: Vec<(usize, Text)> = Vec::new();
    let mut kept = 0;
    let links = std::mem::take(&mut document.links);
    document.blocks.retain_mut(|block| {
        let again = match block {
            Block::Figure {
                image,
                embed: false,
                caption,
            } => key(&links, *image).and_then(|picture| {
                let first = known.iter().find(|(known, _)| *known == picture).map(|(_, at)| *at);
                if first.is_none() {
                    known.push((picture, kept));
                }
                first.map(|first| (first, std::mem::take(caption)))
            }),
            _ => None,
        };
        let stays = again.is_none();
        captions.extend(again);
        kept += usize::from(stays);
        stays
    });
    document.links = links;
    for (at, words) in captions {
        if let Some(Block::Figure { caption, .. }) = document.blocks.get_mut(at)
            && caption.is_empty()
        {
            *caption = words;
        }
    }
}

/// A picture's address without what asks for a size: a query, `-300x200` before its ending.
fn picture_of(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    // Some serve all pictures from one path.
    let named = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if !named {
        return url.to_owned();
    }
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let bare = stem.rsplit_once('-').filter(|(_, size)| {
        let parts = size.split_once('x');
        parts.is_some_and(|(wide, high)| wide.parse::<u16>().is_ok() && high.parse::<u16>().is_ok())
    });
    format!("{}.{ending}", bare.map_or(stem, |(bare, _)| bare))
}

#[cfg(test)]
mod tests {
    use super::picture_of;
    use crate::document::{Context, from_html, plain};

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let context = Context {
            title: "Ferry sinks",
            ..Context::default()
        };
        assert_eq!(plain(&from_html(html, &context)).text.trim(), expected, "{html}");
    }

    #[test]
    fn feeds_sign_in_many_languages() {
        let link = "<a href='https://post.test/a/1'>Ferry sinks</a>";
        let outlet = "<a href='https://post.test'>Valley Post</a>";
        for (before, between, after) in [
            ("The post", "appeared first on", "."),
            ("Der Beitrag", "erschien zuerst auf", "."),
            ("L’article", "est apparu en premier sur", "."),
            ("La entrada", "se publicó primero en", "."),
            ("O post", "apareceu primeiro em", "."),
            ("L'articolo", "proviene da", "."),
            ("Het bericht", "verscheen eerst op", "."),
            ("Inlägget", "dök först upp på", "."),
            ("Artykuł", "pochodzi z serwisu", "."),
            ("Příspěvek", "se nejdříve objevil na", "."),
            ("Запись", "впервые появилась", "."),
            ("Запис", "вперше з'явився на", "."),
            ("投稿", "は", "に最初に表示されました。"),
            ("", "最先出现在", "。"),
            ("ظهرت المقالة", "أولاً على", "."),
        ] {
            let html = format!("<p>It sank on Monday.</p><p>{before} {link} {between} {outlet}{after}</p>");
            check(&html, "It sank on Monday.");
        }
        check(
            "<p>It sank on Monday.</p><p>The post office in Brask closed first.</p>",
            "It sank on Monday.\n\nThe post office in Brask closed first.",
        );
    }

    #[test]
    fn links_to_the_rest_go() {
        let link = |words: &str| format!("<a href='https://post.test/a/1'>{words}</a>");
        for words in [
            "Continue reading <b>Ferry sinks</b> <i>→</i>",
            "Read more",
            "Weiterlesen »",
            "Lire la suite",
            "阅读全文",
        ] {
            check(
                &format!("<p>It sank on Monday. {}</p>", link(words)),
                "It sank on Monday.",
            );
            check(
                &format!("<p>It sank on Monday.</p><p>{}</p>", link(words)),
                "It sank on Monday.",
            );
        }
        check(
            &format!(
                "<p>It sank on Monday.</p><p>Read the {} at Valley Post.</p>",
                link("full story")
            ),
            "It sank on Monday.",
        );
        check(
            &format!("<p>It sank on Monday.</p><p>{}</p>", link("3 Comments")),
            "It sank on Monday.",
        );
        check(
            &format!("<p>It sank, {}.</p>", link("the harbour said")),
            "It sank, the harbour said.",
        );
        check(
            &format!("<p>It sank, and in Brask you {} of it.</p>", link("read more")),
            "It sank, and in Brask you read more of it.",
        );
    }

    #[test]
    fn a_picture_is_there_once() {
        let body = "<img src='https://post.test/a.jpg?w=300'><p>It sank on Monday.</p>\
                    <figure><img src='https://post.test/a-1024x768.jpg'><figcaption>The ferry</figcaption></figure>\
                    <img src='https://post.test/b.jpg'>";
        let document = from_html(body, &Context::default());
        assert_eq!(
            document.pictures(),
            ["https://post.test/a.jpg?w=300", "https://post.test/b.jpg"]
        );
        let leaves: Vec<_> = document.leaves().into_iter().map(|leaf| leaf.text).collect();
        assert_eq!(leaves, ["The ferry", "It sank on Monday.", ""]);
        assert_eq!(
            picture_of("https://post.test/image?id=1"),
            "https://post.test/image?id=1"
        );
        assert_eq!(picture_of("https://post.test/a-b.jpg#x"), "https://post.test/a-b.jpg");
    }
}
