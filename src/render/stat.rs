//! One line of counts for each diff: for scripts, and for an overview of many files.
//!
//! ```text
//! changed  added  removed  moved  bytes  proof   name             title    elements added and removed
//! 1        0      0        0      +4     proved  pasted.txt       ChatGPT  2 links added, 1 removed
//! ```
//!
//! Tabs separate the fields. Unknown fields are empty, never left out; new fields will come last.

use std::io::{self, Write};

use super::layout::foot::format_elements;
use super::layout::head::certainty_word;
use crate::model::{ByteChange, Diff, Marked};
use crate::text::sanitize::sanitized::join;
use crate::text::sanitize::{Invisible, sanitize, sanitize_message};
use crate::text::writer::TerminalWriter;
use crate::word_diff::DiffStats;
use crate::word_diff::stats::change_class::summarize;

/// Writes the counts of a diff on one line. `name` is the name of its source.
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
    let elements = format_elements(&summarize(diff));
    let words = [
        certainty_word(diff.proof).into(),
        sanitize(name, Invisible::Everywhere),
        sanitize_message(title),
        sanitize_message(&elements),
    ];
    let fields = figures.iter().map(|figure| sanitize_message(figure)).chain(words);
    TerminalWriter::new(out).write_line(&join(fields, "\t"))
}
