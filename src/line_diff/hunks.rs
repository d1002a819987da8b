//! From edits to rows: context round them, cut into hunks, each under the heading of its section.

use super::edit::{Edit, EditKind, Place};
use crate::model::{Change, Hunk, Line, Row, Sides};
use crate::word_diff::stats::elements::parse_heading;

/// The rows of the edits and at most `context` lines before and after each. Edits with so few lines between them that
/// their contexts meet stand in one hunk.
pub(crate) fn hunks<'a>(lines: Sides<&[&'a str]>, edits: &[Edit], context: usize) -> Vec<Hunk<Line<'a>>> {
    let reach = context.saturating_mul(2);
    let is_near = |edit: &Edit, next: &Edit| next.at.old - edit.after().old <= reach;
    let mut headings = Headings { passed: 0, last: None };
    let hunk = |edits: &[Edit]| {
        let section = headings.above(lines.new, edits[0].at.new).map(Into::into);
        let (start, rows) = rows(lines, edits, context);
        Hunk { start: Some(start), section, rows }
    };
    edits.chunk_by(is_near).map(hunk).collect()
}

/// The rows of one hunk, and the numbers of its first lines.
fn rows<'a>(lines: Sides<&[&'a str]>, edits: &[Edit], context: usize) -> (Sides<u32>, Vec<Row<Line<'a>>>) {
    let first = edits[0].at;
    let before = context.min(first.old).min(first.new);
    let start = first.map(|at| at - before);
    let after = context.min(lines.old.len() - edits[edits.len() - 1].after().old);
    let between: usize = edits.windows(2).map(|two| two[1].at.old - two[0].after().old).sum();
    let mut at = start;
    let mut rows = Vec::with_capacity(before + edits.len() + between + after);
    for edit in edits {
        push_context(lines, (at, edit.at.old - at.old), &mut rows);
        rows.push(row(lines, edit));
        at = edit.after();
    }
    push_context(lines, (at, after), &mut rows);
    (start.map(number), rows)
}

fn push_context<'a>(lines: Sides<&[&'a str]>, (from, length): (Place, usize), rows: &mut Vec<Row<Line<'a>>>) {
    for (old, new) in lines.old[from.old..][..length].iter().zip(from.new..) {
        let change = Change::Context(Sides::new((*old).into(), lines.new[new].into()));
        rows.push(Row::new(change, number(new)));
    }
}

fn row<'a>(lines: Sides<&[&'a str]>, edit: &Edit) -> Row<Line<'a>> {
    let old = || Line::Borrowed(lines.old[edit.at.old]);
    let new = || Line::Borrowed(lines.new[edit.at.new]);
    let (change, at) = match edit.kind {
        EditKind::Changed => (Change::Changed(Sides::new(old(), new())), edit.at.new),
        EditKind::Removed => (Change::Removed(old()), edit.at.old),
        EditKind::Added => (Change::Added(new()), edit.at.new),
        EditKind::MovedFrom(id) => (Change::MovedFrom(old(), id), edit.at.old),
        EditKind::MovedTo(id) => (Change::MovedTo(new(), id), edit.at.new),
    };
    Row::new(change, number(at))
}

/// The number of the line at an index, as a person counts.
fn number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

/// The nearest heading above a line, found going down the page once.
struct Headings<'a> {
    passed: usize,
    last: Option<&'a str>,
}

impl<'a> Headings<'a> {
    /// The heading of the section that a line is in; the line itself may be the heading of the next one.
    fn above(&mut self, lines: &[&'a str], at: usize) -> Option<&'a str> {
        let passed = &lines[self.passed..at];
        self.last = passed.iter().rev().find(|line| parse_heading(line).is_some()).copied().or(self.last);
        self.passed = at;
        self.last
    }
}
