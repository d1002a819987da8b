//! From text to sheets: which shape it is, where the diff begins and ends, which cells it holds.
//!
//! A reader hands on what the input states and nothing more; what a row is, pairing decides.

use crate::model::{Shape, Sheet};

pub mod decode;

mod cells;
mod detect;
mod digits;
mod error;
mod footing;
mod grammar;
mod head;
mod input;
mod leftover;
mod lineno;
mod markdown;
mod marked;
mod markers;
mod markup;
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

pub use error::{Error, ErrorKind};

/// What the caller knows of the input.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The shape to read, whatever the text looks like.
    pub shape: Option<Shape>,
}

/// Reads every diff in the text.
///
/// # Errors
/// When nothing in the text is a diff.
pub fn sheets<'a>(text: &'a str, options: &Options) -> Result<Vec<Sheet<'a>>, Error> {
    let error = |kind| Err(Error { line: None, kind });
    if text.trim().is_empty() {
        return error(ErrorKind::Empty);
    }
    let is_exact = options.shape.is_some_and(Shape::is_exact);
    if (is_exact || options.shape.is_none())
        && let Some(found) = markup::sheets(text)
    {
        return found;
    }
    if is_exact {
        return error(ErrorKind::NotText);
    }
    let sheets = parts::sheets(text, options.shape);
    if sheets.is_empty() { error(ErrorKind::NotADiff) } else { Ok(sheets) }
}
