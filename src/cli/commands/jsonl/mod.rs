//! `--jsonl`: a stream of records, each answered by its diffs, for engines that pipe whole dumps through programs.
//!
//! ```text
//! bytes ──batch──▶ lines ──record──▶ id, text or pages ──answer──▶ JSON with the id
//! ```
//!
//! A broken record is answered too, and the stream goes on. Batches are worked on abreast and answered in order.

use std::io::{self, BufRead, BufReader, Read, Write};

use flate2::bufread::MultiGzDecoder;

use super::parallel;
use crate::cli::args::resolve::{Streaming, Sureness};
use crate::cli::exit_code::Ending;
use crate::cli::input::source::{self, Input};
use crate::cli::output::destination::Output;
use crate::cli::output::messages;

mod answer;
mod batch;
mod progress;
pub(crate) mod record;

use answer::{Answers, Count};
use batch::{Batch, Batches};
use progress::Progress;

/// The bytes of a stream, wherever they come from.
type Bytes = BufReader<Box<dyn Read + Send>>;

/// Answers every record of every input.
pub(crate) fn stream(streaming: &Streaming, output: &mut Output) -> anyhow::Result<Ending> {
    let mut ending = Ending::Good;
    for input in &streaming.inputs {
        match opened(input) {
            Ok(reader) => ending = ending.max(stream_one(input, reader, streaming, output)?),
            Err(error) => {
                output.tell(&messages::unreadable(&input.name(), &error))?;
                ending = Ending::Trouble;
            }
        }
    }
    Ok(ending)
}

fn stream_one(
    input: &Input,
    reader: Bytes,
    streaming: &Streaming,
    output: &mut Output,
) -> anyhow::Result<Ending> {
    let name = input.name();
    let mut count = Count::default();
    let mut progress = Progress::new(streaming.progress);
    let answers = |batch: io::Result<Batch>| Ok(answer::answers(&batch?, &name, streaming));
    parallel::in_order(Batches::of(reader), streaming.jobs, answers, |answered: io::Result<Answers>| {
        let answers = answered?;
        output.write_all(&answers.json)?;
        // Who asks record by record waits for the answer before the next question.
        output.flush()?;
        count.add(&answers.count);
        progress.show(count.records);
        Ok(())
    })?;
    progress.finish();
    if count.broken > 0 {
        output.tell(&messages::broken_records(&name, count.broken, count.records))?;
    }
    let is_unsure = streaming.sureness == Sureness::Needed && count.broken + count.unproved > 0;
    Ok(if is_unsure { Ending::Trouble } else { Ending::Good })
}

/// Opens an input to be read bit by bit, unpacked.
fn opened(input: &Input) -> io::Result<Bytes> {
    let bytes: Box<dyn Read + Send> = match input {
        Input::File(path) => Box::new(source::open(path)?),
        Input::Nothing => Box::new(io::empty()),
        Input::Pipe | Input::Keyboard(_) => Box::new(io::stdin()),
        Input::Clipboard(_) | Input::Wiki(_) => {
            return Err(io::Error::other("records come from files and pipes alone"));
        }
    };
    let mut reader = BufReader::with_capacity(batch::USUAL, bytes);
    let is_packed = reader.fill_buf()?.starts_with(&source::GZIP);
    if is_packed {
        return Ok(BufReader::with_capacity(batch::USUAL, Box::new(MultiGzDecoder::new(reader))));
    }
    Ok(reader)
}
