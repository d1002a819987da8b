//! Rows of an input that states its sides.

use crate::model::{Change, Line, Row, Side, Sides};
use crate::parse::sheet::{Cell, Marker, RowClaim};

use super::align;

/// The rows that the cells state.
pub(crate) fn rows(cells: Vec<Cell<'_>>) -> Vec<Row<Line<'_>>> {
    let mut rows = Vec::with_capacity(cells.len());
    let mut block = Sides::new(Vec::new(), Vec::new());
    let mut cells = cells.into_iter().peekable();
    while let Some(cell) = cells.next() {
        if let (RowClaim::Unknown, Some(side)) = (cell.claim, cell.side) {
            block.get_mut(side).push(cell);
        } else {
            align::flush(&mut block, &mut rows);
            let partner = cells.next_if(|next| next.claim == RowClaim::Second);
            rows.push(row(cell, partner));
        }
    }
    align::flush(&mut block, &mut rows);
    rows
}

fn row<'a>(cell: Cell<'a>, partner: Option<Cell<'a>>) -> Row<Line<'a>> {
    let (source_line, is_ambiguous) = (cell.line, cell.is_ambiguous);
    let change = match (partner, cell.side, cell.marker) {
        (Some(new), _, marker) => both(Sides::new(cell.text, new.text), marker),
        (None, Some(Side::Old), Some(Marker::Moved)) => Change::MovedFrom(cell.text, 0),
        (None, Some(Side::New), Some(Marker::Moved)) => Change::MovedTo(cell.text, 0),
        (None, Some(Side::Old), Some(Marker::Linked(link))) => Change::MovedFrom(cell.text, link),
        (None, Some(Side::New), Some(Marker::Linked(link))) => Change::MovedTo(cell.text, link),
        (None, Some(Side::Old), _) => Change::Removed(cell.text),
        (None, Some(Side::New), _) => Change::Added(cell.text),
        (None, None, _) => Change::Context(Sides::new(cell.text.clone(), cell.text)),
    };
    Row { is_ambiguous, ..Row::new(change, source_line) }
}

/// A row of two cells: context where the marker or the text says so. A marker that the text belies does not hold.
fn both(lines: Sides<Line<'_>>, marker: Option<Marker>) -> Change<Line<'_>> {
    let is_context = match marker {
        Some(marker) => marker == Marker::Context && is_context(&lines.old, &lines.new),
        None => lines.old == lines.new,
    };
    if is_context { Change::Context(lines) } else { Change::Changed(lines) }
}

/// Whether two cells of context can be those of one line: copies and engines alter its white space.
pub(crate) fn is_context(old: &str, new: &str) -> bool {
    old.split_whitespace().eq(new.split_whitespace())
}
