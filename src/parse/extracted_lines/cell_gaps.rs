//! Columns by the line ends between the cells. In the source of a diff page every cell of a row is on a line of its own,
//! and a program that drops the tags keeps the line ends:
//!
//! ```text
//! <tr>                     one line end
//!   <td>marker</td>        one
//!   <td>old line</td>      one
//!   <td>marker</td>        one
//!   <td>new line</td>      one
//! </tr>                    one
//! ```
//!
//! So two line ends lie between the cells of a row, and more between two rows. An added line has one line end more before
//! it (its empty cell spans two columns), a removed line one more after it.
//!
//! [`read_rows`] finds the rows that have the same line ends as the text. Blank rows can make two readings possible. An
//! engine puts a block of added or removed lines as far up as it can, so a blank line of the block stands at its top.

use crate::model::Side;

/// A piece of an extracted table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GapItem {
    /// This many line ends of the source.
    LineEnds(usize),
    /// A cell of text, by its index among the cells.
    Text(usize),
    /// The mark of a moved line, which stands in the column of markers.
    MoveMark,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GapRow {
    /// Two cells with text.
    Pair(usize, usize),
    /// One line, alone in its row.
    Single(Side, usize),
    /// A moved line, alone in its row.
    Moved(Side, usize),
    /// A blank context row.
    BlankPair,
    /// A blank line on one side, which the line ends do not tell.
    BlankSingle,
}

/// Number of line ends of a row of two cells.
const PAIR_ENDS: usize = 6;

/// Number of line ends of a row of one cell.
const SINGLE_ENDS: usize = 5;

/// Costs of a row. Blank lines that were added or removed are rarer than others, and those at the end of a block rarer
/// still.
const BLANK_SINGLE_COST: u32 = 6;
const BLANK_PAIR_COST: u32 = 2;
const BLANK_AT_END_COST: u32 = 1;

/// Maximum number of line ends between two cells that are read as blank rows: a page with more is no diff.
const MAX_LINE_ENDS: usize = 2_000;

/// The rows of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GapRows {
    /// The likeliest rows.
    pub(crate) rows: Vec<GapRow>,
    /// True if no other rows have the same line ends.
    pub(crate) is_unique: bool,
}

impl GapRows {
    /// Returns true if the first row has two cells, as every hunk below the first lines of a page begins.
    pub(crate) fn begins_with_context(&self) -> bool {
        self.rows.first().is_some_and(|row| matches!(row, GapRow::Pair(..) | GapRow::BlankPair))
    }
}

/// Reads the rows of a section from the line end before its first row to the line end after its last. Returns `None` if
/// no rows have these line ends.
pub(crate) fn read_rows(items: &[GapItem]) -> Option<GapRows> {
    let symbols = GapSymbols::new(items)?;
    let length = symbols.all.len();
    // The best way to read the rest, from the last symbol to the first.
    let mut best: Vec<Option<RestReading>> = vec![None; length + 1];
    best[length] = Some(RestReading { cost: 0, first: None, is_unique: true });
    for at in (0..length).rev() {
        for step in symbols.rows_at(at) {
            let Some(Some(rest)) = best.get(at + step.used) else { continue };
            let ends_block = matches!(step.row, GapRow::Single(..))
                && rest.first.is_some_and(|next| next.row == GapRow::BlankSingle);
            let cost = rest.cost + step.cost + if ends_block { BLANK_AT_END_COST } else { 0 };
            let is_unique = best[at].is_none() && rest.is_unique;
            match &mut best[at] {
                Some(other) if other.cost <= cost => other.is_unique = false,
                other => *other = Some(RestReading { cost, first: Some(step), is_unique }),
            }
        }
    }
    let is_unique = best[0]?.is_unique;
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(step) = best[at]?.first {
        rows.push(step.row);
        at += step.used;
    }
    Some(GapRows { rows, is_unique })
}

/// A row that may begin at a symbol.
#[derive(Clone, Copy, Debug)]
struct GapStep {
    row: GapRow,
    /// The number of its symbols.
    used: usize,
    cost: u32,
}

/// The best reading from a symbol to the end.
#[derive(Clone, Copy, Debug)]
struct RestReading {
    cost: u32,
    first: Option<GapStep>,
    is_unique: bool,
}

/// A symbol of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GapSymbol {
    LineEnd,
    Text(usize),
    MoveMark,
}

/// The table as single symbols.
struct GapSymbols {
    all: Vec<GapSymbol>,
}

impl GapSymbols {
    fn new(items: &[GapItem]) -> Option<Self> {
        let mut all = Vec::new();
        for item in items {
            match *item {
                GapItem::LineEnds(count) if count > MAX_LINE_ENDS => return None,
                GapItem::LineEnds(count) => all.extend(std::iter::repeat_n(GapSymbol::LineEnd, count)),
                GapItem::Text(index) => all.push(GapSymbol::Text(index)),
                GapItem::MoveMark => all.push(GapSymbol::MoveMark),
            }
        }
        Some(Self { all })
    }

    /// The rows that may begin at a symbol.
    fn rows_at(&self, at: usize) -> impl Iterator<Item = GapStep> + use<> {
        const E: GapSymbol = GapSymbol::LineEnd;
        let rest = &self.all[at..];
        let row = |row: GapRow, used: usize, cost: u32| Some(GapStep { row, used, cost });
        let texts = match *rest {
            [E, E, GapSymbol::Text(old), E, E, GapSymbol::Text(new), E, E, ..] => {
                row(GapRow::Pair(old, new), 8, 0)
            }
            [E, E, E, GapSymbol::Text(new), E, E, ..] => row(GapRow::Single(Side::New, new), 6, 0),
            [E, GapSymbol::MoveMark, E, GapSymbol::Text(old), E, E, E, ..] => {
                row(GapRow::Moved(Side::Old, old), 7, 0)
            }
            [E, E, GapSymbol::MoveMark, E, GapSymbol::Text(new), E, E, ..] => {
                row(GapRow::Moved(Side::New, new), 7, 0)
            }
            _ => None,
        };
        let removed = match *rest {
            [E, E, GapSymbol::Text(old), E, E, E, ..] => row(GapRow::Single(Side::Old, old), 6, 0),
            _ => None,
        };
        let blanks = rest.iter().take(PAIR_ENDS).take_while(|symbol| **symbol == E).count();
        let blank_pair = row(GapRow::BlankPair, PAIR_ENDS, BLANK_PAIR_COST).filter(|_| blanks == PAIR_ENDS);
        let blank_single =
            row(GapRow::BlankSingle, SINGLE_ENDS, BLANK_SINGLE_COST).filter(|_| blanks >= SINGLE_ENDS);
        [texts, removed, blank_pair, blank_single].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a table of line ends (`.`), cells (letters) and marks of moved lines (`!`).
    fn read(table: &str) -> Option<GapRows> {
        let mut cells = 0..;
        let item = |sign| match sign {
            '.' => GapItem::LineEnds(1),
            '!' => GapItem::MoveMark,
            _ => GapItem::Text(cells.next().unwrap_or_default()),
        };
        read_rows(&table.chars().map(item).collect::<Vec<_>>())
    }

    #[track_caller]
    fn case(rows: &[&str], expected: &[GapRow]) {
        let found = read(&rows.concat()).map(|found| found.rows);
        assert_eq!(found.as_deref(), Some(expected), "{rows:?}");
    }

    #[test]
    fn line_ends_tell_the_columns() {
        case(&["..a..b..", "..a..b.."], &[GapRow::Pair(0, 1), GapRow::Pair(2, 3)]);
        case(&["...b..", "..a..b.."], &[GapRow::Single(Side::New, 0), GapRow::Pair(1, 2)]);
        case(&["..a...", "..a..b.."], &[GapRow::Single(Side::Old, 0), GapRow::Pair(1, 2)]);
        case(&["...b..", "...b.."], &[GapRow::Single(Side::New, 0), GapRow::Single(Side::New, 1)]);
        case(&["..a...", "..a..."], &[GapRow::Single(Side::Old, 0), GapRow::Single(Side::Old, 1)]);
    }

    #[test]
    fn blank_rows_are_line_ends_alone() {
        case(
            &["..a..b..", "......", "..a..b.."],
            &[GapRow::Pair(0, 1), GapRow::BlankPair, GapRow::Pair(2, 3)],
        );
        case(&["......", "...b.."], &[GapRow::BlankPair, GapRow::Single(Side::New, 0)]);
        case(
            &["..a..b..", ".....", "..a..b.."],
            &[GapRow::Pair(0, 1), GapRow::BlankSingle, GapRow::Pair(2, 3)],
        );
    }

    #[test]
    fn blank_line_stands_at_the_top_of_its_block() {
        // A blank context row, a removed line and a blank one have as many.
        let table = ["..a..b..", ".....", "...c..", "......", "..d..e.."];
        let added = GapRow::Single(Side::New, 2);
        let rows = [GapRow::Pair(0, 1), GapRow::BlankSingle, added, GapRow::BlankPair, GapRow::Pair(3, 4)];
        case(&table, &rows);
        assert_eq!(read(&table.concat()).map(|found| found.is_unique), Some(false));
        assert_eq!(read("..a..b..").map(|found| found.is_unique), Some(true));
    }

    #[test]
    fn mark_of_a_moved_line_is_in_its_column() {
        case(&[".!.a...", "..!.b.."], &[GapRow::Moved(Side::Old, 0), GapRow::Moved(Side::New, 1)]);
    }

    #[test]
    fn other_line_ends_are_no_table() {
        assert_eq!(read("..a.b.."), None);
        assert_eq!(read("...."), None);
        assert_eq!(read_rows(&[GapItem::LineEnds(MAX_LINE_ENDS + 1)]), None);
    }
}
