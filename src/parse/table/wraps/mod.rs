//! Rows of cells that were wrapped inside their columns: lines joined where the next word had no room.
//!
//! ```text
//!  The railway station was closed to       The railway station was closed to      ┐ one row: "passengers"
//!  passengers in 1964.                     passengers in 1964.                    ┘ had no room
//!  The end.                                The end.                                 a row of its own
//! ```
//!
//! The next line may begin where there is no room by chance. So a dynamic program weighs the ends of rows: by the room, by
//! the starts of lines that wikitext has, by unclosed marks, and by the number of context rows that MediaWiki prints.

mod border;
mod join;
mod lines;
mod odds;
mod room;
mod search;

use super::rows::{LineRow, RowDoubt};
use crate::model::Sides;
use border::BreakPlaces;
use join::join_row;
pub(crate) use lines::{ColumnFrame, PhysicalLine, WrappedHunk};
use search::{FoundRows, WrapSearch};

/// Usual widths of the output of programs that wrap a page.
const USUAL_WIDTHS: [usize; 9] = [72, 80, 100, 120, 132, 160, 200, 240, 250];

/// Maximum width of a page to which programs wrap. A table with wider lines is not wrapped at all.
const MAX_PAGE_WIDTH: usize = 400;

/// Maximum number of columns that a table with wrapped cells leaves free.
const MAX_FREE_COLUMNS: usize = 12;

/// Length of a word that is wider than the columns of most pages.
const LONG_WORD_LEN: usize = 40;

/// Cost of a table with wrapped cells: most programs write long lines as they are.
const WRAP_COST: u32 = 4;

/// Columns between the texts of both sides, and at the end of a line, at most.
const MAX_GAP: usize = 6;

/// Measures the columns. Returns `None` if the table is not as wide as programs make a page, nor its columns as wide as a
/// word: none of its cells was wrapped.
fn measure_widths(hunks: &[WrappedHunk<'_, '_>], frame: ColumnFrame) -> Option<Sides<usize>> {
    let lines = || hunks.iter().flat_map(|hunk| hunk.lines);
    let width = |text: &str| frame.measure.width(text);
    let old = lines().map(|line| width(line.texts.old)).max()?;
    let new = lines().map(|line| width(line.texts.new)).max()?;
    let page = USUAL_WIDTHS.into_iter().find(|width| *width >= frame.widest).unwrap_or(frame.widest);
    if page > MAX_PAGE_WIDTH {
        return None;
    }
    if page - frame.widest > MAX_FREE_COLUMNS {
        // A word that cannot be broken makes its column as wide as it is.
        let is_word =
            |text: &str, width: usize| text.len() == width && width > LONG_WORD_LEN && !text.contains(' ');
        let has_word = lines().any(|line| is_word(line.texts.old, old) || is_word(line.texts.new, new));
        return has_word.then_some(Sides::new(old, new));
    }
    Some(Sides::new(
        old.max(frame.new.saturating_sub(frame.old + MAX_GAP)),
        new.max(page.saturating_sub(frame.new + MAX_GAP)),
    ))
}

/// Rows of a hunk, each with the index of its first line.
type NumberedRows<'a> = Vec<(usize, LineRow<'a>)>;

/// Joins the lines of each hunk to rows. Returns `None` if the columns are not wrapped.
pub(crate) fn join_lines<'a>(
    hunks: &[WrappedHunk<'_, 'a>],
    frame: ColumnFrame,
) -> Option<Vec<NumberedRows<'a>>> {
    let widths = measure_widths(hunks, frame)?;
    let [spaces, signs] = [BreakPlaces::Spaces, BreakPlaces::SpacesAndSigns]
        .map(|breaks| TableSearch::run(hunks, widths, frame, breaks));
    let best = if spaces.cost < signs.cost { spaces } else { signs };
    if best.unwrapped_cost() < best.cost + WRAP_COST {
        return None;
    }
    Some(best.hunks.iter().map(|(search, found)| join_rows(search, found, best.breaks)).collect())
}

/// Joins the lines of each row of a hunk.
fn join_rows<'a>(search: &WrapSearch<'_, 'a>, found: &FoundRows, breaks: BreakPlaces) -> NumberedRows<'a> {
    let mut rows = Vec::with_capacity(found.rows.len());
    for &(start, end) in &found.rows {
        let row = join_row(&search.hunk.lines[start..end], breaks);
        rows.push((
            search.hunk.lines[start].at,
            row.with_doubt(search.is_full(end).then_some(RowDoubt::Join)),
        ));
    }
    rows
}

/// The rows of all hunks of a table, for a way of breaking lines.
struct TableSearch<'l, 'a> {
    breaks: BreakPlaces,
    hunks: Vec<(WrapSearch<'l, 'a>, FoundRows)>,
    cost: u32,
}

impl<'l, 'a> TableSearch<'l, 'a> {
    fn run(
        hunks: &[WrappedHunk<'l, 'a>],
        widths: Sides<usize>,
        frame: ColumnFrame,
        breaks: BreakPlaces,
    ) -> Self {
        let hunks: Vec<_> = hunks
            .iter()
            .map(|hunk| {
                let search = WrapSearch::new(*hunk, widths, frame, breaks);
                let found = search.find_rows();
                (search, found)
            })
            .collect();
        let cost = hunks.iter().map(|(_, found)| found.cost).sum();
        Self { breaks, hunks, cost }
    }

    /// The cost of the table if every line is a row.
    fn unwrapped_cost(&self) -> u32 {
        self.hunks.iter().map(|(search, _)| search.unwrapped_cost()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::table::measure::ColumnMeasure;

    fn lines<'a>(texts: &[(&'a str, &'a str)]) -> Vec<PhysicalLine<'a>> {
        let line = |(at, (old, new)): (usize, &(&'a str, &'a str))| PhysicalLine {
            at,
            texts: Sides::new(*old, *new),
            ..PhysicalLine::default()
        };
        texts.iter().enumerate().map(line).collect()
    }

    #[track_caller]
    fn case(widest: usize, texts: &[(&str, &str)], expected: &[(&str, &str)]) {
        let lines = lines(texts);
        let hunk = WrappedHunk { lines: &lines, start: Sides::new(9, 9), is_last: true };
        let frame =
            ColumnFrame { measure: ColumnMeasure::Screen, old: 12, new: 42, widest, has_blanks: true };
        let rows = join_lines(&[hunk], frame);
        let rows: Vec<_> = rows
            .iter()
            .flatten()
            .flatten()
            .map(|(_, row)| (row.texts.old.as_deref().unwrap_or(""), row.texts.new.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn joins_lines_without_room_for_the_next_word() {
        case(
            70,
            &[
                ("The railway was closed to", "The railway was closed to"),
                ("passengers in the year of", "passengers in the year of"),
                ("the flood.", "the flood."),
                ("One.", "One."),
                ("It has two wheels and one", "It has three wheels and a"),
                ("wheelhouse.", "wheelhouse."),
            ],
            &[
                (
                    "The railway was closed to passengers in the year of the flood.",
                    "The railway was closed to passengers in the year of the flood.",
                ),
                ("One.", "One."),
                ("It has two wheels and one wheelhouse.", "It has three wheels and a wheelhouse."),
            ],
        );
    }

    #[test]
    fn word_as_wide_as_its_column_shows_that_lines_are_wrapped() {
        let word = "tprv8ZgxMBicQKsPe5YMU9gHen4Ez3ApihUfykaqUorj9t6FDqy3nP6eoXi";
        let row = format!("seed = {word} (test)");
        case(
            30,
            &[("a b", "a b"), ("seed =", "seed ="), (word, word), ("(test)", "(test)"), ("old", "new")],
            &[("a b", "a b"), (&row, &row), ("old", "new")],
        );
    }

    #[test]
    fn table_of_short_lines_is_not_joined() {
        case(55, &[("a b c d e f", "a b c d e f"), ("g h", "g h"), ("i j", "i k"), ("l m", "l m")], &[]);
    }
}
