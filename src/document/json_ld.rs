//! The article that a page's JSON-LD (schema.org) describes: its nodes gathered, references among them followed.

use serde_json::Value;

use crate::document::boilerplate::fold;
use crate::document::declared::unescape;
use crate::model::Clean;

/// Nodes that are looked at: a page has dozens, an attacker's millions.
const MAX_NODES: usize = 2_000;
/// Scripts longer than this are catalogues, not descriptions.
const MAX_BYTES: usize = 512 << 10;

/// What a page says in JSON-LD.
#[derive(Debug, Default)]
pub(crate) struct Described {
    /// The fields of its article, where it has one; else null.
    pub(crate) article: Value,
    /// Every node that others refer to or that says when.
    nodes: Vec<Value>,
}

impl Described {
    /// Reads a page's scripts. Of several articles that one counts whose headline is the page's title, then the one that says most
    /// about itself.
    pub(crate) fn of(scripts: &[String], titles: &[Clean]) -> Self {
        let mut nodes = Vec::new();
        for script in scripts.iter().filter(|script| script.len() <= MAX_BYTES) {
            let script = script.trim().trim_end_matches(';');
            // Line breaks within strings are the commonest slip.
            let mended = || serde_json::from_str::<Value>(&script.replace(['\n', '\r', '\t'], " "));
            if let Ok(value) = serde_json::from_str::<Value>(script).or_else(|_| mended()) {
                collect(value, 0, &mut nodes);
            }
        }
        let fields = [
            "headline",
            "author",
            "datePublished",
            "articleBody",
            "description",
            "mainEntityOfPage",
        ];
        let titles: Vec<_> = titles
            .iter()
            .map(|title| fold(title))
            .filter(|title| !title.is_empty())
            .collect();
        let is_named = |node: &Value| {
            let headline = node["headline"].as_str().map(|headline| fold(&unescape(headline)));
            let headline = headline.filter(|headline| !headline.is_empty());
            headline.is_some_and(|headline| titles.iter().any(|title| title.starts_with(&headline)))
        };
        let says = |node: &Value| {
            let count = fields.iter().filter(|name| !node[**name].is_null()).count();
            (is_named(node), count)
        };
        let articles = nodes
            .iter()
            .filter(|node| is_kind(node, &["Article", "Posting", "Report", "Review", "LiveBlogPosting"]));
        // The first of equals: later ones are other articles.
        let mut best = None;
        for article in articles {
            let says = says(article);
            if best.is_none_or(|(most, _)| says > most) {
                best = Some((says, article));
            }
        }
        let article = best.map(|(_, article)| article.clone()).unwrap_or_default();
        Self { article, nodes }
    }

    /// A field of the article, else of the page that it is on.
    pub(crate) fn field(&self, name: &str) -> &Value {
        let own = &self.article[name];
        let page = self
            .nodes
            .iter()
            .filter(|node| is_kind(node, &["WebPage"]))
            .map(|node| &node[name]);
        std::iter::once(own)
            .chain(page)
            .find(|value| !value.is_null())
            .unwrap_or(&Value::Null)
    }

    /// What a value stands for: a node that it refers to, else itself.
    pub(crate) fn follow<'a>(&'a self, value: &'a Value) -> &'a Value {
        let named = value.get("name").is_some_and(|name| !name.is_null());
        match value.get("@id").and_then(Value::as_str).filter(|_| !named) {
            Some(id) => self
                .nodes
                .iter()
                .find(|node| node["@id"] == id && !node["name"].is_null())
                .unwrap_or(value),
            None => value,
        }
    }

    /// The questions that the page says it answers, with their answers, one to a line; markup in them is left as it is.
    pub(crate) fn answers(&self) -> String {
        let questions: Vec<_> = self.nodes.iter().filter(|node| is_kind(node, &["Question"])).collect();
        if questions.iter().all(|node| node["acceptedAnswer"].is_null()) {
            return String::new();
        }
        let lines = questions
            .iter()
            .flat_map(|node| [&node["name"], &node["acceptedAnswer"]["text"]]);
        let lines: Vec<_> = lines.filter_map(Value::as_str).collect();
        lines.join("\n")
    }
}

fn is_kind(node: &Value, ends: &[&str]) -> bool {
    let fits = |kind: &Value| {
        kind.as_str()
            .is_some_and(|kind| ends.iter().any(|end| kind.ends_with(end)))
    };
    let kind = &node["@type"];
    fits(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(fits))
}

fn collect(value: Value, depth: usize, nodes: &mut Vec<Value>) {
    if depth > 6 || nodes.len() >= MAX_NODES {
        return;
    }
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, depth + 1, nodes)),
        Value::Object(ref fields) => {
            for name in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if let Some(inner @ (Value::Object(_) | Value::Array(_))) = fields.get(name) {
                    collect(inner.clone(), depth + 1, nodes);
                }
            }
            nodes.push(value);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::Described;

    #[test]
    fn tells_questions_and_answers() {
        let script = r#"{"@type":"FAQPage","mainEntity":[
            {"@type":"Question","name":"When?","acceptedAnswer":{"@type":"Answer","text":"On <b>Monday</b>."}},
            {"@type":"Question","name":"Why?"}]}"#;
        let answers = |scripts: &[&str]| {
            let scripts: Vec<_> = scripts.iter().map(|script| (*script).to_owned()).collect();
            Described::of(&scripts, &[]).answers()
        };
        assert_eq!(answers(&["{}", script]), "When?\nOn <b>Monday</b>.\nWhy?");
        assert_eq!(answers(&[r#"{"@type":"Question","name":"Why?"}"#]), "");
    }

    #[test]
    fn follows_references() {
        let script = r##"{"@graph":[{"@type":"WebPage","datePublished":"2022-10-30"},
            {"@type":["NewsArticle"],"headline":"Ferry","author":{"@id":"#ada"}},
            {"@type":"Person","@id":"#ada","name":"Ada Moss"}]}"##;
        let described = Described::of(&["{broken".to_owned(), script.to_owned()], &[]);
        assert_eq!(described.article["headline"], "Ferry");
        assert_eq!(described.field("datePublished"), "2022-10-30");
        assert_eq!(described.follow(&described.article["author"])["name"], "Ada Moss");
    }
}
