//! Whether the reading of one paste holds, and why not.

use std::path::Path;

use crate::model::{Diff, Marked, Proof, Shape, WarningCode};
use crate::pairing::Hints;
use crate::parse::{self, Options, decode};

use super::expectation;
use crate::cli::args::resolve::{Checking, Direction, Expectations};
use crate::cli::input::{reading, source};
use crate::cli::output::messages;
use crate::render;

/// What is to be said of a paste.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) status: Status,
    /// The line of the input that the reason is about.
    pub(crate) line: Option<u32>,
    /// The shape of the first diff.
    pub(crate) shape: Option<Shape>,
    /// The weakest proof of all diffs.
    pub(crate) proof: Option<Proof>,
    pub(crate) reason: Option<String>,
}

/// Whether a reading holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// It does.
    Holds,
    /// It does not.
    Fails,
    /// A file could not be read or written, so nobody knows.
    Unknown,
}

/// Judges the paste in a file.
pub(crate) fn judge(path: &Path, checking: &Checking) -> Verdict {
    let bytes = match source::read_file(path, checking.limit) {
        Ok(bytes) => bytes,
        Err(error) => return Verdict::unknown(messages::why_unreadable(&error)),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let found = match Found::read(&name, &bytes, checking.reading) {
        Ok(found) => found,
        Err(error) => return Verdict::unknown(error.to_string()),
    };
    match compare(path, &found, checking.expectations) {
        Ok((status, reason)) => found.verdict(status, reason),
        Err(error) => Verdict::unknown(format!("{error:#}")),
    }
}

/// Compares what was found with what was expected; or writes that down, where that is wanted.
fn compare(
    path: &Path,
    found: &Found,
    expectations: Expectations,
) -> anyhow::Result<(Status, Option<String>)> {
    if expectations == Expectations::Written {
        expectation::write(path, &found.json)?;
        return Ok((Status::Holds, Some("written down as expected from now on".into())));
    }
    let Some(expected) = expectation::of(path)? else {
        let status = if found.flaw.is_none() { Status::Holds } else { Status::Fails };
        return Ok((status, found.flaw.as_ref().map(|flaw| flaw.reason.clone())));
    };
    Ok(match expectation::difference(&expected, &expectation::values(&found.json)?) {
        None => (Status::Holds, Some("as expected".into())),
        Some(difference) => (Status::Fails, Some(difference)),
    })
}

/// What was found in a paste.
#[derive(Debug, Default)]
struct Found {
    shape: Option<Shape>,
    proof: Option<Proof>,
    /// The first reason why the reading does not hold by itself.
    flaw: Option<Flaw>,
    /// What an expectation is compared with: JSON Lines.
    json: Vec<u8>,
}

/// Why a reading does not hold by itself.
#[derive(Debug)]
struct Flaw {
    line: Option<u32>,
    reason: String,
}

impl Found {
    fn read(name: &str, bytes: &[u8], options: Options) -> anyhow::Result<Self> {
        let decoded = decode::decode(bytes);
        let mut found = Self::default();
        match reading::diffs(&decoded, &options, &Hints::default(), Direction::Forwards) {
            Ok(diffs) => {
                for diff in diffs {
                    found.add(&diff);
                    render::json(&diff, name, &mut found.json)?;
                }
            }
            Err(error) => found.refuse(&error)?,
        }
        Ok(found)
    }

    fn add(&mut self, diff: &Diff<'_, Marked<'_>>) {
        self.shape.get_or_insert(diff.shape);
        self.proof = Some(self.proof.map_or(diff.proof, |proof| weaker(proof, diff.proof)));
        if self.flaw.is_none() {
            self.flaw = flaw(diff);
        }
    }

    fn refuse(&mut self, error: &parse::Error) -> serde_json::Result<()> {
        self.flaw = Some(Flaw { line: error.line, reason: error.to_string() });
        serde_json::to_writer(&mut self.json, &serde_json::json!({ "error": error.kind.name() }))?;
        self.json.push(b'\n');
        Ok(())
    }

    fn verdict(self, status: Status, reason: Option<String>) -> Verdict {
        let line = self.flaw.and_then(|flaw| flaw.line).filter(|_| status == Status::Fails);
        Verdict { status, line, shape: self.shape, proof: self.proof, reason }
    }
}

impl Verdict {
    /// Nothing is known of the paste but why.
    pub(crate) const fn unknown(reason: String) -> Self {
        Self { status: Status::Unknown, line: None, shape: None, proof: None, reason: Some(reason) }
    }
}

/// Why the reading of a diff does not hold by itself, if it does not.
fn flaw(diff: &Diff<'_, Marked<'_>>) -> Option<Flaw> {
    let warning = diff.warnings.iter().find(|warning| is_flaw(warning.code));
    match (warning, diff.proof) {
        (Some(warning), _) => Some(Flaw { line: warning.first_line(), reason: warning.message.clone() }),
        (None, Proof::Inferred) => {
            let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
            let guessed = rows.filter(|row| row.is_ambiguous).find_map(|row| row.source_line);
            Some(Flaw { line: guessed, reason: "nothing proves the sides of its lines".into() })
        }
        (None, Proof::Stated | Proof::Checked) => None,
    }
}

/// Whether a warning means that a reading does not hold: its arithmetic disagrees, or something inside of the diff
/// was left unread.
const fn is_flaw(code: WarningCode) -> bool {
    match code {
        WarningCode::StrayLine | WarningCode::BytesDisagree | WarningCode::LinesDisagree => true,
        WarningCode::UnreadLine
        | WarningCode::InlineView
        | WarningCode::OneColumn
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

const fn weaker(one: Proof, other: Proof) -> Proof {
    match (one, other) {
        (Proof::Inferred, _) | (_, Proof::Inferred) => Proof::Inferred,
        (Proof::Checked, _) | (_, Proof::Checked) => Proof::Checked,
        (Proof::Stated, Proof::Stated) => Proof::Stated,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Page, Warning};

    use super::*;

    #[track_caller]
    fn case(proof: Proof, code: Option<WarningCode>, holds: bool) {
        let warning = |code| Warning { lines: Some(7..=7), code, message: "a message".into() };
        let diff = Diff {
            shape: Shape::Cells,
            first_line: 1,
            page: Page::default(),
            hunks: Vec::new(),
            proof,
            bytes_computed: 0,
            warnings: code.map(warning).into_iter().collect(),
            alternatives: Vec::new(),
            notes: Vec::new(),
        };
        assert_eq!(flaw(&diff).is_none(), holds);
    }

    #[test]
    fn a_reading_holds_if_it_is_proved_and_nothing_disagrees() {
        case(Proof::Stated, None, true);
        case(Proof::Checked, None, true);
        case(Proof::Inferred, None, false);
        case(Proof::Stated, Some(WarningCode::UnreadLine), true);
        case(Proof::Checked, Some(WarningCode::NotUtf8), true);
        case(Proof::Stated, Some(WarningCode::StrayLine), false);
        case(Proof::Stated, Some(WarningCode::BytesDisagree), false);
        case(Proof::Checked, Some(WarningCode::LinesDisagree), false);
    }

    #[test]
    fn the_weakest_proof_counts() {
        assert_eq!(weaker(Proof::Stated, Proof::Stated), Proof::Stated);
        assert_eq!(weaker(Proof::Stated, Proof::Checked), Proof::Checked);
        assert_eq!(weaker(Proof::Inferred, Proof::Checked), Proof::Inferred);
    }
}
