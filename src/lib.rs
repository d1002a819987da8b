//! A parser splits MediaWiki revision-diff text into paired old/new lines, and a word-level differ renders the
//! changes to the terminal.
//!
//! Data flows one way:
//!
//! ```text
//! &str ──read──▶ Sheet: page facts + sections of cells, with what the input states
//!        pair──▶ Diff<Line>: rows with old/new, and how we know
//!       lines──▶ the same from two whole pages
//!       words──▶ Diff<Marked>: changed rows cut into spans
//!      render──▶ bytes: terminal · plain · json
//! ```
//!
//! The library takes `&str` and `&mut dyn Write`; it never opens files, prints, exits or asks the environment.
//! Without its default feature `cli` it is all that is built.
//!
//! A paste goes through the four stages in four lines:
//!
//! ```
//! use wikidiff::model::Proof;
//! use wikidiff::{diffs, parse, render, word_diff};
//!
//! let paste = "Line 3:\tLine 3:\n−\t\na long river\n+\t\na [[long]] river\n";
//! let mut json = Vec::new();
//! for diff in diffs(paste, &parse::Options::default())? {
//!     assert_eq!(diff.proof, Proof::Stated);
//!     render::json(&word_diff::mark(diff), "my paste", &mut json)?;
//! }
//! assert!(json.starts_with(b"{\"version\":1,"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`parse::read_sheets`] and [`pairing::pair`] are the two first stages by themselves; [`line_diff::diff`] stands in for both
//! where two whole pages are known; [`word_diff::mark`] and one of [`render`] follow. What [`diffs`] gives is to be
//! believed as far as [`model::Diff::proof`] says, and what it left out stands in [`model::Diff::warnings`].

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod graphemes;
pub mod line_diff;
pub mod model;
pub mod pairing;
pub mod parse;
pub mod render;
pub mod text;
pub mod word_diff;

use crate::model::{Diff, Line, Shape};

/// Reads every diff in the text and works out its rows.
///
/// # Errors
/// When nothing in the text is a diff; the error says what was looked for.
pub fn diffs<'a>(text: &'a str, options: &parse::Options) -> Result<Vec<Diff<'a, Line<'a>>>, parse::Error> {
    diffs_with_help(text, options, &pairing::Hints::default())
}

/// Reads every diff in the text and works out its rows with what the caller knows besides.
///
/// # Errors
/// When nothing in the text is a diff; the error says what was looked for.
pub fn diffs_with_help<'a>(
    text: &'a str,
    options: &parse::Options,
    help: &pairing::Hints,
) -> Result<Vec<Diff<'a, Line<'a>>>, parse::Error> {
    each(text, options, *help).map(Iterator::collect)
}

/// Every diff in the text, each worked out only when it is asked for: of a long history, one is held at a time.
///
/// # Errors
/// When nothing in the text is a diff; the error says what was looked for.
pub fn each<'a>(
    text: &'a str,
    options: &parse::Options,
    help: pairing::Hints,
) -> Result<Box<dyn ExactSizeIterator<Item = Diff<'a, Line<'a>>> + 'a>, parse::Error> {
    if let Some(comparisons) = parse::read_comparisons(text, options)? {
        let context = options.context.unwrap_or(line_diff::CONTEXT);
        return Ok(Box::new(comparisons.into_iter().map(move |comparison| compared(comparison, context))));
    }
    let sheets = parse::read_sheets(text, options)?;
    Ok(Box::new(sheets.into_iter().map(move |sheet| pairing::pair(sheet, &help))))
}

/// Compares two revisions of an export.
fn compared(comparison: parse::export::Comparison<'_>, context: usize) -> Diff<'_, Line<'_>> {
    let texts = comparison.texts();
    let rows = line_diff::diff(texts.as_ref().map(|text| &**text), context);
    let mut diff = line_diff::placed(rows, comparison.text_lines);
    diff.warnings.extend(parse::export::disagreement(&comparison, diff.bytes_computed));
    diff.warnings.extend(comparison.warnings);
    Diff {
        shape: Shape::Export,
        first_line: comparison.first_line,
        page: comparison.page,
        notes: comparison.notes,
        ..diff
    }
}

/// Configuration of the property tests. A counter-example is recorded under `tests/regressions/` and tried again first.
#[cfg(test)]
pub(crate) fn proptest_config() -> proptest::test_runner::Config {
    use proptest::test_runner::{Config, FileFailurePersistence};

    let persistence = FileFailurePersistence::SourceParallel("tests/regressions");
    Config { failure_persistence: Some(Box::new(persistence)), ..Config::default() }
}
