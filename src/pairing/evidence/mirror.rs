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
//! mirror that satisfies every equation and that an engine can print is a rival. Where blank lines leave no trace, the mirror
//! may have a few more or fewer of them.

use std::ops::Range;

use crate::model::{ByteChange, Side, Sides};
use crate::parse::sheet::{Cell, Engine, Sheet};

use crate::pairing::evidence::line_bytes;
use crate::pairing::grammar::candidates::{CandidateRow, CellSlice, push_candidates};
use crate::pairing::grammar::constraints::HunkConstraints;
use crate::pairing::grammar::state::{MAX_UNSEEN, State, StepKind};
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
    /// The index among all blocks.
    index: usize,
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
    /// True if a line of the block has text.
    has_text: bool,
    /// The side of its lines and the number of unseen ones, if it may have more or fewer of them.
    unseen: Option<(Side, i64)>,
}

impl Block {
    fn new(
        sheet: &Sheet<'_>,
        engine: Engine,
        (index, section): (usize, usize),
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
            index,
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
    fn unseen_slack(&self) -> (i64, i64) {
        let Some((side, count)) = self.unseen else { return (0, 0) };
        let (fewer, more) = (count, i64::from(MAX_UNSEEN) - count);
        if side == Side::New { (-fewer, more) } else { (-more, fewer) }
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
            for rows in changed_rows(steps) {
                blocks.push(Block::new(sheet, engine, (blocks.len(), section), steps, rows));
            }
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
        self.find_unseen(exchange).is_some_and(|unseen| self.has_byte_change(exchange, unseen, change))
            && self.is_printed(exchange)
    }

    /// Finds how many lines the unseen lines must or may add further, so that the page with these blocks exchanged has the
    /// line numbers: the least and the most. Each such line is a byte.
    fn find_unseen(&self, exchange: &[usize]) -> Option<(i64, i64)> {
        // Blank lines alone are no rival, wherever they stand.
        let has_text = exchange.iter().any(|&block| self.blocks[block].has_text);
        let mut all = (0, 0);
        for blocks in self.blocks.chunk_by(|one, next| one.section == next.section) {
            let (mut lacking, mut slack) = (0_i64, (0_i64, 0_i64));
            for block in blocks {
                let is_exchanged = exchange.binary_search(&block.index).is_ok();
                lacking += if is_exchanged { 2 * i64::from(block.lines) } else { 0 };
                let (least, most) = if has_text { block.unseen_slack() } else { (0, 0) };
                let (least, most) = if is_exchanged { (-most, -least) } else { (least, most) };
                slack = (slack.0 + least, slack.1 + most);
            }
            if self.numbered[blocks[0].section] {
                slack = (slack.0..=slack.1).contains(&lacking).then_some((lacking, lacking))?;
            }
            all = (all.0 + slack.0, all.1 + slack.1);
        }
        let most = i64::from(MAX_UNSEEN);
        (all.0 <= most && all.1 >= -most).then_some((all.0.max(-most), all.1.min(most)))
    }

    /// Returns true if the page with these blocks exchanged, and some unseen lines more or fewer, can have the byte change.
    fn has_byte_change(&self, exchange: &[usize], unseen: (i64, i64), change: ByteChange) -> bool {
        let (mut least, mut most) = unseen;
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
pub(super) struct BlockLine {
    /// The cell at which a row of the line begins.
    at: u32,
    /// The text; none for an unseen line.
    text: Option<CellSlice>,
    side: Side,
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
        case("=+=+=", &[Engine::Wikidiff2], 4, None);
        case("=+=", BOTH, 2, None);
    }

    #[test]
    fn unseen_lines_make_up_for_a_few_bytes() {
        let find = |removed: &str| {
            let cells = format!("a\na\nwater mill\nb\nb\n{removed}\nc\nc");
            let sheet = sheet(SideEvidence::Unstated, &[(None, &cells)]);
            let bytes = 10 - i64::try_from(removed.len()).unwrap();
            let line = |cell: usize| Some(CellSlice::whole(&sheet.sections[0].cells, cell));
            let step = |kind, old: Option<usize>, new: Option<usize>| ReadingStep {
                kind,
                lines: Sides::new(old.and_then(line), new.and_then(line)),
                at: u32::try_from(old.or(new).unwrap()).unwrap(),
            };
            let steps = vec![
                step(StepKind::Context, Some(0), Some(1)),
                step(StepKind::Added, None, Some(2)),
                step(StepKind::Context, Some(3), Some(4)),
                step(StepKind::Removed, Some(5), None),
                step(StepKind::Context, Some(6), Some(7)),
            ];
            find_mirror(&sheet, &[Engine::Php], ByteChange::Signed(bytes), &[steps]).is_some()
        };
        assert!(find("water wheel") && find("the water"), "two bytes and two blank lines");
        assert!(!find("the water wheel"), "ten bytes");
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
