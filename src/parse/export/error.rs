//! Errors of exports without the revisions to compare.

use std::fmt;

/// An error, and the line of the file with its cause, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExportFailure {
    pub(crate) line: Option<u32>,
    pub(crate) error: ExportError,
}

impl From<ExportError> for ExportFailure {
    fn from(error: ExportError) -> Self {
        Self { line: None, error }
    }
}

/// Errors of an export without the revisions to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportError {
    /// No page has two revisions with their texts.
    OneRevision,
    /// The new revision is the first revision of its page with a text, so nothing comes before it.
    NothingBefore,
    /// The export has no revision with this number.
    NoSuchRevision {
        /// The wanted number.
        wanted: u64,
        /// The numbers in the export.
        there: Vec<u64>,
    },
    /// The file breaks off or is damaged, and has none of the chosen edits before.
    CutOff,
    /// The export has the wanted revision without its text.
    NoText {
        /// The wanted number.
        revision: u64,
    },
}

impl ExportError {
    /// The code in `{"error": "<code>"}`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OneRevision => "one_revision",
            Self::NothingBefore => "nothing_before",
            Self::NoSuchRevision { .. } => "no_such_revision",
            Self::CutOff => "cut_off",
            Self::NoText { .. } => "no_text",
        }
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneRevision => {
                formatter.write_str("the export has no two revisions of a page with their texts")
            }
            Self::NothingBefore => {
                formatter.write_str("the new revision is the first revision of its page in the export")
            }
            Self::CutOff => formatter
                .write_str("the file breaks off or is damaged here, and has none of the chosen edits before"),
            Self::NoText { revision } => {
                write!(formatter, "the text of revision {revision} was deleted or is not in the export")
            }
            Self::NoSuchRevision { wanted, there } => {
                write!(formatter, "the export has no revision {wanted}; it has {}", list_revisions(there))
            }
        }
    }
}

/// Maximum number of revisions that an error lists.
const MAX_LISTED: usize = 20;

/// Lists the first revisions, and counts the others.
fn list_revisions(there: &[u64]) -> String {
    let named: Vec<_> = there.iter().take(MAX_LISTED).map(ToString::to_string).collect();
    match there.len().saturating_sub(MAX_LISTED) {
        _ if there.is_empty() => "none at all".to_owned(),
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(there: impl IntoIterator<Item = u64>, expected: &str) {
        assert_eq!(list_revisions(&there.into_iter().collect::<Vec<_>>()), expected);
    }

    #[test]
    fn lists_the_first_of_many_revisions() {
        case([], "none at all");
        case([3, 1], "3, 1");
        case(10..30, "10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29");
        assert!(list_revisions(&(10..35).collect::<Vec<_>>()).ends_with("28, 29 and 5 more"));
    }
}
