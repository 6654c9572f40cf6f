//! The narrator's words within somebody's: "« Nous attendons, explique la directrice, Ada Mosse. Personne ne vient. »"
//!
//! Door: [`split`], for languages that leave the marks open around them.

use crate::speech::dashes::{begins_with_cue, is_dash};
use crate::speech::lexicon::{Classes, Lexicon};
use crate::speech::shapes::Span;

/// Signs within a stretch behind which the narrator is looked for.
const MAX_SIGNS: usize = 40;
/// Longest clause of the narrator's, in bytes.
const MAX_CLAUSE: usize = 200;

/// Most words of a verb with its pronoun: "a-t-il ajouté".
const MAX_INVERTED: usize = 4;

/// The spans, each in two where the narrator speaks within it, or without its end where the narrator has the last word.
/// The whole ones that were parted come with them: what is between the marks is one quote all the same.
pub(super) fn split(text: &str, spans: &[Span], lexicon: &Lexicon) -> (Vec<Span>, Vec<Span>) {
    let mut parts = Vec::with_capacity(spans.len());
    let mut broken = Vec::new();
    for (at, span) in spans.iter().enumerate() {
        let nests = spans.get(at + 1).is_some_and(|next| next.start < span.end);
        match clause(text, span, lexicon).filter(|_| span.closing > 0 && !nests) {
            Some((start, end)) => {
                broken.push(*span);
                parts.push(Span {
                    end: start,
                    closing: 0,
                    ..*span
                });
                let rest = text.get(end..span.end - span.closing).unwrap_or_default();
                if rest.contains(char::is_alphanumeric) {
                    let blank = rest.len()
                        - rest
                            .trim_start_matches(|sign: char| sign.is_whitespace() || is_dash(sign))
                            .len();
                    parts.push(Span {
                        start: end + blank,
                        opening: 0,
                        ..*span
                    });
                }
            }
            None => parts.push(*span),
        }
    }
    (parts, broken)
}

/// Where the narrator's clause begins and ends, in bytes.
fn clause(text: &str, span: &Span, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let (from, to) = (span.start + span.opening, span.end - span.closing);
    let inside = text.get(from..to)?;
    let signs = inside
        .char_indices()
        .filter(|(_, sign)| matches!(sign, ',' | '!' | '?' | '…'));
    for (at, sign) in signs.take(MAX_SIGNS) {
        let start = from + at + sign.len_utf8();
        let rest = text.get(start..to)?;
        if !rest.starts_with(char::is_whitespace) || !begins_with_cue(text, start, lexicon) {
            continue;
        }
        let end = ending(rest, lexicon);
        let said = rest.get(..end)?;
        if end <= MAX_CLAUSE && names_somebody(said, lexicon) {
            return Some((start, start + end));
        }
    }
    None
}

/// Where the clause ends: with its sentence, or with a comma right behind the verb and its pronoun.
fn ending(rest: &str, lexicon: &Lexicon) -> usize {
    let bytes = rest.as_bytes();
    for (at, sign) in rest.char_indices() {
        if at > MAX_CLAUSE {
            break;
        }
        let behind = at + sign.len_utf8();
        let parted = bytes.get(behind).is_none_or(u8::is_ascii_whitespace)
            || rest
                .get(behind..)
                .is_some_and(|rest| rest.starts_with(char::is_whitespace));
        if !parted {
            continue;
        }
        let initial = || {
            rest.get(..at)
                .is_some_and(|before| before.rsplit(' ').next().is_some_and(|word| word.chars().count() == 1))
        };
        match sign {
            '.' if !initial() => return behind,
            '!' | '?' | '…' | ';' => return behind,
            ',' if rest
                .get(..at)
                .is_some_and(|said| words(said).count() <= MAX_INVERTED && has_pronoun(said, lexicon)) =>
            {
                return behind;
            }
            _ => {}
        }
    }
    rest.len()
}

fn words(said: &str) -> impl Iterator<Item = &str> {
    said.split(|sign: char| sign.is_whitespace() || sign == '-' || sign == '\'' || sign == '’')
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

fn has_pronoun(said: &str, lexicon: &Lexicon) -> bool {
    words(said).any(|word| {
        let classes = lexicon.classes(&word.to_lowercase());
        classes.is(Classes::SUBJECT) && classes.is(Classes::PRONOUN)
    })
}

fn names_somebody(said: &str, lexicon: &Lexicon) -> bool {
    let named =
        |word: &str| word.starts_with(char::is_uppercase) || lexicon.classes(&word.to_lowercase()).is(Classes::PERSON);
    words(said).skip(1).any(named) || has_pronoun(said, lexicon)
}

#[cfg(test)]
mod tests {
    use crate::document::passages;
    use crate::model::Language;
    use crate::speech::{QuoteKind, listen};

    #[test]
    fn the_narrators_words_are_not_the_speakers() {
        for (language, text, name) in [
            (
                "fr",
                "« Nous attendons, explique la directrice, Ada Mosse. Personne ne vient. »",
                "Ada Mosse",
            ),
            (
                "fr",
                "Ada Mosse est venue. « Personne n'a claqué la porte, a-t-elle ajouté. »",
                "Ada Mosse",
            ),
            (
                "fr",
                "« Ils nous ont comptés, se souvient Ione Pratt, une passagère. Trois fois. »",
                "Ione Pratt",
            ),
            (
                "fr",
                "« C'est rare, observe l'entomologiste Bastien Aubier. Nous cherchons. »",
                "Bastien Aubier",
            ),
            (
                "uk",
                "«Я думала, що люди відвикли, – каже бібліотекарка Соломія Верес. – А вони прийшли».",
                "Соломія Верес",
            ),
            ("es", "«Nadie vino, dijo Ada Mosa. Esperamos».", "Ada Mosa"),
        ] {
            let language = Language::of(language);
            let speech = listen(&passages(text, language).0, language);
            let quotes: Vec<_> = (speech.quotes.iter())
                .filter(|quote| quote.kind != QuoteKind::Indirect)
                .collect();
            assert_eq!(quotes.len(), 1, "{text}");
            // What stands between the marks is one quote, the narrator's words among it.
            assert!(
                text.contains(&*quotes[0].text) && quotes[0].text.ends_with(char::is_alphanumeric)
                    || quotes[0].text.ends_with('.')
            );
            let speaker = quotes[0].speaker.map(|at| speech.speakers[at].name.to_string());
            assert_eq!(speaker.as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn what_the_speaker_tells_stays_whole() {
        for text in [
            "« Nous avons attendu, puis nous sommes partis », a dit Ada Mosse.",
            "« Oui, non, peut-être », dit-elle.",
        ] {
            let language = Language::of("fr");
            assert_eq!(listen(&passages(text, language).0, language).quotes.len(), 1, "{text}");
        }
    }
}
