//! New row numbers in alternative readings, after rows were left out or joined.

use std::ops::Range;

use crate::model::Alternative;

/// The numbers of rows before and after a filter, counted from 0.
#[derive(Debug, Default)]
pub(super) struct RowNumbers {
    /// For each row before, its number after; `None` if it is no longer there, or was replaced.
    numbers: Vec<Option<usize>>,
    /// The number of rows after.
    count: usize,
}

impl RowNumbers {
    /// Adds rows that stay as they are.
    pub(super) fn keep(&mut self, rows: usize) {
        self.numbers.extend((self.count..self.count + rows).map(Some));
        self.count += rows;
    }

    /// Adds rows in place of which there are others.
    pub(super) fn replace(&mut self, before: usize, after: usize) {
        self.numbers.resize(self.numbers.len() + before, None);
        self.count += after;
    }

    /// Adds the rows of a hunk.
    pub(super) fn append(&mut self, hunk: &Self) {
        let count = self.count;
        self.numbers.extend(hunk.numbers.iter().map(|number| Some((*number)? + count)));
        self.count += hunk.count;
    }

    /// The number of rows before.
    pub(super) const fn len(&self) -> usize {
        self.numbers.len()
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

    /// Returns the numbers after of a range of rows, if all of them are there. An empty range is a place behind a row.
    fn new_rows(&self, rows: &Range<usize>) -> Option<Range<usize>> {
        let number = |row: usize| self.numbers.get(row).copied().flatten();
        let first = match rows.start.checked_sub(1) {
            Some(before) if rows.is_empty() => number(before)? + 1,
            _ => number(rows.start)?,
        };
        let is_whole = rows.clone().zip(first..).all(|(row, new)| number(row) == Some(new));
        is_whole.then_some(first..first + rows.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renumbers_rows_behind_those_that_were_left_out() {
        let mut numbers = RowNumbers::default();
        numbers.replace(3, 0);
        numbers.keep(2);
        numbers.replace(2, 1);
        numbers.keep(1);
        let new = |rows| numbers.new_rows(&rows);
        assert_eq!([new(3..5), new(4..4), new(7..8)], [Some(0..2), Some(1..1), Some(3..4)]);
        assert_eq!([new(0..1), new(2..4), new(4..6), new(3..3), new(9..10)], [const { None }; 5]);
    }
}
