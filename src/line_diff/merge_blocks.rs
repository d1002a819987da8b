//! Neighbouring blocks between which nothing stands that tells one place of a page from another: blank lines, `|-`, `}}`.
//!
//! Where all paragraphs of a page were edited, the blank lines between them are all that the two pages have in common.
//! Which of them stand for each other says nothing then, and after a paragraph more or less, each may stand for its
//! neighbour, so that no edited paragraph is in one block with what it was:
//!
//! ```text
//!  > moved from line 3 …                    ~ 1  an edited paragraph
//!    (blank)                          ▶       2  (blank)
//!  + a new paragraph                        + 3  a new paragraph
//! ```
//!
//! Such blocks are paired again as one, if lines of several of them found no partner, and the pairing stands if more
//! text is common in it.

use super::align::{Budget, Paired, common, inside, likest};
use super::edit::Place;
use super::moves::{MIN_WORDS, holds};
use crate::model::Sides;
use crate::word_diff::similarity::estimate::Profile;

/// How many bytes more must be common for it: a few words, so that no blank line loses its place for two braces.
const WORTH: f64 = 16.0;

/// The blocks, those as one that are better paired as one.
pub(crate) fn joined(lines: Sides<&[&str]>, blocks: Vec<Paired>, budget: &mut Budget) -> Vec<Paired> {
    let is_near = |one: &Paired, next: &Paired| {
        lines.old[one.block.old.end..next.block.old.start].iter().all(|line| !holds(line, MIN_WORDS))
    };
    let mut ones = Vec::new();
    let mut at = 0;
    for group in blocks.chunk_by(is_near) {
        let one = as_one(lines, group, budget);
        ones.extend(one.map(|(first, one, last)| (at + first..at + last + 1, one)));
        at += group.len();
    }
    if ones.is_empty() {
        return blocks;
    }
    let (mut joined, mut rest, mut at) = (Vec::with_capacity(blocks.len()), blocks.into_iter(), 0);
    for (place, one) in ones {
        joined.extend(rest.by_ref().take(place.start - at));
        rest.by_ref().take(place.len()).for_each(drop);
        joined.push(one);
        at = place.end;
    }
    joined.extend(rest);
    joined
}

/// The blocks from the first to the last with lines that found no partner, as one, if more text is common then.
fn as_one(lines: Sides<&[&str]>, group: &[Paired], budget: &mut Budget) -> Option<(usize, Paired, usize)> {
    let (first, last) = lonely(lines, group)?;
    let (start, end) = (&group[first].block, &group[last].block);
    let block = Sides::new(start.old.start..end.old.end, start.new.start..end.new.end);
    if !budget.allows(inside(lines, &block)) {
        return None;
    }
    let (pairs, sum) = likest(inside(lines, &block));
    (sum > apart(lines, &group[first..=last]) + WORTH).then_some((first, Paired { block, pairs }, last))
}

/// The first and the last block with lines that found no partner, if there are some of both sides, and not in one block
/// alone.
fn lonely(lines: Sides<&[&str]>, group: &[Paired]) -> Option<(usize, usize)> {
    if group.len() < 2 {
        return None;
    }
    let has_lonely = |paired: &Paired| {
        let lines = inside(lines, &paired.block);
        let Sides { old, new } = &lines;
        Sides::new(
            has_lonely(old, paired.pairs.iter().map(|pair| pair.old)),
            has_lonely(new, paired.pairs.iter().map(|pair| pair.new)),
        )
    };
    let found: Vec<_> = group.iter().map(has_lonely).collect();
    let of_side =
        |is: fn(&Sides<bool>) -> bool| Some((found.iter().position(is)?, found.iter().rposition(is)?));
    let (old, new) = (of_side(|found| found.old)?, of_side(|found| found.new)?);
    let (first, last) = (old.0.min(new.0), old.1.max(new.1));
    (first < last).then_some((first, last))
}

/// Whether a line of the block that is not one of the paired ones, which are in order, holds enough to be known again.
fn has_lonely(lines: &[&str], paired: impl Iterator<Item = usize>) -> bool {
    let mut paired = paired.peekable();
    let mut lonely = lines.iter().enumerate().filter(|(at, _)| paired.next_if_eq(at).is_none());
    lonely.any(|(_, line)| holds(line, MIN_WORDS))
}

/// How much is common in blocks that are paired each by itself, and in the lines between them.
fn apart(lines: Sides<&[&str]>, blocks: &[Paired]) -> f64 {
    let of_pairs = |paired: &Paired| {
        let inside = inside(lines, &paired.block);
        let of_pair =
            |pair: &Place| common(&Profile::new(inside.old[pair.old]), &Profile::new(inside.new[pair.new]));
        paired.pairs.iter().map(of_pair).sum::<f64>()
    };
    let between = |two: &[Paired]| {
        let lines = &lines.old[two[0].block.old.end..two[1].block.old.start];
        lines.iter().map(|line| common(&Profile::new(line), &Profile::new(line))).sum::<f64>()
    };
    blocks.iter().map(of_pairs).sum::<f64>() + blocks.windows(2).map(between).sum::<f64>()
}
