//! A block of changed rows, and the block with old and new exchanged.
//!
//! ```text
//! ~ one → two      1 line and 6 bytes more (`three` and its line end)
//! + three
//! ```

use std::ops::Range;

use super::block_rows::{BlockLine, block_lines, print};
use super::line_bytes;
use crate::model::{Side, Sides};
use crate::pairing::grammar::constraints::HunkConstraints;
use crate::pairing::grammar::state::{MAX_UNSEEN, StepKind};
use crate::pairing::search::ReadingStep;
use crate::parse::sheet::{Cell, Engine, Sheet};

/// A block of changed rows between rows of context.
pub(super) struct Block {
    /// The index of the section.
    pub(super) section: usize,
    /// The rows of the block in the section.
    pub(super) rows: Range<usize>,
    /// New minus old, in lines.
    pub(super) lines: i32,
    /// New minus old, in bytes: the least and the most.
    pub(super) bytes: (i64, i64),
    /// True if the engine prints the block as it is shown.
    pub(super) is_printed: bool,
    /// The rows with old and new exchanged, if the engine prints them.
    pub(super) mirrored: Option<Vec<ReadingStep>>,
    /// True if a line of the block has text.
    pub(super) has_text: bool,
    /// The side of its lines and the number of unseen ones, if it may have more or fewer of them.
    unseen: Option<(Side, i64)>,
}

impl Block {
    /// Examines the rows of a section as one engine prints them.
    pub(super) fn new(
        sheet: &Sheet<'_>,
        engine: Engine,
        section: usize,
        steps: &[ReadingStep],
        rows: Range<usize>,
    ) -> Self {
        let cells = &sheet.sections[section].cells;
        let steps = &steps[rows.clone()];
        let deltas = steps.iter().map(|step| byte_delta(cells, step, engine));
        let shown: Vec<BlockLine> = steps.iter().flat_map(block_lines).collect();
        let mirrored: Vec<BlockLine> =
            shown.iter().map(|line| BlockLine { side: line.side.opposite(), ..*line }).collect();
        Self {
            section,
            rows,
            lines: shown.iter().map(|line| if line.side == Side::New { 1 } else { -1 }).sum(),
            bytes: deltas.fold((0, 0), |sum, delta| (sum.0 + delta.0, sum.1 + delta.1)),
            is_printed: print(cells, &shown, engine).is_some(),
            mirrored: print(cells, &mirrored, engine),
            has_text: shown
                .iter()
                .any(|line| line.text.is_some_and(|text| !text.text(cells).trim().is_empty())),
            unseen: count_unseen(sheet, engine, section, &shown),
        }
    }

    /// Returns how many lines the unseen lines of the block may add or remove further: the least and the most.
    pub(super) fn unseen_slack(&self) -> (i64, i64) {
        let Some((side, count)) = self.unseen else { return (0, 0) };
        let (fewer, more) = (count, i64::from(MAX_UNSEEN) - count);
        if side == Side::New { (-fewer, more) } else { (-more, fewer) }
    }
}

/// Counts the unseen lines of a block of lines of one side, where blank lines of such a block leave no trace.
fn count_unseen(
    sheet: &Sheet<'_>,
    engine: Engine,
    section: usize,
    lines: &[BlockLine],
) -> Option<(Side, i64)> {
    let constraints = HunkConstraints { counts_bytes: true, ..HunkConstraints::new(sheet, section, engine) };
    let side = lines.first()?.side;
    let has_one_side = lines.iter().all(|line| line.side == side);
    let count = lines.iter().filter(|line| line.text.is_none()).count();
    (constraints.has_unseen() && has_one_side).then(|| (side, i64::try_from(count).unwrap_or(i64::MAX)))
}

/// Returns the bytes that a row adds: the least and the most.
fn byte_delta(cells: &[Cell<'_>], step: &ReadingStep, engine: Engine) -> (i64, i64) {
    match step.kind {
        StepKind::UnseenAdded => (1, 1),
        StepKind::UnseenRemoved => (-1, -1),
        kind => {
            let texts = Sides::new(step.lines.old.as_ref(), step.lines.new.as_ref());
            let texts = texts.map(|line| line.map(|line| line.text(cells)));
            let delta = line_bytes::row_byte_delta(kind, texts, engine);
            (*delta.start(), *delta.end())
        }
    }
}
