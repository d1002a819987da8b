//! The table of an extracted text before its rows are read, and the rows as a reader found them.

use std::ops::Range;

use crate::model::{Warning, WarningCode};
use crate::parse::line_map::LineMap;
use crate::parse::sheet::{BlankRows, Engine, Integrity, Section, SideEvidence};

use super::header_rows::HeaderRow;

/// The table of an extracted text, with the lines around it.
pub(crate) struct ExtractedTable<'t> {
    /// All lines of the text.
    pub(crate) lines: &'t [&'t str],
    /// The header rows; at least one.
    pub(crate) headers: Vec<HeaderRow>,
    /// True if the text has signs of marks: those of changed words or of moved lines.
    pub(crate) has_marks: bool,
    /// The index after the last row.
    pub(crate) end: usize,
    /// The index of the first line of the rendered page, if it follows.
    pub(crate) rendered: Option<usize>,
    /// The map to the line numbers of the input.
    pub(crate) line_map: LineMap<'t>,
    /// The engines that can have printed the table.
    pub(crate) engines: &'static [Engine],
}

impl<'t> ExtractedTable<'t> {
    /// The line number of an index, counted from 1.
    pub(crate) fn line_number(&self, at: usize) -> u32 {
        self.line_map.line_number(at)
    }

    /// The sections: each header row with the indices of the lines below it.
    pub(crate) fn sections(&self) -> impl Iterator<Item = (&HeaderRow, Range<usize>)> {
        let ends = self.headers.iter().skip(1).map(|header| header.lines.start).chain([self.end]);
        self.headers.iter().zip(ends).map(|(header, end)| (header, header.lines.end.min(end)..end))
    }

    /// The lines from the first header row to the end.
    pub(crate) fn rows(&self) -> &[&'t str] {
        let first = self.headers.first().map_or(0, |header| header.lines.start);
        &self.lines[first..self.end.max(first)]
    }
}

/// The rows of a table, as the reader of its form found them.
pub(crate) struct TableRows {
    /// The sections with their cells.
    pub(crate) sections: Vec<Section<'static>>,
    /// The evidence for the sides.
    pub(crate) sides: SideEvidence,
    /// The state of the text.
    pub(crate) integrity: Integrity,
    /// The blank rows, where the form tells.
    pub(crate) blank_rows: Option<BlankRows>,
    /// The doubts about the rows.
    pub(crate) warnings: Vec<Warning>,
    /// The signs of the form, for `--explain`.
    pub(crate) reason: &'static str,
}

/// Warns that blanks at the borders of changed words may be the program's.
pub(crate) fn blanks_warning() -> Warning {
    let message = "a program set marks or line ends round the changed words, so that blanks beside them may be too many or \
                   missing";
    Warning::new(None, WarningCode::Altered, message)
}
