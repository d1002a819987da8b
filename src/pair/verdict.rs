//! What the stated byte change says of the readings: whether one has it, and whether none with other sides does.

use crate::model::{HardSpaces, Sheet};

use super::cost::{self, NEAR, RIVAL};
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
    if best.cost >= likeliest.cost + NEAR {
        return Passes::OneOfSome;
    }
    if could_be_hard_spaces(sheet, joined, best) {
        return Passes::OneOfSome;
    }
    let rivals = joined.passing[1..].iter().filter(|other| other.cost <= best.cost + RIVAL).count();
    match rivals {
        0 if joined.is_complete => Passes::One,
        0 => Passes::OneOfSome,
        _ => Passes::Several,
    }
}

/// Whether a reading with other sides may miss the byte change only because hard spaces were copied as spaces: NBSP
/// takes two bytes, and most browsers copy it as one. Then the reading that passes may do so by chance.
fn could_be_hard_spaces(sheet: &Sheet<'_>, joined: &Joined, passing: &Whole) -> bool {
    if sheet.hard_spaces == HardSpaces::Kept {
        return false;
    }
    let cells = sheet.sections.iter().flat_map(|section| &section.cells);
    let spaces = cells.map(|cell| cell.text.trim().matches(' ').count()).sum();
    let most = i64::try_from(MOST_HARD_SPACES.min(spaces)).unwrap_or(0);
    joined.endings.iter().any(|other| {
        let missed = (other.bytes - passing.bytes).abs();
        (1..=most).contains(&missed)
            && other.signature != passing.signature
            && other.cost + cost::hard_spaces(missed) <= passing.cost + RIVAL
    })
}
