//! A web page → the feeds that it offers. Read by the feed reader's own tokenizer, so that no page costs more than its length.

use url::Url;

use crate::feed::capture::same;
use crate::feed::entity::{Entities, decoded};
use crate::feed::token::{Attributes, Token, Tokens};
use crate::model::web_address;

/// Feeds of one page that are named.
const MAX_FEEDS: usize = 100;

/// Where a site most often has its feed when its page does not say, likeliest first; the page's own folder comes before the
/// whole host, as many sites may share that.
const PLACES: &[&str] = &[
    "feed",
    "/feed",
    "feed.xml",
    "/rss",
    "/atom.xml",
    "/feed.xml",
    "/rss.xml",
];

/// The feeds that a web page declares, in its order, those of comments last; absolute http(s) addresses.
pub fn discover(html: &str, base: &Url) -> Vec<String> {
    Page::of(html, base).declared()
}

/// Where a feed may be when the page declares none, likeliest first: its own links that look like one, then the usual places.
/// Nothing of it is sure before it was asked for.
pub fn suspect(html: &str, base: &Url) -> Vec<String> {
    let linked = Page::of(html, base).linked(base);
    let folder = folder(base);
    let usual = PLACES
        .iter()
        .filter_map(|path| folder.join(path).ok())
        .map(String::from);
    let mut suspects: Vec<String> = Vec::new();
    for url in linked.chain(usual) {
        if !suspects.contains(&url) {
            suspects.push(url);
        }
    }
    suspects
}

/// The feeds of a page that a site's list of feeds may be: those that it declares, else its links that look like one.
pub fn listed(html: &str, base: &Url) -> Vec<String> {
    let page = Page::of(html, base);
    if page.declared.is_empty() {
        return page.linked(base).collect();
    }
    page.declared()
}

/// What a page stands in: itself where its name has no ending, as in `/blog`.
fn folder(page: &Url) -> Url {
    let mut folder = page.clone();
    let last = page.path().rsplit('/').next().unwrap_or_default();
    if !last.is_empty() && !last.contains('.') {
        folder.set_path(&format!("{}/", page.path()));
    }
    folder
}

#[derive(Default)]
struct Page {
    declared: Vec<(String, bool)>,
    linked: Vec<(String, u8)>,
}

impl Page {
    fn of(html: &str, base: &Url) -> Self {
        let mut page = Self::default();
        let mut base = base.clone();
        let mut based = false;
        let tokens = Tokens::new(html);
        let mut raw: Option<&str> = None;
        for token in tokens {
            match token {
                // What stands in a script is no markup.
                Token::End { name } if raw.is_some_and(|open| same(open, name)) => raw = None,
                _ if raw.is_some() => {}
                Token::Start { name, empty: false, .. }
                    if ["script", "style", "textarea", "title"]
                        .iter()
                        .any(|own| same(own, name)) =>
                {
                    raw = Some(name);
                }
                Token::Start { name, attributes, .. } if same(name, "base") && !based => {
                    if let Some(said) = value(attributes, "href").and_then(|href| base.join(&href).ok()) {
                        based = true;
                        base = said;
                    }
                }
                Token::Start { name, attributes, .. } if same(name, "link") => page.link(attributes, &base),
                Token::Start { name, attributes, .. } if same(name, "a") => page.anchor(attributes, &base),
                Token::Start { name, attributes, .. } if same(name, "meta") || same(name, "frame") => {
                    page.onward(name, attributes, &base);
                }
                _ => {}
            }
        }
        page
    }

    /// The feeds that it declares, those of comments last.
    fn declared(mut self) -> Vec<String> {
        self.declared.sort_by_key(|(_, comments)| *comments);
        self.declared.into_iter().map(|(url, _)| url).collect()
    }

    /// Its links that look like feeds, those on its own host first, likeliest first.
    fn linked(mut self, base: &Url) -> impl Iterator<Item = String> {
        let host = |url: &Url| url.host_str().map(str::to_owned);
        let elsewhere = |url: &str| Url::parse(url).ok().and_then(|url| host(&url)) != host(base);
        self.linked.sort_by_cached_key(|(url, rank)| (elsewhere(url), *rank));
        self.linked.into_iter().map(|(url, _)| url)
    }

    fn link(&mut self, attributes: Attributes<'_>, base: &Url) {
        let rel = value(attributes, "rel").unwrap_or_default().to_ascii_lowercase();
        let has = |word: &str| rel.split_ascii_whitespace().any(|part| part == word);
        let kind = value(attributes, "type").unwrap_or_default().to_ascii_lowercase();
        let kind: String = kind.split(';').next().unwrap_or_default().split_whitespace().collect();
        let Some(href) = value(attributes, "href") else { return };
        let title = value(attributes, "title").unwrap_or_default().to_lowercase();
        let typed = match kind.as_str() {
            kind if is_feed_type(kind) => true,
            // Anything may be behind these: the address decides.
            "text/xml" | "application/xml" | "application/json" => {
                looks_like_feed(&href) < NEVER || said_of(&title, &["rss", "atom", "feed"])
            }
            _ => false,
        };
        let feed = has("feed") && !kind.starts_with("text/html") || has("alternate") && typed && !has("stylesheet");
        let Some(url) = feed_address(&href, base).filter(|_| feed && self.declared.len() < MAX_FEEDS) else {
            return;
        };
        if self.declared.iter().all(|(known, _)| *known != url) {
            let comments = url.to_ascii_lowercase().contains("/comments/") || said_of(&title, COMMENTS);
            self.declared.push((url, comments));
        }
    }

    fn anchor(&mut self, attributes: Attributes<'_>, base: &Url) {
        let Some(href) = value(attributes, "href") else { return };
        let typed = value(attributes, "type").is_some_and(|kind| is_feed_type(&kind.to_ascii_lowercase()));
        let rank = if typed { 0 } else { looks_like_feed(&href) };
        if rank != NEVER {
            self.suspect(&href, base, rank);
        }
    }

    /// Where a page sends its reader on to, or takes its contents from: that one may declare feeds.
    fn onward(&mut self, name: &str, attributes: Attributes<'_>, base: &Url) {
        let said = value(attributes, if same(name, "meta") { "content" } else { "src" }).unwrap_or_default();
        let to = match value(attributes, "http-equiv") {
            Some(kind) if kind.eq_ignore_ascii_case("refresh") => {
                let start = said.to_ascii_lowercase().find("url=").map(|at| at + 4);
                start
                    .and_then(|start| said.get(start..))
                    .map(|to| to.trim_matches(['\'', '"', ' ']))
            }
            _ if same(name, "frame") => Some(&*said),
            _ => None,
        };
        if let Some(to) = to {
            self.suspect(to, base, 0);
        }
    }

    fn suspect(&mut self, href: &str, base: &Url, rank: u8) {
        let url = feed_address(href, base).filter(|url| self.linked.iter().all(|(known, _)| known != url));
        self.linked
            .extend(url.filter(|_| self.linked.len() < MAX_FEEDS).map(|url| (url, rank)));
    }
}

const NEVER: u8 = u8::MAX;

/// What titles call feeds of comments.
const COMMENTS: &[&str] = &[
    "comments",
    "kommentar",
    "commentaires",
    "comentarios",
    "comentários",
    "commenti",
    "reacties",
    "комментари",
];

fn said_of(title: &str, words: &[&str]) -> bool {
    words.iter().any(|word| title.contains(word))
}

fn is_feed_type(kind: &str) -> bool {
    let (kind, odd) = match kind.split_once('/') {
        Some(("application" | "text", kind)) => (kind, false),
        Some(_) => return false,
        None => (kind, true),
    };
    let kind = kind.trim_start_matches("x-").trim_start_matches("x.");
    matches!(kind, "rss+xml" | "atom+xml") || !odd && matches!(kind, "rdf+xml" | "feed+json" | "rss" | "atom")
}

/// How much an address looks like a feed's: 0 most, [`NEVER`] not at all.
fn looks_like_feed(href: &str) -> u8 {
    let lower = href.to_ascii_lowercase();
    let path = lower.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match last {
        "feed" | "rss" | "atom" | "feed.xml" | "rss.xml" | "atom.xml" | "index.xml" | "feed.json" | "index.rdf" => 0,
        _ if [".rss", ".atom", ".rdf"].iter().any(|ending| last.ends_with(ending)) => 0,
        _ if path.contains("feeds.") || query.contains("feed=") || query.contains("format=rss") => 1,
        _ if last.strip_suffix(".xml").is_some() && ["rss", "feed", "atom"].iter().any(|word| path.contains(word)) => 1,
        _ if path
            .split(['/', '.', '-', '_'])
            .any(|part| matches!(part, "feed" | "feeds" | "rss" | "atom")) =>
        {
            2
        }
        _ => NEVER,
    }
}

fn value(attributes: Attributes<'_>, name: &str) -> Option<String> {
    attributes
        .get(name)
        .map(|raw| decoded(raw, &Entities::default()).trim().to_owned())
}

fn feed_address(href: &str, base: &Url) -> Option<String> {
    let (href, _) = href.split_once('#').unwrap_or((href, ""));
    let href: String = href.chars().filter(|sign| !sign.is_control()).collect();
    if href.is_empty() {
        return None;
    }
    web_address(&href).or_else(|| web_address(base.join(&href).ok()?.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{discover, suspect};
    use url::Url;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let base = Url::parse("https://paper.test/a/b.html").unwrap();
        assert_eq!(discover(html, &base), expected, "{html}");
    }

    #[test]
    fn finds_what_a_page_declares() {
        check(
            "<LINK REL='Alternate' TYPE='application/RSS+xml' HREF='/rss'>",
            &["https://paper.test/rss"],
        );
        check(
            "<body><link rel=alternate type=application/atom+xml href=../f?a=1&amp;b=2>",
            &["https://paper.test/f?a=1&b=2"],
        );
        check(
            "<base href='//cdn.test/x/'><link rel='home feed' href=f>",
            &["https://cdn.test/x/f"],
        );
        check(
            "<link rel=alternate type='application/feed+json; charset=utf-8' href=feed:https://j.test/f><link rel=feed href='feed://k.test/'>",
            &["https://j.test/f", "http://k.test/"],
        );
        check(
            "<link rel=alternate type=text/xml title='Harbour News (RSS)' href=/news><link rel=alternate type=rss+xml href=/f>\
             <link rel=alternate type=application/x-atom+xml href=/f#top>",
            &["https://paper.test/news", "https://paper.test/f"],
        );
        check(
            "<link rel=alternate type=application/rss+xml title='Dispatch &raquo; Storm Kommentar-Feed' href=/storm/feed/>\
             <link rel=alternate type=application/rss+xml title='Dispatch &raquo; Feed' href=/feed/>",
            &["https://paper.test/feed/", "https://paper.test/storm/feed/"],
        );
        let comments = "<link rel=alternate type=application/rss+xml href=/comments/feed/><link rel=alternate type=application/rss+xml href=/feed/>";
        check(
            comments,
            &["https://paper.test/feed/", "https://paper.test/comments/feed/"],
        );
    }

    #[test]
    fn leaves_alone_what_is_no_feed() {
        check(
            "<link rel='alternate stylesheet' type='text/css' href=s><link rel=alternate hreflang=de href=/de>",
            &[],
        );
        check(
            "<link rel=alternate type=application/json href=/wp-json/1><link rel=alternate type=application/rss+xml href='javascript:x'>",
            &[],
        );
        check(
            "<script>'<link rel=feed href=x>'</script><!-- <link rel=feed href=y> --><link rel=alternate type=application/rss+xml>",
            &[],
        );
    }

    #[test]
    fn suspects_links_before_the_usual_places() {
        let base = Url::parse("https://paper.test/").unwrap();
        let page = "<a href=https://other.test/rss>x</a><a href=/about>y</a><a href=/news/feed-list>z</a><a href='/rss.xml'>RSS</a>\
            <a type=application/rss+xml href=/latest>latest</a>";
        let suspects = suspect(page, &base);
        assert_eq!(
            suspects[..5],
            [
                "https://paper.test/rss.xml",
                "https://paper.test/latest",
                "https://paper.test/news/feed-list",
                "https://other.test/rss",
                "https://paper.test/feed"
            ]
        );
    }

    #[test]
    fn suspects_the_pages_folder_before_the_host() {
        for (page, first) in [
            (
                "https://paper.test/blog/",
                ["/blog/feed", "/feed", "/blog/feed.xml", "/rss", "/atom.xml"],
            ),
            (
                "https://paper.test/blog?all=1",
                ["/blog/feed", "/feed", "/blog/feed.xml", "/rss", "/atom.xml"],
            ),
            (
                "https://paper.test/blog/index.html",
                ["/blog/feed", "/feed", "/blog/feed.xml", "/rss", "/atom.xml"],
            ),
            (
                "https://paper.test/",
                ["/feed", "/feed.xml", "/rss", "/atom.xml", "/rss.xml"],
            ),
        ] {
            let suspects = suspect("", &Url::parse(page).unwrap());
            assert_eq!(
                suspects[..5],
                first.map(|path| format!("https://paper.test{path}")),
                "{page}"
            );
        }
    }
}
