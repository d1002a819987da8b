//! Lines of a table of columns, split into their texts and markers.

use crate::model::{Side, Sides};
use crate::parse::page::line_number;
use crate::parse::sheet::Marker;
use crate::parse::table::measure::ColumnMeasure;
use crate::parse::table::rows::parse_marker;
use crate::parse::table::wraps::PhysicalLine;

/// Minimum number of spaces between the columns.
pub(super) const COLUMN_GAP: &str = "  ";

/// Columns before the text of the new side that may hold its marker.
const MARKER_COLUMNS: usize = 3;

/// Columns before the text of the new side that may hold the sign of a moved line, which texts do not end with.
const MOVED_MARKER_COLUMNS: usize = 4;

/// Maximum distance from its column at which a text begins, where the width of a character before it is counted otherwise.
pub(super) const MAX_SHIFT: usize = 12;

/// Parses a line as a header row: two labels with a gap between them.
pub(super) fn parse_header(line: &str) -> Option<Sides<u32>> {
    if !line_number::may_hold_label(line) {
        return None;
    }
    let (old, new) = line.trim().split_once(COLUMN_GAP)?;
    let (old, new) = (line_number::parse_label(old)?, line_number::parse_label(new.trim())?);
    let is_header = line_number::is_same_template(&old, &new) && line_number::language(&old).is_some();
    is_header.then_some(Sides::new(old.number, new.number))
}

pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Lists the offsets at which a text begins behind a gap.
pub(super) fn text_starts(line: &str) -> impl Iterator<Item = usize> + '_ {
    let gaps = line.match_indices(COLUMN_GAP).map(|(at, _)| at).filter(|&at| !line[..at].ends_with(' '));
    gaps.filter_map(|at| {
        let rest = line[at..].trim_start_matches(' ');
        (!rest.is_empty()).then(|| line.len() - rest.len())
    })
}

/// Finds the offsets of two equal texts in a line, with a gap between them.
pub(super) fn find_equal_halves(line: &str) -> Option<Sides<usize>> {
    let line = line.trim_end();
    let old = line.len() - line.trim_start().len();
    let text = &line[old..];
    // The second text is as long as the first one, so that it begins where as much is left.
    let mut from = 0;
    while let Some(found) = text[from..].find(COLUMN_GAP) {
        let at = from + found;
        let rest = text[at..].trim_start_matches(' ');
        if rest.len() == at && text[..at] == *rest && rest.contains(char::is_alphanumeric) {
            return Some(Sides::new(old, line.len() - rest.len()));
        }
        from = text.len() - rest.len();
    }
    None
}

/// Columns at which the texts begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TextColumns {
    pub(super) measure: ColumnMeasure,
    pub(super) old: usize,
    pub(super) new: usize,
    /// The column after the widest text of the old side.
    pub(super) old_end: usize,
}

/// Splits a line at the columns. Returns `None` for a line that is no row.
pub(super) fn split_line(line: &str, at: usize, columns: TextColumns) -> Option<PhysicalLine<'_>> {
    let line = line.trim_end();
    if line.trim().is_empty() {
        return Some(PhysicalLine { at, ..PhysicalLine::default() });
    }
    if let Some(halves) = find_equal_halves(line)
        && line[..halves.old].len() >= columns.old
    {
        let texts = Sides::new(line[halves.old..halves.new].trim_end(), &line[halves.new..]);
        return Some(PhysicalLine { at, texts, ..PhysicalLine::default() });
    }
    let measure = columns.measure;
    if let Some(added) = split_shifted_line(line, at, columns) {
        return Some(added);
    }
    let mut border = measure.offset(line, columns.new);
    let mut is_doubtful = false;
    if border < line.len() && !is_border(line, border) {
        border =
            find_near_border(line, border).or_else(|| find_sole_gap(line)).filter(|_| !line.is_ascii())?;
        is_doubtful = true;
    }
    let (left, right) = line.split_at(border);
    let old_start = measure.offset(left, columns.old);
    let (old_zone, left) = left.split_at(old_start);
    let old_marker = parse_marker(old_zone, Side::Old)?.marker();
    // The marker of the new side stands before its text.
    let left = left.trim_end();
    let sign_in = |columns_before: usize| {
        let from = measure.offset(line, columns.new.saturating_sub(columns_before));
        let zone = line.get(from.max(old_start).min(border)..border)?.trim();
        Some((zone, parse_marker(zone, Side::New)?.marker()?))
    };
    let is_moved = |found: &(&str, Marker)| matches!(found.1, Marker::Moved(_));
    let sign = sign_in(MARKER_COLUMNS).or_else(|| sign_in(MOVED_MARKER_COLUMNS).filter(is_moved));
    let (new_marker, left) = match sign {
        Some((zone, marker)) if !right.is_empty() => (Some(marker), left.strip_suffix(zone)?.trim_end()),
        _ => (None, left),
    };
    Some(PhysicalLine {
        at,
        texts: Sides::new(left, right.trim_start()),
        markers: Sides::new(old_marker, new_marker),
        is_doubtful,
    })
}

/// Splits a line of the new side whose empty old side takes one column: its text stands in the column of the marker, behind
/// the end of the old texts.
fn split_shifted_line(line: &str, at: usize, columns: TextColumns) -> Option<PhysicalLine<'_>> {
    let text = line.trim_start();
    // The marker then stands in the column of the old text.
    let (marker, text) = match text.split_once(COLUMN_GAP) {
        Some((first, rest)) => match parse_marker(first, Side::New) {
            Some(cell) => (cell.marker(), rest.trim_start()),
            None => return None,
        },
        None => (None, text),
    };
    let start = columns.measure.width(&line[..line.len() - text.len()]);
    let is_shifted = (columns.old_end + 1..columns.new).contains(&start);
    let markers = Sides::new(None, marker);
    is_shifted.then(|| PhysicalLine { at, texts: Sides::new("", text), markers, ..PhysicalLine::default() })
}

/// Returns true if the text of the new side may begin at an offset.
pub(super) fn is_border(line: &str, at: usize) -> bool {
    line[..at].ends_with(' ')
}

/// Finds the offset near a border at which a text begins behind a gap.
fn find_near_border(line: &str, border: usize) -> Option<usize> {
    let last = line.len().min(border + MAX_SHIFT * 4);
    let first = border.saturating_sub(MAX_SHIFT * 4);
    (first..last)
        .filter(|at| {
            line.is_char_boundary(*at) && line[..*at].ends_with(COLUMN_GAP) && !line[*at..].starts_with(' ')
        })
        .min_by_key(|at| at.abs_diff(border))
}

/// Finds the offset of the text behind the only gap inside a line.
fn find_sole_gap(line: &str) -> Option<usize> {
    let mut starts = text_starts(line).filter(|at| *at > indent(line));
    let first = starts.next()?;
    starts.all(|at| at == first).then_some(first)
}
