//! Everything that can be said of a candidate for speaker, by number and by name, and what it weighs.
//!
//! Doors: the numbers, [`speaker_name`], [`speaker_weights`]. Features that differ in one thing only stand in a row of `assets/speech.toml`.

use std::sync::LazyLock;

use crate::model::Language;
use crate::speech::around::SHAPES;
use crate::speech::features::{COLUMN, FILE, LEARNT, features, weights};
use crate::speech::standing::KINDS;

/// Places of a cue and its mention beside a quote.
pub(super) const PLACES: [&str; 8] = [
    "after, adjacent",
    "after, near",
    "after, same sentence",
    "after, later",
    "before, adjacent",
    "before, near",
    "before, same sentence",
    "before, earlier",
];
/// Strong cue, weak cue, according.
pub(super) const STRENGTHS: usize = 3;
pub(super) const SORTS: [&str; 7] = [
    "pronoun",
    "other pronoun",
    "name",
    "name with role",
    "role",
    "nominal",
    "bare",
];
/// Features of a linked mention: places × sides × strengths.
pub(super) const LINKED: usize = PLACES.len() * 2 * STRENGTHS;

/// Sorts × linked or loose.
pub(super) const SORT: usize = LINKED;
/// Sorts × sides × places of linked mentions.
pub(super) const SORT_PLACED: usize = SORT + SORTS.len() * 2;
/// What stands before and behind a mention × its zone.
pub(super) const MENTION_BEFORE: usize = SORT_PLACED + SORTS.len() * PLACES.len() * 2;
pub(super) const MENTION_BEHIND: usize = MENTION_BEFORE + KINDS.len() * ZONES;
/// What stands before and behind the quote × the mention's part.
pub(super) const QUOTE_BEFORE: usize = MENTION_BEHIND + KINDS.len() * ZONES;
pub(super) const QUOTE_BEHIND: usize = QUOTE_BEFORE + KINDS.len() * PARTS;
/// What the quote is made of × the mention's part.
pub(super) const QUOTE_SHAPE: usize = QUOTE_BEHIND + KINDS.len() * PARTS;
/// Sorts × zones × whether it is a subject.
pub(super) const SORT_SUBJECT: usize = QUOTE_SHAPE + SHAPES * PARTS;
/// Words between × side × whether linked.
pub(super) const DISTANCE: usize = SORT_SUBJECT + SORTS.len() * ZONES * 2;
/// What is between × whether linked.
pub(super) const BETWEEN: usize = DISTANCE + DISTANCES * 4;
/// Rank of a cue counted from the quote × strength.
pub(super) const RANK: usize = BETWEEN + BETWEENS.len() * 2;
/// Rank among the subjects counted from the quote × whether linked.
pub(super) const SUBJECT_RANK: usize = RANK + 9;
/// Behind a strong cue of the sentence: how it is linked itself × whether it is a pronoun.
pub(super) const COMPLEMENT: usize = SUBJECT_RANK + 8;
/// How often the name is one of a speaker, and stands in the article, × whether linked.
pub(super) const SPEAKS_OFTEN: usize = COMPLEMENT + 6;
pub(super) const NAMED_OFTEN: usize = SPEAKS_OFTEN + OFTEN * 2;
pub(super) const PART_BEFORE: usize = NAMED_OFTEN + OFTEN * 2;
/// Somebody else says so at the end of the sentence: whether linked × side.
pub(super) const TRAILED: usize = PART_BEFORE + KINDS.len() * PARTS;
pub(super) const NAMED: usize = TRAILED + 4;
pub(super) const OFTEN: usize = 5;
pub(super) const DISTANCES: usize = 6;
/// Where a mention stands: before the quote in its sentence, behind it, elsewhere in its paragraph, in another.
pub(super) const ZONES: usize = 4;
/// Its part beside the quote: linked by the nearest cue before, by another, by one behind; the nearest subject, another mention before or
/// behind in the sentence; who spoke before; anybody else.
pub(super) const PARTS: usize = 8;
pub(super) const BETWEENS: [&str; 8] = [
    "that",
    "relative",
    "conjunction",
    "comma",
    "sign",
    "strong cue",
    "weak cue",
    "subject",
];

features! { SPEAKER_NAMES NAMED;
    BIAS "anybody";
    COMMA_AFTER "comma within the quote, linked behind it";
    STOP_AFTER "full stop within the quote, linked behind it";
    STOP_BEFORE "whole sentence, linked before it";
    COMMA_BEFORE "comma within the quote, linked before it";
    OPENS_BEFORE "quote begins its paragraph, linked behind it";
    FRAGMENT_AFTER "fragment, linked behind it";
    FRAGMENT_BEFORE "fragment, linked before it";
    OVER_QUOTE "another quote between";
    LINKED_OVER_QUOTE "another quote between the quote and the cue";
    COLON "cue or mention with a colon before the quote";
    NAME_COLON "mention and colon, no cue";
    COLON_NAME "quote, colon, mention";
    LEAD_IN "last sentence of the paragraph before, which ends with a colon";
    LABEL "named by a label";
    LABELLED_OTHER "a label names another";
    AFTER_PREP "behind a preposition";
    AFTER_PREP_LINKED "behind a preposition, linked";
    INITIAL "first of its sentence";
    POSSESSIVE "possessive";
    OBJECT "object of telling";
    SUBJECT_ELSEWHERE "subject of a cue elsewhere";
    SAME_BEFORE "same sentence, before";
    SAME_FIRST "same sentence, first mention of it";
    SAME_AFTER "same sentence, behind";
    SENTENCE_BEFORE "sentence before";
    SENTENCE_BEFORE_FIRST "sentence before, first mention of it";
    SENTENCE_EARLIER "earlier sentence of the paragraph";
    SENTENCE_AFTER "sentence behind";
    SENTENCE_LATER "later sentence of the paragraph";
    PARAGRAPH_1 "paragraph before";
    PARAGRAPH_1_LAST "paragraph before, linked in its last sentence";
    PARAGRAPH_2 "two or three paragraphs before";
    PARAGRAPH_NEXT "paragraph behind";
    NEAREST_BEFORE "nearest mention before";
    NEAREST_NAME "nearest name before";
    NEAREST_LINKED "nearest linked mention before";
    NEAREST_AFTER "nearest mention behind";
    FORMER "said the quote before, same paragraph";
    FORMER_SENTENCE "said the quote before, same sentence";
    FORMER_UNLINKED "said the quote before, same paragraph, no cue beside this quote";
    FORMER_EARLIER "said the quote before, in an earlier paragraph";
    FORMER_EARLIER_UNLINKED "said the quote before, in an earlier paragraph, no cue beside this quote";
    FORMER_NEXT_LINKED "said the quote before, while a cue stands beside this quote";
    HEAD_UNLINKED "quote begins its paragraph, no cue beside it, mention behind";
    FAR_BEFORE "more than twenty words before";
    FAR_AFTER "more than twenty words behind";
    LOOSE_OTHER_LINKED "not linked while another is";
    PRONOUN_AGAIN "pronoun, linked next to the quote";
    NEAR_CUE_FIRST "mention begins the sentence whose cue has no subject";
    DASHED "dash speech, linked behind";
    SIGNED "behind a dash at the head of the paragraph behind";
    EMBEDDED "subject of what another says";
    OUTER "subject of the first strong cue of the sentence, before the quote";
    SHARED "shares the verb that the nearest cue is joined to";
    FIRST_SUBJECT "first subject of the sentence";
    FIRST_SUBJECT_LINKED "first subject of the sentence, linked";
    APPOSED "without a name, hung on a name with a comma";
    BEARS "a name that something is hung on with a comma";
    BEARS_LINKED "a name that something linked is hung on with a comma";
    RELATIVE "begins a relative clause that the quote is in";
    RELATIVE_PREP "begins a relative clause that the quote is in, behind a preposition";
    SAID_BEHIND "somebody else says so right behind the quote";
    SAID_BEHIND_COMMA "somebody else says so right behind the quote, which ends with a comma";
    SAID_BEHIND_LINKED "somebody else says so right behind the quote, linked before it";
    IN_QUOTE "the name stands within the quote";
    IN_QUOTE_LINKED "the name stands within the quote, linked";
    FORMER_NAME "bears the name of who said the quote before, same paragraph";
    FORMER_NAME_EARLIER "bears the name of who said the quote before, in an earlier paragraph";
    TRAILS "says so at the end of the sentence";
    ABSOLUTE "behind a preposition, before a word in -ing";
    PASSIVE_STRONG "linked by a strong cue in the passive";
    PASSIVE_WEAK "linked by a weak cue in the passive";
    SPEAKER_COUNT "unused";
}

/// How many features a mention can have.
pub(super) const SPEAKER_FEATURES: usize = SPEAKER_COUNT;

/// The name of a mention's feature: that of its row, and the column behind [`features::COLUMN`].
pub(super) fn speaker_name(feature: usize) -> String {
    let place = |at: usize, columns: usize| (at / columns, format!("{COLUMN}{}", at % columns));
    let pair = |at: usize, columns: usize, rows: &[&str], what: &str| {
        let (row, column) = place(at, columns);
        format!("{what}{}{column}", rows[row])
    };
    match feature {
        NAMED.. => SPEAKER_NAMES
            .get(feature - NAMED)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        TRAILED.. => format!(
            "another says so at the end of the sentence{COLUMN}{}",
            feature - TRAILED
        ),
        PART_BEFORE.. => pair(feature - PART_BEFORE, PARTS, &KINDS, "part before: "),
        NAMED_OFTEN.. => format!("named often{COLUMN}{}", feature - NAMED_OFTEN),
        SPEAKS_OFTEN.. => format!("speaks often{COLUMN}{}", feature - SPEAKS_OFTEN),
        COMPLEMENT.. => format!("behind a strong cue{COLUMN}{}", feature - COMPLEMENT),
        SUBJECT_RANK.. => pair(feature - SUBJECT_RANK, 8, &["rank among subjects"], ""),
        RANK.. => pair(feature - RANK, 9, &["rank of the cue"], ""),
        BETWEEN.. => pair(feature - BETWEEN, 2, &BETWEENS, "between: "),
        DISTANCE.. => pair(feature - DISTANCE, DISTANCES * 4, &["distance"], ""),
        SORT_SUBJECT.. => pair(feature - SORT_SUBJECT, 2 * ZONES, &SORTS, "subject: "),
        QUOTE_SHAPE.. => {
            let (row, column) = place(feature - QUOTE_SHAPE, PARTS);
            format!("shape {row}{column}")
        }
        QUOTE_BEHIND.. => pair(feature - QUOTE_BEHIND, PARTS, &KINDS, "behind the quote: "),
        QUOTE_BEFORE.. => pair(feature - QUOTE_BEFORE, PARTS, &KINDS, "before the quote: "),
        MENTION_BEHIND.. => pair(feature - MENTION_BEHIND, ZONES, &KINDS, "behind it: "),
        MENTION_BEFORE.. => pair(feature - MENTION_BEFORE, ZONES, &KINDS, "before it: "),
        SORT_PLACED.. => {
            let (row, column) = place(feature - SORT_PLACED, PLACES.len());
            let side = ["before its cue", "behind its cue"][row % 2];
            format!("{} {side}{column}", SORTS[row / 2])
        }
        SORT.. => pair(feature - SORT, 2, &SORTS, ""),
        _ => pair(feature, 2 * STRENGTHS, &PLACES, ""),
    }
}

/// A weight for each feature of a mention. Languages put their subjects in other places.
pub(super) fn speaker_weights(language: Language) -> &'static [f32] {
    static WEIGHTS: LazyLock<[Vec<f32>; LEARNT.len() + 1]> = LazyLock::new(|| {
        let table = |name: &str| {
            let known = FILE.speaker.get(name);
            known.map_or_else(Vec::new, |known| weights(SPEAKER_FEATURES, speaker_name, known))
        };
        let any = table("any");
        let mut all = [const { Vec::new() }; LEARNT.len() + 1];
        for (at, language) in LEARNT.iter().enumerate() {
            let own = table(language.code());
            all[at] = any.iter().zip(own).map(|(any, own)| any + own).collect();
        }
        all[LEARNT.len()] = any;
        all
    });
    let at = LEARNT.iter().position(|learnt| *learnt == language);
    &WEIGHTS[at.unwrap_or(LEARNT.len())]
}
