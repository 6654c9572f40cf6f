//! The tolerant reader of everything XML: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, CDF, in one pass. What an element means
//! follows from its name and vocabulary, not from the format that the feed claims, because feeds mix them freely.
//! A fault costs the element it stands in and never the entries around it.

use url::Url;

use crate::feed::capture::{Source, encloses, local_of, same};
use crate::feed::entry::{Hints, ParsedFeed};
use crate::feed::item::Item;
use crate::feed::links::rebase;
use crate::feed::names::Vocabulary;
use crate::feed::token::{Attributes, Token};

/// Entries kept: the newest.
const MAX_ENTRIES: usize = 2000;
/// Elements open at once that are remembered.
const MAX_DEPTH: usize = 256;

/// What was found.
pub(in crate::feed) struct Reading {
    /// The feed, where one was recognised.
    pub feed: Option<ParsedFeed>,
    /// What the bytes look like when none was.
    pub looks_like: &'static str,
    /// Whether the markup broke the rules.
    pub damaged: bool,
    /// Entries left out.
    pub left_out: usize,
}

/// The state of a pass.
pub(in crate::feed) struct Reader<'a> {
    pub(in crate::feed) source: Source<'a>,
    pub(in crate::feed) feed: ParsedFeed,
    pub(in crate::feed) root: Option<&'static str>,
    pub(in crate::feed) period_secs: Option<u64>,
    pub(in crate::feed) frequency: Option<u64>,
    bases: Vec<(usize, Url)>,
    languages: Vec<(usize, String)>,
    open: Vec<&'a str>,
    item: Option<(usize, Item)>,
    left_out: usize,
    looks_like: &'static str,
}

/// Reads a whole document.
pub(in crate::feed) fn read(text: &str, hints: &Hints<'_>) -> Reading {
    let mut reader = Reader {
        source: Source::new(text),
        feed: ParsedFeed::default(),
        root: None,
        period_secs: None,
        frequency: None,
        bases: hints.base.map(|base| (0, base.clone())).into_iter().collect(),
        languages: Vec::new(),
        open: Vec::new(),
        item: None,
        left_out: 0,
        looks_like: at_first_sight(text),
    };
    while let Some(token) = reader.source.tokens.next() {
        match token {
            Token::Start {
                name,
                attributes,
                empty,
            } => {
                if reader.root.is_none()
                    && reader.looks_like == at_first_sight(text)
                    && matches!(local_of(name).to_ascii_lowercase().as_str(), "html" | "head" | "body")
                {
                    reader.looks_like = "a web page";
                    break;
                }
                reader.start(name, attributes, empty);
            }
            Token::End { name } => reader.end(name),
            Token::Text(text) if reader.item.is_some() && text.trim_start().starts_with("http") => {
                reader.heed(text);
            }
            Token::Text(_) | Token::Data(_) => {}
        }
    }
    reader.finish()
}

impl<'a> Reader<'a> {
    /// What addresses are relative to here.
    pub(in crate::feed) fn base(&self) -> Option<&Url> {
        self.bases.last().map(|(_, base)| base)
    }

    /// The `xml:lang` that holds here.
    pub(in crate::feed) fn language(&self) -> Option<&str> {
        self.languages
            .last()
            .map(|(_, tag)| tag.as_str())
            .filter(|tag| !tag.is_empty())
    }

    fn start(&mut self, name: &'a str, attributes: Attributes<'a>, empty: bool) {
        let depth = self.open.len() + 1;
        if !attributes.is_empty() {
            self.scope(depth, attributes);
        }
        let (vocabulary, local) = self.source.bindings.resolve(name);
        let mut buffer = [0_u8; 24];
        let local = lower(local, &mut buffer);
        if matches!(local, "channel" | "item")
            && let Some(said) = attributes.get("base")
            && let Some(base) = rebase(self.base(), &self.source.value(said))
        {
            self.bases.push((depth, base));
        }
        let stays = match (vocabulary, local) {
            (Vocabulary::Core | Vocabulary::Atom, "item" | "entry") => {
                self.begin_item(name, attributes);
                true
            }
            _ if self.item.is_some() => self.read_in_item(vocabulary, local, name, attributes, empty),
            _ => {
                self.container(vocabulary, local, attributes)
                    || self.read_in_feed(vocabulary, local, name, attributes, empty)
            }
        };
        if stays && !empty && self.open.len() < MAX_DEPTH {
            self.open.push(name);
            return;
        }
        if stays && empty {
            self.end_item_at(self.open.len());
        }
        self.leave(self.open.len());
    }

    /// Notes what an element says of everything inside it.
    fn scope(&mut self, depth: usize, attributes: Attributes<'a>) {
        for (name, value) in attributes.iter() {
            let Some(colon) = name.get(..5).filter(|head| {
                head.eq_ignore_ascii_case("xmlns")
                    || head.eq_ignore_ascii_case("xml:b")
                    || head.eq_ignore_ascii_case("xml:l")
            }) else {
                continue;
            };
            if colon.eq_ignore_ascii_case("xmlns") {
                let prefix = name.get(5..).unwrap_or_default();
                self.source.bindings.bind(depth, prefix.trim_start_matches(':'), value);
            } else if same(name, "xml:base") {
                let said = self.source.value(value);
                if let Some(base) = rebase(self.base(), &said) {
                    self.bases.push((depth, base));
                }
            } else if same(name, "xml:lang") {
                self.languages.push((depth, tag(value)));
            }
        }
    }

    /// Whether this is an element that holds the rest: a root, a channel, a wrapper of items.
    fn container(&mut self, vocabulary: Vocabulary, local: &str, attributes: Attributes<'a>) -> bool {
        let version = attributes.get("version").map_or("", str::trim);
        let format = match (local, vocabulary) {
            ("rss", _) => {
                // What stands without a prefix is RSS, whatever its root takes for the default.
                self.source.bindings.bind(self.open.len() + 1, "", "");
                rss_format(version)
            }
            ("rdf", _) => rdf_format(attributes),
            ("feed", Vocabulary::Core | Vocabulary::Atom) => {
                let old = version == "0.3" || attributes.iter().any(|(_, value)| value.contains("purl.org/atom/ns"));
                if old { "atom03" } else { "atom10" }
            }
            ("channel", Vocabulary::Core) if self.root.is_none() => {
                if attributes
                    .iter()
                    .any(|(_, value)| value.contains("purl.org/net/rss1.1"))
                {
                    "rss11"
                } else if attributes.get("href").is_some()
                    || attributes.get("lastmod").is_some()
                    || attributes.get("self").is_some()
                {
                    "cdf"
                } else {
                    "rss"
                }
            }
            ("channel", Vocabulary::Core) => {
                self.about(attributes);
                return true;
            }
            ("items", Vocabulary::Core) => return true,
            _ => {
                if self.root.is_none() {
                    self.looks_like = other_root(local).unwrap_or(self.looks_like);
                }
                // Whatever is wrapped around a feed hides nothing.
                return self.root.is_none();
            }
        };
        if self.root.is_none() {
            self.root = Some(format);
            self.feed.format = format;
            self.feed.language = self.language().map(str::to_owned);
        }
        self.about(attributes);
        true
    }

    fn begin_item(&mut self, name: &'a str, attributes: Attributes<'a>) {
        if let Some((depth, _)) = &self.item {
            // The one before was never closed.
            self.source.tokens.damaged = true;
            let depth = *depth;
            self.end_item_at(depth);
            self.open.truncate(depth);
        }
        if self.root.is_none() {
            let format = if same(local_of(name), "entry") { "atom10" } else { "rss" };
            self.root = Some(format);
            self.feed.format = format;
        }
        let item = Item::new(&self.source, attributes, self.base(), self.language());
        self.item = Some((self.open.len(), item));
    }

    fn read_in_item(
        &mut self,
        vocabulary: Vocabulary,
        local: &str,
        name: &'a str,
        attributes: Attributes<'a>,
        empty: bool,
    ) -> bool {
        let Some((depth, mut item)) = self.item.take() else {
            return false;
        };
        let base = self.bases.last().map(|(_, base)| base);
        let language = self.languages.last().map(|(_, tag)| tag.as_str());
        let atom = self.root.is_some_and(|root| root.starts_with("atom"));
        let place = (base, language.filter(|tag| !tag.is_empty()), atom);
        item.read(&mut self.source, (vocabulary, local, name), attributes, empty, place);
        self.item = Some((depth, item));
        false
    }

    /// Takes note of an address between an item's elements.
    fn heed(&mut self, text: &str) {
        let said = self.source.value(text);
        let base = self.bases.last().map(|(_, base)| base);
        if let Some((_, item)) = &mut self.item {
            item.heed(&said, base);
        }
    }

    fn end(&mut self, name: &'a str) {
        let Some(at) = self.open.iter().rposition(|open| same(open, name)) else {
            self.source.tokens.damaged |= !encloses(name, &self.source.bindings);
            return;
        };
        self.source.tokens.damaged |= at + 1 != self.open.len();
        self.open.truncate(at);
        self.end_item_at(at);
        self.leave(at);
    }

    fn leave(&mut self, depth: usize) {
        self.source.bindings.leave(depth);
        self.bases.retain(|(at, _)| *at <= depth);
        self.languages.retain(|(at, _)| *at <= depth);
    }

    /// Ends the item that was begun at `depth` or deeper.
    fn end_item_at(&mut self, depth: usize) {
        if let Some((_, item)) = self.item.take_if(|(begun, _)| *begun >= depth) {
            self.feed.entries.push(item.finish());
            if self.feed.entries.len() >= 2 * MAX_ENTRIES {
                self.prune();
            }
        }
    }

    /// Keeps the newest entries, in document order; undated ones are as new as the one before them.
    fn prune(&mut self) {
        let surplus = self.feed.entries.len().saturating_sub(MAX_ENTRIES);
        if surplus == 0 {
            return;
        }
        let mut ages: Vec<(i64, usize)> = Vec::with_capacity(self.feed.entries.len());
        let mut last = i64::MAX;
        for (at, entry) in self.feed.entries.iter().enumerate() {
            last = entry
                .published
                .or(entry.updated)
                .map_or(last, |date| date.at.as_second());
            ages.push((-last.max(-i64::MAX), at));
        }
        ages.sort_unstable();
        let mut kept = vec![false; ages.len()];
        ages.iter().take(MAX_ENTRIES).for_each(|(_, at)| kept[*at] = true);
        let mut kept = kept.into_iter();
        self.feed.entries.retain(|_| kept.next().unwrap_or(false));
        self.left_out += surplus;
    }

    /// An Atom entry without an author is the feed's author's (RFC 4287 §4.2.1).
    fn inherit(&mut self) {
        if !self.feed.format.starts_with("atom") || self.feed.authors.is_empty() {
            return;
        }
        for entry in self.feed.entries.iter_mut().filter(|entry| entry.authors.is_empty()) {
            entry.authors.clone_from(&self.feed.authors);
        }
    }

    fn finish(mut self) -> Reading {
        if self.item.is_some() {
            self.source.tokens.damaged = true;
        }
        self.end_item_at(0);
        self.prune();
        self.inherit();
        if self.period_secs.is_some() || self.frequency.is_some() {
            // The module's own defaults: daily, once.
            let secs = self.period_secs.unwrap_or(86_400) / self.frequency.unwrap_or(1).max(1);
            self.feed.update_period_secs = Some(secs);
        }
        let damaged = self.source.tokens.damaged || !self.open.is_empty();
        let found = self.root.is_some();
        Reading {
            feed: found.then_some(self.feed),
            looks_like: self.looks_like,
            damaged,
            left_out: self.left_out,
        }
    }
}

/// A language tag as RFC 5646 writes it.
fn tag(said: &str) -> String {
    said.trim().replace('_', "-")
}

fn rss_format(version: &str) -> &'static str {
    match version {
        "0.90" => "rss090",
        "0.91" => "rss091",
        "0.92" => "rss092",
        "0.93" => "rss093",
        "0.94" => "rss094",
        "1.0" => "rss10",
        _ if version.starts_with('2') => "rss20",
        _ => "rss",
    }
}

fn rdf_format(attributes: Attributes<'_>) -> &'static str {
    let has = |part: &str| attributes.iter().any(|(_, value)| value.contains(part));
    if has("my.netscape.com/rdf/simple/0.9") || has("channel.netscape.com/rdf/simple/0.9") {
        "rss090"
    } else if has("purl.org/net/rss1.1") {
        "rss11"
    } else {
        "rss10"
    }
}

fn at_first_sight(text: &str) -> &'static str {
    let text = text.trim_start();
    if text.starts_with("<?xml") {
        "XML of another kind"
    } else if text.starts_with("[{") {
        "JSON of another kind"
    } else {
        "plain text"
    }
}

fn other_root(local: &str) -> Option<&'static str> {
    Some(match local {
        "opml" => "a list of feeds (OPML)",
        "urlset" | "sitemapindex" => "a sitemap",
        "svg" => "a picture",
        "error" | "errors" => "an error message",
        _ => return None,
    })
}

/// A name in lower case; what is longer than any name that means something is no name.
fn lower<'b>(name: &str, buffer: &'b mut [u8; 24]) -> &'b str {
    let Some(space) = buffer.get_mut(..name.len()) else {
        return "";
    };
    space.copy_from_slice(name.as_bytes());
    space.make_ascii_lowercase();
    std::str::from_utf8(space).unwrap_or_default()
}
