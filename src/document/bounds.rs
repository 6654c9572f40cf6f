//! Markup within bounds, in one pass before any parser sees it: size, depth, attributes, cells. The parsers are quadratic in
//! nesting and attributes, a thread cannot be stopped, and a stack that overflows ends the process.
//!
//! What comes out is nested well, so that no parser has to mend it (mending is where the quadratic work hides). Scripts, styles
//! and comments go here too, which makes every later step cheaper. Absent: any judgement of what is the article's.

use std::collections::HashSet;

use memchr::memchr;

use crate::document::tags::{Kind, kind, lowered, name_in, push_lower, write_attributes};

/// What a parser may be given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Bytes that are looked at; the rest is not.
    pub(crate) input_bytes: usize,
    /// Bytes of markup that come out, end tags not counted.
    pub(crate) bytes: usize,
    /// Open elements at once; what is nested deeper loses its tags and keeps its text.
    pub(crate) depth: usize,
    /// Tags in all.
    pub(crate) tags: usize,
    /// Whether `<p/>` is an empty element, as in XHTML that a feed carries.
    pub(crate) self_closing: bool,
    /// Whether `<noscript>` is looked into.
    pub(crate) noscript: bool,
}

/// For a feed's body.
pub(crate) const BODY: Bounds = Bounds {
    input_bytes: 4 << 20,
    bytes: 256 << 10,
    depth: 64,
    tags: 20_000,
    self_closing: true,
    noscript: true,
};
/// For an outlet's whole page: twice what the largest of 1,227 real ones needs once scripts and styles are gone.
pub(crate) const PAGE: Bounds = Bounds {
    input_bytes: 8 << 20,
    bytes: 1 << 20,
    depth: 128,
    tags: 20_000,
    self_closing: false,
    noscript: false,
};

/// Cells of all tables.
const MAX_CELLS: usize = 4_000;

/// Markup that any parser may be given.
#[derive(Debug, Default)]
pub(crate) struct Bounded {
    /// The markup.
    pub(crate) markup: String,
    /// The texts of its JSON-LD scripts.
    pub(crate) json_ld: Vec<String>,
    /// Whether there was more than went in.
    pub(crate) cut: bool,
}

/// The same markup within bounds.
pub(crate) fn bound(html: &str, bounds: Bounds) -> Bounded {
    let (whole, html) = (html.len(), head(html, bounds.input_bytes));
    let mut pass = Pass {
        html,
        at: 0,
        bounds,
        out: Bounded {
            markup: String::with_capacity(html.len().min(bounds.bytes) + 64),
            json_ld: Vec::new(),
            cut: false,
        },
        open: Vec::new(),
        tag: String::new(),
        tags: 0,
        cells: 0,
        endless: HashSet::new(),
    };
    pass.run();
    pass.out.cut |= pass.at < whole;
    pass.out
}

fn head(html: &str, bytes: usize) -> &str {
    let mut end = html.len().min(bytes);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    html.get(..end).unwrap_or(html)
}

/// An open element.
struct Open<'a> {
    name: &'a str,
    kind: Kind,
    /// Its end tag came while a block within it was open: it ends with that block.
    ending: bool,
}

struct Pass<'a> {
    html: &'a str,
    at: usize,
    bounds: Bounds,
    out: Bounded,
    open: Vec<Open<'a>>,
    /// The last start tag as it is written; kept for its room.
    tag: String,
    tags: usize,
    cells: usize,
    /// Names whose end tag does not come any more.
    endless: HashSet<&'static str>,
}

impl<'a> Pass<'a> {
    fn run(&mut self) {
        while self.out.markup.len() < self.bounds.bytes {
            let Some(rest) = self.html.get(self.at..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            let text = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            let room = self.bounds.bytes - self.out.markup.len();
            self.out
                .markup
                .push_str(head(rest.get(..text).unwrap_or_default(), room));
            self.at += text;
            self.out.cut |= text > room;
            if text < rest.len() {
                self.tag();
            }
        }
        self.close_to(0);
    }

    /// At a `<`.
    fn tag(&mut self) {
        let bytes = self.html.as_bytes();
        match bytes.get(self.at + 1) {
            Some(b'!') if self.starts("<!--") => self.skip_past("-->", 4),
            Some(b'!') if self.starts("<![CDATA[") => self.at += 9,
            Some(b'!' | b'?') => self.skip_past(">", 2),
            Some(b'/') if bytes.get(self.at + 2).is_some_and(u8::is_ascii_alphabetic) => self.end_tag(),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let mut tag = std::mem::take(&mut self.tag);
                self.start_tag(&mut tag);
                self.tag = tag;
            }
            _ => {
                self.out.markup.push_str("&lt;");
                self.at += 1;
            }
        }
    }

    fn starts(&self, with: &str) -> bool {
        self.html.get(self.at..).is_some_and(|rest| rest.starts_with(with))
    }

    fn skip_past(&mut self, end: &'static str, from: usize) {
        let found = (!self.endless.contains(end))
            .then(|| self.html.get(self.at + from..).and_then(|rest| rest.find(end)))
            .flatten();
        match found {
            Some(length) => self.at += from + length + end.len(),
            None => {
                self.endless.insert(end);
                self.at += from;
            }
        }
    }

    /// The name that begins at `from`, and where it ends.
    fn name(&self, from: usize) -> (&'a str, usize) {
        let name = name_in(self.html.get(from..).unwrap_or_default());
        (name, from + name.len())
    }

    fn end_tag(&mut self) {
        let (name, after) = self.name(self.at + 2);
        let html = self.html;
        self.at = html
            .get(after..)
            .and_then(|rest| memchr(b'>', rest.as_bytes()))
            .map_or(html.len(), |length| after + length + 1);
        let lower = lowered(name);
        let kind = kind(&lower);
        if kind == Kind::Void {
            if lower == "br" {
                self.out.markup.push_str("<br>");
            }
            return;
        }
        let structural =
            matches!(kind, Kind::Row | Kind::Cell | Kind::Group | Kind::Table) || lower == "body" || lower == "html";
        let mut crossed_block = false;
        for at in (0..self.open.len()).rev() {
            let Some(open) = self.open.get_mut(at) else { break };
            if open.name.eq_ignore_ascii_case(name) {
                if crossed_block && kind == Kind::Inline {
                    open.ending = true;
                } else {
                    self.close_to(at);
                }
                return;
            }
            if !structural && matches!(open.kind, Kind::Cell | Kind::Table) {
                break;
            }
            crossed_block |= open.kind != Kind::Inline;
        }
        if kind == Kind::Paragraph {
            self.out.markup.push_str("<p></p>");
        }
    }

    /// Closes open elements until `depth` are left, and those that waited for it.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth || self.open.last().is_some_and(|open| open.ending) {
            let Some(open) = self.open.pop() else { break };
            self.out.markup.push_str("</");
            push_lower(&mut self.out.markup, open.name);
            self.out.markup.push('>');
        }
    }

    /// Reads a start tag; `tag` is what it is written to at first.
    fn start_tag(&mut self, tag: &mut String) {
        let (name, after) = self.name(self.at + 1);
        let lower = lowered(name);
        let kind = kind(&lower);
        tag.clear();
        tag.push('<');
        tag.push_str(&lower);
        let attributes = write_attributes(self.html, after, tag);
        self.at = attributes.end;
        self.tags += 1;
        let drops = kind == Kind::Dropped || lower == "noscript" && !self.bounds.noscript;
        if drops {
            // An element that goes whole; a JSON-LD script is kept apart.
            if let Some(content) = self.content(&lower).filter(|_| attributes.json_ld) {
                self.out.json_ld.push(content.to_owned());
            }
            return;
        }
        if kind == Kind::Cell {
            self.cells += 1;
        }
        let beyond = self.tags > self.bounds.tags || kind == Kind::Cell && self.cells > MAX_CELLS;
        let transparent = lower == "noscript" || lower == "plaintext" || lower == "frameset" || lower == "xmp";
        if !attributes.closed || beyond || transparent {
            self.out.markup.push(' ');
            return;
        }
        tag.push('>');
        self.make_room(kind, &lower);
        if kind == Kind::Void {
            self.out.markup.push_str(tag);
            return;
        }
        if self.open.len() >= self.bounds.depth {
            self.out.markup.push(' ');
            return;
        }
        self.out.markup.push_str(tag);
        if kind == Kind::Hollow || attributes.self_closing && self.bounds.self_closing {
            self.out.markup.push_str("</");
            self.out.markup.push_str(&lower);
            self.out.markup.push('>');
            if kind == Kind::Hollow && !attributes.self_closing {
                self.content("iframe");
            }
            return;
        }
        self.open.push(Open {
            name,
            kind,
            ending: false,
        });
    }

    /// Closes what a start tag closes without saying so (HTML §13.1.2.4).
    fn make_room(&mut self, kind: Kind, name: &str) {
        let closes = |open: Kind| match kind {
            Kind::Item => open == Kind::Item,
            Kind::Term => open == Kind::Term,
            Kind::Row => matches!(open, Kind::Row | Kind::Cell),
            Kind::Cell => open == Kind::Cell,
            Kind::Group => matches!(open, Kind::Row | Kind::Cell | Kind::Group),
            Kind::Block | Kind::Paragraph | Kind::Table => open == Kind::Paragraph,
            Kind::Void if name == "hr" => open == Kind::Paragraph,
            _ => false,
        };
        let anchor = name == "a";
        if kind == Kind::Inline && !anchor {
            return;
        }
        let mut found = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            if closes(open.kind) || anchor && open.name.eq_ignore_ascii_case("a") {
                found = Some(at);
                if matches!(
                    kind,
                    Kind::Block | Kind::Paragraph | Kind::Table | Kind::Void | Kind::Inline
                ) {
                    break;
                }
            }
            let stops = match kind {
                Kind::Item => matches!(open.name, "ul" | "ol" | "menu" | "UL" | "OL") || open.kind == Kind::Cell,
                Kind::Term => open.name.eq_ignore_ascii_case("dl") || open.kind == Kind::Cell,
                Kind::Row | Kind::Cell | Kind::Group => open.kind == Kind::Table,
                _ => open.kind != Kind::Inline,
            };
            if stops {
                break;
            }
        }
        if let Some(at) = found {
            self.close_to(at);
        }
    }

    /// The content of an element whose start tag was just read, end tag passed; `None` where it never ends.
    fn content(&mut self, name: &str) -> Option<&'a str> {
        const NAMES: &[&str] = &[
            "script", "style", "svg", "math", "template", "textarea", "noembed", "noframes", "select", "canvas",
            "noscript", "iframe",
        ];
        let name = *NAMES.iter().find(|known| **known == name)?;
        if self.endless.contains(name) {
            return None;
        }
        let rest = self.html.get(self.at..)?;
        let mut from = 0;
        while let Some(length) = rest.get(from..).and_then(|rest| rest.find("</")) {
            let at = from + length;
            let end = at + 2 + name.len();
            if rest
                .get(at + 2..end)
                .is_some_and(|found| found.eq_ignore_ascii_case(name))
            {
                self.at += rest
                    .get(end..)
                    .and_then(|rest| memchr(b'>', rest.as_bytes()))
                    .map_or(rest.len(), |length| end + length + 1);
                return rest.get(..at);
            }
            from = at + 2;
        }
        // A script that never ends is all there is; anything else is a slip, and the text after it is wanted.
        if matches!(name, "script" | "style") {
            self.at = self.html.len();
        }
        self.endless.insert(name);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{BODY, PAGE, bound};

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(bound(html, BODY).markup, expected, "{html}");
    }

    #[test]
    fn nests_what_people_write() {
        check("<p>a <B>b</B><br/>c</p>", "<p>a <b>b</b><br>c</p>");
        check("<p>one<p>two", "<p>one</p><p>two</p>");
        check(
            "<ul><li>a<li><p>b<li>c</ul>",
            "<ul><li>a</li><li><p>b</p></li><li>c</li></ul>",
        );
        check("<p><b>x</p><p>y</b></p>", "<p><b>x</b></p><p>y</p>");
        check(
            "<table><tr><td>1<td>2<tr><td>3</table>",
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
        );
        check(
            "<a href=x>one<a href=y>two</a>",
            "<a href=\"x\">one</a><a href=\"y\">two</a>",
        );
        check(
            "<a href=x><div>one</a> two</div>three",
            "<a href=\"x\"><div>one two</div></a>three",
        );
        check("a < b <3 </> &lt;", "a &lt; b &lt;3 &lt;/> &lt;");
        check("text</p>more", "text<p></p>more");
        check("<div/>text<p/>more", "<div></div>text<p></p>more");
    }

    #[test]
    fn drops_what_nobody_reads() {
        check(
            "a<script>if (a<b) \"</p>\"</script>b<style>x</style><!-- <p> -->c",
            "abc",
        );
        check(
            "<p style='color:red' onclick=x() data-foo=1 class='a \"b\"'>x</p>",
            "<p class=\"a &quot;b&quot;\">x</p>",
        );
        check("<img src='data:image/png;base64,xxx' alt=A>", "<img alt=\"A\">");
        check("<svg><path d=1></svg>x<svg>y", "xy");
        let page = bound(
            "<script type='application/ld+json'>{\"a\":1}</script><noscript>x</noscript>y",
            PAGE,
        );
        assert_eq!(
            (page.json_ld, page.markup),
            (vec!["{\"a\":1}".to_owned()], "y".to_owned())
        );
    }

    #[test]
    fn caps_depth_and_keeps_text() {
        for name in ["div", "sup", "ul", "blockquote", "table", "b", "font color=1", "p"] {
            let tag = name.split(' ').next().unwrap();
            let deep = format!(
                "{}text{}",
                format!("<{name}>").repeat(10_000),
                format!("</{tag}>").repeat(10_000)
            );
            let kept = bound(&deep, BODY).markup;
            assert!(kept.contains("text"), "{name}");
            let (mut depth, mut deepest) = (0_i32, 0);
            for piece in kept.split('<').skip(1) {
                depth += if piece.starts_with('/') { -1 } else { 1 };
                deepest = deepest.max(depth);
            }
            assert!(deepest <= 64 && depth == 0, "{name}: {deepest} {depth}");
        }
    }

    #[test]
    fn caps_attributes_and_size() {
        let many = " title=\"x\"".repeat(1000);
        assert_eq!(
            bound(&format!("<p{many}>x</p>"), BODY).markup.matches("title").count(),
            64
        );
        assert!(bound(&"é".repeat(1_000_000), BODY).markup.len() <= BODY.bytes);
        assert!(bound(&"<".repeat(5_000_000), BODY).markup.len() <= BODY.bytes + 8);
        let spans = "<td colspan=18446744073709551615 rowspan=2>x";
        assert_eq!(bound(spans, BODY).markup, "<td rowspan=\"2\">x</td>");
    }
}
