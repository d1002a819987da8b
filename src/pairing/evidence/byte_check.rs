//! Check of the readings against the stated byte change: does one reading have it, and no other with different sides?

use crate::model::ByteChange;
use crate::parse::sheet::{NbspCopy, Sheet};

use crate::pairing::cost::{self, Cost, PROOF_MARGIN, RIVAL_MARGIN};
use crate::pairing::search::combine::{Combined, PageReading, Total};

/// Most NBSPs that an edit may add or remove on balance. They stand in units and dates, a few in a paragraph, and most stay
/// on both sides.
const MAX_NBSP: usize = 12;

/// Result of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByteCheck {
    /// The page states no byte change.
    Unstated,
    /// No reading has the byte change.
    Fails,
    /// The reading misses the byte change by what NBSPs would explain, and readings that have it are far less likely.
    NearMiss,
    /// The reading and others have the byte change.
    Ambiguous,
    /// The reading has the byte change and no other does, but not all readings were searched, or a likelier reading lacks
    /// the byte change.
    Incomplete,
    /// The reading has the byte change, and no reading with other sides does.
    Unique,
}

impl ByteCheck {
    /// Returns true if the reading has the byte change.
    pub(crate) const fn has_bytes(self) -> bool {
        matches!(self, Self::Ambiguous | Self::Incomplete | Self::Unique)
    }

    /// Checks the readings that have the byte change against each other, and against the best reading of all.
    pub(crate) fn new(sheet: &Sheet<'_>, combined: &Combined) -> Self {
        let passing = combined.passing.first();
        let is_nearer = |near: &PageReading| passing.is_none_or(|best| near.total.cost < best.total.cost);
        if combined.near.as_ref().is_some_and(is_nearer) {
            return Self::NearMiss;
        }
        let (Some(passing), Some(best)) = (passing, &combined.best) else { return Self::Fails };
        if passing.total.cost >= best.total.cost + PROOF_MARGIN
            || could_pass_by_nbsp(sheet, combined, passing.total)
        {
            return Self::Incomplete;
        }
        let is_rival = |other: &&PageReading| other.total.cost <= passing.total.cost + RIVAL_MARGIN;
        match combined.passing[1..].iter().filter(is_rival).count() {
            0 if combined.is_complete => Self::Unique,
            0 => Self::Incomplete,
            _ => Self::Ambiguous,
        }
    }
}

/// Returns the penalty of a reading by its byte total: 0 if it is the stated change, the cost of the NBSPs that would
/// explain the difference, `None` otherwise.
pub(crate) fn penalty(sheet: &Sheet<'_>, change: ByteChange) -> impl Fn(i64) -> Option<Cost> {
    let max_nbsp = max_lost_nbsp(sheet);
    move |bytes| match i64::try_from(change.missed_by(bytes)).ok()? {
        0 => Some(0),
        missed => (missed <= max_nbsp).then(|| cost::nbsp(missed)),
    }
}

/// Returns true if a reading with other sides may miss the byte change only because NBSPs were copied as spaces. NBSP takes
/// two bytes, and most browsers copy it as one. The reading that has the byte change may then have it by chance.
pub(crate) fn could_pass_by_nbsp(sheet: &Sheet<'_>, combined: &Combined, passing: Total) -> bool {
    passing_by_nbsp(sheet, combined, passing).any(|other| other.signature != passing.signature)
}

/// Lists the readings that may miss the byte change by lost NBSPs, unless they are far less likely.
pub(crate) fn passing_by_nbsp<'c>(
    sheet: &Sheet<'_>,
    combined: &'c Combined,
    passing: Total,
) -> impl Iterator<Item = &'c Total> {
    let max_nbsp = max_lost_nbsp(sheet);
    combined.totals.iter().filter(move |other| {
        let missed = (other.bytes - passing.bytes).abs();
        (1..=max_nbsp).contains(&missed) && other.cost + cost::nbsp(missed) <= passing.cost + RIVAL_MARGIN
    })
}

/// Returns the number of NBSPs, on balance, that may have been copied as spaces.
fn max_lost_nbsp(sheet: &Sheet<'_>) -> i64 {
    if sheet.nbsp == NbspCopy::Kept {
        return 0;
    }
    let cells = sheet.sections.iter().flat_map(|section| &section.cells);
    let spaces = cells.map(|cell| cell.text.matches(' ').count()).sum();
    i64::try_from(MAX_NBSP.min(spaces)).unwrap_or(0)
}
