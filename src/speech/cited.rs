//! A source's words, parted into its name and what the outlet says of it.

use crate::speech::classes::Classes;
use crate::speech::tokens::Paragraph;

/// A source in tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cited {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The words that say what it is.
    pub(super) described: Option<(usize, usize)>,
}

/// "die Zeitung „Nordblick“", "der Nachrichtenagentur Orion", "Sender OTV": a noun with a capital like any other.
fn names_title(paragraph: &Paragraph<'_>, noun: usize) -> bool {
    let (token, next) = (&paragraph.tokens[noun], &paragraph.tokens[noun + 1]);
    let initial = paragraph
        .before(noun)
        .is_none_or(|before| before.sentence != token.sentence);
    initial && next.is_quoted()
        || paragraph.nouns_capital
            && (next.is_quoted()
                || token.is(Classes::AGENCY) && next.capital
                || token.is(Classes::OUTLET) && paragraph.is_in_capitals(next))
}

/// Parts what the outlet says of a source from its name: "Kremlin-aligned news outlets | RIA Novosti".
pub(super) fn describe(paragraph: &Paragraph<'_>, first: usize, last: usize) -> Cited {
    let tokens = &paragraph.tokens;
    let plain = Cited {
        first,
        last,
        described: None,
    };
    let says = Classes::OUTLET
        .and(Classes::AGENCY)
        .and(Classes::ROLE)
        .and(Classes::GROUP)
        .and(Classes::OFFICIAL);
    let noun = (first..last)
        .rev()
        .find(|at| tokens[*at].is(says) && (!tokens[*at].capital || names_title(paragraph, *at)));
    match noun {
        Some(noun) if tokens[noun + 1].capital || tokens[noun + 1].is_quoted() => {
            let from = if tokens[first].is(Classes::DET) && first < noun {
                first + 1
            } else {
                first
            };
            Cited {
                first: noun + 1,
                last,
                described: Some((from, noun)),
            }
        }
        _ => plain,
    }
}
