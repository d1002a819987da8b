//! Header rows of an extracted table: "Line N:" for both sides, joined in whatever way a program writes two cells.
//!
//! ```text
//! Line 30:⇥⇥    Line 30:          tabs, indented
//! Line 30:          Line 30:      blanks, up to the second column
//! Line 30:                        line ends, with or without blank lines between
//!
//! Line 30:
//! ```

use std::ops::Range;

use crate::model::Sides;
use crate::parse::page::line_number::{self, LineLabel};

/// Minimum width at which programs wrap lines, in letters.
pub(crate) const MIN_WRAP_WIDTH: usize = 60;

/// Maximum number of blank lines between the two labels of a header row.
const MAX_BLANKS_BETWEEN: usize = 3;

/// Text between the two labels of a header row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderJoint {
    /// One tab or blank, as browsers copy it.
    Narrow,
    /// Several tabs or blanks. After blanks, the second label begins at this column, counted from 0; after tabs, it is 0.
    Wide(usize),
    /// A line end, and this many blank lines.
    Below(usize),
}

impl HeaderJoint {
    /// Returns true if both joints are of one kind. The width of a column may differ between two tables.
    const fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Narrow, Self::Narrow) | (Self::Wide(_), Self::Wide(_)) => true,
            (Self::Below(one), Self::Below(two)) => one == two,
            _ => false,
        }
    }
}

/// A header row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeaderRow {
    /// The indices of its lines.
    pub(crate) lines: Range<usize>,
    /// The line numbers, counted from 1.
    pub(crate) numbers: Sides<u32>,
    /// The text between its labels.
    pub(crate) joint: HeaderJoint,
}

/// Finds the header rows: MediaWiki's own words, one template, one joint, and rising numbers that the lines between can
/// reach. Empty if the numbers fall, as where another diff follows.
pub(crate) fn find_header_rows(lines: &[&str]) -> Vec<HeaderRow> {
    let mut rows: Vec<HeaderRow> = Vec::new();
    let mut template: Option<LineLabel<'_>> = None;
    let mut at = 0;
    while at < lines.len() {
        let Some((row, label)) = header_row_at(lines, at) else {
            at += 1;
            continue;
        };
        let is_like_first =
            template.as_ref().is_none_or(|first| line_number::is_same_template(first, &label))
                && rows.first().is_none_or(|first| first.joint.is_like(row.joint));
        let Some(before) = rows.last().filter(|_| is_like_first) else {
            if is_like_first {
                at = row.lines.end;
                template = Some(label);
                rows.push(row);
            } else {
                at += 1;
            }
            continue;
        };
        let texts = count_texts(&lines[before.lines.end..row.lines.start], row.joint);
        let has_text = lines[before.lines.end..row.lines.start].iter().any(|line| !line.trim().is_empty());
        match count_lines(before.numbers, row.numbers) {
            Some(counted) if texts as u64 <= counted && has_text => {
                at = row.lines.end;
                rows.push(row);
            }
            Some(_) => at += 1,
            None if !has_text => at += 1,
            None => return Vec::new(),
        }
    }
    rows
}

/// Finds the first header row.
pub(crate) fn find_first(lines: &[&str]) -> Option<HeaderRow> {
    (0..lines.len()).find_map(|at| header_row_at(lines, at)).map(|(row, _)| row)
}

/// Counts the lines with text, but those below labels side by side that may go on in the line below.
fn count_texts(lines: &[&str], joint: HeaderJoint) -> usize {
    lines.iter().filter(|line| !line.trim().is_empty() && !may_be_wrapped(line, joint)).count()
}

fn may_be_wrapped(line: &str, joint: HeaderJoint) -> bool {
    !matches!(joint, HeaderJoint::Below(_)) && line.starts_with(' ') && line.len() >= MIN_WRAP_WIDTH
}

/// Counts the lines of both pages between two headers. Returns `None` if the numbers do not rise.
fn count_lines(from: Sides<u32>, to: Sides<u32>) -> Option<u64> {
    let [old, new] = [to.old.checked_sub(from.old)?, to.new.checked_sub(from.new)?];
    (old > 0 && new > 0).then(|| u64::from(old) + u64::from(new))
}

/// The header row that may begin at a line, and its first label.
fn header_row_at<'a>(lines: &[&'a str], at: usize) -> Option<(HeaderRow, LineLabel<'a>)> {
    let line = lines[at];
    let text = line.trim();
    if !line_number::may_be_header(text) && !text.contains("  ") {
        return None;
    }
    let new_row = |end: usize, old: LineLabel<'a>, new: LineLabel<'a>, joint: HeaderJoint| {
        let is_known = line_number::language(&old).is_some() && line_number::is_same_template(&old, &new);
        let numbers = Sides::new(old.number, new.number);
        is_known.then_some((HeaderRow { lines: at..end, numbers, joint }, old))
    };
    // Labels on one line.
    if let Some((old, new)) = split_wide(text) {
        let label = line.len() - line.trim_start().len() + (text.len() - new.len());
        let column = if line.contains('\t') { 0 } else { line[..label].chars().count() };
        return new_row(
            at + 1,
            line_number::parse_label(old)?,
            line_number::parse_label(new)?,
            HeaderJoint::Wide(column),
        );
    }
    if let Some(pair) = line_number::parse_pair(text) {
        return new_row(at + 1, pair.old, pair.new, HeaderJoint::Narrow);
    }
    // Labels on two lines.
    let old = line_number::parse_label(text)?;
    let rest = lines.get(at + 1..(at + 2 + MAX_BLANKS_BETWEEN).min(lines.len()))?;
    let blanks = rest.iter().position(|line| is_border(line) || !line.trim().is_empty())?;
    let new = line_number::parse_label(rest[blanks].trim())?;
    new_row(at + blanks + 2, old, new, HeaderJoint::Below(blanks))
}

/// Returns true for a line of tabs alone: the border between two cells in a browser's copy, where the labels are text of a
/// row.
pub(super) fn is_border(line: &str) -> bool {
    !line.is_empty() && line.trim_matches('\t').is_empty()
}

/// Splits a line at several blanks or tabs.
fn split_wide(text: &str) -> Option<(&str, &str)> {
    let is_gap = |character: char| matches!(character, ' ' | '\t');
    let start = text.find("  ").or_else(|| text.find("\t\t"))?;
    let old = text[..start].trim_end_matches(is_gap);
    Some((old, text[start..].trim_start_matches(is_gap)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[(Range<usize>, u32, u32, HeaderJoint)]) {
        let lines: Vec<&str> = text.split('\n').collect();
        let rows = find_header_rows(&lines);
        let found: Vec<_> =
            rows.into_iter().map(|row| (row.lines, row.numbers.old, row.numbers.new, row.joint)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn wrapped_lines_are_no_lines_of_the_page() {
        let long = format!("   {}\n", "w".repeat(MIN_WRAP_WIDTH)).repeat(3);
        let text = format!("   Line 3: Line 3:\n{long}   a\n   Line 4: Line 4:");
        case(&text, &[(0..1, 3, 3, HeaderJoint::Narrow), (5..6, 4, 4, HeaderJoint::Narrow)]);
        case("Line 3: Line 3:\na\na\na\nLine 4: Line 4:", &[(0..1, 3, 3, HeaderJoint::Narrow)]);
    }

    #[test]
    fn joins_labels_by_any_white_space() {
        case("Line 3:\tLine 4:", &[(0..1, 3, 4, HeaderJoint::Narrow)]);
        case("    Line 3:\t\t    Line 4:", &[(0..1, 3, 4, HeaderJoint::Wide(0))]);
        case("   Line 3:          Line 4:", &[(0..1, 3, 4, HeaderJoint::Wide(20))]);
        case("a\nLine 3:\n\nLine 4:\n\nb", &[(1..4, 3, 4, HeaderJoint::Below(1))]);
        case("  Line 3:\n  Line 4:", &[(0..2, 3, 4, HeaderJoint::Below(0))]);
    }

    #[test]
    fn numbers_rise_as_far_as_the_lines_reach() {
        let two = [(0..2, 3, 3, HeaderJoint::Below(0)), (4..6, 9, 8, HeaderJoint::Below(0))];
        case("Line 3:\nLine 3:\na\nb\nLine 9:\nLine 8:\nc", &two);
        case("Line 3:\nLine 3:\na\nb\nc\nLine 4:\nLine 4:\nc", &two[..1]);
        case("Line 9:\nLine 9:\na\nb\nLine 3:\nLine 3:\nc", &[]);
    }
}
