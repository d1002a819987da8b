//! Diffs with old and new exchanged: the edit that undoes an edit.

use super::{Alternative, ByteChange, Change, Diff, FileChange, Hunk, Page, Row, Sides, SplitPart};

impl<L> Diff<'_, L> {
    /// Exchanges old and new. Done twice, this gives the diff itself.
    ///
    /// Source lines, proof and warnings stay: only the direction changes.
    #[must_use]
    pub fn reversed(self) -> Self {
        let Page { title, revisions, byte_change, language, wiki, file_changes, content } = self.page;
        let page = Page {
            title,
            revisions: revisions.swapped(),
            byte_change: byte_change.map(ByteChange::reversed),
            language,
            wiki,
            file_changes: file_changes.into_iter().map(FileChange::reversed).collect(),
            content,
        };
        let hunks = self.hunks.into_iter().map(Hunk::reversed).collect();
        let alternatives = self.alternatives.into_iter().map(Alternative::reversed).collect();
        Self {
            page,
            hunks,
            bytes_computed: -self.bytes_computed,
            bytes_given: self.bytes_given.map(i64::wrapping_neg),
            alternatives,
            ..self
        }
    }
}

impl<L> Hunk<L> {
    fn reversed(self) -> Self {
        Self {
            start: self.start.map(Sides::swapped),
            section: self.section,
            rows: self.rows.into_iter().map(Row::reversed).collect(),
        }
    }
}

impl<L> Row<L> {
    fn reversed(self) -> Self {
        Self { change: self.change.reversed(), split: self.split.map(SplitPart::reversed), ..self }
    }
}

impl<L> Change<L> {
    fn reversed(self) -> Self {
        match self {
            Self::Context(lines) => Self::Context(lines.swapped()),
            Self::Changed(lines) => Self::Changed(lines.swapped()),
            Self::Removed(line) => Self::Added(line),
            Self::Added(line) => Self::Removed(line),
            Self::MovedFrom(line, number) => Self::MovedTo(line, number),
            Self::MovedTo(line, number) => Self::MovedFrom(line, number),
        }
    }
}

impl ByteChange {
    /// The byte change of the edit that undoes this edit; an unknown sign stays unknown.
    const fn reversed(self) -> Self {
        match self {
            Self::Signed(bytes) => Self::Signed(-bytes),
            Self::Unsigned(bytes) => Self::Unsigned(bytes),
        }
    }
}

impl<T> Sides<T> {
    /// Exchanges the two sides.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { old: self.new, new: self.old }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(change: &Change<&str>, expected: &Change<&str>) {
        assert_eq!(&change.clone().reversed(), expected);
        assert_eq!(&change.clone().reversed().reversed(), change);
    }

    #[test]
    fn reverses_every_kind_of_change() {
        case(&Change::Context(Sides::new("a ", "a")), &Change::Context(Sides::new("a", "a ")));
        case(&Change::Changed(Sides::new("a", "b")), &Change::Changed(Sides::new("b", "a")));
        case(&Change::Removed("a"), &Change::Added("a"));
        case(&Change::MovedFrom("a", 2), &Change::MovedTo("a", 2));
    }

    #[test]
    fn negates_bytes_with_a_known_sign() {
        assert_eq!(ByteChange::Signed(4).reversed(), ByteChange::Signed(-4));
        assert_eq!(ByteChange::Unsigned(4).reversed(), ByteChange::Unsigned(4));
    }
}
