//! The changed bytes of two lines, gathered from their beginning to their end.

use std::ops::Range;

use crate::model::{Marks, Sides};

/// The changed bytes of each line: in order, not touching.
pub(crate) type Changed = Sides<Marks>;

/// Puts in what an edit marks, after all that is there.
pub(crate) fn push_edit(changed: &mut Changed, edit: Sides<Range<u32>>) {
    push(&mut changed.old, edit.old);
    push(&mut changed.new, edit.new);
}

/// Puts in what several edits mark, after all that is there.
pub(crate) fn extend(changed: &mut Changed, more: Changed) {
    more.old.into_iter().for_each(|range| push(&mut changed.old, range));
    more.new.into_iter().for_each(|range| push(&mut changed.new, range));
}

fn push(ranges: &mut Marks, range: Range<u32>) {
    match ranges.last_mut() {
        _ if range.is_empty() => {}
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range),
    }
}
