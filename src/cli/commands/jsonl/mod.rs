//! `--jsonl`: a stream of records, each answered with its diffs, for programs that pipe whole dumps through others.
//!
//! ```text
//! bytes ──batch──▶ lines ──record──▶ id, text or pages ──answer──▶ JSON with the id
//! ```
//!
//! A broken record gets an answer too, and the stream goes on. Threads work on batches; answers keep the order.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};

use flate2::bufread::MultiGzDecoder;

use super::parallel::map_ordered;
use crate::cli::args::resolve::{AnswerMode, FailureRule, JsonlSettings, Strictness};
use crate::cli::exit_code::Outcome;
use crate::cli::input::size_limit::GZIP_MAGIC;
use crate::cli::input::source::InputSource;
use crate::cli::output::destination::Output;
use crate::cli::output::messages::{broken_records_message, unreadable_message};
use answer::{BatchAnswers, RecordCounts, answer_batch};
use batch::{Batch, Batches, READ_BYTES};
use progress::ProgressLine;

mod answer;
mod batch;
mod progress;
pub(crate) mod record;

/// The bytes of a stream from any source.
type ByteStream = BufReader<Box<dyn Read + Send>>;

/// Answers every record of every stream.
pub(crate) fn answer_streams(settings: &JsonlSettings, output: &mut Output) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Success;
    let mut diffs = 0;
    for input in &settings.inputs {
        match open_stream(input) {
            Ok(stream) => {
                outcome = outcome.max(answer_stream(&input.name(), stream, settings, output, &mut diffs)?);
            }
            Err(error) => {
                output.print_message(&unreadable_message(&input.name(), &error))?;
                outcome = Outcome::Error;
            }
        }
    }
    match settings.answers {
        AnswerMode::Counted => writeln!(output, "{diffs}")?,
        AnswerMode::ExitCode if diffs > 0 => outcome = Outcome::Success,
        AnswerMode::ExitCode => outcome = outcome.max(Outcome::NothingFound),
        AnswerMode::Written => {}
    }
    Ok(outcome)
}

/// Answers the records of a stream, and adds the number of diffs in its answers to `diffs`.
fn answer_stream(
    name: &str,
    stream: ByteStream,
    settings: &JsonlSettings,
    output: &mut Output,
    diffs: &mut u64,
) -> anyhow::Result<Outcome> {
    let mut counts = RecordCounts::default();
    let mut progress = ProgressLine::new(settings.progress);
    let answer = |batch: io::Result<Batch>| Ok(answer_batch(&batch?, name, settings));
    map_ordered(Batches::new(stream), settings.jobs, answer, |answers: io::Result<BatchAnswers>| {
        let answers = answers?;
        if settings.answers == AnswerMode::Written {
            output.write_all(&answers.json)?;
            // A program that sends one record and waits must get its answer now.
            output.flush()?;
        }
        counts.add(&answers.counts);
        progress.update(counts.records);
        Ok(())
    })?;
    progress.finish();
    *diffs += counts.diffs;
    if counts.broken > 0 {
        output.print_message(&broken_records_message(name, counts.broken, counts.records))?;
    }
    let is_unproved = settings.strictness == Strictness::Proved && counts.broken + counts.unproved > 0;
    let is_broken = settings.failures == FailureRule::EndWithTwo && counts.broken > 0;
    Ok(if is_unproved || is_broken { Outcome::Error } else { Outcome::Success })
}

/// Opens an input for reading in parts, and unpacks it.
fn open_stream(input: &InputSource) -> io::Result<ByteStream> {
    let bytes: Box<dyn Read + Send> = match input {
        InputSource::File(path) => Box::new(File::open(path)?),
        InputSource::Empty => Box::new(io::empty()),
        InputSource::Pipe | InputSource::Keyboard(_) => Box::new(io::stdin()),
        InputSource::Clipboard(_) | InputSource::Wiki(_) | InputSource::FileOrWiki(..) => {
            return Err(io::Error::other("records are only read from files and pipes"));
        }
    };
    let mut reader = BufReader::with_capacity(READ_BYTES, bytes);
    if reader.fill_buf()?.starts_with(&GZIP_MAGIC) {
        return Ok(BufReader::with_capacity(READ_BYTES, Box::new(MultiGzDecoder::new(reader))));
    }
    Ok(reader)
}
