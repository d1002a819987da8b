//! What the stated byte change says of the readings: whether one has it, and whether none with other sides does.

use crate::model::ByteChange;
use crate::parse::sheet::{NbspCopy, Sheet};

use crate::pairing::cost::{self, Cost, NEAR, RIVAL};
use crate::pairing::search::combine::{Joined, Whole};

/// The most hard spaces that an edit is thought to add or remove on balance. They stand in units and dates, a few a
/// paragraph, and most stay on both sides.
const MAX_NBSP: usize = 12;

/// What the byte change says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passes {
    /// The page states none.
    Unstated,
    /// No reading has it.
    None,
    /// This reading misses it by what hard spaces would account for, and those that have it are far less likely.
    Nearly,
    /// This reading has it, and others do.
    Several,
    /// This reading has it, and no other that was looked at, but not all were.
    OneOfSome,
    /// This reading has it, and none with other sides.
    One,
}

impl Passes {
    /// Whether the reading has the byte change.
    pub(crate) const fn has_bytes(self) -> bool {
        matches!(self, Self::Several | Self::OneOfSome | Self::One)
    }
}

/// At what price readings with a net number of bytes pass: for nothing if that is what is stated, for that of the hard
/// spaces that would make up for it if they may have been copied as spaces.
pub(crate) fn price(sheet: &Sheet<'_>, change: ByteChange) -> impl Fn(i64) -> Option<Cost> {
    let most = most_hard_spaces(sheet);
    move |bytes| match i64::try_from(change.missed_by(bytes)).ok()? {
        0 => Some(0),
        missed => (missed <= most).then(|| cost::nbsp(missed)),
    }
}

/// Weighs the readings that have the byte change against each other, and against the likeliest of all.
pub(crate) fn passes(sheet: &Sheet<'_>, joined: &Joined) -> Passes {
    let best = joined.passing.first();
    if joined.near.as_ref().is_some_and(|near| best.is_none_or(|best| near.cost < best.cost)) {
        return Passes::Nearly;
    }
    let (Some(best), Some(likeliest)) = (best, &joined.likeliest) else {
        return Passes::None;
    };
    if best.cost >= likeliest.cost + NEAR {
        return Passes::OneOfSome;
    }
    if could_be_hard_spaces(sheet, joined, best) {
        return Passes::OneOfSome;
    }
    let alternatives = joined.passing[1..].iter().filter(|other| other.cost <= best.cost + RIVAL).count();
    match alternatives {
        0 if joined.is_complete => Passes::One,
        0 => Passes::OneOfSome,
        _ => Passes::Several,
    }
}

/// Whether a reading with other sides may miss the byte change only because hard spaces were copied as spaces: NBSP
/// takes two bytes, and most browsers copy it as one. Then the reading that passes may do so by chance.
fn could_be_hard_spaces(sheet: &Sheet<'_>, joined: &Joined, passing: &Whole) -> bool {
    let most = most_hard_spaces(sheet);
    joined.endings.iter().any(|other| {
        let missed = (other.bytes - passing.bytes).abs();
        (1..=most).contains(&missed)
            && other.signature != passing.signature
            && other.cost + cost::nbsp(missed) <= passing.cost + RIVAL
    })
}

/// How many hard spaces may have been copied as spaces, on balance.
fn most_hard_spaces(sheet: &Sheet<'_>) -> i64 {
    if sheet.nbsp == NbspCopy::Kept {
        return 0;
    }
    let cells = sheet.sections.iter().flat_map(|section| &section.cells);
    let spaces = cells.map(|cell| cell.text.trim().matches(' ').count()).sum();
    i64::try_from(MAX_NBSP.min(spaces)).unwrap_or(0)
}
