//! Standard error, the only way to it.
//!
//! If standard error takes nothing (a full disk, a terminal that is gone), messages are lost and the run goes on. The
//! result goes to the output, and the exit code still reports errors.

use std::io::{self, Write};

use crate::text::sanitize::sanitized::Sanitized;
use crate::text::writer::TerminalWriter;

/// The display of progress on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProgressDisplay {
    Shown,
    /// No person watches standard error.
    Hidden,
}

/// A writer to standard error that never fails.
pub(crate) struct StderrWriter;

impl Write for StderrWriter {
    #[expect(clippy::disallowed_methods, reason = "this is the only way to standard error")]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        _ = io::stderr().write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Prints a message on standard error.
pub(crate) fn eprint_message(message: &Sanitized<'_>) {
    _ = TerminalWriter::new(&mut StderrWriter).write(message);
}
