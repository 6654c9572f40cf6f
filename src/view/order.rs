//! Rows with right-to-left words, in the order in which they are drawn.

use ratatui::buffer::{Buffer, Cell};

use crate::app::{App, Overlay};
use crate::typeset::{Content, drawn, may_read_leftwards, width};
use crate::view::style::Looks;

/// Puts the cells of each row in order; what a cell looks like goes with it.
pub(crate) fn rows(buf: &mut Buffer, app: &App, looks: Looks<'_>) {
    let columns = Content::Columns {
        apart: &|cell| looks.signs.is_apart(cell),
    };
    let wide = usize::from(buf.area.width).max(1);
    let in_line = |overlay: &Overlay| matches!(overlay, Overlay::Prompt(_) | Overlay::Confirm(_) | Overlay::Passage(_));
    let bare = app.overlay.as_ref().is_none_or(in_line);
    let reader = app.panes().and_then(|panes| panes.reader).filter(|_| bare);
    for (y, row) in (0_u16..).zip(buf.content.chunks_mut(wide)) {
        if !row.iter().any(|cell| may_read_leftwards(cell.symbol())) {
            continue;
        }
        let line = reader.and_then(|area| {
            let at = app.reader.top + usize::from(y.checked_sub(area.y)?);
            let line = app.reader.page.lines.get(at).filter(|_| y < area.bottom())?;
            Some((
                usize::from(area.left())..usize::from(area.right()).min(wide),
                line.leftwards,
            ))
        });
        match line {
            Some((text, leftwards)) => {
                side_by_side(&mut row[..text.start], columns, looks);
                side_by_side(&mut row[text.end..], columns, looks);
                order(&mut row[text], Content::Text { leftwards });
            }
            None => side_by_side(row, columns, looks),
        }
    }
}

/// Orders what stands between upright lines. A sign before it stays where it is, in ASCII, too.
fn side_by_side(row: &mut [Cell], content: Content<'_>, looks: Looks<'_>) {
    for column in row.split_mut(|cell| cell.symbol() == looks.signs.lines[1]) {
        let is_blank = |cell: &Cell| cell.symbol() == " ";
        let at = column.iter().take_while(|cell| is_blank(cell)).count();
        let signed = column.get(at).is_some_and(|cell| looks.signs.is_sign(cell.symbol()));
        let text = if signed && column.get(at + 1).is_some_and(is_blank) {
            at + 1
        } else {
            0
        };
        order(&mut column[text..], content);
    }
}

fn order(row: &mut [Cell], content: Content<'_>) {
    let former = row.to_vec();
    let mut starts = Vec::with_capacity(former.len());
    let mut at = 0;
    while let Some(cell) = former.get(at) {
        starts.push(at);
        at += width(cell.symbol()).max(1);
    }
    let symbols: Vec<&str> = starts.iter().map(|start| former[*start].symbol()).collect();
    let mut to = 0;
    for (at, shape) in drawn(&symbols, content).unwrap_or_default() {
        let end = starts.get(at + 1).copied().unwrap_or(former.len());
        let cells = &former[starts[at]..end];
        row[to..to + cells.len()].clone_from_slice(cells);
        row[to].set_symbol(&shape);
        to += cells.len();
    }
}
