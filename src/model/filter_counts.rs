//! The counts of what a filter took out of a diff, so that nothing is hidden unsaid.

/// The rows and hunks that [`Filter`](crate::filter::Filter) does not count or show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilterCounts {
    /// Rows with a change that is ignored. They count as context. A hunk without another change is not in the diff.
    pub ignored_rows: usize,
    /// Hunks with changes, but without a match. They are not in the diff.
    pub hidden_hunks: usize,
}
