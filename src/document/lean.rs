//! A page's markup without what `trafilatura` throws away before it looks: a third of most pages. Cloning, cleaning and searching that
//! took as long as finding the article.
//!
//! Works on [bounded](crate::document::bounds::bound) markup, which is nested well, so that a whole element goes with its end tag.

use memchr::{memchr, memchr2};

use crate::document::tags::{Kind, kind, name_in};

/// What a page may say of itself, filled in: where it is missing, the crate goes through the whole page for each, and nobody asks.
const HEAD: &str = "<meta property=\"og:title\" content=\"x\"><meta property=\"og:author\" content=\"A B\">\
    <meta property=\"og:url\" content=\"https://x.example/\"><meta property=\"og:description\" content=\"x\">\
    <meta property=\"og:site_name\" content=\"X\"><meta property=\"og:image\" content=\"https://x.example/x\">\
    <meta property=\"og:type\" content=\"x\"><meta property=\"og:article:tag\" content=\"x\">";
/// Elements that go with all that is in them (`TAGS_TO_CLEAN` of the crate's settings, but for figures, which may hold tables); and
/// `meta`.
const GONE: &[&str] = &[
    "aside", "footer", "form", "iframe", "menu", "object", "applet", "audio", "canvas", "map", "picture", "video",
    "button", "datalist", "dialog", "fieldset", "label", "legend", "nav", "noscript", "output", "progress", "time",
    "title", "area", "embed", "input", "link", "meta", "param", "source", "track",
];

/// Bounded markup for the crate's own way of finding an article, its fallbacks switched off: they read all of it.
pub(crate) fn lean(markup: &str) -> String {
    let mut lean = String::with_capacity(markup.len() + HEAD.len());
    lean.push_str(HEAD);
    let mut rest = markup;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        let (text, tag) = rest.split_at(at);
        lean.push_str(text);
        let name = name_of(tag);
        let (whole, after) = tag.split_at(end_of_tag(tag));
        let goes = GONE.contains(&name);
        if !goes {
            lean.push_str(whole);
        }
        rest = if goes && kind(name) != Kind::Void {
            behind(after, name)
        } else {
            after
        };
    }
    lean.push_str(rest);
    lean
}

/// The name of a start tag, which bounding wrote in lower case; empty for an end tag.
fn name_of(tag: &str) -> &str {
    name_in(tag.strip_prefix('<').unwrap_or_default())
}

/// Bytes of a tag; its values may hold any sign but their own mark.
fn end_of_tag(tag: &str) -> usize {
    let bytes = tag.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'>', rest)) {
        at += found + 1;
        if bytes[at - 1] == b'>' {
            return at;
        }
        at += bytes
            .get(at..)
            .and_then(|rest| memchr(b'"', rest))
            .map_or(0, |mark| mark + 1);
    }
    tag.len()
}

/// What stands behind the end tag of an element whose start tag was just read.
fn behind<'a>(content: &'a str, name: &str) -> &'a str {
    let mut open = 1;
    let mut rest = content;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        let tag = rest.get(at..).unwrap_or_default();
        let ended = tag
            .strip_prefix("</")
            .and_then(|tag| tag.strip_prefix(name))
            .is_some_and(|tag| tag.starts_with('>'));
        rest = tag.get(end_of_tag(tag)..).unwrap_or_default();
        open += usize::from(name_of(tag) == name);
        open -= usize::from(ended);
        if open == 0 {
            return rest;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::{HEAD, lean};

    #[test]
    fn keeps_all_but_what_no_article_is_made_of() {
        for (markup, kept) in [
            ("<p>a &lt; b</p>", "<p>a &lt; b</p>"),
            (
                "<nav><ul><li>x</li></ul></nav><p class=\"nav\">a</p>",
                "<p class=\"nav\">a</p>",
            ),
            ("a<form><form>x</form></form>b", "ab"),
            (
                "<p title=\"<aside> > x\">a<label for=\"</p>\">x</label></p>",
                "<p title=\"<aside> > x\">a</p>",
            ),
            (
                "<head><title>x</title><meta content=\"x\"><link rel=\"x\"></head>a",
                "<head></head>a",
            ),
            (
                "<figure><table><tr><td>x</td></tr></table></figure>",
                "<figure><table><tr><td>x</td></tr></table></figure>",
            ),
            ("<section><header>a</header>", "<section><header>a</header>"),
            ("<aside>x", ""),
            ("<nav-bar>a</nav-bar><time-ago>b", "<nav-bar>a</nav-bar><time-ago>b"),
            ("<video><video-js>x</video-js></video>a", "a"),
            ("<p", "<p"),
        ] {
            assert_eq!(lean(markup), format!("{HEAD}{kept}"));
        }
    }
}
