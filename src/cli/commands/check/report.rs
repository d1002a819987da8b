//! The report of a check: lines for people, JSON Lines for programs, annotations for GitHub and GitLab.
//!
//! ```text
//! ok   fixtures/seed/chatgpt.txt: cells, proved
//! FAIL fixtures/cut.txt:12: marked, stated: the paste breaks off
//! 2 files: 1 passed, 1 failed
//! ```

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::annotate::{GitlabIssue, github_command, gitlab_issue};
use super::failure::FailureCode;
use super::verdict::{CheckStatus, Verdict};
use crate::cli::args::resolve::CheckFormat;
use crate::cli::output::messages::format_location;
use crate::model::{Proof, Shape};
use crate::text::json;
use crate::text::sanitize::{Invisible, sanitize, sanitize_message};
use crate::text::writer::TerminalWriter;

/// The numbers of files that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: usize,
    failed: usize,
}

/// A writer of the report, verdict by verdict.
#[derive(Debug)]
pub(crate) struct Reporter {
    format: CheckFormat,
    tally: Tally,
    /// The failures for GitLab, which are written at the end as one array.
    issues: Vec<GitlabIssue>,
}

impl Reporter {
    /// Returns a report without verdicts.
    pub(crate) fn new(format: CheckFormat) -> Self {
        Self { format, tally: Tally::default(), issues: Vec::new() }
    }

    /// Counts a file and writes its line.
    pub(crate) fn report(&mut self, path: &Path, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
        let path = path.to_string_lossy();
        let has_passed = verdict.status == CheckStatus::Passed;
        *(if has_passed { &mut self.tally.passed } else { &mut self.tally.failed }) += 1;
        match self.format {
            CheckFormat::Github if !has_passed => {
                TerminalWriter::new(out).write_line(&sanitize_message(&github_command(&path, verdict)))
            }
            CheckFormat::Text | CheckFormat::Github => TerminalWriter::new(out)
                .write_line(&sanitize(&text_line(&path, verdict), Invisible::Everywhere)),
            CheckFormat::Gitlab => {
                self.issues.extend((!has_passed).then(|| gitlab_issue(&path, verdict)));
                Ok(())
            }
            CheckFormat::Quiet => Ok(()),
            CheckFormat::Json => {
                json::write(&json_verdict(&path, verdict), out)?;
                writeln!(out)
            }
        }
    }

    /// Returns true if there was no verdict.
    pub(crate) fn is_empty(&self) -> bool {
        self.tally == Tally::default()
    }

    /// Writes the summary, or GitLab's array. JSON Lines have no summary, because every line is a file.
    pub(crate) fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            CheckFormat::Text | CheckFormat::Github => {
                TerminalWriter::new(out).write_line(&sanitize_message(&summary(self.tally)))
            }
            CheckFormat::Json | CheckFormat::Quiet => Ok(()),
            CheckFormat::Gitlab => {
                json::write_text(&serde_json::to_string_pretty(&self.issues)?, out)?;
                writeln!(out)
            }
        }
    }
}

fn text_line(path: &str, verdict: &Verdict) -> String {
    let status = if verdict.status == CheckStatus::Passed { "ok  " } else { "FAIL" };
    let mut text = format!("{status} {}", format_location(path, verdict.line));
    if let (Some(shape), Some(proof)) = (verdict.shape, verdict.proof) {
        _ = write!(text, ": {shape}, {}", proof_word(proof));
    }
    if let Some(reason) = &verdict.reason {
        _ = write!(text, ": {reason}");
    }
    text
}

/// Returns the word of a proof for people, as in the head of a diff. JSON has codes instead.
const fn proof_word(proof: Proof) -> &'static str {
    match proof {
        Proof::Stated => "stated",
        Proof::Checked => "proved",
        Proof::Inferred => "likely",
    }
}

fn summary(tally: Tally) -> String {
    let Tally { passed, failed } = tally;
    let count = passed + failed;
    let files = if count == 1 { "file" } else { "files" };
    match failed {
        0 => format!("{count} {files}: {passed} passed"),
        _ => format!("{count} {files}: {passed} passed, {failed} failed"),
    }
}

/// The line of a file in JSON. The keys are a contract with the readers.
#[derive(Serialize)]
struct JsonVerdict<'a> {
    path: &'a str,
    line: Option<u32>,
    status: &'static str,
    shape: Option<&'static str>,
    proof: Option<&'static str>,
    code: Option<&'static str>,
    reason: Option<&'a str>,
}

fn json_verdict<'a>(path: &'a str, verdict: &'a Verdict) -> JsonVerdict<'a> {
    JsonVerdict {
        path,
        line: verdict.line,
        status: if verdict.status == CheckStatus::Passed { "ok" } else { "fail" },
        shape: verdict.shape.map(Shape::name),
        proof: verdict.proof.map(Proof::name),
        code: verdict.code.map(FailureCode::name),
        reason: verdict.reason.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(status: CheckStatus, reason: Option<&str>) -> Verdict {
        let (shape, proof) = (Some(Shape::Cells), Some(Proof::Checked));
        let code = (status == CheckStatus::Failed).then_some(FailureCode::NotProved);
        Verdict { status, line: None, shape, proof, code, reason: reason.map(Into::into) }
    }

    #[track_caller]
    fn writes(verdict: &Verdict, format: CheckFormat, expected: &str) {
        let mut out = Vec::new();
        Reporter::new(format).report(Path::new("a.txt"), verdict, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{expected}\n"));
    }

    #[test]
    fn writes_a_line_for_people() {
        let failing = Verdict { line: Some(3), ..verdict(CheckStatus::Failed, Some("why\u{1B}[31m")) };
        writes(&verdict(CheckStatus::Passed, None), CheckFormat::Text, "ok   a.txt: cells, proved");
        writes(
            &failing,
            CheckFormat::Text,
            &format!("FAIL a.txt:3: cells, proved: {}", sanitize("why\u{1B}[31m", Invisible::Everywhere)),
        );
        writes(
            &Verdict::unknown(FailureCode::Unreadable, "gone".into()),
            CheckFormat::Text,
            "FAIL a.txt: gone",
        );
    }

    #[test]
    fn writes_an_object_for_programs() {
        writes(
            &Verdict { line: Some(3), ..verdict(CheckStatus::Failed, Some("why")) },
            CheckFormat::Json,
            r#"{"path":"a.txt","line":3,"status":"fail","shape":"cells","proof":"checked","code":"not_proved","reason":"why"}"#,
        );
        writes(
            &Verdict { shape: None, proof: None, ..verdict(CheckStatus::Passed, None) },
            CheckFormat::Json,
            r#"{"path":"a.txt","line":null,"status":"ok","shape":null,"proof":null,"code":null,"reason":null}"#,
        );
    }

    #[test]
    fn writes_commands_for_failures_on_github() {
        let failing = verdict(CheckStatus::Failed, Some("why"));
        writes(&failing, CheckFormat::Github, "::error file=a.txt,title=wikidiff::why");
        writes(&verdict(CheckStatus::Passed, None), CheckFormat::Github, "ok   a.txt: cells, proved");
    }

    #[test]
    fn writes_an_array_of_failures_for_gitlab() {
        #[track_caller]
        fn case(verdicts: &[Verdict], expected: usize) {
            let mut out = Vec::new();
            let mut reporter = Reporter::new(CheckFormat::Gitlab);
            for verdict in verdicts {
                reporter.report(Path::new("a.txt"), verdict, &mut out).unwrap();
            }
            reporter.finish(&mut out).unwrap();
            let issues: Vec<serde_json::Value> = serde_json::from_slice(&out).unwrap();
            assert_eq!(issues.len(), expected);
        }
        case(&[verdict(CheckStatus::Passed, None)], 0);
        case(
            &[
                verdict(CheckStatus::Failed, Some("one")),
                verdict(CheckStatus::Passed, None),
                Verdict::unknown(FailureCode::Unreadable, "two".into()),
            ],
            2,
        );
    }

    #[track_caller]
    fn sums_up(passed: usize, failed: usize, expected: &str) {
        assert_eq!(summary(Tally { passed, failed }), expected);
    }

    #[test]
    fn counts_files_in_the_summary() {
        sums_up(1, 0, "1 file: 1 passed");
        sums_up(2, 0, "2 files: 2 passed");
        sums_up(0, 1, "1 file: 0 passed, 1 failed");
        sums_up(1, 2, "3 files: 1 passed, 2 failed");
    }
}
