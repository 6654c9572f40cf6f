//! A feed's body → document, whatever feeds put into it: sound markup, plain text, markup escaped once too often.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document as Dom;
use memchr::{memchr_iter, memchr2};

use crate::document::bounds::{BODY, bound};
use crate::document::clips::{prune, taken};
use crate::document::context::Context;
use crate::document::tree::Document;
use crate::document::{boilerplate, html};
use crate::model::Clips;

/// A feed's body as a document: at most 256 KiB of it are read.
pub fn from_html(html: &str, context: &Context<'_>) -> Document {
    let markup = markup_of(html);
    let bounded = bound(&markup, BODY);
    let read = || {
        let reading = match context.clips {
            Some(clips) => by_clips(&bounded.markup, clips, context),
            None => html::read(&bounded.markup, context.base),
        };
        boilerplate::clean(reading, context)
    };
    // A parser that panics must not take the feed with it; its text is better than nothing.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Document::of_text(&bounded.markup))
}

/// Whether a feed's body is longer than what is read of it.
pub(crate) fn is_cut(html: &str) -> bool {
    // Looked at again only where it can be: text grows as it becomes markup.
    html.len() > BODY.bytes / 2 && bound(&markup_of(html), BODY).cut
}

fn by_clips(markup: &str, clips: &Clips, context: &Context<'_>) -> html::Reading {
    let dom = Dom::fragment(markup);
    prune(&dom, clips);
    match taken(&dom, clips).as_slice() {
        [] => html::walk(&dom.root(), context.base),
        nodes => html::walk_these(nodes, context.base),
    }
}

/// A body as markup: text gets its paragraphs, what was escaped twice is unescaped.
fn markup_of(body: &str) -> Cow<'_, str> {
    if has_tag(body, "<") {
        return if has_blocks(body) {
            body.into()
        } else {
            with_paragraphs(body).into()
        };
    }
    if !body.contains('&') {
        return with_paragraphs(&body.replace('<', "&lt;")).into();
    }
    if has_tag(body, "&lt;") || has_tag(body, "&#60;") || has_tag(body, "&#x3c;") {
        let unescaped = Dom::fragment(body).text();
        if is_markup(&unescaped) {
            return match has_blocks(&unescaped) {
                true => unescaped.to_string().into(),
                false => with_paragraphs(&unescaped).into(),
            };
        }
    }
    with_paragraphs(&body.replace('<', "&lt;")).into()
}

/// Whether a tag that bodies use begins with `mark`.
fn has_tag(body: &str, mark: &str) -> bool {
    body.match_indices(mark).any(|(at, _)| {
        let rest = body.get(at + mark.len()..).unwrap_or_default();
        tag_at(rest.strip_prefix('/').unwrap_or(rest)).is_some()
    })
}

/// Which of [`TAGS`] a text begins with.
fn tag_at(text: &str) -> Option<usize> {
    let name = text.split(|sign: char| !sign.is_ascii_alphanumeric()).next()?;
    TAGS.iter().position(|tag| tag.eq_ignore_ascii_case(name))
}

/// Whether text with tags was meant as markup, rather than to speak of tags: an element around words, one with an address, or
/// blocks that begin where no word of a sentence does ("One.<br>Two.<br>").
fn is_markup(text: &str) -> bool {
    let mut opened = [None; TAGS.len()];
    let mut begun = 0;
    for at in memchr_iter(b'<', text.as_bytes()) {
        let inside = text.get(at + 1..).unwrap_or_default();
        let (closing, inside) = inside.strip_prefix('/').map_or((false, inside), |name| (true, name));
        let end = memchr2(b'<', b'>', inside.as_bytes()).filter(|end| inside.as_bytes().get(*end) == Some(&b'>'));
        let (Some(tag), Some(end)) = (tag_at(inside), end) else {
            continue;
        };
        let after = text.len() - inside.len() + end + 1;
        if closing {
            let words = opened.get(tag).copied().flatten().and_then(|start| text.get(start..at));
            // "Between <b> and </b>" is a sentence.
            if words.is_some_and(|words| !words.trim().is_empty() && !is_apart(words)) {
                return true;
            }
            continue;
        }
        let before = text.get(..at).unwrap_or_default();
        let set_off = before.trim_end().is_empty()
            || before.trim_end().ends_with('>')
            || before.ends_with(|sign: char| sign.is_alphanumeric() || ".!?:;,\n".contains(sign));
        begun += usize::from(set_off && has_blocks(text.get(at..after).unwrap_or_default()));
        if begun > 1 || inside.get(..end).is_some_and(|tag| tag.contains("://")) {
            return true;
        }
        if let Some(start) = opened.get_mut(tag) {
            *start = Some(after);
        }
    }
    false
}

fn is_apart(words: &str) -> bool {
    words.starts_with(' ') && words.ends_with(' ')
}

/// Names that are tags rather than words between angle brackets.
const TAGS: &[&str] = &[
    "p",
    "br",
    "div",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "span",
    "img",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "figure",
    "section",
    "article",
    "pre",
    "code",
    "hr",
    "font",
    "center",
    "iframe",
    "u",
    "sup",
    "sub",
    "small",
    "video",
    "audio",
    "picture",
    "dl",
    "dt",
    "dd",
    "html",
    "body",
    "s",
    "del",
    "q",
    "cite",
    "main",
    "aside",
    "header",
    "footer",
    "script",
    "style",
    "form",
    "input",
    "button",
    "svg",
    "noscript",
    "tbody",
];

fn has_blocks(body: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "p",
        "br",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "table",
        "blockquote",
        "pre",
        "figure",
        "section",
        "dl",
        "article",
    ];
    let begins = |tag: &[u8], name: &str| {
        tag.get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr_iter(b'<', body.as_bytes())
        .filter_map(|at| body.as_bytes().get(at + 1..))
        .any(|tag| BLOCKS.iter().any(|name| begins(tag, name)))
}

/// Blank lines part paragraphs; so do single line breaks, unless the text was wrapped like mail.
fn with_paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let break_at = if is_wrapped(&text) { "\n\n" } else { "\n" };
    let mut markup = String::with_capacity(text.len() + 64);
    for paragraph in text
        .split(break_at)
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
    {
        markup.push_str("<p>");
        markup.push_str(paragraph);
        markup.push_str("</p>");
    }
    markup
}

/// Lines that break in the middle of sentences, all of about the same length.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let broken = lines
        .iter()
        .filter(|line| line.chars().count() > 30 && !line.ends_with(['.', '!', '?', ':', '"', '”', '»', '…']));
    lines.len() > 3 && broken.count() * 2 > lines.len() && lines.iter().all(|line| line.chars().count() < 100)
}

#[cfg(test)]
mod tests {
    use crate::document::{Context, from_html};

    #[track_caller]
    fn check(body: &str, leaves: &[&str]) {
        let found: Vec<_> = from_html(body, &Context::default())
            .leaves()
            .into_iter()
            .map(|leaf| leaf.text)
            .collect();
        assert_eq!(found, leaves, "{body}");
    }

    #[test]
    fn reads_what_feeds_send() {
        check("One line.\n\nAnother &amp; more.", &["One line.", "Another & more."]);
        check(
            "&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;",
            &["One & two", "b"],
        );
        check("&lt;b&gt;One&lt;/b&gt; two", &["One two"]);
        check("If 1 < 2 and 3 > 2", &["If 1 < 2 and 3 > 2"]);
        check(
            "See <https://x.example> or &lt;name&gt;",
            &["See <https://x.example> or <name>"],
        );
        for (escaped, leaf) in [
            (
                "Use &lt;b&gt; or &lt;strong&gt; for bold text.",
                "Use <b> or <strong> for bold text.",
            ),
            (
                "Using the &#60;div&#62; tag &amp; others",
                "Using the <div> tag & others",
            ),
            (
                "Between &lt;b&gt; and &lt;/b&gt;, or `&lt;p&gt;`.",
                "Between <b> and </b>, or `<p>`.",
            ),
            ("&lt;p&gt; and &lt;br&gt; are tags", "<p> and <br> are tags"),
        ] {
            check(escaped, &[leaf]);
        }
        check("One.&lt;br /&gt;Two.&lt;BR /&gt;Three.", &["One. Two. Three."]);
        check("&lt;p&gt;One&lt;p&gt;Two", &["One", "Two"]);
        check("&lt;p&gt; One &lt;/p&gt; &lt;p&gt; Two &lt;/p&gt;", &["One", "Two"]);
        check("&lt;p&gt;\n One \n&lt;/p&gt;", &["One"]);
        check(
            "The &lt;input type=\"date\"&gt; field",
            &["The <input type=\"date\"> field"],
        );
        check(
            "See &lt;img src=\"https://x.example/i.png\"&gt; this",
            &["See", "", "this"],
        );
        check("Bold <b>words</b>\n\nand a line", &["Bold words", "and a line"]);
        let mail = "The harbour council of Brask met for nine\nhours on Sunday and found that the ferry\nis late and will be late until the pier\nis mended.\n\nIt meets again.";
        check(
            mail,
            &[
                "The harbour council of Brask met for nine hours on Sunday and found that the ferry is late and will be late until the pier is mended.",
                "It meets again.",
            ],
        );
    }
}
