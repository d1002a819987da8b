//! The sheet of a table: marks and escapes undone, the sides by the columns, and what is in doubt said.

use std::borrow::Cow;

use super::escapes::TableEscapes;
use super::marks;
use super::rows::{
    BlankRowForm, EscapeForm, LineRow, RowDoubt, RowItem, TableForm, TextTable, TextTableRow, has_same_words,
};
use crate::model::{Page, Shape, Side, Sides, Warning, WarningCode};
use crate::parse::input::InputLines;
use crate::parse::page::heading::Heading;
use crate::parse::sheet::{Cell, Integrity, Marker, RowClaim, Section, Sheet, SideEvidence, Source};
use crate::parse::unread_lines::UnreadLines;

/// Number of context rows that MediaWiki prints above and below a change.
const CONTEXT_ROWS: usize = 2;

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

/// Doubts rows whose two texts differ in white space alone: without markers, a form that drops marked white space writes such
/// rows.
fn doubt_spaces(rows: &mut [TextTableRow<'_>]) {
    for row in rows {
        let RowItem::Lines(lines) = &mut row.item else { continue };
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let is_alike = lines.pair_texts().is_some_and(|texts| {
            !has_same_words(texts.old, texts.new) && letters(texts.old) == letters(texts.new)
        });
        if is_alike {
            lines.doubt = lines.doubt.or(Some(RowDoubt::Sign));
        }
    }
}

/// Doubts changed rows without their markers in a table that has markers: text that looks like a border gave them their
/// columns.
fn doubt_unmarked_changes(rows: &mut [TextTableRow<'_>]) {
    for row in rows {
        let RowItem::Lines(lines) = &mut row.item else { continue };
        let has_marker = lines.markers.map(|marker| marker.is_some());
        let is_marked = match (&lines.texts.old, &lines.texts.new) {
            (Some(old), Some(new)) => has_same_words(old, new) || has_marker.old && has_marker.new,
            (Some(_), None) => has_marker.old && !has_marker.new,
            (None, _) => has_marker.new && !has_marker.old,
        };
        if !is_marked {
            lines.doubt = lines.doubt.or(Some(RowDoubt::Border));
        }
    }
}

fn rows_of_lines<'r, 'a>(rows: &'r [TextTableRow<'a>]) -> impl Iterator<Item = &'r LineRow<'a>> {
    rows.iter().filter_map(|row| match &row.item {
        RowItem::Lines(lines) => Some(lines),
        RowItem::Header(_) => None,
    })
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

/// Reports the rows in doubt, a warning for each kind of doubt.
fn report_doubts(input: &InputLines<'_>, table: &TextTable<'_>, sheet: &mut Sheet<'_>) {
    let is_verified = is_verified_by_numbers(table);
    let mut doubts: Vec<(RowDoubt, usize)> = Vec::new();
    for (row, is_verified) in table.rows.iter().zip(is_verified) {
        let RowItem::Lines(lines) = &row.item else { continue };
        let doubt = lines.doubt.filter(|doubt| *doubt != RowDoubt::Blank || !is_verified);
        if let Some(doubt) = doubt
            && !doubts.iter().any(|(other, _)| *other == doubt)
        {
            doubts.push((doubt, row.at));
        }
        if lines.doubt == Some(RowDoubt::Blank) && is_verified {
            clear_doubt(sheet, input.line_number(row.at));
        }
    }
    for (doubt, at) in doubts {
        sheet.lower_integrity(Integrity::Repaired);
        sheet.warnings.push(Warning::new(input.line_number(at), WarningCode::Altered, doubt_message(doubt)));
    }
}

fn clear_doubt(sheet: &mut Sheet<'_>, line: u32) {
    let cells = sheet.sections.iter_mut().flat_map(|section| &mut section.cells);
    cells.filter(|cell| cell.line == line).for_each(|cell| cell.is_ambiguous = false);
}

const fn doubt_message(doubt: RowDoubt) -> &'static str {
    match doubt {
        RowDoubt::Border => {
            "the text of a row here has the signs between the columns as well; where its sides begin and end was inferred"
        }
        RowDoubt::Blank => {
            "this form of the table shows no difference between empty lines that are unchanged, removed or added; they were \
             read as the lines around them"
        }
        RowDoubt::Sign => {
            "the program that wrote this table added signs or blanks to a line here, and which ones cannot be told for \
             certain"
        }
        RowDoubt::Join => {
            "a line here was cut into several, and whether a space belongs between them cannot be told for certain"
        }
    }
}

/// Tells for each row if the line numbers of its header and the next one confirm the number of lines on both sides.
fn is_verified_by_numbers(table: &TextTable<'_>) -> Vec<bool> {
    let mut verified = vec![false; table.rows.len()];
    let mut open: Option<(usize, Sides<u32>)> = None;
    for (at, row) in table.rows.iter().enumerate() {
        let RowItem::Header(next) = &row.item else { continue };
        if let Some((first, start)) = open {
            let count = |side: Side| {
                let lines = rows_of_lines(&table.rows[first..at]).filter(|row| row.texts.get(side).is_some());
                u32::try_from(lines.count()).unwrap_or(u32::MAX)
            };
            let gap = |side: Side| next.get(side).checked_sub(start.get(side).saturating_add(count(side)));
            if gap(Side::Old).is_some() && gap(Side::Old) == gap(Side::New) {
                verified[first..at].fill(true);
            }
        }
        open = Some((at + 1, *next));
    }
    verified
}

/// Reports a table that may have lost its rows without text.
fn report_missing_rows(table: &TextTable<'_>, sheet: &mut Sheet<'_>) {
    let is_blank = |row: &LineRow<'_>| {
        [&row.texts.old, &row.texts.new].into_iter().flatten().all(|text| text.trim().is_empty())
    };
    if table.form.blanks == BlankRowForm::Stated || rows_of_lines(&table.rows).any(is_blank) {
        return;
    }
    if let Some(line) = find_short_context(sheet) {
        let message = "unchanged empty lines are missing here; the program that wrote this table dropped them, and line numbers may be too low";
        sheet.add_damage(Warning::new(line, WarningCode::BlankLines, message));
    } else if table.form.blanks == BlankRowForm::MayBeMissing {
        let message = "empty lines may be missing and line numbers too low; the program that wrote this table may have dropped rows without text";
        sheet.lower_integrity(Integrity::Repaired);
        sheet.warnings.push(Warning::new(None, WarningCode::BlankLines, message));
    }
}

/// Finds a hunk with less context than MediaWiki prints. Returns its first line in the input.
fn find_short_context(sheet: &Sheet<'_>) -> Option<u32> {
    let last = sheet.sections.len().saturating_sub(1);
    let short = sheet.sections.iter().enumerate().find(|(at, section)| {
        let is_context = |cell: &&Cell<'_>| cell.marker == Some(Marker::Context);
        let above = section.cells.iter().take_while(is_context).count() / 2;
        let below = section.cells.iter().rev().take_while(is_context).count() / 2;
        let expected_above = section.start.map_or(0, |start| start.old.min(start.new).saturating_sub(1));
        let is_short_above =
            above < CONTEXT_ROWS.min(usize::try_from(expected_above).unwrap_or(CONTEXT_ROWS));
        section.start.is_some() && (is_short_above || *at < last && below < CONTEXT_ROWS)
    });
    short?.1.cells.first().map(|cell| cell.line)
}

/// Reports a hunk with more context than MediaWiki prints: one of its rows changed in white space alone, which this table
/// does not show.
fn report_hidden_changes(sheet: &mut Sheet<'_>) {
    let hidden = sheet.sections.iter().find_map(|section| {
        let is_context = |cell: &Cell<'_>| cell.marker == Some(Marker::Context);
        let rows: Vec<&Cell<'_>> =
            section.cells.iter().filter(|cell| cell.claim == RowClaim::First).collect();
        let runs = rows.chunk_by(|above, below| is_context(above) == is_context(below)).enumerate();
        let count = rows.chunk_by(|above, below| is_context(above) == is_context(below)).count();
        let mut long = runs.filter(|(at, run)| {
            let is_between = *at > 0 && at + 1 < count;
            let most = if is_between { 2 * CONTEXT_ROWS } else { CONTEXT_ROWS };
            is_context(run[0]) && (run.len() > most || count == 1)
        });
        long.next().map(|(_, run)| run[0].line)
    });
    if let Some(line) = hidden {
        let message =
            "more lines than usual are unchanged here: a change of white space may be hidden among them";
        sheet.lower_integrity(Integrity::Repaired);
        sheet.warnings.push(Warning::new(line, WarningCode::SpacesFolded, message));
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
