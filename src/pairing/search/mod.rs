//! The likeliest readings of a hunk: a k-best Viterbi search over the lattice of its rows.
//!
//! ```text
//! cells ─▶ lattice        all rows that may stand at each cell, scored
//!       ─▶ lower_bound    backward pass: least cost of the rest, without the equations
//!       ─▶ search         forward pass: the two best paths into each state, within a margin of the best
//!       ─▶ KBest          for each byte delta the best reading and the best with other sides
//! all hunks ─▶ combine    readings of the whole page by their byte total
//! ```
//!
//! A search state is the grammar's state with the counts that the equations need: net lines if the next header states
//! them, net bytes if the page states them. Each state keeps its best path and the best path with other sides for a line
//! with text, so that the end of the search knows if a second reading passes.
//!
//! The lower bound drops a path as soon as it cannot end within the margin, as in A*. A hunk with more states than
//! [`MAX_STATES`] is searched again with a narrower margin and then as a beam search; such a search proves nothing.

pub(crate) mod combine;
pub(crate) mod lattice;
pub(crate) mod lower_bound;
pub(crate) mod posterior;

use crate::model::Sides;
use crate::parse::sheet::Cell;

use super::cost::similarity::SimilarityCache;
use super::cost::slider::{self, SliderState};
use super::cost::{BEAM_MARGIN, Cost, RUNNER_UP_MARGIN, UNGRAMMATICAL};
use super::grammar::candidates::CellSlice;
use super::grammar::constraints::HunkConstraints;
use super::grammar::state::{State, StepKind};
use lattice::{Lattice, PlacedEdge, to_u32};
use lower_bound::LowerBound;

/// Most states at one cell. Each costs about 50 bytes, and less than a microsecond for each row that may follow. Real
/// hunks have some hundreds.
const MAX_STATES: usize = 12_000;

/// Most transitions in one pass: less than a tenth of a second.
const MAX_TRANSITIONS: usize = 1_000_000;

/// Further transitions for every cell. A hunk without equations has about forty states at each cell, so the search is
/// linear in the number of cells.
const TRANSITIONS_PER_CELL: usize = 400;

/// A pass of the search.
#[derive(Clone, Copy)]
struct Pass {
    /// Most that a reading may cost above the lower bound.
    margin: Cost,
    /// Most states at a cell before the pass overflows.
    max_states: usize,
}

/// Passes of the search. Pass 1 gives up when it overflows. Pass 2 then falls back to a beam of [`BEAM_BUDGET`] divided by
/// the cells, if that is at least [`MIN_BEAM`]. Pass 3 always finishes, with a beam of [`NARROW_BEAM`].
const PASSES: [Pass; 3] = [
    Pass { margin: BEAM_MARGIN, max_states: MAX_STATES },
    Pass { margin: RUNNER_UP_MARGIN, max_states: MAX_STATES },
    Pass { margin: NARROW_MARGIN, max_states: NARROW_BEAM },
];

/// Beam of the last pass: states kept at a cell of any input.
const NARROW_BEAM: usize = 16;

/// Beam budget for a whole hunk. On 504 pages with a stated byte change it reads five more correctly than a fixed 64 per
/// cell; 15 times as much gains nothing.
const BEAM_BUDGET: usize = 200_000;

/// Narrowest beam of the second pass.
const MIN_BEAM: usize = 64;

/// Margin of the last pass: enough to see the ambiguous rows.
const NARROW_MARGIN: Cost = 1_000;

/// Most cells of a hunk for the first two passes. Longer hunks are whole pastes without numbers, where the memory for
/// each cell counts more than a second reading.
const MAX_HUNK_CELLS: usize = 30_000;

/// Most cells of a row (`⇥ old ⇥ ⇥ new`), and so the number of cells ahead that states are collected for.
const MAX_ROW_CELLS: usize = 5;

/// A row of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadingStep {
    /// The kind of the row.
    pub(crate) kind: StepKind,
    /// The lines of the row; none for an unseen row.
    pub(crate) lines: Sides<Option<CellSlice>>,
    /// The cell at which the row begins.
    pub(crate) at: u32,
}

impl ReadingStep {
    /// Returns true if the row was copied.
    pub(crate) const fn is_seen(&self) -> bool {
        !matches!(self.kind, StepKind::UnseenRemoved | StepKind::UnseenAdded)
    }
}

/// A reading of the whole hunk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HunkReading {
    /// New minus old, in bytes; 0 where bytes are not counted.
    pub(crate) bytes: i64,
    /// The cost.
    pub(crate) cost: Cost,
    /// The hash of the lines with text on each side.
    pub(crate) signature: u64,
    end: u32,
}

/// Readings that the search of a hunk found.
pub(crate) struct KBest {
    /// For each byte delta the best reading and the best with other sides.
    pub(crate) readings: Vec<HunkReading>,
    /// True if the search saw every reading within the margin.
    pub(crate) is_complete: bool,
    /// True if a beam dropped states.
    pub(crate) is_cut_short: bool,
    pointers: Vec<BackPointer>,
    lattice: Lattice,
    constraints: HunkConstraints,
}

impl std::fmt::Debug for KBest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.readings.fmt(formatter)
    }
}

/// Search of a hunk with its lower bound, which takes as much memory as all else and is freed first.
pub(crate) struct HunkSearch {
    /// What was found.
    pub(crate) found: KBest,
    bound: LowerBound,
}

impl HunkSearch {
    /// Keeps what the posterior of a reading is computed from. Returns nothing if there is no reading.
    pub(crate) fn without_paths(mut self) -> Option<Self> {
        self.found.pointers = Vec::new();
        if self.found.readings.is_empty() { None } else { Some(self) }
    }
}

impl KBest {
    /// The lattice of the search and its constraints.
    #[cfg(test)]
    pub(crate) const fn parts(&self) -> (&Lattice, &HunkConstraints) {
        (&self.lattice, &self.constraints)
    }

    /// Traces the rows of a reading back, and returns them first to last.
    pub(crate) fn steps(&self, reading: &HunkReading) -> Vec<ReadingStep> {
        let mut steps = Vec::new();
        let mut at = reading.end;
        while at != ROOT {
            let pointer = self.pointers[at as usize];
            steps.push(match pointer.transition {
                Transition::Edge(index) => {
                    let (cell, edge) = self.lattice.edge(index);
                    ReadingStep { kind: edge.kind, lines: edge.lines, at: to_u32(cell) }
                }
                Transition::Unseen(kind, at) => ReadingStep { kind, lines: Sides::new(None, None), at },
            });
            at = pointer.before;
        }
        steps.reverse();
        steps
    }

    /// Returns the best reading, and the best with other sides if its cost is close.
    pub(crate) fn best_two(&self) -> Option<(&HunkReading, Option<&HunkReading>)> {
        let best = self.readings.iter().min_by_key(|reading| reading.cost)?;
        let others = self.readings.iter().filter(|other| other.signature != best.signature);
        let second = others.min_by_key(|other| other.cost);
        Some((best, second.filter(|other| other.cost < best.cost + RUNNER_UP_MARGIN)))
    }
}

/// One row of a path, and the row before it.
#[derive(Clone, Copy)]
struct BackPointer {
    before: u32,
    transition: Transition,
}

/// Pointer before the first row.
const ROOT: u32 = u32::MAX;

/// A step from one state to the next.
#[derive(Clone, Copy)]
enum Transition {
    /// An edge of the lattice, by its index.
    Edge(u32),
    /// An unseen row at a cell.
    Unseen(StepKind, u32),
}

/// State of the search: the grammar's state with the counts of the equations.
#[derive(Clone, Copy, PartialEq, Eq)]
struct SearchState {
    grammar: State,
    lines: i32,
    bytes: i64,
    slider: SliderState,
}

impl SearchState {
    /// Packs the state into one number for sorting. Comparing field by field took a third of the search.
    fn packed(self) -> u128 {
        // Flipping the sign bit orders negative numbers before positive ones.
        let lines = self.lines.cast_unsigned() ^ 1 << 31;
        let bytes = self.bytes.cast_unsigned() ^ 1 << 63;
        let grammar = (self.grammar.index() as u128) << 112 | u128::from(self.slider.bits()) << 96;
        grammar | u128::from(lines) << 64 | u128::from(bytes)
    }
}

/// A path through the lattice that ends in a state.
#[derive(Clone, Copy)]
struct SearchPath {
    state: SearchState,
    cost: Cost,
    sides: Sides<u64>,
    pointer: u32,
}

/// Line, byte and slider counts that a row adds to a state.
#[derive(Clone, Copy)]
struct RowCounts {
    lines: i32,
    bytes: i64,
    line_id: u16,
}

/// Searches one hunk.
pub(crate) fn search_hunk(
    cells: &[Cell<'_>],
    similarities: &SimilarityCache,
    constraints: HunkConstraints,
) -> HunkSearch {
    let lattice = Lattice::new(cells, similarities, &constraints);
    let bound = LowerBound::new(&lattice, &constraints);
    let mut search = Search::new(&lattice, &bound, constraints);
    let first_pass = first_pass(cells, &constraints);
    let near = if first_pass == 0 && !constraints.counts_bytes { search.search_near_best() } else { None };
    let found = near.map(|readings| (readings, false)).or_else(|| search.search_with_fallbacks(first_pass));
    let (readings, is_complete) = found.unwrap_or_default();
    let (pointers, is_cut_short) = (search.pointers, search.is_cut_short);
    HunkSearch { found: KBest { readings, is_complete, is_cut_short, pointers, lattice, constraints }, bound }
}

/// Picks the first pass. Without an equation no reading is proved, so the widest margin is not needed.
fn first_pass(cells: &[Cell<'_>], constraints: &HunkConstraints) -> usize {
    match constraints.has_equation() {
        _ if cells.len() > MAX_HUNK_CELLS => PASSES.len() - 1,
        true => 0,
        false => 1,
    }
}

/// Reaction of a pass to too many states.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Overflow {
    /// The pass ends; the next pass has a narrower margin.
    GiveUp,
    /// The pass goes on as a beam search with this many of the likeliest states.
    Beam(usize),
}

/// Forward pass over the cells of a hunk.
struct Search<'l> {
    lattice: &'l Lattice,
    bound: &'l LowerBound,
    constraints: HunkConstraints,
    /// Most states at one cell.
    max_states: usize,
    /// Most that a reading may cost.
    limit: Cost,
    /// Transitions so far in this pass.
    transitions: usize,
    /// True if a beam dropped states.
    is_cut_short: bool,
    pointers: Vec<BackPointer>,
}

impl<'l> Search<'l> {
    const fn new(lattice: &'l Lattice, bound: &'l LowerBound, constraints: HunkConstraints) -> Self {
        Self {
            lattice,
            bound,
            constraints,
            max_states: 0,
            limit: 0,
            transitions: 0,
            is_cut_short: false,
            pointers: Vec::new(),
        }
    }

    /// Searches near the best reading, and succeeds if the best reading satisfies the equation. That is enough where bytes
    /// are not counted: nothing is proved then, and only a runner-up within [`RUNNER_UP_MARGIN`] is reported.
    fn search_near_best(&mut self) -> Option<Vec<HunkReading>> {
        let pass = Pass { margin: RUNNER_UP_MARGIN, max_states: MAX_STATES };
        let readings = self.search_window(pass, Overflow::GiveUp)?;
        readings.iter().any(|reading| reading.cost + RUNNER_UP_MARGIN <= self.limit).then_some(readings)
    }

    /// Runs the passes until one does not give up. Returns its readings, and true if it was the complete first pass.
    fn search_with_fallbacks(&mut self, first: usize) -> Option<(Vec<HunkReading>, bool)> {
        let beam = (BEAM_BUDGET / self.lattice.cells().max(1)).min(MAX_STATES);
        (first..PASSES.len()).find_map(|pass| {
            let overflow = match pass {
                1 if beam >= MIN_BEAM => Overflow::Beam(beam),
                2 => Overflow::Beam(NARROW_BEAM),
                _ => Overflow::GiveUp,
            };
            Some((self.search_window(PASSES[pass], overflow)?, pass == 0))
        })
    }

    /// Runs one pass. Returns nothing if the pass overflows and gives up.
    fn search_window(&mut self, pass: Pass, overflow: Overflow) -> Option<Vec<HunkReading>> {
        self.limit = self.bound.at(0, State::LeadingContext(0)) + pass.margin;
        self.max_states = pass.max_states;
        self.transitions = 0;
        self.pointers.clear();
        let paths = self.run(overflow)?;
        // Keep the best two complete readings of each byte delta.
        let mut readings: Vec<HunkReading> =
            paths.iter().filter_map(|path| self.complete_reading(path)).collect();
        readings.sort_by_key(|reading| (reading.bytes, reading.cost, reading.end));
        keep_two(&mut readings, |reading| reading.bytes, |reading| reading.signature);
        Some(readings)
    }

    /// Goes from the first cell to the end. Returns the paths there, or nothing if the pass gives up.
    fn run(&mut self, overflow: Overflow) -> Option<Vec<SearchPath>> {
        // The paths to this cell and to the next ones; a row leads at most five cells ahead.
        let mut open: Vec<Vec<SearchPath>> = vec![Vec::new(); MAX_ROW_CELLS + 1];
        let grammar = State::LeadingContext(0);
        let state = SearchState { grammar, lines: 0, bytes: 0, slider: SliderState::default() };
        open[0].push(SearchPath { state, cost: 0, sides: Sides::new(1, 1), pointer: ROOT });
        let lattice = self.lattice;
        for at in 0..lattice.cells() {
            let mut paths = self.close_over_unseen(std::mem::take(&mut open[0]), at);
            let max_transitions = MAX_TRANSITIONS + at * TRANSITIONS_PER_CELL;
            if paths.len() > self.max_states || self.transitions > max_transitions {
                let Overflow::Beam(beam) = overflow else { return None };
                paths.sort_by_key(|path| path.cost + self.bound.at(at, path.state.grammar));
                paths.truncate(beam);
                self.max_states = beam;
                self.is_cut_short = true;
            }
            open.rotate_left(1);
            for placed in lattice.at(at) {
                self.expand(&paths, placed, &mut open[placed.edge.cells as usize - 1]);
            }
        }
        Some(self.close_over_unseen(std::mem::take(&mut open[0]), lattice.cells()))
    }

    /// Adds the paths by unseen rows at a cell, and keeps the best two of each state.
    fn close_over_unseen(&mut self, mut paths: Vec<SearchPath>, at: usize) -> Vec<SearchPath> {
        keep_best_two(&mut paths);
        let mut from = 0;
        while self.constraints.has_unseen() && from < paths.len() {
            let grown = paths.len();
            for index in from..grown {
                self.expand_unseen(paths[index], at, &mut paths);
            }
            from = grown;
        }
        if from > 0 {
            keep_best_two(&mut paths);
        }
        paths
    }

    /// Adds the paths by one more unseen row.
    fn expand_unseen(&mut self, path: SearchPath, at: usize, paths: &mut Vec<SearchPath>) {
        for (kind, sign) in [(StepKind::UnseenAdded, 1), (StepKind::UnseenRemoved, -1)] {
            let [Some((next, begins)), _] = self.bound.next_states(path.state.grammar, kind) else {
                continue;
            };
            let cost = path.cost + begins + self.lattice.unseen_cost(at, kind, path.state.grammar);
            if cost + self.bound.at(at, next) <= self.limit {
                let counts = RowCounts { lines: sign, bytes: i64::from(sign), line_id: slider::BLANK };
                let state = self.next_state(path.state, next, counts);
                let pointer = self.push_pointer(path.pointer, Transition::Unseen(kind, to_u32(at)));
                paths.push(SearchPath { state, cost, sides: path.sides, pointer });
            }
        }
    }

    /// Adds the paths by an edge.
    fn expand(&mut self, paths: &[SearchPath], placed: PlacedEdge<'_>, next: &mut Vec<SearchPath>) {
        let edge = placed.edge;
        self.transitions += paths.len();
        let counts = RowCounts { lines: edge.net_lines(), bytes: edge.bytes, line_id: edge.line_id };
        for path in paths {
            let own = self.lattice.cost(placed.cell, edge, path.state.grammar);
            let states = self.bound.next_states(path.state.grammar, edge.kind);
            for (grammar, begins) in states.into_iter().flatten() {
                let cost = path.cost + own + begins + path.state.slider.cost(grammar);
                if cost + self.bound.at(placed.next_cell(), grammar) > self.limit {
                    continue;
                }
                let state = self.next_state(path.state, grammar, counts);
                let old = mix_hash(path.sides.old, edge.hashes.old);
                let new = mix_hash(path.sides.new, edge.hashes.new);
                let pointer = self.push_pointer(path.pointer, Transition::Edge(placed.index));
                next.push(SearchPath { state, cost, sides: Sides::new(old, new), pointer });
            }
        }
    }

    /// Returns the state after a row. Counts without an equation stay 0, so that they do not tell states apart.
    fn next_state(&self, before: SearchState, grammar: State, counts: RowCounts) -> SearchState {
        let lines = if self.constraints.lines.is_some() { before.lines + counts.lines } else { 0 };
        let bytes = if self.constraints.counts_bytes { before.bytes + counts.bytes } else { 0 };
        SearchState { grammar, lines, bytes, slider: before.slider.after(grammar, counts.line_id) }
    }

    fn push_pointer(&mut self, before: u32, transition: Transition) -> u32 {
        self.pointers.push(BackPointer { before, transition });
        to_u32(self.pointers.len() - 1)
    }

    /// Returns the reading of a path at the end, if it satisfies the line equation and the limit.
    fn complete_reading(&self, path: &SearchPath) -> Option<HunkReading> {
        let cost = path.cost + lower_bound::end_cost(path.state.grammar, &self.constraints);
        let is_valid = self.constraints.lines.is_none_or(|lines| lines == path.state.lines)
            && cost <= self.limit.max(UNGRAMMATICAL);
        is_valid.then(|| HunkReading {
            bytes: path.state.bytes,
            cost,
            signature: path.sides.old.rotate_left(32) ^ path.sides.new,
            end: path.pointer,
        })
    }
}

/// Keeps the best two paths of each state that differ in their sides.
fn keep_best_two(paths: &mut Vec<SearchPath>) {
    paths.sort_by_key(|path| (path.state.packed(), path.cost));
    keep_two(paths, |path| path.state, |path| path.sides);
}

/// Keeps, for each key of a sorted list, the first item and the next one with another identity.
pub(crate) fn keep_two<T: Copy, K: PartialEq, S: PartialEq>(
    list: &mut Vec<T>,
    key: impl Fn(&T) -> K,
    identity: impl Fn(&T) -> S,
) {
    let mut kept = 0;
    for index in 0..list.len() {
        let next = list[index];
        let has_key = |back: usize| kept >= back && key(&list[kept - back]) == key(&next);
        let is_new = !has_key(1) || !has_key(2) && identity(&list[kept - 1]) != identity(&next);
        if is_new {
            list[kept] = next;
            kept += 1;
        }
    }
    list.truncate(kept);
}

/// Extends the hash of a side by one line.
fn mix_hash(side: u64, line: Option<u64>) -> u64 {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
    line.map_or(side, |line| side.wrapping_mul(STEP) ^ line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pairing::cost::EditPrior;
    use crate::pairing::cost::blank_lines::BlankLinePrior;
    use crate::pairing::grammar::constraints::{BlankLineCopy, HiddenChanges};
    use crate::pairing::tests;
    use crate::parse::sheet::{Engine, TextEnd};

    const OPEN: HunkConstraints = HunkConstraints {
        engine: Engine::Wikidiff2,
        blanks: BlankLineCopy::Lost,
        may_begin_short: true,
        lines: None,
        edit_prior: EditPrior::Adds,
        counts_bytes: false,
        hidden_changes: HiddenChanges::None,
        is_followed: false,
        text_end: TextEnd::Kept,
        blank_prior: BlankLinePrior::NONE,
    };

    fn cells<'t>(texts: &[&'t str]) -> Vec<Cell<'t>> {
        texts.iter().map(|text| tests::cell(text, 1)).collect()
    }

    /// Searches a hunk. Writes the rows of each reading, best first: `=` context, `~` changed, `-` removed, `+` added, `u`
    /// and `v` unseen.
    fn readings(texts: &[&str], constraints: HunkConstraints) -> Vec<String> {
        let HunkSearch { found, .. } = search_hunk(&cells(texts), &SimilarityCache::default(), constraints);
        let mut readings: Vec<&HunkReading> = found.readings.iter().collect();
        readings.sort_by_key(|reading| reading.cost);
        let sign = |step: &ReadingStep| match step.kind {
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
    fn case(texts: &[&str], constraints: HunkConstraints, expected: &[&str]) {
        assert_eq!(readings(texts, constraints), expected, "{texts:?}");
    }

    #[test]
    fn keeps_the_best_two_readings_without_an_equation() {
        case(&["one", "one", "milk"], OPEN, &["=+", "=-"]);
        case(
            &["one", "one", "milk"],
            HunkConstraints { edit_prior: EditPrior::Removes, ..OPEN },
            &["=-", "=+"],
        );
        case(&["one", "one", "the old bridge", "the new bridge"], OPEN, &["=~", "=++"]);
    }

    #[test]
    fn posterior_is_the_share_of_the_readings() {
        let share = |texts: &[&str], constraints| {
            let search = search_hunk(&cells(texts), &SimilarityCache::default(), constraints);
            let (best, _) = search.found.best_two().expect("a hunk has a reading");
            let posterior =
                search.posterior(&search.found.steps(best)).expect("a small hunk has a posterior");
            let row = posterior.rows.iter().fold(f64::INFINITY, |least, row| least.min(*row));
            [posterior.agreeing, row].map(|weight| weight / posterior.total)
        };
        let [reading, row] = share(&["one", "one", "milk"], OPEN);
        // An added line costs 500 less than a removed one.
        let odds = 1.0 / (1.0 + libm::exp(-0.5));
        assert!((reading - odds).abs() < 0.01 && (row - odds).abs() < 0.01, "{reading} {row}");
        let [reading, row] = share(&["one", "one", "milk"], HunkConstraints { lines: Some(1), ..OPEN });
        assert!(reading > 0.99 && row > 0.99, "{reading} {row}: the line numbers leave one reading");
    }

    #[test]
    fn line_equation_leaves_only_readings_with_its_net_lines() {
        let lines = |lines| HunkConstraints { lines: Some(lines), ..OPEN };
        case(&["one", "one", "milk"], lines(1), &["=+"]);
        case(&["one", "one", "milk"], lines(-1), &["=-"]);
        case(&["one", "one", "milk"], lines(0), &[]);
    }

    #[test]
    fn keeps_a_reading_for_each_byte_delta() {
        let bytes = HunkConstraints { counts_bytes: true, ..OPEN };
        let HunkSearch { found, .. } =
            search_hunk(&cells(&["one", "one", "milk"]), &SimilarityCache::default(), bytes);
        for bytes in [-5, 5] {
            assert!(found.readings.iter().any(|reading| reading.bytes == bytes), "{bytes} bytes");
        }
        assert!(found.is_complete && !found.is_cut_short);
    }

    #[test]
    fn line_equation_can_require_an_unseen_line_of_php() {
        let (texts, two_more) = (["one", "one", "milk"], HunkConstraints { lines: Some(2), ..OPEN });
        case(&texts, two_more, &[]);
        let likeliest = readings(&texts, HunkConstraints { engine: Engine::Php, ..two_more }).swap_remove(0);
        assert!(["=u+", "=+u"].contains(&likeliest.as_str()), "{likeliest}");
    }

    #[test]
    fn blocks_stand_as_far_up_as_possible() {
        let texts = ["one", "one", "milk", "one", "two", "two", "x", "x"];
        let breaks = |reading: &String| reading.starts_with("=++=");
        assert!(!breaks(&readings(&texts, OPEN)[0]), "the lower of two equal lines is the page's own");
        let other = ["one", "one", "milk", "rind", "two", "two", "x", "x"];
        assert!(breaks(&readings(&other, OPEN)[0]));
    }

    #[test]
    fn restores_a_likely_unseen_line_without_an_equation() {
        let php = HunkConstraints { engine: Engine::Php, ..OPEN };
        let heading = ["It is old.", "It is old.", "== Law ==", "It is new.", "", ""];
        assert_eq!(readings(&heading, php)[0], "=u+u+=");
        case(&["* milk", "* milk", "* rennet", "* salt", "* salt"], php, &["=+=", "=-="]);
    }

    #[test]
    fn beam_search_is_incomplete_but_finds_a_reading() {
        let sizes = (0..40).map(|index| "x".repeat(index * index * 7 % 3001 + 1));
        let lines: Vec<String> = sizes.collect();
        let texts: Vec<&str> = lines.iter().flat_map(|line| [line, "one", "one"]).collect();
        let HunkSearch { found, .. } = search_hunk(
            &cells(&texts),
            &SimilarityCache::default(),
            HunkConstraints { counts_bytes: true, ..OPEN },
        );
        assert!(found.is_cut_short && !found.is_complete);
        assert!(!found.readings.is_empty(), "a beam search finds a likely reading");
    }

    /// Takes the best reading, and the best with other sides that is close to it, by cost and sides.
    fn best_two(readings: &[HunkReading]) -> Vec<(Cost, u64)> {
        let mut sorted: Vec<_> = readings.iter().map(|reading| (reading.cost, reading.signature)).collect();
        sorted.sort_by_key(|reading| reading.0);
        let is_close =
            |other: &(Cost, u64)| other.1 != sorted[0].1 && other.0 < sorted[0].0 + RUNNER_UP_MARGIN;
        sorted.iter().take(1).chain(sorted.iter().find(|other| is_close(other))).copied().collect()
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn search_near_the_best_agrees_with_a_wide_search(
            texts in prop::collection::vec("(one|two|one two|two one three|x{3})?", 1..12),
            lines in -2..=2,
            engine in prop::sample::select(vec![Engine::Wikidiff2, Engine::Php]),
        ) {
            let texts: Vec<_> = texts.iter().map(String::as_str).collect();
            let constraints = HunkConstraints { lines: Some(lines), engine, ..OPEN };
            let lattice = Lattice::new(&cells(&texts), &SimilarityCache::default(), &constraints);
            let bound = LowerBound::new(&lattice, &constraints);
            let mut search = Search::new(&lattice, &bound, constraints);
            if let Some(near) = search.search_near_best() {
                let (wide, _) = search.search_with_fallbacks(0).expect("the last pass never gives up");
                prop_assert_eq!(best_two(&near), best_two(&wide));
            }
        }
    }

    #[test]
    fn keep_two_keeps_two_identities_of_each_key() {
        let mut list = vec![(1, 'a'), (1, 'a'), (1, 'b'), (1, 'c'), (2, 'a')];
        keep_two(&mut list, |entry| entry.0, |entry| entry.1);
        assert_eq!(list, [(1, 'a'), (1, 'b'), (2, 'a')]);
    }
}
