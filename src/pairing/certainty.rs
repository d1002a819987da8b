//! Certainty of an inferred reading, and of each of its rows: the share of the likely readings that agree with it.
//!
//! Where the hunks do not depend on each other, the shares are sums over all readings of each hunk
//! ([`posterior`](super::search::posterior)). Where a byte change ties them together, they are sums over the readings that
//! have it. Both engines count where the paste does not show which one printed it.

use std::rc::Rc;

use crate::parse::sheet::Engine;

use super::calibration::{CalibrationBin, WITH_BYTES, WITHOUT_BYTES};
use super::cost::{self, Cost};
use super::grammar::state::StepKind;
use super::search::combine::Total;
use super::search::posterior::{Posterior, weight};
use super::search::{HunkSearch, ReadingStep};

/// Evidence that a reading rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadingEvidence {
    /// It has the stated byte change.
    Bytes,
    /// It misses the stated byte change.
    BytesMissed,
    /// Line numbers check each hunk but the last.
    Numbers,
    /// Nothing but likelihood.
    None,
}

/// Shares of the likely readings.
#[derive(Clone, Debug)]
pub(crate) struct Certainty {
    /// The evidence.
    pub(crate) evidence: ReadingEvidence,
    /// The share that puts every line with text on the same side.
    pub(crate) reading: f64,
    /// The share that has each row, by hunk.
    pub(crate) rows: Vec<Vec<f64>>,
}

impl ReadingEvidence {
    /// Returns true if the page or the caller states a byte change.
    pub(crate) const fn has_byte_change(self) -> bool {
        matches!(self, Self::Bytes | Self::BytesMissed)
    }
}

/// Minimum share of a removed or an added line that is not marked. Of the measured lines from here on, one in twenty stands
/// on the other side.
const MIN_ONE_SIDED_SHARE: f64 = 0.95;

/// Minimum share of a changed row that is not marked. Changed rows are right more often than their shares say.
const MIN_CHANGED_SHARE: f64 = 0.6;

/// Minimum percentage of a reading without a marked row.
const MIN_UNMARKED_PERCENT: u8 = 90;

impl Certainty {
    /// Returns true if a row of this kind and share is otherwise too often.
    pub(crate) fn is_doubtful(&self, kind: StepKind, share: f64) -> bool {
        match kind {
            StepKind::Context => false,
            _ if !has_both(kind) && self.evidence == ReadingEvidence::BytesMissed => true,
            StepKind::Changed | StepKind::Replaced => share < MIN_CHANGED_SHARE,
            _ => share < MIN_ONE_SIDED_SHARE,
        }
    }

    /// Finds the hunk and the row to mark where no row is doubtful by itself, but the reading is: that of the least share.
    pub(crate) fn weakest_row(&self) -> Option<(usize, usize)> {
        if self.percent().is_none_or(|percent| percent >= MIN_UNMARKED_PERCENT) {
            return None;
        }
        let rows =
            self.rows.iter().enumerate().flat_map(|(hunk, rows)| {
                rows.iter().enumerate().map(move |(row, share)| ((hunk, row), *share))
            });
        rows.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(place, _)| place)
    }

    /// Returns how often readings of this share are right, in percent. There is no figure for a reading that contradicts the
    /// page.
    pub(crate) fn percent(&self) -> Option<u8> {
        let bins: &[CalibrationBin] = match self.evidence {
            ReadingEvidence::Bytes => &WITH_BYTES,
            ReadingEvidence::Numbers | ReadingEvidence::None => &WITHOUT_BYTES,
            ReadingEvidence::BytesMissed => return None,
        };
        bins.iter().rev().find(|bin| self.reading >= bin.from).map(|bin| bin.percent)
    }
}

/// A reading of the whole sheet that has the byte change.
#[derive(Clone, Debug)]
pub(crate) struct PassingReading {
    /// The sums over the hunks.
    pub(crate) total: Total,
    /// The rows of each section.
    pub(crate) steps: Vec<Vec<ReadingStep>>,
}

/// Posteriors of the hunks by one engine's grammar, for the reading that an engine shows. Which engine's reading is shown is
/// not known before all hunks are searched, and by then the searches are freed.
pub(super) struct ShownPosteriors {
    /// The engine whose reading is shown.
    shown: Engine,
    /// The posterior of each hunk, shared with that of an equal reading. None from the first hunk without one on.
    hunks: Option<Vec<Rc<Posterior>>>,
}

impl ShownPosteriors {
    /// Begins before the first hunk.
    pub(super) const fn new(shown: Engine) -> Self {
        Self { shown, hunks: Some(Vec::new()) }
    }

    /// Forgets the posteriors and adds no further ones.
    pub(super) fn give_up(&mut self) {
        self.hunks = None;
    }
}

/// Reading of a hunk that an engine shows.
#[derive(Clone, Copy)]
pub(super) struct ShownHunk<'r> {
    /// The engine.
    pub(super) engine: Engine,
    /// The rows.
    pub(super) steps: &'r [ReadingStep],
}

/// Adds the posteriors of one more hunk: one for each engine's reading. Without a search there are none.
pub(super) fn add_hunk(
    posteriors: &mut [ShownPosteriors],
    search: Option<&HunkSearch>,
    shown: &[ShownHunk<'_>],
) {
    let mut known: Vec<(&[ReadingStep], Rc<Posterior>)> = Vec::new();
    for posteriors in posteriors {
        let Some(hunks) = &mut posteriors.hunks else { continue };
        let shown = shown.iter().find(|shown| shown.engine == posteriors.shown);
        let computed = shown.and_then(|&ShownHunk { steps, .. }| {
            if let Some((_, posterior)) = known.iter().find(|(other, _)| *other == steps) {
                return Some(Rc::clone(posterior));
            }
            let posterior = Rc::new(search?.posterior(steps)?);
            known.push((steps, Rc::clone(&posterior)));
            Some(posterior)
        });
        match computed {
            Some(posterior) => hunks.push(posterior),
            None => posteriors.give_up(),
        }
    }
}

/// The readings of a sheet by one engine's grammar: the best one, and the others that were looked at.
pub(super) struct EngineReadings<'r> {
    /// The engine.
    pub(super) engine: Engine,
    /// The evidence for the best reading.
    pub(super) evidence: ReadingEvidence,
    /// The sums of the best reading.
    pub(super) total: Total,
    /// The rows of the best reading, by hunk.
    pub(super) steps: &'r [Vec<ReadingStep>],
    /// The readings that have the byte change.
    pub(super) passing: &'r [PassingReading],
    /// The posteriors of the hunks; none where a byte change ties the hunks together.
    pub(super) posteriors: &'r [ShownPosteriors],
    /// True if the best reading contradicts the line numbers, or a search was cut short.
    pub(super) is_unreliable: bool,
}

impl EngineReadings<'_> {
    /// Returns the cost with that of the engine.
    const fn cost(&self, total: Total) -> Cost {
        total.cost + cost::engine_prior(self.engine)
    }
}

/// Returns true for a row of both sides.
const fn has_both(kind: StepKind) -> bool {
    matches!(kind, StepKind::Context | StepKind::Changed | StepKind::Replaced)
}

/// Estimates the certainty of the first engine's best reading among the readings of all engines.
pub(super) fn estimate(readings: &[EngineReadings<'_>]) -> Option<Certainty> {
    let best = readings.first().filter(|best| !best.is_unreliable)?;
    if best.posteriors.is_empty() { among_passing(best, readings) } else { by_hunk(best, readings) }
}

/// Sums of the weights of readings, which become shares.
struct WeightSums {
    total: f64,
    /// The weight of the readings with the same sides as the best one.
    agreeing: f64,
    /// The weight of the readings with each row of the best one, by hunk.
    rows: Vec<Vec<f64>>,
}

impl WeightSums {
    fn new(best: &EngineReadings<'_>) -> Self {
        let rows = best.steps.iter().map(|steps| vec![0.0; steps.len()]).collect();
        Self { total: 0.0, agreeing: 0.0, rows }
    }

    /// Divides by the sum of all. Returns nothing if it is too small or too large for a number.
    fn into_certainty(mut self, evidence: ReadingEvidence) -> Option<Certainty> {
        let Self { total, agreeing, .. } = self;
        self.rows.iter_mut().flatten().for_each(|row| *row /= total);
        let is_usable = total > 0.0 && total.is_finite();
        is_usable.then(|| Certainty { evidence, reading: agreeing / total, rows: self.rows })
    }
}

/// Sums over the readings that have the byte change, and over the one that is shown if it misses it.
fn among_passing(best: &EngineReadings<'_>, readings: &[EngineReadings<'_>]) -> Option<Certainty> {
    let own_cost = best.cost(best.total);
    let mut sums = WeightSums::new(best);
    let mut add = |cost: Cost, signature: u64, steps: &[Vec<ReadingStep>]| {
        let weight = weight(cost - own_cost);
        sums.total += weight;
        if signature == best.total.signature {
            sums.agreeing += weight;
        }
        for ((rows, shown), other) in sums.rows.iter_mut().zip(best.steps).zip(steps) {
            for (row, step) in rows.iter_mut().zip(shown) {
                let from = other.partition_point(|other| other.at < step.at);
                if other[from..].iter().take_while(|other| other.at == step.at).any(|other| other == step) {
                    *row += weight;
                }
            }
        }
    };
    if best.evidence != ReadingEvidence::Bytes {
        add(own_cost, best.total.signature, best.steps);
    }
    for reading in readings {
        for passing in reading.passing {
            add(reading.cost(passing.total), passing.total.signature, &passing.steps);
        }
    }
    sums.into_certainty(best.evidence)
}

/// Multiplies the shares of the hunks.
fn by_hunk(best: &EngineReadings<'_>, readings: &[EngineReadings<'_>]) -> Option<Certainty> {
    let own_cost = best.cost(best.total);
    let mut sums = WeightSums::new(best);
    for reading in readings {
        let posteriors = reading.posteriors.iter().find(|posteriors| posteriors.shown == best.engine);
        let Some(hunks) = posteriors.and_then(|posteriors| posteriors.hunks.as_ref()) else {
            if std::ptr::eq(reading, best) {
                return None;
            }
            continue;
        };
        let least_cost: Cost = hunks.iter().map(|hunk| hunk.least_cost).sum();
        let engine = weight(least_cost + cost::engine_prior(reading.engine) - own_cost);
        let all = engine * hunks.iter().map(|hunk| hunk.total).product::<f64>();
        sums.total += all;
        sums.agreeing += engine * hunks.iter().map(|hunk| hunk.agreeing).product::<f64>();
        for (rows, hunk) in sums.rows.iter_mut().zip(hunks) {
            for (row, weight) in rows.iter_mut().zip(&hunk.rows) {
                *row += all * weight / hunk.total;
            }
        }
    }
    sums.into_certainty(best.evidence)
}
