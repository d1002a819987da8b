//! Rows in doubt: which they are, and what the reader is told about them.

use super::rows::{LineRow, RowDoubt, RowItem, TextTable, TextTableRow, has_same_words};
use crate::model::{Side, Sides, Warning, WarningCode};
use crate::parse::input::InputLines;
use crate::parse::sheet::{Integrity, Sheet};

/// Doubts rows whose two texts differ in white space alone: without markers, a form that drops marked white space writes such
/// rows.
pub(super) fn doubt_spaces(rows: &mut [TextTableRow<'_>]) {
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
pub(super) fn doubt_unmarked_changes(rows: &mut [TextTableRow<'_>]) {
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

pub(super) fn rows_of_lines<'r, 'a>(rows: &'r [TextTableRow<'a>]) -> impl Iterator<Item = &'r LineRow<'a>> {
    rows.iter().filter_map(|row| match &row.item {
        RowItem::Lines(lines) => Some(lines),
        RowItem::Header(_) => None,
    })
}

/// Reports the rows in doubt, a warning for each kind of doubt.
pub(super) fn report_doubts(input: &InputLines<'_>, table: &TextTable<'_>, sheet: &mut Sheet<'_>) {
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
pub(super) fn is_verified_by_numbers(table: &TextTable<'_>) -> Vec<bool> {
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
