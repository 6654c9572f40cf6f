//! An item or entry, element by element.

use url::Url;

use crate::feed::capture::{Inside, Source, local_of};
use crate::feed::entry::{Content, Enclosure, Entry, LinkTo, TextKind, Titled};
use crate::feed::fields::{Declared, add_subjects};
use crate::feed::links::{resolve, resolve_markup};
use crate::feed::media;
use crate::feed::names::Vocabulary::{self, Atom, Core, Dublin, Feedburner, Itunes, Media, Xhtml};
use crate::feed::token::Attributes;
use crate::model::{Published, read_date};

/// Links, subjects, people, files of one entry that are kept.
const MAX_LIST: usize = 200;

/// An entry being read, with what is only needed until it is whole.
#[derive(Debug, Default)]
pub(in crate::feed) struct Item {
    pub(in crate::feed) entry: Entry,
    text_link: Option<String>,
    stray_link: Option<String>,
    original_link: Option<String>,
    original_file: Option<String>,
    about: Option<String>,
    weak_date: Option<Published>,
    weak_summary: Option<Titled>,
}

/// Where an element stands: what its addresses are relative to, its language, whether the document is Atom.
pub(in crate::feed) type Place<'p> = (Option<&'p Url>, Option<&'p str>, bool);

impl Item {
    /// An item as its start tag has it.
    pub(in crate::feed) fn new(
        source: &Source<'_>,
        attributes: Attributes<'_>,
        base: Option<&Url>,
        language: Option<&str>,
    ) -> Self {
        let mut item = Self::default();
        item.entry.language = language.map(str::to_owned);
        item.about = source
            .attribute(attributes, "rdf:about")
            .or_else(|| source.attribute(attributes, "about"));
        if let Some(href) = source.attribute(attributes, "href") {
            item.text_link = Some(resolve(&href, base));
        }
        if let Some(date) = source.attribute(attributes, "lastmod") {
            item.entry.updated = read_date(&date);
        }
        item
    }

    /// Takes note of an address between elements: `<link/>https://…`, as tools for HTML leave it behind.
    pub(in crate::feed) fn heed(&mut self, text: &str, base: Option<&Url>) {
        if self.stray_link.is_none() && !text.contains(char::is_whitespace) {
            self.stray_link = Some(resolve(text, base));
        }
    }

    /// Reads one child element to its end.
    pub(in crate::feed) fn read<'a>(
        &mut self,
        source: &mut Source<'a>,
        (vocabulary, local, name): (Vocabulary, &str, &'a str),
        attributes: Attributes<'a>,
        empty: bool,
        place: Place<'_>,
    ) {
        let base = place.0;
        match (vocabulary, local) {
            (Core | Atom, "link" | "a") => self.add_link(source.link(name, attributes, empty, base), attributes),
            (Core, "url") => {
                let url = source.text(name, empty).map(|url| resolve(&url, base));
                self.text_link = self.text_link.take().or(url);
            }
            (Core | Atom, "guid" | "id") => self.read_id(source, name, attributes, empty),
            (Feedburner, "origlink") => self.original_link = source.text(name, empty).map(|link| resolve(&link, base)),
            (Feedburner, "origenclosurelink") => {
                self.original_file = source.text(name, empty).map(|file| resolve(&file, base));
            }
            (Core | Atom, "comments") => {
                let comments = source.text(name, empty).map(|text| resolve(&text, base));
                self.entry.comments = self.entry.comments.take().or(comments);
            }
            (Core, "enclosure") => self.read_enclosure(source, name, attributes, empty, base),
            (Core, "image" | "thumbnail") => {
                let url = source.picture(name, attributes, empty);
                self.entry.images.extend(url.map(|url| (resolve(&url, base), None)));
            }
            (Media | Itunes, _) => {
                let summary = media::read(
                    &mut self.entry,
                    source,
                    (vocabulary, local, name),
                    attributes,
                    empty,
                    base,
                );
                let length = |said: &Option<Titled>| said.as_ref().map_or(0, |said| said.value.len());
                // A subtitle is shorter than a summary.
                if length(&summary) > length(&self.weak_summary) {
                    self.weak_summary = summary;
                }
            }
            (Core | Atom | Dublin, "source") => self.read_source(source, name, empty),
            _ => {
                let done = self.read_text(source, (vocabulary, local, name), attributes, empty, place)
                    || self.read_person(source, (vocabulary, local, name), attributes, empty, base)
                    || self.read_date(source, (vocabulary, local, name), empty);
                if !done && !empty {
                    source.skip(name);
                }
            }
        }
    }

    fn read_text<'a>(
        &mut self,
        source: &mut Source<'a>,
        (vocabulary, local, name): (Vocabulary, &str, &'a str),
        attributes: Attributes<'a>,
        empty: bool,
        place: Place<'_>,
    ) -> bool {
        let (base, language, atom) = place;
        let entry = &mut self.entry;
        let atom = atom || vocabulary == Atom;
        match (vocabulary, local) {
            (Core | Atom | Dublin, "title") => {
                let title = source.titled(name, attributes, empty, atom && vocabulary != Dublin, base);
                // A title of the item's own goes before one of Dublin Core.
                if entry.title.is_none() || (vocabulary != Dublin && title.is_some() && !atom) {
                    entry.title = title.or_else(|| entry.title.take());
                }
            }
            (Core | Atom, "description" | "summary" | "abstract" | "tagline" | "subtitle" | "info") => {
                let summary = source.titled(name, attributes, empty, atom, base);
                if let (Some(first), Some(second)) = (&entry.summary, &summary)
                    && first.value.len() < second.value.len()
                    && entry.content.is_empty()
                {
                    // Twice the same element: the longer one is the body.
                    entry.content.push(body(second.clone(), language, base));
                } else {
                    entry.summary = entry.summary.take().or(summary);
                }
            }
            (Dublin, "description") => self.weak_summary = source.titled(name, attributes, empty, false, base),
            (Vocabulary::Content, "encoded")
            | (Core, "fullitem" | "content:encoded" | "encoded")
            | (Xhtml | Core, "body")
            | (Xhtml, "div") => {
                let captured = if empty {
                    <_>::default()
                } else {
                    source.capture(name, if vocabulary == Xhtml { Inside::Xml } else { Inside::Html })
                };
                if !captured.value.is_empty() {
                    let kind = if vocabulary == Xhtml {
                        TextKind::Xhtml
                    } else {
                        TextKind::Html
                    };
                    let text = Titled {
                        value: resolve_markup(captured.value, base),
                        kind,
                        ..Titled::default()
                    };
                    entry.content.push(body(text, language, base));
                }
            }
            (Core | Atom, "content") => read_content(entry, source, name, attributes, empty, (base, language, atom)),
            (Core | Atom | Dublin, "rights" | "copyright") => {
                entry.rights = source.titled(name, attributes, empty, atom, base);
            }
            (Dublin | Core, "language") => {
                entry.language = source.text(name, empty).or_else(|| entry.language.take());
            }
            _ => return false,
        }
        true
    }

    fn read_person<'a>(
        &mut self,
        source: &mut Source<'a>,
        (vocabulary, local, name): (Vocabulary, &str, &'a str),
        attributes: Attributes<'a>,
        empty: bool,
        base: Option<&Url>,
    ) -> bool {
        let entry = &mut self.entry;
        match (vocabulary, local) {
            (Core | Atom, "author") | (Dublin, "creator" | "author") => {
                let person = source.person(name, empty, base);
                entry
                    .authors
                    .extend(person.filter(|person| entry.authors.len() < MAX_LIST && !entry.authors.contains(person)));
            }
            (Core | Atom | Dublin, "contributor") => {
                let person = source.person(name, empty, base);
                entry
                    .contributors
                    .extend(person.filter(|_| entry.contributors.len() < MAX_LIST));
            }
            (Core | Atom, "category") | (Dublin, "subject") => {
                add_subjects(&mut entry.categories, source.category(name, attributes, empty));
            }
            _ => return false,
        }
        true
    }

    fn read_date<'a>(
        &mut self,
        source: &mut Source<'a>,
        (vocabulary, local, name): (Vocabulary, &str, &'a str),
        empty: bool,
    ) -> bool {
        let mut read = || source.text(name, empty).and_then(|text| read_date(&text));
        let entry = &mut self.entry;
        match (vocabulary, local) {
            (Core | Atom, "pubdate" | "published" | "issued") | (Dublin, "issued") => {
                entry.published = read().or(entry.published);
            }
            (Core | Atom, "updated" | "modified" | "lastbuilddate") | (Dublin, "modified") => {
                entry.updated = read().or(entry.updated);
            }
            (Core | Dublin, "date") => {
                self.weak_date = read().or(self.weak_date);
                entry.updated = entry.updated.or(self.weak_date);
            }
            (Core | Atom | Dublin, "created") => {
                let created = read();
                self.weak_date = self.weak_date.or(created);
            }
            _ => return false,
        }
        true
    }

    fn read_id<'a>(&mut self, source: &mut Source<'a>, name: &'a str, attributes: Attributes<'a>, empty: bool) {
        let permalink = source.attribute(attributes, "ispermalink");
        let id = source.text(name, empty);
        if self.entry.id.is_none() && id.is_some() {
            self.entry.id = id;
            self.entry.id_is_permalink = permalink.map(|said| !said.eq_ignore_ascii_case("false"));
        }
    }

    fn add_link(&mut self, link: Option<LinkTo>, attributes: Attributes<'_>) {
        let Some(link) = link.filter(|_| self.entry.links.len() < MAX_LIST) else {
            return;
        };
        if link.rel.as_deref() == Some("enclosure") {
            let file = Enclosure {
                url: link.href.clone(),
                media_type: link.media_type.clone(),
                length: link.length.clone(),
            };
            self.entry.enclosures.push(file);
        }
        let leads_to_it = matches!(link.rel.as_deref(), None | Some("alternate"));
        if leads_to_it && attributes.get("href").is_none() && self.text_link.is_none() {
            self.text_link = Some(link.href.clone());
        }
        self.entry.links.push(link);
    }

    fn read_enclosure<'a>(
        &mut self,
        source: &mut Source<'a>,
        name: &'a str,
        attributes: Attributes<'a>,
        empty: bool,
        base: Option<&Url>,
    ) {
        let url = ["url", "href", "rdf:resource", "enc:url"]
            .iter()
            .find_map(|name| source.attribute(attributes, name));
        let media_type = source.attribute(attributes, "type");
        let length = source.attribute(attributes, "length");
        let text = source.text(name, empty);
        if let Some(url) = url.or(text).filter(|_| self.entry.enclosures.len() < MAX_LIST) {
            let url = resolve(&url, base);
            self.entry.enclosures.push(Enclosure {
                url,
                media_type,
                length,
            });
        }
    }

    fn read_source<'a>(&mut self, source: &mut Source<'a>, name: &'a str, empty: bool) {
        if empty {
            return;
        }
        let mut title = None;
        let text = source.children(name, |source, inner, attributes, empty| {
            let read = local_of(inner).eq_ignore_ascii_case("title");
            if read {
                title = source
                    .titled(inner, attributes, empty, true, None)
                    .map(|title| title.value);
            }
            read
        });
        self.entry.source_title = title.or(Some(text)).filter(|title| !title.is_empty());
    }

    /// The entry, once its end is reached.
    pub(in crate::feed) fn finish(self) -> Entry {
        let mut entry = self.entry;
        entry.published = entry.published.or(self.weak_date);
        entry.summary = entry.summary.or(self.weak_summary);
        entry.id = entry.id.or(self.about);
        if let (Some(file), Some(original)) = (entry.enclosures.first_mut(), self.original_file) {
            file.url = original;
        }
        entry.comments = entry.comments.or_else(|| replies(&entry.links));
        let guid = entry
            .id
            .as_deref()
            .filter(|id| entry.id_is_permalink != Some(false) && id.starts_with("http"));
        let alternate = best_link(&entry.links).map(|link| link.href.clone());
        entry.link = self
            .original_link
            .or(self.text_link)
            .or(alternate)
            .or(self.stray_link)
            .or_else(|| guid.map(str::to_owned));
        entry.link = entry.link.or_else(|| {
            entry
                .links
                .iter()
                .find(|link| link.rel.as_deref() == Some("self"))
                .map(|link| link.href.clone())
        });
        entry
    }
}

/// The link to the page itself: an alternate one, in HTML where there are several.
pub(in crate::feed) fn best_link(links: &[LinkTo]) -> Option<&LinkTo> {
    let alternate = |link: &&LinkTo| {
        link.rel
            .as_deref()
            .is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"))
    };
    let html = |link: &&LinkTo| link.media_type.as_deref().is_none_or(|kind| kind.contains("html"));
    links
        .iter()
        .filter(alternate)
        .find(html)
        .or_else(|| links.iter().find(alternate))
}

/// Where an Atom entry is discussed: the page that its replies are on (RFC 4685 §4).
fn replies(links: &[LinkTo]) -> Option<String> {
    let page = |link: &&LinkTo| {
        let kind = link.media_type.as_deref();
        link.rel.as_deref() == Some("replies") && kind.is_none_or(|kind| kind.contains("html"))
    };
    links.iter().find(page).map(|link| link.href.clone())
}

fn body(text: Titled, language: Option<&str>, base: Option<&Url>) -> Content {
    Content {
        value: text.value,
        kind: text.kind,
        language: language.map(str::to_owned),
        base: base.map(|base| base.as_str().to_owned()),
        ..Content::default()
    }
}

/// Atom's content, of any type, here or elsewhere.
fn read_content<'a>(
    entry: &mut Entry,
    source: &mut Source<'a>,
    name: &'a str,
    attributes: Attributes<'a>,
    empty: bool,
    (base, language, atom): Place<'_>,
) {
    let src = source.attribute(attributes, "src").map(|src| resolve(&src, base));
    let media_type = Declared::of(source, attributes, atom).media_type();
    let text = source.titled(name, attributes, empty, atom, base);
    if (text.is_some() || src.is_some()) && entry.content.len() < MAX_LIST {
        let text = text.unwrap_or_default();
        entry.content.push(Content {
            media_type,
            src,
            ..body(text, language, base)
        });
    }
}
