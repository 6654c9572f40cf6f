//! Who wrote an article, as its page says it: JSON-LD, `<meta>`, marked elements, lines near its headline that begin with "By", links
//! to authors.

use std::cell::LazyCell;

use dom_query::{Document as Dom, NodeRef};
use serde_json::Value;

use crate::document::boilerplate::fold;
use crate::document::days::{Style, days_in};
use crate::document::json_ld::Described;
use crate::document::meta::{MetaTags, unescape};
use crate::document::names::{is_named, is_phrase, names_in, says_more, signed_names, without_small_end};
use crate::document::near::{AUTHORS_OWN, Line, Near, Surroundings, is_comments};
use crate::model::Clean;

/// Who wrote it: people before newsrooms, and the outlet itself (by any of its names) only where nobody else is named.
pub(crate) fn byline(
    dom: &Dom,
    tags: &MetaTags,
    described: &Described,
    outlet: &[&str],
    around: &Surroundings<'_>,
    style: Style,
) -> Vec<Clean> {
    let is_outlet = |name: &Clean| outlet.iter().any(|outlet| stands_for(name, outlet));
    let others = |names: &Vec<Clean>| !names.iter().all(is_outlet);
    let author = described.field("author");
    let declared = people(described, author);
    let mut names = if others(&declared) && !is_organised(described, author) {
        declared
    } else {
        let tagged = tagged(tags);
        // Where an organisation answers for an article, only a whole name is better.
        let whole = |names: &Vec<Clean>| declared.is_empty() || names.iter().any(is_whole);
        let better = |names: &Vec<Clean>| others(names) && whole(names);
        let named = tagged.clone().filter(better);
        let signed = LazyCell::new(|| signed(around.near(), style));
        let marked = LazyCell::new(|| marked(dom));
        let named = named.or_else(|| signed.clone().filter(better));
        let named = named.or_else(|| marked.clone().filter(better));
        let named = named
            .or_else(|| Some(declared).filter(|names| !names.is_empty()))
            .or(tagged);
        let named = named.or_else(|| below(&around.all(), style));
        named
            .or_else(|| signed.clone())
            .or_else(|| marked.clone())
            .unwrap_or_default()
    };
    let mut known = Vec::new();
    names.retain(|name| {
        let folded = name.to_lowercase();
        let fresh = !known.contains(&folded);
        known.push(folded);
        fresh
    });
    names
}

/// Whether JSON-LD says that none of the authors is a person.
fn is_organised(described: &Described, value: &Value) -> bool {
    match described.follow(value) {
        Value::Array(authors) => authors.iter().all(|author| is_organised(described, author)),
        author => author["@type"]
            .as_str()
            .is_some_and(|kind| kind.ends_with("Organization")),
    }
}

/// What `<meta>` elements say.
fn tagged(tags: &MetaTags) -> Option<Vec<Clean>> {
    const NAMES: [&str; 9] = [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "cxenseparse:author",
        "citation_author",
        "twitter:data1",
    ];
    let labelled = tags
        .get("twitter:label1")
        .is_some_and(|label| signed_names(&format!("{label} A")).is_some());
    let named = NAMES.iter().filter(|name| labelled || **name != "twitter:data1");
    let said = |name: &&str| {
        let names = tags.each(name).flat_map(|names| match names.split_once(", ") {
            // Libraries have "Moss, Ada".
            Some((last, first)) if *name == "citation_author" => vec![Clean::line(&format!("{first} {last}"))],
            _ => names_in(names),
        });
        names.collect::<Vec<_>>()
    };
    let others = || {
        let others = tags
            .all()
            .filter(|(name, _)| name.replace(['.', '_', '-', ':'], "").ends_with("articleauthor"));
        others.flat_map(|(_, names)| names_in(names)).collect::<Vec<_>>()
    };
    named
        .map(said)
        .find(|names| !names.is_empty())
        .or_else(|| Some(others()).filter(|names| !names.is_empty()))
}

/// Authors of an article that are believed.
const MAX_AUTHORS: usize = 50;
/// Lines after the headline in which its author may stand, and before.
const AFTER: usize = 16;
const BEFORE: usize = 8;
/// Lines in which it may stand where there is no headline.
const TOP: usize = 150;

/// What the lines around the headline say: "By Ada Moss", or a name in an element that is marked as the author's.
fn signed(near: &Near, style: Style) -> Option<Vec<Clean>> {
    let Some(headline) = near.headline else {
        // All lines are there then, and those of menus are marked as anything.
        return (0..near.lines.len().min(TOP)).find_map(|at| introduced(near, at, style));
    };
    let after = headline..near.lines.len().min(headline + AFTER);
    let before = headline.saturating_sub(BEFORE)..headline;
    let at = || after.clone().chain(before.clone().rev());
    at().find_map(|at| introduced(near, at, style))
        .or_else(|| at().find_map(|at| authored(near.lines.get(at)?, style)))
}

/// What the first line says that does, anywhere on the page.
fn below(all: &Near, style: Style) -> Option<Vec<Clean>> {
    let whole = |names: &Vec<Clean>| names.iter().all(|name| name.contains(' '));
    (0..all.lines.len()).find_map(|at| introduced(all, at, style).filter(whole))
}

/// "By Ada Moss and Bo Lind | 12 May", or "Written by" with the name in the next line.
fn introduced(near: &Near, at: usize, style: Style) -> Option<Vec<Clean>> {
    const LONGEST: usize = 160;
    let line = near.lines.get(at).filter(|line| line.text.len() <= LONGEST)?;
    let names = signed_names(&line.text)?;
    if names.is_empty() {
        let next = near.lines.get(at + 1).filter(|next| next.text.len() <= LONGEST)?;
        let names = names_in(&first_part(&next.text, style));
        return names
            .first()
            .is_some_and(|first| is_whole(first) && !is_phrase(first))
            .then_some(names);
    }
    let mut names = signed_names(&first_part(&line.text, style))?;
    let own = line
        .pieces
        .iter()
        .find(|piece| piece.linked || piece.authored == AUTHORS_OWN);
    // "Ada Moss in Brask": the name alone is a link.
    if let (Some(own), Some(first)) = (own.map(|own| Clean::line(&own.text)), names.first_mut())
        && is_named(&own)
        && first.starts_with(&*own)
    {
        *first = own;
    }
    let people: Vec<_> = names.iter().map(without_small_end).take_while(is_named).collect();
    let named = people
        .first()
        .is_some_and(|first| (is_whole(first) || own.is_some()) && !is_phrase(first));
    named.then_some(people)
}

/// A line up to its first date or bar: what stands behind is no name.
fn first_part(line: &str, style: Style) -> String {
    let end = days_in(line, style)
        .first()
        .map_or(line.len(), |(range, _)| range.start);
    let head = line.get(..end).unwrap_or(line);
    let introduced = head.trim_start_matches(|sign: char| sign.is_whitespace() || MARKS.contains(&sign));
    introduced.split(MARKS).next().unwrap_or(introduced).to_owned()
}

const MARKS: [char; 6] = ['|', '•', '·', '⋅', '∙', '●'];

/// The names in elements that are marked as the author's, the nearest marked ones.
fn authored(line: &Line, style: Style) -> Option<Vec<Clean>> {
    const LONGEST: usize = 200;
    let nearest = line.pieces.iter().map(|piece| piece.authored).max()?;
    if line.text.len() > LONGEST || nearest == 0 {
        return None;
    }
    let pieces = line.pieces.iter().filter(|piece| piece.authored == nearest);
    let mut found = Vec::new();
    let mut all = true;
    for piece in pieces {
        let names = names_in(&first_part(&piece.text, style));
        let named = |name: &Clean| is_person(name) && (name.contains(' ') || piece.linked);
        let named = !names.is_empty() && names.iter().all(named);
        all &= named || !piece.text.contains(char::is_alphabetic);
        if named {
            found.push((piece.linked, names));
        }
    }
    // What follows a name in an element of its own may be a post, unless it is a link, too, or there is nothing but names.
    let mut first = true;
    found.retain(|(linked, _)| std::mem::take(&mut first) || *linked || all);
    (!found.is_empty()).then(|| found.into_iter().flat_map(|(_, names)| names).collect())
}

/// Whether it has a first and a last name, where a language parts them.
fn is_whole(name: &Clean) -> bool {
    is_named(name) && (name.contains(' ') || !name.is_ascii())
}

fn is_person(name: &Clean) -> bool {
    is_named(name) && !says_more(name)
}

/// What the page marks as the author's anywhere, the surest marks first.
fn marked(dom: &Dom) -> Option<Vec<Clean>> {
    let mut sets: [Vec<NodeRef<'_>>; 5] = Default::default();
    let root = dom.body()?;
    for node in root.descendants_it().filter(NodeRef::is_element) {
        sort(&node, &mut sets);
    }
    let [sure, links, boxes, alike, folders] = &sets;
    let own = |set: &[NodeRef<'_>], most: usize| -> Vec<Clean> {
        let own = set.iter().filter(|node| !is_commented(node));
        own.take(most).flat_map(people_of).take(6).collect()
    };
    let marked = [sure, links, boxes, alike].into_iter().map(|set| own(set, 4));
    let linked = || own(folders, 1).into_iter().filter(is_whole).collect::<Vec<_>>();
    // "Valley Post Reporters", or a newsroom's signs ("amo/bli"), where nobody is named.
    let staff = || {
        let text = |node: &NodeRef<'_>| names_in(&node.text());
        let few = |name: &Clean| name.split(' ').count() <= 3 && !says_more(name);
        let signs = boxes
            .iter()
            .filter(|node| is_itemised(node) && !is_commented(node))
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
                .filter(|node| !is_commented(node))
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
    const FOLDERS: [&str; 9] = [
        "/author/",
        "/authors/",
        "/autor/",
        "/autores/",
        "/autoren/",
        "/auteur/",
        "/auteurs/",
        "/autore/",
        "/autori/",
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
    if node.has_name("a") {
        let address = node.attr("href").unwrap_or_default();
        if FOLDERS.iter().any(|folder| address.contains(folder)) {
            add(folders, node);
        }
    }
}

/// Whether it stands among readers' comments.
fn is_commented(node: &NodeRef<'_>) -> bool {
    is_comments(node) || node.ancestors_it(Some(10)).any(|around| is_comments(&around))
}

/// The people that an element names: all of its text, else the first of its texts that is nothing else.
fn people_of(node: &NodeRef<'_>) -> Vec<Clean> {
    let texts: Vec<_> = node
        .descendants_it()
        .filter(NodeRef::is_text)
        .take(24)
        .map(|text| text.text().to_string())
        .collect();
    let people = |text: &str| Some(names_in(text)).filter(|names| !names.is_empty() && names.iter().all(is_person));
    let whole = people(&texts.join(" "));
    whole
        .or_else(|| texts.iter().find_map(|text| people(text)))
        .unwrap_or_default()
}

/// Whether a name is the outlet's: the same, with more or fewer words, or its initials.
fn stands_for(name: &str, outlet: &str) -> bool {
    let (name, outlet) = (fold(name), fold(outlet));
    let initials: String = outlet.split(' ').filter_map(|word| word.chars().next()).collect();
    let within = |short: &str, long: &str| short.len() > 3 && format!(" {long} ").contains(&format!(" {short} "));
    !name.is_empty() && (name == outlet || within(&name, &outlet) || within(&outlet, &name) || name == initials)
}

fn people(described: &Described, value: &Value) -> Vec<Clean> {
    match described.follow(value) {
        Value::Array(people) => people
            .iter()
            .take(MAX_AUTHORS)
            .flat_map(|person| self::people(described, person))
            .collect(),
        Value::Object(fields) => match fields.get("name") {
            Some(Value::String(name)) => names_in(&unescape(name)),
            Some(name) => people(described, name),
            None => Vec::new(),
        },
        Value::String(names) => names_in(&unescape(names)),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document as Dom;

    use super::stands_for;
    use crate::document::meta::read_meta;

    #[track_caller]
    fn check(head: &str, body: &str, json_ld: &str, names: &[&str]) {
        let markup = format!(
            "<head><title>Ferry sinks | Valley Post</title><meta property=og:site_name content='Valley Post'>{head}</head><body>{body}"
        );
        let meta = read_meta(&Dom::from(markup.as_str()), &[json_ld.to_owned()], None);
        let found: Vec<_> = meta.byline.iter().map(|name| name.to_string()).collect();
        assert_eq!(found, names, "{head} {body} {json_ld}");
    }

    #[test]
    fn reads_the_lines_near_the_headline() {
        for (line, names) in [
            (
                "<p>By <a href=/p/1>Ada Moss</a> in Brask | 12 May 2025</p>",
                &["Ada Moss"][..],
            ),
            ("<div>By Ada Moss, Senior Reporter</div>", &["Ada Moss"]),
            ("<p>Von Ada Moss und Bo Lind</p>", &["Ada Moss", "Bo Lind"]),
            (
                "<p>Par Ada Moss et Bo Lind, le 12 mai 2025</p>",
                &["Ada Moss", "Bo Lind"],
            ),
            ("<span>Автор: Ада Мосс</span>", &["Ада Мосс"]),
            ("<p>作者：林若水</p>", &["林若水"]),
            ("<div>Written by</div><div>Ada Moss</div>", &["Ada Moss"]),
            (
                "<div class=story-author><b>Ada Moss</b><i>Marketing Director</i></div>",
                &["Ada Moss"],
            ),
            (
                "<div class=origins-byline><span>Ada Moss</span> <span>Bo Lind</span></div>",
                &["Ada Moss", "Bo Lind"],
            ),
            (
                "<div class=info><div class=author-2>Ada Moss</div></div>",
                &["Ada Moss"],
            ),
            ("<p>By the time the ferry sank it was dark.</p>", &[]),
            ("<p>By Invitation Only</p>", &[]),
            ("<div class=author-tools><a href=/live>WATCH LIVE</a></div>", &[]),
            (
                "<p>Rain</p><section class=comments><b class=author>Cy Orne</b></section>",
                &[],
            ),
        ] {
            check(
                "",
                &format!("<h1>Ferry sinks</h1>{line}<p>Nobody was hurt.</p>"),
                "",
                names,
            );
        }
    }

    #[test]
    fn people_come_before_outlets() {
        let by = |author: &str| format!(r#"{{"@type":"NewsArticle","headline":"Ferry sinks","author":{author}}}"#);
        let line = "<h1>Ferry sinks</h1><p>By Ada Moss</p>";
        let outlet = by(r#"{"@type":"Organization","name":"Valley Post"}"#);
        check("", line, &outlet, &["Ada Moss"]);
        check("", "<h1>Ferry sinks</h1>", &outlet, &["Valley Post"]);
        check(
            "",
            line,
            &by(r#"[{"@type":"Organization","name":"Northwire"}]"#),
            &["Ada Moss"],
        );
        check(
            "",
            line,
            &by(r#"[{"@type":"Person","name":"Cy Orne"},{"name":"Di Vale"}]"#),
            &["Cy Orne", "Di Vale"],
        );
        check(
            "<meta name=author content='Cy Orne'><meta name=author content='Di Vale'>",
            line,
            "",
            &["Cy Orne", "Di Vale"],
        );
        check(
            "<meta property=article:author content='https://social.test/valleypost'>",
            line,
            "",
            &["Ada Moss"],
        );
        check(
            "<meta name=citation_author content='Moss, Ada'>",
            line,
            "",
            &["Ada Moss"],
        );
        let signs =
            "<h1>Ferry sinks</h1><p>Rain.</p><p class=end>Valley Post, <span itemprop=author>amo/bli;cyo</span></p>";
        check("", signs, "", &["amo/bli", "cyo"]);
        let staff = "<h1>Ferry sinks</h1><p class=authorName>Northwire Staff</p>";
        check("", staff, "", &["Northwire Staff"]);
        check(
            "<meta name=articleAuthor content='Cy Orne'>",
            "<h1>Ferry sinks</h1>",
            &outlet,
            &["Cy Orne"],
        );
    }

    #[test]
    fn a_list_without_end_has_one() {
        let names = "Ada Moss and Bo Lind and ".repeat(10_000);
        let author = format!(r#"{{"@type":"Article","headline":"Ferry sinks","author":"{names}"}}"#);
        let meta = read_meta(&Dom::from("<h1>Ferry sinks</h1>"), &[author], None);
        assert!((2..=3).contains(&meta.byline.len()), "{} names", meta.byline.len());
    }

    #[test]
    fn knows_outlets() {
        assert!(stands_for("VALLEY POST News", "Valley Post"));
        assert!(stands_for("VP", "Valley Post"));
        assert!(!stands_for("Ada Moss", "Valley Post"));
    }
}
