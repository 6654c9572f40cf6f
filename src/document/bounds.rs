//! Caps on size, depth, attributes and cells, in one pass before any parser sees the bytes: the parsers are quadratic in
//! nesting and attributes, and a thread cannot be stopped.

use std::borrow::Cow;

/// What a parser may be given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Bytes of markup.
    pub(crate) bytes: usize,
    /// Open elements at once; what is nested deeper loses its tags and keeps its text.
    pub(crate) depth: usize,
    /// Bytes of one tag; a longer one loses its attributes.
    pub(crate) tag_bytes: usize,
    /// Tags in all.
    pub(crate) tags: usize,
}

/// For a feed's body.
pub(crate) const BODY: Bounds = Bounds {
    bytes: 256 * 1024,
    depth: 64,
    tag_bytes: 8 * 1024,
    tags: 20_000,
};
/// For an outlet's whole page.
pub(crate) const PAGE: Bounds = Bounds {
    bytes: 3 * 1024 * 1024,
    depth: 200,
    tag_bytes: 64 * 1024,
    tags: 120_000,
};

/// Attributes a tag may have: a tag with more loses all of them.
const MAX_ATTRIBUTES: usize = 64;

/// Elements that have no end tag, or whose end tag people leave out: they never nest by themselves.
const LEAVES: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "!doctype",
];

/// The same markup within bounds; borrowed where nothing had to go.
pub(crate) fn bound(html: &str, bounds: Bounds) -> Cow<'_, str> {
    let html = head(html, bounds.bytes);
    if fits(html, bounds) {
        Cow::Borrowed(html)
    } else {
        Cow::Owned(cut(html, bounds))
    }
}

fn head(html: &str, bytes: usize) -> &str {
    let mut end = html.len().min(bytes);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    html.get(..end).unwrap_or(html)
}

/// A quick look that is right for almost everything: few tags cannot nest deeply.
fn fits(html: &str, bounds: Bounds) -> bool {
    let mut depth = 0_usize;
    let mut tags = 0_usize;
    Tags { html, at: 0 }.all(|tag| {
        tags += 1;
        match tag.kind {
            Kind::Open if !tag.is_leaf() => depth += 1,
            Kind::Close if !tag.is_leaf() => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth <= bounds.depth && tags <= bounds.tags && !tag.is_heavy(bounds)
    })
}

fn cut(html: &str, bounds: Bounds) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut depth = 0_usize;
    let mut last = 0;
    for (count, tag) in (Tags { html, at: 0 }).enumerate() {
        kept.push_str(html.get(last..tag.start).unwrap_or_default());
        last = tag.end;
        if count >= bounds.tags {
            kept.push(' ');
            continue;
        }
        let within = match tag.kind {
            Kind::Open if !tag.is_leaf() => {
                depth += 1;
                depth <= bounds.depth
            }
            Kind::Close if !tag.is_leaf() => {
                let within = depth <= bounds.depth;
                depth = depth.saturating_sub(1);
                within
            }
            _ => true,
        };
        match (within, tag.is_heavy(bounds)) {
            (false, _) => kept.push(' '),
            (true, false) => kept.push_str(html.get(tag.start..tag.end).unwrap_or_default()),
            (true, true) => {
                kept.push('<');
                kept.push_str(tag.name);
                kept.push('>');
            }
        }
    }
    kept.push_str(html.get(last..).unwrap_or_default());
    kept
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Other,
}

struct Tag<'a> {
    start: usize,
    end: usize,
    kind: Kind,
    name: &'a str,
    attributes: usize,
}

impl Tag<'_> {
    fn is_leaf(&self) -> bool {
        LEAVES.iter().any(|leaf| self.name.eq_ignore_ascii_case(leaf))
    }

    fn is_heavy(&self, bounds: Bounds) -> bool {
        self.attributes > MAX_ATTRIBUTES || self.end - self.start > bounds.tag_bytes
    }
}

/// Tags in order. Comments count as tags of the kind `Other`.
struct Tags<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        let bytes = self.html.as_bytes();
        loop {
            let start = self.at + bytes.get(self.at..)?.iter().position(|byte| *byte == b'<')?;
            let next = *bytes.get(start + 1)?;
            if next == b'!' && bytes.get(start..start + 4) == Some(b"<!--") {
                let end = self
                    .html
                    .get(start + 4..)?
                    .find("-->")
                    .map_or(bytes.len(), |at| start + 4 + at + 3);
                self.at = end;
                return Some(Tag {
                    start,
                    end,
                    kind: Kind::Other,
                    name: "",
                    attributes: 0,
                });
            }
            if !(next.is_ascii_alphabetic() || next == b'/' || next == b'!') {
                self.at = start + 1;
                continue;
            }
            let kind = if next == b'/' { Kind::Close } else { Kind::Open };
            let name_start = start + 1 + usize::from(next == b'/');
            let name_end = name_start
                + bytes
                    .get(name_start..)?
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'!'))
                    .count();
            let (end, attributes) = tag_end(bytes, name_end);
            self.at = end;
            return Some(Tag {
                start,
                end,
                kind,
                name: self.html.get(name_start..name_end)?,
                attributes,
            });
        }
    }
}

/// Where a tag ends, quotation marks respected, and how many attributes it may have.
fn tag_end(bytes: &[u8], from: usize) -> (usize, usize) {
    let mut quote = None;
    let mut attributes = 0;
    let mut before = b' ';
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return (at + 1, attributes),
            (None, b'"' | b'\'') if before == b'=' => quote = Some(*byte),
            (Some(open), _) if open == *byte => quote = None,
            (None, byte) if before.is_ascii_whitespace() && !byte.is_ascii_whitespace() => attributes += 1,
            _ => {}
        }
        before = *byte;
    }
    (bytes.len(), attributes)
}

#[cfg(test)]
mod tests {
    use super::{BODY, bound};

    #[test]
    fn caps_depth_and_keeps_text() {
        let deep = format!("{}text{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let kept = bound(&deep, BODY);
        assert_eq!(kept.matches("<div>").count(), BODY.depth);
        assert!(kept.contains("text"));
        let plain = "<p>a <b>b</b></p>";
        assert!(matches!(bound(plain, BODY), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn caps_attributes_and_size() {
        let many: String = (0..1000).map(|n| format!(" a{n}=\"x\"")).collect();
        assert_eq!(bound(&format!("<p{many}>x</p>"), BODY), "<p>x</p>");
        assert_eq!(bound(&"é".repeat(1_000_000), BODY).len(), BODY.bytes);
    }
}
