//! Filters: what counts as a change, and which edits are shown.
//!
//! ```text
//! Diff<Marked> ──ignore──▶ rows that count as context; hunks without another change are left out
//!              ──find────▶ matches in the lines; hunks and diffs without a match are left out
//! ```
//!
//! A filter changes the facts of a diff, and all outputs read them: the picture, the figures, the exit code and JSON agree.

#[cfg(feature = "cli")]
use crate::model::Line;
use crate::model::{Diff, FilterCounts, Hunk, Marked};

mod changed_places;
mod character_set;
mod find;
mod ignore;
mod line_key;
mod match_search;
mod pattern;
mod realign;
mod renumber;

#[cfg(feature = "cli")]
pub(crate) use find::MatchNeed;
pub use find::{Find, SearchedSides};
pub use ignore::Ignore;
use ignore::{find_moves, unlink_moves};
pub use line_key::{DifferenceRule, WhiteSpaceRule};
pub use pattern::{Pattern, PatternCase, PatternError, PatternOptions, PatternSyntax};
use renumber::RowNumbers;

/// A choice among the changes of a diff. By default, all changes count and are shown.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Filter {
    /// The differences that do not count.
    pub ignore: Ignore,
    /// The search for edits; `None` keeps all.
    pub find: Option<Find>,
}

impl Filter {
    /// Applies the filter. Returns `None` for a diff without a match.
    #[must_use]
    pub fn apply<'a>(&self, mut diff: Diff<'a, Marked<'a>>) -> Option<Diff<'a, Marked<'a>>> {
        if !self.ignore.is_empty() {
            self.ignore(&mut diff);
        }
        let Some(find) = &self.find else { return Some(diff) };
        retain_hunks(&mut diff, |hunk, numbers, filtered| {
            numbers.keep(hunk.rows.len());
            let has_match = find.mark_hunk(hunk);
            filtered.hidden_hunks += usize::from(!has_match && has_change(hunk));
            has_match
        });
        (!diff.hunks.is_empty()).then_some(diff)
    }

    /// Marks the rows that do not count, and leaves out the hunks without another change.
    fn ignore<'a>(&self, diff: &mut Diff<'a, Marked<'a>>) {
        let moves = find_moves(&diff.hunks);
        retain_hunks(diff, |hunk, numbers, _| {
            self.ignore.align_hunk(hunk, numbers);
            true
        });
        unlink_moves(&mut diff.hunks, &moves);
        retain_hunks(diff, |hunk, numbers, filtered| {
            numbers.keep(hunk.rows.len());
            let ignored_rows = self.ignore.mark_hunk(hunk);
            filtered.ignored_rows += ignored_rows;
            ignored_rows == 0 || has_change(hunk)
        });
    }

    /// Returns false if the filter leaves out a diff whatever its words are. A cheap test before the words are compared.
    #[cfg(feature = "cli")]
    pub(crate) fn may_keep(&self, diff: &Diff<'_, Line<'_>>) -> bool {
        self.find.as_ref().is_none_or(|find| find.may_match(diff))
    }
}

/// Keeps the hunks for which `filter` returns true, and renumbers the rows in alternative readings.
fn retain_hunks<'a>(
    diff: &mut Diff<'a, Marked<'a>>,
    mut filter: impl FnMut(&mut Hunk<Marked<'a>>, &mut RowNumbers, &mut FilterCounts) -> bool,
) {
    let mut numbers = RowNumbers::default();
    let filtered = &mut diff.filtered;
    diff.hunks.retain_mut(|hunk| {
        let mut of_hunk = RowNumbers::default();
        let is_kept = filter(hunk, &mut of_hunk, filtered);
        if is_kept {
            numbers.append(&of_hunk);
        } else {
            numbers.replace(of_hunk.len(), 0);
        }
        is_kept
    });
    numbers.renumber(&mut diff.alternatives);
}

fn has_change(hunk: &Hunk<Marked<'_>>) -> bool {
    hunk.rows.iter().any(|row| !row.is_context())
}
