//! The edits of a history, as the wiki's answers come.

use std::io;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use super::{HeadingMode, Show};
use crate::cli::args::resolve::ExitCodeRule;
use crate::cli::exit_code::Outcome;
use crate::cli::input::fetch::{FetchHistory, HistoryPart};
use crate::cli::output::destination::Output;
use crate::cli::output::messages::{format_message, no_edits_message};
use crate::cli::output::stderr::ProgressDisplay;

/// The time between two looks at the pager while the wiki is asked. A person does not notice it.
const LOOK_TIME: Duration = Duration::from_millis(50);

/// The answer to a request for the next edits.
type PartAnswer = Option<Result<HistoryPart, String>>;

/// The result of waiting for the next edits under a pager.
enum WaitResult {
    /// The history, and its next edits.
    Fetched(Box<dyn FetchHistory>, PartAnswer),
    /// The person pressed Ctrl-C.
    Interrupted,
    /// The person quit the pager.
    Closed,
}

/// Fetches the next edits in a thread, so that a key at the pager ends the run at once. The thread ends with the program.
fn fetch_under_pager(mut history: Box<dyn FetchHistory>, output: &mut Output) -> io::Result<WaitResult> {
    let (sender, receiver) = sync_channel(1);
    thread::Builder::new().spawn(move || {
        let part = history.next_part(ProgressDisplay::Hidden);
        // After a key at the pager, nobody receives.
        _ = sender.send((history, part));
    })?;
    loop {
        if output.was_interrupted() {
            return Ok(WaitResult::Interrupted);
        }
        if output.is_closed() {
            return Ok(WaitResult::Closed);
        }
        match receiver.recv_timeout(LOOK_TIME) {
            Ok((history, part)) => return Ok(WaitResult::Fetched(history, part)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(WaitResult::Closed),
        }
    }
}

impl Show<'_> {
    /// Shows a history. After an error, the edits before it remain.
    pub(super) fn show_history(
        &mut self,
        mut history: Box<dyn FetchHistory>,
        name: &str,
        progress: ProgressDisplay,
    ) -> io::Result<Outcome> {
        let mut outcome = Outcome::Success;
        let mut count = 0;
        while !self.is_answered() {
            // The edits so far become visible before the program waits for the wiki, and Ctrl-C leaves them on the screen.
            self.writer.output.show_held()?;
            let part = if self.writer.output.is_paged() {
                match fetch_under_pager(history, self.writer.output)? {
                    WaitResult::Fetched(waiting, part) => {
                        history = waiting;
                        part
                    }
                    WaitResult::Interrupted => return Ok(outcome.max(Outcome::Cancelled)),
                    WaitResult::Closed => return Ok(outcome),
                }
            } else {
                history.next_part(progress)
            };
            match part {
                None => break,
                Some(Ok(part)) => {
                    count += part.edits.len() + part.hidden.len();
                    outcome = outcome.max(self.show_part_of_history(part, name)?);
                }
                Some(Err(why)) => {
                    self.writer.output.print_message(&format_message(&format!("{name}: {why}")))?;
                    return Ok(Outcome::Error);
                }
            }
        }
        if count == 0 {
            self.print_note(&no_edits_message(name))?;
        }
        Ok(outcome)
    }

    fn show_part_of_history(&mut self, part: HistoryPart, name: &str) -> io::Result<Outcome> {
        let mut outcome = Outcome::Success;
        for edit in part.edits {
            outcome = outcome.max(self.show_fetched_edit(edit, part.origin.clone(), HeadingMode::All)?);
            if self.is_answered() {
                return Ok(outcome);
            }
        }
        for message in &part.hidden {
            self.writer.output.print_message(&format_message(message))?;
            if self.settings.exit_code != ExitCodeRule::Zero {
                outcome = outcome.max(Outcome::ChangesUnknown);
            }
        }
        for message in &part.messages {
            self.print_note(&format_message(&format!("{name}: {message}")))?;
        }
        Ok(outcome)
    }
}
