//! Readings of all hunks together: the byte change is stated for the whole page.
//!
//! ```text
//! hunk 1: −5 or +5 bytes ┐
//! hunk 2: +2 bytes       ┼─▶ totals −3, +7 ─▶ the stated change picks +7
//! ```
//!
//! Each hunk has a best reading and a second one for every byte delta. Sums over the hunks give the best two readings of
//! the whole page for every total, so that the stated byte change picks the readings that pass.

use rustc_hash::FxHashSet;

use super::{HunkReading, KBest, keep_two};
use crate::pairing::cost::{BEAM_MARGIN, Cost};

/// Most partial sums after one hunk, about 40 bytes each. Real pages have a few thousand. Beyond the bound the unlikeliest
/// sums are dropped, and nothing is proved.
const MAX_PARTIALS: usize = 200_000;

/// A reading of the whole page: the index of the reading of each hunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageReading {
    /// The index of the reading of each hunk.
    pub(crate) choices: Vec<usize>,
    /// The sums over the hunks.
    pub(crate) total: Total,
}

/// Sums over the hunks of a page reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Total {
    /// New minus old, in bytes.
    pub(crate) bytes: i64,
    /// The cost.
    pub(crate) cost: Cost,
    /// The hash of the lines with text on each side.
    pub(crate) signature: u64,
}

/// Readings of the whole page.
#[derive(Debug)]
pub(crate) struct Combined {
    /// The readings with the stated byte change, best first, at most one for each signature.
    pub(crate) passing: Vec<PageReading>,
    /// The best reading that misses the byte change by a penalty, which its cost includes.
    pub(crate) near: Option<PageReading>,
    /// The best reading of any byte change.
    pub(crate) best: Option<PageReading>,
    /// The totals of all readings that were kept.
    pub(crate) totals: Vec<Total>,
    /// True if no reading was dropped.
    pub(crate) is_complete: bool,
}

/// A sum over the first hunks, and the way back to it.
#[derive(Clone, Copy)]
struct Partial {
    total: Total,
    before: usize,
    choice: usize,
}

/// Combines the readings of the hunks. `penalty` is 0 for the stated byte change and `None` for a total that cannot pass.
pub(crate) fn combine(hunks: &[KBest], penalty: impl Fn(i64) -> Option<Cost>) -> Combined {
    // Sum hunk by hunk.
    let mut levels: Vec<Vec<Partial>> = Vec::with_capacity(hunks.len());
    let mut is_complete = hunks.iter().all(|hunk| hunk.is_complete);
    let start = vec![Partial { total: Total { bytes: 0, cost: 0, signature: 1 }, before: 0, choice: 0 }];
    for hunk in hunks {
        let (partials, has_dropped) = extend(levels.last().unwrap_or(&start), hunk);
        is_complete &= !has_dropped;
        levels.push(partials);
    }
    let last = levels.last().unwrap_or(&start);
    // Pick the totals that pass, with and without a penalty.
    let cost = |index: usize| last[index].total.cost;
    let priced = last.iter().enumerate().filter_map(|(index, sum)| Some((penalty(sum.total.bytes)?, index)));
    let (mut passing, penalized): (Vec<_>, Vec<_>) = priced.partition(|(penalty, _)| *penalty == 0);
    passing.sort_by_key(|&(_, index)| cost(index));
    let mut signatures = FxHashSet::default();
    passing.retain(|&(_, index)| signatures.insert(last[index].total.signature));
    let near = penalized.into_iter().min_by_key(|&(penalty, index)| cost(index) + penalty);
    let best = (0..last.len()).min_by_key(|&index| cost(index));
    // Trace the readings back.
    let trace = |index: usize| trace_back(&levels, index, last[index].total);
    Combined {
        passing: passing.into_iter().map(|(_, index)| trace(index)).collect(),
        near: near.map(|(penalty, index)| {
            let mut reading = trace(index);
            reading.total.cost += penalty;
            reading
        }),
        best: best.map(trace).filter(|_| !hunks.is_empty()),
        totals: last.iter().map(|partial| partial.total).collect(),
        is_complete,
    }
}

/// Adds one more hunk to the sums: for each number of bytes the best two that differ in their sides, within the margin of
/// the best. Returns also if sums were dropped.
fn extend(before: &[Partial], hunk: &KBest) -> (Vec<Partial>, bool) {
    let mut order: Vec<usize> = (0..before.len()).collect();
    order.sort_unstable_by_key(|&index| before[index].total.cost);
    let mut choices: Vec<usize> = (0..hunk.readings.len()).collect();
    choices.sort_unstable_by_key(|&choice| hunk.readings[choice].cost);
    let least = |cost: Option<Cost>| cost.unwrap_or(0);
    let limit = least(order.first().map(|&index| before[index].total.cost))
        + least(choices.first().map(|&choice| hunk.readings[choice].cost))
        + BEAM_MARGIN;
    let mut partials = Vec::new();
    for &choice in &choices {
        let reading = &hunk.readings[choice];
        let fitting = order.iter().take_while(|&&index| before[index].total.cost + reading.cost <= limit);
        partials.extend(fitting.map(|&index| Partial {
            total: before[index].total.plus(reading),
            before: index,
            choice,
        }));
        if partials.len() > MAX_PARTIALS {
            break;
        }
    }
    let has_dropped = partials.len() > MAX_PARTIALS;
    partials
        .sort_unstable_by_key(|partial| (partial.total.bytes, partial.total.cost, partial.total.signature));
    keep_two(&mut partials, |partial| partial.total.bytes, |partial| partial.total.signature);
    (partials, has_dropped)
}

impl Total {
    const fn plus(&self, reading: &HunkReading) -> Self {
        Self {
            bytes: self.bytes + reading.bytes,
            cost: self.cost + reading.cost,
            signature: self.signature.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17) ^ reading.signature,
        }
    }
}

fn trace_back(levels: &[Vec<Partial>], last: usize, total: Total) -> PageReading {
    let mut choices = vec![0; levels.len()];
    let mut index = last;
    for (level, partials) in levels.iter().enumerate().rev() {
        choices[level] = partials[index].choice;
        index = partials[index].before;
    }
    PageReading { choices, total }
}
