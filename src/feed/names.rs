//! Which vocabulary a name belongs to, whatever prefix the feed gives it.

/// A vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::feed) enum Vocabulary {
    /// RSS of any version, or names without a namespace.
    Core,
    /// Atom 0.3 and 1.0.
    Atom,
    /// Dublin Core, its terms included.
    Dublin,
    /// The content module.
    Content,
    /// Media RSS.
    Media,
    /// Podcasts, by iTunes or Google Play.
    Itunes,
    /// The syndication module.
    Syndication,
    /// RDF.
    Rdf,
    /// XHTML.
    Xhtml,
    /// `xml:` itself.
    Xml,
    /// Comment feeds.
    Wfw,
    /// FeedBurner: it keeps the addresses that it replaces.
    Feedburner,
    /// Anything else.
    Other,
}

use Vocabulary::{Atom, Content, Core, Dublin, Feedburner, Itunes, Media, Other, Rdf, Syndication, Wfw, Xhtml, Xml};

/// Prefixes that mean something even where nobody declared them.
const PREFIXES: &[(&str, Vocabulary)] = &[
    ("dc", Dublin),
    ("dcterms", Dublin),
    ("content", Content),
    ("atom", Atom),
    ("atom10", Atom),
    ("a10", Atom),
    ("media", Media),
    ("itunes", Itunes),
    ("googleplay", Itunes),
    ("sy", Syndication),
    ("rdf", Rdf),
    ("xhtml", Xhtml),
    ("xml", Xml),
    ("wfw", Wfw),
    ("feedburner", Feedburner),
    ("rss", Core),
    ("rss1", Core),
    ("rss2", Core),
];

/// Parts of namespace addresses, in lower case.
const ADDRESSES: &[(&str, Vocabulary)] = &[
    ("www.w3.org/2005/atom", Atom),
    ("purl.org/atom/", Atom),
    ("purl.org/net/atom", Atom),
    ("purl.org/dc/", Dublin),
    ("purl.org/rss/1.0/modules/content", Content),
    ("search.yahoo.com/mrss", Media),
    ("tools.search.yahoo.com/mrss", Media),
    ("video.search.yahoo.com/mrss", Media),
    ("www.rssboard.org/media-rss", Media),
    ("rssboard.org/media-rss", Media),
    ("www.itunes.com/dtds/podcast", Itunes),
    ("example.com/dtds/podcast", Itunes),
    ("www.google.com/schemas/play-podcasts", Itunes),
    ("purl.org/rss/1.0/modules/syndication", Syndication),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", Rdf),
    ("www.w3.org/1999/xhtml", Xhtml),
    ("wellformedweb.org/commentapi", Wfw),
    ("rssnamespace.org/feedburner", Feedburner),
    ("backend.userland.com/rss", Core),
    ("blogs.law.harvard.edu/tech/rss", Core),
    ("my.netscape.com/", Core),
    ("channel.netscape.com/", Core),
    ("purl.org/net/rss1.1", Core),
    ("cyber.law.harvard.edu/rss", Core),
    ("www.w3.org/xml/1998/namespace", Xml),
    ("www.rssboard.org/rss-specification", Core),
];

/// The most prefixes bound at once.
const MAX_BOUND: usize = 64;

/// What the prefixes mean here.
#[derive(Debug, Default)]
pub(in crate::feed) struct Bindings<'a> {
    bound: Vec<(usize, &'a str, Vocabulary)>,
}

impl<'a> Bindings<'a> {
    /// Notes a declaration made at `depth`.
    pub(in crate::feed) fn bind(&mut self, depth: usize, prefix: &'a str, address: &str) {
        if self.bound.len() < MAX_BOUND {
            self.bound.push((depth, prefix, by_address(address)));
        }
    }

    /// Forgets what was declared deeper than `depth`.
    pub(in crate::feed) fn leave(&mut self, depth: usize) {
        while self.bound.last().is_some_and(|(at, ..)| *at > depth) {
            self.bound.pop();
        }
    }

    /// Splits a name into its vocabulary and the local part.
    pub(in crate::feed) fn resolve<'n>(&self, name: &'n str) -> (Vocabulary, &'n str) {
        let (prefix, local) = match name.rsplit_once(':') {
            Some((prefix, local)) if !prefix.is_empty() => (prefix, local),
            _ => ("", name.trim_start_matches(':')),
        };
        let bound = self
            .bound
            .iter()
            .rev()
            .find(|(_, own, _)| own.eq_ignore_ascii_case(prefix))
            .map(|(.., what)| *what);
        let known = || {
            PREFIXES
                .iter()
                .find(|(own, _)| own.eq_ignore_ascii_case(prefix))
                .map(|(_, what)| *what)
        };
        let what = match bound {
            // A default namespace nobody knows is a feed's own idea of RSS.
            Some(Other) if prefix.is_empty() => Core,
            Some(Other) => known().unwrap_or(Other),
            Some(what) => what,
            None if prefix.is_empty() => Core,
            None => known().unwrap_or(Other),
        };
        (what, local)
    }
}

fn by_address(address: &str) -> Vocabulary {
    let lower = address.trim().to_ascii_lowercase();
    let bare = lower.trim_start_matches("http://").trim_start_matches("https://");
    if bare == "purl.org/rss/1.0" || bare == "purl.org/rss/1.0/" {
        return Core;
    }
    ADDRESSES
        .iter()
        .find(|(part, _)| bare.starts_with(part))
        .map_or(Other, |(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::{Bindings, Vocabulary};

    #[test]
    fn follows_the_address_and_falls_back_on_custom() {
        let mut bindings = Bindings::default();
        bindings.bind(1, "x", "http://purl.org/dc/elements/1.1/");
        bindings.bind(1, "", "http://www.w3.org/2005/Atom/");
        bindings.bind(2, "media", "http://outlet.test/own");
        for (name, expected) in [
            ("x:Creator", (Vocabulary::Dublin, "Creator")),
            ("entry", (Vocabulary::Atom, "entry")),
            ("media:content", (Vocabulary::Media, "content")),
            ("itunes:author", (Vocabulary::Itunes, "author")),
            ("g:price", (Vocabulary::Other, "price")),
        ] {
            assert_eq!(bindings.resolve(name), expected, "{name}");
        }
        bindings.leave(0);
        assert_eq!(bindings.resolve("entry").0, Vocabulary::Core);
    }
}
