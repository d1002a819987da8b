//! What stands in a picture between its head and its foot, from top to bottom.
//!
//! Apart from the pictures because each of them has the same rules, rows, numbers and folds.

use std::io;

use super::collapse::{Part, parts};
use super::gutter::Numbers;
use super::too_different::Whole;
use crate::model::{Diff, Hunk, Marked, Row, Sides};
use crate::word_diff::splits::{Seam, seams};

/// What stands in a picture.
pub(crate) enum Step<'d, 'a> {
    /// The rule over a hunk.
    Rule(&'d Hunk<Marked<'a>>),
    /// A row.
    Row(Placed<'d, 'a>),
    /// What is said under the row before.
    Note(&'static str),
    /// So many rows that are not shown.
    Fold(usize),
}

/// A row in its place.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'d, 'a> {
    pub(crate) row: &'d Row<Marked<'a>>,
    /// The numbers of its lines.
    pub(crate) numbers: Sides<Option<u32>>,
    /// Whether it was split, joined, or is a part of such a line.
    pub(crate) seam: Option<&'d Seam<'d>>,
}

impl<'d> Placed<'d, '_> {
    /// Whether it is a part of a line that was split or joined.
    pub(crate) const fn is_part(&self) -> bool {
        matches!(self.seam, Some(Seam::Part(_)))
    }

    /// What the part was and what it is, if it was edited.
    pub(crate) fn edited_part(&self) -> Option<Sides<&'d Marked<'d>>> {
        match self.seam {
            Some(Seam::Part(edited)) => edited.as_ref().map(Sides::as_ref),
            _ => None,
        }
    }
}

/// Goes through a diff, its rows at most so far from a change.
pub(crate) fn walk(
    diff: &Diff<'_, Marked<'_>>,
    context: Option<usize>,
    draw: &mut dyn FnMut(Step<'_, '_>) -> io::Result<()>,
) -> io::Result<()> {
    let whole = Whole::of(diff);
    for hunk in &diff.hunks {
        draw(Step::Rule(hunk))?;
        let mut numbers = Numbers::new(hunk.start);
        let seams = seams(&hunk.rows);
        let mut seams = seams.iter();
        for part in parts(&hunk.rows, context) {
            match part {
                Part::Shown(rows) => {
                    for row in rows {
                        let seam = seams.next().and_then(Option::as_ref);
                        draw(Step::Row(Placed { row, numbers: numbers.next(&row.change), seam }))?;
                        whole.note(row).map_or(Ok(()), |note| draw(Step::Note(note)))?;
                    }
                }
                Part::Folded(rows) => {
                    for row in rows {
                        numbers.next(&row.change);
                        seams.next();
                    }
                    draw(Step::Fold(rows.len()))?;
                }
            }
        }
    }
    Ok(())
}
