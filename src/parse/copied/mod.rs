//! Copied text of a diff page: detection of its shape, and a reader for each shape.
//!
//! A browser copies the table of a diff as text. Its version and its skin decide how much of the table survives:
//!
//! ```text
//! Fenn: Difference between revisions      page::heading
//! Line 20:⇥Line 20:                       page::hunk_headers
//! The bridge is old.                      ┐ a context row: both cells
//! The bridge is old.                      ┘
//! −⇥                                      ┐
//! It was built in 1901.                   │ a changed row; most copies have no markers
//! +⇥                                      │
//! It was built in 1902.                   ┘
//! Privacy policy                          page::page_footer, or reported by unread_lines
//! ```
//!
//! ```text
//! split_diffs ─▶ detect ─▶ row_table    marked, tabs          the sides are stated
//!                    │         └─ row_parser with a grammar: marked · marker_lines · marker_rows · tabs
//!                    ├───▶ plain_cells  cells, rows           the sides are open
//!                    └───▶ lossy_copies inline, one-side      the sides are lost, unless the byte change
//!                              └─ lines_once                  of a mobile page shows them
//! ```
//!
//! `dispatch`, next to this room, calls the reader of the detected shape.

pub(crate) mod detect;
pub(crate) mod lines_once;
pub(crate) mod lossy_copies;
pub(crate) mod marked;
pub(crate) mod marker_lines;
pub(crate) mod marker_rows;
pub(crate) mod php_padding;
pub(crate) mod plain_cells;
mod row_parser;
pub(crate) mod row_table;
pub(crate) mod split_diffs;
pub(crate) mod tabs;
