//! Right-to-left text in the order in which it is drawn, for terminals that draw cells as they come.
//!
//! Doors: [`reads_leftwards`] and [`drawn`]. The order is the Unicode Bidirectional Algorithm's (UAX #9), a stretch of a row at a
//! time; letters of Arabic script take the shape that their neighbours give them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_normalization::UnicodeNormalization as _;

/// Whether most letters of a text are read from right to left.
pub(super) fn reads_leftwards(text: &str) -> bool {
    if !may_read_leftwards(text) {
        return false;
    }
    let count = |(left, right), sign| match bidi_class(sign) {
        BidiClass::R | BidiClass::AL => (left + 1, right),
        BidiClass::L => (left, right + 1),
        _ => (left, right),
    };
    let (left, right) = text.chars().fold((0_usize, 0_usize), count);
    left > right
}

/// Whether a text may have a letter that is read from right to left: a look at its bytes.
pub fn may_read_leftwards(text: &str) -> bool {
    // From U+0590 on, in UTF-8; then U+0800, U+FB1D, and the other planes.
    text.bytes().any(|byte| matches!(byte, 0xd6..=0xe0 | 0xef..=0xf0))
}

/// What stands in a row.
#[derive(Clone, Copy)]
pub enum Content<'c> {
    /// A line of a text, which as a whole is read from right to left or not.
    Text {
        /// From right to left.
        leftwards: bool,
    },
    /// Titles, names and numbers side by side: the first letter of each tells.
    Columns {
        /// Whether a grapheme is a sign with a column of its own, or a line between panes.
        apart: &'c dyn Fn(&str) -> bool,
    },
}

impl Content<'_> {
    fn is_apart(&self, cell: &str) -> bool {
        // Byline's own sign between the parts of a line about an article is in texts, too.
        is_line(cell) || cell == "·" || matches!(self, Self::Columns { apart } if apart(cell))
    }
}

/// A row of graphemes as it is drawn from left to right: each with its place in the row as it is read; `None` where that is the same.
pub fn drawn<'a>(row: &[&'a str], content: Content<'_>) -> Option<Vec<(usize, Cow<'a, str>)>> {
    if !row.iter().any(|grapheme| may_read_leftwards(grapheme)) {
        return None;
    }
    let mut all = Vec::with_capacity(row.len());
    // Two blanks part columns, too.
    let joined =
        |one: &&str, other: &&str| !(content.is_apart(one) || content.is_apart(other) || *one == " " && *other == " ");
    for stretch in row.chunk_by(joined) {
        let next = row.get(all.len() + stretch.len());
        order(
            stretch,
            next.is_none_or(|next| content.is_apart(next)),
            content,
            &mut all,
        );
    }
    Some(all)
}

fn is_line(cell: &str) -> bool {
    matches!(cell.chars().next(), Some('\u{2500}'..='\u{257f}'))
}

/// `edge`: nothing follows it but a sign or a line. Its last word may be a number with a column of its own there.
fn order<'a>(stretch: &[&'a str], edge: bool, content: Content<'_>, all: &mut Vec<(usize, Cow<'a, str>)>) {
    let (edge, base) = match content {
        Content::Text { leftwards: true } => (false, Some(Level::rtl())),
        Content::Text { leftwards: false } => (false, Some(Level::ltr())),
        Content::Columns { .. } => (edge, None),
    };
    let from = all.len();
    let same = (from..).zip(stretch.iter().map(|grapheme| Cow::Borrowed(*grapheme)));
    let text = stretch.concat();
    // Blanks at its ends part it from its neighbours and stay.
    let blanks = |grapheme: &&&str| **grapheme == " ";
    let head = stretch.iter().take_while(blanks).count();
    let last = stretch
        .split(|grapheme| *grapheme == " ")
        .next_back()
        .unwrap_or_default();
    let count = if edge && !last.iter().any(|grapheme| may_read_leftwards(grapheme)) {
        last.len()
    } else {
        0
    };
    let rest = &stretch[head..stretch.len() - count.min(stretch.len() - head)];
    let tail = count + rest.iter().rev().take_while(blanks).count();
    if !may_read_leftwards(&text) || rest.is_empty() {
        all.extend(same);
        return;
    }
    let words = &stretch[head..stretch.len() - tail];
    let text = words.concat();
    let bidi = BidiInfo::new(&text, base);
    let Some(paragraph) = bidi.paragraphs.first() else {
        all.extend(same);
        return;
    };
    let levels = bidi.reordered_levels(paragraph, paragraph.range.clone());
    let mut start = 0;
    let levels: Vec<Level> = words
        .iter()
        .map(|grapheme| {
            let level = levels.get(start).copied().unwrap_or(paragraph.level);
            start += grapheme.len();
            level
        })
        .collect();
    let cells: Vec<_> = same.collect();
    all.extend_from_slice(&cells[..head]);
    for at in BidiInfo::reorder_visual(&levels) {
        let shape = if levels[at].is_rtl() {
            shaped(words, at)
        } else {
            Cow::Borrowed(words[at])
        };
        all.push((from + head + at, shape));
    }
    all.extend_from_slice(&cells[stretch.len() - tail..]);
}

/// A grapheme as it looks between its neighbours when it is read from right to left.
fn shaped<'a>(row: &[&'a str], at: usize) -> Cow<'a, str> {
    let grapheme = row[at];
    let mut signs = grapheme.chars();
    let Some(letter) = signs.next() else {
        return Cow::Borrowed(grapheme);
    };
    if let Some(mirrored) = mirrored(letter) {
        return Cow::Owned(std::iter::once(mirrored).chain(signs).collect());
    }
    let Some(forms) = forms().get(&letter) else {
        return Cow::Borrowed(grapheme);
    };
    let before = at.checked_sub(1).is_some_and(|before| joins_next(row[before])) && forms.len() > 1;
    let behind = forms.len() == 4 && row.get(at + 1).is_some_and(|next| joins_former(next)) && joins_next(grapheme);
    let form = forms[usize::from(before) + 2 * usize::from(behind)];
    Cow::Owned(std::iter::once(form).chain(signs).collect())
}

/// A mark without width that keeps letters apart: zero width non-joiner.
const APART: char = '\u{200c}';
/// The stroke that lengthens a word joins both ways: tatweel.
const STROKE: char = '\u{640}';

fn joins_next(grapheme: &str) -> bool {
    let letter = grapheme.chars().next();
    let joins =
        letter.is_some_and(|letter| letter == STROKE || forms().get(&letter).is_some_and(|forms| forms.len() == 4));
    joins && !grapheme.contains(APART)
}

fn joins_former(grapheme: &str) -> bool {
    let letter = grapheme.chars().next();
    letter.is_some_and(|letter| letter == STROKE || forms().get(&letter).is_some_and(|forms| forms.len() > 1))
}

/// The shapes of each letter of Arabic script: alone, last, first, between; two or one of them where it never joins the next.
/// The blocks of presentation forms list them in this order, which Unicode keeps for good.
fn forms() -> &'static HashMap<char, Vec<char>> {
    static FORMS: OnceLock<HashMap<char, Vec<char>>> = OnceLock::new();
    FORMS.get_or_init(|| {
        let blocks = [
            '\u{fb50}'..='\u{fbb1}',
            '\u{fbd3}'..='\u{fbe7}',
            '\u{fbfc}'..='\u{fbff}',
            '\u{fe80}'..='\u{fef4}',
        ];
        let mut all: HashMap<char, Vec<char>> = HashMap::new();
        for form in blocks.into_iter().flatten() {
            let mut letters = std::iter::once(form).nfkc();
            if let (Some(letter), None) = (letters.next(), letters.next())
                && letter != form
            {
                all.entry(letter).or_default().push(form);
            }
        }
        all
    })
}

/// What a bracket looks like in text that is read from right to left.
fn mirrored(sign: char) -> Option<char> {
    const PAIRS: &[(char, char)] = &[('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»'), ('‹', '›')];
    PAIRS.iter().find_map(|(one, other)| match sign {
        _ if sign == *one => Some(*other),
        _ if sign == *other => Some(*one),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::{Content, drawn, reads_leftwards};

    fn shown(text: &str) -> String {
        let row: Vec<&str> = text.graphemes(true).collect();
        let apart = |cell: &str| ["●", "❝", "›", "|"].contains(&cell);
        drawn(&row, Content::Columns { apart: &apart }).map_or_else(
            || text.to_owned(),
            |cells| cells.into_iter().map(|(_, shape)| shape).collect(),
        )
    }

    #[test]
    fn most_letters_tell_where_a_text_begins() {
        for (text, leftwards) in [
            ("harbour", false),
            ("שלום", true),
            ("AB קול הנמל", true),
            ("The paper קול said", false),
            ("123", false),
            ("漢字", false),
        ] {
            assert_eq!(reads_leftwards(text), leftwards, "{text}");
        }
    }

    #[test]
    fn letters_stand_as_they_are_drawn() {
        for (read, looks) in [
            ("plain 漢字", "plain 漢字"),
            ("שלום", "םולש"),
            // Numbers and names of other scripts keep their order.
            ("בשנת 2026 אמר Berg (כן).", ".(ןכ) Berg רמא 2026 תנשב"),
            ("He said שלום twice", "He said םולש twice"),
            // Columns and boxes stay where they are.
            ("Ledger  קול הנמל  2 h", "Ledger  למנה לוק  2 h"),
            ("│ שלום │ ab", "│ םולש │ ab"),
            ("› קול הנמל 3| ab", "› למנה לוק 3| ab"),
            ("● קול הנמל… ❝3", "● …למנה לוק ❝3"),
            ("❝ קול הנמל 12│ קול 3h", "❝ למנה לוק 12│ לוק 3h"),
            ("By קול · 2 min", "By לוק · 2 min"),
            ("   שלום", "   םולש"),
        ] {
            assert_eq!(shown(read), looks, "{read}");
        }
    }

    #[test]
    fn letters_of_arabic_script_are_joined() {
        // Beh first, teh last; dal never joins what follows; a stroke and marks between letters join, a non-joiner parts.
        for (read, looks) in [
            ("بت", "\u{fe96}\u{fe91}"),
            ("دب", "\u{fe8f}\u{fea9}"),
            ("ببب", "\u{fe90}\u{fe92}\u{fe91}"),
            ("ب\u{64e}ب", "\u{fe90}\u{fe91}\u{64e}"),
            ("ب\u{640}", "\u{640}\u{fe91}"),
            ("ب\u{200c}ب", "\u{fe8f}\u{fe8f}\u{200c}"),
            ("پا", "\u{fe8e}\u{fb58}"),
        ] {
            assert_eq!(shown(read), looks, "{read}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_added(text in "([א-ת]|[ا-ي]|[a-z]| |[0-9()│«»,.]|[\u{300}-\u{310}\u{64b}-\u{650}]|[漢字]){0,40}", leftwards in proptest::option::of(any::<bool>())) {
            let row: Vec<&str> = text.graphemes(true).collect();
            let content = leftwards.map_or(Content::Columns { apart: &|cell| cell == "," }, |leftwards| Content::Text { leftwards });
            if let Some(cells) = drawn(&row, content) {
                let mut places: Vec<usize> = cells.iter().map(|(at, _)| *at).collect();
                places.sort_unstable();
                prop_assert_eq!(places, (0..row.len()).collect::<Vec<_>>());
            }
        }
    }
}
