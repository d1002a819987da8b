//! The progress of a stream, on one line of standard error that is overwritten.

use crate::cli::output::stderr::{ProgressDisplay, eprint_message};
use crate::text::sanitize::sanitize_message;
use crate::text::sanitize::sanitized::join;

/// The number of records between two updates: often enough for a person, and too rare to cost time.
const UPDATE_INTERVAL: u64 = 500;

/// The line.
pub(crate) struct ProgressLine {
    display: ProgressDisplay,
    /// The number that is on the line, or 0.
    shown: u64,
}

impl ProgressLine {
    pub(crate) const fn new(display: ProgressDisplay) -> Self {
        Self { display, shown: 0 }
    }

    /// Writes the number of answered records if it has grown enough.
    pub(crate) fn update(&mut self, records: u64) {
        if matches!(self.display, ProgressDisplay::Hidden) || records < self.shown + UPDATE_INTERVAL {
            return;
        }
        self.shown = records;
        eprint_message(&join(["\r".into(), sanitize_message(&format!("{records} records"))], ""));
    }

    /// Ends the line, so that the next message is below it.
    pub(crate) fn finish(&self) {
        if self.shown > 0 {
            eprint_message(&"\n".into());
        }
    }
}
