//! One line of counts for each diff: for scripts, and for an overview of many files.
//!
//! ```text
//! changed  added  removed  moved  bytes  proof   name             title    elements added and removed, and what a filter hides
//! 1        0      0        0      +4     proved  pasted.txt       ChatGPT  2 links added, 1 removed
//! ```
//!
//! Tabs separate the fields. Unknown words are empty, unknown numbers are `?`, and no field is left out; new fields will
//! come last.

use std::io::{self, Write};

use super::layout::foot::{format_elements, format_filtered};
use super::layout::head::certainty_word;
use crate::model::{ChangeState, Diff, Marked};
use crate::text::sanitize::sanitized::join;
use crate::text::sanitize::{Invisible, sanitize, sanitize_message};
use crate::text::writer::TerminalWriter;
use crate::word_diff::DiffStats;
use crate::word_diff::stats::change_class::summarize;

/// The sign of an unknown number.
const UNKNOWN: &str = "?";

/// Writes the counts of a diff on one line. `name` is the name of its source.
///
/// # Errors
/// When `out` fails.
pub fn stat(diff: &Diff<'_, Marked<'_>>, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let totals = DiffStats::from_diff(diff);
    let title = diff.page.title.as_deref().unwrap_or_default();
    let is_known = diff.change_state() != ChangeState::Unknown;
    let count = |count: usize| if is_known { count.to_string() } else { UNKNOWN.to_owned() };
    let figures = [
        count(totals.changed),
        count(totals.added),
        count(totals.removed),
        count(totals.moved),
        match diff.shown_bytes() {
            None => UNKNOWN.to_owned(),
            Some(0) => "0".to_owned(),
            Some(bytes) => format!("{bytes:+}"),
        },
    ];
    let mut elements = vec![format_elements(&summarize(diff)), format_filtered(diff.filtered)];
    elements.retain(|text| !text.is_empty());
    let elements = elements.join(" · ");
    let words = [
        certainty_word(diff.proof).into(),
        sanitize(name, Invisible::Everywhere),
        sanitize_message(title),
        sanitize_message(&elements),
    ];
    let fields = figures.iter().map(|figure| sanitize_message(figure)).chain(words);
    TerminalWriter::new(out).write_line(&join(fields, "\t"))
}
