//! `--check`: whether every reading holds, for continuous integration.
//!
//! ```text
//! paths ──walk──▶ pastes ──verdict──▶ verdicts ──report──▶ lines
//!                         expectation
//! ```
//!
//! One paste is read at a time, and told before the next one is read.

use super::ending::Ending;
use super::output::Output;
use super::settings::Checking;
use super::tell;

mod expectation;
mod report;
mod verdict;
mod walk;

use report::Tally;
use verdict::{Status, Verdict};
use walk::Walk;

/// Checks all that was named.
pub(crate) fn check(checking: &Checking, output: &mut Output) -> anyhow::Result<Ending> {
    let mut tally = Tally::default();
    let mut ending = Ending::Good;
    for found in checking.paths.iter().flat_map(|path| Walk::from(path)) {
        let (path, verdict) = match found {
            Ok(path) => (path.clone(), verdict::judge(&path, checking)),
            Err(unread) => (unread.path, Verdict::unknown(tell::why_unreadable(&unread.error))),
        };
        report::line(&path, &verdict, checking.report, output)?;
        tally.count(verdict.status);
        ending = ending.max(ending_of(verdict.status));
    }
    if tally.is_empty() {
        // A check of nothing must not look like a good one.
        output.tell(&tell::message(
            "there is nothing to check here; name the files, or a directory that has some",
        ))?;
        return Ok(Ending::Trouble);
    }
    report::summary(tally, checking.report, output)?;
    Ok(ending)
}

const fn ending_of(status: Status) -> Ending {
    match status {
        Status::Holds => Ending::Good,
        Status::Fails => Ending::Bad,
        Status::Unknown => Ending::Trouble,
    }
}
