//! What the stated byte change says of the readings: whether one has it, and whether none with other sides does.

use crate::model::{HardSpaces, Sheet};

use super::cost::{CLOSE, RIVAL};
use super::join::{Joined, Whole};

/// The most hard spaces that an edit is thought to add or remove on balance. They stand in units and dates, a few a
/// paragraph, and most stay on both sides.
const MOST_HARD_SPACES: usize = 12;

/// What the byte change says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passes {
    /// The page states none.
    Unstated,
    /// No reading has it.
    None,
    /// This reading has it, and others do.
    Several,
    /// This reading has it, and no other that was looked at, but not all were.
    OneOfSome,
    /// This reading has it, and none with other sides.
    One,
}

/// Weighs the readings that have the byte change against each other, and against the likeliest of all.
pub(super) fn passes(sheet: &Sheet<'_>, joined: &Joined) -> Passes {
    let (Some(best), Some(likeliest)) = (joined.passing.first(), &joined.likeliest) else {
        return Passes::None;
    };
    if best.cost >= likeliest.cost + CLOSE {
        return Passes::OneOfSome;
    }
    if could_be_hard_spaces(sheet, likeliest, best) {
        return Passes::OneOfSome;
    }
    let rivals = joined.passing[1..].iter().filter(|other| other.cost <= best.cost + RIVAL).count();
    match rivals {
        0 if joined.is_complete => Passes::One,
        0 => Passes::OneOfSome,
        _ => Passes::Several,
    }
}

/// Whether the likeliest reading may miss the byte change only because hard spaces were copied as spaces: NBSP takes
/// two bytes, and most browsers copy it as one. Then the reading that passes may do so by chance.
fn could_be_hard_spaces(sheet: &Sheet<'_>, likeliest: &Whole, passing: &Whole) -> bool {
    let missed = usize::try_from((passing.bytes - likeliest.bytes).unsigned_abs()).unwrap_or(usize::MAX);
    let cells = || sheet.sections.iter().flat_map(|section| &section.cells);
    if missed == 0 || missed > MOST_HARD_SPACES || sheet.hard_spaces == HardSpaces::Kept {
        return false;
    }
    missed <= cells().map(|cell| cell.text.trim().matches(' ').count()).sum()
}
