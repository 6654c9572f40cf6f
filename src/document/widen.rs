//! Takes in what an extractor lost of an article: lines among its own, headings over them.

use std::collections::HashSet;

use crate::document::known::hash;
use crate::document::line::{BESIDE, HEADLINE, Line};
use crate::document::main_box::Main;
use crate::document::marks::Marks;
use crate::document::tree::LeafKind;

/// Takes in what stands among kept lines in the same boxes and reads like them.
pub(crate) fn widen(lines: &mut [Line], main: &Main) {
    /// A box with so many kept words is the article's.
    const BOX_WORDS: usize = 20;
    let odd = BESIDE.and(Marks::TEASER).and(Marks::FORM);
    let told: HashSet<u64> = lines
        .iter()
        .filter(|line| line.keep)
        .map(|line| hash(&line.words))
        .collect();
    for at in 0..lines.len() {
        let Some(line) = lines.get(at) else { break };
        let marks = line.marks.without(main.marks);
        let folded = line.marks.any(Marks::BODY) && line.is_paragraph() && !told.contains(&hash(&line.words));
        let marks = if folded { marks.without(Marks::HIDDEN) } else { marks };
        if line.keep || !line.is_text() || !main.holds(line) || marks.any(odd) {
            continue;
        }
        let own = main.own.get(&line.inside).copied().unwrap_or(0);
        let among = at > main.first && at < main.last;
        let close = at + 4 > main.first && at < main.last + 4;
        let fits = match line.kind {
            LeafKind::Heading => false,
            LeafKind::Item if among => line.linked < HEADLINE && line.words.len() > 1,
            LeafKind::Item => {
                at + 8 > main.first
                    && at < main.last + 8
                    && line.is_paragraph()
                    && line.linked < 0.2
                    && line.ends_sentence
            }
            LeafKind::Table | LeafKind::Code => among,
            _ if among && own >= BOX_WORDS => {
                (line.linked < 0.5 || line.introduces) && (line.words.len() >= 2 || line.ends_sentence)
                    || line.linked < HEADLINE && line.words.len() >= 12 && line.ends_sentence
            }
            _ if among => line.is_paragraph() && line.ends_sentence,
            _ => close && own >= BOX_WORDS && line.is_paragraph() && line.ends_sentence,
        };
        if fits && let Some(line) = lines.get_mut(at) {
            line.keep = true;
            line.folded = folded;
        }
    }
    take_headings(lines, main, odd);
}

/// Names and classes of headings are often made of their words ("share", "menu"): a heading over text of its own box has no
/// marks that the text has not.
pub(crate) fn clear_headings(lines: &mut [Line]) {
    let mut below: Option<(u32, Marks)> = None;
    for line in lines.iter_mut().rev().filter(|line| line.is_text()) {
        if line.kind != LeafKind::Heading {
            below = line.keep.then_some((line.inside, line.marks));
            continue;
        }
        below = below.filter(|(inside, _)| *inside == line.inside);
        if let Some((_, marks)) = below {
            line.marks = line.marks.both(marks);
        }
    }
}

/// A heading belongs to the text that follows it.
fn take_headings(lines: &mut [Line], main: &Main, odd: Marks) {
    let linked_heads = linked_heads(lines, main);
    for at in (0..lines.len()).rev() {
        let follows = lines
            .iter()
            .skip(at + 1)
            .find(|line| line.is_text())
            .is_some_and(|line| line.keep);
        let Some(line) = lines.get_mut(at) else { break };
        if line.kind == LeafKind::Heading
            && at > main.first
            && (line.linked < 0.5 || linked_heads.contains(&at))
            && main.holds(line)
            && !line.marks.without(main.marks).any(odd)
        {
            line.keep = line.keep || follows;
        }
    }
}

/// Headings that are links, where they are a series over text of their own boxes, or of boxes that open below: products, places,
/// books. A single one points to another article, and so does one in a box that the text goes on around.
pub(crate) fn linked_heads(lines: &[Line], main: &Main) -> HashSet<usize> {
    const SERIES: usize = 3;
    let texts = lines.iter().enumerate().filter(|(_, line)| line.is_text());
    let below = texts.clone().skip(1);
    let heads = |(at, head): (usize, &Line), below: &Line| {
        let linked = head.kind == LeafKind::Heading && head.linked >= 0.5;
        let text = below.keep && below.linked < 0.5 && below.kind != LeafKind::Heading;
        // Boxes are numbered as they open.
        linked && text && below.inside >= head.inside && at > main.first && at < main.last
    };
    let found = texts.zip(below).filter(|(head, (_, below))| heads(*head, below));
    let found: HashSet<usize> = found.map(|((at, _), _)| at).collect();
    if found.len() < SERIES { HashSet::new() } else { found }
}
