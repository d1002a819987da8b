//! Lines that are a part of a changed row's lines: a paragraph was split off, or joined to another.

use std::cell::LazyCell;

use memchr::memmem::Finder;

use crate::model::Sides;
use crate::parse::sheet::{Cell, RowClaim};

use super::Cost;
use crate::pairing::cost;
use crate::pairing::grammar::engine::StepKind;

/// What speaks for and against a line alone after a changed row: a paragraph that was split off the old line is new,
/// one that was joined to the new line is old.
pub(crate) const fn kinship(held: Sides<bool>, kind: StepKind) -> Cost {
    match (kind, held.old, held.new) {
        (StepKind::Added, true, false) | (StepKind::Removed, false, true) => -cost::PART,
        (StepKind::Removed, true, false) | (StepKind::Added, false, true) => cost::PART,
        _ => 0,
    }
}

/// Whether a cell is a part of the two cells before it, taken for the old and the new line of a changed row.
pub(crate) fn held(cells: &[Cell<'_>], at: usize) -> Sides<bool> {
    let text =
        |back: usize| at.checked_sub(back).and_then(|at| cells.get(at)).map_or("", |cell| cell.text.trim());
    let own = text(0);
    if own.len() < MIN_PART_LEN || cells[at].claim != RowClaim::Unknown {
        return Sides::new(false, false);
    }
    let beginning = LazyCell::new(|| Finder::new(&own.as_bytes()[..MIN_PART_LEN]));
    Sides::new(text(2), text(1)).map(|line| holds(line, own, &beginning))
}

/// Whether a line has another one in it, of which this is the beginning. Most lines are not even begun in another: that
/// is seen at once, where a search for all of a line has to look at the whole line first.
fn holds<'o>(line: &str, own: &str, beginning: &LazyCell<Finder<'o>, impl FnOnce() -> Finder<'o>>) -> bool {
    let Some(more) = line.len().checked_sub(own.len()) else { return false };
    if more == 0 {
        return line == own;
    }
    let beginnings = &line.as_bytes()[..more + MIN_PART_LEN];
    beginning.find(beginnings).is_some_and(|at| {
        line.as_bytes()[at..].starts_with(own.as_bytes())
            || beginning.find(&beginnings[at + 1..]).is_some() && line.contains(own)
    })
}

/// Shorter texts are parts of many lines by chance.
const MIN_PART_LEN: usize = 12;
