//! How much changed, for the foot.

use crate::model::{Change, Diff, Marked, Sides};

/// What changed in a diff, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    /// Lines that have another text on each side.
    pub(super) changed: usize,
    /// Lines that only the new revision has.
    pub(super) added: usize,
    /// Lines that only the old revision has.
    pub(super) removed: usize,
    /// Lines that stand in another place.
    pub(super) moved: usize,
    /// Characters removed (old) and added (new), those of whole lines among them.
    pub(super) characters: Sides<usize>,
}

/// Counts what changed.
pub(super) fn totals(diff: &Diff<'_, Marked<'_>>) -> Totals {
    let mut totals = Totals::default();
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows) {
        match &row.change {
            Change::Context(_) => {}
            Change::Changed(lines) => {
                totals.changed += 1;
                totals.characters.old += changed_characters(&lines.old);
                totals.characters.new += changed_characters(&lines.new);
            }
            Change::Removed(line) => {
                totals.removed += 1;
                totals.characters.old += line.text().chars().count();
            }
            Change::Added(line) => {
                totals.added += 1;
                totals.characters.new += line.text().chars().count();
            }
            Change::MovedFrom(line, _) => totals.characters.old += changed_characters(line),
            Change::MovedTo(line, _) => {
                totals.moved += 1;
                totals.characters.new += changed_characters(line);
            }
        }
    }
    totals
}

fn changed_characters(line: &Marked) -> usize {
    line.spans().filter(|span| span.changed).map(|span| span.text.chars().count()).sum()
}
