//! Which old line of a block stands beside which new one.

use smallvec::{SmallVec, smallvec};

use super::blocks::{Block, blocks};
use super::edit::{Edit, EditKind, Place};
use super::splits;
use crate::model::Sides;
use crate::word_diff::similarity::estimate::{Profile, is_similar_to_reader};

/// Lines at least this alike are one changed line.
const ALIKE: f64 = 0.2;

/// Comparing every old line of a block with every new one is work of their product; above this many pairs, 181 lines on
/// both sides, the lines are taken in order. What reading them costs is bounded by [`MAX_BYTES`]: this bounds the tables.
const MAX_COMPARED: usize = 1 << 15;

/// The bytes of the lines of all blocks of two pages, each as often as it is compared: half a second. What comes after
/// is taken in order.
const MAX_BYTES: usize = 1 << 25;

/// Lines longer than this are partners if their lengths allow it: a page has few, and to look at their words is
/// what comparing them takes anyway.
const LONG: usize = 1 << 14;

/// The bytes at the beginning of a line by which it is known again in a block too large to compare all lines.
const BEGINNING: usize = 16;

/// A block, and which of its lines stand beside each other, counted from its own first lines.
#[derive(Clone, Debug)]
pub(crate) struct Paired {
    pub(crate) block: Block,
    pub(crate) pairs: Pairs,
}

/// Which lines of a block stand beside each other, in order. Most blocks are a line and what became of it.
pub(crate) type Pairs = SmallVec<[Place; 1]>;

/// Each block with its pairs.
pub(crate) fn paired(lines: Sides<&[&str]>, blocks: Vec<Block>, budget: &mut Budget) -> Vec<Paired> {
    let paired = |block| Paired { pairs: pairs(inside(lines, &block), budget), block };
    blocks.into_iter().map(paired).collect()
}

/// The edits of all blocks.
pub(crate) fn edits(lines: Sides<&[&str]>, blocks: Vec<Paired>) -> Vec<Edit> {
    let mut edits = Vec::with_capacity(blocks.len());
    for Paired { block, mut pairs } in blocks {
        let inside = inside(lines, &block);
        splits::to_first_parts(inside, &mut pairs);
        push_block(inside, (Sides::new(block.old.start, block.new.start), pairs), &mut edits);
    }
    edits
}

/// The lines of a block.
pub(crate) fn inside<'l, 'a>(lines: Sides<&'l [&'a str]>, block: &Block) -> Sides<&'l [&'a str]> {
    Sides { old: &lines.old[block.old.clone()], new: &lines.new[block.new.clone()] }
}

/// The bytes that may still be looked at to compare lines with each other.
pub(crate) struct Budget {
    bytes: usize,
}

impl Budget {
    /// The budget of two pages.
    pub(crate) const fn new() -> Self {
        Self { bytes: MAX_BYTES }
    }

    /// Whether every old line may be compared with every new one; then that is taken off.
    pub(crate) fn allows(&mut self, lines: Sides<&[&str]>) -> bool {
        let is_few = lines.old.len().saturating_mul(lines.new.len()) <= MAX_COMPARED;
        let left = self.bytes.checked_sub(cost(lines)).filter(|_| is_few);
        self.bytes = left.unwrap_or(self.bytes);
        left.is_some()
    }
}

/// The bytes that are looked at when every old line is compared with every new one.
fn cost(lines: Sides<&[&str]>) -> usize {
    let bytes = lines.map(|lines| lines.iter().map(|line| line.len().min(LONG)).sum::<usize>());
    let old = bytes.old.saturating_mul(lines.new.len());
    old.saturating_add(bytes.new.saturating_mul(lines.old.len()))
}

/// Which lines of a block stand beside each other.
fn pairs(lines: Sides<&[&str]>, budget: &mut Budget) -> Pairs {
    if !budget.allows(lines) {
        return in_order(lines);
    }
    match (lines.old, lines.new) {
        ([old], [new]) if are_partners(old, new) => smallvec![Sides::new(0, 0)],
        ([_], [_]) => Pairs::new(),
        _ => likest(lines).0,
    }
}

fn push_block(lines: Sides<&[&str]>, (from, pairs): (Place, Pairs), edits: &mut Vec<Edit>) {
    let mut at = Sides::new(0, 0);
    let last = lines.map(<[&str]>::len);
    let mut push =
        |at: Place, kind| edits.push(Edit { at: Sides::new(from.old + at.old, from.new + at.new), kind });
    for pair in pairs.into_iter().chain([last]) {
        while at.old < pair.old {
            push(at, EditKind::Removed);
            at.old += 1;
        }
        while at.new < pair.new {
            push(at, EditKind::Added);
            at.new += 1;
        }
        if at.old < last.old && at.new < last.new {
            // Equal lines may be left in a block, since the search for common lines is bounded.
            if lines.old[at.old] != lines.new[at.new] {
                push(at, EditKind::Changed);
            }
            at = at.map(|index| index + 1);
        }
    }
}

/// The pairs, both sides in order, whose common text adds up to most, and how much that is.
pub(crate) fn likest(lines: Sides<&[&str]>) -> (Pairs, f64) {
    let (olds, news) = (lines.old.len(), lines.new.len());
    let profiles = lines.map(|lines| lines.iter().map(|line| Profile::new(line)).collect::<Vec<_>>());
    let common_of = |old| profiles.new.iter().map(|new| common(old, new)).collect();
    let common: Vec<Vec<f64>> = profiles.old.iter().map(common_of).collect();
    let mut best = vec![vec![0.0_f64; news + 1]; olds + 1];
    for old in (0..olds).rev() {
        for new in (0..news).rev() {
            let paired = best[old + 1][new + 1] + common[old][new];
            best[old][new] = paired.max(best[old + 1][new]).max(best[old][new + 1]);
        }
    }
    (walk(&common, &best), best[0][0])
}

/// The pairs of a block too large to compare all lines: those that begin alike, and what lies between them in order.
fn in_order(lines: Sides<&[&str]>) -> Pairs {
    let beginnings = lines.map(|lines| lines.iter().map(|line| beginning(line)).collect::<Vec<_>>());
    let last = lines.map(<[&str]>::len);
    let end = Sides::new(last.old..last.old, last.new..last.new);
    let mut at = Sides::new(0, 0);
    let mut pairs = Pairs::new();
    for block in blocks(beginnings.as_ref().map(Vec::as_slice)).into_iter().chain([end]) {
        // The lines before the block, which begin alike, and then those of the block: both in order.
        let alike = (at.old..block.old.start).zip(at.new..block.new.start);
        let both = alike.chain(block.old.clone().zip(block.new.clone()));
        pairs.extend(both.map(|(old, new)| Sides::new(old, new)));
        at = Sides::new(block.old.end, block.new.end);
    }
    pairs.retain(|pair| are_partners(lines.old[pair.old], lines.new[pair.new]));
    pairs
}

/// The beginning by which a line is known again although it was changed: a name, the first cell of a row.
fn beginning(line: &str) -> &str {
    let end = (0..=BEGINNING.min(line.len())).rev().find(|at| line.is_char_boundary(*at));
    &line[..end.unwrap_or(0)]
}

/// Follows the best sums from the first lines to the last.
fn walk(common: &[Vec<f64>], best: &[Vec<f64>]) -> Pairs {
    let mut at = Sides::new(0, 0);
    let mut pairs = Pairs::new();
    while at.old < common.len() && at.new < common[at.old].len() {
        if best[at.old][at.new] <= best[at.old + 1][at.new] {
            at.old += 1;
        } else if best[at.old][at.new] <= best[at.old][at.new + 1] {
            at.new += 1;
        } else {
            pairs.push(at);
            at = at.map(|index| index + 1);
        }
    }
    pairs
}

/// Whether two lines have enough in common for one changed line.
fn are_partners(old: &str, new: &str) -> bool {
    old.len().min(new.len()) > LONG || is_similar_to_reader(old, new, ALIKE)
}

/// How much two lines have in common, in bytes; nothing where it is too little for one changed line.
#[expect(clippy::cast_precision_loss, reason = "exact below 2⁵³")]
pub(crate) fn common(old: &Profile<'_>, new: &Profile<'_>) -> f64 {
    let lengths = Sides::new(old, new).map(|line| line.text().len());
    let (shorter, longer) = (lengths.old.min(lengths.new), lengths.old.max(lengths.new));
    if shorter > LONG {
        return if old.text() == new.text() { longer as f64 } else { shorter as f64 * ALIKE };
    }
    // One more for the line's end: two blank lines have that in common.
    old.similarity_at_least(new, ALIKE).map_or(0.0, |alike| alike * (longer as f64 + 1.0))
}
