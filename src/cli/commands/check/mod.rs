//! `--check`: whether every reading holds, for continuous integration.
//!
//! ```text
//! paths ──walk──▶ pastes ──verdict──▶ verdicts ──report──▶ lines
//!                         expectation            annotate
//! ```
//!
//! Pastes are read on several threads, a few at a time, and told in order.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::parallel;
use crate::cli::args::resolve::{Checking, Expectations};
use crate::cli::exit_code::Ending;
use crate::cli::output::destination::Output;
use crate::cli::output::messages;

mod annotate;
mod expectation;
mod report;
mod verdict;
mod walk;

use report::Reporter;
use verdict::{Status, Verdict};
use walk::{Unreadable, Walk};

/// Checks all that was named.
pub(crate) fn check(checking: &Checking, output: &mut Output) -> anyhow::Result<Ending> {
    let mut reporter = Reporter::new(checking.report);
    let mut ending = Ending::Good;
    let found = checking.paths.iter().flat_map(|path| Walk::from(path));
    parallel::in_order(
        found,
        jobs(checking),
        |found| judged(found, checking),
        |(path, verdict)| {
            reporter.report(&path, &verdict, output)?;
            ending = ending.max(ending_of(verdict.status));
            Ok(())
        },
    )?;
    if reporter.is_empty() {
        // A check of nothing must not look like a good one.
        output.tell(&messages::message(
            "there is nothing to check here; name the files, or a directory that has some",
        ))?;
        return Ok(Ending::Trouble);
    }
    reporter.finish(output)?;
    Ok(ending)
}

/// Two pastes may have one expectation (`a.txt` and `a.html`): the later one writes it, as their order says.
const fn jobs(checking: &Checking) -> NonZeroUsize {
    match checking.expectations {
        Expectations::Compared => checking.jobs,
        Expectations::Written => NonZeroUsize::MIN,
    }
}

fn judged(found: Result<PathBuf, Unreadable>, checking: &Checking) -> (PathBuf, Verdict) {
    match found {
        Ok(path) => {
            let verdict = verdict::judge(&path, checking);
            (path, verdict)
        }
        Err(unread) => (unread.path, Verdict::unknown(messages::why_unreadable(&unread.error))),
    }
}

const fn ending_of(status: Status) -> Ending {
    match status {
        Status::Holds => Ending::Good,
        Status::Fails => Ending::Bad,
        Status::Unknown => Ending::Trouble,
    }
}
