//! The certainty of a reading: the evidence for its sides, and how much of the two pages it compares. "No changes" is only
//! true of a complete comparison:
//!
//! ```text
//! rows or file changes    comparison     change_state
//! a change                any            Changed
//! no change               Complete       Unchanged, unless a byte change other than 0 is stated
//! no change               Incomplete     Unknown
//! context only            SidesLost      Unknown
//! ```

use std::fmt;

/// The evidence that a reading is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Proof {
    /// The input names every side.
    Stated,
    /// Inferred, and proved: the byte change and the line numbers of the paste fit this reading; any other reading that they
    /// fit is far less likely.
    Checked,
    /// The likeliest reading.
    Inferred,
}

impl Proof {
    /// The proof's name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Checked => "checked",
            Self::Inferred => "inferred",
        }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// The extent of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// The rows hold every change between the two pages, as far as the input shows.
    #[default]
    Complete,
    /// A part of the diff is missing: the input begins or breaks off inside the diff, or holds unchanged lines only.
    Incomplete,
    /// The text holds changes, but not their sides: the inline view, or one column of the table.
    SidesLost,
}

impl Comparison {
    /// Every extent.
    pub(crate) const ALL: [Self; 3] = [Self::Complete, Self::Incomplete, Self::SidesLost];

    /// The name in the `data-` attributes of a web page.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::SidesLost => "sides-lost",
        }
    }
}

/// The end of an input that holds several diffs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum InputEnd {
    /// The input goes on, or ends as its format demands.
    #[default]
    Whole,
    /// The input breaks off after this diff, so that more diffs may be missing.
    CutOff,
}

/// The answer to the question if two pages differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeState {
    /// A row or the file has changed.
    Changed,
    /// The two pages are equal.
    Unchanged,
    /// The input does not say.
    Unknown,
}
