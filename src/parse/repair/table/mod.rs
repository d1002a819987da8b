//! Table: rows that lost the blanks of their marker lines, and rows that were pasted into a spreadsheet.
//!
//! ```text
//! −␊old␊+␊new      ▶  −⇥␊old␊+⇥␊new    marker_whitespace: the tabs of marker lines are back
//! −,old,+,new      ▶  −⇥␊old␊+⇥␊new    spreadsheet: four columns, CSV or tabs
//! ```

pub(crate) mod marker_whitespace;
pub(crate) mod spreadsheet;
