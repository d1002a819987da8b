//! Sums over the blocks of a page of which some are exchanged: does a set of them keep the byte change and the line numbers?
//!
//! ```text
//! blocks        +21    −14     −7         as shown: 0 bytes
//! exchanged     −21    +14     +7         none of them or two have another sum; all three have 0 again
//! ```
//!
//! The sums of all sets are computed block by block. Sets with equal sums are one state, so that their number hardly grows.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::block::Block;
use crate::model::ByteChange;
use crate::pairing::grammar::state::MAX_UNSEEN;

/// Most sums in all, 16 bytes each in the end. Beyond the bound, sets of fewer blocks are kept, and the set of all.
const MAX_SUMS: usize = 400_000;

/// Sets of blocks that can be exchanged.
pub(super) struct Exchanges {
    /// The smallest set.
    pub(super) first: Vec<usize>,
    /// The blocks of all sets.
    pub(super) any: Vec<usize>,
}

/// Treatment of the unseen lines of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UnseenLines {
    /// As many as are shown.
    Shown,
    /// A few more or fewer. Blank lines alone are no rival then, wherever they stand.
    Flexible,
}

/// Finds the sets of blocks whose exchange keeps the byte change and the line numbers. `numbered` is true for each section
/// whose lines the next header counts.
pub(super) fn find_exchanges(blocks: &[Block], numbered: &[bool], change: ByteChange) -> Option<Exchanges> {
    let is_flexible = blocks.iter().any(|block| block.unseen_slack() != (0, 0));
    let flexible = is_flexible.then_some(UnseenLines::Flexible);
    let found: Vec<Exchanges> = std::iter::once(UnseenLines::Shown)
        .chain(flexible)
        .filter_map(|unseen| ExchangeSearch { blocks, numbered, change, unseen }.run())
        .collect();
    let mut any: Vec<usize> = found.iter().flat_map(|found| found.any.iter().copied()).collect();
    any.sort_unstable();
    any.dedup();
    let first = found.into_iter().map(|found| found.first).min_by_key(Vec::len)?;
    Some(Exchanges { first, any })
}

/// Sums over the first blocks.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Sums {
    /// Lines that the section lacks by its exchanged blocks, where the next header counts them.
    lacking: i64,
    /// Lines that the unseen lines of the section may add further: the least and the most.
    slack: (i64, i64),
    /// Lines that the unseen lines of the sections before must or may add further.
    unseen: (i64, i64),
    /// New minus old, in bytes: the least and the most.
    bytes: (i64, i64),
    exchanged: Exchanged,
}

/// What the exchanged blocks have.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Exchanged {
    /// No block is exchanged.
    #[default]
    Nothing,
    BlankLines,
    Text,
}

impl Sums {
    /// Returns the sums at the end of a section; none if its unseen lines cannot make up for the lines that it lacks.
    fn end_section(self, is_numbered: bool) -> Option<Self> {
        let lines = match is_numbered {
            true if !(self.slack.0..=self.slack.1).contains(&self.lacking) => return None,
            true => (self.lacking, self.lacking),
            false => self.slack,
        };
        Some(Self { lacking: 0, slack: (0, 0), unseen: add(self.unseen, lines), ..self })
    }
}

fn add(one: (i64, i64), other: (i64, i64)) -> (i64, i64) {
    (one.0 + other.0, one.1 + other.1)
}

/// Returns the range with the sign changed.
const fn negate((least, most): (i64, i64)) -> (i64, i64) {
    (-most, -least)
}

/// A sum, and the number of blocks in the smallest set that has it.
struct ReachedSums {
    sums: Sums,
    count: usize,
}

/// A block that is exchanged or not: from one sum to the next.
#[derive(Clone, Copy)]
struct ExchangeStep {
    from: usize,
    to: usize,
    is_exchanged: bool,
}

/// The steps by way of one block, and for each sum after it the first step of the smallest set.
struct Level {
    steps: Vec<ExchangeStep>,
    best: Vec<usize>,
}

/// The search for the sets.
struct ExchangeSearch<'b> {
    blocks: &'b [Block],
    numbered: &'b [bool],
    change: ByteChange,
    unseen: UnseenLines,
}

impl ExchangeSearch<'_> {
    fn run(&self) -> Option<Exchanges> {
        let rest = self.bytes_of_rest();
        let max_sums = MAX_SUMS / self.blocks.len().max(1);
        let mut levels = Vec::with_capacity(self.blocks.len());
        let mut open = vec![ReachedSums { sums: Sums::default(), count: 0 }];
        for (index, rest) in rest.iter().enumerate() {
            let (mut next, mut level) = self.follow(&open, index, *rest);
            if next.len() > max_sums {
                keep_small_sets(&mut next, &mut level, max_sums);
            }
            levels.push(level);
            open = next;
        }
        let is_passing: Vec<bool> = open.iter().map(|reached| self.passes(&reached.sums)).collect();
        let passing = is_passing.iter().enumerate().filter(|(_, passes)| **passes).map(|(index, _)| index);
        let Some(smallest) = passing.min_by_key(|&index| open[index].count) else {
            return self.exchange_all();
        };
        Some(Exchanges { first: trace(&levels, smallest), any: find_exchanged(&levels, is_passing) })
    }

    /// Adds a block, exchanged or not, to each sum.
    fn follow(&self, open: &[ReachedSums], index: usize, rest: (i64, i64)) -> (Vec<ReachedSums>, Level) {
        let mut next: Vec<ReachedSums> = Vec::new();
        let mut level = Level { steps: Vec::new(), best: Vec::new() };
        let mut places: FxHashMap<Sums, usize> = FxHashMap::default();
        for (from, reached) in open.iter().enumerate() {
            for is_exchanged in [true, false] {
                let Some(sums) = self.add_block(reached.sums, index, is_exchanged) else { continue };
                if !self.can_pass(&sums, rest) {
                    continue;
                }
                let count = reached.count + usize::from(is_exchanged);
                let step = level.steps.len();
                let to = match places.entry(sums) {
                    Entry::Vacant(entry) => {
                        next.push(ReachedSums { sums, count });
                        level.best.push(step);
                        *entry.insert(next.len() - 1)
                    }
                    Entry::Occupied(entry) => {
                        let to = *entry.get();
                        if count < next[to].count {
                            next[to].count = count;
                            level.best[to] = step;
                        }
                        to
                    }
                };
                level.steps.push(ExchangeStep { from, to, is_exchanged });
            }
        }
        (next, level)
    }

    /// Returns the sums with one more block; none if the engine does not print it so, or the line numbers exclude it.
    fn add_block(&self, before: Sums, index: usize, is_exchanged: bool) -> Option<Sums> {
        let block = &self.blocks[index];
        let is_printed = if is_exchanged { block.mirrored.is_some() } else { block.is_printed };
        if !is_printed {
            return None;
        }
        let is_numbered = self.numbered[block.section];
        let lines = if is_numbered && is_exchanged { 2 * i64::from(block.lines) } else { 0 };
        let slack = if self.unseen == UnseenLines::Flexible { block.unseen_slack() } else { (0, 0) };
        let of_side = |range| if is_exchanged { negate(range) } else { range };
        let sums = Sums {
            lacking: before.lacking + lines,
            slack: add(before.slack, of_side(slack)),
            unseen: before.unseen,
            bytes: add(before.bytes, of_side(block.bytes)),
            exchanged: before.exchanged.max(match block.has_text {
                _ if !is_exchanged => Exchanged::Nothing,
                true => Exchanged::Text,
                false => Exchanged::BlankLines,
            }),
        };
        let ends_section = self.blocks.get(index + 1).is_none_or(|next| next.section != block.section);
        if ends_section { sums.end_section(is_numbered) } else { Some(sums) }
    }

    /// Returns true if the sums of all blocks have the byte change, with some unseen lines more or fewer.
    fn passes(&self, sums: &Sums) -> bool {
        let max = i64::from(MAX_UNSEEN);
        let is_rival = match sums.exchanged {
            Exchanged::Nothing => false,
            Exchanged::BlankLines => self.unseen == UnseenLines::Shown,
            Exchanged::Text => true,
        };
        let unseen = (sums.unseen.0.max(-max), sums.unseen.1.min(max));
        let bytes = add(sums.bytes, unseen);
        is_rival && unseen.0 <= unseen.1 && self.change.agrees_with_any(bytes.0..=bytes.1)
    }

    /// Returns true if sums can still pass with the bytes of the rest.
    fn can_pass(&self, sums: &Sums, rest: (i64, i64)) -> bool {
        let max = i64::from(MAX_UNSEEN);
        let (least, most) = add(sums.bytes, rest);
        self.change.agrees_with_any(least - max..=most + max)
    }

    /// Returns the bytes of the blocks after each block, exchanged or not: the least and the most.
    fn bytes_of_rest(&self) -> Vec<(i64, i64)> {
        let mut rest = vec![(0, 0); self.blocks.len()];
        for index in (1..self.blocks.len()).rev() {
            let (least, most) = self.blocks[index].bytes;
            rest[index - 1] = add(rest[index], (least.min(-most), most.max(-least)));
        }
        rest
    }

    /// Tries the set of all blocks, which may have been left out.
    fn exchange_all(&self) -> Option<Exchanges> {
        let all: Vec<usize> = (0..self.blocks.len()).collect();
        let sums = all.iter().try_fold(Sums::default(), |sums, &index| self.add_block(sums, index, true))?;
        self.passes(&sums).then(|| Exchanges { first: all.clone(), any: all })
    }
}

/// Keeps the sums of the smallest sets.
fn keep_small_sets(next: &mut Vec<ReachedSums>, level: &mut Level, max_sums: usize) {
    let mut order: Vec<usize> = (0..next.len()).collect();
    order.sort_by_key(|&index| next[index].count);
    let mut places = vec![None; next.len()];
    for (place, &index) in order.iter().take(max_sums).enumerate() {
        places[index] = Some(place);
    }
    let mut kept: Vec<(usize, ReachedSums)> =
        next.drain(..).zip(&places).filter_map(|(reached, place)| Some(((*place)?, reached))).collect();
    kept.sort_by_key(|(place, _)| *place);
    next.extend(kept.into_iter().map(|(_, reached)| reached));
    level.best = order.iter().take(max_sums).map(|&index| level.best[index]).collect();
    // The steps keep their numbers. Those to a sum that was left out lead nowhere.
    for step in &mut level.steps {
        step.to = places[step.to].unwrap_or(usize::MAX);
    }
}

/// Lists the exchanged blocks of the smallest set that has a sum.
fn trace(levels: &[Level], mut at: usize) -> Vec<usize> {
    let mut exchanged = Vec::new();
    for (index, level) in levels.iter().enumerate().rev() {
        let step = level.steps[level.best[at]];
        if step.is_exchanged {
            exchanged.push(index);
        }
        at = step.from;
    }
    exchanged.reverse();
    exchanged
}

/// Lists the blocks that are exchanged on some way to the sums that pass.
fn find_exchanged(levels: &[Level], mut is_passing: Vec<bool>) -> Vec<usize> {
    let mut exchanged = Vec::new();
    for (index, level) in levels.iter().enumerate().rev() {
        let before = level.steps.iter().map(|step| step.from + 1).max().unwrap_or(0);
        let mut is_passing_before = vec![false; before];
        let mut is_any = false;
        for step in level.steps.iter().filter(|step| is_passing.get(step.to) == Some(&true)) {
            is_passing_before[step.from] = true;
            is_any |= step.is_exchanged;
        }
        if is_any {
            exchanged.push(index);
        }
        is_passing = is_passing_before;
    }
    exchanged
}
