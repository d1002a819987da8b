//! `--check`: a test of readings, for continuous integration.
//!
//! ```text
//! paths ──walk──▶ files ──verdict──▶ verdicts ──report──▶ lines, JSON
//!                         expectation           annotate
//! ```
//!
//! Several threads read the files. The report keeps their order.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::parallel::map_ordered;
use crate::cli::args::resolve::{CheckSettings, ExpectationMode};
use crate::cli::exit_code::Outcome;
use crate::cli::output::destination::Output;
use crate::cli::output::messages::format_message;
use report::Reporter;
use verdict::{CheckStatus, Verdict};
use walk::{PathError, Walk};

mod annotate;
mod expectation;
mod failure;
mod report;
mod verdict;
mod walk;

/// Checks all files, and writes the report.
pub(crate) fn check(settings: &CheckSettings, output: &mut Output) -> anyhow::Result<Outcome> {
    let mut reporter = Reporter::new(settings.format);
    let mut outcome = Outcome::Success;
    let files = settings.paths.iter().flat_map(|path| Walk::new(path));
    map_ordered(
        files,
        job_count(settings),
        |file| judge_file(file, settings),
        |(path, verdict)| {
            reporter.report(&path, &verdict, output)?;
            outcome = outcome.max(match verdict.status {
                CheckStatus::Passed => Outcome::Success,
                CheckStatus::Failed => Outcome::CheckFailed,
                CheckStatus::Unknown => Outcome::Error,
            });
            Ok(())
        },
    )?;
    if reporter.is_empty() {
        // A check without files must not look like success.
        output.print_message(&format_message("no files to check; give files, or a directory with files"))?;
        return Ok(Outcome::Error);
    }
    reporter.finish(output)?;
    Ok(outcome)
}

/// Returns the number of threads. `a.txt` and `a.html` share an expected result, and the later file must write it
/// last, so updates use one thread.
const fn job_count(settings: &CheckSettings) -> NonZeroUsize {
    match settings.expectations {
        ExpectationMode::Compare => settings.jobs,
        ExpectationMode::Update => NonZeroUsize::MIN,
    }
}

fn judge_file(file: Result<PathBuf, PathError>, settings: &CheckSettings) -> (PathBuf, Verdict) {
    match file {
        Ok(path) => {
            let verdict = verdict::judge(&path, settings);
            (path, verdict)
        }
        Err(PathError { path, error }) => (path, Verdict::unreadable(&error)),
    }
}
