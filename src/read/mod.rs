//! From text to sheets: which shape it is, where the diff begins and ends, which cells it holds.
//!
//! A reader hands on what the input states and nothing more; what a row is, pairing decides.

use std::fmt;

use crate::model::{Shape, Sheet};

pub mod decode;

mod cells;
mod detect;
mod digits;
mod footing;
mod grammar;
mod head;
mod input;
mod leftover;
mod lineno;
mod markdown;
mod marked;
mod markers;
mod parts;
mod phrases;
mod rendered;
mod shapes;
mod single;
mod starts;
mod table;
mod tabs;
mod unified;

#[cfg(test)]
mod tests;

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
        formatter.write_str(match self.kind {
            ErrorKind::Empty => "there is nothing in it; copy the diff page from its heading on, and paste that",
            ErrorKind::NotADiff => {
                "this is no MediaWiki diff: no line numbers for two sides (\"Line 20: Line 20:\"), no markers, no \
                 heading of a diff page, no context lines that stand twice; copy the page from its heading on, or \
                 name the shape with --shape"
            }
            ErrorKind::NotText => {
                "this is HTML, XML or JSON, which is not read yet; paste the text that the browser shows instead"
            }
        })
    }
}

impl std::error::Error for Error {}

/// Reads every diff in the text.
///
/// # Errors
/// When nothing in the text is a diff.
pub fn sheets<'a>(text: &'a str, options: &Options) -> Result<Vec<Sheet<'a>>, Error> {
    let error = |kind| Err(Error { line: None, kind });
    if text.trim().is_empty() {
        return error(ErrorKind::Empty);
    }
    if options.shape.is_none() && is_markup(text) {
        return error(ErrorKind::NotText);
    }
    let sheets = parts::sheets(text, options.shape);
    if sheets.is_empty() { error(ErrorKind::NotADiff) } else { Ok(sheets) }
}

/// Whether the text begins as HTML, XML or JSON does.
fn is_markup(text: &str) -> bool {
    const OPENINGS: [&str; 9] =
        ["<!doctype", "<html", "<table", "<tr", "<?xml", "<feed", "<rss", "<mediawiki", "{\""];
    let start = text.trim_start().as_bytes();
    OPENINGS.iter().any(|opening| {
        start.get(..opening.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(opening.as_bytes()))
    })
}
