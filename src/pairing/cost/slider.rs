//! Slider heuristic: both engines put a one-sided block as far up as it goes.
//!
//! ```text
//! = milk          = milk
//! + rind    not   + milk      the block could move up by one line
//! + milk          + rind
//! ```
//!
//! In the first form the last added line equals the context line above the block, so the block could stand one line
//! further up. The engines do move it there (`DiffEngine::shiftBoundaries` in PHP, `shift_boundaries` in wikidiff2; 764 of
//! 764 measured blocks), so a reading of the first form is unlikely.

use rustc_hash::FxHashMap;

use crate::pairing::cost::{Cost, NOT_SHIFTED_UP};
use crate::pairing::grammar::state::{State, StepKind};

/// State of the block that a reading is in.
///
/// The upper bits hold the number of the context line above the block, if the line recurs. The last bit says if the last
/// line of the block is the same line. Each state of the search holds one, so it is small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SliderState(u16);

impl SliderState {
    /// Returns the state after a row with this line that led to a state of the grammar.
    #[inline]
    pub(crate) const fn after(self, state: State, line_id: u16) -> Self {
        match state {
            State::LeadingContext(_) | State::Context(_) => Self(line_id << 1),
            State::Added(_)
            | State::Removed(_)
            | State::UnseenBeforeAdded(_)
            | State::UnseenBeforeRemoved(_) => {
                let above = self.0 >> 1;
                Self(above << 1 | (above != 0 && above == line_id) as u16)
            }
            _ => Self(0),
        }
    }

    /// Returns the cost of a row that leads to a state: context that ends a block which could have moved up.
    #[inline]
    pub(crate) const fn cost(self, state: State) -> Cost {
        match state {
            State::Context(_) if self.0 & 1 == 1 => NOT_SHIFTED_UP,
            _ => 0,
        }
    }

    /// Returns the state as bits.
    #[inline]
    pub(crate) const fn bits(self) -> u16 {
        self.0
    }
}

/// Number of a blank line.
pub(crate) const BLANK: u16 = 1;

/// Highest number of a line. One bit of a state is taken, and lines beyond this number are ignored.
const MAX_LINE_ID: u16 = u16::MAX >> 1;

/// Number of one-sided rows that the two cells of a context row can form.
const ROWS_OF_CONTEXT: usize = 4;

/// Row of the lattice as far as the slider heuristic asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SliderRow {
    /// The kind of the row.
    pub(crate) kind: StepKind,
    /// The number of its cells.
    pub(crate) cells: u32,
    /// The hash of its line; `None` for a blank line.
    pub(crate) line: Option<u64>,
}

/// Numbers the distinct lines that occur both as context and in a one-sided block, from [`BLANK`] on; all others get 0.
/// Fewer numbers mean fewer states.
pub(crate) fn number_lines(rows: impl Iterator<Item = SliderRow> + Clone) -> Vec<u16> {
    // Count the rows that each line can form.
    let mut counts: FxHashMap<Option<u64>, usize> = FxHashMap::default();
    for row in rows.clone() {
        *counts.entry(row.line).or_default() += match row.kind {
            // A blank line may stand anywhere.
            _ if row.line.is_none() => ROWS_OF_CONTEXT + 1,
            StepKind::Added | StepKind::Removed => 1,
            // One cell holds both lines of the row, so neither can stand alone.
            StepKind::Context if row.cells == 1 => ROWS_OF_CONTEXT,
            _ => 0,
        };
    }
    // Number the lines that occur more often than one context row explains.
    let mut ids: FxHashMap<u64, u16> = FxHashMap::default();
    let mut last = BLANK;
    rows.map(|row| {
        let has_one_text = matches!(row.kind, StepKind::Context | StepKind::Added | StepKind::Removed);
        if !has_one_text || counts.get(&row.line).is_none_or(|count| *count <= ROWS_OF_CONTEXT) {
            return 0;
        }
        let Some(line) = row.line else { return BLANK };
        *ids.entry(line).or_insert_with(|| {
            if last == MAX_LINE_ID {
                return 0;
            }
            last += 1;
            last
        })
    })
    .collect()
}
