//! Reasons for which an export has nothing to show.

use std::fmt;

/// Refusal of an export, and the line of the file with the reason, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) line: Option<u32>,
    pub(crate) refusal: Refusal,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { line: None, refusal }
    }
}

/// Reasons for which an export has nothing to show.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// There are no two revisions of a page with their texts.
    OneRevision,
    /// The first revision of a page that has its text is to be compared with the one before it.
    NothingBefore,
    /// There is no revision of the number that is asked for.
    NoSuchRevision {
        /// The number that is asked for.
        wanted: u64,
        /// The numbers that there are.
        there: Vec<u64>,
    },
    /// There is the revision that is asked for, but not its text.
    NoText {
        /// The number that is asked for.
        revision: u64,
    },
}

impl Refusal {
    /// The code in `{"error": "<code>"}`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OneRevision => "one_revision",
            Self::NothingBefore => "nothing_before",
            Self::NoSuchRevision { .. } => "no_such_revision",
            Self::NoText { .. } => "no_text",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneRevision => {
                formatter.write_str("the export has no two revisions of a page with their texts")
            }
            Self::NothingBefore => {
                formatter.write_str("the new revision is the first revision of its page in the export")
            }
            Self::NoText { revision } => {
                write!(formatter, "the text of revision {revision} was deleted or is not in the export")
            }
            Self::NoSuchRevision { wanted, there } => {
                write!(formatter, "the export has no revision {wanted}; it has {}", listed(there))
            }
        }
    }
}

/// The most revisions that an error names.
const MAX_LISTED: usize = 20;

/// The first revisions that there are, and how many more.
fn listed(there: &[u64]) -> String {
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
        assert_eq!(listed(&there.into_iter().collect::<Vec<_>>()), expected);
    }

    #[test]
    fn many_revisions_are_listed_in_part() {
        case([], "none at all");
        case([3, 1], "3, 1");
        case(10..30, "10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29");
        assert!(listed(&(10..35).collect::<Vec<_>>()).ends_with("28, 29 and 5 more"));
    }
}
