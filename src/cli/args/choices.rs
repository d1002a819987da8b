//! The choices that a run has, each with its two or few answers and nothing else.
//!
//! Apart from [`settings`](super::resolve), which says where each of them is needed.

/// Whether a likely reading is good enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sureness {
    /// It is, and is told as such.
    Told,
    /// Every reading must be stated or proved.
    Needed,
}

/// Whether the reasons of a reading are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reasons {
    /// They are, after the diff.
    Told,
    /// They are not.
    Untold,
}

/// What changes mean for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Changes {
    /// They make it 1.
    Counted,
    /// Nothing.
    Ignored,
}

/// Which revision is taken for the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The one that is.
    Forwards,
    /// The new one.
    Backwards,
}

/// How a check is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    /// A line for a person, and a summary.
    Text,
    /// JSON Lines.
    Json,
    /// The lines of `Text`, failures as commands of GitHub's workflows.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
}

/// What a check does with the expected files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expectations {
    /// Compares what is read with them.
    Compared,
    /// Writes what is read as them.
    Written,
}

/// Whether it is shown how far a stream has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progressing {
    /// On standard error.
    Shown,
    /// Nowhere.
    Untold,
}
