//! Collapsing of context rows that are far from any change.
//!
//! ```text
//! rows       c c c c c c ~ c c c c        c: context, ~: changed
//! context 2  ⋯ 4 lines ⋯ c c ~ c c ⋯ 2 lines ⋯
//! ```

use crate::model::Row;
use crate::render::plural::count_noun;

/// A part of a hunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HunkPart<'r, L> {
    /// Rows to show.
    Shown(&'r [Row<L>]),
    /// Context rows too far from any change.
    Collapsed(&'r [Row<L>]),
}

impl<'r, L> HunkPart<'r, L> {
    pub(crate) const fn is_collapsed(&self) -> bool {
        matches!(self, Self::Collapsed(_))
    }

    pub(crate) const fn rows(&self) -> &'r [Row<L>] {
        match self {
            Self::Shown(rows) | Self::Collapsed(rows) => rows,
        }
    }
}

/// The minimum number of collapsed rows. The note in place of a single row would be as high as the row.
const MIN_COLLAPSED_ROWS: usize = 2;

/// Splits a hunk into shown rows, at most `context` away from a change, and collapsed rows.
pub(crate) fn collapse_context<L>(
    rows: &[Row<L>],
    context: Option<usize>,
) -> impl Iterator<Item = HunkPart<'_, L>> {
    let context = context.unwrap_or(usize::MAX);
    let mut at = 0;
    // If all rows are shown, the whole hunk is one run.
    let is_all = context == usize::MAX;
    let is_same_run =
        move |row: &Row<L>, next: &Row<L>| is_all || row.change.is_context() == next.change.is_context();
    rows.chunk_by(is_same_run).flat_map(move |run| {
        let after_change = if at > 0 { context } else { 0 };
        at += run.len();
        let before_change = if at < rows.len() { context } else { 0 };
        let is_shown = is_all || !run[0].change.is_context();
        let start = if is_shown { run.len() } else { after_change.min(run.len()) };
        let end = run.len().saturating_sub(before_change).max(start);
        let collapsed = if end - start < MIN_COLLAPSED_ROWS { run.len()..run.len() } else { start..end };
        let before = HunkPart::Shown(&run[..collapsed.start]);
        let after = HunkPart::Shown(&run[collapsed.end..]);
        [before, HunkPart::Collapsed(&run[collapsed]), after]
            .into_iter()
            .filter(|part| !part.rows().is_empty())
    })
}

/// Returns the note in place of collapsed rows.
pub(crate) fn collapsed_note(rows: usize) -> String {
    format!("⋯ {} ⋯", count_noun(rows as u64, "line", "lines"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, Sides};

    /// Rows as signs: ` ` context, `+` added. Expects collapsed rows as their number.
    #[track_caller]
    fn case(rows: &str, context: Option<usize>, expected: &str) {
        let change = |sign| if sign == ' ' { Change::Context(Sides::new((), ())) } else { Change::Added(()) };
        let rows: Vec<_> = rows.chars().map(|sign| Row::new(change(sign), 1)).collect();
        let drawn = |part: HunkPart<()>| match part {
            HunkPart::Collapsed(rows) => rows.len().to_string(),
            HunkPart::Shown(rows) => {
                rows.iter().map(|row| if row.change.is_context() { ' ' } else { '+' }).collect()
            }
        };
        assert_eq!(collapse_context(&rows, context).map(drawn).collect::<String>(), expected);
    }

    #[test]
    fn collapses_rows_far_from_changes() {
        case("    +    ", Some(2), "2  +  2");
        case("    +    ", Some(0), "4+4");
        case("+     +", Some(1), "+ 3 +");
        case("++", Some(0), "++");
    }

    #[test]
    fn keeps_single_rows() {
        case("   +", Some(2), "   +");
        case("+   +", Some(1), "+   +");
    }

    #[test]
    fn shows_all_rows_without_a_limit() {
        case("    +    ", None, "    +    ");
        case("", None, "");
    }

    #[test]
    fn collapses_all_rows_without_a_change() {
        case("   ", Some(2), "3");
    }
}
