//! The main task: the diffs of all inputs, in order. Each has a heading if there are several.
//!
//! `pages` compares whole pages: two files, and the files of a call by git.

use std::io::{self, Write};

use crate::cli::args::diff_source::DiffSource;
use crate::cli::args::resolve::{ExitCodeRule, Explanation, OutputFormat, ShowSettings, Strictness};
use crate::cli::exit_code::Outcome;
use crate::cli::input::fetch::{FetchOrigin, FetchRequest, Fetched, FetchedContent, FetchedEdit, TargetKind};
use crate::cli::input::guess::describe_input;
use crate::cli::input::reading::{FilteredDiff, compare_fetched, read_diffs};
use crate::cli::input::source::{InputSource, LoadedInput, OpenedSource, ReadError};
use crate::cli::input::wiki;
use crate::cli::output::destination::Output;
use crate::cli::output::format::{DiffWriter, NamedDiff};
use crate::cli::output::messages::{
    breaks_off_message, copied_from_message, format_location, format_message, known_shapes_message,
    no_edits_message, no_match_message, not_a_diff_message, not_verified_message, parse_error_message,
    too_narrow_message, unknown_changes_message, unreadable_message,
};
use crate::line_diff;
use crate::model::{ChangeState, Comparison, Diff, InputEnd, Marked, Proof, Shape, Sides};
use crate::parse::decode::decode;
use crate::parse::{Error, ErrorKind};
use crate::text::sanitize::sanitized::Sanitized;

mod export;
mod git_text;
mod history;
mod pages;

/// Shows all diffs. An error of one input is printed, and the others are shown.
pub(crate) fn show(settings: &ShowSettings, output: &mut Output) -> anyhow::Result<Outcome> {
    if let OutputFormat::Text(view) = &settings.format
        && view.layout.fit_to_width(view.width) != view.layout
    {
        output.print_message(&too_narrow_message())?;
    }
    let writer = DiffWriter::new(&settings.format, settings.explanation, output);
    let mut show = Show { settings, writer, searched: 0 };
    let outcome = match &settings.source {
        DiffSource::Inputs(inputs) => show.show_inputs(inputs)?,
        DiffSource::TwoFiles { files, context } => show.show_two_files(files, *context)?,
        DiffSource::Pages { pages, context } => show.show_pages(pages, *context)?,
        DiffSource::GitText(input) => show.show_git_text(input)?,
        DiffSource::Git { call, context } => show.show_git_call(call, *context)?,
    };
    let outcome = show.conclude_search(outcome)?;
    show.writer.finish()?;
    Ok(outcome)
}

/// The task in progress.
struct Show<'a> {
    settings: &'a ShowSettings,
    writer: DiffWriter<'a>,
    /// The number of diffs that the filter saw.
    searched: usize,
}

/// The diffs that have a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeadingMode {
    All,
    /// The diffs of an input with several diffs.
    InputsWithSeveral,
}

impl HeadingMode {
    /// Returns the heading of a diff, with its line if the input has several diffs.
    fn heading(self, name: &str, count: DiffCount, diff: &Diff<'_, Marked<'_>>) -> Option<String> {
        let line = (count == DiffCount::Several).then_some(diff.first_line);
        (line.is_some() || self == Self::All).then(|| format_location(name, line))
    }
}

/// The number of diffs in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DiffCount {
    AtMostOne,
    Several,
}

impl DiffCount {
    const fn of(count: usize) -> Self {
        if count > 1 { Self::Several } else { Self::AtMostOne }
    }
}

impl Show<'_> {
    fn show_inputs(&mut self, inputs: &[InputSource]) -> io::Result<Outcome> {
        let headings = if inputs.len() > 1 { HeadingMode::All } else { HeadingMode::InputsWithSeveral };
        let mut outcome = Outcome::Success;
        for input in inputs {
            outcome = outcome.max(self.show_input(input, headings)?);
            if outcome == Outcome::Cancelled || self.is_answered() {
                break;
            }
        }
        Ok(outcome)
    }

    fn show_input(&mut self, input: &InputSource, headings: HeadingMode) -> io::Result<Outcome> {
        if let Some(request) = input.fetch_request() {
            return self.show_fetched(request, headings);
        }
        match self.open(input)? {
            Ok(OpenedSource::Whole(input)) => self.show_diffs(&input, headings),
            Ok(OpenedSource::Export(export)) => self.show_export(export, headings),
            Err(outcome) => Ok(outcome),
        }
    }

    /// Opens an input that may be a large export. On failure, prints the error and returns the outcome.
    fn open(&mut self, input: &InputSource) -> io::Result<Result<OpenedSource, Outcome>> {
        let options = &self.settings.options;
        let is_export = matches!(options.shape, None | Some(Shape::Export));
        if !is_export || options.revisions != Sides::default() {
            return Ok(self.load(input)?.map(OpenedSource::Whole));
        }
        self.writer.output.flush()?;
        self.report(input, input.open(self.settings.limit))
    }

    /// Reads an input. On failure, prints the error and returns the outcome.
    fn load(&mut self, input: &InputSource) -> io::Result<Result<LoadedInput, Outcome>> {
        // The output so far becomes visible before the program waits for a person or a slow pipe.
        self.writer.output.flush()?;
        self.report(input, input.read(self.settings.limit))
    }

    /// Prints the error of an input that cannot be read, and returns the outcome.
    fn report<T>(
        &mut self,
        input: &InputSource,
        read: Result<T, ReadError>,
    ) -> io::Result<Result<T, Outcome>> {
        match read {
            Ok(read) => Ok(Ok(read)),
            Err(ReadError::Cancelled) => Ok(Err(Outcome::Cancelled)),
            Err(ReadError::Io(error)) => {
                self.writer.output.print_message(&unreadable_message(&input.name(), &error))?;
                Ok(Err(Outcome::Error))
            }
        }
    }

    /// Shows the diffs in an input.
    fn show_diffs(&mut self, input: &LoadedInput, headings: HeadingMode) -> io::Result<Outcome> {
        let text = decode(&input.bytes);
        let settings = self.settings;
        let reading = read_diffs(&text, &settings.options, &settings.choice);
        self.show_reading(input, reading, headings)
    }

    /// Shows the diffs that were read from an input, or the reason why there are none.
    fn show_reading<'d>(
        &mut self,
        input: &LoadedInput,
        reading: Result<impl ExactSizeIterator<Item = FilteredDiff<'d>>, Error>,
        headings: HeadingMode,
    ) -> io::Result<Outcome> {
        let name = &input.name;
        let diffs = match reading {
            Ok(diffs) => diffs,
            Err(error) => return self.report_parse_error(input, &error),
        };
        if diffs.len() == 0 {
            self.print_note(&no_edits_message(name))?;
        }
        let count = DiffCount::of(diffs.len());
        let mut note = input.note.clone();
        let (mut outcome, mut is_certain) = (Outcome::Success, true);
        for diff in diffs {
            let Some(mut diff) = self.take_kept(name, diff)? else { continue };
            diff.notes.splice(0..0, note.take());
            let heading = headings.heading(name, count, &diff);
            let named =
                NamedDiff { name, heading: heading.as_deref(), diff: &diff, wiki: input.wiki.as_ref() };
            outcome = outcome.max(self.show_diff(&named)?);
            is_certain &= diff.proof != Proof::Inferred && diff.comparison != Comparison::SidesLost;
            if self.is_answered() {
                break;
            }
        }
        if !is_certain {
            self.offer_address(input)?;
        }
        Ok(outcome)
    }

    /// Offers the address of the page that was copied, if it is that of a diff: the wiki states what the copy lost.
    fn offer_address(&mut self, input: &LoadedInput) -> io::Result<()> {
        let Some(address) = &input.address else { return Ok(()) };
        if !matches!(wiki::target_kind(address), Some(TargetKind::Diff | TargetKind::Unknown)) {
            return Ok(());
        }
        self.print_note(&copied_from_message(&input.name, address))
    }

    /// Prints a message that is not an error, unless the run is quiet.
    fn print_note(&mut self, message: &Sanitized<'_>) -> io::Result<()> {
        match self.settings.format {
            OutputFormat::Quiet => Ok(()),
            _ => self.writer.output.print_message(message),
        }
    }

    fn report_parse_error(&mut self, input: &LoadedInput, error: &Error) -> io::Result<Outcome> {
        let message = match error.kind {
            ErrorKind::NotADiff => not_a_diff_message(&input.name, describe_input(&input.bytes)),
            _ => parse_error_message(&input.name, error),
        };
        self.writer.output.print_message(&message)?;
        self.offer_address(input)?;
        if error.kind == ErrorKind::NotADiff && self.settings.explanation == Explanation::Written {
            self.writer.output.print_message(&known_shapes_message())?;
        }
        Ok(Outcome::Error)
    }

    /// Fetches a diff or a history from a wiki and shows it.
    fn show_fetched(&mut self, request: &FetchRequest, headings: HeadingMode) -> io::Result<Outcome> {
        let name = request.name().into_owned();
        // The output so far becomes visible before the program waits for the wiki.
        self.writer.output.flush()?;
        let fetched = match wiki::fetch(request) {
            Ok(Fetched::Diff(fetched)) => fetched,
            Ok(Fetched::History(history)) => return self.show_history(history, &name, request.progress),
            Err(why) => {
                self.writer.output.print_message(&format_message(&format!("{name}: {why}")))?;
                return Ok(Outcome::Error);
            }
        };
        if let Some(warning) = &fetched.warning {
            let text = format!("{name}: warning from the wiki: {warning}");
            self.writer.output.print_message(&format_message(&text))?;
        }
        let edit = FetchedEdit { name, content: fetched.content };
        self.show_fetched_edit(edit, fetched.origin, headings)
    }

    /// Shows a fetched diff, or an edit of a history.
    fn show_fetched_edit(
        &mut self,
        edit: FetchedEdit,
        origin: FetchOrigin,
        headings: HeadingMode,
    ) -> io::Result<Outcome> {
        let (name, FetchOrigin { note, wiki }) = (edit.name, origin);
        match edit.content {
            FetchedContent::Diff(bytes) => {
                let input = LoadedInput { note: Some(note), wiki, ..LoadedInput::new(name, bytes) };
                self.show_diffs(&input, headings)
            }
            FetchedContent::Pages(pages) => {
                let context = self.settings.options.context.unwrap_or(line_diff::CONTEXT);
                let diff = compare_fetched(&pages, context, &self.settings.choice, note);
                let Some(diff) = self.take_kept(&name, diff)? else { return Ok(Outcome::Success) };
                let heading = (headings == HeadingMode::All).then_some(name.as_str());
                self.show_diff(&NamedDiff { name: &name, heading, diff: &diff, wiki: wiki.as_ref() })
            }
        }
    }

    /// Takes a diff that the filter keeps. Of any other diff, prints the warnings about text where it did not look.
    fn take_kept<'d>(
        &mut self,
        name: &str,
        diff: FilteredDiff<'d>,
    ) -> io::Result<Option<Box<Diff<'d, Marked<'d>>>>> {
        self.searched += 1;
        self.writer.write_unread(name, &diff.unread)?;
        Ok(diff.kept)
    }

    /// Returns true if no other diff can change the answer.
    const fn is_answered(&self) -> bool {
        matches!(self.settings.exit_code, ExitCodeRule::ZeroForMatch) && self.writer.count() > 0
    }

    /// Returns the outcome of a run with its search, and says that nothing was found where a person would wonder.
    fn conclude_search(&mut self, outcome: Outcome) -> io::Result<Outcome> {
        let is_found = self.writer.count() > 0;
        if self.settings.exit_code == ExitCodeRule::ZeroForMatch && outcome != Outcome::Cancelled {
            return Ok(if is_found { Outcome::Success } else { outcome.max(Outcome::NothingFound) });
        }
        let is_picture = matches!(self.settings.format, OutputFormat::Text(_) | OutputFormat::Html(_));
        if !is_found && self.searched > 0 && is_picture {
            self.writer.output.print_message(&no_match_message(self.searched))?;
        }
        Ok(outcome)
    }

    /// Writes a diff and returns the outcome.
    fn show_diff(&mut self, named: &NamedDiff<'_>) -> io::Result<Outcome> {
        let outcome = self.writer.write(named)?;
        if self.settings.strictness == Strictness::Proved && named.diff.proof == Proof::Inferred {
            self.writer.output.print_message(&not_verified_message(named.name))?;
            return Ok(Outcome::Error);
        }
        if self.settings.strictness == Strictness::Proved && named.diff.input_end == InputEnd::CutOff {
            self.writer.output.print_message(&breaks_off_message(named.name))?;
            return Ok(Outcome::Error);
        }
        Ok(outcome.max(self.report_changes(named)?))
    }

    /// Returns the outcome by the changes of a diff. Prints a message if they are unknown.
    fn report_changes(&mut self, named: &NamedDiff<'_>) -> io::Result<Outcome> {
        match (self.settings.exit_code, named.diff.change_state()) {
            (ExitCodeRule::OneForChanges, ChangeState::Changed) => Ok(Outcome::ChangesFound),
            (ExitCodeRule::OneForChanges, ChangeState::Unknown) => {
                self.writer.output.print_message(&unknown_changes_message(named.name))?;
                Ok(Outcome::ChangesUnknown)
            }
            _ => Ok(Outcome::Success),
        }
    }
}
