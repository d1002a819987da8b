//! An empty line after every line, as some mail programs and text boxes make paragraphs of lines.

use crate::parse::input::{self, InputLines};
use crate::parse::line_map::LineMap;
use crate::parse::page::heading;

use crate::parse::repair::candidate::Candidate;

/// The fewest lines of which "every second line" says something.
const MIN_LINES: usize = 7;

/// Every second line, if those between them are all empty.
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
        Candidate::from_lines(&kept, "there was an empty line after each line; read without").likely()
    })
}

/// The fewest lines of text that are enough to see that each has an empty one before it.
const MIN_TEXTS: usize = 4;

/// Firefox's lines of tabs, stripped of them: an empty line before each cell, which says no side any more.
pub(crate) fn restore_tab_lines(text: &str) -> Option<Candidate> {
    if !is_spread(text) {
        return None;
    }
    let input = InputLines::new(text, LineMap::default());
    let mut rows = Rows { kept: Vec::new(), blanks: 0, texts: 0 };
    let first = heading::find_first_row(&input);
    rows.kept.extend((0..first).map(|at| (at, input.lines()[at])));
    for at in first..input.len() {
        match input.header_at(at) {
            Some(_) => {
                rows.blanks = 0;
                rows.kept.push((at, input.lines()[at]));
            }
            None => rows.read(at, input.lines()[at])?,
        }
    }
    let message = "tabs were stripped from the ends of lines, and with them what told the sides; read without: copy the \
                   page again, or save it";
    (rows.texts >= MIN_TEXTS).then(|| Candidate::from_lines(&rows.kept, message).lossy().likely())
}

/// Number of lines at the end that are looked at first.
const LOOKED_AT: usize = 12;

/// Returns true if no two lines of text follow each other at the end.
fn is_spread(text: &str) -> bool {
    let mut was_text = false;
    text.rsplit('\n').take(LOOKED_AT).all(|line| {
        let is_text = !line.trim().is_empty();
        !(std::mem::replace(&mut was_text, is_text) && is_text)
    })
}

/// The cells found so far, and the empty lines since the last one.
struct Rows<'a> {
    kept: Vec<(usize, &'a str)>,
    blanks: usize,
    texts: usize,
}

impl<'a> Rows<'a> {
    /// Takes a line; nothing if it is a cell without an empty line before it.
    fn read(&mut self, at: usize, line: &'a str) -> Option<()> {
        if line.is_empty() {
            self.blanks += 1;
        } else if self.blanks == 0 {
            return None;
        } else {
            // One belongs to this cell; of the others, two are an empty row, and one closes the row above.
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
    fn every_second_line_is_kept() {
        assert_lines(repair, "a\n\na\n\n\n\nb", Some(("a\na\n\nb", &[0, 2, 4, 6])));
    }

    #[test]
    fn lines_with_text_below_each_other_have_no_gap() {
        assert_lines(repair, "a\n\na\na\n\n\nb", None);
        assert_lines(repair, "a\n\nb", None);
        assert_lines(repair, "\n\n\n\n\n\n\n\n", None);
    }

    #[test]
    fn an_empty_line_before_each_cell_is_what_is_left_of_tabs() {
        let kept = |text: &str| restore_tab_lines(text).map(|repair| repair.text);
        assert_eq!(kept("\na\n\na\n\n\n\nb\n\nc").as_deref(), Some("a\na\n\n\nb\nc"));
        assert_eq!(kept("\na\n\n\nb\n\nc\n\nd").as_deref(), Some("a\nb\nc\nd"));
        assert_eq!(kept("\na\na\n\nb\n\nc\n\nd"), None);
        let headed = "Line 3:\tLine 3:\n\na\n\na\n\nb\n\nLine 9:\tLine 9:\nc\n\nc\n\nd";
        assert_eq!(kept(headed), None, "a header is no border of a cell");
    }
}
