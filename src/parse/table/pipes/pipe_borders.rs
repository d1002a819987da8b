//! Borders between the two sides of a row among its pipes, and the choice of the likeliest.

use crate::model::Sides;
use crate::parse::sheet::Marker;
use crate::parse::table::marks;
use crate::parse::table::rows::LineRow;

/// Maximum number of places for the border between the columns that are compared: a row of a wiki's table has about thirty
/// pipes.
pub(super) const MAX_BORDERS: usize = 64;

/// A place for the border between the columns: the marker cell of the new side with its two pipes.
#[derive(Clone, Copy, Debug)]
pub(super) struct PipeBorder {
    /// Offset of the pipe before the marker.
    pub(super) start: usize,
    /// Offset after the pipe behind the marker.
    pub(super) end: usize,
    /// The marker between its pipes.
    pub(super) marker: Option<Marker>,
}

/// Makes a row of both sides of a border.
pub(super) fn make_pair(rest: &str, border: PipeBorder) -> LineRow<'_> {
    let (old, new) = halves(rest, border);
    with_marker(LineRow::pair(strip_padding(old), strip_padding(new)), border)
}

/// Gives a row the marker of its border.
pub(super) fn with_marker(row: LineRow<'_>, border: PipeBorder) -> LineRow<'_> {
    LineRow { markers: Sides::new(None, border.marker), ..row }
}

/// The texts on both sides of a border.
pub(super) fn halves(rest: &str, border: PipeBorder) -> (&str, &str) {
    (&rest[..border.start], &rest[border.end..])
}

/// Finds the pipes without a backslash before them.
pub(super) fn find_pipes(rest: &str) -> Vec<usize> {
    let is_escaped = |at: usize| rest[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    memchr::memchr_iter(b'|', rest.as_bytes()).filter(|&at| !is_escaped(at)).collect()
}

/// Chooses the border of a changed row, and tells if it is the only one: the border at which the marks of deleted words fit
/// the other side, or else the halves have most in common.
pub(super) fn choose_border(rest: &str, borders: &[PipeBorder]) -> Option<(PipeBorder, bool)> {
    if let [border] = borders {
        return Some((*border, true));
    }
    let fitting: Vec<PipeBorder> = borders
        .iter()
        .copied()
        .filter(|border| {
            let (old, new) = halves(rest, *border);
            marks::has_strikes(old) && marks::strikes_fit(old, new)
        })
        .collect();
    if let [border] = fitting[..] {
        return Some((border, true));
    }
    let best = borders.iter().copied().max_by_key(|border| {
        let (old, new) = halves(rest, *border);
        common_ends(old.trim(), new.trim())
    })?;
    Some((best, false))
}

/// Returns true if the halves have half of their text in common, so that they are two versions of one line.
pub(super) fn is_alike(rest: &str, border: PipeBorder) -> bool {
    let (old, new) = halves(rest, border);
    let (old, new) = (old.trim(), new.trim());
    common_ends(old, new) * 2 >= old.len().min(new.len())
}

/// Returns true if the marks of deleted words show that a row is changed and not added.
pub(super) fn is_marked_pair(rest: &str, border: PipeBorder, other: PipeBorder) -> bool {
    let (old, new) = halves(rest, border);
    border.start != other.start && marks::has_strikes(old) && marks::strikes_fit(old, new)
}

/// The number of bytes that two texts have in common at their ends.
pub(super) fn common_ends(old: &str, new: &str) -> usize {
    let most = old.len().min(new.len());
    let start = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    let end = old.bytes().rev().zip(new.bytes().rev()).take_while(|(old, new)| old == new).count();
    (start + end).min(most)
}

/// Strips the space that the table puts on each side of a cell.
pub(crate) fn strip_padding(cell: &str) -> &str {
    let cell = cell.strip_prefix(' ').unwrap_or(cell);
    cell.strip_suffix(' ').unwrap_or(cell)
}
