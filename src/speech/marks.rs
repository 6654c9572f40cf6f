//! Quotation marks of every language: which of them open, which close, and what they hold.
//!
//! Door: [`spans`], one pass over the bytes of a paragraph. A paragraph is paired by itself, so that a slip never shifts
//! the pairs of the next one; only words that are left open may go on there. What the words are is not asked here.

use crate::speech::lexicon::Lexicon;
use crate::speech::pairing::Pairing;
use crate::speech::shapes::{Mark, Open, Shape, Span};

/// More marks in one paragraph are not prose.
const MAX_MARKS: usize = 4_000;
/// The outermost spans of a paragraph, in order. `open` says what the paragraph before left, and is told what this one leaves.
pub(super) fn spans(text: &str, lexicon: &Lexicon, open: &mut Open) -> Vec<Span> {
    let before = std::mem::take(open);
    let marks = marks(text, lexicon);
    if marks.is_empty() {
        return Vec::new();
    }
    let mut pairing = Pairing::of(text, &marks);
    pairing.run(before);
    let (mut found, left) = pairing.finish();
    *open = left;
    found.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    found.retain(|span| {
        let outer = span.start >= end && span.end > span.start;
        if outer {
            end = span.end;
        }
        outer
    });
    found
}

/// Whether a byte may begin a mark.
const MAY_MARK: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    let leads = [0x22_usize, 0x27, 0x60, 0xc2, 0xe2, 0xe3, 0xef];
    while at < leads.len() {
        table[leads[at]] = true;
        at += 1;
    }
    table
};

fn marks(text: &str, lexicon: &Lexicon) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(ahead) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| MAY_MARK[*byte as usize]))
    {
        at += ahead;
        let Some((shape, length)) = shape(bytes, at) else {
            at += 1;
            continue;
        };
        if let Some(mark) = weigh(text, at, length, shape, lexicon) {
            marks.push(mark);
        }
        at += length;
        if marks.len() >= MAX_MARKS {
            break;
        }
    }
    marks
}

fn shape(bytes: &[u8], at: usize) -> Option<(Shape, usize)> {
    let rest = bytes.get(at..)?;
    Some(match rest {
        [b'"', ..] => (Shape::Straight, 1),
        [b'\'', b'\'', ..] => (Shape::Apostrophes, 2),
        [b'\'', ..] => (Shape::Tick, 1),
        [b'`', b'`', ..] => (Shape::Graves, 2),
        [b'`', ..] => (Shape::Grave, 1),
        [0xc2, 0xab, ..] => (Shape::Left, 2),
        [0xc2, 0xbb, ..] => (Shape::Right, 2),
        [0xe2, 0x80, third, ..] => match third {
            0x98 | 0x9b => (Shape::Single6, 3),
            // Two of them are one double mark to those who have no other.
            0x99 if rest.get(3..6) == Some(&[0xe2, 0x80, 0x99]) => (Shape::High99, 6),
            0x99 => (Shape::Single9, 3),
            0x9a => (Shape::SingleLow, 3),
            0x9c | 0x9f => (Shape::High66, 3),
            0x9d => (Shape::High99, 3),
            0x9e => (Shape::Low99, 3),
            0xb9 => (Shape::SingleLeft, 3),
            0xba => (Shape::SingleRight, 3),
            _ => return None,
        },
        [0xe3, 0x80, 0x8c | 0x8e, ..] => (Shape::CornerOpen, 3),
        [0xe3, 0x80, 0x8d | 0x8f, ..] => (Shape::CornerClose, 3),
        [0xef, 0xbc, 0x82, ..] => (Shape::Straight, 3),
        _ => return None,
    })
}

/// A mark with what its surroundings allow; `None` for apostrophes and primes.
#[expect(clippy::too_many_lines, reason = "one pass over a paragraph, an arm a case")]
fn weigh(text: &str, at: usize, bytes: usize, shape: Shape, lexicon: &Lexicon) -> Option<Mark> {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let rest = text.get(at + bytes..).unwrap_or_default();
    let after = rest.chars().next();
    let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    let is_blank = |sign: Option<char>| sign.is_none_or(char::is_whitespace);
    let is_ender = |sign: char| matches!(sign, '.' | ',' | '!' | '?' | '…' | ';' | ':');
    let single = matches!(shape, Shape::Tick | Shape::Single9 | Shape::Grave);
    if single && is_word(before) && is_word(after) {
        return None;
    }
    // 5'2" and 6": feet and inches, minutes and seconds.
    if matches!(shape, Shape::Tick | Shape::Straight) && before.is_some_and(|sign| sign.is_ascii_digit()) {
        let head = text
            .get(..at)
            .unwrap_or_default()
            .trim_end_matches(|sign: char| sign.is_ascii_digit());
        if shape == Shape::Tick && after.is_some_and(|sign| sign.is_ascii_digit()) || head.ends_with(['\'', '′', '’'])
        {
            return None;
        }
    }
    let opener = |sign: char| {
        matches!(
            sign,
            '(' | '['
                | '{'
                | '—'
                | '–'
                | '-'
                | '―'
                | '/'
                | '\''
                | '"'
                | '‘'
                | '“'
                | '«'
                | '¿'
                | '¡'
                | '='
                | '>'
                | '|'
        )
    };
    let opens_before =
        is_blank(before) || before.is_some_and(opener) || before.is_some_and(|sign| sign == ':' || sign == '„');
    let mut opens = opens_before && !is_blank(after) && !after.is_some_and(is_ender);
    // "...and then", ". . . and then", ".@name": dots may begin what is quoted.
    let dots = ["..", "…", ". . .", ".@"];
    if opens_before && dots.iter().any(|dots| rest.starts_with(dots)) {
        opens = true;
    }
    let closes = !is_blank(before) && !is_word(after);
    match shape {
        Shape::Tick | Shape::Single9 | Shape::Single6 | Shape::Grave => {
            if opens && shape != Shape::Single6 && lexicon.elides(rest) {
                opens = false;
            }
            if shape == Shape::Single9 && !closes {
                return None;
            }
        }
        Shape::Left | Shape::Right => {
            // French sets blanks within; others turn the marks round. A blank on one side only tells which.
            let inner = |sign: Option<char>| sign.is_none_or(|sign| sign.is_whitespace());
            return Some(Mark {
                at,
                bytes,
                shape,
                opens: shape == Shape::Left || (opens_before && !inner(after)),
                closes: shape == Shape::Right || (!inner(before) && !is_word(after)),
            });
        }
        Shape::Low99 | Shape::SingleLow | Shape::CornerOpen | Shape::SingleLeft => opens = true,
        Shape::CornerClose => {
            return Some(Mark {
                at,
                bytes,
                shape,
                opens: false,
                closes: true,
            });
        }
        Shape::High66 => opens = opens || !closes,
        _ => {}
    }
    Some(Mark {
        at,
        bytes,
        shape,
        opens,
        closes,
    })
}

#[cfg(test)]
mod tests {
    use super::spans;
    use crate::model::Language;
    use crate::speech::lexicon::Lexicon;
    use crate::speech::shapes::Open;

    /// Square brackets in `marked` stand around each span that is to be found.
    fn check(marked: &str) {
        let mut text = String::new();
        let mut wanted = Vec::new();
        for sign in marked.chars() {
            match sign {
                '⟦' => wanted.push((text.len(), 0)),
                '⟧' => wanted.last_mut().expect("opened").1 = text.len(),
                _ => text.push(sign),
            }
        }
        let found = spans(&text, Lexicon::of(Language::ENGLISH), &mut Open::default());
        let found: Vec<_> = found.iter().map(|span| (span.start, span.end)).collect();
        assert_eq!(found, wanted, "{text}");
    }

    #[test]
    fn pairs_the_marks_of_every_language() {
        check("⟦\"One,\"⟧ she said. ⟦\"Two.\"⟧");
        check("⟦“He told me, ‘Don’t come back,’ and I left,”⟧ he said");
        check("⟦„Wir sind bereit“⟧, sagte sie. ⟦»So ist es.«⟧");
        check("⟦„Jesteśmy gotowi”⟧ – powiedział");
        check("⟦« Nous sommes prêts »⟧, a-t-il dit");
        check("⟦«Він сказав: „Чекайте“, — і пішов»⟧, — сказала вона");
        check("⟦”Vi är redo”⟧, säger hon. ⟦''This''⟧ and ⟦``that''⟧");
        check("田中は⟦「準備はできている」⟧と述べた");
    }

    #[test]
    fn apostrophes_and_primes_are_none() {
        check("She said: ⟦'It wasn't the workers' fault.'⟧ The '90s are over.");
        check("The 6'2\" striker said ⟦\"We go again\"⟧ to O'Neil");
        check("⟦‘I don’t think that’s right,’⟧ he said. ⟦‘It’s the girls’ choice.’⟧");
        check("The workers' and the drivers' unions met.");
        check("rock 'n' roll isn't dead");
    }

    #[test]
    fn slips_stay_where_they_are() {
        check("⟦\"This is not over,\"⟧ he said. ⟦\"We will appeal.⟧");
        check("He said ⟦\"we go.⟧ But ⟦\"no\"⟧ she said.");
        check("⟦\"He called it \"odd\" twice\"⟧");
        let lexicon = Lexicon::of(Language::ENGLISH);
        let mut open = Open::default();
        assert_eq!(spans("“We went", lexicon, &mut open).len(), 1);
        let last = spans("home.” So it was.", lexicon, &mut open);
        assert_eq!((last[0].start, last[0].end), (0, "home.”".len()));
        assert_eq!(open, Open::default());
    }
}
