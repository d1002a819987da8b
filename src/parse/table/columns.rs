//! The form of columns by position: both sides stand side by side, each from a column of the screen on.
//!
//! ```text
//! Line 5:                 Line 5:
//!   The mill is old.        The mill is old.
//! − It has two wheels.    + It has three wheels.
//! ```
//!
//! The context rows show where the columns begin: their two texts are equal. Long cells may be wrapped inside their column.

use std::collections::HashMap;

use super::measure::ColumnMeasure;
use super::rows::{
    BlankRowForm, EscapeForm, LineRow, MarkerCell, RowDoubt, RowItem, TableForm, TextTable, TextTableRow,
    parse_marker,
};
use super::wraps::{self, PhysicalLine};
use crate::model::{Side, Sides};
use crate::parse::input::InputLines;
use crate::parse::page::line_number;
use crate::parse::sheet::Marker;

/// Minimum number of spaces between the columns.
const COLUMN_GAP: &str = "  ";

/// Columns before the text of the new side that may hold its marker.
const MARKER_COLUMNS: usize = 3;

/// Columns before the text of the new side that may hold the sign of a moved line, which texts do not end with.
const MOVED_MARKER_COLUMNS: usize = 4;

/// Length of a word that may be wider than its column, in bytes.
const MAX_WORD_LEN: usize = 24;

/// Maximum distance from its column at which a text begins, where the width of a character before it is counted otherwise.
const MAX_SHIFT: usize = 12;

/// Maximum number of columns that are compared with all lines. The true one is among those that most lines show.
const MAX_CANDIDATES: usize = 16;

/// Columns at which the texts begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct TextColumns {
    measure: ColumnMeasure,
    old: usize,
    new: usize,
    /// The column after the widest text of the old side.
    old_end: usize,
}

/// Finds the first table of columns from a line on.
pub(crate) fn find_table<'a>(input: &InputLines<'a>, from: usize) -> Option<TextTable<'a>> {
    let (start, _) = (from..input.len()).find_map(|at| Some((at, parse_header(input.lines()[at])?)))?;
    let columns = find_columns(input, start)?;
    read_table(input, start, columns)
}

/// Parses a line as a header row: two labels with a gap between them.
fn parse_header(line: &str) -> Option<Sides<u32>> {
    if !line_number::may_hold_label(line) {
        return None;
    }
    let (old, new) = line.trim().split_once(COLUMN_GAP)?;
    let (old, new) = (line_number::parse_label(old)?, line_number::parse_label(new.trim())?);
    let is_header = line_number::is_same_template(&old, &new) && line_number::language(&old).is_some();
    is_header.then_some(Sides::new(old.number, new.number))
}

/// Finds the columns by the lines whose halves are equal.
fn find_columns(input: &InputLines<'_>, start: usize) -> Option<TextColumns> {
    let mut votes: HashMap<(ColumnMeasure, usize, usize), (usize, usize)> = HashMap::new();
    for line in &input.lines()[start + 1..] {
        let Some(halves) = find_equal_halves(line) else { continue };
        for measure in ColumnMeasure::ALL {
            let (old, new) = (measure.width(&line[..halves.old]), measure.width(&line[..halves.new]));
            let (count, old_end) = votes.entry((measure, old, new)).or_default();
            *count += 1;
            *old_end = (*old_end).max(measure.width(line[..halves.new].trim_end()));
        }
    }
    let header = input.lines()[start];
    let margin = indent(header);
    // Of equal counts the measure wins with which most of the other lines fit, and then the first one.
    let most = votes.values().map(|(count, _)| *count).max().unwrap_or(0);
    let mut best: Vec<_> = votes.into_iter().filter(|(_, (count, _))| *count == most).collect();
    best.sort_unstable_by_key(|(columns, _)| *columns);
    best.truncate(MAX_CANDIDATES);
    let fitting = |measure: ColumnMeasure, old: usize, new: usize| {
        let lines = body(input, start, margin).filter(|line| !line.is_ascii());
        lines.filter(|line| begins_at(line, measure, old) || begins_at(line, measure, new)).count()
    };
    let best = best.into_iter().rev().max_by_key(|((measure, old, new), _)| fitting(*measure, *old, *new));
    let Some(((measure, old, new), (_, old_end))) = best else {
        return find_columns_of_gaps(input, start, margin);
    };
    // Texts with spaces at their start begin behind their column.
    let first =
        body(input, start, margin).map(indent).min().filter(|first| *first < old && old - first <= MAX_SHIFT);
    let shift = first.map_or(0, |first| old - first);
    Some(TextColumns { measure, old: old - shift, new: new - shift, old_end })
}

/// The lines below a header, up to the first line that begins where the header begins.
fn body<'l>(input: &'l InputLines<'_>, start: usize, margin: usize) -> impl Iterator<Item = &'l str> {
    let lines = input.lines()[start + 1..].iter().copied();
    let is_inside =
        move |line: &&str| line.trim().is_empty() || indent(line) > margin || parse_header(line).is_some();
    lines.take_while(is_inside).filter(move |line| !line.trim().is_empty() && indent(line) > margin)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Returns true if a text begins at a column, behind a gap or a marker.
fn begins_at(line: &str, measure: ColumnMeasure, column: usize) -> bool {
    let (before, text) = line.split_at(measure.offset(line, column));
    before.ends_with(' ')
        && text.starts_with(|c: char| c != ' ')
        && (before.ends_with(COLUMN_GAP) && !before.trim_end().is_empty() || ends_in_marker(before))
}

/// Returns true if the last text before a column is a marker.
fn ends_in_marker(before: &str) -> bool {
    let sign = before.trim_end().rsplit(COLUMN_GAP).next().unwrap_or_default();
    [Side::Old, Side::New]
        .into_iter()
        .any(|side| parse_marker(sign, side).and_then(MarkerCell::marker).is_some())
}

/// Finds the columns by the gaps between the texts, for a table in which no line has equal halves: at the column where most
/// lines have a text behind a gap, and all others have none.
fn find_columns_of_gaps(input: &InputLines<'_>, start: usize, margin: usize) -> Option<TextColumns> {
    let header = input.lines()[start].trim_end();
    let gap = header.rfind(COLUMN_GAP)?;
    let label = ColumnMeasure::Screen.width(&header[..gap + COLUMN_GAP.len()]);
    let old = body(input, start, margin).map(indent).min()?;
    let mut votes: HashMap<(ColumnMeasure, usize), usize> = HashMap::new();
    for line in body(input, start, margin) {
        for at in text_starts(line).filter(|at| *at > old) {
            for measure in ColumnMeasure::ALL {
                *votes.entry((measure, measure.width(&line[..at]))).or_default() += 1;
            }
        }
    }
    let is_clear = |measure: ColumnMeasure, new: usize| {
        body(input, start, margin).all(|line| {
            let at = measure.offset(line, new);
            at == line.len() || is_border(line, at)
        })
    };
    let mut candidates: Vec<_> = votes.into_iter().collect();
    candidates.sort_unstable_by_key(|((measure, new), count)| {
        (std::cmp::Reverse(*count), new.abs_diff(label), *measure)
    });
    let best =
        candidates.into_iter().take(MAX_CANDIDATES).find(|((measure, new), _)| is_clear(*measure, *new));
    let (measure, new) = match best {
        Some((columns, _)) => columns,
        // Characters whose width is not known: the header shows about where the column is.
        None => (ColumnMeasure::Screen, label),
    };
    (old < new).then_some(TextColumns { measure, old, new, old_end: new })
}

/// Lists the offsets at which a text begins behind a gap.
fn text_starts(line: &str) -> impl Iterator<Item = usize> + '_ {
    let gaps = line.match_indices(COLUMN_GAP).map(|(at, _)| at).filter(|&at| !line[..at].ends_with(' '));
    gaps.filter_map(|at| {
        let rest = line[at..].trim_start_matches(' ');
        (!rest.is_empty()).then(|| line.len() - rest.len())
    })
}

/// Finds the offsets of two equal texts in a line, with a gap between them.
fn find_equal_halves(line: &str) -> Option<Sides<usize>> {
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

/// Reads the table that begins at a header.
fn read_table<'a>(input: &InputLines<'a>, start: usize, columns: TextColumns) -> Option<TextTable<'a>> {
    let mut sections: Vec<ColumnSection<'a>> = Vec::new();
    let mut end = start;
    let mut padded = 0;
    let mut has_exact_starts = true;
    for at in start..input.len() {
        let line = input.lines()[at];
        if let Some(numbers) = parse_header(line) {
            sections.push(ColumnSection { at, numbers, lines: Vec::new() });
            end = at + 1;
            continue;
        }
        let Some(physical) = split_line(line, at, columns) else { break };
        // Text of the page below, which begins at a column of its own.
        let is_below = at > end && !physical.texts.old.is_empty() && indent(line) != columns.old;
        if is_below && has_exact_starts && physical.markers.old.is_none() {
            break;
        }
        has_exact_starts &=
            physical.texts.old.is_empty() || physical.markers.old.is_some() || indent(line) == columns.old;
        if !physical.is_blank() {
            end = at + 1;
        }
        padded += usize::from(line.ends_with(' '));
        sections.last_mut()?.lines.push(physical);
    }
    for section in &mut sections {
        section.lines.retain(|line| line.at < end);
    }
    let has_blank = sections.iter().any(|section| section.lines.iter().any(PhysicalLine::is_blank));
    let blanks = if has_blank { BlankRowForm::Alike } else { BlankRowForm::MayBeMissing };
    let mut table = TextTable {
        lines: start..end,
        form: TableForm { blanks, escapes: EscapeForm::Plain },
        ..TextTable::default()
    };
    let count = sections.len();
    let hunks: Vec<_> = sections
        .iter()
        .enumerate()
        .map(|(index, section)| wraps::WrappedHunk {
            lines: &section.lines,
            start: section.numbers,
            is_last: index + 1 == count,
        })
        .collect();
    // A word that is wider than its column sticks out.
    let is_broken = |text: &str| text.len() < MAX_WORD_LEN || text.contains(' ');
    let lines = sections.iter().flat_map(|section| &section.lines);
    let within = lines.filter(|line| is_broken(line.texts.old) && is_broken(line.texts.new));
    let widest =
        within.map(|line| columns.measure.width(input.lines()[line.at].trim_end())).max().unwrap_or(0);
    let frame = wraps::ColumnFrame {
        measure: columns.measure,
        old: columns.old,
        new: columns.new,
        widest,
        has_blanks: has_blank,
    };
    // A form that fills up its cells does not wrap them.
    let rows = if padded > 0 { None } else { wraps::join_lines(&hunks, frame) };
    let mut rows = rows.map(Vec::into_iter);
    for section in &sections {
        table.rows.push(TextTableRow { at: section.at, item: RowItem::Header(section.numbers) });
        let joined = rows.as_mut().and_then(Iterator::next);
        let rows =
            joined.unwrap_or_else(|| section.lines.iter().map(|line| (line.at, make_row(line))).collect());
        table.rows.extend(rows.into_iter().map(|(at, row)| TextTableRow { at, item: RowItem::Lines(row) }));
    }
    Some(table)
}

/// The lines under one header.
struct ColumnSection<'a> {
    at: usize,
    numbers: Sides<u32>,
    lines: Vec<PhysicalLine<'a>>,
}

/// Makes a row of a line that is a whole row.
fn make_row<'a>(line: &PhysicalLine<'a>) -> LineRow<'a> {
    let row = match (line.texts.old.is_empty(), line.texts.new.is_empty()) {
        (false, false) => LineRow::pair(line.texts.old, line.texts.new),
        (false, true) => LineRow::removed(line.texts.old),
        (true, false) => LineRow::added(line.texts.new),
        (true, true) => LineRow::pair("", "").with_doubt(RowDoubt::Blank),
    };
    LineRow { markers: line.markers, ..row.with_doubt(line.is_doubtful.then_some(RowDoubt::Border)) }
}

/// Splits a line at the columns. Returns `None` for a line that is no row.
fn split_line(line: &str, at: usize, columns: TextColumns) -> Option<PhysicalLine<'_>> {
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
fn is_border(line: &str, at: usize) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;

    #[track_caller]
    fn case(text: &str, expected: &[(&str, &str)]) {
        let input = InputLines::new(text, LineMap::default());
        let table = find_table(&input, 0).expect("the text is a table");
        let rows = table.rows.iter().filter_map(|row| match &row.item {
            RowItem::Lines(row) => Some((
                row.texts.old.as_deref().unwrap_or("-").to_owned(),
                row.texts.new.as_deref().unwrap_or("-").to_owned(),
            )),
            RowItem::Header(_) => None,
        });
        let rows: Vec<_> = rows.collect();
        let rows: Vec<_> = rows.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        assert_eq!(rows, expected, "{text:?}");
    }

    #[test]
    fn equal_halves_show_the_columns() {
        case(
            "Line 5:         Line 5:\n  a b c           a b c\n  a two           a three\n  gone\n                  came\nfoot",
            &[("a b c", "a b c"), ("a two", "a three"), ("gone", "-"), ("-", "came")],
        );
    }

    #[test]
    fn markers_stand_before_the_texts() {
        case(
            "Line 5:     Line 5:\n  a           a\n− b         + c\n  d           d",
            &[("a", "a"), ("b", "c"), ("d", "d")],
        );
    }

    #[test]
    fn wide_characters_take_two_columns() {
        case(
            "Line 5:     Line 5:\n  漢字        漢字\n  漢          字\n  abc         abc",
            &[("漢字", "漢字"), ("漢", "字"), ("abc", "abc")],
        );
    }
}
