//! Mirrored readings: old and new exchanged in blocks of a reading.
//!
//! ```text
//! copied                shown        mirrored
//! A paragraph. Rest.    ~ old        + new      a split becomes a join: the byte change is 0 either way
//! A paragraph.          ~ new        - old
//! Rest.                 + new        - old
//! ```
//!
//! The search ranks readings by likelihood, and a mirror may be too unlikely to be searched. This check asks no cost: a
//! mirror that satisfies every equation and that an engine can print is a rival.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::model::{ByteChange, Side, Sides};
use crate::parse::sheet::{Cell, Engine, Sheet};

use crate::pairing::evidence::line_bytes;
use crate::pairing::grammar::candidates::{CandidateRow, CellSlice, push_candidates};
use crate::pairing::grammar::constraints::HunkConstraints;
use crate::pairing::grammar::state::{State, StepKind};
use crate::pairing::search::ReadingStep;

/// Most blocks that are exchanged two by two. Beyond the bound each is exchanged alone, and all together.
const MAX_PAIRED_BLOCKS: usize = 100;

/// Mirrored readings that satisfy every equation and the grammar of an engine.
pub(crate) struct Mirror {
    /// The rows of each section in the first such reading.
    pub(crate) steps: Vec<Vec<ReadingStep>>,
    /// The rows of each block that some such reading exchanges, with the index of the section.
    pub(crate) blocks: Vec<(usize, Range<usize>)>,
}

/// Finds mirrors of a reading: one block exchanged, two, or all.
pub(crate) fn find_mirror(
    sheet: &Sheet<'_>,
    engines: &[Engine],
    change: ByteChange,
    steps: &[Vec<ReadingStep>],
) -> Option<Mirror> {
    engines.iter().find_map(|&engine| {
        let page = MirroredPage::new(sheet, engine, steps);
        let passing: Vec<Vec<usize>> =
            page.exchanges().into_iter().filter(|exchange| page.passes(exchange, change)).collect();
        let first = passing.first()?;
        let mut exchanged: Vec<usize> = passing.concat();
        exchanged.sort_unstable();
        exchanged.dedup();
        Some(Mirror {
            steps: page.exchange(steps, first),
            blocks: exchanged.iter().map(|&block| page.blocks[block].place()).collect(),
        })
    })
}

/// A block of changed rows between rows of context.
struct Block {
    section: usize,
    rows: Range<usize>,
    /// New minus old, in lines.
    lines: i32,
    /// New minus old, in bytes: the least and the most.
    bytes: (i64, i64),
    /// True if the engine prints the block as it is shown.
    is_printed: bool,
    /// The rows with old and new exchanged, if the engine prints them.
    mirrored: Option<Vec<ReadingStep>>,
}

impl Block {
    fn new(
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
        }
    }

    fn place(&self) -> (usize, Range<usize>) {
        (self.section, self.rows.clone())
    }
}

/// The blocks of a reading, as one engine prints them.
struct MirroredPage {
    blocks: Vec<Block>,
    /// True for each section whose lines the next header counts.
    numbered: Vec<bool>,
}

impl MirroredPage {
    fn new(sheet: &Sheet<'_>, engine: Engine, steps: &[Vec<ReadingStep>]) -> Self {
        let mut blocks = Vec::new();
        for (section, steps) in steps.iter().enumerate() {
            blocks.extend(changed_rows(steps).map(|rows| Block::new(sheet, engine, section, steps, rows)));
        }
        let is_numbered = |section| HunkConstraints::new(sheet, section, engine).lines.is_some();
        Self { blocks, numbered: (0..steps.len()).map(is_numbered).collect() }
    }

    /// Lists the sets of blocks to exchange.
    fn exchanges(&self) -> Vec<Vec<usize>> {
        let all = 0..self.blocks.len();
        let mut exchanges: Vec<Vec<usize>> = all.clone().map(|block| vec![block]).collect();
        if self.blocks.len() <= MAX_PAIRED_BLOCKS {
            exchanges.extend(all.clone().flat_map(|one| (0..one).map(move |other| vec![other, one])));
        }
        if self.blocks.len() > 2 {
            exchanges.push(all.collect());
        }
        exchanges
    }

    /// Returns true if the reading with these blocks exchanged satisfies the grammar and every equation.
    fn passes(&self, exchange: &[usize], change: ByteChange) -> bool {
        self.keeps_line_numbers(exchange)
            && self.has_byte_change(exchange, change)
            && self.is_printed(exchange)
    }

    /// Returns true if the exchanged blocks of each numbered section add as many lines as they remove.
    fn keeps_line_numbers(&self, exchange: &[usize]) -> bool {
        let exchanged = exchange.iter().map(|&block| &self.blocks[block]);
        let numbered = exchanged.filter(|block| self.numbered[block.section]);
        let mut lines = FxHashMap::<usize, i32>::default();
        numbered.for_each(|block| *lines.entry(block.section).or_default() += block.lines);
        lines.into_values().all(|sum| sum == 0)
    }

    /// Returns true if the page with these blocks exchanged can have the byte change.
    fn has_byte_change(&self, exchange: &[usize], change: ByteChange) -> bool {
        let (mut least, mut most) = (0, 0);
        for (index, block) in self.blocks.iter().enumerate() {
            let bytes = match exchange.binary_search(&index) {
                Ok(_) => (-block.bytes.1, -block.bytes.0),
                Err(_) => block.bytes,
            };
            (least, most) = (least + bytes.0, most + bytes.1);
        }
        change.agrees_with_any(least..=most)
    }

    /// Returns true if the engine prints the page with these blocks exchanged.
    fn is_printed(&self, exchange: &[usize]) -> bool {
        let mut blocks = self.blocks.iter().enumerate();
        blocks.all(|(index, block)| match exchange.binary_search(&index) {
            Ok(_) => block.mirrored.is_some(),
            Err(_) => block.is_printed,
        })
    }

    /// Returns the rows with these blocks exchanged.
    fn exchange(&self, steps: &[Vec<ReadingStep>], exchange: &[usize]) -> Vec<Vec<ReadingStep>> {
        let mut steps = steps.to_vec();
        for &block in exchange.iter().rev() {
            let Block { section, rows, mirrored, .. } = &self.blocks[block];
            steps[*section].splice(rows.clone(), mirrored.iter().flatten().copied());
        }
        steps
    }
}

/// Finds the runs of rows between rows of context.
fn changed_rows(steps: &[ReadingStep]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    steps
        .chunk_by(|one, next| (one.kind == StepKind::Context) == (next.kind == StepKind::Context))
        .map(move |run| {
            at += run.len();
            at - run.len()..at
        })
        .filter(|run| steps[run.start].kind != StepKind::Context)
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

/// A line of a block on its side.
#[derive(Clone, Copy)]
struct BlockLine {
    /// The cell at which a row of the line begins.
    at: u32,
    /// The text; none for an unseen line.
    text: Option<CellSlice>,
    side: Side,
}

/// Returns the lines of a row in the order of their cells.
fn block_lines(step: &ReadingStep) -> Vec<BlockLine> {
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
fn print(cells: &[Cell<'_>], lines: &[BlockLine], engine: Engine) -> Option<Vec<ReadingStep>> {
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
                let unlike = if step.kind == StepKind::Added { state.after_unlike_new(engine) } else { None };
                for next in [state.after(step.kind, engine), unlike].into_iter().flatten() {
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
    let is_same = |line: &BlockLine, side| {
        line.side == side && line.text.is_some() && *row.lines.get(side) == line.text
    };
    let has = |index: usize, side| lines.get(index).is_some_and(|line| is_same(line, side));
    match (row.lines.old, row.lines.new) {
        (Some(_), Some(_)) => (has(0, Side::Old) && has(1, Side::New)).then_some(2),
        (Some(_), None) => has(0, Side::Old).then_some(1),
        (None, _) => has(0, Side::New).then_some(1),
    }
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
    use crate::pairing::tests::{cell, sheet};
    use crate::parse::sheet::SideEvidence;

    const BOTH: &[Engine] = &[Engine::Wikidiff2, Engine::Php];

    /// Makes steps from signs: `=` and `~` take two cells, `-` and `+` one.
    fn steps(signs: &str) -> Vec<ReadingStep> {
        let mut at = 0;
        let line = |cell| Some(CellSlice { cell, from: 0, to: 1 });
        let step = |sign| {
            let (kind, lines) = match sign {
                '=' => (StepKind::Context, Sides::new(line(at), line(at + 1))),
                '~' => (StepKind::Changed, Sides::new(line(at), line(at + 1))),
                '-' => (StepKind::Removed, Sides::new(line(at), None)),
                _ => (StepKind::Added, Sides::new(None, line(at))),
            };
            let step = ReadingStep { kind, lines, at };
            at += if matches!(sign, '=' | '~') { 2 } else { 1 };
            step
        };
        signs.chars().map(step).collect()
    }

    fn shown(steps: &[ReadingStep]) -> String {
        let sign = |step: &ReadingStep| match step.kind {
            StepKind::Context => '=',
            StepKind::Changed | StepKind::Replaced => '~',
            StepKind::Removed | StepKind::UnseenRemoved => '-',
            StepKind::Added | StepKind::UnseenAdded => '+',
        };
        steps.iter().map(sign).collect()
    }

    /// Expects the first mirror of a reading of cells of one letter each.
    #[track_caller]
    fn case(shown_rows: &str, engines: &[Engine], bytes: i64, expected: Option<&str>) {
        let steps = steps(shown_rows);
        let count = steps.iter().map(|step| block_lines(step).len()).sum();
        let cells = vec!["a"; count].join("\n");
        let sheet = sheet(SideEvidence::Unstated, &[(None, &cells)]);
        let found = find_mirror(&sheet, engines, ByteChange::Signed(bytes), &[steps]);
        assert_eq!(found.map(|mirror| shown(&mirror.steps[0])).as_deref(), expected, "{shown_rows}");
    }

    #[test]
    fn exchanges_blocks_that_keep_the_byte_change() {
        case("=+=-=", BOTH, 0, Some("=-=+="));
        case("=+=-=+=", BOTH, 2, Some("=-=+=+="));
        case("=+=+=", BOTH, 4, None);
        case("=+=", BOTH, 2, None);
    }

    #[test]
    fn asks_the_grammar_of_each_engine() {
        case("=~=", BOTH, 0, Some("=+-="));
        case("=~=", &[Engine::Php], 0, None);
        case("=+-=", &[Engine::Php], 0, Some("=~="));
    }

    #[test]
    fn line_numbers_exclude_a_mirror() {
        let cells = "a\na\nb\nc\nc";
        let start = |old, new| Some(Sides::new(old, new));
        let numbered = [(start(1, 1), cells), (start(5, 6), cells)];
        let mut sheet = sheet(SideEvidence::Unstated, &numbered);
        let change = ByteChange::Signed(0);
        let readings = [steps("=+="), steps("=-=")];
        assert!(find_mirror(&sheet, BOTH, change, &readings).is_none());
        sheet.sections[1].start = None;
        assert!(find_mirror(&sheet, BOTH, change, &readings).is_some());
    }

    #[test]
    fn stated_sides_have_no_mirror() {
        let lines = [BlockLine { at: 0, text: Some(CellSlice { cell: 0, from: 0, to: 1 }), side: Side::Old }];
        let stated = Cell { side: Some(Side::New), ..cell("a", 1) };
        assert!(print(&[stated], &lines, Engine::Wikidiff2).is_none());
        assert!(print(&[cell("a", 1)], &lines, Engine::Wikidiff2).is_some());
    }
}
