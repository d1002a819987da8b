//! Coverage of a paste: each line is in a row or in a warning.

use std::collections::HashMap;

use wikidiff::model::{Change, Diff, Line, Side, Warning};

use super::copy::Paste;

/// The indices of the cells that are neither in a row nor in the range of a warning.
///
/// Each copy of a row's text counts: a context row accounts for two cells.
pub(crate) fn find_lost_cells(paste: &Paste, diffs: &[Diff<'_, Line<'_>>]) -> Vec<usize> {
    let mut rows = RowLines::new(diffs);
    let mut is_kept = |at: usize| {
        let line = paste.lines[at].trim();
        line.is_empty() || rows.take(line) || is_reported(at + 1, diffs)
    };
    paste.cells.iter().copied().filter(|at| !is_kept(*at)).collect()
}

/// True if a line of the paste, 1-based, is in a warning's range.
pub(crate) fn is_reported(line: usize, diffs: &[Diff<'_, Line<'_>>]) -> bool {
    diffs.iter().flat_map(|diff| &diff.warnings).any(|warning| covers_line(warning, line))
}

/// Returns true if the line, counted from 1, is among the lines of the warning.
fn covers_line(warning: &Warning, line: usize) -> bool {
    let line = u32::try_from(line).unwrap();
    warning.lines.as_ref().is_some_and(|lines| lines.contains(&line))
}

/// The lines of all rows, each with the number of its copies.
struct RowLines {
    counts: HashMap<String, usize>,
}

impl RowLines {
    fn new(diffs: &[Diff<'_, Line<'_>>]) -> Self {
        let mut counts = HashMap::new();
        let rows = diffs.iter().flat_map(|diff| &diff.hunks).flat_map(|hunk| &hunk.rows);
        for row in rows {
            for line in cells(&row.change) {
                *counts.entry(line).or_insert(0) += 1;
            }
        }
        Self { counts }
    }

    /// Removes one copy of the line, if a row has it.
    fn take(&mut self, line: &str) -> bool {
        match self.counts.get_mut(&normal(line)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

/// The lines of a row in the forms of a paste: each alone, and both joined by a space, a tab, or a table's borders.
fn cells(change: &Change<Line<'_>>) -> Vec<String> {
    let [old, new] = [Side::Old, Side::New].map(|side| change.line(side).map(|line| normal(line)));
    let glued = old.iter().zip(&new).map(|(old, new)| normal(&format!("{old}{new}"))).collect::<Vec<_>>();
    [old, new].into_iter().flatten().chain(glued).collect()
}

/// A line without the characters that shapes add: blanks, markers, borders, Markdown's escapes.
pub(crate) fn normal(line: &str) -> String {
    let is_kept = |c: &char| !c.is_whitespace() && !"|\\−+-".contains(*c);
    line.chars().filter(is_kept).collect()
}
