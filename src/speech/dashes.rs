//! Speech set with a dash at the head of a paragraph: "— Ждём, — сказал Орлов. — До утра."
//!
//! Only where it is clear: some part of the paragraph must say who speaks.

use crate::speech::lexicon::{Classes, Lexicon};
use crate::speech::shapes::Span;

/// More dashes in one paragraph are not dialogue.
const MAX_DASHES: usize = 60;
/// Words after a dash among which the cue must be, for what follows to be the author's.
const CUE_WORDS: usize = 3;

/// The spans of speech in a paragraph that begins with a dash; their opening is the dash, they have no closing mark.
pub(super) fn spans(text: &str, lexicon: &Lexicon) -> Vec<Span> {
    let head = text.len() - text.trim_start().len();
    if !text.get(head..).is_some_and(|rest| rest.starts_with(is_dash)) {
        return Vec::new();
    }
    let dashes: Vec<usize> = text
        .char_indices()
        .filter(|(at, sign)| is_dash(*sign) && (*at == head || parts(text, *at)))
        .map(|(at, _)| at)
        .take(MAX_DASHES)
        .collect();
    let mut found = Vec::new();
    let mut speaking = Some(head);
    let mut told = false;
    for (count, dash) in dashes.iter().enumerate() {
        let end = dashes.get(count + 1).copied().unwrap_or(text.len());
        let Some(start) = speaking else {
            speaking = Some(*dash);
            continue_speech(text, *dash, end, lexicon, &mut speaking, &mut found, &mut told);
            continue;
        };
        if count > 0 && begins_with_cue(text, *dash, lexicon) {
            found.push(span(text, start, *dash));
            speaking = None;
            told = true;
            continue;
        }
        continue_speech(text, *dash, end, lexicon, &mut speaking, &mut found, &mut told);
    }
    if let Some(start) = speaking {
        found.push(span(text, start, text.len()));
    }
    if !told {
        found.clear();
    }
    found.retain(|span| span.end > span.start + span.opening);
    found
}

/// Speech from a dash on ends before a comma with a cue behind it ("— Venez demain, dit la directrice."), else goes on.
fn continue_speech(
    text: &str,
    dash: usize,
    end: usize,
    lexicon: &Lexicon,
    speaking: &mut Option<usize>,
    found: &mut Vec<Span>,
    told: &mut bool,
) {
    let Some(words) = text.get(dash..end) else { return };
    for (at, sign) in words
        .char_indices()
        .filter(|(_, sign)| matches!(sign, ',' | '!' | '?'))
        .take(20)
    {
        // Right before a dash, the dash decides.
        let ends = words
            .get(at + sign.len_utf8()..)
            .is_none_or(|rest| rest.trim().is_empty());
        if !ends && begins_with_cue(text, dash + at, lexicon) {
            let stop = dash + at + if sign == ',' { 0 } else { sign.len_utf8() };
            if let Some(start) = speaking.take() {
                found.push(span(text, start, stop));
                *told = true;
            }
            return;
        }
    }
}

pub(super) fn is_dash(sign: char) -> bool {
    matches!(sign, '—' | '–' | '―' | '-')
}

/// Whether a dash parts words, rather than joining them.
fn parts(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    before.is_some_and(|sign| sign.is_whitespace() || matches!(sign, ',' | '.' | '!' | '?' | '…'))
}

/// Whether a verb of saying stands right behind a place, over signs, auxiliaries and pronouns.
pub(super) fn begins_with_cue(text: &str, at: usize, lexicon: &Lexicon) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let rest =
        rest.trim_start_matches(|sign: char| is_dash(sign) || sign.is_whitespace() || matches!(sign, ',' | '!' | '?'));
    // "Hei, Lahti sanoi niin, kertoo Rautio": a comma to come may be the one that parts them.
    let named = lexicon.names_before_cues && !rest.contains(',');
    for word in rest.split(' ').take(CUE_WORDS) {
        let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        let classes = lexicon.classes(&bare.to_lowercase());
        if classes.is(Classes::CUE) {
            return true;
        }
        // "a-t-il dit", "se demanda-t-elle", "сказав він": auxiliaries and pronouns may stand before, nothing else.
        let hyphened = bare.contains('-') && bare.split('-').any(|part| lexicon.classes(part).is(Classes::CUE));
        if hyphened {
            return true;
        }
        let light =
            classes.is(Classes::AUX.and(Classes::PRONOUN).and(Classes::ADV).and(Classes::OTHER)) || bare.contains('-');
        let light = light || named && bare.starts_with(char::is_uppercase);
        if !light || word.ends_with([',', '.']) {
            return false;
        }
    }
    false
}

fn span(text: &str, start: usize, end: usize) -> Span {
    let words = text.get(start..end).unwrap_or_default();
    let kept = words.trim_end_matches(|sign: char| sign.is_whitespace() || sign == ',' || is_dash(sign));
    Span {
        start,
        end: start + kept.len(),
        opening: words.chars().next().map_or(0, char::len_utf8),
        closing: 0,
        single: false,
    }
}

#[cfg(test)]
mod tests {
    use super::spans;
    use crate::model::Language;
    use crate::speech::lexicon::Lexicon;

    #[test]
    fn finds_what_is_said() {
        for (language, text, wanted) in [
            (
                "ru",
                "— Решения нет, — сказал Орлов. — Ждём.",
                vec!["— Решения нет", "— Ждём."],
            ),
            (
                "uk",
                "— Ми нікуди не підемо, — сказала Олена.",
                vec!["— Ми нікуди не підемо"],
            ),
            ("fr", "— Venez demain, dit la directrice.", vec!["— Venez demain"]),
            ("es", "—Estamos listos —dijo la ministra.", vec!["—Estamos listos"]),
            ("pl", "– Jesteśmy gotowi – powiedział Jan.", vec!["– Jesteśmy gotowi"]),
            ("ru", "— второй пункт списка", vec![]),
            ("uk", "Київ — столиця, сказав він", vec![]),
        ] {
            let found = spans(text, Lexicon::of(Language::of(language)));
            let found: Vec<_> = found.iter().filter_map(|span| text.get(span.start..span.end)).collect();
            assert_eq!(found, wanted);
        }
    }
}
