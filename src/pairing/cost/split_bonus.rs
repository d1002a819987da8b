//! Lines that are a part of a neighbouring changed row: a paragraph was split off, or joined to another one.
//!
//! ```text
//! ~ The mill is old. It has a weir. | The mill is old.
//! +                                   It has a weir.          split off: the line is new
//! ```

use std::cell::LazyCell;

use memchr::memmem::Finder;

use crate::model::Sides;
use crate::parse::sheet::Cell;

use crate::pairing::cost::{Cost, SPLIT_BONUS};
use crate::pairing::grammar::state::StepKind;

/// Shorter texts are parts of many lines by chance.
const MIN_PART_LEN: usize = 12;

/// Returns the cost of a one-sided line after a changed row. A paragraph that was split off the old line is new; a paragraph
/// that was joined to the new line is old.
pub(crate) const fn split_bonus(is_part: Sides<bool>, kind: StepKind) -> Cost {
    match (kind, is_part.old, is_part.new) {
        (StepKind::Added, true, false) | (StepKind::Removed, false, true) => -SPLIT_BONUS,
        (StepKind::Removed, true, false) | (StepKind::Added, false, true) => SPLIT_BONUS,
        _ => 0,
    }
}

/// Looks for the text of a cell in the two cells before it, taken for the old and the new line of a changed row.
pub(crate) fn contained_in_pair(cells: &[Cell<'_>], at: usize) -> Sides<bool> {
    let text =
        |back: usize| at.checked_sub(back).and_then(|at| cells.get(at)).map_or("", |cell| cell.text.trim());
    let own = text(0);
    if own.len() < MIN_PART_LEN || !cells[at].claim.is_open() {
        return Sides::new(false, false);
    }
    let beginning = LazyCell::new(|| Finder::new(&own.as_bytes()[..MIN_PART_LEN]));
    Sides::new(text(2), text(1)).map(|line| contains(line, own, &beginning))
}

/// Returns true if `line` contains `own`. Looks for the first 12 bytes of `own` first: most lines lack even those.
fn contains<'o>(
    line: &str,
    own: &str,
    beginning: &LazyCell<Finder<'o>, impl FnOnce() -> Finder<'o>>,
) -> bool {
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
