//! What no journalist wrote: promos, share bars, "read also", newsletter boxes, the repeated title, the date line. And labels,
//! which they did write. Judges leaf by leaf, by words (`assets/lexicon`), links and the elements around.

use crate::document::byline_lines::is_byline;
use crate::document::clips::drops_line;
use crate::document::context::Context;
use crate::document::html::Reading;
use crate::document::lexicon::{MAX_LABEL_BYTES, label_chars, lexicon};
use crate::document::marks::Marks;
use crate::document::signoff::{asks, drop_invitation, drop_repeated_pictures, invites, is_signature};
use crate::document::tree::{Block, Document, Face, Leaf, LeafKind, Text};
use crate::document::words::count_words;

/// Promos are short; a paragraph of more words is the article, whatever it begins with.
const PROMO_WORDS: usize = 45;
/// Lines about what readers agree to are long.
const CONSENT_WORDS: usize = 90;
/// A line about rights is no longer.
const RIGHTS_WORDS: usize = 12;
/// So many tenths of the words stand before what follows an article.
const END_TENTHS: usize = 6;
/// Only so many leaves at the top may repeat the title or carry the date.
const HEAD_LEAVES: usize = 4;

/// Takes out what is not the article's, and marks labels.
pub(crate) fn clean(mut reading: Reading, context: &Context<'_>) -> Document {
    let keep = judge(&reading, context);
    reading.retain(&keep);
    finish(&mut reading.document, context);
    reading.document
}

/// Which leaves are the article's.
fn judge(reading: &Reading, context: &Context<'_>) -> Vec<bool> {
    let leaves = reading.document.leaves();
    let title = fold(context.title);
    let mut keep = Vec::with_capacity(leaves.len());
    let mut kept = 0;
    let mut pointing = false;
    let mut ended = false;
    let words: Vec<usize> = leaves.iter().map(|leaf| count_words(&leaf.text)).collect();
    let spoken = leaves
        .iter()
        .zip(&words)
        .filter(|(leaf, _)| leaf.kind != LeafKind::Caption);
    let whole: usize = spoken.map(|(_, words)| words).sum();
    let mut told = 0;
    let last = leaves.len();
    for (at, leaf) in leaves.iter().enumerate() {
        let marks = reading.origins.get(at).map(|origin| origin.marks).unwrap_or_default();
        if context.clips.is_some_and(|clips| drops_line(clips, &leaf.text)) {
            keep.push(false);
            continue;
        }
        if leaf.kind == LeafKind::Caption || leaf.kind == LeafKind::Code {
            keep.push(!marks.any(Marks::HIDDEN));
            continue;
        }
        let line = Line::of(leaf, words[at]);
        let at_end = kept < HEAD_LEAVES || at + HEAD_LEAVES >= last;
        if pointing && (line.is_link() || leaf.kind == LeafKind::Item && line.words < 12 && line.is_linked()) {
            keep.push(false);
            continue;
        }
        pointing = line.points_elsewhere();
        let is_late = |told: usize| told * 10 >= whole * END_TENTHS;
        let ending = line.is_ending();
        if leaf.kind == LeafKind::Heading || ending {
            ended = ending && is_late(told);
        }
        told += line.words;
        let rubbish = pointing
            || ended
            || at + HEAD_LEAVES >= last && is_late(told) && (line.makes_offers() || line.asks())
            || line.is_furniture()
            || line.is_consent()
            || at + 1 == last && line.leads_to_the_rest()
            || line.is_boxed(marks)
            || kept < HEAD_LEAVES && repeats(&line.lower, &title)
            || kept == 0 && ends_in_title(&line.lower, &title)
            || kept < HEAD_LEAVES && leaf.kind != LeafKind::Quoted && is_byline(&line.lower, context.byline)
            || at_end && line.is_date();
        kept += usize::from(!rubbish);
        keep.push(!rubbish);
    }
    keep
}

/// Headings that nothing follows, and rules at either end or beside each other, stand for what was taken out.
fn finish(document: &mut Document, context: &Context<'_>) {
    let blocks = &mut document.blocks;
    while matches!(blocks.last(), Some(Block::Heading { .. } | Block::Rule)) && blocks.len() > 1 {
        blocks.pop();
    }
    if matches!(blocks.as_slice(), [Block::Rule]) {
        blocks.pop();
    }
    let leading = blocks.iter().take_while(|block| matches!(block, Block::Rule)).count();
    blocks.drain(..leading);
    blocks.dedup_by(|a, b| matches!((a, b), (Block::Rule, Block::Rule)));
    drop_invitation(document);
    drop_repeated_pictures(document);
    for block in &mut document.blocks {
        mark_labels(block, context);
    }
}

fn mark_labels(block: &mut Block, context: &Context<'_>) {
    match block {
        Block::Paragraph { label, text } => {
            let first = text.first().map_or("", |span| &*span.text);
            *label = if text.len() == 1 || first.len() >= MAX_LABEL_BYTES {
                label_chars(first, context.language)
            } else {
                let spans = text.iter().take(3).map(|span| &*span.text);
                label_chars(&spans.collect::<String>(), context.language)
            };
            *label = (*label).max(bold_label(text));
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

/// A text's words in lower case, single blanks between them: for comparing.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for sign in text.chars() {
        let ascii = sign.is_ascii();
        if !(ascii && sign.is_ascii_alphanumeric() || !ascii && sign.is_alphanumeric()) {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && !folded.is_empty() {
            folded.push(' ');
        }
        if ascii {
            folded.push(sign.to_ascii_lowercase());
        } else {
            folded.extend(sign.to_lowercase());
        }
    }
    folded
}

/// Whether a line says what the title says, perhaps with the outlet's name behind.
fn repeats(lower: &str, title: &str) -> bool {
    let first = lower.chars().find(|sign| sign.is_alphanumeric());
    if title.len() <= 8 || lower.len() > title.len() * 3 + 40 || first != title.chars().next() {
        return false;
    }
    let folded = fold(lower);
    folded == title
        || folded.starts_with(title) && folded.len() < title.len() + 24
        || folded.len() > 30 && title.starts_with(&*folded) && folded.len() * 10 > title.len() * 7
}

/// Whether a line is the title with a kicker before it.
fn ends_in_title(lower: &str, title: &str) -> bool {
    const TITLE: usize = 20;
    const KICKER: usize = 32;
    title.len() > TITLE && lower.len() < title.len() * 3 && {
        let folded = fold(lower);
        folded.ends_with(title) && folded.len() < title.len() + KICKER
    }
}

/// A leaf as the rules look at it.
struct Line<'a> {
    leaf: &'a Leaf,
    /// In lower case, without what leads up to its first word; empty where there are too many words for any rule.
    lower: String,
    words: usize,
    /// Characters of links.
    linked: usize,
}

impl<'a> Line<'a> {
    fn of(leaf: &'a Leaf, words: usize) -> Self {
        let start = leaf
            .text
            .trim_start_matches(|sign: char| !sign.is_alphanumeric() && sign != '©');
        Self {
            lower: match words {
                0..=PROMO_WORDS => start.trim_end().to_lowercase(),
                _ => String::new(),
            },
            words,
            linked: leaf.links.iter().map(|(range, _)| range.len()).sum(),
            leaf,
        }
    }

    fn is_link(&self) -> bool {
        self.linked > 0 && self.linked * 4 >= self.leaf.text.chars().count() * 3
    }

    fn is_linked(&self) -> bool {
        self.linked > 0
    }

    /// The line without what stands around its words.
    fn bare(&self) -> &str {
        self.lower.trim_end_matches(|sign: char| !sign.is_alphanumeric())
    }

    /// "Read also: …", and headings over lists of other articles.
    fn points_elsewhere(&self) -> bool {
        if self.words > PROMO_WORDS {
            return false;
        }
        let rests = lexicon().read_also.rests(&self.lower);
        let Some(rest) = rests.min_by_key(|rest| rest.len()) else {
            return false;
        };
        let bare = rest.trim_matches(|sign: char| !sign.is_alphanumeric()).is_empty();
        let colon = rest.trim_start().starts_with([':', '：', '—', '–', '|', '>', '»']);
        bare || self.is_linked() || colon && count_words(rest) <= 25
    }

    /// The heading of what follows an article.
    fn is_ending(&self) -> bool {
        const WORDS: usize = 5;
        self.words <= WORDS && !self.is_linked() && lexicon().endings.contains(self.bare())
    }

    /// "Our newsletter brings you …", "This post has affiliate links …".
    fn makes_offers(&self) -> bool {
        self.leaf.kind == LeafKind::Paragraph && self.words <= PROMO_WORDS && lexicon().offers.any_in(&self.lower)
    }

    /// "… Support the Post or become our patron!", which the rule for promos misses behind other words.
    fn asks(&self) -> bool {
        let last = self.leaf.links.last();
        self.leaf.kind == LeafKind::Paragraph
            && self.words <= PROMO_WORDS
            && last.is_some_and(|(link, _)| asks(&self.leaf.text, link))
    }

    /// "By signing up, you agree to …", however long.
    fn is_consent(&self) -> bool {
        /// Bytes of the phrases that such lines begin with.
        const OPENING: usize = 60;
        let lexicon = lexicon();
        let opens = |text: &str| lexicon.consents.rests(text).next().is_some();
        let agrees = |text: &str| lexicon.agreements.any_in(text);
        if self.words <= PROMO_WORDS {
            return opens(&self.lower) && agrees(&self.lower);
        }
        let text = &self.leaf.text;
        let opening = text.get(..text.floor_char_boundary(OPENING)).unwrap_or_default();
        self.words <= CONSENT_WORDS && opens(&opening.to_lowercase()) && agrees(&text.to_lowercase())
    }

    /// "Read the full story at the Valley Post", as last words.
    fn leads_to_the_rest(&self) -> bool {
        const WORDS: usize = 12;
        self.is_linked() && self.words <= WORDS && invites(&self.lower)
    }

    fn is_furniture(&self) -> bool {
        if self.words == 0 {
            // Stars and dashes part sections; they are not words.
            return self.leaf.kind != LeafKind::Table;
        }
        if self.words > PROMO_WORDS {
            return false;
        }
        let bare = self.bare();
        lexicon().furniture.contains(bare)
            || self.lower.starts_with('©') && self.words <= RIGHTS_WORDS
            || is_share_bar(bare, self.is_link())
            || is_signature(&self.lower)
            || self.is_link() && invites(&self.lower)
            || lexicon().promos.rests(&self.lower).next().is_some()
    }

    /// In a box that says of itself that it is none of the article's.
    fn is_boxed(&self, marks: Marks) -> bool {
        marks.any(Marks::HIDDEN)
            || self.words <= PROMO_WORDS && marks.any(Marks::BAD) && self.leaf.kind != LeafKind::Quoted
    }

    /// "Sunday, 30 October 2022, 10:49": a short line of numbers and the words that go with dates.
    fn is_date(&self) -> bool {
        if self.words > 14 || self.lower.chars().filter(|sign| sign.is_alphanumeric()).count() > 90 {
            return false;
        }
        let (mut numbers, mut words) = (0, 0);
        for piece in self
            .lower
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|piece| !piece.is_empty())
        {
            if piece.starts_with(|sign: char| sign.is_ascii_digit()) {
                numbers += 1;
            } else if lexicon().dates.contains(piece) {
                words += 1;
            } else {
                return false;
            }
        }
        let clock = self.lower.contains(':') && numbers >= 2;
        let day = numbers >= 3 && self.lower.contains(['.', '/', '-']);
        numbers >= 1 && words >= 1 || clock || day
    }
}

/// A line of nothing but furniture: "Share Tweet Email", and where it is a link, how many there are: "3 Comments".
fn is_share_bar(bare: &str, linked: bool) -> bool {
    let counts = |piece: &str| linked && piece.bytes().all(|byte| byte.is_ascii_digit());
    let mut pieces = bare
        .split(|sign: char| sign.is_whitespace() || matches!(sign, '|' | '·' | '•' | ',' | '/'))
        .filter(|piece| !piece.is_empty() && !counts(piece))
        .peekable();
    pieces.peek().is_some() && pieces.all(|piece| lexicon().furniture.contains(piece))
}

impl Reading {
    /// Keeps the leaves that `keep` says, in reading order; lists and quotes without any go.
    pub(crate) fn retain(&mut self, keep: &[bool]) {
        let mut at = 0;
        retain(&mut self.document.blocks, keep, &mut at);
        let mut at = 0;
        self.origins.retain(|_| {
            at += 1;
            keep.get(at - 1).copied().unwrap_or(true)
        });
    }
}

fn retain(blocks: &mut Vec<Block>, keep: &[bool], at: &mut usize) {
    blocks.retain_mut(|block| match block {
        Block::BlockQuote(inner) => {
            retain(inner, keep, at);
            !inner.is_empty()
        }
        Block::List { items, .. } => {
            items.retain_mut(|item| {
                retain(item, keep, at);
                !item.is_empty()
            });
            !items.is_empty()
        }
        Block::Rule => true,
        _ => {
            *at += 1;
            keep.get(*at - 1).copied().unwrap_or(true)
        }
    });
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
            ..Context::default()
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
            "<p>(Symbolbild)</p>",
            "<p>Image d'illustration</p>",
            "<p>Imagen de archivo</p>",
            "<p>Anzeige, enthält Links zu Läden</p>",
            "<p>Lesen Sie auch die folgenden Beiträge:</p>",
            "<p>Alle Angaben ohne Gewähr.</p>",
            "<div class='sharedaddy'><h3>Tell your friends</h3></div>",
            "<div class='newsletter-box'><p>The morning in your inbox</p></div>",
            "<p style='display:none'>For machines only</p>",
            "<p>***</p>",
        ] {
            check(&format!("{rubbish}{text}"), kept);
        }
        check(
            &format!("{text}<p>The post office in Brask closed.</p>"),
            &[kept[0], "The post office in Brask closed."],
        );
        check(
            &format!("{text}<p>Read more than 40 pages and you know Brask.</p><p>2 and 3</p>"),
            &[kept[0], "Read more than 40 pages and you know Brask.", "2 and 3"],
        );
    }

    #[test]
    fn takes_out_what_readers_agree_to() {
        let text = "The talks ended on Sunday after nine hours.";
        for consent in [
            "By signing up, you agree to our terms and to letters from the valley.",
            "Mit der Anmeldung stimmen Sie unseren Nutzungsbedingungen zu.",
            "En cliquant sur ce bouton, vous acceptez nos conditions.",
            "Al hacer clic en el botón, aceptas nuestras condiciones.",
            "Cliccando sul pulsante, accetti le nostre condizioni.",
            "Ao clicar no botão, você concorda com as nossas condições.",
            "Door je aan te melden ga je akkoord met onze voorwaarden.",
            "Zapisując się, akceptujesz nasze warunki.",
            "Genom att anmäla dig godkänner du våra villkor.",
            "Odesláním souhlasíte s našimi podmínkami.",
            "Нажимая на кнопку, вы соглашаетесь с нашими условиями.",
            "Натискаючи на кнопку, ви погоджуєтеся з нашими умовами.",
            "بالتسجيل فإنك توافق على شروطنا.",
            "登録すると、利用規約に同意したものとみなされます。",
            "点击按钮即表示您同意我们的条款。",
        ] {
            check(&format!("<p>{text}</p><p>{consent}</p>"), &[text]);
        }
        let tale = "By clicking on the map, readers find the pier where the talks were held.";
        check(&format!("<p>{text}</p><p>{tale}</p>"), &[text, tale]);
    }

    #[test]
    fn marks_labels() {
        let html = "<p><strong>Source:</strong> Orion</p><p>Details: none</p><p><b>Why now:</b> because</p><p>He said: yes</p>";
        let context = Context {
            language: Language::ENGLISH,
            ..Context::default()
        };
        let labels: Vec<_> = from_html(html, &context)
            .leaves()
            .iter()
            .map(|leaf| leaf.label)
            .collect();
        assert_eq!(labels, [7, 8, 8, 0]);
    }
}
