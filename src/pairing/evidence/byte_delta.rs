//! Size of an edit in bytes, as MediaWiki counts it.

use crate::model::{Hunk, Line, Side};

/// Sums new minus old over all rows: the UTF-8 length of each line, and one byte for its newline.
pub(crate) fn byte_delta<'h, 'a: 'h>(hunks: impl IntoIterator<Item = &'h Hunk<Line<'a>>>) -> i64 {
    let rows = hunks.into_iter().flat_map(|hunk| &hunk.rows).filter(|row| !row.change.is_context());
    rows.map(|row| line_size(row.change.line(Side::New)) - line_size(row.change.line(Side::Old))).sum()
}

fn line_size(line: Option<&Line<'_>>) -> i64 {
    line.map_or(0, |text| i64::try_from(text.len()).unwrap_or(i64::MAX - 1) + 1)
}
