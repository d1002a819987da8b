//! Stages and helpers for the tests and benchmarks of this crate. Not a stable interface.

pub use crate::filter::{
    DifferenceRule, Filter, Find, Ignore, Pattern, PatternCase, PatternError, PatternOptions, PatternSyntax,
    SearchedSides, WhiteSpaceRule,
};
pub use crate::line_diff::{CONTEXT, diff as diff_lines};
pub use crate::pairing::pair;
pub use crate::parse::decode::decode;
pub use crate::parse::sheet::Sheet;
pub use crate::parse::{read_page_facts, read_sheets};
pub use crate::render::style::stylesheet::{Brackets, PLAIN, Role, UNSTYLED};
pub use crate::render::terminal::terminal_heading;
pub use crate::render::wikitext::wikitext_heading;
pub use crate::text::sanitize::sanitize;
pub use crate::text::sanitize::sanitized::Sanitized;
pub use crate::text::width::display_width;
pub use crate::text::writer::TerminalWriter;
pub use crate::word_diff::similarity::estimate::wikidiff2_similarity;
pub use crate::word_diff::tokens::{TokenKind, tokens};
pub use crate::word_diff::{ContentModel, compare, compare_in, mark};

use crate::model::{Diff, Line};
use crate::parse::export::EditChoice;
use crate::{Error, ErrorKind, ExportError, Options, OtherWiki};

/// Builds a value of a type with `#[non_exhaustive]`.
pub fn with<T>(mut value: T, set: impl FnOnce(&mut T)) -> T {
    set(&mut value);
    value
}

/// Finds every diff in a text, without comparing words.
///
/// # Errors
/// As [`parse`](crate::parse()).
pub fn parse_lines<'a>(text: &'a str, options: &Options) -> Result<Vec<Diff<'a, Line<'a>>>, Error> {
    crate::each(text, options, &EditChoice::default()).map(Iterator::collect)
}

/// One error of each kind. A new kind does not compile without a place here.
#[must_use]
pub fn error_kinds() -> Vec<ErrorKind> {
    std::iter::successors(Some(ErrorKind::Empty), |kind| match kind {
        ErrorKind::Empty => Some(ErrorKind::NotADiff),
        ErrorKind::NotADiff => Some(ErrorKind::WordDiff),
        ErrorKind::WordDiff => Some(ErrorKind::UnsignedLines),
        ErrorKind::UnsignedLines => Some(ErrorKind::OtherWiki(OtherWiki::Trac)),
        ErrorKind::OtherWiki(_) => Some(ErrorKind::OneLine),
        ErrorKind::OneLine => Some(ErrorKind::NotText),
        ErrorKind::NotText => Some(ErrorKind::Damaged),
        ErrorKind::Damaged => Some(ErrorKind::Wiki(String::new())),
        ErrorKind::Wiki(_) => Some(ErrorKind::Export(ExportError::OneRevision)),
        ErrorKind::Export(_) => Some(ErrorKind::NotAnExport),
        ErrorKind::NotAnExport => None,
    })
    .collect()
}
