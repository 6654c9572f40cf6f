//! Live blogs → sections headed by their times, in the page's own order: entries that stand one below the other, each with its
//! `<time>`; or, where a script would load them, those that the page's JSON-LD brings.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::slice;

use dom_query::{Document as Dom, NodeId, NodeRef};

use crate::document::body::from_html;
use crate::document::boilerplate;
use crate::document::context::Context;
use crate::document::html::{self, plain_span};
use crate::document::lexicon::lexicon;
use crate::document::pages::join;
use crate::document::tree::{Block, Document, Leaf, LeafKind, Text, leaves_of, text_of};
use crate::document::words::count_words;
use crate::model::{Clean, Published, read_day};

/// Fewer entries are no live blog.
const MIN_ENTRIES: usize = 3;
/// Entries that are read.
const MAX_ENTRIES: usize = 500;
/// Elements around a time among which its entry is looked for.
const REACH: usize = 10;
/// An entry has so many words that are no link.
const ENTRY_WORDS: usize = 6;
/// Words that sites use in class names and addresses of live blogs.
const SIGNS: &[&str] = &[
    "liveblog",
    "live-blog",
    "live_blog",
    "live-ticker",
    "liveticker",
    "live-update",
    "liveupdate",
    "live-feed",
    "livefeed",
    "live-entry",
    "en-direct",
    "en-vivo",
    "minuto-a-minuto",
    "in-diretta",
    "ao-vivo",
    "live-post",
    "ticker",
];

/// An entry as JSON-LD has it.
#[derive(Debug)]
pub(crate) struct Update {
    pub(crate) at: Option<Published>,
    pub(crate) headline: Clean,
    pub(crate) body: String,
}

/// The page as dated sections, where it is a live blog; `updates` are the entries that it declares, `usual` is what any article would come to.
pub(crate) fn sections(
    markup: &str,
    dom: &Dom,
    updates: &[Update],
    context: &Context<'_>,
    usual: &Document,
) -> Option<Document> {
    if !speaks_of_live(markup, updates, context) {
        return None;
    }
    let root = dom.body()?;
    let entries = entries(dom, &root);
    if is_live_blog(&entries, &root) {
        let found = on_the_page(&entries, usual, context);
        return (found.words() * 5 >= usual.words() * 4).then_some(found);
    }
    if updates.len() < MIN_ENTRIES {
        return None;
    }
    annotated(updates, usual).or_else(|| Some(declared(updates, context)).filter(|found| found.words() > usual.words()))
}

fn speaks_of_live(markup: &str, updates: &[Update], context: &Context<'_>) -> bool {
    let title = context.title.to_lowercase();
    let address = context.base.map(|url| url.path().to_lowercase()).unwrap_or_default();
    !updates.is_empty()
        || lexicon().live.iter().any(|sign| title.contains(sign))
        || markup.contains("<time") && SIGNS.iter().any(|sign| address.contains(sign) || markup.contains(sign))
}

/// An entry of the page.
struct Entry<'d> {
    node: NodeRef<'d>,
    at: Published,
    /// How the page writes the time.
    shown: String,
}

/// The elements with a time each that stand side by side: of the rows with most of the text the longest.
fn entries<'d>(dom: &'d Dom, root: &NodeRef<'_>) -> Vec<Entry<'d>> {
    let times = dom.select("time[datetime], [itemprop=datePublished][datetime], [itemprop=datePublished][content]");
    let mut rows: HashMap<(NodeId, String), Vec<Entry<'d>>> = HashMap::new();
    let mut seen: HashSet<NodeId> = HashSet::new();
    for time in times.nodes().iter().take(4 * MAX_ENTRIES) {
        let stamp = time.attr("datetime").or_else(|| time.attr("content"));
        let Some(at) = stamp.and_then(|stamp| read_day(&stamp, false)) else {
            continue;
        };
        let mut node = *time;
        for _ in 0..REACH {
            let Some(parent) = node.parent().filter(|_| node.id != root.id) else {
                break;
            };
            // The first time in an element is its own; later ones are of what it quotes.
            if seen.insert(node.id) {
                let tag = node.node_name().map(|tag| tag.to_string()).unwrap_or_default();
                rows.entry((parent.id, tag)).or_default().push(Entry {
                    node,
                    at,
                    shown: time.text().trim().to_owned(),
                });
            }
            node = parent;
        }
    }
    rows.retain(|_, row| row.len() >= MIN_ENTRIES);
    let size = |row: &Vec<Entry<'_>>| row.iter().map(|entry| entry.node.text().len()).sum::<usize>();
    let rows: Vec<_> = rows.into_values().map(|row| (size(&row), row)).collect();
    let most = rows.iter().map(|(size, _)| *size).max().unwrap_or(0);
    // Boxes around boxes of entries hold as much; of those the one with the most entries is meant.
    let large = rows.into_iter().filter(|(size, _)| *size * 2 >= most);
    let longest = large.max_by_key(|(size, row)| (row.len(), *size));
    let mut entries = longest.map(|(_, row)| row).unwrap_or_default();
    entries.truncate(MAX_ENTRIES);
    entries
}

/// Words that are no link.
fn own_words(leaves: &[Leaf]) -> usize {
    let told = leaves.iter().filter(|leaf| leaf.kind != LeafKind::Caption);
    told.filter(|leaf| !is_linked(leaf))
        .map(|leaf| count_words(&leaf.text))
        .sum()
}

fn is_linked(leaf: &Leaf) -> bool {
    let linked: usize = leaf.links.iter().map(|(range, _)| range.len()).sum();
    linked * 2 > leaf.text.chars().count()
}

/// Entries tell most of what the page tells, and follow each other in time, up or down. Lists of teasers are links; comments are
/// less than what they comment on.
fn is_live_blog(entries: &[Entry<'_>], root: &NodeRef<'_>) -> bool {
    if entries.len() < MIN_ENTRIES {
        return false;
    }
    let words: Vec<usize> = entries
        .iter()
        .map(|entry| own_words(&html::walk(&entry.node, None).document.leaves()))
        .collect();
    let telling = words.iter().filter(|words| **words >= ENTRY_WORDS).count();
    let all = own_words(&html::walk(root, None).document.leaves());
    let pairs = || entries.iter().zip(entries.iter().skip(1));
    let (up, down) = (
        pairs().filter(|(one, next)| one.at.at <= next.at.at).count(),
        pairs().filter(|(one, next)| one.at.at >= next.at.at).count(),
    );
    let ordered = up.max(down) * 10 >= (entries.len() - 1) * 9;
    telling * 4 >= entries.len() * 3 && words.iter().sum::<usize>() * 2 > all && ordered
}

fn on_the_page(entries: &[Entry<'_>], usual: &Document, context: &Context<'_>) -> Document {
    let mut document = introduction(entries, usual);
    let mut day = String::new();
    for entry in entries {
        let reading = html::walk(&entry.node, context.base);
        let mut section = boilerplate::clean(reading, context);
        let shown = |block: &Block| matches!(block, Block::Paragraph { text, .. } if text_of(text) == entry.shown);
        section.blocks.retain(|block| !shown(block));
        let headed = section
            .blocks
            .iter()
            .take(2)
            .position(|block| matches!(block, Block::Heading { .. }));
        let headline = match headed.map(|at| section.blocks.remove(at)) {
            Some(Block::Heading { text, .. }) => without(text, &entry.shown),
            _ => Text::new(),
        };
        if section.blocks.is_empty() && headline.is_empty() {
            continue;
        }
        let head = heading(Some(entry.at), &mut day, headline);
        section.blocks.splice(0..0, head);
        join(&mut document, section);
    }
    document
}

/// What an article's text has before it comes to the first of the entries.
fn introduction(entries: &[Entry<'_>], usual: &Document) -> Document {
    let told = entries
        .iter()
        .flat_map(|entry| html::walk(&entry.node, None).document.leaves());
    let told: HashSet<String> = told.map(|leaf| leaf.text).collect();
    let mut document = usual.clone();
    let is_told = |block: &Block| {
        leaves_of(slice::from_ref(block))
            .first()
            .is_some_and(|leaf| told.contains(&leaf.text))
    };
    let end = document.blocks.iter().position(is_told).unwrap_or(0);
    document.blocks.truncate(end);
    while matches!(document.blocks.last(), Some(Block::Heading { .. } | Block::Rule)) {
        document.blocks.pop();
    }
    document
}

/// The article's text with a heading where each of the declared entries begins in it; `None` where most of them are not in it.
fn annotated(updates: &[Update], usual: &Document) -> Option<Document> {
    /// So many characters tell an entry.
    const BEGINNING: usize = 40;
    let dense = |text: &str| {
        text.chars()
            .filter(|sign| sign.is_alphanumeric())
            .take(BEGINNING)
            .collect::<String>()
    };
    let mut blocks: HashMap<String, usize> = HashMap::new();
    for (at, block) in usual.blocks.iter().enumerate() {
        let begins = leaves_of(slice::from_ref(block)).first().map(|leaf| dense(&leaf.text));
        blocks.entry(begins.unwrap_or_default()).or_insert(at);
    }
    let mut begun: BTreeMap<usize, &Update> = BTreeMap::new();
    for update in updates.iter().take(MAX_ENTRIES) {
        let body = from_html(&update.body, &Context::default()).leaves();
        let first = body
            .iter()
            .map(|leaf| dense(&leaf.text))
            .find(|begins| !begins.is_empty());
        if let Some(at) = first.and_then(|first| blocks.get(&first)) {
            begun.entry(*at).or_insert(update);
        }
    }
    if begun.len() < MIN_ENTRIES || begun.len() * 2 < updates.len() {
        return None;
    }
    let mut document = usual.clone();
    document.blocks.clear();
    let mut day = String::new();
    for (at, block) in usual.blocks.iter().enumerate() {
        if let Some(update) = begun.get(&at) {
            let headline = match document.blocks.pop() {
                Some(Block::Heading { text, .. }) => text,
                other => {
                    document.blocks.extend(other);
                    said(&update.headline)
                }
            };
            document.blocks.extend(heading(update.at, &mut day, headline));
        }
        document.blocks.push(block.clone());
    }
    Some(document)
}

fn said(headline: &Clean) -> Text {
    if headline.is_empty() {
        Text::new()
    } else {
        vec![plain_span(headline.clone())]
    }
}

fn declared(updates: &[Update], context: &Context<'_>) -> Document {
    let mut document = Document::default();
    let mut day = String::new();
    for update in updates.iter().take(MAX_ENTRIES) {
        let own = Context {
            title: &update.headline,
            ..*context
        };
        let mut section = from_html(&update.body, &own);
        let head = heading(update.at, &mut day, said(&update.headline));
        section.blocks.splice(0..0, head);
        join(&mut document, section);
    }
    document
}

/// "2022-10-30 14:05 Headline", the day only where it is another one than above.
fn heading(at: Option<Published>, day: &mut String, headline: Text) -> Option<Block> {
    let mut text = Text::new();
    if let Some(at) = at {
        let time = at.offset().to_datetime(at.at);
        let today = time.date().to_string();
        let clock = time.strftime("%H:%M").to_string();
        let said = if *day == today {
            clock
        } else {
            format!("{today} {clock}")
        };
        *day = today;
        let gap = if headline.is_empty() { "" } else { " " };
        text.push(plain_span(Clean::text(&format!("{said}{gap}"))));
    }
    text.extend(headline);
    (!text.is_empty()).then_some(Block::Heading { level: 3, text })
}

/// A headline without the time that it begins with.
fn without(mut headline: Text, shown: &str) -> Text {
    if let Some(first) = headline.first_mut().filter(|_| !shown.is_empty())
        && let Some(rest) = first.text.trim_start().strip_prefix(shown)
    {
        let rest = Clean::text(
            rest.trim_start_matches(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '"' | '“' | '«' | '„')),
        );
        first.text = rest;
        headline.retain(|span| !span.text.is_empty());
    }
    headline
}

#[cfg(test)]
mod tests {
    use crate::document::{from_page, plain};

    const SAID: &str = "The harbour master of Brask said that the boats would stay in port until the wind turned.";

    fn text_of(page: &str) -> String {
        plain(&from_page(page, None).document).text
    }

    #[test]
    fn entries_become_dated_sections() {
        let entry = |day: &str, clock: &str, headline: &str| {
            format!(
                "<div class='entry'><div class=top><time datetime='2022-10-{day}T{clock}:00+02:00'>{clock}</time></div><h3>{headline}</h3>\
                 <p>{SAID} {headline}.</p><div class='share'>Share</div></div>"
            )
        };
        let page = format!(
            "<html lang=en><head><title>Storm: live updates</title></head><body><nav>Home</nav><main><h1>Storm: live updates</h1>\
             <p>The storm has reached the islands, and all boats are in port since noon.</p><div class='liveblog'>{}{}{}</div></main>\
             <aside><h3>More news</h3><ul><li><time datetime='2022-10-30'>x</time><a href=/a>Other news of the day</a></li></ul></aside></body></html>",
            entry("30", "14:05", "Wind turns"),
            entry("30", "11:40", "Boats wait"),
            entry("29", "23:10", "Storm nears")
        );
        let expected = format!(
            "The storm has reached the islands, and all boats are in port since noon.\n\n2022-10-30 14:05 Wind turns\n\n{SAID} Wind turns.\n\n\
             11:40 Boats wait\n\n{SAID} Boats wait.\n\n2022-10-29 23:10 Storm nears\n\n{SAID} Storm nears."
        );
        assert_eq!(text_of(&page), expected);
    }

    #[test]
    fn declared_updates_stand_in_for_those_that_a_script_loads() {
        let update = |clock: &str, head: &str| {
            format!(
                r#"{{"@type":"BlogPosting","headline":"{head}","datePublished":"2022-10-30T{clock}:00Z","articleBody":"<p>{SAID} {head}.</p>"}}"#
            )
        };
        let page = format!(
            r#"<html lang=en><head><title>Storm</title><script type="application/ld+json">{{"@type":"LiveBlogPosting","headline":"Storm",
            "liveBlogUpdate":[{},{},{}]}}</script></head><body><div id=app></div></body></html>"#,
            update("10:00", "One"),
            update("11:00", "Two"),
            update("12:00", "Three")
        );
        let text = text_of(&page);
        assert!(text.starts_with("2022-10-30 10:00 One\n\nThe harbour master"), "{text}");
        assert!(text.ends_with(&format!("12:00 Three\n\n{SAID} Three.")), "{text}");
    }

    #[test]
    fn declared_updates_date_what_the_page_shows() {
        let (mut shown, mut declared) = (String::new(), Vec::new());
        for (clock, head) in [("12:00", "Three"), ("11:00", "Two"), ("10:00", "One")] {
            shown +=
                &format!("<h2>{head} boats</h2><p>{head} boats wait. {SAID}</p><p>{SAID} For the {head} boats.</p>");
            declared.push(format!(
                r#"{{"@type":"BlogPosting","headline":"{head} boats","datePublished":"2022-10-30T{clock}:00+01:00",
                "articleBody":"{head} boats wait. {SAID}"}}"#
            ));
        }
        let page = format!(
            r#"<html lang=en><head><title>Storm</title><script type="application/ld+json">{{"@type":"LiveBlogPosting","headline":"Storm",
            "liveBlogUpdate":[{}]}}</script></head><body><article>{shown}</article></body></html>"#,
            declared.join(",")
        );
        let text = text_of(&page);
        let heads: Vec<_> = text.split("\n\n").filter(|line| line.split(' ').count() < 6).collect();
        assert_eq!(
            heads,
            ["2022-10-30 12:00 Three boats", "11:00 Two boats", "10:00 One boats"],
            "{text}"
        );
    }

    #[test]
    fn teasers_and_comments_are_no_live_blog() {
        let item = "<li class=t><time datetime='2022-10-30T10:00Z'>10:00</time><a href=/x>Another story of the day that is told elsewhere</a></li>";
        let page = format!(
            "<html lang=en><head><title>Ferries wait</title></head><body><ul class=ticker>{}</ul><article><h1>Ferries wait</h1><p>{SAID} One.</p><p>{SAID} Two.</p><p>{SAID} Three.</p></article></body></html>",
            item.repeat(6)
        );
        assert_eq!(text_of(&page), format!("{SAID} One.\n\n{SAID} Two.\n\n{SAID} Three."));
    }
}
