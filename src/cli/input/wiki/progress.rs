//! A message while the person waits for the wiki.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::cli::output::messages::format_message;
use crate::cli::output::stderr::{ProgressDisplay, eprint_message};

/// The time without a message. People notice a wait after half a second.
const SILENT_TIME: Duration = Duration::from_millis(500);

/// Does the work, and prints the text if it takes long.
pub(crate) fn with_progress<T>(display: ProgressDisplay, text: &str, work: impl FnOnce() -> T) -> T {
    if display == ProgressDisplay::Hidden {
        return work();
    }
    let (done, end) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if end.recv_timeout(SILENT_TIME) == Err(RecvTimeoutError::Timeout) {
                eprint_message(&format_message(text));
            }
        });
        let result = work();
        drop(done);
        result
    })
}
