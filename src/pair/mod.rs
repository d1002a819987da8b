//! From cells to rows: which cell is old, which is new, and how we know.

use crate::model::{Diff, Line, Sheet};

/// Works out the rows of one sheet.
#[must_use]
pub fn pair<'a>(_sheet: Sheet<'a>) -> Diff<'a, Line<'a>> {
    unimplemented!()
}
