//! Why there is nothing to show: where, what, and what to do next.

use std::fmt;

use super::export::Refusal;

/// Why there is nothing to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The line of the input that it is about, 1-based, where there is one.
    pub line: Option<u32>,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong with an input that holds no diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Nothing, or only white space.
    Empty,
    /// None of the shapes is in the text.
    NotADiff,
    /// HTML, JSON or XML in which there is no diff.
    NotText,
    /// JSON or XML that breaks off or is damaged.
    Damaged,
    /// The answer in which the wiki says what went wrong; its words, unescaped.
    Wiki(String),
    /// An export that has not what is asked for.
    Export(Refusal),
    /// Revisions are asked for by number, but there is no export to look in.
    NotAnExport,
}

impl ErrorKind {
    /// The code in `{"error": "<code>"}`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotADiff => "not_a_diff",
            Self::NotText => "not_text",
            Self::Damaged => "damaged",
            Self::Wiki(_) => "wiki_error",
            Self::Export(refusal) => refusal.name(),
            Self::NotAnExport => "not_an_export",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match &self.kind {
            ErrorKind::Empty => "there is nothing in it; copy the diff page from its heading on, and paste that",
            ErrorKind::NotADiff => {
                "this is no MediaWiki diff: no line numbers for two sides (\"Line 20: Line 20:\"), no markers, no \
                 heading of a diff page, no context lines that stand twice; copy the page from its heading on, or \
                 name the shape with --shape"
            }
            ErrorKind::NotText => {
                "this is HTML, XML or JSON, but there is no diff in it; save the page that shows the diff, copy the diff \
                 from its heading on, or ask the wiki's API for format=json"
            }
            ErrorKind::Damaged => {
                "this is JSON or XML that breaks off or is damaged here; fetch the answer again and save it whole"
            }
            ErrorKind::Export(refusal) => return refusal.fmt(formatter),
            ErrorKind::NotAnExport => {
                "--from and --to choose revisions of an XML export, which this is not; leave them out"
            }
            ErrorKind::Wiki(said) => {
                let said = said.trim_end().trim_end_matches('.');
                return write!(
                    formatter,
                    "this is no diff, but what the wiki says about its error: {said}; ask it again for two revisions \
                     that it has"
                );
            }
        })
    }
}

impl std::error::Error for Error {}
