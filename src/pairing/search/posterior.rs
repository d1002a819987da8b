//! Posterior of a hunk: the share of all likely readings that agree with the one that is shown.
//!
//! ```text
//! forward    weight of all ways from the first cell to each state
//! backward   weight of all ways from each state to the end
//! a row      forward × its own weight × backward, summed over the states before it
//! ```
//!
//! This is the forward–backward algorithm over the lattice of the search. The weight of a reading is `exp(-cost / 1000)`,
//! since a cost is a log-odds in thousandths. The lower bound leaves out what is too unlikely to count.

use super::lattice::PlacedEdge;
use super::lower_bound::{self, LowerBound};
use super::{HunkSearch, KBest, MAX_ROW_CELLS, RUNNER_UP_MARGIN, ReadingStep};
use crate::model::{Side, Sides};
use crate::pairing::cost::Cost;
use crate::pairing::cost::slider::{self, SliderState};
use crate::pairing::grammar::candidates::CellSlice;
use crate::pairing::grammar::state::{State, StepKind};

/// Maximum number of arcs between states: some ten megabytes. Whole pages without an equation have some thousands.
const MAX_ARCS: usize = 400_000;

/// Cells whose nodes are collected: one, and those that a row from it leads to.
const OPEN_CELLS: usize = MAX_ROW_CELLS + 1;

/// Weights of the readings of a hunk, each against the weight of the best one.
#[derive(Clone, Debug)]
pub(crate) struct Posterior {
    /// The cost of the best reading, whose weight is 1.
    pub(crate) least_cost: Cost,
    /// The weight of all readings.
    pub(crate) total: f64,
    /// The weight of the readings that put every line with text on the side that the shown reading puts it.
    pub(crate) agreeing: f64,
    /// The weight of the readings with each row of the shown reading.
    pub(crate) rows: Vec<f64>,
}

/// State between two rows, in an order in which every arc leads to a later one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NodeKey {
    grammar: usize,
    lines: i32,
    slider: u16,
}

/// State at its place, with what leads to it.
#[derive(Clone, Copy)]
struct Node {
    grammar: State,
    lines: i32,
    slider: SliderState,
    /// The least cost of a way to it.
    cost: Cost,
    /// The weight of all ways to it.
    forward: f64,
    /// The weight of the ways that agree with the shown reading.
    agreeing: f64,
}

/// Row between two states.
#[derive(Clone, Copy)]
struct Arc {
    from: u32,
    to: u32,
    weight: f64,
    /// The row of the shown reading that it is.
    row: Option<u32>,
}

/// Row that leads from a state to the next.
#[derive(Clone, Copy)]
struct NextRow {
    from_cell: usize,
    cell: usize,
    grammar: State,
    net_lines: i32,
    line_id: u16,
    cost: Cost,
    row: Option<u32>,
    agrees: bool,
}

impl HunkSearch {
    /// Computes the posterior of a reading. Returns nothing if the hunk has too many likely states, or no reading.
    pub(crate) fn posterior(&self, shown: &[ReadingStep]) -> Option<Posterior> {
        let Self { found, bound } = self;
        let least_cost = found.readings.iter().map(|reading| reading.cost).min()?;
        let mut network = Network {
            found,
            bound,
            shown: ShownReading::new(shown, found.lattice.cells()),
            limit: least_cost + RUNNER_UP_MARGIN,
            least_cost,
            nodes: Vec::new(),
            arcs: Vec::new(),
            open: std::array::from_fn(|_| Vec::new()),
        };
        network.fill()
    }
}

/// Sides and rows of the reading that is shown.
struct ShownReading<'s> {
    steps: &'s [ReadingStep],
    /// The line of each cell on each side.
    lines: Sides<Vec<Option<CellSlice>>>,
}

impl<'s> ShownReading<'s> {
    fn new(steps: &'s [ReadingStep], cells: usize) -> Self {
        let lines = Sides::new(Side::Old, Side::New).map(|side| lines_by_cell(steps, side, cells));
        Self { steps, lines }
    }

    /// Finds the row of this kind with these lines at a cell.
    fn find(&self, at: usize, kind: StepKind, lines: Sides<Option<CellSlice>>) -> Option<u32> {
        let from = self.steps.partition_point(|step| (step.at as usize) < at);
        let here = self.steps[from..].iter().take_while(|step| step.at as usize == at);
        let is_same = |step: &ReadingStep| step.kind == kind && step.lines == lines;
        here.enumerate()
            .find(|(_, step)| is_same(step))
            .and_then(|(index, _)| u32::try_from(from + index).ok())
    }

    fn has(&self, side: Side, line: Option<CellSlice>) -> bool {
        let is_shown = |line: CellSlice| self.lines.get(side)[line.cell as usize] == Some(line);
        line.is_none_or(|line| line.from == line.to || is_shown(line))
    }
}

/// The lines of a side in a reading, by the cell that holds them. Empty lines are left out.
fn lines_by_cell(steps: &[ReadingStep], side: Side, cells: usize) -> Vec<Option<CellSlice>> {
    let mut lines = vec![None; cells];
    let shown = steps.iter().filter_map(|step| *step.lines.get(side));
    for line in shown.filter(|line| line.from < line.to) {
        lines[line.cell as usize] = Some(line);
    }
    lines
}

/// Edge of the lattice beside the shown reading.
#[derive(Clone, Copy)]
struct ComparedEdge<'f> {
    placed: PlacedEdge<'f>,
    /// The row of the shown reading that it is.
    row: Option<u32>,
    /// True if the shown reading has its lines on the same sides.
    agrees: bool,
}

/// All likely states of a hunk and the rows between them.
struct Network<'f, 's> {
    found: &'f KBest,
    bound: &'f LowerBound,
    shown: ShownReading<'s>,
    limit: Cost,
    least_cost: Cost,
    nodes: Vec<Node>,
    arcs: Vec<Arc>,
    /// The nodes at a cell and at the next ones, sorted: a row leads at most five cells ahead.
    open: [Vec<(NodeKey, u32)>; OPEN_CELLS],
}

impl<'f> Network<'f, '_> {
    /// Goes forward through all cells, then backward, and sums up.
    fn fill(&mut self) -> Option<Posterior> {
        self.nodes.push(Node {
            grammar: State::LeadingContext(0),
            lines: 0,
            slider: SliderState::default(),
            cost: 0,
            forward: 1.0,
            agreeing: 1.0,
        });
        self.open[0].push((NodeKey { grammar: 0, lines: 0, slider: 0 }, 0));
        let end = self.found.lattice.cells();
        let mut ends = Vec::new();
        let mut edges = Vec::new();
        for at in 0..=end {
            self.collect_edges(at, &mut edges);
            // Unseen rows add nodes behind the one that they follow.
            let mut next = 0;
            while let Some(&(_, index)) = self.open[at % OPEN_CELLS].get(next) {
                self.follow(index, at, &edges)?;
                next += 1;
            }
            if at == end {
                ends.extend(self.open[at % OPEN_CELLS].iter().map(|(_, index)| *index));
            }
            self.open[at % OPEN_CELLS].clear();
        }
        Some(self.sum_up(&ends)).filter(|posterior| posterior.total > 0.0 && posterior.total.is_finite())
    }

    /// Collects the edges of a cell, and compares each with the shown reading.
    fn collect_edges(&self, at: usize, edges: &mut Vec<ComparedEdge<'f>>) {
        let lattice = &self.found.lattice;
        edges.clear();
        if at < lattice.cells() {
            edges.extend(lattice.at(at).map(|placed| {
                let PlacedEdge { edge, .. } = placed;
                let [old, new] =
                    [Side::Old, Side::New].map(|side| self.shown.has(side, *edge.lines.get(side)));
                ComparedEdge { placed, row: self.shown.find(at, edge.kind, edge.lines), agrees: old && new }
            }));
        }
    }

    /// Adds the rows that lead on from a node, whose own weights are final by now. Returns nothing if there are too many.
    fn follow(&mut self, index: u32, at: usize, edges: &[ComparedEdge<'_>]) -> Option<()> {
        let KBest { lattice, constraints, .. } = self.found;
        let Node { grammar: before, slider: above, .. } = self.nodes[index as usize];
        if constraints.has_unseen() {
            for (kind, sign) in [(StepKind::UnseenAdded, 1), (StepKind::UnseenRemoved, -1)] {
                let [Some((grammar, begins)), _] = self.bound.next_states(before, kind) else { continue };
                let cost = begins + lattice.unseen_cost(at, kind, before);
                let row = self.shown.find(at, kind, Sides::new(None, None));
                let line_id = slider::BLANK;
                let (from_cell, cell, net_lines) = (at, at, sign);
                let next = NextRow { from_cell, cell, grammar, net_lines, line_id, cost, row, agrees: true };
                self.add(index, next)?;
            }
        }
        for &ComparedEdge { placed, row, agrees } in edges {
            let edge = placed.edge;
            let own = lattice.cost(at, edge, before);
            for (grammar, begins) in self.bound.next_states(before, edge.kind).into_iter().flatten() {
                let cost = own + begins + above.cost(grammar);
                let (cell, net_lines, line_id) = (placed.next_cell(), edge.net_lines(), edge.line_id);
                self.add(
                    index,
                    NextRow { from_cell: at, cell, grammar, net_lines, line_id, cost, row, agrees },
                )?;
            }
        }
        Some(())
    }

    /// Adds one row, unless every reading with it is too unlikely. Returns nothing if there are too many.
    fn add(&mut self, from: u32, next: NextRow) -> Option<()> {
        let before = self.nodes[from as usize];
        let cost = before.cost + next.cost;
        if cost + self.bound.at(next.cell, next.grammar) > self.limit {
            return Some(());
        }
        let counts_lines = self.found.constraints.lines.is_some();
        let lines = if counts_lines { before.lines + next.net_lines } else { 0 };
        let slider = before.slider.after(next.grammar, next.line_id);
        let key = NodeKey { grammar: next.grammar.index(), lines, slider: slider.bits() };
        let new = u32::try_from(self.nodes.len()).ok()?;
        let open = &mut self.open[next.cell % OPEN_CELLS];
        let to = match open.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(place) => open[place].1,
            Err(place) => {
                open.insert(place, (key, new));
                let grammar = next.grammar;
                self.nodes.push(Node { grammar, lines, slider, cost, forward: 0.0, agreeing: 0.0 });
                new
            }
        };
        // Only what it costs above the lower bound: the weights of a long hunk would be too small for a number.
        let bound = self.bound;
        let from_cell = next.from_cell;
        let excess = next.cost + bound.at(next.cell, next.grammar) - bound.at(from_cell, before.grammar);
        let weight = weight(excess);
        let node = &mut self.nodes[to as usize];
        node.cost = node.cost.min(cost);
        node.forward += before.forward * weight;
        if next.agrees {
            node.agreeing += before.agreeing * weight;
        }
        self.arcs.push(Arc { from, to, weight, row: next.row });
        (self.arcs.len() <= MAX_ARCS).then_some(())
    }

    fn sum_up(&self, ends: &[u32]) -> Posterior {
        let constraints = &self.found.constraints;
        let mut posterior = Posterior {
            least_cost: self.least_cost,
            total: 0.0,
            agreeing: 0.0,
            rows: vec![0.0; self.shown.steps.len()],
        };
        let (bound, end_cell) = (self.bound, self.found.lattice.cells());
        // The weight of the best reading is 1.
        let scale = weight(bound.at(0, State::LeadingContext(0)) - self.least_cost);
        let mut backward = vec![0.0; self.nodes.len()];
        for &end in ends {
            let node = self.nodes[end as usize];
            if constraints.lines.is_none_or(|lines| lines == node.lines) {
                let excess =
                    lower_bound::end_cost(node.grammar, constraints) - bound.at(end_cell, node.grammar);
                let last = weight(excess) * scale;
                backward[end as usize] = last;
                posterior.total += node.forward * last;
                posterior.agreeing += node.agreeing * last;
            }
        }
        for arc in self.arcs.iter().rev() {
            let rest = arc.weight * backward[arc.to as usize];
            backward[arc.from as usize] += rest;
            if let Some(row) = arc.row {
                posterior.rows[row as usize] += self.nodes[arc.from as usize].forward * rest;
            }
        }
        posterior
    }
}

/// Returns the weight of a cost.
#[expect(clippy::cast_precision_loss, reason = "a cost is far smaller than 2⁵²")]
pub(crate) fn weight(cost: Cost) -> f64 {
    libm::exp(-(cost as f64) / 1_000.0)
}
