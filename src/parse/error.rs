//! Errors of parsing: the fault in the input, and its line.
//!
//! An error states the fault only. The next step depends on the caller: the command line names its options, another
//! program has a form of its own.

use std::fmt;

use super::export::ExportError;
use super::other_wikis::OtherWiki;

/// The reason why an input has nothing to show.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// The line of the input with the fault, counted from 1; `None` if the fault is in the whole input.
    pub line: Option<u32>,
    /// The fault.
    pub kind: ErrorKind,
}

/// The fault of an input without a diff.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is empty, or only white space.
    Empty,
    /// The text has none of the shapes.
    NotADiff,
    /// A comparison of words by git, which does not keep the old lines.
    WordDiff,
    /// Hunks whose lines have lost their signs: a comparison of words by git, or a copy from a web page.
    UnsignedLines,
    /// The diff page of another wiki.
    OtherWiki(OtherWiki),
    /// A diff page whose line ends are lost: all of its text is on one line.
    OneLine,
    /// HTML, JSON or XML without a diff.
    NotText,
    /// JSON or XML that is cut off or damaged.
    Damaged,
    /// An answer in which the wiki reports an error; the words of the wiki, unescaped.
    Wiki(String),
    /// An export without the wanted revisions.
    Export(ExportError),
    /// Revisions are asked for by number, but the input is not an export.
    NotAnExport,
}

impl ErrorKind {
    /// The code in `{"error": "<code>"}`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotADiff => "not_a_diff",
            Self::WordDiff => "word_diff",
            Self::UnsignedLines => "unsigned_lines",
            Self::OtherWiki(_) => "other_wiki",
            Self::OneLine => "one_line",
            Self::NotText => "not_text",
            Self::Damaged => "damaged",
            Self::Wiki(_) => "wiki_error",
            Self::Export(error) => error.name(),
            Self::NotAnExport => "not_an_export",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match &self.kind {
            ErrorKind::Empty => "the input is empty",
            ErrorKind::NotADiff => "no diff found in this text",
            ErrorKind::WordDiff => "this is a word diff by git, which does not keep the old lines",
            ErrorKind::UnsignedLines => {
                "this is a word diff by git, or a copy from a web page: the lines below @@ have no signs"
            }
            ErrorKind::OtherWiki(wiki) => {
                return write!(formatter, "this looks like a diff page of {}, which is not read", wiki.name());
            }
            ErrorKind::OneLine => {
                "this is a diff page all on one line: its line ends are lost, and with them the lines of both sides"
            }
            ErrorKind::NotText => "no diff found in this HTML, XML or JSON",
            ErrorKind::Damaged => "this JSON or XML is cut off or damaged here",
            ErrorKind::NotAnExport => "revisions were chosen, but this is not an XML export",
            ErrorKind::Export(error) => return error.fmt(formatter),
            ErrorKind::Wiki(message) => {
                let message = message.trim_end().trim_end_matches('.');
                return write!(formatter, "the wiki reports an error: {message}");
            }
        })
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_never_name_options_of_the_command_line() {
        let kinds = [
            ErrorKind::Empty,
            ErrorKind::NotADiff,
            ErrorKind::WordDiff,
            ErrorKind::UnsignedLines,
            ErrorKind::OtherWiki(OtherWiki::Trac),
            ErrorKind::OneLine,
            ErrorKind::NotText,
            ErrorKind::Damaged,
            ErrorKind::Wiki("There is no revision with ID 7.".to_owned()),
            ErrorKind::Export(ExportError::OneRevision),
            ErrorKind::Export(ExportError::NothingBefore),
            ErrorKind::Export(ExportError::NoSuchRevision { wanted: 9, there: vec![7, 8] }),
            ErrorKind::Export(ExportError::NoText { revision: 7 }),
            ErrorKind::NotAnExport,
        ];
        for kind in kinds {
            let message = Error { line: None, kind }.to_string();
            assert!(!message.contains("--"), "{message}");
        }
    }
}
