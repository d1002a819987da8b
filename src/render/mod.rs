//! From marked rows to bytes: one file per output.
//!
//! [`inline`] is the picture for people, [`json`] the contract for programs, [`explain`] the reasoning behind the
//! rows. All of them write to what they are given, row by row: no output is ever held whole.

pub mod style;

mod explain;
mod fold;
mod gutter;
mod head;
mod inline;
mod interleave;
mod json;
mod page;
mod paragraph;
mod patch;
mod wikitext;

use std::io::{self, Write};

use crate::text::safe::{Invisible, safe};

pub use explain::explain;
pub use inline::inline;
pub use interleave::{Kind, Piece, interleave};
pub use json::json;
pub use page::{Article, NO_LANGUAGE, page, page_end, page_start};
pub use patch::{is_patchable, patch};
use style::Stylesheet;
pub use wikitext::{Reader, wikitext, wikitext_heading};

/// How a picture is drawn.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The columns that it may take; `None` does not wrap.
    pub width: Option<usize>,
    /// The context rows shown round each change; `None` shows all that there are.
    pub context: Option<usize>,
    /// What the parts look like.
    pub style: &'static Stylesheet,
    /// Where harmless invisible characters are shown.
    pub invisible: Invisible,
    /// What stands before the text.
    pub margin: Margin,
}

/// What stands before the text of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Margin {
    /// The gutter: a sign and a number.
    #[default]
    Signed,
    /// Nothing, so that the text can be copied. Where there are no colours, lines that came or went have brackets.
    Bare,
}

/// Names a file over its diffs, as `head` and `tail` do.
///
/// # Errors
/// When `out` fails.
pub fn heading(name: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "==> {} <==", safe(name, Invisible::Everywhere))
}

#[cfg(test)]
mod tests;
