//! Edits: the lines of two pages that are not context.

use crate::model::Sides;
use crate::word_diff::similarity::matching::IndexPair;

/// A line, or a pair of lines, that is not context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The first line of each page behind the edits before. On a side that the edit has, this is its own line.
    pub(crate) at: IndexPair,
    /// The kind of edit.
    pub(crate) kind: EditKind,
}

/// The kind of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditKind {
    /// The new line replaces the old line.
    Changed,
    /// The old line was removed.
    Removed,
    /// The new line was added.
    Added,
    /// The old line moved to another place of the new page.
    MovedFrom(u32),
    /// The new line came from another place of the old page.
    MovedTo(u32),
}

impl Edit {
    /// The first line of each page behind this edit.
    pub(crate) const fn end(&self) -> IndexPair {
        let Sides { old, new } = self.at;
        match self.kind {
            EditKind::Changed => Sides::new(old + 1, new + 1),
            EditKind::Removed | EditKind::MovedFrom(_) => Sides::new(old + 1, new),
            EditKind::Added | EditKind::MovedTo(_) => Sides::new(old, new + 1),
        }
    }
}
