//! Scores of a diff against the table that was copied.

use wikidiff::model::{Change, Diff, Line, Proof, Side};

use super::engine::{Engine, Table};

/// The part of a diff that is true. Text is compared as far as a copy can hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Accuracy {
    /// Not even the lines with text.
    Nothing,
    /// The lines with text of both sides, in order.
    Text,
    /// The empty lines as well.
    Sides,
    /// Every row.
    Rows,
}

/// The score of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The part that is true.
    pub(crate) accuracy: Accuracy,
    /// True if the proof of the diff is stated or checked.
    pub(crate) is_proved: bool,
}

/// Measures the reading of a paste of one diff.
pub(crate) fn score(diffs: &[Diff<'_, Line<'_>>], table: &Table) -> Verdict {
    let accuracy = if let [diff] = diffs { find_accuracy(diff, table) } else { Accuracy::Nothing };
    Verdict { accuracy, is_proved: diffs.iter().any(is_proved) }
}

fn find_accuracy(diff: &Diff<'_, Line<'_>>, table: &Table) -> Accuracy {
    let truth = [Side::Old, Side::New].map(|side| true_lines(table, side));
    let read = [Side::Old, Side::New].map(|side| read_lines(diff, side, table.engine));
    let text = |sides: &[Vec<String>; 2]| {
        sides.clone().map(|lines| lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>())
    };
    if text(&truth) != text(&read) {
        Accuracy::Nothing
    } else if truth != read {
        Accuracy::Text
    } else if true_rows(table) != read_rows(diff, table.engine) {
        Accuracy::Sides
    } else {
        Accuracy::Rows
    }
}

fn is_proved(diff: &Diff<'_, Line<'_>>) -> bool {
    diff.proof != Proof::Inferred
}

fn true_lines(table: &Table, side: Side) -> Vec<String> {
    table
        .rows()
        .filter_map(|row| row.change.line(side))
        .map(|line| fold_whitespace(line, table.engine))
        .collect()
}

fn read_lines(diff: &Diff<'_, Line<'_>>, side: Side, engine: Engine) -> Vec<String> {
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    rows.filter_map(|row| row.change.line(side)).map(|line| fold_whitespace(line, engine)).collect()
}

/// A row as it is compared: its kind and its folded lines.
type FoldedRow = (char, Vec<String>);

fn true_rows(table: &Table) -> Vec<FoldedRow> {
    table
        .rows()
        .map(|row| fold_row(&row.change, |line: &String| fold_whitespace(line, table.engine)))
        .collect()
}

fn read_rows(diff: &Diff<'_, Line<'_>>, engine: Engine) -> Vec<FoldedRow> {
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    rows.map(|row| fold_row(&row.change, |line: &Line<'_>| fold_whitespace(line, engine))).collect()
}

fn fold_row<L>(change: &Change<L>, fold: impl Fn(&L) -> String) -> FoldedRow {
    let lines: Vec<String> =
        [Side::Old, Side::New].iter().filter_map(|side| change.line(*side)).map(fold).collect();
    let is_blank = lines.iter().all(String::is_empty);
    let sign = sign(change);
    // A line of blanks and an empty one are copied alike where both stand in a changed row.
    (if sign == '~' && is_blank { ' ' } else { sign }, lines)
}

/// The sign of a row; a moved line counts as removed and added if nothing marks the move.
pub(crate) const fn sign<L>(change: &Change<L>) -> char {
    match change {
        Change::Context(_) => ' ',
        Change::Changed(_) => '~',
        Change::Removed(_) | Change::MovedFrom(..) => '-',
        Change::Added(_) | Change::MovedTo(..) => '+',
    }
}

/// A line as far as a copy can hold it: NBSP or a tab may be a space, white space at the end may be lost, and the PHP
/// engine doubles a leading space.
pub(crate) fn fold_whitespace(line: &str, engine: Engine) -> String {
    let plain = line.replace(['\u{a0}', '\t'], " ");
    let plain = plain.trim_end();
    match engine {
        Engine::Php if plain.starts_with(' ') => format!(" {}", plain.trim_start_matches(' ')),
        _ => plain.to_owned(),
    }
}
