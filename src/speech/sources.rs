//! Whom an article cites: "Source: A and B", "told Reuters", "citing a police statement", "A reported", "said in a statement on B".
//!
//! Door: [`cited`]. A source is named in the outlet's own words, with what the outlet says it is.

use crate::document::{Extent, Leaf, LinkId};
use crate::model::Clean;
use crate::speech::citations;
use crate::speech::cited::{Cited, describe};
use crate::speech::found::{Source, SourceKind};
use crate::speech::lexicon::{Classes, Label};
use crate::speech::phrases::Surnames;
use crate::speech::scene::{Heard, Scene};
use crate::speech::tokens::{Token, possessor};

/// More sources in one article are a list of links.
const MAX_SOURCES: usize = 60;

/// Everything that the article cites, in reading order, each place once.
pub(super) fn cited(scene: &Scene<'_>, leaves: &[Leaf]) -> Vec<Source> {
    let mut sources = Vec::new();
    let surnames = Surnames::default();
    for heard in &scene.heard {
        let mut found = Vec::new();
        match heard.label {
            Some((Label::Source, colon, _)) => listed(heard, colon, &mut found),
            _ => citations::spoken(scene, heard, &surnames, &mut found),
        }
        found.sort_by_key(|cited| (cited.first, std::cmp::Reverse(cited.last)));
        let mut end = 0;
        for cited in found {
            if cited.first >= end && sources.len() < MAX_SOURCES {
                end = cited.last + 1;
                sources.push(source(heard, leaves, &cited));
            }
        }
    }
    sources
}

fn source(heard: &Heard<'_>, leaves: &[Leaf], cited: &Cited) -> Source {
    let paragraph = &heard.paragraph;
    let tokens = &paragraph.tokens;
    let (start, end) = (tokens[cited.first].start, bare_end(heard, cited.last));
    let at = Extent {
        start: paragraph.place(start),
        end: paragraph.place(end),
    };
    let described = cited
        .described
        .map(|(first, last)| Clean::line(paragraph.slice(tokens[first].start, tokens[last].end)));
    Source {
        at,
        name: Clean::line(paragraph.slice(start, end)),
        described,
        kind: kind(tokens, cited),
        link: link(leaves, paragraph.leaf, at),
    }
}

fn bare_end(heard: &Heard<'_>, last: usize) -> usize {
    let token = &heard.paragraph.tokens[last];
    let word = heard.paragraph.slice(token.start, token.end);
    token.start + possessor(word).unwrap_or(word).len()
}

fn link(leaves: &[Leaf], leaf: u32, at: Extent) -> Option<LinkId> {
    let leaf = leaves.get(leaf as usize)?;
    let (start, end) = (at.start.offset as usize, at.end.offset as usize);
    // The link over the name, else one in the same sentence's verb is not looked for: it may lead anywhere.
    leaf.links
        .iter()
        .find(|(range, _)| range.start < end && start < range.end)
        .map(|(_, link)| *link)
}

fn kind(tokens: &[Token], cited: &Cited) -> SourceKind {
    let any = |classes: Classes| {
        let name = tokens.get(cited.first..=cited.last).unwrap_or_default().iter();
        let described = cited
            .described
            .map(|(first, last)| tokens.get(first..=last).unwrap_or_default());
        name.chain(described.into_iter().flatten())
            .any(|token| token.is(classes))
    };
    let head = |classes: Classes| {
        tokens
            .get(cited.first..=cited.last)
            .unwrap_or_default()
            .iter()
            .any(|token| token.is(classes))
    };
    let named_outlet = |token: &Token| token.is(Classes::OUTLET) && token.capital;
    let name = tokens.get(cited.first..=cited.last).unwrap_or_default();
    if head(Classes::AGENCY) {
        SourceKind::Agency
    } else if name.iter().any(named_outlet) && !name[0].is(Classes::DOC) {
        SourceKind::Outlet
    } else if head(Classes::DOC) || head(Classes::PLATFORM) {
        SourceKind::Document
    } else if any(Classes::OUTLET) && !any(Classes::ROLE) {
        SourceKind::Outlet
    } else if any(Classes::AGENCY) {
        SourceKind::Agency
    } else if any(Classes::ROLE) {
        SourceKind::Person
    } else if any(Classes::OFFICIAL.and(Classes::GROUP)) {
        SourceKind::Official
    } else if any(Classes::DOC) {
        SourceKind::Document
    } else if name.iter().any(|token| token.capital || token.is_quoted()) {
        SourceKind::Outlet
    } else {
        SourceKind::Person
    }
}

/// The sources of a line that begins with "Source:".
fn listed(heard: &Heard<'_>, colon: usize, found: &mut Vec<Cited>) {
    let tokens = &heard.paragraph.tokens;
    let mut at = tokens.partition_point(|token| token.start <= colon);
    let mut described = None;
    while at < tokens.len() {
        let end = (at..tokens.len()).find(|at| parts(tokens, *at)).unwrap_or(tokens.len());
        if end > at {
            let chunk = trim(tokens, at, end - 1);
            if let Some((first, last)) = chunk
                && !apposed(tokens, (first, last), found)
            {
                let cited = describe(&heard.paragraph, first, last);
                described = cited.described.or(described);
                found.push(Cited { described, ..cited });
            }
        }
        let Some(sign) = tokens.get(end) else { break };
        // What is said of the first of a list holds for all of it; a semicolon begins another.
        if !(sign.is_sign(&[',']) || sign.is(Classes::CONJ)) {
            described = None;
        }
        if sign.is(Classes::PREP) {
            // "… on Telegram" says where it was said.
            at = (end..tokens.len())
                .find(|at| parts(tokens, *at) && !tokens[*at].is(Classes::PREP))
                .unwrap_or(tokens.len());
        } else {
            at = end + 1;
        }
    }
}

/// "Orion and OTV, the state's news agency and broadcaster": what a list says of names before them, in their order.
fn apposed(tokens: &[Token], (first, last): (usize, usize), found: &mut [Cited]) -> bool {
    let press = Classes::AGENCY.and(Classes::OUTLET);
    let noun = tokens[first..=last]
        .iter()
        .rposition(|token| token.is(press) && !token.capital);
    let names = |token: &Token| token.capital && !token.possessive || token.is_quoted();
    if noun.is_none() || tokens[first..=last].iter().any(names) {
        return false;
    }
    let plain = |cited: &&mut Cited| cited.described.is_none() && tokens[cited.first..=cited.last].iter().all(names);
    let Some(name) = found.iter_mut().find(plain) else {
        return false;
    };
    let first = first + usize::from(tokens[first].is(Classes::DET) && first < last);
    name.described = Some((first, last));
    true
}

/// Whether a token parts one source of a list from the next.
fn parts(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let next_is_name = tokens.get(at + 1).is_some_and(|next| next.capital);
    let of = tokens.get(at + 1).is_some_and(|next| next.is(Classes::DET)) || token.is(Classes::PARTICLE);
    token.is_sign(&[',', ';', '.', '(', ')', '—', '–', ':'])
        || token.is_word() && token.is(Classes::CONJ)
        || token.is(Classes::PREP) && next_is_name && !of
        || token.is(Classes::CITING)
}

fn trim(tokens: &[Token], first: usize, last: usize) -> Option<(usize, usize)> {
    let mut first = first;
    let mut last = last;
    while first < last && !tokens[first].is_word() {
        first += 1;
    }
    while last > first && !(tokens[last].is_word() || tokens[last].is_quoted()) {
        last -= 1;
    }
    (tokens[first].is_word() || tokens[first].is_quoted()).then_some((first, last))
}
