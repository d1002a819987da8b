//! The `table` room.

pub(crate) mod marker_whitespace;
pub(crate) mod spreadsheet;
