//! The exact cheapest alignment of two short sequences of tokens.
//!
//! An alignment with affine gaps (Gotoh 1982): three tables over (old tokens, new tokens), by what was done last:
//! matched a pair, marked an old token, marked a new token. A stretch of marks is old tokens first, then new ones.

use super::align::Edit;
use super::cost::MARK;
use super::sequence::Piece;
use crate::model::Sides;

/// The edits of the cheapest alignment, in order, no two of them touching.
pub(super) fn cheapest(pieces: Sides<&[Piece]>) -> Vec<Edit> {
    let prefix = pieces.old.iter().zip(pieces.new).take_while(|(old, new)| old.name == new.name).count();
    if prefix == pieces.old.len() && prefix == pieces.new.len() {
        return Vec::new();
    }
    let mut table = Table::new(pieces);
    for old in 0..=pieces.old.len() {
        table.fill_row(old);
    }
    table.trace_back()
}

/// What was done last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Took an equal token from both sides.
    Match,
    /// Marked an old token.
    Remove,
    /// Marked a new token.
    Add,
}

impl Step {
    const fn bits(self) -> u8 {
        match self {
            Self::Match => 0,
            Self::Remove => 1,
            Self::Add => 2,
        }
    }

    const fn from_bits(bits: u8) -> Self {
        match bits & 3 {
            0 => Self::Match,
            1 => Self::Remove,
            _ => Self::Add,
        }
    }

    /// Where the step before this one is told in a cell's byte.
    const fn shift(self) -> u8 {
        self.bits() * 2
    }
}

/// The costs of reaching a cell, by the last step.
#[derive(Clone, Copy, Debug)]
struct Costs {
    matched: u32,
    removed: u32,
    added: u32,
}

/// No way leads here; far from overflowing when something is added.
const NEVER: u32 = u32::MAX / 4;

/// No token weighs more, so that no sum over a window overflows: it has fewer than 2²² tokens a side and
/// a mark this dear is never chosen for its cost.
const HEAVIEST: u32 = 1 << 16;

struct Table<'p> {
    pieces: Sides<&'p [Piece]>,
    /// The costs of the row before, and of the present one up to where it is filled.
    row: Vec<Costs>,
    /// For each cell and last step, the step before it.
    traces: Vec<u8>,
}

impl<'p> Table<'p> {
    fn new(pieces: Sides<&'p [Piece]>) -> Self {
        let never = Costs { matched: NEVER, removed: NEVER, added: NEVER };
        let width = pieces.new.len() + 1;
        let traces = Vec::with_capacity(width * (pieces.old.len() + 1));
        Self { pieces, row: vec![never; width], traces }
    }

    fn fill_row(&mut self, old: usize) {
        let mut diagonal = (old, self.row[0]);
        for new in 0..self.row.len() {
            let above = self.row[new];
            let left = if new == 0 { None } else { Some(self.row[new - 1]) };
            let (matched, by_match) = self.matched((old, new), diagonal.1);
            let (removed, by_remove) = self.removed((old, new), above);
            let (added, by_add) = self.added((old, new), left);
            self.row[new] = Costs { matched, removed, added };
            let trace = by_match.bits() << Step::Match.shift()
                | by_remove.bits() << Step::Remove.shift()
                | by_add.bits() << Step::Add.shift();
            self.traces.push(trace);
            diagonal.1 = above;
        }
    }

    fn matched(&self, (old, new): (usize, usize), diagonal: Costs) -> (u32, Step) {
        match (old.checked_sub(1), new.checked_sub(1)) {
            (None, None) => (0, Step::Match),
            (Some(old), Some(new)) if self.pieces.old[old].name == self.pieces.new[new].name => {
                self.closed((old, new), diagonal)
            }
            _ => (NEVER, Step::Match),
        }
    }

    /// The cheapest way to a cell with no mark open.
    fn closed(&self, (old, new): (usize, usize), costs: Costs) -> (u32, Step) {
        let removed = costs.removed + end(self.pieces.old, old);
        let added = costs.added + end(self.pieces.new, new);
        cheaper((costs.matched, Step::Match), cheaper((removed, Step::Remove), (added, Step::Add)))
    }

    fn removed(&self, (old, _): (usize, usize), above: Costs) -> (u32, Step) {
        let Some(piece) = old.checked_sub(1).map(|old| self.pieces.old[old]) else {
            return (NEVER, Step::Match);
        };
        let begun = above.matched + MARK + u32::from(piece.border.begin);
        let (cost, step) = cheaper((begun, Step::Match), (above.removed, Step::Remove));
        ((cost + piece.weight.min(HEAVIEST)).min(NEVER), step)
    }

    fn added(&self, (old, new): (usize, usize), left: Option<Costs>) -> (u32, Step) {
        let Some((left, piece)) = left.map(|left| (left, self.pieces.new[new - 1])) else {
            return (NEVER, Step::Match);
        };
        let begin = MARK + u32::from(piece.border.begin);
        let after_removal = left.removed + end(self.pieces.old, old) + begin;
        let begun = cheaper((left.matched + begin, Step::Match), (after_removal, Step::Remove));
        let (cost, step) = cheaper(begun, (left.added, Step::Add));
        ((cost + piece.weight.min(HEAVIEST)).min(NEVER), step)
    }

    fn trace_back(&self) -> Vec<Edit> {
        let (mut old, mut new) = (self.pieces.old.len(), self.pieces.new.len());
        let (_, mut step) = self.closed((old, new), self.row[new]);
        let mut edits: Vec<Edit> = Vec::new();
        while (old, new) != (0, 0) {
            let before = Step::from_bits(self.traces[old * self.row.len() + new] >> step.shift());
            match step {
                Step::Match => (old, new) = (old - 1, new - 1),
                Step::Remove => old -= 1,
                Step::Add => new -= 1,
            }
            extend(&mut edits, step, (old, new));
            step = before;
        }
        edits.reverse();
        edits
    }
}

/// What it costs to end a mark before this token; at the end of the sequence, nothing.
fn end(pieces: &[Piece], at: usize) -> u32 {
    pieces.get(at).map_or(0, |piece| u32::from(piece.border.end))
}

/// The cheaper of two ways, the first where they cost the same.
const fn cheaper(one: (u32, Step), other: (u32, Step)) -> (u32, Step) {
    if other.0 < one.0 { other } else { one }
}

/// Puts a step that was found on the way back to the front of the edits, which are kept last first.
fn extend(edits: &mut Vec<Edit>, step: Step, (old, new): (usize, usize)) {
    let fresh = |edits: &mut Vec<Edit>, end: (usize, usize)| {
        edits.push(Sides { old: end.0..end.0, new: end.1..end.1 })
    };
    let end = match step {
        Step::Match => return,
        Step::Remove => (old + 1, new),
        Step::Add => (old, new + 1),
    };
    if edits.last().is_none_or(|edit| (edit.old.start, edit.new.start) != end) {
        fresh(edits, end);
    }
    if let Some(edit) = edits.last_mut() {
        edit.old.start = old;
        edit.new.start = new;
    }
}
