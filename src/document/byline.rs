//! Who wrote an article, as its page says it: JSON-LD, `<meta>`, marked elements, links to authors, a line that begins with "By".

use dom_query::{Document as Dom, NodeRef};
use serde_json::Value;

use crate::document::boilerplate::fold;
use crate::document::json_ld::Described;
use crate::document::meta::{MetaTags, unescape};
use crate::model::Clean;

/// Longest name that is believed.
const MAX_NAME: usize = 60;

/// Who wrote it: people before newsrooms, and the outlet itself only where nobody else is named.
pub(crate) fn byline(dom: &Dom, tags: &MetaTags, described: &Described, outlet: Option<&str>) -> Vec<Clean> {
    let is_outlet = |name: &Clean| outlet.is_some_and(|outlet| stands_for(name, outlet));
    let tagged = || {
        let names = [
            "author",
            "article:author",
            "parsely-author",
            "dc.creator",
            "sailthru.author",
            "twitter:data1",
        ];
        let labelled = tags
            .get("twitter:label1")
            .is_some_and(|label| label.to_lowercase().contains("by"));
        let named = names.iter().filter(|name| labelled || **name != "twitter:data1");
        named
            .filter_map(|name| tags.get(name))
            .map(|names| split_names(&names))
            .find(|names| !names.is_empty())
    };
    let shown = || {
        let sets = [
            "[rel=author], [itemprop=author] [itemprop=name], .author-name, .byline__name",
            ".byline a, .author a, .authors a, .post-author a, .article-author a",
            ".byline, .author, .authors, .post-author, .entry-author, .article-author, .byline-name, [itemprop=author]",
            "[class*='author-name'], [class*='authorname'], [class*='author-'], [class*='byline']",
        ];
        let marked = sets.into_iter().find_map(|set| {
            let names = |node: &NodeRef<'_>| split_names(&node.text()).into_iter().filter(looks_named);
            let names: Vec<_> = dom.select(set).nodes().iter().take(4).flat_map(names).take(6).collect();
            (!names.is_empty()).then_some(names)
        });
        let whole = |name: &Clean| looks_named(name) && name.contains(' ');
        let hinted = || {
            let boxes = dom.select("[class*='author' i]:not([class*='comment' i])");
            boxes.nodes().iter().take(12).find_map(|node| {
                let names: Vec<_> = split_names(&node.text()).into_iter().filter(whole).take(6).collect();
                (!names.is_empty()).then_some(names)
            })
        };
        let marked = marked.or_else(hinted);
        marked.or_else(|| linked_author(dom)).or_else(|| signed(dom))
    };
    let mut names = people(described, described.field("author"));
    if names.iter().all(is_outlet) {
        let others = tagged().filter(|names| !names.iter().all(is_outlet)).or_else(shown);
        names = others.filter(|names| !names.iter().all(is_outlet)).unwrap_or(names);
    }
    if names.is_empty() {
        names = tagged().or_else(shown).unwrap_or_default();
    }
    let mut known = Vec::new();
    names.retain(|name| {
        let folded = name.to_lowercase();
        let fresh = !known.contains(&folded);
        known.push(folded);
        fresh
    });
    names
}

/// Where nothing is marked: the first link to an author's page.
fn linked_author(dom: &Dom) -> Option<Vec<Clean>> {
    let folders = [
        "author", "authors", "autor", "autores", "autoren", "auteur", "auteurs", "autore", "autori",
    ];
    let links = folders.map(|folder| format!("a[href*='/{folder}/']")).join(", ");
    let names = split_names(&dom.select_single(&links).text());
    let named = names.iter().all(|name| looks_named(name) && name.contains(' '));
    (named && !names.is_empty()).then_some(names)
}

/// The first line of its own that says "By Ada Moss", in the words of any language.
fn signed(dom: &Dom) -> Option<Vec<Clean>> {
    /// Lines that are looked at: bylines stand above the text.
    const LINES: usize = 3_000;
    const MAX_BYTES: usize = 120;
    let lines = dom.select("p, span, div, address, a, li, small, em");
    lines.iter().take(LINES).find_map(|line| {
        let node = line.nodes().first()?;
        if node.element_children().iter().any(|child| !child.has_name("a")) {
            return None;
        }
        let text = Clean::line(&node.text());
        let rest = (text.len() <= MAX_BYTES).then(|| unsigned(&text)).flatten()?;
        let names = split_names(rest);
        let first = names.first().filter(|name| looks_named(name) && name.contains(' '))?;
        Some(vec![first.clone()])
    })
}

/// What follows the word before an author's name, where a line begins with it.
fn unsigned(line: &str) -> Option<&str> {
    const WORDS: &[&str] = &[
        "by ",
        "by: ",
        "written by ",
        "written by: ",
        "author: ",
        "von ",
        "von: ",
        "autor: ",
        "autorin: ",
        "text: ",
        "par ",
        "di ",
        "por ",
        "door ",
        "av ",
        "af ",
        "av: ",
        "autor ",
        "autora: ",
        "auteur: ",
        "autore: ",
        "автор: ",
        "текст: ",
        "tekst: ",
        "yazan: ",
        "penulis: ",
        "oleh ",
        "oleh: ",
        "بقلم ",
        "كتب ",
    ];
    let line = line.trim_start();
    WORDS.iter().find_map(|word| {
        let count = word.chars().count();
        let head = line.chars().take(count).flat_map(char::to_lowercase);
        let (at, _) = line.char_indices().nth(count)?;
        head.eq(word.chars()).then(|| line.get(at..))?
    })
}

/// Whether a name is the outlet's: the same, with more or fewer words, or its initials.
fn stands_for(name: &str, outlet: &str) -> bool {
    let (name, outlet) = (fold(name), fold(outlet));
    let initials: String = outlet.split(' ').filter_map(|word| word.chars().next()).collect();
    let within = |short: &str, long: &str| short.len() > 3 && format!(" {long} ").contains(&format!(" {short} "));
    !name.is_empty() && (name == outlet || within(&name, &outlet) || within(&outlet, &name) || name == initials)
}

/// Two to five words that begin with capitals, none of them a number: a name rather than a line about one.
fn looks_named(name: &Clean) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    let capital =
        |word: &&&str| word.starts_with(|sign: char| sign.is_uppercase() || !sign.is_ascii() && sign.is_alphabetic());
    (1..=5).contains(&words.len())
        && words.iter().filter(capital).count() * 2 > words.len()
        && !name.contains(|sign: char| sign.is_ascii_digit() || matches!(sign, ':' | '!' | '?'))
}

fn people(described: &Described, value: &Value) -> Vec<Clean> {
    match described.follow(value) {
        Value::Array(people) => people
            .iter()
            .flat_map(|person| self::people(described, person))
            .collect(),
        Value::Object(fields) => match fields.get("name") {
            // Degrees stand behind commas as names do, but are one word.
            Some(Value::String(name)) => {
                let names = split_names(&unescape(name));
                let whole = names.first().is_some_and(|first| first.contains(' '));
                names.into_iter().filter(|name| !whole || name.contains(' ')).collect()
            }
            Some(name) => people(described, name),
            None => Vec::new(),
        },
        Value::String(names) => split_names(&unescape(names)),
        _ => Vec::new(),
    }
}

/// "By A. Writer and B. Reporter" as two names.
fn split_names(names: &str) -> Vec<Clean> {
    let line = Clean::line(&names.replace('\u{a0}', " "));
    let pieces = unsigned(&line)
        .unwrap_or(&line)
        .split([',', ';', '|', '&'])
        .flat_map(|piece| piece.split(" and "))
        .flat_map(|piece| piece.split(" und "))
        .flat_map(|piece| piece.split(" et "));
    let is_name = |name: &Clean| {
        !name.is_empty()
            && name.chars().count() <= MAX_NAME
            && !name.contains("http")
            && !name.contains('@')
            && !name.starts_with("www.")
    };
    // "Ada Moss (amo)": the sign of the newsroom.
    let bare = |name: &str| Clean::line(name.split(" (").next().unwrap_or(name));
    pieces.map(bare).filter(is_name).collect()
}

#[cfg(test)]
mod tests {
    use super::{split_names, stands_for, unsigned};
    use crate::model::Clean;

    #[test]
    fn splits_names() {
        for names in ["By Ada Moss and Bo Lind", "Von\u{a0}Ada Moss und Bo Lind", "ada"] {
            let found = split_names(names);
            match names {
                "ada" => assert_eq!(found, [Clean::line("ada")]),
                _ => assert_eq!(found, [Clean::line("Ada Moss"), Clean::line("Bo Lind")]),
            }
        }
    }

    #[test]
    fn knows_who_signs() {
        assert_eq!(unsigned("Автор: Ада Мосс"), Some("Ада Мосс"));
        assert_eq!(unsigned("Byron Moss"), None);
        assert!(stands_for("VALLEY POST News", "Valley Post"));
        assert!(stands_for("VP", "Valley Post"));
        assert!(!stands_for("Ada Moss", "Valley Post"));
    }
}
