//! Rows of a block: the order in which an engine prints lines of given sides.

use std::ops::Range;

use crate::model::{Side, Sides};
use crate::parse::sheet::{Cell, Engine};

use crate::pairing::grammar::candidates::{CandidateRow, CellSlice, push_candidates};
use crate::pairing::grammar::state::{State, StepKind};
use crate::pairing::search::ReadingStep;

/// Finds the runs of rows between rows of context.
pub(super) fn changed_rows(steps: &[ReadingStep]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    steps
        .chunk_by(|one, next| (one.kind == StepKind::Context) == (next.kind == StepKind::Context))
        .map(move |run| {
            at += run.len();
            at - run.len()..at
        })
        .filter(|run| steps[run.start].kind != StepKind::Context)
}

/// A line of a block on its side.
#[derive(Clone, Copy)]
pub(super) struct BlockLine {
    /// The cell at which a row of the line begins.
    pub(super) at: u32,
    /// The text; none for an unseen line.
    pub(super) text: Option<CellSlice>,
    /// The side.
    pub(super) side: Side,
}

/// Returns the lines of a row in the order of their cells.
pub(super) fn block_lines(step: &ReadingStep) -> Vec<BlockLine> {
    let line = |side, text: CellSlice, at| BlockLine { at, text: Some(text), side };
    match (step.kind, step.lines.old, step.lines.new) {
        (_, Some(old), Some(new)) => vec![line(Side::Old, old, step.at), line(Side::New, new, new.cell)],
        (_, Some(old), None) => vec![line(Side::Old, old, step.at)],
        (_, None, Some(new)) => vec![line(Side::New, new, step.at)],
        (StepKind::UnseenRemoved, ..) => vec![BlockLine { at: step.at, text: None, side: Side::Old }],
        _ => vec![BlockLine { at: step.at, text: None, side: Side::New }],
    }
}

/// A state of the grammar after some lines of a block, and the row that led to it.
struct Reached {
    state: State,
    step: ReadingStep,
    /// The number of lines before the row, and the index of the state there.
    before: (usize, usize),
}

/// Finds rows in which an engine prints these lines on these sides.
pub(super) fn print(cells: &[Cell<'_>], lines: &[BlockLine], engine: Engine) -> Option<Vec<ReadingStep>> {
    let mut reached: Vec<Vec<Reached>> = (0..=lines.len()).map(|_| Vec::new()).collect();
    let mut candidates = Vec::new();
    for at in 0..lines.len() {
        // The rows that may begin with this line: a step and the number of lines that it takes.
        candidates.clear();
        if lines[at].text.is_some() {
            push_candidates(cells, lines[at].at as usize, &mut candidates);
        }
        let seen = candidates.iter().filter_map(|row| Some((row, lines_of(row, &lines[at..])?)));
        let mut rows: Vec<(ReadingStep, usize)> =
            seen.map(|(row, taken)| (seen_step(row, lines[at].at), taken)).collect();
        if lines[at].text.is_none() {
            rows.push((unseen_step(lines[at]), 1));
        }
        // The states after each of them.
        let before: Vec<State> = match at {
            0 => vec![State::Context(1)],
            _ => reached[at].iter().map(|reached| reached.state).collect(),
        };
        for (step, taken) in rows {
            for (index, state) in before.iter().enumerate() {
                let next = [state.after(step.kind, engine), state.after_otherwise(step.kind, engine)];
                for next in next.into_iter().flatten() {
                    let there = &mut reached[at + taken];
                    if there.iter().all(|known| known.state != next) {
                        there.push(Reached { state: next, step, before: (at, index) });
                    }
                }
            }
        }
    }
    // Trace the rows back from a state that context may follow.
    let may_end = |last: &Reached| last.state.after(StepKind::Context, engine).is_some();
    let mut place = (lines.len(), reached[lines.len()].iter().position(may_end)?);
    let mut steps = Vec::new();
    while place.0 > 0 {
        let row = &reached[place.0][place.1];
        steps.push(row.step);
        place = row.before;
    }
    steps.reverse();
    Some(steps)
}

/// Returns the number of lines that a row takes, if it has them on their sides.
fn lines_of(row: &CandidateRow, lines: &[BlockLine]) -> Option<usize> {
    let has = |index: usize, side| lines.get(index).is_some_and(|line| has_line(row, line, side));
    match (row.lines.old, row.lines.new) {
        (Some(_), Some(_)) => (has(0, Side::Old) && has(1, Side::New)).then_some(2),
        (Some(_), None) => has(0, Side::Old).then_some(1),
        (None, _) => has(0, Side::New).then_some(1),
    }
}

/// Returns true if a row has a visible line of a block on a side.
fn has_line(row: &CandidateRow, line: &BlockLine, side: Side) -> bool {
    line.side == side && line.text.is_some() && *row.lines.get(side) == line.text
}

fn seen_step(row: &CandidateRow, at: u32) -> ReadingStep {
    let kind = match (row.lines.old, row.lines.new) {
        (Some(_), Some(_)) => StepKind::Changed,
        (Some(_), None) => StepKind::Removed,
        (None, _) => StepKind::Added,
    };
    ReadingStep { kind, lines: row.lines, at }
}

fn unseen_step(line: BlockLine) -> ReadingStep {
    let kind = match line.side {
        Side::Old => StepKind::UnseenRemoved,
        Side::New => StepKind::UnseenAdded,
    };
    ReadingStep { kind, lines: Sides::new(None, None), at: line.at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::tests::cell;

    #[test]
    fn stated_sides_have_no_mirror() {
        let lines = [BlockLine { at: 0, text: Some(CellSlice { cell: 0, from: 0, to: 1 }), side: Side::Old }];
        let stated = Cell { side: Some(Side::New), ..cell("a", 1) };
        assert!(print(&[stated], &lines, Engine::Wikidiff2).is_none());
        assert!(print(&[cell("a", 1)], &lines, Engine::Wikidiff2).is_some());
    }
}
