//! The sheet of a table: marks and escapes undone, the sides by the columns, and what is in doubt said.

use std::borrow::Cow;

use super::escapes::TableEscapes;
use super::marks;
use super::missing_rows::{report_hidden_changes, report_missing_rows};
use super::row_doubts::{
    doubt_spaces, doubt_unmarked_changes, is_verified_by_numbers, report_doubts, rows_of_lines,
};
use super::rows::{BlankRowForm, EscapeForm, LineRow, RowDoubt, RowItem, TableForm, TextTable, TextTableRow};
use crate::model::{Page, Shape, Side, Warning, WarningCode};
use crate::parse::input::InputLines;
use crate::parse::page::heading::Heading;
use crate::parse::sheet::{Cell, Marker, RowClaim, Section, Sheet, SideEvidence, Source};
use crate::parse::unread_lines::UnreadLines;

/// Makes the sheet of a table below a heading.
pub(crate) fn make_sheet<'a>(
    input: &InputLines<'a>,
    shape: Shape,
    mut heading: Heading<'a>,
    mut table: TextTable<'a>,
    first_line: u32,
) -> Sheet<'a> {
    heading.move_lone_label_to_new();
    let mut sheet = Sheet::new(shape, Source::new(SideEvidence::Columns), first_line);
    sheet.page =
        Page { language: heading.languages.likeliest_language(input.headers().languages()), ..heading.page };
    sheet.nbsp = input.nbsp();
    sheet.warnings = heading.unread.take_warnings(input.line_map());
    marks::remove_marks(&mut table.rows);
    if table.form.escapes != EscapeForm::Plain {
        undo_escapes(&mut table.rows, table.form.escapes);
    }
    place_blank_rows(&mut table);
    let has_markers =
        rows_of_lines(&table.rows).any(|row| row.markers.old.is_some() || row.markers.new.is_some());
    if has_markers {
        doubt_unmarked_changes(&mut table.rows);
    } else {
        doubt_spaces(&mut table.rows);
    }
    sheet.sections = collect_sections(input, &table.rows, has_markers);
    report_strays(input, &table, &mut sheet);
    report_doubts(input, &table, &mut sheet);
    report_missing_rows(&table, &mut sheet);
    if !has_markers {
        report_hidden_changes(&mut sheet);
    }
    sheet
}

/// Gives rows without text the side of the rows around them, unless the line numbers confirm that they are context.
fn place_blank_rows(table: &mut TextTable<'_>) {
    let is_verified = is_verified_by_numbers(table);
    let mut above = None;
    let mut open: Vec<usize> = Vec::new();
    for (at, is_verified) in is_verified.into_iter().enumerate() {
        let side = match &table.rows[at].item {
            RowItem::Lines(lines) if lines.doubt == Some(RowDoubt::Blank) && !is_verified => {
                open.push(at);
                continue;
            }
            RowItem::Lines(lines) => sole_side(lines),
            RowItem::Header(_) => None,
        };
        for blank in open.drain(..) {
            if let (RowItem::Lines(lines), Some(side)) =
                (&mut table.rows[blank].item, side.filter(|_| side == above))
            {
                *lines.texts.get_mut(side.opposite()) = None;
            }
        }
        above = side;
    }
}

/// Returns the side of a row with one line.
const fn sole_side(row: &LineRow<'_>) -> Option<Side> {
    match (&row.texts.old, &row.texts.new) {
        (Some(_), None) => Some(Side::Old),
        (None, Some(_)) => Some(Side::New),
        _ => None,
    }
}

/// Undoes the escapes in all texts.
fn undo_escapes(rows: &mut [TextTableRow<'_>], form: EscapeForm) {
    let texts = rows_of_lines(rows).flat_map(|row| row.texts.old.iter().chain(&row.texts.new));
    let escapes = TableEscapes::count(form, texts.map(AsRef::as_ref));
    for row in rows {
        let RowItem::Lines(lines) = &mut row.item else { continue };
        for side in [Side::Old, Side::New] {
            let Some(text) = lines.texts.get_mut(side) else { continue };
            let undone = escapes.undo(text);
            let is_doubtful = undone.is_doubtful;
            if let Cow::Owned(undone) = undone.text {
                *text = Cow::Owned(undone);
            }
            if is_doubtful {
                lines.doubt = lines.doubt.or(Some(RowDoubt::Sign));
            }
        }
    }
}

/// Collects the rows as cells, a section for each header.
fn collect_sections<'a>(
    input: &InputLines<'a>,
    rows: &[TextTableRow<'a>],
    has_markers: bool,
) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    for row in rows {
        match &row.item {
            RowItem::Header(start) => sections.push(Section { start: Some(*start), ..Section::default() }),
            RowItem::Lines(lines) => {
                if sections.is_empty() {
                    sections.push(Section::default());
                }
                if let Some(section) = sections.last_mut() {
                    section.cells.extend(make_cells(lines, input.line_number(row.at), has_markers));
                }
            }
        }
    }
    sections
}

/// Makes the cells of a row. Without markers in the table, equal texts are context.
fn make_cells<'a>(row: &LineRow<'a>, line: u32, has_markers: bool) -> Vec<Cell<'a>> {
    let is_ambiguous = row.doubt.is_some();
    let cell = |side: Side, marker, claim| {
        let text = row.texts.get(side).clone()?;
        Some(Cell { side: Some(side), marker: Some(marker), claim, is_ambiguous, ..Cell::new(text, line) })
    };
    let is_moved = |side: Side| matches!(row.markers.get(side), Some(Marker::Moved(_)));
    let is_marked = row.markers.old.is_some() || row.markers.new.is_some();
    let (old, new) = match (&row.texts.old, &row.texts.new) {
        (Some(_), Some(_)) if is_marked || !has_markers && !row.is_context() => {
            (Marker::Removed, Marker::Added)
        }
        (Some(_), Some(_)) => (Marker::Context, Marker::Context),
        _ => {
            let marker = |side, plain| if is_moved(side) { Marker::Moved(None) } else { plain };
            (marker(Side::Old, Marker::Removed), marker(Side::New, Marker::Added))
        }
    };
    let second = if row.texts.old.is_some() { RowClaim::Second } else { RowClaim::First };
    [cell(Side::Old, old, RowClaim::First), cell(Side::New, new, second)].into_iter().flatten().collect()
}

/// Reports lines between the rows that are no rows.
fn report_strays(input: &InputLines<'_>, table: &TextTable<'_>, sheet: &mut Sheet<'_>) {
    let mut strays = UnreadLines::default();
    table.strays.iter().for_each(|&at| strays.add(input.lines()[at], at));
    for stray in strays.take_warnings(input.line_map()) {
        sheet.add_damage(Warning { code: WarningCode::StrayLine, ..stray });
    }
}

/// Facts that a form states about itself, for `--explain`.
pub(crate) fn form_note(form: TableForm) -> &'static str {
    match form.blanks {
        BlankRowForm::Stated => "the columns of the table state the side of every line",
        BlankRowForm::Alike | BlankRowForm::MayBeMissing => {
            "the columns of the table state the side of every line with text, but not of empty lines"
        }
    }
}
