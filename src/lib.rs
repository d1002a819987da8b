//! Reads copied or fetched MediaWiki revision diffs, pairs old with new lines, and marks changed words.
//!
//! # As a library
//!
//! Add the crate with `default-features = false`: the default features build the program and its dependencies.
//!
//! ```toml
//! wikidiff = { version = "0.1", default-features = false }
//! ```
//!
//! A text goes in, diffs come out, and a renderer writes each:
//!
//! ```text
//! pasted text, HTML, API answer ──parse──▶ Diffs ──▶ Diff ──render──▶ terminal · html · json · patch · …
//! two whole pages ──────────diff_pages─────────────▶ Diff
//! ```
//!
//! ```
//! use wikidiff::model::{Change, Proof};
//! use wikidiff::{Options, parse, render};
//!
//! let paste = "Line 3:\tLine 3:\n−\t\na long river\n+\t\na [[long]] river\n";
//! let mut json = Vec::new();
//! for diff in parse(paste, &Options::default())? {
//!     // The copy has markers, so that the sides are certain.
//!     assert_eq!(diff.proof, Proof::Stated);
//!     if let Change::Changed(lines) = &diff.hunks[0].rows[0].change {
//!         let changed: Vec<&str> =
//!             lines.new.spans().filter(|span| span.changed).map(|span| span.text).collect();
//!         assert_eq!(changed, ["[[", "]]"]);
//!     }
//!     render::json(&diff, "my paste", &mut json)?;
//! }
//! assert!(json.starts_with(b"{\"version\":1,"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start
//!
//! - [`parse`] reads every diff in a text. [`diff_pages`] compares two pages, [`compare`] two lines.
//! - [`model::Diff`] is the result: hunks of rows. [`model::Diff::proof`] says how certain the sides are, and
//!   [`model::Diff::warnings`] lists lines that are not in a row. Check both before you rely on a diff.
//! - [`render`] has one function for each output. Every output is safe to show: control characters of the text are
//!   escaped.
//!
//! # Guarantees
//!
//! The library takes `&str` and `&mut dyn Write`. It never opens files, prints, exits, starts threads, or reads the
//! environment or the clock. Foreign text does not panic it, and all searches have a bound: time grows about linearly
//! with the text, and memory is a small multiple of it.
//!
//! # Stability
//!
//! All items on these pages follow semantic versioning. Types that may grow are `#[non_exhaustive]`. The JSON of
//! [`render::json`] has a version of its own. Messages and notes are prose for people and may change in any release;
//! match [`model::WarningCode`] and [`ErrorKind`] instead.

use std::fmt;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod filter;
mod graphemes;
#[doc(hidden)]
pub mod internals;
mod line_diff;
pub mod model;
mod options;
mod pairing;
mod parse;
pub mod render;
mod text;
mod word_diff;

use crate::model::{Diff, Line, Marked, Shape, Sides};
use crate::parse::export::EditChoice;

pub use options::Options;
pub use parse::export::ExportError;
pub use parse::{Error, ErrorKind, OtherWiki};

/// Finds every diff in a text.
///
/// The text may be a copied diff page in any browser's form, HTML, an answer of the API, a feed, a unified diff, or an
/// XML export. [`model::Shape`] lists all.
///
/// # Errors
/// [`ErrorKind`] lists the reasons. The most common is a text without a diff.
pub fn parse<'a>(text: &'a str, options: &Options) -> Result<Diffs<'a>, Error> {
    each(text, options, &EditChoice::default()).map(|lines| Diffs { lines })
}

/// Compares two whole pages of wikitext.
///
/// The rows are certain ([`model::Proof::Stated`]), and all lines have numbers. Of the options, only
/// [`Options::context`] matters.
#[must_use]
pub fn diff_pages<'a>(pages: Sides<&'a str>, options: &Options) -> Diff<'a> {
    word_diff::mark(line_diff::diff(pages, options.context.unwrap_or(line_diff::CONTEXT)))
}

/// Compares two lines of wikitext word by word.
///
/// ```
/// use wikidiff::model::Sides;
///
/// let lines = wikidiff::compare(Sides::new("a long river", "a short river"));
/// assert_eq!(lines.new.changed(), [2..7]);
/// ```
#[must_use]
pub fn compare(lines: Sides<&str>) -> Sides<Marked<'_>> {
    let Sides { old, new } = word_diff::compare(lines.old, lines.new).changed;
    Sides::new(Marked::new(lines.old.into(), old), Marked::new(lines.new.into(), new))
}

/// The diffs of a text, in its order; returned by [`parse`].
///
/// Each diff is worked out when it is taken: of a long history, only one is in memory.
pub struct Diffs<'a> {
    lines: Box<dyn ExactSizeIterator<Item = Diff<'a, Line<'a>>> + 'a>,
}

impl<'a> Iterator for Diffs<'a> {
    type Item = Diff<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.lines.next().map(word_diff::mark)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.lines.size_hint()
    }
}

impl ExactSizeIterator for Diffs<'_> {}

impl fmt::Debug for Diffs<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Diffs").field("len", &self.lines.len()).finish()
    }
}

/// Finds every diff in a text, or the chosen edits of an export, without comparing words.
pub(crate) fn each<'a>(
    text: &'a str,
    options: &Options,
    choice: &EditChoice,
) -> Result<Box<dyn ExactSizeIterator<Item = Diff<'a, Line<'a>>> + 'a>, Error> {
    if let Some(comparisons) = parse::read_comparisons(text, options, choice)? {
        let context = options.context.unwrap_or(line_diff::CONTEXT);
        return Ok(Box::new(comparisons.map(move |comparison| compare_revisions(comparison, context))));
    }
    let mut sheets = parse::read_sheets(text, options)?;
    let mut options = *options;
    if sheets.len() > 1
        && let Some(bytes) = options.bytes.take()
    {
        warn_of_unused_bytes(bytes, &mut sheets);
    }
    Ok(Box::new(sheets.into_iter().map(move |sheet| pairing::pair(sheet, &options))))
}

/// Warns that the byte change of the caller is not used: it cannot be that of several diffs.
fn warn_of_unused_bytes(bytes: i64, sheets: &mut [parse::sheet::Sheet<'_>]) {
    let count = sheets.len();
    let message = format!(
        "the given byte change ({bytes:+} bytes) is not used: the text has {count} diffs, and it is that of one"
    );
    if let Some(first) = sheets.first_mut() {
        first.warnings.push(model::Warning::new(None, model::WarningCode::BytesDisagree, message));
    }
}

/// Compares two revisions that were cut out of an export. Returns `None` if the text is not that of two revisions.
#[cfg(feature = "cli")]
pub(crate) fn compare_cut_out<'a>(
    pair: &'a parse::export::CutOutPair,
    options: &Options,
) -> Option<Diff<'a, Line<'a>>> {
    Some(compare_revisions(pair.read()?, options.context.unwrap_or(line_diff::CONTEXT)))
}

/// Compares two revisions of an export.
fn compare_revisions(comparison: parse::export::RevisionTexts<'_>, context: usize) -> Diff<'_, Line<'_>> {
    let texts = comparison.texts();
    let rows = line_diff::diff(texts.as_ref().map(|text| &**text), context);
    let last_lines = rows.page.revisions.as_ref().map(|revision| revision.open_last_line);
    let mut diff = line_diff::with_line_offsets(rows, comparison.text_lines);
    diff.warnings.extend(parse::export::bytes_disagree(&comparison, diff.bytes_computed));
    let mut page = comparison.page;
    page.revisions.old.open_last_line = last_lines.old;
    page.revisions.new.open_last_line = last_lines.new;
    diff.warnings.extend(comparison.warnings);
    Diff {
        input_end: comparison.input_end,
        shape: Shape::Export,
        first_line: comparison.first_line,
        page,
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
