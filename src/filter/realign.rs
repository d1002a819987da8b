//! A second alignment of the lines in a run of changes: lines that are equal by the rules of a filter come into one row.
//!
//! ```text
//! - One                       - One
//! - TWO                       ~ TWO → two     ignored
//! ~ Three → two               - Three
//! + four                      + four
//! ```

use std::collections::HashSet;

use super::line_key::LineKey;
use crate::model::{Change, Marked, Row, Side, Sides};
use crate::word_diff::similarity::matching::{IndexPair, align_lines};

/// Maximum number of pairs of an old and a new line in a run, 8 MB of weights. The rows of a longer run stay as they are.
const MAX_PAIRS: usize = 1 << 20;

/// The extra weight of a pair that is a row already. Less than that of any other pair, for all rows together.
const ROW_WEIGHT: f64 = 1e-7;

/// Aligns the lines of a run of changes. Rows of equal lines are ignored.
pub(super) fn realign(rows: &mut Vec<Row<Marked<'_>>>, key: LineKey) -> Realigned {
    for row in rows.iter_mut() {
        if let Change::Changed(lines) = &row.change {
            row.is_ignored = key.of(lines.old.text()) == key.of(lines.new.text());
        }
    }
    let lines = Sides::new(RunLine::of(rows, Side::Old, key), RunLine::of(rows, Side::New, key));
    let lengths = lines.as_ref().map(Vec::len);
    // Other readings of ambiguous rows are known by the numbers of the rows.
    if rows.iter().any(|row| row.is_ambiguous)
        || lengths.old.saturating_mul(lengths.new) > MAX_PAIRS
        || !has_equal_lines(rows, lines.as_ref().map(Vec::as_slice))
    {
        return Realigned::No;
    }
    let pairs = align_lines(lengths, |pair| {
        let (old, new) = (&lines.old[pair.old], &lines.new[pair.new]);
        match (old.key == new.key, old.row == new.row) {
            (false, _) => 0.0,
            (true, false) => 1.0,
            (true, true) => 1.0 + ROW_WEIGHT,
        }
    });
    let lines = lines.map(|lines| lines.into_iter().map(|line| line.row).collect::<Vec<_>>());
    *rows = rebuild(std::mem::take(rows), &lines, &pairs.pairs);
    Realigned::Yes
}

/// The result of an alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Realigned {
    /// There are other rows.
    Yes,
    /// The rows are the same, except that some may be ignored now.
    No,
}

/// A line of a run.
struct RunLine {
    /// The index of its row.
    row: usize,
    key: String,
}

impl RunLine {
    /// The lines of one side, top to bottom.
    fn of(rows: &[Row<Marked<'_>>], side: Side, key: LineKey) -> Vec<Self> {
        let lines =
            rows.iter().enumerate().filter_map(|(row, content)| Some((row, content.change.line(side)?)));
        lines.map(|(row, line)| Self { row, key: key.of(line.text()).into_owned() }).collect()
    }
}

/// True if lines of two rows are equal.
fn has_equal_lines(rows: &[Row<Marked<'_>>], lines: Sides<&[RunLine]>) -> bool {
    let is_open = |line: &&RunLine| !rows[line.row].is_ignored;
    let old: HashSet<&str> = lines.old.iter().filter(is_open).map(|line| line.key.as_str()).collect();
    lines.new.iter().filter(is_open).any(|line| old.contains(line.key.as_str()))
}

/// Builds the rows of a run from pairs of equal lines. `rows_of` has the row of each line. Other lines stay in their rows,
/// unless their partner got another one.
fn rebuild<'a>(
    rows: Vec<Row<Marked<'a>>>,
    rows_of: &Sides<Vec<usize>>,
    pairs: &[IndexPair],
) -> Vec<Row<Marked<'a>>> {
    // The rows between two pairs: those of old lines before `old` and of new lines before `new`.
    let ends = Sides::new(rows_of.old.len(), rows_of.new.len());
    let mut sources: Vec<_> = rows.into_iter().map(RowSource::new).collect();
    let mut rebuilt = Vec::with_capacity(sources.len());
    let mut from = Sides::new(0, 0);
    for (pair, is_end) in pairs.iter().map(|pair| (*pair, false)).chain([(ends, true)]) {
        let mut between = rows_of.old[from.old..pair.old].to_vec();
        between.extend(&rows_of.new[from.new..pair.new]);
        between.sort_unstable();
        between.dedup();
        for row in between {
            let has_line = |rows: &[usize]| rows.contains(&row);
            let sides = Sides::new(
                has_line(&rows_of.old[from.old..pair.old]),
                has_line(&rows_of.new[from.new..pair.new]),
            );
            rebuilt.extend(sources[row].take(sides));
        }
        if is_end {
            break;
        }
        let (old_row, new_row) = (rows_of.old[pair.old], rows_of.new[pair.new]);
        if old_row == new_row {
            rebuilt.extend(sources[old_row].take(Sides::new(true, true)));
        } else if let (Some(old), Some(new)) = (sources[old_row].old.take(), sources[new_row].new.take()) {
            let lines = Sides::new(old.into_text(), new.into_text()).map(Marked::unchanged);
            let mut row = Row::new(Change::Changed(lines), sources[old_row].source_line);
            row.is_ignored = true;
            rebuilt.push(row);
        }
        from = Sides::new(pair.old + 1, pair.new + 1);
    }
    rebuilt
}

/// The lines of a row, which are taken one by one.
struct RowSource<'a> {
    old: Option<Marked<'a>>,
    new: Option<Marked<'a>>,
    /// The number of a move.
    moved: Option<u32>,
    source_line: Option<u32>,
    is_ignored: bool,
}

impl<'a> RowSource<'a> {
    fn new(row: Row<Marked<'a>>) -> Self {
        let Row { source_line, is_ignored, .. } = row;
        let moved = match row.change {
            Change::MovedFrom(_, number) | Change::MovedTo(_, number) => Some(number),
            _ => None,
        };
        let (old, new) = match row.change {
            Change::Changed(lines) | Change::Context(lines) => (Some(lines.old), Some(lines.new)),
            Change::Removed(line) | Change::MovedFrom(line, _) => (Some(line), None),
            Change::Added(line) | Change::MovedTo(line, _) => (None, Some(line)),
        };
        Self { old, new, moved, source_line, is_ignored }
    }

    /// Takes the lines of these sides as a row. A line without its partner is changed as a whole.
    fn take(&mut self, sides: Sides<bool>) -> Option<Row<Marked<'a>>> {
        let old = self.old.take_if(|_| sides.old);
        let new = self.new.take_if(|_| sides.new);
        let change = match (old, new) {
            (Some(old), Some(new)) => Change::Changed(Sides::new(old, new)),
            (Some(old), None) => match self.moved {
                Some(number) => Change::MovedFrom(old, number),
                None => Change::Removed(Marked::whole(old.into_text())),
            },
            (None, Some(new)) => match self.moved {
                Some(number) => Change::MovedTo(new, number),
                None => Change::Added(Marked::whole(new.into_text())),
            },
            (None, None) => return None,
        };
        let mut row = Row::new(change, self.source_line);
        row.is_ignored = self.is_ignored;
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::{DifferenceRule, WhiteSpaceRule};

    /// Rows as `old→new`; an empty side has no line. An ignored row ends with `=`.
    #[track_caller]
    fn case(rows: &[&str], expected: &[&str]) {
        let key = LineKey { white_space: WhiteSpaceRule::Counts, case: DifferenceRule::Ignored };
        let line = |text: &str| Marked::whole(text.to_owned().into());
        let change = |row: &&str| match row.split_once('→').unwrap() {
            ("", new) => Change::Added(line(new)),
            (old, "") => Change::Removed(line(old)),
            (old, new) => Change::Changed(Sides::new(line(old), line(new))),
        };
        let mut rows: Vec<_> = rows.iter().map(|row| Row::new(change(row), 1)).collect();
        let shown = |row: &Row<Marked<'_>>| {
            let lines = row.change.lines().map(|line| line.map_or("", Marked::text));
            format!("{}→{}{}", lines.old, lines.new, if row.is_ignored { "=" } else { "" })
        };
        realign(&mut rows, key);
        assert_eq!(rows.iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn ignores_rows_of_equal_lines() {
        case(&["A→a", "B→c", "d→"], &["A→a=", "B→c", "d→"]);
    }

    #[test]
    fn brings_equal_lines_into_one_row() {
        case(&["A→", "→a"], &["A→a="]);
        case(&["One→", "TWO→", "Three→two", "→four"], &["One→", "TWO→two=", "Three→", "→four"]);
        case(&["x→a", "A→b", "B→c"], &["x→", "A→a=", "B→b=", "→c"]);
        case(&["x→y", "A→", "→a", "u→v"], &["x→y", "A→a=", "u→v"]);
    }

    #[test]
    fn keeps_a_row_of_equal_lines_among_others() {
        case(&["A→a", "→A"], &["A→a=", "→A"]);
        case(&["→a", "A→a"], &["→a", "A→a="]);
    }
}
