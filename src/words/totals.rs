//! How much changed, in the reader's terms.

use super::letter::count_clusters;
use crate::model::{Change, Diff, Marked, Sides};

/// What a diff adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Rows with an old line and a new one in its place.
    pub changed: usize,
    /// Lines that only the new revision has.
    pub added: usize,
    /// Lines that only the old revision has.
    pub removed: usize,
    /// Lines that stand in another place; a move with both places in the diff counts once.
    pub moved: usize,
    /// User-perceived characters in marks: removed on the old side, added on the new one.
    pub characters: Sides<usize>,
}

/// Adds up a diff.
#[must_use]
pub fn totals(diff: &Diff<'_, Marked<'_>>) -> Totals {
    let mut totals = Totals::default();
    let mut places = Sides::new(0, 0);
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows) {
        match &row.change {
            Change::Context(_) => {}
            Change::Changed(_) => totals.changed += 1,
            Change::Removed(_) => totals.removed += 1,
            Change::Added(_) => totals.added += 1,
            Change::MovedFrom(..) => places.old += 1,
            Change::MovedTo(..) => places.new += 1,
        }
        let lines = row.change.lines();
        totals.characters.old += lines.old.map_or(0, marked_characters);
        totals.characters.new += lines.new.map_or(0, marked_characters);
    }
    totals.moved = places.old.max(places.new);
    totals
}

fn marked_characters(line: &Marked<'_>) -> usize {
    line.spans().filter(|span| span.changed).map(|span| count_clusters(span.text)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Hunk, Page, Proof, Row, Shape};

    #[track_caller]
    fn case(changes: Vec<Change<Marked<'_>>>, expected: Totals) {
        let rows = changes.into_iter().map(|change| Row { change, guessed: false, source_line: 1 }).collect();
        let diff = Diff {
            shape: Shape::Marked,
            first_line: 1,
            page: Page::default(),
            hunks: vec![Hunk { start: None, rows }],
            proof: Proof::Stated,
            bytes_computed: 0,
            warnings: Vec::new(),
            rivals: Vec::new(),
            notes: Vec::new(),
        };
        assert_eq!(totals(&diff), expected);
    }

    #[test]
    fn rows_are_counted_by_what_happened_to_them() {
        let line = || Marked::unchanged("a".into());
        case(
            vec![
                Change::Context(Sides::new(line(), line())),
                Change::Changed(Sides::new(line(), line())),
                Change::Removed(line()),
                Change::Added(line()),
                Change::Added(line()),
                Change::MovedFrom(line(), 1),
                Change::MovedTo(line(), 1),
                Change::MovedTo(line(), 2),
            ],
            Totals { changed: 1, added: 2, removed: 1, moved: 2, characters: Sides::new(0, 0) },
        );
    }

    #[test]
    fn characters_are_what_a_reader_sees_as_one() {
        let line = |text: &'static str, end| Marked::new(text.into(), std::iter::once(0..end));
        case(
            vec![Change::Changed(Sides::new(line("e\u{301}t\u{e9}", 4), line("👩\u{200d}🚀!", 12)))],
            Totals { changed: 1, characters: Sides::new(2, 2), ..Totals::default() },
        );
    }
}
