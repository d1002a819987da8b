//! The edits of a large export, which is read in parts.

use std::io;

use super::{DiffCount, HeadingMode, Show};
use crate::cli::exit_code::Outcome;
use crate::cli::input::export::ExportEdits;
use crate::cli::input::export::window::changed_error;
use crate::cli::input::reading::compare_cut_out;
use crate::cli::input::source::LargeExport;
use crate::cli::output::format::NamedDiff;
use crate::cli::output::messages::{no_edits_message, parse_error_message, unreadable_message};
use crate::parse::export::CutOutPair;

impl Show<'_> {
    /// Shows the chosen edits of an export.
    pub(super) fn show_export(&mut self, export: LargeExport, headings: HeadingMode) -> io::Result<Outcome> {
        let name = export.name;
        let mut edits = match ExportEdits::start(export.file, export.offset, &self.settings.choice.edits) {
            Ok(Ok(edits)) => edits,
            Ok(Err(error)) => {
                self.writer.output.print_message(&parse_error_message(&name, &error))?;
                return Ok(Outcome::Error);
            }
            Err(error) => return self.report_unreadable(&name, &error),
        };
        let count = DiffCount::of(edits.count_ahead());
        if edits.count_ahead() == 0 {
            self.print_note(&no_edits_message(&name))?;
        }
        let mut outcome = Outcome::Success;
        while !self.is_answered() {
            match edits.next_edit() {
                Ok(Some(pair)) => outcome = outcome.max(self.show_cut_out(&pair, &name, count, headings)?),
                Ok(None) => break,
                Err(error) => return self.report_unreadable(&name, &error),
            }
        }
        Ok(outcome)
    }

    fn show_cut_out(
        &mut self,
        pair: &CutOutPair,
        name: &str,
        count: DiffCount,
        headings: HeadingMode,
    ) -> io::Result<Outcome> {
        let Some(diff) = compare_cut_out(pair, &self.settings.options, &self.settings.choice) else {
            return self.report_unreadable(name, &changed_error());
        };
        let Some(diff) = self.take_kept(name, diff)? else { return Ok(Outcome::Success) };
        let heading = headings.heading(name, count, &diff);
        self.show_diff(&NamedDiff { name, heading: heading.as_deref(), diff: &diff, wiki: None })
    }

    fn report_unreadable(&mut self, name: &str, error: &io::Error) -> io::Result<Outcome> {
        self.writer.output.print_message(&unreadable_message(name, error))?;
        Ok(Outcome::Error)
    }
}
