//! What no journalist wrote: promos, share bars, "read also", newsletter boxes, the repeated title, the date line. And labels,
//! which they did write.

use crate::document::Context;
use crate::document::lexicon::{label_chars, lexicon};
use crate::document::tree::{Block, Document, Face, Text, count_words};

/// Promos are short; a paragraph of more words is the article, whatever it begins with.
const PROMO_WORDS: usize = 45;
/// Only so many blocks at the top may repeat the title or carry the date.
const HEAD_BLOCKS: usize = 5;

/// Takes out what is not the article's, and marks labels.
pub(crate) fn clean(document: &mut Document, context: &Context<'_>) {
    let title = fold(context.title);
    let blocks = std::mem::take(&mut document.blocks);
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut pointing = false;
    for (at, block) in blocks.into_iter().enumerate() {
        let near_top = at < HEAD_BLOCKS && kept.len() < 3;
        if pointing && is_list_of_links(&block) {
            continue;
        }
        pointing = points_elsewhere(&block);
        if pointing || is_furniture(&block) || near_top && (repeats(&block, &title) || is_date_line(&block)) {
            continue;
        }
        kept.push(block);
    }
    trim(&mut kept);
    for block in &mut kept {
        mark_labels(block, context);
    }
    document.blocks = kept;
}

/// Headings that nothing follows, and rules at either end, stand for what was taken out.
fn trim(blocks: &mut Vec<Block>) {
    while matches!(blocks.last(), Some(Block::Heading { .. } | Block::Rule)) {
        blocks.pop();
    }
    let leading = blocks.iter().take_while(|block| matches!(block, Block::Rule)).count();
    blocks.drain(..leading);
}

fn mark_labels(block: &mut Block, context: &Context<'_>) {
    match block {
        Block::Paragraph { label, text } => {
            let mut words = String::new();
            for span in text.iter().take(3) {
                words.push_str(&span.text);
            }
            *label = label_chars(&words, context.language).max(bold_label(text));
        }
        Block::BlockQuote(inner) => inner.iter_mut().for_each(|block| mark_labels(block, context)),
        _ => {}
    }
}

/// "**Whatever:** text": a bold beginning with a colon is a label of the outlet's own.
fn bold_label(text: &Text) -> usize {
    /// Longer ones are sentences that were stressed.
    const MAX_CHARS: usize = 40;
    let (Some(first), Some(second)) = (text.first(), text.get(1)) else {
        return 0;
    };
    if first.face != Face::Strong {
        return 0;
    }
    let chars = first.text.trim_end().chars().count();
    if chars <= MAX_CHARS && first.text.trim_end().ends_with(':') {
        return chars;
    }
    if chars < MAX_CHARS && second.text.starts_with(':') {
        first.text.chars().count() + 1
    } else {
        0
    }
}

/// The words of a block that is one paragraph.
fn words_of(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => {
            Some(text.iter().map(|span| &*span.text).collect())
        }
        Block::BlockQuote(inner) => match inner.as_slice() {
            [only] => words_of(only),
            _ => None,
        },
        _ => None,
    }
}

fn fold(text: &str) -> String {
    let words = text
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn repeats(block: &Block, title: &str) -> bool {
    title.len() > 8
        && matches!(block, Block::Paragraph { .. } | Block::Heading { .. })
        && words_of(block).is_some_and(|words| fold(&words) == title)
}

/// "Sunday, 30 October 2022, 10:49": a short line of numbers and the words that go with dates.
fn is_date_line(block: &Block) -> bool {
    let Some(words) = words_of(block) else { return false };
    let folded = fold(&words);
    let pieces: Vec<_> = folded.split(' ').collect();
    let numbers = pieces
        .iter()
        .filter(|piece| piece.starts_with(|sign: char| sign.is_ascii_digit()))
        .count();
    let dates = pieces
        .iter()
        .all(|piece| piece.starts_with(|sign: char| sign.is_ascii_digit()) || lexicon().dates.contains(piece));
    pieces.len() <= 14 && numbers >= 2 && dates
}

fn is_link(text: &Text) -> bool {
    let chars = |linked: bool| -> usize {
        text.iter()
            .filter(|span| span.link.is_some() == linked)
            .map(|span| span.text.trim().chars().count())
            .sum()
    };
    chars(true) > 0 && chars(true) >= 3 * chars(false)
}

fn is_list_of_links(block: &Block) -> bool {
    let linked = |item: &Vec<Block>| {
        item.iter().all(|block| {
            matches!(block, Block::Paragraph { text, .. } if is_link(text)) || matches!(block, Block::Figure { .. })
        })
    };
    match block {
        Block::List { items, .. } => items.iter().all(linked),
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => is_link(text),
        _ => false,
    }
}

/// "Read also: …", and headings over lists of other articles.
fn points_elsewhere(block: &Block) -> bool {
    let Some(words) = words_of(block) else { return false };
    let lower = words
        .trim_start_matches(|sign: char| !sign.is_alphanumeric())
        .to_lowercase();
    let rests = lexicon().read_also.iter().filter_map(|phrase| starts(&lower, phrase));
    let Some(rest) = rests.min_by_key(|rest| rest.len()) else {
        return false;
    };
    let bare = rest.trim_matches(|sign: char| !sign.is_alphanumeric()).is_empty();
    let linked = match block {
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => text.iter().any(|span| span.link.is_some()),
        _ => false,
    };
    bare || linked && count_words(rest) <= PROMO_WORDS || rest.trim_start().starts_with(':') && count_words(rest) <= 25
}

/// What follows a phrase that a text begins with; only whole words count.
fn starts<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(phrase.trim_end_matches('…'))?;
    let whole = phrase.ends_with('…') || !rest.starts_with(char::is_alphanumeric);
    whole.then_some(rest)
}

fn is_furniture(block: &Block) -> bool {
    if let Block::List { items, .. } = block {
        return items.iter().all(|item| item.iter().all(is_furniture));
    }
    let Some(words) = words_of(block) else { return false };
    let lower = words.trim().to_lowercase();
    let bare = lower.trim_matches(|sign: char| !sign.is_alphanumeric());
    if lexicon().furniture.contains(bare) || is_share_bar(bare) || appeared_first(&lower) {
        return true;
    }
    if count_words(&words) > PROMO_WORDS {
        return false;
    }
    let start = lower.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    lexicon().promos.iter().any(|phrase| starts(start, phrase).is_some())
}

/// A line of nothing but furniture: "Share Tweet Email".
fn is_share_bar(bare: &str) -> bool {
    let mut pieces = bare
        .split(|sign: char| sign.is_whitespace() || matches!(sign, '|' | '·' | '•' | ',' | '/'))
        .filter(|piece| !piece.is_empty())
        .peekable();
    pieces.peek().is_some() && pieces.all(|piece| lexicon().furniture.contains(piece))
}

/// WordPress signs its feeds: "The post TITLE appeared first on OUTLET."
fn appeared_first(lower: &str) -> bool {
    lower.starts_with("the post ") && lower.contains(" appeared first on ")
        || lower.starts_with("continue reading ") && lower.len() < 200
}

#[cfg(test)]
mod tests {
    use crate::document::{Context, from_html};
    use crate::model::Language;

    #[track_caller]
    fn check(html: &str, leaves: &[&str]) {
        let context = Context {
            base: None,
            title: "Ferry talks end",
            language: Language::ENGLISH,
        };
        let found: Vec<_> = from_html(html, &context)
            .leaves()
            .into_iter()
            .map(|leaf| leaf.text)
            .collect();
        assert_eq!(found, leaves, "{html}");
    }

    #[test]
    fn takes_out_what_nobody_wrote() {
        let text = "<p>The talks ended on Sunday after nine hours.</p>";
        let kept = &["The talks ended on Sunday after nine hours."];
        for rubbish in [
            "<h1>Ferry talks end</h1>",
            "<p>Sunday, 30 October 2022, 10:49</p>",
            "<p>Share | Tweet | Email</p>",
            "<ul><li>Facebook</li><li>Twitter</li></ul>",
            "<p>Support us or become our patron!</p>",
            "<p>Read also: <a href='https://x.example/a'>Storm closes roads</a></p>",
            "<h3>Related articles</h3><ul><li><a href='https://x.example/a'>A</a></li><li><a href='https://x.example/b'>B</a></li></ul>",
            "<p>The post <a href='https://x.example/'>Ferry talks end</a> appeared first on <a href='https://x.example/'>The Valley Post</a>.</p>",
            "<p><a href='https://x.example/a'>Continue reading…</a></p>",
            "<p>Sign up to our newsletter for the morning's news.</p>",
            "<p>Advertisement</p>",
        ] {
            check(&format!("{rubbish}{text}"), kept);
        }
        check(
            &format!("{text}<p>The post office in Brask closed.</p>"),
            &[kept[0], "The post office in Brask closed."],
        );
    }

    #[test]
    fn marks_labels() {
        let html = "<p><strong>Source:</strong> Orion</p><p>Details: none</p><p><b>Why now:</b> because</p><p>He said: yes</p>";
        let context = Context {
            base: None,
            title: "",
            language: Language::ENGLISH,
        };
        let labels: Vec<_> = from_html(html, &context)
            .leaves()
            .iter()
            .map(|leaf| leaf.label)
            .collect();
        assert_eq!(labels, [7, 8, 8, 0]);
    }
}
