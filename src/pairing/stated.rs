//! Rows of an input that states its sides.

use crate::model::{Change, Line, Row, Side, Sides};
use crate::parse::sheet::{Cell, Marker, RowClaim};

use super::align;
use super::moves::{MoveLinks, UNNUMBERED};

/// Builds the rows that the cells state, and adds the links of their moves. Lines of known side and unknown row are aligned
/// in blocks.
pub(crate) fn build_rows<'a>(cells: Vec<Cell<'a>>, links: &mut MoveLinks) -> Vec<Row<Line<'a>>> {
    let mut rows = Vec::with_capacity(cells.len());
    let mut block = Sides::new(Vec::new(), Vec::new());
    let mut cells = cells.into_iter().peekable();
    while let Some(cell) = cells.next() {
        if let (RowClaim::Unknown, Some(side)) = (cell.claim, cell.side) {
            block.get_mut(side).push(cell);
        } else {
            align::align_block(&mut block, &mut rows);
            let partner = cells.next_if(|next| next.claim == RowClaim::Second);
            if let (None, Some(side), Some(Marker::Moved(link))) = (&partner, cell.side, cell.marker) {
                links.get_mut(side).push(link);
            }
            rows.push(build_row(cell, partner));
        }
    }
    align::align_block(&mut block, &mut rows);
    rows
}

fn build_row<'a>(cell: Cell<'a>, partner: Option<Cell<'a>>) -> Row<Line<'a>> {
    let (source_line, is_ambiguous) = (cell.line, cell.is_ambiguous);
    let change = match (partner, cell.side, cell.marker) {
        (Some(new), _, marker) => pair_change(Sides::new(cell.text, new.text), marker),
        (None, Some(Side::Old), Some(Marker::Moved(_))) => Change::MovedFrom(cell.text, UNNUMBERED),
        (None, Some(Side::New), Some(Marker::Moved(_))) => Change::MovedTo(cell.text, UNNUMBERED),
        (None, Some(Side::Old), _) => Change::Removed(cell.text),
        (None, Some(Side::New), _) => Change::Added(cell.text),
        (None, None, _) => Change::Context(Sides::new(cell.text.clone(), cell.text)),
    };
    Row { is_ambiguous, ..Row::new(change, source_line) }
}

/// Decides the change of a row of two cells: context by its marker, or by its text. A context marker on different texts
/// does not count.
fn pair_change(lines: Sides<Line<'_>>, marker: Option<Marker>) -> Change<Line<'_>> {
    let is_context = match marker {
        Some(marker) => marker == Marker::Context && is_context(&lines.old, &lines.new),
        None => lines.old == lines.new,
    };
    if is_context { Change::Context(lines) } else { Change::Changed(lines) }
}

/// Returns true if two cells can be one context line. Copies and engines alter the white space of a line.
pub(crate) fn is_context(old: &str, new: &str) -> bool {
    old.split_whitespace().eq(new.split_whitespace())
}
