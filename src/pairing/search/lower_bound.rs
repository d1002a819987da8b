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

/// Lower bounds for every cell and state.
pub(crate) struct LowerBound {
    grammar: &'static Grammar,
    /// The bounds by cell, the end included, and by the index of the state.
    bounds: Vec<[Cost; STATE_COUNT]>,
}

impl LowerBound {
    /// Computes the bounds from the last cell to the first.
    pub(crate) fn new(lattice: &Lattice, constraints: &HunkConstraints) -> Self {
        let grammar = &GRAMMARS[constraints.engine as usize][usize::from(constraints.may_begin_short)];
        let states = if constraints.has_unseen() { STATE_COUNT } else { SEEN_STATE_COUNT };
        let mut bounds = vec![[UNREACHABLE; STATE_COUNT]; lattice.cells() + 1];
        for at in (0..=lattice.cells()).rev() {
            let mut here = [UNREACHABLE; STATE_COUNT];
            // By the end of the hunk, or by the rows that begin at the cell.
            if at == lattice.cells() {
                here = State::ALL.map(|state| end_cost(state, constraints));
            } else {
                for placed in lattice.at(at) {
                    let rest = &bounds[placed.next_cell()];
                    let kind = placed.edge.kind as usize;
                    let transitions = &grammar.by_kind[kind][..grammar.used[kind]];
                    lower(&mut here[..states], &lattice.costs(at, placed.edge), transitions, rest);
                }
            }
            // By unseen rows. A state after an unseen row has a higher index, so its bound is known already.
            if constraints.has_unseen() {
                for (index, state) in State::ALL.into_iter().enumerate().rev() {
                    for kind in [StepKind::UnseenAdded, StepKind::UnseenRemoved] {
                        if let Some((next, cost)) = grammar.next[index][kind as usize][0] {
                            let unseen = cost + lattice.unseen_cost(at, kind, state) + here[next.index()];
                            here[index] = here[index].min(unseen);
                        }
                    }
                }
            }
            bounds[at] = here;
        }
        Self { grammar, bounds }
    }

    /// Returns the states and costs that a row leads to.
    pub(crate) const fn next_states(&self, before: State, kind: StepKind) -> NextStates {
        self.grammar.next[before.index()][kind as usize]
    }

    /// Returns the bound at a cell and state.
    pub(crate) fn at(&self, cell: usize, state: State) -> Cost {
        self.bounds[cell][state.index()]
    }
}

/// Number of states up to the last that is not [after an unseen row](State::is_after_unseen).
const SEEN_STATE_COUNT: usize = State::Removed(0).index() + 1;

/// Lowers the bounds of the first states by way of one row.
fn lower(
    here: &mut [Cost],
    own: &[Cost; STATE_COUNT],
    transitions: &[Transitions],
    rest: &[Cost; STATE_COUNT],
) {
    for transition in transitions {
        let next = transition.next.iter().map(|state| rest[*state]);
        for (((here, own), cost), rest) in here.iter_mut().zip(own).zip(&transition.cost).zip(next) {
            *here = (*here).min(own + cost + rest);
        }
    }
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
    };
    let mut cell = 0;
    while cell < 2 * STATE_COUNT * STEP_KIND_COUNT {
        let (choice, before, kind) = (cell % 2, cell / 2 / STEP_KIND_COUNT, cell / 2 % STEP_KIND_COUNT);
        let next = next_states(engine, beginning, State::ALL[before], StepKind::ALL[kind])[choice];
        grammar.next[before][kind][choice] = next;
        if let Some((after, cost)) = next {
            grammar.by_kind[kind][choice].cost[before] = cost;
            grammar.by_kind[kind][choice].next[before] = after.index();
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
