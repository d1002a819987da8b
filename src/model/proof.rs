//! The certainty of a reading.

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
