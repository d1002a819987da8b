//! The form in which a program wrote the table.

use crate::model::Shape;
use crate::parse::copied::{marked, marker_lines, tabs};

use super::cell_lines::{self, move_marks, word_marks};
use super::extracted_table::{ExtractedTable, TableRows};
use super::header_rows::HeaderJoint;
use super::{gap_items, glued_rows, page_text};

/// A form of an extracted table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExtractedForm {
    /// A cell on each line.
    Lines,
    /// Cells between the line ends of the source.
    Gaps,
    /// A row on each line, its cells run together or broken.
    Glued,
    /// Cells broken at changed words.
    Pieces,
}

/// The shapes that limit the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FormShapes {
    /// The shape that the caller asks for.
    pub(crate) wanted: Option<Shape>,
    /// The shape that the text has by its signs, read as a copy or as a table with columns.
    pub(crate) detected: Option<Shape>,
}

impl ExtractedForm {
    /// Detects the form. Returns `None` for a text that a browser could have copied, or that keeps its columns.
    pub(crate) fn detect(table: &ExtractedTable<'_>, shapes: FormShapes) -> Option<Self> {
        if shapes.detected == Some(Shape::Columns) && !has_cell_per_line(table) {
            return None;
        }
        let found = Self::detect_by_signs(table, shapes);
        match shapes.wanted {
            None => found,
            Some(Shape::Cells) => found.filter(|form| form.shape() == Shape::Cells),
            Some(Shape::Gaps) => Some(Self::Gaps),
            Some(Shape::Glued) => Some(Self::Glued),
            Some(Shape::Pieces) => Some(Self::Pieces),
            Some(_) => None,
        }
    }

    fn detect_by_signs(table: &ExtractedTable<'_>, shapes: FormShapes) -> Option<Self> {
        let joint = table.headers.first()?.joint;
        if gap_items::read_rows(table).is_some() {
            return Some(Self::Gaps);
        }
        if glued_rows::is_glued(table) {
            return Some(Self::Glued);
        }
        let before = &table.lines[..table.headers.first()?.lines.start];
        if matches!(joint, HeaderJoint::Below(0)) && has_broken_heading(before) {
            return Some(Self::Pieces);
        }
        let is_indented = table.headers.first().is_some_and(|header| {
            let line = table.lines[header.lines.start];
            line.starts_with("  ") && header.joint != HeaderJoint::Narrow
        });
        let rows = table.rows();
        let first = table.headers.first()?.lines.start;
        let is_marked = |(at, line): (usize, &&str)| {
            word_marks::has_word_marks(&[*line]) || move_marks::parse_move_mark_at(table, at).is_some()
        };
        // A browser copies the marks of moved lines and the markers of other lines alike.
        let is_copied = matches!(shapes.detected, Some(Shape::Marked | Shape::Tabs));
        let is_sign = |line: &&&str| {
            marked::is_distinctive(line) || tabs::is_distinctive(line) || marker_lines::is_distinctive(line)
        };
        let has_own_lines = table.has_marks
            && !is_copied
            && (first..).zip(rows).filter(|row| is_marked(*row)).count()
                > rows.iter().filter(is_sign).count();
        let is_lines = matches!(joint, HeaderJoint::Wide(_) | HeaderJoint::Below(1..))
            || is_indented
            || has_own_lines
            || before.iter().any(|line| page_text::has_address(line));
        (is_lines && !has_rows_of_two_columns(table)).then_some(Self::Lines)
    }

    /// The shape that the output names.
    pub(crate) const fn shape(self) -> Shape {
        match self {
            Self::Lines => Shape::Cells,
            Self::Gaps => Shape::Gaps,
            Self::Glued => Shape::Glued,
            Self::Pieces => Shape::Pieces,
        }
    }

    /// Reads the rows of the table.
    pub(crate) fn read_rows(self, table: &ExtractedTable<'_>) -> Option<TableRows> {
        match self {
            Self::Lines => Some(cell_lines::read_rows(table)),
            Self::Gaps => gap_items::read_rows(table),
            Self::Glued => Some(glued_rows::read_rows(table)),
            Self::Pieces => Some(glued_rows::read_pieces(table)),
        }
    }
}

/// Returns true if labels side by side stand above lines with a cell each: lines of both sides begin where the first label
/// begins, so that context stands twice, or words marked as added do. In a table with columns, the cells begin behind the
/// column of markers.
fn has_cell_per_line(table: &ExtractedTable<'_>) -> bool {
    let is_wide = table.headers.first().is_some_and(|header| matches!(header.joint, HeaderJoint::Wide(_)));
    let shows_new_line = table.sections().any(|(header, range)| {
        let indent = count_indent(table.lines[header.lines.start]);
        let is_below_label = |line: &str| !line.trim().is_empty() && count_indent(line) == indent;
        let rows = &table.lines[range];
        let stands_twice = |pair: &[&str]| pair[0] == pair[1] && is_below_label(pair[0]);
        let is_marked = |line: &&str| is_below_label(line) && word_marks::marks_new_line(line);
        rows.windows(2).any(stands_twice) || rows.iter().any(is_marked)
    });
    is_wide && shows_new_line && !has_rows_of_two_columns(table)
}

fn count_indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Returns true if a line has both cells of a row, below the two labels of its header row.
fn has_rows_of_two_columns(table: &ExtractedTable<'_>) -> bool {
    table.sections().any(|(header, range)| match header.joint {
        HeaderJoint::Wide(column) => {
            table.lines[range].iter().any(|line| cell_lines::has_two_columns(line, column))
        }
        _ => false,
    })
}

/// Returns true if a link in parentheses below a revision's label is broken: its bracket is on a line of its own.
fn has_broken_heading(lines: &[&str]) -> bool {
    lines.windows(3).any(|lines| lines[0].trim() == "(" && lines[2].trim().starts_with([')', '|']))
}
