//! Neighbouring blocks with only such lines between them that stand everywhere in a page: blank lines, `|-`, `}}`.
//!
//! If all paragraphs of a page were edited, the blank lines between them are all that the two pages have in common. They
//! do not tell one place from another. If a paragraph was added, each blank line may match the next one, and
//! an edited paragraph is in another block than its old text:
//!
//! ```text
//!  > moved from line 3 …                    ~ 1  an edited paragraph
//!    (blank)                          ▶       2  (blank)
//!  + a new paragraph                        + 3  a new paragraph
//! ```
//!
//! Such blocks are paired again as one block if lines of several blocks found no partner. The new pairs stand if they
//! have more text in common.

use super::align::{CompareBudget, PairedBlock, align_by_common_text, common_bytes, lines_of};
use super::moves::{MIN_WORD_CHARS, has_word_chars};
use crate::model::Sides;
use crate::word_diff::similarity::estimate::Profile;

/// The bytes that a merged block must have more in common: a few words, so that a blank line does not lose its place for
/// two braces.
const MIN_GAIN: f64 = 16.0;

/// Merges the blocks that are better paired as one.
pub(crate) fn merge_across_blank_lines(
    lines: Sides<&[&str]>,
    blocks: Vec<PairedBlock>,
    budget: &mut CompareBudget,
) -> Vec<PairedBlock> {
    let is_near = |block: &PairedBlock, next: &PairedBlock| {
        let between = &lines.old[block.block.old.end..next.block.old.start];
        between.iter().all(|line| !has_word_chars(line, MIN_WORD_CHARS))
    };

    // The merged blocks, each with the range of the blocks that it replaces.
    let mut replacements = Vec::new();
    let mut start = 0;
    for group in blocks.chunk_by(is_near) {
        if let Some((first, last, merged)) = merge_group(lines, group, budget) {
            replacements.push((start + first..start + last + 1, merged));
        }
        start += group.len();
    }
    if replacements.is_empty() {
        return blocks;
    }

    let mut merged = Vec::with_capacity(blocks.len());
    let mut rest = blocks.into_iter();
    let mut at = 0;
    for (replaced, block) in replacements {
        merged.extend(rest.by_ref().take(replaced.start - at));
        rest.by_ref().take(replaced.len()).for_each(drop);
        merged.push(block);
        at = replaced.end;
    }
    merged.extend(rest);
    merged
}

/// Merges the blocks of a group from the first to the last with unpaired lines, if more text is common then. Returns
/// their indices in the group and the merged block.
fn merge_group(
    lines: Sides<&[&str]>,
    group: &[PairedBlock],
    budget: &mut CompareBudget,
) -> Option<(usize, usize, PairedBlock)> {
    let (first, last) = unpaired(lines, group)?;
    let (start, end) = (&group[first].block, &group[last].block);
    let block = Sides::new(start.old.start..end.old.end, start.new.start..end.new.end);
    let own = lines_of(lines, &block);
    if !budget.spend(own) {
        return None;
    }
    let merged = align_by_common_text(own);
    let is_better = merged.weight > common_text(lines, &group[first..=last]) + MIN_GAIN;
    is_better.then(|| (first, last, PairedBlock { block, pairs: merged.pairs.into() }))
}

/// The first and the last block with unpaired lines, if both sides have such lines, and not in one block alone.
fn unpaired(lines: Sides<&[&str]>, group: &[PairedBlock]) -> Option<(usize, usize)> {
    if group.len() < 2 {
        return None;
    }
    let found: Vec<_> = group
        .iter()
        .map(|paired| {
            let own = lines_of(lines, &paired.block);
            Sides::new(
                has_unpaired_line(own.old, paired.pairs.iter().map(|pair| pair.old)),
                has_unpaired_line(own.new, paired.pairs.iter().map(|pair| pair.new)),
            )
        })
        .collect();
    let ends = |is: fn(&Sides<bool>) -> bool| Some((found.iter().position(is)?, found.iter().rposition(is)?));
    let (old, new) = (ends(|found| found.old)?, ends(|found| found.new)?);
    let (first, last) = (old.0.min(new.0), old.1.max(new.1));
    (first < last).then_some((first, last))
}

/// Returns true if a line with enough words is not among the paired lines, which are in order.
fn has_unpaired_line(lines: &[&str], paired: impl Iterator<Item = usize>) -> bool {
    let mut paired = paired.peekable();
    let mut unpaired = lines.iter().enumerate().filter(|(at, _)| paired.next_if_eq(at).is_none());
    unpaired.any(|(_, line)| has_word_chars(line, MIN_WORD_CHARS))
}

/// The bytes that blocks paired each by itself, and the lines between them, have in common.
fn common_text(lines: Sides<&[&str]>, blocks: &[PairedBlock]) -> f64 {
    let mut common = 0.0;
    for paired in blocks {
        let own = lines_of(lines, &paired.block);
        for pair in &paired.pairs {
            common += common_bytes(&Profile::new(own.old[pair.old]), &Profile::new(own.new[pair.new]));
        }
    }
    for blocks in blocks.windows(2) {
        for line in &lines.old[blocks[0].block.old.end..blocks[1].block.old.start] {
            common += common_bytes(&Profile::new(line), &Profile::new(line));
        }
    }
    common
}
