//! What a person sees while something takes long: nothing at first, then what is waited for.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::cli::input::fetch_request::Progress;
use crate::cli::output::messages;

/// How long nothing is said: what takes half a second is felt as a wait.
const UNTOLD: Duration = Duration::from_millis(500);

/// Does the work; where it takes long, the text is told meanwhile.
pub(crate) fn told<T>(progress: Progress, text: &str, work: impl FnOnce() -> T) -> T {
    if progress == Progress::Untold {
        return work();
    }
    let (done, end) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if end.recv_timeout(UNTOLD) == Err(RecvTimeoutError::Timeout) {
                now(text);
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// Tells at once.
pub(crate) fn now(text: &str) {
    messages::say(&messages::message(text));
}
