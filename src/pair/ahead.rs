//! The least that the rest of a hunk can cost from each cell and phase on: found from the end, before the search.
//!
//! It leaves the equations aside and so is never more than the true cost. With it the search drops a reading as
//! soon as it cannot end within a window of the likeliest one, and still misses none that can.

use crate::model::TextEnd;

use super::cost::{self, Cost, IRREGULAR};
use super::engine::{KINDS, Kind, MOST_AROUND, PHASES, Phase};
use super::frame::Frame;
use super::weigh::Rows;

/// The phases and costs of a row after a phase: one, or none, or two for a new line, which may open an unlike pair.
type Next = [Option<(Phase, Cost)>; 2];

/// The least cost to the end for every cell and phase.
pub(super) struct Ahead {
    /// What may follow each phase, by [`Phase::number`] and kind of row: the search asks for it at every step.
    next: [[Next; KINDS]; PHASES],
    /// One for each phase, in the order of [`Phase::number`], cell by cell and then for the end.
    least: Vec<[Cost; PHASES]>,
}

impl Ahead {
    /// Finds the least costs.
    pub(super) fn of(rows: &Rows, frame: &Frame) -> Self {
        let next = following(frame);
        let mut least = vec![[Cost::MAX / 4; PHASES]; rows.cells() + 1];
        let is_met = |phase: &Phase| frame.has_unseen() || !phase.is_after_unseen();
        let phases: Vec<_> = Phase::ALL.into_iter().rev().filter(is_met).collect();
        let places = next.map(|kinds| kinds.map(|next| next.map(numbered)));
        for at in (0..=rows.cells()).rev() {
            for &phase in &phases {
                let next = &next[phase.number()];
                let seen = if at == rows.cells() {
                    end(phase, frame)
                } else {
                    least_of(rows, &places[phase.number()], &least, (at, phase))
                };
                let unseen =
                    if frame.has_unseen() { unseen(rows, next, &least[at], (at, phase)) } else { seen };
                least[at][phase.number()] = seen.min(unseen);
            }
        }
        Self { next, least }
    }

    /// The phases and costs of a row after a phase.
    pub(super) const fn next(&self, before: Phase, kind: Kind) -> Next {
        self.next[before.number()][kind as usize]
    }

    /// The least cost from a cell and phase on.
    pub(super) fn least(&self, cell: usize, phase: Phase) -> Cost {
        self.least[cell][phase.number()]
    }
}

/// What it costs that a hunk ends in a phase.
pub(super) const fn end(phase: Phase, frame: &Frame) -> Cost {
    match phase {
        Phase::Context(MOST_AROUND) => 0,
        _ if frame.is_followed => IRREGULAR,
        Phase::Context(1) if matches!(frame.text_end, TextEnd::Trimmed) => cost::TRIMMED,
        _ => cost::end(phase, frame.engine),
    }
}

fn following(frame: &Frame) -> [[Next; KINDS]; PHASES] {
    let mut following = [[[None; 2]; KINDS]; PHASES];
    for phase in Phase::ALL {
        for kind in Kind::ALL {
            following[phase.number()][kind as usize] = next(frame, phase, kind);
        }
    }
    following
}

fn next(frame: &Frame, before: Phase, kind: Kind) -> Next {
    let begins = |after: Phase| match (before, after) {
        (Phase::Lead(_), Phase::Lead(_)) | (Phase::Lead(MOST_AROUND), _) => 0,
        (Phase::Lead(seen), _) if frame.may_begin_short => 500 * Cost::from(MOST_AROUND - seen),
        (Phase::Lead(_), _) => IRREGULAR,
        _ => 0,
    };
    let regular = before.after(kind, frame.engine).map(|after| (after, begins(after)));
    let unlike = if kind == Kind::Added { before.after_unlike(frame.engine) } else { None };
    let unlike = unlike.map(|after| (after, begins(after)));
    match (regular, before) {
        (None, Phase::Lead(_)) if kind == Kind::Context => [Some((before, IRREGULAR)), unlike],
        (None, Phase::Context(_)) if kind == Kind::Context => [Some((Phase::Context(1), IRREGULAR)), unlike],
        _ => [regular, unlike],
    }
}

/// A phase that may follow, by its number, and what that costs.
type Place = Option<(usize, Cost)>;

fn numbered(next: Option<(Phase, Cost)>) -> Place {
    next.map(|(phase, cost)| (phase.number(), cost))
}

fn least_of(
    rows: &Rows,
    places: &[[Place; 2]; KINDS],
    least: &[[Cost; PHASES]],
    (at, phase): (usize, Phase),
) -> Cost {
    let mut best = Cost::MAX / 4;
    for (_, row) in rows.at(at) {
        let [first, second] = places[row.kind as usize];
        let Some((after, cost)) = first.or(second) else { continue };
        let rest = &least[at + row.taken as usize];
        let own = rows.cost(at, row, phase);
        best = best.min(own + cost + rest[after]);
        if let Some((after, cost)) = second {
            best = best.min(own + cost + rest[after]);
        }
    }
    best
}

/// The least cost by way of an unseen row, whose later phases have been found already.
fn unseen(rows: &Rows, next: &[Next; KINDS], here: &[Cost; PHASES], (at, phase): (usize, Phase)) -> Cost {
    let kinds = [Kind::UnseenAdded, Kind::UnseenRemoved].into_iter();
    kinds.fold(Cost::MAX / 4, |best, kind| {
        let after = next[kind as usize][0];
        after.map_or(best, |(after, cost)| {
            best.min(cost + rows.unseen_cost(at, kind, phase) + here[after.number()])
        })
    })
}
