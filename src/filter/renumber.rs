//! New row numbers in alternative readings, after rows were left out or joined.

use std::ops::Range;

use crate::model::Alternative;

/// The runs of rows before and after a filter.
#[derive(Debug, Default)]
pub(super) struct RowNumbers {
    /// For each run, its old rows, and its new rows if as many are left.
    runs: Vec<(Range<usize>, Option<usize>)>,
    old_end: usize,
    new_end: usize,
}

impl RowNumbers {
    /// Adds a run of rows with its number of rows before and after.
    pub(super) fn push(&mut self, before: usize, after: usize) {
        let old = self.old_end..self.old_end + before;
        self.runs.push((old, (before == after).then_some(self.new_end)));
        self.old_end += before;
        self.new_end += after;
    }

    /// Renumbers the rows of alternatives. A difference in rows that are no longer there is left out.
    pub(super) fn renumber(&self, alternatives: &mut Vec<Alternative>) {
        alternatives.retain_mut(|alternative| {
            alternative.otherwise.retain_mut(|difference| match self.new_rows(&difference.rows) {
                Some(rows) => {
                    difference.rows = rows;
                    true
                }
                None => false,
            });
            !alternative.otherwise.is_empty()
        });
    }

    fn new_rows(&self, rows: &Range<usize>) -> Option<Range<usize>> {
        let is_inside = |old: &Range<usize>| old.start <= rows.start && rows.end <= old.end;
        let (old, new) = self.runs.iter().find(|(old, _)| is_inside(old))?;
        let new = (*new)?;
        Some(rows.start - old.start + new..rows.end - old.start + new)
    }
}
