//! Hunks: the rows of the edits with some context around them, each hunk under the heading of its section.

use super::edit::{Edit, EditKind};
use crate::model::{Change, Hunk, Line, Row, Sides};
use crate::word_diff::similarity::matching::IndexPair;
use crate::word_diff::stats::elements::parse_heading;

/// Builds hunks from the edits and at most `context` lines before and after each edit. Edits whose contexts meet are in
/// one hunk.
pub(crate) fn build_hunks<'a>(
    lines: Sides<&[&'a str]>,
    edits: &[Edit],
    context: usize,
) -> Vec<Hunk<Line<'a>>> {
    let reach = context.saturating_mul(2);
    let is_near = |edit: &Edit, next: &Edit| next.at.old - edit.end().old <= reach;
    let mut headings = HeadingFinder { passed: 0, last: None };
    edits
        .chunk_by(is_near)
        .map(|edits| {
            let section = headings.heading_above(lines.new, edits[0].at.new).map(Into::into);
            let (start, rows) = build_rows(lines, edits, context);
            Hunk { start: Some(start), section, rows }
        })
        .collect()
}

/// Builds the rows of one hunk. Returns the numbers of its first lines, and the rows.
fn build_rows<'a>(
    lines: Sides<&[&'a str]>,
    edits: &[Edit],
    context: usize,
) -> (Sides<u32>, Vec<Row<Line<'a>>>) {
    let first = edits[0].at;
    let before = context.min(first.old).min(first.new);
    let start = first.map(|at| at - before);
    let after = context.min(lines.old.len() - edits[edits.len() - 1].end().old);
    let between: usize = edits.windows(2).map(|two| two[1].at.old - two[0].end().old).sum();
    let mut rows = Vec::with_capacity(before + edits.len() + between + after);
    let mut at = start;
    for edit in edits {
        push_context(lines, at, edit.at.old - at.old, &mut rows);
        rows.push(build_row(lines, edit));
        at = edit.end();
    }
    push_context(lines, at, after, &mut rows);
    (start.map(line_number), rows)
}

/// Adds `length` rows of context from these lines on.
fn push_context<'a>(lines: Sides<&[&'a str]>, from: IndexPair, length: usize, rows: &mut Vec<Row<Line<'a>>>) {
    for (old, new) in lines.old[from.old..][..length].iter().zip(from.new..) {
        let change = Change::Context(Sides::new((*old).into(), lines.new[new].into()));
        rows.push(Row::new(change, line_number(new)));
    }
}

fn build_row<'a>(lines: Sides<&[&'a str]>, edit: &Edit) -> Row<Line<'a>> {
    let old = || Line::Borrowed(lines.old[edit.at.old]);
    let new = || Line::Borrowed(lines.new[edit.at.new]);
    let (change, at) = match edit.kind {
        EditKind::Changed => (Change::Changed(Sides::new(old(), new())), edit.at.new),
        EditKind::Removed => (Change::Removed(old()), edit.at.old),
        EditKind::Added => (Change::Added(new()), edit.at.new),
        EditKind::MovedFrom(id) => (Change::MovedFrom(old(), id), edit.at.old),
        EditKind::MovedTo(id) => (Change::MovedTo(new(), id), edit.at.new),
    };
    Row::new(change, line_number(at))
}

/// The number of the line at an index, counted from 1.
fn line_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// Finds the heading above a line. Goes down the page once.
struct HeadingFinder<'a> {
    passed: usize,
    last: Option<&'a str>,
}

impl<'a> HeadingFinder<'a> {
    /// The heading of the section of a line. The line itself may be the heading of the next section.
    fn heading_above(&mut self, lines: &[&'a str], at: usize) -> Option<&'a str> {
        let passed = &lines[self.passed..at];
        self.last = passed.iter().rev().find(|line| parse_heading(line).is_some()).copied().or(self.last);
        self.passed = at;
        self.last
    }
}
