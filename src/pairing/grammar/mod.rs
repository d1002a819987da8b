//! Grammar of a hunk: the rows that MediaWiki's two engines can print, and the rows that the cells can form.
//!
//! ```text
//! cells ─▶ candidates    rows that may begin at a cell
//! rows  ─▶ state         rows that may follow each other
//! sheet ─▶ constraints   line counts, byte counts and context that a reading must satisfy
//! ```

pub(crate) mod candidates;
pub(crate) mod constraints;
pub(crate) mod state;
