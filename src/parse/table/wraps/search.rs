//! Search for the ends of the rows: the rows with the least cost, by dynamic programming. The unit of all costs is half a bit
//! of the odds.

use super::border::{BreakPlaces, LineBorder};
use super::lines::{ColumnFrame, PhysicalLine, WrappedHunk};
use super::room::MARKS;
use crate::model::Sides;

/// Maximum number of lines of a row. A paragraph of a page in narrow columns has about a hundred.
const MAX_ROW_LINES: usize = 256;

/// Number of context rows above and below a change.
const CONTEXT_ROWS: usize = 2;

/// Cost of a row whose mark is closed in the next row.
const OPEN_MARK_COST: u32 = 20;

/// Cost of each context row too many or too few.
const CONTEXT_COST: u32 = 10;

/// Cost of each context row too few at the end of a page, or in a form without empty lines.
const POSSIBLE_COST: u32 = 1;

/// Cost of a row that is not context.
const CHANGE_COST: u32 = 2;

/// Cost of a hunk without a change.
const NO_CHANGE_COST: u32 = 10;

/// State of the search: the rows before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RunState {
    /// Number of context rows directly before.
    context: usize,
    has_change: bool,
}

/// Maximum number of context rows that a state counts.
const MAX_RUN: usize = 2 * CONTEXT_ROWS + 2;

/// Number of states.
const STATES: usize = 2 * (MAX_RUN + 1);

impl RunState {
    const fn index(self) -> usize {
        self.context * 2 + self.has_change as usize
    }

    const fn from_index(index: usize) -> Self {
        Self { context: index / 2, has_change: index % 2 == 1 }
    }
}

/// The best way to a state at a line.
#[derive(Clone, Copy, Debug)]
struct Step {
    cost: u32,
    from: usize,
    state: usize,
}

/// The rows of a hunk as ranges of lines, and their cost.
pub(crate) struct FoundRows {
    pub(crate) rows: Vec<(usize, usize)>,
    pub(crate) cost: u32,
}

/// Search for the ends of the rows.
pub(crate) struct WrapSearch<'l, 'a> {
    pub(crate) hunk: WrappedHunk<'l, 'a>,
    /// The border between each line and the next one.
    borders: Vec<LineBorder>,
    /// Number of letters on each side before each line.
    letters: Vec<Sides<usize>>,
    /// Number of marks that are open after each line, on each side.
    open_marks: Vec<Sides<i32>>,
    /// True if the form keeps lines without text.
    has_blanks: bool,
}

impl<'l, 'a> WrapSearch<'l, 'a> {
    pub(crate) fn new(
        hunk: WrappedHunk<'l, 'a>,
        widths: Sides<usize>,
        frame: ColumnFrame,
        breaks: BreakPlaces,
    ) -> Self {
        let lines = hunk.lines;
        let borders = lines
            .windows(2)
            .map(|pair| LineBorder::measure(&pair[0].texts, &pair[1].texts, widths, frame.measure, breaks))
            .collect();
        let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let mut letters = vec![Sides::new(0, 0)];
        let mut open_marks = Vec::with_capacity(lines.len());
        let mut sum = Sides::new(0, 0);
        let mut open = Sides::new(0, 0);
        for line in lines {
            sum = Sides::new(sum.old + count(line.texts.old), sum.new + count(line.texts.new));
            open = Sides::new(open.old + count_open(line.texts.old), open.new + count_open(line.texts.new));
            letters.push(sum);
            open_marks.push(open);
        }
        Self { hunk, borders, letters, open_marks, has_blanks: frame.has_blanks }
    }

    /// Finds the rows with the least cost.
    pub(crate) fn find_rows(&self) -> FoundRows {
        let count = self.hunk.lines.len();
        let mut best: Vec<[Option<Step>; STATES]> = vec![[None; STATES]; count + 1];
        best[0][0] = Some(Step { cost: 0, from: 0, state: 0 });
        for start in 0..count {
            if best[start].iter().all(Option::is_none) {
                continue;
            }
            self.for_each_row(start, |end, row| {
                let end_cost = self.end_cost(end);
                for state in 0..STATES {
                    let Some(step) = best[start][state] else { continue };
                    for (next, cost) in self.next_states(RunState::from_index(state), row) {
                        let cost = step.cost + cost + end_cost;
                        let target = &mut best[end][next.index()];
                        if target.is_none_or(|other| cost < other.cost) {
                            *target = Some(Step { cost, from: start, state });
                        }
                    }
                }
            });
        }
        let last = (0..STATES).filter_map(|state| {
            let step = best[count][state]?;
            Some((step.cost + self.final_cost(RunState::from_index(state)), state))
        });
        let mut rows = Vec::new();
        let (cost, mut state) = last.min().unwrap_or((u32::MAX / 2, 0));
        let mut end = count;
        while end > 0 {
            let Some(step) = best[end][state] else { break };
            rows.push((step.from, end));
            (end, state) = (step.from, step.state);
        }
        rows.reverse();
        FoundRows { rows, cost }
    }

    /// Calls a function with the end and the kind of each row that may begin at a line.
    fn for_each_row(&self, start: usize, mut visit: impl FnMut(usize, RowCost)) {
        let mut cost = 0;
        let mut is_long = Sides::new(true, true);
        let mut block = Sides::new(SideBlock::default(), SideBlock::default());
        for end in start + 1..=self.hunk.lines.len().min(start + MAX_ROW_LINES) {
            let line = &self.hunk.lines[end - 1].texts;
            is_long = Sides::new(is_long.old && !line.old.is_empty(), is_long.new && !line.new.is_empty());
            let is_first = end == start + 1;
            block.old.add(line.old);
            block.new.add(line.new);
            if block.old.is_broken || block.new.is_broken || !(is_first || is_long.old || is_long.new) {
                break;
            }
            if !is_first {
                let Some(join) = self.borders[end - 2].join_cost() else { break };
                cost += join;
            }
            let kind = self.kind(start, end);
            visit(end, RowCost { kind, cost });
            if self.hunk.lines[start].is_blank() {
                break;
            }
        }
    }

    /// The cost of the end of a row before a line.
    fn end_cost(&self, end: usize) -> u32 {
        self.border_before(end).map_or(0, LineBorder::end_cost) + self.open_mark_cost(end)
    }

    /// The cost of marks that are open before a line.
    fn open_mark_cost(&self, end: usize) -> u32 {
        let open = end.checked_sub(1).map_or(Sides::new(0, 0), |last| self.open_marks[last]);
        if open.old != 0 || open.new != 0 { OPEN_MARK_COST } else { 0 }
    }

    fn border_before(&self, end: usize) -> Option<&LineBorder> {
        end.checked_sub(1).and_then(|at| self.borders.get(at))
    }

    /// Returns true if the line before a line has no room for the next word, so that a row may go on there.
    pub(crate) fn is_full(&self, end: usize) -> bool {
        self.border_before(end).is_some_and(LineBorder::is_full)
    }

    /// The cost of the hunk if every line is a row.
    pub(crate) fn unwrapped_cost(&self) -> u32 {
        let mut state = RunState { context: 0, has_change: false };
        let mut cost = 0;
        for at in 0..self.hunk.lines.len() {
            let row = RowCost { kind: self.kind(at, at + 1), cost: 0 };
            let Some((next, row_cost)) = self.next_states(state, row).min_by_key(|(_, cost)| *cost) else {
                continue;
            };
            state = next;
            let border = self.border_before(at + 1).map_or(0, LineBorder::unwrapped_cost);
            cost += row_cost + border + self.open_mark_cost(at + 1);
        }
        cost + self.final_cost(state)
    }

    fn kind(&self, start: usize, end: usize) -> WrappedRowKind {
        let (before, after) = (self.letters[start], self.letters[end]);
        let (old, new) = (after.old - before.old, after.new - before.new);
        if old + new == 0 {
            return WrappedRowKind::Blank;
        }
        let letters = |text: fn(&PhysicalLine<'a>) -> &'a str| {
            self.hunk.lines[start..end]
                .iter()
                .flat_map(move |line| text(line).chars().filter(|c| !c.is_whitespace()))
        };
        let is_equal = old == new && letters(|line| line.texts.old).eq(letters(|line| line.texts.new));
        if is_equal { WrappedRowKind::Context } else { WrappedRowKind::Changed }
    }

    /// The states after a row, with the cost of the row in its place.
    fn next_states(&self, state: RunState, row: RowCost) -> impl Iterator<Item = (RunState, u32)> {
        let as_context = RunState { context: (state.context + 1).min(MAX_RUN), ..state };
        let as_change = RunState { context: 0, has_change: true };
        let change_cost = CHANGE_COST + self.cost_before_change(state);
        let (context, change) = match row.kind {
            WrappedRowKind::Context => (Some(0), None),
            WrappedRowKind::Blank => (Some(0), Some(change_cost)),
            WrappedRowKind::Changed => (None, Some(change_cost)),
        };
        let context = context.map(|cost| (as_context, cost + row.cost));
        context.into_iter().chain(change.map(|cost| (as_change, cost + row.cost)))
    }

    /// The cost of the context before a change.
    fn cost_before_change(&self, state: RunState) -> u32 {
        if state.has_change {
            return cost_of(state.context.saturating_sub(2 * CONTEXT_ROWS));
        }
        let above = usize::try_from(self.hunk.start.old.min(self.hunk.start.new))
            .unwrap_or(usize::MAX)
            .saturating_sub(1);
        let wanted = above.min(CONTEXT_ROWS);
        cost_of(state.context.saturating_sub(wanted))
            + self.missing_cost(wanted.saturating_sub(state.context))
    }

    /// The cost of the context at the end of the hunk.
    fn final_cost(&self, state: RunState) -> u32 {
        if !state.has_change {
            return NO_CHANGE_COST;
        }
        let missing = CONTEXT_ROWS.saturating_sub(state.context);
        // The page may end here.
        let missing_cost =
            if self.hunk.is_last { possible_cost(missing) } else { self.missing_cost(missing) };
        cost_of(state.context.saturating_sub(CONTEXT_ROWS)) + missing_cost
    }

    /// The cost of missing context rows. Some forms drop lines without text.
    fn missing_cost(&self, rows: usize) -> u32 {
        if self.has_blanks { cost_of(rows) } else { possible_cost(rows) }
    }
}

/// The cost of missing context rows where that is possible.
fn possible_cost(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX).saturating_mul(POSSIBLE_COST)
}

fn cost_of(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX).saturating_mul(CONTEXT_COST)
}

/// Kind of a row, as far as the search needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WrappedRowKind {
    Context,
    Blank,
    Changed,
}

/// A row that may begin at a line.
#[derive(Clone, Copy, Debug)]
struct RowCost {
    kind: WrappedRowKind,
    cost: u32,
}

/// The lines of one side of a row: they stand together, with blank lines above and below at most.
#[derive(Clone, Copy, Debug, Default)]
struct SideBlock {
    has_text: bool,
    has_ended: bool,
    is_broken: bool,
}

impl SideBlock {
    const fn add(&mut self, text: &str) {
        let has_text = !text.is_empty();
        self.is_broken |= has_text && self.has_ended;
        self.has_ended |= !has_text && self.has_text;
        self.has_text |= has_text;
    }
}

/// Counts the marks that a text opens, without those that it closes.
fn count_open(text: &str) -> i32 {
    let count = |sign: &str| i32::try_from(text.matches(sign).count()).unwrap_or(i32::MAX);
    if !text.contains(['[', ']']) {
        return 0;
    }
    MARKS.iter().map(|(start, end)| count(start) - count(end)).sum()
}
