//! Standard error, the only way to it.
//!
//! If standard error takes nothing (a full disk, a terminal that is gone), messages are lost and the run goes on. The
//! result goes to the output, and the exit code still reports errors.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use crate::text::sanitize::sanitized::{Sanitized, join};
use crate::text::width::{AmbiguousWidth, cluster_width, clusters, display_width};
use crate::text::writer::TerminalWriter;

/// The display of progress on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProgressDisplay {
    /// A person watches a terminal of this width.
    Shown { columns: u16 },
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

/// The columns of the line of progress on the terminal; 0 if there is none.
static PROGRESS_COLUMNS: Mutex<usize> = Mutex::new(0);

/// Prints a message on standard error, in place of the line of progress.
pub(crate) fn eprint_message(message: &Sanitized<'_>) {
    replace_progress(message, 0);
}

/// Shows a text on the line of progress, in place of the text there. The text is cut to the width of the terminal, because
/// a line that wraps cannot be overwritten.
pub(crate) fn show_progress(text: &Sanitized<'_>, columns: u16) {
    let mut room = usize::from(columns.saturating_sub(1));
    let shown = clusters(text).take_while(|cluster| {
        let width = cluster_width(cluster, AmbiguousWidth::Wide);
        room.checked_sub(width).inspect(|rest| room = *rest).is_some()
    });
    let end = shown.map(str::len).sum();
    let text = text.part(0..end);
    replace_progress(&text, display_width(&text, AmbiguousWidth::Wide));
}

/// Returns true if the line of progress has a text.
pub(crate) fn has_progress() -> bool {
    *PROGRESS_COLUMNS.lock().unwrap_or_else(PoisonError::into_inner) > 0
}

/// Clears the line of progress.
pub(crate) fn clear_progress() {
    replace_progress(&"".into(), 0);
}

/// Replaces the line of progress by a text, of which a number of columns are to be overwritten later.
fn replace_progress(text: &Sanitized<'_>, columns: usize) {
    let mut shown = PROGRESS_COLUMNS.lock().unwrap_or_else(PoisonError::into_inner);
    let blanks = Sanitized::from(" ").repeat(*shown);
    let cleared = if *shown > 0 { join(["\r".into(), blanks, "\r".into()], "") } else { "".into() };
    *shown = columns;
    if !(cleared.is_empty() && text.is_empty()) {
        _ = TerminalWriter::new(&mut StderrWriter).write(&join([cleared, text.part(0..text.len())], ""));
    }
}
