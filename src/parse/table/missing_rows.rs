//! Rows that a program dropped, and changes that it hid: what the number of context rows tells.

use super::row_doubts::rows_of_lines;
use super::rows::{BlankRowForm, LineRow, TextTable};
use crate::model::{Warning, WarningCode};
use crate::parse::sheet::{Cell, Integrity, Marker, RowClaim, Sheet};

/// Number of context rows that MediaWiki prints above and below a change.
const CONTEXT_ROWS: usize = 2;

/// Returns true for a row without text on either side.
fn is_blank_row(row: &LineRow<'_>) -> bool {
    [&row.texts.old, &row.texts.new].into_iter().flatten().all(|text| text.trim().is_empty())
}

/// Reports a table that may have lost its rows without text.
pub(super) fn report_missing_rows(table: &TextTable<'_>, sheet: &mut Sheet<'_>) {
    if table.form.blanks == BlankRowForm::Stated || rows_of_lines(&table.rows).any(is_blank_row) {
        return;
    }
    if let Some(line) = find_short_context(sheet) {
        let message = "unchanged empty lines are missing here; the program that wrote this table dropped them, and line \
                       numbers may be too low";
        sheet.add_damage(Warning::new(line, WarningCode::BlankLines, message));
    } else if table.form.blanks == BlankRowForm::MayBeMissing {
        let message = "empty lines may be missing and line numbers too low; the program that wrote this table may have \
                       dropped rows without text";
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
pub(super) fn report_hidden_changes(sheet: &mut Sheet<'_>) {
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
