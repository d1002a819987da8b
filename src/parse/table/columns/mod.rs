//! The form of columns by position: both sides stand side by side, each from a column of the screen on.
//!
//! ```text
//! Line 5:                 Line 5:
//!   The mill is old.        The mill is old.
//! − It has two wheels.    + It has three wheels.
//! ```
//!
//! The context rows show where the columns begin: their two texts are equal. Long cells may be wrapped inside their column.

mod column_layout;
mod column_lines;

use crate::model::Sides;
use crate::parse::input::InputLines;
use crate::parse::table::rows::{
    BlankRowForm, EscapeForm, LineRow, RowDoubt, RowItem, TableForm, TextTable, TextTableRow,
};
use crate::parse::table::wraps::{self, PhysicalLine};
use column_layout::find_columns;
use column_lines::{TextColumns, indent, parse_header, split_line};

/// Length of a word that may be wider than its column, in bytes.
const MAX_WORD_LEN: usize = 24;

/// Finds the first table of columns from a line on.
pub(crate) fn find_table<'a>(input: &InputLines<'a>, from: usize) -> Option<TextTable<'a>> {
    let (start, _) = (from..input.len()).find_map(|at| Some((at, parse_header(input.lines()[at])?)))?;
    let columns = find_columns(input, start)?;
    read_table(input, start, columns)
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
