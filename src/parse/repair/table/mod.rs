//! Table: rows that lost the white space of their marker lines, and rows that were pasted into a spreadsheet.
//!
//! ```text
//! −␊old␊+␊new      ▶  −⇥␊old␊+⇥␊new    marker_whitespace: restored tabs
//! −,old,+,new      ▶  −⇥␊old␊+⇥␊new    spreadsheet: four columns, CSV or tabs
//! ```

pub(crate) mod marker_whitespace;
pub(crate) mod spreadsheet;
