//! What a mention says of somebody: the name, and the office before it or in an apposition.

use crate::speech::lexicon::Classes;
use crate::speech::mentions::{At, Mention, Sort};
use crate::speech::scene::Scene;
use crate::speech::seats::{name_behind, name_in};
use crate::speech::tokens::possessor;

/// A name or office as it stands in the text.
pub(super) struct Known<'a> {
    pub(super) at: At,
    /// The name in full, without office.
    pub(super) name: Option<&'a str>,
    /// How many words it has, particles not counted.
    pub(super) words: usize,
    /// Its last word in lower case.
    pub(super) surname: String,
    /// The office's last word in lower case.
    pub(super) role_head: Option<String>,
    /// The office as written.
    pub(super) role: Option<&'a str>,
}

/// What a mention says by itself, with the office in an apposition behind it: "Anna Berg, the mayor".
pub(super) fn know<'a>(scene: &'a Scene<'a>, at: At, mention: &Mention) -> Known<'a> {
    let heard = &scene.heard[at.0];
    let paragraph = &heard.paragraph;
    let bare = |start: usize, end: usize| {
        let text = paragraph.slice(start, end);
        possessor(text).unwrap_or(text)
    };
    let tokens = &paragraph.tokens;
    let name = mention
        .name
        .map(|name| bare(tokens[name].start, tokens[mention.head].end));
    let head = bare(tokens[mention.head].start, tokens[mention.head].end).to_lowercase();
    let mut role = None;
    let mut role_head = None;
    if let Some(start) = mention.name {
        let first = if tokens[mention.first].is(Classes::DET) {
            mention.first + 1
        } else {
            mention.first
        };
        let seated = (first..start).find(|at| {
            name_behind(paragraph, *at) == Some(start) || name_in(paragraph, (*at, mention.last)) == Some(start)
        });
        let office = || (first..start).rev().find(|at| tokens[*at].is(Classes::ROLE));
        if let Some(office) = seated {
            role = Some(paragraph.slice(tokens[first].start, tokens[start - 1].end));
            role_head = Some(scene.token(at.0, office).to_lowercase());
        } else if let Some(office) = office() {
            let from = (first..=office).find(|at| !tokens[*at].possessive).unwrap_or(first);
            role = Some(paragraph.slice(tokens[from].start, tokens[office].end));
            role_head = Some(scene.token(at.0, office).to_lowercase());
        } else if let Some(office) = (mention.head + 1..=mention.last)
            .rev()
            .find(|at| tokens[*at].is(Classes::ROLE))
        {
            role = Some(paragraph.slice(tokens[mention.head + 1].start, tokens[office].end));
            role_head = Some(scene.token(at.0, office).to_lowercase());
        } else if let Some((text, head)) = apposition(scene, at, mention) {
            role = Some(text);
            role_head = Some(head);
        } else if let Some((office, text)) = office_before(scene, at, mention) {
            role = Some(text);
            role_head = Some(scene.token(at.0, heard.mentions[office].head).to_lowercase());
        }
    }
    Known {
        at,
        name,
        words: name.map_or(0, words),
        surname: head,
        role_head,
        role: role.map(without_article),
    }
}

/// "l'entomologiste": an office without the article that is part of its first word.
fn without_article(office: &str) -> &str {
    let mut articles = ["l'", "l’", "L'", "L’"].iter();
    articles
        .find_map(|article| office.strip_prefix(article))
        .unwrap_or(office)
}

/// Words of a name that are no particles: "van den Berg" is one.
pub(super) fn words(name: &str) -> usize {
    let word = |part: &&str| !part.starts_with(char::is_lowercase);
    name.split_whitespace().filter(word).count()
}

/// ", the spokesman for the president," behind a name.
fn apposition<'a>(scene: &'a Scene<'a>, at: At, mention: &Mention) -> Option<(&'a str, String)> {
    /// Longer ones are no office.
    const MAX_TOKENS: usize = 12;
    let heard = &scene.heard[at.0];
    let tokens = &heard.paragraph.tokens;
    let comma = tokens.get(mention.last + 1)?;
    let next = heard.mentions.get(at.1 + 1)?;
    if !comma.is_sign(&[',', '(', '—', '–']) || next.first != mention.last + 2 || !matches!(next.sort, Sort::Role) {
        return None;
    }
    if !tokens[next.head].is(Classes::ROLE) {
        return None;
    }
    let end = (next.last + 1..tokens.len())
        .take(MAX_TOKENS)
        .find(|at| {
            !tokens[*at].is_word()
                || tokens[*at].is(Classes::REL.and(Classes::AUX))
                || tokens[*at].sentence != comma.sentence
        })
        .unwrap_or(tokens.len())
        - 1;
    let first = if tokens[next.first].is(Classes::DET) {
        next.first + 1
    } else {
        next.first
    };
    let text = heard.paragraph.slice(tokens.get(first)?.start, tokens.get(end)?.end);
    Some((text, scene.token(at.0, next.head).to_lowercase()))
}

/// "The minister of works, Anna Berg": the mention of the office, and its words.
pub(super) fn office_before<'a>(scene: &'a Scene<'a>, at: At, mention: &Mention) -> Option<(usize, &'a str)> {
    /// "of works" and the like between the office and the name.
    const MAX_PARTS: usize = 3;
    let heard = &scene.heard[at.0];
    let tokens = &heard.paragraph.tokens;
    let comma = mention.first.checked_sub(1)?;
    if !tokens[comma].is_sign(&[',']) || tokens[comma].sentence != tokens[mention.first].sentence {
        return None;
    }
    let last = comma.checked_sub(1)?;
    for office in (0..at.1).rev().take(MAX_PARTS) {
        let known = &heard.mentions[office];
        if known.last > last || tokens[known.first].sentence != tokens[comma].sentence {
            return None;
        }
        if known.sort == Sort::Role && tokens[known.head].is(Classes::ROLE) {
            let bare = (known.last + 1..=last).all(|at| tokens[at].is_word() && !tokens[at].is(Classes::ANY_CUE));
            let first = known.first + usize::from(tokens[known.first].is(Classes::DET) && known.first < known.head);
            let text = heard.paragraph.slice(tokens[first].start, tokens[last].end);
            return bare.then_some((office, text));
        }
    }
    None
}
