//! The larger pieces of a document as the walk meets them: lists, tables, pictures.

use dom_query::NodeRef;

use crate::document::html::{Walker, plain_span};
use crate::document::links::web_link;
use crate::document::tree::{Block, LinkId, Text};
use crate::model::Clean;

/// Cells of a table that are kept.
const MAX_CELLS: usize = 2_000;
/// Pixels of a picture that is there to be seen; smaller ones count readers or stand for buttons.
const MIN_PIXELS: u32 = 49;

impl Walker<'_> {
    pub(crate) fn heading(&mut self, node: &NodeRef<'_>, name: &str) {
        let level = name.as_bytes().get(1).map_or(2, |digit| digit - b'0');
        for block in self.within(node) {
            self.blocks.push(match block {
                Block::Paragraph { text, .. } => Block::Heading { level, text },
                other => other,
            });
        }
    }

    pub(crate) fn code(&mut self, node: &NodeRef<'_>) {
        let text = Clean::text(node.text().trim_matches('\n').trim_end());
        let inner = node.first_element_child();
        let class = inner.and_then(|code| code.class()).or_else(|| node.class());
        let language = class.and_then(|class| {
            let mut words = class.split_whitespace();
            words.find_map(|word| word.strip_prefix("language-").map(Clean::line))
        });
        if !text.trim().is_empty() {
            self.push(Block::Code { language, text });
        }
    }

    pub(crate) fn list(&mut self, node: &NodeRef<'_>, name: &str) {
        self.flush();
        let number = |start: &str| start.trim().parse().ok();
        let start = (name == "ol").then(|| node.attr("start").and_then(|start| number(&start)).unwrap_or(1));
        let mut items = Vec::new();
        for child in node.children_it(false) {
            if child.is_element() || child.is_nonempty_text() {
                let blocks = self.alone(&child);
                if !blocks.is_empty() {
                    items.push(blocks);
                }
            }
        }
        if !items.is_empty() {
            self.blocks.push(Block::List { start, items });
        }
    }

    pub(crate) fn definitions(&mut self, node: &NodeRef<'_>) {
        for child in node.element_children() {
            let blocks = self.alone(&child);
            if child.has_name("dd") && !blocks.is_empty() {
                self.blocks.push(Block::List {
                    start: None,
                    items: vec![blocks],
                });
            } else {
                self.blocks.extend(blocks);
            }
        }
    }

    pub(crate) fn table(&mut self, node: &NodeRef<'_>) {
        self.flush();
        let rows: Vec<_> = node.descendants_it().filter(|node| node.has_name("tr")).collect();
        let lays_out = |inner: NodeRef<'_>| {
            let name = inner.qual_name_ref();
            name.is_some_and(|name| {
                matches!(
                    &*name.local,
                    "table" | "ul" | "ol" | "figure" | "h1" | "h2" | "h3" | "iframe"
                )
            })
        };
        let widest = rows.iter().map(|row| row.element_children().len()).max().unwrap_or(0);
        if widest < 2 || node.descendants_it().any(lays_out) {
            self.children(node);
            return;
        }
        let head = rows
            .first()
            .is_some_and(|row| row.element_children().iter().all(|cell| cell.has_name("th")));
        let mark = self.origins.len();
        let mut cells = 0;
        let mut table = Vec::new();
        for row in &rows {
            let mut line = Vec::new();
            for cell in row.element_children() {
                cells += 1;
                if cells <= MAX_CELLS {
                    line.push(flat(self.within(&cell)));
                }
            }
            if line.iter().any(|cell: &Text| !cell.is_empty()) {
                table.push(line);
            }
        }
        let made = if table.is_empty() {
            Vec::new()
        } else {
            vec![Block::Table { head, rows: table }]
        };
        self.push_made(mark, made);
    }

    pub(crate) fn figure(&mut self, node: &NodeRef<'_>) {
        self.flush();
        let mark = self.origins.len();
        let inner = self.within(node);
        let holds_text = |block: &Block| {
            !matches!(
                block,
                Block::Figure { .. } | Block::Paragraph { .. } | Block::Heading { .. }
            )
        };
        // A figure around a table, code or a quotation is only a frame.
        if inner.iter().any(holds_text) || !inner.iter().any(|block| matches!(block, Block::Figure { .. })) {
            let frame = inner.iter().any(holds_text);
            if frame {
                self.blocks.extend(inner);
            } else {
                self.push_made(mark, Vec::new());
            }
            return;
        }
        let mut caption = Text::new();
        let mut pictures: Vec<(LinkId, bool, Text)> = Vec::new();
        for block in inner {
            match block {
                Block::Figure { image, embed, caption } => pictures.push((image, embed, caption)),
                Block::Paragraph { text, .. } | Block::Heading { text, .. } => join(&mut caption, text),
                _ => {}
            }
        }
        pictures.dedup_by(|a, b| a.0 == b.0);
        let last = pictures.len().saturating_sub(1);
        let figures = pictures
            .into_iter()
            .enumerate()
            .map(|(at, (image, embed, alt))| Block::Figure {
                image,
                embed,
                caption: if at == last && !caption.is_empty() {
                    std::mem::take(&mut caption)
                } else {
                    alt
                },
            });
        let figures = figures.collect();
        self.push_made(mark, figures);
    }

    pub(crate) fn picture(&mut self, node: &NodeRef<'_>) {
        let small = |name| {
            let size = node
                .attr(name)
                .and_then(|size| size.trim().trim_end_matches("px").parse::<u32>().ok());
            size.is_some_and(|size| size < MIN_PIXELS)
        };
        let class = node.class();
        let smiley = class.is_some_and(|class| class.contains("smiley") || class.contains("emoji"));
        if smiley {
            return;
        }
        if small("width") || small("height") {
            return;
        }
        let address = |name: &str| {
            let value = node.attr(name)?;
            let set = name.ends_with("srcset");
            web_link(if set { best_of(&value)? } else { &value }, self.base)
        };
        let names = [
            "data-src",
            "data-original",
            "data-lazy-src",
            "src",
            "data-srcset",
            "srcset",
        ];
        let mut found = names.into_iter().filter_map(address);
        let Some(url) = found.find(|url| !is_tracker(url)) else {
            return;
        };
        let alt = Clean::line(&node.attr_or("alt", ""));
        self.show(url, false, alt);
    }

    pub(crate) fn embed(&mut self, node: &NodeRef<'_>) {
        let source = node.attr("src").or_else(|| node.attr("data-src"));
        let source = source.or_else(|| node.first_element_child().and_then(|inner| inner.attr("src")));
        let Some(url) = source.and_then(|source| web_link(&source, self.base)) else {
            return;
        };
        let title = Clean::line(&node.attr_or("title", ""));
        if !is_tracker(&url) {
            self.show(url, true, title);
        }
    }

    fn show(&mut self, image: String, embed: bool, words: Clean) {
        self.flush();
        let image = self.link_to(image);
        // The same picture again is the lazy one's stand-in.
        if matches!(self.blocks.last(), Some(Block::Figure { image: last, .. }) if *last == image) {
            return;
        }
        let caption = if words.is_empty() {
            Text::new()
        } else {
            vec![plain_span(words)]
        };
        self.push(Block::Figure { image, embed, caption });
    }
}

/// The words of a cell, its paragraphs joined by blanks.
fn flat(blocks: Vec<Block>) -> Text {
    let mut cell = Text::new();
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } | Block::Heading { text, .. } => join(&mut cell, text),
            Block::BlockQuote(inner) => join(&mut cell, flat(inner)),
            Block::Code { text, .. } => join(&mut cell, vec![plain_span(Clean::line(&text))]),
            _ => {}
        }
    }
    cell
}

fn join(text: &mut Text, more: Text) {
    if !text.is_empty() && !more.is_empty() {
        text.push(plain_span(Clean::text(" ")));
    }
    text.extend(more);
}

/// The address in a `srcset` of the picture that is large enough for any terminal, else of the largest: "a.jpg 1x, b.jpg 2x",
/// "a.jpg 300w, b.jpg 1200w".
fn best_of(set: &str) -> Option<&str> {
    /// Pixels of width beyond which a picture only costs more.
    const WIDE: f32 = 1_600.0;
    /// Pixels of width that a picture without densities is taken to have.
    const COMMON: f32 = 640.0;
    let mut best: Option<(f32, &str)> = None;
    let mut rest = set.trim_start();
    while !rest.is_empty() {
        // Commas inside of an address are its own; at its end they part candidates.
        let (address, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        let (size, next) = match address.strip_suffix(',') {
            Some(_) => ("", after),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        let size = size.trim();
        let number = |unit| {
            size.strip_suffix(unit)
                .and_then(|number: &str| number.parse::<f32>().ok())
        };
        let width = number('w')
            .or_else(|| number('x').map(|density| density * COMMON))
            .unwrap_or(COMMON);
        let better = |(known, _): (f32, &str)| {
            if known > WIDE {
                width < known
            } else {
                width > known && width <= WIDE
            }
        };
        if best.is_none_or(better) {
            best = Some((width, address.trim_matches(',')));
        }
        rest = next.trim_start();
    }
    best.map(|(_, address)| address).filter(|address| !address.is_empty())
}

/// Pictures that are there to count readers.
fn is_tracker(url: &str) -> bool {
    const SIGNS: &[&str] = &[
        "pixel",
        "/track",
        "counter",
        "beacon",
        "feedburner.com/~",
        "/~ff/",
        "/~r/",
        "doubleclick",
        "/stat?",
        "analytics",
        "share-button",
        "/1x1",
        "spacer.gif",
        "blank.gif",
        "feeds.wordpress.com",
        "googletagmanager",
        "stats.wp.com",
        "b.gif?",
        "/piwik",
        "matomo",
        "scorecardresearch",
        "/ads/",
        "adserver",
        "facebook.com/tr",
    ];
    SIGNS.iter().any(|sign| url.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::best_of;
    use crate::document::html::read;
    use crate::document::tree::Block;

    #[test]
    fn takes_the_best_of_a_set() {
        for (set, best) in [
            ("/a.jpg", Some("/a.jpg")),
            ("/a.jpg 1x, /b.jpg 2x", Some("/b.jpg")),
            ("/s.jpg 300w,\n /m.jpg 1200w, /l.jpg 4000w", Some("/m.jpg")),
            ("/l.jpg 4000w, /xl.jpg 6000w", Some("/l.jpg")),
            (
                "/w_300,h_200/a.jpg 300w, /w_600,h_400/a.jpg 600w",
                Some("/w_600,h_400/a.jpg"),
            ),
            ("/a.jpg, /b.jpg 1.5x,", Some("/b.jpg")),
            ("/a.jpg 600w 400h", Some("/a.jpg")),
            (" ", None),
            (",", None),
        ] {
            assert_eq!(best_of(set), best, "{set}");
        }
    }

    #[test]
    fn keeps_pictures_that_are_there_to_be_seen() {
        for (html, captions) in [
            ("<img src='https://x.example/a.jpg' alt='A ship'>", &["A ship"][..]),
            ("<img src='https://x.example/a.gif' width=1 height=1>", &[]),
            ("<img src='https://x.example/pixel.gif'>", &[]),
            (
                "<img class='lazy' data-src='https://x.example/b.jpg' src='data:x' alt=B><noscript><img src='https://x.example/b.jpg' alt=B></noscript>",
                &["B"],
            ),
            (
                "<figure><img src='https://x.example/a.jpg' alt=A><figcaption>Cap <p>Credit: B</p></figcaption></figure>",
                &["Cap Credit: B"],
            ),
            (
                "<iframe src='https://video.example/v' title='Film'></iframe>",
                &["Film"],
            ),
            ("<figure><figcaption>No picture</figcaption></figure>", &[]),
        ] {
            let bounded = crate::document::bounds::bound(html, crate::document::bounds::BODY);
            let reading = read(&bounded.markup, None);
            let found: Vec<_> = reading.document.leaves().into_iter().map(|leaf| leaf.text).collect();
            assert_eq!(found, captions, "{html}");
            assert_eq!(reading.origins.len(), found.len(), "{html}");
        }
    }

    #[test]
    fn tells_tables_from_layout() {
        let is_table = |html: &str| matches!(read(html, None).document.blocks.as_slice(), [Block::Table { .. }]);
        assert!(is_table("<table><tr><td>a</td><td>b</td></tr></table>"));
        assert!(is_table(
            "<figure><table><tr><td>a</td><td>b</td></tr></table></figure>"
        ));
        assert!(!is_table("<table><tr><td>a</td></tr></table>"));
        assert!(!is_table("<table><tr><td><h2>a</h2></td><td>b</td></tr></table>"));
    }
}
