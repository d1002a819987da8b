//! Which rows are shown whole because their lines are too different: said beside the row, not in a message alone.

use crate::model::{Diff, Marked, Row, Warning, WarningCode};

/// The rows of a diff whose words were not compared.
#[derive(Debug)]
pub(crate) struct TooDifferentRows {
    /// The input lines of the rows, in order.
    lines: Vec<u32>,
}

impl TooDifferentRows {
    /// Takes the rows from the warnings, so that the picture and the messages say the same.
    pub(crate) fn of(diff: &Diff<'_, Marked<'_>>) -> Self {
        let told = diff.warnings.iter().filter(|warning| warning.code == WarningCode::TooDifferent);
        let mut lines: Vec<_> = told.filter_map(Warning::first_line).collect();
        lines.sort_unstable();
        Self { lines }
    }

    /// What is said under a row.
    pub(crate) fn note<L>(&self, row: &Row<L>) -> Option<&'static str> {
        let is_listed = |line| self.lines.binary_search(&line).is_ok();
        let is_told = !row.change.is_context() && row.source_line.is_some_and(is_listed);
        is_told.then_some("⋯ shown whole: too different ⋯")
    }
}
