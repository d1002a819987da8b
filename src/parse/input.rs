//! The lines of an input, with their line numbers and the hunk headers among them.

use std::ops::{Range, RangeInclusive};

use crate::parse::sheet::NbspCopy;
use crate::text::whitespace::is_same_text;

use super::line_map::LineMap;
use super::page::hunk_headers::{HunkHeader, HunkHeaders};
use super::page::messages::{NameEvidence, parse_entity_name};

/// An input split into lines.
pub(crate) struct InputLines<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
    headers: HunkHeaders,
    line_map: LineMap<'a>,
}

impl<'a> InputLines<'a> {
    /// Splits a text and finds its hunk headers.
    pub(crate) fn new(text: &'a str, line_map: LineMap<'a>) -> Self {
        let lines = split_lines(text);
        let headers = HunkHeaders::find(&lines);
        Self { text, lines, headers, line_map }
    }

    /// The text of all lines.
    pub(crate) const fn text(&self) -> &'a str {
        self.text
    }

    /// All lines.
    pub(crate) fn lines(&self) -> &[&'a str] {
        &self.lines
    }

    /// Number of lines.
    pub(crate) const fn len(&self) -> usize {
        self.lines.len()
    }

    /// The line at an index.
    pub(crate) fn line(&self, at: usize) -> Option<&'a str> {
        self.lines.get(at).copied()
    }

    /// The lines from an index on, without the empty lines at the end.
    pub(crate) fn range_to_last_text(&self, from: usize) -> Range<usize> {
        let last = self.lines.iter().rposition(|line| !line.is_empty());
        from..last.map_or(from, |last| last + 1)
    }

    /// The line number of an index, counted from 1 in the original input.
    pub(crate) fn line_number(&self, at: usize) -> u32 {
        self.line_map.line_number(at)
    }

    /// The line numbers of a range that is not empty.
    pub(crate) fn line_numbers(&self, range: &Range<usize>) -> RangeInclusive<u32> {
        self.line_map.line_numbers(range)
    }

    /// Describes a range of lines for people: "line 3", "lines 3 to 7".
    pub(crate) fn describe(&self, range: &Range<usize>) -> String {
        self.line_map.describe(range)
    }

    /// The map to the line numbers of the original input.
    pub(crate) const fn line_map(&self) -> LineMap<'a> {
        self.line_map
    }

    /// Evidence that the copy kept hard spaces.
    pub(crate) fn nbsp(&self) -> NbspCopy {
        let has_some = self.lines.iter().any(|line| line.contains('\u{a0}'));
        if has_some { NbspCopy::Kept } else { NbspCopy::Unknown }
    }

    /// True for a line of text that is repeated on the next line, as a context row is.
    pub(crate) fn is_doubled(&self, at: usize) -> bool {
        let Some(line) = self.line(at).filter(|line| !line.trim().is_empty()) else { return false };
        self.line(at + 1).is_some_and(|below| is_same_text(line, below))
    }

    /// True for the text of a diff of a Wikibase entity: a header names what was changed, and none has line numbers.
    pub(crate) fn is_entity_diff(&self) -> bool {
        self.headers.all().is_empty()
            && self.lines.iter().any(|line| {
                parse_entity_name(line).is_some_and(|(_, evidence)| evidence == NameEvidence::Sure)
            })
    }

    /// All hunk headers.
    pub(crate) const fn headers(&self) -> &HunkHeaders {
        &self.headers
    }

    /// The hunk header that begins at an index.
    pub(crate) fn header_at(&self, at: usize) -> Option<&HunkHeader> {
        self.headers.at(at)
    }
}

/// Splits a text into lines without their ends, LF or CR LF. A newline at the very end opens another, empty line:
/// copies of a diff end without a newline, so the reader decides between a blank row and the final newline of a file.
pub(crate) fn split_lines(text: &str) -> Vec<&str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let mut lines = Vec::with_capacity(ends.clone().count() + 1);
    let mut from = 0;
    for end in ends {
        lines.push(strip_return(&text[from..end]));
        from = end + 1;
    }
    lines.push(strip_return(&text[from..]));
    lines
}

fn strip_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        assert_eq!(split_lines(text), expected);
    }

    #[test]
    fn splits_at_lf_and_cr_lf() {
        case("a\nb", &["a", "b"]);
        case("a\r\nb\r\n", &["a", "b", ""]);
        case("", &[""]);
        case("a\rb", &["a\rb"]);
    }
}
