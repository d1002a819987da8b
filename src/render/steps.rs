//! What stands in a picture between its head and its foot, from top to bottom.
//!
//! Apart from the pictures because each of them has the same rules, rows, numbers and folds.

use std::io;

use super::fold::{Part, parts};
use super::gutter::Numbers;
use crate::model::{Diff, Hunk, Marked, Row, Sides};

/// What stands in a picture.
pub(super) enum Step<'d, 'a> {
    /// The rule over a hunk.
    Rule(&'d Hunk<Marked<'a>>),
    /// A row, and the numbers of its lines.
    Row(&'d Row<Marked<'a>>, Sides<Option<u32>>),
    /// So many rows that are not shown.
    Fold(usize),
}

/// Goes through a diff, its rows at most so far from a change.
pub(super) fn walk(
    diff: &Diff<'_, Marked<'_>>,
    context: Option<usize>,
    draw: &mut dyn FnMut(Step<'_, '_>) -> io::Result<()>,
) -> io::Result<()> {
    for hunk in &diff.hunks {
        draw(Step::Rule(hunk))?;
        let mut numbers = Numbers::new(hunk.start);
        for part in parts(&hunk.rows, context) {
            match part {
                Part::Shown(rows) => {
                    rows.iter().try_for_each(|row| draw(Step::Row(row, numbers.next(&row.change))))?;
                }
                Part::Folded(rows) => {
                    for row in rows {
                        numbers.next(&row.change);
                    }
                    draw(Step::Fold(rows.len()))?;
                }
            }
        }
    }
    Ok(())
}
