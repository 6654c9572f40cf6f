//! Walks a DOM and builds blocks: an allow-list by construction. What is not named here leaves its text, or nothing. Of every
//! leaf it also remembers where it stood, for those who judge what belongs to the article.

use std::sync::LazyLock;

use dom_query::{Document as Dom, NodeData, NodeRef};
use memchr::{memchr, memchr3, memmem};
use url::Url;

use crate::document::links::web_link;
use crate::document::marks::{Marks, marks_of};
use crate::document::simple;
use crate::document::tree::{Block, Document, Face, Link, LinkId, Span, Text, count_leaves};
use crate::model::Clean;

/// Where a leaf stood.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Origin {
    /// The innermost block element: an index into [`Reading::boxes`].
    pub(crate) inside: u32,
    /// What its elements say about it.
    pub(crate) marks: Marks,
}

/// A block element on the way to a leaf.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Frame {
    /// The one around it; the outermost is its own.
    pub(crate) parent: u32,
    /// Its depth among them.
    pub(crate) depth: u32,
    /// Whether it holds lines of text rather than other boxes: `p`, `li`, `h2`.
    pub(crate) line: bool,
}

/// A DOM as read, with the origin of each of the document's leaves.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) document: Document,
    pub(crate) origins: Vec<Origin>,
    pub(crate) frames: Vec<Frame>,
}

/// Reads a fragment that is within bounds already.
pub(crate) fn read(markup: &str, base: Option<&Url>) -> Reading {
    let dom = simple::parse(markup).unwrap_or_else(|| Dom::fragment(markup));
    walk(&dom.root(), base)
}

/// Reads all in a node.
pub(crate) fn walk(node: &NodeRef<'_>, base: Option<&Url>) -> Reading {
    let children: Vec<_> = node.children_it(false).collect();
    walk_these(&children, base)
}

/// Reads some nodes as one text.
pub(crate) fn walk_these(nodes: &[NodeRef<'_>], base: Option<&Url>) -> Reading {
    let mut walker = Walker::new(base);
    nodes.iter().for_each(|node| walker.node(node));
    walker.flush();
    Reading {
        document: Document {
            blocks: walker.blocks,
            links: walker.links,
        },
        origins: walker.origins,
        frames: walker.frames,
    }
}

pub(crate) struct Walker<'a> {
    pub(crate) base: Option<&'a Url>,
    pub(crate) blocks: Vec<Block>,
    links: Vec<Link>,
    pub(crate) origins: Vec<Origin>,
    frames: Vec<Frame>,
    inside: u32,
    pub(crate) marks: Marks,
    /// The paragraph that is being gathered.
    text: Text,
    run: String,
    face: Face,
    link: Option<LinkId>,
    /// Whether a blank is due before the next word.
    gap: bool,
    breaks: usize,
}

impl<'a> Walker<'a> {
    fn new(base: Option<&'a Url>) -> Self {
        Self {
            base,
            blocks: Vec::new(),
            links: Vec::new(),
            origins: Vec::new(),
            frames: vec![Frame::default()],
            inside: 0,
            marks: Marks::default(),
            text: Vec::new(),
            run: String::new(),
            face: Face::Plain,
            link: None,
            gap: false,
            breaks: 0,
        }
    }

    pub(crate) fn children(&mut self, node: &NodeRef<'_>) {
        let mut child = node.first_child();
        while let Some(node) = child {
            self.node(&node);
            child = node.next_sibling();
        }
    }

    fn node(&mut self, node: &NodeRef<'_>) {
        enum Is {
            Words,
            Element(dom_query::LocalName),
            Else,
        }
        let is = node.query_or(Is::Else, |inner| match &inner.data {
            NodeData::Text { contents } => {
                self.words(contents);
                Is::Words
            }
            NodeData::Element(element) => Is::Element(element.name.local.clone()),
            _ => Is::Else,
        });
        if let Is::Element(name) = is {
            self.marked(node, &name);
        }
    }

    /// An element under its own marks.
    fn marked(&mut self, node: &NodeRef<'_>, name: &str) {
        let before = self.marks;
        let block = is_block(name);
        if block {
            self.flush();
        } else if name == "span" && is_for_ears(node) {
            return;
        }
        self.marks = before.and(marks_of(node, name));
        if block {
            let inside = self.inside;
            let depth = self.frames.get(inside as usize).map_or(0, |frame| frame.depth) + 1;
            self.frames.push(Frame {
                parent: inside,
                depth,
                line: is_line(name),
            });
            self.inside = self.frames.len() as u32 - 1;
            self.element(node, name);
            self.flush();
            self.inside = inside;
        } else {
            self.element(node, name);
        }
        self.marks = before;
    }

    fn element(&mut self, node: &NodeRef<'_>, name: &str) {
        match name {
            "script" | "style" | "template" | "button" | "input" | "select" | "textarea" | "svg" | "head" | "title"
            | "object" | "embed" | "canvas" | "math" | "dialog" | "link" | "meta" | "map" => {}
            "b" | "strong" => self.with_face(node, Face::Strong),
            "i" | "em" | "cite" | "dfn" | "var" => self.with_face(node, Face::Emphasis),
            "code" | "kbd" | "samp" | "tt" => self.with_face(node, Face::Code),
            "s" | "del" | "strike" => self.with_face(node, Face::Struck),
            "a" => self.anchor(node),
            "br" => self.line_break(),
            "wbr" => {}
            "img" | "amp-img" => self.picture(node),
            "video" | "audio" | "iframe" | "amp-video" | "amp-youtube" => self.embed(node),
            "figure" => self.figure(node),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, name),
            "blockquote" => {
                let inner = self.within(node);
                if !inner.is_empty() {
                    self.blocks.push(Block::BlockQuote(inner));
                }
            }
            "ul" | "ol" | "menu" => self.list(node, name),
            "dl" => self.definitions(node),
            "pre" | "listing" => self.code(node),
            "table" => self.table(node),
            "hr" => {
                self.flush();
                self.blocks.push(Block::Rule);
            }
            "q" => {
                self.words("“");
                self.children(node);
                self.words("”");
            }
            _ => self.children(node),
        }
    }

    /// Text of a node: runs of blanks become one, none at the ends of a paragraph.
    fn words(&mut self, words: &str) {
        self.gap |= words.starts_with(|sign: char| sign.is_ascii_whitespace());
        if has_single_blanks(words) {
            self.word(words.trim_matches(' '));
        } else {
            for (before, word) in words.split_ascii_whitespace().enumerate() {
                self.gap |= before > 0;
                self.word(word);
            }
        }
        self.gap |= words.ends_with(|sign: char| sign.is_ascii_whitespace());
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if std::mem::take(&mut self.gap) && !(self.text.is_empty() && self.run.is_empty()) {
            self.run.push(' ');
        }
        self.breaks = 0;
        self.run.push_str(word);
    }

    fn line_break(&mut self) {
        self.gap = true;
        self.breaks += 1;
        if self.breaks >= 2 {
            self.flush();
        }
    }

    fn close_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let text = Clean::text(&self.run);
        self.run.clear();
        if !text.is_empty() {
            self.text.push(Span {
                text,
                face: self.face,
                link: self.link,
            });
        }
    }

    fn with_face(&mut self, node: &NodeRef<'_>, face: Face) {
        if self.face == face {
            self.children(node);
            return;
        }
        self.close_run();
        let before = std::mem::replace(&mut self.face, face);
        self.children(node);
        self.close_run();
        self.face = before;
    }

    fn anchor(&mut self, node: &NodeRef<'_>) {
        let link = node
            .attr("href")
            .and_then(|href| web_link(&href, self.base))
            .map(|url| self.link_to(url));
        self.close_run();
        let before = self.link;
        self.link = link.or(before);
        self.children(node);
        self.close_run();
        self.link = before;
    }

    pub(crate) fn link_to(&mut self, url: String) -> LinkId {
        /// Looking further back for the same address costs more than it saves.
        const LOOK_BACK: usize = 64;
        let from = self.links.len().saturating_sub(LOOK_BACK);
        let known = self.links.iter().skip(from).position(|link| link.url == url);
        let at = known.map_or_else(
            || {
                self.links.push(Link { url });
                self.links.len() - 1
            },
            |at| from + at,
        );
        LinkId(at as u32)
    }

    /// Ends the paragraph that is being gathered.
    pub(crate) fn flush(&mut self) {
        self.close_run();
        self.gap = false;
        self.breaks = 0;
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if text
            .iter()
            .any(|span| span.text.chars().any(|sign| !sign.is_whitespace()))
        {
            self.push(Block::Paragraph { label: 0, text });
        }
    }

    /// A block of one leaf, which stands here.
    pub(crate) fn push(&mut self, block: Block) {
        self.origins.push(Origin {
            inside: self.inside,
            marks: self.marks,
        });
        self.blocks.push(block);
    }

    /// The blocks within a node, apart from those around it.
    pub(crate) fn within(&mut self, node: &NodeRef<'_>) -> Vec<Block> {
        self.apart(|walker| walker.children(node))
    }

    /// A node as a block of its own.
    pub(crate) fn alone(&mut self, node: &NodeRef<'_>) -> Vec<Block> {
        self.apart(|walker| walker.node(node))
    }

    fn apart(&mut self, work: impl FnOnce(&mut Self)) -> Vec<Block> {
        self.flush();
        let before = std::mem::take(&mut self.blocks);
        work(self);
        self.flush();
        std::mem::replace(&mut self.blocks, before)
    }

    /// Pushes blocks that were made of what has been read since `mark` leaves were there.
    pub(crate) fn push_made(&mut self, mark: usize, blocks: Vec<Block>) {
        let origin = Origin {
            inside: self.inside,
            marks: self.marks,
        };
        let leaves = count_leaves(&blocks);
        self.origins.resize(mark + leaves, origin);
        self.blocks.extend(blocks);
    }
}

/// A span without looks.
pub(crate) fn plain_span(text: Clean) -> Span {
    Span {
        text,
        face: Face::Plain,
        link: None,
    }
}

/// Whether the only blanks are spaces, one at a time, so that the text can be taken as it is.
fn has_single_blanks(text: &str) -> bool {
    static TWO: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new("  "));
    let bytes = text.as_bytes();
    let odd = memchr3(b'\n', b'\t', b'\r', bytes).or_else(|| memchr(b'\x0c', bytes));
    odd.or_else(|| TWO.find(bytes)).is_none()
}

/// What a line holds for screen readers only: "opens in a new tab".
fn is_for_ears(node: &NodeRef<'_>) -> bool {
    const CLASSES: &[&str] = &[
        "sr-only",
        "screen-reader-text",
        "screen-reader-only",
        "visually-hidden",
        "visuallyhidden",
        "u-visually-hidden",
        "show-for-sr",
    ];
    let class = node
        .class()
        .is_some_and(|class| class.split_ascii_whitespace().any(|class| CLASSES.contains(&class)));
    class || node.attr("style").is_some_and(|style| style.contains("clip:rect(0"))
}

fn is_line(name: &str) -> bool {
    matches!(
        name,
        "p" | "li" | "dd" | "dt" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption" | "summary" | "pre"
    )
}

fn is_block(name: &str) -> bool {
    is_line(name)
        || matches!(
            name,
            "div"
                | "section"
                | "article"
                | "main"
                | "header"
                | "footer"
                | "aside"
                | "address"
                | "center"
                | "details"
                | "tr"
                | "tbody"
                | "body"
                | "html"
                | "fieldset"
                | "caption"
                | "hgroup"
                | "form"
                | "nav"
                | "td"
                | "th"
                | "blockquote"
                | "ul"
                | "ol"
                | "menu"
                | "dl"
                | "table"
                | "figure"
                | "hr"
                | "listing"
        )
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::document::tree::{Block, LeafKind};

    #[track_caller]
    fn check(html: &str, leaves: &[&str]) {
        let reading = read(html, None);
        let found: Vec<_> = reading.document.leaves().into_iter().map(|leaf| leaf.text).collect();
        assert_eq!(found, leaves, "{html}");
        assert_eq!(found.len(), reading.origins.len(), "{html}");
    }

    #[test]
    fn parts_paragraphs() {
        check("bare text", &["bare text"]);
        check("<p> a <b>bold</b>  word </p>\n<p>b</p>", &["a bold word", "b"]);
        check(
            "one<br>still one<br><br>two<br/> <br/>three",
            &["one still one", "two", "three"],
        );
        check("<div>a<div>b</div>c</div>", &["a", "b", "c"]);
        check("a<script>x</script><style>y</style><button>z</button>b", &["ab"]);
        check("<p>&nbsp;</p><p>x</p>", &["x"]);
    }

    #[test]
    fn keeps_structure() {
        let html = "<h2>Head</h2><ul><li>a</li><li>b</li></ul><blockquote><p>said</p></blockquote>\
            <pre><code class='language-rust'>fn x() {\n}</code></pre>\
            <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>\
            <figure><img src='https://x.example/a.jpg' alt=alt><figcaption>A caption</figcaption></figure>";
        let reading = read(html, None);
        let kinds: Vec<_> = reading
            .document
            .leaves()
            .into_iter()
            .map(|leaf| (leaf.kind, leaf.text))
            .collect();
        let expected = [
            (LeafKind::Heading, "Head"),
            (LeafKind::Item, "a"),
            (LeafKind::Item, "b"),
            (LeafKind::Quoted, "said"),
            (LeafKind::Code, "fn x() {\n}"),
            (LeafKind::Table, "A\tB\n1\t2"),
            (LeafKind::Caption, "A caption"),
        ];
        assert_eq!(kinds, expected.map(|(kind, text)| (kind, text.to_owned())));
        assert_eq!(reading.origins.len(), expected.len());
        assert!(matches!(&reading.document.blocks[3], Block::Code { language: Some(name), .. } if &**name == "rust"));
    }
}
