//! Alignment of the old and new lines of a block: which of them are one changed line.
//!
//! ```text
//! the old bridge       1993
//! a wooden boat        the new bridge       ▶   + 1993
//!                      a wooden ship            ~ the old bridge│the new bridge
//!                                               ~ a wooden boat│a wooden ship
//! ```

use smallvec::{SmallVec, smallvec};

use super::blocks::{Block, find_blocks};
use super::edit::{Edit, EditKind};
use super::splits;
use crate::model::Sides;
use crate::word_diff::similarity::estimate::{Profile, is_similar_to_reader};
use crate::word_diff::similarity::matching::{IndexPair, LineAlignment, align_lines};

/// The least similarity of two lines that are one changed line.
const CHANGE_THRESHOLD: f64 = 0.2;

/// The similarity of lines that differ in capitals and white space alone: more than that of any other pair of short lines with
/// other words.
const FOLDED_SIMILARITY: f64 = 0.9;

/// The most pairs of lines of a block that are compared: 181 lines on both sides. Lines of larger blocks are paired in
/// order. This bounds the memory; the time is bounded by [`MAX_BYTES`].
const MAX_COMPARED: usize = 1 << 15;

/// The most bytes of lines that are compared in all blocks of two pages, each counted as often as it is compared: half a
/// second. Lines of later blocks are paired in order.
const MAX_BYTES: usize = 1 << 25;

/// The length from which on two lines are one changed line if their lengths allow it. A page has few such lines, and
/// to compare them takes as long as to mark their words.
const LONG_LINE_LEN: usize = 1 << 14;

/// The bytes at the beginning of a line by which lines are matched in a block too large to compare all lines.
const BEGINNING_LEN: usize = 16;

/// A block and the pairs of its lines, counted from its own first lines.
#[derive(Clone, Debug)]
pub(crate) struct PairedBlock {
    pub(crate) block: Block,
    pub(crate) pairs: Pairs,
}

/// The pairs of a block, top to bottom. Most blocks are one changed line.
pub(crate) type Pairs = SmallVec<[IndexPair; 1]>;

/// Pairs the lines of each block.
pub(crate) fn pair_blocks(
    lines: Sides<&[&str]>,
    blocks: Vec<Block>,
    budget: &mut CompareBudget,
) -> Vec<PairedBlock> {
    let pair = |block| PairedBlock { pairs: pair_lines(lines_of(lines, &block), budget), block };
    blocks.into_iter().map(pair).collect()
}

/// The edits of all blocks, top to bottom.
pub(crate) fn find_edits(lines: Sides<&[&str]>, blocks: Vec<PairedBlock>) -> Vec<Edit> {
    let mut edits = Vec::with_capacity(blocks.len());
    for PairedBlock { block, mut pairs } in blocks {
        let own = lines_of(lines, &block);
        splits::move_to_first_parts(own, &mut pairs);
        push_edits(own, &pairs, Sides::new(block.old.start, block.new.start), &mut edits);
    }
    edits
}

/// The lines of a block.
pub(crate) fn lines_of<'l, 'a>(lines: Sides<&'l [&'a str]>, block: &Block) -> Sides<&'l [&'a str]> {
    Sides { old: &lines.old[block.old.clone()], new: &lines.new[block.new.clone()] }
}

/// The bytes of lines that may still be compared with each other.
pub(crate) struct CompareBudget {
    bytes: usize,
}

impl CompareBudget {
    /// The budget of two pages.
    pub(crate) const fn new() -> Self {
        Self { bytes: MAX_BYTES }
    }

    /// Takes off the cost of comparing every old line with every new line. Returns false if the budget does not allow
    /// it.
    pub(crate) fn spend(&mut self, lines: Sides<&[&str]>) -> bool {
        let pairs = lines.old.len().saturating_mul(lines.new.len());
        match self.bytes.checked_sub(comparison_cost(lines)) {
            Some(left) if pairs <= MAX_COMPARED => {
                self.bytes = left;
                true
            }
            _ => false,
        }
    }
}

/// The bytes that are read to compare every old line with every new line.
fn comparison_cost(lines: Sides<&[&str]>) -> usize {
    let bytes = lines.map(|lines| lines.iter().map(|line| line.len().min(LONG_LINE_LEN)).sum::<usize>());
    let old = bytes.old.saturating_mul(lines.new.len());
    old.saturating_add(bytes.new.saturating_mul(lines.old.len()))
}

/// Pairs the lines of a block.
fn pair_lines(lines: Sides<&[&str]>, budget: &mut CompareBudget) -> Pairs {
    if !budget.spend(lines) {
        return pair_by_beginnings(lines);
    }
    match (lines.old, lines.new) {
        ([old], [new]) if may_be_changed(old, new) => smallvec![Sides::new(0, 0)],
        ([_], [_]) => Pairs::new(),
        _ => align_by_common_text(lines).pairs.into(),
    }
}

/// Aligns lines so that they have the most text in common.
pub(crate) fn align_by_common_text(lines: Sides<&[&str]>) -> LineAlignment {
    let profiles = lines.map(|lines| lines.iter().map(|line| Profile::new(line)).collect::<Vec<_>>());
    let lengths = lines.map(<[&str]>::len);
    align_lines(lengths, |pair| common_bytes(&profiles.old[pair.old], &profiles.new[pair.new]))
}

/// The bytes that two lines have in common; 0 if they are too few for one changed line.
#[expect(clippy::cast_precision_loss, reason = "exact below 2⁵³")]
pub(crate) fn common_bytes(old: &Profile<'_>, new: &Profile<'_>) -> f64 {
    let lengths = Sides::new(old, new).map(|line| line.text().len());
    let (shorter, longer) = (lengths.old.min(lengths.new), lengths.old.max(lengths.new));
    if shorter > LONG_LINE_LEN {
        return if old.text() == new.text() { longer as f64 } else { shorter as f64 * CHANGE_THRESHOLD };
    }
    // The line end counts as well: it is all that two blank lines have in common.
    let similarity = old.similarity_at_least(new, CHANGE_THRESHOLD);
    let similarity =
        similarity.or_else(|| is_same_folded(old.text(), new.text()).then_some(FOLDED_SIMILARITY));
    similarity.map_or(0.0, |similarity| similarity * (longer as f64 + 1.0))
}

/// Pairs the lines of a large block: lines with equal beginnings, and the lines between them in order.
fn pair_by_beginnings(lines: Sides<&[&str]>) -> Pairs {
    let beginnings = lines.map(|lines| lines.iter().map(|line| beginning(line)).collect::<Vec<_>>());
    let end = lines.map(|lines| lines.len()..lines.len());
    let mut at = Sides::new(0, 0);
    let mut pairs = Pairs::new();
    for block in find_blocks(beginnings.as_ref().map(Vec::as_slice)).into_iter().chain([end]) {
        let equal = (at.old..block.old.start).zip(at.new..block.new.start);
        let unequal = block.old.clone().zip(block.new.clone());
        pairs.extend(equal.chain(unequal).map(|(old, new)| Sides::new(old, new)));
        at = Sides::new(block.old.end, block.new.end);
    }
    pairs.retain(|pair| may_be_changed(lines.old[pair.old], lines.new[pair.new]));
    pairs
}

/// The beginning of a line, which often stays when the line is edited: a name, the first cell of a row.
fn beginning(line: &str) -> &str {
    let end = (0..=BEGINNING_LEN.min(line.len())).rev().find(|at| line.is_char_boundary(*at));
    &line[..end.unwrap_or(0)]
}

/// Returns true if two lines have enough in common for one changed line.
fn may_be_changed(old: &str, new: &str) -> bool {
    old.len().min(new.len()) > LONG_LINE_LEN
        || is_similar_to_reader(old, new, CHANGE_THRESHOLD)
        || is_same_folded(old, new)
}

/// Returns true if two lines with a letter or digit differ in capitals and white space alone.
fn is_same_folded(old: &str, new: &str) -> bool {
    !begins_otherwise(old, new)
        && folded_chars(old).eq(folded_chars(new))
        && old.contains(char::is_alphanumeric)
}

/// Returns true if two lines begin with different ASCII characters, capitals and blanks aside: a quick test, since most
/// pairs of lines do.
fn begins_otherwise(old: &str, new: &str) -> bool {
    let first = |line: &str| line.bytes().find(|byte| !char::from(*byte).is_whitespace());
    let (Some(old), Some(new)) = (first(old), first(new)) else { return false };
    old.is_ascii() && new.is_ascii() && !old.eq_ignore_ascii_case(&new)
}

/// The small letters and signs of a line, without white space.
fn folded_chars(line: &str) -> impl Iterator<Item = char> {
    line.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase)
}

/// Adds the edits of a block that begins at `start`.
fn push_edits(lines: Sides<&[&str]>, pairs: &Pairs, start: IndexPair, edits: &mut Vec<Edit>) {
    let end = lines.map(<[&str]>::len);
    let mut at = Sides::new(0, 0);
    let mut push = |at: IndexPair, kind| {
        edits.push(Edit { at: Sides::new(start.old + at.old, start.new + at.new), kind });
    };
    for pair in pairs.iter().chain([&end]) {
        while at.old < pair.old {
            push(at, EditKind::Removed);
            at.old += 1;
        }
        while at.new < pair.new {
            push(at, EditKind::Added);
            at.new += 1;
        }
        if *pair != end {
            // Equal lines may be left in a block, since the search for common lines is bounded.
            if lines.old[at.old] != lines.new[at.new] {
                push(at, EditKind::Changed);
            }
            at = at.map(|index| index + 1);
        }
    }
}
