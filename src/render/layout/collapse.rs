//! Collapsing of context rows that are far from any change.
//!
//! ```text
//! rows       c c c c c c ~ c c c c        c: context, ~: changed
//! context 2  ⋯ 4 lines ⋯ c c ~ c c ⋯ 2 lines ⋯
//! ```

use crate::model::{Marked, Row, Side};
use crate::render::line::focus::UnchangedText;
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

/// The maximum length in bytes of a single row that is not collapsed: the note in its place would be as high as the row.
const MAX_SINGLE_ROW_LEN: usize = 80;

/// Splits a hunk into shown rows, at most `context` away from a change, and collapsed rows. Without a limit, all are shown.
/// `unchanged` tells if a long context row is cut to one line.
pub(crate) fn collapse_context<'r, 'a>(
    rows: &'r [Row<Marked<'a>>],
    context: Option<usize>,
    unchanged: UnchangedText,
) -> impl Iterator<Item = HunkPart<'r, Marked<'a>>> {
    let is_low = move |row: &Row<Marked<'_>>| {
        unchanged != UnchangedText::Whole
            || row.change.line(Side::New).is_none_or(|line| line.text().len() <= MAX_SINGLE_ROW_LEN)
    };
    let context = context.unwrap_or(usize::MAX);
    let mut at = 0;
    // If all rows are shown, the whole hunk is one run.
    let is_all = context == usize::MAX;
    let is_same_run =
        move |row: &Row<Marked<'_>>, next: &Row<Marked<'_>>| is_all || row.is_context() == next.is_context();
    rows.chunk_by(is_same_run).flat_map(move |run| {
        let after_change = if at > 0 { context } else { 0 };
        at += run.len();
        let before_change = if at < rows.len() { context } else { 0 };
        let is_shown = is_all || !run[0].is_context();
        let start = if is_shown { run.len() } else { after_change.min(run.len()) };
        let end = run.len().saturating_sub(before_change).max(start);
        let is_kept = match &run[start..end] {
            [] => true,
            [single] => is_low(single),
            _ => false,
        };
        let collapsed = if is_kept { run.len()..run.len() } else { start..end };
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

    /// Rows as signs: ` ` short context, `L` long context, `+` added. Expects collapsed rows as their number.
    #[track_caller]
    fn case_folded(rows: &str, context: Option<usize>, unchanged: UnchangedText, expected: &str) {
        let long = "long ".repeat(20);
        let row = |sign| {
            let line = Marked::unchanged(if sign == 'L' { long.as_str().into() } else { "".into() });
            let change = match sign {
                '+' => Change::Added(line),
                _ => Change::Context(Sides::new(line.clone(), line)),
            };
            Row::new(change, 1)
        };
        let rows: Vec<_> = rows.chars().map(row).collect();
        let sign = |row: &Row<Marked<'_>>| match &row.change {
            Change::Context(lines) if lines.new.text().is_empty() => ' ',
            Change::Context(_) => 'L',
            _ => '+',
        };
        let drawn = |part: HunkPart<Marked<'_>>| match part {
            HunkPart::Collapsed(rows) => rows.len().to_string(),
            HunkPart::Shown(rows) => rows.iter().map(sign).collect(),
        };
        assert_eq!(collapse_context(&rows, context, unchanged).map(drawn).collect::<String>(), expected);
    }

    #[track_caller]
    fn case(rows: &str, context: Option<usize>, expected: &str) {
        case_folded(rows, context, UnchangedText::Whole, expected);
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
    fn keeps_a_long_single_row_if_it_takes_one_line() {
        case("L +L ", Some(1), "1 +L ");
        case_folded("L +L ", Some(1), UnchangedText::FirstLine, "L +L ");
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
