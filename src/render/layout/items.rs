//! What stands in a picture between its head and its foot, from top to bottom.
//!
//! Apart from the pictures because each of them has the same rules, rows, numbers and folds.

use std::io;

use super::collapse::collapse_context;
use super::too_different::TooDifferentRows;
use crate::model::{Diff, Hunk, Marked, NumberedRow};

/// What stands in a picture.
pub(crate) enum DiffItem<'d, 'a> {
    /// The rule over a hunk.
    Rule(&'d Hunk<Marked<'a>>),
    /// A row.
    Row(NumberedRow<'d, Marked<'a>>),
    /// What is said under the row before.
    Note(&'static str),
    /// So many rows that are not shown.
    Collapsed(usize),
}

/// Goes through a diff, its rows at most so far from a change.
pub(crate) fn for_each_item(
    diff: &Diff<'_, Marked<'_>>,
    context: Option<usize>,
    draw: &mut dyn FnMut(DiffItem<'_, '_>) -> io::Result<()>,
) -> io::Result<()> {
    let whole = TooDifferentRows::of(diff);
    for hunk in &diff.hunks {
        draw(DiffItem::Rule(hunk))?;
        let mut rows = hunk.numbered_rows();
        for part in collapse_context(&hunk.rows, context) {
            let rows = rows.by_ref().take(part.rows().len());
            if part.is_collapsed() {
                draw(DiffItem::Collapsed(rows.count()))?;
                continue;
            }
            for numbered in rows {
                draw(DiffItem::Row(numbered))?;
                whole.note(numbered.row).map_or(Ok(()), |note| draw(DiffItem::Note(note)))?;
            }
        }
    }
    Ok(())
}
