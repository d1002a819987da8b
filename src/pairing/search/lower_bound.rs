//! The least that the rest of a hunk can cost from each cell and phase on: found from the end, before the search.
//!
//! It leaves the equations aside and so is never more than the true cost. With it the search drops a reading as
//! soon as it cannot end within a window of the likeliest one, and still misses none that can.

use crate::parse::sheet::{Engine, TextEnd};

use super::lattice::Rows;
use crate::pairing::cost::{self, Cost, IRREGULAR};
use crate::pairing::grammar::constraints::Frame;
use crate::pairing::grammar::engine::{KINDS, MAX_CONTEXT_AROUND, PHASES, Phase, StepKind};

/// The phases and costs of a row after a phase: one, or none, or two for a new line, which may open an unlike pair.
type Next = [Option<(Phase, Cost)>; 2];

/// What may follow each phase, by [`Phase::number`] and kind of row.
type Following = [[Next; KINDS]; PHASES];

/// One of the two ways on from every phase by a row of one kind: what it costs to begin so, and the number of the phase
/// that it leads to. Where there is none, it costs more than any reading.
#[derive(Clone, Copy)]
struct Way {
    cost: [Cost; PHASES],
    leads_to: [usize; PHASES],
}

/// What follows in an engine's grammar: a paste may have thousands of hunks, and it is the same in all.
struct Grammar {
    following: Following,
    /// The same by kind of row, for all phases at once.
    ways: [[Way; 2]; KINDS],
    /// How many of the two ways there are for any phase.
    most_ways: [usize; KINDS],
}

/// The grammars of both engines, for hunks that begin with two lines of context and for such as may begin with fewer.
static GRAMMARS: [[Grammar; 2]; 2] = [
    [grammar(Engine::Wikidiff2, Beginning::Whole), grammar(Engine::Wikidiff2, Beginning::Short)],
    [grammar(Engine::Php, Beginning::Whole), grammar(Engine::Php, Beginning::Short)],
];

/// With how many lines of context a hunk begins.
#[derive(Clone, Copy)]
enum Beginning {
    /// With as many as both engines print.
    Whole,
    /// With fewer, where it stands at the top of the page.
    Short,
}

/// More than any reading costs, and little enough to be added to.
const FAR: Cost = Cost::MAX / 4;

/// The least cost to the end for every cell and phase.
pub(crate) struct Ahead {
    grammar: &'static Grammar,
    /// One for each phase, in the order of [`Phase::number`], cell by cell and then for the end.
    least: Vec<[Cost; PHASES]>,
}

impl Ahead {
    /// Finds the least costs.
    pub(crate) fn of(rows: &Rows, frame: &Frame) -> Self {
        let grammar = &GRAMMARS[frame.engine as usize][usize::from(frame.may_begin_short)];
        let phases = if frame.has_unseen() { PHASES } else { ALL_SEEN };
        let mut least = vec![[FAR; PHASES]; rows.cells() + 1];
        for at in (0..=rows.cells()).rev() {
            let mut here = [FAR; PHASES];
            if at == rows.cells() {
                here = Phase::ALL.map(|phase| end(phase, frame));
            } else {
                for (_, row) in rows.at(at) {
                    let rest = &least[at + row.taken as usize];
                    let kind = row.kind as usize;
                    let ways = &grammar.ways[kind][..grammar.most_ways[kind]];
                    lower(&mut here[..phases], &rows.costs(at, row), ways, rest);
                }
            }
            if frame.has_unseen() {
                // A phase after an unseen row stands behind the one before: its cost is found already.
                for (number, phase) in Phase::ALL.into_iter().enumerate().rev() {
                    let unseen = unseen(rows, &grammar.following[number], &here, (at, phase));
                    here[number] = here[number].min(unseen);
                }
            }
            least[at] = here;
        }
        Self { grammar, least }
    }

    /// The phases and costs of a row after a phase.
    pub(crate) const fn next(&self, before: Phase, kind: StepKind) -> Next {
        self.grammar.following[before.number()][kind as usize]
    }

    /// The least cost from a cell and phase on.
    pub(crate) fn least(&self, cell: usize, phase: Phase) -> Cost {
        self.least[cell][phase.number()]
    }
}

/// The phases up to the last one that is not [after an unseen row](Phase::is_after_unseen).
const ALL_SEEN: usize = Phase::Removed(0).number() + 1;

/// Lowers the least costs of the first phases to those by way of a row.
fn lower(here: &mut [Cost], own: &[Cost; PHASES], ways: &[Way], rest: &[Cost; PHASES]) {
    for way in ways {
        let leads_to = way.leads_to.iter().map(|phase| rest[*phase]);
        for (((here, own), cost), rest) in here.iter_mut().zip(own).zip(&way.cost).zip(leads_to) {
            *here = (*here).min(own + cost + rest);
        }
    }
}

/// What it costs that a hunk ends in a phase.
pub(crate) const fn end(phase: Phase, frame: &Frame) -> Cost {
    match phase {
        Phase::Context(MAX_CONTEXT_AROUND) => 0,
        _ if frame.is_followed => IRREGULAR,
        Phase::Context(1) if matches!(frame.text_end, TextEnd::Trimmed) => cost::TRIMMED,
        _ => cost::end(phase, frame.engine),
    }
}

const fn grammar(engine: Engine, beginning: Beginning) -> Grammar {
    let nowhere = Way { cost: [FAR; PHASES], leads_to: [0; PHASES] };
    let mut grammar = Grammar {
        following: [[[None; 2]; KINDS]; PHASES],
        ways: [[nowhere; 2]; KINDS],
        most_ways: [0; KINDS],
    };
    let mut cell = 0;
    while cell < 2 * PHASES * KINDS {
        let (way, before, kind) = (cell % 2, cell / 2 / KINDS, cell / 2 % KINDS);
        let next = next(engine, beginning, Phase::ALL[before], StepKind::ALL[kind])[way];
        grammar.following[before][kind][way] = next;
        if let Some((after, cost)) = next {
            grammar.ways[kind][way].cost[before] = cost;
            grammar.ways[kind][way].leads_to[before] = after.number();
            if grammar.most_ways[kind] <= way {
                grammar.most_ways[kind] = way + 1;
            }
        }
        cell += 1;
    }
    grammar
}

const fn next(engine: Engine, beginning: Beginning, before: Phase, kind: StepKind) -> Next {
    let regular = after(before, before.after(kind, engine), beginning);
    let unlike = match kind {
        StepKind::Added => after(before, before.after_unlike(engine), beginning),
        _ => None,
    };
    match (regular, before) {
        (None, Phase::Lead(_)) if matches!(kind, StepKind::Context) => [Some((before, IRREGULAR)), unlike],
        (None, Phase::Context(_)) if matches!(kind, StepKind::Context) => {
            [Some((Phase::Context(1), IRREGULAR)), unlike]
        }
        _ => [regular, unlike],
    }
}

/// The phase that follows another, if one does, and what it costs that the hunk's first change stands there.
const fn after(before: Phase, after: Option<Phase>, beginning: Beginning) -> Option<(Phase, Cost)> {
    let Some(after) = after else { return None };
    let cost = match (before, after, beginning) {
        (Phase::Lead(_), Phase::Lead(_), _) | (Phase::Lead(MAX_CONTEXT_AROUND), ..) => 0,
        (Phase::Lead(seen), _, Beginning::Short) => 500 * (MAX_CONTEXT_AROUND - seen) as Cost,
        (Phase::Lead(_), ..) => IRREGULAR,
        _ => 0,
    };
    Some((after, cost))
}

/// The least cost by way of an unseen row, whose later phases have been found already.
fn unseen(rows: &Rows, next: &[Next; KINDS], here: &[Cost; PHASES], (at, phase): (usize, Phase)) -> Cost {
    let kinds = [StepKind::UnseenAdded, StepKind::UnseenRemoved].into_iter();
    kinds.fold(FAR, |best, kind| {
        let after = next[kind as usize][0];
        after.map_or(best, |(after, cost)| {
            best.min(cost + rows.unseen_cost(at, kind, phase) + here[after.number()])
        })
    })
}
