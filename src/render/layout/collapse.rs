//! Which rows are shown, and where a line stands for those that are not.
//!
//! Apart from the pictures because every one of them folds in the same way.

use std::ops::Range;

use crate::model::Row;

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

/// The fewest rows that are folded: one row takes no more room than the line that would stand for it.
const MIN_COLLAPSED_ROWS: usize = 2;

/// Cuts a hunk into the rows at most `context` away from a change and those further away.
pub(crate) fn collapse_context<L>(
    rows: &[Row<L>],
    context: Option<usize>,
) -> impl Iterator<Item = HunkPart<'_, L>> {
    let context = context.unwrap_or(usize::MAX);
    let mut at = 0;
    // Where all is shown, the whole hunk is one run.
    let is_all = context == usize::MAX;
    let is_of_run =
        move |row: &Row<L>, next: &Row<L>| is_all || row.change.is_context() == next.change.is_context();
    rows.chunk_by(is_of_run).flat_map(move |run| {
        let after_change = if at > 0 { context } else { 0 };
        at += run.len();
        let before_change = if at < rows.len() { context } else { 0 };
        let whole = is_all || !run[0].change.is_context();
        let start = if whole { run.len() } else { after_change.min(run.len()) };
        let end = run.len().saturating_sub(before_change).max(start);
        cut(run, if end - start < MIN_COLLAPSED_ROWS { run.len()..run.len() } else { start..end })
    })
}

/// A run of rows, the given range of it folded.
fn cut<L>(run: &[Row<L>], folded: Range<usize>) -> impl Iterator<Item = HunkPart<'_, L>> {
    let before = HunkPart::Shown(&run[..folded.start]);
    let after = HunkPart::Shown(&run[folded.end..]);
    [before, HunkPart::Collapsed(&run[folded]), after].into_iter().filter(|part| !part.rows().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, Sides};

    /// Rows as signs: ` ` context, `+` added; folded ones are expected as their number.
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
    fn rows_far_from_a_change_are_folded() {
        case("    +    ", Some(2), "2  +  2");
        case("    +    ", Some(0), "4+4");
        case("+     +", Some(1), "+ 3 +");
        case("++", Some(0), "++");
    }

    #[test]
    fn a_single_row_is_not_worth_folding() {
        case("   +", Some(2), "   +");
        case("+   +", Some(1), "+   +");
    }

    #[test]
    fn everything_is_shown_unless_asked() {
        case("    +    ", None, "    +    ");
        case("", None, "");
    }

    #[test]
    fn without_a_change_everything_is_far_from_one() {
        case("   ", Some(2), "3");
    }
}
