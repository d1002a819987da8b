//! The cheapest way through a hunk that puts the lines of a known truth on their sides.

use std::collections::BTreeMap;

use super::corpus::{Lines, fold};
use crate::model::{Side, Sides};
use crate::parse::sheet::Cell;

use crate::pairing::cost::Cost;
use crate::pairing::cost::slider::{self, SliderState};
use crate::pairing::grammar::candidates::CellSlice;
use crate::pairing::grammar::state::{State, StepKind};
use crate::pairing::search::lattice::to_u32;
use crate::pairing::search::lower_bound::{LowerBound, end_cost};
use crate::pairing::search::{KBest, ReadingStep};

/// A way through the cells of a hunk.
pub(super) struct Way {
    pub(super) cost: Cost,
    /// The cost of each term.
    pub(super) terms: BTreeMap<String, Cost>,
    /// The rows.
    pub(super) steps: Vec<ReadingStep>,
}

/// The last row of a way, and the way before it.
struct WayNode {
    grammar: State,
    slider: SliderState,
    net_lines: i32,
    /// The number of lines with text of the truth that it has taken.
    taken: Sides<usize>,
    cost: Cost,
    before: usize,
    term: String,
    step: Option<ReadingStep>,
}

/// State of a way: the grammar's state, the net lines, the slider, the lines taken.
type WayKey = (usize, i32, u16, usize, usize);

/// A row to go on with.
struct NextRow {
    cell: usize,
    grammar: State,
    sign: i32,
    line_id: u16,
    taken: Sides<usize>,
    cost: Cost,
    term: String,
    step: ReadingStep,
}

/// Search for the cheapest way through a hunk that puts given lines on the sides, in order. Bytes are not counted.
pub(super) struct Walk<'w, 'a> {
    found: &'w KBest,
    bound: LowerBound,
    cells: &'w [Cell<'a>],
    truth: &'w Lines,
    nodes: Vec<WayNode>,
    open: Vec<BTreeMap<WayKey, usize>>,
}

impl<'w, 'a> Walk<'w, 'a> {
    pub(super) fn find(found: &'w KBest, cells: &'w [Cell<'a>], truth: &'w Lines) -> Option<Way> {
        let (lattice, constraints) = found.parts();
        let bound = LowerBound::new(lattice, constraints);
        let end = lattice.cells();
        let mut walk =
            Self { found, bound, cells, truth, nodes: Vec::new(), open: vec![BTreeMap::new(); end + 1] };
        walk.nodes.push(WayNode {
            grammar: State::LeadingContext(0),
            slider: SliderState::default(),
            net_lines: 0,
            taken: Sides::new(0, 0),
            cost: 0,
            before: 0,
            term: String::new(),
            step: None,
        });
        walk.open[0].insert((0, 0, 0, 0, 0), 0);
        let mut best: Option<(Cost, usize)> = None;
        for at in 0..=end {
            while let Some((_, index)) = walk.open[at].pop_first() {
                walk.follow(index, at);
                let node = &walk.nodes[index];
                let is_whole = node.taken == truth.as_ref().map(Vec::len)
                    && constraints.lines.is_none_or(|lines| lines == node.net_lines);
                if at == end && is_whole {
                    let cost = node.cost + end_cost(node.grammar, constraints);
                    best = best.into_iter().chain([(cost, index)]).min();
                }
            }
        }
        best.map(|(cost, index)| walk.trace(cost, index))
    }

    /// Goes on from a node by every row that agrees with the truth.
    fn follow(&mut self, index: usize, at: usize) {
        let (lattice, constraints) = self.found.parts();
        let WayNode { grammar: before, slider, taken, .. } = self.nodes[index];
        if constraints.has_unseen() {
            for (kind, sign) in [(StepKind::UnseenAdded, 1), (StepKind::UnseenRemoved, -1)] {
                if let [Some((grammar, begins)), _] = self.bound.next_states(before, kind) {
                    let cost = begins + lattice.unseen_cost(at, kind, before);
                    let (line_id, term) = (slider::BLANK, "unseen blank".to_owned());
                    let step = ReadingStep { kind, lines: Sides::new(None, None), at: to_u32(at) };
                    self.add(index, NextRow { cell: at, grammar, sign, line_id, taken, cost, term, step });
                }
            }
        }
        if at == lattice.cells() {
            return;
        }
        for placed in lattice.at(at) {
            let edge = placed.edge;
            let take = |side| self.take(side, *edge.lines.get(side), *taken.get(side));
            let (Some(old), Some(new)) = (take(Side::Old), take(Side::New)) else { continue };
            let own = lattice.cost(at, edge, before);
            for (grammar, begins) in self.bound.next_states(before, edge.kind).into_iter().flatten() {
                let state = format!("{before:?}");
                let state = state.split('(').next().unwrap_or_default();
                let pair = if grammar == State::AfterUnlikeNew { " in a pair" } else { "" };
                let next = NextRow {
                    cell: placed.next_cell(),
                    grammar,
                    sign: edge.net_lines(),
                    line_id: edge.line_id,
                    taken: Sides::new(old, new),
                    cost: own + begins + slider.cost(grammar),
                    term: format!("{:?} after {state}{pair}", edge.kind),
                    step: ReadingStep { kind: edge.kind, lines: edge.lines, at: to_u32(at) },
                };
                self.add(index, next);
            }
        }
    }

    /// Takes the next line of a side, if it is that of the truth.
    fn take(&self, side: Side, line: Option<CellSlice>, taken: usize) -> Option<usize> {
        let line = line.map_or_else(String::new, |line| fold(line.text(self.cells)));
        if line.is_empty() {
            return Some(taken);
        }
        (self.truth.get(side).get(taken) == Some(&line)).then_some(taken + 1)
    }

    fn add(&mut self, before: usize, row: NextRow) {
        let node = &self.nodes[before];
        let NextRow { cell, grammar, taken, term, step, .. } = row;
        let slider = node.slider.after(grammar, row.line_id);
        let (net_lines, cost) = (node.net_lines + row.sign, node.cost + row.cost);
        let key = (grammar.index(), net_lines, slider.bits(), taken.old, taken.new);
        let is_better = |other: &usize| cost < self.nodes[*other].cost;
        if self.open[cell].get(&key).is_none_or(is_better) {
            self.nodes.push(WayNode {
                grammar,
                slider,
                net_lines,
                taken,
                cost,
                before,
                term,
                step: Some(step),
            });
            self.open[cell].insert(key, self.nodes.len() - 1);
        }
    }

    fn trace(&self, cost: Cost, last: usize) -> Way {
        let mut terms: BTreeMap<String, Cost> = BTreeMap::new();
        terms.insert("end".to_owned(), cost - self.nodes[last].cost);
        let (mut at, mut steps) = (last, Vec::new());
        while at != 0 {
            let node = &self.nodes[at];
            steps.extend(node.step);
            *terms.entry(node.term.clone()).or_default() += node.cost - self.nodes[node.before].cost;
            at = node.before;
        }
        steps.reverse();
        Way { cost, terms, steps }
    }
}
