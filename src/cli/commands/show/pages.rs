//! Whole pages: two files, and the files of a call by git.
//!
//! ```text
//! wikidiff a b ──▶ diffs in a or b? ──yes──▶ shown like all inputs
//!                         └──no──▶ a compared with b
//! ```

use std::collections::HashSet;
use std::io;
use std::iter::Peekable;

use super::{HeadingMode, Show};
use crate::cli::args::git_driver::{self, ChangedFile, GitBlob, GitCall};
use crate::cli::args::resolve::{ExitCodeRule, OutputFormat, ShowSettings};
use crate::cli::exit_code::Outcome;
use crate::cli::input::reading::{DiffEvidence, FilteredDiff, PageInput, compare_pages, read_diffs};
use crate::cli::input::source::{InputSource, LoadedInput, OpenedSource};
use crate::cli::output::format::NamedDiff;
use crate::cli::output::messages::{
    BinaryDifference, binary_file_message, binary_files_message, compared_export_message,
    compared_files_message, format_message, unmerged_message, unreadable_revision_message,
};
use crate::model::Sides;
use crate::parse::decode::{Decoded, decode};
use crate::parse::{self, Error, ErrorKind};

impl Show<'_> {
    /// Shows the diffs in two files, or compares the files if neither holds a diff.
    pub(super) fn show_two_files(
        &mut self,
        files: &Sides<InputSource>,
        context: usize,
    ) -> io::Result<Outcome> {
        let settings = self.settings;
        let old = match self.open(&files.old)? {
            Ok(OpenedSource::Whole(old)) => old,
            Ok(OpenedSource::Export(export)) => {
                let outcome = self.show_export(export, HeadingMode::All)?;
                return Ok(outcome.max(self.show_input(&files.new, HeadingMode::All)?));
            }
            Err(Outcome::Cancelled) => return Ok(Outcome::Cancelled),
            Err(outcome) => return Ok(outcome.max(self.show_unless_page(&files.new)?)),
        };
        let old_text = decode(&old.bytes);
        let mut old_reading = read_peekable(&old_text, settings);
        let old_evidence = evidence(&mut old_reading);
        if old_evidence == DiffEvidence::Clear {
            let outcome = self.show_reading(&old, old_reading, HeadingMode::All)?;
            return Ok(outcome.max(self.show_input(&files.new, HeadingMode::All)?));
        }

        let new = match self.open(&files.new)? {
            Ok(OpenedSource::Whole(new)) => new,
            Ok(OpenedSource::Export(export)) => {
                let outcome = self.show_reading(&old, old_reading, HeadingMode::All)?;
                return Ok(outcome.max(self.show_export(export, HeadingMode::All)?));
            }
            Err(outcome) if old_evidence == DiffEvidence::Missing => return Ok(outcome),
            Err(outcome) => {
                return Ok(outcome.max(self.show_reading(&old, old_reading, HeadingMode::All)?));
            }
        };
        let new_text = decode(&new.bytes);
        let mut new_reading = read_peekable(&new_text, settings);
        let are_pages = match (old_evidence, evidence(&mut new_reading)) {
            (_, DiffEvidence::Clear) => false,
            (DiffEvidence::DoubledLines, DiffEvidence::DoubledLines) => {
                share_most_lines(&old_text.text, &new_text.text)
            }
            _ => true,
        };
        let errors = [old_reading.as_ref().err(), new_reading.as_ref().err()];
        if !are_pages || errors.into_iter().flatten().any(|error| !is_without_diff(error)) {
            let outcome = self.show_reading(&old, old_reading, HeadingMode::All)?;
            return Ok(outcome.max(self.show_reading(&new, new_reading, HeadingMode::All)?));
        }
        drop((old_reading, new_reading));
        let pages = Sides::new(&old, &new);
        if !has_binary(&pages) {
            self.print_note(&compared_files_message(&old.name, &new.name))?;
        }
        self.compare_inputs(pages, files, context)
    }

    /// Shows the diffs in a file, and nothing if the file holds none.
    fn show_unless_page(&mut self, file: &InputSource) -> io::Result<Outcome> {
        let input = match self.load(file)? {
            Ok(input) => input,
            Err(outcome) => return Ok(outcome),
        };
        let (text, settings) = (decode(&input.bytes), self.settings);
        match read_diffs(&text, &settings.options, &settings.choice) {
            Err(error) if is_without_diff(&error) => Ok(Outcome::Success),
            reading => self.show_reading(&input, reading, HeadingMode::All),
        }
    }

    /// Compares two whole pages.
    pub(super) fn show_pages(&mut self, pages: &Sides<InputSource>, context: usize) -> io::Result<Outcome> {
        if pages.old == pages.new && !matches!(pages.old, InputSource::File(_)) {
            let text = "only one of the two pages can be standard input; give a file for the other";
            self.writer.output.print_message(&format_message(text))?;
            return Ok(Outcome::Error);
        }
        let (old, new) = match (self.load(&pages.old)?, self.load(&pages.new)?) {
            (Ok(old), Ok(new)) => (old, new),
            (old, new) => return Ok(old.err().max(new.err()).unwrap_or(Outcome::Error)),
        };
        self.compare_inputs(Sides::new(&old, &new), pages, context)
    }

    fn compare_inputs(
        &mut self,
        pages: Sides<&LoadedInput>,
        sources: &Sides<InputSource>,
        context: usize,
    ) -> io::Result<Outcome> {
        if has_binary(&pages) {
            return self.report_binary(&pages);
        }
        let texts = pages.map(|page| decode(&page.bytes));
        for (page, text) in [(pages.old, &texts.old), (pages.new, &texts.new)] {
            if parse::export::is_export(&text.text) {
                self.print_note(&compared_export_message(&page.name))?;
            }
        }
        let paths = sources.as_ref().map(InputSource::patch_path);
        let inputs = Sides {
            old: PageInput { label: Some(pages.old.name.clone()), path: paths.old, text: &texts.old },
            new: PageInput { label: Some(pages.new.name.clone()), path: paths.new, text: &texts.new },
        };
        let diff = compare_pages(inputs, context, &self.settings.choice);
        let Some(diff) = self.take_kept(&pages.new.name, diff)? else { return Ok(Outcome::Success) };
        self.show_diff(&NamedDiff { name: &pages.new.name, heading: None, diff: &diff, wiki: None })
    }

    /// Reports binary files. Their difference cannot be shown, so it is an error, as for diff(1), unless only the exit
    /// code is asked for.
    fn report_binary(&mut self, pages: &Sides<&LoadedInput>) -> io::Result<Outcome> {
        let is_equal = pages.old.bytes == pages.new.bytes;
        let difference = if is_equal { BinaryDifference::Equal } else { BinaryDifference::Different };
        self.print_note(&binary_files_message(&pages.old.name, &pages.new.name, difference))?;
        Ok(match difference {
            BinaryDifference::Equal => Outcome::Success,
            BinaryDifference::Different if matches!(self.settings.format, OutputFormat::Quiet) => {
                Outcome::ChangesFound
            }
            BinaryDifference::Different => Outcome::Error,
        })
    }

    /// Shows the diff of a call by git. After an error of one file, git would skip all other files, so an error is
    /// printed and the outcome is success. Git understands `--exit-code` of the command line if it trusts the exit code.
    pub(super) fn show_git_call(&mut self, call: &GitCall, context: usize) -> io::Result<Outcome> {
        let outcome = match call {
            GitCall::Changed(changed) => self.show_changed_file(changed, context)?,
            GitCall::Unmerged(path) => {
                self.writer.output.print_message(&unmerged_message(path))?;
                Outcome::Error
            }
        };
        Ok(if outcome == Outcome::Error { Outcome::Success } else { outcome })
    }

    fn show_changed_file(&mut self, changed: &ChangedFile, context: usize) -> io::Result<Outcome> {
        let name = &changed.paths.new;
        let inputs = changed.blobs.as_ref().map(GitBlob::input);
        let limit = self.settings.limit;
        let (Ok(old), Ok(new)) = (inputs.old.read(limit), inputs.new.read(limit)) else {
            self.writer.output.print_message(&unreadable_revision_message(name))?;
            return Ok(Outcome::Error);
        };
        if git_driver::is_binary(&old.bytes) || git_driver::is_binary(&new.bytes) {
            self.writer.output.print_message(&binary_file_message(&changed.heading()))?;
            return Ok(match self.settings.exit_code {
                ExitCodeRule::OneForChanges => Outcome::ChangesFound,
                ExitCodeRule::Zero | ExitCodeRule::ZeroForMatch => Outcome::Success,
            });
        }
        let texts = Sides::new(decode(&old.bytes), decode(&new.bytes));
        let (labels, paths) = (changed.labels(), changed.patch_paths());
        let pages = Sides {
            old: PageInput { label: labels.old, path: Some(paths.old), text: &texts.old },
            new: PageInput { label: labels.new, path: Some(paths.new), text: &texts.new },
        };
        let diff = compare_pages(pages, context, &self.settings.choice);
        let Some(mut diff) = self.take_kept(name, diff)? else { return Ok(Outcome::Success) };
        diff.page.file_changes = changed.file_changes();
        let heading = changed.heading();
        self.show_diff(&NamedDiff { name, heading: Some(&heading), diff: &diff, wiki: None })
    }
}

/// Reads the diffs of an input, of which the first can be looked at before it is shown.
fn read_peekable<'t>(
    text: &'t Decoded<'_>,
    settings: &'t ShowSettings,
) -> Result<Peekable<impl ExactSizeIterator<Item = FilteredDiff<'t>>>, Error> {
    let reading = read_diffs(text, &settings.options, &settings.choice);
    reading.map(Iterator::peekable)
}

/// Judges a reading by its first diff.
fn evidence<'d>(
    reading: &mut Result<Peekable<impl Iterator<Item = FilteredDiff<'d>>>, Error>,
) -> DiffEvidence {
    let first = reading.as_mut().ok().and_then(Peekable::peek);
    first.map_or(DiffEvidence::Missing, |diff| diff.evidence)
}

/// Returns true if the text is whole and holds no diff.
const fn is_without_diff(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::NotADiff | ErrorKind::NotText | ErrorKind::Empty)
}

/// Returns true if most lines of one text are also in the other, as in two revisions of a page.
fn share_most_lines(old: &str, new: &str) -> bool {
    let lines = |text| -> HashSet<&str> { str::lines(text).filter(|line| !line.trim().is_empty()).collect() };
    let (old, new) = (lines(old), lines(new));
    let shared = old.intersection(&new).count();
    2 * shared > old.len().min(new.len())
}

fn has_binary(pages: &Sides<&LoadedInput>) -> bool {
    [pages.old, pages.new].into_iter().any(|page| git_driver::is_binary(&page.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_of_a_page_share_most_lines() {
        assert!(share_most_lines("a\n\nb\nc", "a\n\nb\nd"));
        assert!(share_most_lines("a\nb", "a\nb\nc\nd\ne"));
        assert!(!share_most_lines("a\n\nb", "a\n\nc"));
        assert!(!share_most_lines("", ""));
    }
}
