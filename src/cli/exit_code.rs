//! How a run ends, from the best to the worst; a run of many parts ends like its worst part.

use std::process::ExitCode;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// Shown, or nothing changed.
    Good,
    /// What was asked about is not so: there are changes, or a check failed.
    Bad,
    /// Something could not be shown.
    Trouble,
    /// Ctrl-C at the keyboard.
    Cancelled,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Good => Self::SUCCESS,
            Ending::Bad => Self::from(1),
            Ending::Trouble => Self::from(2),
            // 128 and the number of the signal that the key stands for, as shells count.
            Ending::Cancelled => Self::from(130),
        }
    }
}
