//! Rows as a line of text each, so that a table of cases shows what pairing makes of cells.
//!
//! `=a` is context, `~a|b` changed, `-a` removed, `+a` added, `<1 a` and `>1 a` moved from and to, with the number
//! of the move; `?` before it marks a row that was guessed.

use crate::model::{Change, Line, Row};

/// The rows of a hunk.
pub(crate) fn shown(rows: &[Row<Line<'_>>]) -> Vec<String> {
    rows.iter().map(of_row).collect()
}

fn of_row(row: &Row<Line<'_>>) -> String {
    let guessed = if row.is_ambiguous { "?" } else { "" };
    match &row.change {
        Change::Context(lines) => format!("{guessed}={}", lines.old),
        Change::Changed(lines) => format!("{guessed}~{}|{}", lines.old, lines.new),
        Change::Removed(line) => format!("{guessed}-{line}"),
        Change::Added(line) => format!("{guessed}+{line}"),
        Change::MovedFrom(line, number) => format!("{guessed}<{number} {line}"),
        Change::MovedTo(line, number) => format!("{guessed}>{number} {line}"),
    }
}
