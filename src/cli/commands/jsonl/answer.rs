//! What is answered to the records of a batch: a line for each diff, or the reason why there is none.

use std::io;

use crate::model::{Diff, Marked, Proof, Sides};
use crate::pairing::Hints;
use crate::parse::decode::Decoded;
use crate::text::json;
use crate::{line_diff, render};
use serde::Serialize;
use serde_json::value::RawValue;

use super::batch::{Batch, Lines};
use super::record::{self, Broken, Task};
use crate::cli::args::resolve::Streaming;
use crate::cli::input::reading;
use crate::cli::output::messages;

/// The answers to a batch.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// JSON Lines.
    pub(crate) json: Vec<u8>,
    pub(crate) count: Count,
}

/// How many records there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// All of them.
    pub(crate) records: u64,
    /// Those answered with an error.
    pub(crate) broken: u64,
    /// Those with a diff whose reading is only likely.
    pub(crate) unproved: u64,
}

impl Count {
    /// Adds another count.
    pub(crate) const fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.broken += other.broken;
        self.unproved += other.unproved;
    }
}

/// The answer to a record that is broken or holds no diff; the keys are a contract with whoever reads it.
#[derive(Serialize)]
struct Refusal<'a> {
    id: Option<&'a RawValue>,
    error: &'a str,
    message: &'a str,
    line: u64,
}

/// The codes of a record's own errors; those of its text are the reader's.
const NOT_A_RECORD: &str = "not_a_record";
const RECORD_TOO_LONG: &str = "record_too_long";

/// Answers every record of a batch.
pub(crate) fn answers(batch: &Batch, name: &str, streaming: &Streaming) -> Answers {
    let mut answers = Answers::default();
    match &batch.lines {
        Lines::TooLong => {
            let message = "the line is longer than a record may be, and was left out; send the pages apart";
            answers.count.records += 1;
            answers.refuse(&Refusal { id: None, error: RECORD_TOO_LONG, message, line: batch.first_line });
        }
        Lines::Whole(lines) => {
            // A line end at the end opens no further line.
            let lines = lines.strip_suffix(b"\n").unwrap_or(lines);
            for (line, number) in lines.split(|byte| *byte == b'\n').zip(batch.first_line..) {
                if !line.trim_ascii().is_empty() {
                    answers.answer(line, &Place { name, number }, streaming);
                }
            }
        }
    }
    answers
}

/// Where a record stands.
struct Place<'a> {
    name: &'a str,
    number: u64,
}

impl Answers {
    fn answer(&mut self, line: &[u8], place: &Place<'_>, streaming: &Streaming) {
        self.count.records += 1;
        let id = record::id(line);
        match record::task(line) {
            Ok(Task::Paste(text, bytes)) => self.paste(id, (text, bytes), place, streaming),
            Ok(Task::Pages(pages)) => {
                let context = streaming.reading.context.unwrap_or(line_diff::CONTEXT);
                let pages = pages.map(|text| Decoded { text: text.into(), ..Decoded::default() });
                let pages = Sides::new((None, &pages.old), (None, &pages.new));
                self.diff(id, &reading::revisions(pages, context, streaming.direction), place);
            }
            Err(Broken(message)) => {
                self.refuse(&Refusal { id, error: NOT_A_RECORD, message: &message, line: place.number });
            }
        }
    }

    fn paste(
        &mut self,
        id: Option<&RawValue>,
        (text, bytes): (String, Option<i64>),
        place: &Place<'_>,
        streaming: &Streaming,
    ) {
        let decoded = Decoded { text: text.into(), ..Decoded::default() };
        let help = Hints { bytes: bytes.or(streaming.help.bytes), ..streaming.help };
        match reading::diffs(&decoded, &streaming.reading, &help, streaming.direction) {
            Ok(diffs) => {
                let mut is_unproved = false;
                for diff in diffs {
                    is_unproved |= diff.proof == Proof::Inferred;
                    self.diff(id, &diff, place);
                }
                self.count.unproved += u64::from(is_unproved);
            }
            Err(error) => {
                let message = error.to_string();
                self.refuse(&Refusal { id, error: error.kind.name(), message: &message, line: place.number });
            }
        }
    }

    fn diff(&mut self, id: Option<&RawValue>, diff: &Diff<'_, Marked<'_>>, place: &Place<'_>) {
        let name = messages::place(place.name, u32::try_from(place.number).ok());
        written(render::json_with_id(diff, &name, &id, &mut self.json));
    }

    fn refuse(&mut self, refusal: &Refusal<'_>) {
        self.count.broken += 1;
        written(json::write(refusal, &mut self.json));
        self.json.push(b'\n');
    }
}

fn written(result: io::Result<()>) {
    result.expect("memory takes all that is written, and every key is a text");
}
