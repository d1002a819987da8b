//! Failures where reviewers see them: beside the line of the change, on GitHub and on GitLab.
//!
//! GitHub reads workflow commands from the log ("Workflow commands for GitHub Actions", its escapes as in
//! `actions/toolkit`, `packages/core/src/command.ts`); GitLab reads a Code Quality report, a JSON array, from a file.

use std::fmt::Write as _;

use serde::Serialize;

use super::verdict::Verdict;

/// The line where GitLab shows what is about a whole file: its reports know no file without a line.
const FIRST_LINE: u32 = 1;

/// What a failure is said to be, where nothing else is known of it.
const UNEXPLAINED: &str = "the reading does not hold";

/// A failure as a command of GitHub's workflows.
pub(crate) fn github(path: &str, verdict: &Verdict) -> String {
    let mut command = format!("::error file={}", property(path));
    if let Some(line) = verdict.line {
        _ = write!(command, ",line={line}");
    }
    let reason = verdict.reason.as_deref().unwrap_or(UNEXPLAINED);
    _ = write!(command, ",title=wikidiff::{}", data(reason));
    command
}

/// What a command's message may not hold as it is.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What a command's property may not hold as it is.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// An entry of GitLab's report; the keys are GitLab's.
#[derive(Debug, Serialize)]
pub(crate) struct Issue {
    description: String,
    check_name: &'static str,
    /// What tells this failure from others, and is the same from run to run: GitLab asks for no more.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
}

/// A failure as an entry of GitLab's report.
pub(crate) fn gitlab(path: &str, verdict: &Verdict) -> Issue {
    let description = verdict.reason.as_deref().unwrap_or(UNEXPLAINED).to_owned();
    let begin = verdict.line.unwrap_or(FIRST_LINE);
    Issue {
        fingerprint: format!("wikidiff:{path}:{description}"),
        check_name: "wikidiff",
        severity: "major",
        // GitLab knows a file by its path from the project's root, without a dot before it.
        location: Location { path: path.trim_start_matches("./").to_owned(), lines: Lines { begin } },
        description,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn on_github(path: &str, line: Option<u32>, reason: &str, expected: &str) {
        let verdict = Verdict { line, ..Verdict::unknown(reason.into()) };
        assert_eq!(github(path, &verdict), expected);
    }

    #[test]
    fn a_command_names_the_file_and_the_line() {
        on_github("a/b.txt", Some(3), "why", "::error file=a/b.txt,line=3,title=wikidiff::why");
        on_github("a.txt", None, "why", "::error file=a.txt,title=wikidiff::why");
    }

    #[test]
    fn a_name_cannot_end_its_property_nor_a_reason_its_line() {
        on_github(
            "a:,\n%.txt",
            None,
            "50 %: one,\r\n::error::two",
            "::error file=a%3A%2C%0A%25.txt,title=wikidiff::50 %25: one,%0D%0A::error::two",
        );
    }

    #[test]
    fn an_entry_has_what_gitlab_asks_for() {
        let verdict = Verdict { line: Some(3), ..Verdict::unknown("why".into()) };
        assert_eq!(
            serde_json::to_string(&gitlab("./a.txt", &verdict)).unwrap(),
            r#"{"description":"why","check_name":"wikidiff","fingerprint":"wikidiff:./a.txt:why","severity":"major","location":{"path":"a.txt","lines":{"begin":3}}}"#
        );
    }
}
