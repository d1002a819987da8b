//! A parser splits MediaWiki revision-diff text into paired old/new lines, and a word-level differ renders the
//! changes to the terminal.
//!
//! Data flows one way:
//!
//! ```text
//! &str ──read──▶ Sheet: page facts + sections of cells, with what the input states
//!        pair──▶ Diff<Line>: rows with old/new, and how we know
//!       words──▶ Diff<Marked>: changed rows cut into spans
//!      render──▶ bytes: terminal · plain · json
//! ```
//!
//! The library takes `&str` and `&mut dyn Write`; it never opens files, prints, exits or asks the environment.

pub mod lines;
pub mod model;
pub mod pair;
pub mod read;
pub mod render;
pub mod text;
pub mod words;

use model::{Diff, Line};

/// Reads every diff in the text and works out its rows.
///
/// # Errors
/// When nothing in the text is a diff; the error says what was looked for.
pub fn diffs<'a>(text: &'a str, options: &read::Options) -> Result<Vec<Diff<'a, Line<'a>>>, read::Error> {
    diffs_with_help(text, options, &pair::Help::default())
}

/// Reads every diff in the text and works out its rows with what the caller knows besides.
///
/// # Errors
/// When nothing in the text is a diff; the error says what was looked for.
pub fn diffs_with_help<'a>(
    text: &'a str,
    options: &read::Options,
    help: &pair::Help,
) -> Result<Vec<Diff<'a, Line<'a>>>, read::Error> {
    let sheets = read::sheets(text, options)?;
    Ok(sheets.into_iter().map(|sheet| pair::pair(sheet, help)).collect())
}
