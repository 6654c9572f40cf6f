//! Elements that a page marks as its author's, wherever they stand.

use dom_query::{Document as Dom, NodeRef};

use crate::document::names::{edited_by, is_named, is_person, is_whole, names_in, says_more, signed_names};
use crate::document::near::{is_author_link, is_comments};
use crate::model::Clean;

/// What the page marks as the author's anywhere, the surest marks first.
pub(crate) fn marked(dom: &Dom) -> Option<Vec<Clean>> {
    let mut sets: [Vec<NodeRef<'_>>; 5] = Default::default();
    let root = dom.body()?;
    for node in root.descendants_it().filter(NodeRef::is_element) {
        sort(&node, &mut sets);
    }
    let [sure, links, boxes, alike, folders] = &sets;
    let own = |set: &[NodeRef<'_>], most: usize| -> Vec<Clean> {
        let mut own = set.iter().filter(|node| !is_others(node)).take(most);
        let Some(first) = own.next() else {
            return Vec::new();
        };
        let beside = own.filter(|node| is_near(node, first));
        std::iter::once(first)
            .chain(beside)
            .flat_map(people_of)
            .take(6)
            .collect()
    };
    let marked = [sure, links, boxes, alike].into_iter().map(|set| own(set, 4));
    let linked = || own(folders, 1).into_iter().filter(is_whole).collect::<Vec<_>>();
    // "Valley Post Reporters", or a newsroom's signs ("amo/bli"), where nobody is named.
    let staff = || {
        let text = |node: &NodeRef<'_>| names_in(&node.text());
        let few = |name: &Clean| name.split(' ').count() <= 3 && !says_more(name);
        let signs = boxes
            .iter()
            .filter(|node| is_itemised(node) && !is_others(node))
            .map(text);
        let signs = signs
            .into_iter()
            .find(|names| !names.is_empty() && names.iter().all(few));
        let first = || sure.first().or(folders.first()).map(text).filter(|names| named(names));
        let is_name = |node: &&NodeRef<'_>| {
            node.attr("class")
                .unwrap_or_default()
                .to_ascii_lowercase()
                .contains("name")
        };
        let classed = || {
            alike
                .iter()
                .filter(is_name)
                .filter(|node| !is_others(node))
                .map(text)
                .find(|names| named(names))
        };
        first().or(signs).or_else(classed)
    };
    marked
        .into_iter()
        .find(|names| !names.is_empty())
        .or_else(|| Some(linked()).filter(|names| named(names)))
        .or_else(staff)
}

fn named(names: &[Clean]) -> bool {
    !names.is_empty() && names.iter().all(is_named)
}

fn is_itemised(node: &NodeRef<'_>) -> bool {
    node.attr("itemprop").is_some_and(|name| &*name == "author")
}

/// Puts an element that is marked as the author's with others of its kind.
fn sort<'d>(node: &NodeRef<'d>, sets: &mut [Vec<NodeRef<'d>>; 5]) {
    const MOST: usize = 12;
    const BOXES: [&str; 6] = [
        "byline",
        "author",
        "authors",
        "post-author",
        "entry-author",
        "article-author",
    ];
    let [sure, links, boxes, alike, folders] = sets;
    let add = |set: &mut Vec<NodeRef<'d>>, node: &NodeRef<'d>| {
        if set.len() < MOST {
            set.push(*node);
        }
    };
    let class = node.attr("class").unwrap_or_default().to_ascii_lowercase();
    let is = |names: &[&str]| class.split_ascii_whitespace().any(|name| names.contains(&name));
    let itemised = is_itemised(node);
    if itemised {
        let named = |inner: &NodeRef<'_>| inner.attr("itemprop").is_some_and(|name| &*name == "name");
        node.descendants_it().filter(named).for_each(|inner| add(sure, &inner));
    }
    if node.attr("rel").is_some_and(|rel| &*rel == "author") || is(&["author-name", "byline__name"]) {
        add(sure, node);
    }
    if is(&BOXES) {
        node.descendants_it()
            .filter(|inner| inner.has_name("a"))
            .for_each(|inner| add(links, &inner));
    }
    if itemised || is(&BOXES) || is(&["byline-name"]) {
        add(boxes, node);
    }
    if ["author-name", "authorname", "author-", "byline"]
        .iter()
        .any(|part| class.contains(part))
    {
        add(alike, node);
    }
    if is_author_link(node) {
        add(folders, node);
    }
}

/// Whether two elements stand in one box: those in others are of other articles.
fn is_near(one: &NodeRef<'_>, other: &NodeRef<'_>) -> bool {
    const BOX: usize = 4;
    let around: Vec<_> = other.ancestors_it(Some(BOX)).map(|node| node.id).collect();
    one.ancestors_it(Some(BOX)).any(|node| around.contains(&node.id))
}

/// Whether it stands among readers' comments, or names whoever took a picture, wrote what is beside the article, or edited it.
fn is_others(node: &NodeRef<'_>) -> bool {
    const OTHERS: [&str; 3] = ["figure", "figcaption", "aside"];
    let beside = |node: &NodeRef<'_>| is_comments(node) || OTHERS.iter().any(|name| node.has_name(name));
    is_comments(node)
        || node.ancestors_it(Some(10)).any(|around| beside(&around))
        || edited_by(node.text().trim_start()).is_some()
}

/// The people that an element names: all of its text, else its lines that are nothing else, else the first of its texts that is.
fn people_of(node: &NodeRef<'_>) -> Vec<Clean> {
    let mut texts = Vec::new();
    let mut lines: Vec<(Option<NodeRef<'_>>, String)> = Vec::new();
    for text in node.descendants_it().filter(NodeRef::is_text).take(24) {
        let words = text.text();
        // "by" before a name may stand in an element of its own.
        if words.trim().is_empty() || signed_names(&words).is_some_and(|names| names.is_empty()) {
            continue;
        }
        let block = text
            .ancestors_it(Some(10))
            .find(|around| !INLINE.iter().any(|name| around.has_name(name)));
        let is_same = |last: &Option<NodeRef<'_>>| last.map(|last| last.id) == block.map(|block| block.id);
        match lines.last_mut().filter(|(last, _)| is_same(last)) {
            Some((_, line)) => {
                line.push(' ');
                line.push_str(&words);
            }
            None => lines.push((block, words.to_string())),
        }
        texts.push(words.to_string());
    }
    let people = |text: &str| Some(names_in(text)).filter(|names| !names.is_empty() && names.iter().all(is_person));
    let form = |block: &Option<NodeRef<'_>>| block.map(|block| (block.node_name(), block.attr("class")));
    // In another form it is what somebody is: "Head Winemaker".
    let first = lines.first().map(|(block, _)| form(block));
    let alike = lines.iter().all(|(block, _)| Some(form(block)) == first);
    let alone = || lines.iter().map(|(_, line)| people(line)).collect::<Option<Vec<_>>>();
    let whole = match lines.as_slice() {
        [(_, line)] => people(line),
        [] => None,
        _ => alone().filter(|_| alike).map(|names| names.concat()),
    };
    let first = || lines.iter().find_map(|(_, line)| people(line));
    whole
        .or_else(first)
        .or_else(|| texts.iter().find_map(|text| people(text)))
        .unwrap_or_default()
}

/// Elements within a line.
const INLINE: [&str; 14] = [
    "span", "a", "b", "i", "em", "strong", "small", "abbr", "font", "u", "label", "cite", "time", "button",
];
