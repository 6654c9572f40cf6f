//! What can be said of a stretch between marks: its length and signs, what stands beside it, the cues of its sentence.
//!
//! Door: [`of_stretch`].

use std::sync::LazyLock;

use crate::document::LeafKind;
use crate::speech::features::{FILE, Features, features, weights};
use crate::speech::lexicon::Classes;
use crate::speech::scene::{Scene, Spot};
use crate::speech::tokens::{Inside, Kind, Token};

const LENGTHS: [&str; 6] = [
    "one word",
    "two words",
    "three words",
    "four to six words",
    "seven to twelve words",
    "more words",
];

/// What stands right before a stretch.
const BEFORE: [&str; 16] = [
    "nothing",
    "cue",
    "weak cue",
    "that",
    "colon",
    "comma",
    "other sign",
    "preposition",
    "article",
    "possessive",
    "auxiliary",
    "conjunction",
    "work",
    "so-called",
    "small word",
    "name",
];
/// What stands right behind it.
const BEHIND: [&str; 8] = [
    "nothing",
    "comma",
    "stop",
    "other sign",
    "cue",
    "small word",
    "name",
    "function word",
];
/// The strongest cue of its sentence.
const CUES: [&str; 4] = ["strong cue", "weak cue", "cue without subject", "no cue"];
/// How it ends, and whether it begins with a capital.
const ENDS: [&str; 6] = [
    "comma",
    "stop",
    "no sign",
    "capital, comma",
    "capital, stop",
    "capital, no sign",
];
/// What is looked at two by two.
const PAIRS: [(&[&str], &[&str]); 7] = [
    (&LENGTHS, &BEFORE),
    (&BEFORE, &BEHIND),
    (&LENGTHS, &CUES),
    (&BEFORE, &CUES),
    (&LENGTHS, &ENDS),
    (&CUES, &BEHIND),
    (&BEFORE, &ENDS),
];
const PAIR_NAMES: [&str; PAIRS.len()] = [
    "length and before",
    "before and behind",
    "length and cue",
    "before and cue",
    "length and end",
    "cue and behind",
    "before and end",
];
const PAIRED: usize = LENGTHS.len();
const SINGLES: usize = PAIRED + {
    let mut count = 0;
    let mut at = 0;
    while at < PAIRS.len() {
        count += PAIRS[at].0.len() * PAIRS[at].1.len();
        at += 1;
    }
    count
};

/// The feature of two values that stand in the same pair of tables.
fn paired(pair: usize, first: usize, second: usize) -> usize {
    let before: usize = PAIRS[..pair].iter().map(|(a, b)| a.len() * b.len()).sum();
    PAIRED + before + first * PAIRS[pair].1.len() + second
}

features! { SPEECH_NAMES SINGLES;
    SPEECH_BIAS "anything";
    SINGLE "single marks";
    CLAUSE "has a verb or pronoun";
    CAPITALS "every word a capital";
    FIRST_CAPITAL "begins with a capital";
    ENDS_COMMA "ends with a comma within";
    ENDS_STOP "ends with a full stop within";
    CAPITAL_AND_STOP "begins with a capital, ends with a stop";
    SENTENCES "several sentences";
    ALONE "nothing but it in its sentence";
    WORK_BEFORE "a work's noun right before";
    WORK_NEAR "a work's noun near before";
    SCARE_BEFORE "so-called and the like right before";
    DET_BEFORE "an article right before";
    ADJ_BEFORE "a plain word right before";
    NAME_BEFORE "a name right before";
    POSSESSIVE_BEFORE "a possessive right before";
    COLON_BEFORE "a colon right before";
    COMMA_BEFORE "a comma right before";
    CUE_BEFORE "a strong cue right before";
    WEAK_BEFORE "a weak cue right before";
    THAT_BEFORE "that right before";
    PREP_BEFORE "a preposition right before";
    AUX_BEFORE "an auxiliary right before";
    CONJ_BEFORE "a conjunction right before";
    NOUN_BEHIND "a plain small word right behind";
    NAME_BEHIND "a name right behind";
    CONJ_BEHIND "a conjunction right behind";
    SIGN_BEHIND "a sign or the end right behind";
    CUE_BEHIND "a cue within four words behind";
    STRONG_SENTENCE "strong cue with a subject in the sentence";
    WEAK_SENTENCE "weak cue with a subject in the sentence";
    NO_CUE "no cue in the sentence";
    FORMER_SPEECH "the quote before, same sentence, is speech";
    FORMER_NONE "the quote before, same sentence, is none";
    FORMER_PARAGRAPH "the quote before, same paragraph, is speech";
    IN_HEADING "in a heading";
    UNCLOSED "not closed";
    TITLE_FORM "capitals but for small words, no sign";
    SHORT_NO_CUE "at most three words, no cue";
    SHORT_WEAK "at most three words, weak cue";
    SHORT_STRONG "at most three words, strong cue";
    LONG_CLAUSE "more than six words with a verb";
    SUBJECTLESS "cue without a subject in the sentence";
    WORD_DET "at most three words behind an article, plain word behind";
    SCARE_NEAR "so-called and the like within four words before";
    AS_BEFORE "as, or to, right before a short stretch";
    COMMA_AND_CAPITAL "ends with a comma, begins with a capital";
    PARAGRAPH_WHOLE "is the whole paragraph";
    SPEECH_COUNT "unused";
}

/// How many features a stretch between marks can have.
pub(super) const SPEECH_FEATURES: usize = SPEECH_COUNT;

/// The name of a stretch's feature.
pub(super) fn speech_name(feature: usize) -> String {
    if let Some(length) = LENGTHS.get(feature) {
        return (*length).to_owned();
    }
    let mut at = feature - PAIRED;
    for ((first, second), name) in PAIRS.iter().zip(PAIR_NAMES) {
        if at < first.len() * second.len() {
            let (first, second) = (first[at / second.len()], second[at % second.len()]);
            return format!("{name}: {first}, {second}");
        }
        at -= first.len() * second.len();
    }
    SPEECH_NAMES.get(at).copied().unwrap_or_default().to_owned()
}

/// The features of a stretch between marks; `former` says how the one before was judged.
#[expect(clippy::too_many_lines, reason = "one pass over a paragraph, an arm a case")]
pub(super) fn of_stretch(scene: &Scene<'_>, spot: Spot, former: Option<(Spot, bool)>, found: &mut Features) {
    found.clear();
    found.add(SPEECH_BIAS);
    let heard = &scene.heard[spot.paragraph];
    let paragraph = &heard.paragraph;
    let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
    let span = &paragraph.spans[spot.span];
    let length = match inside.words {
        0..=1 => 0,
        2 => 1,
        3 => 2,
        4..=6 => 3,
        7..=12 => 4,
        _ => 5,
    };
    found.add(length);
    let stops = matches!(inside.ends_with, Some('.' | '!' | '?' | '…'));
    let clause = inside.verbs > 0;
    found.add_if(span.single, SINGLE);
    found.add_if(clause, CLAUSE);
    found.add_if(inside.words > 1 && inside.capitals == inside.words, CAPITALS);
    found.add_if(inside.first_capital, FIRST_CAPITAL);
    found.add_if(inside.ends_with == Some(','), ENDS_COMMA);
    found.add_if(stops, ENDS_STOP);
    found.add_if(inside.first_capital && stops, CAPITAL_AND_STOP);
    found.add_if(inside.first_capital && inside.ends_with == Some(','), COMMA_AND_CAPITAL);
    found.add_if(inside.sentences > 1, SENTENCES);
    found.add_if(span.closing == 0, UNCLOSED);
    found.add_if(
        inside.words > 1 && inside.capitals * 2 > inside.words && inside.ends_with.is_none(),
        TITLE_FORM,
    );
    found.add_if(clause && inside.words > 6, LONG_CLAUSE);
    found.add_if(paragraph.kind == LeafKind::Heading, IN_HEADING);
    found.add_if(paragraph.tokens.len() <= 2, PARAGRAPH_WHOLE);
    neighbours(scene, spot, &inside, found);
    let (strong, weak, any) = cues(scene, spot);
    let short = inside.words <= 3;
    let cue = if strong {
        0
    } else if weak {
        1
    } else if any {
        2
    } else {
        3
    };
    let (before, behind) = beside(scene, spot);
    let end = match inside.ends_with {
        Some(',') => 0,
        _ if stops => 1,
        _ => 2,
    } + 3 * usize::from(inside.first_capital);
    for (pair, (first, second)) in [
        (length, before),
        (before, behind),
        (length, cue),
        (before, cue),
        (length, end),
        (cue, behind),
        (before, end),
    ]
    .into_iter()
    .enumerate()
    {
        found.add(paired(pair, first, second));
    }
    found.add_if(strong, STRONG_SENTENCE);
    found.add_if(weak && !strong, WEAK_SENTENCE);
    found.add_if(!any, NO_CUE);
    found.add_if(any && !strong && !weak, SUBJECTLESS);
    found.add_if(short && strong, SHORT_STRONG);
    found.add_if(short && weak && !strong, SHORT_WEAK);
    found.add_if(short && !strong && !weak, SHORT_NO_CUE);
    if let Some((before, speech)) = former.filter(|(before, _)| before.paragraph == spot.paragraph) {
        let same = paragraph.tokens[before.token].sentence == paragraph.tokens[spot.token].sentence;
        found.add_if(same && speech, FORMER_SPEECH);
        found.add_if(same && !speech, FORMER_NONE);
        found.add_if(!same && speech, FORMER_PARAGRAPH);
    }
}

fn neighbours(scene: &Scene<'_>, spot: Spot, inside: &Inside, found: &mut Features) {
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let sentence = paragraph.tokens[spot.token].sentence;
    let before = paragraph.before(spot.token).filter(|token| token.sentence == sentence);
    let behind = paragraph
        .token(spot.token + 1)
        .filter(|token| token.sentence == sentence);
    let near = paragraph.tokens[..spot.token].iter().rev().take(4);
    found.add_if(near.clone().any(|token| token.is(Classes::WORK)), WORK_NEAR);
    found.add_if(near.clone().any(|token| token.is(Classes::SCARE)), SCARE_NEAR);
    found.add_if(before.is_none() && behind.is_none_or(|token| !token.is_word()), ALONE);
    let plain = |token: &Token| token.is_word() && !token.is(Classes::FUNCTION) && !token.is(Classes::ANY_CUE);
    if let Some(before) = before {
        found.add_if(before.is(Classes::WORK), WORK_BEFORE);
        found.add_if(before.is(Classes::SCARE), SCARE_BEFORE);
        found.add_if(before.is(Classes::DET), DET_BEFORE);
        found.add_if(before.possessive, POSSESSIVE_BEFORE);
        found.add_if(plain(before) && !before.capital, ADJ_BEFORE);
        found.add_if(plain(before) && before.capital, NAME_BEFORE);
        found.add_if(before.is_sign(&[':', '：']), COLON_BEFORE);
        found.add_if(before.is_sign(&[',']), COMMA_BEFORE);
        found.add_if(before.is(Classes::CUE), CUE_BEFORE);
        found.add_if(before.is(Classes::WEAK) && !before.is(Classes::CUE), WEAK_BEFORE);
        found.add_if(before.is(Classes::THAT), THAT_BEFORE);
        found.add_if(before.is(Classes::PREP), PREP_BEFORE);
        found.add_if(before.is(Classes::PREP) && inside.words <= 3, AS_BEFORE);
        found.add_if(before.is(Classes::AUX), AUX_BEFORE);
        found.add_if(before.is(Classes::CONJ) && !before.is(Classes::THAT), CONJ_BEFORE);
    }
    match behind {
        Some(token) if token.is_word() => {
            found.add_if(plain(token) && !token.capital, NOUN_BEHIND);
            found.add_if(plain(token) && token.capital, NAME_BEHIND);
            found.add_if(token.is(Classes::CONJ), CONJ_BEHIND);
            let det = before.is_some_and(|before| before.is(Classes::DET));
            found.add_if(det && inside.words <= 3 && plain(token), WORD_DET);
        }
        _ => found.add(SIGN_BEHIND),
    }
    let cue = (1..=5).any(|step| {
        let token = paragraph
            .token(spot.token + step)
            .filter(|token| token.sentence == sentence);
        token.is_some_and(|token| token.is(Classes::CUE.and(Classes::ACCORDING)))
    });
    found.add_if(cue, CUE_BEHIND);
}

/// What stands right before and right behind a stretch, as places in [`BEFORE`] and [`BEHIND`].
fn beside(scene: &Scene<'_>, spot: Spot) -> (usize, usize) {
    let paragraph = &scene.heard[spot.paragraph].paragraph;
    let sentence = paragraph.tokens[spot.token].sentence;
    let before = paragraph.before(spot.token).filter(|token| token.sentence == sentence);
    let behind = paragraph
        .token(spot.token + 1)
        .filter(|token| token.sentence == sentence);
    let before = before.map_or(0, |token| match token.kind {
        Kind::Sign(':' | '：') => 4,
        Kind::Sign(',') => 5,
        Kind::Sign(_) | Kind::Quoted(_) => 6,
        Kind::Word if token.is(Classes::CUE) => 1,
        Kind::Word if token.is(Classes::SCARE) => 13,
        Kind::Word if token.is(Classes::WORK) => 12,
        Kind::Word if token.is(Classes::WEAK) => 2,
        Kind::Word if token.possessive => 9,
        Kind::Word if token.is(Classes::THAT) => 3,
        Kind::Word if token.is(Classes::DET) => 8,
        Kind::Word if token.is(Classes::PREP) => 7,
        Kind::Word if token.is(Classes::AUX) => 10,
        Kind::Word if token.is(Classes::CONJ.and(Classes::ADV)) => 11,
        Kind::Word if token.capital => 15,
        Kind::Word => 14,
    });
    let behind = behind.map_or(0, |token| match token.kind {
        Kind::Sign(',') => 1,
        Kind::Sign('.' | '!' | '?') => 2,
        Kind::Sign(_) | Kind::Quoted(_) => 3,
        Kind::Word if token.is(Classes::CUE.and(Classes::ACCORDING)) => 4,
        Kind::Word if token.is(Classes::FUNCTION) => 7,
        Kind::Word if token.capital => 6,
        Kind::Word => 5,
    });
    (before, behind)
}

/// Whether the sentence of a stretch has a strong cue with a subject, a weak one, any at all.
fn cues(scene: &Scene<'_>, spot: Spot) -> (bool, bool, bool) {
    let heard = &scene.heard[spot.paragraph];
    let sentence = heard.paragraph.tokens[spot.token].sentence;
    let first = heard
        .links
        .partition_point(|link| heard.paragraph.tokens[link.cue].sentence < sentence);
    let (mut strong, mut weak, mut any) = (false, false, false);
    for link in heard.links.iter().skip(first) {
        if heard.paragraph.tokens[link.cue].sentence > sentence {
            break;
        }
        any = true;
        let subject = link.pre.is_some() || link.post.is_some();
        if subject && link.classes.is(Classes::CUE.and(Classes::ACCORDING)) {
            strong = true;
        } else if subject {
            weak = true;
        }
    }
    (strong, weak, any)
}

/// A weight for each feature of a stretch between marks.
pub(super) fn speech_weights() -> &'static [f32] {
    static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| weights(SPEECH_FEATURES, speech_name, &FILE.speech));
    &WEIGHTS
}

/// Whether a token begins a quoted stretch that is only a name's nickname or a term within a mention.
pub(super) fn is_within_name(scene: &Scene<'_>, spot: Spot) -> bool {
    let heard = &scene.heard[spot.paragraph];
    let index = heard.mentions.partition_point(|mention| mention.first < spot.token);
    index
        .checked_sub(1)
        .and_then(|index| heard.mentions.get(index))
        .is_some_and(|mention| {
            mention.last > spot.token && matches!(heard.paragraph.tokens[spot.token].kind, Kind::Quoted(_))
        })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::speech::candidate::{SPEAKER_FEATURES, speaker_name, speaker_weights};
    use crate::speech::stretch::{SPEECH_FEATURES, speech_name, speech_weights};

    #[test]
    fn every_feature_has_a_name_of_its_own_and_the_weights_are_read() {
        let speaker: HashSet<String> = (0..SPEAKER_FEATURES).map(speaker_name).collect();
        let speech: HashSet<String> = (0..SPEECH_FEATURES).map(speech_name).collect();
        assert_eq!((speaker.len(), speech.len()), (SPEAKER_FEATURES, SPEECH_FEATURES));
        assert!(!speaker.contains("") && !speech.contains(""));
        assert!(speaker_weights().iter().any(|weight| *weight != 0.0));
        assert!(speech_weights().iter().any(|weight| *weight != 0.0));
    }
}
