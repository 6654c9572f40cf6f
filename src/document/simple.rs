//! The markup of most feeds' bodies → DOM, for a fraction of what an HTML parser needs to be ready for anything.
//!
//! [`bound`](crate::document::bounds::bound) has nested it well already, so with common tags nothing is left to mend, and the
//! tree is the one that the HTML standard's parser builds (a test holds both against each other). Whatever is not common is left
//! to that parser.

use std::borrow::Cow;

use dom_query::{Document as Dom, NodeId};
use memchr::{memchr, memchr2};

/// Bounded markup as a fragment; `None` where something in it takes a whole parser.
pub(crate) fn parse(markup: &str) -> Option<Dom> {
    if markup.starts_with('\u{feff}') || memchr2(b'\0', b'\r', markup.as_bytes()).is_some() {
        return None;
    }
    let dom = Dom::fragment_sink();
    let mut open = vec![("html", dom.tree.new_element("html").id)];
    dom.tree.append_child_of(&dom.root().id, &open.first()?.1);
    let mut rest = markup;
    while !rest.is_empty() {
        let (text, tag) = rest.split_at(memchr(b'<', rest.as_bytes()).unwrap_or(rest.len()));
        let (parent, inside) = *open.last()?;
        if !text.is_empty() {
            let node = dom.tree.new_text(&*decoded(text, false)?);
            dom.tree.append_child_of(&inside, &node.id);
        }
        rest = if let Some(end) = tag.strip_prefix("</") {
            open.pop()?;
            end.strip_prefix(parent)?.strip_prefix('>')?
        } else if let Some(start) = tag.strip_prefix('<') {
            let named = |byte: &u8| byte.is_ascii_alphanumeric();
            let (name, attributes) = start.split_at(start.bytes().take_while(named).count());
            if !fits(name, parent) || name == "a" && open.iter().any(|(name, _)| *name == "a") {
                return None;
            }
            let node = dom.tree.new_element(name).id;
            dom.tree.append_child_of(&inside, &node);
            if !matches!(name, "br" | "hr" | "img") {
                open.push((name, node));
            }
            let behind = read_attributes(&dom, node, attributes)?;
            // A line break right behind it is not part of it (HTML §13.2.6.4.7).
            behind.strip_prefix('\n').filter(|_| name == "pre").unwrap_or(behind)
        } else {
            tag
        };
    }
    Some(dom)
}

/// Whether a common element may stand in its parent as it is.
fn fits(name: &str, parent: &str) -> bool {
    let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    match name {
        "li" => matches!(parent, "ul" | "ol"),
        _ if is_heading(name) => !is_heading(parent),
        "p" | "a" | "br" | "b" | "strong" | "i" | "em" | "u" | "s" | "small" | "sub" | "sup" | "cite" | "q"
        | "code" | "time" | "span" | "font" | "div" | "section" | "article" | "header" | "footer" | "aside" | "ul"
        | "ol" | "blockquote" | "pre" | "img" | "figure" | "figcaption" | "iframe" | "hr" => true,
        _ => false,
    }
}

/// Sets what stands between a tag's name and its `>`, and gives what follows it.
fn read_attributes<'a>(dom: &Dom, node: NodeId, mut rest: &'a str) -> Option<&'a str> {
    let node = dom.tree.get(&node)?;
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (name, value) = attribute.split_once("=\"")?;
        let (value, after) = value.split_once('"')?;
        // Of several with one name, the first counts (HTML §13.2.5.33).
        if !node.has_attr(name) {
            node.set_attr(name, &decoded(value, true)?);
        }
        rest = after;
    }
    rest.strip_prefix('>')
}

/// A text with its references resolved; `None` where one of them is rare or broken.
fn decoded(raw: &str, in_attribute: bool) -> Option<Cow<'_, str>> {
    let mut rest = raw;
    let mut text = String::new();
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        let (before, reference) = rest.split_at(at);
        let tail = reference.get(1..)?;
        let named = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
        let (name, after) = tail.split_at(tail.bytes().take_while(named).count());
        text.reserve(rest.len());
        text.push_str(before);
        // "?a=1&b=2" (HTML §13.2.5.73)
        let bare = name.is_empty() || in_attribute && after.starts_with('=');
        rest = if bare {
            text.push('&');
            tail
        } else {
            text.push(referred(name)?);
            after.strip_prefix(';')?
        };
    }
    if text.is_empty() {
        return Some(rest.into());
    }
    text.push_str(rest);
    Some(text.into())
}

/// The character that a common reference stands for.
fn referred(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?).filter(|sign| !sign.is_control())?
        }
    })
}

#[cfg(test)]
mod tests {
    use dom_query::Document as Dom;
    use proptest::prelude::{Strategy, any, prop, prop_oneof};
    use proptest::proptest;

    use super::parse;
    use crate::document::bounds::{BODY, bound};

    /// Whether it reads markup at all; what it reads, it reads as the HTML standard's parser does.
    #[track_caller]
    fn reads(html: &str) -> bool {
        let bounded = bound(html, BODY).markup;
        let Some(dom) = parse(&bounded) else { return false };
        assert_eq!(dom.html(), Dom::fragment(&*bounded).html(), "{html}");
        true
    }

    #[test]
    fn reads_what_feeds_send() {
        for html in [
            "",
            "bare text",
            "<p>One &amp; two&#8217;s &#x2014; three <b>four <i>five</b> six</i>",
            "<p>a<p>b<ul><li>c<li>d<ol><li>e</ol></ul>",
            "<a href='/x?a=1&b=2&amp;c=\"3\"' href=later title='A &lt; B'>link</a><br/><img src=x.jpg alt=\"\">",
            "<div><h2>head</h2><blockquote>said<p>more</blockquote></div></p>",
            "R & D, AT& T",
            "<iframe src=x>inner</iframe>text",
            "<p>a<pre>\n\nb\n<b>c</b>\n</pre>\nd<pre class=x>e</pre>",
            "&#xfdd0;a&#xffff;b&#1114110;",
        ] {
            assert!(reads(html), "{html}");
        }
    }

    #[test]
    fn leaves_the_rest_to_a_parser() {
        for html in [
            "<table><tr><td>x</table>",
            "<listing>\nx</listing>",
            "<h2>a<h3>b</h3></h2>",
            "&eacute; &copy 2022 &#150;",
            "AT&T",
            "<body>x",
        ] {
            assert!(!reads(html), "{html}");
        }
    }

    proptest! {
        #[test]
        fn builds_the_standard_tree(pieces in prop::collection::vec(piece(), 0..40)) {
            reads(&pieces.concat());
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        const NAMES: &[&str] = &[
            "p",
            "a",
            "b",
            "i",
            "em",
            "span",
            "div",
            "ul",
            "ol",
            "li",
            "h2",
            "h3",
            "blockquote",
            "pre",
            "figure",
            "figcaption",
            "q",
            "font",
            "sub",
            "section",
            "header",
            "code",
            "iframe",
        ];
        const OTHERS: &[&str] = &[
            "<br>",
            "<hr>",
            "<img src=a>",
            " ",
            "\n",
            "words",
            "&amp;",
            "&lt;b&gt;",
            "&#8217;",
            "&nbsp;",
            "&",
            "é",
            "<a href='x&y=1'>",
            "<p class='a b' id=\"c\">",
            "<div/>",
            "<",
            ">",
        ];
        let tag = (prop::sample::select(NAMES), any::<bool>());
        prop_oneof![
            tag.prop_map(|(name, end)| format!("<{}{name}>", if end { "/" } else { "" })),
            prop::sample::select(OTHERS).prop_map(str::to_owned),
        ]
    }
}
