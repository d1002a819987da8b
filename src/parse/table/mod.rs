//! Tables of a diff that a program wrote as text. A diff page is a table of four columns: marker and line of the old side,
//! marker and line of the new one. Each written form of such a table becomes rows of cells again, and one reader makes the
//! sheet of them.
//!
//! ```text
//! lines ─▶ find the form ─┬─ pipes    | − | old | + | new |  ─┐
//!                         ├─ grid     +----+-----+            ├─▶ rows ─▶ marks ─▶ escapes ─▶ rows_to_sheet
//!                         └─ columns  − old        + new      ─┘
//! ```
//!
//! The table ends where its rows end, whatever stands below. The forms state the sides by their columns; what they add or
//! lose (escapes, marks of changed words, empty rows) is undone where the whole table agrees, and told where it does not.

mod columns;
mod escapes;
mod grid;
mod marks;
mod measure;
mod missing_rows;
pub(crate) mod pipes;
mod punctuation;
mod row_doubts;
mod rows;
mod rows_to_sheet;
mod wraps;

use crate::model::Shape;
use crate::parse::input::InputLines;
use crate::parse::page::heading;
use crate::parse::sheet::Sheet;
use crate::parse::unread_lines::UnreadLines;

use rows::TextTable;

/// Finds the form of the first table in the lines, with the reason for `--explain`.
pub(crate) fn detect_form(input: &InputLines<'_>) -> Option<(Shape, &'static str)> {
    if grid::find_table(input, 0).is_some() {
        return Some((Shape::Grid, "there are headers with two line numbers between rule lines"));
    }
    if pipes::find_header(input, 0).is_some() {
        return Some((Shape::Markdown, "there are headers with two line numbers in a table of pipes"));
    }
    if columns::find_table(input, 0).is_some() {
        return Some((Shape::Columns, "there are headers with two line numbers above two columns of text"));
    }
    None
}

/// Parses every table of a form.
pub(crate) fn parse_sheets<'a>(input: &InputLines<'a>, shape: Shape) -> Vec<Sheet<'a>> {
    let mut sheets = Vec::new();
    let mut from = 0;
    while let Some(table) = find_table(input, shape, from) {
        let heading = heading::parse_heading_in(input, from..table.lines.start);
        let end = table.lines.end.max(from + 1);
        let note = rows_to_sheet::form_note(table.form);
        let mut sheet = rows_to_sheet::make_sheet(input, shape, heading, table, input.line_number(from));
        sheet.notes.push(note.to_owned());
        sheets.push(sheet);
        from = end;
    }
    if let Some(last) = sheets.last_mut() {
        let mut unread = UnreadLines::default();
        (from..input.len()).for_each(|at| unread.add(input.lines()[at], at));
        last.warnings.extend(unread.take_warnings(input.line_map()));
    }
    sheets
}

/// Finds the next table of a form.
fn find_table<'a>(input: &InputLines<'a>, shape: Shape, from: usize) -> Option<TextTable<'a>> {
    match shape {
        Shape::Markdown => {
            let header = pipes::find_header(input, from);
            let limit = header.map_or(input.len(), |(at, _)| at);
            // Rows above the first header belong to the same table.
            let marked = pipes::find_marked_row(input, from).filter(|at| *at < limit);
            match (marked, header) {
                (Some(marked), _) => Some(pipes::read_table(input, marked, None)),
                (None, Some((at, header))) => Some(pipes::read_table(input, at, Some(header))),
                (None, None) => None,
            }
        }
        Shape::Grid => grid::find_table(input, from),
        Shape::Columns => columns::find_table(input, from),
        _ => None,
    }
}
