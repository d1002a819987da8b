//! The answers to the records of a batch: a line of JSON for each diff, or for the error.

use std::io;

use serde::Serialize;
use serde_json::value::RawValue;

use super::batch::{Batch, BatchLines, MAX_RECORD_BYTES};
use super::record::{Record, parse_id, parse_record};
use crate::cli::args::resolve::JsonlSettings;
use crate::cli::input::reading::{PageInput, compare_pages, read_diffs};
use crate::cli::output::messages::format_location;
use crate::line_diff;
use crate::model::{Diff, InputEnd, Marked, Proof};
use crate::options::Options;
use crate::parse::decode::Decoded;
use crate::render;
use crate::text::json;

/// The answers to a batch.
#[derive(Debug, Default)]
pub(crate) struct BatchAnswers {
    /// JSON Lines.
    pub(crate) json: Vec<u8>,
    pub(crate) counts: RecordCounts,
}

/// Counts of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RecordCounts {
    /// All records.
    pub(crate) records: u64,
    /// Records answered with an error.
    pub(crate) broken: u64,
    /// Records with a diff that is only likely.
    pub(crate) unproved: u64,
    /// Diffs in the answers.
    pub(crate) diffs: u64,
}

impl RecordCounts {
    /// Adds other counts.
    pub(crate) const fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.broken += other.broken;
        self.unproved += other.unproved;
        self.diffs += other.diffs;
    }
}

/// The answer to a record without a diff. The keys are a contract with the readers of the answers.
#[derive(Serialize)]
struct ErrorAnswer<'a> {
    id: Option<&'a RawValue>,
    error: &'a str,
    message: &'a str,
    line: u64,
}

/// The error codes of records. The codes of texts without a diff are those of the parser.
const NOT_A_RECORD: &str = "not_a_record";
const RECORD_TOO_LONG: &str = "record_too_long";

/// Answers every record of a batch.
pub(crate) fn answer_batch(batch: &Batch, name: &str, settings: &JsonlSettings) -> BatchAnswers {
    let mut answers = BatchAnswers::default();
    match &batch.lines {
        BatchLines::TooLong => {
            let message = format!("the record has more than {} MiB and was skipped", MAX_RECORD_BYTES >> 20);
            answers.counts.records += 1;
            let (id, line) = (None, batch.first_line);
            answers.push_error(&ErrorAnswer { id, error: RECORD_TOO_LONG, message: &message, line });
        }
        BatchLines::Whole(lines) => {
            // A final line end does not start another line.
            let lines = lines.strip_suffix(b"\n").unwrap_or(lines);
            for (line, number) in lines.split(|byte| *byte == b'\n').zip(batch.first_line..) {
                if !line.trim_ascii().is_empty() {
                    let origin = RecordOrigin { id: parse_id(line), name, number };
                    answers.answer_record(line, &origin, settings);
                }
            }
        }
    }
    answers
}

/// The id and the place of a record.
struct RecordOrigin<'a> {
    id: Option<&'a RawValue>,
    /// The name of the stream.
    name: &'a str,
    /// The line number.
    number: u64,
}

impl BatchAnswers {
    fn answer_record(&mut self, line: &[u8], origin: &RecordOrigin<'_>, settings: &JsonlSettings) {
        self.counts.records += 1;
        match parse_record(line) {
            Ok(Record::Paste { text, bytes }) => {
                let options = Options { bytes: bytes.or(settings.options.bytes), ..settings.options };
                self.answer_paste(text, &options, origin, settings);
            }
            Ok(Record::Pages(pages)) => {
                let context = settings.options.context.unwrap_or(line_diff::CONTEXT);
                let pages = pages.map(|text| Decoded { text: text.into(), ..Decoded::default() });
                let pages = pages.as_ref().map(|text| PageInput { label: None, path: None, text });
                if let Some(diff) = compare_pages(pages, context, &settings.choice).kept {
                    self.push_diff(&diff, origin);
                }
            }
            Err(message) => {
                let (id, line) = (origin.id, origin.number);
                self.push_error(&ErrorAnswer { id, error: NOT_A_RECORD, message: &message, line });
            }
        }
    }

    fn answer_paste(
        &mut self,
        text: String,
        options: &Options,
        origin: &RecordOrigin<'_>,
        settings: &JsonlSettings,
    ) {
        let decoded = Decoded { text: text.into(), ..Decoded::default() };
        match read_diffs(&decoded, options, &settings.choice) {
            Ok(diffs) => {
                let mut is_unproved = false;
                for diff in diffs.filter_map(|diff| diff.kept) {
                    is_unproved |= diff.proof == Proof::Inferred || diff.input_end == InputEnd::CutOff;
                    self.push_diff(&diff, origin);
                }
                self.counts.unproved += u64::from(is_unproved);
            }
            Err(error) => {
                let (id, line, message) = (origin.id, origin.number, error.to_string());
                self.push_error(&ErrorAnswer { id, error: error.kind.name(), message: &message, line });
            }
        }
    }

    fn push_diff(&mut self, diff: &Diff<'_, Marked<'_>>, origin: &RecordOrigin<'_>) {
        self.counts.diffs += 1;
        let name = format_location(origin.name, u32::try_from(origin.number).ok());
        expect_written(render::json_with_id(diff, &name, &origin.id, &mut self.json));
    }

    fn push_error(&mut self, answer: &ErrorAnswer<'_>) {
        self.counts.broken += 1;
        expect_written(json::write(answer, &mut self.json));
        self.json.push(b'\n');
    }
}

fn expect_written(result: io::Result<()>) {
    result.expect("writing to memory succeeds, and every key is a string");
}
