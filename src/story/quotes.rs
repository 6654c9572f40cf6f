//! The same words in two articles: with other marks and brackets, with elisions, shortened.

use crate::model::slips;
use crate::story::words::{Word, words};

/// Words of a quote that are looked at.
const MAX_WORDS: usize = 160;
/// A piece of a quote has so many words at least, to be known again within a longer one.
const LEAST: usize = 4;

/// How much of a quote another one has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carried {
    /// Less than four fifths of it.
    Shortened,
    /// All of it, or all but a fifth.
    Whole,
}

/// A quote made ready to be compared.
pub(crate) struct Spoken {
    words: Vec<Word>,
    /// Places where the outlet says that it left something out.
    elisions: usize,
}

impl Spoken {
    pub(crate) fn of(text: &str) -> Self {
        let mut words = words(text);
        words.truncate(MAX_WORDS);
        Self {
            words,
            elisions: text.matches('…').count() + text.matches("...").count(),
        }
    }

    /// Words of the speaker.
    pub(crate) fn len(&self) -> usize {
        self.words.iter().filter(|word| !word.added).count()
    }
}

/// How much of the longer of two quotes the other has; `None`: they are not the same words.
pub(crate) fn same_words(one: &Spoken, other: &Spoken) -> Option<Carried> {
    let (long, short) = if one.len() >= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let (own, pairs) = (long.len(), aligned(&long.words, &short.words));
    if short.len() == 0 {
        return None;
    }
    let gaps = Gaps::between(&pairs, long, short);
    if gaps.changed > own / 10 || gaps.turned {
        return None;
    }
    let kept = pairs.iter().filter(|(at, _)| !long.words[*at].added).count();
    let missing = own.saturating_sub(kept);
    // In a few words every one counts.
    if missing * 5 <= own && (own >= LEAST || missing == 0) {
        return Some(Carried::Whole);
    }
    let pieces = 2 + short.elisions + long.elisions;
    let whole = gaps.left_over == 0 && short.len() >= LEAST && gaps.cuts < pieces;
    whole.then_some(Carried::Shortened)
}

/// Whether the longer of two quotes has the other's words between marks of its own: then its speaker quotes the other's.
pub(crate) fn quotes_the_other(one: &str, other: &str) -> bool {
    const OPENING: &[char] = &['"', '“', '„', '«', '‹', '‘', '\'', '「', '『'];
    let (long, short) = if one.len() >= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let said = words(short);
    long.match_indices(OPENING).any(|(at, mark)| {
        let inner = words(long.get(at + mark.len()..).unwrap_or_default());
        inner.len() >= said.len()
            && said
                .iter()
                .zip(&inner)
                .take(LEAST)
                .all(|(one, other)| alike(one, other))
    })
}

/// What stands between the words that two quotes share.
#[derive(Default)]
struct Gaps {
    /// Words that stand in the place of others.
    changed: usize,
    /// Whether that, or what was left out, turns the meaning.
    turned: bool,
    /// Places within the longer where words are missing from the other.
    cuts: usize,
    /// Words of the shorter that the longer has not.
    left_over: usize,
}

impl Gaps {
    fn between(pairs: &[(usize, usize)], long: &Spoken, short: &Spoken) -> Self {
        let mut gaps = Self::default();
        let ends = (long.words.len(), short.words.len());
        let (mut at, mut other) = (0, 0);
        for (number, (next, next_other)) in pairs.iter().chain([&ends]).enumerate() {
            let spoken = |words: &[Word]| words.iter().filter(|word| !word.added).cloned().collect::<Vec<_>>();
            let missing = spoken(long.words.get(at..*next).unwrap_or_default());
            let extra = spoken(short.words.get(other..*next_other).unwrap_or_default());
            let edge = number == 0 || number == pairs.len();
            gaps.left_over += extra.len();
            gaps.changed += missing.len().min(extra.len());
            let inside = !edge && missing.iter().any(negates);
            gaps.turned |= inside || extra.iter().any(negates);
            gaps.turned |=
                !missing.is_empty() && !extra.is_empty() && missing.iter().chain(&extra).any(Word::is_number);
            gaps.cuts += usize::from(!edge && !missing.is_empty());
            (at, other) = (next + 1, next_other + 1);
        }
        gaps
    }
}

/// Words that turn a sentence round, in the languages that byline has word lists for.
fn negates(word: &Word) -> bool {
    const NEGATIONS: &[&str] = &[
        "not",
        "no",
        "never",
        "nobody",
        "nothing",
        "dont",
        "wont",
        "cannot",
        "isnt",
        "arent",
        "doesnt",
        "didnt",
        "nicht",
        "kein",
        "keine",
        "keinen",
        "nie",
        "не",
        "ні",
        "ніколи",
        "нет",
        "никогда",
        "pas",
        "jamais",
        "nunca",
        "non",
        "não",
        "niet",
        "geen",
        "inte",
        "aldrig",
        "nigdy",
        "ne",
    ];
    NEGATIONS.contains(&word.text.as_str())
}

/// Pairs of places where two quotes have the same word, as many as there can be, in order.
fn aligned(one: &[Word], other: &[Word]) -> Vec<(usize, usize)> {
    let wide = other.len() + 1;
    let mut best = vec![0_u16; (one.len() + 1) * wide];
    for at in (0..one.len()).rev() {
        for next in (0..other.len()).rev() {
            best[at * wide + next] = if alike(&one[at], &other[next]) {
                best[(at + 1) * wide + next + 1] + 1
            } else {
                best[(at + 1) * wide + next].max(best[at * wide + next + 1])
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut at, mut next) = (0, 0);
    while at < one.len() && next < other.len() {
        if alike(&one[at], &other[next]) {
            pairs.push((at, next));
            at += 1;
            next += 1;
        } else if best[(at + 1) * wide + next] >= best[at * wide + next + 1] {
            at += 1;
        } else {
            next += 1;
        }
    }
    pairs
}

/// The same word, or another spelling of it.
fn alike(one: &Word, other: &Word) -> bool {
    one.text == other.text
        || (one.text.len() >= 5 && other.text.len() >= 5 && !one.is_number() && slips(&one.text, &other.text) <= 1)
}

#[cfg(test)]
mod tests {
    use super::{Carried, Spoken, same_words};

    fn check(one: &str, other: &str) -> Option<Carried> {
        let (one, other) = (Spoken::of(one), Spoken::of(other));
        assert_eq!(same_words(&one, &other), same_words(&other, &one), "either way round");
        same_words(&one, &other)
    }

    const SAME: &[(&str, &str)] = &[
        ("We are ready to talk.", "“We are ready to talk”"),
        ("We are ready to talk", "we are ready to talk,"),
        ("We're ready to talk", "We’re ready to talk"),
        ("[We are] ready to talk about fish", "We are ready to talk about fish"),
        ("[We are] ready to talk about fish", "ready to talk about fish"),
        ("He [Haldane] wrote to us twice in May", "He wrote to us twice in May"),
        (
            "He [Haldane] wrote to us twice in May",
            "He [the minister] wrote to us twice in May",
        ),
        (
            "Nobody ran. One man asked me whether the bar would open.",
            "Nobody ran … One man asked me whether the bar would open",
        ),
        (
            "They counted us three times, and we counted along",
            "They counted us three times ... and we counted along",
        ),
        (
            "They counted us three times; and the third time we all counted along",
            "They counted us three times. The third time we all counted along",
        ),
        (
            "The colour of the harbour was grey that morning",
            "The color of the harbor was grey that morning",
        ),
        (
            "We will organise the fleet before winter comes",
            "We will organize the fleet before winter comes",
        ),
        (
            "I have three very polite answers in my drawer",
            "I have three very polite answers in my drawer!",
        ),
        (
            "So I have three very polite answers in my drawer",
            "I have three very polite answers in my drawer",
        ),
        (
            "We wrote to the company in April, in May and in August, as I said",
            "We wrote to the company in April, in May and in August",
        ),
        ("What we have not read is a date", "What we have not read — is a date"),
        ("The ship is safe", "THE SHIP IS SAFE"),
        ("Ready", "«ready»"),
        ("a needless demonstration", "‘a needless demonstration’"),
        (
            "Ми готові до переговорів із прибережними державами",
            "«Ми готові до переговорів із прибережними державами»",
        ),
        (
            "Ми [Толмарк] готові до переговорів із сусідами",
            "Ми готові до переговорів із сусідами",
        ),
        (
            "Wir sind bereit, mit den Küstenstaaten zu reden",
            "„Wir sind bereit, mit den Küstenstaaten zu reden.“",
        ),
        (
            "Wir haben der Reederei im April, im Mai und im August geschrieben",
            "Wir haben der Reederei im April [und] im Mai und im August geschrieben",
        ),
        ("Nous avons déjà lu ces phrases", "« Nous avons déjà lu ces phrases »"),
        ("L’offre n’est pas une date", "L'offre n'est pas une date"),
        ("対話の用意がある", "「対話の用意がある」"),
        (
            "The toll was 1,200 crowns a ship for the whole of last winter",
            "The toll was 1,200 crowns a ship for the whole last winter",
        ),
        (
            "I took that as a good sign, you know, and so did the crew of the tug",
            "I took that as a good sign, and so did the crew of the tug",
        ),
        (
            "It is, frankly, the fourth fire in two years on this line",
            "It is the fourth fire in two years on this line",
        ),
        (
            "We have read these sentences before",
            "We have read [all] these sentences before",
        ),
    ];

    const SHORTENED: &[(&str, &str)] = &[
        (
            "The crew did what they have drilled every Thursday for eleven years and nobody ran",
            "The crew did what they have drilled",
        ),
        (
            "We are ready to talk with the coastal states about reducing tensions, but only if there are realistic proposals",
            "ready to talk with the coastal states",
        ),
        (
            "We wrote to the company in April, in May and in August and have three very polite answers",
            "We wrote to the company … and have three very polite answers",
        ),
        (
            "Sooner or later the coast will have to begin a conversation without raised fingers",
            "a conversation without raised fingers",
        ),
    ];

    const OTHERS: &[(&str, &str)] = &[
        (
            "We are ready to talk to the islands",
            "We are not ready to talk to the islands",
        ),
        (
            "We will never sell the harbour to anybody",
            "We will sell the harbour to anybody",
        ),
        (
            "We have lost fourteen ships this year",
            "We have found nothing at all this year",
        ),
        (
            "We lost 14 ships in the strait this autumn",
            "We lost 40 ships in the strait this autumn",
        ),
        (
            "The rate is 4.75 percent and it will stay there",
            "The rate is 4.25 percent and it will stay there",
        ),
        ("I am ready", "I am afraid"),
        ("ready to talk", "ready to fight"),
        ("yes", "no"),
        ("The bridge stays", "The bridge goes"),
        ("Nobody has slammed a door", "Somebody has slammed a door"),
        (
            "They counted us three times",
            "They counted us and then forgot about us",
        ),
        (
            "We have read these sentences before",
            "We have heard those promises before",
        ),
        (
            "It is the fourth fire in two years",
            "It is the first fire in ten years",
        ),
        (
            "The minister will answer letters",
            "The minister will answer no letters",
        ),
        ("to letters, not to television", "to television, not to letters"),
        (
            "the concerns of the inland peoples",
            "the concerns of the coastal states",
        ),
        (
            "the and of to a in the",
            "the ship of the line came to a stop in the middle of the night",
        ),
        ("", "We are ready to talk"),
        ("…", "…"),
        ("Ми готові до переговорів", "Ми не готові до переговорів"),
        ("Ми ніколи не підпишемо цей папір", "Ми сьогодні ж підпишемо цей папір"),
        ("Wir sind bereit zu reden", "Wir sind nicht bereit zu reden"),
        ("Wir haben keine Zeit für Spiele", "Wir haben Zeit für Spiele"),
        ("Nous sommes prêts à parler", "Nous ne sommes pas prêts à parler"),
        ("C’est une provocation", "C’est une invitation"),
        ("対話の用意がある", "対話の余地はない"),
        ("He is a friend of the house", "She is a guest of the town"),
        ("a good sign", "a bad sign"),
        (
            "We expect twelve ships by noon on Friday",
            "We expect eleven boats by noon on Monday",
        ),
        (
            "The court has decided against the ministry today",
            "The ministry has decided against the court today",
        ),
    ];

    #[test]
    fn the_same_words_are_known_again() {
        assert!(SAME.len() >= 30 && OTHERS.len() >= 30);
        for (one, other) in SAME {
            assert_eq!(check(one, other), Some(Carried::Whole), "{one:?} {other:?}");
        }
        for (one, other) in SHORTENED {
            assert_eq!(check(one, other), Some(Carried::Shortened), "{one:?} {other:?}");
        }
    }

    #[test]
    fn other_words_are_not_taken_for_the_same() {
        for (one, other) in OTHERS {
            assert_eq!(check(one, other), None, "{one:?} {other:?}");
        }
    }

    #[test]
    fn long_quotes_cost_little() {
        let long = "we have been here before and nobody came ".repeat(500);
        assert_eq!(check(&long, &long), Some(Carried::Whole));
    }
}
