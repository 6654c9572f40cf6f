//! Speakers beside quotes in scripts that do not part words: Japanese and Chinese.
//!
//! Doors: [`speaker`]; [`titled`], which parts name and office. A name stands between a sign and the word that says so:
//! "田中首相は「…」と述べた", "发言人表示：“…”".

use crate::speech::lexicon::{Classes, Lexicon};
use crate::speech::scene::{Scene, Spot};

/// Who says it and the cue, in bytes of the paragraph.
pub(super) struct Said {
    pub(super) mention: (usize, usize),
    pub(super) cue: Option<(usize, usize)>,
}

/// Longest speaker, in characters.
const MAX_CHARS: usize = 24;

/// The speaker named right before a quote, if its sentence says that somebody speaks; else whoever is named with the cue behind it.
pub(super) fn speaker(scene: &Scene<'_>, spot: Spot) -> Option<Said> {
    before(scene, spot).or_else(|| named_behind(scene, spot))
}

/// "さらに「…」と付け加えた": whether nobody is named beside a quote that somebody says.
pub(super) fn goes_on(scene: &Scene<'_>, spot: Spot) -> bool {
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let span = paragraph.spans[spot.span];
    let head = paragraph.slice(0, span.start).trim_end_matches(['、', '，', ' ']);
    let head = scene
        .lexicon
        .openers
        .iter()
        .find_map(|opener| head.strip_suffix(opener.as_str()))
        .unwrap_or(head);
    let said = behind(paragraph.slice(span.end, paragraph.text.len()), &scene.lexicon.cues);
    head.ends_with('。') && said.is_some_and(|(start, _)| start <= 'と'.len_utf8())
}

fn before(scene: &Scene<'_>, spot: Spot) -> Option<Said> {
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let span = paragraph.spans[spot.span];
    let text = paragraph.text;
    let begin = spot
        .token
        .checked_sub(1)
        .and_then(|before| paragraph.tokens.get(..=before))
        .and_then(|tokens| tokens.iter().rev().find(|token| token.is_quoted()))
        .map_or(0, |token| token.end);
    let head = text.get(begin..span.start)?;
    let bare = head.trim_end_matches([':', '：', '，', ',', '、', ' ']);
    let start = bare
        .rfind(['。', '，', '、', '！', '？', ',', ';', '；', '\n'])
        .map_or(0, |at| {
            at + bare
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8)
        });
    let clause = bare.get(start..)?;
    let cues = &scene.lexicon.cues;
    let before = cues
        .iter()
        .filter(|cue| clause.ends_with(cue.as_str()))
        .max_by_key(|cue| cue.len());
    let end = clause.len() - before.map_or(0, String::len);
    let cue = match before {
        Some(cue) => {
            let at = begin + start + clause.len() - cue.len();
            Some((at, at + cue.len()))
        }
        None => behind(text.get(span.end..)?, cues).map(|(from, to)| (span.end + from, span.end + to)),
    };
    let head = without_topics(scene, clause.get(..end)?);
    // "…を率いる天文台のノール氏": only the last of many words is the name.
    let tail = head.rsplit(['の', '的']).next().filter(|_| !is_short(head));
    let named = tail.unwrap_or(head);
    let start = start + head.len() - named.len();
    let indent = named.len() - named.trim_start().len();
    let mention = (begin + start + indent, begin + start + named.trim_end().len());
    let opens = scene.lexicon.openers.iter().any(|opener| opener == named);
    (cue.is_some() && is_short(named) && !opens).then_some(Said { mention, cue })
}

/// "“…”，总理林潮说", "「…」と浜口首相は述べた": whoever stands between the quote and the cue behind it.
fn named_behind(scene: &Scene<'_>, spot: Spot) -> Option<Said> {
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let from = paragraph.spans[spot.span].end;
    let rest = paragraph.text.get(from..)?;
    let clause = rest.trim_start_matches(['，', '、', ',', ' ', 'と']);
    let start = from + rest.len() - clause.len();
    let clause = clause
        .split(['。', '，', '、', '！', '？', '「', '“', '：', '\n'])
        .next()?;
    let cues = scene.lexicon.cues.iter();
    let first = |cue: &String| clause.find(cue.as_str()).map(|at| (at, at + cue.len()));
    let (cue, end) = cues
        .filter_map(first)
        .min_by_key(|(at, end)| (*at, std::cmp::Reverse(*end)))?;
    let head = clause.get(..cue)?;
    // Where a small word ends the speaker there has to be one: "と記者団に述べた" names nobody.
    let topic = scene
        .lexicon
        .topics
        .iter()
        .filter_map(|topic| head.find(topic.as_str()))
        .min();
    let named = match topic {
        Some(topic) => head.get(..topic)?,
        None if scene.lexicon.ends_subjects => return None,
        None => head,
    };
    is_short(named).then_some(Said {
        mention: (start, start + named.len()),
        cue: Some((start + cue, start + end)),
    })
}

fn is_short(named: &str) -> bool {
    (1..=MAX_CHARS).contains(&named.trim().chars().count())
}

/// The words before those that end the speaker: before the last ones, else before what stands behind the first: "外相は記者団に".
fn without_topics<'a>(scene: &Scene<'_>, words: &'a str) -> &'a str {
    let topics = scene.lexicon.topics.iter().map(String::as_str);
    let mut named = words;
    while let Some(rest) = topics.clone().find_map(|topic| named.strip_suffix(topic)) {
        named = rest;
    }
    let first = topics.filter_map(|topic| words.find(topic)).filter(|at| *at > 0).min();
    match first {
        Some(at) if named == words => words.get(..at).unwrap_or(words),
        _ => named,
    }
}

/// What words say of a speaker.
pub(super) struct Titled<'a> {
    /// The name alone; `None`: an office, or somebody named before.
    pub(super) name: Option<&'a str>,
    pub(super) role: Option<&'a str>,
    /// "同氏", "该发言人", "他": whoever spoke last.
    pub(super) same: bool,
}

/// Tells a name from the office before or behind it: "外交部发言人林潮", "浜口茂首相", "首相の浜口茂氏".
pub(super) fn titled<'a>(lexicon: &Lexicon, words: &'a str) -> Titled<'a> {
    let mut openers = lexicon.openers.iter();
    let words = openers
        .find_map(|opener| words.strip_prefix(opener.as_str()))
        .unwrap_or(words);
    let same = lexicon.points_back(words) || lexicon.classes(words).is(Classes::PRONOUN);
    let (name, role) = parted(lexicon, words);
    Titled { name, role, same }
}

/// Name and office.
fn parted<'a>(lexicon: &Lexicon, words: &'a str) -> (Option<&'a str>, Option<&'a str>) {
    let bare = |words: &'a str| {
        let mut honours = lexicon.honours.iter();
        honours
            .find_map(|honour| words.strip_suffix(honour.as_str()))
            .unwrap_or(words)
    };
    let own = bare(words);
    // "トルマーク外相のグリゴル氏": what the name is of stands before it.
    let (of, own) = own.rsplit_once('の').map_or((None, own), |(of, own)| (Some(of), own));
    let behind = longest(lexicon, |role| own.ends_with(role));
    // "外務省報道官": a body's spokesman, and no name.
    let is_body = |words: &str| lexicon.bodies.iter().any(|body| words.ends_with(body.as_str()));
    let office = behind
        .and_then(|role| own.strip_suffix(role))
        .filter(|name| !name.is_empty() && !is_body(name));
    if let Some(name) = office {
        return (Some(bare(name)), own.get(name.len()..));
    }
    if let Some(of) = of.filter(|of| longest(lexicon, |role| of.ends_with(role)).is_some()) {
        return (Some(own), Some(of));
    }
    let ends = lexicon
        .roles
        .iter()
        .filter_map(|role| Some(own.rfind(role.as_str())? + role.len()));
    match ends.max() {
        Some(end) if end == own.len() => (None, Some(own)),
        Some(end) if is_name(own.get(end..).unwrap_or_default()) => (own.get(end..), own.get(..end)),
        _ => ((!own.is_empty()).then_some(own), None),
    }
}

fn longest(lexicon: &Lexicon, fits: impl Fn(&str) -> bool) -> Option<&str> {
    let roles = lexicon.roles.iter().map(String::as_str);
    roles.filter(|role| fits(role)).max_by_key(|role| role.len())
}

/// Whether what stands behind an office is short enough for somebody's name.
fn is_name(words: &str) -> bool {
    let chars = words.chars().count();
    (2..=4).contains(&chars) || words.contains(['·', '・'])
}

/// A cue close behind the quote: "と述べた".
fn behind(text: &str, cues: &[String]) -> Option<(usize, usize)> {
    let limit = text.char_indices().nth(12).map_or(text.len(), |(at, _)| at);
    let near = text.get(..limit)?;
    cues.iter()
        .filter_map(|cue| near.find(cue.as_str()).map(|at| (at, at + cue.len())))
        .max_by_key(|(from, to)| (to - from, std::cmp::Reverse(*from)))
}
