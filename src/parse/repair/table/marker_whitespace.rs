//! Marker lines whose blanks are not what they were: tabs turned into spaces, or stripped with all other blanks at the
//! ends of lines. The markers themselves tell what stood there.
//!
//! ```text
//! −          −⇥           "−" alone on its line, then the old text
//! old        old
//! +     ▶    +⇥           "+" right after it: the new text beside it
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

/// Kinds of lines, by their text without blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Blank,
    Removed,
    Added,
    /// The markers of both sides on one line.
    Changed,
    Moved,
    Text,
}

fn mark(line: &str) -> Mark {
    let mut bare = line.chars().filter(|character| !character.is_whitespace());
    match (bare.next(), bare.next(), bare.next()) {
        (None, ..) => Mark::Blank,
        (Some('−' | '–' | '-'), None, _) => Mark::Removed,
        (Some('−' | '–' | '-'), Some('+'), None) => Mark::Changed,
        (Some('+'), None, _) => Mark::Added,
        (Some('⚫'), None, _) => Mark::Moved,
        _ => Mark::Text,
    }
}

/// The text with its marker lines as Chromium copies them.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    // A page can hold a line that is a marker; where the others have their tabs, it does.
    if !text.split('\n').any(is_worn) || text.split('\n').any(is_whole) {
        return None;
    }
    let input = InputLines::new(text, LineMap::default());
    let first = heading::find_first_row(&input);
    // Where markers stand alone over their texts and all lines read so, no blank is lost.
    if row_table::covers_lines(&input, marker_lines::candidates_at, &input.range_to_last_text(first)) {
        return None;
    }
    let mut rows = Rows { input: &input, at: first, lines: Vec::new() };
    rows.lines.extend((0..first).map(|at| (at, input.lines()[at])));
    while rows.at < input.len() && rows.read().is_some() {}
    let rest = rows.at..input.len();
    // What breaks off at a marker is a page that holds some.
    if input.lines()[rest.clone()].iter().any(|line| is_worn(line)) {
        return None;
    }
    rows.lines.extend(rest.map(|at| (at, input.lines()[at])));
    let message = "blanks were lost or turned into others (tabs into spaces, or the ends of lines stripped); the markers \
                   still tell the rows, but blanks in the text may be missing: copy the page again";
    Some(Candidate::from_lines(&rows.lines, message).lossy().likely())
}

/// Returns true for the marker of a change with its tab.
fn is_whole(line: &str) -> bool {
    matches!(mark(line), Mark::Removed | Mark::Added | Mark::Changed) && marked::is_marker_line(line)
}

/// Returns true for the marker of a change without its tab.
fn is_worn(line: &str) -> bool {
    let line = line.strip_suffix('\r').unwrap_or(line);
    matches!(mark(line), Mark::Removed | Mark::Added | Mark::Changed) && !marked::is_marker_line(line)
}

/// The rows from a line on, and the lines as they were.
struct Rows<'i, 'a> {
    input: &'i InputLines<'a>,
    at: usize,
    lines: Vec<(usize, &'a str)>,
}

impl<'a> Rows<'_, 'a> {
    fn mark(&self, below: usize) -> Option<Mark> {
        self.input.line(self.at + below).map(mark)
    }

    fn text(&self, below: usize) -> Option<&'a str> {
        self.input.line(self.at + below)
    }

    /// Puts one row where it was, or ends.
    fn read(&mut self) -> Option<()> {
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
            Mark::Removed => self.removed(),
            Mark::Added => self.added(),
            Mark::Changed => self.put(&[Ok("−\t\t+\t"), Err(1)], 2),
            Mark::Moved => self.put(&[Ok("⚫"), Err(1), Ok(" ")], 2 + self.closing(2)),
            Mark::Blank => self.blank(),
            Mark::Text => None,
        }
    }

    /// An old line, with the new one beside it if that follows at once.
    fn removed(&mut self) -> Option<()> {
        self.text(1)?;
        match (self.mark(1)?, self.mark(2)) {
            (Mark::Blank, Some(Mark::Added)) => self.put(&[Ok("−\t"), Ok(" "), Ok("+\t"), Err(3)], 4),
            (Mark::Blank, _) => self.put(&[Ok("−\t\t ")], 2),
            (_, Some(Mark::Added)) => self.put(&[Ok("−\t"), Err(1), Ok("+\t"), Err(3)], 4),
            _ => self.put(&[Ok("−\t"), Err(1), Ok(" ")], 2 + self.closing(2)),
        }
    }

    fn added(&mut self) -> Option<()> {
        match self.mark(1) {
            Some(Mark::Text) if self.input.header_at(self.at + 1).is_none() => {
                self.put(&[Ok(" \t+\t"), Err(1)], 2)
            }
            _ => self.put(&[Ok(" \t+\t")], 1),
        }
    }

    /// A row of context, a paragraph that was moved here, or a row of context without text.
    fn blank(&mut self) -> Option<()> {
        if self.mark(1) == Some(Mark::Moved) {
            return self.put(&[Ok(" \t"), Ok("⚫"), Err(2)], 3);
        }
        let is_same = self.text(1).zip(self.text(3)).is_some_and(|(old, new)| is_same_text(old, new));
        if is_same && self.mark(1) != Some(Mark::Blank) && self.mark(2) == Some(Mark::Blank) {
            return self.put(&[Ok(" \t"), Err(1), Ok(" \t"), Err(3)], 4);
        }
        self.put(&[Ok(" \t\t \t")], 1)
    }

    /// The line that closes a row, if it is there.
    fn closing(&self, below: usize) -> usize {
        usize::from(self.mark(below) == Some(Mark::Blank))
    }

    /// Writes a row: marker lines, and texts by how far below they stand.
    fn put(&mut self, row: &[Result<&'static str, usize>], taken: usize) -> Option<()> {
        for (index, line) in row.iter().enumerate() {
            let at = self.at + index.min(taken - 1);
            self.lines.push(match *line {
                Ok(marker) => (at, marker),
                Err(below) => (self.at + below, self.text(below)?),
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
    fn markers_get_their_tabs_back() {
        assert_text(repair, "−\na\n\n\nb\n\nb", Some("−\t\na\n \n \t\nb\n \t\nb"));
        assert_text(repair, "     \na\n     \na\n     +    \nb", Some(" \t\na\n \t\na\n \t+\t\nb"));
        assert_text(repair, "+\nb\n\n\na\n\na", Some(" \t+\t\nb\n \t\t \t\n \t\na\n \t\na"));
    }

    #[test]
    fn markers_with_their_tabs_are_left_as_they_are() {
        assert_text(repair, "−\t\na\n+\t\nb", None);
        assert_text(repair, "− \t\na\n\t+ \t\nb", None);
        assert_text(repair, "a\na\nb", None);
    }

    #[test]
    fn markers_alone_over_their_texts_have_lost_nothing() {
        assert_text(repair, "−    \na\n+    \nb", None);
    }

    #[test]
    fn a_page_that_holds_markers_is_left_as_it_is() {
        assert_text(repair, "a\na\n+\n+\n−\n−\nb\nb", None);
        assert_text(repair, "\n\na\na\n+\nb\n−\n−", None);
    }
}
