//! Rows of an input that does not state its sides: the likeliest reading, and the evidence for it.
//!
//! ```text
//! for each engine:   search_all ─▶ combine ─▶ byte check ─▶ choose       with a stated byte change
//! for each hunk:     search it by itself, with each engine               without
//! best engine  ─▶ demote_if_rival ─▶ into_inferred: rows, proof, warnings
//! ```

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{
    Alternative, ByteChange, Change, Comparison, Hunk, Line, Proof, Row, Side, Sides, Warning, WarningCode,
};
use crate::options::Options;
use crate::parse::sheet::{Cell, Engine, Integrity, Marker, Section, Sheet};

use super::certainty::{
    self, Certainty, EngineReadings, PassingReading, ReadingEvidence, ShownHunk, ShownPosteriors,
};
use super::cost::blank_lines::BlankLinePrior;
use super::cost::edit_summary;
use super::cost::similarity::SimilarityCache;
use super::cost::{self, Cost, EditPrior, PROOF_MARGIN_AT_END, RIVAL_MARGIN, UNGRAMMATICAL};
use super::evidence::alternatives::find_forks;
use super::evidence::anomalies::{self, Anomaly};
use super::evidence::byte_check::{self, ByteCheck};
use super::evidence::byte_delta::byte_delta;
use super::evidence::hard_wrap::find_hard_wrap;
use super::evidence::messages::{self, IsConstrained};
use super::evidence::mirror::find_mirror;
use super::evidence::split_context::find_split_context;
use super::grammar::candidates::CellSlice;
use super::grammar::constraints::{self, HiddenChanges, HunkConstraints};
use super::grammar::state::StepKind;

use super::lost_lines::{mark_lost_changes, restore_trimmed_blank};
use super::moved_sides::{MoveEvidence, decide_moved_sides};
use super::moves::{MoveLinks, UNNUMBERED};
use super::php_whitespace;
use super::search::combine::{Combined, PageReading, Total, combine};
use super::search::{HunkSearch, KBest, ReadingStep, search_hunk};

/// Result of the inference.
pub(crate) struct Inferred<'a> {
    /// The hunks.
    pub(crate) hunks: Vec<Hunk<Line<'a>>>,
    /// The certainty of the reading.
    pub(crate) proof: Proof,
    /// The extent of the comparison, by the anomaly of the reading.
    pub(crate) comparison: Comparison,
    /// New minus old on the wiki, in bytes, if the reading settles it.
    pub(crate) bytes: Option<i64>,
    /// Other likely readings.
    pub(crate) alternatives: Vec<Alternative>,
    /// Warnings about the reading.
    pub(crate) warnings: Vec<Warning>,
    /// Notes on the reading, for `--explain`.
    pub(crate) notes: Vec<String>,
    /// The links of its moved lines: none is stated.
    pub(crate) links: MoveLinks,
    /// The probability of the reading, in percent.
    pub(crate) confidence: Option<u8>,
    /// The figures behind it, for the measurements.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by measurements"))]
    pub(crate) certainty: Option<Certainty>,
}

/// Finds the likeliest reading of the sheet's cells.
pub(crate) fn infer_rows<'a>(sheet: &Sheet<'a>, options: &Options) -> Inferred<'a> {
    let change = options.bytes.map(ByteChange::Signed).or(sheet.page.byte_change);
    let engines = options.engine.as_ref().map_or(sheet.source.engines, std::slice::from_ref);
    let input = SearchInput::new(sheet);
    // A proof must not rest on what is only likely.
    let evidence = if change.is_some() { MoveEvidence::Marks } else { MoveEvidence::MarksAndTexts };
    let cost_of = |tried: &Sheet<'a>, section| input.compute_section_cost(tried, section, engines);
    let decided = decide_moved_sides(sheet, evidence, cost_of);
    let input = decided.as_ref().map_or(input, SearchInput::new);
    let sheet = input.sheet;
    let mut readings = SheetReading::by_each_engine(&input, engines, change);
    readings.sort_by_key(|reading| reading.total.cost + cost::engine_prior(reading.engine));
    let engine_readings: Vec<_> = readings.iter().map(|reading| reading.as_engine_readings(sheet)).collect();
    let certainty = certainty::estimate(&engine_readings);
    let mut readings = readings.into_iter();
    let Some(mut best) = readings.next() else {
        return Inferred {
            hunks: Vec::new(),
            proof: Proof::Inferred,
            comparison: Comparison::Complete,
            bytes: None,
            alternatives: Vec::new(),
            warnings: Vec::new(),
            notes: Vec::new(),
            links: MoveLinks::default(),
            confidence: None,
            certainty: None,
        };
    };
    readings.for_each(|other| best.demote_if_rival(sheet, other));
    best.demote_if_mirrored(sheet, engines, change);
    best.demote_if_begun_above(sheet, engines, change);
    best.into_inferred(sheet, change, certainty)
}

/// Searches every hunk by itself with the grammar of an engine.
#[cfg(test)]
pub(super) fn search_hunks(sheet: &Sheet<'_>, engine: Engine, counts_bytes: bool) -> Vec<KBest> {
    let input = SearchInput::new(sheet);
    let task = SearchTask { engine, counts_bytes };
    (0..sheet.sections.len()).map(|index| input.search(index, task, &mut Vec::new()).found).collect()
}

/// Decides the sides of moved lines as for a page without a byte change.
#[cfg(test)]
pub(super) fn decide_moves<'a>(sheet: &Sheet<'a>) -> Option<Sheet<'a>> {
    let input = SearchInput::new(sheet);
    let engines = sheet.source.engines;
    let cost_of = |tried: &Sheet<'a>, section| input.compute_section_cost(tried, section, engines);
    decide_moved_sides(sheet, MoveEvidence::MarksAndTexts, cost_of)
}

/// A sheet with facts about its hunks that both engines share.
struct SearchInput<'s, 'a> {
    sheet: &'s Sheet<'a>,
    /// The similarities of the lines of each section.
    similarities: Vec<SimilarityCache>,
    blank_prior: BlankLinePrior,
    /// The prior that the edit summary suggests.
    edit_prior: EditPrior,
    /// Changes that the copy does not show, if they are decided.
    hidden_changes: Option<HiddenChanges>,
}

impl<'s, 'a> SearchInput<'s, 'a> {
    fn new(sheet: &'s Sheet<'a>) -> Self {
        Self {
            sheet,
            similarities: sheet.sections.iter().map(|_| SimilarityCache::default()).collect(),
            blank_prior: BlankLinePrior::from_sheet(sheet),
            edit_prior: edit_summary::prior_from_summary(sheet.page.revisions.new.comment.as_deref()),
            hidden_changes: None,
        }
    }

    /// Searches every hunk with its bytes counted.
    fn search_all(&self, engine: Engine, warnings: &mut Vec<Warning>) -> Vec<KBest> {
        let sections = 0..self.sheet.sections.len();
        sections
            .map(|index| self.search(index, SearchTask { engine, counts_bytes: true }, warnings).found)
            .collect()
    }

    /// Computes the cost of the likeliest reading of a section of another sheet, with the priors of this one.
    fn compute_section_cost(&self, sheet: &Sheet<'_>, index: usize, engines: &[Engine]) -> Cost {
        let similarities = SimilarityCache::default();
        let costs = engines.iter().map(|&engine| {
            let constraints = self.make_constraints(sheet, index, SearchTask { engine, counts_bytes: false });
            let HunkSearch { found, .. } =
                search_hunk(&sheet.sections[index].cells, &similarities, constraints);
            found.best_two().map_or(UNGRAMMATICAL, |(best, _)| best.cost)
        });
        costs.min().unwrap_or(UNGRAMMATICAL)
    }

    fn make_constraints(&self, sheet: &Sheet<'_>, index: usize, task: SearchTask) -> HunkConstraints {
        let known = HunkConstraints::new(sheet, index, task.engine);
        HunkConstraints {
            blank_prior: self.blank_prior,
            edit_prior: constraints::edit_prior(sheet.sections[index].start, self.edit_prior),
            counts_bytes: task.counts_bytes,
            hidden_changes: self.hidden_changes.unwrap_or(known.hidden_changes),
            ..known
        }
    }

    /// Searches one hunk. If no reading has the net lines of the next header, drops that equation and warns.
    fn search(&self, index: usize, task: SearchTask, warnings: &mut Vec<Warning>) -> HunkSearch {
        let (section, similarities) = (&self.sheet.sections[index], &self.similarities[index]);
        let constraints = self.make_constraints(self.sheet, index, task);
        let mut search = search_hunk(&section.cells, similarities, constraints);
        let line = section.cells.first().map(|cell| cell.line);
        if search.found.readings.is_empty() && constraints.lines.is_some() {
            let unnumbered = HunkConstraints { lines: None, ..constraints };
            search = search_hunk(&section.cells, similarities, unnumbered);
            // The right reading has the net lines of the header, and was not found.
            search.found.is_complete = false;
            warnings.push(messages::numbers_disagree(line));
        }
        if search.found.is_cut_short {
            warnings.push(messages::search_limit(line));
        }
        search
    }
}

/// What a hunk is searched with.
#[derive(Clone, Copy)]
struct SearchTask {
    engine: Engine,
    counts_bytes: bool,
}

/// A reading of the whole sheet by one engine's grammar.
struct SheetReading {
    engine: Engine,
    /// The sums over the hunks. Bytes and signature are 0 if no byte change is stated.
    total: Total,
    /// The cost above that of the best reading of any byte change.
    excess_cost: Cost,
    /// The rows of each section.
    steps: Vec<Vec<ReadingStep>>,
    /// Another possible reading of each section, if there is one.
    second: Vec<Option<Vec<ReadingStep>>>,
    /// The rows of each block that a mirror exchanges, with the index of the section.
    mirrored_blocks: Vec<(usize, Range<usize>)>,
    check: ByteCheck,
    /// The readings of the hunks together; none if no byte change is stated.
    combined: Option<Combined>,
    /// The readings that have the byte change, best first.
    passing: Vec<PassingReading>,
    warnings: Vec<Warning>,
    /// The posteriors of the hunks; none where the hunks depend on each other.
    posteriors: Vec<ShownPosteriors>,
    /// True if the search of a hunk was cut short, or found no regular reading.
    is_cut_short: bool,
}

impl SheetReading {
    /// Makes a reading of no hunks by an engine that is one of several.
    fn new(engine: Engine, engines: &[Engine]) -> Self {
        Self {
            engine,
            total: Total { bytes: 0, cost: 0, signature: 0 },
            excess_cost: 0,
            steps: Vec::new(),
            second: Vec::new(),
            mirrored_blocks: Vec::new(),
            check: ByteCheck::Unstated,
            combined: None,
            passing: Vec::new(),
            warnings: Vec::new(),
            posteriors: engines.iter().map(|&shown| ShownPosteriors::new(shown)).collect(),
            is_cut_short: false,
        }
    }

    /// Reads the sheet by the grammar of each engine.
    fn by_each_engine(
        input: &SearchInput<'_, '_>,
        engines: &[Engine],
        change: Option<ByteChange>,
    ) -> Vec<Self> {
        let Some(change) = change else { return Self::hunk_by_hunk(input, engines) };
        let by_bytes: Vec<_> =
            engines.iter().map(|&engine| (engine, Self::by_bytes(input, engine, change))).collect();
        let failed = by_bytes.iter().filter(|(_, reading)| reading.is_none());
        let failed: Vec<Engine> = failed.map(|(engine, _)| *engine).collect();
        let mut by_hunk = Self::hunk_by_hunk(input, &failed).into_iter();
        let fails = |reading| Self { check: ByteCheck::Fails, ..reading };
        by_bytes
            .into_iter()
            .filter_map(|(_, reading)| reading.or_else(|| by_hunk.next().map(fails)))
            .collect()
    }

    /// Reads each hunk by itself, by the grammar of each engine. Without a byte change the hunks do not depend on each
    /// other, so only one hunk is searched at a time.
    fn hunk_by_hunk(input: &SearchInput<'_, '_>, engines: &[Engine]) -> Vec<Self> {
        let mut readings: Vec<Self> = engines.iter().map(|&engine| Self::new(engine, engines)).collect();
        for (index, section) in input.sheet.sections.iter().enumerate() {
            let mut searches = Vec::new();
            for reading in &mut readings {
                let task = SearchTask { engine: reading.engine, counts_bytes: false };
                let search = input.search(index, task, &mut reading.warnings);
                reading.add_hunk(&search.found, &section.cells);
                searches.push(search.without_paths());
            }
            input.similarities[index].clear();
            for (at, search) in searches.iter().enumerate() {
                let mut posteriors = std::mem::take(&mut readings[at].posteriors);
                let shown = readings.iter().filter(|reading| !reading.is_unreliable());
                let shown: Vec<_> = shown.filter_map(|reading| reading.shown_hunk(index)).collect();
                certainty::add_hunk(&mut posteriors, search.as_ref(), &shown);
                readings[at].posteriors = posteriors;
            }
        }
        for reading in &mut readings {
            reading.is_cut_short |= reading.total.cost >= UNGRAMMATICAL;
        }
        readings
    }

    /// Adds the best reading of one more hunk.
    fn add_hunk(&mut self, found: &KBest, cells: &[Cell<'_>]) {
        if let Some((best, second)) = found.best_two() {
            self.total.cost += best.cost;
            self.steps.push(found.steps(best));
            self.second.push(second.map(|second| found.steps(second)));
        } else {
            self.warnings.extend(cells.first().map(|cell| messages::no_reading(cell.line)));
            self.total.cost += UNGRAMMATICAL;
            self.steps.push(line_by_line(cells));
            self.second.push(None);
            self.is_cut_short = true;
        }
        self.is_cut_short |= found.is_cut_short;
    }

    fn shown_hunk(&self, index: usize) -> Option<ShownHunk<'_>> {
        Some(ShownHunk { engine: self.engine, steps: self.steps.get(index)? })
    }

    /// Returns true if the reading contradicts the line numbers, or a search was cut short.
    fn is_unreliable(&self) -> bool {
        let contradicts = |warning: &Warning| warning.code == WarningCode::LinesDisagree;
        self.is_cut_short || self.warnings.iter().any(contradicts)
    }

    /// Reads all hunks together, so that their bytes add up to the byte change. Returns nothing if they have no reading
    /// together.
    fn by_bytes(input: &SearchInput<'_, '_>, engine: Engine, change: ByteChange) -> Option<Self> {
        let mut warnings = Vec::new();
        let hunks = input.search_all(engine, &mut warnings);
        let combined = combine(&hunks, byte_check::penalty(input.sheet, change));
        let check = ByteCheck::new(input.sheet, &combined);
        let (chosen, best) = (choose(&combined, check)?.total, combined.best.as_ref()?.total);
        let passing: Vec<PassingReading> = combined
            .passing
            .iter()
            .map(|reading| PassingReading { total: reading.total, steps: trace_steps(&hunks, reading) })
            .collect();
        let steps = choose(&combined, check).map_or_else(Vec::new, |chosen| trace_steps(&hunks, chosen));
        let is_near = |second: &&PassingReading| second.total.cost <= chosen.cost + RIVAL_MARGIN;
        let second = passing.get(1).filter(is_near).filter(|_| check.has_bytes());
        Some(Self {
            engine,
            total: chosen,
            excess_cost: chosen.cost - best.cost,
            steps,
            second: second.map_or_else(
                || vec![None; hunks.len()],
                |second| second.steps.iter().cloned().map(Some).collect(),
            ),
            mirrored_blocks: Vec::new(),
            check,
            combined: Some(combined),
            passing,
            warnings,
            is_cut_short: chosen.cost >= UNGRAMMATICAL || hunks.iter().any(|hunk| hunk.is_cut_short),
            posteriors: Vec::new(),
        })
    }

    /// Compares with the readings by the other engine's grammar. A proof holds only if that search was complete and each
    /// reading has equal lines on both sides, lacks the byte change, or is far less likely.
    fn demote_if_rival(&mut self, sheet: &Sheet<'_>, other: Self) {
        let Some(combined) = other.combined.filter(|_| self.check == ByteCheck::Unique) else { return };
        // Each engine prints some rows more often than the other one.
        let limit = self.total.cost.max(other.total.cost) + RIVAL_MARGIN;
        let is_near = |reading: &PassingReading| reading.total.cost <= limit;
        let is_rival =
            |reading: &PassingReading| is_near(reading) && reading.total.signature != self.total.signature;
        let could_be_other = other.passing.iter().any(is_near)
            || byte_check::passing_by_nbsp(sheet, &combined, self.total).next().is_some();
        if let Some(rival) = other.passing.into_iter().find(is_rival) {
            self.check = ByteCheck::Ambiguous;
            self.second = rival.steps.into_iter().map(Some).collect();
        } else if could_be_other && php_whitespace::has_padding(sheet) {
            self.check = ByteCheck::Ambiguous;
        } else if !combined.is_complete || byte_check::could_pass_by_nbsp(sheet, &combined, self.total) {
            self.check = ByteCheck::Incomplete;
        }
    }

    /// Looks for mirrors of the reading, and for rows of context that could be two lines of one side. Such a reading that
    /// satisfies every equation and the grammar of an engine stops the proof, however unlikely it is.
    fn demote_if_mirrored(&mut self, sheet: &Sheet<'_>, engines: &[Engine], change: Option<ByteChange>) {
        let Some(change) = change.filter(|_| self.check.has_bytes()) else { return };
        let rival = match find_mirror(sheet, engines, change, &self.steps) {
            Some(mirror) => {
                self.mirrored_blocks = mirror.blocks;
                Some(mirror.steps)
            }
            None if self.check == ByteCheck::Unique => find_split_context(sheet, engines, &self.steps),
            None => None,
        };
        let Some(rival) = rival else { return };
        if self.check == ByteCheck::Unique {
            self.check = ByteCheck::Ambiguous;
        }
        if self.second.iter().all(Option::is_none) {
            self.second = rival.into_iter().map(Some).collect();
        }
    }

    /// Reads the line that was taken for the summary as the first row, or the only header as a row, where it may be one. A
    /// reading that has the byte change then as well stops the proof.
    fn demote_if_begun_above(&mut self, sheet: &Sheet<'_>, engines: &[Engine], change: Option<ByteChange>) {
        let Some(change) = change.filter(|_| self.check == ByteCheck::Unique) else { return };
        let is_unseen = |step: &ReadingStep| !step.is_seen();
        let has_unseen = self.steps.iter().flatten().any(is_unseen);
        let is_rival = |input: &SearchInput<'_, '_>, margin: Cost, is_passing: fn(&Self, Cost) -> bool| {
            let limit = self.total.cost + margin;
            let mut readings = engines.iter().filter_map(|&engine| Self::by_bytes(input, engine, change));
            readings.any(|reading| is_passing(&reading, limit))
        };
        let has_rival_at_summary = || {
            let above = anomalies::begun_at_summary(sheet);
            above.is_some_and(|above| is_rival(&SearchInput::new(&above), RIVAL_MARGIN, Self::may_pass))
        };
        // A change that the copy lost adds bytes, which lines that were not copied can make up for.
        let has_rival_at_header = || {
            let open = anomalies::begun_at_header(sheet).zip(anomalies::header_margin(sheet));
            let Some((above, margin)) = open else { return false };
            let input = SearchInput::new(&above);
            let shown = SearchInput { hidden_changes: Some(HiddenChanges::None), ..SearchInput::new(&above) };
            is_rival(&shown, margin, Self::may_pass)
                || has_unseen && is_rival(&input, margin, Self::may_nearly_pass)
        };
        if has_rival_at_summary() || has_rival_at_header() {
            self.check = ByteCheck::Incomplete;
        }
    }

    /// Takes what the certainty is estimated from.
    fn as_engine_readings(&self, sheet: &Sheet<'_>) -> EngineReadings<'_> {
        let mut hunks = 0..sheet.sections.len();
        let evidence = match self.check {
            ByteCheck::Unstated if hunks.any(|index| self.has_line_equation(sheet, index)) => {
                ReadingEvidence::Numbers
            }
            ByteCheck::Unstated => ReadingEvidence::None,
            ByteCheck::Fails | ByteCheck::NearMiss => ReadingEvidence::BytesMissed,
            ByteCheck::Ambiguous | ByteCheck::Incomplete | ByteCheck::Unique => ReadingEvidence::Bytes,
        };
        EngineReadings {
            engine: self.engine,
            evidence,
            total: self.total,
            steps: &self.steps,
            passing: &self.passing,
            posteriors: &self.posteriors,
            is_unreliable: self.is_unreliable(),
        }
    }

    /// Returns true if a reading up to a cost has the byte change, or may have it because not all readings were searched.
    fn may_pass(&self, limit: Cost) -> bool {
        let Some(combined) = &self.combined else { return false };
        // No engine prints the rows.
        if combined.best.as_ref().is_none_or(|best| best.total.cost >= UNGRAMMATICAL) {
            return false;
        }
        self.passing.iter().any(|reading| reading.total.cost <= limit) || !combined.is_complete
    }

    /// Returns true if a reading up to a cost may have the byte change by NBSPs that were copied as spaces.
    fn may_nearly_pass(&self, limit: Cost) -> bool {
        let near = self.combined.as_ref().and_then(|combined| combined.near.as_ref());
        near.is_some_and(|near| near.total.cost <= limit)
    }

    /// Returns new minus old, in bytes, if a byte change is stated.
    fn bytes(&self) -> Option<i64> {
        self.combined.as_ref().map(|_| self.total.bytes)
    }

    /// Returns whether an equation constrains the reading of a hunk.
    fn is_constrained(&self, sheet: &Sheet<'_>, index: usize) -> IsConstrained {
        let is_constrained = self.has_line_equation(sheet, index) || self.check.has_bytes();
        if is_constrained { IsConstrained::Yes } else { IsConstrained::No }
    }

    /// Returns true if the line numbers of the next header check a hunk.
    fn has_line_equation(&self, sheet: &Sheet<'_>, index: usize) -> bool {
        HunkConstraints::new(sheet, index, self.engine).lines.is_some()
    }

    /// Makes rows of the reading, with the evidence for it.
    fn into_inferred<'a>(
        self,
        sheet: &Sheet<'a>,
        change: Option<ByteChange>,
        certainty: Option<Certainty>,
    ) -> Inferred<'a> {
        let mut hunks: Vec<_> =
            (0..sheet.sections.len()).map(|index| self.hunk(sheet, index, &self.steps[index])).collect();
        // Decide the proof.
        let is_regular = self.total.cost < UNGRAMMATICAL
            && !anomalies::pairs_with_missing_cell(&sheet.sections, &self.steps)
            && !anomalies::cuts_beside_blank(&sheet.sections, &self.steps)
            && !anomalies::could_be_cut(&sheet.sections, &self.steps)
            && !anomalies::could_be_cut_elsewhere(&sheet.sections, &self.steps)
            && !self.may_misplace_blanks(sheet)
            && self.bytes().is_none_or(|bytes| bytes == byte_delta(&hunks));
        let is_checked =
            self.check == ByteCheck::Unique && is_regular && sheet.integrity != Integrity::Damaged;
        let anomaly = if is_checked { self.find_anomaly(sheet, &hunks) } else { None };
        let proof = if is_checked && anomaly.is_none() { Proof::Checked } else { Proof::Inferred };
        // Report what is uncertain.
        let alternatives = if proof == Proof::Inferred {
            self.mark_ambiguous(sheet, &mut hunks, certainty.as_ref())
        } else {
            Vec::new()
        };
        let bytes = self.bytes();
        let notes = messages::reading_notes(sheet, self.engine, self.check);
        let unseen =
            [IsConstrained::Yes, IsConstrained::No].map(|constrained| self.unseen_blanks(sheet, constrained));
        let mut warnings = self.warnings;
        warnings.extend(restore_trimmed_blank(sheet, &mut hunks));
        warnings.extend(mark_lost_changes(&mut hunks));
        warnings.extend(messages::bytes_disagree(change, sheet.page.byte_change, self.check, bytes, &hunks));
        warnings.extend(unseen.into_iter().flatten());
        let comparison = anomaly.as_ref().map_or(Comparison::Complete, |anomaly| anomaly.comparison);
        warnings.extend(anomaly.map(|anomaly| anomaly.warning));
        let links = unlinked_moves(&hunks);
        let confidence = certainty.as_ref().filter(|_| proof == Proof::Inferred).and_then(Certainty::percent);
        Inferred {
            hunks,
            proof,
            comparison,
            bytes,
            alternatives,
            warnings,
            notes,
            links,
            confidence,
            certainty,
        }
    }

    /// Returns true if blank lines that the copy leaves out may stand elsewhere, or be missing in pairs. Line numbers keep them
    /// in their hunk.
    fn may_misplace_blanks(&self, sheet: &Sheet<'_>) -> bool {
        let engine = if sheet.source.engines.contains(&Engine::Php) { Engine::Php } else { self.engine };
        let leaves_out = |index: &usize| HunkConstraints::new(sheet, *index, engine).has_unseen();
        let hunks: Vec<usize> = (0..self.steps.len()).filter(leaves_out).collect();
        let (numbered, open): (Vec<usize>, Vec<usize>) =
            hunks.iter().partition(|&&index| self.has_line_equation(sheet, index));
        hunks.iter().any(|&index| anomalies::has_unseen_block(&self.steps[index]))
            || anomalies::may_lack_two_blanks(open.iter().flat_map(|&index| &self.steps[index]))
            || numbered.iter().any(|&index| anomalies::may_lack_two_blanks(&self.steps[index]))
    }

    /// Warns of the unseen rows in the hunks that are, or are not, constrained.
    fn unseen_blanks(&self, sheet: &Sheet<'_>, constrained: IsConstrained) -> Option<Warning> {
        let hunks = (0..self.steps.len()).filter(|&index| self.is_constrained(sheet, index) == constrained);
        messages::unseen_blanks(hunks.flat_map(|index| &self.steps[index]), constrained)
    }

    /// Finds an anomaly in a reading that alone has the byte change.
    fn find_anomaly(&self, sheet: &Sheet<'_>, hunks: &[Hunk<Line<'_>>]) -> Option<Anomaly> {
        let hard_wrap = || find_hard_wrap(&sheet.sections, &self.steps).map(Anomaly::wrong);
        anomalies::in_inferred_rows(hunks).or_else(hard_wrap).or_else(|| {
            let is_dear = self.excess_cost >= PROOF_MARGIN_AT_END;
            if is_dear { anomalies::ends_with_change(hunks) } else { None }
        })
    }

    fn hunk<'a>(&self, sheet: &Sheet<'a>, index: usize, steps: &[ReadingStep]) -> Hunk<Line<'a>> {
        let Section { start, cells, .. } = &sheet.sections[index];
        // The PHP engine marks the words of the lines of a block with a changed row, and other lines as a whole.
        let mut is_below_changed = false;
        let rows = steps.iter().map(|step| {
            match step.kind {
                StepKind::Context => is_below_changed = false,
                StepKind::Changed | StepKind::Replaced => is_below_changed = true,
                _ => {}
            }
            let padding = match self.engine {
                Engine::Wikidiff2 => LinePadding::None,
                Engine::Php if step.kind == StepKind::Context || is_below_changed => LinePadding::AtEnds,
                Engine::Php => LinePadding::Inside,
            };
            build_row(cells, step, padding)
        });
        Hunk { start: *start, section: None, rows: rows.collect() }
    }

    /// Marks ambiguous rows: those that too few of the likely readings have, and every changed row if the search was cut
    /// short. If a byte change is stated, also those in which the runner-up or a mirror differs. Returns the runners-up.
    fn mark_ambiguous<'a>(
        &self,
        sheet: &Sheet<'a>,
        hunks: &mut [Hunk<Line<'a>>],
        certainty: Option<&Certainty>,
    ) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        let total = self.bytes().unwrap_or_else(|| byte_delta(&*hunks));
        let mut rows_before = 0;
        for (index, hunk) in hunks.iter_mut().enumerate() {
            let cells = &sheet.sections[index].cells;
            for (at, (row, step)) in hunk.rows.iter_mut().zip(&self.steps[index]).enumerate() {
                let is_moved = step.is_seen() && cells[step.at as usize].is_ambiguous;
                row.is_ambiguous = match certainty {
                    Some(certainty) => {
                        is_moved || certainty.is_doubtful(step.kind, certainty.rows[index][at])
                    }
                    None => step.kind != StepKind::Context,
                };
            }
            if let Some(second) = &self.second[index] {
                let forks = find_forks(&self.steps[index], second);
                if certainty.is_none_or(|certainty| certainty.evidence.has_byte_change()) {
                    for row in forks.iter().flat_map(|fork| fork.shown.clone()) {
                        hunk.rows[row].is_ambiguous = true;
                    }
                }
                let otherwise = forks.iter().map(|fork| fork.row_difference(second, rows_before)).collect();
                let [own, other] = [&*hunk, &self.hunk(sheet, index, second)].map(|hunk| byte_delta([hunk]));
                alternatives.push(Alternative { otherwise, bytes: total - own + other });
            }
            for (_, rows) in self.mirrored_blocks.iter().filter(|(section, _)| *section == index) {
                hunk.rows[rows.clone()].iter_mut().for_each(|row| row.is_ambiguous = true);
            }
            rows_before += hunk.rows.len();
        }
        let is_marked = hunks.iter().flat_map(|hunk| &hunk.rows).any(|row| row.is_ambiguous);
        if let Some((hunk, row)) = certainty.and_then(Certainty::weakest_row).filter(|_| !is_marked) {
            hunks[hunk].rows[row].is_ambiguous = true;
        }
        self.merge_alternatives(alternatives)
    }

    /// Merges the alternatives of the hunks into one if a byte change is stated: only together do they have its bytes.
    fn merge_alternatives(&self, alternatives: Vec<Alternative>) -> Vec<Alternative> {
        let Some(bytes) = self.bytes() else { return alternatives };
        let otherwise: Vec<_> =
            alternatives.into_iter().flat_map(|alternative| alternative.otherwise).collect();
        if otherwise.is_empty() { Vec::new() } else { vec![Alternative { otherwise, bytes }] }
    }
}

/// Chooses the reading to show: the best of those that the check prefers.
fn choose(combined: &Combined, check: ByteCheck) -> Option<&PageReading> {
    match check {
        ByteCheck::Fails | ByteCheck::Unstated => combined.best.as_ref(),
        ByteCheck::NearMiss => combined.near.as_ref(),
        ByteCheck::Ambiguous | ByteCheck::Incomplete | ByteCheck::Unique => combined.passing.first(),
    }
}

/// Traces the rows of each hunk of a page reading.
fn trace_steps(hunks: &[KBest], reading: &PageReading) -> Vec<Vec<ReadingStep>> {
    let chosen = hunks.iter().zip(&reading.choices);
    chosen
        .map(|(hunk, &choice)| hunk.readings.get(choice).map_or_else(Vec::new, |reading| hunk.steps(reading)))
        .collect()
}

/// Takes each line with text of a damaged hunk as an added row, so that no text is lost.
fn line_by_line(cells: &[Cell<'_>]) -> Vec<ReadingStep> {
    let texts = (0..).zip(cells).filter(|(_, cell)| !cell.text.trim().is_empty());
    texts
        .map(|(at, _)| {
            let line = CellSlice::whole(cells, at as usize);
            ReadingStep { kind: StepKind::Added, lines: Sides::new(None, Some(line)), at }
        })
        .collect()
}

/// Makes the links of the moved rows of a reading. The input states none.
fn unlinked_moves(hunks: &[Hunk<Line<'_>>]) -> MoveLinks {
    let rows = || hunks.iter().flat_map(|hunk| &hunk.rows);
    let count = |is_place: fn(&Change<Line<'_>>) -> bool| rows().filter(|row| is_place(&row.change)).count();
    Sides::new(
        vec![None; count(|change| matches!(change, Change::MovedFrom(..)))],
        vec![None; count(|change| matches!(change, Change::MovedTo(..)))],
    )
}

/// The blanks that the engine adds to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LinePadding {
    None,
    /// Between words alone: the line is marked as a whole.
    Inside,
    AtEnds,
}

/// Builds the row of a step.
fn build_row<'a>(cells: &[Cell<'a>], step: &ReadingStep, padding: LinePadding) -> Row<Line<'a>> {
    let text = |side: Side| {
        let copied = step.lines.get(side).map_or(Cow::Borrowed(""), |line| line.line(cells));
        match padding {
            LinePadding::None => copied,
            LinePadding::Inside => php_whitespace::unescape_marked(copied),
            LinePadding::AtEnds => php_whitespace::unescape(copied),
        }
    };
    let both = || Sides::new(text(Side::Old), text(Side::New));
    let is_moved = step.is_seen() && matches!(cells[step.at as usize].marker, Some(Marker::Moved(_)));
    let change = match step.kind {
        StepKind::Removed if is_moved => Change::MovedFrom(text(Side::Old), UNNUMBERED),
        StepKind::Added if is_moved => Change::MovedTo(text(Side::New), UNNUMBERED),
        StepKind::Context => Change::Context(both()),
        StepKind::Changed | StepKind::Replaced => Change::Changed(both()),
        StepKind::Removed | StepKind::UnseenRemoved => Change::Removed(text(Side::Old)),
        StepKind::Added | StepKind::UnseenAdded => Change::Added(text(Side::New)),
    };
    let source_line = step.is_seen().then(|| cells[step.at as usize].line);
    Row::new(change, source_line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::tests::{mobile, sheet, shown};
    use crate::parse::sheet::{NbspCopy, SideEvidence, TextEnd};

    /// Expected proof, bytes and codes of warnings.
    type Expected<'t> = (Proof, Option<i64>, &'t [WarningCode]);

    #[track_caller]
    fn case(sheet: &Sheet<'_>, rows: &[&str], expected: Expected<'_>) {
        let inferred = infer_rows(sheet, &Options::default());
        let found: Vec<String> = inferred.hunks.iter().flat_map(|hunk| shown(&hunk.rows)).collect();
        let codes: Vec<_> = inferred.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!(found, rows);
        assert_eq!((inferred.proof, inferred.bytes, codes.as_slice()), expected);
    }

    /// Puts two rows of context around cells.
    fn in_context(cells: &str) -> String {
        format!("one\none\ntwo\ntwo\n{cells}\nten\nten\nend\nend")
    }

    fn proof(sheet: &Sheet<'_>) -> Proof {
        infer_rows(sheet, &Options::default()).proof
    }

    #[test]
    fn proves_the_only_reading_with_the_stated_bytes() {
        case(
            &mobile(4, &in_context("a link in the text\na [[link]] in the text")),
            &["=one", "=two", "~a link in the text|a [[link]] in the text", "=ten", "=end"],
            (Proof::Checked, Some(4), &[]),
        );
        case(
            &mobile(-16, &in_context("milk and rennet")),
            &["=one", "=two", "-milk and rennet", "=ten", "=end"],
            (Proof::Checked, Some(-16), &[]),
        );
    }

    #[test]
    fn marks_rows_in_which_two_readings_differ() {
        case(
            &mobile(0, &in_context("milk\nsix\nsix\nwhey")),
            &["=one", "=two", "?+milk", "=six", "?-whey", "=ten", "=end"],
            (Proof::Inferred, Some(0), &[]),
        );
    }

    #[test]
    fn a_line_added_twice_around_a_blank_line_is_a_rival() {
        let cells = "{{reflist}}\n{{reflist}}\n* item 10\n \n\n\n\n\nstone river\nstone river\n\n\n[[arch]]\n}}\n\
                     * item 14\n* item 14\n\n\n\n\nriver\nriver";
        let mut sheet = mobile(24, cells);
        sheet.sections[0].start = None;
        assert_eq!(proof(&sheet), Proof::Inferred);
    }

    #[test]
    fn restores_a_trimmed_blank_row_after_one_context_row() {
        let trimmed = |cells| Sheet { text_end: TextEnd::Trimmed, ..mobile(5, cells) };
        let restored: Expected<'_> = (Proof::Checked, Some(5), &[WarningCode::BlankLines]);
        let copied: Expected<'_> = (Proof::Checked, Some(5), &[]);
        let blank = ["=one", "=two", "+milk", "=ten", "="];
        let text = ["=one", "=two", "+milk", "=ten", "=end"];
        case(&trimmed("one\none\ntwo\ntwo\nmilk\nten\nten"), &blank, restored);
        case(&trimmed("one\none\ntwo\ntwo\nmilk\nten\nten\nend\nend"), &text, copied);
        case(&trimmed("one\none\ntwo\ntwo\nmilk\nten\nten\n\n"), &blank, copied);
    }

    #[test]
    fn shows_the_best_reading_if_none_has_the_bytes() {
        case(
            &mobile(99, &in_context("milk")),
            &["=one", "=two", "?+milk", "=ten", "=end"],
            (Proof::Inferred, Some(5), &[WarningCode::BytesDisagree]),
        );
    }

    #[test]
    fn nbsp_copied_as_spaces_explain_missing_bytes() {
        let cells = in_context("the mountain is 1 204 m high\nthe peak is 1 204 m high");
        let changed = "~the mountain is 1 204 m high|the peak is 1 204 m high";
        let rows = ["=one", "=two", changed, "=ten", "=end"];
        let expected: Expected<'_> = (Proof::Inferred, Some(-4), &[WarningCode::BytesDisagree]);
        let message =
            |sheet: &Sheet<'_>| infer_rows(sheet, &Options::default()).warnings.swap_remove(0).message;
        let lost = mobile(-7, &cells);
        case(&lost, &rows, expected);
        assert!(message(&lost).contains("no-break spaces"), "{}", message(&lost));
        let told = message(&mobile(-11, &cells));
        assert!(told.contains("the rows make -4"), "{told}");
        let kept = Sheet { nbsp: NbspCopy::Kept, ..mobile(-11, &cells) };
        case(&kept, &rows, expected);
        assert!(!message(&kept).contains("no-break spaces"), "{}", message(&kept));
    }

    #[test]
    fn line_numbers_decide_the_side_of_a_line() {
        let (first, second) = (in_context("milk"), in_context("the old mill\nthe new mill"));
        let after = |new| {
            let starts = [Sides::new(3, 3), Sides::new(20, new)];
            sheet(SideEvidence::Unstated, &[(Some(starts[0]), &first), (Some(starts[1]), &second)])
        };
        let context = ["=one", "=two", "~the old mill|the new mill", "=ten", "=end"];
        let with = |row| [&["=one", "=two", row, "=ten", "=end"][..], &context].concat();
        case(&after(21), &with("+milk"), (Proof::Inferred, None, &[]));
        case(&after(19), &with("-milk"), (Proof::Inferred, None, &[]));
        let unsettled = ["=one", "=two", "?~the old mill|the new mill", "=ten", "=end"];
        case(
            &after(40),
            &[&["=one", "=two", "?+milk", "=ten", "=end"][..], &unsettled].concat(),
            (Proof::Inferred, None, &[WarningCode::LinesDisagree]),
        );
    }

    #[test]
    fn a_sum_of_an_unlikely_reading_proves_nothing() {
        // The last line lacks its copy: a context row is taken for a removed line and blank lines.
        let cells = "mill\nmill\ntown\ntown\nwater\nwater wheel\nhouse old\nhouse old\nweir year";
        assert_eq!(proof(&mobile(6, cells)), Proof::Inferred);
    }

    #[test]
    fn a_sum_of_an_unlikely_end_proves_nothing() {
        let cells = "mill\nmill\ntown\ntown\nwater\nwater wheel\nhouse old\nhouse old\nweir";
        assert_eq!(proof(&mobile(6, &format!("{cells}\nweir"))), Proof::Checked);
        assert_eq!(proof(&mobile(6, cells)), Proof::Inferred);
    }

    #[test]
    fn restores_blank_lines_that_were_not_copied() {
        case(
            &mobile(11, &in_context("== Law ==")),
            &["=one", "=two", "+", "+== Law ==", "=ten", "=end"],
            (Proof::Checked, Some(11), &[WarningCode::BlankLines]),
        );
    }
}
