//! The exact cheapest alignment of two short sequences of tokens.
//!
//! An alignment with affine gaps (Gotoh 1982): three tables over (old tokens, new tokens), by what was done last:
//! matched a pair, marked an old token, marked a new token. A stretch of marks is old tokens first, then new ones.

use super::cost::{HEAVIEST, MARK};
use super::sequence::{Edit, Piece};
use crate::model::Sides;

/// The edits of the cheapest alignment, in order, no two of them touching.
pub(crate) fn cheapest(pieces: Sides<&[Piece]>) -> Vec<Edit> {
    if pieces.old == pieces.new {
        return Vec::new();
    }
    let mut table = Table::new(pieces);
    table.fill_first_row();
    for old in 0..pieces.old.len() {
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
    const fn from_bits(bits: u32) -> Self {
        match bits & 3 {
            0 => Self::Match,
            1 => Self::Remove,
            _ => Self::Add,
        }
    }
}

/// A cost with the step that led to it in the lowest two bits, so that the least of several ways is the cheapest,
/// and among equals one that ends a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way(u32);

impl Way {
    /// No way leads here. Sums stay below 2³²: a window has at most twice [`MAX_TOKENS`] tokens of at most
    /// [`HEAVIEST`] each.
    const NEVER: u32 = 1 << 28;

    const fn new(cost: u32, step: Step) -> Self {
        Self(cost << 2 | step as u32)
    }

    const fn cost(self) -> u32 {
        self.0 >> 2
    }

    const fn bits(self) -> u8 {
        (self.0 & 3) as u8
    }
}

/// The most tokens that a side of a window may have.
pub(crate) const MAX_TOKENS: usize = 1 << 12;

const _: () = assert!(2 * (MAX_TOKENS as u64) * (HEAVIEST as u64 + 2 * MARK as u64) < Way::NEVER as u64);

/// The costs of reaching a cell, by the last step.
#[derive(Clone, Copy, Debug)]
struct Costs {
    matched: u32,
    removed: u32,
    added: u32,
}

impl Costs {
    const NEVER: Self = Self { matched: Way::NEVER, removed: Way::NEVER, added: Way::NEVER };

    /// The cheapest way on from here with no mark open, given what it costs to end one here.
    fn closed(self, ends: Sides<u32>) -> Way {
        let removed = Way::new(self.removed + ends.old, Step::Remove);
        let added = Way::new(self.added + ends.new, Step::Add);
        Way::new(self.matched, Step::Match).min(removed).min(added)
    }
}

struct Table<'p> {
    pieces: Sides<&'p [Piece]>,
    /// The costs of the row before, and of the present one up to where it is filled.
    row: Vec<Costs>,
    /// For each cell, the step before the last one: two bits for each last step.
    traces: Vec<u8>,
}

impl<'p> Table<'p> {
    fn new(pieces: Sides<&'p [Piece]>) -> Self {
        let width = pieces.new.len() + 1;
        let traces = Vec::with_capacity(width * (pieces.old.len() + 1));
        Self { pieces, row: vec![Costs::NEVER; width], traces }
    }

    /// The row before the first old token: nothing but additions.
    fn fill_first_row(&mut self) {
        let mut left = Costs { matched: 0, ..Costs::NEVER };
        self.row[0] = left;
        self.traces.push(0);
        for (costs, piece) in self.row[1..].iter_mut().zip(self.pieces.new) {
            let added = add(left, piece, 0);
            *costs = Costs { added: added.cost() + piece.weight, ..Costs::NEVER };
            self.traces.push(added.bits() << 4);
            left = *costs;
        }
    }

    /// The row after an old token.
    fn fill_row(&mut self, old: usize) {
        let piece = self.pieces.old[old];
        let ends = Sides { old: u32::from(piece.border.end), new: end(self.pieces.old, old + 1) };
        let mut diagonal = self.row[0];
        let removed = remove(diagonal, &piece);
        let mut left = Costs { removed: removed.cost() + piece.weight, ..Costs::NEVER };
        self.row[0] = left;
        self.traces.push(removed.bits() << 2);
        for (costs, new_piece) in self.row[1..].iter_mut().zip(self.pieces.new) {
            let above = *costs;
            let matched = if *new_piece == piece {
                diagonal.closed(Sides { old: ends.old, new: u32::from(new_piece.border.end) })
            } else {
                Way::new(Way::NEVER, Step::Match)
            };
            let removed = remove(above, &piece);
            let added = add(left, new_piece, ends.new);
            left = Costs {
                matched: matched.cost(),
                removed: removed.cost() + piece.weight,
                added: added.cost() + new_piece.weight,
            };
            self.traces.push(matched.bits() | removed.bits() << 2 | added.bits() << 4);
            diagonal = above;
            *costs = left;
        }
    }

    fn trace_back(&self) -> Vec<Edit> {
        let (mut old, mut new) = (self.pieces.old.len(), self.pieces.new.len());
        let mut step = Step::from_bits(self.row[new].closed(Sides::default()).0);
        let mut edits: Vec<Edit> = Vec::new();
        while (old, new) != (0, 0) {
            let before =
                Step::from_bits(u32::from(self.traces[old * self.row.len() + new] >> (2 * step as u8)));
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

/// The cheapest way to a mark on an old token, the token itself not counted.
fn remove(above: Costs, piece: &Piece) -> Way {
    let begun = above.matched + MARK + u32::from(piece.border.begin);
    Way::new(begun, Step::Match).min(Way::new(above.removed, Step::Remove))
}

/// The cheapest way to a mark on a new token, the token itself not counted.
fn add(left: Costs, piece: &Piece, old_end: u32) -> Way {
    let begin = MARK + u32::from(piece.border.begin);
    let after_removal = Way::new(left.removed + old_end + begin, Step::Remove);
    Way::new(left.matched + begin, Step::Match).min(after_removal).min(Way::new(left.added, Step::Add))
}

/// Puts a step that was found on the way back to the front of the edits, which are kept last first.
fn extend(edits: &mut Vec<Edit>, step: Step, (old, new): (usize, usize)) {
    let end = match step {
        Step::Match => return,
        Step::Remove => Sides::new(old + 1, new),
        Step::Add => Sides::new(old, new + 1),
    };
    match edits.last_mut() {
        Some(edit) if edit.old.start == end.old && edit.new.start == end.new => {
            (edit.old.start, edit.new.start) = (old, new);
        }
        _ => edits.push(Sides { old: old..end.old, new: new..end.new }),
    }
}
