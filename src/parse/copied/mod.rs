//! The `copied` room.

pub(crate) mod detect;
pub(crate) mod lossy_copies;
pub(crate) mod markdown;
pub(crate) mod marked;
pub(crate) mod marker_lines;
pub(crate) mod plain_cells;
pub(crate) mod row_parser;
pub(crate) mod row_table;
pub(crate) mod split_diffs;
pub(crate) mod tabs;
