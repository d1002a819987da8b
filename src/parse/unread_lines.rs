//! Warnings about lines in no row: a warning for each run of such lines, and for a paste that breaks off.

use std::ops::Range;

use crate::model::{Warning, WarningCode};

use super::copied::marker_lines;
use super::line_map::LineMap;
use super::page::line_number;

/// Length of the quote from the first line of a run, in characters.
const MAX_QUOTE_LEN: usize = 40;

/// A run of lines in no row, and a quote from its first line.
#[derive(Debug)]
struct UnreadRun {
    lines: Range<usize>,
    quote: String,
    kind: UnreadKind,
}

/// The kind of a line or run in no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum UnreadKind {
    /// Any text.
    Text,
    /// A sign of rows: a marker, or a header with line numbers.
    RowSign,
}

impl UnreadKind {
    fn classify(line: &str) -> Self {
        let before_tab = line.split('\t').next().unwrap_or_default();
        let is_sign = marker_lines::is_distinctive(before_tab) || line_number::parse_pair(line).is_some();
        if is_sign { Self::RowSign } else { Self::Text }
    }
}

/// Lines in no row, gathered into runs. A blank line neither opens nor ends a run: a page is full of blank lines.
#[derive(Debug, Default)]
pub(crate) struct UnreadLines {
    runs: Vec<UnreadRun>,
}

impl UnreadLines {
    /// Adds the line at an index.
    pub(crate) fn add(&mut self, line: &str, at: usize) {
        let (words, kind) = (line.trim(), UnreadKind::classify(line));
        match self.runs.last_mut() {
            Some(run) if run.lines.end == at => {
                run.lines.end = at + 1;
                run.kind = run.kind.max(kind);
            }
            _ if words.is_empty() => {}
            _ => {
                let quote = words.chars().take(MAX_QUOTE_LEN).collect();
                self.runs.push(UnreadRun { lines: at..at + 1, quote, kind });
            }
        }
    }

    /// Returns true if a run has a sign of rows.
    pub(crate) fn has_row_signs(&self) -> bool {
        self.runs.iter().any(|run| run.kind == UnreadKind::RowSign)
    }

    /// Drops the runs that begin at an index or after it.
    pub(crate) fn truncate(&mut self, at: usize) {
        self.runs.retain(|run| run.lines.start < at);
    }

    /// Takes all runs, as a warning each.
    pub(crate) fn take_warnings(&mut self, line_map: LineMap<'_>) -> Vec<Warning> {
        std::mem::take(&mut self.runs).iter().map(|run| unread_warning(run, line_map)).collect()
    }
}

fn unread_warning(run: &UnreadRun, line_map: LineMap<'_>) -> Warning {
    let lines = line_map.line_numbers(&run.lines);
    let (code, one, several) = match run.kind {
        UnreadKind::Text => (WarningCode::UnreadLine, "is no part of the diff", "are no part of the diff"),
        UnreadKind::RowSign => (
            WarningCode::PossibleRow,
            "looks like a row, but is outside the diff",
            "look like rows, but are outside the diff",
        ),
    };
    let verb = if lines.start() == lines.end() { one } else { several };
    let message = format!("{} {verb}: \"{}\"", line_map.describe(&run.lines), run.quote);
    Warning { lines: Some(lines), code, message }
}

/// The warning that the paste breaks off.
pub(crate) fn cut_off_warning(line: u32) -> Warning {
    Warning::new(
        line,
        WarningCode::CutOff,
        format!("the paste breaks off at line {line}, in the middle of the diff"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_rows_make_a_run_notable() {
        let code = |lines: &[&str]| {
            let mut unread = UnreadLines::default();
            lines.iter().enumerate().for_each(|(at, line)| unread.add(line, at));
            unread.take_warnings(LineMap::default()).swap_remove(0).code
        };
        assert_eq!(code(&["Tools", "-1 of 3", "Line 7:", "a − b"]), WarningCode::UnreadLine);
        assert_eq!(code(&["Tools", "−"]), WarningCode::PossibleRow);
        assert_eq!(code(&["+\ta line"]), WarningCode::PossibleRow);
        assert_eq!(code(&["Line 7:\tLine 7:"]), WarningCode::PossibleRow);
    }

    #[test]
    fn blank_lines_do_not_break_a_run() {
        let mut unread = UnreadLines::default();
        for (at, line) in ["", "Tools", "", "Text", "a", "Help"].iter().enumerate().filter(|(at, _)| *at != 4)
        {
            unread.add(line, at);
        }
        let messages: Vec<_> = unread
            .take_warnings(LineMap::default().skip(10))
            .into_iter()
            .map(|warning| warning.message)
            .collect();
        assert_eq!(
            messages,
            ["lines 12 to 14 are no part of the diff: \"Tools\"", "line 16 is no part of the diff: \"Help\""]
        );
    }
}
