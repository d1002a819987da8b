//! Marker lines with altered white space: tabs became spaces, or a program stripped the white space at the ends of lines.
//! The markers show which tabs are missing.
//!
//! ```text
//! −          −⇥           "−" on its own line, then the old text
//! old        old
//! +     ▶    +⇥           "+" on the next line, then the new text of the row
//! new        new
//!            ␠⇥           a blank line, a text, a blank line, the same text: context
//! same       same
//! ```

use crate::parse::copied::{marked, marker_lines, row_table};
use crate::parse::input::InputLines;
use crate::parse::line_map::LineMap;
use crate::parse::page::{heading, line_number};
use crate::text::whitespace::is_same_text;

use crate::parse::repair::candidate::Candidate;

use RestoredLine::{Below, Marker};

/// Kinds of lines, by their text without white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineMark {
    Blank,
    Removed,
    Added,
    /// The markers of both sides on one line.
    Changed,
    Moved,
    Text,
}

fn classify(line: &str) -> LineMark {
    let mut bare = line.chars().filter(|character| !character.is_whitespace());
    match (bare.next(), bare.next(), bare.next()) {
        (None, ..) => LineMark::Blank,
        (Some('−' | '–' | '-'), None, _) => LineMark::Removed,
        (Some('−' | '–' | '-'), Some('+'), None) => LineMark::Changed,
        (Some('+'), None, _) => LineMark::Added,
        (Some('⚫'), None, _) => LineMark::Moved,
        _ => LineMark::Text,
    }
}

/// Restores the marker lines as Chromium copies them.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    // If other markers have their tabs, a marker without a tab is a line of the page.
    if !text.split('\n').any(lacks_tab) || text.split('\n').any(has_tab) {
        return None;
    }
    let input = InputLines::new(text, LineMap::default());
    let first = heading::find_first_row(&input);
    // A text that reads completely as marker lines has lost nothing.
    if row_table::covers_lines(&input, marker_lines::candidates_at, &input.range_to_last_text(first)) {
        return None;
    }
    let mut rows = RowRestorer { input: &input, at: first, lines: Vec::new() };
    rows.lines.extend((0..first).map(|at| (at, input.lines()[at])));
    while rows.at < input.len() && rows.restore_row().is_some() {}
    let rest = rows.at..input.len();
    // Markers after the last row belong to the page.
    if input.lines()[rest.clone()].iter().any(|line| lacks_tab(line)) {
        return None;
    }
    rows.lines.extend(rest.map(|at| (at, input.lines()[at])));
    let message = "tabs in the marker lines became spaces or are missing; the markers still show the rows, but white space in \
                   the text may be wrong: copy the page again";
    Some(Candidate::from_lines(&rows.lines, message).lossy().likely())
}

/// Returns true for the marker of a change with its tab.
fn has_tab(line: &str) -> bool {
    matches!(classify(line), LineMark::Removed | LineMark::Added | LineMark::Changed)
        && marked::is_marker_line(line)
}

/// Returns true for the marker of a change without its tab.
fn lacks_tab(line: &str) -> bool {
    let line = line.strip_suffix('\r').unwrap_or(line);
    matches!(classify(line), LineMark::Removed | LineMark::Added | LineMark::Changed)
        && !marked::is_marker_line(line)
}

/// A line of a restored row.
enum RestoredLine {
    /// A marker line with its tabs.
    Marker(&'static str),
    /// The input line this far below the start of the row.
    Below(usize),
}

/// The restored lines, and the input from the next row on.
struct RowRestorer<'i, 'a> {
    input: &'i InputLines<'a>,
    at: usize,
    lines: Vec<(usize, &'a str)>,
}

impl<'a> RowRestorer<'_, 'a> {
    fn mark(&self, below: usize) -> Option<LineMark> {
        self.input.line(self.at + below).map(classify)
    }

    fn text(&self, below: usize) -> Option<&'a str> {
        self.input.line(self.at + below)
    }

    /// Restores the next row. Returns `None` if there is none.
    fn restore_row(&mut self) -> Option<()> {
        if let Some(start) = self.input.header_at(self.at) {
            let header = (self.at..self.at + start.line_count).map(|at| (at, self.input.lines()[at]));
            self.lines.extend(header);
            self.at += start.line_count;
            return Some(());
        }
        let line = self.input.line(self.at)?;
        if line_number::parse_pair(line).is_some_and(|header| line_number::language(&header.old).is_some()) {
            self.lines.push((self.at, line));
            self.at += 1;
            return Some(());
        }
        match self.mark(0)? {
            LineMark::Removed => self.restore_removed(),
            LineMark::Added => self.restore_added(),
            LineMark::Changed => self.push_row(&[Marker("−\t\t+\t"), Below(1)], 2),
            LineMark::Moved => {
                self.push_row(&[Marker("⚫"), Below(1), Marker(" ")], 2 + self.count_end_line(2))
            }
            LineMark::Blank => self.restore_blank(),
            LineMark::Text => None,
        }
    }

    /// Restores an old line, and the new line of its row if a `+` follows.
    fn restore_removed(&mut self) -> Option<()> {
        self.text(1)?;
        match (self.mark(1)?, self.mark(2)) {
            (LineMark::Blank, Some(LineMark::Added)) => {
                self.push_row(&[Marker("−\t"), Marker(" "), Marker("+\t"), Below(3)], 4)
            }
            (LineMark::Blank, _) => self.push_row(&[Marker("−\t\t ")], 2),
            (_, Some(LineMark::Added)) => {
                self.push_row(&[Marker("−\t"), Below(1), Marker("+\t"), Below(3)], 4)
            }
            _ => self.push_row(&[Marker("−\t"), Below(1), Marker(" ")], 2 + self.count_end_line(2)),
        }
    }

    fn restore_added(&mut self) -> Option<()> {
        match self.mark(1) {
            Some(LineMark::Text) if self.input.header_at(self.at + 1).is_none() => {
                self.push_row(&[Marker(" \t+\t"), Below(1)], 2)
            }
            _ => self.push_row(&[Marker(" \t+\t")], 1),
        }
    }

    /// Restores a context row, the new place of a moved paragraph, or an empty context row.
    fn restore_blank(&mut self) -> Option<()> {
        if self.mark(1) == Some(LineMark::Moved) {
            return self.push_row(&[Marker(" \t"), Marker("⚫"), Below(2)], 3);
        }
        let is_same = self.text(1).zip(self.text(3)).is_some_and(|(old, new)| is_same_text(old, new));
        if is_same && self.mark(1) != Some(LineMark::Blank) && self.mark(2) == Some(LineMark::Blank) {
            return self.push_row(&[Marker(" \t"), Below(1), Marker(" \t"), Below(3)], 4);
        }
        self.push_row(&[Marker(" \t\t \t")], 1)
    }

    /// Counts the blank line that ends a row: 1 if it is there, or 0.
    fn count_end_line(&self, below: usize) -> usize {
        usize::from(self.mark(below) == Some(LineMark::Blank))
    }

    /// Adds the lines of a row that takes `taken` lines of the input.
    fn push_row(&mut self, row: &[RestoredLine], taken: usize) -> Option<()> {
        for (index, line) in row.iter().enumerate() {
            let at = self.at + index.min(taken - 1);
            self.lines.push(match *line {
                Marker(marker) => (at, marker),
                Below(below) => (self.at + below, self.text(below)?),
            });
        }
        self.at += taken;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn restores_the_tabs_of_markers() {
        assert_text(repair, "−\na\n\n\nb\n\nb", Some("−\t\na\n \n \t\nb\n \t\nb"));
        assert_text(repair, "     \na\n     \na\n     +    \nb", Some(" \t\na\n \t\na\n \t+\t\nb"));
        assert_text(repair, "+\nb\n\n\na\n\na", Some(" \t+\t\nb\n \t\t \t\n \t\na\n \t\na"));
    }

    #[test]
    fn keeps_markers_with_tabs() {
        assert_text(repair, "−\t\na\n+\t\nb", None);
        assert_text(repair, "− \t\na\n\t+ \t\nb", None);
        assert_text(repair, "a\na\nb", None);
    }

    #[test]
    fn keeps_markers_on_their_own_lines() {
        assert_text(repair, "−    \na\n+    \nb", None);
    }

    #[test]
    fn keeps_markers_of_the_page() {
        assert_text(repair, "a\na\n+\n+\n−\n−\nb\nb", None);
        assert_text(repair, "\n\na\na\n+\nb\n−\n−", None);
    }
}
