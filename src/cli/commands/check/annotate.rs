//! Annotations of failures for reviews on GitHub and GitLab.
//!
//! GitHub reads workflow commands from the log ("Workflow commands for GitHub Actions"; the escapes are those of
//! `actions/toolkit`, `packages/core/src/command.ts`). GitLab reads a Code Quality report, a JSON array, from a file.

use std::fmt::Write as _;

use serde::Serialize;

use super::failure::FailureCode;
use super::verdict::Verdict;

/// The line of a failure without a line. GitLab's reports require one.
const FIRST_LINE: u32 = 1;

/// The reason of a failure without a reason.
const NO_REASON: &str = "the check failed";

/// The code of a failure without a code.
const NO_CODE: &str = "failed";

/// Returns a failure as a workflow command of GitHub.
pub(crate) fn github_command(path: &str, verdict: &Verdict) -> String {
    let mut command = format!("::error file={}", escape_property(path));
    if let Some(line) = verdict.line {
        _ = write!(command, ",line={line}");
    }
    let reason = verdict.reason.as_deref().unwrap_or(NO_REASON);
    _ = write!(command, ",title=wikidiff::{}", escape_data(reason));
    command
}

/// Escapes the message of a command.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// An entry of GitLab's report. GitLab defines the keys.
#[derive(Debug, Serialize)]
pub(crate) struct GitlabIssue {
    description: String,
    check_name: &'static str,
    /// An identifier that does not change from run to run, nor with the words of a message. A file has one failure at most.
    fingerprint: String,
    severity: &'static str,
    location: GitlabLocation,
}

#[derive(Debug, Serialize)]
struct GitlabLocation {
    path: String,
    lines: GitlabLines,
}

#[derive(Debug, Serialize)]
struct GitlabLines {
    begin: u32,
}

/// Returns a failure as an entry of GitLab's report.
pub(crate) fn gitlab_issue(path: &str, verdict: &Verdict) -> GitlabIssue {
    let description = verdict.reason.as_deref().unwrap_or(NO_REASON).to_owned();
    let begin = verdict.line.unwrap_or(FIRST_LINE);
    // GitLab expects paths from the project's root, without `./`.
    let path = path.trim_start_matches("./");
    let code = verdict.code.map_or(NO_CODE, FailureCode::name);
    GitlabIssue {
        fingerprint: format!("wikidiff:{path}:{code}"),
        check_name: "wikidiff",
        severity: "major",
        location: GitlabLocation { path: path.to_owned(), lines: GitlabLines { begin } },
        description,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn annotates(path: &str, line: Option<u32>, reason: &str, expected: &str) {
        let verdict = Verdict { line, ..Verdict::unknown(FailureCode::Unexpected, reason.into()) };
        assert_eq!(github_command(path, &verdict), expected);
    }

    #[test]
    fn names_file_and_line_for_github() {
        annotates("a/b.txt", Some(3), "why", "::error file=a/b.txt,line=3,title=wikidiff::why");
        annotates("a.txt", None, "why", "::error file=a.txt,title=wikidiff::why");
    }

    #[test]
    fn escapes_names_and_reasons_for_github() {
        annotates(
            "a:,\n%.txt",
            None,
            "50 %: one,\r\n::error::two",
            "::error file=a%3A%2C%0A%25.txt,title=wikidiff::50 %25: one,%0D%0A::error::two",
        );
    }

    #[test]
    fn has_the_keys_of_gitlab() {
        let verdict = Verdict { line: Some(3), ..Verdict::unknown(FailureCode::Unexpected, "why".into()) };
        assert_eq!(
            serde_json::to_string(&gitlab_issue("./a.txt", &verdict)).unwrap(),
            r#"{"description":"why","check_name":"wikidiff","fingerprint":"wikidiff:a.txt:unexpected","severity":"major","location":{"path":"a.txt","lines":{"begin":3}}}"#
        );
    }
}
