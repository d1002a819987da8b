//! Differences between two readings of a hunk: for `--explain`, and to mark the ambiguous rows.

use std::ops::Range;

use crate::model::{self, RowDifference};

use crate::pairing::grammar::state::StepKind;
use crate::pairing::search::ReadingStep;

/// A run of rows in which two readings of a hunk differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fork {
    /// The rows of the reading that is shown.
    pub(crate) shown: Range<usize>,
    /// The rows of the other reading.
    pub(crate) other: Range<usize>,
}

/// Finds the runs of rows in which two readings of a hunk differ, top to bottom.
pub(crate) fn find_forks(shown: &[ReadingStep], other: &[ReadingStep]) -> Vec<Fork> {
    let mut forks = Vec::new();
    let mut at = (0, 0);
    while at.0 < shown.len() || at.1 < other.len() {
        let (from, mut to) = (at, at);
        while to.0 < shown.len() || to.1 < other.len() {
            let (next, alternative) = (shown.get(to.0), other.get(to.1));
            if next == alternative {
                break;
            }
            // Skip an unseen row of either reading before a row that both have at its cell.
            let order =
                |step: Option<&ReadingStep>| step.map_or((u32::MAX, true), |step| (step.at, step.is_seen()));
            if order(next) <= order(alternative) { to.0 += 1 } else { to.1 += 1 }
        }
        if to != from {
            forks.push(Fork { shown: from.0..to.0, other: from.1..to.1 });
        }
        at = (to.0 + 1, to.1 + 1);
    }
    forks
}

impl Fork {
    /// Describes the fork in rows of the whole diff, given the number of rows before the hunk.
    pub(crate) fn row_difference(&self, other: &[ReadingStep], rows_before: usize) -> RowDifference {
        let Range { start, end } = self.shown;
        RowDifference {
            rows: rows_before + start..rows_before + end,
            instead: other[self.other.clone()].iter().map(|step| row_kind(step.kind)).collect(),
        }
    }
}

const fn row_kind(kind: StepKind) -> model::RowKind {
    match kind {
        StepKind::Context => model::RowKind::Context,
        StepKind::Changed | StepKind::Replaced => model::RowKind::Changed,
        StepKind::Removed | StepKind::UnseenRemoved => model::RowKind::Removed,
        StepKind::Added | StepKind::UnseenAdded => model::RowKind::Added,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sides;
    use crate::pairing::grammar::candidates::CellSlice;

    /// Makes steps from signs: `=` and `~` take two cells, `-` and `+` one, `u` none.
    fn steps(signs: &str) -> Vec<ReadingStep> {
        let mut cell = 0;
        let slice = |cell| Some(CellSlice { cell, from: 0, to: 1 });
        let step = |sign| {
            let at = cell;
            let (kind, lines, cells) = match sign {
                '=' => (StepKind::Context, Sides::new(slice(at), slice(at + 1)), 2),
                '~' => (StepKind::Changed, Sides::new(slice(at), slice(at + 1)), 2),
                '-' => (StepKind::Removed, Sides::new(slice(at), None), 1),
                '+' => (StepKind::Added, Sides::new(None, slice(at)), 1),
                _ => (StepKind::UnseenAdded, Sides::new(None, None), 0),
            };
            cell += cells;
            ReadingStep { kind, lines, at }
        };
        signs.chars().map(step).collect()
    }

    #[track_caller]
    fn case(shown: &str, other: &str, expected: &[(Range<usize>, Range<usize>)]) {
        let found: Vec<_> = find_forks(&steps(shown), &steps(other))
            .into_iter()
            .map(|fork| (fork.shown, fork.other))
            .collect();
        assert_eq!(found, expected, "{shown} {other}");
    }

    #[test]
    fn finds_runs_of_different_rows() {
        case("==+==", "==+==", &[]);
        case("==+==", "==-==", &[(2..3, 2..3)]);
        case("=~=", "=--=", &[(1..2, 1..3)]);
        case("=+=-=", "=-=+=", &[(1..2, 1..2), (3..4, 3..4)]);
        case("=~+=", "=+~=", &[(1..3, 1..3)]);
    }

    #[test]
    fn unseen_row_can_be_the_whole_difference() {
        case("=u+=", "=+=", &[(1..2, 1..1)]);
        case("=+=", "=+u=", &[(2..2, 2..3)]);
    }
}
