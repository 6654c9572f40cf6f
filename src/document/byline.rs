//! Who wrote an article, as its page says it: JSON-LD, `<meta>`, marked elements, lines near its headline that begin with "By", links
//! to authors.

use std::cell::LazyCell;

use dom_query::Document as Dom;
use serde_json::Value;

use crate::document::author_lines::{below, nickname, signed};
use crate::document::author_marks::marked;
use crate::document::boilerplate::fold;
use crate::document::days::Style;
use crate::document::declared::{MetaTags, unescape};
use crate::document::json_ld::Described;
use crate::document::names::{edited_by, is_initials, is_whole, names_in, says_more, signed_names};
use crate::document::near::Surroundings;
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
    let are_people = others(&declared) && !is_organised(described, author) && !declared.iter().all(is_account);
    let mut names = if are_people {
        credited(&declared, around, style).unwrap_or(declared)
    } else {
        let tagged = tagged(tags);
        let person = |names: &Vec<Clean>| others(names) && names.iter().any(|name| is_whole(name) && !says_more(name));
        // Where an organisation or an account answers for an article, only a whole name is better.
        let better = |names: &Vec<Clean>| person(names) || declared.is_empty() && others(names);
        let signed = LazyCell::new(|| signed(around.near(), style));
        let marked = LazyCell::new(|| marked(dom));
        let called = |names: &Vec<Clean>| {
            let nameless = |name: &Clean| is_account(name) || is_initials(name);
            declared.is_empty() && others(names) && !names.iter().any(nameless)
        };
        let named = tagged.clone().filter(|names| person(names) || called(names));
        let named = named.or_else(|| signed.clone().filter(person));
        let named = named.or_else(|| tagged.clone().filter(better));
        let named = named.or_else(|| signed.clone().filter(better));
        // Whoever is marked anywhere may have written what the page points to.
        let accounts = !declared.is_empty() && others(&declared) && !is_organised(described, author);
        let named = named.or_else(|| marked.clone().filter(|names| !accounts && better(names)));
        let named = named
            .or_else(|| Some(declared).filter(|names| !names.is_empty()))
            .or(tagged);
        let named = named.or_else(|| below(&around.all(), style));
        named
            .or_else(|| signed.clone())
            .or_else(|| marked.clone())
            .or_else(|| nickname(around.near(), style))
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

/// What the page shows near its headline, where that is more than it declares: others beside those that it declares, or the
/// writers of what it declares an editor for.
fn credited(declared: &[Clean], around: &Surroundings<'_>, style: Style) -> Option<Vec<Clean>> {
    let shown = signed(around.near(), style).filter(|names| names.iter().all(is_whole))?;
    let is_in = |names: &[Clean], name: &Clean| names.iter().any(|other| fold(other) == fold(name));
    if declared.iter().all(|name| is_in(&shown, name)) {
        return (shown.len() > declared.len()).then_some(shown);
    }
    let apart = !declared.iter().any(|name| is_in(&shown, name));
    let edited = || {
        let all = around.all();
        let editors: Vec<_> = all
            .lines
            .iter()
            .filter_map(|line| edited_by(&line.text))
            .flatten()
            .collect();
        declared.iter().all(|name| is_in(&editors, name))
    };
    (apart && edited()).then_some(shown)
}

/// Whether it is what somebody signs in with rather than a name ("ada.moss", "amoss2"), or a newsroom.
fn is_account(name: &Clean) -> bool {
    let written = |name: &str| {
        name.starts_with(char::is_lowercase)
            || name.contains(|sign: char| matches!(sign, '.' | '_') || sign.is_ascii_digit())
    };
    !name.contains(' ') && written(name) || says_more(name)
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
    let mut said: Vec<_> = named.map(said).filter(|names| !names.is_empty()).collect();
    let whole = said.iter().position(|names| names.iter().any(is_whole));
    let first = (!said.is_empty()).then(|| said.swap_remove(whole.unwrap_or_default()));
    first.or_else(|| Some(others()).filter(|names| !names.is_empty()))
}

/// Authors of an article that are believed.
const MAX_AUTHORS: usize = 50;
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
    fn what_the_page_shows_may_be_more_than_it_declares() {
        let by = |author: &str| format!(r#"{{"@type":"NewsArticle","headline":"Ferry sinks","author":{author}}}"#);
        let two = "<h1>Ferry sinks</h1><address><a rel=author href=/p/1><b>Ada</b> <i>Moss</i></a></address>\
                   <address><a rel=author href=/p/2><b>Bo</b> <i>Lind</i></a></address>";
        check("", two, &by(r#"[{"name":"Bo Lind"}]"#), &["Ada Moss", "Bo Lind"]);
        check("", two, &by(r#"[{"name":"Cy Orne"}]"#), &["Cy Orne"]);
        for editor in ["Editor : Cy Orne", "Redaktion: Cy Orne", "編集：Cy Orne"] {
            let page = format!("<h1>Ferry sinks</h1><div class=author-2>Ada Moss</div><p>Rain.</p><p>{editor}</p>");
            check("", &page, &by(r#"{"name":"Cy Orne"}"#), &["Ada Moss"]);
        }
    }

    #[test]
    fn a_name_is_better_than_an_account() {
        let by = |author: &str| {
            format!(r#"{{"@type":"NewsArticle","headline":"Ferry sinks","author":{{"name":"{author}"}}}}"#)
        };
        let line = "<h1>Ferry sinks</h1><p>By Ada Moss</p>";
        for account in ["ada.moss", "amoss2", "Northwire Staff", "admin"] {
            check("", line, &by(account), &["Ada Moss"]);
            let far = format!(
                "<h1>Ferry sinks</h1>{}<b class=author-name>Cy Orne</b>",
                "<p>Rain.</p>".repeat(20)
            );
            check("", &far, &by(account), &[account]);
        }
        check("", line, &by("Ada"), &["Ada"]);
        check(
            "<meta name=author content=amoss2><meta name=twitter:label1 content='Written by'>\
             <meta name=twitter:data1 content='Ada Moss'>",
            "<h1>Ferry sinks</h1>",
            "",
            &["Ada Moss"],
        );
    }

    #[test]
    fn names_that_stand_alone() {
        let text = "Nobody was hurt when the ferry sank off Brask on Monday night, said the harbour, and the lake was calm at that hour of the day.";
        let page = |line: &str| format!("<h1>Ferry sinks off Brask</h1><p>12 May 2025</p>{line}<p>{text}</p>");
        for (line, names) in [
            ("<p><strong>Ada Moss</strong></p>", &["Ada Moss"][..]),
            ("<p>Ada Moss</p>", &[]),
            ("<p><b>Brask Harbour</b></p>", &[]),
            ("<p><b>Rain</b></p>", &[]),
            ("<p>by ada</p>", &["ada"]),
            ("<p>By the harbour</p>", &[]),
            ("<p>Von NWA</p>", &["NWA"]),
            ("<p>By NWA, in News, Travel, Harbour</p>", &["NWA"]),
        ] {
            check("", &page(line), "", names);
        }
    }

    #[test]
    fn pictures_teasers_and_comments_have_authors_of_their_own() {
        for (line, names) in [
            (
                "<figure><figcaption class=byline>Cy Orne</figcaption></figure>",
                &[][..],
            ),
            ("<aside><b class=byline>Cy Orne</b></aside>", &[]),
            ("<aside class=post-author>Ada Moss</aside>", &["Ada Moss"]),
            ("<p>Rain.</p><div class=comments><p>Posted by Cy Orne</p></div>", &[]),
            ("<a href=/author/ada>Ada Moss</a>", &["Ada Moss"]),
            (
                "<p>Rain.</p><div><div><div><b class=author-name>Ada Moss</b></div></div></div>\
                 <ul><li><div><div><div><b class=author-name>Cy Orne</b></div></div></div></li></ul>",
                &["Ada Moss"],
            ),
            (
                "<div class=card-author-top><a href=/t><h2 class=card-author-name>Ada Moss</h2><p>Head Winemaker, Founder</p></a></div>",
                &["Ada Moss"],
            ),
        ] {
            check(
                "",
                &format!("<h1>Ferry sinks</h1>{line}<p>Nobody was hurt.</p>"),
                "",
                names,
            );
        }
        let nameless =
            "<p>Rain.</p><div class=comments><p>Posted by: <a href=mailto:cy@x.test>Cy</a> at 9:30</p></div>";
        check("", nameless, "", &[]);
        let card = "<div class=card><span>by</span><a href=/author/cy>Cy Orne</a></div>";
        let page = format!("{card}<h1>Ferry sinks</h1><a href=/author/ada>Ada Moss</a><p>Rain.</p>");
        check("", &page, "", &["Ada Moss"]);
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
