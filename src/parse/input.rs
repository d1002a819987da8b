//! The lines of an input, numbered as a person counts them, with the "Line N:" headers among them.

use std::ops::{Range, RangeInclusive};

use crate::parse::sheet::NbspCopy;

use super::line_map::LineMap;
use super::page::hunk_headers::{Start, Starts};

/// An input cut into lines.
pub(crate) struct Input<'a> {
    lines: Vec<&'a str>,
    starts: Starts,
    numbers: LineMap<'a>,
}

impl<'a> Input<'a> {
    /// Splits a text whose lines have these numbers.
    pub(crate) fn new(text: &'a str, numbers: LineMap<'a>) -> Self {
        let lines = split_lines(text);
        let starts = Starts::among(&lines);
        Self { lines, starts, numbers }
    }

    /// All lines.
    pub(crate) fn lines(&self) -> &[&'a str] {
        &self.lines
    }

    /// How many lines there are.
    pub(crate) const fn len(&self) -> usize {
        self.lines.len()
    }

    /// The line at an index, if there is one.
    pub(crate) fn line(&self, at: usize) -> Option<&'a str> {
        self.lines.get(at).copied()
    }

    /// The lines from one on, without the empty ones at the end.
    pub(crate) fn range_to_last_text(&self, from: usize) -> Range<usize> {
        let last = self.lines.iter().rposition(|line| !line.is_empty());
        from..last.map_or(from, |last| last + 1)
    }

    /// The line number of an index, as a person counts the lines of the whole input.
    pub(crate) fn number(&self, at: usize) -> u32 {
        self.numbers.line_number(at)
    }

    /// A range of lines as a person says it: "line 3", "lines 3 to 7".
    pub(crate) fn described(&self, range: &Range<usize>) -> String {
        self.numbers.described(range)
    }

    /// The line numbers of a range that is not empty, the last one included.
    pub(crate) fn ends(&self, range: &Range<usize>) -> RangeInclusive<u32> {
        self.numbers.ends(range)
    }

    /// The numbers of its lines.
    pub(crate) const fn numbers(&self) -> LineMap<'a> {
        self.numbers
    }

    /// Whether the copy kept hard spaces, as far as can be seen.
    pub(crate) fn nbsp(&self) -> NbspCopy {
        let has_some = self.lines.iter().any(|line| line.contains('\u{a0}'));
        if has_some { NbspCopy::Kept } else { NbspCopy::Unknown }
    }

    /// The headers.
    pub(crate) const fn headers(&self) -> &Starts {
        &self.starts
    }

    /// The header that begins at a line.
    pub(crate) fn start(&self, at: usize) -> Option<&Start> {
        self.starts.at(at)
    }
}

/// The lines of a text without their ends, LF or CR LF. A line end at the very end opens one more, empty line,
/// because copies of a diff end without one: whether that line is a blank row or the file's last line end is for
/// the reader to say.
pub(crate) fn split_lines(text: &str) -> Vec<&str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let mut lines = Vec::with_capacity(ends.clone().count() + 1);
    let mut from = 0;
    for end in ends {
        lines.push(without_return(&text[from..end]));
        from = end + 1;
    }
    lines.push(without_return(&text[from..]));
    lines
}

fn without_return(line: &str) -> &str {
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
    fn lines_end_with_a_feed_with_or_without_a_return() {
        case("a\nb", &["a", "b"]);
        case("a\r\nb\r\n", &["a", "b", ""]);
        case("", &[""]);
        case("a\rb", &["a\rb"]);
    }
}
