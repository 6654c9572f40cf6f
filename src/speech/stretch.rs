//! What can be said of a stretch between marks: its length and signs, what stands beside it, the cues of its sentence.
//!
//! Door: [`of_stretch`].

use std::sync::LazyLock;

use crate::document::LeafKind;
use crate::model::Language;
use crate::speech::beside::{self, BEFORE, BEHIND, CUES, Sides};
use crate::speech::features::{FILE, Features, LEARNT, features, weights};
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
const PAIRS: [(&[&str], &[&str]); 9] = [
    (&LENGTHS, &BEFORE),
    (&BEFORE, &BEHIND),
    (&LENGTHS, &CUES),
    (&BEFORE, &CUES),
    (&LENGTHS, &ENDS),
    (&CUES, &BEHIND),
    (&BEFORE, &ENDS),
    (&LENGTHS, &BEHIND),
    (&ENDS, &CUES),
];
const PAIR_NAMES: [&str; PAIRS.len()] = [
    "length and before",
    "before and behind",
    "length and cue",
    "before and cue",
    "length and end",
    "cue and behind",
    "before and end",
    "length and behind",
    "end and cue",
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
    OTHERS "I, you, it or who within";
    THIRD "he, she or they within";
    AUXILIARY "an auxiliary within";
    PERSONAL_SHORT "at most six words, a pronoun within";
    NEAR_CUE "strong cue within three words before";
    NEAR_WEAK "weak cue within three words before";
    RELATIVE_BEHIND "a relative clause right behind";
    FORMER_CUE "strong cue with a subject in the sentence before";
    FORMER_NO_CUE "no strong cue in this sentence nor the one before";
    PARAGRAPH_CUE "no cue in its sentence, a strong one with a subject in its paragraph";
    PARAGRAPH_NONE "no strong cue with a subject in its paragraph";
    TERM "at most three words that stand elsewhere without marks";
    TERM_NO_CUE "such words, no strong cue in the sentence";
    HEADLINE_CASE "in a sentence of capitals";
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
    found.add_if(inside.others > 0, OTHERS);
    found.add_if(inside.thirds > 0, THIRD);
    found.add_if(inside.auxiliaries > 0, AUXILIARY);
    found.add_if(inside.words <= 6 && inside.others + inside.thirds > 0, PERSONAL_SHORT);
    neighbours(scene, spot, &inside, found);
    let sides = Sides::of(scene, spot);
    let short = inside.words <= 3;
    let (strong, weak, any) = (sides.strong, sides.weak, sides.any);
    let cue = sides.place();
    let (before, behind) = (beside::before(scene, spot), beside::behind(scene, spot));
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
        (length, behind),
        (end, cue),
    ]
    .into_iter()
    .enumerate()
    {
        found.add(paired(pair, first, second));
    }
    found.add_if(sides.near_strong, NEAR_CUE);
    found.add_if(sides.near_weak && !sides.near_strong, NEAR_WEAK);
    found.add_if(sides.relative, RELATIVE_BEHIND);
    found.add_if(!strong && sides.former, FORMER_CUE);
    found.add_if(!strong && !sides.former, FORMER_NO_CUE);
    found.add_if(!any && sides.paragraph, PARAGRAPH_CUE);
    found.add_if(!sides.paragraph, PARAGRAPH_NONE);
    found.add_if(sides.capitals, HEADLINE_CASE);
    let term = short && beside::is_said_plainly(scene, spot);
    found.add_if(term, TERM);
    found.add_if(term && !strong, TERM_NO_CUE);
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
    let (paragraph, before, behind) = scene.neighbours(spot);
    let sentence = paragraph.tokens[spot.token].sentence;
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

/// A weight for each feature of a stretch between marks; `None` where nothing was learnt for the language.
pub(super) fn speech_weights(language: Language) -> Option<&'static [f32]> {
    static WEIGHTS: LazyLock<[Vec<f32>; LEARNT.len()]> = LazyLock::new(|| {
        LEARNT.map(|language| {
            let known = FILE.speech.get(language.code());
            known.map_or_else(Vec::new, |known| weights(SPEECH_FEATURES, speech_name, known))
        })
    });
    let at = LEARNT.iter().position(|learnt| *learnt == language)?;
    WEIGHTS.get(at).map(Vec::as_slice)
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

    use crate::model::Language;
    use crate::speech::features::LEARNT;
    use crate::speech::speaker_features::{SPEAKER_FEATURES, speaker_name, speaker_weights};
    use crate::speech::stretch::{SPEECH_FEATURES, speech_name, speech_weights};

    #[test]
    fn every_feature_has_a_name_of_its_own_and_the_weights_are_read() {
        let speaker: HashSet<String> = (0..SPEAKER_FEATURES).map(speaker_name).collect();
        let speech: HashSet<String> = (0..SPEECH_FEATURES).map(speech_name).collect();
        assert_eq!((speaker.len(), speech.len()), (SPEAKER_FEATURES, SPEECH_FEATURES));
        assert!(!speaker.contains("") && !speech.contains(""));
        for language in LEARNT.into_iter().chain([Language::UNKNOWN]) {
            assert!(speaker_weights(language).iter().any(|weight| *weight != 0.0));
        }
        for language in LEARNT {
            let weights = speech_weights(language).expect("learnt");
            assert!(weights.iter().any(|weight| *weight != 0.0));
        }
    }
}
