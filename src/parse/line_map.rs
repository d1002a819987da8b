//! Line numbers of the original input, for the lines of a part of it or of a repaired text.

use std::ops::{Range, RangeInclusive};

/// Map from the lines of a text to line numbers of the original input.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineMap<'n> {
    /// Number of lines before the text.
    before: usize,
    /// The number of each line, for a text with joined or omitted lines; the last entry is the number of the line
    /// after the text.
    numbers: Option<&'n [u32]>,
}

impl<'n> LineMap<'n> {
    /// Makes the map of a text from the input line of each of its lines, and of the line after it; `None` if the text is
    /// the input.
    pub(crate) const fn from_line_numbers(numbers: Option<&'n [u32]>) -> Self {
        Self { before: 0, numbers }
    }

    /// Makes the map of the text after the first lines.
    pub(crate) const fn skip(self, lines: usize) -> Self {
        Self { before: self.before + lines, numbers: self.numbers }
    }

    /// The line number of the line at an index, counted from 1.
    pub(crate) fn line_number(self, index: usize) -> u32 {
        let index = self.before + index;
        let mapped = self.numbers.and_then(|numbers| numbers.get(index).or(numbers.last()));
        mapped.copied().unwrap_or_else(|| u32::try_from(index + 1).unwrap_or(u32::MAX))
    }

    /// The line numbers of a range that is not empty. A joined line ends before the number of the next line.
    pub(crate) fn line_numbers(self, range: &Range<usize>) -> RangeInclusive<u32> {
        let last_start = self.line_number(range.end - 1);
        self.line_number(range.start)..=last_start.max(self.line_number(range.end).saturating_sub(1))
    }

    /// Describes a range of lines for people: "line 3", "lines 3 to 7".
    pub(crate) fn describe(self, range: &Range<usize>) -> String {
        let (first, last) = self.line_numbers(range).into_inner();
        if first == last { format!("line {first}") } else { format!("lines {first} to {last}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_one() {
        assert_eq!(LineMap::default().line_number(0), 1);
        assert_eq!(LineMap::default().skip(4).describe(&(0..3)), "lines 5 to 7");
    }

    #[test]
    fn joined_lines_keep_the_first_number() {
        let map = LineMap::from_line_numbers(Some(&[2, 5, 9, 10]));
        assert_eq!([0, 1, 2, 3, 4].map(|at| map.line_number(at)), [2, 5, 9, 10, 10]);
        assert_eq!(map.skip(1).describe(&(0..1)), "lines 5 to 8");
        assert_eq!(map.describe(&(2..3)), "line 9");
    }
}
