//! A line of progress while the person waits for the wiki.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::cli::output::stderr::{ProgressDisplay, clear_progress, has_progress, show_progress};
use crate::text::sanitize::sanitize_message;

/// The time without a line. People notice a wait after half a second.
const SILENT_TIME: Duration = Duration::from_millis(500);

/// Does the work, and shows the text on the line of progress if it takes long. The line is cleared at the end.
pub(crate) fn with_progress<T>(display: ProgressDisplay, text: &str, work: impl FnOnce() -> T) -> T {
    let ProgressDisplay::Shown { columns } = display else { return work() };
    let (done, end) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if end.recv_timeout(SILENT_TIME) == Err(RecvTimeoutError::Timeout) {
                // The work may have said that the wiki is busy.
                if !has_progress() {
                    show_progress(&sanitize_message(text), columns);
                }
                _ = end.recv();
            }
            clear_progress();
        });
        let result = work();
        drop(done);
        result
    })
}
