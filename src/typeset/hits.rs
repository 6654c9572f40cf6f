//! Search hits on a page.

use std::ops::Range;

use crate::model::Role;
use crate::typeset::page::{Line, Page, Piece};

/// Sets search hits in the role of hits. `find` gives the byte ranges of hits in a line's text, in order and apart; hits that a
/// line break tears apart are not found.
pub fn mark_hits(page: &mut Page, find: impl Fn(&str) -> Vec<Range<usize>>) {
    for (at, line) in page.lines.iter_mut().enumerate() {
        let text: String = line.pieces.iter().map(|piece| &*piece.text).collect();
        let hits = find(&text);
        if !hits.is_empty() {
            mark(line, &hits);
            page.hits.push(at);
        }
    }
}

fn mark(line: &mut Line, hits: &[Range<usize>]) {
    let mut pieces = Vec::with_capacity(line.pieces.len() + 2 * hits.len());
    let mut start = 0;
    for piece in std::mem::take(&mut line.pieces) {
        let end = start + piece.text.len();
        let mut at = start;
        for hit in hits.iter().filter(|hit| hit.start < end && hit.end > start) {
            let (from, to) = (hit.start.max(start), hit.end.min(end));
            push(&mut pieces, &piece, at - start..from - start, piece.role);
            push(&mut pieces, &piece, from - start..to - start, Role::Hit);
            at = to;
        }
        push(&mut pieces, &piece, at - start..end - start, piece.role);
        start = end;
    }
    line.pieces = pieces;
}

fn push(pieces: &mut Vec<Piece>, of: &Piece, range: Range<usize>, role: Role) {
    if let Some(text) = of.text.get(range).filter(|text| !text.is_empty()) {
        pieces.push(Piece {
            text: text.to_owned(),
            role,
            target: of.target,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::mark_hits;
    use crate::model::Role;
    use crate::typeset::page::{Line, Page, Piece};

    #[test]
    fn hits_are_cut_out_of_what_they_stand_in() {
        let piece = |text: &str, role| Piece {
            text: text.to_owned(),
            role,
            target: None,
        };
        let line = Line {
            pieces: vec![piece("grain sh", Role::Body), piece("ips grain", Role::Link)],
            ..Line::default()
        };
        let mut page = Page {
            lines: vec![Line::default(), line],
            ..Page::default()
        };
        mark_hits(&mut page, |text| {
            text.match_indices("ships")
                .map(|(at, hit)| at..at + hit.len())
                .collect()
        });
        assert_eq!(page.lines[0].pieces, []);
        let shown: Vec<(&str, Role)> = page.lines[1]
            .pieces
            .iter()
            .map(|piece| (&*piece.text, piece.role))
            .collect();
        assert_eq!(
            shown,
            [
                ("grain ", Role::Body),
                ("sh", Role::Hit),
                ("ips", Role::Hit),
                (" grain", Role::Link)
            ]
        );
    }
}
