//! Tables: columns side by side, as wide as their entries or evenly less.

use crate::model::Role;
use crate::typeset::page::Piece;
use crate::typeset::wrap::Paragraph;

/// Narrower than this a column cuts words to pieces.
const LEAST: usize = 6;

/// The lines of a table: between columns, across, and where a rule above, between and below rows meets those between columns.
pub(crate) struct Lines {
    pub(crate) between: [&'static str; 2],
    pub(crate) across: &'static str,
    pub(crate) joints: [&'static str; 3],
}

/// A table whose columns fit.
pub(crate) struct Table<'a> {
    lines: &'a Lines,
    /// What stands between columns.
    gap: &'static str,
    widths: Vec<usize>,
    /// Columns of numbers.
    numbers: Vec<bool>,
    /// Whether its first column is at the right.
    pub(crate) leftwards: bool,
}

impl<'a> Table<'a> {
    /// Gives columns their widths; `None` where there is no room for them side by side.
    pub(crate) fn fit(rows: &[Vec<Paragraph>], head: bool, room: usize, lines: &'a Lines) -> Option<Self> {
        let columns = rows.iter().map(Vec::len).max().filter(|columns| *columns > 0)?;
        let column = |at: usize| rows.iter().filter_map(move |row| row.get(at));
        let wanted: Vec<usize> = (0..columns)
            .map(|at| column(at).map(Paragraph::wide).max().unwrap_or(0).max(1))
            .collect();
        let narrowed = |most: usize| wanted.iter().map(move |wanted| *wanted.min(&most));
        let widest = |gap: &&'static str| {
            let left = room.checked_sub((columns - 1) * gap.chars().count())?;
            let fits = |most: &usize| narrowed(*most).sum::<usize>() <= left;
            (LEAST..=left.max(LEAST)).rev().find(fits)
        };
        let found = lines.between.iter().map(|gap| (*gap, widest(gap)));
        let found: Vec<(&str, usize)> = found.filter_map(|(gap, most)| Some((gap, most?))).collect();
        // Lines that stand close are better than entries that are broken.
        let whole = |(_, most): &&(&str, usize)| wanted.iter().all(|wanted| wanted <= most);
        let (gap, most) = *found.iter().find(whole).or(found.first())?;
        let is_number = |paragraph: &Paragraph| {
            paragraph.text().chars().all(|sign| !sign.is_alphabetic()) && paragraph.text().chars().any(char::is_numeric)
        };
        let body = |at: usize| column(at).skip(usize::from(head)).filter(|cell| !cell.is_empty());
        let leftwards = rows.iter().flatten().filter(|cell| cell.reads_leftwards()).count();
        let rightwards = rows
            .iter()
            .flatten()
            .filter(|cell| cell.text().chars().any(char::is_alphabetic));
        Some(Self {
            lines,
            gap,
            widths: narrowed(most).collect(),
            numbers: (0..columns).map(|at| body(at).all(is_number)).collect(),
            leftwards: leftwards * 2 > rightwards.count(),
        })
    }

    /// A row's lines.
    pub(crate) fn row(&self, cells: &[Paragraph]) -> Vec<Vec<Piece>> {
        let broken: Vec<_> = cells
            .iter()
            .zip(&self.widths)
            .map(|(cell, wide)| cell.lines(*wide))
            .collect();
        let height = broken.iter().map(Vec::len).max().unwrap_or(0).max(1);
        (0..height).map(|nth| self.line(cells, &broken, nth)).collect()
    }

    fn line(&self, cells: &[Paragraph], broken: &[Vec<std::ops::Range<usize>>], nth: usize) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let last = self.widths.len() - 1;
        for place in 0..=last {
            let at = if self.leftwards { last - place } else { place };
            if place > 0 {
                pieces.push(piece(self.gap.to_owned(), Role::Rule));
            }
            let line = cells.get(at).zip(broken.get(at).and_then(|lines| lines.get(nth)));
            let free = self.widths[at].saturating_sub(line.map_or(0, |(cell, line)| cell.cells(line)));
            let right = self.leftwards || self.numbers[at];
            if right {
                pieces.push(piece(" ".repeat(free), Role::Body));
            }
            if let Some((cell, line)) = line {
                cell.pieces(line, &mut pieces);
            }
            if !right && place < last {
                pieces.push(piece(" ".repeat(free), Role::Body));
            }
        }
        pieces
    }

    /// A rule above (0), between (1) or below (2) rows.
    pub(crate) fn rule(&self, which: usize) -> Vec<Piece> {
        let Lines { across, joints, .. } = self.lines;
        let beside = across.repeat(self.gap.chars().count() / 2);
        let joint = format!("{beside}{}{beside}", joints[which]);
        let mut widths = self.widths.clone();
        if self.leftwards {
            widths.reverse();
        }
        let columns: Vec<String> = widths.into_iter().map(|wide| across.repeat(wide)).collect();
        vec![piece(columns.join(&joint), Role::Rule)]
    }
}

fn piece(text: String, role: Role) -> Piece {
    Piece {
        text,
        role,
        target: None,
    }
}
