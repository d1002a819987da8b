//! The outcome of a run and its exit code.

use std::process::ExitCode;

/// The outcome of a run, from best to worst. A run with several parts has the worst outcome of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Success,
    /// Nothing matches, and `--quiet` was given with `--grep`.
    NothingFound,
    /// There are changes, and `--exit-code` or `--quiet` was given.
    ChangesFound,
    /// `--check` failed.
    CheckFailed,
    /// The input does not say if there are changes, and `--exit-code` or `--quiet` was given.
    ChangesUnknown,
    /// A part of the run failed.
    Error,
    /// The person pressed Ctrl-C during a paste.
    Cancelled,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Success => Self::SUCCESS,
            Outcome::NothingFound | Outcome::ChangesFound | Outcome::CheckFailed => Self::from(1),
            Outcome::ChangesUnknown | Outcome::Error => Self::from(2),
            // Shells use 128 plus the number of the signal, here SIGINT.
            Outcome::Cancelled => Self::from(130),
        }
    }
}
