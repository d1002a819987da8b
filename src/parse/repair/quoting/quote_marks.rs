//! Quotation marks before each line, as in mails (RFC 3676, section 4.5), forums and terminals.

use std::ops::Range;

use crate::parse::input::{self, InputLines};
use crate::parse::line_map::LineMap;

use crate::parse::repair::candidate::{Candidate, Confidence};
use crate::parse::repair::lines::indentation::has_enough_lines;

/// Quotation marks. Lines of a wiki's table begin with `|`, so `|` is only likely.
const MARKS: [(&str, Confidence); 5] = [
    (">", Confidence::Certain),
    ("│", Confidence::Certain),
    ("┃", Confidence::Certain),
    ("▌", Confidence::Certain),
    ("|", Confidence::Likely),
];

/// Strips one mark from each quoted line. The lines above and below are not part of the diff.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let (mark, confidence) = MARKS.into_iter().find(|(mark, _)| is_quoted_by(text, mark))?;
    let lines = input::split_lines(text);
    let block = find_quotation(&lines, mark)?;
    if mark == "|" && !is_diff_in_bars(&lines[block.clone()]) {
        return None;
    }
    let with_space = format!("{mark} ");
    let is_spaced = |line: &&str| line.trim().is_empty() || *line == mark || line.starts_with(&with_space);
    let mark = if lines[block.clone()].iter().all(is_spaced) { with_space.as_str() } else { mark };
    let unquoted: Vec<(usize, &str)> = block.clone().map(|at| (at, strip_mark(lines[at], mark))).collect();
    let message = format!("each line was quoted with \"{}\"; the marks are removed", mark.trim_end());
    let outside =
        (0..block.start).chain(block.end..lines.len()).filter(|&at| !lines[at].is_empty()).collect();
    let is_sure = has_enough_lines(unquoted.iter().map(|(_, line)| *line));
    let repair =
        Candidate::from_lines(&unquoted, message).certain_if(is_sure && confidence == Confidence::Certain);
    Some(Candidate { outside, first: Some(block.start), ..repair })
}

/// Returns true if bars quote a diff: the rows of a table in wikitext or Markdown have no hunk headers.
fn is_diff_in_bars(lines: &[&str]) -> bool {
    let unquoted: Vec<&str> = lines.iter().map(|line| strip_mark(line, "| ")).collect();
    let is_table = lines.iter().any(|line| line.trim_end().ends_with(" |"));
    !is_table && !InputLines::new(&unquoted.join("\n"), LineMap::default()).headers().all().is_empty()
}

/// Returns true if one of the first lines with text begins with the mark.
fn is_quoted_by(text: &str, mark: &str) -> bool {
    let lines = text.split('\n').filter(|line| !line.trim().is_empty());
    lines.take(MAX_INTRODUCTION_LEN).any(|line| line.starts_with(mark))
}

/// Maximum number of lines above a quotation: a greeting, and the line with author and date.
const MAX_INTRODUCTION_LEN: usize = 12;

/// Finds the lines from the first to the last quoted line, if all of them are quoted or blank.
fn find_quotation(lines: &[&str], mark: &str) -> Option<Range<usize>> {
    let is_quoted = |line: &&str| line.starts_with(mark);
    let first = lines.iter().position(is_quoted)?;
    let last = lines.iter().rposition(is_quoted)?;
    let is_whole = lines[first..=last].iter().all(|line| line.trim().is_empty() || is_quoted(line));
    is_whole.then_some(first..last + 1)
}

/// Strips the mark. The space after the mark may be missing.
fn strip_mark<'l>(line: &'l str, mark: &str) -> &'l str {
    line.strip_prefix(mark).or_else(|| line.strip_prefix(mark.trim_end())).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_outside;

    #[test]
    fn strips_one_mark_from_each_line() {
        assert_outside(repair, "> a\n>\n> \n> b\n>  c", Some(("a\n\n\nb\n c", &[])));
        assert_outside(repair, ">a\n>b\n> c", Some(("a\nb\n c", &[])));
        assert_outside(repair, ">> a\n>> b\n>> c", Some(("> a\n> b\n> c", &[])));
        assert_outside(repair, "| Line 1: Line 1:\n| b\n| c", Some(("Line 1: Line 1:\nb\nc", &[])));
    }

    #[test]
    fn lines_around_the_quotation_are_outside() {
        assert_outside(repair, "Ann wrote:\n\n> a\n> b\n> c\n\nBob", Some(("a\nb\nc", &[0, 6])));
    }

    #[test]
    fn keeps_quotation_marks_of_the_page() {
        assert_outside(repair, "> a\nb\n> c\n> d", None);
        assert_outside(repair, "a > b\nc\nd", None);
        assert_outside(repair, "Line 1: Line 1:\n|-\n| a\n| a\n|}", None);
    }
}
