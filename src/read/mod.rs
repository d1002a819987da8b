//! From text to sheets: which shape it is, where the diff begins and ends, which cells it holds.

pub mod decode;

use std::fmt;

use crate::model::{Shape, Sheet};

/// What the caller knows of the input.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The shape to read, whatever the text looks like.
    pub shape: Option<Shape>,
}

/// Why there is nothing to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The line of the input that it is about, 1-based, where there is one.
    pub line: Option<u32>,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong with an input that holds no diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Nothing, or only white space.
    Empty,
    /// None of the shapes is in the text.
    NotADiff,
    /// HTML, JSON or XML: a form that still knows the sides, but that is not read here.
    NotText,
}

impl ErrorKind {
    /// The code in `{"error": "<code>"}`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotADiff => "not_a_diff",
            Self::NotText => "not_text",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ErrorKind::Empty => {
                write!(formatter, "the input is empty; copy the diff page from its heading on and paste it")
            }
            ErrorKind::NotADiff => write!(formatter, "not a diff"),
            ErrorKind::NotText => write!(formatter, "HTML, JSON or XML"),
        }
    }
}

impl std::error::Error for Error {}

/// Reads every diff in the text.
///
/// # Errors
/// When nothing in the text is a diff.
pub fn sheets<'a>(_text: &'a str, _options: &Options) -> Result<Vec<Sheet<'a>>, Error> {
    unimplemented!()
}
