//! A feed's own elements: what it is called, where it lives, how often to ask.

use crate::feed::capture::local_of;
use crate::feed::entry::ParsedFeed;
use crate::feed::fields::add_subjects;
use crate::feed::item::best_link;
use crate::feed::links::resolve;
use crate::feed::names::Vocabulary::{self, Atom, Core, Dublin, Itunes, Rdf, Syndication};
use crate::feed::person;
use crate::feed::reader::Reader;
use crate::feed::token::Attributes;
use crate::model::read_date;

/// Links, subjects, people of a feed that are kept.
const MAX_LIST: usize = 200;

impl<'a> Reader<'a> {
    /// Takes what a root's or channel's start tag says.
    pub(in crate::feed) fn about(&mut self, attributes: Attributes<'a>) {
        // Channels within the channel have their own.
        if self.feed.link.is_none() {
            let href = self.source.attribute(attributes, "href");
            self.feed.link = href.map(|href| resolve(&href, self.base()));
        }
        if self.feed.updated.is_none() {
            let date = self.source.attribute(attributes, "lastmod");
            self.feed.updated = date.and_then(|date| read_date(&date));
        }
        if self.feed.id.is_none() {
            self.feed.id = self.source.attribute(attributes, "rdf:about");
        }
        if self.feed.language.is_none() {
            self.feed.language = self.language().map(str::to_owned);
        }
    }

    /// Reads one element of the head to its end; `false`: it does not hold others.
    pub(in crate::feed) fn read_in_feed(
        &mut self,
        vocabulary: Vocabulary,
        local: &str,
        name: &'a str,
        attributes: Attributes<'a>,
        empty: bool,
    ) -> bool {
        let base = self.base().cloned();
        let base = base.as_ref();
        let named = (vocabulary, local, name);
        match (vocabulary, local) {
            (Core | Atom, "link" | "a") => {
                let link = self.source.link(name, attributes, empty, base);
                self.feed
                    .links
                    .extend(link.filter(|_| self.feed.links.len() < MAX_LIST));
            }
            (Core | Atom, "category") | (Dublin, "subject") => {
                let category = self.source.category(name, attributes, empty);
                add_subjects(&mut self.feed.categories, category);
            }
            (Itunes, "category" | "keywords") => {
                let subjects = self.source.itunes_subjects(name, attributes, empty);
                add_subjects(&mut self.feed.categories, subjects);
            }
            (Core, "image") => self.read_image(name, attributes, empty),
            (Core, "skiphours" | "skipdays") => self.read_skips(name, empty),
            _ => {
                let done = self.read_head_text(named, attributes, empty)
                    || self.read_head_person(named, empty)
                    || self.read_head_fact(named, attributes, empty);
                if !done && vocabulary == Rdf {
                    // A list of items' addresses: nothing to read, and no item may be hidden in it.
                    return true;
                }
                if !done && !empty {
                    self.source.skip(name);
                }
            }
        }
        false
    }

    fn read_head_text(
        &mut self,
        (vocabulary, local, name): (Vocabulary, &str, &'a str),
        attributes: Attributes<'a>,
        empty: bool,
    ) -> bool {
        let atom = vocabulary == Atom || self.root.is_some_and(|root| root.starts_with("atom"));
        let base = self.base().cloned();
        let field = match (vocabulary, local) {
            (Core | Atom | Dublin, "title") => &mut self.feed.title,
            (Core | Atom | Dublin, "description" | "subtitle" | "tagline" | "abstract")
            | (Itunes, "subtitle" | "summary") => &mut self.feed.subtitle,
            (Core | Atom | Dublin, "rights" | "copyright") => &mut self.feed.rights,
            _ => return false,
        };
        let text = self.source.titled(
            name,
            attributes,
            empty,
            atom && vocabulary != Dublin && vocabulary != Itunes,
            base.as_ref(),
        );
        *field = field.take().or(text);
        true
    }

    fn read_head_person(&mut self, (vocabulary, local, name): (Vocabulary, &str, &'a str), empty: bool) -> bool {
        let base = self.base().cloned();
        let feed = &mut self.feed;
        let (field, weak) = match (vocabulary, local) {
            (Core | Atom, "author" | "managingeditor") | (Dublin, "creator" | "author") => (&mut feed.authors, false),
            (Itunes, "author") => (&mut feed.authors, true),
            (Core | Atom | Dublin, "contributor") => (&mut feed.contributors, false),
            (Core, "webmaster") | (Dublin, "publisher") => (&mut feed.contributors, false),
            _ => return false,
        };
        let person = self.source.person(name, empty, base.as_ref());
        field.extend(person.filter(|_| if weak { field.is_empty() } else { field.len() < MAX_LIST }));
        true
    }

    fn read_head_fact(
        &mut self,
        (vocabulary, local, name): (Vocabulary, &str, &'a str),
        attributes: Attributes<'a>,
        empty: bool,
    ) -> bool {
        let base = self.base().cloned();
        let feed = &mut self.feed;
        let mut text = || self.source.text(name, empty);
        match (vocabulary, local) {
            (Core | Dublin, "language") => feed.language = text().or_else(|| feed.language.take()),
            (Core | Atom, "id") => feed.id = text().or_else(|| feed.id.take()),
            (Core | Atom, "generator") => feed.generator = text().or_else(|| self.source.attribute(attributes, "url")),
            (Core, "ttl") => feed.ttl = text(),
            (Atom | Core, "logo") => {
                let url = text().or_else(|| self.source.attribute(attributes, "href"));
                feed.image = feed
                    .image
                    .take()
                    .or_else(|| Some((resolve(&url?, base.as_ref()), None)));
            }
            (Atom | Core, "icon") => feed.icon = text().map(|icon| resolve(&icon, base.as_ref())),
            (Itunes, "image") => {
                let text = text();
                let url = self.source.attribute(attributes, "href").or(text);
                feed.image = feed
                    .image
                    .take()
                    .or_else(|| Some((resolve(&url?, base.as_ref()), None)));
            }
            (Core, "pubdate") | (Core | Atom, "published" | "issued") | (Dublin, "issued") => {
                feed.published = text().and_then(|text| read_date(&text)).or(feed.published);
            }
            (Core, "lastbuilddate" | "date")
            | (Core | Atom, "updated" | "modified")
            | (Dublin, "modified" | "date") => {
                feed.updated = text().and_then(|text| read_date(&text)).or(feed.updated);
            }
            (Syndication, "updateperiod") => self.period_secs = text().and_then(|text| period_secs(&text)),
            (Syndication, "updatefrequency") => self.frequency = text().and_then(|text| text.parse().ok()),
            _ => return false,
        }
        true
    }

    fn read_image(&mut self, name: &'a str, attributes: Attributes<'a>, empty: bool) {
        let base = self.base().cloned();
        let mut url = self.source.attribute(attributes, "rdf:resource");
        let mut title = None;
        if !empty {
            let text = self.source.children(name, |source, inner, _, empty| {
                match local_of(inner).to_ascii_lowercase().as_str() {
                    "url" => url = source.text(inner, empty).or_else(|| url.take()),
                    "title" => title = source.text(inner, empty),
                    _ => return false,
                }
                true
            });
            url = url.or_else(|| Some(text).filter(|text| text.starts_with("http")));
        }
        if let Some(url) = url {
            let known = self.feed.image.take().and_then(|(_, title)| title);
            self.feed.image = Some((resolve(&url, base.as_ref()), title.or(known)));
        }
    }

    fn read_skips(&mut self, name: &'a str, empty: bool) {
        if empty {
            return;
        }
        let feed = &mut self.feed;
        self.source.children(name, |source, inner, _, empty| {
            let text = source.text(inner, empty).unwrap_or_default().to_ascii_lowercase();
            if let Ok(hour) = text.parse::<u8>() {
                // The specifications count from 0 to 23 and from 1 to 24.
                let hour = hour % 24;
                if !feed.skip_hours.contains(&hour) {
                    feed.skip_hours.push(hour);
                }
            } else if let Some(day) = DAYS.iter().position(|day| text.starts_with(day)) {
                let day = day as u8 + 1;
                if !feed.skip_days.contains(&day) {
                    feed.skip_days.push(day);
                }
            }
            true
        });
    }
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn period_secs(text: &str) -> Option<u64> {
    Some(match text.to_ascii_lowercase().as_str() {
        "hourly" => 3600,
        "daily" => 86_400,
        "weekly" => 7 * 86_400,
        "monthly" => 30 * 86_400,
        "yearly" => 365 * 86_400,
        _ => return None,
    })
}

/// Chooses the feed's own page once all its links are known.
pub(in crate::feed) fn settle(feed: &mut ParsedFeed) {
    let own = feed
        .links
        .iter()
        .find(|link| link.rel.is_none())
        .or_else(|| best_link(&feed.links));
    let link = feed.link.take().or_else(|| own.map(|link| link.href.clone()));
    feed.link = link.filter(|link| !link.is_empty());
    for email in feed.authors.iter_mut().filter(|author| author.email.is_none()) {
        if let Some(found) = email
            .name
            .as_deref()
            .and_then(person::read)
            .filter(|found| found.email.is_some())
        {
            *email = crate::feed::entry::Person {
                uri: email.uri.take(),
                ..found
            };
        }
    }
}
