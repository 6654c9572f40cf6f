//! Takes out what an extractor took for an article although it is none: what surrounds it, what is told twice.

use std::collections::{HashMap, HashSet};

use rustc_hash::FxHashMap;

use crate::document::known::{RUN, hash, words_of};
use crate::document::line::{HEADLINE, Line, PARAGRAPH_WORDS};
use crate::document::main_box::Main;
use crate::document::marks::Marks;
use crate::document::tree::{Leaf, LeafKind};
use crate::document::widen::linked_heads;
use crate::model::Clean;

/// A paragraph of as many words belongs to the article even in a box at its side.
const BOXED_WORDS: usize = 60;

/// A text that stands twice on a page is told once: where its neighbours are kept as well, else the first time.
pub(crate) fn drop_repeated(lines: &mut [Line]) {
    let mut seen: HashMap<u64, usize> = HashMap::new();
    for at in 0..lines.len() {
        let Some(line) = lines.get(at).filter(|line| line.keep && line.words.len() >= 6) else {
            continue;
        };
        let key = hash(&line.words);
        match seen.get(&key).copied() {
            None => {
                seen.insert(key, at);
            }
            Some(first) => {
                let loser = if company(lines, first) >= company(lines, at) {
                    at
                } else {
                    first
                };
                if loser == first {
                    seen.insert(key, at);
                }
                if let Some(line) = lines.get_mut(loser) {
                    line.keep = false;
                }
            }
        }
    }
}

/// Pull quotes, and captions that tell what the text tells: their words stand in a longer line, too.
pub(crate) fn drop_pulled(lines: &mut [Line]) {
    const WORDS: std::ops::Range<usize> = 6..80;
    const TOLD: f32 = 0.9;
    /// "She said" may stand in the middle.
    const QUOTED: f32 = 0.75;
    let mut told: FxHashMap<u64, usize> = FxHashMap::default();
    for (at, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.keep && line.is_paragraph() && line.kind != LeafKind::Heading)
    {
        for run in line.words.windows(RUN) {
            let longest = told.entry(hash(run)).or_insert(at);
            if lines
                .get(*longest)
                .is_some_and(|other| other.words.len() < line.words.len())
            {
                *longest = at;
            }
        }
    }
    for at in 0..lines.len() {
        let Some(line) = lines.get(at).filter(|line| {
            line.keep
                && WORDS.contains(&line.words.len())
                && !(line.kind == LeafKind::Quoted && line.marks.any(Marks::EMBED))
                && matches!(line.kind, LeafKind::Paragraph | LeafKind::Quoted)
        }) else {
            continue;
        };
        let longer = |run: &[u64]| told.get(&hash(run)).copied().filter(|other| *other != at);
        let Some(host) = line.words.windows(RUN).find_map(longer) else {
            continue;
        };
        if lines.get(host).is_none_or(|host| {
            !host.keep
                || host.words.len() <= line.words.len()
                || host.inside == line.inside && line.kind != LeafKind::Quoted
        }) {
            continue;
        }
        let runs = line.words.windows(RUN);
        let count = runs.len();
        let shared = runs.filter(|run| longer(run) == Some(host)).count();
        let told = if line.kind == LeafKind::Quoted { QUOTED } else { TOLD };
        if shared as f32 >= count as f32 * told
            && let Some(line) = lines.get_mut(at)
        {
            line.keep = false;
        }
    }
}

/// Words kept close to a line.
fn company(lines: &[Line], at: usize) -> usize {
    let near = lines.iter().skip(at.saturating_sub(3)).take(7);
    near.filter(|line| line.keep).map(|line| line.words.len()).sum()
}

/// Takes out what the extractor kept although its surroundings speak against it.
pub(crate) fn narrow(lines: &mut [Line], main: &Main) {
    let end = lines.iter().rposition(|line| line.keep && main.holds(line));
    let teased = teased(lines, main);
    let linked_heads = linked_heads(lines, main);
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.keep) {
        let marks = line.marks.without(main.marks);
        let words = line.words.len();
        let bad =
            marks.any(Marks::BAD.and(Marks::FORM)) && (words < 60 || marks.any(Marks::COMMENTS.and(Marks::RELATED)));
        let aside = marks.any(Marks::ASIDE.and(Marks::FOOTER).and(Marks::TEASER))
            && (words < PARAGRAPH_WORDS || line.linked > 0.3 || marks.any(Marks::ASIDE) && words < BOXED_WORDS);
        let credit =
            marks.any(Marks::CAPTION.and(Marks::META)) && words < 40 || marks.any(Marks::CAPTION) && words < 80;
        let headline = line.linked > HEADLINE
            && words > 2
            && line.kind != LeafKind::Table
            && !linked_heads.contains(&at)
            && !line.introduces;
        // Before the article they may well be its standfirst.
        let after = !main.holds(line) && end.is_some_and(|end| at > end);
        let own = line.marks.any(Marks::BODY) && line.is_paragraph() && line.ends_sentence;
        let elsewhere = after && (marks.any(Marks::TEASER) || !own);
        if (bad
            || aside
            || elsewhere
            || teased.contains(&at)
            || credit
            || headline
            || marks.any(Marks::HIDDEN) && !line.folded)
            && (!line.declared || marks.any(Marks::CAPTION) && credit)
        {
            line.keep = false;
        }
    }
    drop_bare_headings(lines);
}

/// Summaries of other articles: short lines right below a linked headline in a card. A page of cards is another matter.
fn teased(lines: &[Line], main: &Main) -> HashSet<usize> {
    const CARD_TENTHS: usize = 2;
    let in_card = |line: &Line| line.marks.without(main.marks).any(Marks::TEASER);
    let (mut headed, mut words) = (false, 0);
    let mut found = HashSet::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.is_text()) {
        if in_card(line) && line.keep && headed && line.words.len() < BOXED_WORDS {
            words += line.words.len();
            found.insert(at);
        }
        headed = in_card(line) && line.kind == LeafKind::Heading && line.linked > HEADLINE;
    }
    let kept: usize = lines.iter().filter(|line| line.keep).map(|line| line.words.len()).sum();
    if words * 10 > kept * CARD_TENTHS {
        HashSet::new()
    } else {
        found
    }
}

/// "By Ada Moss": lines above the text with hardly more than the authors' names; "Ada Moss writes about …": below it.
pub(crate) fn drop_bylines(lines: &mut [Line], leaves: &[Leaf], byline: &[Clean]) {
    const MORE_WORDS: usize = 3;
    let names = byline.iter().map(|name| words_of(name));
    let names: Vec<_> = names.filter(|name| name.len() > 1).collect();
    if names.is_empty() {
        return;
    }
    let all: HashSet<u64> = names.iter().flatten().copied().collect();
    let head = lines.iter_mut().take_while(|line| !(line.keep && line.is_paragraph()));
    for line in head.filter(|line| line.keep && line.is_text()) {
        let named = line.words.iter().filter(|word| all.contains(word)).count();
        line.keep = named < 2 || line.words.len() > named + MORE_WORDS;
    }
    drop_authors(lines, leaves, &names);
}

/// Lines below the text about those who wrote it: named at their beginning, or by a first name that the text has not told.
fn drop_authors(lines: &mut [Line], leaves: &[Leaf], names: &[Vec<u64>]) {
    /// Lines below the text that may be about its authors, and their words.
    const LAST_LINES: usize = 4;
    const ABOUT_WORDS: usize = 120;
    /// Words of a line that say whom it is about.
    const OPENING_WORDS: usize = 8;
    /// Words above that would have named those whom the article is about.
    const MANY_WORDS: usize = 60;
    let kept = lines.iter().enumerate().filter(|(_, line)| line.keep && line.is_text());
    let mut kept: Vec<usize> = kept.map(|(at, _)| at).collect();
    let tail = kept.split_off(kept.len().saturating_sub(LAST_LINES));
    let text = kept.iter().filter_map(|at| lines.get(*at));
    let told: Vec<u64> = text.flat_map(|line| line.words.iter().copied()).collect();
    let strange = |word: &u64| told.len() >= MANY_WORDS && !told.contains(word);
    for at in tail {
        let (Some(line), Some(leaf)) = (lines.get_mut(at), leaves.get(at)) else {
            continue;
        };
        // "Ada Moss: …" is an answer.
        let speaks = leaf.text.chars().take(40).any(|sign| matches!(sign, ':' | '：'));
        let opening = line.words.get(..OPENING_WORDS).unwrap_or(&line.words);
        let about = |name: &Vec<u64>| {
            let first = line.is_paragraph() && line.words.first() == name.first();
            line.words.starts_with(name)
                || first && name.first().is_some_and(strange)
                || opening.windows(name.len()).any(|words| words == name) && name.iter().all(strange)
        };
        line.keep = speaks || line.words.len() > ABOUT_WORDS || !names.iter().any(about);
    }
}

/// A heading that no text follows headed something else.
fn drop_bare_headings(lines: &mut [Line]) {
    let mut follows = false;
    for line in lines.iter_mut().rev().filter(|line| line.is_text()) {
        if line.kind == LeafKind::Heading && line.keep && !follows {
            line.keep = false;
        }
        if line.keep {
            follows = true;
        } else if line.kind == LeafKind::Heading {
            follows = false;
        }
    }
}
