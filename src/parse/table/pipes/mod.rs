//! The form of pipes: the table of four columns as converters to Markdown write it, with or without outer pipes and rule
//! lines.
//!
//! ```text
//! | Line 19: | | Line 17: | |        Line 19: | Line 17:
//! |  | context |  | context |        | context |  | context
//! | − | old | + | new |              − | old | + | new
//! ```

mod padded_pipes;
mod pipe_borders;
mod pipe_layout;
mod pipe_rows;

use crate::model::Side;
use crate::parse::input::InputLines;
use crate::parse::page::messages;
use crate::parse::sheet::Marker;
use crate::parse::table::rows::{
    BlankRowForm, EscapeForm, LineRow, RowDoubt, RowItem, TableForm, TextTable, TextTableRow, parse_marker,
};
use pipe_layout::{ColumnSpans, PipeHeader, PipeLayout};
use pipe_rows::{RowSplitter, may_be_row};

/// The layout of a table without headers.
const LAYOUT_WITHOUT_HEADER: PipeLayout = PipeLayout { has_outer_pipes: true, spans: ColumnSpans::Kept };

/// Maximum number of lines of a wrapped row. A paragraph has up to about a hundred.
const MAX_WRAPPED_LINES: usize = 200;

/// Maximum number of lines between two rows of one table.
const MAX_GAP_LINES: usize = 40;

/// Finds the first header row from a line on.
pub(crate) fn find_header(input: &InputLines<'_>, from: usize) -> Option<(usize, PipeHeader)> {
    (from..input.len()).find_map(|at| {
        let header = PipeHeader::parse(input.lines()[at])?;
        let is_header = header.is_known || is_confirmed(input, at, header);
        is_header.then_some((at, header))
    })
}

/// Returns true if a row of the header's layout follows: the words of the header are in an unknown language.
fn is_confirmed(input: &InputLines<'_>, at: usize, header: PipeHeader) -> bool {
    let splitter = RowSplitter::new(header.layout, std::iter::empty());
    let rows = (at + 1..input.len()).map(|at| input.lines()[at]).filter(|line| !header.layout.is_rule(line));
    rows.take(1).any(|line| splitter.split(line).is_some_and(|row| row.is_context()))
}

/// Finds the first row with a marker from a line on, in a table without headers.
pub(crate) fn find_marked_row(input: &InputLines<'_>, from: usize) -> Option<usize> {
    (from..input.len()).find(|&at| parse_marked_row(input.lines()[at]).is_some())
}

/// Parses a line as a row with a marker, in a table with outer pipes.
pub(crate) fn parse_marked_row(line: &str) -> Option<LineRow<'_>> {
    let (first, _) = line.strip_prefix('|')?.split_once('|')?;
    parse_marker(first, Side::Old)?;
    if !line.contains(['−', '-', '–', '+', '⚫']) {
        return None;
    }
    let splitter = RowSplitter::new(LAYOUT_WITHOUT_HEADER, std::iter::empty());
    splitter.split(line).filter(has_marker)
}

/// Returns true if the markers of a row are those of its lines.
fn has_marker(row: &LineRow<'_>) -> bool {
    let moved = Some(Marker::Moved(None));
    let (texts, markers) = (&row.texts, row.markers);
    match (&texts.old, &texts.new) {
        (Some(_), Some(_)) => markers.old == Some(Marker::Removed) && markers.new == Some(Marker::Added),
        (Some(_), None) => markers.old == Some(Marker::Removed) || markers.old == moved,
        (None, _) => markers.new == Some(Marker::Added) || markers.new == moved,
    }
}

/// Reads the table that begins at a header or, without one, at a row.
pub(crate) fn read_table<'a>(
    input: &InputLines<'a>,
    start: usize,
    header: Option<PipeHeader>,
) -> TextTable<'a> {
    let layout = header.map_or(LAYOUT_WITHOUT_HEADER, |header| header.layout);
    let first = if header.is_some() { start } else { find_first_row(input, start) };
    let from_rule = (0..first).rev().take(2).map(|at| input.lines()[at]);
    let sample =
        from_rule.chain(input.lines()[first..].iter().copied().take_while(|line| may_be_inside(line)));
    let mut reader = PipeReader {
        input,
        splitter: RowSplitter::new(layout, sample),
        layout,
        table: TextTable { form: form_of(layout), ..TextTable::default() },
    };
    let end = reader.read_rows(first);
    reader.table.lines = first..end;
    reader.table
}

fn form_of(layout: PipeLayout) -> TableForm {
    let blanks = match layout.spans {
        _ if !layout.has_outer_pipes => BlankRowForm::Stated,
        ColumnSpans::Marked => BlankRowForm::Stated,
        ColumnSpans::Padded => BlankRowForm::Alike,
        ColumnSpans::Kept | ColumnSpans::Dropped => BlankRowForm::MayBeMissing,
    };
    TableForm { blanks, escapes: EscapeForm::Markdown }
}

/// Finds the first of the rows above a marked row.
fn find_first_row(input: &InputLines<'_>, marked: usize) -> usize {
    let splitter = RowSplitter::new(LAYOUT_WITHOUT_HEADER, std::iter::empty());
    (0..marked)
        .rev()
        .take_while(|at| {
            let line = input.lines()[*at];
            LAYOUT_WITHOUT_HEADER.is_rule(line) || splitter.split(line).is_some_and(|row| row.is_context())
        })
        .last()
        .unwrap_or(marked)
}

/// Returns true for a line that may stand inside a table.
fn may_be_inside(line: &str) -> bool {
    line.trim().is_empty() || line.contains('|')
}

/// Reader of the rows of one table.
struct PipeReader<'i, 'a> {
    input: &'i InputLines<'a>,
    splitter: RowSplitter,
    layout: PipeLayout,
    table: TextTable<'a>,
}

impl<'a> PipeReader<'_, 'a> {
    fn line(&self, at: usize) -> Option<&'a str> {
        self.input.line(at)
    }

    /// Reads the rows from a line on. Returns the index after the last row.
    fn read_rows(&mut self, first: usize) -> usize {
        let mut at = first;
        let mut end = first;
        while at < self.input.len() {
            if let Some(next) = self.read_row(at) {
                at = next;
                end = at;
                continue;
            }
            // A line of pipes directly below a row belongs to the table, whatever it is.
            if at == end && end > first && self.input.lines()[at].trim_start().starts_with('|') {
                self.table.strays.push(at);
                at += 1;
                end = at;
                continue;
            }
            let Some(next) = self.find_next_row(at) else { break };
            self.table.strays.extend(
                (at..next).filter(|&at| self.input.lines()[at].contains(|c: char| !c.is_whitespace())),
            );
            at = next;
        }
        end
    }

    /// Reads the row at a line. Returns the index after it, or `None` if there is no row.
    fn read_row(&mut self, at: usize) -> Option<usize> {
        let line = self.line(at)?;
        if let Some(header) = PipeHeader::parse(line).filter(|header| header.layout == self.layout) {
            self.table.rows.push(TextTableRow { at, item: RowItem::Header(header.numbers) });
            return Some(at + 1);
        }
        if self.layout.is_rule(line) {
            return Some(at + 1);
        }
        let (row, lines) = match self.read_blank_row(at).or_else(|| self.read_wrapped_row(at)) {
            Some(found) => found,
            None => (self.splitter.split(line)?, 1),
        };
        self.table.rows.push(TextTableRow { at, item: RowItem::Lines(row) });
        Some(at + lines)
    }

    /// Reads a row of empty lines in a table without outer pipes, where the break in an empty line ends the line.
    ///
    /// ```text
    /// |                         |                     |  |
    /// |  |                      |
    ///
    /// context                   removed               added
    /// ```
    fn read_blank_row(&self, at: usize) -> Option<(LineRow<'a>, usize)> {
        if self.layout.has_outer_pipes {
            return None;
        }
        let pipes = |at: usize| {
            let line = self.line(at)?;
            let is_blank = line.bytes().all(|byte| matches!(byte, b'|' | b' '));
            is_blank.then(|| line.bytes().filter(|byte| *byte == b'|').count())
        };
        match (pipes(at)?, pipes(at + 1), pipes(at + 2)) {
            (1, Some(2), Some(0)) => Some((LineRow::pair("", ""), 3)),
            (1, Some(1), _) => Some((LineRow::removed(""), 2)),
            (2, Some(0), _) => Some((LineRow::added(""), 2)),
            _ => None,
        }
    }

    /// Reads a row that was wrapped, in a table without outer pipes: it goes on until a line break of Markdown.
    fn read_wrapped_row(&self, at: usize) -> Option<(LineRow<'a>, usize)> {
        let is_continued = |line: &str| !line.ends_with(' ') && !line.ends_with('|');
        let line = self
            .line(at)
            .filter(|line| !self.layout.has_outer_pipes && may_be_row(line) && is_continued(line))?;
        let mut text = line.to_owned();
        let mut lines = 1;
        while lines < MAX_WRAPPED_LINES
            && let Some(next) = self.line(at + lines)
            && is_continued(&text)
            && !next.trim().is_empty()
            && !may_be_row(next)
        {
            text.push(' ');
            text.push_str(next);
            lines += 1;
        }
        let row = self.splitter.split(&text).filter(|_| lines > 1 && !is_continued(&text))?;
        Some((row.with_doubt(RowDoubt::Join).into_owned(), lines))
    }

    /// Finds the next row of the same table below a line that is no row. The page below the table has tables of its own, so
    /// only a row that no other table has counts.
    fn find_next_row(&self, from: usize) -> Option<usize> {
        let limit = self.input.len().min(from + MAX_GAP_LINES);
        let title_at =
            |at: &usize| messages::parse_title(self.input.lines()[*at].trim_start_matches(['#', ' ']).trim());
        let stop = (from..limit).find(|at| title_at(at).is_some()).unwrap_or(limit);
        (from + 1..stop).find(|&at| self.is_certain_row(at))
    }

    fn is_certain_row(&self, at: usize) -> bool {
        let line = self.input.lines()[at];
        if PipeHeader::parse(line).is_some_and(|header| header.is_known && header.layout == self.layout) {
            return true;
        }
        if !self.layout.has_outer_pipes && !may_be_row(line) {
            return false;
        }
        let has_text = |row: &LineRow<'_>| row.texts.old.as_ref().is_some_and(|text| !text.trim().is_empty());
        self.splitter.split(line).is_some_and(|row| row.is_context() && has_text(&row) || has_marker(&row))
    }
}
