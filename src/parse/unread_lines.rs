//! What is in no row: lines gathered into runs and told, one warning for each run, and the end of a paste that
//! breaks off.

use std::ops::Range;

use crate::model::{Warning, WarningCode};

use super::line_map::LineMap;

/// How much of a run's first line its warning quotes, in characters.
const QUOTED: usize = 40;

/// Runs of lines left unread. Blank lines neither open nor end a run: a page is full of them.
#[derive(Debug, Default)]
pub(crate) struct UnreadLines {
    runs: Vec<(Range<usize>, String)>,
}

impl UnreadLines {
    /// Adds the line at an index.
    pub(crate) fn add(&mut self, line: &str, at: usize) {
        let words = line.trim();
        if words.is_empty() {
            if let Some((run, _)) = self.runs.last_mut()
                && run.end == at
            {
                run.end = at + 1;
            }
            return;
        }
        match self.runs.last_mut() {
            Some((run, _)) if run.end == at => run.end = at + 1,
            _ => self.runs.push((at..at + 1, words.chars().take(QUOTED).collect())),
        }
    }

    /// The warnings of all runs; afterwards there is nothing left over.
    pub(crate) fn take_warnings(&mut self, numbers: LineMap<'_>) -> Vec<Warning> {
        std::mem::take(&mut self.runs).into_iter().map(|(run, words)| unread(&run, &words, numbers)).collect()
    }
}

fn unread(run: &Range<usize>, words: &str, numbers: LineMap<'_>) -> Warning {
    let lines = numbers.ends(run);
    let (first, last) = (lines.start(), lines.end());
    let subject =
        if first == last { format!("line {first} is") } else { format!("lines {first} to {last} are") };
    Warning {
        lines: Some(lines),
        code: WarningCode::UnreadLine,
        message: format!("{subject} no part of the diff: \"{words}\""),
    }
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
    fn a_run_is_told_once_and_blank_lines_do_not_break_it() {
        let mut leftover = UnreadLines::default();
        for (at, line) in ["", "Tools", "", "Text", "a", "Help"].iter().enumerate().filter(|(at, _)| *at != 4)
        {
            leftover.add(line, at);
        }
        let lines: Vec<_> = leftover
            .take_warnings(LineMap::default().after(10))
            .into_iter()
            .map(|warning| warning.message)
            .collect();
        assert_eq!(
            lines,
            ["lines 12 to 14 are no part of the diff: \"Tools\"", "line 16 is no part of the diff: \"Help\""]
        );
    }
}
