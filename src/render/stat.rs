//! A line of figures for each diff: for scripts, and for an overview of many files.
//!
//! ```text
//! changed  added  removed  moved  bytes  proof   name             title    what came and went
//! 1        0      0        0      +4     proved  pasted.txt       ChatGPT  2 links added, 1 removed
//! ```
//!
//! The fields stand between tabs, none is ever left out, and new ones come last. What a field does not know is empty.

use std::io::{self, Write};

use super::layout::foot::contents;
use super::layout::head::sureness;
use crate::model::{ByteChange, Diff, Marked};
use crate::text::sanitize::sanitized::join;
use crate::text::sanitize::{Invisible, sanitize, sanitize_message};
use crate::text::writer::TerminalWriter;
use crate::word_diff::DiffStats;
use crate::word_diff::stats::change_class::summarize;

/// Writes the figures of a diff in one line. The name is that of its source.
///
/// # Errors
/// When `out` fails.
pub fn stat(diff: &Diff<'_, Marked<'_>>, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let totals = DiffStats::from_diff(diff);
    let bytes = diff.page.byte_change.and_then(ByteChange::signed).unwrap_or(diff.bytes_computed);
    let title = diff.page.title.as_deref().unwrap_or_default();
    let figures = [
        totals.changed.to_string(),
        totals.added.to_string(),
        totals.removed.to_string(),
        totals.moved.to_string(),
        if bytes == 0 { "0".to_owned() } else { format!("{bytes:+}") },
    ];
    let contents = contents(&summarize(diff));
    let words = [
        sureness(diff.proof).into(),
        sanitize(name, Invisible::Everywhere),
        sanitize_message(title),
        sanitize_message(&contents),
    ];
    let fields = figures.iter().map(|figure| sanitize_message(figure)).chain(words);
    TerminalWriter::new(out).write_line(&join(fields, "\t"))
}
