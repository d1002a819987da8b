//! An empty line after every line: some mail programs and text boxes turn lines into paragraphs.

use crate::parse::input::{self, InputLines};
use crate::parse::line_map::LineMap;
use crate::parse::page::heading;

use crate::parse::repair::candidate::Candidate;

/// Minimum number of lines for the test of every second line.
const MIN_LINES: usize = 7;

/// Drops every second line if all of them are empty.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let mut beginning = text.split('\n').take(MIN_LINES);
    let is_gap = |(at, line): (usize, &str)| at % 2 == 0 || line.trim().is_empty();
    if !beginning.by_ref().enumerate().all(is_gap) {
        return None;
    }
    let lines = input::split_lines(text);
    if lines.len() < MIN_LINES || !lines.iter().copied().enumerate().all(is_gap) {
        return None;
    }
    let kept: Vec<(usize, &str)> = lines.into_iter().enumerate().step_by(2).collect();
    let has_text = kept.iter().filter(|(_, line)| !line.trim().is_empty()).count() * 2 >= kept.len();
    has_text.then(|| {
        Candidate::from_lines(&kept, "there was an empty line after each line; these are removed").likely()
    })
}

/// Minimum number of cells for the test of the empty line before each cell.
const MIN_TEXTS: usize = 4;

/// Drops the empty lines before the cells: they were lines of tabs in a copy from Firefox. Without the tabs they do not
/// state a side.
pub(crate) fn restore_tab_lines(text: &str) -> Option<Candidate> {
    if !has_no_adjacent_texts(text) {
        return None;
    }
    let input = InputLines::new(text, LineMap::default());
    let mut rows = SpacedCells { kept: Vec::new(), blanks: 0, texts: 0 };
    let first = heading::find_first_row(&input);
    rows.kept.extend((0..first).map(|at| (at, input.lines()[at])));
    for at in first..input.len() {
        match input.header_at(at) {
            Some(_) => {
                rows.blanks = 0;
                rows.kept.push((at, input.lines()[at]));
            }
            None => rows.push(at, input.lines()[at])?,
        }
    }
    let message = "the tabs between the cells are missing, and with them the sides of the lines: copy the page again, or \
                   save it";
    (rows.texts >= MIN_TEXTS).then(|| Candidate::from_lines(&rows.kept, message).lossy().likely())
}

/// Number of lines at the end that the cheap test reads.
const SAMPLE_LINES: usize = 12;

/// Returns true if the last lines have no two lines of text in a row.
fn has_no_adjacent_texts(text: &str) -> bool {
    let mut was_text = false;
    text.rsplit('\n').take(SAMPLE_LINES).all(|line| {
        let is_text = !line.trim().is_empty();
        !(std::mem::replace(&mut was_text, is_text) && is_text)
    })
}

/// The lines that are kept, and the empty lines since the last cell.
struct SpacedCells<'a> {
    kept: Vec<(usize, &'a str)>,
    blanks: usize,
    texts: usize,
}

impl<'a> SpacedCells<'a> {
    /// Adds a line. Returns `None` for a cell without an empty line before it.
    fn push(&mut self, at: usize, line: &'a str) -> Option<()> {
        if line.is_empty() {
            self.blanks += 1;
        } else if self.blanks == 0 {
            return None;
        } else {
            // One empty line belongs to this cell. Of the others, two are an empty row, and one ends the row above.
            let dropped = if self.blanks.is_multiple_of(2) { 2 } else { 1 };
            self.kept.truncate(self.kept.len() - dropped);
            (self.blanks, self.texts) = (0, self.texts + 1);
        }
        self.kept.push((at, line));
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_lines;

    #[test]
    fn drops_every_second_line() {
        assert_lines(repair, "a\n\na\n\n\n\nb", Some(("a\na\n\nb", &[0, 2, 4, 6])));
    }

    #[test]
    fn keeps_a_text_with_adjacent_lines() {
        assert_lines(repair, "a\n\na\na\n\n\nb", None);
        assert_lines(repair, "a\n\nb", None);
        assert_lines(repair, "\n\n\n\n\n\n\n\n", None);
    }

    #[test]
    fn drops_the_empty_line_before_each_cell() {
        let repaired = |text: &str| restore_tab_lines(text).map(|repair| repair.text);
        assert_eq!(repaired("\na\n\na\n\n\n\nb\n\nc").as_deref(), Some("a\na\n\n\nb\nc"));
        assert_eq!(repaired("\na\n\n\nb\n\nc\n\nd").as_deref(), Some("a\nb\nc\nd"));
        assert_eq!(repaired("\na\na\n\nb\n\nc\n\nd"), None);
        let headed = "Line 3:\tLine 3:\n\na\n\na\n\nb\n\nLine 9:\tLine 9:\nc\n\nc\n\nd";
        assert_eq!(repaired(headed), None, "the cell after a header has no empty line");
    }
}
