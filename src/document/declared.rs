//! What pages declare for machines, read as text: `<meta>` elements, and values that are escaped as if they were markup.

use dom_query::Document as Dom;
use serde_json::Value;

use crate::model::Clean;

/// Longest title that is believed.
pub(crate) const MAX_TITLE: usize = 300;

/// A page's `<meta>` elements with what they are called and say, read once.
pub(crate) struct MetaTags(Vec<(String, Clean)>);

impl MetaTags {
    pub(crate) fn of(dom: &Dom) -> Self {
        let mut tags = Vec::new();
        for node in dom.select("meta[content]").nodes() {
            let Some(content) = node.attr("content").map(|content| Clean::line(&content)) else {
                continue;
            };
            let names = ["property", "name", "itemprop"];
            for name in names.into_iter().filter_map(|attribute| node.attr(attribute)) {
                tags.push((name.to_ascii_lowercase(), content.clone()));
            }
        }
        Self(tags)
    }

    /// What all of that name say.
    pub(crate) fn each(&self, name: &str) -> impl Iterator<Item = &Clean> {
        let named = self.all().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, content)| content).filter(|content| !content.is_empty())
    }

    /// All of them: names in lower case.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &Clean)> {
        self.0.iter().map(|(name, content)| (name.as_str(), content))
    }

    /// What the first of that name says.
    pub(crate) fn get(&self, name: &str) -> Option<Clean> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found
            .map(|(_, content)| content.clone())
            .filter(|content| !content.is_empty())
    }
}

/// A value that is a line of text.
pub(crate) fn text_of(value: &Value) -> Option<Clean> {
    value
        .as_str()
        .map(|text| Clean::title(&unescape(text), MAX_TITLE))
        .filter(|text| !text.is_empty())
}

/// JSON-LD is often escaped as if it were HTML.
pub(crate) fn unescape(text: &str) -> String {
    if text.contains('&') {
        Dom::fragment(text).text().to_string()
    } else {
        text.to_owned()
    }
}
