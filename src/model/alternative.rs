//! Alternatives: other likely readings, for `--explain`.

use std::ops::Range;

/// Another likely reading.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alternative {
    /// The rows in which it differs, top to bottom.
    pub otherwise: Vec<RowDifference>,
    /// The byte change of its rows: new minus old.
    pub bytes: i64,
}

/// A run of rows in which another reading differs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowDifference {
    /// The rows of the diff, counted through all its hunks from 0.
    pub rows: Range<usize>,
    /// The rows of the other reading, top to bottom.
    pub instead: Vec<RowKind>,
}

/// The kind of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A line on both sides.
    Context,
    /// An old line and the new line in its place.
    Changed,
    /// A line on the old side only.
    Removed,
    /// A line on the new side only.
    Added,
}

impl Alternative {
    /// The alternative with old and new exchanged.
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
