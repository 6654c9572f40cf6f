//! Reported speech without marks: "Berg said that …", "…, the minister said", "According to the bank, …".
//!
//! Door: [`reported`]. Only where the sentence says plainly what is reported: behind a that, before or behind a comma.

use crate::speech::lexicon::Classes;
use crate::speech::mentions::Link;
use crate::speech::scene::{Heard, Scene, Spot};
use crate::speech::tokens::Token;

/// What is reported, in bytes of its paragraph; by whom, and the cue's token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Report {
    pub(super) paragraph: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) mention: usize,
    pub(super) cue: usize,
}

/// Fewer words are no report.
const MIN_WORDS: usize = 3;

/// Everything that is reported without marks, in order; never overlapping within a paragraph, nor reaching into `speech`.
pub(super) fn reported(scene: &Scene<'_>, speech: &[Spot]) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    for (at, heard) in scene.heard.iter().enumerate() {
        let first = speech.partition_point(|spot| spot.paragraph < at);
        let quoted: Vec<usize> = speech[first..]
            .iter()
            .take_while(|spot| spot.paragraph == at)
            .map(|spot| spot.token)
            .collect();
        let mut end = 0;
        for link in &heard.links {
            let strong = link.classes.is(Classes::CUE.and(Classes::ACCORDING));
            let Some((mention, from, to)) = content(heard, link, strong) else {
                continue;
            };
            let Some((start, stop)) = trimmed(heard, &quoted, from, to) else {
                continue;
            };
            if start < end {
                continue;
            }
            end = stop;
            reports.push(Report {
                paragraph: at,
                start,
                end: stop,
                mention,
                cue: link.cue,
            });
        }
    }
    reports
}

/// The tokens of what a cue reports, and whose it is.
fn content(heard: &Heard<'_>, link: &Link, strong: bool) -> Option<(usize, usize, usize)> {
    let tokens = &heard.paragraph.tokens;
    let sentence = tokens[link.cue].sentence;
    let start = first_of(tokens, link.cue);
    let end = last_of(tokens, link.cue);
    if link.classes.is(Classes::ACCORDING) {
        let who = link.post?;
        let last = heard.mentions[who].last;
        // "According to the bank, …" and "…, according to the bank."
        let closes = tokens.get(last + 1).filter(|token| token.sentence == sentence);
        if link.cue == start {
            return match closes {
                Some(token) if token.is_sign(&[',']) => Some((who, last + 2, end)),
                Some(token) if token.is_word() => {
                    let comma = (last + 1..end).take(12).find(|at| tokens[*at].is_sign(&[',']));
                    Some((who, comma.map_or(last + 1, |comma| comma + 1), end))
                }
                _ => None,
            };
        }
        return Some((who, start, link.cue));
    }
    let behind = behind_cue(tokens, link);
    let that = behind.filter(|at| tokens[*at].is(Classes::THAT));
    let who = link.pre.or(link.post);
    if let (Some(at), Some(who)) = (
        that,
        link.pre
            .or(link.post.filter(|post| heard.mentions[*post].last < that.unwrap_or(0))),
    ) {
        return Some((who, at + 1, end));
    }
    if !strong {
        return None;
    }
    // "…, the minister said" and "…, said the minister".
    let unit = link.pre.map_or(link.cue, |pre| heard.mentions[pre].first.min(link.cue));
    let parted = heard
        .paragraph
        .before(unit)
        .is_some_and(|token| token.is_sign(&[',', '—', '–']) && token.sentence == sentence);
    let closes = tokens[link.cue + 1..=end.max(link.cue)]
        .iter()
        .take(8)
        .all(|token| token.is_word() || token.is_sign(&['.']));
    if parted && unit > start + MIN_WORDS && (end - link.cue) <= 10 && closes {
        return Some((who?, start, unit - 1));
    }
    // "The minister said the tax would rise": English leaves the that out.
    let pre = link.pre?;
    let next = tokens
        .get(link.cue + 1)
        .filter(|token| token.sentence == sentence && token.is_word())?;
    let clause = next.is(Classes::DET.and(Classes::SUBJECT)) || next.capital;
    let verb = tokens[link.cue + 1..=end.max(link.cue)]
        .iter()
        .any(|token| token.is(Classes::AUX));
    (clause && verb && !link.classes.is(Classes::TELL)).then_some((pre, link.cue + 1, end))
}

/// The first token behind a cue that is not "on Friday", "also", or who is told.
fn behind_cue(tokens: &[Token], link: &Link) -> Option<usize> {
    let sentence = tokens[link.cue].sentence;
    let end = (link.cue + 9).min(tokens.len());
    (link.cue + 1..end)
        .take_while(|at| tokens[*at].sentence == sentence && !tokens[*at].is_quoted())
        .find(|at| tokens[*at].is(Classes::THAT) && tokens[*at].is_word())
        .filter(|at| (link.cue + 1..*at).all(|between| !tokens[between].is(Classes::ANY_CUE)))
}

fn first_of(tokens: &[Token], at: usize) -> usize {
    let sentence = tokens[at].sentence;
    tokens.partition_point(|token| token.sentence < sentence)
}

fn last_of(tokens: &[Token], at: usize) -> usize {
    let sentence = tokens[at].sentence;
    tokens
        .partition_point(|token| token.sentence <= sentence)
        .saturating_sub(1)
        .max(at)
}

/// The longest part between two tokens that no quoted speech stands in, without signs at its ends.
fn trimmed(heard: &Heard<'_>, quoted: &[usize], from: usize, to: usize) -> Option<(usize, usize)> {
    let tokens = &heard.paragraph.tokens;
    let mut to = to.min(tokens.len().saturating_sub(1));
    let cut = quoted.iter().find(|quote| **quote >= from && **quote <= to);
    if let Some(quote) = cut {
        to = quote.checked_sub(1)?;
    }
    let mut from = from;
    let is_edge = |token: &Token| !token.is_word() && !token.is_quoted();
    while from < to && is_edge(tokens.get(from)?) {
        from += 1;
    }
    while to > from && is_edge(tokens.get(to)?) {
        to -= 1;
    }
    let part = tokens.get(from..=to)?;
    let words = part.iter().filter(|token| !is_edge(token)).count();
    // Before a quoted fragment only a clause of its own is a report.
    if cut.is_some() && !part.iter().any(|token| token.is(Classes::AUX)) {
        return None;
    }
    let label_end = heard.label.map_or(0, |(_, colon, _)| colon);
    (words >= MIN_WORDS && part.first()?.start >= label_end).then(|| (part[0].start, part[part.len() - 1].end))
}
