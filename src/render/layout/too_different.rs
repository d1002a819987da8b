//! Notes below rows that are shown whole because their lines are too different to compare.

use crate::model::{Diff, Marked, Row, Warning, WarningCode};

/// The rows of a diff whose words were not compared.
#[derive(Debug)]
pub(crate) struct TooDifferentRows {
    /// The input lines of the rows, sorted.
    lines: Vec<u32>,
}

impl TooDifferentRows {
    /// Finds the rows by the warnings, so that picture and messages agree.
    pub(crate) fn from_warnings(diff: &Diff<'_, Marked<'_>>) -> Self {
        let warnings = diff.warnings.iter().filter(|warning| warning.code == WarningCode::TooDifferent);
        let mut lines: Vec<_> = warnings.filter_map(Warning::first_line).collect();
        lines.sort_unstable();
        Self { lines }
    }

    /// Returns the note below a row, if any.
    pub(crate) fn note<L>(&self, row: &Row<L>) -> Option<&'static str> {
        let is_listed = |line| self.lines.binary_search(&line).is_ok();
        let has_note = !row.is_context() && row.source_line.is_some_and(is_listed);
        has_note.then_some("⋯ shown whole: too different ⋯")
    }
}
