//! Where a block of lines could slide to: both engines put it as far up as it goes.
//!
//! Where a line is added below a line like it, either of the two could be the new one. The engines take the upper one
//! (`DiffEngine::shiftBoundaries` in PHP, `shift_boundaries` in wikidiff2; so in 764 of 764 measured blocks). So the last
//! line of a block of one side is never the same as the line of context right above the block.

use imara_diff::Interner;

use super::Cost;
use crate::pairing::cost;
use crate::pairing::grammar::engine::{Phase, StepKind};

/// What is known of the block that a reading is in: the number of the line of context above it, if that line recurs, and
/// in the last bit whether the last line of the block so far is the same. A state of the search holds one, so it is
/// small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slide(u16);

impl Slide {
    /// After a row that led to a phase, whose line has a number if it recurs.
    #[inline]
    pub(crate) const fn after(self, phase: Phase, line: u16) -> Self {
        match phase {
            Phase::Lead(_) | Phase::Context(_) => Self(line << 1),
            Phase::Added(_) | Phase::Removed(_) | Phase::BlankAdded(_) | Phase::BlankRemoved(_) => {
                let above = self.0 >> 1;
                Self(above << 1 | (above != 0 && above == line) as u16)
            }
            _ => Self(0),
        }
    }

    /// What speaks against a row that leads to a phase: the block ends there, and could have stood further up.
    #[inline]
    pub(crate) const fn cost(self, phase: Phase) -> Cost {
        match phase {
            Phase::Context(_) if self.0 & 1 == 1 => cost::SLID,
            _ => 0,
        }
    }

    /// The same as a number.
    #[inline]
    pub(crate) const fn number(self) -> u16 {
        self.0
    }
}

/// The number of a blank line.
pub(crate) const BLANK: u16 = 1;

/// The most numbers, since a bit is for something else: what recurs beyond them is not heeded.
const MAX_NUMBERS: u16 = u16::MAX >> 1;

/// The number of the line of each row, by its kind, its number of cells and what stands for its line: those that may
/// stand above a block and at its end too are numbered, from [`BLANK`] on. Few are, and a search has the fewer states the
/// fewer are told apart.
pub(crate) fn numbers(rows: impl Iterator<Item = (StepKind, u32, Option<u64>)> + Clone) -> Vec<u16> {
    let mut lines = Interner::new(0);
    let names: Vec<_> = rows.clone().map(|(.., line)| lines.intern(line).0 as usize).collect();
    let mut found = vec![0; lines.num_tokens() as usize];
    for ((kind, taken, line), name) in rows.clone().zip(&names) {
        found[*name] += match kind {
            // A blank line may always stand there.
            _ if line.is_none() => IN_CONTEXT + 1,
            StepKind::Added | StepKind::Removed => 1,
            // Two lines in one cell: neither of them stands alone.
            StepKind::Context if taken == 1 => IN_CONTEXT,
            _ => 0,
        };
    }
    let mut numbers: Vec<Option<u16>> = vec![None; found.len()];
    let mut last = BLANK;
    let number = |((kind, _, line), name): ((StepKind, u32, Option<u64>), usize)| {
        let is_one = matches!(kind, StepKind::Context | StepKind::Added | StepKind::Removed);
        if !is_one || found[name] <= IN_CONTEXT {
            return 0;
        }
        *numbers[name].get_or_insert_with(|| match line {
            None => BLANK,
            Some(_) if last == MAX_NUMBERS => 0,
            Some(_) => {
                last += 1;
                last
            }
        })
    };
    rows.zip(names).map(number).collect()
}

/// How many rows of one line the two cells of a row of context can be taken for.
const IN_CONTEXT: usize = 4;
