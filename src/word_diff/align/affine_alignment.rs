//! The optimal alignment of two short sequences of tokens.
//!
//! An alignment with affine gaps (Gotoh 1982) in three tables over (old tokens, new tokens), one for each last step:
//! took a pair, marked an old token, marked a new token. A replaced stretch marks its old tokens first, then its new
//! tokens. A pair is two equal tokens, or two numbers of which one replaces the other.
//!
//! ```text
//!            new   a    x    b
//! old   a        match
//!       b             add  match      a [+x+] b
//! ```

use super::cost::{MARK, MAX_WEIGHT, NUMBER_REPLACEMENT};
use super::sequence::{SequenceToken, TokenEdit};
use crate::model::Sides;
use crate::word_diff::tokens::TokenKind;

/// Finds the edits of the cheapest alignment, in order, with at least one matched pair between two of them.
pub(crate) fn optimal_alignment(tokens: Sides<&[SequenceToken]>) -> Vec<TokenEdit> {
    if tokens.old == tokens.new {
        return Vec::new();
    }
    let mut table = CostTable::new(tokens);
    table.fill_first_row();
    for old in 0..tokens.old.len() {
        table.fill_row(old);
    }
    table.trace_back()
}

/// The last step of a path through the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LastStep {
    /// Took a pair of tokens: equal ones, or a number that replaces another one.
    Match,
    /// Marked an old token.
    Remove,
    /// Marked a new token.
    Add,
}

impl LastStep {
    const fn from_bits(bits: u32) -> Self {
        match bits & 3 {
            0 => Self::Match,
            1 => Self::Remove,
            _ => Self::Add,
        }
    }
}

/// A cost with the step before it in the lowest two bits. The minimum of several is the cheapest path; of equally cheap
/// paths, one that ends a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct PackedCost(u32);

impl PackedCost {
    /// The cost of a cell that no path reaches. Sums stay below 2³²: a window has at most twice [`MAX_TOKENS`] tokens
    /// of at most [`MAX_WEIGHT`] each.
    const UNREACHABLE: u32 = 1 << 28;

    const fn new(cost: u32, step: LastStep) -> Self {
        Self(cost << 2 | step as u32)
    }

    const fn with_cost_added(self, cost: u32) -> Self {
        Self(self.0 + (cost << 2))
    }

    const fn cost(self) -> u32 {
        self.0 >> 2
    }

    const fn step_bits(self) -> u8 {
        (self.0 & 3) as u8
    }
}

/// The maximum number of tokens on one side of a window.
pub(crate) const MAX_TOKENS: usize = 1 << 12;

const _: () =
    assert!(2 * (MAX_TOKENS as u64) * (MAX_WEIGHT as u64 + 2 * MARK as u64) < PackedCost::UNREACHABLE as u64);

/// The costs of reaching a cell, by the last step.
#[derive(Clone, Copy, Debug)]
struct CellCosts {
    matched: u32,
    removed: u32,
    added: u32,
}

impl CellCosts {
    const UNREACHABLE: Self = Self {
        matched: PackedCost::UNREACHABLE,
        removed: PackedCost::UNREACHABLE,
        added: PackedCost::UNREACHABLE,
    };

    /// The cheapest path to this cell with no open mark, if ending one costs `ends` here.
    fn closed(self, ends: Sides<u32>) -> PackedCost {
        let removed = PackedCost::new(self.removed + ends.old, LastStep::Remove);
        let added = PackedCost::new(self.added + ends.new, LastStep::Add);
        PackedCost::new(self.matched, LastStep::Match).min(removed).min(added)
    }
}

struct CostTable<'p> {
    tokens: Sides<&'p [SequenceToken]>,
    /// The costs of the row before, overwritten by the present row from the left.
    row: Vec<CellCosts>,
    /// For each cell, the step before the last one: two bits for each last step.
    traces: Vec<u8>,
}

impl<'p> CostTable<'p> {
    fn new(tokens: Sides<&'p [SequenceToken]>) -> Self {
        let width = tokens.new.len() + 1;
        let traces = Vec::with_capacity(width * (tokens.old.len() + 1));
        Self { tokens, row: vec![CellCosts::UNREACHABLE; width], traces }
    }

    /// Fills the row before the first old token: additions alone.
    fn fill_first_row(&mut self) {
        let mut left = CellCosts { matched: 0, ..CellCosts::UNREACHABLE };
        self.row[0] = left;
        self.traces.push(0);
        for (costs, token) in self.row[1..].iter_mut().zip(self.tokens.new) {
            let added = cost_before_added(left, token, 0);
            *costs = CellCosts { added: added.cost() + token.weight, ..CellCosts::UNREACHABLE };
            self.traces.push(added.step_bits() << 4);
            left = *costs;
        }
    }

    /// Fills the row behind an old token.
    fn fill_row(&mut self, old: usize) {
        let token = self.tokens.old[old];
        let ends = Sides { old: u32::from(token.border.end), new: end_cost(self.tokens.old, old + 1) };
        let mut diagonal = self.row[0];
        let removed = cost_before_removed(diagonal, &token);
        let mut left = CellCosts { removed: removed.cost() + token.weight, ..CellCosts::UNREACHABLE };
        self.row[0] = left;
        self.traces.push(removed.step_bits() << 2);
        for (costs, new_token) in self.row[1..].iter_mut().zip(self.tokens.new) {
            let above = *costs;
            let closed = || diagonal.closed(Sides { old: ends.old, new: u32::from(new_token.border.end) });
            let matched = if *new_token == token {
                closed()
            } else if token.kind == TokenKind::Number && new_token.kind == TokenKind::Number {
                closed().with_cost_added(NUMBER_REPLACEMENT + token.weight + new_token.weight)
            } else {
                PackedCost::new(PackedCost::UNREACHABLE, LastStep::Match)
            };
            let removed = cost_before_removed(above, &token);
            let added = cost_before_added(left, new_token, ends.new);
            left = CellCosts {
                matched: matched.cost(),
                removed: removed.cost() + token.weight,
                added: added.cost() + new_token.weight,
            };
            self.traces.push(matched.step_bits() | removed.step_bits() << 2 | added.step_bits() << 4);
            diagonal = above;
            *costs = left;
        }
    }

    fn trace_back(&self) -> Vec<TokenEdit> {
        let mut at = self.tokens.map(<[SequenceToken]>::len);
        let mut step = LastStep::from_bits(self.row[at.new].closed(Sides::default()).0);
        let mut edits: Vec<TokenEdit> = Vec::new();
        while at != Sides::new(0, 0) {
            let trace = self.traces[at.old * self.row.len() + at.new];
            let before = LastStep::from_bits(u32::from(trace >> (2 * step as u8)));
            let end = at;
            match step {
                LastStep::Match => at = Sides::new(at.old - 1, at.new - 1),
                LastStep::Remove => at.old -= 1,
                LastStep::Add => at.new -= 1,
            }
            if step != LastStep::Match || self.tokens.old[at.old] != self.tokens.new[at.new] {
                prepend_step(&mut edits, at, end);
            }
            step = before;
        }
        edits.reverse();
        edits
    }
}

/// The cost of ending a mark before a token; nothing at the end of the sequence.
fn end_cost(tokens: &[SequenceToken], at: usize) -> u32 {
    tokens.get(at).map_or(0, |token| u32::from(token.border.end))
}

/// The cheapest path to a mark on an old token, without the weight of the token.
fn cost_before_removed(above: CellCosts, token: &SequenceToken) -> PackedCost {
    let new_mark = above.matched + MARK + u32::from(token.border.begin);
    PackedCost::new(new_mark, LastStep::Match).min(PackedCost::new(above.removed, LastStep::Remove))
}

/// The cheapest path to a mark on a new token, without the weight of the token.
fn cost_before_added(left: CellCosts, token: &SequenceToken, old_end: u32) -> PackedCost {
    let begin = MARK + u32::from(token.border.begin);
    let after_removal = PackedCost::new(left.removed + old_end + begin, LastStep::Remove);
    PackedCost::new(left.matched + begin, LastStep::Match)
        .min(after_removal)
        .min(PackedCost::new(left.added, LastStep::Add))
}

/// Adds a step to the edits, which are found last first. A step that ends where the last edit starts belongs to it.
fn prepend_step(edits: &mut Vec<TokenEdit>, start: Sides<usize>, end: Sides<usize>) {
    match edits.last_mut() {
        Some(edit) if edit.old.start == end.old && edit.new.start == end.new => {
            (edit.old.start, edit.new.start) = (start.old, start.new);
        }
        _ => edits.push(Sides { old: start.old..end.old, new: start.new..end.new }),
    }
}
