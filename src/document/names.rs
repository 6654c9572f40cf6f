//! Names in a line that says who wrote something.

use crate::document::lexicon::{is_common, lexicon};
use crate::model::Clean;

/// Longest name that is believed.
const MAX_NAME: usize = 60;
/// Bytes of a line that are looked at: no byline is longer.
const MAX_LINE: usize = 1_000;

/// The people of a line: "By Ada Moss, Bo Lind and Cy Orne | Reporters".
pub(crate) fn names_in(line: &str) -> Vec<Clean> {
    let line = beginning(line);
    split(introduced(&line).unwrap_or(&line))
}

/// The same, but only of a line that begins with a word that stands before authors.
pub(crate) fn signed_names(line: &str) -> Option<Vec<Clean>> {
    introduced(&beginning(line)).map(split)
}

/// The same of a line that names editors: "Editor: Ada Moss", "Redaktion: Bo Lind".
pub(crate) fn edited_by(line: &str) -> Option<Vec<Clean>> {
    const LONGEST: usize = 120;
    if line.len() > LONGEST {
        return None;
    }
    let line = Clean::line(&line.replace(['\u{a0}', ' '], " ").replace(" :", ":"));
    let rests = lexicon().editors.iter().filter_map(|word| after(&line, word));
    rests.min_by_key(|rest| rest.len()).map(split)
}

fn beginning(line: &str) -> Clean {
    let line = line.get(..line.floor_char_boundary(MAX_LINE)).unwrap_or(line);
    Clean::line(&line.replace('\u{a0}', " "))
}

/// Two to five words that begin with capitals, none of them a number: a name rather than a line about one.
pub(crate) fn is_named(name: &Clean) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    let capital =
        |word: &str| word.starts_with(|sign: char| sign.is_uppercase() || !sign.is_ascii() && sign.is_alphabetic());
    let small = |word: &str| lexicon().particles.contains(word) || lexicon().joiners.contains(&word);
    (1..=5).contains(&words.len())
        && words
            .iter()
            .all(|word| capital(word) || small(word) || !word.starts_with(char::is_alphabetic))
        && words.last().is_some_and(|word| !small(word))
        && words.iter().any(|word| capital(word))
        && !name.contains(|sign: char| sign.is_ascii_digit() || matches!(sign, ':' | '!' | '?' | '…' | '©' | '»'))
        && !name.ends_with("...")
}

/// Whether it has a first and a last name, where a language parts them.
pub(crate) fn is_whole(name: &Clean) -> bool {
    is_named(name) && (name.contains(' ') || !name.is_ascii())
}

/// Whether it may be a person's, and says nothing else.
pub(crate) fn is_person(name: &Clean) -> bool {
    is_named(name) && !says_more(name)
}

/// What follows the words before an author's name, where a line begins with them.
fn introduced(line: &str) -> Option<&str> {
    let line =
        line.trim_start_matches(|sign: char| sign.is_whitespace() || matches!(sign, '|' | '-' | '–' | '—' | '•' | '·'));
    let mut rest = None;
    let mut at = line;
    // "Author: By Ada Moss".
    for _ in 0..2 {
        let Some(next) = lexicon()
            .bylines
            .iter()
            .filter_map(|word| after(at, word))
            .min_by_key(|rest| rest.len())
        else {
            break;
        };
        rest = Some(next);
        at = next;
    }
    rest
}

/// What follows a word at the beginning of a line, and a colon that may stand behind it.
fn after<'l>(line: &'l str, word: &str) -> Option<&'l str> {
    let count = word.chars().count();
    let (end, _) = line.char_indices().nth(count).unwrap_or((line.len(), ' '));
    let head = line.get(..end)?;
    if !head.chars().flat_map(char::to_lowercase).eq(word.chars()) {
        return None;
    }
    let rest = line.get(end..)?;
    // "Von Moss" and "Di Vale" are names themselves; "Von NWA" is not.
    if !is_initials(rest.trim())
        && lexicon().particles.contains(word)
        && !rest.starts_with([':', '：'])
        && !rest.trim().is_empty()
        && !rest.trim().contains(' ')
    {
        return None;
    }
    let ends = rest.is_empty() || word.ends_with([':', '：', '/', '／']) || rest.starts_with([':', '：', ' ']);
    ends.then(|| rest.trim_start_matches([':', '：', ' ']))
}

fn split(names: &str) -> Vec<Clean> {
    if names.contains("://") {
        return Vec::new();
    }
    let mut found: Vec<Clean> = Vec::new();
    let mut others = Vec::new();
    let parts = names
        .split([';', '|', '•', '·', '⋅', '∙', '●', '、', '，', ','])
        .flat_map(joined);
    let has_numbers = names.contains(|sign: char| sign.is_ascii_digit());
    let is_joined = |name: &Clean| lexicon().joiners.iter().any(|word| name.contains(&format!(" {word} ")));
    for name in parts.filter(is_name) {
        let first = found.first().is_some_and(|first| first.contains(' '));
        let numbered = name.contains(' ') && name.contains(|sign: char| sign.is_ascii_digit());
        // "Director, Content & Marketing": the rest of a post.
        // "Sat, 20 Dec".
        if has_numbers && lexicon().dates.contains(&*name.to_lowercase()) {
            continue;
        }
        if says_more(&name) || numbered || first && !others.is_empty() && is_joined(&name) {
            others.push(name);
        } else if !is_degree(&name) || !first && others.is_empty() {
            found.push(name);
        }
    }
    // "Valley Post Staff" where nobody else is named.
    if found.is_empty() {
        found.extend(others.into_iter().next());
    }
    found
}

/// Letters for an outfit: "NWA".
pub(crate) fn is_initials(name: &str) -> bool {
    (2..=8).contains(&name.len()) && name.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// "PhD", "RN", "CFP®" behind a name; an agency's letters, too.
fn is_degree(name: &str) -> bool {
    let capitals = name.chars().filter(|sign| sign.is_uppercase()).count();
    !name.contains(' ')
        && name.chars().count() <= 6
        && capitals * 2 >= name.chars().filter(|sign| sign.is_alphabetic()).count()
}

/// Whether it is a phrase that is written like a name: "Invitation Only".
pub(crate) fn is_phrase(name: &str) -> bool {
    name.split(' ')
        .skip(1)
        .any(|word| word.len() > 3 && is_common(&word.to_lowercase()))
}

/// Whether there is a word in it that is part of no name.
pub(crate) fn says_more(name: &str) -> bool {
    let lower = name.to_lowercase();
    if lexicon().furniture.contains(lower.as_str()) {
        return true;
    }
    let mut words = lower
        .split(|sign: char| !sign.is_alphabetic())
        .filter(|word| !word.is_empty());
    words.any(|word| lexicon().posts.contains(word))
}

/// "Ada Moss and Bo Lind" as two, where both are whole names.
fn joined(names: &str) -> Vec<Clean> {
    let mut found = Vec::new();
    let mut rest = names.trim();
    // A comma before it has gone already.
    for word in &lexicon().joiners {
        if let Some(bare) = rest.strip_prefix(word).and_then(|bare| bare.strip_prefix(' ')) {
            rest = bare.trim();
            break;
        }
    }
    'more: loop {
        for word in &lexicon().joiners {
            let parted = format!(" {word} ");
            if let Some((first, other)) = rest.split_once(&parted)
                && (first.trim().contains(' ') || is_degree(first.trim()))
                && other.trim().contains(' ')
            {
                found.push(bare(first));
                rest = other.trim();
                continue 'more;
            }
        }
        found.push(bare(rest));
        return found;
    }
}

/// Without the sign of the newsroom ("Ada Moss (amo)"), and without when it was changed ("Ada Moss updated on").
fn bare(name: &str) -> Clean {
    let name = name.split(" (").next().unwrap_or(name);
    let lower = name.to_lowercase();
    let updated = lexicon().updated.iter().filter_map(|word| lower.find(word)).min();
    let name = updated
        .filter(|at| *at > 0)
        .and_then(|at| name.get(..at))
        .unwrap_or(name);
    let edge = |sign: char| sign.is_whitespace() || matches!(sign, '-' | '–' | '—' | ':' | '*' | '"');
    Clean::line(name.trim_matches(edge))
}

/// Without small words at its end: "Ada Moss on", "Ada Moss, le", before a date that has gone.
pub(crate) fn without_small_end(name: &Clean) -> Clean {
    let small = |word: &str| word.chars().all(char::is_lowercase);
    let words: Vec<_> = name.split_whitespace().collect();
    let kept = words
        .iter()
        .rposition(|word| !small(word))
        .map_or(words.len(), |last| last + 1);
    Clean::line(&words.get(..kept).unwrap_or_default().join(" "))
}

fn is_name(name: &Clean) -> bool {
    name.contains(char::is_alphabetic)
        && name.chars().count() <= MAX_NAME
        && !name.contains(['@', ':', '{', '}', '<', '>'])
        && !name.starts_with(['(', '[', '/'])
        && !name.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::{introduced, names_in};
    use crate::model::Clean;

    #[test]
    fn splits_names() {
        for (line, names) in [
            ("By Ada Moss and Bo Lind", &["Ada Moss", "Bo Lind"][..]),
            ("Von\u{a0}Ada Moss und Bo Lind", &["Ada Moss", "Bo Lind"]),
            ("Por Ada Moss, Bo Lind y Cy Orne", &["Ada Moss", "Bo Lind", "Cy Orne"]),
            ("Ada Moss, Bo Lind, and Cy Orne", &["Ada Moss", "Bo Lind", "Cy Orne"]),
            ("Ada Moss, PhD, RN", &["Ada Moss"]),
            ("Written by: Ada Moss, Senior Reporter", &["Ada Moss"]),
            ("Ada Moss (amo) | ada@post.test", &["Ada Moss"]),
            ("José Ortega y Vega", &["José Ortega y Vega"]),
            ("by Dr. Ada Moss, PhD and Bo Lind, MPH", &["Dr. Ada Moss", "Bo Lind"]),
            ("By Ada Moss + Bo Lind", &["Ada Moss", "Bo Lind"]),
            (
                "Ada Moss, Director, Content & Sales, Post and Mail House",
                &["Ada Moss"],
            ),
            ("Ada Moss, Brask Movers - 10+ Years at Sea", &["Ada Moss"]),
            ("Sat, 20 Dec, 2025", &["20 Dec"]),
            ("Von NWA", &["NWA"]),
            ("Von Moss", &["Von Moss"]),
            ("文：藤本 葵", &["藤本 葵"]),
            ("ada", &["ada"]),
        ] {
            let expected: Vec<_> = names.iter().map(|name| Clean::line(name)).collect();
            assert_eq!(names_in(line), expected, "{line}");
        }
    }

    #[test]
    fn knows_the_words_before_names() {
        assert_eq!(introduced("Автор: Ада Мосс"), Some("Ада Мосс"));
        assert_eq!(introduced("Written by Ada Moss"), Some("Ada Moss"));
        assert_eq!(introduced("Byron Moss"), None);
        assert_eq!(introduced("By"), Some(""));
    }
}
