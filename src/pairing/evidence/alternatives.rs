//! Where another reading has other rows: what `--explain` tells of it, and the rows that are flagged for it.

use std::ops::Range;

use crate::model::{self, RowDifference};

use crate::pairing::grammar::engine::StepKind;
use crate::pairing::search::Step;

/// A run of rows that two readings of a hunk have otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fork {
    /// The rows of the reading shown.
    pub(crate) shown: Range<usize>,
    /// The rows of the other one.
    pub(crate) other: Range<usize>,
}

/// The runs of rows that two readings of a hunk have otherwise, top to bottom.
pub(crate) fn forks(shown: &[Step], other: &[Step]) -> Vec<Fork> {
    let mut forks = Vec::new();
    let mut at = (0, 0);
    while at.0 < shown.len() || at.1 < other.len() {
        let (from, mut to) = (at, at);
        while to.0 < shown.len() || to.1 < other.len() {
            let (next, alternative) = (shown.get(to.0), other.get(to.1));
            if next == alternative {
                break;
            }
            // An unseen row of either is passed before the row that both have at its cell.
            let place = |step: Option<&Step>| step.map_or((u32::MAX, true), |step| (step.at, step.is_seen()));
            if place(next) <= place(alternative) { to.0 += 1 } else { to.1 += 1 }
        }
        if to != from {
            forks.push(Fork { shown: from.0..to.0, other: from.1..to.1 });
        }
        at = (to.0 + 1, to.1 + 1);
    }
    forks
}

/// A fork of a hunk as it is told, the rows before the hunk counted.
pub(crate) fn told(fork: &Fork, other: &[Step], rows_before: usize) -> RowDifference {
    let Range { start, end } = fork.shown;
    RowDifference {
        rows: rows_before + start..rows_before + end,
        instead: other[fork.other.clone()].iter().map(|step| kind(step.kind)).collect(),
    }
}

const fn kind(kind: StepKind) -> model::RowKind {
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
    use crate::pairing::grammar::candidates::Piece;

    /// Steps written as signs: `=` and `~` take two cells, `-` and `+` one, `u` none.
    fn steps(signs: &str) -> Vec<Step> {
        let mut cell = 0;
        let piece = |cell| Some(Piece { cell, from: 0, to: 1 });
        let step = |sign| {
            let at = cell;
            let (kind, lines, taken) = match sign {
                '=' => (StepKind::Context, Sides::new(piece(at), piece(at + 1)), 2),
                '~' => (StepKind::Changed, Sides::new(piece(at), piece(at + 1)), 2),
                '-' => (StepKind::Removed, Sides::new(piece(at), None), 1),
                '+' => (StepKind::Added, Sides::new(None, piece(at)), 1),
                _ => (StepKind::UnseenAdded, Sides::new(None, None), 0),
            };
            cell += taken;
            Step { kind, lines, at }
        };
        signs.chars().map(step).collect()
    }

    #[track_caller]
    fn case(shown: &str, other: &str, expected: &[(Range<usize>, Range<usize>)]) {
        let found: Vec<_> =
            forks(&steps(shown), &steps(other)).into_iter().map(|fork| (fork.shown, fork.other)).collect();
        assert_eq!(found, expected, "{shown} {other}");
    }

    #[test]
    fn readings_fork_where_their_rows_differ() {
        case("==+==", "==+==", &[]);
        case("==+==", "==-==", &[(2..3, 2..3)]);
        case("=~=", "=--=", &[(1..2, 1..3)]);
        case("=+=-=", "=-=+=", &[(1..2, 1..2), (3..4, 3..4)]);
        case("=~+=", "=+~=", &[(1..3, 1..3)]);
    }

    #[test]
    fn an_unseen_row_can_be_the_whole_difference() {
        case("=u+=", "=+=", &[(1..2, 1..1)]);
        case("=+=", "=+u=", &[(2..2, 2..3)]);
    }
}
