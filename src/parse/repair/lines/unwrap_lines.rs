//! Long lines that a mail program, a chat or a terminal wrapped at a column (RFC 3676 for mails: 72 to 78).
//!
//! A program wraps a line only if the next word does not fit. So a line with room for the next word ends at a line end of
//! the page. A line without room may do so by chance; doubled context lines show such ends.

use std::ops::{Range, RangeInclusive};

use crate::parse::copied::{marked, tabs};
use crate::parse::page::line_number;
use crate::parse::{input, unified};
use crate::text::whitespace::is_same_text;

use crate::parse::repair::candidate::Candidate;

/// Columns at which programs wrap lines.
const WIDTHS: RangeInclusive<usize> = 60..=100;

/// Minimum number of breaks that are not a coincidence.
const MIN_BREAKS: usize = 2;

/// Places of line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BreakStyle {
    /// In place of a space.
    ReplacesSpace,
    /// After a space (RFC 3676, "format=flowed").
    AfterSpace,
    /// At the column, even inside a word.
    AtColumn,
}

/// Joins the wrapped lines.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    // Four bytes are the longest character.
    if text.split('\n').any(|line| line.len() > 4 * WIDTHS.end()) {
        return None;
    }
    let lines = input::split_lines(text);
    let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    let width = lengths.iter().copied().max().filter(|width| WIDTHS.contains(width))?;
    let breaks: Vec<usize> =
        (0..lines.len() - 1).filter(|&at| may_be_wrapped(&lines[at..at + 2], lengths[at], width)).collect();
    let is_full = |at: &usize| lengths[*at] == width;
    let is_spaced = |at: &usize| lines[*at].ends_with(' ');
    let style = find_break_style(
        breaks.len(),
        breaks.iter().filter(|at| is_full(at)).count(),
        breaks.iter().filter(|at| is_spaced(at)).count(),
    )?;
    let breaks: Vec<usize> = breaks
        .into_iter()
        .filter(|at| match style {
            BreakStyle::ReplacesSpace => true,
            BreakStyle::AfterSpace => is_spaced(at),
            BreakStyle::AtColumn => is_full(at),
        })
        .collect();
    let separator = if style == BreakStyle::ReplacesSpace { " " } else { "" };
    let join = |run: Range<usize>| (run.start, lines[run].join(separator));
    let joined: Vec<(usize, String)> =
        split_context_runs(&lines, &find_runs(lines.len(), &breaks)).into_iter().map(join).collect();
    let message = format!(
        "long lines were wrapped at column {width}; they are joined where the next word did not fit, which may be wrong: \
         copy the page again, or attach it as a file"
    );
    Some(Candidate::from_lines(&joined, message).lossy().likely())
}

/// Returns true if the second of two lines may continue the first: its first word did not fit, the lines are not a context
/// row, and neither is blank, a marker or a header.
fn may_be_wrapped(pair: &[&str], length: usize, width: usize) -> bool {
    let word = pair[1].split(' ').next().unwrap_or(pair[1]).chars().count();
    let is_separate =
        is_same_text(pair[0], pair[1]) || marked::is_distinctive(pair[1]) || unified::is_hunk_header(pair[1]);
    length + 1 + word > width && !is_separate && !pair.iter().any(|line| is_structural(line))
}

/// Returns true if the line is blank, a marker or a header.
fn is_structural(line: &str) -> bool {
    line.trim().is_empty()
        || marked::is_marker_line(line)
        || tabs::is_distinctive(line)
        || line_number::parse_pair(line).is_some()
        || unified::is_hunk_header(line) && line.trim_end().ends_with('@')
}

/// Finds the break style by the number of breaks: `full` of these lines are full, and `spaced` end with a space. Returns
/// `None` if there are too few.
fn find_break_style(breaks: usize, full: usize, spaced: usize) -> Option<BreakStyle> {
    // Words have many lengths: only breaks at the column leave so many full lines.
    match breaks {
        _ if full >= MIN_BREAKS && full * 2 > breaks => Some(BreakStyle::AtColumn),
        _ if spaced >= MIN_BREAKS => Some(BreakStyle::AfterSpace),
        _ => (breaks >= MIN_BREAKS).then_some(BreakStyle::ReplacesSpace),
    }
}

/// Finds the runs of lines that were one line: lines with a break, and the line after them.
fn find_runs(count: usize, breaks: &[usize]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut from = 0;
    for at in 0..count {
        if breaks.binary_search(&at).is_err() {
            runs.push(from..at + 1);
            from = at + 1;
        }
    }
    runs
}

/// Splits the runs that contain a doubled context line: a run of two equal halves, or a run that begins or ends with the run
/// beside it.
fn split_context_runs(lines: &[&str], runs: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut split: Vec<Range<usize>> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let text = &lines[run.clone()];
        let beside = |run: Option<&Range<usize>>| run.map_or(&[][..], |run| &lines[run.clone()]);
        let (before, after) = (beside(split.last()), beside(runs.get(index + 1)));
        let half = text.len() / 2;
        let part = match () {
            () if text.len().is_multiple_of(2) && text[..half] == text[half..] => half,
            () if is_part(before, text) && text.starts_with(before) => before.len(),
            () if is_part(after, text) && text.ends_with(after) => text.len() - after.len(),
            () => 0,
        };
        let middle = run.start + part;
        split.extend([run.start..middle, middle..run.end].into_iter().filter(|run| !run.is_empty()));
    }
    split
}

fn is_part(part: &[&str], run: &[&str]) -> bool {
    part.len() < run.len() && part.iter().any(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    /// Wraps the lines of a text as a mail program does.
    fn wrap(text: &str, width: usize, end: &str) -> String {
        let mut lines: Vec<String> = Vec::new();
        for line in text.split('\n') {
            lines.push(String::new());
            for word in line.split(' ') {
                let last = lines.last_mut().unwrap();
                if !last.is_empty() && last.len() + 1 + word.len() > width {
                    last.push_str(end);
                    lines.push(word.to_owned());
                } else {
                    last.push_str(if last.is_empty() { "" } else { " " });
                    last.push_str(word);
                }
            }
        }
        lines.join("\n")
    }

    fn paragraph() -> String {
        (1..60)
            .map(|number: usize| format!("{}{number}", "w".repeat(number * number % 7)))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn joins_lines_wrapped_at_spaces() {
        let line = paragraph();
        let whole = format!("Line 3: Line 3:\n{line}\n{line}\nshort\nshort");
        assert_text(repair, &wrap(&whole, 72, ""), Some(&whole));
        assert_text(repair, &wrap(&whole, 72, " "), Some(&whole));
    }

    #[test]
    fn joins_lines_wrapped_inside_words() {
        let line = paragraph();
        let letters: Vec<char> = line.chars().collect();
        let wrapped: Vec<String> = letters.chunks(80).map(|part| part.iter().collect()).collect();
        assert_text(repair, &format!("{}\nshort", wrapped.join("\n")), Some(&format!("{line}\nshort")));
    }

    #[test]
    fn keeps_the_lines_of_the_page() {
        assert_text(repair, "a\nb\nc", None);
        assert_text(repair, &paragraph(), None);
        let row = format!("{}\n{}\n \t+\tthe last line", &paragraph()[..72], &paragraph()[..71]);
        assert_text(repair, &row, None);
        let (header, line) = ("@@ -1,3 +1,2 @@", &paragraph()[..72]);
        assert_text(repair, &[header, &"v".repeat(60), &"w".repeat(60), line].join("\n"), None);
        let header = format!("{header} {}", "w".repeat(50));
        assert_text(repair, &[line, &header, line, &header].join("\n"), None);
        let long = &paragraph()[..91];
        assert_text(repair, &[long, long, "w", "w", long, long, long, long].join("\n"), None);
    }
}
