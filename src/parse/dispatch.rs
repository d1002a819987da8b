//! The reader of each shape of copied text. Only this module names them all.

use crate::model::{ByteChange, Shape, Side, Warning, WarningCode};
use crate::options::Options;
use crate::parse::sheet::{Cell, Integrity, Marker, RowClaim, Sheet};

use super::copied::detect::{self, Detected};
use super::copied::{
    lossy_copies, marked, marker_lines, marker_rows, php_padding, plain_cells, row_table, tabs,
};
use super::input::InputLines;
use super::table;
use super::unified;
use super::unread_lines::UnreadLines;

/// The wanted shape, or else the detected shape.
pub(crate) fn choose_shape<'a>(input: &InputLines<'a>, options: &Options) -> Option<Detected<'a>> {
    let stated = options.bytes.map(ByteChange::Signed);
    let wanted = options.shape.map(|shape| Detected::from_wanted(shape, stated));
    wanted.or_else(|| detect::detect_shape(input, stated))
}

/// Parses one diff, or several if the rows of a table keep them apart.
pub(crate) fn parse_sheets<'a>(
    input: &InputLines<'a>,
    text: &'a str,
    detected: Detected<'a>,
) -> Vec<Sheet<'a>> {
    let shape = detected.shape;
    let note = format!("shape {shape}, {}", detected.reason);
    let mut sheets = match shape {
        Shape::Unified => unified::parse_sheets(text, input.line_map()),
        Shape::Markdown | Shape::Grid | Shape::Columns => table::parse_sheets(input, shape),
        Shape::Marked if has_marked(input) => {
            let mut sheets = row_table::parse_sheets(input, shape, marked::candidates_at);
            for sheet in &mut sheets {
                php_padding::remove_padding(sheet, detected.bytes);
            }
            sheets
        }
        Shape::Marked if has_marker_rows(input) => {
            let mut sheets = row_table::parse_sheets(input, shape, marker_rows::candidates_at);
            let is_ambiguous = input.lines().iter().any(|line| marker_rows::is_ambiguous(line));
            for sheet in &mut sheets {
                if is_ambiguous {
                    sheet.lower_integrity(Integrity::Repaired);
                }
                marker_rows::doubt_unpaired_signs(sheet);
            }
            sheets
        }
        Shape::Marked => {
            let sheets = row_table::parse_sheets(input, shape, marker_lines::candidates_at);
            let otherwise = row_table::parse_sheets(input, shape, marker_lines::unspaced_candidates_at);
            let mut sheets = marker_lines::warn_of_marker_texts(sheets);
            let is_ambiguous = reads_otherwise(&sheets, &otherwise);
            for sheet in &mut sheets {
                mark_open_moves(sheet);
                if is_ambiguous {
                    sheet.lower_integrity(Integrity::Repaired);
                }
                doubt_lone_sign(sheet);
            }
            sheets
        }
        Shape::Tabs if tabs::is_desktop(input) => {
            let mut sheets = row_table::parse_sheets(input, shape, tabs::candidates_at);
            for sheet in &mut sheets {
                php_padding::remove_padding(sheet, detected.bytes);
            }
            sheets
        }
        Shape::Tabs | Shape::Cells | Shape::Rows => {
            vec![plain_cells::parse_sheet(input, shape, detected.into_heading(input))]
        }
        Shape::Inline | Shape::OneSide => {
            let bytes = detected.bytes;
            vec![lossy_copies::parse_sheet(input, shape, detected.into_heading(input), bytes)]
        }
        // Read before the text is split into lines, by the room `extracted_lines`, or compared as whole pages.
        Shape::Gaps
        | Shape::Glued
        | Shape::Pieces
        | Shape::Html
        | Shape::HtmlInline
        | Shape::Api
        | Shape::Rest
        | Shape::Feed
        | Shape::Revisions
        | Shape::Export => Vec::new(),
    };
    let mut unread = collect_lines_without_rows(input, &sheets);
    sheets.retain(has_rows);
    for sheet in &mut sheets {
        sheet.notes.insert(0, note.clone());
    }
    let has_row_signs = unread.has_row_signs();
    if let Some(last) = sheets.last_mut() {
        last.warnings.extend(unread.take_warnings(input.line_map()));
    }
    if has_row_signs {
        for sheet in &mut sheets {
            sheet.lower_integrity(Integrity::Repaired);
        }
    }
    sheets
}

/// Collects the lines of the sheets without rows, which are reported all the same.
fn collect_lines_without_rows(input: &InputLines<'_>, sheets: &[Sheet<'_>]) -> UnreadLines {
    let mut unread = UnreadLines::default();
    let mut at = 0;
    for (index, sheet) in sheets.iter().enumerate() {
        let next_line = sheets.get(index + 1).map_or(u32::MAX, |next| next.first_line);
        while at < input.len() && input.line_number(at) < next_line {
            if !has_rows(sheet) && input.line_number(at) >= sheet.first_line {
                unread.add(input.lines()[at], at);
            }
            at += 1;
        }
    }
    unread
}

/// True if there is something to show; for a file that git names, its name is enough. A heading with nothing below looks
/// like an inline view of blank lines.
fn has_rows(sheet: &Sheet<'_>) -> bool {
    if sheet.shape == Shape::Unified && sheet.page.title.is_some() {
        return true;
    }
    let mut cells = sheet.sections.iter().flat_map(|section| &section.cells);
    cells.any(|cell| sheet.shape != Shape::Inline || !cell.text.is_empty())
}

/// Flags the moved lines: their marks do not say which place is the old one.
fn mark_open_moves(sheet: &mut Sheet<'_>) {
    let cells = sheet.sections.iter_mut().flat_map(|section| &mut section.cells);
    let mut has_moves = false;
    for cell in cells.filter(|cell| matches!(cell.marker, Some(Marker::Moved(_)))) {
        (cell.is_ambiguous, has_moves) = (true, true);
    }
    if has_moves {
        sheet.lower_integrity(Integrity::Repaired);
    }
}

/// Doubts the only marked row if it is below the last header, where no line numbers check it: its sign may be text of a page
/// whose copy has no markers.
fn doubt_lone_sign(sheet: &mut Sheet<'_>) {
    let is_signed = |cell: &&Cell<'_>| !matches!(cell.marker, None | Some(Marker::Context));
    let mut signed = sheet.sections.iter().flat_map(|section| &section.cells).filter(is_signed);
    let line = match (signed.next(), signed.next()) {
        (Some(cell), None) => cell.line,
        _ => return,
    };
    let last = sheet.sections.last();
    if last.is_some_and(|section| section.cells.iter().any(|cell| is_signed(&cell))) {
        let message =
            "the only sign of a change stands here; it may be text of the page, and other lines changed";
        sheet.warnings.push(Warning::new(line, WarningCode::StrayLine, message));
        sheet.lower_integrity(Integrity::Repaired);
    }
}

/// True if another grammar reads as many lines into other rows.
fn reads_otherwise(sheets: &[Sheet<'_>], otherwise: &[Sheet<'_>]) -> bool {
    let cells = |sheets: &[Sheet<'_>]| -> Vec<(u32, RowClaim, Option<Side>)> {
        let sections = sheets.iter().flat_map(|sheet| &sheet.sections);
        sections.flat_map(|section| &section.cells).map(|cell| (cell.line, cell.claim, cell.side)).collect()
    };
    let has_stray = |sheet: &Sheet<'_>| sheet.integrity == Integrity::Damaged || !sheet.warnings.is_empty();
    cells(sheets) != cells(otherwise) && !otherwise.iter().any(has_stray)
}

/// True if markers stand before the text of rows, and none on a line of its own.
fn has_marker_rows(input: &InputLines<'_>) -> bool {
    let has = |is_marker: fn(&str) -> bool| input.lines().iter().any(|line| is_marker(line));
    has(marker_rows::is_distinctive) && !has(marker_lines::is_distinctive)
}

fn has_marked(input: &InputLines<'_>) -> bool {
    input.lines().iter().any(|line| marked::is_distinctive(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;

    #[test]
    fn warns_of_a_page_without_rows() {
        let paste =
            "Line 3:\tLine 3:\n−\t\na\n+\t\nb\nTarn: Difference between revisions\nLine 9:\tLine 9:\nc";
        let input = InputLines::new(paste, LineMap::default());
        let detected = choose_shape(&input, &Options::default()).expect("the paste is a diff");
        let sheets = parse_sheets(&input, paste, detected);
        let messages: Vec<_> =
            sheets.iter().flat_map(|sheet| &sheet.warnings).map(|warning| warning.message.as_str()).collect();
        let message =
            "lines 6 to 8 look like rows, but are outside the diff: \"Tarn: Difference between revisions\"";
        assert_eq!((sheets.len(), messages), (1, vec![message]));
    }
}
