//! What is written of a check: lines for a person, JSON Lines for programs, annotations for GitHub and GitLab.
//!
//! ```text
//! ok   fixtures/seed/chatgpt.txt: cells, proved
//! FAIL fixtures/cut.txt:12: marked, stated: the paste breaks off
//! 2 pastes: 1 holds, 1 does not
//! ```

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use crate::model::{Proof, Shape};
use serde::Serialize;

use super::annotate::{self, Issue};
use super::verdict::{Status, Verdict};
use crate::cli::args::resolve;
use crate::cli::output::messages;
use crate::text::json;
use crate::text::sanitize::{Invisible, sanitize, sanitize_message};
use crate::text::writer::TerminalWriter;

/// How many pastes hold and how many do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    holding: usize,
    failing: usize,
}

/// Writes the report as the verdicts come.
#[derive(Debug)]
pub(crate) struct Reporter {
    form: resolve::Report,
    tally: Tally,
    /// What GitLab is told in the end, in one array.
    issues: Vec<Issue>,
}

impl Reporter {
    /// A report of nothing so far.
    pub(crate) fn new(form: resolve::Report) -> Self {
        Self { form, tally: Tally::default(), issues: Vec::new() }
    }

    /// Counts a paste and writes its line.
    pub(crate) fn report(&mut self, path: &Path, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
        let path = path.to_string_lossy();
        let holds = verdict.status == Status::Holds;
        *(if holds { &mut self.tally.holding } else { &mut self.tally.failing }) += 1;
        match self.form {
            resolve::Report::Github if !holds => {
                TerminalWriter::new(out).write_line(&sanitize_message(&annotate::github(&path, verdict)))
            }
            resolve::Report::Text | resolve::Report::Github => {
                TerminalWriter::new(out).write_line(&sanitize(&text(&path, verdict), Invisible::Everywhere))
            }
            resolve::Report::Gitlab => {
                self.issues.extend((!holds).then(|| annotate::gitlab(&path, verdict)));
                Ok(())
            }
            resolve::Report::Json => {
                json::write(&object(&path, verdict), out)?;
                writeln!(out)
            }
        }
    }

    /// Whether there was nothing to report.
    pub(crate) fn is_empty(&self) -> bool {
        self.tally == Tally::default()
    }

    /// Writes how many hold. JSON Lines have no such line, since each of them is a paste; GitLab has its array.
    pub(crate) fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        match self.form {
            resolve::Report::Text | resolve::Report::Github => {
                TerminalWriter::new(out).write_line(&sanitize_message(&tally_text(self.tally)))
            }
            resolve::Report::Json => Ok(()),
            resolve::Report::Gitlab => {
                json::write_text(&serde_json::to_string_pretty(&self.issues)?, out)?;
                writeln!(out)
            }
        }
    }
}

fn text(path: &str, verdict: &Verdict) -> String {
    let status = if verdict.status == Status::Holds { "ok  " } else { "FAIL" };
    let mut text = format!("{status} {}", messages::place(path, verdict.line));
    if let (Some(shape), Some(proof)) = (verdict.shape, verdict.proof) {
        _ = write!(text, ": {shape}, {}", on_screen(proof));
    }
    if let Some(reason) = &verdict.reason {
        _ = write!(text, ": {reason}");
    }
    text
}

/// The word for a proof that a person meets: "checked" names how it was come by, "proved" what it means.
const fn on_screen(proof: Proof) -> &'static str {
    match proof {
        Proof::Checked => "proved",
        Proof::Stated | Proof::Inferred => proof.name(),
    }
}

fn tally_text(tally: Tally) -> String {
    let Tally { holding, failing } = tally;
    let pastes = if holding + failing == 1 { "paste" } else { "pastes" };
    let hold = if holding == 1 { "holds" } else { "hold" };
    let not = if failing == 1 { "does not" } else { "do not" };
    match failing {
        0 => format!("{holding} {pastes}: {}", if holding == 1 { "it holds" } else { "all hold" }),
        _ => format!("{} {pastes}: {holding} {hold}, {failing} {not}", holding + failing),
    }
}

/// The line of a paste in JSON; the keys are a contract with whoever reads it.
#[derive(Serialize)]
struct Object<'a> {
    path: &'a str,
    line: Option<u32>,
    status: &'static str,
    shape: Option<&'static str>,
    proof: Option<&'static str>,
    reason: Option<&'a str>,
}

fn object<'a>(path: &'a str, verdict: &'a Verdict) -> Object<'a> {
    Object {
        path,
        line: verdict.line,
        status: if verdict.status == Status::Holds { "ok" } else { "fail" },
        shape: verdict.shape.map(Shape::name),
        proof: verdict.proof.map(Proof::name),
        reason: verdict.reason.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(status: Status, reason: Option<&str>) -> Verdict {
        let (shape, proof) = (Some(Shape::Cells), Some(Proof::Checked));
        Verdict { status, line: None, shape, proof, reason: reason.map(Into::into) }
    }

    #[track_caller]
    fn writes(verdict: &Verdict, report: resolve::Report, expected: &str) {
        let mut out = Vec::new();
        Reporter::new(report).report(Path::new("a.txt"), verdict, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{expected}\n"));
    }

    #[test]
    fn a_person_gets_a_line() {
        let failing = Verdict { line: Some(3), ..verdict(Status::Fails, Some("why\u{1B}[31m")) };
        writes(&verdict(Status::Holds, None), resolve::Report::Text, "ok   a.txt: cells, proved");
        writes(
            &failing,
            resolve::Report::Text,
            &format!("FAIL a.txt:3: cells, proved: {}", sanitize("why\u{1B}[31m", Invisible::Everywhere)),
        );
        writes(&Verdict::unknown("gone".into()), resolve::Report::Text, "FAIL a.txt: gone");
    }

    #[test]
    fn a_program_gets_an_object() {
        writes(
            &Verdict { line: Some(3), ..verdict(Status::Fails, Some("why")) },
            resolve::Report::Json,
            r#"{"path":"a.txt","line":3,"status":"fail","shape":"cells","proof":"checked","reason":"why"}"#,
        );
        writes(
            &Verdict { shape: None, proof: None, ..verdict(Status::Holds, None) },
            resolve::Report::Json,
            r#"{"path":"a.txt","line":null,"status":"ok","shape":null,"proof":null,"reason":null}"#,
        );
    }

    #[test]
    fn github_gets_a_command_for_what_fails_alone() {
        let failing = verdict(Status::Fails, Some("why"));
        writes(&failing, resolve::Report::Github, "::error file=a.txt,title=wikidiff::why");
        writes(&verdict(Status::Holds, None), resolve::Report::Github, "ok   a.txt: cells, proved");
    }

    #[test]
    fn gitlab_gets_one_array_of_what_fails() {
        #[track_caller]
        fn case(verdicts: &[Verdict], expected: usize) {
            let mut out = Vec::new();
            let mut reporter = Reporter::new(resolve::Report::Gitlab);
            for verdict in verdicts {
                reporter.report(Path::new("a.txt"), verdict, &mut out).unwrap();
            }
            reporter.finish(&mut out).unwrap();
            let issues: Vec<serde_json::Value> = serde_json::from_slice(&out).unwrap();
            assert_eq!(issues.len(), expected);
        }
        case(&[verdict(Status::Holds, None)], 0);
        case(
            &[
                verdict(Status::Fails, Some("one")),
                verdict(Status::Holds, None),
                Verdict::unknown("two".into()),
            ],
            2,
        );
    }

    #[track_caller]
    fn sums_up(holding: usize, failing: usize, expected: &str) {
        assert_eq!(tally_text(Tally { holding, failing }), expected);
    }

    #[test]
    fn the_summary_is_grammatical() {
        sums_up(1, 0, "1 paste: it holds");
        sums_up(2, 0, "2 pastes: all hold");
        sums_up(0, 1, "1 paste: 0 hold, 1 does not");
        sums_up(1, 2, "3 pastes: 1 holds, 2 do not");
    }
}
