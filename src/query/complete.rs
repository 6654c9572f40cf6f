//! What may be meant by what has been typed so far.

use crate::query::field::{FIELDS, named};
use crate::query::fold::{index_form, part_form};
use crate::query::known::Known;
use crate::query::print::is_bare;

/// Names that can be completed, as the store knows them; each list best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Outlets and folders.
    pub known: Known,
    /// Who writes.
    pub authors: Vec<String>,
    /// Who is quoted.
    pub speakers: Vec<String>,
    /// Who is cited.
    pub sources: Vec<String>,
    /// Language codes.
    pub languages: Vec<String>,
    /// The reader's tags.
    pub tags: Vec<String>,
}

impl Names {
    /// What filters may name; `None` as long as nobody has said.
    pub fn known(&self) -> Option<&Known> {
        Some(&self.known).filter(|known| **known != Known::default())
    }
}

/// Candidates shown at once.
const MAX_CANDIDATES: usize = 50;

/// What may stand before the cursor instead of what does, best first: replace everything before it by one of these.
/// `cursor` counts characters. Empty when there is nothing to complete.
pub fn complete(text: &str, cursor: usize, names: &Names) -> Vec<String> {
    let head: String = text.chars().take(cursor).collect();
    let start = last_term(&head);
    let (kept, term) = head.split_at(start);
    let Some((name, typed)) = term.split_once(':') else {
        if term.is_empty() {
            return Vec::new();
        }
        let typed = term.to_lowercase();
        let fields = FIELDS.iter().filter(|field| field.name.starts_with(&typed));
        return fields.map(|field| format!("{kept}{}:", field.name)).collect();
    };
    let Some(field) = named(name) else { return Vec::new() };
    let (listed, typed) = match (field.name, typed.rsplit_once(',')) {
        ("outlet", Some((listed, typed))) => (format!("{listed},"), typed),
        _ => (String::new(), typed),
    };
    let candidates: Vec<(&str, &str)> = match field.name {
        "outlet" => names
            .known
            .outlets
            .iter()
            .map(|(slug, name)| (&**slug, &**name))
            .collect(),
        "folder" => plain(&names.known.folders),
        "author" => plain(&names.authors),
        "speaker" => plain(&names.speakers),
        "cites" => plain(&names.sources),
        "lang" => plain(&names.languages),
        "tag" => plain(&names.tags),
        _ => field.values.iter().map(|value| (*value, *value)).collect(),
    };
    fitting(typed.trim_start_matches('"'), &candidates)
        .into_iter()
        .filter(|value| !listed.split(',').any(|other| other == *value))
        .map(|value| {
            let value = if is_bare(value) {
                value.to_owned()
            } else {
                format!("\"{}\"", value.replace('"', " "))
            };
            format!("{kept}{}:{listed}{value}", field.name)
        })
        .collect()
}

/// Values that have no other name.
fn plain(values: &[String]) -> Vec<(&str, &str)> {
    values.iter().map(|value| (value.as_str(), value.as_str())).collect()
}

/// Where the last term begins, behind its `-`, in bytes.
pub fn last_term(head: &str) -> usize {
    let mut quoted = false;
    let mut start = 0;
    for (at, sign) in head.char_indices() {
        match sign {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' => start = at + 1,
            '-' if at == start => start = at + 1,
            _ if sign.is_whitespace() => start = at + sign.len_utf8(),
            _ => {}
        }
    }
    start
}

/// Candidates that begin with what was typed, they or their names, then those with a word that does.
fn fitting<'c>(typed: &str, candidates: &[(&'c str, &str)]) -> Vec<&'c str> {
    let typed = part_form(typed);
    let typed = typed.trim();
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for (candidate, name) in candidates {
        let forms = [index_form(candidate), index_form(name)];
        let mut words = forms
            .iter()
            .flat_map(|form| form.split(|sign: char| !sign.is_alphanumeric()));
        if forms.iter().any(|form| form.trim_start().starts_with(typed)) {
            first.push(*candidate);
        } else if words.any(|word| word.starts_with(typed)) {
            later.push(*candidate);
        }
    }
    first.extend(later);
    first.truncate(MAX_CANDIDATES);
    first
}

#[cfg(test)]
mod tests {
    use super::{Names, complete};
    use crate::query::Known;

    #[test]
    fn completes_fields_and_names() {
        let names = Names {
            known: Known {
                outlets: vec![
                    ("harbour-dispatch".into(), "Harbour Dispatch".into()),
                    ("north-ledger".into(), "The Ledger".into()),
                    ("dispatch-daily".into(), "Dispatch Daily".into()),
                ],
                ..Known::default()
            },
            speakers: vec!["Ödön Varga".into(), "Ana Lis".into(), "山田太郎".into()],
            ..Names::default()
        };
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(complete(text, text.chars().count(), &names), expected, "{text}");
        };
        check("talks ou", &["talks outlet:"]);
        check("-is:b", &["-is:bookmarked"]);
        check("(outlet:dis", &["(outlet:dispatch-daily", "(outlet:harbour-dispatch"]);
        check(
            "outlet:north-ledger,",
            &[
                "outlet:north-ledger,harbour-dispatch",
                "outlet:north-ledger,dispatch-daily",
            ],
        );
        check("outlet:the", &["outlet:north-ledger"]);
        check("speaker:odo", &["speaker:\"Ödön Varga\""]);
        check("speaker:\"ana l", &["speaker:\"Ana Lis\""]);
        check("speaker:山", &["speaker:山田太郎"]);
        check("speaker:山田太", &["speaker:山田太郎"]);
        check("", &[]);
        check("nonsense:x", &[]);
        assert_eq!(complete("is:un rest", 5, &names), ["is:unread"]);
    }
}
