//! The counts of what a filter took out of a diff, so that nothing is hidden unsaid.

/// The rows and hunks that `Filter` does not count or show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FilterCounts {
    /// Rows with a change that is ignored. They count as context. A hunk without another change is not in the diff.
    pub(crate) ignored_rows: usize,
    /// Hunks with changes, but without a match. They are not in the diff.
    pub(crate) hidden_hunks: usize,
}
