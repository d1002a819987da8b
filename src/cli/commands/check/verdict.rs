//! The verdict on the reading of a file.

use std::io;
use std::path::Path;

use super::expectation::{find_difference, parse_values, read_expectation, write_expectation};
use super::failure::FailureCode;
use crate::cli::args::resolve::{ChangeChoice, CheckSettings, ExpectationMode};
use crate::cli::input::reading::read_diffs;
use crate::cli::input::source::read_file;
use crate::cli::output::messages::{describe_parse_error, read_error_text};
use crate::model::{Diff, InputEnd, Marked, Proof, Shape, Warning, WarningCode};
use crate::parse::decode::decode;
use crate::parse::{self, Options};
use crate::render;

/// The verdict on a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) status: CheckStatus,
    /// The line of the input that the reason refers to.
    pub(crate) line: Option<u32>,
    /// The shape of the first diff.
    pub(crate) shape: Option<Shape>,
    /// The weakest proof of all diffs.
    pub(crate) proof: Option<Proof>,
    /// The kind of the failure, if it is one.
    pub(crate) code: Option<FailureCode>,
    pub(crate) reason: Option<String>,
}

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CheckStatus {
    Passed,
    Failed,
    /// A file could not be read or written.
    Unknown,
}

/// Reads a file and judges its reading.
pub(crate) fn judge(path: &Path, settings: &CheckSettings) -> Verdict {
    let bytes = match read_file(path, settings.limit) {
        Ok(bytes) => bytes,
        Err(error) => return Verdict::unreadable(&error),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let reading = match FileReading::new(&name, &bytes, settings.options) {
        Ok(reading) => reading,
        Err(error) => return Verdict::unknown(FailureCode::Unreadable, error.to_string()),
    };
    match compare(path, &reading, settings.expectations) {
        Ok(comparison) => reading.into_verdict(comparison),
        Err(error) => Verdict::unknown(FailureCode::BadExpectation, format!("{error:#}")),
    }
}

/// The result of a comparison: the kind of the failure if it failed, and the reason.
type ComparedReading = (Option<FailureCode>, Option<String>);

/// Compares a reading with the expected result, or updates the expected result.
fn compare(path: &Path, reading: &FileReading, mode: ExpectationMode) -> anyhow::Result<ComparedReading> {
    if mode == ExpectationMode::Update {
        let path = write_expectation(path, &reading.json)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        return Ok((None, Some(format!("updated {name}"))));
    }
    let Some(expected) = read_expectation(path)? else {
        let flaw = reading.flaw.as_ref();
        return Ok((flaw.map(|flaw| flaw.code), flaw.map(|flaw| flaw.reason.clone())));
    };
    Ok(match find_difference(&expected, &parse_values(&reading.json)?) {
        None => (None, Some("as expected".into())),
        Some(difference) => (Some(FailureCode::Unexpected), Some(difference)),
    })
}

/// The reading of a file.
#[derive(Debug, Default)]
struct FileReading {
    shape: Option<Shape>,
    proof: Option<Proof>,
    /// The first flaw of the reading.
    flaw: Option<ReadingFlaw>,
    /// JSON Lines, for the comparison with the expected result.
    json: Vec<u8>,
}

/// A reason to fail a reading without an expected result.
#[derive(Debug)]
struct ReadingFlaw {
    line: Option<u32>,
    code: FailureCode,
    reason: String,
}

impl FileReading {
    fn new(name: &str, bytes: &[u8], options: Options) -> anyhow::Result<Self> {
        let decoded = decode(bytes);
        let mut reading = Self::default();
        match read_diffs(&decoded, &options, &ChangeChoice::default()) {
            Ok(diffs) => {
                for diff in diffs.filter_map(|diff| diff.kept) {
                    reading.add(&diff);
                    render::json(&diff, name, &mut reading.json)?;
                }
            }
            Err(error) => reading.add_error(&error)?,
        }
        Ok(reading)
    }

    fn add(&mut self, diff: &Diff<'_, Marked<'_>>) {
        self.shape.get_or_insert(diff.shape);
        self.proof = Some(self.proof.map_or(diff.proof, |proof| weaker(proof, diff.proof)));
        if self.flaw.is_none() {
            self.flaw = find_flaw(diff);
        }
    }

    fn add_error(&mut self, error: &parse::Error) -> serde_json::Result<()> {
        self.flaw = Some(ReadingFlaw {
            line: error.line,
            code: FailureCode::Refused(error.kind.name()),
            reason: describe_parse_error(error),
        });
        serde_json::to_writer(&mut self.json, &serde_json::json!({ "error": error.kind.name() }))?;
        self.json.push(b'\n');
        Ok(())
    }

    fn into_verdict(self, (code, reason): ComparedReading) -> Verdict {
        let status = if code.is_none() { CheckStatus::Passed } else { CheckStatus::Failed };
        let line = self.flaw.and_then(|flaw| flaw.line).filter(|_| code.is_some());
        Verdict { status, line, shape: self.shape, proof: self.proof, code, reason }
    }
}

impl Verdict {
    /// Returns the verdict on a file that cannot be read or compared.
    pub(crate) fn unknown(code: FailureCode, reason: String) -> Self {
        Self {
            status: CheckStatus::Unknown,
            line: None,
            shape: None,
            proof: None,
            code: Some(code),
            reason: Some(reason),
        }
    }

    /// Returns the verdict on a file that cannot be read.
    pub(crate) fn unreadable(error: &io::Error) -> Self {
        Self::unknown(FailureCode::Unreadable, read_error_text(error))
    }
}

/// Finds the flaw of a reading: a warning that contradicts it, or a missing proof.
fn find_flaw(diff: &Diff<'_, Marked<'_>>) -> Option<ReadingFlaw> {
    let warning = diff.warnings.iter().find(|warning| is_flaw(warning.code));
    match (warning, diff.proof) {
        (Some(warning), _) => {
            let (line, code) = (warning.first_line(), FailureCode::Warning(warning.code));
            Some(ReadingFlaw { line, code, reason: warning.message.clone() })
        }
        (None, Proof::Inferred) => {
            let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
            let ambiguous = rows.filter(|row| row.is_ambiguous).find_map(|row| row.source_line);
            let reason = "nothing in the input proves this reading".into();
            Some(ReadingFlaw { line: ambiguous, code: FailureCode::NotProved, reason })
        }
        (None, Proof::Stated | Proof::Checked) => (diff.input_end == InputEnd::CutOff).then(|| {
            let line = diff.warnings.iter().find(|warning| warning.code == WarningCode::CutOff);
            let line = line.and_then(Warning::first_line);
            let code = FailureCode::Warning(WarningCode::CutOff);
            ReadingFlaw { line, code, reason: "the input breaks off, so that diffs may be missing".into() }
        }),
    }
}

/// Returns true for a warning that contradicts the reading: a sum disagrees, or a line inside the diff was not read.
const fn is_flaw(code: WarningCode) -> bool {
    match code {
        WarningCode::StrayLine | WarningCode::BytesDisagree | WarningCode::LinesDisagree => true,
        WarningCode::UnreadLine
        | WarningCode::PossibleRow
        | WarningCode::InlineView
        | WarningCode::OneColumn
        | WarningCode::EntityText
        | WarningCode::CutOff
        | WarningCode::NotUtf8
        | WarningCode::SpacesFolded
        | WarningCode::Mended
        | WarningCode::Altered
        | WarningCode::NoDiff
        | WarningCode::BlankLines
        | WarningCode::SearchLimit
        | WarningCode::LineEnds
        | WarningCode::NotCompared
        | WarningCode::TooDifferent => false,
    }
}

/// Returns the weaker of two proofs.
const fn weaker(first: Proof, second: Proof) -> Proof {
    match (first, second) {
        (Proof::Inferred, _) | (_, Proof::Inferred) => Proof::Inferred,
        (Proof::Checked, _) | (_, Proof::Checked) => Proof::Checked,
        (Proof::Stated, Proof::Stated) => Proof::Stated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn passes(proof: Proof, code: Option<WarningCode>, expected: bool) {
        let warning = |code| Warning { lines: Some(7..=7), code, message: "a message".into() };
        let diff = Diff {
            proof,
            warnings: code.map(warning).into_iter().collect(),
            ..Diff::new(Shape::Cells, Vec::new())
        };
        assert_eq!(find_flaw(&diff).is_none(), expected);
    }

    #[test]
    fn passes_a_proved_reading_without_contradiction() {
        passes(Proof::Stated, None, true);
        passes(Proof::Checked, None, true);
        passes(Proof::Inferred, None, false);
        passes(Proof::Stated, Some(WarningCode::UnreadLine), true);
        passes(Proof::Checked, Some(WarningCode::NotUtf8), true);
        passes(Proof::Stated, Some(WarningCode::StrayLine), false);
        passes(Proof::Stated, Some(WarningCode::BytesDisagree), false);
        passes(Proof::Checked, Some(WarningCode::LinesDisagree), false);
    }

    #[test]
    fn takes_the_weakest_proof() {
        assert_eq!(weaker(Proof::Stated, Proof::Stated), Proof::Stated);
        assert_eq!(weaker(Proof::Stated, Proof::Checked), Proof::Checked);
        assert_eq!(weaker(Proof::Inferred, Proof::Checked), Proof::Inferred);
    }
}
