//! Sheets as lines of text, for the table tests of the readers.
//!
//! `=a` is context, `-a` removed, `+a` added, `<a` and `>a` moved from and to; `old:a` and `new:a` state a side
//! without a marker, `a` states nothing. `|` joins the new cell of a row to its old cell, `@3,5` opens a section.

use crate::model::Side;
use crate::parse::sheet::{Cell, Marker, RowClaim, Section, Sheet};

/// Formats the rows of a sheet.
pub(crate) fn format_rows(sheet: &Sheet<'_>) -> Vec<String> {
    let mut rows = Vec::new();
    for Section { start, cells, .. } in &sheet.sections {
        rows.extend(start.map(|start| format!("@{},{}", start.old, start.new)));
        for cell in cells {
            match rows.last_mut() {
                Some(row) if cell.claim == RowClaim::Second => *row = format!("{row}|{}", format_cell(cell)),
                _ => rows.push(format_cell(cell)),
            }
        }
    }
    rows
}

fn format_cell(cell: &Cell<'_>) -> String {
    let sign = match (cell.marker, cell.side) {
        _ if cell.claim == RowClaim::Border => "border",
        (Some(Marker::Context), _) => "=",
        (Some(Marker::Removed), _) => "-",
        (Some(Marker::Added), _) => "+",
        (Some(Marker::Moved(_)), Some(Side::Old)) => "<",
        (Some(Marker::Moved(_)), _) => ">",
        (None, Some(Side::Old)) => "old:",
        (None, Some(Side::New)) => "new:",
        (None, None) => "",
    };
    format!("{sign}{}", cell.text.trim_matches('\t'))
}
