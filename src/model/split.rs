//! Lines that were split in two or more, and lines that were joined: the changed row with the undivided line, and the
//! rows of the other parts below it.
//!
//! ```text
//! changed  One sentence. Another one.  One sentence.        Whole { whole: Old, at: 13 }
//! added                                Another one.         Part
//! ```

use super::{Marked, Side, Sides};

/// The role of a row in a line that was split, or in lines that were joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SplitPart<L> {
    /// The row has the undivided line and its first part. The rows of the other parts follow at once.
    Whole(LineSplit),
    /// The row has one of the other parts. Holds the text of the undivided line that the part is compared with, if the
    /// two differ in their words.
    Part(Option<Box<L>>),
}

/// The place at which a line was split, or lines were joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineSplit {
    /// The side with the undivided line: old if it was split, new if it was joined.
    pub whole: Side,
    /// The byte of the undivided line at which the text of the rows below begins, with the white space before it.
    pub at: usize,
}

impl LineSplit {
    /// The two lines of the row as far as they stand for each other: the undivided line ends at the split.
    #[must_use]
    pub fn first_parts<'l>(self, lines: Sides<&'l Marked<'_>>) -> Sides<Marked<'l>> {
        let part = |side: Side| {
            let line = lines.get(side);
            let end = if side == self.whole { self.at } else { line.text().len() };
            line.slice(0..end)
        };
        Sides::new(part(Side::Old), part(Side::New))
    }

    /// The end of the undivided line, which the rows below hold.
    #[must_use]
    pub fn rest<'l>(self, lines: Sides<&'l Marked<'_>>) -> Marked<'l> {
        let line = lines.get(self.whole);
        line.slice(self.at..line.text().len())
    }

    /// The split with old and new exchanged.
    pub(super) const fn reversed(self) -> Self {
        Self { whole: self.whole.opposite(), at: self.at }
    }
}

impl<L> SplitPart<L> {
    /// The role with old and new exchanged.
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::Whole(split) => Self::Whole(split.reversed()),
            Self::Part(counterpart) => Self::Part(counterpart),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_line_concatenate_to_it() {
        let lines = Sides::new(
            Marked::new("One. Two old cats.".into(), Some(9..12)),
            Marked::unchanged("One.".into()),
        );
        let split = LineSplit { whole: Side::Old, at: 4 };
        let (first, rest) = (split.first_parts(lines.as_ref()), split.rest(lines.as_ref()));
        assert_eq!((first.old.text(), first.new.text()), ("One.", "One."));
        assert_eq!(rest, Marked::new(" Two old cats.".into(), Some(5..8)));
    }
}
