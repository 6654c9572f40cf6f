//! What stands around an article's headline, line by line: where pages say who wrote it and when.

use std::cell::OnceCell;

use dom_query::{Document as Dom, NodeRef};

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
pub(crate) struct Near {
    pub(crate) lines: Vec<Line>,
    /// The first line of the headline.
    pub(crate) headline: Option<usize>,
}

/// A line of text as a browser would break it.
#[derive(Default)]
pub(crate) struct Line {
    pub(crate) text: Clean,
    /// What its elements say, one by one.
    pub(crate) pieces: Vec<Piece>,
    /// What `<time>` elements in it say for machines, with their classes.
    pub(crate) stamps: Vec<(String, String)>,
}

/// The text between two tags.
pub(crate) struct Piece {
    pub(crate) text: String,
    /// How near an element around it is that is marked as the author's: [`AUTHORS_OWN`] where it is its own, 0 where there is none.
    pub(crate) authored: u8,
    /// Which of the page's links it is in.
    pub(crate) link: Option<usize>,
    /// Whether it is set off: in bold type.
    pub(crate) bold: bool,
    /// Whether it is among readers' comments.
    pub(crate) commented: bool,
}

/// What [`Piece::authored`] is in an element that is itself marked.
pub(crate) const AUTHORS_OWN: u8 = 5;

/// Reads a page's lines once, and only if they are asked for.
pub(crate) struct Surroundings<'a> {
    dom: &'a Dom,
    title: &'a str,
    near: OnceCell<Near>,
}

impl<'a> Surroundings<'a> {
    pub(crate) fn of(dom: &'a Dom, title: &'a str) -> Self {
        Self {
            dom,
            title,
            near: OnceCell::new(),
        }
    }

    pub(crate) fn near(&self) -> &Near {
        self.near.get_or_init(|| self.read(&fold(self.title)))
    }

    /// All lines of the page but readers' comments, and no headline: for what stands below an article.
    pub(crate) fn all(&self) -> Near {
        self.read("")
    }

    fn read(&self, title: &str) -> Near {
        let mut walk = Walk {
            title,
            near: Near::default(),
            line: Line::default(),
            links: 0,
        };
        if let Some(body) = self.dom.body() {
            walk.inside(&body, Around::default(), 0);
            walk.end();
        }
        walk.near
    }
}

/// What an element's ancestors are.
#[derive(Clone, Copy, Default)]
struct Around {
    /// How many elements further in a mark of the author's still counts.
    authored: u8,
    link: Option<usize>,
    bold: bool,
    commented: bool,
    /// Whether it is of a picture or beside the article: whoever is named there did not write it.
    aside: bool,
}

struct Walk<'a> {
    /// The headline's words; nothing where none is looked for.
    title: &'a str,
    near: Near,
    line: Line,
    /// Links so far.
    links: usize,
}

impl Walk<'_> {
    fn inside(&mut self, node: &NodeRef<'_>, around: Around, depth: usize) {
        const DEEPEST: usize = 200;
        for child in node.children_it(false) {
            let count = self.near.lines.len();
            let far = self.near.headline.is_some_and(|headline| count > headline + AFTER);
            if depth > DEEPEST || count > MOST || far {
                return;
            }
            if child.is_text() {
                let text = child.text();
                if !text.trim().is_empty() {
                    self.line.pieces.push(Piece {
                        text: text.to_string(),
                        authored: around.authored,
                        link: around.link,
                        bold: around.bold,
                        commented: around.commented,
                    });
                }
                continue;
            }
            let Some(name) = child.node_name() else { continue };
            let below = self.near.headline.is_some() || self.title.is_empty();
            let commented = is_comments(&child);
            if below && commented && !matches!(&*name, "span" | "main" | "article") {
                continue;
            }
            let mut inner = self.around(&child, &name, around);
            inner.commented |= commented;
            match &*name {
                "script" | "style" | "noscript" | "template" | "select" | "nav" => {}
                "br" | "hr" => self.end(),
                "span" | "a" | "b" | "i" | "em" | "strong" | "small" | "abbr" | "date" | "font" | "u" | "label"
                | "cite" | "time" | "button" => {
                    if let Some(stamp) = child.attr("datetime").filter(|_| &*name == "time") {
                        let class = child.attr("class").unwrap_or_default().to_lowercase();
                        self.line.stamps.push((stamp.to_string(), class));
                    }
                    self.inside(&child, inner, depth + 1);
                }
                _ => {
                    self.end();
                    if matches!(&*name, "h1" | "h2") && self.near.headline.is_none() && self.is_headline(&child, &name)
                    {
                        let lines = &mut self.near.lines;
                        lines.drain(..lines.len().saturating_sub(BEFORE));
                        self.near.headline = Some(lines.len());
                    }
                    self.inside(&child, inner, depth + 1);
                    self.end();
                }
            }
        }
    }

    /// What an element adds to what is around it.
    fn around(&mut self, node: &NodeRef<'_>, name: &str, outer: Around) -> Around {
        let authors = is_authors(node, name);
        let aside = outer.aside || !authors && matches!(name, "figure" | "figcaption" | "aside");
        let link = (name == "a").then(|| {
            self.links += 1;
            self.links
        });
        Around {
            authored: match (aside, authors) {
                (true, _) => 0,
                (_, true) => AUTHORS_OWN,
                _ => outer.authored.saturating_sub(1),
            },
            link: link.or(outer.link),
            bold: outer.bold || matches!(name, "b" | "strong"),
            commented: outer.commented,
            aside,
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
        let mut line = std::mem::take(&mut self.line);
        let texts: Vec<_> = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
        line.text = Clean::line(&texts.join(" "));
        if !line.text.is_empty() || !line.stamps.is_empty() {
            self.near.lines.push(line);
        }
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
