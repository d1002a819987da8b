//! The edits of a history, as the wiki's answers come.

use std::io;

use super::{HeadingMode, Show};
use crate::cli::args::resolve::ExitCodeRule;
use crate::cli::exit_code::Outcome;
use crate::cli::input::fetch::{FetchHistory, HistoryPart};
use crate::cli::output::messages::{format_message, no_edits_message};
use crate::cli::output::stderr::ProgressDisplay;

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
            if self.writer.output.was_interrupted() {
                return Ok(outcome.max(Outcome::Cancelled));
            }
            let progress = if self.writer.output.is_paged() { ProgressDisplay::Hidden } else { progress };
            match history.next_part(progress) {
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
