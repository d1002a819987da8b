//! Which words of a changed row are old and which are new.

pub mod likeness;

use crate::model::{Diff, Line, Marked};

/// Cuts the changed rows of a diff into spans.
#[must_use]
pub fn mark<'a>(_diff: Diff<'a, Line<'a>>) -> Diff<'a, Marked<'a>> {
    unimplemented!()
}
