//! Line numbers of pages that are parts of a larger input, such as the pages of an export.

use crate::model::{Diff, Hunk, Line, Row, Side, Sides};

/// Makes the lines of a diff owned, since the pages do not outlive it, and counts the source lines of its rows in the
/// input: the pages begin at its lines `starts`, 1-based.
#[must_use]
pub(crate) fn with_line_offsets(
    diff: Diff<'_, Line<'_>>,
    starts: Sides<u32>,
) -> Diff<'static, Line<'static>> {
    let hunks = diff.hunks.into_iter().map(|hunk| Hunk {
        start: hunk.start,
        section: hunk.section.map(|section| section.into_owned().into()),
        rows: hunk.rows.into_iter().map(|row| with_offset(row, starts)).collect(),
    });
    Diff {
        first_line: starts.new,
        proof: diff.proof,
        bytes_computed: diff.bytes_computed,
        warnings: diff.warnings,
        notes: diff.notes,
        ..Diff::new(diff.shape, hunks.collect())
    }
}

fn with_offset(row: Row<Line<'_>>, starts: Sides<u32>) -> Row<Line<'static>> {
    let side = if row.change.line(Side::New).is_some() { Side::New } else { Side::Old };
    let offset = starts.get(side).saturating_sub(1);
    let source_line = row.source_line.map(|line| line.saturating_add(offset));
    let change = row.change.map(|line| line.into_owned().into());
    Row { is_ambiguous: row.is_ambiguous, ..Row::new(change, source_line) }
}
