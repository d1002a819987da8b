//! Another reading that is likely too: what `--explain` tells of it.

use std::ops::Range;

/// Another reading that is likely too.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alternative {
    /// What it has otherwise, top to bottom.
    pub otherwise: Vec<RowDifference>,
    /// New minus old over its rows, in bytes.
    pub bytes: i64,
}

/// A run of rows that another reading has otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowDifference {
    /// The rows of the diff, counted through all its hunks from 0.
    pub rows: Range<usize>,
    /// What stands there instead, row by row.
    pub instead: Vec<RowKind>,
}

/// What happens to the line of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// It stands on both sides.
    Context,
    /// It is an old line and the new line in its place.
    Changed,
    /// The new side has it not.
    Removed,
    /// The old side has it not.
    Added,
}

impl Alternative {
    /// The same with old taken for new.
    pub(super) fn reversed(self) -> Self {
        let otherwise = self.otherwise.into_iter().map(|one| RowDifference {
            instead: one.instead.into_iter().map(RowKind::reversed).collect(),
            ..one
        });
        Self { otherwise: otherwise.collect(), bytes: -self.bytes }
    }
}

impl RowKind {
    const fn reversed(self) -> Self {
        match self {
            Self::Context | Self::Changed => self,
            Self::Removed => Self::Added,
            Self::Added => Self::Removed,
        }
    }
}
