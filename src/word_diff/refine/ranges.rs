//! Marked bytes, collected from the beginning of two lines to their end.

use std::ops::Range;

use crate::model::{Marks, Sides};

/// Adds the marks of an edit behind all others.
pub(crate) fn push_edit(marks: &mut Sides<Marks>, edit: Sides<Range<u32>>) {
    push(&mut marks.old, edit.old);
    push(&mut marks.new, edit.new);
}

/// Adds the marks of several edits behind all others.
pub(crate) fn extend(marks: &mut Sides<Marks>, more: Sides<Marks>) {
    more.old.into_iter().for_each(|range| push(&mut marks.old, range));
    more.new.into_iter().for_each(|range| push(&mut marks.new, range));
}

/// Adds a range. A range that begins where the last one ends is joined to it.
fn push(ranges: &mut Marks, range: Range<u32>) {
    match ranges.last_mut() {
        _ if range.is_empty() => {}
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range),
    }
}
