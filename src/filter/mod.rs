//! Filters: what counts as a change, and which edits are shown.
//!
//! ```text
//! Diff<Marked> ──find────▶ matches in the lines; hunks and diffs without a match are left out
//! ```
//!
//! A filter changes the facts of a diff, and all outputs read them: the picture, the figures, the exit code and JSON agree.
//!
//! ```
//! use wikidiff::filter::{Filter, Find, Pattern, PatternOptions};
//! use wikidiff::model::Sides;
//! use wikidiff::{Options, diff_pages};
//!
//! let mut filter = Filter::default();
//! filter.find = Some(Find::new(vec![Pattern::new("(?i)rlhf", PatternOptions::default())?]));
//! let diff = diff_pages(Sides::new("a method", "a method ([[RLHF]])"), &Options::default());
//! assert!(filter.apply(diff).is_some());
//! # Ok::<(), wikidiff::filter::PatternError>(())
//! ```

use crate::model::{Diff, Line, Marked};

mod find;
mod pattern;
mod renumber;

pub use find::{Find, SearchedSides};
pub use pattern::{Pattern, PatternCase, PatternError, PatternOptions, PatternSyntax};
use renumber::RowNumbers;

/// A choice among the changes of a diff. By default, all changes count and are shown.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Filter {
    /// The search for edits; `None` keeps all.
    pub find: Option<Find>,
}

impl Filter {
    /// Applies the filter. Returns `None` for a diff without a match.
    #[must_use]
    pub fn apply<'a>(&self, mut diff: Diff<'a, Marked<'a>>) -> Option<Diff<'a, Marked<'a>>> {
        let Some(find) = &self.find else { return Some(diff) };
        let mut numbers = RowNumbers::default();
        let mut hidden_hunks = 0;
        diff.hunks.retain_mut(|hunk| {
            let has_match = find.mark_hunk(hunk);
            hidden_hunks += usize::from(!has_match && hunk.rows.iter().any(|row| !row.is_context()));
            numbers.push(hunk.rows.len(), if has_match { hunk.rows.len() } else { 0 });
            has_match
        });
        numbers.renumber(&mut diff.alternatives);
        diff.filtered.hidden_hunks += hidden_hunks;
        (!diff.hunks.is_empty()).then_some(diff)
    }

    /// Returns false if the filter leaves out a diff whatever its words are. A cheap test before the words are compared.
    pub(crate) fn may_keep(&self, diff: &Diff<'_, Line<'_>>) -> bool {
        self.find.as_ref().is_none_or(|find| find.may_match(diff))
    }
}
