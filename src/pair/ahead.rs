//! The least that the rest of a hunk can cost from each cell and phase on: found from the end, before the search.
//!
//! It leaves the equations aside and so is never more than the true cost. With it the search drops a reading as
//! soon as it cannot end within a window of the likeliest one, and still misses none that can.

use super::cost::{self, Cost, IRREGULAR};
use super::engine::{Kind, MOST_AROUND, PHASES, Phase};
use super::frame::Frame;
use super::weigh::Rows;

/// The least cost to the end for every cell and phase.
pub(super) struct Ahead {
    /// One for each phase, in the order of [`Phase::number`], cell by cell and then for the end.
    least: Vec<[Cost; PHASES]>,
}

impl Ahead {
    /// Finds the least costs.
    pub(super) fn of(rows: &Rows, frame: &Frame) -> Self {
        let mut least = vec![[Cost::MAX / 4; PHASES]; rows.cells() + 1];
        for at in (0..=rows.cells()).rev() {
            for phase in Phase::ALL.iter().rev() {
                let rest = if at == rows.cells() {
                    end(*phase, frame)
                } else {
                    least_of(rows, frame, &least, (at, *phase))
                };
                least[at][phase.number()] = rest.min(unseen(rows, frame, &least[at], (at, *phase)));
            }
        }
        Self { least }
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
        _ => cost::end(phase, frame.engine),
    }
}

/// The phases and costs of a row after a phase: one, or none, or two for a new line, which may open an unlike pair.
pub(super) fn next(frame: &Frame, before: Phase, kind: Kind) -> [Option<(Phase, Cost)>; 2] {
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

fn least_of(rows: &Rows, frame: &Frame, least: &[[Cost; PHASES]], (at, phase): (usize, Phase)) -> Cost {
    let mut best = Cost::MAX / 4;
    for (_, row) in rows.at(at) {
        let rest = &least[at + row.taken as usize];
        for (after, cost) in next(frame, phase, row.kind).into_iter().flatten() {
            best = best.min(rows.cost(row, phase) + cost + rest[after.number()]);
        }
    }
    best
}

/// The least cost by way of an unseen row, whose later phases have been found already.
fn unseen(rows: &Rows, frame: &Frame, here: &[Cost; PHASES], (at, phase): (usize, Phase)) -> Cost {
    if !frame.has_unseen() {
        return Cost::MAX / 4;
    }
    let kinds = [Kind::UnseenAdded, Kind::UnseenRemoved].into_iter();
    kinds.fold(Cost::MAX / 4, |best, kind| {
        let after = next(frame, phase, kind)[0];
        after.map_or(best, |(after, cost)| {
            best.min(cost + rows.unseen_cost(at, kind, phase) + here[after.number()])
        })
    })
}
