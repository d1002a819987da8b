//! The items of a picture between its head and its foot, from top to bottom.

use std::io;

use super::collapse::{collapse_context, collapsed_note};
use super::too_different::TooDifferentRows;
use crate::model::{Diff, Hunk, Marked, NumberedRow};
use crate::render::style::view::View;
use crate::text::sanitize::sanitize_message;
use crate::text::sanitize::sanitized::Sanitized;

/// An item of a picture.
pub(crate) enum DiffItem<'d, 'a> {
    /// The rule above a hunk.
    Rule(&'d Hunk<Marked<'a>>),
    /// A row.
    Row(NumberedRow<'d, Marked<'a>>),
    /// A note below a row, or in place of collapsed rows.
    Note(Sanitized<'d>),
}

/// Draws the items of a diff. Context rows far from a change are collapsed, if the view asks for it.
pub(crate) fn for_each_item(
    diff: &Diff<'_, Marked<'_>>,
    view: &View,
    draw: &mut dyn FnMut(DiffItem<'_, '_>) -> io::Result<()>,
) -> io::Result<()> {
    let too_different = TooDifferentRows::from_warnings(diff);
    for hunk in &diff.hunks {
        draw(DiffItem::Rule(hunk))?;
        let mut rows = hunk.numbered_rows();
        for part in collapse_context(&hunk.rows, view.context, view.unchanged) {
            let rows = rows.by_ref().take(part.rows().len());
            if part.is_collapsed() {
                draw(DiffItem::Note(sanitize_message(&collapsed_note(rows.count()))))?;
                continue;
            }
            for numbered in rows {
                draw(DiffItem::Row(numbered))?;
                if let Some(note) = too_different.note(numbered.row) {
                    draw(DiffItem::Note(note.into()))?;
                }
            }
        }
    }
    Ok(())
}
