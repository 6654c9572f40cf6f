//! The reader's own clips at work: selectors on a page's DOM, patterns on lines.

use dom_query::{Document as Dom, Matcher, NodeRef};

use crate::document::bounds::{PAGE, bound};
use crate::model::{Clip, Clips};

/// What is wrong with a CSS selector, as the end of a sentence that begins with it.
fn selector_fault(selector: &str) -> Option<&'static str> {
    // Pseudo-classes that need a browser are refused by the parser, too.
    Matcher::new(selector)
        .is_err()
        .then_some("is no CSS selector; write it as in div.promo, #newsletter, aside > p or [itemprop=keywords]")
}

/// What is wrong with a clip, as the end of a sentence that begins with what it names.
pub fn clip_fault(clip: &Clip) -> Option<&'static str> {
    match clip {
        Clip::Line(line) => {
            (!line.chars().any(char::is_alphanumeric)).then_some("would drop every line: write some words of the line")
        }
        Clip::Drop(selector) | Clip::Take(selector) => selector_fault(selector),
    }
}

/// Takes what the clips drop out of a DOM; whether there was any.
pub(crate) fn prune(dom: &Dom, clips: &Clips) -> bool {
    let Some(found) = matcher(&clips.drop).map(|matcher| dom.select_matcher(&matcher)) else {
        return false;
    };
    found.remove();
    !found.is_empty()
}

/// What the clips take for the article, in the page's order; empty where they name nothing that is there.
pub(crate) fn taken<'d>(dom: &'d Dom, clips: &Clips) -> Vec<NodeRef<'d>> {
    let Some(matcher) = matcher(&clips.take) else {
        return Vec::new();
    };
    let found = dom.select_matcher(&matcher);
    let within = |node: &NodeRef<'_>| {
        node.ancestors_it(None)
            .any(|around| found.nodes().iter().any(|other| other.id == around.id))
    };
    found.nodes().iter().filter(|node| !within(node)).copied().collect()
}

/// Whether the clips drop a line.
pub(crate) fn drops_line(clips: &Clips, line: &str) -> bool {
    if clips.lines.is_empty() {
        return false;
    }
    let line = folded(line);
    clips.lines.iter().any(|pattern| fits(&folded(pattern), &line))
}

/// Selectors of the boxes in some markup, by tag with id or class, for who looks for one: first those with text that `shown` has
/// too, the smaller before the larger, then the others.
pub fn boxes(markup: &str, shown: &str) -> Vec<String> {
    /// Nobody looks through more.
    const MOST: usize = 300;
    /// So many characters tell whether a box's text is shown.
    const BEGINNING: usize = 24;
    let dense = |text: &str, most| {
        text.chars()
            .filter(|sign| !sign.is_whitespace())
            .take(most)
            .collect::<String>()
    };
    let shown = dense(shown, usize::MAX);
    let dom = Dom::from(bound(markup, PAGE).markup.as_str());
    let mut found: Vec<(bool, usize, String)> = Vec::new();
    for node in dom.root().descendants_it().filter(NodeRef::is_element) {
        let Some(tag) = node
            .node_name()
            .filter(|tag| !matches!(&**tag, "html" | "body" | "head" | "script" | "style"))
        else {
            continue;
        };
        let id = node.id_attr().filter(|id| is_name(id)).map(|id| format!("#{id}"));
        let class = node.class().unwrap_or_default();
        let classes = class
            .split_whitespace()
            .filter(|class| is_name(class))
            .map(|class| format!("{tag}.{class}"));
        let named: Vec<_> = id.into_iter().chain(classes).collect();
        if named.is_empty() || found.len() >= MOST {
            continue;
        }
        let text = node.text();
        let beginning = dense(&text, BEGINNING);
        if beginning.is_empty() {
            continue;
        }
        let hidden = !shown.contains(&beginning);
        found.extend(named.into_iter().map(|name| (hidden, text.len(), name)));
    }
    found.sort_by_key(|(hidden, size, _)| (*hidden, *size));
    let mut seen = std::collections::HashSet::new();
    let names = found.into_iter().map(|(_, _, name)| name);
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// Whether an id or class can stand in a selector as it is.
fn is_name(name: &str) -> bool {
    name.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn matcher(selectors: &[String]) -> Option<Matcher> {
    // One that is wrong says nothing; the others hold.
    let sound: Vec<_> = selectors
        .iter()
        .filter(|selector| selector_fault(selector).is_none())
        .map(String::as_str)
        .collect();
    (!sound.is_empty())
        .then(|| Matcher::new(&sound.join(", ")).ok())
        .flatten()
}

fn folded(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether a line is the pattern, its stars standing for anything.
fn fits(pattern: &str, line: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == line;
    };
    let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(mut line) = line.strip_prefix(head).and_then(|line| line.strip_suffix(tail)) else {
        return false;
    };
    for piece in middle.split('*').filter(|piece| !piece.is_empty()) {
        match line.split_once(piece) {
            Some((_, behind)) => line = behind,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{boxes, fits, selector_fault};

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, line, fitting) in [
            ("read our app", "read our app", true),
            ("read our app", "read our apps", false),
            ("read *", "read our app", true),
            ("* app", "read our app", true),
            ("re*d our *p", "read our app", true),
            ("read*our*app*", "read our app", true),
            ("read*our*boat*", "read our app", false),
            ("ab*ba", "aba", false),
            ("*", "anything", true),
        ] {
            assert_eq!(fits(pattern, line), fitting, "{pattern}");
        }
    }

    #[test]
    fn lists_boxes_with_what_is_shown_first() {
        let page = "<body><nav class=menu>Home</nav><div id=story class='big x:y'><p>The boats sail on Monday.</p>\
                    <p class=promo>Our calendar</p></div><script class=s>1</script></body>";
        let found = boxes(page, "The boats sail on Monday.\n\nOur calendar");
        assert_eq!(found, ["p.promo", "#story", "div.big", "nav.menu"]);
    }

    #[test]
    fn bad_selectors_are_known() {
        assert_eq!(selector_fault("div.promo > p, [itemprop=keywords]"), None);
        for bad in ["", "div[", "a:hover:nonsense(", "p..x"] {
            assert!(selector_fault(bad).is_some(), "{bad}");
        }
    }
}
