//! How far a stream has come, on one line of standard error that is written over and over.

use crate::text::sanitize::sanitize_message;
use crate::text::sanitize::sanitized::join;

use crate::cli::args::resolve::Progressing;
use crate::cli::output::messages;

/// How many records lie between two looks: as long as a person likes to wait for a sign of life, and far too few
/// lines to cost anything.
const STEP: u64 = 500;

/// The line.
pub(crate) struct Progress {
    wanted: Progressing,
    shown: u64,
}

impl Progress {
    /// Nothing has been shown so far.
    pub(crate) const fn new(wanted: Progressing) -> Self {
        Self { wanted, shown: 0 }
    }

    /// Shows how many records are answered, if they are so many more that it is worth a look.
    pub(crate) fn show(&mut self, records: u64) {
        if self.wanted == Progressing::Untold || records < self.shown + STEP {
            return;
        }
        self.shown = records;
        messages::say(&join(["\r".into(), sanitize_message(&format!("{records} records"))], ""));
    }

    /// Ends the line, so that what is told next stands below it.
    pub(crate) fn finish(&self) {
        if self.shown > 0 {
            messages::say(&"\n".into());
        }
    }
}
