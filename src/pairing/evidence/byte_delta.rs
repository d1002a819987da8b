//! Size of an edit in bytes, as MediaWiki counts it.

use crate::model::{Hunk, Line, Page, Shape, Side};

/// Sums new minus old over all rows: the UTF-8 length of each line, and one byte for its newline.
pub(crate) fn byte_delta<'h, 'a: 'h>(hunks: impl IntoIterator<Item = &'h Hunk<Line<'a>>>) -> i64 {
    let rows = hunks.into_iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.change.is_context());
    rows.map(|row| line_size(row.change.line(Side::New)) - line_size(row.change.line(Side::Old))).sum()
}

fn line_size(line: Option<&Line<'_>>) -> i64 {
    line.map_or(0, |text| i64::try_from(text.len()).unwrap_or(i64::MAX - 1) + 1)
}

/// Returns the byte of the last newline, which a new or a deleted page lacks: a page has no newline at its end, and the rows
/// count one for each line. 0 if both pages have lines, or if the rows may be a part of a page.
pub(crate) fn missing_newline(shape: Shape, page: &Page<'_>, hunks: &[Hunk<Line<'_>>]) -> i64 {
    let [hunk] = hunks else { return 0 };
    let is_absent = |side: Side| {
        let is_first = hunk.start.is_none_or(|start| *start.get(side) <= 1);
        // A unified diff without context looks so too, but it names both files.
        let is_named = shape == Shape::Unified && page.revisions.get(side).label.is_some();
        is_first && !is_named && hunk.rows.iter().all(|row| row.change.line(side).is_none())
    };
    match (hunk.rows.is_empty(), is_absent(Side::Old), is_absent(Side::New)) {
        (false, true, false) => -1,
        (false, false, true) => 1,
        _ => 0,
    }
}
