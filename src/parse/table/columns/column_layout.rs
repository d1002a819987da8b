//! Columns at which both sides begin: where most lines have two equal texts, or else where the gaps between the texts end.

use std::collections::HashMap;

use super::column_lines::{
    COLUMN_GAP, MAX_SHIFT, TextColumns, find_equal_halves, indent, is_border, parse_header, text_starts,
};
use crate::model::Side;
use crate::parse::input::InputLines;
use crate::parse::table::measure::ColumnMeasure;
use crate::parse::table::rows::{MarkerCell, parse_marker};

/// Maximum number of columns that are compared with all lines. The true one is among those that most lines show.
const MAX_CANDIDATES: usize = 16;

/// Finds the columns by the lines whose halves are equal.
pub(super) fn find_columns(input: &InputLines<'_>, start: usize) -> Option<TextColumns> {
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
    let best = best.into_iter().rev().max_by_key(|((measure, old, new), _)| {
        let lines = body(input, start, margin).filter(|line| !line.is_ascii());
        lines.filter(|line| begins_at(line, *measure, *old) || begins_at(line, *measure, *new)).count()
    });
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
    let mut candidates: Vec<_> = votes.into_iter().collect();
    candidates.sort_unstable_by_key(|((measure, new), count)| {
        (std::cmp::Reverse(*count), new.abs_diff(label), *measure)
    });
    // No text of a line reaches over the border.
    let best = candidates.into_iter().take(MAX_CANDIDATES).find(|((measure, new), _)| {
        body(input, start, margin).all(|line| {
            let at = measure.offset(line, *new);
            at == line.len() || is_border(line, at)
        })
    });
    let (measure, new) = match best {
        Some((columns, _)) => columns,
        // Characters whose width is not known: the header shows about where the column is.
        None => (ColumnMeasure::Screen, label),
    };
    (old < new).then_some(TextColumns { measure, old, new, old_end: new })
}
