//! Which line of the whole input a line is: of a part of it, and of a text in which damage was undone.

use std::ops::{Range, RangeInclusive};

/// Where the lines of a text stand in the whole input.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineMap<'n> {
    /// How many lines stand before these.
    before: usize,
    /// The numbers one by one, where lines were joined or left out; the last one is that of the line after them all.
    each: Option<&'n [u32]>,
}

impl<'n> LineMap<'n> {
    /// The numbers of a text whose lines are not all those of the input, and of the line after it.
    pub(crate) const fn from_line_numbers(each: &'n [u32]) -> Self {
        Self { before: 0, each: Some(each) }
    }

    /// The numbers of what stands after some of the lines.
    pub(crate) const fn after(self, lines: usize) -> Self {
        Self { before: self.before + lines, each: self.each }
    }

    /// The number of the line at an index, as a person counts the lines of the whole input.
    pub(crate) fn line_number(self, at: usize) -> u32 {
        let at = self.before + at;
        let given = self.each.and_then(|each| each.get(at).or(each.last()));
        given.copied().unwrap_or_else(|| u32::try_from(at + 1).unwrap_or(u32::MAX))
    }

    /// The first and the last number of a range that is not empty: a joined line ends where the next one begins.
    pub(crate) fn ends(self, range: &Range<usize>) -> RangeInclusive<u32> {
        let begun = self.line_number(range.end - 1);
        self.line_number(range.start)..=begun.max(self.line_number(range.end).saturating_sub(1))
    }

    /// A range of lines as a person says it: "line 3", "lines 3 to 7".
    pub(crate) fn described(self, range: &Range<usize>) -> String {
        let (first, last) = self.ends(range).into_inner();
        if first == last { format!("line {first}") } else { format!("lines {first} to {last}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one_on() {
        assert_eq!(LineMap::default().line_number(0), 1);
        assert_eq!(LineMap::default().after(4).described(&(0..3)), "lines 5 to 7");
    }

    #[test]
    fn joined_lines_keep_the_number_of_the_first() {
        let numbers = LineMap::from_line_numbers(&[2, 5, 9, 10]);
        assert_eq!([0, 1, 2, 3, 4].map(|at| numbers.line_number(at)), [2, 5, 9, 10, 10]);
        assert_eq!(numbers.after(1).described(&(0..1)), "lines 5 to 8");
        assert_eq!(numbers.described(&(2..3)), "line 9");
    }
}
