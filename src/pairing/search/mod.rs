//! The readings of one hunk that an engine could have printed: a dynamic programme over the cells.
//!
//! A state is the grammar's phase with what the equations need: the net number of lines so far where the next
//! header will check it, the net number of bytes where the page states it. For each state the likeliest reading is
//! kept and the likeliest with other sides for a line that has text, so that at the end it is known whether a
//! second reading passes.
//!
//! Every reading within a window of the likeliest is looked at. Where the hunk has more states than
//! [`MAX_STATES`], the window is narrowed, and the search no longer proves anything.

pub(crate) mod combine;
pub(crate) mod lattice;
pub(crate) mod lower_bound;

use crate::model::Sides;
use crate::parse::sheet::Cell;

use super::cost::similarity::Alike;
use super::cost::slider::{self, Slide};
use super::cost::{CLOSE, Cost, IRREGULAR, WINDOW};
use super::grammar::candidates::Piece;
use super::grammar::constraints::Frame;
use super::grammar::engine::{Phase, StepKind};
use lattice::{Rows, Weighed, index};
use lower_bound::Ahead;

/// The most states kept at one cell; each costs about 50 bytes, and less than a microsecond for each row that may
/// follow. Real hunks have some hundreds.
const MAX_STATES: usize = 12_000;

/// The most steps from state to state in one try: less than a tenth of a second.
const MAX_STEPS: usize = 1_000_000;

/// What is granted for every cell besides: a hunk without equations has some forty states at each, and so is read in
/// time linear in its length.
const STEPS_PER_CELL: usize = 400;

/// The windows that are tried, and how many states at a cell are too many in each. Where there are, the second goes on
/// with the likeliest, if [`KEPT_IN_ALL`] leaves each cell enough of them, and the last does so with any input.
const TRIES: [(Cost, usize); 3] = [(WINDOW, MAX_STATES), (CLOSE, MAX_STATES), (SLIM, MIN_STATES)];

/// How many states are kept at a cell of any input.
const MIN_STATES: usize = 16;

/// How many states are kept at all cells together where the unlikely ones are dropped: of 504 pages that state their
/// bytes five more are read rightly than with 64 at each cell, and no more are with fifteen times as many.
const KEPT_IN_ALL: usize = 200_000;

/// The fewest that are worth keeping at a cell.
const MIN_KEPT: usize = 64;

/// The window for hunks of more than [`MAX_HUNK_CELLS`] cells: enough to tell which rows are open, and no more.
const SLIM: Cost = 1_000;

/// Longer hunks are whole pastes without numbers: what is kept at every cell then counts more than a second reading.
const MAX_HUNK_CELLS: usize = 30_000;

/// A row of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// What it is to the grammar.
    pub(crate) kind: StepKind,
    /// Its lines; none for an unseen row.
    pub(crate) lines: Sides<Option<Piece>>,
    /// The cell at which it begins.
    pub(crate) at: u32,
}

impl Step {
    /// Whether the row was copied.
    pub(crate) const fn is_seen(&self) -> bool {
        !matches!(self.kind, StepKind::UnseenRemoved | StepKind::UnseenAdded)
    }
}

/// A whole reading of the hunk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// New minus old, in bytes; nothing where they do not matter.
    pub(crate) bytes: i64,
    /// How unlikely it is.
    pub(crate) cost: Cost,
    /// Stands for the lines with text on each side: readings with the same have the same.
    pub(crate) signature: u64,
    end: u32,
}

/// What the search of a hunk found.
pub(crate) struct Found {
    /// For each net number of bytes the likeliest reading, and the likeliest with other sides.
    pub(crate) readings: Vec<Reading>,
    /// Whether every reading within the window was looked at.
    pub(crate) is_complete: bool,
    /// Whether there were so many states that only the likeliest were followed.
    pub(crate) is_cut_short: bool,
    nodes: Vec<Node>,
    rows: Rows,
}

impl Found {
    /// The rows of a reading, first to last.
    pub(crate) fn steps(&self, reading: &Reading) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = reading.end;
        while at != ROOT {
            let node = self.nodes[at as usize];
            steps.push(node.step.of(&self.rows));
            at = node.before;
        }
        steps.reverse();
        steps
    }
}

/// One row of a reading, and the row before it.
#[derive(Clone, Copy)]
struct Node {
    before: u32,
    step: Taken,
}

/// What stands before the first row.
const ROOT: u32 = u32::MAX;

/// A step from one state to the next.
#[derive(Clone, Copy)]
enum Taken {
    /// A row, by its number.
    Row(u32),
    /// An unseen row at a cell.
    Unseen(StepKind, u32),
}

impl Taken {
    fn of(self, rows: &Rows) -> Step {
        match self {
            Self::Row(number) => {
                let (cell, row) = rows.get(number);
                Step { kind: row.kind, lines: row.lines, at: index(cell) }
            }
            Self::Unseen(kind, at) => Step { kind, lines: Sides::new(None, None), at },
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    phase: Phase,
    lines: i32,
    bytes: i64,
    slide: Slide,
}

impl Key {
    /// The same as one number: a third of the search's time went into comparing keys part by part.
    fn packed(self) -> u128 {
        // With their first bits turned, negative numbers stand before the others.
        let lines = self.lines.cast_unsigned() ^ 1 << 31;
        let bytes = self.bytes.cast_unsigned() ^ 1 << 63;
        let phase = (self.phase.number() as u128) << 112 | u128::from(self.slide.number()) << 96;
        phase | u128::from(lines) << 64 | u128::from(bytes)
    }
}

#[derive(Clone, Copy)]
struct State {
    key: Key,
    cost: Cost,
    sides: Sides<u64>,
    node: u32,
}

/// Searches one hunk.
pub(crate) fn search(cells: &[Cell<'_>], alike: &Alike, frame: Frame) -> Found {
    let rows = Rows::of(cells, alike, &frame);
    let ahead = Ahead::of(&rows, &frame);
    let mut search = Search::new(&rows, &ahead, frame);
    let first_try = first_try(cells, &frame);
    let near = if first_try == 0 && !frame.counts_bytes { search.near() } else { None };
    let tried = near.map(|readings| (readings, false)).or_else(|| search.tried(first_try));
    let (readings, is_complete) = tried.unwrap_or_default();
    let (nodes, is_cut_short) = (search.nodes, search.is_cut);
    Found { readings, is_complete, is_cut_short, nodes, rows }
}

/// What a try does where there are too many states.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Overflow {
    /// It ends; the next try is narrower.
    GivesUp,
    /// It goes on with so many of the likeliest.
    Keeps(usize),
}

struct Search<'r> {
    rows: &'r Rows,
    ahead: &'r Ahead,
    frame: Frame,
    /// The most states at one cell.
    most: usize,
    /// The most that a reading may cost.
    limit: Cost,
    steps: usize,
    /// Whether states were dropped that a try should have kept.
    is_cut: bool,
    nodes: Vec<Node>,
}

/// The widest window that makes sense: without an equation no reading is proved, so the widest is not needed.
fn first_try(cells: &[Cell<'_>], frame: &Frame) -> usize {
    match frame.counts_bytes || frame.lines.is_some() {
        _ if cells.len() > MAX_HUNK_CELLS => TRIES.len() - 1,
        true => 0,
        false => 1,
    }
}

/// A row takes at most this many cells (`⇥ old ⇥ ⇥ new`), so many lists of states are open at once.
const MAX_ROW_LINES: usize = 5;

impl<'r> Search<'r> {
    const fn new(rows: &'r Rows, ahead: &'r Ahead, frame: Frame) -> Self {
        Self { rows, ahead, frame, most: 0, limit: 0, steps: 0, is_cut: false, nodes: Vec::new() }
    }

    /// The readings near the likeliest of all, if that one passes the equation. Where no bytes are counted, nobody asks
    /// for more: nothing is proved, and a second reading counts only if it is [`CLOSE`].
    fn near(&mut self) -> Option<Vec<Reading>> {
        let readings = self.within((CLOSE, MAX_STATES), Overflow::GivesUp)?;
        readings.iter().any(|reading| reading.cost + CLOSE <= self.limit).then_some(readings)
    }

    /// The readings of the first try that does not have to give up, and whether it looked at all of them.
    fn tried(&mut self, first: usize) -> Option<(Vec<Reading>, bool)> {
        (first..TRIES.len()).find_map(|tried| {
            let (bounds, overflow) = self.bounds(tried);
            Some((self.within(bounds, overflow)?, tried == 0))
        })
    }

    /// The window of a try, how many states it keeps at a cell, and what it does where there are more.
    fn bounds(&self, tried: usize) -> ((Cost, usize), Overflow) {
        let kept = (KEPT_IN_ALL / self.rows.cells().max(1)).min(MAX_STATES);
        let overflow = match tried {
            1 if kept >= MIN_KEPT => Overflow::Keeps(kept),
            2 => Overflow::Keeps(MIN_STATES),
            _ => Overflow::GivesUp,
        };
        (TRIES[tried], overflow)
    }

    /// The readings within a window; nothing if there are too many states and the try may give up.
    fn within(&mut self, (window, most): (Cost, usize), overflow: Overflow) -> Option<Vec<Reading>> {
        self.restart(window, most);
        let last = self.run(overflow)?;
        Some(self.readings(&last))
    }

    fn restart(&mut self, window: Cost, most: usize) {
        self.limit = self.ahead.least(0, Phase::Lead(0)) + window;
        self.most = most;
        self.steps = 0;
        self.nodes.clear();
    }

    /// Goes from the first cell to the end and returns the states there; nothing if there are too many and the try
    /// may give up.
    fn run(&mut self, overflow: Overflow) -> Option<Vec<State>> {
        let mut open: Vec<Vec<State>> = vec![Vec::new(); MAX_ROW_LINES + 1];
        let key = Key { phase: Phase::Lead(0), lines: 0, bytes: 0, slide: Slide::default() };
        open[0].push(State { key, cost: 0, sides: Sides::new(1, 1), node: ROOT });
        for at in 0..self.rows.cells() {
            let mut states = self.settled(std::mem::take(&mut open[0]), at);
            if states.len() > self.most || self.steps > MAX_STEPS + at * STEPS_PER_CELL {
                let Overflow::Keeps(kept) = overflow else { return None };
                states.sort_by_key(|state| state.cost + self.ahead.least(at, state.key.phase));
                states.truncate(kept);
                self.most = kept;
                self.is_cut = true;
            }
            open.rotate_left(1);
            let rows = self.rows;
            for (number, row) in rows.at(at) {
                self.follow(&states, (number, row), at, &mut open[row.taken as usize - 1]);
            }
        }
        Some(self.settled(std::mem::take(&mut open[0]), self.rows.cells()))
    }

    /// The states at a cell: the unseen rows there added, the likeliest two of each key kept.
    fn settled(&mut self, mut states: Vec<State>, at: usize) -> Vec<State> {
        keep_likeliest(&mut states);
        let mut from = 0;
        while self.frame.has_unseen() && from < states.len() {
            let grown = states.len();
            for index in from..grown {
                self.unseen(states[index], at, &mut states);
            }
            from = grown;
        }
        if from > 0 {
            keep_likeliest(&mut states);
        }
        states
    }

    /// Adds the states after one more unseen row.
    fn unseen(&mut self, state: State, at: usize, states: &mut Vec<State>) {
        for (kind, sign) in [(StepKind::UnseenAdded, 1), (StepKind::UnseenRemoved, -1)] {
            let [Some((phase, begins)), _] = self.ahead.next(state.key.phase, kind) else {
                continue;
            };
            let cost = state.cost + begins + self.rows.unseen_cost(at, kind, state.key.phase);
            if cost + self.ahead.least(at, phase) <= self.limit {
                let key = self.key(phase, state.key, (sign, i64::from(sign), slider::BLANK));
                let node = self.node(state.node, Taken::Unseen(kind, index(at)));
                states.push(State { key, cost, sides: state.sides, node });
            }
        }
    }

    /// Adds the states after a row.
    fn follow(&mut self, states: &[State], (number, row): (u32, &Weighed), at: usize, next: &mut Vec<State>) {
        self.steps += states.len();
        for state in states {
            let own = self.rows.cost(at, row, state.key.phase);
            for (phase, begins) in self.ahead.next(state.key.phase, row.kind).into_iter().flatten() {
                let cost = state.cost + own + begins + state.key.slide.cost(phase);
                if cost + self.ahead.least(at + row.taken as usize, phase) > self.limit {
                    continue;
                }
                let key = self.key(phase, state.key, (row.net_lines(), row.bytes, row.recurs));
                let old = joined(state.sides.old, row.hashes.old);
                let new = joined(state.sides.new, row.hashes.new);
                let node = self.node(state.node, Taken::Row(number));
                next.push(State { key, cost, sides: Sides::new(old, new), node });
            }
        }
    }

    fn key(&self, phase: Phase, before: Key, (lines, bytes, recurs): (i32, i64, u16)) -> Key {
        let lines = if self.frame.lines.is_some() { before.lines + lines } else { 0 };
        let bytes = if self.frame.counts_bytes { before.bytes + bytes } else { 0 };
        Key { phase, lines, bytes, slide: before.slide.after(phase, recurs) }
    }

    fn node(&mut self, before: u32, step: Taken) -> u32 {
        self.nodes.push(Node { before, step });
        index(self.nodes.len() - 1)
    }

    /// The whole readings, the likeliest two of each number of bytes.
    fn readings(&self, states: &[State]) -> Vec<Reading> {
        let mut readings: Vec<Reading> = states.iter().filter_map(|state| self.reading(state)).collect();
        readings.sort_by_key(|reading| (reading.bytes, reading.cost, reading.end));
        keep_two(&mut readings, |reading| reading.bytes, |reading| reading.signature);
        readings
    }

    fn reading(&self, state: &State) -> Option<Reading> {
        let cost = state.cost + lower_bound::end(state.key.phase, &self.frame);
        let holds = self.frame.lines.is_none_or(|lines| lines == state.key.lines)
            && cost <= self.limit.max(IRREGULAR);
        holds.then(|| Reading {
            bytes: state.key.bytes,
            cost,
            signature: state.sides.old.rotate_left(32) ^ state.sides.new,
            end: state.node,
        })
    }
}

/// Of states that came one after the other keeps the likeliest two of each key that stand for something else.
fn keep_likeliest(states: &mut Vec<State>) {
    states.sort_by_key(|state| (state.key.packed(), state.cost));
    keep_two(states, |state| state.key, |state| state.sides);
}

/// Of a sorted list keeps, for each key, the first and the next that stands for something else.
pub(crate) fn keep_two<T: Copy, K: PartialEq, S: PartialEq>(
    list: &mut Vec<T>,
    key: impl Fn(&T) -> K,
    stands_for: impl Fn(&T) -> S,
) {
    let mut kept = 0;
    for index in 0..list.len() {
        let next = list[index];
        let same = |before: usize| kept >= before && key(&list[kept - before]) == key(&next);
        let is_new = !same(1) || !same(2) && stands_for(&list[kept - 1]) != stands_for(&next);
        if is_new {
            list[kept] = next;
            kept += 1;
        }
    }
    list.truncate(kept);
}

/// The hash of a side with one more line.
fn joined(side: u64, line: Option<u64>) -> u64 {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
    line.map_or(side, |line| side.wrapping_mul(STEP) ^ line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pairing::cost::Lean;
    use crate::pairing::cost::blank_lines::Habits;
    use crate::pairing::grammar::constraints::Blanks;
    use crate::parse::sheet::{Engine, Rendered, RowClaim, TextEnd};

    const FRAME: Frame = Frame {
        engine: Engine::Wikidiff2,
        blanks: Blanks::Unseen,
        may_begin_short: true,
        lines: None,
        lean: Lean::Added,
        counts_bytes: false,
        is_followed: false,
        text_end: TextEnd::Kept,
        habits: Habits::NONE,
    };

    fn cells<'t>(texts: &[&'t str]) -> Vec<Cell<'t>> {
        let cell = |text: &&'t str| Cell {
            text: (*text).into(),
            line: 1,
            side: None,
            marker: None,
            claim: RowClaim::Unknown,
            rendered: Rendered::Unknown,
            is_ambiguous: false,
        };
        texts.iter().map(cell).collect()
    }

    /// The rows of each reading, likeliest first: `=` context, `~` changed, `-` removed, `+` added, `u` and `v`
    /// unseen.
    fn readings(texts: &[&str], frame: Frame) -> Vec<String> {
        let found = search(&cells(texts), &Alike::default(), frame);
        let mut readings: Vec<&Reading> = found.readings.iter().collect();
        readings.sort_by_key(|reading| reading.cost);
        let sign = |step: &Step| match step.kind {
            StepKind::Context => '=',
            StepKind::Changed | StepKind::Replaced => '~',
            StepKind::Removed => '-',
            StepKind::Added => '+',
            StepKind::UnseenAdded => 'u',
            StepKind::UnseenRemoved => 'v',
        };
        readings.iter().map(|reading| found.steps(reading).iter().map(sign).collect()).collect()
    }

    #[track_caller]
    fn case(texts: &[&str], frame: Frame, expected: &[&str]) {
        assert_eq!(readings(texts, frame), expected, "{texts:?}");
    }

    #[test]
    fn without_an_equation_the_likeliest_two_readings_are_kept() {
        case(&["one", "one", "milk"], FRAME, &["=+", "=-"]);
        case(&["one", "one", "milk"], Frame { lean: Lean::Removed, ..FRAME }, &["=-", "=+"]);
        case(&["one", "one", "the old bridge", "the new bridge"], FRAME, &["=~", "=++"]);
    }

    #[test]
    fn line_numbers_leave_only_readings_that_add_so_many_lines() {
        let lines = |lines| Frame { lines: Some(lines), ..FRAME };
        case(&["one", "one", "milk"], lines(1), &["=+"]);
        case(&["one", "one", "milk"], lines(-1), &["=-"]);
        case(&["one", "one", "milk"], lines(0), &[]);
    }

    #[test]
    fn there_is_a_reading_for_each_number_of_bytes() {
        let bytes = Frame { counts_bytes: true, ..FRAME };
        let found = search(&cells(&["one", "one", "milk"]), &Alike::default(), bytes);
        for bytes in [-5, 5] {
            assert!(found.readings.iter().any(|reading| reading.bytes == bytes), "{bytes} bytes");
        }
        assert!(found.is_complete && !found.is_cut_short);
    }

    #[test]
    fn an_equation_of_the_php_engine_can_call_for_an_unseen_line() {
        let (texts, two_more) = (["one", "one", "milk"], Frame { lines: Some(2), ..FRAME });
        case(&texts, two_more, &[]);
        let likeliest = readings(&texts, Frame { engine: Engine::Php, ..two_more }).swap_remove(0);
        assert!(["=u+", "=+u"].contains(&likeliest.as_str()), "{likeliest}");
    }

    #[test]
    fn a_block_stands_as_far_up_as_it_can() {
        let texts = ["one", "one", "milk", "one", "two", "two", "x", "x"];
        let breaks = |reading: &String| reading.starts_with("=++=");
        assert!(
            !breaks(&readings(&texts, FRAME)[0]),
            "the lower of two lines that are the same is the page's own"
        );
        let other = ["one", "one", "milk", "rind", "two", "two", "x", "x"];
        assert!(breaks(&readings(&other, FRAME)[0]));
    }

    #[test]
    fn where_nothing_counts_the_lines_an_unseen_one_is_put_back_if_it_is_likely() {
        let php = Frame { engine: Engine::Php, ..FRAME };
        let heading = ["It is old.", "It is old.", "== Law ==", "It is new.", "", ""];
        assert_eq!(readings(&heading, php)[0], "=u+u+=");
        case(&["* milk", "* milk", "* rennet", "* salt", "* salt"], php, &["=+=", "=-="]);
    }

    #[test]
    fn too_many_states_are_cut_short_and_prove_nothing() {
        let sizes = (0..40).map(|index| "x".repeat(index * index * 7 % 3001 + 1));
        let lines: Vec<String> = sizes.collect();
        let texts: Vec<&str> = lines.iter().flat_map(|line| [line, "one", "one"]).collect();
        let found = search(&cells(&texts), &Alike::default(), Frame { counts_bytes: true, ..FRAME });
        assert!(found.is_cut_short && !found.is_complete);
        assert!(!found.readings.is_empty(), "a likely reading is shown all the same");
    }

    /// The likeliest reading, and the likeliest with other sides that is close to it, by cost and sides.
    fn likeliest(readings: &[Reading]) -> Vec<(Cost, u64)> {
        let mut told: Vec<_> = readings.iter().map(|reading| (reading.cost, reading.signature)).collect();
        told.sort_by_key(|reading| reading.0);
        let is_close = |other: &(Cost, u64)| other.1 != told[0].1 && other.0 < told[0].0 + CLOSE;
        told.iter().take(1).chain(told.iter().find(|other| is_close(other))).copied().collect()
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn a_search_near_the_likeliest_finds_what_a_wide_one_does(
            texts in prop::collection::vec("(one|two|one two|two one three|x{3})?", 1..12),
            lines in -2..=2,
            engine in prop::sample::select(vec![Engine::Wikidiff2, Engine::Php]),
        ) {
            let texts: Vec<_> = texts.iter().map(String::as_str).collect();
            let frame = Frame { lines: Some(lines), engine, ..FRAME };
            let rows = Rows::of(&cells(&texts), &Alike::default(), &frame);
            let ahead = Ahead::of(&rows, &frame);
            let mut search = Search::new(&rows, &ahead, frame);
            if let Some(near) = search.near() {
                let (wide, _) = search.tried(0).expect("the last try never gives up");
                prop_assert_eq!(likeliest(&near), likeliest(&wide));
            }
        }
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn the_bounds_ahead_weigh_each_row_as_the_search_does(
            texts in prop::collection::vec("(one|two|one two|two one three|one two three four| )?", 1..9),
            engine in prop::sample::select(vec![Engine::Wikidiff2, Engine::Php]),
            lean in prop::sample::select(vec![Lean::Added, Lean::Removed]),
        ) {
            let texts: Vec<_> = texts.iter().map(String::as_str).collect();
            let frame = Frame { lines: Some(1), engine, lean, ..FRAME };
            let rows = Rows::of(&cells(&texts), &Alike::default(), &frame);
            let is_met = |phase: &Phase| frame.has_unseen() || !phase.is_after_unseen();
            for at in 0..rows.cells() {
                for (_, row) in rows.at(at) {
                    let costs = rows.costs(at, row);
                    for phase in Phase::ALL.into_iter().filter(is_met) {
                        prop_assert_eq!(costs[phase.number()], rows.cost(at, row, phase), "{:?}", phase);
                    }
                }
            }
        }
    }

    #[test]
    fn of_each_key_the_first_and_one_that_stands_for_something_else_are_kept() {
        let mut list = vec![(1, 'a'), (1, 'a'), (1, 'b'), (1, 'c'), (2, 'a')];
        keep_two(&mut list, |entry| entry.0, |entry| entry.1);
        assert_eq!(list, [(1, 'a'), (1, 'b'), (2, 'a')]);
    }
}
