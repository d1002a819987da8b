//! Cells that a program wrapped at the width of its page, so that one cell takes several lines.
//!
//! ```text
//!    the river is [DEL: short :DEL] and cold, and its water turns      full: the next word does not fit
//!    the mill                                                          the rest of the old cell
//!    the river is [INS: long :INS] and cold, and its water turns the
//!    mill
//! ```
//!
//! Both cells of a row are the same text but for the words that are marked. So lines are joined where this gives rows, and
//! else where the next word did not fit. The width is that of the longest line, if a row or a broken mark shows that lines
//! are wrapped at all.

use std::ops::Range;

use super::move_marks::parse_move_mark;
use super::word_marks::{self, UnmarkedText};
use crate::parse::extracted_lines::header_rows::MIN_WRAP_WIDTH;

/// Maximum number of letters of a word that did not fit: a longer one says little about the end of the line before it.
const MAX_WORD_LETTERS: usize = 24;

/// Bytes of the longest line that programs for terminals print. They break longer lines, whatever the width.
const MAX_LINE_BYTES: usize = 1_023;

/// Maximum number of lines of one cell of a row that is found by its text.
const MAX_CELL_LINES: usize = 12;

/// Minimum share of a line that both cells of a row have in common, where the row shows that lines are wrapped: a half.
const MIN_SHARE: usize = 2;

/// Costs of a reading of the lines. A row that explains both its cells costs nothing.
const LONE_CELL_COST: u32 = 4;
/// A full line that ends its cell: the line that follows could have been its rest.
const FULL_END_COST: u32 = 2;
/// A row whose cells end with a line of marked words, which may be a cell of its own.
const MARKED_END_COST: u32 = 1;
/// A line continued by a long word, without another cell that shows it. It costs more than a cell of its own.
const DOUBTFUL_JOIN_COST: u32 = 5;

/// Evidence that a line continues the line before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineJoin {
    /// It does: a mark is open.
    Certain,
    /// It does by the width: its first word did not fit.
    Likely,
    /// It may: its first word did not fit, but is so long that this says little.
    Possible,
    /// It does not: its first word would have fitted.
    None,
}

/// Finds the cells among the lines of a section: each as a range of lines.
pub(crate) fn join_wrapped_lines(lines: &[&str], width: Option<usize>) -> Vec<Range<usize>> {
    WrappedCellLines::new(lines, width).find_cells()
}

/// Finds the width in letters at which the lines of a table are wrapped, if a section shows that they are.
pub(crate) fn find_wrap_width(sections: &[&[&str]]) -> Option<usize> {
    let letters = sections.iter().copied().flatten().map(|line| count_letters(line));
    let width = letters.max().filter(|width| *width >= MIN_WRAP_WIDTH)?;
    let shows_width = |lines: &&[&str]| WrappedCellLines::new(lines, Some(width)).show_width(width);
    sections.iter().any(shows_width).then_some(width)
}

/// The lines of a section, with what can be said about each.
struct WrappedCellLines {
    /// Evidence that each line continues the one before.
    joins: Vec<LineJoin>,
    /// The text of the lines that both cells of a row share, without blanks.
    unmarked: UnmarkedText,
}

impl WrappedCellLines {
    fn new(lines: &[&str], width: Option<usize>) -> Self {
        let unmarked = word_marks::collect_unmarked_text(lines);
        let mut joins = Vec::with_capacity(lines.len());
        for at in 0..lines.len() {
            joins.push(match at {
                _ if unmarked.is_open_before(at) => LineJoin::Certain,
                0 => LineJoin::None,
                _ => find_join(lines[at - 1], lines[at], width),
            });
        }
        Self { joins, unmarked }
    }

    /// True if a cell that takes several lines shows the width: a mark is broken at the end of a line, or the lines below
    /// have its text.
    fn show_width(&self, width: usize) -> bool {
        let min_length = width / MIN_SHARE;
        (0..self.joins.len()).any(|start| {
            let has_row = || {
                self.rows_at(start).any(|row| {
                    row.end - row.start > 2
                        && self.unmarked.text(row.start..row.middle).len() >= min_length
                        && self.end_with_text(row)
                })
            };
            let is_split = || {
                self.cell_ends(start).any(|middle| {
                    let text = self.unmarked.text(start..middle);
                    middle > start + 1 && text.len() >= min_length && self.unmarked.stands_at(text, middle)
                })
            };
            self.joins[start] == LineJoin::Certain || has_row() || is_split()
        })
    }

    /// True if the last lines of both cells have words that are not marked: a line with marked words alone may be another
    /// cell.
    fn end_with_text(&self, row: WrappedRow) -> bool {
        [row.middle, row.end].iter().all(|end| !self.unmarked.text(end - 1..*end).is_empty())
    }

    /// The ends of the cells that may begin at a line.
    fn cell_ends(&self, start: usize) -> impl Iterator<Item = usize> + '_ {
        let can_end = |end: &usize| self.joins.get(*end) != Some(&LineJoin::Certain);
        let is_joined = move |end: &usize| *end == start + 1 || self.joins[*end - 1] != LineJoin::None;
        // The lines of a broken mark belong together, however many.
        let max_end = (start + MAX_CELL_LINES).max(self.unmarked.end_of_mark(start));
        (start + 1..=max_end.min(self.joins.len())).take_while(is_joined).filter(can_end)
    }

    /// The rows of two cells with the same text that may begin at a line.
    fn rows_at(&self, start: usize) -> impl Iterator<Item = WrappedRow> + '_ {
        self.cell_ends(start).flat_map(move |middle| {
            let old = self.unmarked.text(start..middle);
            let ends = if old.is_empty() || middle == self.joins.len() {
                None
            } else {
                Some(self.cell_ends(middle))
            };
            let is_new = move |end: &usize| self.unmarked.text(middle..*end) == old;
            ends.into_iter().flatten().filter(is_new).map(move |end| WrappedRow { start, middle, end })
        })
    }

    /// The cost of the end of a cell: a full line before the next cell.
    fn end_cost(&self, end: usize) -> u32 {
        if self.joins.get(end) == Some(&LineJoin::Likely) { FULL_END_COST } else { 0 }
    }

    /// Finds the cells of the cheapest reading.
    fn find_cells(&self) -> Vec<Range<usize>> {
        let length = self.joins.len();
        // The cheapest reading of the rest, from the last line to the first: its cost, and the ends of its first cells.
        let mut best: Vec<(u32, Option<usize>, usize)> = vec![(0, None, length); length + 1];
        for start in (0..length).rev() {
            let lone_cells = self.cell_ends(start).map(|end| {
                let doubtful = (start + 1..end).filter(|at| self.joins[*at] == LineJoin::Possible).count();
                let doubt = u32::try_from(doubtful).unwrap_or(u32::MAX).saturating_mul(DOUBTFUL_JOIN_COST);
                (LONE_CELL_COST.saturating_add(doubt).saturating_add(self.end_cost(end)), None, end)
            });
            let rows = self.rows_at(start).map(|row| {
                let doubt = if self.end_with_text(row) { 0 } else { MARKED_END_COST };
                (self.end_cost(row.middle) + self.end_cost(row.end) + doubt, Some(row.middle), row.end)
            });
            let readings = rows
                .chain(lone_cells)
                .map(|(cost, middle, end)| (best[end].0.saturating_add(cost), middle, end));
            if let Some(cheapest) = readings.min_by_key(|(cost, ..)| *cost) {
                best[start] = cheapest;
            }
        }
        let mut cells = Vec::new();
        let mut at = 0;
        while at < length {
            let (_, middle, end) = best[at];
            let end = end.max(at + 1);
            match middle {
                Some(middle) => cells.extend([at..middle, middle..end]),
                None => cells.push(at..end),
            }
            at = end;
        }
        cells
    }
}

/// A row of two cells.
#[derive(Clone, Copy, Debug)]
struct WrappedRow {
    start: usize,
    /// The line after the old cell.
    middle: usize,
    end: usize,
}

/// The evidence of two lines without an open mark.
fn find_join(before: &str, line: &str, width: Option<usize>) -> LineJoin {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_apart = |line: &str| line.trim().is_empty() || parse_move_mark(line).is_some();
    if is_apart(before) || is_apart(line) || indent(before) != indent(line) {
        return LineJoin::None;
    }
    let word = line.trim_start().split(' ').next().unwrap_or_default();
    let letters = count_letters(word);
    let is_full = |letters: usize| {
        let short = &word[..word.char_indices().nth(letters).map_or(word.len(), |(at, _)| at)];
        before.len() + 1 + short.len() > MAX_LINE_BYTES
            || width.is_some_and(|width| count_letters(before) + 1 + letters > width)
    };
    if is_full(letters.min(MAX_WORD_LETTERS)) {
        LineJoin::Likely
    } else if is_full(letters) {
        LineJoin::Possible
    } else {
        LineJoin::None
    }
}

fn count_letters(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 100;

    /// A line of some words, as long as the width allows.
    fn full_line(word: &str) -> String {
        let count = (WIDTH + 1) / (word.len() + 1);
        vec![word; count].join(" ")
    }

    #[track_caller]
    fn case(lines: &[&str], expected: &[Range<usize>]) {
        let width = find_wrap_width(&[lines]);
        assert_eq!(join_wrapped_lines(lines, width), expected, "{lines:?}");
    }

    #[test]
    fn wrapped_cells_of_a_row_have_the_same_text() {
        let (river, water) = (full_line("river"), full_line("water"));
        case(&[&river, "mill", &river, "mill"], &[0..2, 2..4]);
        // The marks of changed words move the ends of lines.
        let old = wrap(&format!("the [DEL: a :DEL] {river} {water} mill"));
        let new = wrap(&format!("the [INS: b c d e f :INS] {river} {water} mill"));
        assert_ne!(old[1..], new[1..]);
        let lines: Vec<&str> = old.iter().chain(&new).map(String::as_str).collect();
        case(&lines, &[0..3, 3..6]);
    }

    /// Wraps a text at the width.
    fn wrap(text: &str) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            let is_full = lines.last().is_some_and(|line| line.len() + 1 + word.len() > WIDTH);
            if is_full {
                lines.push(String::new());
            }
            let line = lines.last_mut().unwrap();
            *line = format!("{line} {word}").trim().to_owned();
        }
        lines
    }

    #[test]
    fn other_wrapped_lines_are_joined_at_the_width_that_a_row_shows() {
        let (river, water) = (full_line("river"), full_line("water"));
        case(&[&river, "mill", &river, "mill", &water, "weir"], &[0..2, 2..4, 4..6]);
        // Nothing shows that lines are wrapped.
        case(&[&river, &river, &water, "weir"], &[0..1, 1..2, 2..3, 3..4]);
    }

    #[test]
    fn long_word_joins_lines_only_in_a_row() {
        let (short, word) = ("w".repeat(70), "v".repeat(60));
        case(&[&short, &word, &short, &word], &[0..2, 2..4]);
        case(&[&short, &word, &short, &word, "a b", &"u".repeat(60)], &[0..2, 2..4, 4..5, 5..6]);
    }

    #[test]
    fn line_goes_on_where_a_mark_is_open() {
        case(&["a [DEL: b", "c :DEL] d", "a d"], &[0..2, 2..3]);
        case(&["a [DEL: b", "c", "d"], &[0..1, 1..2, 2..3]);
    }

    #[test]
    fn line_with_marked_words_alone_may_be_a_cell_of_its_own() {
        let river = full_line("river");
        case(&[&river, &river, "[DEL: == Mill == :DEL]"], &[0..1, 1..2, 2..3]);
    }

    #[test]
    fn mark_of_a_moved_line_is_no_part_of_a_cell() {
        let (river, word) = (full_line("river"), "v".repeat(WIDTH - 5));
        case(&[&river, "mill", &river, "mill", "⚫", &word], &[0..2, 2..4, 4..5, 5..6]);
    }
}
