//! The code of a failure. Messages may change from version to version; programs compare the codes.

use crate::model::WarningCode;

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureCode {
    /// The file cannot be read.
    Unreadable,
    /// The expected result cannot be read or written.
    BadExpectation,
    /// The reading differs from the expected result.
    Unexpected,
    /// Nothing in the input proves the reading.
    NotProved,
    /// A warning contradicts the reading.
    Warning(WarningCode),
    /// The input is refused, with the code of the error.
    Refused(&'static str),
}

impl FailureCode {
    /// The name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::BadExpectation => "bad_expectation",
            Self::Unexpected => "unexpected",
            Self::NotProved => "not_proved",
            Self::Warning(code) => code.name(),
            Self::Refused(name) => name,
        }
    }
}
