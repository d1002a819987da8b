//! Lower bound on the cost of the rest of a hunk, from each cell and state on: the heuristic of an A*-like search.
//!
//! A backward pass over the lattice computes the bound before the search. The bound ignores the equations, so it never
//! exceeds the true cost. With it the search drops a partial reading as soon as the reading cannot end within the margin
//! of the best one, and still misses none that can.

use crate::parse::sheet::{Engine, TextEnd};

use super::lattice::Lattice;
use crate::pairing::cost::{self, Cost, UNGRAMMATICAL};
use crate::pairing::grammar::constraints::{BlankLineCopy, HunkConstraints};
use crate::pairing::grammar::state::{MAX_CONTEXT_AROUND, STATE_COUNT, STEP_KIND_COUNT, State, StepKind};

/// States and costs that a row leads to: none, one, or two in a block of wikidiff2 with an unlike pair.
type NextStates = [Option<(State, Cost)>; 2];

/// Next states by the index of a state and the kind of a row.
type NextTable = [[NextStates; STEP_KIND_COUNT]; STATE_COUNT];

/// One of the two transitions of every state by a row of one kind: the cost and the index of the next state. A missing
/// transition costs more than any reading.
#[derive(Clone, Copy)]
struct Transitions {
    cost: [Cost; STATE_COUNT],
    next: [usize; STATE_COUNT],
}

/// Transitions of one grammar. A paste may have thousands of hunks, and all share the table.
struct Grammar {
    next: NextTable,
    /// The transitions by kind of row, for all states at once.
    by_kind: [[Transitions; 2]; STEP_KIND_COUNT],
    /// The number of transitions (0 to 2) of each kind of row from any state.
    used: [usize; STEP_KIND_COUNT],
    /// The states that a row of each kind leads to, by the state before.
    after: [[StateSet; STATE_COUNT]; STEP_KIND_COUNT],
}

/// Grammars of both engines, for hunks that begin with two lines of context and for hunks that may begin with fewer.
static GRAMMARS: [[Grammar; 2]; 2] = [
    [grammar(Engine::Wikidiff2, Beginning::Whole), grammar(Engine::Wikidiff2, Beginning::Short)],
    [grammar(Engine::Php, Beginning::Whole), grammar(Engine::Php, Beginning::Short)],
];

/// Number of context lines at the beginning of a hunk.
#[derive(Clone, Copy)]
enum Beginning {
    /// As many as both engines print.
    Whole,
    /// Fewer, at the top of the page.
    Short,
}

/// Cost above that of any reading, and small enough to be added to.
const UNREACHABLE: Cost = Cost::MAX / 4;

/// States by their index.
#[derive(Clone, Copy, Default)]
struct StateSet(u64);

impl StateSet {
    const fn with(self, state: State) -> Self {
        Self(self.0 | 1 << state.index())
    }

    const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn contains(self, index: usize) -> bool {
        self.0 >> index & 1 == 1
    }

    /// Lists the indices of the states, in order.
    fn indices(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let index = rest.trailing_zeros() as usize;
            rest &= rest.checked_sub(1)?;
            Some(index)
        })
    }
}

/// Lower bounds for every cell and state.
pub(crate) struct LowerBound {
    grammar: &'static Grammar,
    /// The column of each state in `bounds`. States that no reading of the hunk comes to, two thirds of all, have none.
    columns: [u8; STATE_COUNT],
    /// The number of columns.
    width: usize,
    /// The bounds by cell, the end included, and by the column of the state.
    bounds: Vec<Cost>,
}

impl LowerBound {
    /// Computes the bounds from the last cell to the first.
    pub(crate) fn new(lattice: &Lattice, constraints: &HunkConstraints) -> Self {
        let grammar = &GRAMMARS[constraints.engine as usize][usize::from(constraints.may_begin_short)];
        let reachable = find_reachable(grammar, lattice, constraints);
        let any_cell = reachable.iter().fold(StateSet::default(), |all, here| all.union(*here));
        let mut columns = [0; STATE_COUNT];
        let width = (0_u8..).zip(any_cell.indices()).map(|(column, index)| columns[index] = column).count();
        let mut bounds = vec![UNREACHABLE; (lattice.cells() + 1) * width];
        for (at, reachable) in reachable.iter().enumerate().rev() {
            let mut here = [UNREACHABLE; STATE_COUNT];
            // By the end of the hunk, or by the rows that begin at the cell.
            if at == lattice.cells() {
                reachable.indices().for_each(|index| here[index] = end_cost(State::ALL[index], constraints));
            } else {
                for placed in lattice.at(at) {
                    let rest = &bounds[placed.next_cell() * width..][..width];
                    let kind = placed.edge.kind as usize;
                    let transitions = &grammar.by_kind[kind][..grammar.used[kind]];
                    for index in reachable.indices() {
                        let own = lattice.cost(at, placed.edge, State::ALL[index]);
                        for transition in transitions {
                            let next = usize::from(columns[transition.next[index]]);
                            here[index] = here[index].min(own + transition.cost[index] + rest[next]);
                        }
                    }
                }
            }
            // By unseen rows. A state after an unseen row has a higher index, so its bound is known already.
            if constraints.has_unseen() {
                for index in (0..STATE_COUNT).rev().filter(|index| reachable.contains(*index)) {
                    for kind in UNSEEN_KINDS {
                        if let Some((next, cost)) = grammar.next[index][kind as usize][0] {
                            let own = lattice.unseen_cost(at, kind, State::ALL[index]);
                            let unseen = cost + own + here[next.index()];
                            here[index] = here[index].min(unseen);
                        }
                    }
                }
            }
            let row = &mut bounds[at * width..][..width];
            row.iter_mut().zip(any_cell.indices()).for_each(|(bound, index)| *bound = here[index]);
        }
        Self { grammar, columns, width, bounds }
    }

    /// Returns the states and costs that a row leads to.
    pub(crate) const fn next_states(&self, before: State, kind: StepKind) -> NextStates {
        self.grammar.next[before.index()][kind as usize]
    }

    /// Returns the bound at a cell and state.
    pub(crate) fn at(&self, cell: usize, state: State) -> Cost {
        self.bounds[cell * self.width + usize::from(self.columns[state.index()])]
    }
}

/// Kinds of rows that were not copied.
const UNSEEN_KINDS: [StepKind; 2] = [StepKind::UnseenAdded, StepKind::UnseenRemoved];

/// Finds the states that a reading can come to, by cell and at the end.
fn find_reachable(grammar: &Grammar, lattice: &Lattice, constraints: &HunkConstraints) -> Vec<StateSet> {
    let mut reachable = vec![StateSet::default(); lattice.cells() + 1];
    reachable[0] = StateSet::default().with(State::LeadingContext(0));
    for at in 0..=lattice.cells() {
        if constraints.has_unseen() {
            // A state after an unseen row has a higher index, so one pass adds all.
            for index in 0..STATE_COUNT {
                if reachable[at].contains(index) {
                    for kind in UNSEEN_KINDS {
                        reachable[at] = reachable[at].union(grammar.after[kind as usize][index]);
                    }
                }
            }
        }
        let here = reachable[at];
        let edges = if at == lattice.cells() { None } else { Some(lattice.at(at)) };
        for placed in edges.into_iter().flatten() {
            let after = &grammar.after[placed.edge.kind as usize];
            let next = &mut reachable[placed.next_cell()];
            *next = here.indices().fold(*next, |next, index| next.union(after[index]));
        }
    }
    reachable
}

/// Returns the cost of a hunk that ends in a state.
pub(crate) const fn end_cost(state: State, constraints: &HunkConstraints) -> Cost {
    match state {
        State::Context(MAX_CONTEXT_AROUND) => 0,
        // Up to two blank context rows may have been dropped.
        State::Context(1) if matches!(constraints.blanks, BlankLineCopy::Dropped) => 0,
        _ if matches!(constraints.blanks, BlankLineCopy::Dropped) => {
            cost::hunk_end(state, constraints.engine)
        }
        _ if constraints.is_followed => UNGRAMMATICAL,
        State::Context(1) if matches!(constraints.text_end, TextEnd::Trimmed) => cost::TRIMMED_BLANK,
        _ => cost::hunk_end(state, constraints.engine),
    }
}

const fn grammar(engine: Engine, beginning: Beginning) -> Grammar {
    let none = Transitions { cost: [UNREACHABLE; STATE_COUNT], next: [0; STATE_COUNT] };
    let mut grammar = Grammar {
        next: [[[None; 2]; STEP_KIND_COUNT]; STATE_COUNT],
        by_kind: [[none; 2]; STEP_KIND_COUNT],
        used: [0; STEP_KIND_COUNT],
        after: [[StateSet(0); STATE_COUNT]; STEP_KIND_COUNT],
    };
    let mut cell = 0;
    while cell < 2 * STATE_COUNT * STEP_KIND_COUNT {
        let (choice, before, kind) = (cell % 2, cell / 2 / STEP_KIND_COUNT, cell / 2 % STEP_KIND_COUNT);
        let next = next_states(engine, beginning, State::ALL[before], StepKind::ALL[kind])[choice];
        grammar.next[before][kind][choice] = next;
        if let Some((after, cost)) = next {
            grammar.by_kind[kind][choice].cost[before] = cost;
            grammar.by_kind[kind][choice].next[before] = after.index();
            grammar.after[kind][before] = grammar.after[kind][before].with(after);
            if grammar.used[kind] <= choice {
                grammar.used[kind] = choice + 1;
            }
        }
        cell += 1;
    }
    grammar
}

/// Finds the next states. Context rows beyond the grammar stay possible at the cost of damage, so that any paste can be read.
const fn next_states(engine: Engine, beginning: Beginning, before: State, kind: StepKind) -> NextStates {
    let regular = with_cost(before, before.after(kind, engine), beginning);
    let other = with_cost(before, before.after_otherwise(kind, engine), beginning);
    match (regular, before) {
        (None, State::LeadingContext(_)) if matches!(kind, StepKind::Context) => {
            [Some((before, UNGRAMMATICAL)), other]
        }
        (None, State::Context(_)) if matches!(kind, StepKind::Context) => {
            [Some((State::Context(1), UNGRAMMATICAL)), other]
        }
        _ => [regular, other],
    }
}

/// Adds the cost of a first change that comes after fewer than two lines of context.
const fn with_cost(before: State, after: Option<State>, beginning: Beginning) -> Option<(State, Cost)> {
    let Some(after) = after else { return None };
    let cost = match (before, after, beginning) {
        (State::LeadingContext(_), State::LeadingContext(_), _)
        | (State::LeadingContext(MAX_CONTEXT_AROUND), ..) => 0,
        (State::LeadingContext(seen), _, Beginning::Short) => 500 * (MAX_CONTEXT_AROUND - seen) as Cost,
        (State::LeadingContext(_), ..) => UNGRAMMATICAL,
        _ => 0,
    };
    Some((after, cost))
}
