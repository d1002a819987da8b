//! What happened to the lines that are not context.

use crate::model::Sides;

/// Lines of both pages, as indices.
pub(crate) type Place = Sides<usize>;

/// A line, or a pair of lines, that is not context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The first line of each page that was not passed before this edit: its own line on the sides that it has.
    pub(crate) at: Place,
    /// What happened.
    pub(crate) kind: EditKind,
}

/// What happened to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditKind {
    /// The old line has the new one in its place.
    Changed,
    /// The old line is gone.
    Removed,
    /// The new line has come.
    Added,
    /// The old line stands elsewhere in the new page.
    MovedFrom(u32),
    /// The new line stood elsewhere in the old page.
    MovedTo(u32),
}

impl Edit {
    /// The first lines that are not passed after this edit.
    pub(crate) const fn after(&self) -> Place {
        let Sides { old, new } = self.at;
        match self.kind {
            EditKind::Changed => Sides::new(old + 1, new + 1),
            EditKind::Removed | EditKind::MovedFrom(_) => Sides::new(old + 1, new),
            EditKind::Added | EditKind::MovedTo(_) => Sides::new(old, new + 1),
        }
    }
}
