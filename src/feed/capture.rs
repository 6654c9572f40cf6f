//! What stands inside one element: as plain text, or as markup where the element may hold some.

use crate::feed::entity::{decoded, escaped, sifted};
use crate::feed::names::{Bindings, Vocabulary};
use crate::feed::token::{Attributes, Token, Tokens};
use crate::model::once_encoded;

/// More than this of one element is not kept.
const MAX_VALUE_BYTES: usize = 4 << 20;
/// How often a document may have an unknown element without an end: each is read twice.
const MAX_REREADS: usize = 32;

/// How an element's inside is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::feed) enum Inside {
    /// Text only; tags in it are dropped.
    Plain,
    /// HTML, escaped or not: what was decoded is markup already (RSS).
    Html,
    /// XML: text beside elements is escaped again (Atom).
    Xml,
}

/// What was inside.
#[derive(Debug, Default)]
pub(in crate::feed) struct Captured {
    /// The text or markup, ends trimmed.
    pub value: String,
    /// Whether there were elements in it.
    pub elements: bool,
}

/// The tokens with what is known of them: the prefixes, and how many faults may still be looked into.
pub(in crate::feed) struct Source<'a> {
    /// The tokens.
    pub tokens: Tokens<'a>,
    /// What prefixes mean.
    pub bindings: Bindings<'a>,
    rereads: usize,
}

impl<'a> Source<'a> {
    /// Reads `text` from its start.
    pub(in crate::feed) fn new(text: &'a str) -> Self {
        Self {
            tokens: Tokens::new(text),
            bindings: Bindings::default(),
            rereads: 0,
        }
    }

    /// Decodes an attribute's value.
    pub(in crate::feed) fn value(&self, raw: &str) -> String {
        decoded(raw, &self.tokens.entities).trim().to_owned()
    }

    /// The decoded value of an attribute, where it says anything.
    pub(in crate::feed) fn attribute(&self, attributes: Attributes<'_>, name: &str) -> Option<String> {
        attributes
            .get(name)
            .map(|raw| self.value(raw))
            .filter(|value| !value.is_empty())
    }

    /// Reads up to the end of the element `name`, whose start was the last token.
    #[expect(clippy::too_many_lines, reason = "one pass over markup, an arm a token")]
    pub(in crate::feed) fn capture(&mut self, name: &str, inside: Inside) -> Captured {
        let mut captured = Captured::default();
        let mut nested = 0_usize;
        loop {
            let before = self.tokens.position();
            let Some(token) = self.tokens.next() else {
                self.tokens.damaged = true;
                break;
            };
            let value = &mut captured.value;
            match token {
                Token::Text(raw) if value.len() < MAX_VALUE_BYTES => {
                    let text = decoded(raw, &self.tokens.entities);
                    if captured.elements && inside == Inside::Xml {
                        escaped(&text, value);
                    } else {
                        value.push_str(&text);
                    }
                }
                Token::Data(raw) if value.len() < MAX_VALUE_BYTES => {
                    let text = sifted(raw);
                    if captured.elements && inside == Inside::Xml {
                        escaped(&text, value);
                    } else {
                        value.push_str(&text);
                    }
                }
                Token::Text(_) | Token::Data(_) => {}
                Token::Start {
                    name: inner,
                    attributes,
                    empty,
                } => {
                    if ends(inner, name, inside, &self.bindings) || (inside == Inside::Plain && same(inner, name)) {
                        self.tokens.rewind(before);
                        self.tokens.damaged = true;
                        break;
                    }
                    nested += usize::from(same(inner, name) && !empty);
                    if inside != Inside::Plain && value.len() < MAX_VALUE_BYTES {
                        if !captured.elements && inside == Inside::Xml {
                            let plain = std::mem::take(value);
                            escaped(&plain, value);
                        }
                        captured.elements = true;
                        self.bind_prefixes(attributes);
                        write_start(self.local(inner), attributes, empty, value);
                    }
                }
                Token::End { name: inner } if same(inner, name) && nested == 0 => break,
                Token::End { name: inner } => {
                    if encloses(inner, &self.bindings) && !same(inner, name) {
                        self.tokens.rewind(before);
                        self.tokens.damaged = true;
                        break;
                    }
                    nested -= usize::from(same(inner, name));
                    if inside != Inside::Plain && value.len() < MAX_VALUE_BYTES {
                        let inner = self.local(inner);
                        value.push_str("</");
                        value.push_str(inner);
                        value.push('>');
                    }
                }
            }
        }
        trim(&mut captured.value);
        // Wrapped twice.
        let mut inner = captured.value.as_str();
        while let Some(wrapped) = inner.strip_prefix("<![CDATA[") {
            inner = wrapped.strip_suffix("]]>").unwrap_or(wrapped).trim();
        }
        if inner.len() < captured.value.len() {
            captured.value = inner.to_owned();
        }
        if let Some(value) = once_encoded(&captured.value) {
            captured.value = value;
        }
        captured
    }

    /// Reads the children of the element `name`, handing each start to `each`, which reads that child; gives the text beside them.
    pub(in crate::feed) fn children(
        &mut self,
        name: &str,
        mut each: impl FnMut(&mut Self, &'a str, Attributes<'a>, bool) -> bool,
    ) -> String {
        let mut text = String::new();
        loop {
            let before = self.tokens.position();
            match self.tokens.next() {
                None => break,
                Some(Token::Text(raw)) => text.push_str(&decoded(raw, &self.tokens.entities)),
                Some(Token::Data(raw)) => text.push_str(&sifted(raw)),
                Some(Token::Start {
                    name: inner,
                    attributes,
                    empty,
                }) => {
                    if is_item(inner, &self.bindings) {
                        self.tokens.rewind(before);
                        self.tokens.damaged = true;
                        break;
                    }
                    if !each(self, inner, attributes, empty) && !empty {
                        self.skip(inner);
                    }
                }
                Some(Token::End { name: inner }) if same(inner, name) => break,
                Some(Token::End { name: inner }) => {
                    if encloses(inner, &self.bindings) {
                        self.tokens.rewind(before);
                        self.tokens.damaged = true;
                        break;
                    }
                }
            }
        }
        trim(&mut text);
        text
    }

    /// Reads past the end of an element that says nothing to a news reader.
    pub(in crate::feed) fn skip(&mut self, name: &str) {
        if is_void(name) {
            return;
        }
        let start = self.tokens.position();
        let mut nested = 0_usize;
        loop {
            let before = self.tokens.position();
            match self.tokens.next() {
                Some(Token::Start { name: inner, empty, .. }) if same(inner, name) => nested += usize::from(!empty),
                Some(Token::End { name: inner }) if same(inner, name) && nested == 0 => return,
                Some(Token::End { name: inner }) if same(inner, name) => nested -= 1,
                Some(Token::Start { name: inner, .. }) if is_item(inner, &self.bindings) => {
                    return self.reread(start, before);
                }
                Some(Token::End { name: inner }) if encloses(inner, &self.bindings) => {
                    return self.reread(start, before);
                }
                Some(_) => {}
                None => return self.reread(start, before),
            }
        }
    }

    /// An element that never ended hides nothing behind it: goes back to its start, while that is affordable.
    fn reread(&mut self, start: usize, stop: usize) {
        self.tokens.damaged = true;
        self.rereads += 1;
        self.tokens
            .rewind(if self.rereads <= MAX_REREADS { start } else { stop });
    }

    /// Notes the prefixes that an element within a captured one declares; they are forgotten with that one. Its default namespace
    /// is left alone: by that, an item is known that begins before this one ended.
    fn bind_prefixes(&mut self, attributes: Attributes<'a>) {
        if attributes.raw().contains("xmlns:") {
            for (name, address) in attributes.iter() {
                if let Some(prefix) = name.strip_prefix("xmlns:") {
                    self.bindings.bind(usize::MAX, prefix, address);
                }
            }
        }
    }

    /// XHTML's names lose their prefix: what is kept is read as HTML.
    fn local<'n>(&self, name: &'n str) -> &'n str {
        match self.bindings.resolve(name) {
            (Vocabulary::Xhtml, local) => local,
            _ => name,
        }
    }
}

/// Whether two names are one, in any case.
pub(in crate::feed) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Whether a name is an item's or entry's.
pub(in crate::feed) fn is_item(name: &str, bindings: &Bindings<'_>) -> bool {
    let local = local_of(name);
    (same(local, "item") || same(local, "entry"))
        && matches!(bindings.resolve(name).0, Vocabulary::Core | Vocabulary::Atom)
}

/// Whether a name is that of an element that nothing inside an entry can be left open across.
pub(in crate::feed) fn encloses(name: &str, bindings: &Bindings<'_>) -> bool {
    let local = local_of(name);
    ["item", "entry", "channel", "feed", "rss", "rdf"]
        .iter()
        .any(|name| same(name, local))
        && matches!(
            bindings.resolve(name).0,
            Vocabulary::Core | Vocabulary::Atom | Vocabulary::Rdf
        )
}

/// The part of a name behind its prefix.
pub(in crate::feed) fn local_of(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Fields that no HTML has a tag for.
const FIELDS: &[&str] = &[
    "guid",
    "pubdate",
    "enclosure",
    "category",
    "content:encoded",
    "dc:date",
    "dc:creator",
    "author",
    "comments",
];
/// Fields that a line of text does not hold, whatever HTML has.
const SIBLINGS: &[&str] = &["title", "link", "description", "id", "updated", "published"];

/// Whether the start tag `name` shows that the element `within`, which is being read, was never closed.
fn ends(name: &str, within: &str, inside: Inside, bindings: &Bindings<'_>) -> bool {
    let is_any = |fields: &[&str]| fields.iter().any(|field| same(field, name));
    is_item(name, bindings)
        || (inside != Inside::Xml && is_any(FIELDS))
        || ((inside == Inside::Plain || same(within, "title")) && is_any(SIBLINGS))
}

fn write_start(name: &str, attributes: Attributes<'_>, empty: bool, into: &mut String) {
    into.push('<');
    into.push_str(name);
    let raw = attributes.raw().trim_end().trim_end_matches('/').trim_end();
    into.push_str(raw);
    // `<div/>` is no end in HTML.
    into.push_str(match (empty, is_void(name)) {
        (true, true) => " />",
        (true, false) => "></",
        (false, _) => ">",
    });
    if empty && !is_void(name) {
        into.push_str(name);
        into.push('>');
    }
}

fn is_void(name: &str) -> bool {
    [
        "br", "hr", "img", "input", "area", "base", "col", "embed", "meta", "param", "source", "track", "wbr",
    ]
    .iter()
    .any(|void| same(void, name))
}

fn trim(value: &mut String) {
    value.truncate(value.trim_end().len());
    let lead = value.len() - value.trim_start().len();
    if lead > 0 {
        value.drain(..lead);
    }
}
