//! What stands around an article's headline, line by line: where pages say who wrote it and when.

use std::cell::OnceCell;

use dom_query::{Document as Dom, NodeId, NodeRef};

use crate::document::boilerplate::fold;
use crate::model::Clean;

/// Lines before the headline that are kept.
const BEFORE: usize = 12;
/// Lines after it that are read.
const AFTER: usize = 40;
/// Lines that are read for it.
const MOST: usize = 4_000;

/// Lines around the headline; all of the page's where it has none.
#[derive(Default)]
pub(crate) struct Near<'a> {
    pub(crate) lines: Vec<Line<'a>>,
    /// The first line of the headline.
    pub(crate) headline: Option<usize>,
}

/// A line of text as a browser would break it.
#[derive(Default)]
pub(crate) struct Line<'a> {
    pub(crate) text: Clean,
    /// What `<time>` elements in it say for machines, with their classes.
    pub(crate) stamps: Vec<(String, String)>,
    /// The texts of its elements.
    said: Vec<NodeRef<'a>>,
    pieces: OnceCell<Vec<Piece>>,
}

impl Line<'_> {
    /// What its elements say, one by one; looked at only where they are asked for.
    pub(crate) fn pieces(&self) -> &[Piece] {
        self.pieces.get_or_init(|| self.said.iter().map(Piece::of).collect())
    }
}

/// The text between two tags.
pub(crate) struct Piece {
    pub(crate) text: String,
    /// How near an element around it is that is marked as the author's: [`AUTHORS_OWN`] where it is its own, 0 where there is none,
    /// or where it is of a picture or beside the article: whoever is named there did not write it.
    pub(crate) authored: u8,
    /// The link that it is in.
    pub(crate) link: Option<NodeId>,
    /// Whether it is set off: in bold type.
    pub(crate) bold: bool,
    /// Whether it is among readers' comments.
    pub(crate) commented: bool,
}

impl Piece {
    fn of(said: &NodeRef<'_>) -> Self {
        const AROUND: usize = 24;
        let mut piece = Self {
            text: said.text().to_string(),
            authored: 0,
            link: None,
            bold: false,
            commented: false,
        };
        let mut aside = false;
        let mut nearness = AUTHORS_OWN;
        for around in said.ancestors_it(Some(AROUND)) {
            let name = around.node_name().unwrap_or_default();
            match &*name {
                "a" => piece.link = piece.link.or(Some(around.id)),
                "b" | "strong" => piece.bold = true,
                "figure" | "figcaption" | "aside" => aside |= !is_authors(&around, &name),
                _ => {}
            }
            if piece.authored == 0 && nearness > 0 && is_authors(&around, &name) {
                piece.authored = nearness;
            }
            nearness = nearness.saturating_sub(1);
            piece.commented |= is_comments(&around);
        }
        if aside {
            piece.authored = 0;
        }
        piece
    }
}

/// What [`Piece::authored`] is in an element that is itself marked.
pub(crate) const AUTHORS_OWN: u8 = 5;

/// Reads a page's lines once, and only if they are asked for.
pub(crate) struct Surroundings<'a> {
    dom: &'a Dom,
    title: &'a str,
    near: OnceCell<Near<'a>>,
}

impl<'a> Surroundings<'a> {
    pub(crate) fn of(dom: &'a Dom, title: &'a str) -> Self {
        Self {
            dom,
            title,
            near: OnceCell::new(),
        }
    }

    pub(crate) fn near(&self) -> &Near<'a> {
        self.near.get_or_init(|| self.read(&fold(self.title)))
    }

    /// All lines of the page but readers' comments, and no headline: for what stands below an article.
    pub(crate) fn all(&self) -> Near<'a> {
        self.read("")
    }

    fn read(&self, title: &str) -> Near<'a> {
        let mut walk = Walk {
            title,
            near: Near::default(),
            line: Line::default(),
        };
        if let Some(body) = self.dom.body() {
            walk.inside(&body, 0);
        }
        walk.read()
    }
}

struct Walk<'t, 'a> {
    /// The headline's words; nothing where none is looked for.
    title: &'t str,
    near: Near<'a>,
    line: Line<'a>,
}

impl<'a> Walk<'_, 'a> {
    fn inside(&mut self, node: &NodeRef<'a>, depth: usize) {
        const DEEPEST: usize = 200;
        for child in node.children_it(false) {
            let count = self.near.lines.len();
            let far = self.near.headline.is_some_and(|headline| count > headline + AFTER);
            if depth > DEEPEST || count > MOST || far {
                return;
            }
            if child.is_text() {
                if !child.text().trim().is_empty() {
                    self.line.said.push(child);
                }
                continue;
            }
            let Some(name) = child.node_name() else { continue };
            let below = self.near.headline.is_some() || self.title.is_empty();
            if below && !matches!(&*name, "span" | "main" | "article") && is_comments(&child) {
                continue;
            }
            match &*name {
                "script" | "style" | "noscript" | "template" | "select" | "nav" => {}
                "br" | "hr" => self.end(),
                "span" | "a" | "b" | "i" | "em" | "strong" | "small" | "abbr" | "date" | "font" | "u" | "label"
                | "cite" | "time" | "button" => {
                    if let Some(stamp) = child.attr("datetime").filter(|_| &*name == "time") {
                        let class = child.attr("class").unwrap_or_default().to_lowercase();
                        self.line.stamps.push((stamp.to_string(), class));
                    }
                    self.inside(&child, depth + 1);
                }
                _ => {
                    self.end();
                    if matches!(&*name, "h1" | "h2") && self.near.headline.is_none() && self.is_headline(&child, &name)
                    {
                        let lines = &mut self.near.lines;
                        lines.drain(..lines.len().saturating_sub(BEFORE));
                        self.near.headline = Some(lines.len());
                    }
                    self.inside(&child, depth + 1);
                    self.end();
                }
            }
        }
    }

    fn is_headline(&self, node: &NodeRef<'_>, name: &str) -> bool {
        /// Longer ones are no headings.
        const LONGEST: usize = 2_000;
        let text = node.text();
        let heading = if text.len() > LONGEST {
            String::new()
        } else {
            fold(&text)
        };
        !heading.is_empty()
            && !self.title.is_empty()
            && (heading.contains(self.title) || name == "h1" && self.title.contains(&heading))
    }

    fn end(&mut self) {
        if !self.line.said.is_empty() || !self.line.stamps.is_empty() {
            self.near.lines.push(std::mem::take(&mut self.line));
        }
    }

    /// The lines that are left, with their texts: those of menus before the headline have gone by now.
    fn read(mut self) -> Near<'a> {
        self.end();
        for line in &mut self.near.lines {
            let texts: Vec<_> = line.said.iter().map(|node| node.text()).collect();
            let texts: Vec<_> = texts.iter().map(|text| &**text).collect();
            line.text = Clean::line(&texts.join(" "));
        }
        self.near
    }
}

/// Whether an element holds readers' comments.
pub(crate) fn is_comments(node: &NodeRef<'_>) -> bool {
    // "comments-open" says of an article that there may be some.
    const OTHERS: [&str; 6] = ["open", "close", "link", "count", "off", "commentary"];
    ["class", "id"].iter().any(|attribute| {
        let value = node.attr(attribute).unwrap_or_default().to_ascii_lowercase();
        let mut names = value.split_ascii_whitespace();
        names.any(|name| name.contains("comment") && !OTHERS.iter().any(|other| name.contains(other)))
    })
}

/// Whether it is a link to the page of an author.
pub(crate) fn is_author_link(node: &NodeRef<'_>) -> bool {
    const FOLDERS: [&str; 9] = [
        "/author/",
        "/authors/",
        "/autor/",
        "/autores/",
        "/autoren/",
        "/auteur/",
        "/auteurs/",
        "/autore/",
        "/autori/",
    ];
    node.has_name("a")
        && node
            .attr("href")
            .is_some_and(|address| FOLDERS.iter().any(|folder| address.contains(folder)))
}

/// Whether an element is marked as the author's.
fn is_authors(node: &NodeRef<'_>, name: &str) -> bool {
    const WORDS: [&str; 5] = ["author", "byline", "autor", "auteur", "creator"];
    if matches!(name, "body" | "main" | "article") {
        return false;
    }
    if name == "address" || is_author_link(node) {
        return true;
    }
    ["class", "rel", "itemprop", "data-testid", "data-component", "id"]
        .iter()
        .any(|attribute| {
            let Some(value) = node.attr(attribute) else {
                return false;
            };
            let value = value.to_ascii_lowercase();
            WORDS.iter().any(|word| value.contains(word))
                && !["comment", "authori", "related", "licen", "photo", "teaser"]
                    .iter()
                    .any(|other| value.contains(other))
        })
}
