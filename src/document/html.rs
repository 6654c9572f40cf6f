//! Walks the DOM of a body and builds blocks: an allow-list by construction. What is not named here leaves its text, or nothing.

use dom_query::{Document as Dom, NodeData, NodeRef};
use url::Url;

use crate::document::links::resolve;
use crate::document::tree::{Block, Document, Face, Link, LinkId, Span, Text};
use crate::model::Clean;

/// Cells of a table that are kept.
const MAX_CELLS: usize = 2_000;

/// Reads markup that is within bounds already.
pub(crate) fn read(html: &str, base: Option<&Url>) -> Document {
    if !html.contains('<') {
        return plain_text(html);
    }
    let dom = Dom::fragment(html);
    walk(&dom.root(), base)
}

/// Reads one node of a page.
pub(crate) fn walk(node: &NodeRef<'_>, base: Option<&Url>) -> Document {
    let mut walker = Walker::new(base);
    walker.children(node);
    walker.flush();
    Document {
        blocks: walker.blocks,
        links: walker.links,
    }
}

/// A body without markup: blank lines part paragraphs.
fn plain_text(text: &str) -> Document {
    let decoded = html_escape(text);
    let paragraphs = decoded.split("\n\n").map(Clean::line).filter(|line| !line.is_empty());
    let blocks = paragraphs.map(|text| Block::Paragraph {
        label: 0,
        text: vec![Span {
            text,
            face: Face::Plain,
            link: None,
        }],
    });
    Document {
        blocks: blocks.collect(),
        links: Vec::new(),
    }
}

fn html_escape(text: &str) -> String {
    if text.contains('&') {
        Dom::fragment(text).text().to_string()
    } else {
        text.to_owned()
    }
}

struct Walker<'a> {
    base: Option<&'a Url>,
    blocks: Vec<Block>,
    links: Vec<Link>,
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
            text: Vec::new(),
            run: String::new(),
            face: Face::Plain,
            link: None,
            gap: false,
            breaks: 0,
        }
    }

    fn children(&mut self, node: &NodeRef<'_>) {
        let mut child = node.first_child();
        while let Some(node) = child {
            self.node(&node);
            child = node.next_sibling();
        }
    }

    fn node(&mut self, node: &NodeRef<'_>) {
        let words = node.query(|inner| match &inner.data {
            NodeData::Text { contents } => Some(contents.to_string()),
            _ => None,
        });
        if let Some(Some(words)) = words {
            self.words(&words);
            return;
        }
        let Some(name) = node.node_name() else { return };
        self.element(node, &name);
    }

    fn element(&mut self, node: &NodeRef<'_>, name: &str) {
        match name {
            "script" | "style" | "noscript" | "template" | "form" | "button" | "input" | "select" | "textarea"
            | "nav" | "svg" | "head" | "title" | "object" | "embed" | "canvas" | "math" | "dialog" | "link"
            | "meta" | "map" => {}
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
            "blockquote" => self.nested(node, Block::BlockQuote),
            "ul" | "ol" | "menu" => self.list(node, name),
            "dl" => self.definitions(node),
            "pre" | "listing" | "xmp" => self.code(node),
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
            _ if is_block(name) => {
                self.flush();
                self.children(node);
                self.flush();
            }
            _ => self.children(node),
        }
    }

    /// Text of a node: runs of blanks become one, none at the ends of a paragraph.
    fn words(&mut self, words: &str) {
        for sign in words.chars() {
            if matches!(sign, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
                self.gap = true;
                continue;
            }
            if std::mem::take(&mut self.gap) && !(self.text.is_empty() && self.run.is_empty()) {
                self.run.push(' ');
            }
            self.breaks = 0;
            self.run.push(sign);
        }
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
        let text = Clean::text(&std::mem::take(&mut self.run));
        if text.is_empty() {
            return;
        }
        match self.text.last_mut() {
            Some(last) if last.face == self.face && last.link == self.link => {
                last.text = Clean::text(&format!("{}{text}", last.text));
            }
            _ => self.text.push(Span {
                text,
                face: self.face,
                link: self.link,
            }),
        }
    }

    fn with_face(&mut self, node: &NodeRef<'_>, face: Face) {
        self.close_run();
        let before = std::mem::replace(&mut self.face, face);
        self.children(node);
        self.close_run();
        self.face = before;
    }

    fn anchor(&mut self, node: &NodeRef<'_>) {
        let link = node
            .attr("href")
            .and_then(|href| resolve(&href, self.base))
            .map(|url| self.link_to(url));
        self.close_run();
        let before = self.link;
        self.link = link.or(before);
        self.children(node);
        self.close_run();
        self.link = before;
    }

    fn link_to(&mut self, url: String) -> LinkId {
        let at = self.links.iter().rposition(|link| link.url == url).unwrap_or_else(|| {
            self.links.push(Link { url });
            self.links.len() - 1
        });
        LinkId(at as u32)
    }

    /// Ends the paragraph that is being gathered.
    fn flush(&mut self) {
        self.close_run();
        self.gap = false;
        self.breaks = 0;
        let text = std::mem::take(&mut self.text);
        if text
            .iter()
            .any(|span| span.text.chars().any(|sign| !sign.is_whitespace()))
        {
            self.blocks.push(Block::Paragraph { label: 0, text });
        }
    }

    /// The blocks within a node, apart from those around it.
    fn within(&mut self, node: &NodeRef<'_>) -> Vec<Block> {
        self.flush();
        let before = std::mem::take(&mut self.blocks);
        self.children(node);
        self.flush();
        std::mem::replace(&mut self.blocks, before)
    }

    fn nested(&mut self, node: &NodeRef<'_>, make: impl FnOnce(Vec<Block>) -> Block) {
        let inner = self.within(node);
        if !inner.is_empty() {
            self.blocks.push(make(inner));
        }
    }

    fn heading(&mut self, node: &NodeRef<'_>, name: &str) {
        let level = name.as_bytes().get(1).map_or(2, |digit| digit - b'0');
        for block in self.within(node) {
            self.blocks.push(match block {
                Block::Paragraph { text, .. } => Block::Heading { level, text },
                other => other,
            });
        }
    }

    fn list(&mut self, node: &NodeRef<'_>, name: &str) {
        self.flush();
        let start = (name == "ol").then(|| {
            node.attr("start")
                .and_then(|start| start.trim().parse().ok())
                .unwrap_or(1)
        });
        let mut items = Vec::new();
        for child in node.children_it(false) {
            if child.is_element() || child.is_nonempty_text() {
                let blocks = if child.has_name("li") {
                    self.within(&child)
                } else {
                    self.alone(&child)
                };
                if !blocks.is_empty() {
                    items.push(blocks);
                }
            }
        }
        if !items.is_empty() {
            self.blocks.push(Block::List { start, items });
        }
    }

    fn alone(&mut self, node: &NodeRef<'_>) -> Vec<Block> {
        self.flush();
        let before = std::mem::take(&mut self.blocks);
        self.node(node);
        self.flush();
        std::mem::replace(&mut self.blocks, before)
    }

    fn definitions(&mut self, node: &NodeRef<'_>) {
        for child in node.element_children() {
            let blocks = self.within(&child);
            if child.has_name("dt") {
                self.blocks.extend(blocks);
            } else if !blocks.is_empty() {
                self.blocks.push(Block::List {
                    start: None,
                    items: vec![blocks],
                });
            }
        }
    }

    fn code(&mut self, node: &NodeRef<'_>) {
        self.flush();
        let text = Clean::text(node.text().trim_matches('\n').trim_end());
        let inner = node.first_element_child();
        let class = inner.and_then(|code| code.class()).or_else(|| node.class());
        let language = class.and_then(|class| {
            class
                .split_whitespace()
                .find_map(|word| word.strip_prefix("language-").map(Clean::line))
        });
        if !text.trim().is_empty() {
            self.blocks.push(Block::Code { language, text });
        }
    }

    fn table(&mut self, node: &NodeRef<'_>) {
        self.flush();
        let rows: Vec<_> = node.descendants_it().filter(|node| node.has_name("tr")).collect();
        let lays_out = node.descendants_it().any(|inner| {
            inner.has_name("table")
                || inner.has_name("ul")
                || inner.has_name("ol")
                || inner.has_name("figure")
                || inner.has_name("h2")
        });
        let widest = rows.iter().map(|row| row.element_children().len()).max().unwrap_or(0);
        if lays_out || widest < 2 {
            self.children(node);
            self.flush();
            return;
        }
        let head = rows
            .first()
            .is_some_and(|row| row.element_children().iter().all(|cell| cell.has_name("th")));
        let mut cells = 0;
        let mut table = Vec::new();
        for row in &rows {
            let mut line = Vec::new();
            for cell in row.element_children() {
                cells += 1;
                if cells > MAX_CELLS {
                    break;
                }
                let blocks = self.within(&cell);
                line.push(flat(blocks));
            }
            if line.iter().any(|cell: &Text| !cell.is_empty()) {
                table.push(line);
            }
        }
        if !table.is_empty() {
            self.blocks.push(Block::Table { head, rows: table });
        }
    }

    fn figure(&mut self, node: &NodeRef<'_>) {
        let mut caption = Text::new();
        let mut rest = Vec::new();
        for block in self.within(node) {
            match block {
                Block::Figure { image, caption: alt } => rest.push((image, alt)),
                Block::Paragraph { text, .. } if !caption.is_empty() => {
                    caption.push(Span {
                        text: Clean::text(" "),
                        face: Face::Plain,
                        link: None,
                    });
                    caption.extend(text);
                }
                Block::Paragraph { text, .. } => caption = text,
                other => self.blocks.push(other),
            }
        }
        if rest.is_empty() && !caption.is_empty() {
            self.blocks.push(Block::Paragraph {
                label: 0,
                text: caption,
            });
            return;
        }
        let last = rest.len().saturating_sub(1);
        for (at, (image, alt)) in rest.into_iter().enumerate() {
            let caption = if at == last && !caption.is_empty() {
                std::mem::take(&mut caption)
            } else {
                alt
            };
            self.blocks.push(Block::Figure { image, caption });
        }
    }

    fn picture(&mut self, node: &NodeRef<'_>) {
        let small = |name| {
            node.attr(name)
                .and_then(|size| size.trim().trim_end_matches("px").parse::<u32>().ok())
                .is_some_and(|size| size <= 3)
        };
        if small("width") || small("height") {
            return;
        }
        let source = ["data-src", "data-original", "data-lazy-src", "src"]
            .iter()
            .find_map(|name| node.attr(name).and_then(|source| resolve(&source, self.base)));
        let Some(url) = source else { return };
        let alt = Clean::line(&node.attr_or("alt", ""));
        if alt.is_empty() && is_tracker(&url) {
            return;
        }
        self.show(url, alt);
    }

    fn embed(&mut self, node: &NodeRef<'_>) {
        let source = node
            .attr("src")
            .or_else(|| node.first_element_child().and_then(|inner| inner.attr("src")));
        let Some(url) = source.and_then(|source| resolve(&source, self.base)) else {
            return;
        };
        let title = Clean::line(&node.attr_or("title", ""));
        if is_tracker(&url) {
            return;
        }
        self.show(url, title);
    }

    fn show(&mut self, url: String, words: Clean) {
        self.flush();
        let image = self.link_to(url);
        let caption = if words.is_empty() {
            Text::new()
        } else {
            vec![Span {
                text: words,
                face: Face::Plain,
                link: None,
            }]
        };
        self.blocks.push(Block::Figure { image, caption });
    }
}

/// The words of a cell, its paragraphs joined by blanks.
fn flat(blocks: Vec<Block>) -> Text {
    let mut cell = Text::new();
    for block in blocks {
        if let Block::Paragraph { text, .. } | Block::Heading { text, .. } = block {
            if !cell.is_empty() {
                cell.push(Span {
                    text: Clean::text(" "),
                    face: Face::Plain,
                    link: None,
                });
            }
            cell.extend(text);
        }
    }
    cell
}

/// Pictures that are there to count readers.
fn is_tracker(url: &str) -> bool {
    const SIGNS: &[&str] = &[
        "pixel",
        "/track",
        "counter",
        "beacon",
        "feedburner.com/~",
        "doubleclick",
        "/stat?",
        "analytics",
        "share-button",
    ];
    SIGNS.iter().any(|sign| url.contains(sign))
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "address"
            | "center"
            | "li"
            | "dd"
            | "dt"
            | "details"
            | "summary"
            | "figcaption"
            | "tr"
            | "tbody"
            | "body"
            | "html"
            | "fieldset"
            | "caption"
            | "hgroup"
    )
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::document::tree::{Block, LeafKind};

    #[track_caller]
    fn check(html: &str, leaves: &[&str]) {
        let found: Vec<_> = read(html, None).leaves().into_iter().map(|leaf| leaf.text).collect();
        assert_eq!(found, leaves, "{html}");
    }

    #[test]
    fn builds_paragraphs() {
        check(
            "<p>One  <b>two</b>\n three</p><p> </p><p>four</p>",
            &["One two three", "four"],
        );
        check("bare<br><br>next<br>line", &["bare", "next line"]);
        check("<div>a<p>b</p>c</div>", &["a", "b", "c"]);
        check("plain &amp; simple\n\nsecond", &["plain & simple", "second"]);
        check("<script>x()</script><style>y</style>", &[]);
        check("<a href='https://x.example/'><p>linked</p></a>", &["linked"]);
    }

    #[test]
    fn builds_structure() {
        let document = read(
            "<h2>Head</h2><ul><li>a<ul><li>b</li></ul></li></ul><blockquote><p>said</p></blockquote><pre><code class='language-rust'>fn x() {\n}</code></pre>
             <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>
             <figure><img src='https://x.example/p.jpg' alt='alt'><figcaption>A caption</figcaption></figure><img src='https://x.example/t.gif' width=1 height=1>",
            None,
        );
        let kinds: Vec<_> = document
            .leaves()
            .iter()
            .map(|leaf| (leaf.kind, leaf.text.clone()))
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
        assert!(matches!(&document.blocks[3], Block::Code { language: Some(name), .. } if &**name == "rust"));
    }
}
