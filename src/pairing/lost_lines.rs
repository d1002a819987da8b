//! Lines and changes that the copy of an inferred reading lost: a blank row at a trimmed end, white space inside a line.

use crate::model::{Change, Hunk, Line, Row, Side, Sides, Warning};
use crate::parse::sheet::{Sheet, TextEnd};

use super::evidence::messages;

/// Restores the blank context row that a trimmed text has lost, and warns of it.
///
/// A hunk ends in two context rows unless the page ends there, and no page ends in a blank line. If one row is left, a
/// blank one was trimmed (41 of 53 measured edits) or the page ends; this assumes the former.
pub(crate) fn restore_trimmed_blank<'a>(sheet: &Sheet<'a>, hunks: &mut [Hunk<Line<'a>>]) -> Option<Warning> {
    let rows = &mut hunks.last_mut()?.rows;
    let context = rows.iter().rev().take_while(|row| row.change.is_context()).count();
    if sheet.text_end == TextEnd::Kept || context != 1 || rows.len() == 1 {
        return None;
    }
    let has_text =
        |row: &&Row<Line<'_>>| row.change.line(Side::New).is_some_and(|line| !line.trim().is_empty());
    let source_line = rows.last().filter(has_text)?.source_line;
    rows.push(Row::new(Change::Context(Sides::new("".into(), "".into())), source_line));
    Some(messages::trimmed_blank(source_line))
}

/// Marks the changed rows whose lines are equal in the copy, and warns of them.
pub(crate) fn mark_lost_changes(hunks: &mut [Hunk<Line<'_>>]) -> Option<Warning> {
    let is_lost =
        |row: &&mut Row<Line<'_>>| matches!(&row.change, Change::Changed(lines) if lines.old == lines.new);
    let mut rows: Vec<_> = hunks.iter_mut().flat_map(|hunk| &mut hunk.rows).filter(is_lost).collect();
    for row in &mut rows {
        row.is_ambiguous = true;
    }
    rows.first().map(|row| messages::lost_changes(rows.len(), row.source_line))
}
