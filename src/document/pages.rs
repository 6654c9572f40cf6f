//! Articles on several pages: which page comes next, and all of them as one text.

use dom_query::Document as Dom;
use url::Url;

use crate::document::bounds::{PAGE, bound};
use crate::document::links::web_link;
use crate::document::tree::{Block, Document, LinkId, Span, leaves_of};

/// What stands before the address of every further page of an article, on a line of its own. Decoding leaves it in no page.
const BETWEEN: &str = "\0";
/// Names by which addresses count pages, in a query or as a step of the path.
const COUNTERS: &[&str] = &[
    "page", "p", "pg", "pn", "seite", "pagina", "página", "sida", "strona", "stranka", "pag",
];

/// Puts another page, with its address, behind those that there are, all as [`decode_page`](crate::document::decode_page) gives them.
pub fn join_page(pages: &mut String, next: &str, url: &str) {
    pages.extend([BETWEEN, url, "\n", next]);
}

/// The first page in a text that [`join_page`] made, and the further ones with their addresses, where these are known.
pub(crate) fn pages_of(markup: &str) -> (&str, impl Iterator<Item = (Option<Url>, &str)>) {
    let mut pages = markup.split(BETWEEN);
    let first = pages.next().unwrap_or_default();
    let further = pages.map(|page| {
        let (url, page) = page.split_once('\n').unwrap_or(("", page));
        (Url::parse(url).ok(), page)
    });
    (first, further)
}

/// The address of an article's next page, where the page at `url` links to it: the same address, counted one further.
pub fn next_page(markup: &str, url: &Url) -> Option<Url> {
    let (stem, number) = counted(url);
    let dom = Dom::from(bound(markup, PAGE).markup.as_str());
    let links = dom.select("a[href], link[rel=next]");
    links.iter().find_map(|link| {
        let to = Url::parse(&web_link(&link.attr("href")?, Some(url))?).ok()?;
        let (other, further) = counted(&to);
        if other != stem || further != number + 1 || to.origin() != url.origin() {
            return None;
        }
        // "ferry-2" may well be another article: the link has to speak of pages.
        let rel = link.attr_or("rel", "");
        let said = [link.text(), link.attr_or("aria-label", ""), link.attr_or("title", "")];
        let names_it = said.iter().any(|said| is_page_number(said, further));
        let pointed = rel.split_whitespace().any(|word| word == "next");
        (names_it || pointed).then_some(to)
    })
}

/// Whether a link's words are no more than the number of a page: "2", "Seite 2", "2 / 3".
fn is_page_number(said: &str, number: u32) -> bool {
    let mut words = said
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let many = words.clone().count();
    many <= 4 && words.any(|word| word.parse() == Ok(number))
}

/// An address without what counts pages, and the page that it counts: 1 where it counts none.
fn counted(url: &Url) -> (String, u32) {
    let mut number = None;
    let is_counter = |name: &str| COUNTERS.contains(&&*name.to_lowercase());
    let mut kept = Vec::new();
    for (name, value) in url.query_pairs() {
        match value.parse::<u32>() {
            Ok(page) if is_counter(&name) && number.is_none() => number = Some(page),
            _ => kept.push(format!("{name}={value}")),
        }
    }
    let mut path = url.path().trim_end_matches('/').to_owned();
    if number.is_none()
        && let Some((stem, page)) = counted_path(&path, is_counter)
    {
        (path, number) = (stem, Some(page));
    }
    (format!("{path}?{}", kept.join("&")), number.unwrap_or(1))
}

/// `/ferry/page/2`, `/ferry/2`, `/ferry,2.html`, `/ferry-2.html`, `/ferry-seite-2.html`: without the count, and the count.
fn counted_path(path: &str, is_counter: impl Fn(&str) -> bool) -> Option<(String, u32)> {
    let (path, ending) = match path.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            (stem, ending)
        }
        _ => (path, ""),
    };
    let (stem, digits) = path.rsplit_once(['/', '-', ',', '_', '~', '='])?;
    // Longer numbers are articles' own, smaller ones are never linked to.
    let page = digits.parse::<u32>().ok().filter(|page| (2..=99).contains(page))?;
    let named = stem
        .rsplit_once(['/', '-', ',', '_'])
        .filter(|(_, name)| is_counter(name));
    let stem = named.map_or(stem, |(stem, _)| stem).trim_end_matches('/');
    let dot = if ending.is_empty() { "" } else { "." };
    Some((format!("{stem}{dot}{ending}"), page))
}

/// Puts another page's text behind a document, without what that repeats of it.
pub(crate) fn append(document: &mut Document, mut next: Document) {
    /// Shorter lines may stand twice.
    const TELLING_WORDS: usize = 4;
    let known: std::collections::HashSet<_> = document.blocks.iter().map(words_of_block).collect();
    next.blocks.retain(|block| {
        let words = words_of_block(block);
        words.split(' ').count() < TELLING_WORDS || !known.contains(&words)
    });
    join(document, next);
}

/// Puts a text behind a document.
pub(crate) fn join(document: &mut Document, mut next: Document) {
    let more = document.links.len() as u32;
    next.blocks.iter_mut().for_each(|block| shift(block, more));
    document.links.append(&mut next.links);
    document.blocks.append(&mut next.blocks);
}

fn words_of_block(block: &Block) -> String {
    let leaves = leaves_of(std::slice::from_ref(block));
    let words = leaves.iter().flat_map(|leaf| leaf.text.split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

fn shift(block: &mut Block, by: u32) {
    let spans = |spans: &mut Vec<Span>| {
        spans
            .iter_mut()
            .filter_map(|span| span.link.as_mut())
            .for_each(|link| link.0 += by);
    };
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => spans(text),
        Block::BlockQuote(inner) => inner.iter_mut().for_each(|block| shift(block, by)),
        Block::List { items, .. } => items.iter_mut().flatten().for_each(|block| shift(block, by)),
        Block::Table { rows, .. } => rows.iter_mut().flatten().for_each(spans),
        Block::Figure { image, caption, .. } => {
            *image = LinkId(image.0 + by);
            spans(caption);
        }
        Block::Code { .. } | Block::Rule => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{join_page, next_page};
    use crate::document::{from_page, plain};
    use url::Url;

    #[track_caller]
    fn check(at: &str, link: &str, next: Option<&str>) {
        let at = Url::parse(&format!("https://ledger.example{at}")).unwrap();
        let page = format!("<html><head></head><body><p>Text</p>{link}</body></html>");
        let found =
            next_page(&page, &at).map(|url| url.as_str().trim_start_matches("https://ledger.example").to_owned());
        assert_eq!(found.as_deref(), next, "{at} {link}");
    }

    #[test]
    fn finds_the_next_page_of_the_same_article() {
        check(
            "/ferry.html",
            "<a href='/ferry.html?page=2'>2</a>",
            Some("/ferry.html?page=2"),
        );
        check(
            "/ferry.html?page=2",
            "<a href='?page=1'>1</a><a href='?page=3'>3</a>",
            Some("/ferry.html?page=3"),
        );
        check(
            "/ferry/",
            "<a href='/ferry/2/' aria-label='Page 2 of 3'>→</a>",
            Some("/ferry/2/"),
        );
        check("/ferry", "<a href='/ferry/page/2'>Seite 2</a>", Some("/ferry/page/2"));
        check(
            "/ferry.html",
            "<a rel=next href='/ferry-seite-2.html'>Weiter</a>",
            Some("/ferry-seite-2.html"),
        );
        check(
            "/ferry",
            "<a rel='next nofollow' href='/ferry?seite=2'>Weiter</a>",
            Some("/ferry?seite=2"),
        );
        check("/a?id=7", "<a href='/a?id=7&p=2'>2</a>", Some("/a?id=7&p=2"));
    }

    #[test]
    fn takes_no_other_article_for_the_next_page() {
        check("/ferry", "<a rel=next href='/storm'>Next: storm</a>", None);
        check(
            "/ferry.html",
            "<a href='/ferry-2.html'>Ferry sails again, 214 people aboard tell</a>",
            None,
        );
        check("/ferry", "<a href='https://other.example/ferry?page=2'>2</a>", None);
        check("/a?id=7", "<a href='/a?id=8&p=2'>2</a>", None);
        check(
            "/ferry",
            "<a href='/ferry?page=3'>3</a><a href='/ferry?cpage=2'>2</a>",
            None,
        );
        check("/ferry/2022", "<a href='/ferry/2023'>2023</a>", None);
        check("/ferry?page=3", "<a href='/ferry?page=2'>2</a>", None);
    }

    #[test]
    fn joins_pages_without_what_they_repeat() {
        let page = |text: &str| {
            format!(
                "<html lang=en><body><article><h1>Ferries sail</h1><p>For three days the harbour town of Brask waited for \
                 news of its boats, and on Sunday night there was some at last.</p><p>{text} the ferries will sail again, the \
                 harbour master of Brask said on Sunday after nine hours of talks with the crews, who had asked for longer \
                 rests.</p></article></body></html>"
            )
        };
        let mut pages = page("On Monday");
        join_page(
            &mut pages,
            &page("On Tuesday, more of"),
            "https://ledger.example/ferry/2/",
        );
        join_page(&mut pages, &page("On Friday, all of"), "");
        let text = plain(&from_page(&pages, None).document).text;
        let starts: Vec<_> = text
            .split("\n\n")
            .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(starts, ["For three", "On Monday", "On Tuesday,", "On Friday,"]);
    }

    #[test]
    fn links_of_a_further_page_start_from_its_own_address() {
        let page = |text: &str| {
            let text =
                format!("{text} the ferries of Brask will sail again, the harbour master said on Sunday. ").repeat(9);
            format!(
                "<html lang=en><body><article><p>{text}</p><p>{text}<a href=map>The map</a></p></article></body></html>"
            )
        };
        let first = Url::parse("https://ledger.example/ferry").unwrap();
        let mut pages = page("On Monday");
        join_page(&mut pages, &page("On Tuesday"), "https://ledger.example/ferry/2/");
        // As pages were joined before their addresses were kept.
        pages.push_str(&format!("\0\n{}", page("On Friday")));
        let document = from_page(&pages, Some(&first)).document;
        let links: Vec<_> = document.links.iter().map(|link| link.url.as_str()).collect();
        let (map, own) = ("https://ledger.example/map", "https://ledger.example/ferry/2/map");
        assert_eq!(links, [map, own, map]);
    }
}
