//! Elements that feeds and entries share: texts, links, people, subjects.

use url::Url;

use crate::feed::capture::{Captured, Inside, Source, local_of};
use crate::feed::entry::{Category, LinkTo, Person, TextKind, Titled};
use crate::feed::links::{resolve, resolve_markup};
use crate::feed::person;
use crate::feed::token::Attributes;

/// More of a title, a name or an address is not kept.
const MAX_LINE_BYTES: usize = 10_000;

/// A relation written out: it means the same as the name behind it (RFC 4287 §4.2.7.2).
const RELATIONS: &str = "http://www.iana.org/assignments/relation/";

/// Subjects of a feed or an entry that are kept.
const MAX_SUBJECTS: usize = 200;

/// The longest address that is kept.
const MAX_ADDRESS_BYTES: usize = 8 << 10;

impl<'a> Source<'a> {
    /// An element's text, where it has any.
    pub(in crate::feed) fn text(&mut self, name: &str, empty: bool) -> Option<String> {
        if empty {
            return None;
        }
        let mut value = self.capture(name, Inside::Plain).value;
        value.truncate(value.floor_char_boundary(MAX_LINE_BYTES));
        (!value.is_empty()).then_some(value)
    }

    /// A text that may be markup, by its `type` and `mode` (Atom) or by its looks (all others).
    pub(in crate::feed) fn titled(
        &mut self,
        name: &str,
        attributes: Attributes<'a>,
        empty: bool,
        atom: bool,
        base: Option<&Url>,
    ) -> Option<Titled> {
        let declared = Declared::of(self, attributes, atom);
        let captured = if empty {
            Captured::default()
        } else {
            self.capture(name, declared.inside)
        };
        let kind = declared.kind(&captured);
        let value = declared.decode(captured.value);
        let value = if kind == TextKind::Text {
            value
        } else {
            resolve_markup(value, base)
        };
        (!value.is_empty()).then_some(Titled {
            value,
            kind,
            declared: !declared.said.is_empty(),
        })
    }

    /// A link: Atom's attributes, or an address as text.
    pub(in crate::feed) fn link(
        &mut self,
        name: &str,
        attributes: Attributes<'a>,
        empty: bool,
        base: Option<&Url>,
    ) -> Option<LinkTo> {
        let get = |name: &str| self.attribute(attributes, name);
        let mut link = LinkTo {
            href: get("href")
                .or_else(|| get("rdf:resource"))
                .or_else(|| get("url"))
                .unwrap_or_default(),
            rel: get("rel").map(|rel| match rel.strip_prefix(RELATIONS) {
                Some(name) => name.to_owned(),
                None => rel,
            }),
            media_type: get("type"),
            hreflang: get("hreflang"),
            title: get("title"),
            length: get("length"),
        };
        let text = self.text(name, empty);
        if link.href.is_empty() {
            link.href = text?;
        } else if link.rel.is_none() {
            link.rel = Some("alternate".to_owned());
        }
        link.href = resolve(&link.href, base);
        (!link.href.is_empty() && link.href.len() <= MAX_ADDRESS_BYTES).then_some(link)
    }

    /// A person: Atom's children, or a line of text.
    pub(in crate::feed) fn person(&mut self, name: &str, empty: bool, base: Option<&Url>) -> Option<Person> {
        if empty {
            return None;
        }
        let mut person = Person::default();
        let start = self.tokens.position();
        let mut marked_up = false;
        let mut text = self.children(name, |source, inner, _, empty| {
            match local_of(inner).to_ascii_lowercase().as_str() {
                "name" | "title" => {
                    let name = source.text(inner, empty);
                    person.name = person.name.take().or(name);
                }
                "email" | "mbox" => {
                    let email = source.text(inner, empty);
                    person.email = person.email.take().or(email);
                }
                "uri" | "url" | "homepage" => {
                    let uri = source.text(inner, empty).map(|uri| resolve(&uri, base));
                    person.uri = person.uri.take().or(uri);
                }
                _ => {
                    marked_up = true;
                    return false;
                }
            }
            true
        });
        if person == Person::default() {
            // What is longer is no name, but an element without an end: reading each of many twice would be quadratic.
            let (end, damaged) = (self.tokens.position(), self.tokens.damaged);
            if marked_up && end - start <= MAX_LINE_BYTES {
                // `by <a href="…">Ada Moss</a>`: the words, whatever stands around them.
                self.tokens.rewind(start);
                text = self.capture(name, Inside::Plain).value;
                self.tokens.rewind(end);
                self.tokens.damaged = damaged;
            }
            return person::read(text.get(..text.floor_char_boundary(MAX_LINE_BYTES))?);
        }
        Some(person)
    }

    /// A picture's address: an attribute, a child or the text.
    pub(in crate::feed) fn picture(&mut self, name: &str, attributes: Attributes<'a>, empty: bool) -> Option<String> {
        let mut url = ["url", "href", "rdf:resource"]
            .iter()
            .find_map(|name| self.attribute(attributes, name));
        if empty {
            return url;
        }
        let text = self.children(name, |source, inner, _, empty| {
            let read = local_of(inner).eq_ignore_ascii_case("url");
            if read {
                url = source.text(inner, empty).or_else(|| url.take());
            }
            read
        });
        url.or(Some(text).filter(|text| !text.is_empty()))
    }

    /// A subject: Atom's attributes, or text with RSS's `domain`.
    pub(in crate::feed) fn category(
        &mut self,
        name: &str,
        attributes: Attributes<'a>,
        empty: bool,
    ) -> Option<Category> {
        let term = self
            .attribute(attributes, "term")
            .or_else(|| self.attribute(attributes, "text"));
        let scheme = self
            .attribute(attributes, "scheme")
            .or_else(|| self.attribute(attributes, "domain"));
        let label = self.attribute(attributes, "label");
        let text = self.text(name, empty);
        let term = term.or(text).or_else(|| label.clone())?;
        Some(Category { term, scheme, label })
    }

    /// The subjects of the itunes module: categories within categories, and words between commas.
    pub(in crate::feed) fn itunes_subjects(
        &mut self,
        name: &str,
        attributes: Attributes<'a>,
        empty: bool,
    ) -> Vec<Category> {
        let subject = |term: &str| Category {
            term: term.trim().to_owned(),
            scheme: Some(ITUNES.to_owned()),
            label: None,
        };
        let mut subjects: Vec<Category> = self
            .attribute(attributes, "text")
            .iter()
            .map(|term| subject(term))
            .collect();
        if empty {
            return subjects;
        }
        let words = self.children(name, |source, inner, attributes, empty| {
            subjects.extend(source.attribute(attributes, "text").map(|term| subject(&term)));
            if !empty {
                source.skip(inner);
            }
            true
        });
        subjects.extend(words.split(',').filter(|word| !word.trim().is_empty()).map(subject));
        subjects
    }
}

/// Adds subjects that are not there yet.
pub(in crate::feed) fn add_subjects(subjects: &mut Vec<Category>, more: impl IntoIterator<Item = Category>) {
    for subject in more {
        if subjects.len() < MAX_SUBJECTS && !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
}

/// What an element's attributes say of its text.
pub(in crate::feed) struct Declared {
    atom: bool,
    said: String,
    mode: String,
    /// How to read it.
    pub(in crate::feed) inside: Inside,
}

impl Declared {
    /// From `type` and `mode`.
    pub(in crate::feed) fn of(source: &Source<'_>, attributes: Attributes<'_>, atom: bool) -> Self {
        let get = |name: &str| {
            source
                .attribute(attributes, name)
                .unwrap_or_default()
                .to_ascii_lowercase()
        };
        let (said, mode) = (get("type"), get("mode"));
        let inside = if (atom || !said.is_empty()) && said != "html" && mode != "escaped" {
            Inside::Xml
        } else {
            Inside::Html
        };
        Self {
            atom,
            said,
            mode,
            inside,
        }
    }

    /// What the text is.
    pub(in crate::feed) fn kind(&self, captured: &Captured) -> TextKind {
        match self.said.as_str() {
            "xhtml" => TextKind::Xhtml,
            said if said.contains("xml") => TextKind::Xhtml,
            "html" | "text/html" if captured.elements && self.inside == Inside::Xml => TextKind::Xhtml,
            "html" | "text/html" => TextKind::Html,
            _ if captured.elements && self.inside == Inside::Xml => TextKind::Xhtml,
            _ if captured.elements => TextKind::Html,
            "text" | "text/plain" => TextKind::Text,
            "" if self.atom => TextKind::Text,
            _ if looks_like_markup(&captured.value) => TextKind::Html,
            _ => TextKind::Text,
        }
    }

    /// A media type that is neither text nor markup.
    pub(in crate::feed) fn media_type(&self) -> Option<String> {
        let known = matches!(
            self.said.as_str(),
            "" | "text" | "html" | "xhtml" | "text/plain" | "text/html" | "application/xhtml+xml"
        );
        (!known).then(|| self.said.clone())
    }

    /// Undoes base64.
    pub(in crate::feed) fn decode(&self, value: String) -> String {
        let binary = !self.said.starts_with("text/") && self.said.contains('/') && !self.said.contains("xml");
        if self.mode != "base64" && !(self.mode.is_empty() && binary) {
            return value;
        }
        base64(&value)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .map_or(value, |text| text.trim().to_owned())
    }
}

/// Whether plain-looking text holds tags or entities, so that it was meant as HTML.
pub(in crate::feed) fn looks_like_markup(text: &str) -> bool {
    // No `>` behind a `<`: no tag. Looked up once, for a text may hold a million of the one and none of the other.
    let last = text.rfind('>').unwrap_or(0);
    let tag = text.match_indices('<').take_while(|(at, _)| *at < last).any(|(at, _)| {
        let tail = text.get(at + 1..).unwrap_or_default();
        let tail = tail.strip_prefix('/').unwrap_or(tail);
        let name_len = tail
            .find(|sign: char| !sign.is_ascii_alphanumeric())
            .unwrap_or(tail.len());
        let name = tail.get(..name_len).unwrap_or_default();
        let after = tail.get(name_len..).unwrap_or_default();
        KNOWN_TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
            && after.starts_with(['>', ' ', '/', '\n', '\t', '\r'])
    });
    tag || text.match_indices('&').any(|(at, _)| {
        let tail = text.get(at + 1..).unwrap_or_default();
        let end = tail
            .find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '#'))
            .unwrap_or(tail.len());
        end > 1 && tail.get(end..).is_some_and(|after| after.starts_with(';'))
    })
}

/// Whose subjects the itunes module's are.
const ITUNES: &str = "http://www.itunes.com/";

const KNOWN_TAGS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "link",
    "main",
    "mark",
    "nav",
    "object",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for sign in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    Some(bytes)
}
