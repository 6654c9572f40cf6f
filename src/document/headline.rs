//! An article's title: the heading that a person would call its headline, among all that the page shows and declares.

use dom_query::{Document as Dom, NodeRef};
use serde_json::Value;

use crate::document::boilerplate::fold;
use crate::document::declared::{MAX_TITLE, MetaTags, text_of, unescape};
use crate::model::Clean;

/// Longer headings are paragraphs, unless the page declares them as its title.
const LONGEST: usize = 200;
/// Headings of a page that are looked at.
const MAX_HEADINGS: usize = 8;

/// Whose page it is, as titles name it.
pub(crate) struct House<'a> {
    pub(crate) outlet: Option<&'a str>,
    /// The host of its address.
    pub(crate) host: Option<&'a str>,
}

/// What stands in the tab of the page.
pub(crate) fn tab(dom: &Dom) -> Clean {
    Clean::title(&dom.select_single("title").text(), MAX_TITLE)
}

/// The heading that the page shows, where it is about what the page declares; else what most of the declared ones say.
pub(crate) fn headline(dom: &Dom, tags: &MetaTags, tab: Clean, article: &Value, house: &House<'_>) -> Clean {
    let named = |title: Option<Clean>| {
        let title = title.map(|title| Title::of(house.leave_out(&Clean::line(&unescape(&title)))));
        title.filter(|title| !title.folded.is_empty())
    };
    let shared = named(tags.get("og:title"));
    let headline = named(text_of(&article["headline"]));
    let tweeted = named(tags.get("twitter:title"));
    let tab = named(Some(tab));
    let declared: Vec<_> = [&shared, &headline, &tweeted, &tab].into_iter().flatten().collect();

    let shown = |names: &str, most: usize| -> Vec<Shown> {
        let headings = dom.select(names);
        let all = headings
            .nodes()
            .iter()
            .filter(|heading| !is_masthead(heading))
            .take(most);
        all.map(|heading| Shown::of(heading, house))
            .filter(|heading| !heading.whole.folded.is_empty() && !house.is_called(&heading.whole.text))
            .collect()
    };
    let headings = shown("h1, h2[itemprop~=headline], h3[itemprop~=headline]", MAX_HEADINGS);
    let best = headings
        .iter()
        .rev()
        .map(|heading| (heading.alike(&declared), heading))
        .max_by_key(|(alike, _)| *alike);
    // Some declare for search engines what stands in the tab, and show people another.
    let searched = |headline: &Title| {
        tab.as_ref().is_some_and(|tab| tab.folded == headline.folded)
            && shared.as_ref().is_some_and(|shared| shared.folded != headline.folded)
    };
    if let Some(headline) = headline
        .as_ref()
        .filter(|headline| is_news(article) && !searched(headline))
    {
        return headline.text.clone();
    }
    let is_title = |heading: &Shown| {
        heading.whole.folded.chars().count() <= LONGEST
            || declared.iter().any(|title| title.folded == heading.whole.folded)
    };
    let best = best.filter(|(_, heading)| declared.is_empty() || is_title(heading));
    // A page's only heading is its title even where what it declares for search engines says it in other words.
    let enough = if headings.len() == 1 { (1, 1) } else { (50, 30) };
    match best {
        Some(((words, both), heading)) if words >= enough.0 && both >= enough.1 || declared.is_empty() => {
            heading.title(&declared)
        }
        // Where the first heading is the outlet's, articles have second ones.
        _ => {
            let seconds = shown("h2", 3);
            let second = seconds.iter().find(|heading| heading.ends(&declared));
            second.map_or_else(|| agreed(&declared), |heading| heading.whole.text.clone())
        }
    }
}

/// Whether a heading is marked as the site's name.
fn is_masthead(heading: &NodeRef<'_>) -> bool {
    ["class", "id"].iter().any(|attribute| {
        let value = heading.attr(attribute).unwrap_or_default().to_ascii_lowercase();
        ["site-title", "site-name", "sitename", "logo", "masthead"]
            .iter()
            .any(|mark| value.contains(mark))
    })
}

/// Whether JSON-LD calls an article a piece of news: then its headline was written in a newsroom.
fn is_news(article: &Value) -> bool {
    let kind = &article["@type"];
    let kinds = kind.as_array().map_or(std::slice::from_ref(kind), Vec::as_slice);
    let mut names = kinds.iter().filter_map(Value::as_str);
    names.any(|name| name.ends_with("NewsArticle") || name.ends_with("LiveBlogPosting"))
}

/// What most of them say, the first where none is said twice.
fn agreed(titles: &[&Title]) -> Clean {
    let votes = |title: &Title| titles.iter().filter(|other| other.folded == title.folded).count();
    let best = titles.iter().rev().max_by_key(|title| votes(title));
    best.map(|title| title.text.clone()).unwrap_or_default()
}

/// A title with its words alone, by which titles are compared.
struct Title {
    text: Clean,
    folded: String,
}

impl Title {
    fn of(text: Clean) -> Self {
        let folded = fold(&text);
        Self { text, folded }
    }
}

/// What stands between a title and an outlet.
const MARKS: [&str; 10] = [" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « ", " │ "];

impl House<'_> {
    /// The parts of its address that are names: "valleypost" of `www.valleypost.test`.
    fn names(&self) -> impl Iterator<Item = &str> {
        let host = self.host.unwrap_or_default();
        let parts = host.rsplit_once('.').map_or(host, |(parts, _)| parts);
        parts.split('.').filter(|part| part.len() > 3)
    }

    /// Whether a text is nothing but its name.
    fn is_called(&self, text: &str) -> bool {
        let words = fold(text);
        let joined = words.replace(' ', "");
        self.outlet.is_some_and(|outlet| fold(outlet) == words)
            || self
                .host
                .is_some_and(|host| joined.len() > 4 && host.replace(['.', '-'], "").ends_with(&joined))
            || self.names().any(|name| name == joined)
    }

    /// Whether what stands behind a title is a name of it: the same, with more or fewer words.
    fn signs(&self, tail: &str) -> bool {
        let lower = tail.trim().to_lowercase();
        let named = self.outlet.is_some_and(|outlet| {
            let outlet = outlet.to_lowercase();
            outlet.contains(&lower) || lower.contains(&outlet)
        });
        let joined = fold(tail).replace(' ', "");
        let few = tail.split_whitespace().count() <= 5;
        let hosted = |name: &str| {
            name == joined
                || joined.len() > 4 && name.contains(&joined)
                || name.len() > 5 && few && joined.contains(name)
        };
        named || self.names().any(hosted)
    }

    /// Its name behind a title.
    pub(crate) fn name_in(&self, title: &Clean) -> Option<Clean> {
        let tails = MARKS.iter().filter_map(|mark| title.rsplit_once(mark));
        let shortest = tails.map(|(_, tail)| tail.trim()).min_by_key(|tail| tail.len())?;
        self.signs(shortest).then(|| Clean::line(shortest))
    }

    /// A title without its name behind or before it.
    fn leave_out(&self, title: &Clean) -> Clean {
        let mut title = title.clone();
        let before = |title: &Clean| {
            MARKS.iter().find_map(|mark| {
                let (head, tail) = title.rsplit_once(mark)?;
                let whole = !head.trim().is_empty() && !tail.trim().is_empty();
                (whole && self.signs(tail)).then(|| Clean::line(head))
            })
        };
        while let Some(head) = before(&title) {
            title = head;
        }
        let behind = MARKS.into_iter().chain([": "]).find_map(|mark| {
            let (head, tail) = title.split_once(mark)?;
            (!tail.trim().is_empty() && self.is_called(head)).then(|| Clean::line(tail))
        });
        let title = behind.unwrap_or(title);
        // "valleypost.test Storm closes roads".
        let address = self.host.map(|host| host.trim_start_matches("www."));
        let after = address.and_then(|address| {
            let (head, rest) = title.split_at_checked(address.len())?;
            (head.eq_ignore_ascii_case(address) && rest.starts_with(' ')).then(|| Clean::line(rest))
        });
        after.filter(|rest| !rest.is_empty()).unwrap_or(title)
    }
}

/// A heading on the page.
struct Shown {
    whole: Title,
    /// What stands between its tags, stretch by stretch.
    pieces: Vec<String>,
}

/// Letters from which a title's end is no accident.
const ENOUGH: usize = 20;

impl Shown {
    fn of(heading: &NodeRef<'_>, house: &House<'_>) -> Self {
        let mut pieces = Vec::new();
        gather(heading, &mut pieces);
        let whole = Clean::title(&unescape(&joined(&pieces)), MAX_TITLE);
        Self {
            whole: Title::of(house.leave_out(&whole)),
            pieces,
        }
    }

    /// How many of a hundred of its words stand in one of the declared titles, and how many of both stand in both.
    fn alike(&self, declared: &[&Title]) -> (usize, usize) {
        let words: Vec<_> = self.whole.folded.split(' ').collect();
        let compared = |title: &&Title| {
            let theirs: Vec<_> = title.folded.split(' ').collect();
            let shared = words.iter().filter(|word| theirs.contains(word)).count();
            (
                shared * 100 / words.len().max(1),
                shared * 200 / (words.len() + theirs.len()).max(1),
            )
        };
        declared.iter().map(compared).max().unwrap_or_default()
    }

    /// Whether a declared title ends in it.
    fn ends(&self, declared: &[&Title]) -> bool {
        declared.iter().any(|title| title.folded.ends_with(&self.whole.folded))
    }

    /// Without what else stands in its element: the line above the title, the date, the number of comments.
    fn title(&self, declared: &[&Title]) -> Clean {
        let shown = &self.whole.folded;
        let is_declared = |words: &str| declared.iter().any(|title| title.folded == words);
        if is_declared(shown) {
            return self.whole.text.clone();
        }
        let count = self.pieces.len();
        // The longest first.
        let runs = (1..count).rev().flat_map(|length| self.pieces.windows(length));
        for run in runs.map(joined) {
            let words = fold(&run);
            let tail = || words.len() > ENOUGH && declared.iter().any(|title| title.folded.ends_with(&words));
            if is_declared(&words) || tail() {
                return Clean::line(run.trim_start_matches(['-', '–', '—', '|', ':', '>', '[', ']', ' ']));
            }
        }
        let tail = declared.iter().find(|title| {
            title.folded.len() > ENOUGH && shown.len() > title.folded.len() && shown.ends_with(&title.folded)
        });
        tail.map_or(&self.whole, |title| title).text.clone()
    }
}

/// The text between an element's tags, stretch by stretch.
fn gather(node: &NodeRef<'_>, pieces: &mut Vec<String>) {
    const MAX_PIECES: usize = 12;
    for child in node.children_it(false).take(4 * MAX_PIECES) {
        if pieces.len() >= MAX_PIECES {
            return;
        }
        if child.is_text() {
            let text = child.text();
            let text = text.get(..text.floor_char_boundary(2 * MAX_TITLE)).unwrap_or_default();
            if !text.is_empty() {
                pieces.push(text.to_owned());
            }
        } else if child.has_name("br") {
            pieces.push(" ".to_owned());
        } else {
            gather(&child, pieces);
        }
    }
}

/// Stretches as one line. Elements that stand in lines of their own need no blank between them.
fn joined(pieces: &[String]) -> String {
    let mut line = String::new();
    for piece in pieces {
        let ends = line.ends_with(|sign: char| !sign.is_uppercase() && !sign.is_whitespace() && !is_opening(sign));
        if ends && piece.starts_with(char::is_uppercase) {
            line.push(' ');
        }
        line.push_str(piece);
    }
    line
}

fn is_opening(sign: char) -> bool {
    matches!(
        sign,
        '(' | '[' | '“' | '„' | '«' | '»' | '‘' | '"' | '\'' | '¿' | '¡' | '/' | '-' | '’'
    )
}

#[cfg(test)]
mod tests {
    use dom_query::Document as Dom;
    use serde_json::json;

    use super::{House, headline, tab};
    use crate::document::declared::MetaTags;
    use crate::model::Clean;

    #[track_caller]
    fn check(markup: &str, article: &serde_json::Value, expected: &str) {
        let dom = Dom::from(markup);
        let house = House {
            outlet: Some("The Valley Post"),
            host: Some("www.valleypost.test"),
        };
        let found = headline(&dom, &MetaTags::of(&dom), tab(&dom), article, &house);
        assert_eq!(&*found, expected, "{markup}");
    }

    #[test]
    fn a_newsrooms_own_headline_stands() {
        let article = json!({"@type": "NewsArticle", "headline": "Brask closes all roads"});
        let tabbed = |tab: &str| {
            format!(
                "<title>{tab} | The Valley Post</title><meta property='og:title' content='Brask shuts its roads'>\
                 <h1>Storm: Brask shuts its roads</h1>"
            )
        };
        check(&tabbed("Storm in Brask"), &article, "Brask closes all roads");
        // In the tab as well it was written for search engines.
        check(&tabbed("Brask closes all roads"), &article, "Brask shuts its roads");
        let article = json!({"@type": "BlogPosting", "headline": "Brask closes all roads"});
        check(&tabbed("Storm in Brask"), &article, "Brask shuts its roads");
    }

    #[test]
    fn the_heading_shown_is_the_title() {
        let declared = "<title>Ten ways to mend a net</title>";
        let none = json!(null);
        check(
            &format!("{declared}<h1>How Brask mends a net</h1>"),
            &none,
            "How Brask mends a net",
        );
        check(
            &format!("{declared}<h1>Home</h1><h1>Ways to mend</h1><h1>Ten ways to mend a net</h1>"),
            &none,
            "Ten ways to mend a net",
        );
        check(
            &format!("{declared}<h1>{}</h1>", "How Brask mends a net, and why. ".repeat(8)),
            &none,
            "Ten ways to mend a net",
        );
        check(
            &format!("{declared}<h1>Prices</h1><h1>Fish</h1>"),
            &none,
            "Ten ways to mend a net",
        );
        check(
            &format!("{declared}<h1>The Valley Post</h1><h2>Mend a net</h2>"),
            &none,
            "Mend a net",
        );
        check(
            &format!("{declared}<h1 class=site-title>Ways to mend a net</h1><h1>Ten ways to mend a net</h1>"),
            &none,
            "Ten ways to mend a net",
        );
    }

    #[test]
    fn only_the_title_of_a_heading_counts() {
        let declared = "<title>Storm: the roads of Brask are closed</title>";
        for heading in [
            "Brask <b>Storm: the roads of Brask are closed</b>",
            "<span>Weather</span> - the roads of Brask are closed",
            "<a href='/1'>The roads of Brask are closed</a> (12 comments)",
            "The roads<br>of<br/>Brask are <i>closed</i><small>30 October</small>",
        ] {
            let dom = format!("{declared}<h1>{heading}</h1>");
            let expected = match heading.contains("Storm") {
                true => "Storm: the roads of Brask are closed",
                false => "the roads of Brask are closed",
            };
            let found = headline(
                &Dom::from(dom.as_str()),
                &MetaTags::of(&Dom::from(dom.as_str())),
                tab(&Dom::from(dom.as_str())),
                &json!(null),
                &House {
                    outlet: None,
                    host: None,
                },
            );
            assert_eq!(found.to_lowercase(), expected.to_lowercase(), "{heading}");
        }
    }

    #[test]
    fn outlets_are_left_out() {
        for (title, expected) in [
            ("Storm closes roads | The Valley Post", "Storm closes roads"),
            (
                "Storm closes roads - Valley Post - valleypost.test",
                "Storm closes roads",
            ),
            ("The Valley Post: Storm closes roads", "Storm closes roads"),
            ("ValleyPost.test » Storm closes roads", "Storm closes roads"),
            ("valleypost.test Storm closes roads", "Storm closes roads"),
            ("valleypost.test", "valleypost.test"),
            ("Rain - and wind", "Rain - and wind"),
            ("Fish &amp;amp; chips &amp;#x27;26", "Fish & chips '26"),
        ] {
            check(&format!("<title>{title}</title>"), &json!(null), expected);
        }
        let dom = Dom::from("<title>Storm closes roads | DeltaTimes</title>");
        let house = House {
            outlet: None,
            host: Some("www.deltatimes.test"),
        };
        let found = headline(&dom, &MetaTags::of(&dom), tab(&dom), &json!(null), &house);
        assert_eq!(&*found, "Storm closes roads");
        let named = |title: &str| house.name_in(&Clean::line(title)).map(Clean::into_string);
        assert_eq!(named("Storm closes roads | DeltaTimes").as_deref(), Some("DeltaTimes"));
        assert_eq!(named("Storm - roads are closed"), None);
    }
}
